//! The records of the log that a row of the table was made of.

use serde::Serialize;

use dxdt_motion::audit::{AuditedLog, Flags};
use dxdt_motion::finding::Place;

/// A record of the log.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Record {
    /// The file and the line.
    #[serde(flatten)]
    pub place: Place,
    /// The time as the tables show it.
    pub time: String,
    /// The position, in the units of the table; `None` where a cell is empty.
    pub positions: Vec<Option<f64>>,
    /// The line as it stands in the file, where that is at hand.
    pub text: Option<String>,
    /// Whether it is the record that stays where several have the same timestamp.
    pub kept: bool,
}

/// The records that became this row: one, or all of the same timestamp.
pub(crate) fn records(audited: &AuditedLog<'_>, row: usize) -> Vec<Record> {
    let log = audited.log;
    let kept = audited.source_row(row);
    let rows = if audited.flags[row].contains(Flags::MERGED) {
        same_stamp(audited, row, kept)
    } else {
        vec![kept]
    };
    let positions = log.position_values();
    rows.into_iter()
        .map(|row| Record {
            place: log.place_of(row),
            time: log.time_text(row),
            positions: positions
                .iter()
                .map(|axis| axis.get(row).copied().filter(|value| !value.is_nan()))
                .collect(),
            text: None,
            kept: row == kept,
        })
        .collect()
}

/// The rows of the log with the timestamp and the entity of one, but for those that stand in the table on their own.
fn same_stamp(audited: &AuditedLog<'_>, row: usize, kept: usize) -> Vec<usize> {
    let log = audited.log;
    let stamp = audited.stamps[row];
    let others: Vec<usize> = (0..audited.stamps.len())
        .filter(|&other| other != row && audited.stamps[other] == stamp)
        .map(|other| audited.source_row(other))
        .collect();
    let without_stamp = log.rows_without_stamp();
    let cells: Option<Vec<&str>> = log
        .entity_cells()
        .map(|cells| cells.map(Option::unwrap_or_default).collect());
    let is_same_entity = |other: usize| {
        cells
            .as_ref()
            .is_none_or(|cells| cells.get(other) == cells.get(kept))
    };
    (0..log.height())
        .filter(|&other| log.stamps()[other] == stamp && is_same_entity(other))
        .filter(|other| without_stamp.binary_search(other).is_err() && !others.contains(other))
        .collect()
}
