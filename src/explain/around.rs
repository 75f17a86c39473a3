//! The rows around one as other programs see them, and what in them makes others differ.

use std::ops::Range;

use dxdt_calculus::EdgeOrder;
use dxdt_motion::audit::{AuditedLog, EntityRows};
use dxdt_motion::space::{Frame, LocalDirections};
use dxdt_time::Ticks;

use super::PeerReason;
use super::series::{is_whole, straight_positions, turned};

/// The rows of an entity around one, gaps or not: other programs know no segments.
pub(super) struct Around {
    pub here: usize,
    /// Rows of the audited log.
    pub rows: Vec<usize>,
    pub stamps: Vec<i64>,
    ticks: Ticks,
    /// Seconds since the first of them.
    pub t: Vec<f64>,
    pub positions: Vec<Vec<f64>>,
    pub turn: Option<LocalDirections>,
    pub median_step: i64,
    /// The timestamps are instants, which a script has as seconds since 1970 in 64-bit floats.
    pub is_dated: bool,
    pub is_geographic: bool,
    /// Those of `rows` that are of the explained row's segment.
    inside: Range<usize>,
}

// Every formula here reaches fewer rows, twice.
pub(super) const REACH: usize = 8;

impl Around {
    pub fn new(
        audited: &AuditedLog<'_>,
        entity: &EntityRows,
        row: usize,
        turn: Option<LocalDirections>,
        segment: &Range<usize>,
    ) -> Option<Self> {
        if !is_whole(audited, row) {
            return None;
        }
        let whole = |row: &usize| is_whole(audited, *row);
        let mut rows: Vec<usize> = (entity.rows.start..row)
            .rev()
            .filter(whole)
            .take(REACH)
            .collect();
        rows.reverse();
        let here = rows.len();
        rows.push(row);
        rows.extend((row + 1..entity.rows.end).filter(whole).take(REACH));
        let stamps: Vec<i64> = rows.iter().map(|&row| audited.stamps[row]).collect();
        let ticks = audited.log.clock.ticks;
        let is_inside = |row: &&usize| segment.contains(row);
        let start = rows.iter().position(|row| segment.contains(row))?;
        let inside = start..start + rows.iter().filter(is_inside).count();
        Some(Self {
            here,
            t: stamps
                .iter()
                .map(|&stamp| ticks.seconds_between(stamps[0], stamp))
                .collect(),
            positions: straight_positions(audited, &rows),
            turn,
            median_step: entity.median_step?,
            is_dated: audited.log.clock.is_dated(),
            is_geographic: audited.log.coordinates == Frame::Geographic,
            inside,
            rows,
            stamps,
            ticks,
        })
    }

    pub fn each(&self, formula: impl Fn(&[f64]) -> Option<f64>) -> Option<Vec<f64>> {
        let values: Option<Vec<f64>> = self.positions.iter().map(|x| formula(x)).collect();
        values.map(|values| turned(self.turn, values))
    }

    pub fn step(&self) -> f64 {
        self.ticks.seconds(self.median_step)
    }

    /// Seconds since 1970 as a script has them, each rounded to a float.
    pub fn epoch_seconds(&self) -> Vec<f64> {
        self.stamps
            .iter()
            .map(|&stamp| stamp as f64 / 1e9)
            .collect()
    }

    fn is_end(&self) -> bool {
        self.here == 0 || self.here + 1 == self.rows.len()
    }

    /// What lies between the segment and rows that a formula of this reach takes from beyond it.
    pub fn border(&self, before: usize, after: usize) -> Option<PeerReason> {
        let first_outside = if self.here.saturating_sub(before) < self.inside.start {
            self.inside.start
        } else if (self.here + after).min(self.rows.len() - 1) >= self.inside.end {
            self.inside.end
        } else {
            return None;
        };
        let (before, after) = (self.stamps[first_outside - 1], self.stamps[first_outside]);
        let length = self.ticks.seconds_between(before, after);
        Some(PeerReason::BridgesBreak { length })
    }

    /// Why a formula over even steps that reaches as many rows either side differs; `rows` is what is told of the rows
    /// that it takes.
    pub fn even(&self, reach: usize, rows: Option<usize>) -> PeerReason {
        let step = self.step();
        self.border(reach, reach)
            .unwrap_or(PeerReason::EvenSteps { rows, step })
    }

    /// Why NumPy's gradient differs.
    pub fn edge(&self, edge_order: EdgeOrder) -> PeerReason {
        // At the ends of the entity, edge order 2 takes two rows from one side.
        let reach = if self.is_end() { 2 } else { 1 };
        self.border(reach, reach).unwrap_or(match edge_order {
            _ if !self.is_end() => PeerReason::Parabola,
            EdgeOrder::First => PeerReason::SlopeToNeighbour,
            EdgeOrder::Second => PeerReason::OneSidedParabola,
        })
    }

    /// Why NumPy's gradient of the gradient differs.
    pub fn edge_twice(&self, edge_order: EdgeOrder) -> PeerReason {
        let reach = if self.is_end() { 3 } else { 2 };
        self.border(reach, reach).unwrap_or(match edge_order {
            EdgeOrder::First if self.is_end() => PeerReason::HalvedByEdge,
            EdgeOrder::First if self.near_end() => PeerReason::VelocityOfEdge,
            _ => PeerReason::ChainedParabolas,
        })
    }

    /// Why the slope to the row after differs, or from the row before.
    pub fn half_step(&self, is_after: bool) -> PeerReason {
        let reach = usize::from(is_after);
        let first = if is_after {
            Some(self.here)
        } else {
            self.here.checked_sub(1)
        };
        let stamps = first.and_then(|first| self.stamps.get(first..first + 2));
        let half = stamps.map_or(0, |pair| pair[1].saturating_sub(pair[0]) / 2);
        let half = self.ticks.seconds(half);
        self.border(1 - reach, reach)
            .unwrap_or(PeerReason::HalfStep { is_after, half })
    }

    fn near_end(&self) -> bool {
        self.here < 2 || self.here + 2 >= self.rows.len()
    }
}
