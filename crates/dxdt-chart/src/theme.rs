//! Charts on a light or a dark ground.

use std::collections::HashMap;

use plotters::style::RGBColor;

use super::{Drawing, style};

/// The ground that a chart stands on. People with any kind of color vision can tell the hues on either apart. On the dark one
/// text and lines have a contrast of 4.5 to 1 or more.
///
/// ```
/// use dxdt_chart::Theme;
///
/// assert_eq!("dark".parse(), Ok(Theme::Dark));
/// assert!("pink".parse::<Theme>().is_err());
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Theme {
    /// Dark ink on white, for paper and most pages.
    #[default]
    Light,
    /// Light ink on nearly black, for slides and dark pages.
    Dark,
}

impl std::str::FromStr for Theme {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text {
            "light" => Ok(Self::Light),
            "dark" => Ok(Self::Dark),
            _ => Err("give light or dark".to_owned()),
        }
    }
}

impl Drawing {
    /// The same chart on another background; a drawing is light until then.
    #[must_use]
    pub fn in_theme(self, theme: Theme) -> Self {
        match theme {
            Theme::Light => self,
            Theme::Dark => self.map(darkened),
        }
    }
}

/// The document in the colors that a dark ground asks for: hues lighter, other grays inverted.
///
/// Only attributes have `="#` in them: in text the quotation mark is escaped.
fn darkened(svg: &str) -> String {
    const START: &str = "=\"#";
    let hex = |RGBColor(red, green, blue): RGBColor| format!("{red:02X}{green:02X}{blue:02X}");
    let known: HashMap<String, String> = style::on_dark()
        .map(|(light, dark)| (hex(light), hex(dark)))
        .collect();
    let mut out = String::with_capacity(svg.len());
    let mut rest = svg;
    while let Some(at) = rest.find(START) {
        let (before, color) = rest.split_at(at + START.len());
        out.push_str(before);
        let own = color.get(..6);
        let turned = own.and_then(|own| known.get(own).cloned().or_else(|| turned(own)));
        rest = match turned {
            Some(turned) => {
                out.push_str(&turned);
                &color[6..]
            }
            None => color,
        };
    }
    out.push_str(rest);
    out
}

/// The gray that stands for a gray on a dark ground; `None` for any other color.
fn turned(color: &str) -> Option<String> {
    // White becomes the ground, and ink as light as it was dark.
    const INK: f64 = 38.0;
    let part = |from: usize| u8::from_str_radix(color.get(from..from + 2)?, 16).ok();
    let (red, green, blue) = (part(0)?, part(2)?, part(4)?);
    if red != green || green != blue {
        return None;
    }
    let scale = (255.0 - INK - GROUND) / (255.0 - INK);
    let grey = GROUND + (255.0 - f64::from(red)) * scale;
    let grey = grey.round().min(255.0) as u8;
    Some(format!("{grey:02X}{grey:02X}{grey:02X}"))
}

/// The gray of a dark ground.
const GROUND: f64 = 24.0;

#[cfg(test)]
mod tests {
    use super::super::Font;
    use super::*;

    #[test]
    fn greys_turn_round_and_hues_stay() {
        let svg = r##"<rect fill="#FFFFFF"/><text fill="#262626">=&quot;#FFFFFF</text><path stroke="#E69F00"/>"##;
        assert_eq!(
            darkened(svg),
            r##"<rect fill="#181818"/><text fill="#D9D9D9">=&quot;#FFFFFF</text><path stroke="#E69F00"/>"##
        );
    }

    #[test]
    fn what_is_no_colour_stays() {
        for text in [
            "",
            "=\"#",
            "=\"#12",
            "=\"#zzzzzz\"",
            "=\"#ff00ff\"",
            "=\"#\u{e9}\u{e9}\u{e9}\"",
        ] {
            assert_eq!(darkened(text), text);
        }
    }

    #[test]
    fn lighter_greys_become_darker() {
        let greys: Vec<u8> = (0..=255_u8)
            .map(|grey| {
                let turned = turned(&format!("{grey:02X}{grey:02X}{grey:02X}")).unwrap();
                u8::from_str_radix(&turned[..2], 16).unwrap()
            })
            .collect();
        assert!(greys.windows(2).all(|pair| pair[0] >= pair[1]));
    }

    /// The relative luminance of a color, as WCAG 2 defines it.
    fn luminance(color: RGBColor) -> f64 {
        let part = |part: u8| {
            let part = f64::from(part) / 255.0;
            if part <= 0.04045 {
                part / 12.92
            } else {
                ((part + 0.055) / 1.055).powf(2.4)
            }
        };
        0.2126 * part(color.0) + 0.7152 * part(color.1) + 0.0722 * part(color.2)
    }

    fn contrast(a: RGBColor, b: RGBColor) -> f64 {
        let [a, b] = [luminance(a), luminance(b)];
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    /// A color as the document of a theme has it.
    fn shown(RGBColor(red, green, blue): RGBColor, theme: Theme) -> RGBColor {
        let svg = format!("<path stroke=\"#{red:02X}{green:02X}{blue:02X}\"/>");
        let svg = Drawing::new(svg, Font::default())
            .in_theme(theme)
            .into_svg();
        let at = svg.find('#').unwrap() + 1;
        let part = |from: usize| u8::from_str_radix(&svg[at + from..at + from + 2], 16).unwrap();
        RGBColor(part(0), part(2), part(4))
    }

    #[test]
    fn text_and_lines_stand_out_on_a_dark_ground() {
        let ground = shown(plotters::style::WHITE, Theme::Dark);
        for color in style::text_and_lines() {
            let contrast = contrast(shown(color, Theme::Dark), ground);
            assert!(contrast >= 4.5, "{color:?}: {contrast}");
        }
    }

    #[test]
    fn colors_along_a_track_can_be_seen_on_either_ground() {
        for (theme, least) in [(Theme::Light, 2.7), (Theme::Dark, 4.5)] {
            let ground = shown(plotters::style::WHITE, theme);
            let levels = (0..style::LEVELS).map(|level| shown(style::level_color(level), theme));
            let levels: Vec<_> = levels.collect();
            for &color in &levels {
                let contrast = contrast(color, ground);
                assert!(contrast >= least, "{color:?}: {contrast}");
            }
            assert!(
                levels
                    .windows(2)
                    .all(|two| luminance(two[0]) < luminance(two[1]))
            );
        }
    }
}
