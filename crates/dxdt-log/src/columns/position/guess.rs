//! Positions that no name tells: what looks like degrees, or the few columns of numbers that there are.

use dxdt_formats::{ColumnName, OTHER_QUANTITIES};
use dxdt_motion::finding::RoleReason;
use dxdt_motion::space::Frame;

use super::super::no_position::is_axis_of_other;
use super::super::view::{ColumnView, Content};
use super::PositionChoice;
use super::axes::is_length;

/// The last resort: up to three columns of numbers whose names do not say that they are something else, or two that look
/// like longitude and latitude.
pub(in super::super) fn guess(
    columns: &[ColumnView<'_>],
    numeric: &[usize],
    frame: Option<Frame>,
) -> Option<PositionChoice> {
    // A lone letter says too little to rule a column out here.
    let said_to_be_other: Vec<&str> = OTHER_QUANTITIES
        .iter()
        .copied()
        .filter(|word| word.len() > 1)
        .collect();
    let may_be = |index: &usize| {
        let column = &columns[*index];
        const COUNTS: &[&str] = &[
            "id",
            "index",
            "idx",
            "nr",
            "seq",
            "row",
            "type",
            "class",
            "mode",
            "status",
            "flag",
            "quality",
            "iteration",
        ];
        is_length(&column.name)
            && !column.name.has_word(&said_to_be_other)
            && !column.name.has_word(COUNTS)
    };
    let mut free: Vec<usize> = numeric.iter().copied().filter(may_be).collect();
    if free.iter().any(|&index| !is_identifier(&columns[index])) {
        free.retain(|&index| !is_identifier(&columns[index]));
    }
    if free.iter().any(|&index| columns[index].moves()) {
        free.retain(|&index| columns[index].moves());
    }
    if free
        .iter()
        .filter(|&&index| !goes_round(&columns[index]))
        .count()
        > 1
    {
        free.retain(|&index| !goes_round(&columns[index]));
    }
    // Beside coordinates with decimals, whole numbers count something else.
    if free.iter().any(|&index| columns[index].has_decimals()) {
        free.retain(|&index| columns[index].has_decimals());
    }
    if frame != Some(Frame::Cartesian)
        && let Some(pair) = like_degrees(columns, &free)
    {
        return Some(PositionChoice {
            columns: pair.to_vec(),
            frame: Frame::Geographic,
            reason: RoleReason::LikeDegrees,
            left_out: Vec::new(),
            other_heights: Vec::new(),
        });
    }
    // Beside the axis of another quantity, what is left is hardly the position.
    let has_other = free
        .iter()
        .any(|&index| is_axis_of_other(&columns[index].name));
    let is_geographic = frame == Some(Frame::Geographic);
    ((1..=3).contains(&free.len()) && !has_other && !is_geographic && !has_degrees(columns, &free))
        .then_some(PositionChoice {
            columns: free,
            frame: Frame::Cartesian,
            reason: RoleReason::NothingBetter,
            left_out: Vec::new(),
            other_heights: Vec::new(),
        })
}

/// Whole numbers that stay the same, as those of a thing do.
pub(super) fn is_identifier(column: &ColumnView<'_>) -> bool {
    column.content == Content::Number
        && column.is_whole()
        && !column.has_decimals()
        && !column.moves()
}

/// Whole numbers that come again and again in one order, as those of things do that are told in turn.
fn goes_round(column: &ColumnView<'_>) -> bool {
    let values: Vec<f64> = column.finite().collect();
    let Some(round) = values.iter().skip(1).position(|value| *value == values[0]) else {
        return false;
    };
    let round = round + 1;
    let is_turn = |pair: (&f64, &f64)| pair.0 == pair.1;
    let turns = values
        .iter()
        .zip(&values[round..])
        .filter(|pair| is_turn(*pair))
        .count();
    round > 1 && column.is_whole() && values.len() >= 4 * round && turns == values.len() - round
}

/// Longitude and latitude, where one of two columns of degrees can only be the longitude.
pub(super) fn like_degrees(columns: &[ColumnView<'_>], free: &[usize]) -> Option<[usize; 2]> {
    let [first, second] = degrees_side_by_side(columns, free)?;
    let is_beyond = |index: usize| {
        columns[index]
            .range()
            .is_some_and(|[least, most]| least < -90.0 || most > 90.0)
    };
    match (is_beyond(first), is_beyond(second)) {
        (true, false) => Some([first, second]),
        (false, true) => Some([second, first]),
        _ => None,
    }
}

/// Whether two columns side by side look like degrees in an order that nothing tells.
pub(in super::super) fn has_degrees(columns: &[ColumnView<'_>], free: &[usize]) -> bool {
    degrees_side_by_side(columns, free).is_some()
}

/// Two columns side by side with four decimals or more, on the Earth, that change little from row to row.
pub(in super::super) fn degrees_side_by_side(
    columns: &[ColumnView<'_>],
    free: &[usize],
) -> Option<[usize; 2]> {
    let is_degrees = |index: usize| {
        let column = &columns[index];
        let places = column.cells.iter().filter(|cell| {
            let decimals = cell
                .trim()
                .rsplit_once(['.', ','])
                .map_or("", |(_, after)| after);
            decimals.len() > 3
        });
        let is_fine = 2 * places.count() > column.cells.len();
        let on_earth = column.range().is_some_and(|[least, most]| {
            least >= -180.0 && most <= 180.0 && least.abs().max(most.abs()) > 2.0
        });
        let is_slow = column.median_step().is_some_and(|step| step < 0.05);
        column.content == Content::Degrees
            || (is_fine && on_earth && is_slow && is_unnamed(&column.name))
    };
    free.windows(2)
        .find(|pair| pair[0] + 1 == pair[1] && is_degrees(pair[0]) && is_degrees(pair[1]))
        .map(|pair| [pair[0], pair[1]])
}

/// Whether a column has no name of its own.
pub(super) fn is_unnamed(name: &ColumnName) -> bool {
    matches!(&name.words[..], [word, number] if word == "column" && number.parse::<u32>().is_ok())
}
