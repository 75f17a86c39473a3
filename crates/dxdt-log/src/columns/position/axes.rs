//! Positions by the axes in their names.

use std::collections::HashMap;

use dxdt_formats::{
    ColumnName, ONE_DIMENSIONAL, OTHER_QUANTITIES, axis_of, is_angle_unit, is_coordinate_word,
    is_position_word,
};
use dxdt_motion::finding::EvidenceKind as E;
use dxdt_motion::space::{Frame, LengthUnit};

use super::super::view::ColumnView;
use super::{Proposal, add_missing, is_reference, proposal};

/// Columns with the same words beside their axes.
pub(super) struct AxisGroup {
    words: Vec<String>,
    columns: [Option<usize>; 3],
}

pub(super) fn cartesian(
    columns: &[ColumnView<'_>],
    numeric: &[usize],
    frame: Option<Frame>,
) -> Vec<Proposal> {
    let lengths = axis_groups(columns, numeric, is_length);
    // An angle is a motion too, where nothing is a length.
    let groups = match lengths.is_empty() {
        true => axis_groups(columns, numeric, |name| is_length(name) || is_angle(name)),
        false => with_unlike_axes(lengths, columns, numeric),
    };
    let mut proposals = Vec::new();
    for group in groups {
        let mut found: Vec<usize> = group.columns.into_iter().flatten().collect();
        // An axis that only some things have, as the height of a ball among players.
        let is_complete = |index: &usize| columns[*index].missing_share() < 0.3;
        if found.len() == 3 && found[..2].iter().all(is_complete) {
            found.retain(is_complete);
        }
        let mut is_geographic = false;
        if frame == Some(Frame::Geographic) {
            if found.len() < 2 {
                continue;
            }
            // Axes called x and y that the user says are longitude and latitude.
            is_geographic = true;
        }
        let axes = found.len();
        let frame = match is_geographic {
            true => Frame::Geographic,
            false => Frame::Cartesian,
        };
        let mut proposal = proposal(columns, found, frame);
        let is_said = group.words.iter().any(|word| is_position_word(word));
        let weight = match (group.words.is_empty(), is_said) {
            (true, _) | (_, true) => 8,
            _ => 4,
        };
        proposal.candidate.add(weight, E::Name);
        proposal.candidate.add(axes as i32, E::Axes(axes));
        if is_reference(&group.words) {
            proposal.candidate.add(-6, E::OfReference);
        }
        add_missing(&mut proposal.candidate, &columns[proposal.columns[0]]);
        proposals.push(proposal);
    }
    proposals
}

/// The groups, with axes of the same words whose unit is no length: that they are unlike is told when they are read.
pub(super) fn with_unlike_axes(
    mut groups: Vec<AxisGroup>,
    columns: &[ColumnView<'_>],
    numeric: &[usize],
) -> Vec<AxisGroup> {
    let all = axis_groups(columns, numeric, |name| is_length(name) || is_angle(name));
    let mut of_words: HashMap<&[String], &AxisGroup> = HashMap::new();
    for other in &all {
        of_words.entry(&other.words).or_insert(other);
    }
    for group in &mut groups {
        let same = of_words.get(&group.words[..]).copied();
        for (axis, other) in group
            .columns
            .iter_mut()
            .zip(same.map(|same| same.columns).unwrap_or_default())
        {
            *axis = axis.or(other);
        }
    }
    groups
}

pub(super) fn axis_groups(
    columns: &[ColumnView<'_>],
    numeric: &[usize],
    has_unit: impl Fn(&ColumnName) -> bool,
) -> Vec<AxisGroup> {
    let mut groups: Vec<AxisGroup> = Vec::new();
    // The groups of some words, and how many of them have each axis, which are the first.
    let mut of_words: HashMap<Vec<String>, (Vec<usize>, [usize; 3])> = HashMap::new();
    for &index in numeric {
        let name = &columns[index].name;
        let Some((mut words, axis)) = axis_of(name).filter(|_| has_unit(name)) else {
            continue;
        };
        if words
            .iter()
            .any(|word| OTHER_QUANTITIES.contains(&word.as_str()))
        {
            continue;
        }
        // `Abscisse x` and `Ordonnée y` belong together.
        words.retain(|word| !is_coordinate_word(word));
        let (known, filled) = of_words.entry(words.clone()).or_default();
        let group = known.get(filled[axis]);
        filled[axis] += 1;
        match group {
            Some(&group) => groups[group].columns[axis] = Some(index),
            None => {
                known.push(groups.len());
                let mut columns = [None; 3];
                columns[axis] = Some(index);
                groups.push(AxisGroup { words, columns });
            }
        }
    }
    groups
}

/// Lone positions along a line, the plainest name first.
pub(super) fn one_dimensional(columns: &[ColumnView<'_>], numeric: &[usize]) -> Vec<Proposal> {
    let is_one = |index: &usize| {
        let name = &columns[*index].name;
        name.has_word(ONE_DIMENSIONAL)
            && !name.has_word(OTHER_QUANTITIES)
            && (is_length(name) || is_angle(name))
    };
    let found = numeric.iter().copied().filter(is_one);
    let proposals = found.map(|index| {
        let name = &columns[index].name;
        let mut proposal = proposal(columns, vec![index], Frame::Cartesian);
        proposal
            .candidate
            .add(8 - (name.words.len() as i32).min(6), E::Name);
        if is_reference(&name.words) {
            proposal.candidate.add(-2, E::OfReference);
        }
        proposal
    });
    proposals.collect()
}

/// A unit that is given and is no length rules a column out.
pub(super) fn is_length(name: &ColumnName) -> bool {
    match name.unit.as_deref() {
        None | Some("") => true,
        Some(unit) => LengthUnit::parse(unit).is_some(),
    }
}

pub(super) fn is_angle(name: &ColumnName) -> bool {
    name.unit.as_deref().is_some_and(is_angle_unit)
}
