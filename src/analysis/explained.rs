//! One row of the table of a log of any size, explained from the rows around it.

use crate::explain::{
    ExplainOptions, Explanation, InTable, Record, SAMPLE, SegmentRows, TimedRows, choose,
    explain_row, no_such_row, reach, records, row_in,
};
use dxdt_log::{ClockOptions, Piece, StoredLog};
use dxdt_motion::audit::{AuditNotes, AuditedLog, Flags, audit_as, no_stamp};
use dxdt_motion::error::Result;
use dxdt_motion::motion::derive;

use super::Analysis;
use super::large::{Track, Windows};

/// Which row of the table is asked for.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Asked<'a> {
    /// That of this number, counted from 1.
    Row(usize),
    /// The one nearest to a time, of this entity.
    At(&'a str, Option<&'a str>),
}

/// Explains a row as [`explain`](crate::explain::explain) does, from a log on disk.
///
/// # Errors
/// As [`explain`](crate::explain::explain) and [`row_at`](crate::explain::row_at); a log of which no row can be used, and
/// rows that cannot be read back.
pub(crate) fn explain_asked(
    log: &StoredLog,
    asked: Asked<'_>,
    options: &ExplainOptions,
    clock: &ClockOptions,
    rows_a_piece: usize,
) -> Result<Explanation> {
    let analysis = Analysis::without_tables(options.audit, options.derive, rows_a_piece);
    let entities = Entities::of(log, &analysis, asked)?;
    let rows = entities.rows;
    if rows == 0 {
        return Err(no_stamp(&log.facts));
    }
    let names = &entities.names;
    let number = match asked {
        Asked::Row(row) => row,
        Asked::At(_, of) => {
            choose(names, of).map_err(|error| error.in_file(log.facts.file_names()))? + 1
        }
    };
    let no_row = || no_such_row(&log.facts, number, rows, log.facts.rows_of_files() as usize);
    let mut entity = entities.asked.ok_or_else(no_row)?;
    let (row, found) = match asked {
        Asked::Row(row) => (row, None),
        Asked::At(at, of) => {
            let first = log.first_of(entity.windows.entity, SAMPLE)?;
            let found = row_in(&mut entity, &first, at, of, clock)?;
            (found.row, Some(found.words))
        }
    };
    let explained = entity.explain(row, rows, names.len() > 1, options)?;
    let mut explanation = explained.ok_or_else(no_row)?;
    explanation.found = found;
    Ok(explanation)
}

/// What all entities together tell, and the one that is asked about.
struct Entities<'a> {
    /// Of those with rows in the table.
    names: Vec<&'a str>,
    /// The rows of the table.
    rows: usize,
    asked: Option<Entity<'a>>,
}

impl<'a> Entities<'a> {
    /// Audits all rows, piece by piece.
    fn of(log: &'a StoredLog, analysis: &Analysis, asked: Asked<'_>) -> Result<Self> {
        let mut entities = Self {
            names: Vec::new(),
            rows: 0,
            asked: None,
        };
        for piece in log.pieces(analysis.rows_a_piece as u64) {
            match piece {
                Piece::Large(index) => {
                    if let Some(entity) = Entity::open(log, index, analysis)? {
                        let name = &log.entities[index].name;
                        entities.add(name, entity.len(), asked, || Ok(Some(entity)))?;
                    }
                }
                Piece::Entities(some) => {
                    let piece = log.log_of(&some)?;
                    let audited = audit_as(&piece, &analysis.audit, log.decisions)?;
                    let mut on_disk = some;
                    for entity in &audited.entities {
                        // In the same order; some have no row that can be used.
                        let index = on_disk.find(|&index| log.entities[index].name == entity.name);
                        let Some(index) = index else { continue };
                        let open = || Entity::open(log, index, analysis);
                        entities.add(&log.entities[index].name, entity.rows.len(), asked, open)?;
                    }
                }
            }
        }
        Ok(entities)
    }

