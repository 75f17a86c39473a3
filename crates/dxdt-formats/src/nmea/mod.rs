//! NMEA 0183: the sentences of a satellite receiver, one a line, as a log of one receiver.

mod epoch;
mod fields;
mod frame;
#[cfg(test)]
mod properties;
#[cfg(test)]
mod tests;
mod values;

use dxdt_motion::error::{Error, Result};
use dxdt_motion::finding::{Finding, FindingKind, FormatNote, SkippedRecords};
use dxdt_motion::space::Frame;
use dxdt_motion::words::number::{counted, grouped};

use super::format::LogFormat;
use super::{Budget, KnownRoles, RecordBuilder, RecordTable, Source};

use epoch::{Epochs, Fix};
use fields::{Speed, understand};
use frame::{Framed, address};
use values::Position;

/// NMEA 0183.
#[derive(Debug, Clone, Copy)]
pub(super) struct Nmea;

const COLUMNS: [&str; 6] = [
    "time",
    "longitude [deg]",
    "latitude [deg]",
    "altitude [m]",
    "speed [kn]",
    "course [deg]",
];

impl LogFormat for Nmea {
    fn name(&self) -> &'static str {
        "NMEA 0183"
    }

    fn keyword(&self) -> &'static str {
        "nmea"
    }

    fn recognises(&self, start: &[u8]) -> bool {
        let mut lines = start
            .split(|&byte| byte == b'\n')
            .map(<[u8]>::trim_ascii)
            .filter(|line| !line.is_empty())
            .peekable();
        let (mut sentences, mut others) = (0, 0);
        while let Some(line) = lines.next() {
            let is_cut = sentences + others > 0 && lines.peek().is_none();
            match line.iter().position(|&byte| byte == b'$') {
                // The sentences of a maker and of AIS may stand between those of a receiver.
                Some(at) if line.get(at + 1) == Some(&b'P') => {}
                Some(at) if address(&line[at + 1..]).is_some() => sentences += 1,
                None if line.contains(&b'!') => {}
                _ if is_cut => {}
                _ => others += 1,
            }
        }
        sentences > others
    }

    fn read(&self, source: &Source) -> Result<RecordTable> {
        let framed = Framed::of(&source.bytes);
        let mut epochs = Epochs::default();
        let mut skipped = framed.cut.clone();
        let mut positions = Damage {
            skipped: framed.positions_cut,
            checksum_wrong: framed.positions_wrong,
            sound: 0,
        };
        for sentence in &framed.sentences {
            match understand(sentence) {
                Some(reading) => {
                    epochs.add(sentence.line, sentence.kind, &reading);
                    positions.sound += u64::from(sentence.kind.has_position());
                }
                None => {
                    skipped.push(sentence.line);
                    positions.skipped += u64::from(sentence.kind.has_position());
                }
            }
        }
        skipped.sort_unstable();
        positions.refuse_most(&skipped, &framed.checksum_wrong)?;
        let fixes = epochs.finish();
        let positions = Positions::of(&fixes)?;
        let mut table = positions.table(&fixes, source.budget())?;
        table.findings = findings(&framed, &skipped, &fixes, &positions);
        Ok(table)
    }
}

/// How many of the sentences with a position are sound.
#[derive(Debug)]
struct Damage {
    skipped: u64,
    checksum_wrong: u64,
    sound: u64,
}

impl Damage {
    /// A log in which most positions are damaged is no log of positions, whatever is left.
    fn refuse_most(&self, skipped: &[u64], checksum_wrong: &[u64]) -> Result<()> {
        let kinds = [
            (self.skipped, skipped, "are cut short or not understood"),
            (self.checksum_wrong, checksum_wrong, "have a wrong checksum"),
        ];
        for (damaged, lines, what) in kinds {
            if let Some(&first) = lines.first()
                && damaged > self.sound
            {
                let all = grouped(damaged + self.sound);
                let damaged = grouped(damaged);
                return Err(Error::new(format!(
                    "{damaged} of {all} sentences with a position {what}"
                ))
                .at_line(first)
                .advise("record the log again, or check the baud rate of the serial line"));
            }
        }
        if self.sound == 0 {
            return Err(
                Error::new("no NMEA sentence holds a position (RMC, GGA, GNS or GLL)")
                    .advise("set the receiver to write RMC and GGA sentences"),
            );
        }
        Ok(())
    }
}

/// What the fixes have, counted.
#[derive(Debug)]
struct Positions {
    with_position: u64,
    with_altitude: u64,
}

