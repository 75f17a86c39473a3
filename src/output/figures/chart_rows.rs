//! What the charts of a log are drawn from, kept while its rows go by.

use std::cmp::Ordering;
use std::ops::Range;

use rayon::prelude::*;

use crate::analysis::rows::DerivedRows;
use crate::output::kept::Room;
use crate::output::summary::Units;
use crate::output::whereabouts::Whereabouts;
use dxdt_chart::NAMED_ENTITIES;
use dxdt_motion::log::PositionLog;
use dxdt_motion::motion::{MethodName, SmoothingMethod, axes_of};
use dxdt_motion::space::Frame;

use super::Figures;
use super::capacity::Capacity;
use super::entity_lines::EntityLines;
use super::layout::Layout;
use super::telling::{Telling, largest_of};
use super::times::{Span, Times};
use super::units::units_of;

/// The charts of a log in the making. What is kept does not depend on how its rows come.
#[derive(Debug, Clone)]
pub(crate) struct ChartRows {
    coordinates: Frame,
    axes: Vec<String>,
    layout: Layout,
    /// Of the entities that are complete.
    rows: u64,
    capacity_of: fn(&Layout, u64, usize) -> Capacity,
    /// By the entities that are complete. It changes only where one ends, so that it does not depend on the pieces.
    capacity: Capacity,
    /// In the order of the log.
    entities: Vec<EntityLines>,
    /// The last entity may go on.
    telling_of_last: Option<Telling>,
    /// The entities that have gone furthest so far, as many as can be named.
    best: Vec<usize>,
    /// The one in which gradient and first difference differ most, the first of equals.
    telling: Option<(usize, Telling)>,
    span: Span,
    whereabouts: Whereabouts,
    height: Height,
    /// What smoothed the motion, unless that is the gradient with its errors.
    smoother: Option<MethodName>,
}

/// The given rows of an entity, and those that begin segments, counted from the first.
struct Given<'d> {
    name: &'d str,
    rows: Range<usize>,
    starts: Vec<usize>,
}

impl ChartRows {
    /// Of `log` the rows are not looked at.
    pub fn new(log: &PositionLog, smoother: Option<SmoothingMethod>) -> Self {
        let axes = axes_of(log);
        let layout = Layout {
            positions: log.positions.len(),
            axes: axes.len(),
            is_smoothed: smoother.is_some(),
        };
        let smoother = smoother.map(MethodName::from);
        Self {
            capacity_of: Capacity::of,
            capacity: Capacity::of(&layout, 0, 0),
            rows: 0,
            coordinates: log.coordinates,
            axes,
            layout,
            entities: Vec::new(),
            telling_of_last: None,
            best: Vec::new(),
            telling: None,
            span: Span::new(log.clock.ticks),
            whereabouts: Whereabouts::default(),
            height: Height::default(),
            smoother: smoother.filter(|name| *name != MethodName::Gradient),
        }
    }

    /// Adds the rows that come next.
    pub fn add(&mut self, derived: &DerivedRows<'_>) {
        let given: Vec<Given<'_>> = derived
            .entities()
            .filter(|(_, rows, _)| !rows.is_empty())
            .map(|(entity, rows, segments)| Given {
                name: &entity.name,
                starts: segments
                    .iter()
                    .map(|part| part.start - rows.start)
                    .collect(),
                rows,
            })
            .collect();
        if self.coordinates == Frame::Geographic
            && let [x, y, ..] = &derived.audited.positions[..]
        {
            let rows = derived.rows.clone();
            self.whereabouts.add(&x[rows.clone()], &y[rows.clone()]);
            let height = derived.audited.positions.get(2);
            self.height.add(height.map_or(&[], |height| &height[rows]));
        }
        let mut given = &given[..];
        let entities = self.entities.len();
        if derived.entity_goes_on
            && let [first, rest @ ..] = given
            && let Some(last) = self.entities.last_mut()
            && let Some(telling) = &mut self.telling_of_last
        {
            let goes_on = derived.segment_goes_on && first.starts.first() == Some(&0);
            let starts = &first.starts[usize::from(goes_on)..];
            let rows = self.rows + last.rows + first.rows.len() as u64;
            let room = (self.capacity_of)(&self.layout, rows, entities).named;
            rayon::join(
                || last.add(derived, first.rows.clone(), starts, room),
                || telling.add(derived, first.rows.clone(), starts),
            );
            given = rest;
        }
        while !given.is_empty() {
            let (some, rest) = given.split_at(self.together(given));
            self.add_entities(derived, some);
            given = rest;
        }
    }

