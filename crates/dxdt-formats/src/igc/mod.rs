//! IGC: the flight recorder files of gliding, as the International Gliding Commission defines them.

mod records;
#[cfg(test)]
mod tests;

use chrono::NaiveDate;

use dxdt_motion::error::{Error, Result};
use dxdt_motion::finding::{Finding, FindingKind, FormatNote, SkippedRecords};
use dxdt_motion::space::Frame;
use dxdt_motion::words::number::{counted, grouped};

use super::day_time::carry_days;
use super::format::LogFormat;
use super::{Budget, KnownRoles, RecordBuilder, RecordTable, Source};

use records::{Extensions, Fix, read_date_record};

/// IGC flight recorder files.
#[derive(Debug, Clone, Copy)]
pub(super) struct Igc;

const COLUMNS: [&str; 5] = [
    "time",
    "longitude [deg]",
    "latitude [deg]",
    "altitude [m]",
    "pressure_altitude [m]",
];

impl LogFormat for Igc {
    fn name(&self) -> &'static str {
        "IGC"
    }

    fn keyword(&self) -> &'static str {
        "igc"
    }

    fn recognises(&self, start: &[u8]) -> bool {
        let mut lines = lines(start);
        let is_first = |line: &[u8]| match line {
            [b'A', maker @ ..] => {
                maker.len() >= 3 && maker[..3].iter().all(u8::is_ascii_alphanumeric)
            }
            _ => false,
        };
        lines.next().is_some_and(|(_, line)| is_first(line))
            && lines.any(|(_, line)| records::is_header(line) || records::is_fix(line))
    }

    fn read(&self, source: &Source) -> Result<RecordTable> {
        let flight = Flight::of(&source.bytes);
        flight.refuse_mostly_damaged()?;
        flight.table(source.budget())
    }
}

/// The lines that hold something, numbered from 1, without a byte-order mark.
fn lines(bytes: &[u8]) -> impl Iterator<Item = (u64, &[u8])> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    (1..)
        .zip(bytes.split(|&byte| byte == b'\n'))
        .map(|(number, line)| (number, line.trim_ascii()))
        .filter(|(_, line)| !line.is_empty())
}

/// All that a file says of a flight.
#[derive(Debug, Default)]
struct Flight<'a> {
    fixes: Vec<Fix<'a>>,
    /// Lines of fixes that are malformed.
    malformed: Vec<u64>,
    /// Lines of date and extension records that are malformed.
    other_malformed: Vec<u64>,
    /// Lines that are no records.
    foreign: Vec<u64>,
}

impl<'a> Flight<'a> {
    fn of(bytes: &'a [u8]) -> Self {
        let mut flight = Self::default();
        let mut extensions = Extensions::default();
        // The date of the next fix, where a record has just said it.
        let mut date: Option<NaiveDate> = None;
        for (number, line) in lines(bytes) {
            match line[0] {
                b'B' => match Fix::read(number, line, &extensions) {
                    Some(fix) => flight.fixes.push(Fix {
                        date: date.take(),
                        ..fix
                    }),
                    None => flight.malformed.push(number),
                },
                b'H' => match read_date_record(line) {
                    Some(Some(day)) => date = Some(day),
                    Some(None) => flight.other_malformed.push(number),
                    None => {}
                },
                b'I' => match Extensions::read(line) {
                    Some(read) => extensions = read,
                    None => flight.other_malformed.push(number),
                },
                // Tasks, events, satellites, comments, signatures and the like.
                b'A' | b'C'..=b'G' | b'J'..=b'N' => {}
                _ => flight.foreign.push(number),
            }
        }
        carry_days(&mut flight.fixes, |fix| {
            let time = fix.time.nanoseconds();
            Some((&mut fix.date, time))
        });
        flight
    }

