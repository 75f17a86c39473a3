//! How one row of the table of motion came about, so that it can be done again with a pocket calculator: its source,
//! its segment, its stencil term by term, and what others would give there.

mod around;
mod derivation;
mod find;
mod formulas;
mod merged;
mod nearest;
mod neighbours;
mod notation;
mod peer_reason;
mod peers;
#[cfg(test)]
mod properties;
mod reasons;
mod row;
mod series;
mod source;
mod stencil;

use serde::Serialize;

use dxdt_motion::audit::{AuditOptions, AuditedLog, EntityRows};
use dxdt_motion::error::{Error, Result};
use dxdt_motion::finding::Place;
use dxdt_motion::log::PositionLog;
use dxdt_motion::motion::{DeriveOptions, Motion};

pub use derivation::{Derivation, Finer, RowWeight, Term};
pub(crate) use find::choose;
pub use find::{RowAt, row_at};
pub use merged::Merged;
pub(crate) use nearest::{TimedRows, row_in};
pub(crate) use neighbours::MOST_COMPOSED;
pub use neighbours::Neighbour;
pub(crate) use notation::SAMPLE;
pub use peer_reason::PeerReason;
pub use peers::Peer;
pub(crate) use reasons::SegmentRows;
pub use reasons::{Reason, SegmentPlace};
pub(crate) use row::{InTable, explain_row, reach};
pub use source::Record;
pub(crate) use source::records;

/// How a log was audited and derived; the same options as gave the motion.
#[derive(Debug, Clone, Copy, Default)]
pub struct ExplainOptions {
    /// How the log was made fit for derivatives.
    pub audit: AuditOptions,
    /// How derivatives were taken.
    pub derive: DeriveOptions,
}

/// How one row of the table of motion came about. Rows are counted from 1.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Explanation {
    /// The version of this layout; it grows when a field changes its meaning or goes.
    pub schema: u32,
    /// The row of the table.
    pub row: usize,
    /// How many rows the table has.
    pub rows: usize,
    /// How the row was found, where it was asked for by a time.
    pub found: Option<String>,
    /// The entity, where the log has more than one.
    pub entity: Option<String>,
    /// The records of the log it was made of: several where it was merged.
    pub records: Vec<Record>,
    /// What was done with several records.
    pub merged: Option<Merged>,
    /// Seconds since the entity's first timestamp.
    pub t: f64,
    /// The position columns and what the table has there.
    pub positions: Vec<Coordinate>,
    /// The segment of the row.
    pub segment: SegmentPlace,
    /// Each flag in words.
    pub flags: Vec<Reason>,
    /// Why columns are empty.
    pub empty: Vec<Reason>,
    /// The axes along which stencils are applied: those of the positions, or the Earth-centered X, Y and Z.
    pub straight_axes: Vec<String>,
    /// The axes of velocity and acceleration in the table.
    pub axes: Vec<Axis>,
    /// The rows that stencils use, in the order of time, the row itself among them.
    pub neighbours: Vec<Neighbour>,
    /// Rows between them that have no position.
    pub stepped_over: Vec<usize>,
    /// The velocity, where a stencil has it.
    pub velocity: Option<Derivation>,
    /// The acceleration, where a stencil has it.
    pub acceleration: Option<Derivation>,
    /// Longitude and latitude of the turn to east, north and up.
    pub turned_at: Option<[f64; 2]>,
    /// What others give for the velocity.
    pub velocity_of_others: Vec<Peer>,
    /// What others give for the acceleration.
    pub acceleration_of_others: Vec<Peer>,
}

/// A position column, and a row's value.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Coordinate {
    /// The column.
    pub name: String,
    /// Its unit, where it is known.
    pub unit: Option<String>,
    /// The value; `None` where there is none.
    pub value: Option<f64>,
}

/// An axis of the table.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Axis {
    /// The name, which follows `v_` and `a_` in the table.
    pub name: String,
    /// The unit of positions along it, where it is known.
    pub unit: Option<String>,
}