    /// How many of these entities are added together: they end before the room changes, but for the last of them.
    fn together(&self, given: &[Given<'_>]) -> usize {
        // So many at once that all cores have work and few points are kept that are not wanted.
        const TOGETHER: usize = 256;
        let open = self.telling_of_last.is_some();
        let open = self.entities.last().filter(|_| open);
        let mut rows = self.rows + open.map_or(0, |open| open.rows);
        let capacity = |rows, entities| (self.capacity_of)(&self.layout, rows, entities);
        let entities = self.entities.len();
        let now = capacity(rows, entities);
        let changes = |(at, given): (usize, &Given<'_>)| {
            rows += given.rows.len() as u64;
            capacity(rows, entities + at + 1) != now
        };
        let most = given.len().min(TOGETHER);
        let first_change = given[..most].iter().enumerate().position(changes);
        first_change.map_or(most, |at| at + 1)
    }

    /// Makes all coarser where the log has become too long to be kept as it is.
    fn make_room(&mut self) {
        let capacity = (self.capacity_of)(&self.layout, self.rows, self.entities.len());
        if capacity == self.capacity {
            return;
        }
        self.capacity = capacity;
        let mut is_named = vec![false; self.entities.len()];
        for &entity in &self.best {
            is_named[entity] = true;
        }
        let entities = self.entities.par_iter_mut().enumerate();
        entities.for_each(|(entity, lines)| match is_named[entity] {
            true => lines.limit(capacity.named),
            false => lines.coarsen_unnamed(entity, capacity),
        });
    }

    fn add_entities(&mut self, derived: &DerivedRows<'_>, given: &[Given<'_>]) {
        self.close_last();
        let start = self.entities.len();
        let lone = start == 0 && given.len() == 1;
        if let Some(first) = self.entities.first_mut() {
            first.drop_before();
        }
        let layout = self.layout;
        let mut rows = self.rows;
        let room = |at: usize| {
            rows += given[at].rows.len() as u64;
            (self.capacity_of)(&layout, rows, start + at + 1).named
        };
        let rooms: Vec<Room> = (0..given.len()).map(room).collect();
        let lines = |(given, room): (&Given<'_>, Room)| {
            let mut lines = EntityLines::new(given.name.to_owned(), layout, lone);
            lines.add(derived, given.rows.clone(), &given.starts, room);
            lines
        };
        let lines = given.par_iter().zip(rooms).map(lines);
        self.entities.par_extend(lines);
        let closed = given.len().saturating_sub(1);
        let largest = given[..closed].par_iter().map(|given| {
            let largest = largest_of(derived, given.rows.clone());
            (largest, given)
        });
        let largest: Vec<_> = largest.collect();
        let places = 0..closed;
        let most = places.max_by(|&a, &b| largest[a].0.total_cmp(&largest[b].0).then(b.cmp(&a)));
        if let Some((at, (largest, given))) = most.map(|at| (at, largest[at])) {
            self.compare_with_most(start + at, largest, || telling_of(derived, given));
        }
        self.telling_of_last = given.last().map(|given| telling_of(derived, given));
        self.close(start..start + closed);
    }

    /// The last entity does not go on.
    fn close_last(&mut self) {
        let Some(telling) = self.telling_of_last.take() else {
            return;
        };
        let last = self.entities.len() - 1;
        self.compare_with_most(last, telling.largest(), || telling);
        self.close(last..last + 1);
        self.make_room();
    }

