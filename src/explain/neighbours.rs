//! The rows that the stencils at a row use.

use serde::Serialize;

use dxdt_motion::audit::AuditedLog;
use dxdt_motion::finding::Place;

use super::derivation::Derivation;
use super::series::{Series, is_whole, straight_positions};

/// A row that a stencil uses.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Neighbour {
    /// The row of the table.
    pub row: usize,
    /// The file and the line of its record.
    #[serde(flatten)]
    pub place: Place,
    /// The time as the table has it.
    pub time: String,
    /// Seconds from the neighbor before, exact to rounding.
    pub step: Option<f64>,
    /// The position as the table has it.
    pub positions: Vec<f64>,
    /// The position along the straight axes.
    pub straight: Vec<f64>,
}

// More would be a page of positions.
pub(crate) const MOST_COMPOSED: usize = 5;

/// The rows of the stencils, and those skipped.
pub(super) fn of(
    audited: &AuditedLog<'_>,
    series: &Series,
    velocity: Option<&Derivation>,
    acceleration: Option<&Derivation>,
) -> (Vec<Neighbour>, Vec<usize>) {
    let mut used = vec![series.rows[series.here]];
    for derivation in [velocity, acceleration].into_iter().flatten() {
        used.extend(derivation.terms.iter().map(|term| term.row - 1));
        if derivation.composed.len() <= MOST_COMPOSED {
            used.extend(derivation.composed.iter().map(|weight| weight.row - 1));
        }
    }
    used.sort_unstable();
    used.dedup();
    let log = audited.log;
    let seconds = |from, to| log.clock.ticks.seconds_between(from, to);
    let straight = straight_positions(audited, &used);
    let neighbours = used.iter().enumerate().map(|(index, &row)| {
        let source = audited.source_row(row);
        let before = index.checked_sub(1).and_then(|before| used.get(before));
        Neighbour {
            row: row + 1,
            place: log.place_of(source),
            time: log.time_text(source),
            step: before.map(|&before| seconds(audited.stamps[before], audited.stamps[row])),
            positions: audited.positions.iter().map(|axis| axis[row]).collect(),
            straight: straight.iter().map(|axis| axis[index]).collect(),
        }
    });
    let neighbours = neighbours.collect();
    let (first, last) = (used.first().copied(), used.last().copied());
    let between = first.zip(last).map_or(0..0, |(first, last)| first..last);
    let over = between
        .filter(|&row| !is_whole(audited, row))
        .map(|row| row + 1);
    (neighbours, over.collect())
}
