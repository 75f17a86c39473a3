//! JSON: arrays of objects, JSON lines, objects of columns, and the ways they are wrapped.

mod arrays;
mod column_arrays;
mod columns;
mod keyed_by_row;
mod nested;
mod scan;
mod wrapped;
mod wrong;

use dxdt_motion::error::{Error, Result};
use dxdt_motion::finding::{Finding, FindingKind, FormatNote};

use super::format::LogFormat;
use super::memory::Budget;
use super::records::RecordTable;
use super::source::Source;
use dxdt_motion::log::RowPlaces;

use arrays::{not_an_object, read_array};
pub(super) use columns::KeyedColumns;
use nested::{Unfolded, unfold};
pub(super) use scan::{Kind, all_elements, entries, unquoted, values};

/// Records as JSON.
pub(super) struct Json;

impl LogFormat for Json {
    fn name(&self) -> &'static str {
        "JSON"
    }

    fn keyword(&self) -> &'static str {
        "json"
    }

    fn recognises(&self, start: &[u8]) -> bool {
        let start = start.strip_prefix(b"\xef\xbb\xbf").unwrap_or(start);
        let start = start.trim_ascii_start();
        let Some((first, rest)) = start.split_first() else {
            return false;
        };
        // A header such as `[s],[m]` starts with a bracket too.
        let second = rest.trim_ascii_start().first();
        match first {
            b'{' => matches!(second, None | Some(b'"' | b'}' | b'\'')),
            b'[' => match second {
                Some(b'{' | b'[' | b']' | b'"' | b'-') | None => true,
                Some(byte) => byte.is_ascii_digit(),
            },
            _ => false,
        }
    }

    fn read(&self, source: &Source) -> Result<RecordTable> {
        read(source.text_of_any_lines()?, &source.budget())
    }
}

fn read(text: &str, budget: &Budget) -> Result<RecordTable> {
    match Kind::of(text) {
        Kind::Array => {
            if let Some(table) = read_unfolded(text, budget)? {
                return Ok(table);
            }
            let mut columns = KeyedColumns::new(budget.clone());
            let rows = read_array(text, None, &mut columns)?;
            columns.finish(rows, RowPlaces::Records)
        }
        Kind::Object => {
            let (first, rest) = scan::first_value(text)?;
            if rest.trim_ascii().is_empty() {
                wrapped::read(first, budget)
            } else {
                read_lines(text, budget)
            }
        }
        kind => {
            // What is wrong with the text as JSON is said first.
            scan::first_value(text)?;
            Err(
                Error::new(format!("the JSON is {}, not records", kind.in_words()))
                    .advise("give an array of objects, or one object per line"),
            )
        }
    }
}

/// How many records tell whether they have lists of positions.
const FIRST_RECORDS: usize = 200;

/// An array of records of which each has a list of positions; `None` of any other.
///
/// # Errors
/// A record that cannot be read.
fn read_unfolded(array: &str, budget: &Budget) -> Result<Option<RecordTable>> {
    let is_of_objects =
        scan::first_element(array).is_some_and(|first| Kind::of(first) == Kind::Object);
    if !is_of_objects {
        return Ok(None);
    }
    // The first records tell most arrays that have no lists, of which all would fill the memory.
    let first = scan::first_elements(array, FIRST_RECORDS);
    if matches!(unfold(&first, &mut budget.clone()), Ok(None)) {
        return Ok(None);
    }
    let mut budget = budget.clone();
    let unfolded = unfold(&all_elements(array)?, &mut budget)?;
    let read = |unfolded| unfolded_table(unfolded, None, budget);
    unfolded.map(read).transpose()
}

/// The table of records with lists, whose records are on `lines` if they have some.
fn unfolded_table(
    unfolded: Unfolded,
    lines: Option<&[u64]>,
    budget: Budget,
) -> Result<RecordTable> {
    let mut columns = KeyedColumns::new(budget);
    for (row, record) in unfolded.records.iter().enumerate() {
        columns.go_to_row(row);
        let at = RowPlaces::Records.of_row(unfolded.of[row]);
        columns.object(record).map_err(|error| error.at(at))?;
    }
    let places = match lines {
        Some(lines) => RowPlaces::Lines(unfolded.of.iter().map(|&record| lines[record]).collect()),
        None => RowPlaces::Records,
    };
    let mut table = columns.finish(unfolded.records.len(), places)?;
    table.roles.entity = unfolded.thing.map(|thing| vec![thing]);
    let note = FormatNote::RecordsOf {
        array: unfolded.list,
        others: Vec::new(),
    };
    table
        .findings
        .push(Finding::new(FindingKind::FormatNote(note), 1));
    Ok(table)
}

