//! Titles of the chart's rows.

use dxdt_motion::diagnosis::{
    AccuracyDiagnosis, ChainedDirect, EdgeOrderDiagnosis, HalfStep, NoiseDiagnosis,
};

use dxdt_motion::motion::MethodName;

use dxdt_motion::words::diagnosis::{duration, quoted, times_as};

/// The title of the whole chart.
pub fn figure(axis: &str) -> String {
    format!("Methods of differentiation along {}", quoted(axis))
}

/// First differences.
pub fn first_differences(diagnosis: Option<&HalfStep>, step: Option<f64>) -> String {
    let half = diagnosis.map(|diagnosis| diagnosis.step).or(step);
    match half {
        Some(step) => format!(
            "First differences: forward is half a step ({}) early, backward as late",
            duration(0.5 * step)
        ),
        None => "First differences: forward is half a step early, backward as late".to_owned(),
    }
}

/// The gradient at one end; `axis` where it is another than that of the chart.
pub fn edge_order(diagnosis: Option<&EdgeOrderDiagnosis>, axis: Option<String>) -> String {
    let what = match diagnosis {
        Some(diagnosis) if diagnosis.is_first => {
            "The first rows: edge order 1 gives half of the acceleration"
        }
        Some(_) => "The last rows: edge order 1 gives half of the acceleration",
        None => "The first rows: edge orders 1 and 2 differ at the ends only",
    };
    match axis {
        Some(axis) => format!("{what} along {}", quoted(&axis)),
        None => what.to_owned(),
    }
}

/// Chained against direct.
pub fn chained(diagnosis: Option<&ChainedDirect>) -> String {
    match diagnosis {
        Some(ChainedDirect {
            chained_error: Some(chained),
            direct_error: Some(direct),
            ..
        }) if direct < chained => {
            "Acceleration from 3 rows (direct) follows this motion better than from 5".to_owned()
        }
        Some(diagnosis) => format!(
            "Acceleration from 3 rows (direct) lets {} noise through as from 5",
            times_as("much", diagnosis.direct_gain / diagnosis.chained_gain)
        ),
        None => "Acceleration from 5 rows (chained) and from 3 (direct)".to_owned(),
    }
}

/// Accuracies.
pub fn accuracy(diagnosis: Option<&AccuracyDiagnosis>) -> &'static str {
    match diagnosis {
        Some(diagnosis) if diagnosis.pays => "More accurate stencils come closer to this motion",
        Some(_) => "More accurate stencils only add noise here",
        None => "More accurate stencils take more rows",
    }
}

/// Smoothers.
pub fn smoothers(diagnosis: Option<&NoiseDiagnosis>) -> &'static str {
    match diagnosis {
        Some(_) => "Smoothers: the motion stays, the noise goes",
        None => "Smoothers beside the gradient",
    }
}

/// What the truth is called in a legend.
pub const TRUTH: &str = "truth";
/// What a measured velocity is called.
pub const MEASURED: &str = "measured";

/// What a line of the chart is called.
pub fn line(method: MethodName) -> &'static str {
    match method {
        MethodName::Diff => "forward",
        MethodName::EdgeOrder2 => MethodName::Gradient.name(),
        MethodName::Accuracy4 => "accuracy 4",
        MethodName::Accuracy8 => "accuracy 8",
        MethodName::EdgeOrder1 => "edge order 1",
        other => other.name(),
    }
}

/// What the gradient is called beside another.
pub const EDGE_ORDER_2: &str = "edge order 2";
/// The same.
pub const CHAINED: &str = "chained";
/// The same.
pub const ACCURACY_2: &str = "accuracy 2";
