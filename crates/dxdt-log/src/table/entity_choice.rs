//! Which column tells entities apart: one that is named so, or one that accounts for time going back.

use std::borrow::Cow;
use std::collections::HashMap;

use polars::prelude::Column;

use crate::columns::{CellVariety, Roles, disorder};
use dxdt_formats::{CellKind, Table};
use dxdt_motion::error::Result;
use dxdt_motion::finding::{
    Candidate, Choice, ColumnRole, EvidenceKind as E, Finding, FindingKind, Question, RoleReason,
};

use super::ReadColumns;

/// The columns that tell entities apart, and what is said of it.
pub(super) struct EntityChoice {
    pub columns: Vec<usize>,
    /// The roles, of whose candidates only those are left that may still be chosen.
    pub roles: Roles,
    pub choice: Option<Choice>,
    pub findings: Vec<Finding>,
}

/// Rows with a timestamp and a position, from the top.
pub(super) struct FirstRows<'a> {
    pub rows: &'a [usize],
    /// Of all rows.
    pub stamps: &'a [i64],
    /// Of all rows, each axis.
    pub places: &'a [Cow<'a, [f64]>],
}

/// A column that may tell entities apart.
struct Proposal {
    column: usize,
    is_named: bool,
    tells_apart: bool,
    /// Its values come back on a track that is as continuous without it.
    cuts_a_track: bool,
    /// Steps back and repeated timestamps that stay.
    disorder: u64,
}

impl EntityChoice {
    /// Chooses by option or format, else by what the first rows tell; `known` is what more rows told, and `rows` are those
    /// with a timestamp.
    ///
    /// # Errors
    /// A table that cannot be read.
    pub fn of(
        table: &Table<'_>,
        roles: Roles,
        columns: &ReadColumns,
        known: Option<&[usize]>,
        first: &FirstRows<'_>,
    ) -> Result<Self> {
        if !roles.entity.is_empty() || roles.is_one {
            let mut columns = roles.entity.clone();
            if roles.entity_reason == RoleReason::Format {
                columns.splice(0..0, beside_the_formats(table, &roles, first)?);
            }
            let reason = roles.entity_reason;
            return Ok(Self::chosen(columns, reason, roles, None, Vec::new()));
        }
        let rows = first.rows;
        let stamps: Vec<i64> = rows.iter().map(|&row| first.stamps[row]).collect();
        let alone = disorder(&stamps, rows.iter().map(|_| ()));
        let proposal = |column: usize, is_named: bool, cells: &Column| {
            let Ok(cells) = cells.str() else {
                return None;
            };
            let mut variety = CellVariety::default();
            match is_named {
                true => variety.extend(cells.iter()),
                false => variety.extend(rows.iter().map(|&row| cells.get(row))),
            }
            let label = |&row: &usize| cells.get(row).unwrap_or_default();
            Some(Proposal {
                column,
                is_named,
                tells_apart: variety.tell_apart(),
                cuts_a_track: alone == 0 && first.are_one_track(rows.iter().map(label)),
                disorder: disorder(&stamps, rows.iter().map(label)),
            })
        };
        let mut proposals: Vec<Proposal> = Vec::new();
        for &column in &roles.entity_candidates {
            proposals.extend(proposal(column, true, &columns.take(column)));
        }
        let is_explained = |proposal: &Proposal| proposal.tells_apart && proposal.disorder == 0;
        if alone > 0 && !proposals.iter().any(is_explained) {
            for &column in &roles.entity_by_content {
                let cells = table.read(&[(column, CellKind::Text)])?;
                proposals.extend(proposal(column, false, &cells[0]));
            }
        }
        let choice = choice(&proposals, &roles, alone);
        let mut findings = Vec::new();
        let may_be = |proposal: &&Proposal| {
            // What more rows told goes before what the first rows tell.
            let is_known = known.is_some_and(|known| known.contains(&proposal.column));
            (proposal.tells_apart || is_known) && (proposal.is_named || proposal.disorder == 0)
        };
        // The first of equals wins.
        let best = proposals.iter().filter(may_be).min_by_key(|proposal| {
            let is_known = known.is_some_and(|known| known.contains(&proposal.column));
            (proposal.disorder, !is_known)
        });
        let mut roles = roles;
        let best = match best {
            Some(best) if best.cuts_a_track => {
                let column = roles.names[best.column].base.clone();
                roles
                    .entity_candidates
                    .retain(|column| *column != best.column);
                findings.push(Finding::new(FindingKind::EntityNotEarned { column }, 1));
                None
            }
            Some(best) => {
                let first = roles.entity_candidates.first();
                let is_decided = alone > 0 && best.disorder < alone;
                if is_decided && first != Some(&best.column) {
                    roles.entity_candidates = vec![best.column];
                }
                Some(best)
            }
            None => None,
        };
        // Nothing that the first rows tell contradicts what more rows told of one thing.
        let columns: Vec<usize> = match (best, known) {
            (Some(best), _) => vec![best.column],
            (None, Some(known)) if findings.is_empty() => known.to_vec(),
            (None, _) => Vec::new(),
        };
        let reason = match best {
            Some(best) if !best.is_named => RoleReason::ExplainsTime,
            _ => RoleReason::NameAndValues,
        };
        Ok(Self::chosen(columns, reason, roles, choice, findings))
    }

