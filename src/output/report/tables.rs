//! The tables of the page, as words in cells.

use crate::output::summary::{EntitySummary, Extreme};
use crate::screens::terminal;
use dxdt_motion::error::printable;
use dxdt_motion::motion::{AxisSmoothing, FitReason, SquareMean};
use dxdt_motion::words::early_or_late;
use dxdt_motion::words::number::percent;
use dxdt_motion::words::number::{grouped, short};
use dxdt_time::SecondsText;

use super::page::PageParts;
use super::rows::{EntityNumbers, MOST_ENTITIES};

/// Cells below headings; the first cell of a row names it.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Table {
    pub headings: Vec<String>,
    pub rows: Vec<TableRow>,
}

#[derive(Debug, Default, PartialEq)]
pub(super) struct TableRow {
    pub name: String,
    pub cells: Vec<String>,
}

impl Table {
    fn new(headings: &[&str]) -> Self {
        Self {
            headings: headings.iter().map(|&heading| heading.to_owned()).collect(),
            rows: Vec::new(),
        }
    }

    /// A table of one row as rows of one cell; `None` for more rows.
    pub fn turned(&self) -> Option<Self> {
        let [only] = &self.rows[..] else {
            return None;
        };
        let headings = self.headings.first().cloned().unwrap_or_default();
        let rows = self.headings.iter().skip(1).zip(&only.cells);
        Some(Self {
            headings: vec![headings, only.name.clone()],
            rows: rows
                .map(|(heading, cell)| TableRow {
                    name: heading.clone(),
                    cells: vec![cell.clone()],
                })
                .collect(),
        })
    }

    fn push(&mut self, name: &str, cells: Vec<String>) {
        self.rows.push(TableRow {
            name: printable(name),
            cells,
        });
    }
}

fn with_unit(name: &str, unit: Option<&str>) -> String {
    match unit {
        Some(unit) => format!("{name} ({})", printable(unit)),
        None => name.to_owned(),
    }
}

fn known(value: Option<f64>) -> String {
    value.map_or_else(|| "–".to_owned(), short)
}

fn share(value: Option<f64>) -> String {
    value.map_or_else(|| "–".to_owned(), percent)
}

fn seconds(value: f64) -> String {
    SecondsText(value).to_string()
}

/// Velocity and acceleration along each axis, and the gradient against the first difference.
pub(super) fn axes(page: &PageParts<'_>) -> Table {
    let summary = page.summary;
    let units = &summary.units;
    let mut table = Table::new(&["axis"]);
    table
        .headings
        .push(with_unit("velocity", units.velocity.as_deref()));
    table
        .headings
        .push(with_unit("acceleration", units.acceleration.as_deref()));
    table.headings.push(with_unit(
        "gradient − first difference",
        units.velocity.as_deref(),
    ));
    for (index, axis) in summary.roles.axes.iter().enumerate() {
        let velocity = terminal::range_of_all(&summary.entities, |entity| entity.velocity[index]);
        let acceleration =
            terminal::range_of_all(&summary.entities, |entity| entity.acceleration[index]);
        let cells = vec![
            terminal::span(velocity),
            terminal::span(acceleration),
            summary.comparison[index]
                .rms
                .map_or_else(String::new, |rms| {
                    let largest = velocity.map_or(0.0, |[low, high]| low.abs().max(high.abs()));
                    terminal::difference(rms, summary.comparison[index].lag_share, largest)
                }),
        ];
        table.push(axis, cells);
    }
    let cells = vec![
        terminal::largest(&summary.entities, |entity| entity.speed_max),
        terminal::largest(&summary.entities, |entity| entity.accel_max),
        String::new(),
    ];
    table.push("norm", cells);
    table
}

/// The noise of the positions, and what it does to the gradient.
pub(super) fn noise(page: &PageParts<'_>) -> Option<Table> {
    let noise = page.inspection.noise.as_ref()?;
    let unit = page.inspection.distance_unit.as_str();
    let mut table = Table::new(&["axis"]);
    table
        .headings
        .push(with_unit("noise of the positions", Some(unit)));
    table.headings.push("share of the velocity".to_owned());
    table.headings.push("share of the acceleration".to_owned());
    let bound = if noise.told_apart { "" } else { "at most " };
    for axis in &noise.axes {
        let cells = vec![
            format!("{bound}{}", short(axis.deviation)),
            share(axis.velocity.share),
            share(axis.acceleration.share),
        ];
        table.push(&axis.axis, cells);
    }
    Some(table)
}

/// What the smoother found along each axis.
pub(super) fn smoothing(page: &PageParts<'_>) -> Option<Table> {
    let smoothing = page.summary.smoothing.as_ref()?;
    let units = &page.summary.units;
    let mut table = Table::new(&["axis"]);
    table.headings.push("noise of the positions".to_owned());
    table.headings.push(with_unit(
        "standard error of the velocity",
        units.velocity.as_deref(),
    ));
    table.headings.push("share of noise".to_owned());
    table.headings.push(with_unit(
        "standard error of the acceleration",
        units.acceleration.as_deref(),
    ));
    table.headings.push("share of noise".to_owned());
    table.headings.push("left out".to_owned());
    table.headings.push("method".to_owned());
    for axis in &smoothing.axes {
        let AxisSmoothing {
            noise, outliers, ..
        } = *axis;
        let cells = vec![
            known(noise),
            known(axis.velocity_error),
            share(axis.velocity_noise_share),
            known(axis.acceleration_error),
            share(axis.acceleration_noise_share),
            grouped(outliers),
            axis.reason
                .as_ref()
                .map(FitReason::to_string)
                .unwrap_or_default(),
        ];
        table.push(&axis.axis, cells);
    }
    Some(table)
}

