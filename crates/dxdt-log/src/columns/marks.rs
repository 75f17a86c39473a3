//! Columns by which a log marks positions as not valid.

use dxdt_motion::finding::InvalidMark;
use dxdt_time::is_missing;

use super::view::{ColumnView, Content};

/// A column that marks positions as not valid.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Mark {
    pub column: usize,
    pub mark: InvalidMark,
}

/// Estimators are sure of what they see; what they place with less likelihood is not where they say.
const LEAST_LIKELIHOOD: f64 = 0.1;

const FALSE: &[&str] = &["false", "no", "0", "f", "n", "0.0"];
const TRUE: &[&str] = &["true", "yes", "1", "t", "y", "1.0"];

/// The columns that mark positions, where their values are such marks and not all alike.
pub(super) fn find(columns: &[ColumnView<'_>], taken: &[usize]) -> Vec<Mark> {
    let free = columns
        .iter()
        .enumerate()
        .filter(|(index, _)| !taken.contains(index));
    let marks = free.filter_map(|(column, view)| {
        let mark = mark_of(view)?;
        let bad = view.cells.iter().filter(|cell| is_bad(mark, cell)).count();
        // A column that marks nearly all is no mark.
        (bad > 0 && 2 * bad < view.cells.len()).then_some(Mark { column, mark })
    });
    marks.collect()
}

fn mark_of(view: &ColumnView<'_>) -> Option<InvalidMark> {
    let name = &view.name;
    let is_flag = view.cells.iter().all(|cell| {
        let cell = cell.trim();
        cell.is_empty() || is_one_of(FALSE, cell) || is_one_of(TRUE, cell)
    });
    let last = name.words.last().map_or("", String::as_str);
    if name.has_word(&["likelihood", "confidence", "probability"])
        && view.content == Content::Number
    {
        let is_share = view
            .range()
            .is_some_and(|[least, most]| least >= 0.0 && most <= 1.0);
        return is_share.then_some(InvalidMark::Below(LEAST_LIKELIHOOD));
    }
    if is_flag && ["visible", "valid"].contains(&last) {
        return Some(InvalidMark::No);
    }
    if is_flag && last == "outlier" {
        return Some(InvalidMark::Yes);
    }
    let is_fix = matches!(&name.words[..], [word] if ["fix", "fixtype", "quality"].contains(&word.as_str()))
        || name.words.ends_with(&["fix".to_owned(), "type".to_owned()])
        || name
            .words
            .ends_with(&["fix".to_owned(), "quality".to_owned()]);
    let is_code = view.content == Content::Number
        && view.is_whole()
        && view
            .range()
            .is_some_and(|[least, most]| least >= 0.0 && most <= 9.0);
    (is_fix && is_code).then_some(InvalidMark::NoFix)
}

fn is_one_of(words: &[&str], cell: &str) -> bool {
    words.iter().any(|word| word.eq_ignore_ascii_case(cell))
}

/// Whether a cell marks its position as not valid.
pub(crate) fn is_bad(mark: InvalidMark, cell: &str) -> bool {
    let cell = cell.trim();
    match mark {
        InvalidMark::Below(limit) => cell
            .parse::<f64>()
            .is_ok_and(|likelihood| likelihood < limit),
        InvalidMark::No => !is_missing(cell) && is_one_of(FALSE, cell),
        InvalidMark::Yes => is_one_of(TRUE, cell),
        InvalidMark::NoFix => cell.parse::<f64>() == Ok(0.0),
    }
}

#[cfg(test)]
mod tests {
    use super::super::view::testing::views;
    use super::*;

    fn found(table: &str) -> Vec<(usize, InvalidMark)> {
        let found = find(&views(table), &[0]);
        found
            .into_iter()
            .map(|mark| (mark.column, mark.mark))
            .collect()
    }

    #[test]
    fn marks_are_found_by_name_and_values() {
        assert_eq!(
            found("t,visible|0,true|1,false|2,true"),
            [(1, InvalidMark::No)]
        );
        assert_eq!(
            found("t,likelihood|0,0.9|1,0.0003|2,1"),
            [(1, InvalidMark::Below(0.1))]
        );
        assert_eq!(
            found("t,manually-marked-outlier|0,|1,true|2,"),
            [(1, InvalidMark::Yes)]
        );
        assert_eq!(found("t,fix_type|0,3|1,0|2,3"), [(1, InvalidMark::NoFix)]);
        // Nothing is marked, or nearly all is, or the values are others.
        for table in [
            "t,visible|0,true|1,true",
            "t,fix|0,0|1,0|2,3",
            "t,confidence|0,90|1,5|2,80",
            "t,valid|0,A|1,V|2,A",
        ] {
            assert_eq!(found(table), [], "{table}");
        }
    }
}
