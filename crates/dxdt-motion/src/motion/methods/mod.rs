//! All methods of differentiation on one log, side by side.

mod errors;
mod figures;
mod name;
mod noise_gain;
mod rule;
mod truth;

use rayon::prelude::*;
use serde::Serialize;

use crate::audit::AuditedLog;
use dxdt_calculus::{Accuracy, EdgeOrder};

use super::{
    Acceleration, DeriveOptions, MeasuredComparison, Method, Motion, Program, Smoothing,
    SmoothingMethod, compare_measured, derive, smooth,
};

pub use figures::{MethodFigures, method_figures};
pub use name::{MethodName, NoMethod};
use noise_gain::noise_gain;
pub(super) use noise_gain::noise_gain_at;
use rule::Rule;
pub use truth::{Reference, Truth, TruthKind};

/// What one method makes of a log.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct MethodMotion {
    /// The method.
    pub name: MethodName,
    /// The motion by it.
    pub motion: Motion,
    /// Standard errors and what the fits found, where the method is no plain difference.
    pub smoothing: Option<Smoothing>,
    /// The velocity against measured ones.
    pub measured: Vec<MeasuredComparison>,
    /// What noise of standard deviation 1 in the positions makes of velocity (1/s) and acceleration (1/s²), from the
    /// weights of the rows nearby; `None` for smoothers, whose weights follow from the positions themselves.
    pub noise_gain: Option<[Option<f64>; 2]>,
}

/// A kind of methods.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum MethodGroup {
    /// Slopes between rows: forward, backward and central.
    FirstDifference,
    /// The three-point gradient, and what one other setting makes of it.
    Gradient,
    /// Gradients of more rows.
    Accuracy,
    /// Curves fitted to noisy positions.
    Smoother,
    /// What other programs give.
    Program,
}

/// How a method comes to its motion.
#[derive(Clone, Copy)]
enum Way {
    Rule(Rule),
    Smoother(SmoothingMethod),
}

/// The methods that are compared, in order. `options` are those of `gradient`; where they are not the usual ones, the usual
/// gradient is `edge-order-2`. A smoother of one's own takes the place of that without parameters.
fn methods(
    options: &DeriveOptions,
    own: Option<SmoothingMethod>,
) -> impl Iterator<Item = (MethodName, Way)> {
    let usual = DeriveOptions::default();
    let is_usual = options.edge_order == usual.edge_order
        && options.accuracy == usual.accuracy
        && options.acceleration == usual.acceleration;
    MethodName::ALL
        .into_iter()
        .filter(move |name| *name != MethodName::EdgeOrder2 || !is_usual)
        .filter_map(move |name| {
            let own =
                own.filter(|own| name.group() == MethodGroup::Smoother && name == (*own).into());
            Some((name, own.map(Way::Smoother).or_else(|| way(name, options))?))
        })
}

/// `None` where nothing is compared without parameters that are given.
fn way(name: MethodName, options: &DeriveOptions) -> Option<Way> {
    use MethodName as Name;
    let usual = DeriveOptions::default();
    let accuracy = |accuracy| Rule::Derive(DeriveOptions { accuracy, ..usual });
    Some(Way::Rule(match name {
        Name::Gradient => Rule::Derive(DeriveOptions {
            method: Method::Gradient,
            ..*options
        }),
        Name::Diff => Rule::Derive(DeriveOptions {
            method: Method::FirstDifference,
            ..*options
        }),
        Name::Backward => Rule::Backward,
        Name::Central => Rule::Central,
        Name::EdgeOrder2 => Rule::Derive(usual),
        Name::EdgeOrder1 => Rule::Derive(DeriveOptions {
            edge_order: EdgeOrder::First,
            ..usual
        }),
        Name::Direct => Rule::Derive(DeriveOptions {
            acceleration: Acceleration::Direct,
            ..usual
        }),
        Name::EvenSteps => Rule::EvenSteps,
        Name::Accuracy4 => accuracy(Accuracy::Fourth),
        Name::Accuracy6 => accuracy(Accuracy::Sixth),
        Name::Accuracy8 => accuracy(Accuracy::Eighth),
        Name::Auto
        | Name::Kalman
        | Name::Local
        | Name::SavitzkyGolay
        | Name::TotalVariation
        | Name::Spline
        | Name::LowPass => return name.smoothing().map(Way::Smoother),
        Name::NumPy => Rule::Program(Program::NumPy),
        Name::Tracker => Rule::Program(Program::Tracker),
        Name::Vernier7 => Rule::Program(Program::Vernier7),
        Name::PlotJuggler => Rule::Program(Program::PlotJuggler),
        Name::MovingPandas => Rule::Program(Program::MovingPandas),
    }))
}

