//! Which row it is, where it comes from, and the rows around it.

use anstyle::Style;

use dxdt_motion::At;
use dxdt_motion::error::printable;
use dxdt_motion::words::number::counted;

use super::layout::{compact, cut};
use super::page::Page;
use super::with_unit;
use crate::explain::Explanation;

pub(super) fn head(page: &mut Page, explanation: &Explanation) {
    let bold = Style::new().bold();
    if let Some(found) = &explanation.found {
        page.line(found);
    }
    let place = explanation.records.iter().find(|record| record.kept);
    let place = place.map_or_else(String::new, |record| {
        format!(": {}, {}", printable(&record.place.file), record.place.at)
    });
    page.line(&format!(
        "{bold}row {} of {}{bold:#} in motion.csv{place}",
        explanation.row, explanation.rows
    ));
    if let Some(merged) = &explanation.merged {
        page.warned("merged", &merged.what());
    }
    for record in &explanation.records {
        if let Some(text) = &record.text {
            let at = record.place.at.to_string();
            page.line(&format!(
                "  {at}  {}",
                cut(text.trim(), page.width - 6 - at.len())
            ));
        } else if explanation.records.len() > 1 {
            let cells = record.positions.iter();
            let cells = cells.map(|value| value.map_or_else(|| "empty".to_owned(), compact));
            page.sentence(&format!(
                "{}  {}  {}",
                record.place.at,
                printable(&record.time),
                cells.collect::<Vec<_>>().join("  ")
            ));
        }
    }
    let mut cells: Vec<String> = Vec::new();
    if let Some(entity) = &explanation.entity {
        cells.push(format!("object {}", cut(entity, 40)));
    }
    if let Some(record) = explanation.records.iter().find(|record| record.kept) {
        cells.push(format!("time {}", cut(&record.time, 40)));
    }
    cells.push(format!("t = {} s", compact(explanation.t)));
    for position in &explanation.positions {
        let name = cut(&position.name, 20);
        let unit = position.unit.as_deref().map_or_else(String::new, |unit| {
            let space = if unit == "°" { "" } else { " " };
            format!("{space}{}", cut(unit, 10))
        });
        cells.push(match position.value {
            Some(value) => format!("{name} = {}{unit}", compact(value)),
            None => format!("{name} empty"),
        });
    }
    page.sentence(&cells.join(", "));
    let segment = &explanation.segment;
    let rows = segment.last_row + 1 - segment.first_row;
    let positions = if segment.positions < rows {
        format!(" ({} with a position)", segment.positions)
    } else {
        String::new()
    };
    page.sentence(&format!(
        "segment {} ({} of {}): rows {} to {}{positions}, from {} to {}",
        segment.number,
        segment.number + 1,
        segment.of,
        segment.first_row,
        segment.last_row,
        segment.begins,
        segment.ends
    ));
    for flag in explanation.flags.iter().filter(|flag| {
        // Said above.
        flag.of != "merged" || explanation.merged.is_none()
    }) {
        page.warned(&format!("flag {}", flag.of), &flag.why);
    }
    for empty in &explanation.empty {
        page.warned(&format!("{} empty", printable(&empty.of)), &empty.why);
    }
}

pub(super) fn neighbours(page: &mut Page, explanation: &Explanation) {
    let neighbours = &explanation.neighbours;
    if neighbours.len() < 2 {
        return;
    }
    let here = neighbours
        .iter()
        .position(|neighbour| neighbour.row == explanation.row);
    let last = neighbours.len() - 1;
    let named = explanation.uses_named_steps();
    let step = |index: usize, step: Option<f64>| {
        // A step leads to the row it stands on.
        let label = match here.filter(|_| named) {
            Some(0) if index == 1 => "h₁ = ",
            Some(0) if index == 2 => "h₂ = ",
            Some(here) if here == last && index == last => "h₁ = ",
            Some(here) if here == last && index + 1 == last => "h₂ = ",
            Some(here) if here > 0 && index == here => "h₁ = ",
            Some(here) if here > 0 && index == here + 1 => "h₂ = ",
            _ => "",
        };
        step.map_or_else(String::new, |step| format!("{label}{}", compact(step)))
    };
    let table = |with_lines: bool, most: usize, straight: bool| {
        let mut rows = Vec::with_capacity(neighbours.len() + 1);
        let mut titles = vec!["row".to_owned()];
        if with_lines {
            titles.push("line".to_owned());
        }
        if straight {
            titles.extend(
                explanation
                    .straight_axes
                    .iter()
                    .map(|axis| format!("{axis} (m)")),
            );
        } else {
            titles.extend(["time".to_owned(), "step (s)".to_owned()]);
            titles.extend(
                explanation
                    .positions
                    .iter()
                    .map(|position| with_unit(&position.name, position.unit.as_deref(), most)),
            );
        }
        rows.push(titles);
        for (index, neighbour) in neighbours.iter().enumerate() {
            let mark = if Some(index) == here { "> " } else { "" };
            let mut cells = vec![format!("{mark}{}", neighbour.row)];
            if with_lines {
                cells.push(line_number(neighbour.place.at));
            }
            if straight {
                cells.extend(neighbour.straight.iter().map(|value| compact(*value)));
            } else {
                cells.push(cut(&neighbour.time, 35));
                cells.push(step(index, neighbour.step));
                cells.extend(neighbour.positions.iter().map(|value| compact(*value)));
            }
            rows.push(cells);
        }
        rows
    };
    page.heading("neighbors", ": the rows that the stencils use");
    let ways = [(true, 20), (false, 20), (false, 9)];
    let ways = ways.map(|(lines, most)| table(lines, most, false));
    page.table(&ways, usize::MAX);
    if !explanation.stepped_over.is_empty() {
        let rows: Vec<String> = explanation
            .stepped_over
            .iter()
            .take(10)
            .map(usize::to_string)
            .collect();
        page.sentence(&format!(
            "skipped, as they have no complete position: {} ({})",
            counted(explanation.stepped_over.len() as u64, "row", "rows"),
            rows.join(", ")
        ));
    }
    if explanation.turned_at.is_some() {
        page.sentence("in Earth-centered coordinates (WGS84), longitude, latitude and height are:");
        page.table(&[table(false, 20, true)], usize::MAX);
    }
}

fn line_number(at: At) -> String {
    match at {
        At::Line(number) | At::Record(number) => number.to_string(),
    }
}

impl Explanation {
    /// Whether a formula speaks of h₁ and h₂.
    fn uses_named_steps(&self) -> bool {
        let derivations = [&self.velocity, &self.acceleration].into_iter().flatten();
        derivations
            .into_iter()
            .any(|derivation| derivation.formula.contains('₁'))
    }
}
