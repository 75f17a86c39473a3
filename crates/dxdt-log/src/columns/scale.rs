//! What the sizes of numbers tell: degrees in whole numbers, and the speed that positions give beside the measured one.

use dxdt_formats::ColumnName;
use dxdt_motion::finding::AngleScale;
use dxdt_motion::space::Frame;

use super::position::PositionChoice;
use super::view::{ColumnView, Content, median};
use crate::hemispheres::Sides;

/// Whether a word of the name, or its unit, is one of these.
fn says(name: &ColumnName, words: &[&str]) -> bool {
    let unit = name.unit.as_deref().unwrap_or_default().to_lowercase();
    name.has_word(words) || words.contains(&unit.as_str())
}

/// How whole numbers stand for longitude and latitude, where they are no degrees.
pub(super) fn of_degrees(columns: &[ColumnView<'_>], positions: &[usize]) -> Option<AngleScale> {
    let angles: Vec<&ColumnView<'_>> = positions
        .iter()
        .take(2)
        .map(|&index| &columns[index])
        .collect();
    let says = |words: &[&str]| angles.iter().any(|column| says(&column.name, words));
    if says(&["arcsec", "arcseconds", "arcsecond", "as"]) {
        return Some(AngleScale::ArcSeconds);
    }
    if says(&["arcmin", "arcminutes", "arcminute"]) {
        return Some(AngleScale::ArcMinutes);
    }
    let largest = angles
        .iter()
        .flat_map(|column| column.finite())
        .fold(0.0, |most: f64, value| most.max(value.abs()));
    if largest <= 400.0 || !angles.iter().all(|column| column.is_whole()) {
        return None;
    }
    // Watches write semicircles under these names.
    let is_of_watch = angles.iter().all(|column| {
        column
            .name
            .words
            .first()
            .is_some_and(|word| word == "position")
    });
    Some(
        if is_of_watch || says(&["semicircles", "semicircle", "sc"]) {
            AngleScale::Semicircles
        } else if says(&["e6", "1e6", "1e-6", "microdegrees", "udeg"]) {
            AngleScale::Millionths
        } else {
            AngleScale::TenMillionths
        },
    )
}

/// Whether a name says how whole numbers are scaled, or the numbers fit no other scale.
pub(super) fn is_sure(
    columns: &[ColumnView<'_>],
    position: &PositionChoice,
    scale: AngleScale,
) -> bool {
    const NAMES: &[&str] = &[
        "e7",
        "1e7",
        "e6",
        "1e6",
        "semicircles",
        "arcsec",
        "arcmin",
        "position",
    ];
    let angles = || {
        position
            .columns
            .iter()
            .take(2)
            .map(|&index| &columns[index])
    };
    let is_named = angles().any(|column| says(&column.name, NAMES));
    let size = |axis: usize| {
        let column = position.columns.get(axis).map(|&index| &columns[index]);
        column
            .and_then(ColumnView::range)
            .map_or(0.0, |[least, most]| least.abs().max(most.abs()))
    };
    let fits_no_other = scale == AngleScale::TenMillionths && (size(0) > 1.8e8 || size(1) > 9e7);
    is_named || fits_no_other
}

/// The step of the last digit of positions that move by no more than two such steps from row to row, and by how many
/// changes: what is derived of them is rounding for the most part.
pub(super) fn coarse_step(column: &ColumnView<'_>) -> Option<f64> {
    const FEWEST: usize = 20;
    let decimals = |cell: &&str| {
        let after = cell
            .trim()
            .rsplit_once(['.', ','])
            .map_or("", |(_, after)| after);
        after.len()
    };
    let has_exponent = column.cells.iter().any(|cell| cell.contains(['e', 'E']));
    let most = column.cells.iter().map(decimals).max()?;
    if has_exponent || most > 12 {
        return None;
    }
    let step = 10f64.powi(-(most as i32));
    let values: Vec<f64> = column.finite().collect();
    let [least, largest] = column.range()?;
    let moved: Vec<f64> = values
        .windows(2)
        .map(|pair| ((pair[1] - pair[0]) / step).abs().round())
        .collect();
    let count = |steps: f64| moved.iter().filter(|moved| **moved == steps).count();
    let is_slow = moved.iter().all(|moved| *moved <= 2.0);
    // A steady walk of whole steps is exact.
    let is_mixed = [0.0, 1.0, 2.0]
        .iter()
        .filter(|steps| 10 * count(**steps) > moved.len())
        .count()
        > 1;
    let changes = moved.windows(2).filter(|pair| pair[0] != pair[1]).count();
    let alternates = 5 * changes > moved.len();
    let travels = largest - least >= 5.0 * step && 10 * (moved.len() - count(0.0)) > moved.len();
    (moved.len() >= FEWEST && is_slow && is_mixed && alternates && travels).then_some(step)
}

/// The columns with the letters N, S, E and W nearest to longitude and latitude, and whether the numbers have minutes.
pub(super) fn sides(columns: &[ColumnView<'_>], position: &PositionChoice) -> Sides {
    let (Frame::Geographic, [longitude, latitude, ..]) = (position.frame, &position.columns[..])
    else {
        return Sides::default();
    };
    let letters = |of: usize, wanted: &[&str]| -> Option<usize> {
        let is_letter = |cell: &&str| {
            cell.trim().is_empty() || wanted.contains(&cell.trim().to_uppercase().as_str())
        };
        let has_letters = |column: &ColumnView<'_>| {
            column.content == Content::Text && column.cells.iter().all(is_letter)
        };
        let is_unsigned = columns[of].range().is_some_and(|[least, _]| least >= 0.0);
        let found = (0..columns.len()).filter(|&index| is_unsigned && has_letters(&columns[index]));
        found.min_by_key(|&index| index.abs_diff(of))
    };
    let sides = [
        letters(*longitude, &["E", "W"]),
        letters(*latitude, &["N", "S"]),
    ];
    let has_minutes = |index: usize, most: f64| {
        let column = &columns[index];
        let is_like = |value: f64| value.abs() <= most * 100.0 && value.abs() % 100.0 < 60.0;
        let beyond = column
            .range()
            .is_some_and(|[least, largest]| least.abs().max(largest.abs()) > most);
        column.has_decimals() && column.finite().all(is_like) && beyond
    };
    Sides {
        columns: sides,
        has_minutes: has_minutes(*longitude, 180.0) && has_minutes(*latitude, 90.0),
    }
}

/// Whether the column called latitude has longitudes, and the other one can have latitudes.
pub(super) fn are_swapped(columns: &[ColumnView<'_>], position: &PositionChoice) -> bool {
    let (Frame::Geographic, [longitude, latitude, ..]) = (position.frame, &position.columns[..])
    else {
        return false;
    };
    let size = |index: usize| {
        columns[index]
            .range()
            .map(|[least, most]| least.abs().max(most.abs()))
    };
    let (Some(longitudes), Some(latitudes)) = (size(*longitude), size(*latitude)) else {
        return false;
    };
    let most_are_beyond = median(columns[*latitude].finite().map(f64::abs).collect())
        .is_some_and(|middle| middle > 90.0);
    most_are_beyond && latitudes <= 180.0 && longitudes <= 90.0
}

/// The unit of whole-number heights beside scaled degrees: autopilots write millimeters.
pub(super) fn height_is_in_millimetres(
    columns: &[ColumnView<'_>],
    position: &PositionChoice,
) -> bool {
    let Some(&height) = position.columns.get(2) else {
        return false;
    };
    let column = &columns[height];
    let is_large = median(column.finite().collect()).is_some_and(|middle| middle.abs() >= 9_000.0);
    column.is_whole() && !column.has_decimals() && is_large
}
