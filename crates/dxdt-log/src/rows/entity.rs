//! Which column tells entities apart, by name: what it holds is still to come.

use std::collections::HashSet;

use crate::LogOptions;
use crate::table::{LogTable, find_roles};
use dxdt_formats::Table;
use dxdt_motion::error::Result;
use dxdt_motion::finding::{ColumnRole, FindingKind, RoleReason};

/// The best candidate for the entity column by name, but no column that counts rows; its content is not known yet.
pub(super) fn entity_by_name(table: &Table<'_>, options: &LogOptions) -> Result<Vec<usize>> {
    const ROWS: usize = 1000;
    let rows = table.sample(ROWS)?;
    let roles = find_roles(table, options)?;
    let mut candidates = roles.entity_candidates.into_iter();
    let best = candidates.find(|&column| !counts_rows(&rows, column, &roles.time));
    Ok(best.into_iter().collect())
}

/// Whether a column's whole numbers rise by one from row to row, each row at a time of its own.
fn counts_rows(rows: &[Vec<String>], column: usize, time: &[usize]) -> bool {
    let numbers: Option<Vec<i64>> = rows.iter().map(|row| row[column].parse().ok()).collect();
    let times: HashSet<Vec<&str>> = rows
        .iter()
        .map(|row| time.iter().map(|&index| row[index].as_str()).collect())
        .collect();
    let rises = |numbers: Vec<i64>| {
        numbers
            .windows(2)
            .all(|pair| pair[1].checked_sub(pair[0]) == Some(1))
    };
    rows.len() > 2 && times.len() == rows.len() && numbers.is_some_and(rises)
}

/// Says that what is decided is decided by name alone.
pub(super) fn reason_before_values(table: &mut LogTable) {
    for finding in &mut table.findings.columns {
        if let FindingKind::Role {
            role: ColumnRole::Entity,
            reason,
            ..
        } = &mut finding.kind
        {
            *reason = RoleReason::NameBeforeValues;
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::RowReader;
    use dxdt_formats::Source;
    use dxdt_motion::log::PositionLog;

    use super::*;

    fn open(text: &str) -> PositionLog {
        let source = Source::from_bytes("log.csv".into(), text.as_bytes().to_vec()).unwrap();
        RowReader::open(&source, &LogOptions::default()).unwrap().0
    }

    #[test]
    fn a_column_that_counts_rows_is_no_entity() {
        assert_eq!(open("id,t,x\n1,0,1\n2,1,2\n3,2,3\n").entity, None);
        let same_times = open("id,t,x\n1,0,1\n2,0,2\n3,0,3\n");
        assert_eq!(same_times.entity.as_deref(), Some("id"));
        let by_name = FindingKind::Role {
            role: ColumnRole::Entity,
            columns: vec!["id".to_owned()],
            reason: RoleReason::NameBeforeValues,
            others: Vec::new(),
        };
        let mut kinds = same_times.findings.iter().map(|finding| &finding.kind);
        assert!(kinds.any(|kind| *kind == by_name));
    }
}
