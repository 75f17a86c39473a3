//! Which columns are the position: by names and units, by what moves, and where nothing is named by what looks like degrees.

mod axes;
mod guess;

use dxdt_formats::{OTHER_QUANTITIES, is_angle_unit};
use dxdt_motion::finding::{Candidate, Choice, EvidenceKind as E, Question, RoleReason};
use dxdt_motion::space::Frame;

use super::height;
use super::view::ColumnView;
use axes::{cartesian, one_dimensional};
pub(super) use guess::{degrees_side_by_side, guess};

/// The position columns of a log, by index.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct PositionChoice {
    /// Cartesian: the axes in their order. Geographic: longitude, latitude, perhaps height.
    pub columns: Vec<usize>,
    pub frame: Frame,
    pub reason: RoleReason,
    /// Columns that are positions too, as good as these.
    pub left_out: Vec<usize>,
    /// Other heights.
    pub other_heights: Vec<usize>,
}

// Words of places that stay, and of what should be and not is.
const OF_REFERENCE: &[&str] = &[
    "ref",
    "reference",
    "home",
    "origin",
    "base",
    "takeoff",
    "launch",
    "target",
    "goal",
    "setpoint",
    "desired",
    "commanded",
    "command",
    "cmd",
    "demand",
    "demanded",
    "initial",
    "start",
    "end",
    "dest",
    "destination",
    "waypoint",
    "planned",
    "nominal",
    "datum",
    "station",
    "anchor",
    "global",
];

/// Columns that may be the position.
struct Proposal {
    columns: Vec<usize>,
    frame: Frame,
    candidate: Candidate,
}

