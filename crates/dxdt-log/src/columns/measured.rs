//! Columns that hold a velocity or speed which the log's instrument measured itself, and the accuracy of its positions.

use dxdt_formats::{ColumnName, axis_of};
use dxdt_motion::error::{Error, Result};
use dxdt_motion::log::MeasuredQuantity;
use dxdt_motion::space::{Frame, SpeedUnit};

use super::view::{ColumnView, Content};

/// A column of measured velocity or speed, by its index in the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MeasuredRole {
    pub column: usize,
    pub quantity: MeasuredQuantity,
    /// The unit, where the name has one.
    pub unit: Option<SpeedUnit>,
}

const VELOCITY: &[&str] = &[
    "v",
    "vel",
    "velocity",
    "velocities",
    "speed",
    "twist",
    "linear",
];
const SPEED: &[&str] = &["speed", "groundspeed", "sog", "velocity"];
const VERTICAL: &[&str] = &["vertical", "climb", "vertrate", "vario", "baro"];
const RATE: &[&str] = &["rate", "speed", "velocity", "climb", "vertrate", "vario"];

// Words of speeds that are not the motion of the position: through the air, of the wind, summed up, in spirit.
const AGAINST: &[&str] = &[
    "ias",
    "tas",
    "cas",
    "air",
    "airspeed",
    "wind",
    "indicated",
    "true",
    "mach",
    "max",
    "maximum",
    "min",
    "average",
    "avg",
    "mean",
    "accuracy",
    "error",
    "err",
    "uncertainty",
    "std",
    "sigma",
    "selected",
    "limit",
    "angular",
    "turn",
    "gyro",
    "b",
    "bias",
    "acc",
    "a",
    "acceleration",
    "rotation",
    "rotational",
    "sound",
    "light",
    "engine",
    "rpm",
    "fan",
];

/// Finds the measured columns among `numeric`: at most one for each quantity, the plainest name of several. `positions`
/// are the names of the position columns.
pub(super) fn choose(
    names: &[ColumnName],
    numeric: &[usize],
    frame: Frame,
    positions: &[ColumnName],
) -> Vec<MeasuredRole> {
    let letters: Vec<Option<usize>> = positions
        .iter()
        .map(|name| axis_of(name).map(|(_, axis)| axis))
        .collect();
    let mut found: Vec<MeasuredRole> = Vec::new();
    for &column in numeric {
        let Some((quantity, unit)) = measured(&names[column], frame, &letters) else {
            continue;
        };
        match found.iter_mut().find(|role| role.quantity == quantity) {
            Some(known) if names[known.column].words.len() <= names[column].words.len() => {}
            Some(known) => {
                *known = MeasuredRole {
                    column,
                    quantity,
                    unit,
                }
            }
            None => found.push(MeasuredRole {
                column,
                quantity,
                unit,
            }),
        }
    }
    found.sort_by_key(|role| role.column);
    found
}

fn measured(
    name: &ColumnName,
    frame: Frame,
    axes: &[Option<usize>],
) -> Option<(MeasuredQuantity, Option<SpeedUnit>)> {
    let told = course_or_accuracy(name, frame).or_else(|| accuracy_along(name, axes));
    if let Some(quantity) = told {
        return Some((quantity, None));
    }
    let unit = match name.unit.as_deref() {
        // A unit that is no speed says that this is something else.
        Some(unit) if !unit.is_empty() => Some(SpeedUnit::parse(unit)?),
        _ => None,
    };
    // `speed_kmh`: the last word is the unit.
    let last = name.words.last().and_then(|word| SpeedUnit::parse(word));
    let unit = unit.or(last);
    if name.has_word(AGAINST) {
        return None;
    }
    let is_vertical = name.has_word(VERTICAL) && name.has_word(RATE);
    if frame == Frame::Geographic && is_vertical {
        return Some((MeasuredQuantity::Component(2), unit));
    }
    if let Some(quantity) = component(name, frame, axes) {
        return Some((quantity, unit));
    }
    let is_speed = (name.has_word(SPEED) || name.words == ["vel"]) && !is_vertical;
    is_speed.then_some(match frame {
        Frame::Geographic => (MeasuredQuantity::GroundSpeed, unit),
        Frame::Cartesian => (MeasuredQuantity::Speed, unit),
    })
}

