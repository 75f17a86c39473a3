//! The numbers of a page, kept while the rows of the log go by.

use std::cmp::Reverse;
use std::collections::BTreeSet;
use std::ops::Range;

use crate::analysis::rows::DerivedRows;
use crate::output::figures::Span;
use crate::output::kept::{Kept, Room};
use crate::output::whereabouts::Whereabouts;
use dxdt_chart::bins::TimedRows;
use dxdt_motion::log::PositionLog;
use dxdt_motion::motion::{PathLength, SquareMean, axes_of};
use dxdt_motion::space::Frame;

use super::charts::{Charts, Outline};
use super::columns::{Column, Values};
use super::cost::{BUDGET, Costs};
use super::data::bits;
use super::row_columns::{lengths, numbers};
use super::share::fair_share;

/// The most entities of a page; those with the most rows.
pub(super) const MOST_ENTITIES: usize = 2000;

/// The numbers of a page in the making. What is kept does not depend on how the rows come.
#[derive(Debug)]
pub(crate) struct ReportRows {
    pub(super) outline: Outline,
    pub(super) columns: Vec<Column>,
    /// In the order of the log.
    pub(super) entities: Vec<EntityNumbers>,
    /// The last of them may go on.
    is_open: bool,
    /// Those of the page so far.
    shown: BTreeSet<(u64, Reverse<usize>)>,
    /// What all of them may have, and what each.
    pub(super) budget: u64,
    share: u64,
    pub(super) span: Span,
    pub(super) whereabouts: Whereabouts,
}

/// What a page tells of one entity.
#[derive(Debug)]
pub(super) struct EntityNumbers {
    pub name: String,
    pub rows: u64,
    pub segments: usize,
    pub first_stamp: i64,
    last_stamp: i64,
    pub kept: Kept,
    path: PathLength,
    /// Of standard errors and values of velocity and acceleration along each axis.
    pub squares: [[Vec<SquareMean>; 2]; 2],
}

impl ReportRows {
    /// Of a log of which the rows are not looked at here; `has_before` is whether the motion before it was smoothed is
    /// shown.
    pub fn new(log: &PositionLog, has_errors: bool, has_before: bool) -> Self {
        Self {
            outline: Outline {
                log: log.without_rows(),
                axes: axes_of(log),
                quantities: Vec::new(),
                has_errors,
                has_before,
            },
            columns: Vec::new(),
            entities: Vec::new(),
            is_open: false,
            shown: BTreeSet::new(),
            budget: BUDGET,
            share: BUDGET,
            span: Span::new(log.clock.ticks),
            whereabouts: Whereabouts::default(),
        }
    }

    /// Adds the rows that come next.
    pub fn add(&mut self, derived: &DerivedRows<'_>) {
        if self.columns.is_empty() {
            let quantities = derived.quantities.iter();
            self.outline.quantities = quantities
                .map(|column| (column.name.clone(), column.unit.clone()))
                .collect();
            self.columns = Charts::columns(&self.outline);
        }
        if self.outline.log.coordinates == Frame::Geographic
            && let [longitude, latitude, ..] = &derived.audited.positions[..]
        {
            let rows = derived.rows.clone();
            self.whereabouts
                .add(&longitude[rows.clone()], &latitude[rows]);
        }
        let mut goes_on = derived.entity_goes_on;
        for (entity, rows, segments) in derived.entities() {
            if rows.is_empty() {
                continue;
            }
            let starts = segments.iter().map(|part| part.start - rows.start);
            let mut starts: Vec<usize> = starts.collect();
            if !std::mem::take(&mut goes_on) {
                self.close();
                self.entities.push(EntityNumbers::new(&entity.name));
                self.is_open = true;
            } else if derived.segment_goes_on && starts.first() == Some(&0) {
                starts.remove(0);
            }
            let room = self.costs().room(self.budget, 0);
            if let Some(numbers) = self.entities.last_mut() {
                numbers.add(derived, rows, &starts, &self.columns, room);
                numbers.segments += starts.len();
            }
        }
    }

    /// The last entity does not go on.
    fn close(&mut self) {
        if !std::mem::take(&mut self.is_open) {
            return;
        }
        let last = self.entities.len() - 1;
        let costs = self.costs();
        let numbers = &mut self.entities[last];
        numbers.kept.finish();
        self.span.add(numbers.first_stamp, numbers.last_stamp);
        self.shown.insert((numbers.rows, Reverse(last)));
        if self.shown.len() > MOST_ENTITIES
            && let Some((_, Reverse(fewest))) = self.shown.pop_first()
        {
            self.entities[fewest].kept = Kept::default();
        }
        // As more of them come, each may have less; to go through all of them now and then is enough.
        if self.entities.len().is_power_of_two() {
            self.share_out();
        } else {
            self.entities[last].coarsen(costs, self.share);
        }
    }

