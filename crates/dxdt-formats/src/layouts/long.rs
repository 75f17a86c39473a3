//! Parts of a table that stand side by side, put one below the other.

use std::borrow::Cow;
use std::collections::HashMap;
use std::collections::hash_map::Entry;

use dxdt_motion::error::Result;
use dxdt_motion::finding::{Finding, FindingKind, FormatNote};

use super::super::{KnownRoles, RecordBuilder, RecordTable};
use super::cells::Cells;
use super::unused;

/// Columns that belong to one moving thing, each with the name it has in the long table.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Part {
    pub name: String,
    /// Its own columns.
    pub own: Vec<NamedColumn>,
    /// Columns that it shares with other parts.
    pub shared: Vec<NamedColumn>,
}

/// A column of the wide table and its name in the long one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct NamedColumn {
    pub name: String,
    pub index: usize,
}

/// The parts one below the other, told apart by the column `entity`; a lone part has no such column unless `named`.
///
/// Rows above and below a part's own values are left out: they belong to longer parts. A row between them stays, so
/// that a value that is missing there is noticed.
///
/// # Errors
/// Where the table outgrows the memory.
pub(super) fn melt(
    cells: &Cells<'_>,
    parts: &[Part],
    entity: &str,
    named: bool,
) -> Result<RecordTable> {
    let mut names: Vec<String> = Vec::new();
    let mut places: HashMap<&str, usize> = HashMap::new();
    for column in parts
        .iter()
        .flat_map(|part| part.shared.iter().chain(&part.own))
    {
        if let Entry::Vacant(place) = places.entry(&column.name) {
            place.insert(names.len());
            names.push(column.name.clone());
        }
    }
    let has_entity = named || parts.len() > 1;
    let entity = unused(entity, &names);
    let header: Vec<&str> = has_entity
        .then_some(entity.as_str())
        .into_iter()
        .chain(names.iter().map(String::as_str))
        .collect();
    let mut records = RecordBuilder::new(&header, cells.budget.clone());
    let mut findings = Vec::new();
    for part in parts {
        let before = records.height();
        // Of two columns of one name the first counts.
        let mut columns = vec![None; names.len()];
        for column in part.shared.iter().chain(&part.own) {
            columns[places[column.name.as_str()]].get_or_insert(column.index);
        }
        for row in rows_of(cells, part, parts.len() == 1) {
            let value = |column: &Option<usize>| cells.get((*column)?, row);
            let values: Vec<Option<Cow<'_, str>>> = columns.iter().map(value).collect();
            let entity_value = has_entity.then_some(Some(part.name.as_str()));
            let values = values.iter().map(Option::as_deref);
            let record: Vec<Option<&str>> = entity_value.into_iter().chain(values).collect();
            records.push(cells.line(row), &record)?;
        }
        if records.height() == before {
            let note = FormatNote::WithoutRows {
                entity: entity.clone(),
                name: part.name.clone(),
            };
            findings.push(Finding::new(FindingKind::FormatNote(note), 1));
        }
    }
    Ok(RecordTable {
        roles: KnownRoles {
            entity: has_entity.then(|| vec![entity.clone()]),
            ..KnownRoles::default()
        },
        findings,
        ..records.finish()
    })
}

/// The rows of a part: from the first to the last with a value of its own, without those that have no value at all.
fn rows_of<'a>(
    cells: &'a Cells<'_>,
    part: &'a Part,
    is_alone: bool,
) -> impl Iterator<Item = usize> + 'a {
    let has_value = |columns: &[NamedColumn], row: usize| {
        columns
            .iter()
            .any(|column| !cells.is_missing(column.index, row))
    };
    let mut rows = 0..cells.height();
    if !is_alone {
        let mut own = rows.clone().filter(|&row| has_value(&part.own, row));
        let first = own.next().unwrap_or(rows.end);
        let last = own.next_back().unwrap_or(first);
        rows = first..rows.end.min(last + 1);
    }
    rows.filter(move |&row| has_value(&part.own, row) || has_value(&part.shared, row))
}
