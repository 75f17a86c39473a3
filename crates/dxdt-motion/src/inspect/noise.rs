//! The noise of the positions of one entity, along each axis.

use rayon::prelude::*;

use crate::space::Frame;
use dxdt_calculus::{NOISE_POINTS, noise_weights, robust_scale};

use super::track::Track;
use crate::space::metres_per_degree;

/// The noise along each position column (in meters for geographic ones), from every row and from every second row.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct TrackNoise {
    /// The standard deviation.
    pub deviation: Vec<f64>,
    /// How many times larger it is from every second row; `None` where there are too few rows.
    pub growth: Vec<Option<f64>>,
}

// Fewer residuals make no estimate.
const FEWEST_RESIDUALS: usize = 10;
// A residual of so many last bits of the positions is the rounding of floats.
const ROUNDING: f64 = 4.0 * f64::EPSILON;

impl TrackNoise {
    /// `None` where no segment has rows enough.
    pub fn of(track: &Track<'_>) -> Option<Self> {
        let mut close = Residuals::of(track, 1);
        if close.windows < FEWEST_RESIDUALS {
            return None;
        }
        let mut wide = Residuals::of(track, 2);
        let close: Vec<Option<f64>> = close
            .scales()
            .zip(rounding(track))
            .map(|(scale, rounding)| scale.filter(|scale| *scale > rounding))
            .collect();
        let deviation = close.iter().map(|scale| scale.unwrap_or(0.0)).collect();
        let growth = close
            .iter()
            .zip(wide.scales())
            .map(|(close, wide)| Some(wide? / (*close)?))
            .collect();
        Some(Self { deviation, growth })
    }
}

/// The deviation along each position column below which there is nothing but rounding.
fn rounding(track: &Track<'_>) -> impl Iterator<Item = f64> {
    track.columns.iter().enumerate().map(|(axis, column)| {
        let largest = column
            .iter()
            .fold(0.0, |most: f64, value| most.max(value.abs()));
        let metres = match track.frame {
            Frame::Geographic if axis < 2 => metres_per_degree(0.0)[axis],
            _ => 1.0,
        };
        ROUNDING * largest * metres
    })
}

/// The residuals along each position column.
struct Residuals {
    each: Vec<Vec<f64>>,
    /// Windows of rows, those that stand still included.
    windows: usize,
}

impl Residuals {
    fn of(track: &Track<'_>, stride: usize) -> Self {
        let reach = (NOISE_POINTS - 1) * stride;
        let starts = track.segments.iter().flat_map(|segment| {
            // Every window of the stride, whichever row it starts at.
            segment.start..segment.end.saturating_sub(reach).max(segment.start)
        });
        let starts: Vec<usize> = starts.collect();
        let of_window = |&start: &usize| window(track, start, stride);
        let found: Vec<[f64; 3]> = starts.par_iter().map(of_window).collect();
        let column = |axis: usize| -> Vec<f64> {
            let residuals = found.iter().map(|residuals| residuals[axis]);
            residuals.filter(|residual| !residual.is_nan()).collect()
        };
        Self {
            each: (0..track.columns.len().min(3)).map(column).collect(),
            windows: starts.len(),
        }
    }

    fn scales(&mut self) -> impl Iterator<Item = Option<f64>> {
        self.each
            .iter_mut()
            .map(|residuals| robust_scale(residuals))
    }
}

/// The residual along each position column; NaN where the window stands still along it.
fn window(track: &Track<'_>, start: usize, stride: usize) -> [f64; 3] {
    let row = |point: usize| start + point * stride;
    let steps = [0, 1, 2, 3].map(|point| track.seconds(row(point), row(point + 1)));
    let mut residuals = [f64::NAN; 3];
    let Some(weights) = noise_weights(steps) else {
        return residuals;
    };
    let middle = row(NOISE_POINTS / 2);
    for (axis, (column, residual)) in track.columns.iter().zip(&mut residuals).enumerate() {
        let from_middle = |point: usize| {
            let difference = column[row(point)] - column[middle];
            if track.frame == Frame::Geographic && axis == 0 {
                shorter_way_round(difference)
            } else {
                difference
            }
        };
        let differences = [0, 1, 2, 3, 4].map(from_middle);
        if differences.iter().any(|difference| *difference != 0.0) {
            let products = weights.iter().zip(differences);
            *residual = products
                .map(|(weight, difference)| weight * difference)
                .sum();
        }
    }
    if track.frame == Frame::Geographic {
        let per_degree = metres_per_degree(track.columns[1][middle]);
        for (residual, metres) in residuals.iter_mut().zip(per_degree) {
            *residual *= metres;
        }
    }
    residuals
}

/// A difference of longitudes across the antimeridian as the few degrees that it is.
fn shorter_way_round(degrees: f64) -> f64 {
    if degrees > 180.0 {
        degrees - 360.0
    } else if degrees < -180.0 {
        degrees + 360.0
    } else {
        degrees
    }
}
