//! The summary in a few lines, for the person at the terminal.

use std::fmt::Write as _;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use crate::error::printable;
use crate::finding::{Severity, counted};
use crate::log::clock::DurationText;

use super::number::short;
use super::summary::{EntitySummary, Extreme, Summary};

/// Prints the summary to standard error, in colour on a terminal that wants it.
///
/// A closed standard error is not an error: whoever read it has read enough.
pub fn print(summary: &Summary, written: &[PathBuf]) {
    let _ = anstream::stderr().write_all(text(summary, written).as_bytes());
}

/// The summary as text with ANSI styles.
pub fn text(summary: &Summary, written: &[PathBuf]) -> String {
    let mut out = String::new();
    // Writing to a string cannot fail.
    let _ = write_all(&mut out, summary, written);
    out
}

fn write_all(out: &mut String, summary: &Summary, written: &[PathBuf]) -> std::fmt::Result {
    let files: Vec<String> = summary
        .source
        .files
        .iter()
        .map(|file| printable(&file.name))
        .collect();
    let bold = anstyle::Style::new().bold();
    writeln!(
        out,
        "{bold}{}{bold:#}: {}",
        files.join(", "),
        overview(summary)
    )?;
    for finding in &summary.findings {
        let (style, word) = match finding.severity() {
            Severity::Note => (anstyle::Style::new().dimmed(), "note"),
            Severity::Warning => (anstyle::AnsiColor::Yellow.on_default(), "warning"),
        };
        writeln!(out, "{style}{word:>8}{style:#}  {finding}")?;
    }
    writeln!(out)?;
    write_axes(out, summary)?;
    if let Some((folder, names)) = in_one_folder(written) {
        writeln!(
            out,
            "\nwrote to {}: {}",
            printable(&folder.display().to_string()),
            names.join(", ")
        )?;
    }
    Ok(())
}

fn overview(summary: &Summary) -> String {
    let counts = &summary.counts;
    let rows = counted(summary.source.rows as u64, "row", "rows");
    let mut parts = vec![rows];
    if summary.source.rows_used < summary.source.rows {
        parts.push(format!(
            "{} used",
            crate::finding::grouped(summary.source.rows_used as u64)
        ));
    }
    if summary.roles.entity.is_some() {
        parts.push(counted(counts.entities as u64, "entity", "entities"));
    }
    parts.push(counted(counts.segments as u64, "segment", "segments"));
    if let [entity] = &summary.entities[..] {
        parts.push(format!("{} long", seconds(entity.duration)));
        parts.extend(
            entity
                .median_step
                .map(|step| format!("median step {}", seconds(step))),
        );
    }
    parts.join(", ")
}

/// A line for each axis: its range of velocity and acceleration, and how the gradient differs from `np.diff`.
fn write_axes(out: &mut String, summary: &Summary) -> std::fmt::Result {
    let with_unit = |name: &str, unit: &Option<String>| match unit {
        Some(unit) => format!("{name} ({})", printable(unit)),
        None => name.to_owned(),
    };
    let mut rows = vec![[
        String::new(),
        with_unit("velocity", &summary.units.velocity),
        with_unit("acceleration", &summary.units.acceleration),
        with_unit("gradient − first difference", &summary.units.velocity),
    ]];
    for (index, axis) in summary.roles.axes.iter().enumerate() {
        let compared = &summary.comparison[index];
        let difference = match (compared.rms, compared.lag_share) {
            (Some(rms), Some(share)) if share > 0.0 => {
                format!(
                    "RMS {}, {:.0} % of its square by the half-step lag",
                    short(rms),
                    100.0 * share
                )
            }
            (Some(rms), _) => format!("RMS {}", short(rms)),
            (None, _) => String::new(),
        };
        rows.push([
            printable(axis),
            span(&summary.entities, |entity| entity.velocity[index]),
            span(&summary.entities, |entity| entity.acceleration[index]),
            difference,
        ]);
    }
    let largest = |of: fn(&EntitySummary) -> Option<Extreme>| {
        let values = summary
            .entities
            .iter()
            .filter_map(of)
            .map(|extreme| extreme.value);
        values
            .reduce(f64::max)
            .map_or_else(String::new, |value| format!("at most {}", short(value)))
    };
    rows.push([
        "norm".to_owned(),
        largest(|entity| entity.speed_max),
        largest(|entity| entity.accel_max),
        String::new(),
    ]);
    let widths: Vec<usize> = (0..4)
        .map(|i| {
            rows.iter()
                .map(|row| row[i].chars().count())
                .max()
                .unwrap_or(0)
        })
        .collect();
    for row in rows {
        let cells: Vec<String> = row
            .iter()
            .zip(&widths)
            .map(|(cell, &width)| format!("{cell:<width$}"))
            .collect();
        writeln!(out, "  {}", cells.join("  ").trim_end())?;
    }
    Ok(())
}

/// `−1.2 … 3.4` over all entities.
fn span(entities: &[EntitySummary], range: impl Fn(&EntitySummary) -> Option<[f64; 2]>) -> String {
    let all = entities
        .iter()
        .filter_map(range)
        .reduce(|a, b| [a[0].min(b[0]), a[1].max(b[1])]);
    all.map_or_else(
        || "unknown".to_owned(),
        |[low, high]| format!("{} … {}", short(low), short(high)),
    )
}

fn seconds(value: f64) -> String {
    DurationText((value * 1e9).round() as i64).to_string()
}

fn in_one_folder(written: &[PathBuf]) -> Option<(&Path, Vec<String>)> {
    let folder = written.first()?.parent()?;
    let names = written.iter().filter_map(|path| path.file_name());
    Some((
        folder,
        names
            .map(|name| name.to_string_lossy().into_owned())
            .collect(),
    ))
}
