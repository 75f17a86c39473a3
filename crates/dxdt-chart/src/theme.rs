//! Charts on a light or a dark ground.

use super::Drawing;

/// The ground that a chart stands on. The hues are the same on both; people with any kind of color vision can tell them
/// apart, and all have a contrast of 3 to 1 or more with either ground.
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
            Theme::Dark => Self::new(darkened(self.svg())),
        }
    }
}

/// The document with its grays, white and black among them, inverted.
///
/// Only attributes have `="#` in them: in text the quotation mark is escaped.
fn darkened(svg: &str) -> String {
    const START: &str = "=\"#";
    let mut out = String::with_capacity(svg.len());
    let mut rest = svg;
    while let Some(at) = rest.find(START) {
        let (before, color) = rest.split_at(at + START.len());
        out.push_str(before);
        let turned = color.get(..6).and_then(turned);
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
    const GROUND: f64 = 24.0;
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn greys_turn_round_and_hues_stay() {
        let svg = r##"<rect fill="#FFFFFF"/><text fill="#262626">=&quot;#FFFFFF</text><path stroke="#0072B2"/>"##;
        assert_eq!(
            darkened(svg),
            r##"<rect fill="#181818"/><text fill="#D9D9D9">=&quot;#FFFFFF</text><path stroke="#0072B2"/>"##
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
}
