//! Objects with an array a column.

use dxdt_motion::error::{Error, Result, excerpt};
use dxdt_motion::finding::{Finding, FindingKind, FormatNote};

use super::super::memory::Budget;
use super::super::records::RecordTable;
use super::columns::KeyedColumns;
use super::scan::{self, Kind};
use super::wrapped::{Member, members};
use dxdt_motion::log::RowPlaces;

/// An array a column, all of one length; objects of such arrays too.
pub(super) fn read_columns(level: &[Member<'_>], budget: &Budget) -> Result<RecordTable> {
    let mut budget = budget.clone();
    let mut arrays = Vec::new();
    let mut left_out = Vec::new();
    for member in level {
        match Kind::of(member.value) {
            Kind::Array if !is_of_objects(member.value) => arrays.push(Member {
                path: member.path.clone(),
                value: member.value,
            }),
            Kind::Object => {
                let (inner, others): (Vec<_>, Vec<_>) =
                    members(member.value, &member.path, &mut budget)?
                        .into_iter()
                        .partition(|inner| Kind::of(inner.value) == Kind::Array);
                arrays.extend(inner);
                left_out.extend(others.into_iter().map(|member| member.path));
            }
            _ => left_out.push(member.path.clone()),
        }
    }
    let mut columns = KeyedColumns::new(budget);
    let mut first: Option<(&str, usize)> = None;
    for Member { path, value } in &arrays {
        let mut rows = 0;
        scan::elements(value, |element| {
            columns.go_to_row(rows);
            rows += 1;
            columns
                .value(path, element)
                .map_err(|error| error.at(RowPlaces::Records.of_row(rows - 1)))
        })?;
        let (name, length) = *first.get_or_insert((path, rows));
        if rows != length {
            return Err(Error::new(format!(
                "the array has {rows} values where '{}' has {length}",
                excerpt(name)
            ))
            .in_column(excerpt(path))
            .advise("give every column the same number of values"));
        }
    }
    let rows = first.map_or(0, |(_, length)| length);
    let mut table = columns.finish(rows, RowPlaces::Records)?;
    if !left_out.is_empty() {
        let note = FormatNote::LeftOutBesideColumns { members: left_out };
        let finding = Finding::new(FindingKind::FormatNote(note), 1);
        table.findings.push(finding);
    }
    Ok(table)
}

fn is_of_objects(array: &str) -> bool {
    let inside = array.trim_ascii_start().strip_prefix('[');
    inside.is_some_and(|inside| Kind::of(inside) == Kind::Object)
}

#[cfg(test)]
mod tests {
    use super::super::wrapped;
    use super::*;

    fn read(object: &str) -> Result<RecordTable> {
        wrapped::read(object, &Budget::UNLIMITED)
    }

    #[test]
    fn columns_may_be_nested_and_hold_positions() {
        let table = read(
            r#"{"name": "run", "t": [0, 1], "xyz": [[1, 2, 3], [4, 5, 6]], "v": {"x": [7, 8], "unit": "m/s"}}"#,
        )
        .unwrap();
        assert_eq!(table.names(), ["t", "xyz.x", "xyz.y", "xyz.z", "v.x"]);
        assert_eq!(table.sample(9).unwrap()[1], ["1", "4", "5", "6", "8"]);
        let notes: Vec<String> = table.findings.iter().map(ToString::to_string).collect();
        assert_eq!(
            notes,
            [
                "the array 'xyz' of 3 numbers is taken as x, y and z",
                "members that are not columns, left out: 'name', 'v.unit'"
            ]
        );
    }

    #[test]
    fn columns_of_different_length_are_an_error() {
        let error = read(r#"{"t": [0, 1, 2], "x": [1, 2]}"#).unwrap_err();
        assert_eq!(
            error.to_string(),
            "column 'x': the array has 2 values where 't' has 3; give every column the same number of values"
        );
    }
}
