//! The names of a table's columns: in a header line, with units in a line of their own, or in a comment.

use std::collections::{HashMap, HashSet};

use crate::is_angle_unit;
use dxdt_motion::space::LengthUnit;
use dxdt_time::TimeUnit;

use super::group_names::under_groups;
use super::split::Delimiter;

/// A header has words and not one number or date.
pub(super) fn is_header(fields: &[String]) -> bool {
    let has_word = fields
        .iter()
        .any(|field| field.contains(char::is_alphabetic));
    has_word && !fields.iter().any(|field| is_like_data(field))
}

/// Whether a field is a number or a date.
pub(super) fn is_like_data(field: &str) -> bool {
    let digits = field.trim_start_matches(['+', '-', '.', ',']);
    digits.starts_with(|c: char| c.is_ascii_digit())
        && digits
            .chars()
            .all(|c| c.is_ascii_digit() || "+-.,:/TZeE ".contains(c))
}

/// Whether fields are the units of names: most of those that are there are units, or all stand in brackets.
pub(super) fn are_units(fields: &[String], names: &[String]) -> bool {
    const OTHERS: [&str; 29] = [
        "-", "1", "utc", "gmt", "kts", "kt", "kn", "knots", "mb", "hpa", "year", "%", "counts",
        "v", "c", "k", "hz", "nmile", "mph", "kph", "g", "m s-1", "m s^-1", "n", "kg", "quality",
        "bool", "none", "string",
    ];
    let is_base_unit = |unit: &str| {
        LengthUnit::parse(unit).is_some() || unit.parse::<TimeUnit>().is_ok() || is_angle_unit(unit)
    };
    let is_unit = |unit: &str| {
        is_base_unit(unit)
            || unit.contains(['/', '^', '°', '²'])
            || OTHERS.contains(&unit.to_lowercase().as_str())
    };
    let filled: Vec<&String> = fields.iter().filter(|field| !field.is_empty()).collect();
    let has_brackets = |field: &str| field.starts_with(['(', '[']) && field.ends_with([')', ']']);
    let units = || filled.iter().map(|field| without_brackets(field));
    let known = units().filter(|unit| is_unit(unit)).count();
    let is_short = |unit: &str| unit.chars().count() <= 16 && !is_like_data(unit);
    fields.len() <= names.len() + 1
        && units().any(is_base_unit)
        && units().all(is_short)
        && (2 * known > filled.len() || filled.iter().all(|field| has_brackets(field)))
        && fields
            .iter()
            .zip(names)
            .all(|(unit, name)| unit.is_empty() || unit != name)
}

fn without_brackets(field: &str) -> &str {
    field.trim_matches(['(', ')', '[', ']'])
}

/// The names of header lines, as many as the rows of the body have fields if that can be.
pub(super) fn of_lines(
    names: &[String],
    units: Option<&Vec<String>>,
    groups: &[Vec<String>],
    body: &[Vec<String>],
    width: usize,
    delimiter: Delimiter,
) -> Vec<String> {
    let mut names = names.to_vec();
    if let Some(first) = names.first_mut() {
        *first = without_mark(first).to_owned();
    }
    if delimiter == Delimiter::Whitespace && names.len() > width {
        names = join_units(names);
    }
    let last_is_empty = |row: &Vec<String>| row.last().is_none_or(String::is_empty);
    if names.len() + 1 == width && body.iter().all(last_is_empty) {
        // Every row ends with a delimiter that the header does not have.
        names.push(String::new());
    } else if names.len() + 1 == width {
        // R leaves the names of rows without a name.
        names.insert(0, String::new());
    } else if names.len() == width + 1 && last_is_empty(&names) {
        names.pop();
    }
    name_pairs(&mut names);
    if !groups.is_empty() {
        names = under_groups(&names, groups);
    }
    if let Some(units) = units {
        for (name, unit) in names.iter_mut().zip(units) {
            let unit = without_brackets(unit);
            if !unit.is_empty() {
                *name = format!("{name} [{unit}]");
            }
        }
    }
    names
}

