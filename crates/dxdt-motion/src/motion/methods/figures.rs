//! The figures of every method and axis.

use serde::Serialize;

use crate::audit::AuditedLog;
use crate::motion::square_mean::root_mean_square;
use crate::motion::{Motion, Smoothing};

use super::errors::{Errors, Rows};
use super::{MethodGroup, MethodMotion, MethodName, Reference, Truth, TruthKind};

/// What one method makes of one axis. Errors are derivative minus truth, in the unit of the derivative; all of them are
/// empty where the log knows no truth.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct MethodFigures {
    /// The method.
    pub method: MethodName,
    /// The axis.
    pub axis: String,
    /// Rows with a velocity.
    pub rows: u64,
    /// Root mean square of the velocity.
    pub velocity: Option<f64>,
    /// Root mean square of the acceleration.
    pub acceleration: Option<f64>,
    /// Root mean square of the velocity's standard errors.
    pub velocity_error: Option<f64>,
    /// Root mean square of the acceleration's standard errors.
    pub acceleration_error: Option<f64>,
    /// Root mean square of the velocity minus that of the automatic choice.
    pub velocity_from_auto: Option<f64>,
    /// Root mean square of the acceleration minus that of the automatic choice.
    pub acceleration_from_auto: Option<f64>,
    /// What kind of method it is.
    pub group: MethodGroup,
    /// The standard deviation of the velocity over that of the positions' noise, in 1/s.
    pub velocity_noise_gain: Option<f64>,
    /// Root mean square of the velocity minus that of the automatic choice, on the first and last two rows of segments.
    pub velocity_edge_from_auto: Option<f64>,
    /// What the velocity is compared with.
    pub velocity_truth: Option<TruthKind>,
    /// Root mean square error of the velocity.
    pub velocity_rms_error: Option<f64>,
    /// Mean error of the velocity.
    pub velocity_bias: Option<f64>,
    /// The seconds by which the velocity is late; below zero where it is early.
    pub velocity_lag: Option<f64>,
    /// Root mean square error of the velocity on the first and last two rows of segments.
    pub velocity_edge_error: Option<f64>,
    /// Root mean square error of the velocity on all other rows.
    pub velocity_interior_error: Option<f64>,
    /// The largest magnitude of the velocity's error.
    pub velocity_largest_error: Option<f64>,
    /// Rows with an acceleration.
    pub acceleration_rows: u64,
    /// The standard deviation of the acceleration over that of the positions' noise, in 1/s².
    pub acceleration_noise_gain: Option<f64>,
    /// Root mean square of the acceleration minus that of the automatic choice, on the first and last two rows.
    pub acceleration_edge_from_auto: Option<f64>,
    /// What the acceleration is compared with.
    pub acceleration_truth: Option<TruthKind>,
    /// Root mean square error of the acceleration.
    pub acceleration_rms_error: Option<f64>,
    /// Mean error of the acceleration.
    pub acceleration_bias: Option<f64>,
    /// The seconds by which the acceleration is late; below zero where it is early.
    pub acceleration_lag: Option<f64>,
    /// Root mean square error of the acceleration on the first and last two rows of segments.
    pub acceleration_edge_error: Option<f64>,
    /// Root mean square error of the acceleration on all other rows.
    pub acceleration_interior_error: Option<f64>,
    /// The largest magnitude of the acceleration's error.
    pub acceleration_largest_error: Option<f64>,
}

type Columns = fn(&Motion) -> &Vec<Vec<f64>>;
type StandardErrors = fn(&Smoothing) -> &Vec<Vec<f64>>;

/// What is known of one derivative along one axis.
struct Derivative {
    rows: u64,
    rms: Option<f64>,
    standard_error: Option<f64>,
    noise_gain: Option<f64>,
    from_auto: Option<f64>,
    edge_from_auto: Option<f64>,
    truth: Option<TruthKind>,
    errors: Option<Errors>,
}

