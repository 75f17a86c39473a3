//! Which column tells entities apart: one that is named so, or one that accounts for time going back.

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

/// A column that may tell entities apart.
struct Proposal {
    column: usize,
    is_named: bool,
    tells_apart: bool,
    drifts: bool,
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
        stamps: &[i64],
        rows: &[usize],
    ) -> Result<Self> {
        if !roles.entity.is_empty() || roles.is_one {
            let columns = roles.entity.clone();
            let reason = roles.entity_reason;
            return Ok(Self::chosen(columns, reason, roles, None, Vec::new()));
        }
        let stamps: Vec<i64> = rows.iter().map(|&row| stamps[row]).collect();
        let alone = disorder(&stamps, rows.iter().map(|_| ()));
        let proposal = |column: usize, is_named: bool, cells: &Column| {
            let Ok(cells) = cells.str() else {
                return None;
            };
            let mut variety = CellVariety::default();
            variety.extend(cells.iter());
            let label = |&row: &usize| cells.get(row).unwrap_or_default();
            Some(Proposal {
                column,
                is_named,
                tells_apart: variety.tell_apart(),
                drifts: drifts(cells.iter()),
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
            Some(best) if alone == 0 && best.drifts => {
                let column = roles.names[best.column].base.clone();
                roles.entity_candidates.retain(|column| *column != best.column);
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

fn choice(proposals: &[Proposal], roles: &Roles, alone: u64) -> Option<Choice> {
    let candidate = |proposal: &Proposal| {
        let name = roles.names[proposal.column].base.clone();
        let mut candidate = Candidate::of_columns(vec![name]);
        if proposal.is_named {
            candidate.add(3, E::Name);
        }
        match proposal.tells_apart {
            true => candidate.add(2, E::ValuesReturn),
            false => candidate.add(-9, E::Repeats),
        }
        if alone > proposal.disorder {
            candidate.add(6, E::Explains(alone - proposal.disorder));
        }
        if proposal.disorder > 0 {
            candidate.add(-3, E::LeavesUnexplained(proposal.disorder));
        }
        if proposal.drifts && alone == 0 {
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

/// Whether cells are numbers that change little from row to row, as those of a quantity do.
fn drifts<'c>(cells: impl Iterator<Item = Option<&'c str>>) -> bool {
    let mut numbers: Vec<f64> = Vec::new();
    for cell in cells.flatten() {
        match cell.trim().parse() {
            Ok(number) => numbers.push(number),
            Err(_) => return false,
        }
    }
    let least = numbers.iter().copied().fold(f64::INFINITY, f64::min);
    let most = numbers.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let steps = numbers.windows(2).map(|pair| (pair[1] - pair[0]).abs());
    let mut steps: Vec<f64> = steps.filter(|step| *step > 0.0).collect();
    steps.sort_by(f64::total_cmp);
    let goes_back = numbers.windows(2).any(|pair| pair[1] < pair[0]);
    let has_fractions = numbers.iter().any(|number| number.fract() != 0.0);
    match steps.get(steps.len() / 2) {
        // Things that follow each other are numbered upwards.
        Some(step) => (has_fractions || goes_back) && steps.len() > 4 && step * 4.0 <= most - least,
        None => false,
    }
}
