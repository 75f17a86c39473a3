//! Logs of timestamped positions: reading them, finding out what is what, and making them fit for derivatives.

mod audit;
pub mod clock;
mod columns;
mod conversion;
pub mod read;
mod stamps;
mod table;

use std::borrow::Cow;

use polars::prelude::{Column, DataFrame, IntoColumn, NamedFrom, Series};

use crate::error::{Error, Result, quoted_list};
use crate::finding::{Finding, FindingKind, Place};
use crate::space::{Frame, LengthUnit};

pub use audit::{AuditOptions, AuditedLog, DuplicatePolicy, EntityRows, Flags, MaxGap, audit};
pub use columns::{ColumnName, RoleOptions};
pub use stamps::{Clock, ClockOptions};

use read::{DialectOptions, LineNumbers, Source};
use table::{LogTable, polars_error};

/// What the user has said about a log; the rest is found out.
#[derive(Debug, Clone, Default)]
pub struct LogOptions {
    /// How the text is written.
    pub dialect: DialectOptions,
    /// Which column is what.
    pub roles: RoleOptions,
    /// What the stamps are.
    pub clock: ClockOptions,
    /// The unit of lengths, over what headers say.
    pub length_unit: Option<LengthUnit>,
}

/// A position column of a log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PositionColumn {
    /// The name, without the unit that the log's header gives it.
    pub name: String,
    /// The unit of the values: metres where the log's unit is known, `°` for longitude and latitude, the log's own
    /// where it is no length; `None` where nothing says.
    pub unit: Option<String>,
}

/// A file that a log was read from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogFile {
    /// The path as it was given, or `standard input`.
    pub name: String,
    /// How many rows it has.
    pub rows: usize,
    lines: LineNumbers,
}

/// A log of timestamped positions, as it was written: nothing sorted, nothing left out.
#[derive(Debug, Clone)]
pub struct PositionLog {
    /// The files, in order; their rows follow each other.
    pub files: Vec<LogFile>,
    /// The entity column where there is one (as text), `time` (as the tables show it), and the positions.
    pub frame: DataFrame,
    /// The name of the entity column.
    pub entity: Option<String>,
    /// The name of the time column in the log.
    pub time_name: String,
    /// The position columns: axes, or longitude, latitude and perhaps height.
    pub positions: Vec<PositionColumn>,
    /// What the positions are.
    pub coordinates: Frame,
    /// What the stamps are.
    pub clock: Clock,
    /// What was decided and noticed on reading.
    pub findings: Vec<Finding>,
    nanoseconds: Vec<i64>,
    without_stamp: Vec<usize>,
}

impl PositionLog {
    /// Reads one log from one or more files; `-` is standard input.
    ///
    /// Several files are one log. Where there is no entity column and their spans of time overlap, each is an
    /// entity.
    ///
    /// # Errors
    /// A file that cannot be read or is no table, roles that cannot be found, a cell that is no number or stamp,
    /// files that do not have the same columns.
    pub fn read(paths: &[String], options: &LogOptions) -> Result<Self> {
        let mut tables = Vec::with_capacity(paths.len());
        for path in paths {
            tables.push(LogTable::read(&Source::read(path)?, options)?);
        }
        Self::join(tables)
    }

    /// Reads a log from bytes in memory.
    ///
    /// ```
    /// use dxdt::log::{LogOptions, PositionLog, read::Source};
    /// let csv = b"Time (s);x [mm]\n0,0;1\n0,5;2,5\n".to_vec();
    /// let log = PositionLog::from_source(Source::from_bytes("log.csv".into(), csv)?, &LogOptions::default())?;
    /// assert_eq!(log.stamps(), [0, 500_000_000]);
    /// assert_eq!(log.position_values()[0].as_ref(), [0.001, 0.0025]);
    /// # Ok::<(), dxdt::Error>(())
    /// ```
    ///
    /// # Errors
    /// As [`PositionLog::read`].
    pub fn from_source(source: Source, options: &LogOptions) -> Result<Self> {
        Self::join(vec![LogTable::read(&source, options)?])
    }