/// Explains row `row` of the table of motion, counted from 1; the motion has been derived with these options.
///
/// ```
/// use dxdt::explain::{ExplainOptions, explain};
/// use dxdt_log::LogOptions;
/// use dxdt_motion::audit::audit;
/// use dxdt_formats::Source;
/// use dxdt_motion::motion::derive;
///
/// let csv = b"t,x\n0,0\n1,1\n3,9\n4,16\n".to_vec(); // x = t²
/// let log = dxdt_log::read_source(Source::from_bytes("log.csv".into(), csv)?, &LogOptions::default())?;
/// let options = ExplainOptions::default();
/// let audited = audit(&log, &options.audit)?;
/// let motion = derive(&audited, &options.derive);
/// let velocity = explain(&audited, &motion, 2, &options)?.velocity.unwrap();
/// // −2/3·(0 − 1) + 1/2·(1 − 1) + 1/6·(9 − 1) = 2
/// assert_eq!(velocity.terms.len(), 3);
/// assert!((velocity.terms[2].weight - 1.0 / 6.0).abs() < 1e-15);
/// assert!((velocity.sums[0] - 2.0).abs() < 1e-15 && velocity.table == [Some(2.0)]);
/// # Ok::<(), dxdt::Error>(())
/// ```
///
/// # Errors
/// A row that the table does not have.
pub fn explain(
    audited: &AuditedLog<'_>,
    motion: &Motion,
    row: usize,
    options: &ExplainOptions,
) -> Result<Explanation> {
    let rows = audited.stamps.len();
    let explained = row.checked_sub(1).and_then(|index| {
        let has = |entity: &&EntityRows| entity.rows.contains(&index);
        let entity = audited.entities.iter().find(has)?;
        let has_entities = audited.entities.len() > 1;
        let segment = SegmentRows::of(audited, entity, index)?;
        let in_table = InTable {
            rows_before: 0,
            rows,
            has_entities,
            segment: segment.explained(
                options.audit.max_gap,
                entity.median_step,
                audited.log.clock.ticks,
                has_entities,
            ),
            records: records(audited, index),
        };
        explain_row(audited, motion, index, in_table, options)
    });
    explained.ok_or_else(|| no_such_row(audited.log, row, rows, audited.log.height()))
}

impl Explanation {
    /// Adds the lines of the files to the records, where `line` has them.
    ///
    /// ```
    /// # use dxdt::explain::{ExplainOptions, explain};
    /// # use dxdt_log::LogOptions;
    /// # use dxdt_motion::audit::audit;
    /// # use dxdt_formats::Source;
    /// # let csv = b"t,x\n0,0\n1,1\n".to_vec();
    /// # let log = dxdt_log::read_source(Source::from_bytes("log.csv".into(), csv)?, &LogOptions::default())?;
    /// # let options = ExplainOptions::default();
    /// # let audited = audit(&log, &options.audit)?;
    /// # let motion = dxdt_motion::motion::derive(&audited, &options.derive);
    /// let mut explanation = explain(&audited, &motion, 2, &options)?;
    /// explanation.add_lines(|place| (place.at == dxdt_motion::At::Line(3)).then(|| "1,1".to_owned()));
    /// assert_eq!(explanation.records[0].text.as_deref(), Some("1,1"));
    /// # Ok::<(), dxdt::Error>(())
    /// ```
    pub fn add_lines(&mut self, line: impl Fn(&Place) -> Option<String>) {
        for record in &mut self.records {
            record.text = line(&record.place);
        }
    }
}

/// The error of a row that a table of so many rows does not have, made of so many of the log.
pub(crate) fn no_such_row(log: &PositionLog, row: usize, rows: usize, of_log: usize) -> Error {
    let mut what = format!("motion.csv has no row {row}: it has rows 1 to {rows}");
    if rows < of_log {
        let left_out = of_log - rows;
        what.push_str(&format!(
            ", without {} of the log with no usable timestamp or a repeated one",
            dxdt_motion::words::number::counted(left_out as u64, "row", "rows")
        ));
    }
    Error::new(what)
        .in_file(log.file_names())
        .advise("give another row, or a time with --at")
}
