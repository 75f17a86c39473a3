//! What a log knows of the true motion.

use serde::Serialize;

use crate::audit::AuditedLog;
use crate::motion::Motion;
use crate::motion::measured::measured_velocity;
use crate::space::Frame;

/// Where a reference comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum TruthKind {
    /// The exact motion, which a simulated log brings along.
    Exact,
    /// A velocity that the instrument measured; it has errors of its own.
    Measured,
}

/// What a derivative along one axis is compared with.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Reference {
    /// Where it comes from.
    pub kind: TruthKind,
    /// The column of the log.
    pub column: String,
    /// The value of each row, in the unit of the derivative; NaN where there is none.
    pub values: Vec<f64>,
    /// How fast that changes, where the log knows it.
    pub slope: Option<Vec<f64>>,
}

/// What a log knows of the true motion, axis by axis.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Truth {
    /// The velocity along each axis.
    pub velocity: Vec<Option<Reference>>,
    /// The acceleration along each axis.
    pub acceleration: Vec<Option<Reference>>,
    /// The standard deviation of position minus exact position along each axis, in the unit of the positions; `None`
    /// for geographic positions.
    pub noise: Vec<Option<f64>>,
}

impl Truth {
    /// What the log knows: its exact columns, else measured velocities.
    ///
    /// ```
    /// use dxdt_motion::audit::{AuditOptions, audit};
    /// use dxdt_motion::log::{ExactColumn, LogBuilder};
    /// use dxdt_motion::motion::{DeriveOptions, Truth, TruthKind, derive};
    ///
    /// let exact = ExactColumn { name: "v".into(), order: 1, axis: 0, values: vec![1.0; 3] };
    /// let t = [0.0, 1.0, 2.0];
    /// let log = LogBuilder::of_seconds(&t).position("x", Some("m"), &t).exact(exact).build()?;
    /// let audited = audit(&log, &AuditOptions::default())?;
    /// let truth = Truth::of(&audited, &derive(&audited, &DeriveOptions::default()));
    /// let velocity = truth.velocity[0].as_ref().unwrap();
    /// assert_eq!((velocity.kind, &velocity.values[..]), (TruthKind::Exact, &[1.0; 3][..]));
    /// assert_eq!(truth.acceleration, [None]);
    /// # Ok::<(), dxdt_motion::Error>(())
    /// ```
    pub fn of(audited: &AuditedLog<'_>, motion: &Motion) -> Self {
        let exact = |order: usize, axis: usize| {
            let values = audited.exact(order, axis)?;
            let is_column =
                |column: &&crate::log::ExactColumn| (column.order, column.axis) == (order, axis);
            Some(Reference {
                kind: TruthKind::Exact,
                column: audited.log.exact.iter().find(is_column)?.name.clone(),
                values,
                slope: audited.exact(order + 1, axis),
            })
        };
        let measured = |axis: usize| {
            let (column, values) = measured_velocity(audited, motion, axis)?;
            Some(Reference {
                kind: TruthKind::Measured,
                column,
                values,
                slope: None,
            })
        };
        let axes = 0..motion.axes.len();
        Self {
            velocity: axes
                .clone()
                .map(|axis| exact(1, axis).or_else(|| measured(axis)))
                .collect(),
            acceleration: axes.clone().map(|axis| exact(2, axis)).collect(),
            noise: axes.map(|axis| noise(audited, axis)).collect(),
        }
    }

    /// Where the velocity's reference comes from, if any axis has one.
    pub fn kind(&self) -> Option<TruthKind> {
        self.velocity
            .iter()
            .chain(&self.acceleration)
            .flatten()
            .map(|reference| reference.kind)
            .next()
    }
}

/// The standard deviation of position minus exact position.
fn noise(audited: &AuditedLog<'_>, axis: usize) -> Option<f64> {
    if audited.log.coordinates == Frame::Geographic {
        return None;
    }
    let exact = audited.exact(0, axis)?;
    let errors: Vec<f64> = audited
        .positions
        .get(axis)?
        .iter()
        .zip(&exact)
        .map(|(position, exact)| position - exact)
        .filter(|error| error.is_finite())
        .collect();
    let count = errors.len() as f64;
    let mean = errors.iter().sum::<f64>() / count;
    let squares: f64 = errors.iter().map(|error| (error - mean).powi(2)).sum();
    (count >= 2.0).then(|| (squares / (count - 1.0)).sqrt())
}