    fn join(mut tables: Vec<LogTable>) -> Result<Self> {
        let mut findings = Vec::new();
        if let [first, others @ ..] = &tables[..] {
            for other in others {
                check_alike(first, other)?;
            }
        }
        if tables.len() > 1 {
            let as_entities = tables[0].entity.is_none() && spans_overlap(&tables);
            if as_entities {
                for table in &mut tables {
                    let names = vec![table.name.as_str(); table.nanoseconds.len()];
                    table.entity = Some(Series::new("file".into(), names).into_column());
                }
            }
            findings.push(Finding::new(
                FindingKind::FilesJoined { as_entities },
                tables.len() as u64,
            ));
        }
        let mut tables = tables.into_iter();
        let first = tables
            .next()
            .ok_or_else(|| Error::new("no log is given").advise("name at least one file"))?;
        let mut log = Self::from_table(first)?;
        for table in tables {
            log.append(Self::from_table(table)?)?;
        }
        if log.height() > u32::MAX as usize {
            return Err(Error::new("the log has more than 4,294,967,295 rows")
                .in_file(log.file_names())
                .advise("split it"));
        }
        log.frame.rechunk_mut();
        log.findings.splice(0..0, findings);
        Ok(log)
    }

    fn from_table(table: LogTable) -> Result<Self> {
        let mut findings = table.findings;
        let mut entity = table.entity;
        let mut positions = table.positions;
        let mut values = table.values;
        let axes = values
            .iter_mut()
            .zip(&mut positions)
            .map(|(column, position)| {
                let renamed = clear_of_table_columns(column, &mut findings);
                position.name = renamed;
            });
        axes.for_each(drop);
        let entity_name = entity
            .as_mut()
            .map(|column| clear_of_table_columns(column, &mut findings));
        let height = table.nanoseconds.len();
        let columns: Vec<Column> = entity
            .into_iter()
            .chain([table.time])
            .chain(values)
            .collect();
        Ok(Self {
            files: vec![LogFile {
                name: table.name,
                rows: height,
                lines: table.lines,
            }],
            frame: polars_error(DataFrame::new(height, columns))?,
            entity: entity_name,
            time_name: table.time_name,
            positions,
            coordinates: table.frame,
            clock: table.clock,
            findings,
            nanoseconds: table.nanoseconds,
            without_stamp: table.without_stamp,
        })
    }

    fn append(&mut self, other: Self) -> Result<()> {
        let height = self.height();
        polars_error(self.frame.vstack_mut(&other.frame))?;
        self.without_stamp
            .extend(other.without_stamp.iter().map(|row| height + row));
        self.nanoseconds.extend(other.nanoseconds);
        self.files.extend(other.files);
        self.clock.has_offset |= other.clock.has_offset;
        for finding in other.findings {
            match self
                .findings
                .iter_mut()
                .find(|known| known.kind == finding.kind)
            {
                // The same decision for each file is one decision; what is counted in rows adds up.
                Some(known) if finding.kind == FindingKind::StampsRounded => {
                    known.count += finding.count
                }
                Some(_) => {}
                None => self.findings.push(finding),
            }
        }
        Ok(())
    }

    /// The number of rows.
    pub fn height(&self) -> usize {
        self.nanoseconds.len()
    }

    /// The stamps in nanoseconds; 0 for [rows without one](Self::rows_without_stamp).
    pub fn stamps(&self) -> &[i64] {
        &self.nanoseconds
    }

    /// The rows that have no stamp, increasing.
    pub fn rows_without_stamp(&self) -> &[usize] {
        &self.without_stamp
    }

    /// The values of the position columns; NaN where a cell is missing.
    pub fn position_values(&self) -> Vec<Cow<'_, [f64]>> {
        self.positions
            .iter()
            .filter_map(|position| self.frame.column(&position.name).ok()?.f64().ok())
            .map(|values| match values.cont_slice() {
                Ok(slice) => Cow::Borrowed(slice),
                Err(_) => values
                    .iter()
                    .map(|value| value.unwrap_or(f64::NAN))
                    .collect(),
            })
            .collect()
    }

    /// The cells of the entity column; `None` where there is no such column.
    pub fn entity_cells(&self) -> Option<impl Iterator<Item = Option<&str>>> {
        let column = self.frame.column(self.entity.as_deref()?).ok()?;
        Some(column.str().ok()?.iter())
    }

    /// The file and line of a row.
    pub fn place_of(&self, row: usize) -> Place {
        let mut row_of_file = row;
        for file in &self.files {
            if row_of_file < file.rows {
                return Place {
                    file: file.name.clone(),
                    line: file.lines.of_row(row_of_file),
                };
            }
            row_of_file -= file.rows;
        }
        Place {
            file: self.file_names(),
            line: 0,
        }
    }

    /// The names of the files, for messages.
    pub fn file_names(&self) -> String {
        let names: Vec<&str> = self.files.iter().map(|file| file.name.as_str()).collect();
        names.join(", ")
    }

    /// The unit of distances between positions: metres for geographic ones.
    pub fn distance_unit(&self) -> String {
        match self.coordinates {
            Frame::Geographic => "m".to_owned(),
            Frame::Cartesian => self.positions[0]
                .unit
                .clone()
                .unwrap_or_else(|| "units".to_owned()),
        }
    }
}

