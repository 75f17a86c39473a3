//! Colors for numbers. Both maps can be read with any kind of color vision: viridis, whose lightness grows evenly, and
//! ColorBrewer's blue to red, which is light in the middle and dark at the ends.

use plotters::style::RGBColor;

use super::scale::Range;

/// How the values of a [`HeatMapFigure`](super::HeatMapFigure) become colors.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ColorScale {
    /// From the lowest value, dark blue, to the highest, yellow: for fields and magnitudes.
    Sequential,
    /// Blue below zero, white at zero, red above, with the same limits on both sides: for signed components.
    Diverging,
}

/// Cells without a value.
pub(super) const EMPTY: RGBColor = RGBColor(178, 178, 178);

/// Finer than eight bits a channel can show.
const STEPS: usize = 1024;

/// The colors of the values in a range.
pub(super) struct ColorMap {
    pub range: Range,
    table: Vec<RGBColor>,
}

impl ColorMap {
    /// The colors for values in this range, which may be a single one.
    pub fn new(scale: ColorScale, data: Range) -> Self {
        let range = match scale {
            // What differs by less than this is a constant with rounding noise.
            ColorScale::Sequential if data.is_constant(1e-10 * data.magnitude()) => {
                data.for_axis(0.0)
            }
            ColorScale::Sequential => data,
            ColorScale::Diverging => {
                let most = data.magnitude();
                let most = if most < 1e-280 { 1.0 } else { most };
                Range {
                    low: -most,
                    high: most,
                }
            }
        };
        let color = |step: usize| {
            let share = step as f64 / (STEPS - 1) as f64;
            let color = match scale {
                ColorScale::Sequential => colorous::VIRIDIS.eval_continuous(share),
                ColorScale::Diverging => colorous::RED_BLUE.eval_continuous(1.0 - share),
            };
            RGBColor(color.r, color.g, color.b)
        };
        Self {
            range,
            table: (0..STEPS).map(color).collect(),
        }
    }

    /// The color of a value; of one that is not finite, [`EMPTY`].
    pub fn color(&self, value: f64) -> RGBColor {
        let share = (value - self.range.low) / self.range.span();
        if !share.is_finite() {
            return EMPTY;
        }
        let step = (share.clamp(0.0, 1.0) * (STEPS - 1) as f64).round() as usize;
        self.table.get(step).copied().unwrap_or(EMPTY)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn map(scale: ColorScale, low: f64, high: f64) -> ColorMap {
        ColorMap::new(scale, Range { low, high })
    }

    fn lightness(RGBColor(r, g, b): RGBColor) -> f64 {
        0.2126 * f64::from(r) + 0.7152 * f64::from(g) + 0.0722 * f64::from(b)
    }

    #[test]
    fn a_sequential_map_grows_lighter() {
        let map = map(ColorScale::Sequential, 2.0, 3.0);
        let values: Vec<f64> = (0..=20)
            .map(|i| lightness(map.color(2.0 + f64::from(i) / 20.0)))
            .collect();
        assert!(values.windows(2).all(|pair| pair[0] < pair[1]));
    }

    #[test]
    fn a_diverging_map_is_blue_white_and_red_around_zero() {
        let map = map(ColorScale::Diverging, -1.0, 4.0);
        assert_eq!((map.range.low, map.range.high), (-4.0, 4.0));
        let RGBColor(r, _, b) = map.color(-3.0);
        assert!(b > r);
        let RGBColor(r, _, b) = map.color(3.0);
        assert!(r > b);
        assert!(lightness(map.color(0.0)) > 235.0);
    }

    #[test]
    fn a_constant_is_in_the_middle_and_nothing_is_grey() {
        let constant = map(ColorScale::Sequential, 7.0, 7.0);
        assert_eq!(constant.range.middle(), 7.0);
        assert_eq!(
            map(ColorScale::Diverging, 0.0, 0.0).color(0.0),
            map(ColorScale::Diverging, -9.0, 9.0).color(0.0)
        );
        assert_eq!(constant.color(f64::NAN), EMPTY);
        assert_eq!(constant.color(f64::INFINITY), EMPTY);
    }
}