/// The figures of every method and axis.
pub fn method_figures(
    audited: &AuditedLog<'_>,
    methods: &[MethodMotion],
    truth: &Truth,
) -> Vec<MethodFigures> {
    let Some(first) = methods.first() else {
        return Vec::new();
    };
    let rows = Rows::of(audited, &first.motion.t);
    let auto = methods
        .iter()
        .find(|method| method.name == MethodName::Auto);
    let mut figures = Vec::new();
    for method in methods {
        for (axis, name) in method.motion.axes.iter().enumerate() {
            let derivative = |order: usize,
                              columns: Columns,
                              standard_errors: StandardErrors,
                              references: &[Option<Reference>]| {
                let values = &columns(&method.motion)[axis];
                let apart = |row: usize| {
                    let auto = auto.map(|auto| columns(&auto.motion)[axis][row]);
                    auto.map_or(f64::NAN, |auto| values[row] - auto)
                };
                let standard_error = method.smoothing.as_ref().and_then(|smoothing| {
                    root_mean_square(standard_errors(smoothing)[axis].iter().copied())
                });
                let reference = references.get(axis).and_then(Option::as_ref);
                Derivative {
                    rows: values.iter().filter(|value| value.is_finite()).count() as u64,
                    rms: root_mean_square(values.iter().copied()),
                    standard_error,
                    noise_gain: match method.noise_gain {
                        Some(gains) => gains[order],
                        None => fitted_gain(method, axis, standard_error),
                    },
                    from_auto: root_mean_square((0..values.len()).map(apart)),
                    edge_from_auto: root_mean_square(rows.edges().map(apart)),
                    truth: reference.map(|reference| reference.kind),
                    errors: reference.and_then(|reference| Errors::of(&rows, values, reference)),
                }
            };
            let velocity = derivative(
                0,
                |motion| &motion.velocity,
                |smoothing| &smoothing.velocity_error,
                &truth.velocity,
            );
            let acceleration = derivative(
                1,
                |motion| &motion.acceleration,
                |smoothing| &smoothing.acceleration_error,
                &truth.acceleration,
            );
            figures.push(row(method, name, velocity, acceleration));
        }
    }
    figures
}

/// The standard error of a fit over the noise that the fit found.
fn fitted_gain(method: &MethodMotion, axis: usize, standard_error: Option<f64>) -> Option<f64> {
    let noise = method.smoothing.as_ref()?.axes.get(axis)?.noise?;
    (noise > 0.0).then_some(standard_error? / noise)
}

fn row(method: &MethodMotion, axis: &str, v: Derivative, a: Derivative) -> MethodFigures {
    MethodFigures {
        method: method.name,
        axis: axis.to_owned(),
        rows: v.rows,
        velocity: v.rms,
        acceleration: a.rms,
        velocity_error: v.standard_error,
        acceleration_error: a.standard_error,
        velocity_from_auto: v.from_auto,
        acceleration_from_auto: a.from_auto,
        group: method.name.group(),
        velocity_noise_gain: v.noise_gain,
        velocity_edge_from_auto: v.edge_from_auto,
        velocity_truth: v.truth,
        velocity_rms_error: v.errors.map(|errors| errors.rms),
        velocity_bias: v.errors.map(|errors| errors.bias),
        velocity_lag: v.errors.and_then(|errors| errors.lag),
        velocity_edge_error: v.errors.and_then(|errors| errors.edge),
        velocity_interior_error: v.errors.and_then(|errors| errors.interior),
        velocity_largest_error: v.errors.map(|errors| errors.largest),
        acceleration_rows: a.rows,
        acceleration_noise_gain: a.noise_gain,
        acceleration_edge_from_auto: a.edge_from_auto,
        acceleration_truth: a.truth,
        acceleration_rms_error: a.errors.map(|errors| errors.rms),
        acceleration_bias: a.errors.map(|errors| errors.bias),
        acceleration_lag: a.errors.and_then(|errors| errors.lag),
        acceleration_edge_error: a.errors.and_then(|errors| errors.edge),
        acceleration_interior_error: a.errors.and_then(|errors| errors.interior),
        acceleration_largest_error: a.errors.map(|errors| errors.largest),
    }
}
