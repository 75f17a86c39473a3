//! Logs for tests, from a few lines of text.

use dxdt_time::{Stamp, StampFormat, StampHints, Ticks, TimeUnit};

use crate::log::{Clock, ExactColumn, LogBuilder, MeasuredColumn, MeasuredQuantity, PositionLog};
use crate::space::{LengthUnit, SpeedUnit};

/// A log from lines with commas: the time column is called `t` or `time`, the objects' `id`; `exact_…` is exact motion along
/// the only axis, `v…` a measured velocity along it, and all else are positions, with units in brackets.
pub(crate) fn log(text: &str) -> PositionLog {
    let mut lines = text.lines();
    let names: Vec<(&str, Option<&str>)> = lines.next().unwrap().split(',').map(split).collect();
    let rows: Vec<Vec<&str>> = lines.map(|line| line.split(',').collect()).collect();
    let cells = |column: usize| rows.iter().map(move |row| row[column]);
    let numbers = |column: usize, factor: f64| -> Vec<f64> {
        cells(column)
            .map(|cell| cell.parse().map_or(f64::NAN, |value: f64| value * factor))
            .collect()
    };
    let time = names
        .iter()
        .position(|(name, _)| ["t", "time"].contains(name))
        .unwrap();
    let header = text.lines().next().unwrap().split(',').nth(time).unwrap();
    let hints = StampHints {
        header_unit: TimeUnit::in_header(header),
        ..StampHints::default()
    };
    let format = StampFormat::detect(cells(time), &hints).unwrap();
    let stamps: Vec<Stamp> = cells(time)
        .map(|cell| format.parse(cell).unwrap())
        .collect();
    let clock = Clock {
        origin: format.origin(),
        ticks: Ticks::NANOSECONDS,
        in_words: !matches!(format, StampFormat::Number(_)),
        has_offset: false,
    };
    let stamps = stamps.iter().map(|stamp| stamp.nanoseconds).collect();
    let mut builder = LogBuilder::of_stamps(stamps, clock, Vec::new());
    let mut objects = Vec::new();
    for (column, &(name, unit)) in names.iter().enumerate() {
        let exact = name.strip_prefix("exact_");
        builder = match name {
            _ if column == time => builder,
            "id" => {
                objects = cells(column).collect();
                builder
            }
            _ if exact.is_some() => builder.exact(ExactColumn {
                name: name.to_owned(),
                order: match exact.unwrap().split('_').next() {
                    Some("v") => 1,
                    Some("a") => 2,
                    Some("j") => 3,
                    _ => 0,
                },
                axis: 0,
                values: numbers(column, 1.0),
            }),
            _ if name.starts_with('v') => builder.measured(MeasuredColumn {
                name: name.to_owned(),
                quantity: MeasuredQuantity::Component(0),
                unit: unit.and_then(SpeedUnit::parse),
                customary: None,
                values: numbers(column, 1.0),
            }),
            _ => {
                let length = unit.and_then(LengthUnit::parse);
                let factor = length.and_then(LengthUnit::in_metres).unwrap_or(1.0);
                let unit = if length.is_some() { Some("m") } else { unit };
                builder.position(name, unit, &numbers(column, factor))
            }
        };
    }
    if !objects.is_empty() {
        builder = builder.objects("id", &objects);
    }
    if names.iter().any(|(name, _)| *name == "longitude") {
        builder = builder.geographic();
    }
    let mut log = builder.build().unwrap();
    log.time_name = header.to_owned();
    log
}

fn split(name: &str) -> (&str, Option<&str>) {
    match name.split_once([' ', '[', '(']) {
        Some((base, unit)) => (base, Some(unit.trim_matches(['(', ')', '[', ']', ' ']))),
        None => (name, None),
    }
}
