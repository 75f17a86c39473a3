//! Rows that are complete, as text of the tables.

use std::borrow::Cow;

use crate::output::table::{TableChoice, TableFormat, Tables};
use crate::output::table_writer::TableWriter;
use dxdt_motion::audit::{AuditedLog, Flags};
use dxdt_motion::error::{Error, Result};
use dxdt_motion::log::{Entities, EntityBlock, PositionLog, Texts, Times};
use dxdt_motion::motion::{Motion, Quantity, QuantityColumn, axes_of, empty_columns};

use super::deriver::DerivedRow;
use super::options::FollowOptions;

/// A row that is complete, but for its derivatives.
#[derive(Debug)]
pub(super) struct CompleteRow<'a> {
    pub entity: &'a [Option<String>],
    pub time: String,
    pub stamp: i64,
    pub t: f64,
    pub position: &'a [f64],
    pub segment: u32,
    pub flags: Flags,
    /// Since the entity's first row; NaN where there is no position.
    pub path_length: f64,
}

/// Complete rows in the order in which they became so, a column each.
#[derive(Debug)]
pub(super) struct Batch {
    entities: Vec<EntityBlock>,
    of_rows: Vec<u32>,
    times: Texts,
    stamps: Vec<i64>,
    positions: Vec<Vec<f64>>,
    motion: Motion,
    gradient: Option<Vec<Vec<f64>>>,
    quantities: Vec<QuantityColumn>,
}

/// New rows of the two tables, as text of whole lines.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct NewRows {
    /// Of `motion`.
    pub motion: Vec<u8>,
    /// Of `comparison`.
    pub comparison: Vec<u8>,
}

impl Batch {
    /// No rows yet.
    pub fn new(log: &PositionLog, quantities: &[Quantity], options: &FollowOptions) -> Self {
        let axes = axes_of(log);
        let columns = || vec![Vec::new(); axes.len()];
        let named = |&quantity: &Quantity| empty_columns(quantity, log, &axes, 0);
        Self {
            entities: Vec::new(),
            of_rows: Vec::new(),
            times: Texts::default(),
            stamps: Vec::new(),
            positions: vec![Vec::new(); log.positions.len()],
            gradient: options.has_own_gradient().then(columns),
            quantities: quantities.iter().flat_map(named).collect(),
            motion: Motion::without_rows(axes),
        }
    }

    pub fn is_empty(&self) -> bool {
        self.stamps.is_empty()
    }

    /// Makes ticks of another clock of all timestamps.
    pub fn convert_stamps(&mut self, converted: &impl Fn(i64) -> i64) {
        for stamp in &mut self.stamps {
            *stamp = converted(*stamp);
        }
    }

    /// Adds a row; without derivatives where it has no position.
    pub fn push(&mut self, row: CompleteRow<'_>, derived: Option<&DerivedRow<'_>>) {
        self.add_entity(row.entity);
        self.times.push(&row.time);
        self.stamps.push(row.stamp);
        extend(&mut self.positions, row.position.iter().copied());
        let motion = &mut self.motion;
        motion.t.push(row.t);
        motion.segment.push(row.segment);
        motion.flags.push(row.flags);
        let gradient = self.gradient.as_deref_mut().unwrap_or_default();
        let quantities = self.quantities.iter_mut().map(|column| &mut column.values);
        let Some(derived) = derived else {
            let columns = motion
                .velocity
                .iter_mut()
                .chain(&mut motion.acceleration)
                .chain(&mut motion.first_difference)
                .chain([&mut motion.speed, &mut motion.accel])
                .chain(gradient)
                .chain(quantities);
            columns.for_each(|column| column.push(f64::NAN));
            return;
        };
        extend(&mut motion.velocity, derived.velocity());
        extend(&mut motion.acceleration, derived.acceleration());
        extend(&mut motion.first_difference, derived.first_difference());
        extend(gradient, derived.gradient());
        let [speed, accel] = derived.norms();
        motion.speed.push(speed);
        motion.accel.push(accel);
        for (index, (column, value)) in quantities.zip(derived.quantities()).enumerate() {
            let is_path_length = derived.path_length() == Some(index);
            column.push(if is_path_length {
                row.path_length
            } else {
                value
            });
        }
    }

    /// Rows of one object mostly follow each other; where they do not, it is there twice.
    fn add_entity(&mut self, cells: &[Option<String>]) {
        match self.entities.last_mut() {
            Some(last) if last.cells == cells => last.rows += 1,
            _ => self.entities.push(EntityBlock {
                name: String::new(),
                cells: cells.to_vec(),
                rows: 1,
            }),
        }
        self.of_rows.push(self.entities.len() as u32 - 1);
    }

    fn into_tables(self, log: &mut PositionLog, choice: TableChoice) -> Result<Tables> {
        log.entities = log.entity.is_some().then_some(Entities {
            blocks: self.entities,
            of_rows: Some(self.of_rows),
        });
        log.times = Times::Texts(self.times);
        let positions = self.positions.into_iter().map(Cow::Owned).collect();
        let audited = AuditedLog::of_rows(log, self.stamps.into(), positions);
        let (motion, quantities) = (self.motion, self.quantities);
        Tables::new(&audited, motion, None, quantities, self.gradient, choice)
    }
}

/// Rows as text, table by table.
#[derive(Debug)]
pub(super) struct TextTables {
    format: TableFormat,
    motion: TableWriter<Vec<u8>>,
    comparison: Option<TableWriter<Vec<u8>>>,
}

impl TextTables {
    /// Tables without rows.
    pub fn new(options: &FollowOptions) -> Self {
        let table = || TableWriter::new(options.format, Vec::new());
        Self {
            format: options.format,
            motion: table(),
            comparison: options.comparison.then(table),
        }
    }

    /// The rows as text, before the first of them the names of the columns where the format has them.
    ///
    /// # Errors
    /// Those of the library of tables.
    pub fn text_of(&mut self, rows: Batch, log: &mut PositionLog) -> Result<NewRows> {
        let choice = TableChoice {
            format: self.format,
            comparison: self.comparison.is_some(),
        };
        let tables = rows.into_tables(log, choice)?;
        let text = |writer: &mut TableWriter<Vec<u8>>, frame| {
            let failed = |error| Error::new(format!("the rows cannot be assembled: {error}"));
            writer.push(frame).map_err(failed)?;
            Ok(writer.take())
        };
        Ok(NewRows {
            motion: text(&mut self.motion, tables.motion)?,
            comparison: match (&mut self.comparison, tables.comparison) {
                (Some(writer), Some(frame)) => text(writer, frame)?,
                _ => Vec::new(),
            },
        })
    }
}

fn extend(columns: &mut [Vec<f64>], values: impl Iterator<Item = f64>) {
    for (column, value) in columns.iter_mut().zip(values) {
        column.push(value);
    }
}
