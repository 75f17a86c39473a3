//! Which of the first rows are names, units, groups of columns, and which stand above a table and are no rows.

use std::collections::HashSet;

use dxdt_time::is_missing;

use super::delimiter::longest_run;
use super::group_names::under_groups;
use super::header::{are_units, is_header, is_like_data, name_pairs};

/// What the rows above the first row of data are, by their index.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct HeaderLines {
    /// The line of names; none where the rows have no names.
    pub names: Option<usize>,
    /// The line of units below the names.
    pub units: Option<usize>,
    /// Lines of names of groups of columns above the names, from the top.
    pub groups: Vec<usize>,
    /// The first row of data.
    pub body: usize,
}

impl HeaderLines {
    /// Finds them. Of several lines of words above the first line of numbers the last that names all columns has the names.
    /// Where a line above it may be a row after all, nothing is passed over, so that it is read or becomes an error.
    pub fn find(rows: &[Vec<String>]) -> Self {
        Self::above_data(rows).unwrap_or_else(|| Self::at_top(rows))
    }

    /// With the names in a row that the user has named.
    pub fn with_names_at(rows: &[Vec<String>], names: usize) -> Self {
        let mut lines = Self {
            names: Some(names),
            body: names + 1,
            ..Self::default()
        };
        lines.find_units(rows);
        lines.groups = groups_above(rows, names);
        lines
    }

    /// The first row, if it can be one of names.
    fn at_top(rows: &[Vec<String>]) -> Self {
        match rows.first() {
            Some(first) if is_header(first) => Self::with_names_at(rows, 0),
            _ => Self::default(),
        }
    }

    fn find_units(&mut self, rows: &[Vec<String>]) {
        let Some(names) = self.names else {
            return;
        };
        let is_next = |row: &Vec<String>| are_units(row, &rows[names]);
        while rows.get(self.body).is_some_and(|row| is_rule(row)) {
            self.body += 1;
        }
        let below = rows.iter().skip(self.body + 1).find(|row| !is_rule(row));
        let has_more = below.is_some_and(|next| !is_header(next));
        if has_more && rows.get(self.body).is_some_and(is_next) {
            self.units = Some(self.body);
            self.body += 1;
            while rows.get(self.body).is_some_and(|row| is_rule(row)) {
                self.body += 1;
            }
        }
    }

    fn above_data(rows: &[Vec<String>]) -> Option<Self> {
        let widths: Vec<usize> = rows.iter().map(Vec::len).collect();
        let width = longest_run(&widths)?.width;
        let is_data = |row: &Vec<String>| {
            row.len() == width && filled(row) > 0 && !is_words(row) && !is_rule(row)
        };
        // A title with a date may look like the first row of data.
        let data = (1..rows.len()).filter(|&row| is_data(&rows[row]) && !is_data(&rows[row - 1]));
        data.rev()
            .find_map(|data| Self::above_row(rows, data, width))
    }

    fn above_row(rows: &[Vec<String>], data: usize, width: usize) -> Option<Self> {
        let mut last = data.checked_sub(1)?;
        while is_rule(&rows[last]) {
            last = last.checked_sub(1)?;
        }
        let above = (0..last).rev().find(|&index| !is_rule(&rows[index]));
        let names = match above {
            Some(names) if is_words(&rows[names]) && are_units(&rows[last], &rows[names]) => names,
            _ if is_named(rows, last) => last,
            // Lines of sources or notes below the units do not name all columns.
            _ => (last.saturating_sub(2)..=last)
                .rev()
                .find(|&row| is_words(&rows[row]) && is_complete(&rows[row]))
                .unwrap_or(last),
        };
        let mut lines = Self::with_names_at(rows, names);
        let are_notes =
            (lines.body..data).all(|row| is_words(&rows[row]) && !is_complete(&rows[row]));
        if lines.body < data && are_notes {
            lines.body = data;
        }
        let has_names =
            has_width(&rows[names], width) && is_words(&rows[names]) && is_named(rows, names);
        let is_no_row = |row: &Vec<String>| is_no_row(row, &rows[names]);
        let no_rows = (0..names)
            .filter(|index| !lines.groups.contains(index))
            .all(|index| is_no_row(&rows[index]));
        (has_names && no_rows && lines.body == data).then_some(lines)
    }
}