    /// A file in which most is damaged is no log of a flight, whatever is left.
    fn refuse_mostly_damaged(&self) -> Result<()> {
        let damaged = self.malformed.len();
        if let Some(&first) = self.malformed.first()
            && damaged > self.fixes.len()
        {
            let all = counted((damaged + self.fixes.len()) as u64, "fix", "fixes");
            let damaged = grouped(damaged as u64);
            let what = format!("{damaged} of {all} (B records) are malformed, first here");
            return Err(Error::new(what)
                .at_line(first)
                .advise("download the file from the flight recorder again"));
        }
        if self.fixes.is_empty() {
            return Err(
                Error::new("there are no fixes (B records)").advise("give the file of a flight")
            );
        }
        Ok(())
    }

    /// Whether fixes that the recorder marks as not three-dimensional keep their position: they do where there are
    /// no others, as with a recorder that knows heights by pressure only.
    fn keeps_void(&self) -> bool {
        self.fixes.iter().all(|fix| !fix.is_valid)
    }

    fn table(&self, budget: Budget) -> Result<RecordTable> {
        let keeps_void = self.keeps_void();
        let is_used = |fix: &Fix<'_>| fix.is_valid || keeps_void;
        let has_gnss = self
            .fixes
            .iter()
            .any(|fix| is_used(fix) && fix.gnss_altitude != 0);
        let has_pressure = self.fixes.iter().any(|fix| fix.pressure_altitude != 0);

        let mut records = RecordBuilder::new(&COLUMNS, budget);
        for fix in &self.fixes {
            let pressure = has_pressure.then(|| fix.pressure_altitude.to_string());
            let altitude = if has_gnss {
                Some(fix.gnss_altitude.to_string())
            } else {
                pressure.clone()
            };
            let cells = [
                Some(fix.longitude.to_string()),
                Some(fix.latitude.to_string()),
                altitude,
            ];
            let [longitude, latitude, altitude] = cells
                .each_ref()
                .map(|cell| cell.as_deref().filter(|_| is_used(fix)));
            let time = fix.time.text(fix.date);
            records.push(
                fix.line,
                &[
                    Some(&time),
                    longitude,
                    latitude,
                    altitude,
                    pressure.as_deref(),
                ],
            )?;
        }
        let mut table = records.finish();
        let axes = if has_gnss || has_pressure { 3 } else { 2 };
        table.roles = KnownRoles {
            time: Some(vec![COLUMNS[0].to_owned()]),
            position: Some(
                COLUMNS[1..=axes]
                    .iter()
                    .map(|&name| name.to_owned())
                    .collect(),
            ),
            entity: None,
            frame: Some(Frame::Geographic),
            ..KnownRoles::default()
        };
        table.findings = self.findings(!has_gnss && has_pressure);
        Ok(table)
    }

    fn findings(&self, by_pressure: bool) -> Vec<Finding> {
        let void: Vec<u64> = self
            .fixes
            .iter()
            .filter(|fix| !fix.is_valid)
            .map(|fix| fix.line)
            .collect();
        let void_kind = if self.keeps_void() {
            FindingKind::FormatNote(FormatNote::AllTwoDimensional)
        } else {
            FindingKind::VoidFix
        };
        let skipped =
            |records, lines| Finding::on_lines(FindingKind::RecordsSkipped(records), lines);
        let note =
            |is_so: bool, note| is_so.then(|| Finding::new(FindingKind::FormatNote(note), 1));
        let is_undated = self.fixes.iter().any(|fix| fix.date.is_none());
        [
            Finding::on_lines(void_kind, &void),
            skipped(SkippedRecords::IgcFixes, &self.malformed),
            skipped(SkippedRecords::IgcHeaders, &self.other_malformed),
            skipped(SkippedRecords::IgcForeign, &self.foreign),
            note(is_undated, FormatNote::IgcWithoutDate),
            note(by_pressure, FormatNote::PressureAltitude),
        ]
        .into_iter()
        .flatten()
        .collect()
    }
}
