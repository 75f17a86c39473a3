//! The records of an IGC file that matter here: fixes (B), their extensions (I) and the date (HFDTE).

use crate::hemisphere::sign;
use std::ops::Range;

use chrono::NaiveDate;

use super::super::day_time::{TimeOfDay, are_digits, read_date};

/// A fix.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Fix<'a> {
    pub line: u64,
    pub time: TimeOfDay<'a>,
    pub date: Option<NaiveDate>,
    /// In degrees.
    pub longitude: f64,
    /// In degrees.
    pub latitude: f64,
    /// The fix is three-dimensional.
    pub is_valid: bool,
    /// In metres, by the standard atmosphere.
    pub pressure_altitude: i32,
    /// In metres above the ellipsoid; 0 where the recorder does not know it.
    pub gnss_altitude: i32,
}

// Of a fix without extensions.
const LENGTH: usize = 35;

impl<'a> Fix<'a> {
    /// Reads a B record, `BhhmmssddmmmmmNdddmmmmmEA` and two altitudes of five digits; `None` where it is malformed.
    pub fn read(line: u64, record: &'a [u8], extensions: &Extensions) -> Option<Self> {
        let text = ascii(record).filter(|text| text.len() >= LENGTH)?;
        let digits = |range: &Option<Range<usize>>| {
            let digits = range.clone().map(|range| text.get(range));
            digits.unwrap_or(Some("")).filter(|text| are_digits(text))
        };
        let latitude = [&text[7..9], &text[9..14], digits(&extensions.latitude)?];
        let longitude = [&text[15..18], &text[18..23], digits(&extensions.longitude)?];
        Some(Self {
            line,
            time: TimeOfDay::read(&text[1..7])?.with_fraction(digits(&extensions.seconds)?)?,
            date: None,
            longitude: degrees(longitude, 180.0)? * sign(&text[23..24], ["E", "W"])?,
            latitude: degrees(latitude, 90.0)? * sign(&text[14..15], ["N", "S"])?,
            is_valid: match &text[24..25] {
                "A" => true,
                "V" => false,
                _ => return None,
            },
            pressure_altitude: metres(&text[25..30])?,
            gnss_altitude: metres(&text[30..LENGTH])?,
        })
    }
}

fn ascii(record: &[u8]) -> Option<&str> {
    let text = std::str::from_utf8(record).ok();
    text.filter(|text| text.is_ascii())
}

/// Degrees, thousandths of a minute and the decimals after them, rounded once.
fn degrees([whole, thousandths, decimals]: [&str; 3], most: f64) -> Option<f64> {
    if ![whole, thousandths, decimals].into_iter().all(are_digits) || thousandths >= "60000" {
        return None;
    }
    // Six decimals more are a tenth of a nanometre.
    let decimals = decimals.get(..6).unwrap_or(decimals);
    let number = |digits: &str| {
        let digits = digits.bytes().map(|digit| u64::from(digit - b'0'));
        digits.fold(0, |sum, digit| sum * 10 + digit)
    };
    let scale = 10_u64.pow(decimals.len() as u32);
    let minutes = (number(whole) * 60_000 + number(thousandths)) * scale + number(decimals);
    let degrees = minutes as f64 / (60_000 * scale) as f64;
    (degrees <= most).then_some(degrees)
}

/// Five digits, or a minus sign and four.
fn metres(text: &str) -> Option<i32> {
    let digits = text.strip_prefix('-').unwrap_or(text);
    are_digits(digits).then(|| text.parse().ok())?
}

/// Where in a fix its extensions are.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Extensions {
    /// Decimals of the second, TDS.
    seconds: Option<Range<usize>>,
    /// Decimals of the minute of latitude beyond the third, LAD.
    latitude: Option<Range<usize>>,
    /// Decimals of the minute of longitude beyond the third, LOD.
    longitude: Option<Range<usize>>,
}

impl Extensions {
    /// Reads an I record, `I` and how many there are, then of each its first and last byte and its name of three
    /// letters; `None` where it is malformed.
    pub fn read(record: &[u8]) -> Option<Self> {
        let text = ascii(record)?;
        let (count, definitions) = text.get(1..)?.split_at_checked(2)?;
        if definitions.len() != 7 * count.parse::<usize>().ok()? {
            return None;
        }
        let mut extensions = Self::default();
        for at in (0..definitions.len()).step_by(7) {
            let byte = |at: usize| definitions[at..at + 2].parse::<usize>().ok();
            let (first, last) = (byte(at)?, byte(at + 2)?);
            if last < first {
                return None;
            }
            let place = match &definitions[at + 4..at + 7] {
                "TDS" => &mut extensions.seconds,
                "LAD" => &mut extensions.latitude,
                "LOD" => &mut extensions.longitude,
                _ => continue,
            };
            // Bytes are counted from 1.
            if first <= LENGTH {
                return None;
            }
            *place = Some(first - 1..last);
        }
        Some(extensions)
    }
}

