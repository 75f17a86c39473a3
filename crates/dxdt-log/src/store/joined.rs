//! The files of a log put together, as they are read one after the other.

use crate::table::LogTable;
use dxdt_motion::audit::AuditDecisions;
use dxdt_motion::error::Result;
use dxdt_motion::finding::{Finding, FindingKind};
use dxdt_motion::log::CellType;
use dxdt_motion::log::PositionLog;
use dxdt_time::Ticks;

use super::fold::{FileFold, Fold};
use super::kept::Kept;
use super::log_columns::LogColumns;
use super::spool::Spool;
use super::{BatchOptions, StoredEntity, StoredLog, no_room};

/// The files of a log on their way into one.
pub(super) struct Joined {
    /// The first file, without its rows.
    pub first: LogTable,
    /// Of all files, as far as they are known.
    pub columns: LogColumns,
    pub fold: Fold,
    /// What was believed of the log when its first entities were given out.
    given: Option<PositionLog>,
    spans: Vec<(i64, i64)>,
    files: Vec<PositionLog>,
}

impl Joined {
    /// Of a log of so many files, whose first starts so; `columns` are known of all files. Entities that are complete are
    /// given out in pieces of `rows_a_piece` rows, if such are wanted and a column tells where they end.
    pub fn new(
        head: &LogTable,
        files: usize,
        columns: &LogColumns,
        batches: &BatchOptions,
        rows_a_piece: Option<usize>,
    ) -> Self {
        let mut columns = columns.clone();
        columns.add(head);
        let can_end = files == 1 || !head.entity.is_empty();
        let fold = Fold::new(
            &batches.folder,
            head.frame,
            head.positions.len() + columns.len(),
            head.entity.len(),
            batches,
            rows_a_piece.filter(|_| can_end),
        );
        Self {
            first: head.without_rows(),
            columns,
            fold,
            given: None,
            spans: Vec::new(),
            files: Vec::new(),
        }
    }

    /// The next entities that are complete as a log of their own, or at the end those that are left.
    ///
    /// # Errors
    /// What the file system says.
    pub fn take_complete(
        &mut self,
        end: bool,
        batches: &BatchOptions,
    ) -> Result<Option<StoredLog>> {
        let complete = self.fold.kept.take_complete(end);
        let Some(complete) = complete.map_err(|error| no_room(&batches.folder, &error))? else {
            return Ok(None);
        };
        let facts = match &self.given {
            Some(facts) => facts.without_rows(),
            None => {
                let mut facts = self.first.clone().into_log()?;
                facts.measured.clone_from(&self.columns.measured);
                facts.exact.clone_from(&self.columns.exact);
                facts.cell_types = batches.typed.then(|| self.fold.cell_types.clone());
                self.given.insert(facts).without_rows()
            }
        };
        let known = &self.fold.entities;
        let has_column = !self.first.entity.is_empty();
        let entity = |(local, number): (u32, u32)| StoredEntity {
            name: match has_column {
                true => known.names[number as usize].clone(),
                false => String::new(),
            },
            rows: known.rows[number as usize],
            numbers: local..local + 1,
        };
        let numbers = complete.entities.start as usize..complete.entities.end as usize;
        Ok(Some(StoredLog {
            facts,
            decisions: AuditDecisions::default(),
            entities: (0..).zip(complete.entities).map(entity).collect(),
            has_parts: self.fold.has_parts,
            cells: known.cells[numbers].to_vec(),
            spool: complete.spool,
            folder: batches.folder.clone(),
        }))
    }

    /// A file has been read to its end.
    pub fn end_file(
        &mut self,
        mut head: LogTable,
        file: FileFold,
        findings: Vec<Finding>,
    ) -> Result<()> {
        self.fold.end_file();
        head.findings.table.extend(findings);
        let format = &head.interpretation.format;
        let scale = head.interpretation.time_scale.as_deref();
        head.findings.clock = file.counts.findings(format, file.midnights, scale);
        head.clock = file.counts.clock(format);
        self.spans.extend(file.span);
        let mut without_rows = head.without_rows();
        without_rows.places = file.places.finish();
        if self.files.is_empty() {
            self.first = without_rows.clone();
        }
        let mut log = without_rows.into_log()?;
        log.files[0].rows = file.rows as usize;
        self.files.push(log);
        Ok(())
    }

