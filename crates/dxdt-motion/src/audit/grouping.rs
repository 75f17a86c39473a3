//! Rows grouped by entity, in order of first appearance.

use std::collections::HashMap;
use std::ops::Range;

use crate::log::PositionLog;

use super::bogus::UnusableRows;

/// The rows of a log that belong to one entity, in file order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// The value of the entity column; empty for a null, and where there is no such column.
    pub name: String,
    /// The rows.
    pub rows: GroupRows,
}

/// Rows of one entity: most logs have them in one block.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum GroupRows {
    /// One block of rows.
    Block(Range<u32>),
    /// Any rows, increasing.
    Listed(Vec<u32>),
}

impl GroupRows {
    /// How many rows there are.
    pub fn len(&self) -> usize {
        match self {
            Self::Block(range) => range.len(),
            Self::Listed(rows) => rows.len(),
        }
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The rows, increasing.
    pub fn iter(&self) -> impl Iterator<Item = u32> + '_ {
        let (block, listed) = match self {
            Self::Block(range) => (range.clone(), [].as_slice()),
            Self::Listed(rows) => (0..0, rows.as_slice()),
        };
        block.chain(listed.iter().copied())
    }

    fn push_block(&mut self, block: Range<u32>) {
        match self {
            Self::Block(range) if range.start == range.end => *range = block,
            Self::Block(range) if range.end == block.start => range.end = block.end,
            Self::Block(range) => {
                let rows = range.clone().chain(block).collect();
                *self = Self::Listed(rows);
            }
            Self::Listed(rows) => rows.extend(block),
        }
    }
}

pub(super) fn group_rows(log: &PositionLog, unusable: &UnusableRows) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    for (name, block) in blocks_of_entities(log, &mut groups) {
        let rows = &mut groups[name].rows;
        if unusable.is_empty() {
            rows.push_block(block);
        } else {
            for row in block {
                if !unusable.contains(row as usize) {
                    rows.push_block(row..row + 1);
                }
            }
        }
    }
    groups.retain(|group| !group.rows.is_empty());
    groups
}

/// Whether the groups are blocks that follow each other and cover all rows.
pub(super) fn cover_all(groups: &[Group], height: usize) -> bool {
    let mut next = 0;
    for group in groups {
        match &group.rows {
            GroupRows::Block(range) if range.start == next => next = range.end,
            _ => return false,
        }
    }
    next as usize == height
}

/// Runs of rows with the same entity, each with its group's index; new groups are added as they appear.
fn blocks_of_entities(log: &PositionLog, groups: &mut Vec<Group>) -> Vec<(usize, Range<u32>)> {
    let mut new_group = |name: &str| {
        groups.push(Group {
            name: name.to_owned(),
            rows: GroupRows::Block(0..0),
        });
        groups.len() - 1
    };
    let height = log.height() as u32;
    if let Some(entities) = log.entity_blocks() {
        let mut start = 0;
        let blocks = entities.iter().map(|entity| {
            let rows = start..start + entity.rows as u32;
            start = rows.end;
            (new_group(&entity.name), rows)
        });
        return blocks.collect();
    }
    let Some(entities) = log.entity_cells() else {
        let only = new_group("");
        return vec![(only, 0..height)];
    };
    let mut known: HashMap<&str, usize> = HashMap::new();
    let mut blocks: Vec<(usize, Range<u32>)> = Vec::new();
    let mut previous: Option<&str> = None;
    for (row, name) in (0..height).zip(entities) {
        let name = name.unwrap_or_default();
        if previous == Some(name)
            && let Some((_, block)) = blocks.last_mut()
        {
            block.end = row + 1;
            continue;
        }
        let group = *known.entry(name).or_insert_with(|| new_group(name));
        blocks.push((group, row..row + 1));
        previous = Some(name);
    }
    blocks
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_join_until_something_stands_between() {
        let mut rows = GroupRows::Block(0..0);
        rows.push_block(3..5);
        rows.push_block(5..6);
        assert_eq!(rows, GroupRows::Block(3..6));
        rows.push_block(8..10);
        assert_eq!(rows, GroupRows::Listed(vec![3, 4, 5, 8, 9]));
        assert_eq!(rows.iter().count(), rows.len());
    }

    #[test]
    fn coverage_is_exact() {
        let block = |range| Group {
            name: String::new(),
            rows: GroupRows::Block(range),
        };
        assert!(cover_all(&[block(0..3), block(3..5)], 5));
        assert!(!cover_all(&[block(0..3), block(4..5)], 5));
        assert!(!cover_all(&[block(0..3)], 5));
    }
}