    /// Adds the next entity, which is opened if it is the one.
    fn add(
        &mut self,
        name: &'a str,
        rows: usize,
        asked: Asked<'_>,
        open: impl FnOnce() -> Result<Option<Entity<'a>>>,
    ) -> Result<()> {
        let before = self.rows;
        self.rows += rows;
        self.names.push(name);
        let is_asked = match asked {
            Asked::Row(row) => (before + 1..=self.rows).contains(&row),
            Asked::At(_, of) => of.is_none_or(|of| of == name),
        };
        if is_asked && self.asked.is_none() {
            self.asked = open()?.map(|entity| Entity {
                rows_before: before,
                ..entity
            });
        }
        Ok(())
    }
}

/// An entity, of which a row is looked for.
struct Entity<'a> {
    windows: Windows<'a>,
    track: Track<'a>,
    rows_before: usize,
}

impl TimedRows for Entity<'_> {
    fn rows_before(&self) -> usize {
        self.rows_before
    }

    fn len(&self) -> usize {
        self.windows.len() as usize
    }

    fn ends(&self) -> Option<(i64, i64)> {
        self.track.ends()
    }

    fn visit_stamps(&self, visit: &mut dyn FnMut(i64)) -> Result<()> {
        self.track.visit_stamps(visit)
    }

    fn time_of(&mut self, row: usize) -> Result<String> {
        let Some(local) = self.windows.seek(row as u64)? else {
            return Ok(String::new());
        };
        Ok(self.windows.log()?.time_text(local))
    }
}

impl<'a> Entity<'a> {
    /// `None` where no row can be used.
    fn open(log: &'a StoredLog, entity: usize, analysis: &Analysis) -> Result<Option<Self>> {
        let reach = reach(&analysis.derive);
        let entity = &log.entities[entity];
        let opened = Windows::open(log, entity, analysis, reach, &mut AuditNotes::default())?;
        Ok(opened.map(|(windows, track)| Self {
            windows,
            track,
            rows_before: 0,
        }))
    }

    /// Explains a row of the table, counted from 1.
    fn explain(
        &mut self,
        row: usize,
        rows: usize,
        has_entities: bool,
        options: &ExplainOptions,
    ) -> Result<Option<Explanation>> {
        let of_entity = row - 1 - self.rows_before;
        let Some(local) = self.windows.seek(of_entity as u64)? else {
            return Ok(None);
        };
        let log = self.windows.log()?;
        let (audited, _) = self.windows.audited(&log, local..local + 1);
        let motion = derive(&audited, &options.derive);
        let window_start = self.windows.window.start as usize;
        let records = self.records(&audited, local)?;
        let segment = self.segment(of_entity as u64);
        let in_table = InTable {
            rows_before: self.rows_before + window_start,
            rows,
            has_entities,
            segment: segment.explained(
                options.audit.max_gap,
                self.windows.segments.median_step,
                log.clock.ticks,
                has_entities,
            ),
            records,
        };
        Ok(explain_row(&audited, &motion, local, in_table, options))
    }

    /// The segment of a row of the entity.
    fn segment(&self, row: u64) -> SegmentRows {
        let spans = self.windows.spans();
        let number = spans.partition_point(|span| span.end <= row);
        let step = |number: usize| spans.get(number).map_or(0, |span| span.step_before);
        let span = &spans[number];
        let of_table = |row: u64| self.rows_before + row as usize;
        SegmentRows {
            number,
            of: spans.len(),
            rows: of_table(span.start)..of_table(span.end),
            positions: span.whole.rows,
            steps: [step(number), step(number + 1)],
        }
    }

    /// The records of a row of the window; of several with its timestamp, the window has the one that is kept.
    fn records(&mut self, audited: &AuditedLog<'_>, local: usize) -> Result<Vec<Record>> {
        if !audited.flags[local].contains(Flags::MERGED) {
            return Ok(records(audited, local));
        }
        let log = self.windows.log_of_stamp(audited.stamps[local])?;
        let of_stamp = self.windows.audit(&log)?;
        let mut flags = of_stamp.flags.iter();
        let merged = flags.position(|flags| flags.contains(Flags::MERGED));
        Ok(merged.map_or_else(Vec::new, |row| records(&of_stamp, row)))
    }
}
