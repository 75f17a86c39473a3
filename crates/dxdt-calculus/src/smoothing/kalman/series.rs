//! Positions, and what is assumed of rows and steps.

use std::ops::Range;

use super::ends::Ends;

/// Positions, and what is assumed of rows and steps.
#[derive(Debug, Clone, Copy)]
pub(in super::super) struct Series<'a> {
    pub t: &'a [f64],
    pub x: &'a [f64],
    /// Rows where this is false are predicted only.
    pub used: &'a [bool],
    /// The variance of each row's noise over the usual; nothing where all are alike.
    pub noise: Option<&'a [f64]>,
    /// The intensity of the process at each step over the usual; nothing where all are alike.
    pub roughness: Option<&'a [f64]>,
    /// Steps in which the velocity or the position jumps, increasing.
    pub jumps: &'a [Jump],
    /// The number of the first row among those that jumps count.
    pub first: usize,
    pub ends: Option<&'a Ends>,
    pub velocity: Option<MeasuredVelocity<'a>>,
}

/// Velocities that were measured beside the positions.
#[derive(Debug, Clone, Copy)]
pub(in super::super) struct MeasuredVelocity<'a> {
    /// NaN where there is none.
    pub values: &'a [f64],
    /// The variance of their noise over that of the positions, per squared unit of time.
    pub noise: f64,
}

/// A jump of the position (order 0) or of the velocity (order 1) between a row and the next.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(in super::super) struct Jump {
    pub row: usize,
    pub order: usize,
    /// How large it may be: its variance over that of the noise.
    pub variance: f64,
}

impl<'a> Series<'a> {
    /// With nothing assumed of rows, steps and ends.
    pub fn plain(t: &'a [f64], x: &'a [f64], used: &'a [bool]) -> Self {
        Self {
            t,
            x,
            used,
            noise: None,
            roughness: None,
            jumps: &[],
            first: 0,
            ends: None,
            velocity: None,
        }
    }

    pub fn part(&self, rows: Range<usize>) -> Series<'a> {
        let steps = rows.start..rows.end.max(rows.start + 1) - 1;
        let from = self
            .jumps
            .partition_point(|jump| jump.row < self.first + rows.start);
        let to = self
            .jumps
            .partition_point(|jump| jump.row + 1 < self.first + rows.end);
        Self {
            t: &self.t[rows.clone()],
            x: &self.x[rows.clone()],
            used: &self.used[rows.clone()],
            noise: self.noise.map(|noise| &noise[rows.clone()]),
            roughness: self.roughness.map(|roughness| &roughness[steps]),
            jumps: &self.jumps[from..to.max(from)],
            first: self.first + rows.start,
            ends: self.ends,
            velocity: self.velocity.map(|velocity| MeasuredVelocity {
                values: &velocity.values[rows.clone()],
                ..velocity
            }),
        }
    }

    #[inline(always)]
    pub fn noise_at(&self, row: usize) -> f64 {
        self.noise.map_or(1.0, |noise| noise[row])
    }

    #[inline(always)]
    pub fn roughness_at(&self, step: usize) -> f64 {
        self.roughness.map_or(1.0, |roughness| roughness[step])
    }

    /// The jump in the step after a row.
    #[inline(always)]
    pub fn jump_at(&self, row: usize) -> Option<Jump> {
        if self.jumps.is_empty() {
            return None;
        }
        let row = self.first + row;
        let at = self
            .jumps
            .binary_search_by(|jump| jump.row.cmp(&row))
            .ok()?;
        Some(self.jumps[at])
    }
}
