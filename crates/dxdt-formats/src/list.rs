//! A list of numbers in one line, as a table of one column.

use super::records::RecordBuilder;
use super::{Source, Table};
use dxdt_time::is_missing;

/// The numbers of a text of one line, such as `2 5 nan 9 12`; `None` of any other text.
///
/// ```
/// use dxdt_formats::{Source, list_of_numbers};
/// let source = Source::from_bytes("list".into(), b"2 5 nan 9 12\n".to_vec())?;
/// let table = list_of_numbers(&source).unwrap();
/// assert_eq!(table.sample(9)?.len(), 5);
/// # Ok::<(), dxdt_motion::Error>(())
/// ```
pub fn list_of_numbers(source: &Source) -> Option<Table<'static>> {
    let text = source.text().ok()?;
    let mut lines = text.lines().filter(|line| !line.trim().is_empty());
    let (line, None) = (lines.next()?, lines.next()) else {
        return None;
    };
    let inside = line.trim().trim_matches(['[', ']', '(', ')']);
    let cells: Vec<&str> = inside
        .split([',', ';', ' ', '\t'])
        .filter(|cell| !cell.is_empty())
        .collect();
    let is_number = |cell: &&str| cell.parse::<f64>().is_ok() || is_missing(cell);
    if cells.len() < 2 || !cells.iter().all(is_number) {
        return None;
    }
    let mut records = RecordBuilder::new(&["column_1"], source.budget());
    for cell in cells {
        records.push(1, &[Some(cell)]).ok()?;
    }
    Some(Table::of_records("a list of numbers", records.finish()))
}
