//! One object that holds the records: as an array under some key, or as an array a column.

use dxdt_motion::error::Result;
use dxdt_motion::finding::{Finding, FindingKind, FormatNote};

use super::super::memory::Budget;
use super::super::records::RecordTable;
use super::arrays::{names_of, read_array};
use super::column_arrays::read_columns;
use super::columns::KeyedColumns;
use super::keyed_by_row::{are_rows, keyed_by_row, read_keyed_by_row, read_rows};
use super::scan::{self, Kind};
use dxdt_motion::log::RowPlaces;

// Records are looked for this many objects down.
const DEEPEST: usize = 8;

/// A key of the object, with the path to it, and what it stands for.
pub(super) struct Member<'a> {
    pub path: String,
    pub value: &'a str,
}

pub(super) fn read(object: &str, budget: &Budget) -> Result<RecordTable> {
    let mut budget = budget.clone();
    let mut level = members(object, "", &mut budget)?;
    for _ in 0..DEEPEST {
        if let Some(read) = read_level(&level, &budget) {
            return read;
        }
        let mut below = Vec::new();
        for member in level
            .iter()
            .filter(|member| Kind::of(member.value) == Kind::Object)
        {
            below.extend(members(member.value, &member.path, &mut budget)?);
        }
        if below.is_empty() {
            break;
        }
        level = below;
    }
    // No array anywhere: the object is itself the one record.
    let mut columns = KeyedColumns::new(budget);
    columns
        .object(object)
        .map_err(|error| error.at(RowPlaces::Records.of_row(0)))?;
    columns.finish(1, RowPlaces::Records)
}

pub(super) fn members<'a>(
    object: &'a str,
    path: &str,
    budget: &mut Budget,
) -> Result<Vec<Member<'a>>> {
    let mut members = Vec::new();
    scan::entries(object, |key, value| {
        let path = match path {
            "" => key.into_owned(),
            path => format!("{path}.{key}"),
        };
        // The path down to it is written once for each.
        budget.take((path.len() + size_of::<Member<'_>>()) as u64)?;
        members.push(Member { path, value });
        Ok(())
    })?;
    Ok(members)
}

/// The records of one level of members, where it has any.
fn read_level(level: &[Member<'_>], budget: &Budget) -> Option<Result<RecordTable>> {
    let arrays: Vec<Array<'_>> = level.iter().filter_map(Array::of).collect();
    let of = |kind| arrays.iter().filter(move |array| array.first == Some(kind));
    // The first of the longest.
    let objects = of(Kind::Object).rev_max_by_length();
    let series: Vec<&Array<'_>> = arrays
        .iter()
        .filter(|array| !matches!(array.first, Some(Kind::Object | Kind::Array)))
        .collect();
    let rows = of(Kind::Array).rev_max_by_length();
    if let Some(rows) = rows
        && let Some(names) = names_beside(rows, &series)
    {
        let read = names.and_then(|names| read_records(rows, Some(&names), level, budget));
        return Some(read);
    }
    match (objects, columns_length(level, &arrays, &series, budget)) {
        (Some(objects), longest) if longest.is_none_or(|longest| longest <= objects.length) => {
            Some(read_records(objects, None, level, budget))
        }
        (_, Some(_)) => Some(read_columns(level, budget)),
        (None, None) if series.iter().any(|array| array.is_of_numbers()) => {
            Some(read_columns(level, budget))
        }
        (_, None) => rows
            .map(|rows| read_records(rows, None, level, budget))
            .or_else(|| keyed_by_row(level).then(|| read_keyed_by_row(level, budget)))
            .or_else(|| are_rows(level).then(|| read_rows(level, budget))),
    }
}

/// The length that an array of plain values shares with another array here or one object below: that of columns.
fn columns_length(
    level: &[Member<'_>],
    arrays: &[Array<'_>],
    series: &[&Array<'_>],
    budget: &Budget,
) -> Option<usize> {
    let mut budget = budget.clone();
    let below: Vec<Member<'_>> = level
        .iter()
        .filter(|member| Kind::of(member.value) == Kind::Object)
        .filter_map(|member| members(member.value, &member.path, &mut budget).ok())
        .flatten()
        .collect();
    let below: Vec<Array<'_>> = below.iter().filter_map(Array::of).collect();
    let is_shared = |one: &&&Array<'_>| {
        let others = arrays.iter().chain(&below);
        one.length > 0
            && others
                .filter(|other| other.path != one.path && other.first != Some(Kind::Object))
                .any(|other| other.length == one.length)
    };
    series
        .iter()
        .filter(is_shared)
        .map(|array| array.length)
        .max()
}

trait Longest<'a> {
    fn rev_max_by_length(self) -> Option<&'a Array<'a>>;
}

impl<'a, I: DoubleEndedIterator<Item = &'a Array<'a>>> Longest<'a> for I {
    fn rev_max_by_length(self) -> Option<&'a Array<'a>> {
        self.rev().max_by_key(|array| array.length)
    }
}

struct Array<'a> {
    path: &'a str,
    value: &'a str,
    length: usize,
    /// What its first element is.
    first: Option<Kind>,
}

impl<'a> Array<'a> {
    fn is_of_numbers(&self) -> bool {
        matches!(self.first, Some(Kind::Number))
    }

    fn of(member: &'a Member<'a>) -> Option<Self> {
        if Kind::of(member.value) != Kind::Array {
            return None;
        }
        let (mut length, mut first) = (0, None);
        scan::elements(member.value, |element| {
            first.get_or_insert_with(|| Kind::of(element));
            length += 1;
            Ok(())
        })
        .ok()?;
        Some(Self {
            path: &member.path,
            value: member.value,
            length,
            first,
        })
    }
}

/// The names of the columns of an array of arrays, in an array of texts beside it.
fn names_beside(rows: &Array<'_>, series: &[&Array<'_>]) -> Option<Result<Vec<String>>> {
    let first = scan::first_element(rows.value);
    let width = first.and_then(|row| Some(scan::all_elements(row).ok()?.len()));
    let is_called_so = |array: &&&Array<'_>| {
        let key = array.path.rsplit('.').next().unwrap_or_default();
        ["columns", "fields", "names", "header", "headers"].contains(&key.to_lowercase().as_str())
    };
    let names = series
        .iter()
        .filter(is_called_so)
        .find(|array| array.first == Some(Kind::Text) && Some(array.length) == width)?;
    Some(names_of(names.value))
}

