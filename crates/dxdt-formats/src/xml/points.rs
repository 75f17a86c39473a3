//! Points as they are met in an XML log, and the tracks or activities they belong to.

use std::borrow::Cow;
use std::collections::HashSet;

use polars::prelude::{Column, IntoColumn, NamedFrom, Series};

use dxdt_motion::error::{Error, Result};
use dxdt_motion::finding::{Finding, FindingKind, FormatNote};
use dxdt_motion::space::Frame;

use super::super::{Budget, KnownRoles, RecordBuilder, RecordTable};
use super::End;

/// The text of one column of a point, where the file has it.
pub type Cell<'a> = Option<Cow<'a, str>>;

/// Takes the text of an element for its cell.
///
/// # Errors
/// A second one, where the format allows one; elsewhere, as in extensions, the first is kept.
pub fn set_cell<'a>(cell: &mut Cell<'a>, end: End<'a>, is_alone: bool) -> Result<()> {
    if cell.is_none() {
        *cell = Some(end.text);
        return Ok(());
    }
    if !is_alone {
        return Ok(());
    }
    Err(Error::new(format!("the point has a second <{}>", end.name))
        .at_line(end.line)
        .advise("remove the wrong one"))
}

/// Points of one kind. The first four columns are the time, the longitude, the latitude and the height.
#[derive(Debug)]
pub struct Points {
    names: &'static [&'static str],
    records: RecordBuilder,
    groups: Groups,
    // Of each row, the number of its group, counted from 0; `NONE` of none.
    group_of_row: Vec<u32>,
    parts: Vec<u32>,
    without_time: Vec<u64>,
}

/// The tracks of a file, or its routes or activities: things that have points, and perhaps a name.
#[derive(Debug)]
struct Groups {
    word: &'static str,
    names: Vec<Option<String>>,
    // The last of them has not ended.
    is_open: bool,
}

const NONE: u32 = u32::MAX;

impl Points {
    /// No points yet, with the names of their columns, and the word for what they belong to.
    pub fn new(names: &'static [&'static str], group_word: &'static str, budget: Budget) -> Self {
        Self {
            names,
            records: RecordBuilder::new(names, budget),
            groups: Groups {
                word: group_word,
                names: Vec::new(),
                is_open: false,
            },
            group_of_row: Vec::new(),
            parts: Vec::new(),
            without_time: Vec::new(),
        }
    }

    /// A group begins: a track, say.
    pub fn begin_group(&mut self) {
        self.groups.names.push(None);
        self.groups.is_open = true;
    }

    /// Names the group that has begun, unless it has a name; runs of white space become one space.
    pub fn name_group(&mut self, text: &str) {
        if let Some(name @ None) = self.groups.names.last_mut() {
            let words: Vec<&str> = text.split_whitespace().collect();
            *name = Some(words.join(" ")).filter(|name| !name.is_empty());
        }
    }

    /// The group that began last ends.
    pub fn end_group(&mut self) {
        self.groups.is_open = false;
    }

    /// Adds a point by its line, its cells and its part; without a time it is only noted.
    ///
    /// # Errors
    /// Where the points outgrow the memory.
    pub fn push(&mut self, line: u64, cells: &[Cell<'_>], part: u32) -> Result<()> {
        let cells: Vec<Option<&str>> = cells
            .iter()
            .map(|cell| {
                cell.as_deref()
                    .map(str::trim)
                    .filter(|cell| !cell.is_empty())
            })
            .collect();
        if let Some(Some(_)) = cells.first() {
            self.records.push(line, &cells)?;
            self.group_of_row.push(self.groups.current());
            self.parts.push(part);
        } else {
            self.without_time.push(line);
        }
        Ok(())
    }

    /// How many points there are, with a time or without.
    pub fn met(&self) -> usize {
        self.records.height() + self.without_time.len()
    }

    /// How many have a time.
    pub fn timed(&self) -> usize {
        self.records.height()
    }

    /// The table with its roles; an entity column only where points of more than one group are there.
    pub fn finish(self, has_parts: bool) -> RecordTable {
        let mut table = self.records.finish();
        let present = table.names();
        let role = |names: &[&str]| names.iter().map(|&name| name.to_owned()).collect();
        let [time, longitude, latitude, height] = match *self.names {
            [time, longitude, latitude, height, ..] => [time, longitude, latitude, height],
            _ => [""; 4],
        };
        let has_height = present.iter().any(|name| name == height);
        table.roles = KnownRoles {
            time: Some(role(&[time])),
            position: Some(if has_height {
                role(&[longitude, latitude, height])
            } else {
                role(&[longitude, latitude])
            }),
            entity: None,
            frame: Some(Frame::Geographic),
            ..KnownRoles::default()
        };
        table.parts = has_parts.then_some(self.parts);
        table.findings = Finding::on_lines(FindingKind::PointWithoutTime, &self.without_time)
            .into_iter()
            .collect();
        if let Some((column, note)) = self.groups.column(&self.group_of_row) {
            table.columns.push(column);
            table.roles.entity = Some(vec![self.groups.word.to_owned()]);
            table.findings.extend(note);
        }
        table
    }
}

