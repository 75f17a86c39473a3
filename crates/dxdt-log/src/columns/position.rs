//! Which columns are the position: by name, then by unit.

use super::no_position::is_axis_of_other;
use super::words::{
    GLUED_OTHERS, GLUED_POSITIONS, HEIGHTS, ONE_DIMENSIONAL, OTHER_QUANTITIES, POSITION_WORDS,
};
use dxdt_formats::ColumnName;
use dxdt_formats::is_angle_unit;
use dxdt_motion::space::{Frame, LengthUnit};

/// The position columns of a log, by index.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct PositionChoice {
    /// Cartesian: the axes in their order. Geographic: longitude, latitude, perhaps height.
    pub columns: Vec<usize>,
    pub frame: Frame,
    /// Nothing in the names says that these are positions.
    pub guessed: bool,
}

/// Chooses the position columns among `numeric`, the columns that hold numbers.
pub(super) fn choose(
    names: &[ColumnName],
    numeric: &[usize],
    frame: Option<Frame>,
) -> Option<PositionChoice> {
    let geographic = || geographic(names, numeric);
    let cartesian = || cartesian(names, numeric);
    match frame {
        Some(Frame::Geographic) => geographic().or_else(|| as_geographic(cartesian()?)),
        Some(Frame::Cartesian) => cartesian(),
        None => geographic().or_else(cartesian),
    }
}

/// Axes called x and y that the user says are longitude and latitude.
fn as_geographic(choice: PositionChoice) -> Option<PositionChoice> {
    (choice.columns.len() >= 2).then_some(PositionChoice {
        frame: Frame::Geographic,
        ..choice
    })
}

fn geographic(names: &[ColumnName], numeric: &[usize]) -> Option<PositionChoice> {
    // The shortest name is the plainest: `latitude` before `latitude_error`.
    let find = |words: &[&str]| {
        numeric
            .iter()
            .copied()
            .filter(|&i| names[i].has_word(words) && !names[i].has_word(OTHER_QUANTITIES))
            .min_by_key(|&i| (names[i].words.len(), i))
    };
    let longitude = find(&["lon", "lng", "long", "longitude"])?;
    let latitude = find(&["lat", "latitude"])?;
    let height = find(HEIGHTS);
    Some(PositionChoice {
        columns: [Some(longitude), Some(latitude), height]
            .into_iter()
            .flatten()
            .collect(),
        frame: Frame::Geographic,
        guessed: false,
    })
}

fn cartesian(names: &[ColumnName], numeric: &[usize]) -> Option<PositionChoice> {
    let mut groups: Vec<AxisGroup> = Vec::new();
    for &index in numeric {
        let Some((prefix, axis)) = axis_of(&names[index]) else {
            continue;
        };
        if !is_length(&names[index])
            || prefix
                .iter()
                .any(|w| OTHER_QUANTITIES.contains(&w.as_str()))
        {
            continue;
        }
        match groups
            .iter_mut()
            .find(|g| g.prefix == prefix && g.columns[axis].is_none())
        {
            Some(group) => group.columns[axis] = Some(index),
            None => {
                let mut columns = [None; 3];
                columns[axis] = Some(index);
                groups.push(AxisGroup { prefix, columns });
            }
        }
    }
    // The first of equals wins, so the later ones must be strictly better.
    let best = groups.iter().rev().max_by_key(|group| group.rank());
    let (columns, guessed) = match best {
        Some(group) => (group.columns.into_iter().flatten().collect(), false),
        None => {
            let column = one_dimensional(names, numeric)?;
            // Beside other numbers a height alone may be only a part of the position.
            let is_height = names[column].has_word(HEIGHTS) && numeric.len() > 1;
            (vec![column], is_height)
        }
    };
    Some(PositionChoice {
        columns,
        frame: Frame::Cartesian,
        guessed,
    })
}

/// The last resort: up to three numeric columns whose names do not say that they are something else.
pub(super) fn guess(names: &[ColumnName], numeric: &[usize]) -> Option<PositionChoice> {
    // A lone letter says too little to rule a column out here.
    let said_to_be_other: Vec<&str> = OTHER_QUANTITIES
        .iter()
        .copied()
        .filter(|word| word.len() > 1)
        .collect();
    let columns: Vec<usize> = numeric
        .iter()
        .copied()
        .filter(|&i| is_length(&names[i]) && !names[i].has_word(&said_to_be_other))
        .collect();
    // Beside the axis of another quantity, what is left is hardly the position.
    let has_other = columns.iter().any(|&i| is_axis_of_other(&names[i]));
    ((1..=3).contains(&columns.len()) && !has_other).then_some(PositionChoice {
        columns,
        frame: Frame::Cartesian,
        guessed: true,
    })
}

struct AxisGroup {
    prefix: Vec<String>,
    columns: [Option<usize>; 3],
}

