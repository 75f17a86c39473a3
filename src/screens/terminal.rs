//! The summary in a few lines, for the person at the terminal.

use std::path::PathBuf;

use dxdt_motion::error::printable;
use dxdt_motion::finding::{Finding, Severity};
use dxdt_motion::inspect::Noise;
use dxdt_motion::motion::{AxisComparison, AxisSmoothing};
use dxdt_motion::words::early_or_late;
use dxdt_motion::words::number::{counted, grouped, percent, short, two_digits};
use dxdt_time::SecondsText;

use super::lines::Lines;
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
pub fn text(summary: &Summary, files: &Files, width: usize) -> String {
    let mut screen = Lines::new(width);
    screen.text.push_str(&told(summary, width));
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
pub fn told(summary: &Summary, width: usize) -> String {
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
    for finding in &summary.findings {
        screen.text.push_str(&finding_lines(finding, width));
    }
    screen.prose("", 0);
    write_axes(&mut screen, summary);
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

/// A line for each axis: its range of velocity and acceleration, and how the gradient differs from `np.diff`.
fn write_axes(screen: &mut Lines, summary: &Summary) {
    let mut rows = vec![vec![
        String::new(),
        with_unit("velocity", &summary.units.velocity),
        with_unit("acceleration", &summary.units.acceleration),
        with_unit("gradient − first difference", &summary.units.velocity),
    ]];
    for (index, axis) in summary.roles.axes.iter().enumerate() {
        let velocity = range_of_all(&summary.entities, |entity| entity.velocity[index]);
        let acceleration = range_of_all(&summary.entities, |entity| entity.acceleration[index]);
        rows.push(vec![
            printable(axis),
            span(velocity),
            span(acceleration),
            difference(&summary.comparison[index], velocity),
        ]);
    }
    rows.push(vec![
        "norm".to_owned(),
        largest(&summary.entities, |entity| entity.speed_max),
        largest(&summary.entities, |entity| entity.accel_max),
        String::new(),
    ]);
    screen.table(&rows);
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

/// The noise of the positions, and what share of the derivatives in the table it makes up.
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
    let mut words = format!("  noise of the positions: {at_most}{}", axes.join(", "));
    let shares = match &summary.smoothing {
        None => [noise.velocity.share, noise.acceleration.share],
        Some(smoothing) => [
            share_of_all(&smoothing.axes, |axis| {
                Some((axis.velocity_error?, axis.velocity_noise_share?))
            }),
            share_of_all(&smoothing.axes, |axis| {
                Some((axis.acceleration_error?, axis.acceleration_noise_share?))
            }),
        ],
    };
    let is_bound = summary.smoothing.is_none() && !noise.told_apart;
    let told = |share: f64| match percent(share) {
        // Less than anything is at most that.
        percent if is_bound && share >= 0.001 => format!("at most {percent}"),
        percent => percent,
    };
    if let [Some(velocity), Some(acceleration)] = shares {
        words.push_str(&format!(
            "; it is {} of the velocity and {} of the acceleration",
            told(velocity),
            told(acceleration)
        ));
    }
    screen.prose(&words, 4);
}

/// The noise as a share of a derivative, all axes together, from the root mean square of the standard errors along each and
/// its share.
fn share_of_all(
    axes: &[AxisSmoothing],
    of: fn(&AxisSmoothing) -> Option<(f64, f64)>,
) -> Option<f64> {
    let known = || axes.iter().filter_map(of).filter(|(_, share)| *share > 0.0);
    let errors: f64 = known().map(|(error, _)| error * error).sum();
    let values: f64 = known().map(|(error, share)| (error / share).powi(2)).sum();
    (values > 0.0).then(|| (errors / values).sqrt())
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

/// `RMS 0.0031, 58 % half-step shift`, the share of the mean square.
pub(crate) fn difference(compared: &AxisComparison, velocity: Option<[f64; 2]>) -> String {
    let Some(rms) = compared.rms else {
        return String::new();
    };
    let largest_velocity = velocity.map_or(0.0, |[low, high]| low.abs().max(high.abs()));
    if rms <= 1e-9 * largest_velocity {
        return "none beyond rounding".to_owned();
    }
    match compared.lag_share {
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
