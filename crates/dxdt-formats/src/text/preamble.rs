//! Lines above the header that are no rows: titles, names of devices, names of groups of columns.

use dxdt_time::is_missing;

use super::delimiter::longest_run;
use super::header;
use super::split::Delimiter;

/// How many of the first rows stand above the header and are no rows themselves.
///
/// The header is the last line of words above the first row of data, and has the table's width. A line above it
/// can be no row if it has another number of fields, or fewer words than the header names; where one of the lines
/// may be a row after all, nothing is passed over, so that it is read or becomes an error.
pub(super) fn count(rows: &[Vec<String>], delimiter: Delimiter) -> usize {
    header_row(rows, delimiter).unwrap_or(0)
}

fn header_row(rows: &[Vec<String>], delimiter: Delimiter) -> Option<usize> {
    let width = longest_run(rows)?.width;
    let data = rows
        .iter()
        .position(|row| row.len() == width && !header::is_header(row) && filled(row) > 0)?;
    let last = data.checked_sub(1)?;
    let header = match last.checked_sub(1) {
        Some(names) if header::rows(&rows[names..]) == 2 => names,
        _ => last,
    };
    let names = header::of_lines(&rows[header..data], &rows[data..], width, delimiter);
    let (header_above, header_row) = (&rows[..header], &rows[header]);
    let is_header =
        names.len() == width && header::is_header(header_row) && is_complete(header_row);
    (is_header && header_above.iter().all(|row| is_no_row(row, header_row))).then_some(header)
}

/// Whether every column but a last one is named, by a word that is not one for a missing value.
fn is_complete(header: &[String]) -> bool {
    let named = match header.split_last() {
        Some((last, before)) if last.is_empty() => before,
        _ => header,
    };
    named.iter().all(|name| !is_missing(name))
}

fn is_no_row(row: &[String], header: &[String]) -> bool {
    let values = row.iter().filter(|field| !field.is_empty());
    let may_be_data = values.clone().count() > 1 && values.clone().all(|f| header::is_like_data(f));
    !may_be_data && (row.len() != header.len() || filled(row) < filled(header))
}

fn filled(row: &[String]) -> usize {
    row.iter().filter(|field| !field.is_empty()).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn above(text: &str) -> usize {
        let rows: Vec<Vec<String>> = text
            .lines()
            .map(|line| line.split(',').map(str::to_owned).collect())
            .collect();
        count(&rows, Delimiter::Byte(b','))
    }

    #[test]
    fn titles_are_no_rows() {
        assert_eq!(above("Device: X\nt,x\n0,1\n1,2"), 1);
        assert_eq!(above("Device,X\nRate,50\nt,x,y\n0,1,2\n1,2,3"), 2);
        assert_eq!(above("Device: X,,\n,,\nt,x,y\n0,1,2\n1,2,3"), 2);
        assert_eq!(above("2021-03-20\nt,x,y\ns,m,m\n0,1,2\n1,2,3"), 1);
        assert_eq!(above("A, B, C, and D made this\nt,x\n0,1\n1,2"), 1);
        assert_eq!(above(",A,,B,,\nt,x,y,x,y,\n0,1,2,3,4,\n1,2,3,4,5,"), 1);
    }

    #[test]
    fn headers_are_no_titles() {
        assert_eq!(above("t,x\n0,1\n1,2"), 0);
        assert_eq!(above("t,x\ns,m\n0,1\n1,2"), 0);
        assert_eq!(above("0,1\n1,2"), 0);
        assert_eq!(above("t,x"), 0);
    }

    #[test]
    fn rows_are_never_passed_over() {
        // Rows of missing values, and headers with columns that have no name.
        assert_eq!(above("t,x,name\nNA,NA,bob\n1,2,bob"), 0);
        assert_eq!(above("t,x,,\nNA,NA,a,b\n1,2,a,b"), 0);
        assert_eq!(above("t,x\n,\n0,1\n1,2"), 0);
        assert_eq!(above(",x\nbob,NA\nann,2\nbob,3"), 0);
        // A ragged row of numbers above a header stays where it is, to become an error.
        assert_eq!(above("1,2\nt,x,y\n0,1,2\n1,2,3"), 0);
        assert_eq!(above("0,1,2\nt,x,y\n0,1,2\n1,2,3"), 0);
    }
}
