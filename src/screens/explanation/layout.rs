//! Columns and numbers of an explanation.

use dxdt_motion::error::printable;
use dxdt_motion::words::WIDEST;

/// Rows of cells as lines: each column as wide as its widest cell, aligned right but for those from `left` on. Lines
/// are indented by two.
pub(crate) fn aligned(rows: &[Vec<String>], left: usize) -> Vec<String> {
    let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
    let width_of = |column: usize| {
        let cells = rows.iter().filter_map(|row| row.get(column));
        let widest = cells.map(|cell| cell.chars().count()).max();
        widest.unwrap_or(0).min(WIDEST)
    };
    let widths: Vec<usize> = (0..columns).map(width_of).collect();
    let line = |row: &Vec<String>| {
        let cells = row.iter().zip(&widths).enumerate();
        let cells = cells.map(|(column, (cell, &width))| {
            if column >= left {
                format!("{cell:<width$}")
            } else {
                format!("{cell:>width$}")
            }
        });
        let cells: Vec<String> = cells.collect();
        format!("  {}", cells.join("  ")).trim_end().to_owned()
    };
    rows.iter().map(line).collect()
}

/// Whether all lines are narrow enough.
pub(crate) fn fits(lines: &[String], width: usize) -> bool {
    lines.iter().all(|line| line.chars().count() <= width)
}

/// A text in at most so many characters, printable.
pub(crate) fn cut(text: &str, most: usize) -> String {
    let shown = printable(text);
    match shown.char_indices().nth(most) {
        Some((end, _)) => {
            let whole = shown
                .char_indices()
                .nth(most.saturating_sub(1))
                .map_or(end, |(at, _)| at);
            format!("{}…", &shown[..whole])
        }
        None => shown,
    }
}

/// A number with the digits that tell it from all others, as `motion.csv` has it.
pub(crate) fn whole(value: f64) -> String {
    let size = value.abs();
    if !value.is_finite() {
        return "not a number".to_owned();
    }
    if value == 0.0 || (1e-5..1e16).contains(&size) {
        let text = value.to_string();
        return if text.contains('.') {
            text
        } else {
            text + ".0"
        };
    }
    let text = format!("{value:e}");
    if size >= 1e16 {
        text.replace('e', "e+")
    } else {
        text
    }
}

/// A number with at most so many significant digits, trailing zeros dropped.
pub(crate) fn rounded(value: f64, digits: usize) -> String {
    if !value.is_finite() {
        return "NaN".to_owned();
    }
    if value == 0.0 {
        return "0".to_owned();
    }
    let decimals = digits.saturating_sub(1);
    let nearest: f64 = format!("{value:.decimals$e}").parse().unwrap_or(value);
    let text = whole(nearest);
    text.strip_suffix(".0").unwrap_or(&text).to_owned()
}

/// A row's position or step: whole, or with the twelve digits that fit a column.
pub(crate) fn compact(value: f64) -> String {
    let text = whole(value);
    let text = text.strip_suffix(".0").unwrap_or(&text);
    if text.len() <= 14 {
        text.to_owned()
    } else {
        rounded(value, 12)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_those_of_the_table() {
        // As polars writes them.
        for (value, text) in [
            (0.0, "0.0"),
            (-3.0, "-3.0"),
            (1e-7, "1e-7"),
            (2e-5, "0.00002"),
            (5e16, "5e+16"),
            (-7.499845679013734e21, "-7.499845679013734e+21"),
        ] {
            assert_eq!(whole(value), text);
        }
    }

    #[test]
    fn digits_are_counted() {
        assert_eq!(rounded(1.0 / 3.0, 10), "0.3333333333");
        assert_eq!(rounded(2e20 / 3.0, 4), "6.667e+19");
        assert_eq!(rounded(100.0, 10), "100");
        assert_eq!(compact(6_378_137.123_456_789), "6378137.12346");
    }

    #[test]
    fn columns_and_sentences_are_laid_out() {
        let rows = [
            vec!["a".into(), "1".into()],
            vec!["bb".into(), "22".into(), "c".into()],
        ];
        assert_eq!(aligned(&rows, 2), ["   a   1", "  bb  22  c"]);
        assert!(fits(&["abc".to_owned()], 3) && !fits(&["abc".to_owned()], 2));
        assert_eq!(cut("abcdef", 4), "abc…");
        assert_eq!(cut("a\u{1b}b", 10), "a\\u{1b}b");
    }
}