    /// Gives each entity of the page its share.
    fn share_out(&mut self) {
        let costs = self.costs();
        let of = |(_, Reverse(entity)): &(u64, Reverse<usize>)| {
            let numbers = &self.entities[*entity];
            costs.of_rows(numbers.rows, numbers.segments)
        };
        let all: Vec<u64> = self.shown.iter().map(of).collect();
        self.share = fair_share(&all, self.budget);
        for (_, Reverse(entity)) in &self.shown {
            self.entities[*entity].coarsen(costs, self.share);
        }
    }

    /// When all rows have been added.
    pub fn finish(&mut self) {
        self.close();
        self.share_out();
    }

    /// The bytes that each entity of the page may have.
    pub(super) fn share(&self) -> u64 {
        self.share
    }

    /// The entities of the page, in order of first appearance.
    pub(super) fn shown(&self) -> Vec<usize> {
        let mut shown: Vec<usize> = self
            .shown
            .iter()
            .map(|(_, Reverse(place))| *place)
            .collect();
        shown.sort_unstable();
        shown
    }

    /// Of a page on which not all rows are: its columns have less digits, and no first differences.
    pub(super) fn costs(&self) -> Costs {
        let columns = self.columns.iter();
        Costs::of(
            columns.filter(|column| !column.is_of_rows()),
            self.outline.log.positions.len() > 1,
        )
    }
}

impl EntityNumbers {
    fn new(name: &str) -> Self {
        Self {
            name: name.to_owned(),
            rows: 0,
            segments: 0,
            first_stamp: 0,
            last_stamp: 0,
            kept: Kept::default(),
            path: PathLength::default(),
            squares: Default::default(),
        }
    }

    fn add(
        &mut self,
        derived: &DerivedRows<'_>,
        rows: Range<usize>,
        starts: &[usize],
        columns: &[Column],
        room: Room,
    ) {
        let stamps = &derived.audited.stamps[rows.clone()];
        if self.rows == 0 {
            self.first_stamp = stamps[0];
        }
        self.last_stamp = stamps[stamps.len() - 1];
        self.rows += stamps.len() as u64;
        let values: Vec<_> = columns
            .iter()
            .map(|column| match column.values {
                Values::Distance => {
                    lengths(&mut self.path, derived.audited, rows.clone(), starts).into()
                }
                // In buckets they are left out.
                Values::Place if self.rows <= room.rows as u64 => {
                    numbers(derived.audited, rows.clone()).into()
                }
                values => values.of(derived, rows.clone()),
            })
            .collect();
        // The line of the rows themselves, of which none is without a value.
        let of_rows = vec![0.0; stamps.len()];
        let mut lines: Vec<&[f64]> = values.iter().map(|values| &values[..]).collect();
        lines.push(&of_rows);
        let flags = derived.motion.flags[rows.clone()].iter();
        let flags: Vec<u8> = flags.map(|flags| bits(*flags)).collect();
        let timed = TimedRows {
            stamps,
            starts,
            lines: &lines,
            errors: &[],
            flags: &flags,
        };
        let has_path = derived.audited.positions.len() > 1;
        self.kept.add(&timed, self.rows, room, has_path);
        if let Some(smoothing) = derived.smoothing {
            let motion = derived.motion;
            let velocity = [&smoothing.velocity_error, &motion.velocity];
            let acceleration = [&smoothing.acceleration_error, &motion.acceleration];
            for (kept, columns) in self.squares.iter_mut().zip([velocity, acceleration]) {
                for (kept, columns) in kept.iter_mut().zip(columns) {
                    kept.resize(columns.len(), SquareMean::default());
                    for (kept, column) in kept.iter_mut().zip(columns) {
                        let known = column[rows.clone()].iter();
                        known
                            .filter(|value| value.is_finite())
                            .for_each(|value| kept.add(*value));
                    }
                }
            }
        }
    }

    fn coarsen(&mut self, costs: Costs, share: u64) {
        let has_path = costs.has_path;
        self.kept.limit(costs.room(share, self.segments), has_path);
        self.kept.finish();
    }
}

#[cfg(test)]
mod tests;
