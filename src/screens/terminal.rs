//! The summary in a few lines, for the person at the terminal.

use std::path::PathBuf;

use dxdt_motion::error::printable;
use dxdt_motion::finding::{Finding, FindingKind, Severity};
use dxdt_motion::inspect::Noise;
use dxdt_motion::words::early_or_late;
use dxdt_motion::words::number::{counted, grouped, short, two_digits};
use dxdt_time::SecondsText;

use super::headline;
use super::lines::Lines;
use super::screen::Screen;
use crate::output::shown_units::ShownUnits;
use crate::output::summary::{EntitySummary, Extreme, Summary, Units};

/// The files of a command's folder, by name.
#[derive(Debug, Clone, Default)]
pub struct Files {
    /// The folder.
    pub folder: PathBuf,
    /// What was written now.
    pub written: Vec<String>,
    /// What an earlier run has left.
    pub older: Vec<String>,
}

impl Files {
    /// Of what went to standard output.
    pub fn of_standard_output(what: &str) -> Self {
        Self {
            folder: "standard output".into(),
            written: vec![what.to_owned()],
            older: Vec::new(),
        }
    }
}

/// The summary as text with ANSI styles, in lines of at most `width` characters where no number is longer.
pub fn text(summary: &Summary, files: &Files, units: &ShownUnits, width: usize) -> String {
    let mut screen = Lines::new(width);
    screen.text.push_str(&told(summary, units, width));
    screen.prose("", 0);
    let folder = printable(&files.folder.display().to_string());
    screen.prose(
        &format!("wrote to {folder}: {}", files.written.join(", ")),
        2,
    );
    if !files.older.is_empty() {
        let warning = anstyle::AnsiColor::Yellow.on_default();
        let older = files.older.join(", ");
        screen.prose(
            &format!("{warning}left there{warning:#} from an earlier run: {older}"),
            2,
        );
    }
    screen.text
}

/// As [`text`], without files.
pub fn told(summary: &Summary, units: &ShownUnits, width: usize) -> String {
    // As wide as the longest label, `acceleration`.
    const LABEL: usize = 12;
    let mut screen = Lines::new(width);
    let logs: Vec<String> = summary
        .source
        .files
        .iter()
        .map(|file| printable(&file.name))
        .collect();
    let bold = anstyle::Style::new().bold();
    let logs = logs.join(", ");
    screen.prose(&format!("{bold}{logs}{bold:#}: {}", overview(summary)), 2);
    screen.prose("", 0);
    let mut first = Screen::with_labels(LABEL, width);
    headline::write(&mut first, summary, units);
    screen.text.push_str(&first.into_text());
    screen.prose("", 0);
    // The verdict and what to try say this.
    let is_said = |kind: &FindingKind| matches!(kind, FindingKind::MostlyNoise { .. });
    for finding in summary
        .findings
        .iter()
        .filter(|found| !is_said(&found.kind))
    {
        screen.text.push_str(&finding_lines(finding, width));
    }
    screen.prose("", 0);
    write_axes(&mut screen, summary, units);
    write_difference(&mut screen, summary, units);
    write_smoothing(&mut screen, summary);
    write_noise(&mut screen, summary);
    write_measured(&mut screen, summary);
    write_quantities(&mut screen, summary);
    screen.text
}

/// A finding in lines of its own.
pub(crate) fn finding_lines(finding: &Finding, width: usize) -> String {
    let (style, word) = match finding.severity() {
        Severity::Note => (anstyle::Style::new().dimmed(), "note"),
        Severity::Warning => (anstyle::AnsiColor::Yellow.on_default(), "warning"),
    };
    let mut lines = Lines::new(width);
    lines.prose(&format!("{style}{word:>8}{style:#}  {finding}"), 10);
    lines.text
}