/// One object after the other, mostly one a line.
fn read_lines(text: &str, budget: &Budget) -> Result<RecordTable> {
    let mut first = Vec::new();
    let mut all = Vec::new();
    let mut lines = Vec::new();
    let is_record = |value: &str| Kind::of(value) == Kind::Object;
    let looked_at = scan::values(text, |line, value| {
        if first.len() < FIRST_RECORDS {
            first.push(value);
        }
        lines.push(line);
        all.push(value);
        Ok(())
    });
    if looked_at.is_ok()
        && first.iter().all(|value| is_record(value))
        && let Ok(Some(_)) = unfold(&first, &mut budget.clone())
    {
        let mut budget = budget.clone();
        if let Some(unfolded) = unfold(&all, &mut budget)? {
            return unfolded_table(unfolded, Some(&lines), budget);
        }
    }
    drop((first, all, lines));
    let mut columns = KeyedColumns::new(budget.clone());
    let mut lines = Vec::new();
    scan::values(text, |line, value| {
        let kind = Kind::of(value);
        if kind != Kind::Object {
            return Err(not_an_object(kind).at_line(line));
        }
        columns.go_to_row(lines.len());
        lines.push(line);
        columns.object(value).map_err(|error| error.at_line(line))
    })?;
    columns.finish(lines.len(), RowPlaces::Lines(lines))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    pub(super) fn read(text: &str) -> Result<RecordTable> {
        super::read(text, &Budget::UNLIMITED)
    }

    fn said(text: &str) -> String {
        read(text).unwrap_err().to_string()
    }

    #[test]
    fn json_is_told_by_its_first_bytes() {
        for start in [
            "[{\"t\":1}]",
            " \n{ \"t\": 1}",
            "\u{feff}[ [\"t\"]]",
            "{",
            "[1]",
            "{}",
        ] {
            assert!(Json.recognises(start.as_bytes()), "{start}");
        }
        for start in ["[s],[m]", "t,x", "", "{t}", "<gpx>", "\"t\",\"x\""] {
            assert!(!Json.recognises(start.as_bytes()), "{start}");
        }
    }

    #[test]
    fn every_shape_gives_the_same_table() {
        let shapes = [
            r#"[{"time": 0.10, "x": 1}, {"time": 0.20, "x": null}]"#,
            "{\"time\": 0.10, \"x\": 1}\n{\"time\": 0.20}\n",
            r#"[["time", "x"], [0.10, 1], [0.20, null]]"#,
            r#"{"data": [{"time": 0.10, "x": 1}, {"time": 0.20}]}"#,
            r#"{"result": {"log": [{"time": 0.10, "x": 1}, {"time": 0.20}]}}"#,
            r#"{"time": [0.10, 0.20], "x": [1, null]}"#,
            r#"{"columns": ["time", "x"], "index": [0, 1], "data": [[0.10, 1], [0.20, null]]}"#,
            r#"{"time": {"0": 0.10, "1": 0.20}, "x": {"0": 1, "1": null}}"#,
            r#"{"0": {"time": 0.10, "x": 1}, "1": {"time": 0.20, "x": null}}"#,
        ];
        for shape in shapes {
            let table = read(shape).unwrap_or_else(|error| panic!("{shape}: {error}"));
            assert_eq!(table.names(), ["time", "x"], "{shape}");
            assert_eq!(
                table.sample(9).unwrap(),
                [["0.10", "1"], ["0.20", ""]],
                "{shape}"
            );
        }
    }

    #[test]
    fn rows_of_json_lines_have_their_lines() {
        let table = read("{\"t\":1}\n\n{\"t\":2}\n").unwrap();
        assert_eq!(table.places, RowPlaces::Lines(vec![1, 3]));
        assert_eq!(read("[{\"t\":1}]").unwrap().places, RowPlaces::Records);
    }

    #[test]
    fn what_holds_no_records_is_said() {
        let nothing = "there are no records with values in the JSON; give records of timestamps and positions";
        for text in ["[]", "{}", "[{}]", "{}\n{}", "[{\"t\":null}]"] {
            assert_eq!(said(text), nothing, "{text}");
        }
        assert_eq!(
            said("42"),
            "the JSON is a number, not records; give an array of objects, or one object per line"
        );
        assert_eq!(
            said("[1, 2]"),
            "record 1: the record is a number where an object is expected; \
             give every record as an object of keys and values"
        );
    }

    #[test]
    fn records_that_differ_in_kind_are_named() {
        assert_eq!(
            said("[{\"t\":1}, null]"),
            "record 2: the record is null where an object is expected; \
             give every record as an object of keys and values"
        );
        assert_eq!(
            said("{\"t\":1}\n[2]\n"),
            "line 2: the record is an array where an object is expected; \
             give every record as an object of keys and values"
        );
        assert_eq!(
            said("[[\"t\",\"x\"],[1,2],[3]]"),
            "record 2: the number of values is 1, but the number of names is 2"
        );
        assert_eq!(
            said("[[\"t\"],[1],{\"t\":2}]"),
            "record 2: the record is an object where an array is expected"
        );
        assert_eq!(
            said("[[1,2],[3,4]]"),
            "the first array does not name the columns; \
             put the names first, such as [\"time\", \"x\", \"y\"], or give objects"
        );
    }

    #[test]
    fn a_broken_line_is_named() {
        let error = said("{\"t\":1}\n{\"t\":2,}\n{\"t\":3}\n");
        assert!(
            error.starts_with("line 2: the JSON is invalid at byte 8 of the line (trailing comma)"),
            "{error}"
        );
        assert!(said("{\"t\":1}\n{\"t\":2").starts_with("line 2: the JSON is cut off ("));
    }

    const SEED: &str =
        r#"{"a":[{"t":1,"p":{"x":[1,2,3]},"s":"\u00e9"},{"t":2.5e1,"p":null}],"c":["t","x"]}"#;

    proptest! {
        #[test]
        fn mutated_text_never_panics(at in 0usize..100, with in "[\\[\\]{}\",:0-9ntf\\\\-]{0,3}", cut in 0usize..100) {
            for seed in [SEED, "{\"t\":1}\n{\"t\":2}", r#"{"t":[1,2],"x":{"y":[3,4]}}"#] {
                let mut text: Vec<char> = seed.chars().collect();
                let at = at % text.len();
                text.splice(at..=at, with.chars());
                text.truncate(cut.max(at + 1));
                let _ = read(&text.into_iter().collect::<String>());
            }
        }
    }
}
