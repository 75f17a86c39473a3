//! Points side by side: markers, body parts, eyes, each with its own x and y in a row of one instant.

use std::collections::{HashMap, HashSet};
use std::hash::{DefaultHasher, Hash, Hasher};

use crate::{ColumnName, is_angle_unit};
use dxdt_motion::error::{Error, ErrorKind, Result, excerpt, quoted_list};
use dxdt_motion::space::LengthUnit;
use dxdt_motion::words::did_you_mean;

use super::super::axis_name::{OTHER_QUANTITIES, axis_of, is_position_word};
use super::super::{Budget, HeaderOrigin, RecordTable, TextTable};
use super::cells::Cells;
use super::long::{NamedColumn, Part, melt};

/// The name it goes by in messages.
pub(super) const NAME: &str = "delimited text with points side by side";

/// A row for each point and instant, told apart by a column `point`; `None` where there are no two points. `number` is a
/// column that numbers the rows, where these have no time.
///
/// # Errors
/// Where the table cannot be read, or has none of the points that are asked for.
pub(super) fn apply(
    text: &TextTable<'_>,
    wanted: Option<&[String]>,
    number: Option<&NamedColumn>,
) -> Result<Option<RecordTable>> {
    let dialect = text.dialect();
    if dialect.header == HeaderOrigin::None {
        return Ok(None);
    }
    let names: Vec<ColumnName> = dialect
        .names
        .iter()
        .map(|name| ColumnName::parse(name))
        .collect();
    let points = points(&names);
    let cells = Cells::read(text)?;
    let positions =
        |point: &Point| -> Vec<usize> { point.axes.iter().flatten().copied().collect() };
    let points = without_repeats(&cells, points);
    let ranges = points
        .iter()
        .map(|point| Range::of(&cells, &positions(point)));
    if points.len() < 2 || !Range::are_alike(&ranges.collect::<Vec<_>>()) {
        return Ok(None);
    }
    let mut parts = parts(&names, &points, cells.budget.clone())?;
    if let Some(wanted) = wanted {
        choose(&mut parts, wanted)?;
    }
    for part in &mut parts {
        part.shared.extend(number.cloned());
    }
    let mut table = melt(&cells, &parts, "point", true)?;
    table.roles.time = number.map(|number| vec![number.name.clone()]);
    Ok(Some(table))
}

/// Without points that are where another one is in every row, as the two eyes of a tracker that follows one.
fn without_repeats(cells: &Cells<'_>, points: Vec<Point>) -> Vec<Point> {
    let are_same = |a: &Point, b: &Point| {
        let mut axes = a.axes.iter().flatten().zip(b.axes.iter().flatten());
        axes.all(|(&a, &b)| (0..cells.height()).all(|row| cells.get(a, row) == cells.get(b, row)))
    };
    let hash = |point: &Point| {
        let mut hasher = DefaultHasher::new();
        for &axis in point.axes.iter().flatten() {
            (0..cells.height()).for_each(|row| cells.get(axis, row).hash(&mut hasher));
        }
        hasher.finish()
    };
    let mut kept: Vec<Point> = Vec::new();
    let mut by_hash: HashMap<u64, Vec<usize>> = HashMap::new();
    for point in points {
        let alike = by_hash.entry(hash(&point)).or_default();
        if !alike.iter().any(|&other| are_same(&kept[other], &point)) {
            alike.push(kept.len());
            kept.push(point);
        }
    }
    kept
}

/// Leaves out the points that are not wanted.
fn choose(parts: &mut Vec<Part>, wanted: &[String]) -> Result<()> {
    let known: Vec<String> = parts.iter().map(|part| part.name.clone()).collect();
    let is_named =
        |name: &String, given: &String| name == given || name.eq_ignore_ascii_case(given);
    if let Some(missing) = wanted
        .iter()
        .find(|given| !known.iter().any(|name| is_named(name, given)))
    {
        return Err(Error::new(format!(
            "--point names '{}', which is no point of the log",
            excerpt(missing)
        ))
        .of_kind(ErrorKind::Option)
        .advise(did_you_mean(
            missing,
            &known,
            &format!("the points are {}", quoted_list(&known)),
        )));
    }
    parts.retain(|part| wanted.iter().any(|given| is_named(&part.name, given)));
    Ok(())
}

/// A point by the words beside its axes.
#[derive(Debug, PartialEq)]
struct Point {
    words: Vec<String>,
    name: String,
    axes: [Option<usize>; 3],
}

