//! The speed that positions give beside the one that the log measured.

use dxdt_motion::finding::AngleScale;
use dxdt_motion::log::MeasuredQuantity;
use dxdt_motion::space::{Frame, LengthUnit};

use super::measured::MeasuredRole;
use super::position::PositionChoice;
use super::view::{ColumnView, median};

/// What derived and measured speeds are made of.
pub(super) struct Speeds<'a> {
    pub columns: &'a [ColumnView<'a>],
    pub position: &'a PositionChoice,
    pub measured: &'a [MeasuredRole],
    pub scale: Option<AngleScale>,
    /// The column that may tell things apart.
    pub thing: Option<usize>,
}

/// The median derived speed, if numbers of the time are seconds, over the median measured speed.
pub(super) fn speed_ratio(speeds: &Speeds<'_>, time: usize) -> Option<f64> {
    median(speed_ratios(speeds, time)?)
}

/// How far nine of ten ratios of derived to measured speed are from their median at most, relative to it.
pub(super) fn speed_spread(speeds: &Speeds<'_>, time: usize) -> Option<f64> {
    let ratios = speed_ratios(speeds, time)?;
    let middle = median(ratios.clone())?;
    let mut away: Vec<f64> = ratios
        .iter()
        .map(|ratio| (ratio / middle - 1.0).abs())
        .collect();
    away.sort_by(f64::total_cmp);
    away.get(away.len() * 9 / 10).copied()
}

/// For each row the row before of the same thing.
fn rows_before(rows: usize, thing: Option<&ColumnView<'_>>) -> Vec<Option<usize>> {
    let Some(thing) = thing else {
        return (0..rows).map(|row| row.checked_sub(1)).collect();
    };
    let mut last = std::collections::HashMap::new();
    (0..rows)
        .map(|row| last.insert(thing.cells[row], row))
        .collect()
}

/// The derived speed from row to row, if numbers of the time are seconds, over the measured speed.
fn speed_ratios(speeds: &Speeds<'_>, time: usize) -> Option<Vec<f64>> {
    let Speeds {
        columns,
        position,
        measured,
        scale,
        thing,
    } = speeds;
    let metres = metres_of(columns, position, *scale)?;
    let times = &columns[time].numbers;
    let before = rows_before(times.len(), thing.map(|thing| &columns[thing]));
    let steps = |row: usize| -> Option<(f64, f64)> {
        let before = before[row]?;
        let step = times[row] - times[before];
        let squares = metres
            .iter()
            .map(|axis| (axis[row] - axis[before]).powi(2))
            .sum::<f64>();
        (step > 0.0 && squares.is_finite()).then_some((squares.sqrt(), step))
    };
    let speeds = |row: usize| -> Option<f64> {
        let speed = |role: &MeasuredRole| {
            columns[role.column].numbers[row]
                * role.unit.map_or(1.0, |unit| unit.in_metres_per_second())
        };
        let of = |wanted: fn(&MeasuredQuantity) -> bool| {
            measured
                .iter()
                .find(|role| wanted(&role.quantity))
                .map(speed)
        };
        let whole = of(|quantity| {
            matches!(
                quantity,
                MeasuredQuantity::Speed | MeasuredQuantity::GroundSpeed
            )
        });
        whole.or_else(|| {
            let parts = measured.iter().filter(|role| {
                matches!(
                    role.quantity,
                    MeasuredQuantity::Component(_) | MeasuredQuantity::Down
                )
            });
            let squares: Vec<f64> = parts.map(|role| speed(role).powi(2)).collect();
            (squares.len() >= position.columns.len().min(2))
                .then(|| squares.iter().sum::<f64>().sqrt())
        })
    };
    let rows = (1..times.len()).filter_map(|row| {
        let (distance, step) = steps(row)?;
        let measured = speeds(row).filter(|speed| *speed > 0.0)?;
        (distance > 0.0).then_some(distance / step / measured)
    });
    let ratios: Vec<f64> = rows.collect();
    (ratios.len() >= 5).then_some(ratios)
}

/// The position of each row in metres, flat enough for neighbors; none where a unit is no length.
fn metres_of(
    columns: &[ColumnView<'_>],
    position: &PositionChoice,
    scale: Option<AngleScale>,
) -> Option<Vec<Vec<f64>>> {
    let column = |index: usize| &columns[position.columns[index]];
    if position.frame == Frame::Geographic {
        let degrees = scale.map_or(1.0, AngleScale::in_degrees);
        let metre = degrees.to_radians() * 6_371_000.0;
        let latitude = median(column(1).finite().collect())? * degrees;
        let shrink = latitude.to_radians().cos();
        let scaled = |index: usize, factor: f64| {
            column(index)
                .numbers
                .iter()
                .map(|value| value * factor)
                .collect()
        };
        return Some(vec![scaled(0, metre * shrink), scaled(1, metre)]);
    }
    let axis = |index: usize| -> Option<Vec<f64>> {
        let factor = match column(index).name.unit.as_deref() {
            None | Some("") => 1.0,
            Some(unit) => LengthUnit::parse(unit)?.in_metres()?,
        };
        Some(
            column(index)
                .numbers
                .iter()
                .map(|value| value * factor)
                .collect(),
        )
    };
    (0..position.columns.len()).map(axis).collect()
}
