//! Which method is best on a log, or what can be said without a truth.

use serde::Serialize;

use crate::motion::{MethodFigures, MethodGroup, MethodName, TruthKind};

use super::Evidence;

/// A method that leaves more rows than this share without a value spares itself the hard ones.
const LEAST_ROWS: f64 = 0.95;
/// Of methods so close the first, which is the plainest, is named.
const ALIKE: f64 = 1.02;
/// Errors below this share of the derivative are rounding.
const ROUNDING: f64 = 1e-9;

/// The method with the smallest error over all axes.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct BestMethod {
    /// 1 for the velocity, 2 for the acceleration.
    pub order: u8,
    /// What errors are measured against.
    pub truth: TruthKind,
    /// The method.
    pub method: MethodName,
    /// Its root mean square error, over all axes that have a truth.
    pub error: f64,
    /// That of the usual gradient.
    pub gradient_error: f64,
    /// The root mean square of the derivative itself, by the gradient.
    pub size: f64,
}

type Figure = fn(&MethodFigures) -> Option<f64>;

impl BestMethod {
    pub(super) fn velocity(evidence: &Evidence<'_>) -> Option<Self> {
        let references = &evidence.truth.velocity;
        let kind = references.iter().flatten().next()?.kind;
        Self::of(
            evidence,
            1,
            kind,
            |f| f.velocity_rms_error,
            |f| f.velocity,
            |f| f.rows,
        )
    }

    pub(super) fn acceleration(evidence: &Evidence<'_>) -> Option<Self> {
        let references = &evidence.truth.acceleration;
        let kind = references.iter().flatten().next()?.kind;
        Self::of(
            evidence,
            2,
            kind,
            |f| f.acceleration_rms_error,
            |f| f.acceleration,
            |f| f.acceleration_rows,
        )
    }

    fn of(
        evidence: &Evidence<'_>,
        order: u8,
        truth: TruthKind,
        error: Figure,
        size: Figure,
        rows: fn(&MethodFigures) -> u64,
    ) -> Option<Self> {
        let over_axes = |method: MethodName, figure: Figure| -> Option<f64> {
            let axes = 0..evidence.axes().len();
            let squares: Vec<f64> = axes
                .filter_map(|axis| Some(figure(evidence.of(method, axis)?)?.powi(2)))
                .collect();
            (!squares.is_empty()).then(|| squares.iter().sum::<f64>().sqrt())
        };
        let has_rows = |method: MethodName| {
            let count = |method: MethodName| evidence.of(method, 0).map_or(0, rows) as f64;
            count(method) >= LEAST_ROWS * count(evidence.usual())
        };
        let gradient_error = over_axes(evidence.usual(), error)?;
        let size = over_axes(evidence.usual(), size)?;
        let candidates: Vec<(MethodName, f64)> = evidence
            .methods
            .iter()
            .filter(|method| method.name.group() != MethodGroup::Program && has_rows(method.name))
            .filter_map(|method| Some((method.name, over_axes(method.name, error)?)))
            .collect();
        let smallest = candidates
            .iter()
            .map(|(_, error)| *error)
            .fold(f64::INFINITY, f64::min);
        let limit = (ALIKE * smallest).max(ROUNDING * size);
        let &(method, error) = candidates.iter().find(|(_, error)| *error <= limit)?;
        Some(Self {
            order,
            truth,
            method,
            error,
            gradient_error,
            size,
        })
    }
}

/// What can be said where the log has no truth beside its positions.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct NoTruth {
    /// The axis the figures are of.
    pub axis: String,
    /// The root mean square of what gradient and automatic choice differ by, in velocity and acceleration.
    pub apart: [Option<f64>; 2],
    /// The same on the first and last two rows of segments.
    pub apart_at_edges: [Option<f64>; 2],
    /// The root mean square of the smoother's standard errors.
    pub standard_error: [Option<f64>; 2],
    /// The root mean square of velocity and acceleration by the automatic choice.
    pub size: [Option<f64>; 2],
    /// The log brings along a measured speed, or a velocity that is not along an axis.
    pub has_speed: bool,
}

impl NoTruth {
    pub(super) fn of(evidence: &Evidence<'_>) -> Option<Self> {
        if evidence.truth.kind().is_some() {
            return None;
        }
        let axis = evidence.fastest_axis();
        let gradient = evidence.of(evidence.usual(), axis)?;
        let auto = evidence.of(MethodName::Auto, axis)?;
        Some(Self {
            axis: evidence.name(axis),
            apart: [gradient.velocity_from_auto, gradient.acceleration_from_auto],
            apart_at_edges: [
                gradient.velocity_edge_from_auto,
                gradient.acceleration_edge_from_auto,
            ],
            standard_error: [auto.velocity_error, auto.acceleration_error],
            size: [auto.velocity, auto.acceleration],
            has_speed: !evidence.audited.log.measured.is_empty(),
        })
    }
}