// Words of positions that are those of another kind, of another frame, or not of a thing of its own.
const NO_POINTS: &[&str] = &[
    "ref",
    "reference",
    "home",
    "origin",
    "base",
    "goal",
    "target",
    "setpoint",
    "desired",
    "commanded",
    "des",
    "dem",
    "sp",
    "cmd",
    "command",
    "local",
    "global",
    "world",
    "map",
    "utm",
    "ecef",
    "enu",
    "ned",
    "rel",
    "relative",
    "interpolated",
    "filtered",
    "smoothed",
    "raw",
    "corrected",
    "predicted",
    "estimated",
    "est",
    "gt",
    "exact",
    "true",
    "truth",
    "fitted",
    "start",
    "end",
    "min",
    "max",
    "mean",
    "screen",
    "grid",
    "window",
    "image",
];

/// The points of which there are at least two with the same axes, x and y among them, or with numbers for names.
fn points(names: &[ColumnName]) -> Vec<Point> {
    let mut points: Vec<Point> = Vec::new();
    let several = several_stems(names);
    let mut by_words: HashMap<Vec<String>, usize> = HashMap::new();
    for (index, name) in names.iter().enumerate() {
        let found = axis_of(name).filter(|_| is_position(name));
        let Some((beside, axis)) = geographic_axis(name).or(found) else {
            continue;
        };
        let words: Vec<String> = beside
            .iter()
            .filter(|word| !is_position_word(word))
            .cloned()
            .collect();
        // `normal0` is a normal too.
        let is_one_of_several = several.contains(&stem(&words));
        let is_other = |word: &String| {
            let word = without_number(word);
            OTHER_QUANTITIES.contains(&word) || (NO_POINTS.contains(&word) && !is_one_of_several)
        };
        let is_eye_center = has_word(&beside, &["eye"]) && has_word(&beside, &["center", "centre"]);
        let is_geographic = geographic_axis(name).is_some();
        let is_other = |word: &String| is_other(word) && (word.len() > 1 || !is_geographic);
        if words.iter().any(is_other) || is_eye_center {
            continue;
        }
        match by_words.get(&words).map(|&at| &mut points[at]) {
            Some(point) if point.axes[axis].is_some() => return Vec::new(),
            Some(point) => point.axes[axis] = Some(index),
            None => {
                let mut axes = [None; 3];
                axes[axis] = Some(index);
                let name = match words.is_empty() {
                    true => beside
                        .first()
                        .cloned()
                        .unwrap_or_else(|| "position".to_owned()),
                    false => name_of(name, &words),
                };
                by_words.insert(words.clone(), points.len());
                points.push(Point { words, name, axes });
            }
        }
    }
    let axes = |point: &Point| point.axes.map(|axis| axis.is_some());
    let mut alike: HashMap<[bool; 3], usize> = HashMap::new();
    for point in &points {
        *alike.entry(axes(point)).or_default() += 1;
    }
    let Some(most) = alike.into_iter().map(|(axes, count)| (count, axes)).max() else {
        return Vec::new();
    };
    points.retain(|point| axes(point) == most.1);
    let is_number = |point: &Point| {
        point.words.len() == 1 && point.words[0].bytes().all(|byte| byte.is_ascii_digit())
    };
    let in_plane = most.1[0] && most.1[1];
    match in_plane || points.iter().all(is_number) {
        true => points,
        false => Vec::new(),
    }
}

fn without_number(word: &str) -> &str {
    word.trim_end_matches(|c: char| c.is_ascii_digit())
}

/// Words without their numbers: `home` of `home 11` and of `home11`.
fn stem(words: &[String]) -> Vec<String> {
    let words = words.iter().map(|word| without_number(word));
    words
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect()
}

/// What stands beside an axis in several names that differ by a number: players of a team that is called `home`.
fn several_stems(names: &[ColumnName]) -> HashSet<Vec<String>> {
    let numbered = |name: &ColumnName| {
        let (words, _) = axis_of(name).filter(|(_, axis)| *axis == 0)?;
        let stem = stem(&words);
        let has_number = words.iter().any(|word| without_number(word) != word);
        (has_number && !stem.is_empty()).then_some(stem)
    };
    let mut met = HashSet::new();
    let found = names.iter().filter_map(numbered);
    found.filter(|stem| !met.insert(stem.clone())).collect()
}

