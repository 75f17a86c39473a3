//! What the diagnoses are drawn from.

use crate::audit::{AuditedLog, EntityRows};
use crate::inspect::Inspection;
use crate::motion::{
    MethodFigures, MethodMotion, MethodName, Motion, Reference, Truth, TruthKind, root_mean_square,
};

/// Everything that is known of one log and of every method on it.
#[derive(Debug, Clone, Copy)]
pub struct Evidence<'a> {
    /// The log.
    pub audited: &'a AuditedLog<'a>,
    /// Every method, as [`by_all_methods`](crate::motion::by_all_methods) gives them.
    pub methods: &'a [MethodMotion],
    /// Their figures.
    pub figures: &'a [MethodFigures],
    /// What the log knows of the true motion.
    pub truth: &'a Truth,
    /// What an inspection of the log says.
    pub inspection: &'a Inspection,
}

impl<'a> Evidence<'a> {
    /// The motion by a method.
    pub fn motion(&self, method: MethodName) -> Option<&'a MethodMotion> {
        self.methods.iter().find(|known| known.name == method)
    }

    /// The name of the usual gradient: chained, of accuracy 2 and edge order 2, whatever the options of `gradient` are.
    pub fn usual(&self) -> MethodName {
        match self.motion(MethodName::EdgeOrder2) {
            Some(usual) => usual.name,
            None => MethodName::Gradient,
        }
    }

    /// The figures of a method along an axis.
    pub(super) fn of(&self, method: MethodName, axis: usize) -> Option<&'a MethodFigures> {
        let name = self.axes().get(axis)?;
        self.figures
            .iter()
            .find(|figures| figures.method == method && figures.axis == *name)
    }

    /// The axes of the motion.
    pub(super) fn axes(&self) -> &'a [String] {
        self.methods
            .first()
            .map_or(&[], |method| &method.motion.axes)
    }

    /// The axis along which the motion is fastest; the first of equals.
    pub fn fastest_axis(&self) -> usize {
        let speed = |axis: usize| {
            let smooth = self
                .of(MethodName::Auto, axis)
                .and_then(|figures| figures.velocity);
            smooth.unwrap_or(0.0)
        };
        (0..self.axes().len())
            .rev()
            .max_by(|a, b| speed(*a).total_cmp(&speed(*b)))
            .unwrap_or(0)
    }

    /// The axis of an index.
    pub fn name(&self, axis: usize) -> String {
        self.axes().get(axis).cloned().unwrap_or_default()
    }

    /// The median step in seconds.
    pub(super) fn step(&self) -> Option<f64> {
        let steps = self.inspection.steps.as_ref()?;
        (steps.median > 0.0).then_some(steps.median)
    }

    /// All steps within segments, in seconds.
    pub(super) fn steps(&self) -> Vec<f64> {
        let Some(first) = self.methods.first() else {
            return Vec::new();
        };
        let t = &first.motion.t;
        self.segments()
            .flat_map(|(_, rows)| {
                let steps = rows.windows(2).map(|pair| t[pair[1]] - t[pair[0]]);
                steps.collect::<Vec<f64>>()
            })
            .collect()
    }

    /// The mean step within segments, in seconds.
    pub fn mean_step(&self) -> Option<f64> {
        let steps = self.steps();
        (!steps.is_empty()).then(|| steps.iter().sum::<f64>() / steps.len() as f64)
    }

    /// The standard deviation of the noise of the positions along an axis: from the exact positions, else as estimated;
    /// `None` where it cannot be told from the motion.
    pub(super) fn noise(&self, axis: usize) -> Option<f64> {
        if let Some(known) = self.truth.noise.get(axis).copied().flatten() {
            return Some(known);
        }
        let noise = self
            .inspection
            .noise
            .as_ref()
            .filter(|noise| noise.told_apart)?;
        let name = self.axes().get(axis)?;
        let found = noise.axes.iter().find(|known| known.axis == *name)?;
        Some(found.deviation)
    }

    /// What the velocity along an axis is compared with.
    pub fn true_velocity(&self, axis: usize) -> Option<&'a Reference> {
        self.truth.velocity.get(axis)?.as_ref()
    }

    /// What the acceleration along an axis is compared with.
    pub fn true_acceleration(&self, axis: usize) -> Option<&'a Reference> {
        self.truth.acceleration.get(axis)?.as_ref()
    }

    /// Whether errors are measured against the exact motion.
    pub(super) fn is_exact(&self, axis: usize) -> bool {
        let velocity = self.true_velocity(axis);
        velocity.is_some_and(|reference| reference.kind == TruthKind::Exact)
    }

    /// The size of the acceleration along an axis: of the true one, else of the smoothed one.
    pub(super) fn acceleration(&self, axis: usize) -> Option<f64> {
        match self.true_acceleration(axis) {
            Some(truth) => root_mean_square(truth.values.iter().copied()),
            None => self.of(MethodName::Auto, axis)?.acceleration,
        }
    }

    /// The size of the velocity along an axis: of the true one, else of the smoothed one.
    pub(super) fn velocity(&self, axis: usize) -> Option<f64> {
        match self.true_velocity(axis) {
            Some(truth) => root_mean_square(truth.values.iter().copied()),
            None => self.of(MethodName::Auto, axis)?.velocity,
        }
    }

    /// The root mean square of what two methods differ by along an axis.
    pub(super) fn apart(
        &self,
        [one, other]: [MethodName; 2],
        axis: usize,
        columns: fn(&Motion) -> &Vec<Vec<f64>>,
    ) -> Option<f64> {
        let [one, other] = [one, other].map(|method| {
            let motion = &self.motion(method)?.motion;
            columns(motion).get(axis)
        });
        root_mean_square(one?.iter().zip(other?).map(|(one, other)| one - other))
    }

    /// The rows with a position of each segment, with the entity they are of.
    pub(super) fn segments(&self) -> impl Iterator<Item = (&'a EntityRows, Vec<usize>)> {
        let positions = &self.audited.positions;
        self.audited.entities.iter().flat_map(move |entity| {
            entity.segments.iter().map(move |segment| {
                let is_whole = |row: &usize| positions.iter().all(|axis| !axis[*row].is_nan());
                (entity, segment.clone().filter(is_whole).collect())
            })
        })
    }
}
