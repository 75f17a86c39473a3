//! The legend that belongs to some series.

use std::collections::BTreeSet;

use super::{
    Series, SeriesRole,
    header::{Entry, Mark},
    size::Metrics,
    style::{NAMED_ENTITIES, Stroke},
};

/// Whether several series show the same quantity in different ways.
pub(super) fn has_rivals<'a>(mut series: impl Iterator<Item = &'a Series<'a>>) -> bool {
    series.any(|series| matches!(series.role, SeriesRole::Compared | SeriesRole::Measured))
}

/// The legend for all series; none if they all look the same.
pub(super) fn legend<'a>(
    series: impl Iterator<Item = &'a Series<'a>> + Clone,
    metrics: &Metrics,
) -> Vec<Entry> {
    let rivals = has_rivals(series.clone());
    let line = |role| Mark::Line(Stroke::of(role, rivals).scaled(metrics.stroke));
    let mut entries: Vec<Entry> = Vec::new();
    let mut crowd = BTreeSet::new();
    for series in series {
        match series.role {
            SeriesRole::Entity(index) if series.role.is_crowd() => {
                crowd.insert(index);
            }
            role => {
                let entry = Entry {
                    label: series.label.clone(),
                    mark: line(role),
                };
                if !entries.contains(&entry) {
                    entries.push(entry);
                }
            }
        }
    }
    if !crowd.is_empty() {
        entries.push(Entry {
            label: format!("{} more", crowd.len()),
            mark: line(SeriesRole::Entity(NAMED_ENTITIES)),
        });
    }
    let all_alike = entries.windows(2).all(|pair| pair[0].mark == pair[1].mark);
    if all_alike { Vec::new() } else { entries }
}
