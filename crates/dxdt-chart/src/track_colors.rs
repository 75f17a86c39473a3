//! Colors along a track, by a value such as the speed.

use plotters::style::RGBColor;

use super::{
    Units,
    robust::{self, Beyond},
    scale::{Range, bounds},
    series::Segment,
    style::{CROWD, LEVELS, level_color},
};

/// The values that color a track.
#[derive(Debug, Clone, PartialEq)]
pub struct TrackColors<'a> {
    /// What they are, such as `speed`.
    pub quantity: String,
    /// The units that they can be read in.
    pub units: Units,
    /// A value for each point of the track, segment by segment.
    pub values: Vec<Vec<f64>>,
    /// The same values over time, which decide what the colors span: a long track may have fewer of them.
    pub over_time: Vec<Segment<'a>>,
}

/// The colors of values in a range.
#[derive(Debug, Clone, Copy)]
pub(super) struct Levels {
    pub range: Range,
    /// The values that have the color of an end though they are beyond it.
    pub beyond: [Beyond; 2],
}

/// The color of a point without a value.
pub(super) const NO_LEVEL: usize = LEVELS;

impl Levels {
    /// For these values without spikes; `None` where there are none.
    pub fn of(colors: &TrackColors<'_>) -> Option<Self> {
        let segments: Vec<&Segment<'_>> = colors.over_time.iter().collect();
        let points = segments.iter().flat_map(|segment| segment.points());
        let all = bounds(points.flatten())?.1;
        let range = robust::range_of(&segments, all, |(_, y)| y);
        let beyond = Beyond::of(segments.into_iter(), range);
        let range = if range.is_constant(1e-9 * range.magnitude()) {
            range.for_axis(0.0)
        } else {
            range
        };
        Some(Self { range, beyond })
    }

    /// The number of the color of a value.
    pub fn level(&self, value: f64) -> usize {
        let share = (value - self.range.low) / self.range.span();
        if share.is_nan() {
            return NO_LEVEL;
        }
        ((share * LEVELS as f64) as usize).min(LEVELS - 1)
    }

    pub fn color(level: usize) -> RGBColor {
        if level < LEVELS {
            level_color(level)
        } else {
            CROWD
        }
    }
}
