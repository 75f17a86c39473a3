//! Which column tells the entities of a log apart: by name, then by content.

use std::collections::HashSet;
use std::hash::{BuildHasher, Hash, RandomState};

use super::view::{ColumnView, Content};
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

// Words of quantities, which name nothing: `vehicle_speed`, `flight_level`, `track` beside a speed.
const QUANTITIES: &[&str] = &[
    "speed",
    "velocity",
    "level",
    "elevation",
    "altitude",
    "height",
    "course",
    "heading",
    "bearing",
    "direction",
    "dir",
    "length",
    "width",
    "size",
    "mass",
    "weight",
    "angle",
    "rate",
    "distance",
    "dist",
    "range",
    "depth",
    "temp",
    "temperature",
    "pressure",
    "latitude",
    "longitude",
    "lat",
    "lon",
    "accel",
    "acceleration",
    "wind",
    "power",
    "voltage",
    "current",
    "battery",
    "rpm",
    "duration",
    "color",
    "colour",
    "age",
    "x",
    "y",
    "z",
];

/// The columns that may hold the entity by their names, best first; `taken` have other roles.
pub(super) fn candidates(columns: &[ColumnView<'_>], taken: &[usize]) -> Vec<usize> {
    let has_speed = columns.iter().any(|column| {
        let words = ["speed", "climb", "groundspeed", "gs", "sog"];
        column.name.has_word(&words)
    });
    let taken: HashSet<usize> = taken.iter().copied().collect();
    let mut scored: Vec<(u32, usize)> = columns
        .iter()
        .enumerate()
        .filter(|(index, _)| !taken.contains(index))
        .filter(|(_, column)| !(has_fractions(column) || has_speed && is_course(column)))
        .filter_map(|(index, column)| Some((score(&column.name)?, index)))
        .collect();
    scored.sort_by_key(|&(score, index)| (std::cmp::Reverse(score), index));
    scored.into_iter().map(|(_, index)| index).take(4).collect()
}

/// Columns that may tell things apart by what they hold: a few words, or whole numbers that jump, which come back.
pub(super) fn by_content(columns: &[ColumnView<'_>], taken: &[usize]) -> Vec<usize> {
    let tells = |column: &ColumnView<'_>| {
        let is_label = match column.content {
            Content::Text => true,
            Content::Number => column.is_whole() && !column.has_decimals() && !drifts(column),
            _ => false,
        };
        is_label
            && (column.content == Content::Text || !is_quantity(&column.name))
            && tells_apart(column.cells.iter().map(|cell| Some(*cell)))
    };
    let taken: HashSet<usize> = taken.iter().copied().collect();
    let columns = columns.iter().enumerate();
    let free = columns.filter(|(index, column)| !taken.contains(index) && tells(column));
    // Words are names more often than numbers are.
    let mut found: Vec<(bool, usize)> = free
        .map(|(index, column)| (column.content == Content::Number, index))
        .collect();
    found.sort_unstable();
    found.into_iter().map(|(_, index)| index).take(8).collect()
}

/// `track` of gpsd and of receivers: beside a speed the course over ground, in numbers up to 360.
fn is_course(column: &ColumnView<'_>) -> bool {
    let is_called_so =
        ["track", "trk", "trajectory"].contains(&column.name.base.to_lowercase().as_str());
    let in_turn = column
        .range()
        .is_some_and(|[least, most]| (0.0..=360.0).contains(&least) && most <= 360.0);
    is_called_so && column.content == Content::Number && in_turn
}

/// Names have no decimals other than zero.
fn has_fractions(column: &ColumnView<'_>) -> bool {
    column.content == Content::Number && !column.is_whole()
}

/// Whether numbers change little from row to row, as quantities do.
pub(super) fn drifts(column: &ColumnView<'_>) -> bool {
    let (Some([least, most]), Some(step)) = (column.range(), column.median_step()) else {
        return false;
    };
    let mut distinct: Vec<u64> = column.finite().map(f64::to_bits).collect();
    distinct.sort_unstable();
    distinct.dedup();
    distinct.len() > 4 && step * 4.0 <= most - least
}

/// Whether the name is that of a quantity.
fn is_quantity(name: &ColumnName) -> bool {
    let has_unit = name.unit.as_deref().is_some_and(|unit| !unit.is_empty());
    has_unit || name.has_word(QUANTITIES)
}

fn score(name: &ColumnName) -> Option<u32> {
    if is_quantity(name) || name.has_word(&["frame"]) {
        return None;
    }
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
    use super::super::view::testing::views;
    use super::*;

    fn best(table: &str) -> Vec<usize> {
        candidates(&views(table), &[0])
    }

    #[test]
    fn quantities_are_no_names() {
        assert_eq!(best("t,vehicle_speed,flight_level,vehicle"), [3]);
        assert_eq!(best("t,track,speed|0,120,7|1,122,7"), Vec::<usize>::new());
        assert_eq!(best("t,track,x|0,120,7|1,122,7"), [1]);
        assert_eq!(best("t,track [deg],ship_id"), [2]);
    }

    #[test]
    fn contents_may_name_things() {
        let found = |table: &str| by_content(&views(table), &[0]);
        assert_eq!(found("t,who,n|0,a,1|1,a,1|0,b,2|1,b,2"), [1, 2]);
        assert_eq!(found("t,who|0,a|1,b|2,c"), Vec::<usize>::new());
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