    fn chosen(
        columns: Vec<usize>,
        reason: RoleReason,
        roles: Roles,
        choice: Option<Choice>,
        mut findings: Vec<Finding>,
    ) -> Self {
        let base = |index: &usize| roles.names[*index].base.clone();
        if !columns.is_empty() {
            let kind = FindingKind::Role {
                role: ColumnRole::Entity,
                columns: columns.iter().map(base).collect(),
                reason,
                others: Vec::new(),
            };
            findings.push(Finding::new(kind, 1));
        }
        Self {
            columns,
            roles,
            choice,
            findings,
        }
    }
}

/// A column that accounts for time going back within what the format tells apart, such as animals beside body parts.
fn beside_the_formats(
    table: &Table<'_>,
    roles: &Roles,
    first: &FirstRows<'_>,
) -> Result<Option<usize>> {
    let rows = first.rows;
    let stamps: Vec<i64> = rows.iter().map(|&row| first.stamps[row]).collect();
    let known: Vec<(usize, CellKind)> = roles
        .entity
        .iter()
        .map(|&index| (index, CellKind::Text))
        .collect();
    let known = table.read(&known)?;
    let labels_of = |column: &Column| -> Vec<String> {
        let cells = column.str().ok();
        let label = |&row: &usize| {
            cells
                .and_then(|cells| cells.get(row))
                .unwrap_or_default()
                .to_owned()
        };
        rows.iter().map(label).collect()
    };
    let of_format: Vec<Vec<String>> = known.iter().map(labels_of).collect();
    let joined = |row: usize| -> Vec<&str> {
        of_format
            .iter()
            .map(|labels| labels[row].as_str())
            .collect()
    };
    if disorder(&stamps, (0..rows.len()).map(joined)) == 0 {
        return Ok(None);
    }
    for &column in roles
        .entity_candidates
        .iter()
        .chain(&roles.entity_by_content)
    {
        let cells = table.read(&[(column, CellKind::Text)])?;
        let labels = labels_of(&cells[0]);
        let both = |row: usize| (joined(row), labels[row].as_str());
        if disorder(&stamps, (0..rows.len()).map(both)) == 0 {
            return Ok(Some(column));
        }
    }
    Ok(None)
}

