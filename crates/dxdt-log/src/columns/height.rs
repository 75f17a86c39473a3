//! Which of several heights is that of the position: above the sea or the ellipsoid, before above the ground or the start.

use dxdt_formats::{ColumnName, HEIGHTS, OTHER_QUANTITIES};
use dxdt_motion::finding::{Candidate, Choice, EvidenceKind as E, Question};

use super::view::ColumnView;

const ABOVE_SEA: &[&str] = &[
    "sea",
    "sealevel",
    "msl",
    "amsl",
    "asl",
    "hmsl",
    "ellipsoid",
    "ellipsoidal",
    "hae",
    "wgs84",
    "gps",
    "gnss",
    "geo",
    "geom",
    "geometric",
];
const ABOVE_OTHER: &[&str] = &[
    "ground",
    "terrain",
    "takeoff",
    "home",
    "launch",
    "relative",
    "rel",
    "agl",
    "sonar",
    "radar",
    "lidar",
    "max",
    "min",
    "start",
    "surface",
    "range",
    "target",
    "geoid",
    "undulation",
    "antenna",
    "wave",
];

/// Whether a name is that of a height: by a word, or the end of one such as `geoaltitude`.
pub(super) fn is_height(name: &ColumnName) -> bool {
    let ends = |word: &String| {
        ["altitude", "elevation", "height"]
            .iter()
            .any(|end| word.ends_with(end))
    };
    (name.has_word(HEIGHTS) || name.words.iter().any(ends)) && !name.has_word(OTHER_QUANTITIES)
}

/// A `z` beside longitude and latitude.
fn is_third_axis(name: &ColumnName) -> bool {
    matches!(&name.words[..], [word] if word == "z" || word == "up") || is_downward(name)
}

/// Whether a name is that of a depth, or of an axis that points down.
pub(super) fn is_downward(name: &ColumnName) -> bool {
    name.has_word(&["depth", "down"]) && !name.has_word(OTHER_QUANTITIES)
}

fn has_part(name: &ColumnName, words: &[&str]) -> bool {
    let is_part = |word: &String| {
        let stem = ["altitude", "elevation", "height", "alt"]
            .iter()
            .find_map(|end| word.strip_suffix(end))
            .unwrap_or_default();
        words.contains(&word.as_str()) || words.contains(&stem)
    };
    name.words.iter().any(is_part)
}

/// The height among `free` with the other heights, and what could be.
pub(super) fn choose(
    columns: &[ColumnView<'_>],
    free: &[usize],
) -> (Option<(usize, Vec<usize>)>, Option<Choice>) {
    let mut heights: Vec<(usize, Candidate)> = free
        .iter()
        .filter(|&&index| is_height(&columns[index].name) || is_third_axis(&columns[index].name))
        .map(|&index| (index, candidate(&columns[index])))
        .collect();
    heights.sort_by_key(|(index, candidate)| (std::cmp::Reverse(candidate.weight()), *index));
    let choice = (!heights.is_empty()).then(|| Choice {
        question: Question::Height,
        candidates: heights
            .iter()
            .map(|(_, candidate)| candidate.clone())
            .collect(),
    });
    let chosen = match &heights[..] {
        [(best, _), others @ ..] if columns[*best].missing_share() <= 0.5 => {
            let others = others.iter().map(|(index, _)| *index).collect();
            Some((*best, others))
        }
        _ => None,
    };
    (chosen, choice)
}

fn candidate(column: &ColumnView<'_>) -> Candidate {
    let name = &column.name;
    let mut candidate = Candidate::of_columns(vec![name.base.clone()]);
    candidate.add(if is_third_axis(name) { 3 } else { 5 }, E::Name);
    let is_above_sea = has_part(name, ABOVE_SEA);
    if is_above_sea {
        candidate.add(4, E::AboveSea);
    } else if name.words.len() == 1 && !has_part(name, &["baro"]) {
        candidate.add(3, E::AboveSea);
    }
    if has_part(name, ABOVE_OTHER) && !has_part(name, &["sea", "sealevel"]) {
        candidate.add(-6, E::AboveOther);
    }
    if !column.moves() {
        candidate.add(-2, E::Constant);
    }
    let missing = column.missing_share();
    if missing > 0.5 {
        candidate.add(-8, E::Empty(missing));
    }
    candidate
}

#[cfg(test)]
mod tests {
    use dxdt_formats::Numerals;

    use super::*;

    fn best(header: &str) -> Option<usize> {
        let columns: Vec<ColumnView<'_>> = header
            .split(',')
            .map(|name| {
                ColumnView::of(ColumnName::parse(name), vec!["1", "2"], Numerals::default())
            })
            .collect();
        let all: Vec<usize> = (0..columns.len()).collect();
        choose(&columns, &all).0.map(|(best, _)| best)
    }

    #[test]
    fn the_sea_goes_before_the_ground() {
        for (header, expected) in [
            (
                "height_sonar,altitude_above_seaLevel,height_above_takeoff",
                Some(1),
            ),
            ("ground_elevation,alt", Some(1)),
            ("baroaltitude,geoaltitude", Some(1)),
            ("altitude,altitude_agl", Some(0)),
            ("alt_ellipsoid,rel_alt", Some(0)),
            ("speed,x", None),
            ("altitude_error,elevation", Some(1)),
        ] {
            assert_eq!(best(header), expected, "{header}");
        }
    }
}
