//! Which column tells the entities of a log apart: by name, then by content.

use std::collections::HashSet;
use std::hash::{BuildHasher, Hash, RandomState};

use dxdt_formats::ColumnName;

// The higher the score, the more surely the column tells moving things apart.
const SCORES: &[(&[&str], u32)] = &[
    (
        &[
            "trajectory",
            "trajectoryid",
            "track",
            "trackid",
            "entity",
            "mmsi",
            "icao24",
        ],
        100,
    ),
    (
        &[
            "individual",
            "animal",
            "vessel",
            "ship",
            "imo",
            "vehicle",
            "aircraft",
            "icao",
            "particle",
        ],
        90,
    ),
    (
        &[
            "object",
            "objectid",
            "agent",
            "pedestrian",
            "player",
            "robot",
            "drone",
            "person",
            "bird",
            "storm",
        ],
        85,
    ),
    (
        &[
            "device", "user", "userid", "trip", "flight", "callsign", "tracker", "tag", "marker",
            "body",
        ],
        70,
    ),
    (&["id", "identifier", "name", "run", "trial"], 50),
];

// Words of columns that name a kind, a row or something around the moving thing.
const AGAINST: &[&str] = &[
    "type", "taxon", "class", "event", "study", "frame", "record", "row", "sensor", "index",
    "message", "time", "count", "status", "state", "quality",
];

/// The columns that may hold the entity, best first.
pub(super) fn candidates(names: &[ColumnName], taken: &[usize]) -> Vec<usize> {
    let mut scored: Vec<(u32, usize)> = names
        .iter()
        .enumerate()
        .filter(|(index, _)| !taken.contains(index))
        .filter_map(|(index, name)| Some((score(name)?, index)))
        .collect();
    scored.sort_by_key(|&(score, index)| (std::cmp::Reverse(score), index));
    scored.into_iter().map(|(_, index)| index).take(4).collect()
}

fn score(name: &ColumnName) -> Option<u32> {
    let (_, score) = SCORES.iter().find(|(words, _)| name.has_word(words))?;
    let penalty = if name.has_word(AGAINST) { 30 } else { 0 };
    Some(score - penalty)
}

/// Whether a column's content can tell entities apart: values come back, and are mostly there.
pub fn tells_apart<'a>(cells: impl Iterator<Item = Option<&'a str>>) -> bool {
    let mut values = CellVariety::default();
    values.extend(cells);
    values.tell_apart()
}

/// How many different cells a column has; its parts are added one after the other.
#[derive(Debug, Default)]
pub struct CellVariety {
    rows: u64,
    missing: u64,
    values: HashSet<u64>,
    hasher: RandomState,
    has_too_many: bool,
}

// What tells more than so many things apart numbers rows rather than things.
const MOST_VALUES: usize = 1 << 22;

impl CellVariety {
    /// Adds the cells that come next.
    pub fn extend<C: Copy + PartialEq + Hash>(&mut self, cells: impl Iterator<Item = Option<C>>) {
        let mut previous = None;
        for cell in cells {
            self.rows += 1;
            let Some(value) = cell else {
                self.missing += 1;
                continue;
            };
            if previous != Some(value) && !self.has_too_many {
                // Of four million 64-bit hashes two are the same in one of two million logs.
                self.values.insert(self.hasher.hash_one(value));
                if self.values.len() > MOST_VALUES {
                    self.has_too_many = true;
                    self.values = HashSet::new();
                }
            }
            previous = Some(value);
        }
    }

    /// Whether values come back, and are mostly there.
    pub fn tell_apart(&self) -> bool {
        self.rows > 0
            && !self.has_too_many
            && self.values.len() as u64 <= self.rows.div_ceil(2)
            && self.missing <= self.rows / 2
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn best(header: &str) -> Vec<usize> {
        let names: Vec<_> = header.split(',').map(ColumnName::parse).collect();
        candidates(&names, &[0])
    }

    #[test]
    fn names_are_ranked() {
        assert_eq!(best("t,fid,id,sequence,trajectory_id,tracker"), [4, 5, 2]);
        assert_eq!(
            best("t,event-id,individual-taxon-canonical-name,individual-local-identifier")[0],
            3
        );
        assert_eq!(best("t,x,y"), Vec::<usize>::new());
    }

    #[test]
    fn values_must_come_back() {
        let cells = |text: &'static str| text.split(' ').map(Some).collect::<Vec<_>>();
        assert!(tells_apart(cells("a a b b").into_iter()));
        assert!(tells_apart(cells("a a a").into_iter()));
        assert!(!tells_apart(cells("a b c d").into_iter()));
    }
}
