//! How good velocity and acceleration are.

use serde::Serialize;

use dxdt_motion::inspect::{Judgement, Jumps, NoiseShare, Trust, TrustReason};
use dxdt_motion::motion::AxisSmoothing;

use super::Summary;

/// How good velocity and acceleration of the tables are.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Quality {
    /// Of the velocity.
    pub velocity: DerivativeQuality,
    /// Of the acceleration.
    pub acceleration: DerivativeQuality,
}

/// How good one derivative is.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct DerivativeQuality {
    /// Whether it can be trusted, and why.
    #[serde(flatten)]
    pub judgement: Judgement,
    /// What the noise of the positions makes of it, all axes together, as a root mean square.
    pub error: Option<f64>,
    /// The same as a share of it.
    pub share: Option<f64>,
    /// Noise and motion could not be told apart: error and share are upper bounds.
    pub at_most: bool,
}

// Beyond these shares of noise in the velocity, rows that move slowly are no longer told from rows that stand still, and the
// distance is wrong by more than some percent. A bound may be larger, for the noise is less.
const MOST_FOR_WAY: f64 = 0.1;
const MOST_AS_BOUND: f64 = 1.0 / 6.0;

impl Quality {
    pub(super) fn of(summary: &Summary) -> Self {
        let jumps = Jumps::of(&summary.findings).rows;
        let rows = summary.source.rows_used as u64;
        let mut quality = match &summary.smoothing {
            Some(smoothing) => Self {
                velocity: smoothed(&smoothing.axes, |axis| {
                    (axis.velocity_error, axis.velocity_noise_share)
                }),
                acceleration: smoothed(&smoothing.axes, |axis| {
                    (axis.acceleration_error, axis.acceleration_noise_share)
                }),
            },
            None => summary.noise.as_ref().map_or_else(Self::default, |noise| {
                let of = |all: NoiseShare, axes: Vec<(&str, f64)>| {
                    by_gradient(all, noise.told_apart, axes)
                };
                let axes = noise.axes.iter();
                let velocity = axes
                    .clone()
                    .filter_map(|axis| Some((&axis.axis[..], axis.velocity.share?)));
                let acceleration =
                    axes.filter_map(|axis| Some((&axis.axis[..], axis.acceleration.share?)));
                Self {
                    velocity: of(noise.velocity, velocity.collect()),
                    acceleration: of(noise.acceleration, acceleration.collect()),
                }
            }),
        };
        for derivative in [&mut quality.velocity, &mut quality.acceleration] {
            let judgement = &mut derivative.judgement;
            judgement.doubt((jumps, rows), &summary.findings, &summary.measured);
        }
        quality
    }

    /// Whether a distance can be told: not where much of it would be noise.
    pub(crate) fn tells_way(&self) -> bool {
        let most = match self.velocity.at_most {
            true => MOST_AS_BOUND,
            false => MOST_FOR_WAY,
        };
        self.velocity.share.is_none_or(|share| share <= most)
    }

    /// Whether rows that move can be told from rows that stand still.
    pub(crate) fn tells_moving(&self) -> bool {
        match self.velocity.judgement.reason {
            TrustReason::NothingMoves => true,
            _ => self.velocity.share.is_some() && self.tells_way(),
        }
    }
}

impl DerivativeQuality {
    /// Whether a single value of it means anything.
    pub(crate) fn is_mostly_noise(&self) -> bool {
        self.share
            .is_some_and(|share| Trust::of(share) == Trust::No)
    }
}

fn by_gradient(all: NoiseShare, told_apart: bool, axes: Vec<(&str, f64)>) -> DerivativeQuality {
    let judgement = match (all.share, all.rms) {
        (Some(share), _) => Judgement::of_noise(share, told_apart, axes.into_iter()),
        (None, Some(_)) => Judgement {
            trust: Trust::Yes,
            reason: TrustReason::NothingMoves,
            doubts: Vec::new(),
        },
        (None, None) => Judgement::default(),
    };
    DerivativeQuality {
        judgement,
        error: all.noise,
        share: all.share,
        at_most: !told_apart,
    }
}

/// All axes together, from the root mean square of the standard errors along each and its share.
fn smoothed(
    axes: &[AxisSmoothing],
    of: fn(&AxisSmoothing) -> (Option<f64>, Option<f64>),
) -> DerivativeQuality {
    let known = || {
        axes.iter().filter_map(|axis| match of(axis) {
            (Some(error), Some(share)) => Some((axis, (error, share))),
            _ => None,
        })
    };
    let has_errors = axes.iter().any(|axis| of(axis).0.is_some());
    let moving = || known().filter(|(_, (_, share))| *share > 0.0);
    let errors: f64 = moving().map(|(_, (error, _))| error * error).sum();
    let values: f64 = moving()
        .map(|(_, (error, share))| (error / share).powi(2))
        .sum();
    let each = known().map(|(axis, (_, share))| (&axis.axis[..], share));
    let share = (values > 0.0).then(|| (errors / values).sqrt());
    DerivativeQuality {
        judgement: match share {
            Some(share) => Judgement::of_noise(share, true, each),
            None if has_errors => Judgement {
                trust: Trust::Yes,
                reason: TrustReason::NothingMoves,
                doubts: Vec::new(),
            },
            None => Judgement {
                reason: TrustReason::NoErrors,
                ..Judgement::default()
            },
        },
        error: share.map(|_| errors.sqrt()),
        share,
        at_most: false,
    }
}
