//! How much of velocity and acceleration is noise of the positions.

use rayon::prelude::*;
use serde::Serialize;

use crate::audit::{AuditedLog, Flags};
use crate::motion::Motion;

use super::Worst;
use super::noise::TrackNoise;
use super::noise_gain::{acceleration_weights, gain, velocity_weights};
use super::statistics::median_of;
use super::track::Track;

/// The noise of a log. Of several entities, each figure is the median of theirs.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Noise {
    /// Each axis of the motion that has positions of its own.
    pub axes: Vec<AxisNoise>,
    /// The noise is told apart from the motion: from every second row it is not much larger. If not, all noise figures
    /// are upper bounds.
    pub told_apart: bool,
    /// All axes together.
    pub velocity: NoiseShare,
    /// All axes together.
    pub acceleration: NoiseShare,
    /// Entities with rows enough to tell.
    pub entities: u64,
    /// The entity with the largest share of noise in its acceleration, where there are several.
    pub worst: Option<Worst>,
}

/// The noise along one axis.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct AxisNoise {
    /// The axis: a position column, or `east`, `north` or `up`.
    pub axis: String,
    /// The standard deviation of the positions' noise, in their unit (meters for geographic ones).
    pub deviation: f64,
    /// How many times larger the estimate is from every second row: about 1 for noise, more for motion.
    pub growth: Option<f64>,
    /// In the velocity.
    pub velocity: NoiseShare,
    /// In the acceleration.
    pub acceleration: NoiseShare,
}

/// Noise in a derivative, over the rows whose stencil is whole and meets no jump.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize)]
pub struct NoiseShare {
    /// The root mean square of the derivative, in its unit.
    pub rms: Option<f64>,
    /// The root mean square of what the positions' noise makes of it, by the weights of the stencil.
    pub noise: Option<f64>,
    /// The noise as a share of the derivative, both as root mean squares; above 1 where the noise is not as
    /// independent from row to row as is assumed.
    pub share: Option<f64>,
}

// Independent noise does not grow; a random walk grows by √2, a smooth motion more.
const GROWTH_OF_MOTION: f64 = 1.25;

impl Noise {
    /// The standard deviation of the noise over all axes together.
    pub fn over_all_axes(&self) -> f64 {
        let squares = self.axes.iter().map(|axis| axis.deviation.powi(2));
        squares.sum::<f64>().sqrt()
    }