/// A course or an accuracy of geographic positions, by name and unit.
fn course_or_accuracy(name: &ColumnName, frame: Frame) -> Option<MeasuredQuantity> {
    const COURSE: &[&str] = &["course", "cog", "bearing"];
    const ACCURACY: &[&str] = &["hacc", "epe", "eph", "hdop", "hpe"];
    const OF_PLACE: &[&str] = &["horizontal", "position", "gps", "location"];
    const HOW_ACCURATE: &[&str] = &["accuracy", "dop", "error"];
    const OF_OTHERS: &[&str] = &[
        "vertical", "speed", "velocity", "heading", "bearing", "course", "time", "rate",
    ];
    if frame != Frame::Geographic {
        return None;
    }
    let has_unit = |units: &[&str]| match name.unit.as_deref() {
        Some(unit) if !unit.is_empty() => units.contains(&unit),
        _ => true,
    };
    let found = |axis| MeasuredQuantity::Accuracy {
        axis,
        is_given: false,
    };
    let is_vertical = name.has_word(&["vacc", "epv", "vdop"])
        || name.words == ["v", "acc"]
        || name.words == ["v", "accuracy"]
        || (name.has_word(&["vertical", "altitude", "height"])
            && name.has_word(HOW_ACCURATE)
            && !name.has_word(&["speed", "velocity", "rate"]));
    if is_vertical && has_unit(&["m", "ft", "km"]) {
        return Some(found(Some(2)));
    }
    let of_others = name.has_word(OF_OTHERS);
    let is_accuracy = name.has_word(ACCURACY)
        || name.words == ["h", "acc"]
        || name.words == ["h", "accuracy"]
        || name.words == ["accuracy"]
        || (name.has_word(OF_PLACE) && name.has_word(HOW_ACCURATE));
    if is_accuracy && !of_others && has_unit(&["m", "ft", "km"]) {
        return Some(found(None));
    }
    let is_of_another = name.has_word(&[
        "rate", "accuracy", "error", "std", "magnetic", "wind", "id", "name", "number",
    ]);
    let is_course = name.has_word(COURSE) && !is_of_another;
    (is_course && has_unit(&["deg", "°", "degrees", "degree"])).then_some(MeasuredQuantity::Course)
}

/// The standard deviation along one axis, as `sigma_x`, `y_std` and `sdn` beside `n`.
fn accuracy_along(name: &ColumnName, axes: &[Option<usize>]) -> Option<MeasuredQuantity> {
    const DEVIATION: &[&str] = &["sigma", "std", "stddev", "sd", "stdev", "uncertainty"];
    const OF_PLACE: &[&str] = &["position", "pos", "loc", "location"];
    let (beside, axis) = axis_of(name)?;
    let is_known =
        |word: &String| DEVIATION.contains(&word.as_str()) || OF_PLACE.contains(&word.as_str());
    let is_deviation = beside.iter().any(|word| DEVIATION.contains(&word.as_str()));
    let at = axes.iter().position(|letter| *letter == Some(axis))?;
    (is_deviation && beside.iter().all(is_known)).then_some(MeasuredQuantity::Accuracy {
        axis: Some(at),
        is_given: false,
    })
}

