//! Lines of the text formats, and what their readers ask of a line.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{BufRead, BufReader};

use dxdt_motion::error::{Error, Result, excerpt};
use dxdt_time::is_missing;

use super::input::Input;
use super::source::unreadable;
use super::spool::{STRIDE, SpoolRoom};

/// A line of a file, counted from 1.
#[derive(Debug, Clone, Copy)]
pub(super) struct Line<'a> {
    pub number: u64,
    pub text: &'a str,
}

/// The lines of a text, without their ends and the spaces around them.
pub(super) fn lines(text: &str) -> impl Iterator<Item = Line<'_>> + Clone {
    whole_lines(text).map(|line| Line {
        text: line.text.trim(),
        ..line
    })
}

/// The lines of a text, without their ends only.
pub(super) fn whole_lines(text: &str) -> impl Iterator<Item = Line<'_>> + Clone {
    let lines = (1..).zip(text.lines());
    lines.map(|(number, text)| Line { number, text })
}

/// Those of some lines that a file has, by their numbers and without their ends. It is read to the last of them, and kept
/// in `room` meanwhile where it has to be unpacked.
///
/// # Errors
/// A file that cannot be read.
pub fn some_lines(
    path: &str,
    numbers: &BTreeSet<u64>,
    room: &SpoolRoom,
) -> Result<BTreeMap<u64, String>> {
    let failed = |error: std::io::Error| unreadable(path, &error);
    let input = Input::open(path, room, &|_| Ok(()))?;
    let mut text = BufReader::with_capacity(STRIDE, input.content.from(0));
    let mut found = BTreeMap::new();
    let mut next = 1;
    for &number in numbers {
        while next < number && text.skip_until(b'\n').map_err(failed)? > 0 {
            next += 1;
        }
        let mut line = Vec::new();
        text.read_until(b'\n', &mut line).map_err(failed)?;
        next += 1;
        let line = std::str::from_utf8(&line).unwrap_or_default();
        let line = match number {
            1 => line.strip_prefix('\u{feff}').unwrap_or(line),
            _ => line,
        };
        found.extend(line.lines().next().map(|line| (number, line.to_owned())));
    }
    Ok(found)
}

/// The first line of a file's start that is not blank, without a byte-order mark.
pub(super) fn first_line(start: &[u8]) -> &[u8] {
    let start = start.strip_prefix(b"\xef\xbb\xbf").unwrap_or(start);
    let start = start.trim_ascii_start();
    let end = memchr::memchr2(b'\r', b'\n', start).unwrap_or(start.len());
    start[..end].trim_ascii_end()
}

impl<'a> Line<'a> {
    /// An error at this line.
    pub fn error(self, what: impl Into<String>) -> Error {
        Error::new(what).at_line(self.number)
    }

    /// The error of a line that is not what stands at its place in the format.
    pub fn unexpected(self, expected: &str) -> Error {
        self.error(format!(
            "found '{}' instead of {expected}",
            excerpt(self.text)
        ))
    }

