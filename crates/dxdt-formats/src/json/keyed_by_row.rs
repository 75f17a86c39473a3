//! Objects with the numbers of rows as keys, as pandas writes a frame: of columns unless told otherwise, or of rows.

use dxdt_motion::error::{Error, Result, excerpt};

use super::super::memory::Budget;
use super::super::records::RecordTable;
use super::columns::KeyedColumns;
use super::scan::{self, Kind};
use super::wrapped::Member;
use dxdt_motion::log::RowPlaces;

/// Whether every member is an object from row numbers to cells, as pandas writes a frame unless told otherwise.
pub(super) fn keyed_by_row(level: &[Member<'_>]) -> bool {
    let starts_at_row_0 =
        |member: &Member<'_>| scan::first_entry(member.value).is_some_and(|(key, _)| key == "0");
    level.len() > 1
        && level
            .iter()
            .all(|member| Kind::of(member.value) == Kind::Object && starts_at_row_0(member))
}

/// The table of such an object.
///
/// # Errors
/// Columns that do not have the same rows.
pub(super) fn read_keyed_by_row(level: &[Member<'_>], budget: &Budget) -> Result<RecordTable> {
    let mut columns = KeyedColumns::new(budget.clone());
    let mut keys: Vec<String> = Vec::new();
    for (index, member) in level.iter().enumerate() {
        let mut rows = 0;
        let differ = || {
            Error::new("the columns have different row keys")
                .in_column(excerpt(&member.path))
                .advise("write the table as an array of records (in pandas, orient=\"records\")")
        };
        scan::entries(member.value, |key, value| {
            if index == 0 {
                keys.push(key.into_owned());
            } else if keys.get(rows).is_none_or(|expected| *expected != key) {
                return Err(differ());
            }
            columns.go_to_row(rows);
            rows += 1;
            columns.value(&member.path, value)
        })?;
        if rows != keys.len() {
            return Err(differ());
        }
    }
    columns.finish(keys.len(), RowPlaces::Records)
}

/// Whether every member is a row under its number.
pub(super) fn are_rows(level: &[Member<'_>]) -> bool {
    level.len() > 1
        && level.iter().enumerate().all(|(row, member)| {
            Kind::of(member.value) == Kind::Object && member.path == row.to_string()
        })
}

/// The table of such rows.
///
/// # Errors
/// As for any records.
pub(super) fn read_rows(level: &[Member<'_>], budget: &Budget) -> Result<RecordTable> {
    let mut columns = KeyedColumns::new(budget.clone());
    for (row, member) in level.iter().enumerate() {
        columns.go_to_row(row);
        columns
            .object(member.value)
            .map_err(|error| error.at(RowPlaces::Records.of_row(row)))?;
    }
    columns.finish(level.len(), RowPlaces::Records)
}

#[cfg(test)]
mod tests {
    use super::super::tests::read;

    #[test]
    fn rows_must_be_the_same_in_every_column() {
        let error = read(r#"{"t": {"0": 1, "1": 2}, "x": {"0": 1, "2": 2}}"#).unwrap_err();
        assert_eq!(
            error.to_string(),
            "column 'x': the columns have different row keys; \
             write the table as an array of records (in pandas, orient=\"records\")"
        );
        // Objects that do not start with row 0 are nested values of one record.
        assert_eq!(
            read(r#"{"a": {"1": 1}, "b": {"1": 2}}"#).unwrap().height(),
            1
        );
    }
}
