//! When the points of a track were recorded: by date and time of day, or by a day number.

use dxdt_motion::error::{Result, excerpt};
use dxdt_motion::finding::{Finding, FindingKind, FormatNote};

use super::super::day_number::{Instant, SINCE_1899};
use super::super::lines::Line;

/// The three fields that say when a point was recorded.
#[derive(Debug, Clone, Copy)]
pub(super) struct Stamp<'a> {
    pub line: Line<'a>,
    /// Days since 1899-12-30; 0 where there is no time.
    pub day: &'a str,
    pub date: &'a str,
    pub time: &'a str,
}

/// The timestamps as ISO 8601 text, `None` where a point has no time, and what is to be said about them.
///
/// A date that starts with its year is taken with the time of day, as it is written; any other form depends on the
/// computer it was written on, and the day number counts. GeoLife's times are in GMT.
pub(super) fn texts(
    stamps: &[Stamp<'_>],
    is_geolife: bool,
) -> Result<(Vec<Option<String>>, Option<Finding>)> {
    if is_geolife
        || stamps
            .first()
            .is_some_and(|stamp| is_year_first(stamp.date))
    {
        let zone = if is_geolife { "Z" } else { "" };
        let text = |stamp: &Stamp<'_>| Some(format!("{}T{}{zone}", stamp.date, stamp.time));
        return Ok((stamps.iter().map(text).collect(), None));
    }
    let mut instants = stamps
        .iter()
        .map(|stamp| instant(*stamp))
        .collect::<Result<Vec<_>>>()?;
    let note = whole_seconds(&mut instants);
    let texts = instants.iter().zip(stamps).map(|(instant, stamp)| {
        let text = instant.map(|instant| instant.to_iso8601().ok_or_else(|| bad_day(*stamp)));
        text.transpose()
    });
    Ok((texts.collect::<Result<_>>()?, note))
}

/// Whether a date starts with a year of four digits.
fn is_year_first(date: &str) -> bool {
    let year = date.split('-').next().unwrap_or_default();
    year.len() == 4 && year.bytes().all(|byte| byte.is_ascii_digit())
}

fn instant(stamp: Stamp<'_>) -> Result<Option<Instant>> {
    if stamp.day.bytes().all(|byte| matches!(byte, b'0' | b'.')) {
        return Ok(None);
    }
    let instant = Instant::of_days(stamp.day, SINCE_1899);
    instant.map(Some).ok_or_else(|| bad_day(stamp))
}

fn bad_day(stamp: Stamp<'_>) -> dxdt_motion::Error {
    stamp
        .line
        .error(format!(
            "'{}' is not a number of days since 1899-12-30",
            excerpt(stamp.day)
        ))
        .in_column("time")
        .advise("correct the value, or write 0 where there is no time")
}

/// Turns day numbers that are all whole seconds but for their last digit into those seconds: seven decimals of a day
/// are 9 ms, which would be 1 % of a step of a second.
fn whole_seconds(instants: &mut [Option<Instant>]) -> Option<Finding> {
    const COARSEST: i128 = 10_i128.pow(17);
    let given = || instants.iter().flatten();
    let is_rounded = |instant: &&Instant| {
        let distance = instant.distance(instant.rounded_to_seconds());
        distance <= instant.resolution && instant.resolution < COARSEST
    };
    let changed = given().any(|instant| instant.distance(instant.rounded_to_seconds()) > 0);
    if !changed || !given().all(|instant| is_rounded(&instant)) {
        return None;
    }
    for instant in instants.iter_mut().flatten() {
        *instant = instant.rounded_to_seconds();
    }
    let note = FindingKind::FormatNote(FormatNote::WholeSeconds);
    Some(Finding::new(note, 1))
}