    /// A field that must be a finite number, as it is written.
    pub fn number(self, field: &'a str, column: &str) -> Result<&'a str> {
        let field = field.trim();
        match field.parse::<f64>() {
            Ok(value) if value.is_finite() => Ok(field),
            _ => {
                let what = format!("'{}' is not a number", excerpt(field));
                let error = self.error(what).in_column(column);
                Err(error.advise("correct the value"))
            }
        }
    }

    /// A field that may be empty or a word for a missing value, and must be a number otherwise.
    pub fn number_or_missing(self, field: &'a str, column: &str) -> Result<Option<&'a str>> {
        if is_missing(field) {
            return Ok(None);
        }
        self.number(field, column).map(Some)
    }
}

#[cfg(test)]
pub(super) mod testing {
    //! What the tests of the text formats share.

    use proptest::{collection::vec, prelude::*, sample::Index};

    use super::super::{LogFormat, RecordTable, Source};
    use dxdt_motion::finding::FindingKind;

    fn source(text: impl Into<Vec<u8>>) -> Source {
        Source::from_bytes("log".into(), text.into()).unwrap()
    }

    /// What a format's reader makes of a text, however its lines end and with or without a byte-order mark.
    pub fn read(format: &dyn LogFormat, text: &str) -> RecordTable {
        let windows = format!("\u{feff}{}", text.replace('\n', "\r\n"));
        assert!(format.recognises(text.as_bytes()) && format.recognises(windows.as_bytes()));
        let table = format.read(&source(text)).unwrap();
        let same = format.read(&source(windows)).unwrap();
        assert_eq!(
            (&table.columns, &table.places),
            (&same.columns, &same.places)
        );
        table
    }

    /// The sentence of the error that a text gives.
    pub fn error_of(format: &dyn LogFormat, text: &str) -> String {
        format.read(&source(text)).unwrap_err().to_string()
    }

    /// The cells of a column, empty where there is none.
    pub fn cells(table: &RecordTable, name: &str) -> Vec<String> {
        let index = table
            .names()
            .iter()
            .position(|known| known == name)
            .unwrap();
        let rows = table.sample(table.height()).unwrap();
        rows.into_iter()
            .map(|mut row| row.swap_remove(index))
            .collect()
    }

    /// A table's findings, with their counts.
    pub fn found(table: &RecordTable) -> Vec<(FindingKind, u64)> {
        let findings = table.findings.iter();
        findings
            .map(|finding| (finding.kind.clone(), finding.count))
            .collect()
    }

    /// A change to a text: where, what byte, and which of the changes below.
    type Change = (Index, u8, u8);

    /// Changes that damage a text: bytes and lines that are replaced, left out, written twice, or a text cut off.
    pub fn changes() -> impl Strategy<Value = Vec<Change>> {
        vec(
            (
                any::<Index>(),
                prop_oneof![any::<u8>(), b' '..=b'~'],
                0..7_u8,
            ),
            1..6,
        )
    }

    /// Reads a damaged text to the end; whatever comes out, it must not panic.
    pub fn survives(format: &'static dyn LogFormat, text: &str, changes: &[Change]) {
        let mut bytes = text.as_bytes().to_vec();
        for &(place, byte, change) in changes {
            if bytes.is_empty() {
                break;
            }
            let at = place.index(bytes.len());
            let line = at..memchr::memchr(b'\n', &bytes[at..]).map_or(bytes.len(), |n| at + n + 1);
            match change {
                0 => bytes[at] = byte,
                1 => bytes.insert(at, byte),
                2 => drop(bytes.remove(at)),
                3 => bytes.truncate(at),
                4 => drop(bytes.drain(line)),
                5 => {
                    let again = bytes[line].to_vec();
                    bytes.splice(at..at, again);
                }
                _ => bytes[at] = *b"\0\n\t,=-.9".get(usize::from(byte) % 8).unwrap_or(&b'0'),
            }
        }
        let Ok(source) = Source::from_bytes("log".into(), bytes) else {
            return;
        };
        if let Ok(table) = format.read(&source) {
            assert!(
                table
                    .columns
                    .iter()
                    .all(|column| column.len() == table.height())
            );
            assert!(
                table
                    .parts
                    .is_none_or(|parts| parts.len() == table.columns[0].len())
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_counted_and_trimmed() {
        let found: Vec<_> = lines(" a \r\n\r\nb").map(|l| (l.number, l.text)).collect();
        assert_eq!(found, [(1, "a"), (2, ""), (3, "b")]);
        assert_eq!(first_line(b"\xef\xbb\xbf\r\n one \r\ntwo"), b"one");
        assert_eq!(first_line(b""), b"");
    }

    #[test]
    fn some_lines_are_those_of_the_text() {
        let text = "\u{feff}t,x\r\n\n0,1\r\n\r1,2\r";
        let folder = tempfile::tempdir().unwrap();
        let (plain, packed) = (folder.path().join("a"), folder.path().join("b"));
        std::fs::write(&plain, text).unwrap();
        let packed_text = super::super::decompress::tests::gzipped(text.as_bytes());
        std::fs::write(&packed, packed_text).unwrap();
        let room = SpoolRoom::in_folder(folder.path());
        for path in [plain, packed] {
            let path = path.display().to_string();
            for numbers in [&[1, 2, 3, 4, 5, 9][..], &[3, 4], &[2], &[4], &[5, 6], &[]] {
                let numbers: BTreeSet<u64> = numbers.iter().copied().collect();
                let lines = whole_lines(text.strip_prefix('\u{feff}').unwrap());
                let expected: BTreeMap<u64, String> = lines
                    .filter(|line| numbers.contains(&line.number))
                    .map(|line| (line.number, line.text.to_owned()))
                    .collect();
                assert_eq!(some_lines(&path, &numbers, &room).unwrap(), expected);
            }
        }
    }

    #[test]
    fn fields_are_finite_numbers() {
        let line = Line {
            number: 7,
            text: "",
        };
        assert_eq!(line.number(" 1e3 ", "x").unwrap(), "1e3");
        for field in ["inf", "NaN", "1,5", "", "0x1"] {
            assert!(line.number(field, "x").is_err(), "{field}");
        }
        assert_eq!(line.number_or_missing(" NaN", "x").unwrap(), None);
        assert_eq!(
            line.number("far", "x").unwrap_err().to_string(),
            "line 7, column 'x': 'far' is not a number; correct the value"
        );
    }
}
