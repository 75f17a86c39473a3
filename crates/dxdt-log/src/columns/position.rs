//! Which columns are the position: by names and units, by what moves, and where nothing is named by what looks like degrees.

use dxdt_formats::{
    ColumnName, ONE_DIMENSIONAL, OTHER_QUANTITIES, POSITION_WORDS, axis_of, is_angle_unit,
};
use dxdt_motion::finding::{Candidate, Choice, EvidenceKind as E, Question, RoleReason};
use dxdt_motion::space::{Frame, LengthUnit};

use super::height;
use super::no_position::is_axis_of_other;
use super::view::{ColumnView, Content};

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

/// Columns with the same words beside their axes.
struct AxisGroup {
    words: Vec<String>,
    columns: [Option<usize>; 3],
}

fn cartesian(columns: &[ColumnView<'_>], numeric: &[usize], frame: Option<Frame>) -> Vec<Proposal> {
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
        let is_said = group
            .words
            .iter()
            .any(|word| POSITION_WORDS.contains(&word.as_str()));
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
fn with_unlike_axes(
    mut groups: Vec<AxisGroup>,
    columns: &[ColumnView<'_>],
    numeric: &[usize],
) -> Vec<AxisGroup> {
    let all = axis_groups(columns, numeric, |name| is_length(name) || is_angle(name));
    for group in &mut groups {
        let same = all.iter().find(|other| other.words == group.words);
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

fn axis_groups(
    columns: &[ColumnView<'_>],
    numeric: &[usize],
    has_unit: impl Fn(&ColumnName) -> bool,
) -> Vec<AxisGroup> {
    let mut groups: Vec<AxisGroup> = Vec::new();
    for &index in numeric {
        let name = &columns[index].name;
        let Some((words, axis)) = axis_of(name).filter(|_| has_unit(name)) else {
            continue;
        };
        if words
            .iter()
            .any(|word| OTHER_QUANTITIES.contains(&word.as_str()))
        {
            continue;
        }
        // `Abscisse x` and `Ordonnée y` belong together: words for a position say nothing more.
        let words = words_of_group(words);
        match groups
            .iter_mut()
            .find(|group| group.words == words && group.columns[axis].is_none())
        {
            Some(group) => group.columns[axis] = Some(index),
            None => {
                let mut columns = [None; 3];
                columns[axis] = Some(index);
                groups.push(AxisGroup { words, columns });
            }
        }
    }
    groups
}

/// The words of a group, of several for a position the first in their place.
fn words_of_group(words: Vec<String>) -> Vec<String> {
    const COORDINATES: &[&str] = &[
        "abscisse",
        "abscissa",
        "ascissa",
        "abszisse",
        "ordonnée",
        "ordonnee",
        "ordinate",
        "ordinata",
        "ordenada",
    ];
    let is_coordinate = |word: &String| COORDINATES.contains(&word.as_str());
    words
        .into_iter()
        .filter(|word| !is_coordinate(word))
        .collect()
}

/// Lone positions along a line, the plainest name first.
fn one_dimensional(columns: &[ColumnView<'_>], numeric: &[usize]) -> Vec<Proposal> {
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

/// The last resort: up to three columns of numbers whose names do not say that they are something else, or two that look
/// like longitude and latitude.
pub(super) fn guess(
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
fn is_identifier(column: &ColumnView<'_>) -> bool {
    column.content == Content::Number
        && column.is_whole()
        && !column.has_decimals()
        && !column.moves()
}

/// Longitude and latitude, where one of two columns of degrees can only be the longitude.
fn like_degrees(columns: &[ColumnView<'_>], free: &[usize]) -> Option<[usize; 2]> {
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
pub(super) fn has_degrees(columns: &[ColumnView<'_>], free: &[usize]) -> bool {
    degrees_side_by_side(columns, free).is_some()
}

/// Two columns side by side with four decimals or more, on the Earth, that change little from row to row.
pub(super) fn degrees_side_by_side(
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
fn is_unnamed(name: &ColumnName) -> bool {
    matches!(&name.words[..], [word, number] if word == "column" && number.parse::<u32>().is_ok())
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
    use dxdt_formats::Numerals;

    use super::*;

    fn views(table: &str) -> Vec<ColumnView<'_>> {
        let mut lines = table
            .split('|')
            .map(|line| line.split(',').collect::<Vec<_>>());
        let header = lines.next().unwrap();
        let rows: Vec<Vec<&str>> = lines.collect();
        let view = |(index, name): (usize, &&str)| {
            let cells = rows.iter().map(|row| row[index]).collect();
            ColumnView::of(ColumnName::parse(name), cells, Numerals::default())
        };
        header.iter().enumerate().map(view).collect()
    }

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
