//! How numbers are written with commas: as a decimal mark, or between thousands.

use super::split::Delimiter;

/// What a comma in a number means.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Numerals {
    /// It is the decimal mark; a point stands between thousands.
    pub decimal_comma: bool,
    /// It stands between thousands: `1,001`.
    pub thousands_comma: bool,
}

impl Numerals {
    /// Finds out from rows: the cells of a column tell together.
    pub(super) fn of(rows: &[Vec<String>], delimiter: Delimiter) -> Self {
        let width = rows.iter().map(Vec::len).max().unwrap_or(0);
        let columns = (0..width).map(|column| CommaUse::of(rows, column));
        let mut columns: Vec<CommaUse> = columns.collect();
        if has_points(rows) {
            // Where points are decimal, commas are not.
            for comma in &mut columns {
                if *comma == CommaUse::Either {
                    *comma = CommaUse::Thousands;
                }
            }
        }
        let has = |wanted: CommaUse| columns.contains(&wanted);
        let thousands_comma = has(CommaUse::Thousands) && !has(CommaUse::Decimal);
        let may_be_decimal = has(CommaUse::Decimal) || has(CommaUse::Either);
        Self {
            thousands_comma,
            decimal_comma: !thousands_comma
                && match delimiter {
                    // In quotes, which no program puts around 1.001 thousands of a column alone.
                    Delimiter::Byte(b',') => has(CommaUse::Decimal) && !has_points(rows),
                    _ => may_be_decimal,
                },
        }
    }
}

/// Whether any cell is a number with a decimal point.
fn has_points(rows: &[Vec<String>]) -> bool {
    let has_point = |cell: &String| cell.contains('.') && cell.parse::<f64>().is_ok();
    rows.iter().flatten().any(has_point)
}

/// What the commas in the cells of a column can be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum CommaUse {
    None,
    Decimal,
    Thousands,
    /// Three digits behind each, and nothing that tells.
    Either,
}

impl CommaUse {
    fn of(rows: &[Vec<String>], column: usize) -> Self {
        let cells = || {
            rows.iter()
                .filter_map(|row| row.get(column))
                .map(String::as_str)
        };
        let mut commas = cells().filter(|cell| is_comma_number(cell)).peekable();
        if commas.peek().is_none() {
            return Self::None;
        }
        if !commas.all(|cell| is_grouped(cell, b',', b'.')) {
            return Self::Decimal;
        }
        let values = |comma: &str| -> Vec<f64> {
            let number = |cell: &str| cell.replace(',', comma).parse::<f64>().ok();
            cells().filter_map(number).collect()
        };
        let is_sure = |cell: &str| cell.contains('.') || cell.matches(',').count() > 1;
        let has_two = cells().any(|cell| is_grouped(cell, b',', b'.') && is_sure(cell));
        let has_plain = cells().any(|cell| !cell.contains(',') && cell.parse::<f64>().is_ok());
        if has_two || (has_plain && largest_step(&values("")) < largest_step(&values("."))) {
            Self::Thousands
        } else {
            Self::Either
        }
    }
}

fn largest_step(values: &[f64]) -> f64 {
    let steps = values.windows(2).map(|pair| (pair[1] - pair[0]).abs());
    steps.fold(0.0, f64::max)
}

/// Digits with a comma between them, and perhaps an exponent.
fn is_comma_number(cell: &str) -> bool {
    if cell.contains(',') && is_grouped(cell, b',', b'.') {
        return true;
    }
    let (whole, fraction) = cell.split_once(',').unwrap_or((cell, ""));
    let whole = whole.trim_start_matches(['+', '-']);
    let is_whole = whole.bytes().all(|byte| byte.is_ascii_digit()) || is_grouped(whole, b'.', b',');
    is_whole
        && fraction.starts_with(|c: char| c.is_ascii_digit())
        && fraction
            .bytes()
            .all(|byte| byte.is_ascii_digit() || b"eE+-,".contains(&byte))
}

/// Whether a number has marks between its thousands: one to three digits, then groups of three, then perhaps decimals.
pub(super) fn is_grouped(cell: &str, mark: u8, decimal: u8) -> bool {
    let digits = cell.trim_start_matches(['+', '-']).as_bytes();
    let whole = digits
        .split(|byte| *byte == decimal)
        .next()
        .unwrap_or_default();
    let fraction = digits.get(whole.len() + 1..).unwrap_or_default();
    let all_digits = |part: &[u8]| part.iter().all(u8::is_ascii_digit);
    let mut groups = whole.split(|byte| *byte == mark);
    let first = groups.next().unwrap_or_default();
    let mut others = groups.peekable();
    (1..=3).contains(&first.len())
        && first[0] != b'0'
        && all_digits(first)
        && others.peek().is_some()
        && others.all(|group| group.len() == 3 && all_digits(group))
        && all_digits(fraction)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(delimiter: u8, column: &str) -> (bool, bool) {
        let rows: Vec<Vec<String>> = column
            .split(' ')
            .map(|cell| vec![cell.to_owned()])
            .collect();
        let numerals = Numerals::of(&rows, Delimiter::Byte(delimiter));
        (numerals.decimal_comma, numerals.thousands_comma)
    }

    #[test]
    fn commas_are_told_apart() {
        assert_eq!(of(b';', "1,25 3"), (true, false));
        assert_eq!(of(b';', "999,5 1.000 1.000,5"), (true, false));
        assert_eq!(of(b';', "0,500 1,001"), (true, false));
        assert_eq!(of(b';', "995 998 1,001"), (false, true));
        assert_eq!(of(b',', "995 998 1,001"), (false, true));
        assert_eq!(of(b';', "1,001 1,002"), (true, false));
        assert_eq!(of(b',', "1,001 1,002"), (false, false));
        assert_eq!(of(b'\t', "1,234,567 2"), (false, true));
        assert_eq!(of(b';', "1.25 3"), (false, false));
    }

    #[test]
    fn thousands_come_in_threes() {
        let is = |cell| is_grouped(cell, b'.', b',');
        assert!(is("1.000") && is("-12.345.678,5") && is("1.002,50"));
        assert!(!is("1.00") && !is("1000.000") && !is("0.500") && !is("1,5") && !is("1000"));
    }
}