fn read_records(
    array: &Array<'_>,
    names: Option<&[String]>,
    level: &[Member<'_>],
    budget: &Budget,
) -> Result<RecordTable> {
    if names.is_none()
        && let Some(table) = super::read_unfolded(array.value, budget)?
    {
        return Ok(table);
    }
    let mut columns = KeyedColumns::new(budget.clone());
    let rows = read_array(array.value, names, &mut columns)?;
    let mut table = columns.finish(rows, RowPlaces::Records)?;
    let others = level
        .iter()
        .filter(|member| member.path != array.path && Kind::of(member.value) == Kind::Array)
        .map(|member| member.path.clone())
        .collect();
    let note = FormatNote::RecordsOf {
        array: array.path.to_owned(),
        others: if names.is_none() { others } else { Vec::new() },
    };
    table
        .findings
        .push(Finding::new(FindingKind::FormatNote(note), 1));
    Ok(table)
}

#[cfg(test)]
mod tests {
    use super::super::super::lines::testing::found;
    use super::*;

    fn note(array: &str, others: &[&str]) -> (FindingKind, u64) {
        let note = FormatNote::RecordsOf {
            array: array.to_owned(),
            others: others.iter().map(|&path| path.to_owned()).collect(),
        };
        (FindingKind::FormatNote(note), 1)
    }

    #[test]
    fn the_longest_array_of_objects_is_taken_and_said() {
        let object = r#"{"meta": {"a": 1}, "events": [{"t": 1}], "log": [{"t": 1}, {"t": 2}]}"#;
        assert_eq!(read(object, &Budget::UNLIMITED).unwrap().height(), 2);
        assert_eq!(
            found(&read(object, &Budget::UNLIMITED).unwrap()),
            [note("log", &["events"])]
        );
        let inner = r#"{"ok": true, "response": {"data": [{"t": 1}]}}"#;
        let table = read(inner, &Budget::UNLIMITED).unwrap();
        assert_eq!(found(&table), [note("response.data", &[])]);
    }

    #[test]
    fn short_arrays_beside_the_records_are_no_columns() {
        for (object, rows) in [
            (r#"{"bbox": [1, 2, 3, 4], "log": [{"t": 1}, {"t": 2}]}"#, 2),
            (r#"{"axes": ["x", "y"], "log": [{"t": 1}]}"#, 1),
            (
                r#"{"events": [{"a": 1}], "t": [1, 2, 3], "x": [1, 2, 3]}"#,
                3,
            ),
            (
                r#"{"t": ["10:00:00", "10:00:01"], "xyz": [[1, 2, 3], [4, 5, 6]]}"#,
                2,
            ),
            (
                r#"{"t": ["10:00:00", "10:00:01", "10:00:02"], "p": {"x": [1, 2, 3]}}"#,
                3,
            ),
            (r#"{"notes": ["a", "b"], "reply": {"log": [{"t": 1}]}}"#, 1),
        ] {
            let table = read(object, &Budget::UNLIMITED)
                .unwrap_or_else(|error| panic!("{object}: {error}"));
            assert_eq!(table.height(), rows, "{object}");
            assert_eq!(table.names()[0], "t", "{object}");
        }
    }

    #[test]
    fn one_object_is_one_record() {
        let table = read(r#"{"t": 1, "pose": {"x": 2}}"#, &Budget::UNLIMITED).unwrap();
        assert_eq!(table.names(), ["t", "pose.x"]);
        assert_eq!(table.height(), 1);
    }
}
