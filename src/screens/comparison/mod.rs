//! The tables and diagnoses of `dxdt compare`: for a terminal, as a page in Markdown, and as JSON.

pub mod panel;
mod ranking;
mod table;

use serde::Serialize;

use dxdt_motion::diagnosis::{Evidence, Explanation};
use dxdt_motion::error::printable;
use dxdt_motion::finding::Finding;
use dxdt_motion::motion::{MethodFigures, MethodMotion, MethodName, Reference, TruthKind};
use dxdt_motion::words::number::short;

use super::lines::Lines;
use super::width::wrapped;
use crate::output::summary::Units;

/// Of the page in Markdown.
const PAGE_WIDTH: usize = 100;

/// Everything that `dxdt compare` says of a log.
#[derive(Debug, Serialize)]
pub struct MethodsReport<'a> {
    /// The version of this layout; it grows when a field changes its meaning or goes.
    pub schema: u32,
    /// The program and its version.
    pub program: String,
    /// The files.
    pub files: Vec<String>,
    /// What there is to know of the rows that are compared, where they are some of a large log.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub findings: Vec<Finding>,
    /// The unit of velocities, where it is known.
    pub velocity_unit: Option<String>,
    /// The unit of accelerations.
    pub acceleration_unit: Option<String>,
    /// The axis along which the motion is fastest, of which most diagnoses speak.
    pub fastest_axis: String,
    /// What each axis is compared with.
    pub truth: Vec<AxisTruth>,
    /// The figures of every method and axis.
    pub methods: &'a [MethodFigures],
    /// What the log shows.
    pub explanations: &'a [Explanation],
    #[serde(skip)]
    axis: usize,
    #[serde(skip)]
    motions: &'a [MethodMotion],
}

/// What the derivatives along one axis are compared with.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct AxisTruth {
    /// The axis.
    pub axis: String,
    /// Where the velocity's reference comes from; `null` where there is none.
    pub velocity: Option<TruthKind>,
    /// Its column.
    pub velocity_column: Option<String>,
    /// Where the acceleration's reference comes from.
    pub acceleration: Option<TruthKind>,
    /// Its column.
    pub acceleration_column: Option<String>,
    /// The standard deviation of position minus exact position.
    pub position_noise: Option<f64>,
}

impl<'a> MethodsReport<'a> {
    /// Puts together what is known.
    pub fn new(evidence: &Evidence<'a>, explanations: &'a [Explanation], units: &Units) -> Self {
        let axes: Vec<String> = evidence
            .methods
            .first()
            .map_or_else(Vec::new, |method| method.motion.axes.clone());
        let axis = evidence.fastest_axis();
        let kind = |reference: Option<&Reference>| reference.map(|reference| reference.kind);
        let column = |reference: Option<&Reference>| Some(reference?.column.clone());
        let truth = axes.iter().enumerate().map(|(index, name)| {
            let velocity = evidence.truth.velocity.get(index).and_then(Option::as_ref);
            let acceleration = evidence
                .truth
                .acceleration
                .get(index)
                .and_then(Option::as_ref);
            AxisTruth {
                axis: name.clone(),
                velocity: kind(velocity),
                velocity_column: column(velocity),
                acceleration: kind(acceleration),
                acceleration_column: column(acceleration),
                position_noise: evidence.truth.noise.get(index).copied().flatten(),
            }
        });
        let files = &evidence.audited.log.files;
        Self {
            schema: 1,
            program: concat!("dxdt ", env!("CARGO_PKG_VERSION")).to_owned(),
            files: files.iter().map(|file| file.name.clone()).collect(),
            findings: Vec::new(),
            velocity_unit: units.velocity.clone(),
            acceleration_unit: units.acceleration.clone(),
            fastest_axis: axes.get(axis).cloned().unwrap_or_default(),
            truth: truth.collect(),
            methods: evidence.figures,
            explanations,
            axis,
            motions: evidence.methods,
        }
    }

    /// As JSON, indented, ending in a line end.
    ///
    /// # Errors
    /// Never for a report made by [`MethodsReport::new`]; the error is of the JSON library.
    pub fn to_json(&self) -> serde_json::Result<String> {
        Ok(serde_json::to_string_pretty(self)? + "\n")
    }

    /// For a terminal: who comes closest, and the best few.
    pub fn to_terminal(&self, width: usize) -> String {
        let mut screen = self.begun(width);
        self.push_closest(&mut screen);
        screen.prose(table::MORE, 2);
        screen.text
    }

    fn begun(&self, width: usize) -> Lines {
        let mut screen = Lines::new(width);
        for finding in &self.findings {
            screen.prose(&format!("note: {finding}"), 0);
            screen.prose("", 0);
        }
        screen
    }

    /// As [`to_terminal`](Self::to_terminal), then the tables of the fastest axis with all methods, measured velocities, and
    /// the paragraphs.
    pub fn to_terminal_with_all(&self, width: usize) -> String {
        let mut screen = self.begun(width);
        self.push_closest(&mut screen);
        for order in [1, 2] {
            let (heading, rows) = self.table(self.axis, order, |method| method.to_string());
            screen.prose(&printable(&heading), 2);
            screen.table(&rows);
            screen.prose("", 0);
        }
        if self.truth.len() > 1 {
            let note = table::other_axes(self.truth.len(), &self.fastest_axis);
            screen.prose(&printable(&note), 2);
            screen.prose("", 0);
        }
        self.push_measured(&mut screen);
        screen.prose(table::EXPLANATION, 2);
        for explanation in self.explanations {
            screen.prose("", 0);
            screen.prose(&format!("  {}", explanation.text), 2);
        }
        screen.text
    }