/// Longitude as axis 0 and latitude as axis 1, with the words beside: `Drone A` of `Drone A latitude`, `1` of `lat1`.
fn geographic_axis(name: &ColumnName) -> Option<(Vec<String>, usize)> {
    let of_word = |word: &str| match word {
        "lon" | "lng" | "long" | "longitude" => Some(0),
        "lat" | "latitude" => Some(1),
        _ => None,
    };
    let (at, axis, number) = name.words.iter().enumerate().find_map(|(at, word)| {
        let stem = without_number(word);
        Some((at, of_word(stem)?, word[stem.len()..].to_owned()))
    })?;
    let mut beside = name.words.clone();
    beside.remove(at);
    if !number.is_empty() {
        beside.push(number);
    }
    (!beside.is_empty()).then_some((beside, axis))
}

/// Whether a word, apart from a number behind it, is one of these.
fn has_word(words: &[String], wanted: &[&str]) -> bool {
    words
        .iter()
        .any(|word| wanted.contains(&without_number(word)))
}

/// A unit that is there is one of length or angle.
fn is_position(name: &ColumnName) -> bool {
    match name.unit.as_deref() {
        None | Some("") => true,
        Some(unit) => LengthUnit::parse(unit).is_some() || is_angle_unit(unit),
    }
}

/// The name of a point: that of its column without the axis and the words for a position, as it is written.
fn name_of(name: &ColumnName, words: &[String]) -> String {
    let lower = name.base.to_lowercase();
    let (Some(first), Some(last)) = (words.first(), words.last()) else {
        return name.base.clone();
    };
    // Where small letters are of other lengths, the words do.
    match (lower.find(first.as_str()), lower.rfind(last.as_str())) {
        (Some(start), Some(end)) if lower.len() == name.base.len() && start <= end => {
            let name = name.base.get(start..end + last.len());
            name.map_or_else(|| words.join(" "), str::to_owned)
        }
        _ => words.join(" "),
    }
}

/// Each point with its axes and what else is its own; all others are shared.
///
/// # Errors
/// Where there are too many for the memory.
fn parts(names: &[ColumnName], points: &[Point], mut budget: Budget) -> Result<Vec<Part>> {
    let is_longitude = |column| geographic_axis(&names[column]).is_some();
    let mut first_axes = points.iter().filter_map(|point| point.axes[0]);
    let is_geographic = first_axes.any(is_longitude);
    let axes: [&str; 3] = match is_geographic {
        true => ["longitude", "latitude", "altitude"],
        false => ["x", "y", "z"],
    };
    // `x_mm_1`: the unit stands before the number.
    let unit_of = |index: usize| {
        let in_words = || {
            names[index]
                .words
                .iter()
                .find(|word| ["mm", "cm", "px"].contains(&word.as_str()))
        };
        names[index].unit.clone().or_else(|| in_words().cloned())
    };
    let named = |index: usize, word: &str| NamedColumn {
        name: match unit_of(index) {
            Some(unit) if !unit.is_empty() => format!("{word} [{unit}]"),
            _ => word.to_owned(),
        },
        index,
    };
    let all_axes: HashSet<usize> = points
        .iter()
        .flat_map(|point| point.axes)
        .flatten()
        .collect();
    let by_words: HashMap<&[String], usize> = points
        .iter()
        .enumerate()
        .map(|(at, point)| (&point.words[..], at))
        .collect();
    // The point whose words the name starts with, the most of them, and the words behind these.
    let owner = |name: &ColumnName| {
        (1..name.words.len()).rev().find_map(|count| {
            let (words, rest) = name.words.split_at(count);
            Some((*by_words.get(words)?, rest.join("_")))
        })
    };
    let mut shared = Vec::new();
    let mut others: Vec<Vec<NamedColumn>> = points.iter().map(|_| Vec::new()).collect();
    for (index, name) in names.iter().enumerate() {
        if all_axes.contains(&index) {
            continue;
        }
        match owner(name) {
            Some((point, word)) => others[point].push(named(index, &word)),
            None => shared.push(NamedColumn {
                name: name.full.clone(),
                index,
            }),
        }
    }
    // Each point has the names of all that are shared.
    budget.add_cells((points.len() * shared.len()) as u64)?;
    let part = |(point, others): (&Point, Vec<NamedColumn>)| {
        let axes = point.axes.iter().zip(axes);
        let axes = axes.filter_map(|(column, axis)| Some(named((*column)?, axis)));
        Part {
            name: point.name.clone(),
            own: axes.chain(others).collect(),
            shared: shared.clone(),
        }
    };
    Ok(points.iter().zip(others).map(part).collect())
}

