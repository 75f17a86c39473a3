//! The rows of one segment that have a position, along straight axes: what stencils are applied to.

use std::ops::Range;

use dxdt_motion::audit::{AuditedLog, EntityPart, Flags, WholeSegment};
use dxdt_motion::motion::{DeriveOptions, EntityMotion, EntityPositions, Motion, derive_entity};
use dxdt_motion::space::{Frame, LocalDirections, earth_centred};
use dxdt_time::Ticks;

/// Timestamps, and how fine they are.
#[derive(Clone, Copy)]
pub(super) struct Timeline<'a> {
    pub stamps: &'a [i64],
    pub ticks: Ticks,
}

impl Timeline<'_> {
    pub fn len(self) -> usize {
        self.stamps.len()
    }
}

/// The rows of a segment with positions, and the one explained.
pub(super) struct Series {
    /// Rows of the audited log.
    pub rows: Vec<usize>,
    /// The explained row among them.
    pub here: usize,
    stamps: Vec<i64>,
    ticks: Ticks,
    /// One list an axis: the table's positions, or Earth-centered ones.
    pub positions: Vec<Vec<f64>>,
    /// One list an axis, along the same axes.
    pub velocity: Vec<Vec<f64>>,
    /// How vectors along the axes are turned to those of the table.
    pub turn: Option<LocalDirections>,
}

impl Series {
    /// The rows of `segment`, which may be a part of a `whole`; `None` where the explained row has no complete position.
    pub fn new(
        audited: &AuditedLog<'_>,
        motion: &Motion,
        segment: Range<usize>,
        whole: Option<WholeSegment>,
        row: usize,
        options: &DeriveOptions,
    ) -> Option<Self> {
        let rows: Vec<usize> = segment.filter(|&row| is_whole(audited, row)).collect();
        let here = rows.binary_search(&row).ok()?;
        let stamps: Vec<i64> = rows.iter().map(|&row| audited.stamps[row]).collect();
        let ticks = audited.log.clock.ticks;
        let times = Timeline {
            stamps: &stamps,
            ticks,
        };
        let positions = straight_positions(audited, &rows);
        let (velocity, turn) = match audited.log.coordinates {
            Frame::Cartesian => {
                let pick = |axis: &Vec<f64>| rows.iter().map(|&row| axis[row]).collect();
                (motion.velocity.iter().map(pick).collect(), None)
            }
            Frame::Geographic => {
                let at = |axis: usize| audited.positions.get(axis).map_or(0.0, |axis| axis[row]);
                let turn = LocalDirections::at(at(0), at(1));
                let velocity = velocity(times, &positions, whole, options);
                (velocity, Some(turn))
            }
        };
        Some(Self {
            rows,
            here,
            stamps,
            ticks,
            positions,
            velocity,
            turn,
        })
    }

    pub fn times(&self) -> Timeline<'_> {
        Timeline {
            stamps: &self.stamps,
            ticks: self.ticks,
        }
    }

    /// A vector along the axes as one along the table's.
    pub fn turned(&self, vector: Vec<f64>) -> Vec<f64> {
        turned(self.turn, vector)
    }
}

/// A vector along straight axes as one along the table's.
pub(super) fn turned(turn: Option<LocalDirections>, vector: Vec<f64>) -> Vec<f64> {
    match (turn, &vector[..]) {
        (Some(turn), &[x, y, z]) => turn.east_north_up([x, y, z]).to_vec(),
        _ => vector,
    }
}

/// Whether a row has a complete position.
pub(super) fn is_whole(audited: &AuditedLog<'_>, row: usize) -> bool {
    !audited.positions.iter().any(|axis| axis[row].is_nan())
}

/// The names of the straight axes.
pub(super) fn straight_axes(audited: &AuditedLog<'_>) -> Vec<String> {
    match audited.log.coordinates {
        Frame::Cartesian => {
            let name = |column: &dxdt_motion::log::PositionColumn| column.name.clone();
            audited.log.positions.iter().map(name).collect()
        }
        Frame::Geographic => ["X", "Y", "Z"].map(str::to_owned).to_vec(),
    }
}

/// The positions of rows along straight axes, one list an axis.
pub(super) fn straight_positions(audited: &AuditedLog<'_>, rows: &[usize]) -> Vec<Vec<f64>> {
    match audited.log.coordinates {
        Frame::Cartesian => {
            let pick =
                |axis: &std::borrow::Cow<'_, [f64]>| rows.iter().map(|&row| axis[row]).collect();
            audited.positions.iter().map(pick).collect()
        }
        Frame::Geographic => {
            let mut columns = vec![Vec::new(); 3];
            for &row in rows {
                let at = |axis: usize| audited.positions.get(axis).map_or(0.0, |axis| axis[row]);
                for (column, value) in columns.iter_mut().zip(earth_centred([at(0), at(1), at(2)]))
                {
                    column.push(value);
                }
            }
            columns
        }
    }
}

/// The velocity along straight axes, which the table of a geographic log does not have.
fn velocity(
    times: Timeline<'_>,
    positions: &[Vec<f64>],
    whole: Option<WholeSegment>,
    options: &DeriveOptions,
) -> Vec<Vec<f64>> {
    let n = times.len();
    let columns = || vec![vec![0.0; n]; positions.len()];
    let (mut v, mut a, mut d) = (columns(), columns(), columns());
    let mut norms = vec![vec![0.0; n]; 3];
    let (mut segment, mut flags) = (vec![0; n], vec![Flags::default(); n]);
    let segments: Vec<Range<usize>> = std::iter::once(0..n).collect();
    let part = whole.map(|whole| EntityPart {
        first_stamp: times.stamps[0],
        first_segment: 0,
        segments: vec![whole],
        inner: 0..n,
    });
    let input = EntityPositions {
        stamps: times.stamps,
        ticks: times.ticks,
        positions: positions.iter().map(Vec::as_slice).collect(),
        segments: &segments,
        coordinates: Frame::Cartesian,
        part: part.as_ref(),
    };
    if let [t, speed, accel] = &mut norms[..] {
        let mut out = EntityMotion {
            t,
            velocity: v.iter_mut().map(Vec::as_mut_slice).collect(),
            acceleration: a.iter_mut().map(Vec::as_mut_slice).collect(),
            first_difference: d.iter_mut().map(Vec::as_mut_slice).collect(),
            speed,
            accel,
            segment: &mut segment,
            flags: &mut flags,
        };
        derive_entity(&input, options, &mut out);
    }
    v
}
