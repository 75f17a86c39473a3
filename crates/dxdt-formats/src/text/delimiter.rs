//! What stands between the fields of a table.

use dxdt_motion::error::{Error, Result};

use super::records::RecordText;
use super::split::{Delimiter, Splitter};

/// The delimiter that splits the longest run of records into the same number of fields, two or more.
pub(super) fn find_delimiter(records: &[RecordText<'_>]) -> Result<Delimiter> {
    // In the order of trust: a semicolon file may have decimal commas, a comma file spaces.
    const CANDIDATES: [Delimiter; 5] = [
        Delimiter::Byte(b'\t'),
        Delimiter::Byte(b';'),
        Delimiter::Byte(b','),
        Delimiter::Byte(b'|'),
        Delimiter::Whitespace,
    ];
    let mut best: Option<(usize, Delimiter)> = None;
    for delimiter in CANDIDATES {
        let mut splitter = Splitter::new(delimiter);
        let widths: Vec<_> = records.iter().map(|r| splitter.split(r.text)).collect();
        let Some(run) = longest_run(&widths) else {
            continue;
        };
        if best.is_none_or(|(most, _)| run.rows > most) {
            best = Some((run.rows, delimiter));
        }
    }
    best.map(|(_, delimiter)| delimiter)
        .ok_or_else(|| one_column(records[0].line))
}

/// Rows one after another with the same number of fields.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Run {
    pub width: usize,
    pub rows: usize,
}

/// The longest run of rows, by their numbers of fields, of two fields or more; of equals the last, because a table ends its file.
pub(super) fn longest_run(widths: &[usize]) -> Option<Run> {
    widths
        .chunk_by(|a, b| a == b)
        .map(|run| Run {
            width: run[0],
            rows: run.len(),
        })
        .filter(|run| run.width > 1)
        .max_by_key(|run| run.rows)
}

/// The number of fields that most rows have.
pub(super) fn usual_width(rows: &[Vec<String>]) -> Option<usize> {
    let mut widths: Vec<usize> = rows.iter().map(Vec::len).collect();
    widths.sort_unstable();
    widths
        .chunk_by(|a, b| a == b)
        .max_by_key(|run| run.len())
        .map(|run| run[0])
}

/// Spreadsheets write `sep=;` as a first line; it is no header.
pub fn separator_line(text: &str) -> (Option<Delimiter>, usize) {
    let line = text.split('\n').next().unwrap_or_default();
    match line.trim_end().strip_prefix("sep=").map(str::as_bytes) {
        Some([byte]) => (
            Some(Delimiter::Byte(*byte)),
            (line.len() + 1).min(text.len()),
        ),
        _ => (None, 0),
    }
}

pub(super) fn one_column(line: u64) -> Error {
    Error::new("there is only one column: no comma, semicolon, tab or space splits the rows")
        .at_line(line)
        .advise(
            "name the delimiter with --delimiter, or give a log with a time and a position column",
        )
}

#[cfg(test)]
mod tests {
    use super::super::records::Records;
    use super::*;

    fn found(text: &str) -> Option<Delimiter> {
        let records: Vec<_> = Records::new(text, 1).map(|r| r.unwrap()).collect();
        find_delimiter(&records).ok()
    }

    #[test]
    fn lines_above_a_table_do_not_choose_its_delimiter() {
        let text =
            "Device: A1\nOwner: B2\nPlace: C3\nt,x\n2021-03-20 10:00:00,1\n2021-03-20 10:00:01,2\n";
        assert_eq!(found(text), Some(Delimiter::Byte(b',')));
    }

    #[test]
    fn runs_are_of_one_width() {
        let run = longest_run;
        assert_eq!(run(&[1, 1, 1, 3, 3]), Some(Run { width: 3, rows: 2 }));
        assert_eq!(run(&[2, 2, 3, 3]), Some(Run { width: 3, rows: 2 }));
        assert_eq!(run(&[1, 1]), None);
    }

    #[test]
    fn separator_lines_name_the_delimiter() {
        assert_eq!(
            separator_line("sep=;\r\nt;x\n"),
            (Some(Delimiter::Byte(b';')), 7)
        );
        assert_eq!(separator_line("t;x\n"), (None, 0));
    }
}
