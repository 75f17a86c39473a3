//! Numbers and positions in the fields of a sentence.

use nmea::{NmeaSentence, SentenceType, sentences::parse_gll};

use super::super::day_time::are_digits;

/// Longitude and latitude in degrees.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Position {
    pub longitude: f64,
    pub latitude: f64,
    /// How long the texts are: the longer, the finer.
    pub digits: usize,
}

/// An empty field is `Some(None)`, one that cannot be understood is `None`.
pub(super) fn optional<'a, T>(
    field: &'a str,
    read: impl Fn(&'a str) -> Option<T>,
) -> Option<Option<T>> {
    if field.is_empty() {
        return Some(None);
    }
    read(field).map(Some)
}

/// Digits with a sign or a point, as the standard has numbers: no exponent, no infinity.
pub(super) fn number(field: &str) -> Option<&str> {
    let digits = field.strip_prefix(['+', '-']).unwrap_or(field);
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let is_number = are_digits(whole) && are_digits(fraction) && whole.len() + fraction.len() > 0;
    is_number.then_some(field)
}

/// `ddmm.mm,N,dddmm.mm,E`; none where all four are empty.
pub(super) fn position(fields: [&str; 4]) -> Option<Option<Position>> {
    let [latitude, _, longitude, _] = fields;
    let is_angle = |text: &str, degrees: usize| {
        let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
        let is_whole = whole.len() == degrees + 2 && are_digits(whole) && are_digits(fraction);
        let minutes = whole.get(degrees..).and_then(|m| m.parse::<u8>().ok());
        is_whole && minutes.is_some_and(|minutes| minutes < 60)
    };
    if fields == [""; 4] {
        return Some(None);
    }
    // The library would read signs, exponents and more than 60 minutes.
    if !is_angle(latitude, 2) || !is_angle(longitude, 3) {
        return None;
    }
    // A GLL is hardly more than its position, so that it serves for those of all sentences.
    let data = format!("{},,A,", fields.join(","));
    let read = parse_gll(NmeaSentence {
        talker_id: "GP",
        message_id: SentenceType::GLL,
        data: &data,
        checksum: 0,
    });
    let (degrees_north, degrees_east) =
        read.ok().and_then(|gll| gll.latitude.zip(gll.longitude))?;
    (degrees_north.abs() <= 90.0 && degrees_east.abs() <= 180.0).then_some(Some(Position {
        longitude: degrees_east,
        latitude: degrees_north,
        digits: latitude.len() + longitude.len(),
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_plain() {
        for text in ["0", "152.6", "-26.294", "+1", ".5", "5.", "000.5"] {
            assert_eq!(number(text), Some(text));
            assert!(text.parse::<f64>().is_ok());
        }
        for text in [
            "", ".", "-", "1e3", "inf", "NaN", "1,5", "--1", "1.2.3", " 1",
        ] {
            assert_eq!(number(text), None, "{text}");
        }
    }

    proptest::proptest! {
        #[test]
        fn positions_keep_all_their_digits(
            degrees in 0_u32..180, minutes in 0_u32..60, millionths in 0_u32..1_000_000, is_west: bool,
        ) {
            let longitude = format!("{degrees:03}{minutes:02}.{millionths:06}");
            let east = if is_west { "W" } else { "E" };
            let read = position(["0000.0", "N", &longitude, east]).unwrap().unwrap();
            let all = u64::from(degrees * 60 + minutes) * 1_000_000 + u64::from(millionths);
            let expected = all as f64 / 60e6 * if is_west { -1.0 } else { 1.0 };
            // Two roundings of the sum apart.
            proptest::prop_assert!((read.longitude - expected).abs() <= 2.0 * f64::EPSILON * 128.0);
        }
    }
}
