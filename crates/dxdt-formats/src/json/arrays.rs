//! Arrays of objects, and arrays of arrays of which the first holds the names.

use dxdt_motion::error::{Error, Result};

use super::columns::KeyedColumns;
use super::scan::{self, Kind, all_elements, unquoted};
use dxdt_motion::log::RowPlaces;

/// The error of a record that is something else.
pub(super) fn not_an_object(kind: Kind) -> Error {
    Error::new(format!(
        "the record is {} where an object is expected",
        kind.in_words()
    ))
    .advise("give every record as an object of keys and values")
}

/// An array of objects, or of arrays of which the first holds the names unless they are given; returns how many
/// records there are.
pub(super) fn read_array(
    text: &str,
    names: Option<&[String]>,
    columns: &mut KeyedColumns,
) -> Result<usize> {
    let mut rows = 0;
    let mut names = names.map(<[String]>::to_vec);
    let mut of_arrays = names.is_some();
    scan::elements(text, |element| {
        let kind = Kind::of(element);
        let place = RowPlaces::Records.of_row(rows);
        match kind {
            Kind::Object if !of_arrays => {
                columns.go_to_row(rows);
                columns.object(element).map_err(|error| error.at(place))?;
            }
            Kind::Array if rows == 0 && names.is_none() => {
                names = Some(names_of(element)?);
                of_arrays = true;
                return Ok(());
            }
            Kind::Array if of_arrays => {
                columns.go_to_row(rows);
                let names = names.as_deref().unwrap_or_default();
                array_record(element, names, columns).map_err(|error| error.at(place))?;
            }
            _ if of_arrays => {
                return Err(Error::new(format!(
                    "the record is {} where an array is expected",
                    kind.in_words()
                ))
                .at(place));
            }
            _ => return Err(not_an_object(kind).at(place)),
        }
        rows += 1;
        Ok(())
    })?;
    Ok(rows)
}

fn array_record(element: &str, names: &[String], columns: &mut KeyedColumns) -> Result<()> {
    let cells = all_elements(element)?;
    if cells.len() != names.len() {
        return Err(Error::new(format!(
            "the number of values is {}, but the number of names is {}",
            cells.len(),
            names.len()
        )));
    }
    names
        .iter()
        .zip(cells)
        .try_for_each(|(name, cell)| columns.value(name, cell))
}

/// The names of columns, from an array of texts.
pub(super) fn names_of(array: &str) -> Result<Vec<String>> {
    let elements = all_elements(array)?;
    if elements.is_empty()
        || elements
            .iter()
            .any(|element| Kind::of(element) != Kind::Text)
    {
        return Err(Error::new("the first array does not name the columns")
            .advise("put the names first, such as [\"time\", \"x\", \"y\"], or give objects"));
    }
    let name = |element: &str| unquoted(element).map(|text| text.into_owned());
    elements.into_iter().map(name).collect()
}