// Longer names would be repeated in every row.
const LONGEST_NAME: usize = 200;

impl Groups {
    /// The number of the group that is open.
    fn current(&self) -> u32 {
        let last = u32::try_from(self.names.len())
            .unwrap_or(NONE)
            .checked_sub(1);
        last.filter(|_| self.is_open).unwrap_or(NONE)
    }

    /// The group of each row by name, and a note on names that could not be kept; `None` where there is but one.
    fn column(&self, of_rows: &[u32]) -> Option<(Column, Option<Finding>)> {
        let first = of_rows.first()?;
        if of_rows.iter().all(|group| group == first) {
            return None;
        }
        let mut used = vec![false; self.names.len()];
        for &group in of_rows {
            if let Some(used) = used.get_mut(group as usize) {
                *used = true;
            }
        }
        let mut taken = HashSet::new();
        let mut changed = 0;
        let mut unique = Vec::with_capacity(self.names.len());
        for (index, (name, used)) in self.names.iter().zip(used).enumerate() {
            let name = match name {
                _ if !used => String::new(),
                Some(name) if name.chars().count() <= LONGEST_NAME && !taken.contains(name) => {
                    name.clone()
                }
                other => {
                    changed += u64::from(other.is_some());
                    self.numbered(index, &taken)
                }
            };
            taken.insert(name.clone());
            unique.push(name);
        }
        let cell = |&group: &u32| unique.get(group as usize).map(String::as_str);
        let cells: Vec<Option<&str>> = of_rows.iter().map(cell).collect();
        let column = Series::new(self.word.into(), cells).into_column();
        Some((column, (changed > 0).then(|| self.renamed(changed))))
    }

    /// `track 2`, or `track 2 (2)` where another is called that.
    fn numbered(&self, index: usize, taken: &HashSet<String>) -> String {
        let name = format!("{} {}", self.word, index + 1);
        if !taken.contains(&name) {
            return name;
        }
        let mut count = 2_u64;
        loop {
            let further = format!("{name} ({count})");
            if !taken.contains(&further) {
                return further;
            }
            count += 1;
        }
    }

    fn renamed(&self, count: u64) -> Finding {
        let note = FormatNote::CalledByNumber {
            word: self.word,
            longest: LONGEST_NAME,
        };
        Finding::new(FindingKind::FormatNote(note), count)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_cannot_be_kept_give_way_to_numbers() {
        let mut points = Points::new(&["time", "x", "y", "z"], "track", Budget::UNLIMITED);
        let long = "é".repeat(LONGEST_NAME + 1);
        for name in ["track 2", " ", &long, "twice", "twice"] {
            points.begin_group();
            points.name_group(name);
            points.push(1, &[Some("1".into())], 0).unwrap();
            points.end_group();
        }
        let table = points.finish(false);
        let rows = table.sample(9).unwrap();
        let names: Vec<&str> = rows.iter().map(|row| row[1].as_str()).collect();
        assert_eq!(
            names,
            ["track 2", "track 2 (2)", "track 3", "twice", "track 5"]
        );
        let note = FormatNote::CalledByNumber {
            word: "track",
            longest: 200,
        };
        assert_eq!(
            table.findings,
            [Finding::new(FindingKind::FormatNote(note), 2)]
        );
    }

    #[test]
    fn a_point_outside_of_groups_has_none() {
        let mut points = Points::new(&["time", "x", "y", "z"], "track", Budget::UNLIMITED);
        points.begin_group();
        points.push(1, &[Some("1".into())], 0).unwrap();
        points.end_group();
        points.push(2, &[Some("2".into())], 0).unwrap();
        points.push(3, &[None], 0).unwrap();
        assert_eq!((points.met(), points.timed()), (3, 2));
        let table = points.finish(false);
        assert_eq!(table.sample(9).unwrap(), [["1", "track 1"], ["2", ""]]);
    }
}
