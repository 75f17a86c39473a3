//! Edge order 1 halves an acceleration at the ends.

use serde::Serialize;

use crate::motion::MethodName;

use super::Evidence;

/// An acceleration that is not so many times its own standard error says nothing about halves.
const TIMES_NOISE: f64 = 3.0;
/// So near to a half is half.
const HALVES: std::ops::RangeInclusive<f64> = 0.4..=0.6;
/// An acceleration at an end that is less than this share of the usual one is not worth a word.
const LEAST_SHARE: f64 = 0.25;
/// Nor is one that changes the velocity in a step by less than this share of it, such as the turn of the vertical along a
/// path over the Earth.
const LEAST_OF_VELOCITY: f64 = 1e-5;

/// The acceleration at one end of a segment by edge order 1 and 2.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct EdgeOrderDiagnosis {
    /// The axis.
    pub axis: String,
    /// Whether the row is the first of its segment; else it is the last.
    pub is_first: bool,
    /// The entity, where there are several.
    pub entity: Option<String>,
    /// Seconds since the entity's first timestamp.
    pub t: f64,
    /// The acceleration by edge order 1.
    pub order_1: f64,
    /// The acceleration by edge order 2.
    pub order_2: f64,
    /// The true acceleration, where it is known.
    pub truth: Option<f64>,
    /// The step at that end, in seconds.
    pub step: f64,
    /// The row of the audited log.
    #[serde(skip)]
    pub row: usize,
    /// The axis, by its number.
    #[serde(skip)]
    pub axis_index: usize,
}

impl EdgeOrderDiagnosis {
    /// The end with the largest acceleration that edge order 1 halves.
    pub(super) fn of(evidence: &Evidence<'_>) -> Option<Self> {
        let usual = evidence.motion(evidence.usual())?;
        let order_1 = &evidence.motion(MethodName::EdgeOrder1)?.motion;
        let errors = evidence.motion(MethodName::Gradient)?.smoothing.as_ref();
        let several = evidence.audited.entities.len() > 1;
        let mut best: Option<(f64, Self)> = None;
        let axes = 0..evidence.axes().len();
        let velocities = axes.filter_map(|axis| evidence.velocity(axis));
        let speed = velocities.fold(0.0, f64::max);
        for (entity, rows) in evidence.segments() {
            let [first, second, .., before, last] = rows[..] else {
                continue;
            };
            for (row, next, is_first) in [(first, second, true), (last, before, false)] {
                for axis in 0..evidence.axes().len() {
                    let two = usual.motion.acceleration[axis][row];
                    let one = order_1.acceleration[axis][row];
                    let truth = evidence
                        .true_acceleration(axis)
                        .map(|truth| truth.values[row])
                        .filter(|truth| truth.is_finite());
                    let reference = truth.unwrap_or(two);
                    let error =
                        errors.map_or(f64::NAN, |errors| errors.acceleration_error[axis][row]);
                    let is_sure = error.is_nan() || reference.abs() > TIMES_NOISE * error;
                    let size = evidence.acceleration(axis).unwrap_or(0.0);
                    let step = (usual.motion.t[next] - usual.motion.t[row]).abs();
                    let matters = reference.abs() >= LEAST_SHARE * size
                        && reference.abs() > 0.0
                        && reference.abs() * step >= LEAST_OF_VELOCITY * speed;
                    let is_largest = best
                        .as_ref()
                        .is_none_or(|(largest, _)| reference.abs() > 1.001 * largest);
                    if is_sure && matters && is_largest && HALVES.contains(&(one / reference)) {
                        let diagnosis = Self {
                            axis: evidence.name(axis),
                            is_first,
                            entity: several.then(|| entity.name.clone()),
                            t: usual.motion.t[row],
                            order_1: one,
                            order_2: two,
                            truth,
                            row,
                            axis_index: axis,
                            step,
                        };
                        best = Some((reference.abs(), diagnosis));
                    }
                }
            }
        }
        best.map(|(_, diagnosis)| diagnosis)
    }
}