/// Names of which each stands above two columns, as `Player25,,Player15,`: the columns are its x and y.
pub(super) fn name_pairs(names: &mut [String]) {
    let blanks: Vec<usize> = (0..names.len())
        .filter(|&index| names[index].is_empty())
        .collect();
    let is_behind_name = |&index: &usize| index > 0 && !names[index - 1].is_empty();
    let first = blanks.first().copied().unwrap_or_default();
    let alternate = blanks.windows(2).all(|pair| pair[1] == pair[0] + 2);
    if blanks.len() < 2 || !blanks.iter().all(is_behind_name) || !alternate || first < 2 {
        return;
    }
    for index in blanks {
        names[index] = format!("{} y", names[index - 1]);
        names[index - 1].push_str(" x");
    }
}

/// The names in a comment just above the data, if it has as many as there are columns.
pub(super) fn of_comment(
    fields: Vec<String>,
    width: usize,
    delimiter: Delimiter,
) -> Option<Vec<String>> {
    let names = if delimiter == Delimiter::Whitespace && fields.len() > width {
        join_units(fields)
    } else {
        fields
    };
    (names.len() == width && is_header(&names)).then_some(names)
}

/// A line without the `#` that makes it a comment.
pub(super) fn without_mark(line: &str) -> &str {
    line.trim_start().trim_start_matches('#').trim()
}

/// `Time (s) x (m)` split at spaces is two names with units, not four.
fn join_units(words: Vec<String>) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for word in words {
        match names.last_mut() {
            Some(name) if word.starts_with(['(', '[']) => {
                name.push(' ');
                name.push_str(&word);
            }
            _ => names.push(word),
        }
    }
    names
}

/// Gives unnamed columns a number and a repeated name a suffix; gives the repeated names too.
pub(super) fn unique(names: Vec<String>) -> (Vec<String>, Vec<String>) {
    let mut unique: Vec<String> = Vec::with_capacity(names.len());
    let mut taken = HashSet::with_capacity(names.len());
    let mut repeated = Vec::new();
    // The suffixes of a name that are known to be taken, so that each is tried once.
    let mut counts: HashMap<String, usize> = HashMap::new();
    for (index, name) in names.into_iter().enumerate() {
        let base = if name.is_empty() {
            format!("column_{}", index + 1)
        } else {
            name
        };
        let mut candidate = base.clone();
        if taken.contains(&candidate) {
            let count = counts.entry(base.clone()).or_insert_with(|| {
                repeated.push(base.clone());
                2
            });
            while taken.contains(&candidate) {
                candidate = format!("{base}_{count}");
                *count += 1;
            }
        }
        taken.insert(candidate.clone());
        unique.push(candidate);
    }
    (unique, repeated)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fields(text: &str) -> Vec<String> {
        text.split(',').map(str::to_owned).collect()
    }

    #[test]
    fn names_are_told_from_data() {
        assert!(is_header(&fields("t,x [m],2nd")));
        assert!(!is_header(&fields("2021-03-20T10:00:00Z,A,b")));
        assert!(!is_header(&fields("A,1e5,b")));
        assert!(!is_header(&fields("1,2")));
    }

    #[test]
    fn units_are_told_from_names() {
        let names = fields("t,x,v,note");
        assert!(are_units(&fields("(s),(m),m/s,"), &names));
        assert!(are_units(&fields(",UTC,degrees_north,"), &names));
        assert!(!are_units(&fields("x,y"), &names));
        assert!(!are_units(&fields("t,m,s"), &names));
        assert!(!are_units(&fields(","), &names));
    }

    #[test]
    fn repeated_names_are_numbered_and_listed() {
        let (names, repeated) = unique(fields("x,x,,x"));
        assert_eq!(names, ["x", "x_2", "column_3", "x_3"]);
        assert_eq!(repeated, ["x"]);
    }
}