impl Positions {
    /// # Errors
    /// Where no fix can be used.
    fn of(fixes: &[Fix<'_>]) -> Result<Self> {
        let usable = || {
            fixes
                .iter()
                .filter(|fix| position_of(fix).is_some() && fix.time.is_some())
        };
        let with_position = usable().count() as u64;
        if with_position == 0 {
            let fixes = counted(fixes.len() as u64, "fix", "fixes");
            return Err(
                Error::new(format!("none of {fixes} is valid and has a time"))
                    .advise("the receiver had no reception; give a log with valid fixes"),
            );
        }
        Ok(Self {
            with_position,
            with_altitude: usable().filter(|fix| fix.altitude.is_some()).count() as u64,
        })
    }

    /// Rows without a height would have no derivative, so that a height that most lack is no part of the position.
    fn has_height(&self) -> bool {
        10 * self.with_altitude >= 9 * self.with_position
    }

    fn table(&self, fixes: &[Fix<'_>], budget: Budget) -> Result<RecordTable> {
        let mut records = RecordBuilder::new(&COLUMNS, budget);
        for fix in fixes {
            let Some(time) = fix.time else { continue };
            let time = time.text(fix.date);
            let position = position_of(fix);
            let degrees =
                position.map(|p| [p.longitude, p.latitude].map(|angle| angle.to_string()));
            let [longitude, latitude] = match &degrees {
                Some([longitude, latitude]) => [Some(longitude.as_str()), Some(latitude.as_str())],
                None => [None, None],
            };
            let valid = |text: Option<&str>| text.filter(|_| position.is_some()).map(str::to_owned);
            let speed = fix.motion.speed.map(|speed| match speed {
                Speed::Knots(text) => text.to_owned(),
                Speed::KilometresPerHour(value) => (value / 1.852).to_string(),
            });
            let cells = [
                valid(fix.altitude),
                valid(speed.as_deref()),
                valid(fix.motion.course),
            ];
            let [altitude, speed, course] = cells.each_ref().map(Option::as_deref);
            records.push(
                fix.line,
                &[Some(&time), longitude, latitude, altitude, speed, course],
            )?;
        }
        let mut table = records.finish();
        let axes = if self.has_height() { 3 } else { 2 };
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
        Ok(table)
    }
}

/// The position of a fix that is valid: a receiver that has lost its fix may go on writing the last one.
fn position_of(fix: &Fix<'_>) -> Option<Position> {
    fix.position.filter(|_| !fix.is_void)
}

fn findings(
    framed: &Framed<'_>,
    skipped: &[u64],
    fixes: &[Fix<'_>],
    positions: &Positions,
) -> Vec<Finding> {
    let lines = |test: &dyn Fn(&Fix<'_>) -> bool| -> Vec<u64> {
        let fixes = fixes.iter().filter(|fix| test(fix));
        fixes.map(|fix| fix.line).collect()
    };
    let untimed = lines(&|fix| fix.time.is_none() && position_of(fix).is_some());
    let unchecked: Vec<u64> = framed
        .sentences
        .iter()
        .filter(|sentence| !sentence.is_checked)
        .map(|sentence| sentence.line)
        .collect();
    let estimated = lines(&|fix| fix.is_estimated && position_of(fix).is_some());
    let is_undated = fixes
        .iter()
        .any(|fix| fix.time.is_some() && fix.date.is_none());
    let note = |note| Finding::new(FindingKind::FormatNote(note), 1);
    let on_lines = |lines: &[u64], note| Finding::on_lines(FindingKind::FormatNote(note), lines);
    let without_height = !positions.has_height() && positions.with_altitude > 0;
    let some_altitudes = FormatNote::SomeAltitudes {
        with_altitude: positions.with_altitude,
        positions: positions.with_position,
    };
    let skipped_kind = FindingKind::RecordsSkipped(SkippedRecords::Sentences);
    [
        Finding::on_lines(FindingKind::VoidFix, &lines(&|fix| fix.is_void)),
        Finding::on_lines(FindingKind::PointWithoutTime, &untimed),
        Finding::on_lines(FindingKind::ChecksumWrong, &framed.checksum_wrong),
        Finding::on_lines(skipped_kind, skipped),
        on_lines(&framed.foreign, FormatNote::NoSentence),
        on_lines(&unchecked, FormatNote::WithoutChecksum),
        on_lines(&estimated, FormatNote::NotMeasured),
        is_undated.then(|| note(FormatNote::NmeaWithoutDate)),
        without_height.then(|| note(some_altitudes)),
    ]
    .into_iter()
    .flatten()
    .collect()
}