/// Whether a row names every column, with the names of groups above it.
fn is_named(rows: &[Vec<String>], names: usize) -> bool {
    let groups = groups_above(rows, names);
    let groups: Vec<_> = groups.into_iter().map(|row| rows[row].clone()).collect();
    let mut named = rows[names].clone();
    name_pairs(&mut named);
    is_complete(&under_groups(&named, &groups))
}

/// A row of words, none of which stands for a missing value: no number, no date.
fn is_words(row: &[String]) -> bool {
    is_header(row)
        && !row
            .iter()
            .any(|field| !field.is_empty() && is_missing(field))
}

/// A line that only divides, `-----,-----`, or has the types of columns.
fn is_rule(row: &[String]) -> bool {
    const TYPES: [&str; 18] = [
        "float",
        "double",
        "int",
        "integer",
        "real",
        "string",
        "text",
        "varchar",
        "bool",
        "boolean",
        "datetime",
        "timestamp",
        "float64",
        "float32",
        "int64",
        "raw",
        "calc",
        "number",
    ];
    let filled: Vec<&String> = row.iter().filter(|field| !field.is_empty()).collect();
    let are_types = filled.len() > 1
        && filled
            .iter()
            .all(|field| TYPES.contains(&field.to_lowercase().as_str()));
    if are_types {
        return true;
    }
    let is_drawn = |field: &String| field.chars().all(|c| "-=_+|".contains(c));
    let is_long = |field: &String| field.len() > 2;
    row.iter().all(is_drawn) && row.iter().any(is_long)
}

/// Names may lack the last, where rows end with a delimiter, or have one more where they do.
fn has_width(names: &[String], width: usize) -> bool {
    (names.len().saturating_sub(1)..=names.len() + 1).contains(&width) || names.len() > width
}

/// Whether every column but a first and a last one is named.
fn is_complete(names: &[String]) -> bool {
    let inner = match names {
        [_, inner @ .., _] => inner,
        _ => names,
    };
    inner.iter().all(|name| !name.is_empty())
}

fn is_no_row(row: &[String], names: &[String]) -> bool {
    let values = || row.iter().filter(|field| !field.is_empty());
    // Numbers of players above their columns, where the first columns have none.
    let is_inset =
        row.len() > 4 && row[0].is_empty() && row[1].is_empty() && 2 * filled(row) <= row.len();
    let may_be_data =
        values().count() > 1 && !is_inset && values().all(|field| is_like_data(field));
    !may_be_data && (row.len() != names.len() || filled(row) < filled(names) || is_words(row))
}

/// The rows right above the names that name groups of columns.
fn groups_above(rows: &[Vec<String>], names: usize) -> Vec<usize> {
    let mut groups: Vec<usize> = (0..names)
        .rev()
        .take_while(|&index| is_group_row(&rows[index], &rows[names]))
        .collect();
    groups.reverse();
    groups
}

/// Whether a row names groups of columns: one name over columns side by side, repeated or with blanks behind it.
fn is_group_row(row: &[String], names: &[String]) -> bool {
    if row.len() > names.len() + 1 || row.len() < 2 || filled(row) == 0 {
        return false;
    }
    let repeats = |cells: &[String]| {
        let pair = |pair: &[String]| !pair[0].is_empty() && pair[0] == pair[1];
        cells.windows(2).any(pair)
    };
    let mut seen = HashSet::new();
    let names_come_again = names
        .iter()
        .any(|name| !name.is_empty() && !seen.insert(name));
    let has_blanks =
        names_come_again && row[0].is_empty() && row.iter().skip(1).any(String::is_empty);
    repeats(row) || has_blanks
}