    /// `None` where no entity has rows enough.
    pub(super) fn of(
        audited: &AuditedLog<'_>,
        tracks: &[Track<'_>],
        noise: &[Option<TrackNoise>],
        motion: &Motion,
    ) -> Option<Self> {
        let each: Vec<(&str, &TrackNoise, [Shares; 2])> = tracks
            .par_iter()
            .zip(noise)
            .filter_map(|(track, noise)| {
                let noise = noise.as_ref()?;
                let shares = shares(audited, track, motion, noise);
                Some((track.name, noise, shares))
            })
            .collect();
        let first = each.first()?;
        let of_each = |figure: &dyn Fn(&TrackNoise, &[Shares; 2]) -> Option<f64>| {
            median_of(each.iter().map(|(_, noise, shares)| figure(noise, shares)))
        };
        let share_of = |derivative: usize, pick: &dyn Fn(&Shares) -> NoiseShare| NoiseShare {
            rms: of_each(&|_, shares| pick(&shares[derivative]).rms),
            noise: of_each(&|_, shares| pick(&shares[derivative]).noise),
            share: of_each(&|_, shares| pick(&shares[derivative]).share),
        };
        let axis = |axis: usize| AxisNoise {
            axis: motion.axes[axis].clone(),
            deviation: of_each(&|noise, _| Some(noise.deviation[axis])).unwrap_or(0.0),
            growth: of_each(&|noise, _| noise.growth[axis]),
            velocity: share_of(0, &|shares| shares.axes[axis]),
            acceleration: share_of(1, &|shares| shares.axes[axis]),
        };
        let axes: Vec<AxisNoise> = (0..first.1.deviation.len()).map(axis).collect();
        let noisiest = axes
            .iter()
            .max_by(|a, b| a.deviation.total_cmp(&b.deviation));
        let growth = noisiest.and_then(|axis| axis.growth);
        Some(Self {
            told_apart: noisiest.is_none_or(|axis| axis.deviation == 0.0)
                || growth.is_some_and(|growth| growth <= GROWTH_OF_MOTION),
            velocity: share_of(0, &|shares| shares.all),
            acceleration: share_of(1, &|shares| shares.all),
            entities: each.len() as u64,
            worst: Worst::of(
                each.iter()
                    .map(|(name, _, shares)| (*name, shares[1].all.share)),
            ),
            axes,
        })
    }
}

/// The noise in one derivative of one entity.
struct Shares {
    axes: Vec<NoiseShare>,
    all: NoiseShare,
}

/// Velocity and acceleration.
fn shares(
    audited: &AuditedLog<'_>,
    track: &Track<'_>,
    motion: &Motion,
    noise: &TrackNoise,
) -> [Shares; 2] {
    let axes = noise.deviation.len();
    let mut sums = [Sums::new(axes), Sums::new(axes)];
    let derivatives = [&motion.velocity, &motion.acceleration];
    for segment in &track.segments {
        for (reach, (sums, derivative)) in (1..).zip(sums.iter_mut().zip(derivatives)) {
            let rows =
                segment.start + reach..segment.end.saturating_sub(reach).max(segment.start + reach);
            for row in rows {
                if audited.flags[track.audited_row(row)].contains(Flags::JUMP) {
                    continue;
                }
                let step = |from: usize| track.seconds(from, from + 1);
                let gain = if reach == 1 {
                    gain(&velocity_weights(step(row - 1), step(row)))
                } else {
                    let steps = [step(row - 2), step(row - 1), step(row), step(row + 1)];
                    gain(&acceleration_weights(steps))
                };
                sums.add(gain, derivative, track.audited_row(row));
            }
        }
    }
    sums.map(|sums| sums.shares(&noise.deviation))
}

/// Sums over rows.
struct Sums {
    rows: u64,
    gain: f64,
    /// Of the squares of the derivative, each axis.
    squares: Vec<f64>,
}

impl Sums {
    fn new(axes: usize) -> Self {
        Self {
            rows: 0,
            gain: 0.0,
            squares: vec![0.0; axes],
        }
    }

    fn add(&mut self, gain: f64, derivative: &[Vec<f64>], row: usize) {
        if !derivative.iter().all(|column| column[row].is_finite()) {
            return;
        }
        self.rows += 1;
        self.gain += gain;
        for (squares, column) in self.squares.iter_mut().zip(derivative) {
            *squares += column[row] * column[row];
        }
    }

    fn shares(&self, deviation: &[f64]) -> Shares {
        let share = |variance: f64, squares: f64| {
            if self.rows == 0 {
                return NoiseShare::default();
            }
            let noise = variance * self.gain / self.rows as f64;
            let square = squares / self.rows as f64;
            NoiseShare {
                rms: Some(square.sqrt()),
                noise: Some(noise.sqrt()),
                share: (square > 0.0).then(|| (noise / square).sqrt()),
            }
        };
        let axes = deviation.iter().zip(&self.squares);
        Shares {
            axes: axes
                .map(|(sigma, squares)| share(sigma * sigma, *squares))
                .collect(),
            all: share(
                deviation.iter().map(|sigma| sigma * sigma).sum(),
                self.squares.iter().sum(),
            ),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_are_of_mean_squares() {
        let mut sums = Sums::new(2);
        let derivative = [vec![3.0, f64::NAN, -3.0], vec![4.0, 1.0, 4.0]];
        for row in 0..3 {
            sums.add(0.5, &derivative, row);
        }
        let shares = sums.shares(&[2.0, 0.0]);
        assert_eq!(sums.rows, 2);
        assert_eq!(shares.axes[0].rms, Some(3.0));
        assert_eq!(shares.axes[0].share, Some((2.0f64 / 9.0).sqrt()));
        assert_eq!(shares.all.share, Some((2.0f64 / 25.0).sqrt()));
    }
}
