//! Rows that jump, of all causes together.

use serde::Serialize;

use crate::finding::{Finding, FindingKind, Place};

/// Rows to which no motion goes that is like the rest of the log; [`JumpRule`](crate::jumps::JumpRule) says which.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Jumps {
    /// Such rows.
    pub rows: u64,
    /// The first of each cause, at most [`Finding::PLACES`].
    pub places: Vec<Place>,
    /// The largest speed to such a row, in the unit of the positions a second (m/s for geographic ones).
    pub fastest: Option<f64>,
    /// The limit of the speed, of the object with that row.
    pub threshold: Option<f64>,
}

impl Jumps {
    /// What findings tell.
    pub fn of(findings: &[Finding]) -> Self {
        let mut jumps = Self::default();
        for finding in findings {
            let FindingKind::PositionsJump { fastest, limit, .. } = finding.kind else {
                continue;
            };
            jumps.rows += finding.count;
            jumps.places.extend_from_slice(&finding.places);
            if jumps.fastest.is_none_or(|known| fastest > known) {
                jumps.fastest = Some(fastest);
                jumps.threshold = Some(limit);
            }
        }
        jumps.places.truncate(Finding::PLACES);
        jumps
    }
}