/// Chooses the position among `numeric`, the columns that hold numbers, and says which could be.
pub(super) fn choose(
    columns: &[ColumnView<'_>],
    numeric: &[usize],
    frame: Option<Frame>,
) -> (Option<PositionChoice>, Vec<Choice>) {
    let mut proposals = Vec::new();
    if frame != Some(Frame::Cartesian) {
        proposals.extend(geographic(columns, numeric));
    }
    proposals.extend(cartesian(columns, numeric, frame));
    let something_moves = |proposals: &[Proposal]| {
        let moves = |column: &usize| columns[*column].moves();
        proposals
            .iter()
            .any(|proposal| proposal.columns.iter().any(moves))
    };
    if proposals.is_empty() {
        proposals.extend(one_dimensional(columns, numeric));
    }
    if something_moves(&proposals) {
        for proposal in &mut proposals {
            match proposal
                .columns
                .iter()
                .any(|&column| columns[column].moves())
            {
                true => proposal.candidate.add(2, E::Moves),
                false => proposal.candidate.add(-12, E::Constant),
            }
        }
    }
    // The first of equals wins.
    proposals.sort_by_key(|proposal| std::cmp::Reverse(proposal.candidate.weight()));
    let mut choices = vec![Choice {
        question: Question::Position,
        candidates: proposals
            .iter()
            .map(|proposal| proposal.candidate.clone())
            .collect(),
    }];
    let mut proposals = proposals.into_iter();
    let chosen = proposals.next().map(|best| {
        let is_alike = |other: &Proposal| {
            let moves = other.columns.iter().any(|&column| columns[column].moves());
            moves
                && best.columns.len() == 1
                && other.columns.len() == 1
                && best.frame == other.frame
        };
        let others: Vec<Proposal> = proposals.collect();
        let told = others.iter().filter(|other| {
            let moves = other.columns.iter().any(|&column| columns[column].moves());
            moves && other.columns.len() > 1 && other.frame == best.frame
        });
        let other_positions: Vec<usize> = told.flat_map(|other| other.columns.clone()).collect();
        let left_out = others
            .into_iter()
            .filter(is_alike)
            .flat_map(|other| other.columns)
            .chain(radius_beside(&best.columns, columns, numeric))
            .collect();
        let mut choice = PositionChoice {
            reason: reason(&best, columns, numeric),
            columns: best.columns,
            frame: best.frame,
            left_out,
            other_heights: other_positions,
        };
        if choice.frame == Frame::Geographic {
            let free: Vec<usize> = numeric
                .iter()
                .copied()
                .filter(|index| !choice.columns.contains(index))
                .collect();
            let (height, heights) = height::choose(columns, &free);
            if choice.columns.len() == 2
                && let Some((height, others)) = height
            {
                choice.columns.push(height);
                choice.other_heights.extend(others);
            }
            choices.extend(heights);
        }
        choice
    });
    (chosen, choices)
}

/// The radius of polar coordinates of which the angle is taken for the position.
fn radius_beside(chosen: &[usize], columns: &[ColumnView<'_>], numeric: &[usize]) -> Option<usize> {
    const RADIUS: &[&str] = &["r", "rho", "radius"];
    const ANGLES: &[&str] = &["theta", "phi", "angle", "azimuth"];
    let [angle] = *chosen else {
        return None;
    };
    let unit = columns[angle].name.unit.as_deref();
    let is_angle = unit.is_some_and(is_angle_unit) || columns[angle].name.has_word(ANGLES);
    let is_radius = |column: &usize| {
        let name = &columns[*column].name;
        *column != angle && matches!(&name.words[..], [word] if RADIUS.contains(&word.as_str()))
    };
    numeric
        .iter()
        .copied()
        .find(|column| is_angle && is_radius(column))
}

fn reason(best: &Proposal, columns: &[ColumnView<'_>], numeric: &[usize]) -> RoleReason {
    // Beside other numbers a height alone may be only a part of the position.
    let is_height = |column: usize| height::is_height(&columns[column].name) && numeric.len() > 1;
    match best.columns[..] {
        [column] if is_height(column) => RoleReason::NothingBetter,
        _ => RoleReason::Name,
    }
}

/// Whether a name is that of a fixed place or a wish.
fn is_reference(words: &[String]) -> bool {
    words
        .iter()
        .any(|word| OF_REFERENCE.contains(&word.as_str()))
}

fn proposal(columns: &[ColumnView<'_>], found: Vec<usize>, frame: Frame) -> Proposal {
    let names = found
        .iter()
        .map(|&column| columns[column].name.base.clone());
    Proposal {
        candidate: Candidate::of_columns(names.collect()),
        columns: found,
        frame,
    }
}

/// Longitude and latitude of one kind, such as `lon` and `lat` or `home_lon` and `home_lat`.
fn geographic(columns: &[ColumnView<'_>], numeric: &[usize]) -> Vec<Proposal> {
    const LONGITUDE: &[&str] = &[
        "lon",
        "lng",
        "long",
        "longitude",
        "longitud",
        "longitudine",
        "längengrad",
        "laengengrad",
        "länge",
        "lengtegraad",
        "długość",
        "долгота",
        "经度",
        "経度",
    ];
    const LATITUDE: &[&str] = &[
        "lat",
        "latitude",
        "latitud",
        "latitudine",
        "breitengrad",
        "breite",
        "breedtegraad",
        "szerokość",
        "широта",
        "纬度",
        "緯度",
    ];
    let beside = |column: usize, words: &[&str]| -> Option<Vec<String>> {
        let name = &columns[column].name;
        // `Drone A longitude` is no acceleration.
        let is_other = name
            .words
            .iter()
            .any(|word| word.len() > 1 && OTHER_QUANTITIES.contains(&word.as_str()));
        (name.has_word(words) && !is_other).then(|| {
            let others = name
                .words
                .iter()
                .filter(|word| !words.contains(&word.as_str()));
            others.cloned().collect()
        })
    };
    let mut proposals = Vec::new();
    for &longitude in numeric {
        let Some(words) = beside(longitude, LONGITUDE) else {
            continue;
        };
        let of_latitude = |&latitude: &usize| Some((beside(latitude, LATITUDE)?, latitude));
        let mut latitudes: Vec<(Vec<String>, usize)> =
            numeric.iter().filter_map(of_latitude).collect();
        // The same words beside, else the plainest name: `latitude` before `latitude_error`.
        latitudes.sort_by_key(|(other, latitude)| (*other != words, other.len(), *latitude));
        let Some((_, latitude)) = latitudes.first() else {
            continue;
        };
        let mut found = proposal(columns, vec![longitude, *latitude], Frame::Geographic);
        found.candidate.add(8, E::Name);
        found.candidate.add(6, E::Geographic);
        found
            .candidate
            .add(-(words.len() as i32).min(3), E::NameOfOther);
        if is_reference(&words) {
            found.candidate.add(-6, E::OfReference);
        }
        add_missing(&mut found.candidate, &columns[longitude]);
        proposals.push(found);
    }
    proposals
}

fn add_missing(candidate: &mut Candidate, column: &ColumnView<'_>) {
    let missing = column.missing_share();
    if missing > 0.5 {
        candidate.add(-6, E::Empty(missing));
    }
}

#[cfg(test)]
mod tests {
    use super::super::view::testing::views;
    use super::*;

    fn chosen(table: &str) -> Option<(Vec<usize>, Frame)> {
        let columns = views(table);
        let numeric: Vec<_> = (1..columns.len()).collect();
        choose(&columns, &numeric, None)
            .0
            .map(|choice| (choice.columns, choice.frame))
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
        assert_eq!(chosen("t,x (deg)"), cartesian(&[1]));
        assert_eq!(chosen("t,pos_x_m,pos_y_m"), cartesian(&[1, 2]));
        assert_eq!(chosen("t,x/m,y/m"), cartesian(&[1, 2]));
        assert_eq!(chosen("t,north,east,down"), cartesian(&[2, 1, 3]));
        assert_eq!(
            chosen("t,Abscisse x (m),Ordonnée y (m)"),
            cartesian(&[1, 2])
        );
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
        assert_eq!(chosen("t,home_lat,home_lon,lat,lon"), geographic(&[4, 3]));
    }

    #[test]
    fn what_moves_goes_before_what_stays() {
        let table = "t,ref_lat,ref_lon,x,y|0,47.1,8.5,0,1|1,47.1,8.5,1,1";
        assert_eq!(chosen(table), Some((vec![3, 4], Frame::Cartesian)));
        let table = "t,Commanded position (mm),Actual position (mm)|0,0,0|1,1,1";
        let columns = views(table);
        let choice = choose(&columns, &[1, 2], None).0.unwrap();
        assert_eq!((choice.columns, choice.left_out), (vec![2], vec![1]));
    }

    #[test]
    fn names_that_say_nothing_are_left_to_the_guess() {
        assert_eq!(chosen("t,alpha,beta"), None);
        let columns = views("t,alpha,speed");
        let choice = guess(&columns, &[1, 2], None).unwrap();
        assert_eq!(
            (choice.columns, choice.reason),
            (vec![1], RoleReason::NothingBetter)
        );
    }

    #[test]
    fn degrees_without_names_are_seen() {
        let rows = "|0,1,116.51172,39.92123|1,1,116.51173,39.92124|2,1,116.51174,39.92125";
        let table = format!("column_1,column_2,column_3,column_4{rows}");
        let columns = views(&table);
        let choice = guess(&columns, &[1, 2, 3], None).unwrap();
        assert_eq!(
            (choice.columns, choice.frame),
            (vec![2, 3], Frame::Geographic)
        );
        let table = table.replace("116.", "16.");
        let columns = views(&table);
        assert_eq!(guess(&columns, &[1, 2, 3], None), None);
        assert_eq!(degrees_side_by_side(&columns, &[2, 3]), Some([2, 3]));
    }
}