pub(crate) fn overview(summary: &Summary) -> String {
    let counts = &summary.counts;
    let rows = counted(summary.source.rows as u64, "row", "rows");
    let mut parts = vec![rows];
    if summary.source.rows_used < summary.source.rows {
        parts.push(format!("{} used", grouped(summary.source.rows_used as u64)));
    }
    if summary.roles.entity.is_some() {
        parts.push(counted(counts.entities as u64, "object", "objects"));
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

/// The further columns of the motion table and their units.
fn write_quantities(screen: &mut Lines, summary: &Summary) {
    if summary.quantities.is_empty() {
        return;
    }
    let named: Vec<String> = summary
        .quantities
        .iter()
        .map(|quantity| with_unit(&printable(&quantity.name), &quantity.unit))
        .collect();
    screen.prose(&format!("  further quantities: {}", named.join(", ")), 4);
}

/// `velocity (m/s)`.
fn with_unit(name: &str, unit: &Option<String>) -> String {
    match unit {
        Some(unit) => format!("{name} ({})", printable(unit)),
        None => name.to_owned(),
    }
}

/// `0.03 m`.
fn in_unit(number: String, unit: Option<&str>) -> String {
    match unit {
        Some(unit) => format!("{number} {}", printable(unit)),
        None => number,
    }
}

/// The unit that lengths along all axes have in common.
fn length_unit(units: &Units) -> Option<&str> {
    units.velocity.as_deref()?.strip_suffix("/s")
}

/// A line for each axis: its range of velocity and acceleration.
fn write_axes(screen: &mut Lines, summary: &Summary, units: &ShownUnits) {
    let (speed, acceleration) = (&units.speed, &units.acceleration);
    let mut rows = vec![vec![
        "all rows".to_owned(),
        with_unit("velocity", &speed.unit),
        with_unit("acceleration", &acceleration.unit),
    ]];
    let scaled =
        |range: Option<[f64; 2]>, factor: f64| span(range.map(|ends| ends.map(|end| end * factor)));
    for (index, axis) in summary.roles.axes.iter().enumerate() {
        let of_velocity = range_of_all(&summary.entities, |entity| entity.velocity[index]);
        let of_acceleration = range_of_all(&summary.entities, |entity| entity.acceleration[index]);
        rows.push(vec![
            printable(axis),
            scaled(of_velocity, speed.factor),
            scaled(of_acceleration, acceleration.factor),
        ]);
    }
    screen.table(&rows);
}

/// How the gradient differs from `np.diff`, over all axes.
fn write_difference(screen: &mut Lines, summary: &Summary, units: &ShownUnits) {
    let square = |value: Option<f64>| value.unwrap_or(0.0).powi(2);
    let axes = || summary.comparison.iter();
    let rms = axes().map(|axis| square(axis.rms)).sum::<f64>().sqrt();
    if axes().all(|axis| axis.rms.is_none()) {
        return;
    }
    let velocities = (0..summary.roles.axes.len())
        .filter_map(|index| range_of_all(&summary.entities, |entity| entity.velocity[index]));
    let largest = velocities.fold(0.0, |most: f64, [low, high]| {
        most.max(low.abs()).max(high.abs())
    });
    let shifted = axes()
        .map(|axis| square(axis.rms) * axis.lag_share.unwrap_or(0.0))
        .sum::<f64>();
    let lag_share = (rms > 0.0).then(|| shifted / (rms * rms));
    let scale = &units.speed;
    let words = difference(rms * scale.factor, lag_share, largest * scale.factor);
    let unit = scale
        .unit
        .as_ref()
        .map(|unit| format!(" ({})", printable(unit)));
    let unit = unit.unwrap_or_default();
    screen.prose(&format!("  gradient − first difference{unit}: {words}"), 4);
}

/// For each smoothed axis: how, and how large noise and errors are.
fn write_smoothing(screen: &mut Lines, summary: &Summary) {
    let Some(smoothing) = &summary.smoothing else {
        return;
    };
    for axis in &smoothing.axes {
        let Some(reason) = &axis.reason else {
            continue;
        };
        let mut words = format!("  {} {reason}", printable(&axis.axis));
        let units = &summary.units;
        let figures = [
            ("; noise", axis.noise, length_unit(units)),
            (
                "; standard error: velocity",
                axis.velocity_error,
                units.velocity.as_deref(),
            ),
            (
                ", acceleration",
                axis.acceleration_error,
                units.acceleration.as_deref(),
            ),
        ];
        for (name, value, unit) in figures {
            if let Some(value) = value {
                words.push_str(&format!("{name} {}", in_unit(two_digits(value), unit)));
            }
        }
        screen.prose(&words, 4);
    }
}

/// The noise of the positions.
fn write_noise(screen: &mut Lines, summary: &Summary) {
    let is_noisy = |noise: &&Noise| noise.axes.iter().any(|axis| axis.deviation > 0.0);
    let Some(noise) = summary.noise.as_ref().filter(is_noisy) else {
        return;
    };
    let unit = length_unit(&summary.units);
    let axes: Vec<String> = noise
        .axes
        .iter()
        .map(|axis| {
            let deviation = in_unit(short(axis.deviation), unit);
            format!("{} {deviation}", printable(&axis.axis))
        })
        .collect();
    let at_most = if noise.told_apart { "" } else { "at most " };
    let words = format!("  noise of the positions: {at_most}{}", axes.join(", "));
    screen.prose(&words, 4);
}

/// For each measured column: how the derived velocity differs from it.
fn write_measured(screen: &mut Lines, summary: &Summary) {
    let unit = summary.units.velocity.as_deref();
    for measured in &summary.measured {
        let mut words = format!(
            "  measured {} ({}): derived − measured has bias {}, RMS {}",
            printable(&measured.column),
            measured.unit_in_words(),
            in_unit(short(measured.bias), unit),
            in_unit(short(measured.rms), unit),
        );
        if let Some(correlation) = measured.correlation {
            words.push_str(&format!("; correlation {correlation:.4}"));
        }
        if let Some(lag) = measured.lag {
            words.push_str(&format!("; the measured is {}", early_or_late(lag)));
        }
        screen.prose(&words, 4);
    }
}

/// `RMS 0.0031, 58 % half-step shift`, the share of the mean square, of velocities up to the largest.
pub(crate) fn difference(rms: f64, lag_share: Option<f64>, largest_velocity: f64) -> String {
    if rms <= 1e-9 * largest_velocity {
        return "none beyond rounding".to_owned();
    }
    match lag_share {
        Some(share) if share > 0.0 => {
            format!("RMS {}, {:.0} % half-step shift", short(rms), 100.0 * share)
        }
        _ => format!("RMS {}", short(rms)),
    }
}

pub(crate) fn largest(
    entities: &[EntitySummary],
    of: fn(&EntitySummary) -> Option<Extreme>,
) -> String {
    let extremes = entities.iter().filter_map(of);
    let largest = extremes.reduce(|a, b| if b.value > a.value { b } else { a });
    largest.map_or_else(String::new, |extreme| {
        let place = if extreme.at_edge { ", at an edge" } else { "" };
        format!("at most {}{place}", short(extreme.value))
    })
}

pub(crate) fn range_of_all(
    entities: &[EntitySummary],
    range: impl Fn(&EntitySummary) -> Option<[f64; 2]>,
) -> Option<[f64; 2]> {
    let ranges = entities.iter().filter_map(range);
    ranges.reduce(|a, b| [a[0].min(b[0]), a[1].max(b[1])])
}

/// `-1.2 … 3.4`.
pub(crate) fn span(range: Option<[f64; 2]>) -> String {
    range.map_or_else(
        || "unknown".to_owned(),
        |[low, high]| format!("{} … {}", short(low), short(high)),
    )
}

fn seconds(value: f64) -> String {
    SecondsText(value).to_string()
}
