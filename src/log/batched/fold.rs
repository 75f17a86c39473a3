//! Rows as they come, batch by batch: onto the disk, and into the counts from which is decided what needs all rows.

use std::io;
use std::path::Path;

use crate::error::Result;
use crate::log::CellTypes;
use crate::log::audit::{StampSpread, ZeroPlaces};
use crate::log::cell_type::CellType;
use crate::log::clock::Origin;
use crate::log::columns::CellVariety;
use crate::log::read::{GrowingPlaces, RowPlaces};
use crate::log::stamps::{Midnights, ReadCounts, StampSample, filled};
use crate::log::table::{Interpretation, Rows};
use crate::space::Frame;

use super::BatchOptions;
use super::entities::EntityNumbers;
use super::spool::{RowColumns, Spool};

/// The whole log as far as it has been read.
pub(super) struct Fold {
    pub entities: EntityNumbers,
    pub spread: StampSpread,
    pub zero: ZeroPlaces,
    pub cell_types: CellTypes,
    pub rows: u64,
    frame: Frame,
    spool: Spool,
    run: RowColumns,
    entity_of_run: Vec<u32>,
    rows_a_run: usize,
    types_wanted: bool,
}

/// One file as far as it has been read.
#[derive(Default)]
pub(super) struct FileFold {
    pub rows: u64,
    pub sample: StampSample,
    pub counts: ReadCounts,
    pub candidates: Vec<CellVariety>,
    pub places: GrowingPlaces,
    /// The first and last stamp.
    pub span: Option<(i64, i64)>,
    pub midnights: u64,
    days: Midnights,
}

/// For each measured and exact column of the log, which of the file's it is.
pub(super) struct KnownColumns {
    pub measured: Vec<Option<usize>>,
    pub exact: Vec<Option<usize>>,
}

impl Fold {
    /// `values` columns of numbers are kept of each row.
    pub fn new(
        folder: &Path,
        frame: Frame,
        values: usize,
        entity_columns: usize,
        options: &BatchOptions,
    ) -> io::Result<Self> {
        Ok(Self {
            entities: EntityNumbers::default(),
            spread: StampSpread::default(),
            zero: ZeroPlaces::default(),
            cell_types: CellTypes {
                entity: vec![CellType::default(); entity_columns],
                time: CellType::default(),
            },
            rows: 0,
            frame,
            spool: Spool::new(folder, values)?,
            run: RowColumns::new(values),
            entity_of_run: Vec::new(),
            rows_a_run: options.rows_a_run,
            types_wanted: options.typed,
        })
    }

    /// Adds rows of a file, of which `known` says which of the log's columns it has.
    pub fn add(
        &mut self,
        file: &mut FileFold,
        name: &str,
        interpretation: &Interpretation,
        known: &KnownColumns,
        places: &RowPlaces,
        mut rows: Rows,
    ) -> Result<io::Result<()>> {
        let stamps = &mut rows.stamps;
        if interpretation.format.origin() == Origin::Midnight {
            file.midnights = file.days.add_days(&mut stamps.nanoseconds, &stamps.missing);
        }
        file.counts.add(stamps.counts);
        file.sample.extend(filled(&rows.time));
        file.places.add(places, rows.height);
        file.rows += rows.height as u64;
        file.candidates
            .resize_with(rows.candidates.len(), CellVariety::default);
        for (variety, column) in file.candidates.iter_mut().zip(&rows.candidates) {
            if let Ok(cells) = column.str() {
                variety.extend(cells.iter());
            }
        }
        let mut stamped = vec![1; rows.height];
        for &row in &stamps.missing {
            stamped[row] = 0;
        }
        let with_stamp = || {
            let known = stamps.nanoseconds.iter().zip(&stamped);
            known
                .filter(|(_, stamped)| **stamped == 1)
                .map(|(stamp, _)| *stamp)
        };
        self.spread.extend(with_stamp());
        for stamp in with_stamp() {
            let (first, last) = file.span.unwrap_or((stamp, stamp));
            file.span = Some((first.min(stamp), last.max(stamp)));
        }
        self.zero.add(ZeroPlaces::of(self.frame, &rows.positions));
        if self.types_wanted {
            self.look_at_types(&rows, &stamped);
        }
        let entity = if rows.entity.is_empty() {
            self.entities.of_one(name, rows.height)
        } else {
            self.entities.of_rows(&rows.entity)?
        };
        self.keep(rows, stamped, &entity, known);
        Ok(self.write_run_if_full())
    }

    fn look_at_types(&mut self, rows: &Rows, stamped: &[u8]) {
        for (cell_type, column) in self.cell_types.entity.iter_mut().zip(&rows.entity) {
            if let Ok(cells) = column.str() {
                cell_type.extend(cells.iter().flatten());
            }
        }
        if let Ok(cells) = rows.stamps.text.str() {
            let shown = cells
                .iter()
                .zip(stamped)
                .filter(|(_, stamped)| **stamped == 1);
            self.cell_types
                .time
                .extend(shown.filter_map(|(cell, _)| cell));
        }
    }

    fn keep(&mut self, rows: Rows, stamped: Vec<u8>, entity: &[u32], known: &KnownColumns) {
        let run = &mut self.run;
        run.row.extend(self.rows..self.rows + rows.height as u64);
        self.rows += rows.height as u64;
        run.stamped.extend(stamped);
        run.stamp.extend(&rows.stamps.nanoseconds);
        let positions = rows.positions.len();
        for (to, from) in run.values.iter_mut().zip(&rows.positions) {
            to.extend_from_slice(from);
        }
        let measured = known.measured.iter().map(|&from| rows.measured.get(from?));
        let exact = known.exact.iter().map(|&from| rows.exact.get(from?));
        for (to, from) in run.values[positions..]
            .iter_mut()
            .zip(measured.chain(exact))
        {
            match from {
                Some(Ok(values)) => to.extend_from_slice(values),
                _ => to.resize(to.len() + rows.height, f64::NAN),
            }
        }
        if let Ok(cells) = rows.stamps.text.str() {
            for cell in cells.iter() {
                run.text
                    .extend_from_slice(cell.unwrap_or_default().as_bytes());
                run.text_end.push(run.text.len() as u32);
            }
        }
        self.entity_of_run.extend_from_slice(entity);
    }

    fn write_run_if_full(&mut self) -> io::Result<()> {
        // The ends of texts are kept in 32 bits.
        const MOST_TEXT: usize = 1 << 30;
        if self.run.len() < self.rows_a_run && self.run.text.len() < MOST_TEXT {
            return Ok(());
        }
        self.write_run()
    }

    fn write_run(&mut self) -> io::Result<()> {
        let empty = RowColumns::new(self.run.values.len());
        let run = std::mem::replace(&mut self.run, empty);
        let entity = std::mem::take(&mut self.entity_of_run);
        self.spool.push(run, &entity)
    }

    /// The rows on disk, when all have been added.
    pub fn finish(mut self) -> io::Result<(Spool, EntityNumbers)> {
        self.write_run()?;
        Ok((self.spool, self.entities))
    }
}