fn choice(proposals: &[Proposal], roles: &Roles, alone: u64) -> Option<Choice> {
    let candidate = |proposal: &Proposal| {
        let name = roles.names[proposal.column].base.clone();
        let mut candidate = Candidate::of_columns(vec![name]);
        if proposal.is_named {
            candidate.add(3, E::Name);
        }
        match proposal.tells_apart {
            true => candidate.add(2, E::ValuesReturn),
            false => candidate.add(-9, E::AllDiffer),
        }
        if alone > proposal.disorder {
            candidate.add(6, E::Explains(alone - proposal.disorder));
        }
        if proposal.disorder > 0 {
            candidate.add(-3, E::LeavesUnexplained(proposal.disorder));
        }
        if proposal.cuts_a_track {
            candidate.add(-9, E::Drifts);
        }
        candidate
    };
    let mut candidates: Vec<Candidate> = proposals.iter().map(candidate).collect();
    candidates.sort_by_key(|candidate| std::cmp::Reverse(candidate.weight()));
    (!candidates.is_empty()).then_some(Choice {
        question: Question::Object,
        candidates,
    })
}

impl FirstRows<'_> {
    /// Whether labels cut what is one track without them: where the label changes, the next row is as near in time and
    /// space as the next row of the same label.
    fn are_one_track<'l>(&self, labels: impl Iterator<Item = &'l str>) -> bool {
        let mut last: HashMap<&str, usize> = HashMap::new();
        let (mut across, mut within) = (Vec::new(), Vec::new());
        let mut previous: Option<(usize, &str)> = None;
        for (&row, label) in self.rows.iter().zip(labels) {
            if let Some((before, other)) = previous
                && other != label
            {
                across.extend(self.move_between(before, row));
            }
            if let Some(before) = last.insert(label, row) {
                within.extend(self.move_between(before, row));
            }
            previous = Some((row, label));
        }
        const ENOUGH: usize = 8;
        if across.is_empty() || within.len() < ENOUGH {
            return false;
        }
        let middle = |moves: &[(f64, f64)], part: fn(&(f64, f64)) -> f64| {
            let mut parts: Vec<f64> = moves.iter().map(part).collect();
            parts.sort_by(f64::total_cmp);
            parts[parts.len() / 2]
        };
        let is_near = |part: fn(&(f64, f64)) -> f64| {
            let within = middle(&within, part);
            within > 0.0 && middle(&across, part) <= 2.0 * within
        };
        is_near(|(_, step)| *step) && is_near(|(speed, _)| *speed)
    }

    /// The speed from one row to another, in the units of the positions over nanoseconds, and the time between them.
    fn move_between(&self, from: usize, to: usize) -> Option<(f64, f64)> {
        let step = self.stamps[to].checked_sub(self.stamps[from])?;
        let squares = self
            .places
            .iter()
            .map(|axis| (axis[to] - axis[from]).powi(2));
        let distance = squares.sum::<f64>().sqrt();
        (step > 0 && distance.is_finite()).then(|| (distance / step as f64, step as f64))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_one_track(labels: &[&str], x: &[f64]) -> bool {
        let rows: Vec<usize> = (0..x.len()).collect();
        let stamps: Vec<i64> = (0..x.len() as i64).map(|row| row * 1_000_000_000).collect();
        let places = [Cow::Borrowed(x)];
        let first = FirstRows {
            rows: &rows,
            stamps: &stamps,
            places: &places,
        };
        first.are_one_track(labels.iter().copied())
    }

    #[test]
    fn quantities_cut_a_track_and_names_do_not() {
        let labels: Vec<&str> = (0..20)
            .map(|row| ["1", "2", "3", "2"][row / 2 % 4])
            .collect();
        let walk: Vec<f64> = (0..20).map(f64::from).collect();
        assert!(is_one_track(&labels, &walk));
        // Two things that take turns.
        let labels: Vec<&str> = (0..20).map(|row| ["a", "b"][row % 2]).collect();
        let apart: Vec<f64> = (0..20)
            .map(|row| f64::from(row) + 50.0 * f64::from(row % 2))
            .collect();
        assert!(!is_one_track(&labels, &apart));
        // States that follow each other on one track, and trips with a pause between them.
        let labels: Vec<&str> = (0..20).map(|row| ["1", "2"][row / 10]).collect();
        assert!(is_one_track(&labels, &walk));
        let trips: Vec<f64> = (0..20).map(|row| f64::from(row + row / 10 * 500)).collect();
        assert!(!is_one_track(&labels, &trips));
    }
}