/// The derived velocity against what the log's instrument measured.
pub(super) fn measured(page: &PageParts<'_>) -> Option<Table> {
    let measured = &page.summary.measured;
    let unit = page.summary.units.velocity.as_deref();
    let mut table = Table::new(&["measured column", "rows"]);
    let figures = [
        "mean of derived − measured",
        "RMS",
        "median",
        "99 %",
        "largest",
    ];
    table
        .headings
        .extend(figures.map(|figure| with_unit(figure, unit)));
    table
        .headings
        .extend(["correlation", "lag"].map(str::to_owned));
    for column in measured {
        let name = format!("{} ({})", column.column, column.unit_in_words());
        let figures = [
            column.bias,
            column.rms,
            column.median,
            column.percentile_99,
            column.largest,
        ];
        let mut cells = vec![grouped(column.rows)];
        cells.extend(figures.map(short));
        let correlation = column
            .correlation
            .map(|correlation| format!("{correlation:.4}"));
        cells.push(correlation.unwrap_or_else(|| "–".to_owned()));
        cells.push(column.lag.map_or_else(|| "–".to_owned(), early_or_late));
        table.push(&name, cells);
    }
    (!measured.is_empty()).then_some(table)
}

/// The entities of the page.
pub(super) fn entities(page: &PageParts<'_>) -> Table {
    let units = &page.summary.units;
    let mut table = Table::new(&[
        "object",
        "rows",
        "segments",
        "from",
        "to",
        "duration",
        "median step",
    ]);
    table
        .headings
        .push(with_unit("largest speed", units.velocity.as_deref()));
    table.headings.push(with_unit(
        "largest acceleration",
        units.acceleration.as_deref(),
    ));
    if page.summary.smoothing.is_some() {
        for (name, unit) in [
            ("velocity", &units.velocity),
            ("acceleration", &units.acceleration),
        ] {
            table.headings.push(with_unit(
                &format!("standard error of the {name}"),
                unit.as_deref(),
            ));
            table.headings.push(format!("share of noise in the {name}"));
        }
    }
    for place in page.rows.shown() {
        let (Some(summary), Some(numbers)) = (
            page.summary.entities.get(place),
            page.rows.entities.get(place),
        ) else {
            continue;
        };
        let name = if page.summary.roles.entity.is_some() {
            &summary.name
        } else {
            "all rows"
        };
        table.push(name, entity_cells(page, summary, numbers));
    }
    table
}

/// `300 of 4,000 objects, those with the most rows`, where not all are shown.
pub(super) fn entities_left_out(page: &PageParts<'_>) -> Option<String> {
    let count = page.summary.entities.len();
    (count > MOST_ENTITIES).then(|| {
        format!(
            "{} of {} objects are on this page: those with the most rows. The tables of dxdt analyze have all.",
            grouped(MOST_ENTITIES as u64),
            grouped(count as u64)
        )
    })
}

fn entity_cells(
    page: &PageParts<'_>,
    entity: &EntitySummary,
    numbers: &EntityNumbers,
) -> Vec<String> {
    let extreme = |extreme: Option<Extreme>| match extreme {
        None => "–".to_owned(),
        Some(extreme) => {
            let edge = if extreme.at_edge { ", at an edge" } else { "" };
            let when = if extreme.t == 0.0 {
                "the start".to_owned()
            } else {
                seconds(extreme.t)
            };
            format!("{} at {when}{edge}", short(extreme.value))
        }
    };
    let mut cells = vec![
        grouped(entity.rows as u64),
        grouped(entity.segments as u64),
        printable(&entity.start),
        printable(&entity.end),
        seconds(entity.duration),
        entity.median_step.map_or_else(|| "–".to_owned(), seconds),
        extreme(entity.speed_max),
        extreme(entity.accel_max),
    ];
    if page.summary.smoothing.is_some() {
        for [errors, values] in &numbers.squares {
            let error = norm(errors);
            let value = norm(values).filter(|value| *value > 0.0);
            let noise = error
                .zip(value)
                .map(|(error, value)| (error / value).min(1.0));
            cells.extend([known(error), share(noise)]);
        }
    }
    cells
}

/// The root mean square of the norm of several columns.
fn norm(columns: &[SquareMean]) -> Option<f64> {
    let roots = columns.iter().filter_map(SquareMean::mean).map(f64::sqrt);
    let squares = roots.map(|rms| rms * rms);
    squares.reduce(|a, b| a + b).map(f64::sqrt)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_norm_is_over_all_columns() {
        let of = |values: &[f64]| {
            let mut squares = SquareMean::default();
            values.iter().for_each(|value| squares.add(*value));
            squares
        };
        assert_eq!(norm(&[of(&[3.0, 3.0]), of(&[4.0, -4.0])]), Some(5.0));
        assert_eq!(norm(&[of(&[])]), None);
    }

    #[test]
    fn a_table_of_one_row_is_turned() {
        let mut table = Table::new(&["axis", "rows", "step"]);
        table.push("x", vec!["7".to_owned(), "1 s".to_owned()]);
        let turned = table.turned().unwrap();
        assert_eq!(turned.headings, ["axis", "x"]);
        assert_eq!(turned.rows[1].name, "step");
        assert_eq!(turned.rows[1].cells, ["1 s"]);
        table.push("y", Vec::new());
        assert_eq!(table.turned(), None);
    }

    #[test]
    fn names_are_shown_as_they_are_written() {
        let mut table = Table::new(&["a"]);
        table.push("x\u{1b}[2J", Vec::new());
        assert_eq!(table.rows[0].name, "x\\u{1b}[2J");
        assert_eq!(with_unit("velocity", Some("m/s")), "velocity (m/s)");
        assert_eq!((known(None), share(None)), ("–".to_owned(), "–".to_owned()));
    }
}
