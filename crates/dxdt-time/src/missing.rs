//! The words for a value that is not there.

/// Whether a cell is empty or a word for a missing value, in small or capital letters.
///
/// ```
/// use dxdt_time::is_missing;
///
/// assert!(["", "  ", "NA", "n/a", "NaN", "NaT", "NULL", "None", "-"].iter().all(|cell| is_missing(cell)));
/// assert!(!is_missing("0") && !is_missing("-1") && !is_missing("nano"));
/// ```
#[inline]
pub fn is_missing(cell: &str) -> bool {
    const WORDS: [&str; 7] = ["-", "NA", "N/A", "NaN", "NaT", "null", "None"];
    let cell = cell.trim_ascii();
    // Most cells are numbers or dates, which are longer or start with a digit.
    let Some(first) = cell.as_bytes().first() else {
        return true;
    };
    !first.is_ascii_digit()
        && cell.len() <= 4
        && WORDS.iter().any(|word| cell.eq_ignore_ascii_case(word))
}
