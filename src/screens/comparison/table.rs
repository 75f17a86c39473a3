//! Headings of the tables.

/// The columns of a table of errors.
pub const WITH_TRUTH: [&str; 8] = [
    "method",
    "RMS error",
    "bias",
    "lag (s)",
    "noise gain",
    "at the ends",
    "between",
    "largest",
];

/// The columns of a table without truth.
pub const WITHOUT_TRUTH: [&str; 6] = [
    "method",
    "RMS",
    "± (standard error)",
    "noise gain",
    "difference from auto",
    "at the ends",
];

/// The heading of a table.
pub fn heading(quantity: &str, axis: &str, unit: &str, truth: Option<&str>) -> String {
    match truth {
        Some(truth) => format!("{quantity} along {axis} ({unit}), errors against {truth}"),
        None => format!("{quantity} along {axis} ({unit}), no exact motion to compare with"),
    }
}

/// What the two kinds of truth are called in a heading.
pub const EXACT: &str = "the exact motion";
/// As said.
pub const MEASURED: &str = "the measured velocity";

/// The two quantities.
pub const QUANTITIES: [&str; 2] = ["velocity", "acceleration"];

/// Below the tables, where there are several axes.
pub fn other_axes(count: usize, axis: &str) -> String {
    let axes = match count {
        2 => "both axes".to_owned(),
        count => format!("all {count} axes"),
    };
    format!("along {axis}, where the motion is fastest; {axes} are in compare.md")
}

/// What is not on the first screen.
pub const MORE: &str =
    "--all shows every method and what this log shows about them, as compare.md does for each axis";

/// What stands above the paragraphs.
pub const EXPLANATION: &str = "what this log shows";

/// The note above the tables of the page.
pub const PAGE_NOTE: &str = "RMS error, bias (mean error) and largest error are derived minus truth. Lag is the time by \
which a method is late; below zero it is early. Noise gain is how many units of the derivative one unit of noise in the \
positions becomes. 'Difference from auto' is the root mean square of the derivative minus that of the smoother that \
--method auto chooses. 'At the ends' are the first and last two rows of each segment, 'between' all others.";

/// The title of the page.
pub const PAGE_TITLE: &str = "Methods of differentiation on";
