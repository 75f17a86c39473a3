//! Rows as they come, batch by batch: onto the disk, and into the counts from which is decided what needs all rows.

use std::borrow::Cow;
use std::io;
use std::path::Path;

use crate::columns::CellVariety;
use crate::frame::values_of;
use crate::stamps::{Midnights, ReadCounts, ShownTimes, StampSample, StepDigits, TimeCells};
use crate::table::{Interpretation, Rows};
use dxdt_motion::audit::{StampSpread, ZeroPlaces};
use dxdt_motion::error::Result;
use dxdt_motion::log::CellType;
use dxdt_motion::log::CellTypes;
use dxdt_motion::log::{GrowingPlaces, RowPlaces};
use dxdt_motion::space::Frame;
use dxdt_time::Origin;

use super::BatchOptions;
use super::complete::InOrder;
use super::entities::EntityNumbers;
use super::kept::{Kept, Runs};
use super::parts::Parts;
use super::spool::Spool;
use dxdt_motion::log::RowNumbers;

/// The whole log as far as it has been read.
pub(super) struct Fold {
    pub entities: EntityNumbers,
    pub spread: StampSpread,
    pub zero: ZeroPlaces,
    pub steps: StepDigits,
    pub cell_types: CellTypes,
    pub rows: u64,
    /// A file has parts.
    pub has_parts: bool,
    /// The number of the first part of the file that is being read, and the largest so far.
    first_part: u32,
    last_part: u32,
    frame: Frame,
    pub kept: Kept,
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
    /// The first and last timestamp.
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
    /// `values` columns of numbers are kept of each row; all rows, or where entities are to be given out in pieces of so
    /// many rows those that are not complete yet.
    pub fn new(
        folder: &Path,
        frame: Frame,
        values: usize,
        entity_columns: usize,
        options: &BatchOptions,
        rows_a_piece: Option<usize>,
    ) -> Self {
        let memory = options.kept_bytes;
        Self {
            entities: EntityNumbers::default(),
            spread: StampSpread::default(),
            zero: ZeroPlaces::default(),
            steps: StepDigits::default(),
            cell_types: CellTypes {
                entity: vec![CellType::default(); entity_columns],
                time: CellType::default(),
            },
            rows: 0,
            has_parts: false,
            first_part: 0,
            last_part: 0,
            frame,
            kept: match rows_a_piece {
                Some(rows) => Kept::InOrder(InOrder::new(values, rows, folder, memory)),
                None => Kept::Runs(Runs::new(
                    Spool::new(folder, memory),
                    values,
                    options.rows_a_run,
                )),
            },
            rows_a_run: options.rows_a_run,
            types_wanted: options.typed,
        }
    }

    /// Adds rows of a file, of which `known` says which of the log's columns it has; `false` where they are of an entity
    /// that has been given out.
    pub fn add(
        &mut self,
        file: &mut FileFold,
        name: &str,
        interpretation: &Interpretation,
        known: &KnownColumns,
        places: &RowPlaces,
        mut rows: Rows,
    ) -> Result<io::Result<bool>> {
        let stamps = &mut rows.stamps;
        if interpretation.format.origin() == Origin::Midnight {
            file.midnights = file.days.add_days(&mut stamps.nanoseconds, &stamps.missing);
        }
        file.counts.add(stamps.counts);
        file.sample.add(&TimeCells::of(&rows.time));
        file.places.add(places, rows.height);
        file.rows += rows.height as u64;
        file.candidates
            .resize_with(rows.candidates.len(), CellVariety::default);
        for (variety, column) in file.candidates.iter_mut().zip(&rows.candidates) {
            if let Ok(cells) = column.str() {
                variety.extend(cells.iter());
            } else if let Ok(cells) = column.i64() {
                variety.extend(cells.iter());
            }
        }
        let stamped = (!stamps.missing.is_empty()).then(|| {
            let mut stamped = vec![1; rows.height];
            for &row in &stamps.missing {
                stamped[row] = 0;
            }
            stamped
        });
        match &stamped {
            None => self.look_at_stamps(file, stamps.nanoseconds.iter().copied()),
            Some(stamped) => {
                let known = stamps.nanoseconds.iter().zip(stamped);
                let known = known.filter(|(_, stamped)| **stamped == 1);
                self.look_at_stamps(file, known.map(|(stamp, _)| *stamp));
            }
        }
        let parts = self.parts_of(rows.parts.take(), file.rows);
        let positions = rows.positions.iter().map(values_of);
        let positions: Vec<Cow<'_, [f64]>> = positions.collect::<Result<_>>()?;
        self.zero.add(ZeroPlaces::of(self.frame, &positions));
        if self.types_wanted {
            self.look_at_types(&rows, stamped.as_deref());
        }
        let entity = if rows.entity.is_empty() {
            self.entities.of_one(name, rows.height)
        } else {
            let of_rows = self.entities.of_rows(&rows.entity)?;
            self.entities.note_nameless(&of_rows, self.rows);
            of_rows
        };
        let stamps = &mut rows.stamps;
        self.steps.add(
            &entity,
            &stamps.nanoseconds,
            &stamps.rests,
            stamped.as_deref(),
        );
        // Dates are whole nanoseconds.
        if interpretation.format.origin() == Origin::UnixEpoch {
            stamps.rests = Vec::new();
        }
        let is_finer = !stamps.rests.is_empty();
        if !self.kept.make_room(&entity, is_finer, self.rows_a_run) {
            return Ok(Ok(false));
        }
        self.keep(&rows, &positions, stamped, parts, known);
        Ok(self.kept.end_rows(&entity).map(|()| true))
    }

