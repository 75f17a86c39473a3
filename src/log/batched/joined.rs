//! The files of a log put together, as they are read one after the other.

use crate::error::Result;
use crate::finding::{Finding, FindingKind};
use crate::log::PositionLog;
use crate::log::audit::AuditDecisions;
use crate::log::cell_type::CellType;
use crate::log::join::any_overlap;
use crate::log::table::LogTable;

use super::fold::{FileFold, Fold};
use super::log_columns::LogColumns;
use super::{BatchOptions, BatchedLog, EntityOnDisk, no_room};

/// The files of a log on their way into one.
pub(super) struct Joined {
    /// The first file, without its rows.
    pub first: LogTable,
    /// Of all files, as far as they are known.
    pub columns: LogColumns,
    pub fold: Fold,
    spans: Vec<(i64, i64)>,
    files: Vec<PositionLog>,
}

impl Joined {
    /// Of a log whose first file starts so; `columns` are known of all files.
    ///
    /// # Errors
    /// What the file system says.
    pub fn new(head: &LogTable, columns: &LogColumns, batches: &BatchOptions) -> Result<Self> {
        let mut columns = columns.clone();
        columns.add(head);
        let fold = Fold::new(
            &batches.folder,
            head.frame,
            head.positions.len() + columns.len(),
            head.entity.len(),
            batches,
        );
        Ok(Self {
            first: head.without_rows(),
            columns,
            fold: fold.map_err(|error| no_room(&batches.folder, &error))?,
            spans: Vec::new(),
            files: Vec::new(),
        })
    }

    /// A file has been read to its end.
    pub fn end_file(
        &mut self,
        mut head: LogTable,
        file: FileFold,
        findings: Vec<Finding>,
    ) -> Result<()> {
        head.findings.table.extend(findings);
        let format = &head.interpretation.format;
        head.findings.clock = file.counts.findings(format, file.midnights, None);
        head.clock = file.counts.clock(format);
        self.spans.extend(file.span);
        let mut without_rows = head.without_rows();
        without_rows.places = file.places.finish();
        if self.files.is_empty() {
            self.first = without_rows.clone();
        }
        let mut log = PositionLog::from_table(without_rows)?;
        log.files[0].rows = file.rows as usize;
        self.files.push(log);
        Ok(())
    }

    /// All files have been read.
    ///
    /// # Errors
    /// What the file system says.
    pub fn finish(self, batches: &BatchOptions) -> Result<BatchedLog> {
        let Self {
            first,
            columns,
            fold,
            mut spans,
            files,
        } = self;
        let several = files.len() > 1;
        let has_column = !first.entity.is_empty();
        let as_entities = several && !has_column && any_overlap(&mut spans);
        let mut first = first;
        if as_entities {
            first.name_entities_by_file();
        }
        let mut facts = PositionLog::from_table(first)?;
        facts.files.clear();
        for (index, file) in files.into_iter().enumerate() {
            facts.files.extend(file.files);
            facts.clock.has_offset |= file.clock.has_offset;
            if index > 0 {
                facts.merge_findings(file.findings);
            }
        }
        if several {
            let kind = FindingKind::FilesJoined { as_entities };
            let count = facts.files.len() as u64;
            facts.findings.insert(0, Finding::new(kind, count));
        }
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
        let (spread, zero) = (fold.spread.clone(), fold.zero);
        let (spool, entities) = fold
            .finish()
            .map_err(|error| no_room(&batches.folder, &error))?;
        let on_disk = |number: u32| EntityOnDisk {
            name: entities.names[number as usize].clone(),
            rows: entities.rows[number as usize],
            numbers: number..number + 1,
        };
        let count = entities.names.len() as u32;
        let of_log = if has_column || as_entities {
            (0..count).map(on_disk).collect()
        } else {
            vec![EntityOnDisk {
                name: String::new(),
                rows: entities.rows.iter().sum(),
                numbers: 0..count,
            }]
        };
        let is_dated = facts.clock.is_dated();
        let plausible = spread
            .plausible_range(is_dated, |rank| spool.stamp_of_rank(rank))
            .map_err(|error| no_room(&batches.folder, &error))?;
        Ok(BatchedLog {
            facts,
            decisions: AuditDecisions {
                plausible,
                blank_placeholders: zero.are_placeholders(),
            },
            entities: of_log,
            cells: entities.cells,
            spool,
            folder: batches.folder.clone(),
        })
    }
}