fn filled(row: &[String]) -> usize {
    row.iter().filter(|field| !field.is_empty()).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> HeaderLines {
        let rows: Vec<Vec<String>> = text
            .lines()
            .map(|line| line.split(',').map(str::to_owned).collect())
            .collect();
        HeaderLines::find(&rows)
    }

    /// The lines of names, of units, of groups, and the first row.
    fn lines(text: &str) -> (Option<usize>, Option<usize>, Vec<usize>, usize) {
        let found = found(text);
        (found.names, found.units, found.groups, found.body)
    }

    #[test]
    fn titles_are_no_rows() {
        let at = |names: usize, body: usize| (Some(names), None, vec![], body);
        assert_eq!(lines("Device: X\nt,x\n0,1\n1,2"), at(1, 2));
        assert_eq!(lines("Device,X\nRate,50\nt,x,y\n0,1,2\n1,2,3"), at(2, 3));
        assert_eq!(lines("Device: X,,\n,,\nt,x,y\n0,1,2\n1,2,3"), at(2, 3));
        assert_eq!(lines("Day,2021-03-20,\nt,x,y\n0,1,2\n1,2,3"), at(1, 2));
        assert_eq!(
            lines("A,B,\nDay,2021-03-20,\n,,\nt,x,y\n0,1,2\n1,2,3"),
            at(3, 4)
        );
        assert_eq!(lines("A, B, C, and D made this\nt,x\n0,1\n1,2"), at(1, 2));
        assert_eq!(
            lines("2021-03-20\nt,x,y\ns,m,m\n0,1,2\n1,2,3"),
            (Some(1), Some(2), vec![], 3)
        );
    }

    #[test]
    fn headers_are_no_titles() {
        assert_eq!(lines("t,x\n0,1\n1,2"), (Some(0), None, vec![], 1));
        assert_eq!(lines("t,x\ns,m\n0,1\n1,2"), (Some(0), Some(1), vec![], 2));
        assert_eq!(lines("t,x\n---,---\n0,1\n1,2"), (Some(0), None, vec![], 2));
        assert_eq!(lines("0,1\n1,2"), (None, None, vec![], 0));
        assert_eq!(lines("t,x"), (Some(0), None, vec![], 1));
    }

    #[test]
    fn of_several_lines_of_words_the_last_has_the_names() {
        assert_eq!(
            lines("a,b,c\nt,x,y\n0,1,2\n1,2,3"),
            (Some(1), None, vec![], 2)
        );
        assert_eq!(
            lines("POS_T,POS_X,Q\nTime,X,Quality\n(sec),(micron),\n0,1,2\n1,2,3"),
            (Some(1), Some(2), vec![], 3)
        );
        assert_eq!(
            lines("t,lap,x,y\nunix time,,m,m\n,,gps,\n1,1,0,1\n2,1,1,1"),
            (Some(0), None, vec![], 3)
        );
        assert_eq!(
            lines("id,TIME,LAT\n ,UTC,degrees_north\na,1,2\nb,2,3"),
            (Some(0), Some(1), vec![], 2)
        );
    }

    #[test]
    fn groups_of_columns_have_names() {
        let text =
            "scorer,m,m,m,m\nbodyparts,nose,nose,tail,tail\ncoords,x,y,x,y\n0,1,2,3,4\n1,2,3,4,5";
        assert_eq!(lines(text), (Some(2), None, vec![0, 1], 3));
        let text = ",,A:L,,A:R,\nFrame,Sub,X,Y,X,Y\n,,mm,mm,mm,mm\n1,0,1,2,3,4\n2,0,2,3,4,5";
        assert_eq!(lines(text), (Some(1), Some(2), vec![0], 3));
        let text = ",,,Home,,Home,,\n,,,11,,1,,\nPeriod,Frame,Time,P11,,P1,,Ball,\n1,1,0.04,1,2,3,4,5,6\n1,2,0.08,1,2,3,4,5,6";
        assert_eq!(lines(text).0, Some(2));
        assert_eq!(lines(",left,left,right\nt,x,y,z\n0,1,2,3\n1,2,3,4").2, [0]);
    }

    #[test]
    fn rows_are_never_passed_over() {
        // Rows of missing values, and headers with columns that have no name.
        for text in [
            "t,x,name\nNA,NA,bob\n1,2,bob",
            "t,x,,\nNA,NA,a,b\n1,2,a,b",
            "t,x\n,\n0,1\n1,2",
            ",x\nbob,NA\nann,2\nbob,3",
        ] {
            assert_eq!(lines(text), (Some(0), None, vec![], 1), "{text}");
        }
        // A ragged row of numbers above a header stays where it is, to become an error.
        assert_eq!(lines("1,2\nt,x,y\n0,1,2\n1,2,3").3, 0);
        assert_eq!(lines("0,1,2\nt,x,y\n0,1,2\n1,2,3").3, 0);
    }
}
