//! What the methods of differentiation show on one log, as diagnoses with that log's own numbers.
//!
//! Each diagnosis is a typed value with its figures; it is drawn only where it is true of the log and large enough to matter.
//! [`paragraph`] says it in plain words. All words are in one file, so that they can be translated.

mod accuracy;
mod best;
mod chained;
mod edge_order;
mod evidence;
mod half_step;
mod noise;
mod rounding;
mod sampling;
mod uneven_stamps;

use serde::Serialize;

pub use crate::words::diagnosis::{DiagnosisUnits, paragraph};
pub use accuracy::AccuracyDiagnosis;
pub use best::{BestMethod, NoTruth};
pub use chained::ChainedDirect;
pub use edge_order::EdgeOrderDiagnosis;
pub use evidence::Evidence;
pub use half_step::HalfStep;
pub use noise::NoiseDiagnosis;
pub use rounding::RoundingDiagnosis;
pub use sampling::SamplingDiagnosis;
pub use uneven_stamps::UnevenStamps;

#[cfg(test)]
mod tests;

/// Something that a log teaches about differentiation.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Diagnosis {
    /// The log has no truth beside its positions.
    NoTruth(NoTruth),
    /// Forward and backward differences are half a step off in time.
    HalfStep(HalfStep),
    /// Steps are not equal, and taking them for equal is wrong.
    UnevenStamps(UnevenStamps),
    /// Edge order 1 halves the acceleration at an end.
    EdgeOrder(EdgeOrderDiagnosis),
    /// Acceleration from five rows or from three.
    ChainedDirect(ChainedDirect),
    /// More accurate stencils pay, or do not.
    Accuracy(AccuracyDiagnosis),
    /// How much of the derivatives is noise.
    Noise(NoiseDiagnosis),
    /// Positions are written with few digits.
    Rounding(RoundingDiagnosis),
    /// Rows are too far apart for the motion.
    Sampling(SamplingDiagnosis),
    /// The method with the smallest error in the velocity.
    BestVelocity(BestMethod),
    /// The method with the smallest error in the acceleration.
    BestAcceleration(BestMethod),
}

/// A diagnosis and the paragraph that tells it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Explanation {
    /// The diagnosis with its figures.
    #[serde(flatten)]
    pub diagnosis: Diagnosis,
    /// Two to four sentences in plain words.
    pub text: String,
}

/// The diagnoses of a log, from the plainest to the conclusion.
///
/// ```
/// use dxdt_motion::inspect::{InspectOptions, inspect};
/// use dxdt_motion::diagnosis::{Evidence, Diagnosis, DiagnosisUnits, diagnoses, paragraph};
/// use dxdt_motion::audit::{AuditOptions, audit};
/// use dxdt_motion::log::{ExactColumn, LogBuilder};
/// use dxdt_motion::motion::{DeriveOptions, Truth, by_all_methods, method_figures};
///
/// // Free fall, with its exact acceleration.
/// let t: Vec<f64> = (0..20).map(|i| 0.1 * f64::from(i)).collect();
/// let z: Vec<f64> = t.iter().map(|t| 100.0 - 4.905 * t * t).collect();
/// let exact = |order, values| ExactColumn { name: "exact".into(), order, axis: 0, values };
/// let log = LogBuilder::of_seconds(&t)
///     .position("z", Some("m"), &z)
///     .exact(exact(1, t.iter().map(|t| -9.81 * t).collect()))
///     .exact(exact(2, vec![-9.81; 20]))
///     .build()?;
/// let audited = audit(&log, &AuditOptions::default())?;
/// let methods = by_all_methods(&audited, &DeriveOptions::default(), None);
/// let truth = Truth::of(&audited, &methods[0].motion);
/// let evidence = Evidence {
///     audited: &audited,
///     methods: &methods,
///     figures: &method_figures(&audited, &methods, &truth),
///     truth: &truth,
///     inspection: &inspect(&log, &InspectOptions::default()),
/// };
/// let units = DiagnosisUnits::of(Some("m"));
/// let told: Vec<String> = diagnoses(&evidence).iter().map(|diagnosis| paragraph(diagnosis, &units)).collect();
/// assert!(told.iter().any(|text| text.contains("your first acceleration along 'z' is -4.9")));
/// # Ok::<(), dxdt_motion::Error>(())
/// ```
pub fn diagnoses(evidence: &Evidence<'_>) -> Vec<Diagnosis> {
    [
        NoTruth::of(evidence).map(Diagnosis::NoTruth),
        HalfStep::of(evidence).map(Diagnosis::HalfStep),
        UnevenStamps::of(evidence).map(Diagnosis::UnevenStamps),
        EdgeOrderDiagnosis::of(evidence).map(Diagnosis::EdgeOrder),
        ChainedDirect::of(evidence).map(Diagnosis::ChainedDirect),
        AccuracyDiagnosis::of(evidence).map(Diagnosis::Accuracy),
        NoiseDiagnosis::of(evidence).map(Diagnosis::Noise),
        RoundingDiagnosis::of(evidence).map(Diagnosis::Rounding),
        SamplingDiagnosis::of(evidence).map(Diagnosis::Sampling),
        BestMethod::velocity(evidence).map(Diagnosis::BestVelocity),
        BestMethod::acceleration(evidence).map(Diagnosis::BestAcceleration),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// The diagnoses of a log with the paragraphs that tell them.
pub fn explanations(evidence: &Evidence<'_>, units: &DiagnosisUnits) -> Vec<Explanation> {
    diagnoses(evidence)
        .into_iter()
        .map(|diagnosis| Explanation {
            text: paragraph(&diagnosis, units),
            diagnosis,
        })
        .collect()
}
