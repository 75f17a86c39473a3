//! All methods of differentiation on one log, side by side.

mod errors;
mod figures;
mod noise_gain;
mod rule;
mod truth;

use rayon::prelude::*;
use serde::Serialize;

use crate::calculus::{Accuracy, EdgeOrder};
use crate::log::AuditedLog;

use super::{
    Acceleration, DeriveOptions, MeasuredComparison, Method, Motion, Smoothing, SmoothingMethod,
    compare_measured, derive, smooth,
};

pub use figures::{MethodFigures, method_figures};
use noise_gain::noise_gain;
use rule::Rule;
pub use truth::{Reference, Truth, TruthKind};

/// What one method makes of a log.
#[derive(Debug, Clone)]
pub struct MethodMotion {
    /// The method, as `--method` has it where it has it.
    pub name: &'static str,
    /// What kind of method it is.
    pub group: MethodGroup,
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

const SMOOTHERS: [(&str, SmoothingMethod); 6] = [
    ("auto", SmoothingMethod::Auto),
    ("kalman", SmoothingMethod::Kalman),
    ("local", SmoothingMethod::Local),
    ("tv", SmoothingMethod::TotalVariation),
    ("spline", SmoothingMethod::Spline),
    ("low-pass", SmoothingMethod::LowPass),
];
const PROGRAMS: [(&str, SmoothingMethod); 5] = [
    ("numpy", SmoothingMethod::NumPy),
    ("tracker", SmoothingMethod::Tracker),
    ("vernier-7", SmoothingMethod::Vernier7),
    ("plotjuggler", SmoothingMethod::PlotJuggler),
    ("movingpandas", SmoothingMethod::MovingPandas),
];

/// How a method comes to its motion.
#[derive(Clone, Copy)]
enum Way {
    Rule(Rule),
    Smoother(SmoothingMethod),
}

/// The methods that are compared, in order. `options` are those of `gradient`; where they are not the usual ones, the usual
/// gradient is `edge-order-2`.
fn methods(options: &DeriveOptions) -> Vec<(&'static str, MethodGroup, Way)> {
    let usual = DeriveOptions::default();
    let derive = |options| Way::Rule(Rule::Derive(options));
    let gradient = DeriveOptions {
        method: Method::Gradient,
        ..*options
    };
    let difference = DeriveOptions {
        method: Method::FirstDifference,
        ..*options
    };
    let is_usual = options.edge_order == usual.edge_order
        && options.accuracy == usual.accuracy
        && options.acceleration == usual.acceleration;
    let accuracy = |accuracy| derive(DeriveOptions { accuracy, ..usual });
    use MethodGroup as Group;
    let mut methods = vec![
        ("gradient", Group::Gradient, derive(gradient)),
        ("diff", Group::FirstDifference, derive(difference)),
        (
            "backward",
            Group::FirstDifference,
            Way::Rule(Rule::Backward),
        ),
        ("central", Group::FirstDifference, Way::Rule(Rule::Central)),
    ];
    if !is_usual {
        methods.push(("edge-order-2", Group::Gradient, derive(usual)));
    }
    methods.extend([
        (
            "edge-order-1",
            Group::Gradient,
            derive(DeriveOptions {
                edge_order: EdgeOrder::First,
                ..usual
            }),
        ),
        (
            "direct",
            Group::Gradient,
            derive(DeriveOptions {
                acceleration: Acceleration::Direct,
                ..usual
            }),
        ),
        ("even-steps", Group::Gradient, Way::Rule(Rule::EvenSteps)),
        ("accuracy-4", Group::Accuracy, accuracy(Accuracy::Fourth)),
        ("accuracy-6", Group::Accuracy, accuracy(Accuracy::Sixth)),
        ("accuracy-8", Group::Accuracy, accuracy(Accuracy::Eighth)),
    ]);
    methods.extend(
        SMOOTHERS
            .iter()
            .map(|&(name, method)| (name, Group::Smoother, Way::Smoother(method))),
    );
    methods.extend(
        PROGRAMS
            .iter()
            .map(|&(name, method)| (name, Group::Program, Way::Rule(Rule::Program(method)))),
    );
    methods
}

/// Derives a log by every method. `options` are those of the gradient and the first difference.
///
/// ```
/// use dxdt::log::{AuditOptions, LogOptions, PositionLog, audit, read::Source};
/// use dxdt::motion::{DeriveOptions, Truth, by_all_methods, method_figures};
///
/// let mut csv = "t (s),x (m)\n".to_owned();
/// for i in 0..60 {
///     csv += &format!("{},{}\n", 0.1 * i as f64, 0.3 * i as f64 + [0.02, -0.01, -0.01][i % 3]);
/// }
/// let source = Source::from_bytes("log.csv".into(), csv.into_bytes())?;
/// let log = PositionLog::from_source(source, &LogOptions::default())?;
/// let audited = audit(&log, &AuditOptions::default())?;
/// let methods = by_all_methods(&audited, &DeriveOptions::default());
/// let truth = Truth::of(&audited, &methods[0].motion);
/// let figures = method_figures(&audited, &methods, &truth);
/// let of = |name| figures.iter().find(|figures| figures.method == name).unwrap();
/// assert_eq!(of("auto").velocity_from_auto, Some(0.0));
/// assert!(of("gradient").velocity_from_auto > Some(0.05));
/// // A forward difference has √2/h of noise, the gradient half of that.
/// assert!((of("diff").velocity_noise_gain.unwrap() - 2f64.sqrt() / 0.1).abs() < 1e-6);
/// # Ok::<(), dxdt::Error>(())
/// ```
pub fn by_all_methods(audited: &AuditedLog<'_>, options: &DeriveOptions) -> Vec<MethodMotion> {
    let gradient = DeriveOptions {
        method: Method::Gradient,
        ..*options
    };
    let gradient = derive(audited, &gradient);
    methods(options)
        .into_par_iter()
        .map(|(name, group, way)| {
            let (motion, smoothing) = match way {
                Way::Rule(Rule::Derive(options)) => {
                    let mut motion = derive(audited, &options);
                    // The standard errors of the gradient, whatever its options are, are those of the usual one.
                    let smoothing = (name == "gradient")
                        .then(|| smooth(audited, &mut motion, SmoothingMethod::Gradient));
                    (motion, smoothing)
                }
                Way::Rule(Rule::Program(method)) => {
                    let mut motion = gradient.clone();
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
                group,
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