/// Where a point is, and how far it gets around.
struct Range {
    center: f64,
    extent: f64,
}

impl Range {
    fn of(cells: &Cells<'_>, columns: &[usize]) -> Option<Self> {
        const ENOUGH: usize = 2000;
        let mut all: Vec<f64> = Vec::new();
        let mut extent: f64 = 0.0;
        for &column in columns {
            let rows = 0..cells.height().min(ENOUGH);
            let values: Vec<f64> = rows
                .filter_map(|row| cells.get(column, row)?.trim().parse().ok())
                .filter(|value: &f64| value.is_finite())
                .collect();
            let least = values.iter().copied().fold(f64::INFINITY, f64::min);
            let most = values.iter().copied().fold(f64::NEG_INFINITY, f64::max);
            extent = extent.max(most - least);
            all.extend(values);
        }
        let center = all.iter().sum::<f64>() / all.len() as f64;
        center.is_finite().then_some(Self { center, extent })
    }

    /// Points that belong together are not much further apart than they are from zero or get around.
    fn are_alike(ranges: &[Option<Self>]) -> bool {
        let known: Vec<&Self> = ranges.iter().flatten().collect();
        let largest = known.iter().map(|range| range.extent).fold(0.0, f64::max);
        let apart = |a: &Self, b: &Self| (a.center - b.center).abs() > 100.0 * largest;
        let tiny = |range: &&&Self| range.extent > 0.0 && range.extent * 1000.0 < largest;
        known.len() > 1
            && largest > 0.0
            && !known.iter().any(|range| tiny(&range))
            && !known.windows(2).any(|pair| apart(pair[0], pair[1]))
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::read;
    use super::*;

    fn named(header: &str) -> Vec<String> {
        let names: Vec<ColumnName> = header.split(',').map(ColumnName::parse).collect();
        points(&names).into_iter().map(|point| point.name).collect()
    }

    #[test]
    fn points_are_found_by_their_axes() {
        assert_eq!(
            named("t,Wrist_L X,Wrist_L Y,Hip_L X,Hip_L Y"),
            ["Wrist_L", "Hip_L"]
        );
        assert_eq!(
            named("frame,nose_x,nose_y,left_wrist_x,left_wrist_y"),
            ["nose", "left_wrist"]
        );
        assert_eq!(named("t,x1,y1,x2,y2"), ["1", "2"]);
        assert_eq!(named("t,x1,x2"), ["1", "2"]);
        assert_eq!(
            named("t,X center,Y center,X nose,Y nose"),
            ["center", "nose"]
        );
        assert_eq!(named("t,lx,ly,rx,ry"), ["l", "r"]);
        assert_eq!(named("t,x,y,lx,ly,rx,ry"), ["position", "l", "r"]);
        assert_eq!(
            named(
                "t,Robot Rotation X,Robot Position X,Robot Position Y,Tag Position X,Tag Position Y"
            ),
            ["Robot", "Tag"]
        );
    }

    #[test]
    fn other_quantities_and_frames_are_no_points() {
        for header in [
            "t,x,y,vx,vy",
            "t,pose.position.x,pose.position.y,pose.orientation.x,pose.orientation.y",
            "t,Local_X,Local_Y,Global_X,Global_Y",
            "t,left x,left y,right z",
            "t,acc_x,acc_y,gyro_x,gyro_y,pos_x,pos_y",
            "t,x_pix_core,y_pix_core,x_pix_link_interpolated,y_pix_link_interpolated",
        ] {
            assert!(named(header).len() < 2, "{header}");
        }
    }

    #[test]
    fn every_point_gets_its_rows() {
        let text = "t,nose_x,nose_y,nose_likelihood,tail_x,tail_y,tail_likelihood\n0,1,2,0.9,3,4,0.8\n1,2,2,0.9,3,5,0.7\n";
        let (layout, names, rows, _) = read(text).unwrap().unwrap();
        assert_eq!(layout, "delimited text with points side by side");
        assert_eq!(names, ["point", "t", "x", "y", "likelihood"]);
        let row = |index: usize| rows[index].1.join(" ");
        assert_eq!([row(0), row(3)], ["nose 0 1 2 0.9", "tail 1 3 5 0.7"]);
    }
}
