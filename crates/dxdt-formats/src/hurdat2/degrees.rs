//! Longitudes and latitudes that say their half of the Earth by a letter.

/// `86.5W` as `-86.5`: north and east (the first of `marks`) positive, longitudes beyond 180° turned to the other
/// side, all on the digits as written. `None` where it is no such text or more than `limit` degrees.
pub(super) fn signed_degrees(cell: &str, marks: [char; 2], limit: i64) -> Option<String> {
    let number = cell.strip_suffix(marks)?.trim_end();
    let is_negative = cell.ends_with(marks[1]);
    let (whole, fraction) = number.split_once('.').unwrap_or((number, ""));
    let digits = [whole, fraction].concat();
    if whole.is_empty() || digits.len() > 15 || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let one = 10_i64.pow(fraction.len() as u32);
    let size: i64 = digits.parse().ok()?;
    if size > limit * one {
        return None;
    }
    let mut value = if is_negative { -size } else { size };
    if value < -180 * one {
        value += 360 * one;
    } else if value > 180 * one {
        value -= 360 * one;
    }
    let sign = if value < 0 { "-" } else { "" };
    let (whole, rest) = (value.abs() / one, value.abs() % one);
    Some(match fraction.len() {
        0 => format!("{sign}{whole}"),
        places => format!("{sign}{whole}.{rest:0places$}"),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_become_signs_and_digits_stay() {
        let longitude = |cell| signed_degrees(cell, ['E', 'W'], 360);
        for (cell, expected) in [
            ("86.5W", "-86.5"),
            ("0.0W", "0.0"),
            ("179.95 E", "179.95"),
            ("180.0W", "-180.0"),
            ("180.1W", "179.9"),
            ("200E", "-160"),
            ("359.05W", "0.95"),
        ] {
            assert_eq!(longitude(cell).as_deref(), Some(expected), "{cell}");
        }
        for cell in [
            "",
            "W",
            ".5W",
            "-1.0W",
            "86.5",
            "360.1W",
            "1.2.3E",
            "9999999999999999999E",
        ] {
            assert_eq!(longitude(cell), None, "{cell}");
        }
        assert_eq!(signed_degrees("90.1N", ['N', 'S'], 90), None);
    }
}