    /// The parts of rows of a file. Files before the first one with parts are one part; then each starts a new one.
    ///
    /// So many rows of the file have been read, with these.
    fn parts_of(&mut self, parts: Option<Vec<u32>>, rows_of_file: u64) -> Parts {
        let Some(mut parts) = parts else {
            return Parts::All(self.first_part);
        };
        if !std::mem::replace(&mut self.has_parts, true) {
            let is_first_file = self.rows + parts.len() as u64 == rows_of_file;
            self.first_part = u32::from(!is_first_file);
        }
        for part in &mut parts {
            *part += self.first_part;
            self.last_part = self.last_part.max(*part);
        }
        Parts::Each(parts)
    }

    /// A file has been read to its end.
    pub fn end_file(&mut self) {
        if self.has_parts {
            self.first_part = self.first_part.max(self.last_part) + 1;
        }
    }

    fn look_at_stamps(&mut self, file: &mut FileFold, stamps: impl Iterator<Item = i64> + Clone) {
        self.spread.extend(stamps.clone());
        for stamp in stamps {
            let (first, last) = file.span.unwrap_or((stamp, stamp));
            file.span = Some((first.min(stamp), last.max(stamp)));
        }
    }

    fn look_at_types(&mut self, rows: &Rows, stamped: Option<&[u8]>) {
        for (cell_type, column) in self.cell_types.entity.iter_mut().zip(&rows.entity) {
            if let Ok(cells) = column.str() {
                cell_type.extend(cells.iter().flatten());
            }
        }
        // Instants that are written from their timestamps have a type of their own.
        if let ShownTimes::Cells(column) = &rows.stamps.times
            && let Ok(cells) = column.str()
        {
            let is_stamped = |row: &usize| stamped.is_none_or(|known| known[*row] == 1);
            let shown = cells.iter().enumerate();
            self.cell_types.time.extend(
                shown
                    .filter(|(row, _)| is_stamped(row))
                    .filter_map(|(_, cell)| cell),
            );
        }
    }

    fn keep(
        &mut self,
        rows: &Rows,
        positions: &[Cow<'_, [f64]>],
        stamped: Option<Vec<u8>>,
        parts: Parts,
        known: &KnownColumns,
    ) {
        let run = self.kept.rows_mut();
        if run.is_empty() {
            run.numbers = RowNumbers::From(self.rows);
        }
        self.rows += rows.height as u64;
        let len = run.len();
        run.parts.extend(len, &parts, 0..rows.height);
        run.extend_stamped(stamped.as_deref(), 0..rows.height);
        run.add_times(&rows.stamps, stamped.as_deref());
        run.extend_rests(&rows.stamps.rests, 0..rows.height);
        run.stamp.extend(&rows.stamps.nanoseconds);
        for (to, from) in run.values.iter_mut().zip(positions) {
            to.extend_from_slice(from);
        }
        let measured = known.measured.iter().map(|&from| rows.measured.get(from?));
        let exact = known.exact.iter().map(|&from| rows.exact.get(from?));
        for (to, from) in run.values[positions.len()..]
            .iter_mut()
            .zip(measured.chain(exact))
        {
            match from {
                Some(Ok(values)) => to.extend_from_slice(values),
                _ => to.resize(to.len() + rows.height, f64::NAN),
            }
        }
    }
}