/// The date of an H record, `HFDTE030416` or `HFDTEDATE:030416,01`: `None` where the record is about something else,
/// `Some(None)` where the date is malformed.
pub(super) fn read_date_record(record: &[u8]) -> Option<Option<NaiveDate>> {
    let [b'H', source, b'D', b'T', b'E', rest @ ..] = record else {
        return None;
    };
    // What stands after the date may be in any encoding.
    let rest = String::from_utf8_lossy(rest);
    (source.is_ascii() && !rest.is_empty()).then(|| {
        let data = rest.split_once(':').map_or(&*rest, |(_, data)| data);
        let date = data.split(',').next().unwrap_or_default();
        read_date(date.trim())
    })
}

/// Whether a line begins as a header: `H`, who gave it, and three letters or digits.
pub(super) fn is_header(line: &[u8]) -> bool {
    match line {
        [b'H', b'F' | b'O' | b'P' | b'S', a, b, c, ..] => [a, b, c]
            .iter()
            .all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit()),
        _ => false,
    }
}

/// Whether a line begins as a fix: `B`, the time and the latitude.
pub(super) fn is_fix(line: &[u8]) -> bool {
    match line.split_first_chunk::<15>() {
        Some(([b'B', digits @ .., b'N' | b'S'], _)) => digits.iter().all(u8::is_ascii_digit),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FIX: &str = "B1200004612584N01249706EA0098801046";

    fn read(record: &str) -> Option<Fix<'_>> {
        Fix::read(1, record.as_bytes(), &Extensions::default())
    }

    #[test]
    fn fixes_are_read_with_all_their_digits() {
        let fix = read(FIX).unwrap();
        assert_eq!(fix.time.text(None), "12:00:00");
        assert_eq!(fix.latitude, 46.0 + 12.584 / 60.0);
        assert_eq!(fix.longitude, 12.0 + 49.706 / 60.0);
        assert_eq!((fix.pressure_altitude, fix.gnss_altitude), (988, 1046));
        let south = read("B2359590000001S17959999WV-001299999SIU").unwrap();
        assert_eq!((south.latitude, south.is_valid), (-0.001 / 60.0, false));
        assert_eq!(
            (south.pressure_altitude, south.gnss_altitude),
            (-12, 99_999)
        );
    }

    #[test]
    fn extensions_add_digits() {
        let extensions = Extensions::read(b"I043638FXA3941TDS4242LAD4343LOD").unwrap();
        let record = format!("{FIX}0152504{}", 7);
        let fix = Fix::read(1, record.as_bytes(), &extensions).unwrap();
        assert_eq!(fix.time.text(None), "12:00:00.250");
        assert_eq!(fix.latitude, (46.0 * 600_000.0 + 125_844.0) / 600_000.0);
        assert_eq!(fix.longitude, (12.0 * 600_000.0 + 497_067.0) / 600_000.0);
        // A fix that ends before its extensions, or has none of their digits, is cut.
        assert_eq!(Fix::read(1, FIX.as_bytes(), &extensions), None);
        assert_eq!(
            Fix::read(1, format!("{FIX}015    ").as_bytes(), &extensions),
            None
        );
    }

    #[test]
    fn malformed_records_are_nothing() {
        for record in [
            "B",
            "B1200004612584N01249706EA009880104",
            "B2400004612584N01249706EA0098801046",
            "B1260004612584N01249706EA0098801046",
            "B1200614612584N01249706EA0098801046",
            "B1200004660000N01249706EA0098801046",
            "B1200009000001N01249706EA0098801046",
            "B1200004612584N18000001EA0098801046",
            "B1200004612584X01249706EA0098801046",
            "B1200004612584N01249706XA0098801046",
            "B1200004612584N01249706EX0098801046",
            "B12000046+2584N01249706EA0098801046",
            "B1200004612584N0124970 EA0098801046",
            "B1200004612584N01249706EA00 8801046",
            "B1200004612584N01249706EA00988+1046",
            "B120000461258éN01249706EA0098801046",
        ] {
            assert_eq!(read(record), None, "{record}");
        }
        for record in [
            "I",
            "I01",
            "I013638",
            "I0x3638FXA",
            "I013938TDS",
            "I013536TDS",
            "I010001TDS",
            "I01é638TD",
        ] {
            assert_eq!(Extensions::read(record.as_bytes()), None, "{record}");
        }
        assert_eq!(Extensions::read(b"I013536FXA"), Some(Extensions::default()));
    }

    #[test]
    fn dates_are_read_in_both_writings() {
        let date = |record: &[u8]| read_date_record(record).map(|date| date.map(|d| d.to_string()));
        for record in [
            &b"HFDTE030416"[..],
            b"HFDTEDATE:030416,01",
            b"HFDTEDATE: 030416 , 2",
            b"HODTE030416",
        ] {
            assert_eq!(date(record), Some(Some("2016-04-03".to_owned())));
        }
        assert_eq!(date(b"HFDTE310299"), Some(None));
        assert_eq!(date(b"HFDTE310187"), Some(Some("1987-01-31".to_owned())));
        assert_eq!(date(b"HFDTEDATE:"), Some(None));
        for other in [
            &b"H"[..],
            b"HFDTE",
            b"HFPLTPILOT: J\xfcrgen",
            b"HF\xfcTE030416",
        ] {
            assert_eq!(date(other), None, "{}", other.escape_ascii());
        }
    }
}