/// Derives a log by every method. `options` are those of the gradient and the first difference; `own` is a smoother with
/// parameters that are given, which takes the place of the one without.
///
/// ```
/// use dxdt_motion::audit::{AuditOptions, audit};
/// use dxdt_motion::log::LogBuilder;
/// use dxdt_motion::motion::{DeriveOptions, MethodName, Truth, by_all_methods, method_figures};
///
/// let t: Vec<f64> = (0..60).map(|i| 0.1 * f64::from(i)).collect();
/// let x: Vec<f64> = (0..60).map(|i| 3.0 * t[i] + [0.02, -0.01, -0.01][i % 3]).collect();
/// let log = LogBuilder::of_seconds(&t).position("x", Some("m"), &x).build()?;
/// let audited = audit(&log, &AuditOptions::default())?;
/// let methods = by_all_methods(&audited, &DeriveOptions::default(), None);
/// let truth = Truth::of(&audited, &methods[0].motion);
/// let figures = method_figures(&audited, &methods, &truth);
/// let of = |name| figures.iter().find(|figures| figures.method == name).unwrap();
/// assert_eq!(of(MethodName::Auto).velocity_from_auto, Some(0.0));
/// assert!(of(MethodName::Gradient).velocity_from_auto > Some(0.05));
/// // A forward difference has √2/h of noise, the gradient half of that.
/// assert!((of(MethodName::Diff).velocity_noise_gain.unwrap() - 2f64.sqrt() / 0.1).abs() < 1e-6);
/// # Ok::<(), dxdt_motion::Error>(())
/// ```
pub fn by_all_methods(
    audited: &AuditedLog<'_>,
    options: &DeriveOptions,
    own: Option<SmoothingMethod>,
) -> Vec<MethodMotion> {
    let gradient = DeriveOptions {
        method: Method::Gradient,
        ..*options
    };
    let gradient = derive(audited, &gradient);
    methods(options, own)
        .collect::<Vec<_>>()
        .into_par_iter()
        .map(|(name, way)| {
            let (motion, smoothing) = match way {
                Way::Rule(Rule::Derive(options)) => {
                    let mut motion = derive(audited, &options);
                    // The standard errors of the gradient, whatever its options are, are those of the usual one.
                    let smoothing = (name == MethodName::Gradient)
                        .then(|| smooth(audited, &mut motion, SmoothingMethod::Gradient));
                    (motion, smoothing)
                }
                Way::Rule(Rule::Program(program)) => {
                    let mut motion = gradient.clone();
                    let method = SmoothingMethod::Program(program);
                    let smoothing = smooth(audited, &mut motion, method);
                    (motion, Some(smoothing))
                }
                Way::Rule(rule) => (rule.motion(audited, &gradient), None),
                Way::Smoother(method) => {
                    let mut motion = gradient.clone();
                    let smoothing = smooth(audited, &mut motion, method);
                    (motion, Some(smoothing))
                }
            };
            MethodMotion {
                name,
                measured: compare_measured(audited, &motion),
                noise_gain: match way {
                    Way::Rule(rule) => Some(noise_gain(audited, rule)),
                    Way::Smoother(_) => None,
                },
                smoothing,
                motion,
            }
        })
        .collect()
}

#[cfg(test)]
mod tests;