/// Renames a column of the log that has the name of one that the tables add; gives the name it has then.
fn clear_of_table_columns(column: &mut Column, findings: &mut Vec<Finding>) -> String {
    const ADDED: [&str; 6] = ["time", "t", "speed", "accel", "segment", "flag"];
    let name = column.name().to_string();
    if !ADDED.contains(&name.as_str()) {
        return name;
    }
    let to = format!("{name}_in_log");
    column.rename(to.as_str().into());
    findings.push(Finding::new(
        FindingKind::ColumnRenamed {
            from: name,
            to: to.clone(),
        },
        1,
    ));
    to
}

/// Files of one log have the same roles.
fn check_alike(first: &LogTable, other: &LogTable) -> Result<()> {
    let names = |table: &LogTable| -> Vec<String> {
        let entity = table
            .entity
            .as_ref()
            .map(|column| column.name().to_string());
        let positions = table.positions.iter().map(|p| match &p.unit {
            Some(unit) => format!("{} [{unit}]", p.name),
            None => p.name.clone(),
        });
        entity.into_iter().chain(positions).collect()
    };
    let differ = |what: &str, one: String, two: String| {
        Err(Error::new(format!("{what} {two} where {} has {one}", first.name))
            .in_file(&other.name)
            .advise("analyze the files one by one, or name the columns with --time, --position and --entity"))
    };
    if names(first) != names(other) || first.frame != other.frame {
        return differ(
            "the file has the columns",
            quoted_list(&names(first)),
            quoted_list(&names(other)),
        );
    }
    if first.clock.origin != other.clock.origin || first.clock.in_words != other.clock.in_words {
        let kind = |clock: Clock| {
            if clock.is_dated() {
                "dated stamps"
            } else {
                "stamps from its own zero"
            }
        };
        return differ(
            "the file has",
            kind(first.clock).to_owned(),
            kind(other.clock).to_owned(),
        );
    }
    Ok(())
}

/// Whether the spans of time of any two files overlap.
fn spans_overlap(tables: &[LogTable]) -> bool {
    let mut spans: Vec<(i64, i64)> = tables
        .iter()
        .filter_map(|table| {
            let stamps = || {
                let rows = table.nanoseconds.iter().enumerate();
                rows.filter(|(row, _)| table.without_stamp.binary_search(row).is_err())
            };
            Some((
                *stamps().map(|(_, s)| s).min()?,
                *stamps().map(|(_, s)| s).max()?,
            ))
        })
        .collect();
    spans.sort_unstable();
    spans.windows(2).any(|pair| pair[1].0 < pair[0].1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(name: &str, text: &str) -> LogTable {
        let source = Source::from_bytes(name.into(), text.as_bytes().to_vec()).unwrap();
        LogTable::read(&source, &LogOptions::default()).unwrap()
    }

    #[test]
    fn files_that_follow_each_other_are_one_entity() {
        let log = PositionLog::join(vec![
            table("a", "t,x\n0,1\n1,2\n"),
            table("b", "t,x\n2,3\n3,4\n"),
        ])
        .unwrap();
        assert_eq!((log.height(), log.entity), (4, None));
    }

    #[test]
    fn files_that_overlap_are_entities() {
        let log = PositionLog::join(vec![
            table("a", "t,x\n0,1\n1,2\n"),
            table("b", "t,x\n0,3\n1,4\n"),
        ])
        .unwrap();
        assert_eq!(log.entity.as_deref(), Some("file"));
        assert_eq!(
            log.place_of(3),
            Place {
                file: "b".into(),
                line: 3
            }
        );
    }

    #[test]
    fn files_with_other_columns_are_refused() {
        let error = PositionLog::join(vec![
            table("a", "t,x\n0,1\n1,2\n"),
            table("b", "t,y\n2,3\n3,4\n"),
        ]);
        assert!(
            error
                .unwrap_err()
                .to_string()
                .starts_with("b: the file has the columns 'y' where a has 'x'")
        );
    }

    #[test]
    fn names_of_the_tables_own_columns_are_renamed() {
        let log = PositionLog::join(vec![table("a", "time,segment\n0,1\n1,2\n")]).unwrap();
        assert_eq!(log.positions[0].name, "segment_in_log");
    }
}