    /// All files have been read; `None` where entities have been given out that all rows would have had otherwise.
    ///
    /// # Errors
    /// What the file system says.
    pub fn finish(self, batches: &BatchOptions) -> Result<Option<StoredLog>> {
        let Self {
            first,
            columns,
            fold,
            given,
            mut spans,
            files,
        } = self;
        let several = files.len() > 1;
        let has_column = !first.entity.is_empty();
        let as_entities = several && !has_column && any_overlap(&mut spans);
        let first_stamp = spans.iter().map(|span| span.0).min();
        let last_stamp = spans.iter().map(|span| span.1).max();
        let ticks = match first_stamp.zip(last_stamp) {
            Some((first_stamp, last_stamp)) if !first.clock.is_dated() => {
                Ticks::finest(fold.steps.digits(), [first_stamp, last_stamp])
            }
            _ => Ticks::NANOSECONDS,
        };
        let mut first = first;
        if as_entities {
            first.name_entities_by_file();
        }
        let mut facts = first.into_log()?;
        facts.clock.ticks = ticks;
        facts.files.clear();
        for (index, file) in files.into_iter().enumerate() {
            facts.files.extend(file.files);
            facts.clock.has_offset |= file.clock.has_offset;
            if index == 0 {
                // The facts have them already.
                continue;
            }
            for finding in file.findings {
                let known = &mut facts.findings;
                if !known.iter_mut().any(|known| known.take_in(&finding)) {
                    known.push(finding);
                }
            }
        }
        let rounded = fold.steps.changed_by(ticks);
        if rounded > 0 {
            let kind = FindingKind::StampsRounded { ticks };
            facts.findings.push(Finding::new(kind, rounded));
        }
        if several {
            let kind = FindingKind::FilesJoined { as_entities };
            let count = facts.files.len() as u64;
            facts.findings.insert(0, Finding::new(kind, count));
        }
        let nameless = fold.entities.nameless();
        let finding = nameless.finding(FindingKind::EntityMissing, &facts);
        facts.findings.extend(finding);
        facts.measured = columns.measured;
        facts.exact = columns.exact;
        facts.cell_types = batches.typed.then(|| {
            let mut types = fold.cell_types.clone();
            if as_entities {
                let mut of_names = CellType::default();
                of_names.extend(facts.files.iter().map(|file| file.name.as_str()));
                types.entity = vec![of_names];
            }
            types
        });
        let (spread, zero, has_parts) = (fold.spread.clone(), fold.zero, fold.has_parts);
        let (kept, entities) = (fold.kept, fold.entities);
        let blank_placeholders = zero.are_placeholders();
        if let Some(given) = &given {
            let types_differ = given.cell_types != facts.cell_types;
            if types_differ || blank_placeholders {
                return Ok(None);
            }
        }
        let is_dated = facts.clock.is_dated();
        let no_room = |error: std::io::Error| no_room(&batches.folder, &error);
        let (spool, plausible) = match kept {
            Kept::Runs(runs) => {
                let mut spool = runs.finish().map_err(no_room)?;
                let by_rank = |rank| spool.stamp_of_rank(rank);
                let plausible = spread.plausible_range(is_dated, by_rank).map_err(no_room)?;
                spool.make_ticks(ticks);
                (spool, plausible)
            }
            Kept::InOrder(_) => match spread.plausible_range(is_dated, |_| Err(())) {
                Ok(None) => (Spool::new(&batches.folder, 0), None),
                _ => return Ok(None),
            },
        };
        let on_disk = |number: u32| StoredEntity {
            name: entities.names[number as usize].clone(),
            rows: entities.rows[number as usize],
            numbers: number..number + 1,
        };
        let count = entities.names.len() as u32;
        let of_log = if has_column || as_entities {
            (0..count).map(on_disk).collect()
        } else {
            vec![StoredEntity {
                name: String::new(),
                rows: entities.rows.iter().sum(),
                numbers: 0..count,
            }]
        };
        Ok(Some(StoredLog {
            facts,
            decisions: AuditDecisions {
                plausible,
                blank_placeholders,
            },
            entities: of_log,
            has_parts,
            cells: entities.cells,
            spool,
            folder: batches.folder.clone(),
        }))
    }
}

/// Whether any two spans overlap.
fn any_overlap(spans: &mut [(i64, i64)]) -> bool {
    spans.sort_unstable();
    spans.windows(2).any(|pair| pair[1].0 < pair[0].1)
}

#[cfg(test)]
mod tests;