    /// As a page: the paragraphs, then a table for each axis and derivative.
    pub fn to_markdown(&self) -> String {
        let files: Vec<&str> = self
            .files
            .iter()
            .map(|file| file.rsplit(['/', '\\']).next().unwrap_or(file))
            .collect();
        let mut text = format!("# {} {}\n", table::PAGE_TITLE, escaped(&files.join(", ")));
        let findings = self
            .findings
            .iter()
            .map(|finding| format!("Note: {finding}."));
        let explanations = self.explanations.iter().map(|told| told.text.clone());
        for paragraph in findings.chain(explanations) {
            text.push('\n');
            for line in wrapped(&escaped(&paragraph), PAGE_WIDTH, 0) {
                text.push_str(&line);
                text.push('\n');
            }
        }
        text.push('\n');
        for line in wrapped(table::PAGE_NOTE, PAGE_WIDTH, 0) {
            text.push_str(&line);
            text.push('\n');
        }
        let with_label = |method: MethodName| format!("{method}: {}", method.label());
        for axis in 0..self.truth.len() {
            for order in [1, 2] {
                let (heading, rows) = self.table(axis, order, with_label);
                text.push_str(&format!("\n## {}\n\n", escaped(&heading)));
                for (index, row) in rows.iter().enumerate() {
                    let cells: Vec<String> = row.iter().map(|cell| escaped(cell)).collect();
                    text.push_str(&format!("| {} |\n", cells.join(" | ")));
                    if index == 0 {
                        text.push_str(&format!("|{}\n", "---|".repeat(row.len())));
                    }
                }
            }
        }
        text
    }

    /// The heading and the rows of the table of one derivative along one axis.
    fn table(
        &self,
        axis: usize,
        order: u8,
        called: impl Fn(MethodName) -> String,
    ) -> (String, Vec<Vec<String>>) {
        let truth = self.truth.get(axis);
        let name = truth.map_or("", |truth| &truth.axis);
        let is_velocity = order == 1;
        let kind = truth.and_then(|truth| {
            if is_velocity {
                truth.velocity
            } else {
                truth.acceleration
            }
        });
        let unit = if is_velocity {
            self.velocity_unit.as_deref().unwrap_or("units/s")
        } else {
            self.acceleration_unit.as_deref().unwrap_or("units/s²")
        };
        let against = kind.map(|kind| match kind {
            TruthKind::Exact => table::EXACT,
            TruthKind::Measured => table::MEASURED,
        });
        let quantity = table::QUANTITIES[usize::from(!is_velocity)];
        let heading = table::heading(quantity, name, unit, against);
        let mut rows: Vec<Vec<String>> = Vec::new();
        let columns: &[&str] = match kind {
            Some(_) => &table::WITH_TRUTH,
            None => &table::WITHOUT_TRUTH,
        };
        rows.push(columns.iter().map(|column| (*column).to_owned()).collect());
        for f in self.methods.iter().filter(|figures| figures.axis == name) {
            let figures = match (kind, is_velocity) {
                (Some(_), true) => vec![
                    f.velocity_rms_error,
                    f.velocity_bias,
                    f.velocity_lag,
                    f.velocity_noise_gain,
                    f.velocity_edge_error,
                    f.velocity_interior_error,
                    f.velocity_largest_error,
                ],
                (Some(_), false) => vec![
                    f.acceleration_rms_error,
                    f.acceleration_bias,
                    f.acceleration_lag,
                    f.acceleration_noise_gain,
                    f.acceleration_edge_error,
                    f.acceleration_interior_error,
                    f.acceleration_largest_error,
                ],
                (None, true) => vec![
                    f.velocity,
                    f.velocity_error,
                    f.velocity_noise_gain,
                    f.velocity_from_auto,
                    f.velocity_edge_from_auto,
                ],
                (None, false) => vec![
                    f.acceleration,
                    f.acceleration_error,
                    f.acceleration_noise_gain,
                    f.acceleration_from_auto,
                    f.acceleration_edge_from_auto,
                ],
            };
            let shown = figures.into_iter().map(shown);
            rows.push(std::iter::once(called(f.method)).chain(shown).collect());
        }
        (heading, rows)
    }

    /// Every method against every measured column, speeds included.
    fn push_measured(&self, screen: &mut Lines) {
        let Some(first) = self
            .motions
            .first()
            .filter(|method| !method.measured.is_empty())
        else {
            return;
        };
        let heading = "against measured velocities (root mean square of derived − measured)";
        screen.prose(heading, 2);
        let columns: Vec<&str> = first
            .measured
            .iter()
            .map(|measured| measured.column.as_str())
            .collect();
        let mut rows = vec![
            std::iter::once("method".to_owned())
                .chain(columns.iter().map(|column| printable(column)))
                .collect::<Vec<_>>(),
        ];
        for method in self.motions {
            let off = columns.iter().map(|column| {
                let found = method.measured.iter().find(|known| known.column == *column);
                shown(found.map(|measured| measured.rms))
            });
            rows.push(
                std::iter::once(method.name.to_string())
                    .chain(off)
                    .collect(),
            );
        }
        screen.table(&rows);
        screen.prose("", 0);
    }
}

fn shown(value: Option<f64>) -> String {
    value.map_or_else(|| "–".to_owned(), short)
}

/// Text that Markdown shows as it is.
fn escaped(text: &str) -> String {
    let mut escaped = String::new();
    for c in printable(text).chars() {
        if "\\`*_[]<>|#~&!".contains(c) {
            escaped.push('\\');
        }
        escaped.push(c);
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_not_markup() {
        assert_eq!(escaped("a|b_<i>\n`c`"), r"a\|b\_\<i\>\\n\`c\`");
    }
}
