//! In which ways all instants of a column can be written to give the texts that it has.

use super::offset::UtcOffset;
use super::stamp::Stamp;
use super::write::Iso8601Writer;

/// The ways of writing instants as ISO 8601 that give the texts of some cells: with one offset, and one of some numbers
/// of digits that are written at least. Where there is one for all cells, their timestamps are enough to have the texts back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InstantStyles {
    /// `None` while no cell has been seen.
    offset: Option<Option<UtcOffset>>,
    least_digits: u8,
    most_digits: u8,
}

impl Default for InstantStyles {
    /// Of no cells: all ways.
    fn default() -> Self {
        Self {
            offset: None,
            least_digits: 0,
            most_digits: 9,
        }
    }
}

impl InstantStyles {
    /// Of instants with all their digits and none more.
    pub fn shortest(offset: Option<UtcOffset>) -> Self {
        Self {
            offset: Some(offset),
            least_digits: 0,
            most_digits: 0,
        }
    }

    /// Of a timestamp that is written with the digits and the offset of its text.
    pub fn of_stamp(stamp: &Stamp) -> Self {
        let digits = stamp.fraction_digits;
        let is_padded = digits > 0
            && stamp
                .nanoseconds
                .unsigned_abs()
                .is_multiple_of(10_u64.pow(10 - u32::from(digits)));
        Self {
            offset: Some(stamp.offset),
            least_digits: if is_padded { digits } else { 0 },
            most_digits: digits,
        }
    }

    /// Of a cell that is [ISO 8601](Stamp::is_iso8601), with the timestamp that was read from it; `None` where writing the
    /// timestamp gives another text.
    pub fn of_cell(cell: &str, stamp: &Stamp) -> Option<Self> {
        let digits = usize::from(stamp.fraction_digits);
        let of_fraction = if digits == 0 { 0 } else { 1 + digits };
        let of_offset = match stamp.offset {
            None => 0,
            Some(UtcOffset::UTC) => 1,
            Some(_) => 6,
        };
        let is_leap_second = cell.as_bytes().get(17) == Some(&b'6');
        // What is left: digits beyond the ninth, and other words for an offset of zero.
        let is_as_written = stamp.is_iso8601
            && cell.len() == 19 + of_fraction + of_offset
            && !is_leap_second
            && !cell.ends_with("-00:00");
        is_as_written.then(|| Self::of_stamp(stamp))
    }

    /// The ways that are right for both; `None` where there is none.
    pub fn and(self, other: Self) -> Option<Self> {
        let offset = match (self.offset, other.offset) {
            (Some(one), Some(two)) if one != two => return None,
            (one, two) => one.or(two),
        };
        let both = Self {
            offset,
            least_digits: self.least_digits.max(other.least_digits),
            most_digits: self.most_digits.min(other.most_digits),
        };
        (both.least_digits <= both.most_digits).then_some(both)
    }

    /// Appends the text of a timestamp.
    pub fn write(self, out: &mut String, nanoseconds: i64) {
        self.write_after(&mut Iso8601Writer::default(), out, nanoseconds);
    }

    /// Appends the text of a timestamp after others.
    pub fn write_after(self, writer: &mut Iso8601Writer, out: &mut String, nanoseconds: i64) {
        let offset = self.offset.flatten();
        writer.write(out, nanoseconds, self.least_digits, offset);
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::{StampFormat, StampHints, write_iso8601};
    use super::*;

    /// The styles of all cells.
    fn styles(cells: &[&str]) -> Option<InstantStyles> {
        let format = StampFormat::detect(cells.iter().copied(), &StampHints::default()).unwrap();
        let mut styles = Some(InstantStyles::default());
        for cell in cells {
            let stamp = format.parse(cell).unwrap();
            let own = InstantStyles::of_cell(cell, &stamp);
            assert_eq!(own.is_some(), stamp.to_iso8601() == *cell, "{cell}");
            styles = styles.and_then(|known| known.and(own?));
        }
        styles
    }

    #[test]
    fn texts_have_one_style_or_none() {
        let of_digits =
            |cells: &[&str]| styles(cells).map(|styles| (styles.least_digits, styles.most_digits));
        let day = |time: &str| format!("2026-11-24T{time}");
        let times = |times: &[&str]| {
            let cells: Vec<String> = times.iter().map(|time| day(time)).collect();
            of_digits(&cells.iter().map(String::as_str).collect::<Vec<_>>())
        };
        assert_eq!(times(&["12:00:00", "12:00:00.5"]), Some((0, 0)));
        assert_eq!(times(&["12:00:00.50", "12:00:00.25"]), Some((2, 2)));
        assert_eq!(times(&["12:00:00.125", "12:00:00.25"]), Some((0, 2)));
        assert_eq!(times(&["12:00:00.500", "12:00:00.25"]), None);
        assert_eq!(times(&["12:00:00Z", "12:00:00+00:00"]), None);
        assert_eq!(times(&["12:00:00Z", "12:00:01.5Z"]), Some((0, 0)));
        // Other texts of the same instant.
        for other in [
            "12:00:00-00:00",
            "12:00:00.1234567890",
            "12:00:00.12345678901",
            "12:00:60",
        ] {
            assert_eq!(times(&[other]), None, "{other}");
        }
    }

    proptest! {
        #[test]
        fn a_style_gives_the_texts_back(
            stamps in proptest::collection::vec((any::<i64>(), 0..10_u32), 1..8),
            digits in 0..10_u8,
            minutes in proptest::option::of(-1439..1440_i16),
        ) {
            let offset = minutes.and_then(UtcOffset::from_minutes);
            let cells: Vec<String> = stamps
                .iter()
                .map(|(stamp, zeros)| {
                    let mut text = String::new();
                    let power = 10_i64.pow(*zeros);
                    write_iso8601(&mut text, stamp / power * power, digits, offset);
                    text
                })
                .collect();
            let cells: Vec<&str> = cells.iter().map(String::as_str).collect();
            let styles = styles(&cells).unwrap();
            let format = StampFormat::detect(cells.iter().copied(), &StampHints::default()).unwrap();
            for cell in cells {
                let mut text = String::new();
                styles.write(&mut text, format.parse(cell).unwrap().nanoseconds);
                prop_assert_eq!(&text, cell);
            }
        }
    }
}
