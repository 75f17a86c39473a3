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
pub struct TrackColors {
    /// What they are, such as `speed`.
    pub quantity: String,
    /// The units that they can be read in.
    pub units: Units,
    /// A value for each point of the track, segment by segment.
    pub values: Vec<Vec<f64>>,
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
    pub fn of(colors: &TrackColors) -> Option<Self> {
        let places: Vec<f64> = vec![0.0; colors.values.iter().map(Vec::len).max()?];
        let segment = |values: &'_ Vec<f64>| {
            let places = places.get(..values.len())?.to_vec();
            Segment::new(places, values.clone()).ok()
        };
        let segments: Vec<Segment<'_>> = colors.values.iter().filter_map(segment).collect();
        let all = bounds(segments.iter().flat_map(Segment::points).flatten())?.1;
        let range = robust::range_of(&segments.iter().collect::<Vec<_>>(), all, |(_, y)| y);
        let range = if range.is_constant(1e-9 * range.magnitude()) {
            range.for_axis(0.0)
        } else {
            range
        };
        Some(Self {
            range,
            beyond: Beyond::of(segments.iter(), range),
        })
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
