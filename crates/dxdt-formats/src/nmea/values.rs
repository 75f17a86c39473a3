//! Numbers and positions in the fields of a sentence.

use super::super::day_time::are_digits;
use crate::hemisphere::sign;

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
    if fields == [""; 4] {
        return Some(None);
    }
    let [latitude, north, longitude, east] = fields;
    Some(Some(Position {
        longitude: degrees(longitude, 3, 180.0)? * sign(east, ["E", "W"])?,
        latitude: degrees(latitude, 2, 90.0)? * sign(north, ["N", "S"])?,
        digits: latitude.len() + longitude.len(),
    }))
}

/// Degrees of so many digits and minutes of two, perhaps with a point and digits.
fn degrees(text: &str, digits: usize, most: f64) -> Option<f64> {
    let (degrees, minutes) = text.split_at_checked(digits)?;
    let (whole, fraction) = minutes.split_once('.').unwrap_or((minutes, ""));
    let are_minutes = whole.len() == 2 && whole < "60" && are_digits(whole) && are_digits(fraction);
    if !are_digits(degrees) || !are_minutes {
        return None;
    }
    let degrees = degrees.parse::<f64>().ok()? + minutes.parse::<f64>().ok()? / 60.0;
    (degrees <= most).then_some(degrees)
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

    #[test]
    fn positions_end_at_the_poles_and_at_half_a_turn() {
        let read = |latitude, longitude| {
            let read = position([latitude, "S", longitude, "W"])??;
            Some((read.latitude, read.longitude))
        };
        assert_eq!(read("9000.000", "18000"), Some((-90.0, -180.0)));
        assert_eq!(
            read("8959.5", "17959.5"),
            Some((-89.99166666666666, -179.99166666666667))
        );
        assert_eq!(read("9000.001", "18000"), None);
        assert_eq!(read("9000", "18000.001"), None);
        assert_eq!(read("0060", "00000"), None);
        assert_eq!(read("0000", "00060"), None);
        assert_eq!(position(["", "", "", ""]), Some(None));
        assert_eq!(position(["", "N", "", "E"]), None);
        assert_eq!(position(["0000", "n", "00000", "E"]), None);
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
