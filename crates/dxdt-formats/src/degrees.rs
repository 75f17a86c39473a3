//! Longitudes and latitudes as people write them: with signs for degrees, minutes and seconds, and a letter for the side.

/// The degrees of a cell such as `33.9S`, `N 48.8°`, `33°54'12"S`, `33 54.2 S` or `-3.2°`; `None` of any other text, and
/// of a plain number.
///
/// ```
/// use dxdt_formats::read_degrees;
/// assert_eq!(read_degrees("33.9S"), Some(-33.9));
/// assert_eq!(read_degrees("E 18°24'36\""), Some(18.41));
/// assert_eq!(read_degrees("48.8°"), Some(48.8));
/// assert_eq!(read_degrees("48.8"), None);
/// assert_eq!(read_degrees("12 apples"), None);
/// ```
pub fn read_degrees(cell: &str) -> Option<f64> {
    let cell = cell.trim();
    let (rest, letter) = without_letter(cell)?;
    let rest = rest.trim();
    let (rest, is_negative) = match rest.strip_prefix(['-', '\u{2212}']) {
        Some(rest) => (rest, true),
        None => (rest.strip_prefix('+').unwrap_or(rest), false),
    };
    // A sign and a letter would contradict each other or say the same twice.
    if is_negative && letter.is_some() {
        return None;
    }
    let has_letter = letter.is_some();
    let is_mark = |c: char| {
        let is_dash = has_letter && c == '-';
        is_dash || "°º˚'′’\"″”:".contains(c) || c.is_whitespace()
    };
    let has_mark = rest.contains(is_mark);
    if letter.is_none() && !rest.contains(['°', 'º', '˚']) {
        return None;
    }
    let mut parts = rest.split(is_mark).filter(|part| !part.is_empty());
    let degrees = plain(parts.next()?)?;
    let mut value = degrees;
    let mut scale = 60.0;
    let mut before = degrees;
    for part in parts.by_ref().take(2) {
        let part = plain(part)?;
        if part >= 60.0 || before.fract() != 0.0 || !has_mark {
            return None;
        }
        value += part / scale;
        scale *= 60.0;
        before = part;
    }
    let is_west_or_south = is_negative || letter.is_some_and(|letter| "SW".contains(letter));
    (parts.next().is_none() && value <= 360.0).then_some(if is_west_or_south {
        -value
    } else {
        value
    })
}

/// Whether a letter names a side south or west (`true`), north or east (`false`).
pub fn is_negative_side(cell: &str) -> Option<bool> {
    match cell.trim() {
        "N" | "n" | "E" | "e" => Some(false),
        "S" | "s" | "W" | "w" => Some(true),
        _ => None,
    }
}

/// A text without the letter N, S, E or W before or behind it.
fn without_letter(cell: &str) -> Option<(&str, Option<char>)> {
    let side = |c: char| {
        let letter = c.to_ascii_uppercase();
        "NSEW".contains(letter).then_some(letter)
    };
    let (first, last) = (cell.chars().next()?, cell.chars().next_back()?);
    Some(match (side(first), side(last)) {
        (Some(letter), _) => (&cell[1..], Some(letter)),
        (None, Some(letter)) => (&cell[..cell.len() - 1], Some(letter)),
        (None, None) => (cell, None),
    })
}

/// Digits with or without a point, and nothing else.
fn plain(text: &str) -> Option<f64> {
    let is_plain = text
        .bytes()
        .all(|byte| byte.is_ascii_digit() || byte == b'.' || byte == b',');
    is_plain.then(|| text.replacen(',', ".", 1).parse().ok())?
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn degrees_are_read_in_every_form() {
        for (cell, degrees) in [
            ("33.5S", -33.5),
            ("S33.5", -33.5),
            ("33.5 S", -33.5),
            ("33°30'S", -33.5),
            ("33°30'00\"S", -33.5),
            ("33° 30′ 0″ S", -33.5),
            ("33 30 0 S", -33.5),
            ("33:30:00S", -33.5),
            ("33-30.0S", -33.5),
            ("-33.5°", -33.5),
            ("8,25°", 8.25),
            ("118.25e", 118.25),
        ] {
            assert_eq!(read_degrees(cell), Some(degrees), "{cell}");
        }
        for cell in [
            "",
            "S",
            "33.5",
            "-33.5S",
            "33°75'",
            "33.5°30'",
            "1 2 3 4 N",
            "33.5X",
            "east",
            "1e5",
        ] {
            assert_eq!(read_degrees(cell), None, "{cell}");
        }
    }
}
