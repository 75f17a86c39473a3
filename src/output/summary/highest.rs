//! A highest value inside the segments, with its place and how far it may be off.

use serde::Serialize;

use dxdt_motion::audit::Flags;
use dxdt_motion::finding::Place;
use dxdt_motion::inspect::Noise;
use dxdt_motion::log::PositionLog;
use dxdt_motion::motion::{InnerReach, Peak};

use super::highlights::distance;
use crate::analysis::rows::DerivedRows;

/// A highest value inside the segments, on no row that is the first or last of one, that jumps, or that is derived from such
/// a row alone.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Highest {
    /// The value.
    pub value: f64,
    /// How far it may be off. Noise lifts the highest of n rows by about its standard deviation at the row times √(2 ln n);
    /// of a smoother, what it differs by from the plain gradient more than noise explains, if that is more. `None` where the
    /// noise is not known.
    pub error: Option<f64>,
    /// Seconds since the entity's first timestamp.
    pub t: f64,
    /// Its timestamp, as the tables have it.
    pub time: String,
    /// Its file and line.
    #[serde(flatten)]
    pub place: Place,
}

/// A peak, of which it is told how far it may be off when the noise of all rows is known.
#[derive(Debug)]
pub(super) struct NotedPeak {
    pub value: f64,
    /// The direction of the vector.
    along: [f64; 3],
    t: f64,
    time: String,
    row_as_read: u64,
    error: PeakError,
}

#[derive(Debug)]
enum PeakError {
    /// Of a smoother, with how far the smoothed vector is from the one by differences, which has so many times the noise of
    /// the positions.
    Standard {
        error: f64,
        apart: f64,
        gain: f64,
    },
    /// So many times the noise of the positions, which around the row is at least so much over all axes.
    OfNoise {
        gain: f64,
        roughness: f64,
    },
    Unknown,
}

impl NotedPeak {
    /// The peak of a derivative, 0 for the velocity and 1 for the acceleration. `position` gives the position of a row along
    /// straight axes.
    pub fn new(
        derived: &DerivedRows<'_>,
        (peak, listed): (&Peak, &[usize]),
        derivative: usize,
        reach: &InnerReach,
        position: impl Fn(usize) -> [f64; 3],
    ) -> Self {
        let audited = derived.audited;
        let source = audited.source_row(peak.row);
        let along = peak.vector.map(|component| match peak.value > 0.0 {
            true => component / peak.value,
            false => 0.0,
        });
        let gain = reach.noise_gain(audited, listed, peak, derivative);
        let standard = derived.smoothing.map(|smoothing| {
            let errors = [&smoothing.velocity_error, &smoothing.acceleration_error];
            let of_axes = errors[derivative].iter().zip(along);
            let squares = of_axes.map(|(errors, along)| (errors[peak.row] * along).powi(2));
            squares.sum::<f64>().sqrt()
        });
        Self {
            value: peak.value,
            along,
            t: derived.motion.t[peak.row],
            time: audited.log.time_text(source),
            row_as_read: audited.log.row_as_read(source),
            error: match standard {
                Some(error) if error.is_finite() => PeakError::Standard {
                    error,
                    apart: apart(derived, peak, derivative),
                    gain,
                },
                Some(_) => PeakError::Unknown,
                None => PeakError::OfNoise {
                    gain,
                    roughness: InnerReach::roughness(audited, listed, peak, position)
                        .unwrap_or(0.0),
                },
            },
        }
    }

    /// Noise lifts the highest of all values by so many standard deviations.
    pub fn told(self, noise: Option<&Noise>, lifted: f64, log: &PositionLog) -> Highest {
        let of_noise = |gain: f64, roughness: f64, noise: &Noise| {
            let axes = noise.axes.iter().zip(self.along);
            let squares = axes.map(|(axis, along)| (axis.deviation * along).powi(2));
            let along = squares.sum::<f64>().sqrt();
            let all = noise.over_all_axes();
            gain * match all > 0.0 {
                true => along * (roughness / all).max(1.0),
                false => roughness,
            }
        };
        Highest {
            value: self.value,
            error: match self.error {
                PeakError::Standard { error, apart, gain } => {
                    // What noise does not explain is corners that were rounded off, or swings beside them.
                    let noise = noise.map_or(f64::INFINITY, Noise::over_all_axes);
                    let unexplained = (apart - lifted * gain * noise).max(0.0);
                    Some((lifted * error).max(unexplained))
                }
                PeakError::OfNoise { gain, roughness } => {
                    noise.map(|noise| lifted * of_noise(gain, roughness, noise))
                }
                PeakError::Unknown => None,
            }
            .filter(|error| error.is_finite()),
            t: self.t,
            time: self.time,
            place: log.place_of_row_as_read(self.row_as_read),
        }
    }
}

/// How far a smoothed vector is from the one by differences; 0 where an outlier spoils that one.
fn apart(derived: &DerivedRows<'_>, peak: &Peak, derivative: usize) -> f64 {
    const NEAR: usize = 4;
    let flags = &derived.motion.flags;
    let near = peak.row.saturating_sub(NEAR)..(peak.row + NEAR + 1).min(flags.len());
    if flags[near]
        .iter()
        .any(|flags| flags.contains(Flags::OUTLIER))
    {
        return 0.0;
    }
    let unsmoothed = [
        &derived.unsmoothed.velocity,
        &derived.unsmoothed.acceleration,
    ][derivative];
    let by_differences =
        [0, 1, 2].map(|axis| unsmoothed.get(axis).map_or(0.0, |axis| axis[peak.row]));
    let apart = distance(peak.vector, by_differences);
    if apart.is_nan() { 0.0 } else { apart }
}
