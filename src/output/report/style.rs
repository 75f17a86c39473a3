//! The colors of the page's charts, in light and dark.

use serde::Serialize;

use dxdt_chart::entity_colors;

/// Colors of the lines; the first is that of a lone entity.
#[derive(Debug, Serialize)]
pub(super) struct Palette {
    light: Vec<String>,
    dark: Vec<String>,
}

impl Default for Palette {
    fn default() -> Self {
        let hex = |[red, green, blue]: [u8; 3]| format!("#{red:02x}{green:02x}{blue:02x}");
        Self {
            light: entity_colors().map(hex).to_vec(),
            dark: entity_colors().map(on_dark).map(hex).to_vec(),
        }
    }
}

/// The same hue, light enough for a dark ground.
fn on_dark(color: [u8; 3]) -> [u8; 3] {
    let is_dark = color.iter().all(|&part| part < 100);
    let lifted = |part: u8| {
        if is_dark {
            255 - part
        } else {
            part + (255 - part) / 4
        }
    };
    color.map(lifted)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The contrast of two colors (Web Content Accessibility Guidelines 2.2).
    fn contrast(a: [u8; 3], b: [u8; 3]) -> f64 {
        let luminance = |color: [u8; 3]| {
            let linear = color.map(|part| {
                let part = f64::from(part) / 255.0;
                if part <= 0.04045 {
                    part / 12.92
                } else {
                    ((part + 0.055) / 1.055).powf(2.4)
                }
            });
            0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
        };
        let [a, b] = [luminance(a), luminance(b)];
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    #[test]
    fn lines_can_be_seen_in_light_and_dark() {
        for color in entity_colors() {
            assert!(contrast(color, [255, 255, 255]) > 2.0, "{color:?}");
            assert!(contrast(on_dark(color), [24, 26, 29]) > 4.5, "{color:?}");
        }
        let first = entity_colors()[0];
        assert!(contrast(first, [255, 255, 255]) > 4.5);
    }
}
