//! Motion that cannot be: rows to which no motion goes that is like the rest of the log.
//!
//! [`StepStatistics`] gathers what is usual of one object, [`JumpRule`] judges its rows by that, whether the object is whole
//! in memory or comes in windows. Rows whose derivatives a jump spoils are flagged; nothing is left out.

mod bins;
mod coordinates;
mod lost;
mod notes;
mod rule;
mod series;
mod spot;
mod steps;
mod unwrap;
mod wrap;

use std::ops::Range;

use rayon::prelude::*;

use crate::audit::{AuditedLog, EntityRows, Flags};

pub use notes::JumpNotes;
use rule::STENCIL;
pub use rule::{Jump, JumpCause, JumpRule};
pub use series::jumps_of_series;
pub(crate) use spot::Spot;
pub use steps::StepStatistics;
pub(crate) use unwrap::Unwrap;
pub use unwrap::unwrapped;

/// Flags the rows of whole objects that jumps spoil, and notes the jumps.
pub(crate) fn mark_jumps(audited: &mut AuditedLog<'_>) {
    let of_entity = |entity: &EntityRows| {
        let mut steps = StepStatistics::new(audited.log);
        rows_with_position(audited, entity)
            .for_each(|row| steps.add(audited.stamps[row], position(audited, row)));
        steps.finish();
        let rule = JumpRule::of(&steps)?;
        Some(judged(audited, entity, &rule))
    };
    let found: Vec<Option<Judged>> = audited.entities.par_iter().map(of_entity).collect();
    let mut notes = JumpNotes::default();
    for judged in found.into_iter().flatten() {
        notes.append(judged.note(audited, 0..audited.stamps.len()));
        judged.flag(audited);
    }
    audited.notes.jumps.append(notes);
}

/// As [`mark_jumps`], of a part of an object that its whole has given the rule for: notes the jumps of its inner rows.
pub fn mark_jumps_of_part(
    audited: &mut AuditedLog<'_>,
    rule: &JumpRule,
    inner: Range<usize>,
) -> JumpNotes {
    let Some(entity) = audited.entities.first().cloned() else {
        return JumpNotes::default();
    };
    let judged = judged(audited, &entity, rule);
    let notes = judged.note(audited, inner);
    judged.flag(audited);
    notes
}

fn rows_with_position(
    audited: &AuditedLog<'_>,
    entity: &EntityRows,
) -> impl Iterator<Item = usize> {
    let rows = entity.rows.clone();
    rows.filter(|&row| !audited.flags[row].contains(Flags::MISSING))
}

fn position(audited: &AuditedLog<'_>, row: usize) -> [f64; 3] {
    [0, 1, 2].map(|axis| audited.positions.get(axis).map_or(0.0, |axis| axis[row]))
}

/// The jumps of an object, and the rows that they spoil.
struct Judged {
    /// The row that jumps, of the audited log, and the jump.
    jumps: Vec<(usize, Jump)>,
    spoilt: Vec<usize>,
    limit: f64,
}

fn judged(audited: &AuditedLog<'_>, entity: &EntityRows, rule: &JumpRule) -> Judged {
    let track: Vec<usize> = rows_with_position(audited, entity).collect();
    let frame = audited.log.coordinates;
    let ticks = audited.log.clock.ticks;
    let spot =
        |&row: &usize| Spot::new(frame, (audited.stamps[row], ticks), position(audited, row));
    let spots: Vec<Spot> = track.iter().map(spot).collect();
    let jumps = rule.jumps(&spots);
    let segment = |row: usize| {
        entity
            .segments
            .partition_point(|segment| segment.end <= row)
    };
    let mut spoilt = Vec::new();
    for jump in &jumps {
        let at = jump.row;
        let after = match jump.cause {
            JumpCause::Stays | JumpCause::Wraps(_) => STENCIL - 1,
            _ => STENCIL,
        };
        let around = at.saturating_sub(STENCIL)..(at + after + 1).min(track.len());
        let here = segment(track[at]);
        let is_bridged = at
            .checked_sub(1)
            .is_none_or(|before| segment(track[before]) == here);
        let beside = around.filter(|&row| row == at || is_bridged && segment(track[row]) == here);
        spoilt.extend(beside.map(|row| track[row]));
    }
    Judged {
        jumps: jumps.iter().map(|jump| (track[jump.row], *jump)).collect(),
        spoilt,
        limit: rule.limit(),
    }
}

impl Judged {
    fn note(&self, audited: &AuditedLog<'_>, rows: Range<usize>) -> JumpNotes {
        let mut notes = JumpNotes::default();
        for (row, jump) in self.jumps.iter().filter(|(row, _)| rows.contains(row)) {
            notes.add(audited, *row, jump, self.limit);
        }
        notes
    }

    fn flag(&self, audited: &mut AuditedLog<'_>) {
        for &row in &self.spoilt {
            audited.flags[row].insert(Flags::JUMP);
        }
    }
}
