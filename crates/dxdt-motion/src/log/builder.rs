//! A log from columns that are in memory already.

use std::collections::HashMap;
use std::sync::Arc;

use dxdt_time::{Origin, Ticks};

use crate::error::{Error, Result};
use crate::space::Frame;

use super::{
    Clock, Entities, EntityBlock, ExactColumn, LogFile, MeasuredColumn, PositionColumn,
    PositionLog, RowPlaces, Times,
};

/// A log from columns that are in memory already, all of one length.
///
/// ```
/// use dxdt_motion::audit::{AuditOptions, audit};
/// use dxdt_motion::log::LogBuilder;
/// use dxdt_motion::motion::{DeriveOptions, derive};
///
/// let t = [0.0, 0.5, 2.0, 3.0];
/// let x = t.map(|t| t * t);
/// let log = LogBuilder::of_seconds(&t).position("x", Some("m"), &x).build()?;
/// let motion = derive(&audit(&log, &AuditOptions::default())?, &DeriveOptions::default());
/// assert_eq!(motion.velocity[0], [0.0, 1.0, 4.0, 6.0]);
/// # Ok::<(), dxdt_motion::Error>(())
/// ```
#[derive(Debug, Clone)]
pub struct LogBuilder {
    log: PositionLog,
    objects: Option<Vec<String>>,
}

impl LogBuilder {
    /// Rows at these times, in seconds since the log's own zero; a row whose time is NaN has no timestamp. Times are
    /// rounded to the nanosecond.
    pub fn of_seconds(seconds: &[f64]) -> Self {
        let clock = Clock {
            origin: Origin::LogStart,
            ticks: Ticks::NANOSECONDS,
            in_words: false,
            has_offset: false,
        };
        let rows = seconds.iter().enumerate();
        let missing = rows.filter(|(_, seconds)| !seconds.is_finite());
        let missing = missing.map(|(row, _)| row).collect();
        let of_row = |seconds: &f64| (seconds * 1e9).round() as i64;
        Self::of_stamps(seconds.iter().map(of_row).collect(), clock, missing)
    }

    /// Rows with these timestamps in ticks of the clock; some rows have none.
    pub fn of_stamps(stamps: Vec<i64>, clock: Clock, without_stamp: Vec<usize>) -> Self {
        let file = LogFile {
            name: "memory".to_owned(),
            format: "columns",
            encoding: "numbers".to_owned(),
            rows: stamps.len(),
            places: Arc::new(RowPlaces::Records),
        };
        Self {
            log: PositionLog {
                files: vec![file],
                entity: None,
                entity_columns: Vec::new(),
                time_name: "time".to_owned(),
                positions: Vec::new(),
                columns_without_role: Vec::new(),
                coordinates: Frame::Cartesian,
                clock,
                findings: Vec::new(),
                choices: Vec::new(),
                measured: Vec::new(),
                exact: Vec::new(),
                stamps,
                without_stamp,
                values: Vec::new(),
                times: Times::default(),
                entities: None,
                parts: None,
                is_sample: false,
                rows_as_read: None,
                stamp_format: None,
                cell_types: None,
            },
            objects: None,
        }
    }

    /// A position column: an axis, or longitude, latitude and height in their order. NaN stands for no value.
    #[must_use]
    pub fn position(mut self, name: &str, unit: Option<&str>, values: &[f64]) -> Self {
        self.log.positions.push(PositionColumn {
            name: name.to_owned(),
            unit: unit.map(str::to_owned),
            converted_from: None,
            turn: None,
            shown: None,
        });
        self.log.values.push(values.to_vec());
        self
    }

    /// The positions are longitude, latitude and perhaps height.
    #[must_use]
    pub fn geographic(mut self) -> Self {
        self.log.coordinates = Frame::Geographic;
        self
    }

    /// Which object each row is of.
    #[must_use]
    pub fn objects<S: AsRef<str>>(mut self, name: &str, of_rows: &[S]) -> Self {
        self.log.entity = Some(name.to_owned());
        self.log.entity_columns = vec![name.to_owned()];
        self.objects = Some(of_rows.iter().map(|s| s.as_ref().to_owned()).collect());
        self
    }

    /// A velocity or speed that was measured.
    #[must_use]
    pub fn measured(mut self, column: MeasuredColumn) -> Self {
        self.log.measured.push(column);
        self
    }

    /// The exact motion, where it is known.
    #[must_use]
    pub fn exact(mut self, column: ExactColumn) -> Self {
        self.log.exact.push(column);
        self
    }

    /// The log.
    ///
    /// # Errors
    /// Where there is no position, there are more than three, or a column is longer or shorter than the times.
    pub fn build(self) -> Result<PositionLog> {
        let Self { mut log, objects } = self;
        let rows = log.stamps.len();
        if log.positions.is_empty() || log.positions.len() > 3 {
            let count = log.positions.len();
            return Err(Error::new(format!("the log has {count} position columns"))
                .advise("give one, two or three"));
        }
        let positions = log.positions.iter().map(|column| column.name.as_str());
        let lengths = positions.zip(log.values.iter().map(|values| values.len()));
        let measured = log.measured.iter();
        let exact = log.exact.iter();
        let lengths = lengths
            .chain(measured.map(|column| (column.name.as_str(), column.values.len())))
            .chain(exact.map(|column| (column.name.as_str(), column.values.len())))
            .chain(objects.iter().map(|objects| ("objects", objects.len())));
        for (name, length) in lengths {
            if length != rows {
                let what = format!("the column has {length} rows where there are {rows} times");
                return Err(Error::new(what).in_column(name));
            }
        }
        log.entities = objects.map(entities_of);
        Ok(log)
    }
}

fn entities_of(of_rows: Vec<String>) -> Entities {
    let mut numbers: HashMap<String, u32> = HashMap::new();
    let mut blocks: Vec<EntityBlock> = Vec::new();
    let of_rows = of_rows.into_iter().map(|name| {
        let next = blocks.len() as u32;
        let number = *numbers.entry(name.clone()).or_insert(next);
        if number == next {
            blocks.push(EntityBlock {
                cells: vec![Some(name.clone())],
                name,
                rows: 0,
            });
        }
        blocks[number as usize].rows += 1;
        number
    });
    let of_rows = Some(of_rows.collect());
    Entities { blocks, of_rows }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_have_one_length() {
        let log = LogBuilder::of_seconds(&[0.0, f64::NAN]).position("x", None, &[1.0]);
        let error = log.build().unwrap_err();
        assert_eq!(error.column(), Some("x"));
        let log = LogBuilder::of_seconds(&[0.0, f64::NAN]).position("x", None, &[1.0, 2.0]);
        assert_eq!(log.build().unwrap().rows_without_stamp(), [1]);
        assert!(LogBuilder::of_seconds(&[]).build().is_err());
    }

    #[test]
    fn rows_of_one_object_need_not_follow_each_other() {
        let log = LogBuilder::of_seconds(&[0.0, 1.0, 2.0])
            .position("x", None, &[1.0, 2.0, 3.0])
            .objects("id", &["a", "b", "a"]);
        let entities = log.build().unwrap().entities.unwrap();
        let names: Vec<_> = entities.of_each_row().map(|block| &block.name).collect();
        assert_eq!(names, ["a", "b", "a"]);
        assert_eq!(entities.blocks[0].rows, 2);
    }
}