impl AxisGroup {
    fn rank(&self) -> (bool, usize) {
        let said = self.prefix.is_empty()
            || self
                .prefix
                .iter()
                .any(|w| POSITION_WORDS.contains(&w.as_str()));
        (said, self.columns.iter().flatten().count())
    }
}

/// The words beside the axis, and the axis: 0 for x or east, 1 for y or north, 2 for z or up.
pub(super) fn axis_of(name: &ColumnName) -> Option<(Vec<String>, usize)> {
    let axis_index = |word: &str| {
        let is_axis = |axes: &&[&str]| axes.contains(&word);
        [
            &["x", "east", "easting"][..],
            &["y", "north", "northing"],
            &["z", "up"],
        ]
        .iter()
        .position(is_axis)
    };
    let axis_word = name
        .words
        .iter()
        .rposition(|word| axis_index(word).is_some());
    if let Some(at) = axis_word {
        let mut beside = name.words.clone();
        let axis = axis_index(&beside.remove(at))?;
        return Some((beside, axis));
    }
    let (last, before) = name.words.split_last()?;
    let glued = last.strip_suffix(['x', 'y', 'z'])?;
    let axis = axis_index(&last[glued.len()..])?;
    let mut beside = before.to_vec();
    if GLUED_POSITIONS.contains(&glued) {
        beside.push(glued.to_owned());
        return Some((beside, axis));
    }
    // `vx` and its like have an axis, and must not be taken for a name without one.
    GLUED_OTHERS.contains(&glued).then(|| {
        beside.push("v".to_owned());
        (beside, axis)
    })
}

fn one_dimensional(names: &[ColumnName], numeric: &[usize]) -> Option<usize> {
    numeric
        .iter()
        .copied()
        .filter(|&i| {
            names[i].has_word(ONE_DIMENSIONAL)
                && !names[i].has_word(OTHER_QUANTITIES)
                && (is_length(&names[i]) || is_angle(&names[i]))
        })
        .min_by_key(|&i| (names[i].words.len(), i))
}

/// A unit that is given and is no length rules a column out.
fn is_length(name: &ColumnName) -> bool {
    match name.unit.as_deref() {
        None | Some("") => true,
        Some(unit) => LengthUnit::parse(unit).is_some(),
    }
}

fn is_angle(name: &ColumnName) -> bool {
    name.unit.as_deref().is_some_and(is_angle_unit)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chosen(header: &str) -> Option<(Vec<usize>, Frame)> {
        let names: Vec<_> = header.split(',').map(ColumnName::parse).collect();
        let numeric: Vec<_> = (1..names.len()).collect();
        choose(&names, &numeric, None).map(|choice| (choice.columns, choice.frame))
    }

    #[test]
    fn axes_are_found_by_name() {
        let cartesian = |columns: &[usize]| Some((columns.to_vec(), Frame::Cartesian));
        assert_eq!(chosen("t,x,y,z"), cartesian(&[1, 2, 3]));
        assert_eq!(chosen("t,vx,vy,px,py"), cartesian(&[3, 4]));
        assert_eq!(chosen("t,tx,ty,tz,qx,qy,qz,qw"), cartesian(&[1, 2, 3]));
        assert_eq!(
            chosen("t,X Position (mm),Y Position (mm)"),
            cartesian(&[1, 2])
        );
        assert_eq!(
            chosen("t,pose.orientation.x,pose.position.x"),
            cartesian(&[2])
        );
        assert_eq!(chosen("t,angle (rad)"), cartesian(&[1]));
        assert_eq!(chosen("t,pos_x_m,pos_y_m"), cartesian(&[1, 2]));
        assert_eq!(chosen("t,x/m,y/m"), cartesian(&[1, 2]));
        assert_eq!(chosen("t,north,east"), cartesian(&[2, 1]));
        assert_eq!(chosen("t,x_speed,y_speed,x_pos,y_pos"), cartesian(&[3, 4]));
    }

    #[test]
    fn units_rule_out_other_quantities() {
        let header =
            "t,q_RS_x [],v_RS_R_x [m s^-1],b_w_RS_S_x [rad s^-1],p_RS_R_x [m],p_RS_R_y [m]";
        assert_eq!(chosen(header), Some((vec![4, 5], Frame::Cartesian)));
    }

    #[test]
    fn longitude_comes_before_latitude() {
        let geographic = |columns: &[usize]| Some((columns.to_vec(), Frame::Geographic));
        assert_eq!(
            chosen("t,latitude,longitude,elevation,accuracy"),
            geographic(&[2, 1, 3])
        );
        assert_eq!(chosen("t,location-long,location-lat"), geographic(&[1, 2]));
    }

    #[test]
    fn names_that_say_nothing_are_left_to_the_guess() {
        assert_eq!(chosen("t,alpha,beta"), None);
        let names: Vec<_> = ["t", "alpha", "speed"].map(ColumnName::parse).to_vec();
        let choice = guess(&names, &[1, 2]).unwrap();
        assert_eq!((choice.columns, choice.guessed), (vec![1], true));
    }
}
