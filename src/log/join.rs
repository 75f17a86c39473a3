//! Several files into one log.

use polars::prelude::{Column, DataFrame};

use crate::error::{Error, Result, quoted_list};
use crate::finding::{Finding, FindingKind};

use super::append::{joined, joined_measured, joined_parts};
use super::frame::polars_error;
use super::table::LogTable;
use super::table_names::TableNames;
use super::{Clock, ExactColumn, LogFile, PositionLog};

impl PositionLog {
    pub(super) fn join(mut tables: Vec<LogTable>) -> Result<Self> {
        let mut findings = Vec::new();
        if let [first, others @ ..] = &tables[..] {
            for other in others {
                check_alike(first, other)?;
            }
        }
        if tables.len() > 1 {
            let as_entities = tables[0].entity.is_empty() && spans_overlap(&tables);
            if as_entities {
                for table in &mut tables {
                    table.name_entities_by_file();
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

    pub(super) fn from_table(table: LogTable) -> Result<Self> {
        let mut findings = table.findings.all();
        let mut entity = table.entity;
        let mut positions = table.positions;
        let mut values = table.values;
        let added = TableNames::of(&positions, table.frame);
        for (column, position) in values.iter_mut().zip(&mut positions) {
            position.name = added.clear(column, &mut findings);
        }
        let entity_columns: Vec<String> = entity
            .iter_mut()
            .map(|column| added.clear(column, &mut findings))
            .collect();
        let entity_name = match &entity_columns[..] {
            [] => None,
            [only] => Some(only.clone()),
            several => {
                let key = several.join(", ");
                entity.push(joined(&entity, &key)?);
                Some(key)
            }
        };
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
                format: table.format,
                encoding: table.encoding,
                places: table.places.into(),
            }],
            frame: polars_error(DataFrame::new(height, columns))?,
            entity: entity_name,
            entity_columns,
            time_name: table.time_name,
            positions,
            columns_without_role: table.without_role,
            coordinates: table.frame,
            clock: table.clock,
            findings,
            nanoseconds: table.nanoseconds,
            without_stamp: table.without_stamp,
            parts: table.parts,
            is_sample: false,
            measured: table.measured,
            exact: table.exact,
            rows_as_read: None,
            written_times: None,
            entity_blocks: None,
            cell_types: None,
        })
    }

    fn append(&mut self, other: Self) -> Result<()> {
        let height = self.height();
        let other_height = other.height();
        polars_error(self.frame.vstack_mut(&other.frame))?;
        self.without_stamp
            .extend(other.without_stamp.iter().map(|row| height + row));
        self.measured = joined_measured(
            std::mem::take(&mut self.measured),
            height,
            other.measured,
            other_height,
        );
        self.exact = ExactColumn::joined(
            std::mem::take(&mut self.exact),
            height,
            other.exact,
            other_height,
        );
        self.nanoseconds.extend(other.nanoseconds);
        self.parts = joined_parts(self.parts.take(), height, other.parts, other_height);
        self.files.extend(other.files);
        self.clock.has_offset |= other.clock.has_offset;
        self.merge_findings(other.findings);
        Ok(())
    }

    pub(super) fn merge_findings(&mut self, others: Vec<Finding>) {
        for finding in others {
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
    }
}

/// Files of one log have the same roles.
pub(super) fn check_alike(first: &LogTable, other: &LogTable) -> Result<()> {
    let names = |table: &LogTable| -> Vec<String> {
        let entity = table.entity.iter().map(|column| column.name().to_string());
        let positions = table.positions.iter().map(|p| match &p.unit {
            Some(unit) => format!("{} [{unit}]", p.name),
            None => p.name.clone(),
        });
        entity.chain(positions).collect()
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
    any_overlap(&mut spans)
}

/// Whether any two spans overlap.
pub(super) fn any_overlap(spans: &mut [(i64, i64)]) -> bool {
    spans.sort_unstable();
    spans.windows(2).any(|pair| pair[1].0 < pair[0].1)
}

#[cfg(test)]
mod tests {
    use super::super::LogOptions;
    use super::super::read::Source;
    use super::*;
    use crate::finding::Place;

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
                at: crate::At::Line(3)
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
}
