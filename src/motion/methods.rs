//! All methods of differentiation on one log, side by side.

use serde::Serialize;

use crate::log::AuditedLog;

use super::square_mean::root_mean_square;
use super::{
    DeriveOptions, MeasuredComparison, Method, Motion, Smoothing, SmoothingMethod,
    compare_measured, derive, smooth,
};

/// What one method makes of a log.
#[derive(Debug, Clone)]
pub struct MethodMotion {
    /// The method, as `--method` has it.
    pub name: &'static str,
    /// The motion by it.
    pub motion: Motion,
    /// Standard errors and what the fits found, where the method is no plain difference.
    pub smoothing: Option<Smoothing>,
    /// The velocity against measured ones.
    pub measured: Vec<MeasuredComparison>,
}

/// How a method differs from the automatic choice along one axis, and how large its errors are said to be.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct MethodFigures {
    /// The method, as `--method` has it.
    pub method: &'static str,
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
}

/// The methods that are compared, in order.
const SMOOTHERS: [(&str, SmoothingMethod); 12] = [
    ("gradient", SmoothingMethod::Gradient),
    ("auto", SmoothingMethod::Auto),
    ("kalman", SmoothingMethod::Kalman),
    ("local", SmoothingMethod::Local),
    ("tv", SmoothingMethod::TotalVariation),
    ("spline", SmoothingMethod::Spline),
    ("low-pass", SmoothingMethod::LowPass),
    ("numpy", SmoothingMethod::NumPy),
    ("tracker", SmoothingMethod::Tracker),
    ("vernier-7", SmoothingMethod::Vernier7),
    ("plotjuggler", SmoothingMethod::PlotJuggler),
    ("movingpandas", SmoothingMethod::MovingPandas),
];

/// Derives a log by every method. `options` are those of the gradient and the first difference.
///
/// ```
/// use dxdt::log::{AuditOptions, LogOptions, PositionLog, audit, read::Source};
/// use dxdt::motion::{DeriveOptions, by_all_methods, method_figures};
///
/// let mut csv = "t (s),x (m)\n".to_owned();
/// for i in 0..60 {
///     csv += &format!("{},{}\n", 0.1 * i as f64, 0.3 * i as f64 + [0.02, -0.01, -0.01][i % 3]);
/// }
/// let source = Source::from_bytes("log.csv".into(), csv.into_bytes())?;
/// let log = PositionLog::from_source(source, &LogOptions::default())?;
/// let audited = audit(&log, &AuditOptions::default())?;
/// let methods = by_all_methods(&audited, &DeriveOptions::default());
/// let figures = method_figures(&methods);
/// let of = |name| figures.iter().find(|figures| figures.method == name).unwrap();
/// assert_eq!(of("auto").velocity_from_auto, Some(0.0));
/// assert!(of("gradient").velocity_from_auto > Some(0.05));
/// # Ok::<(), dxdt::Error>(())
/// ```
pub fn by_all_methods(audited: &AuditedLog<'_>, options: &DeriveOptions) -> Vec<MethodMotion> {
    let with = |method| derive(audited, &DeriveOptions { method, ..*options });
    let gradient = with(Method::Gradient);
    let difference = with(Method::FirstDifference);
    let mut methods: Vec<MethodMotion> = SMOOTHERS
        .iter()
        .map(|&(name, method)| {
            let mut motion = gradient.clone();
            let smoothing = smooth(audited, &mut motion, method);
            MethodMotion {
                name,
                measured: compare_measured(audited, &motion),
                smoothing: Some(smoothing),
                motion,
            }
        })
        .collect();
    let first_difference = MethodMotion {
        name: "diff",
        measured: compare_measured(audited, &difference),
        smoothing: None,
        motion: difference,
    };
    methods.insert(1, first_difference);
    methods
}

/// The figures of every method and axis.
pub fn method_figures(methods: &[MethodMotion]) -> Vec<MethodFigures> {
    let auto = methods.iter().find(|method| method.name == "auto");
    let mut figures = Vec::new();
    for method in methods {
        for (index, axis) in method.motion.axes.iter().enumerate() {
            let error = |of: fn(&Smoothing) -> &Vec<Vec<f64>>| {
                let errors = &of(method.smoothing.as_ref()?)[index];
                root_mean_square(errors.iter().copied())
            };
            let apart = |of: fn(&Motion) -> &Vec<Vec<f64>>| {
                let others = &of(&auto?.motion)[index];
                let pairs = of(&method.motion)[index].iter().zip(others);
                root_mean_square(pairs.map(|(one, other)| one - other))
            };
            let velocity = &method.motion.velocity[index];
            let acceleration = &method.motion.acceleration[index];
            figures.push(MethodFigures {
                method: method.name,
                axis: axis.clone(),
                rows: velocity.iter().filter(|value| value.is_finite()).count() as u64,
                velocity: root_mean_square(velocity.iter().copied()),
                acceleration: root_mean_square(acceleration.iter().copied()),
                velocity_error: error(|smoothing| &smoothing.velocity_error),
                acceleration_error: error(|smoothing| &smoothing.acceleration_error),
                velocity_from_auto: apart(|motion| &motion.velocity),
                acceleration_from_auto: apart(|motion| &motion.acceleration),
            });
        }
    }
    figures
}
