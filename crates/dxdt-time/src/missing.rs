//! The words for a value that is not there.

/// Whether a cell is empty or a word for a missing value, in small or capital letters.
///
/// ```
/// use dxdt_time::is_missing;
///
/// assert!(["", "  ", "NA", "n/a", "NaN", "NaT", "NULL", "None", "-"].iter().all(|cell| is_missing(cell)));
/// assert!([".", "--", "?", "*", "#N/A", "1.#QNAN", "-nan(ind)", "\\N"].iter().all(|cell| is_missing(cell)));
/// assert!(!is_missing("0") && !is_missing("-1") && !is_missing("nano") && !is_missing("1.5"));
/// ```
#[inline]
pub fn is_missing(cell: &str) -> bool {
    let cell = cell.trim_ascii();
    // Most cells are numbers or dates, which start with a digit or are longer than any of the words.
    match cell.as_bytes() {
        [] => true,
        [first, rest @ ..] if first.is_ascii_digit() && rest.get(1) != Some(&b'#') => false,
        text => text.len() <= LONGEST && is_word(cell),
    }
}

/// What programs write where there is no value: R, pandas, databases, spreadsheets, C libraries, eye trackers.
const WORDS: &[&str] = &[
    "-",
    "--",
    "---",
    ".",
    "..",
    "?",
    "*",
    "**",
    "NA",
    "N/A",
    "n.a.",
    "#N/A",
    "#NV",
    "#NUM!",
    "#DIV/0!",
    "#VALUE!",
    "NaN",
    "NaT",
    "null",
    "nil",
    "None",
    "<NA>",
    "\\N",
    "nan(ind)",
    "-nan(ind)",
    "1.#QNAN",
    "-1.#QNAN",
    "1.#SNAN",
    "1.#IND",
    "-1.#IND",
];

const LONGEST: usize = 9;

fn is_word(cell: &str) -> bool {
    let mut words = WORDS.iter();
    // Some write zeros behind it to fill the column: `1.#QNAN0`.
    let shortest = match cell.contains('#') {
        true => cell.trim_end_matches('0'),
        false => cell,
    };
    words.any(|word| shortest.eq_ignore_ascii_case(word) || cell.eq_ignore_ascii_case(word))
}