    fn compare_with_most(
        &mut self,
        entity: usize,
        largest: f64,
        telling: impl FnOnce() -> Telling,
    ) {
        let most = self.telling.as_ref().map(|(_, telling)| telling.largest());
        if most.is_none_or(|most| largest > most) {
            self.telling = Some((entity, telling()));
        }
    }

    /// Entities by how far they have gone, then by their rows; the first of equals is the greatest.
    fn by_reach(&self, a: usize, b: usize) -> Ordering {
        let key = |entity: usize| {
            let lines = &self.entities[entity];
            (lines.reach(self.coordinates), lines.rows)
        };
        let (one, other) = (key(a), key(b));
        let reach = one.0.total_cmp(&other.0);
        reach.then(one.1.cmp(&other.1)).then(b.cmp(&a))
    }

    /// Makes coarser what is not among the entities that are named.
    fn close(&mut self, entities: Range<usize>) {
        let mut unnamed = Vec::new();
        for entity in entities {
            let lines = &mut self.entities[entity];
            lines.finish();
            self.rows += lines.rows;
            self.span.add(lines.first_stamp, lines.last_stamp);
            self.best.push(entity);
            if self.best.len() > NAMED_ENTITIES {
                let places = 0..self.best.len();
                let least = places.min_by(|&a, &b| self.by_reach(self.best[a], self.best[b]));
                unnamed.extend(least.map(|place| self.best.swap_remove(place)));
            }
        }
        unnamed.sort_unstable();
        let capacity = self.capacity;
        let mut rest = &mut self.entities[..];
        let mut passed = 0;
        let mut slots = Vec::new();
        for entity in unnamed {
            let (_, after) = std::mem::take(&mut rest).split_at_mut(entity - passed);
            if let [lines, after @ ..] = after {
                slots.push((entity, lines));
                rest = after;
            }
            passed = entity + 1;
        }
        let slots = slots.into_par_iter();
        slots.for_each(|(entity, lines)| lines.coarsen_unnamed(entity, capacity));
    }

    /// The charts, when all rows have been added.
    pub fn finish<'a>(mut self, log: &'a PositionLog, units: &'a Units) -> Figures<'a> {
        self.close_last();
        let mut order: Vec<usize> = (0..self.entities.len()).collect();
        if order.len() > NAMED_ENTITIES {
            order.sort_by(|&a, &b| self.by_reach(b, a));
        }
        let times = Times::of(log, &self.span, self.entities.len());
        let seconds = self.entities.par_iter().map(|lines| lines.seconds(&times));
        Figures {
            subtitle: super::subtitle(log, self.entities.iter().map(|lines| lines.rows).sum()),
            seconds: seconds.collect(),
            log,
            velocity_units: units_of(units.velocity.as_deref()),
            acceleration_units: units_of(units.acceleration.as_deref()),
            axes: self.axes,
            layout: self.layout,
            entities: self.entities,
            telling: self.telling,
            whereabouts: self.whereabouts,
            has_height: self.coordinates == Frame::Cartesian || self.height.varies(),
            smoother: self.smoother,
            times,
            order,
        }
    }
}

/// The smallest and largest height of a geographic log, where it has any.
#[derive(Debug, Clone, Copy)]
struct Height([f64; 2]);

impl Default for Height {
    fn default() -> Self {
        Self([f64::INFINITY, f64::NEG_INFINITY])
    }
}

impl Height {
    fn add(&mut self, heights: &[f64]) {
        // `min` and `max` pass over NaN.
        self.0 = heights.iter().fold(self.0, |[low, high], height| {
            [low.min(*height), high.max(*height)]
        });
    }

    /// Whether anything moves upwards; without heights, or with one for all, what is derived upwards is rounding.
    fn varies(self) -> bool {
        self.0[1] > self.0[0]
    }
}

fn telling_of(derived: &DerivedRows<'_>, given: &Given<'_>) -> Telling {
    let mut telling = Telling::default();
    telling.add(derived, given.rows.clone(), &given.starts);
    telling
}

#[cfg(test)]
mod tests;