/// Accuracies that the user names in place of those that are found: one along all axes, or one an axis; none for no names.
pub(super) fn give_accuracy(
    roles: &mut Vec<MeasuredRole>,
    given: &[usize],
    columns: &[ColumnView<'_>],
    [time, positions]: [&[usize]; 2],
) -> Result<()> {
    let axes = positions.len();
    let is_taken = |column: &&usize| time.contains(column) || positions.contains(column);
    if let Some(&column) = given.iter().find(is_taken) {
        let name = &columns[column].name.base;
        return Err(
            Error::new(format!("column '{name}' is the time or a position already"))
                .advise("name a column of standard deviations with --sigma"),
        );
    }
    let is_no_number = |column: &&usize| columns[**column].content != Content::Number;
    if let Some(&column) = given.iter().find(is_no_number) {
        let name = &columns[column].name.base;
        return Err(Error::new(format!("column '{name}' does not hold numbers"))
            .advise("name a column of standard deviations with --sigma"));
    }
    if given.len() > 1 && given.len() != axes {
        let given = given.len();
        return Err(
            Error::new(format!("--sigma names {given} columns for {axes} axes")).advise(
                "name one column for all axes, or one for each position column in their order",
            ),
        );
    }
    roles.retain(|role| {
        !matches!(role.quantity, MeasuredQuantity::Accuracy { .. }) && !given.contains(&role.column)
    });
    for (axis, &column) in given.iter().enumerate() {
        roles.push(MeasuredRole {
            column,
            quantity: MeasuredQuantity::Accuracy {
                axis: (given.len() > 1).then_some(axis),
                is_given: true,
            },
            unit: None,
        });
    }
    Ok(())
}

fn component(name: &ColumnName, frame: Frame, axes: &[Option<usize>]) -> Option<MeasuredQuantity> {
    use MeasuredQuantity::{Component, Down};
    if frame == Frame::Geographic {
        let has_velocity = name.has_word(VELOCITY);
        return match name.words.last()?.as_str() {
            "ve" => Some(Component(0)),
            "vn" => Some(Component(1)),
            "vu" => Some(Component(2)),
            "vd" => Some(Down),
            "e" | "east" if has_velocity => Some(Component(0)),
            "n" | "north" if has_velocity => Some(Component(1)),
            "u" | "up" if has_velocity => Some(Component(2)),
            "d" | "down" if has_velocity => Some(Down),
            _ => None,
        };
    }
    let (beside, axis) = axis_of(name)?;
    let is_velocity = beside.iter().any(|word| VELOCITY.contains(&word.as_str()));
    let glued = name.words.last().is_some_and(|last| {
        last.strip_suffix(['x', 'y', 'z'])
            .is_some_and(|word| ["v", "vel"].contains(&word))
    });
    // `vx` and `ax` are both "glued others" to the position's eyes.
    let is_glued_other = name.words.last().is_some_and(|last| {
        last.len() > 1
            && last.ends_with(['x', 'y', 'z'])
            && !glued
            && !VELOCITY.contains(&last.as_str())
    });
    if !glued && (!is_velocity || is_glued_other) {
        return None;
    }
    // The position column of the same letter; where none has a letter, the columns are x, y and z in turn.
    let of_letter = axes.iter().position(|letter| *letter == Some(axis));
    let in_turn = (axis < axes.len() && axes.iter().all(Option::is_none)).then_some(axis);
    of_letter.or(in_turn).map(Component)
}

#[cfg(test)]
mod tests {
    use super::*;
    use MeasuredQuantity::{Component, Course, Down, GroundSpeed, Speed};
    fn along(axis: usize) -> MeasuredQuantity {
        MeasuredQuantity::Accuracy {
            axis: Some(axis),
            is_given: false,
        }
    }

    const ACCURACY: MeasuredQuantity = MeasuredQuantity::Accuracy {
        axis: None,
        is_given: false,
    };

    fn found(header: &str, frame: Frame) -> Vec<(usize, MeasuredQuantity, Option<SpeedUnit>)> {
        found_beside(header, frame, "x,y,z")
    }

    fn found_beside(
        header: &str,
        frame: Frame,
        positions: &str,
    ) -> Vec<(usize, MeasuredQuantity, Option<SpeedUnit>)> {
        let positions: Vec<_> = positions.split(',').map(ColumnName::parse).collect();
        let names: Vec<_> = header.split(',').map(ColumnName::parse).collect();
        let all: Vec<_> = (0..names.len()).collect();
        choose(&names, &all, frame, &positions)
            .into_iter()
            .map(|role| (role.column, role.quantity, role.unit))
            .collect()
    }

    #[test]
    fn components_are_found_by_name_and_unit() {
        let metres = Some(SpeedUnit::MetrePerSecond);
        assert_eq!(
            found(
                "t,p_x [m],v_RS_R_x [m s^-1],v_RS_R_z [m s^-1],b_w_RS_S_x [rad s^-1],b_a_RS_S_x [m s^-2]",
                Frame::Cartesian
            ),
            [(2, Component(0), metres), (3, Component(2), metres)]
        );
        assert_eq!(
            found("t,x,vx,vy,ax,wx,qx", Frame::Cartesian),
            [(2, Component(0), None), (3, Component(1), None)]
        );
        assert_eq!(
            found("t,lon,lat,ve,vn,vd", Frame::Geographic),
            [
                (3, Component(0), None),
                (4, Component(1), None),
                (5, Down, None)
            ]
        );
        assert_eq!(
            found("t,twist.linear.y,twist.angular.y", Frame::Cartesian),
            [(1, Component(1), None)]
        );
    }

    #[test]
    fn components_belong_to_the_position_of_their_letter() {
        let beside = |positions| {
            let found = found_beside("t,vx,vy,vz", Frame::Cartesian, positions);
            found
                .into_iter()
                .map(|(column, quantity, _)| (column, quantity))
                .collect::<Vec<_>>()
        };
        assert_eq!(beside("x,z"), [(1, Component(0)), (3, Component(1))]);
        assert_eq!(beside("z"), [(3, Component(0))]);
        assert_eq!(beside("height"), [(1, Component(0))]);
    }

    #[test]
    fn courses_and_accuracies_are_those_of_places() {
        assert_eq!(
            found(
                "speed,course,hAcc (m),speed accuracy,vdop",
                Frame::Geographic
            ),
            [
                (0, GroundSpeed, None),
                (1, Course, None),
                (2, ACCURACY, None),
                (4, along(2), None)
            ]
        );
        assert_eq!(
            found("cog,bearing accuracy (deg),accuracy", Frame::Geographic),
            [(0, Course, None), (2, ACCURACY, None)]
        );
        assert_eq!(found("course,hdop", Frame::Cartesian), []);
        assert_eq!(
            found("sigma_x,std_y,z_std,sigma_vx,x_error", Frame::Cartesian),
            [
                (0, along(0), None),
                (1, along(1), None),
                (2, along(2), None)
            ]
        );
        assert_eq!(found("course (rad),course id", Frame::Geographic), []);
    }

    #[test]
    fn speeds_are_told_from_others() {
        assert_eq!(
            found(
                "groundspeed,vertical_rate,IAS,TAS,Mach,track_rate",
                Frame::Geographic
            ),
            [(0, GroundSpeed, None), (1, Component(2), None)]
        );
        assert_eq!(
            found("speed_kmh", Frame::Geographic),
            [(0, GroundSpeed, Some(SpeedUnit::KilometrePerHour))]
        );
        assert_eq!(
            found("ground-speed,max speed,wind_speed", Frame::Geographic),
            [(0, GroundSpeed, None)]
        );
        assert_eq!(
            found("Speed (m/s),Speed accuracy (m/s)", Frame::Cartesian),
            [(0, Speed, Some(SpeedUnit::MetrePerSecond))]
        );
        assert_eq!(found("wind [kn],velocity [rad/s]", Frame::Cartesian), []);
    }
}
