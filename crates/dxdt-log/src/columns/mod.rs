//! Which column is what: time, position and entity, found by names, units, content and how values go on, or given by option.
//! Each decision is a choice between candidates with what speaks for and against them.

mod clock;
mod crs;
mod degrees;
mod entity;
mod exact;
mod height;
mod map_hint;
mod marks;
mod measured;
mod no_position;
mod order;
mod position;
mod scale;
mod speeds;
mod time;
mod view;
mod wrap;

use std::collections::HashSet;

use dxdt_motion::error::{Error, Result, quoted_list};
use dxdt_motion::finding::{AngleScale, Choice, ColumnRole, Finding, FindingKind, RoleReason};
use dxdt_motion::space::{Frame, SpeedUnit};
use dxdt_time::TimeUnit;

use dxdt_formats::{ColumnName, HeaderOrigin, KnownRoles, Numerals, unknown_column};

use super::crs::Crs;
use super::hemispheres::Sides;
use clock::Clock;
pub(crate) use clock::ClockChoice;
pub(super) use degrees::are_degrees;
pub(super) use entity::CellVariety;
pub(super) use exact::ExactRole;
pub(crate) use marks::{Mark, is_bad};
pub(super) use measured::MeasuredRole;
pub(crate) use order::disorder;
use position::PositionChoice;
use speeds::{Speeds, speed_ratio};
use time::TimeChoice;
pub(crate) use time::TimeJoin;
use view::{ColumnView, Content};

/// Roles that the user has given by option.
#[derive(Debug, Clone, Default)]
pub struct RoleOptions {
    /// The time column, or a date column and a time-of-day column.
    pub time: Option<Vec<String>>,
    /// The position columns, one to three.
    pub position: Option<Vec<String>>,
    /// The entity column, or several whose values together tell entities apart; an empty list for one entity.
    pub entity: Option<Vec<String>>,
    /// The column of the positions' standard deviations, or one an axis; an empty list for none.
    pub sigma: Option<Vec<String>>,
    /// What the positions are.
    pub frame: Option<Frame>,
    /// The coordinate reference system of the positions, which says what they are too.
    pub crs: Option<Crs>,
}

/// A sample of a table, from which roles are found.
#[derive(Debug)]
pub(super) struct Sample<'a> {
    pub names: &'a [String],
    pub header: HeaderOrigin,
    pub numerals: Numerals,
    pub rows: &'a [Vec<String>],
    /// Whether the user says what the time is.
    pub is_time_given: bool,
    /// Whether frames a second are given.
    pub has_frame_rate: bool,
}

/// The role of each column that has one, by index.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Roles {
    /// The names of all columns of the table.
    pub names: Vec<ColumnName>,
    /// One column, or a date column and a time-of-day column.
    pub time: Vec<usize>,
    pub time_join: TimeJoin,
    /// What the numbers of the time count.
    pub clock: ClockChoice,
    /// Cartesian: the axes in their order. Geographic: longitude, latitude, perhaps height.
    pub positions: Vec<usize>,
    /// What they are in the log.
    pub frame: Frame,
    /// The system that they are of, if the user says so.
    pub crs: Option<Crs>,
    /// How whole numbers stand for longitude and latitude.
    pub angle_scale: Option<AngleScale>,
    /// A name says so, or no other scale fits.
    pub is_scale_sure: bool,
    /// The third column points down.
    pub is_downward: bool,
    /// Heights beside such are whole millimeters.
    pub is_in_millimetres: bool,
    /// What tells the side of the Earth of longitude and latitude.
    pub sides: Sides,
    /// Columns that mark positions as not valid.
    pub marks: Vec<Mark>,
    /// There is one entity, whatever columns there are.
    pub is_one: bool,
    /// The entity columns where the user or the format names them.
    pub entity: Vec<usize>,
    /// Who names them.
    pub entity_reason: RoleReason,
    /// Else the columns that may hold the entity by their names, best first; the whole content decides.
    pub entity_candidates: Vec<usize>,
    /// Columns that may hold it by their content, where none is named so and time goes back without it.
    pub entity_by_content: Vec<usize>,
    /// Columns of measured velocity or speed.
    pub measured: Vec<MeasuredRole>,
    /// Columns of the exact motion.
    pub exact: Vec<ExactRole>,
    pub findings: Vec<Finding>,
    pub choices: Vec<Choice>,
}

impl Roles {
    /// Finds the roles.
    ///
    /// # Errors
    /// An option that names a column the table does not have; no time column; no position columns.
    pub fn find(sample: &Sample<'_>, options: &RoleOptions, known: &KnownRoles) -> Result<Self> {
        let reason = |given: bool| {
            if given {
                RoleReason::Given
            } else {
                RoleReason::Format
            }
        };
        let tum = names_of_tum(sample, options);
        let full_names = tum.as_deref().unwrap_or(sample.names);
        let columns: Vec<ColumnView<'_>> = full_names
            .iter()
            .enumerate()
            .map(|(index, name)| {
                let cells = sample.cells(index).collect();
                ColumnView::of(ColumnName::parse(name), cells, sample.numerals)
            })
            .collect();
        let names: Vec<ColumnName> = columns.iter().map(|column| column.name.clone()).collect();
        let find = |option: &str, given: &str| {
            names
                .iter()
                .position(|name| name.is_named(given))
                .ok_or_else(|| unknown_column(option, given, full_names))
        };
        let mut choices = Vec::new();

        let time = match options.time.as_ref().or(known.time.as_ref()) {
            Some(given) => {
                let given: Vec<usize> = given
                    .iter()
                    .map(|name| find("--time", name))
                    .collect::<Result<_>>()?;
                given_time(given, &columns, reason(options.time.is_some()))
            }
            None => {
                let (time, choice) = time::choose(&columns, sample.header);
                choices.push(choice);
                time.ok_or_else(|| no_time(&columns, full_names))?
            }
        };
        let entity_names = options.entity.as_ref().or(known.entity.as_ref());
        let entity: Vec<usize> = entity_names
            .into_iter()
            .flatten()
            .map(|name| find("--entity", name))
            .collect::<Result<_>>()?;
        let is_one = options.entity.as_ref().is_some_and(Vec::is_empty);
        let taken = |index: &usize| time.columns.contains(index) || entity.contains(index);
        let family = exact::family(&names);
        let is_number =
            |index: &usize| matches!(columns[*index].content, Content::Number | Content::Degrees);
        let others: HashSet<usize> = family.iter().chain(&time.others).copied().collect();
        let numeric: Vec<usize> = (0..names.len())
            .filter(is_number)
            .filter(|index| !taken(index) && !others.contains(index))
            .collect();
        let of_crs = options.crs.as_ref().map(crs::frame);
        let frame = of_crs.or(options.frame).or(known.frame);
        let mut position = match options.position.as_ref().or(known.position.as_ref()) {
            Some(given) => given_position(
                given,
                frame,
                &columns,
                reason(options.position.is_some()),
                find,
            )?,
            None => {
                if let Some(crs) = &options.crs {
                    crs::refuse_degrees(crs, &columns, &numeric)?;
                }
                let (position, more) = find_position(&columns, &numeric, frame, tum.is_some());
                choices.extend(more);
                position.ok_or_else(|| no_position(&columns, &numeric, full_names))?
            }
        };
        if let Some(crs) = &options.crs {
            crs::complete(crs, &mut position, &columns, &numeric)?;
        }
        let derived_frame = derived_frame(options.crs.as_ref(), position.frame);
        let free: Vec<usize> = numeric
            .iter()
            .copied()
            .filter(|index| !position.columns.contains(index))
            .collect();
        let axes: Vec<ColumnName> = position.columns.iter().map(|&i| names[i].clone()).collect();
        let mut measured = measured::choose(&names, &free, derived_frame, &axes);
        if let Some(given) = &options.sigma {
            let given: Vec<usize> = given
                .iter()
                .map(|name| find("--sigma", name))
                .collect::<Result<_>>()?;
            let taken = [&time.columns[..], &position.columns];
            measured::give_accuracy(&mut measured, &given, &columns, taken)?;
        }
        let are_swapped = options.position.is_none() && scale::are_swapped(&columns, &position);
        if are_swapped {
            position.columns.swap(0, 1);
        }
        let sides = scale::sides(&columns, &position);
        let angle_scale = match position.frame {
            Frame::Geographic if sides.has_minutes => None,
            Frame::Geographic => scale::of_degrees(&columns, &position.columns),
            Frame::Cartesian => None,
        };
        let mut speeds = measured.iter().filter(|role| role.quantity.is_speed());
        let is_whole_speed = speeds.all(|role| columns[role.column].is_whole());
        if angle_scale == Some(AngleScale::TenMillionths) && is_whole_speed {
            for role in measured.iter_mut().filter(|role| role.quantity.is_speed()) {
                role.unit = role.unit.or(SpeedUnit::parse("mm/s"));
            }
        }
        let is_in_millimetres =
            angle_scale.is_some() && scale::height_is_in_millimetres(&columns, &position);
        let known_so_far = [&time.columns[..], &position.columns].concat();
        let thing = entity.first().copied();
        let speeds = Speeds {
            columns: &columns,
            position: &position,
            measured: &measured,
            scale: angle_scale,
            thing: thing.or_else(|| entity::candidates(&columns, &known_so_far).first().copied()),
        };
        let mut time = time.clone();
        if options.time.is_none() && known.time.is_none() {
            time.prefer_by_speed(&speeds);
        }
        let is_whole = |column: usize| {
            columns[column].content == Content::Number && columns[column].is_whole()
        };
        let counts_frames = match time.columns[..] {
            // A rate is given for what is named as the time.
            [column] if options.time.is_some() && sample.has_frame_rate => is_whole(column),
            _ => time.counts_frames,
        };
        let mut clock = ClockChoice {
            counts_frames,
            day_number: match time.columns[..] {
                [column] => clock::day_number_by_size(&columns[column]),
                _ => None,
            },
            ..ClockChoice::default()
        };
        if let ([column], false) = (&time.columns[..], sample.is_time_given || counts_frames)
            && TimeUnit::in_header(&names[*column].full).is_none()
        {
            let view = &columns[*column];
            let (chosen, choice) = Clock {
                step: view.median_step().unwrap_or(0.0),
                speed_ratio: speed_ratio(&speeds, *column),
                column: view,
            }
            .choose()?;
            clock = chosen;
            choices.extend(choice);
        }
        let letters: Vec<usize> = sides.columns.into_iter().flatten().collect();
        let known_columns = [
            &time.columns[..],
            &time.others,
            &position.columns,
            &family,
            &letters,
            &entity,
        ]
        .concat();
        let (mut entity_candidates, mut entity_by_content) = (Vec::new(), Vec::new());
        if options.entity.is_none() && !is_one {
            entity_candidates = entity::candidates(&columns, &known_columns);
            let taken = [&known_columns[..], &entity_candidates].concat();
            entity_by_content = entity::by_content(&columns, &taken);
        }
        let is_free = |index: &usize| {
            columns[*index].content == Content::Number
                && !taken(index)
                && !position.columns.contains(index)
        };
        let family: Vec<usize> = family.into_iter().filter(is_free).collect();
        let mut exact = exact::choose(&names, &family, &position.columns, derived_frame);
        // Exact places are on the map, as the positions are, and are not derived there.
        exact.retain(|role| options.crs.is_none() || role.order > 0);
        let bases = |columns: &[usize]| columns.iter().map(|&i| names[i].base.clone()).collect();
        let role = |role, columns: &[usize], reason, others: &[usize]| {
            let (columns, others) = (bases(columns), bases(others));
            let kind = FindingKind::Role {
                role,
                columns,
                reason,
                others,
            };
            Finding::new(kind, 1)
        };
        let position_reason = match tum {
            Some(_) if position.reason == RoleReason::Name => RoleReason::TumLayout,
            _ => position.reason,
        };
        let mut findings = vec![
            role(ColumnRole::Time, &time.columns, time.reason, &time.others),
            role(
                ColumnRole::Position,
                &position.columns,
                position_reason,
                &position.other_heights,
            ),
        ];
        if !position.left_out.is_empty() {
            let kind = FindingKind::PositionsLeftOut {
                columns: bases(&position.left_out),
                taken: names[position.columns[0]].base.clone(),
            };
            findings.push(Finding::new(kind, 1));
        }
        let is_dated = time
            .columns
            .iter()
            .any(|&column| columns[column].content.is_time());
        if options.crs.is_none()
            && let Some(hint) = map_hint::find(&columns, &position, known.crs.as_deref(), is_dated)
        {
            findings.push(Finding::new(hint, 1));
        }
        for &column in &position.columns {
            if let Some(step) = scale::coarse_step(&columns[column]) {
                let (column, unit) = (names[column].base.clone(), names[column].unit.clone());
                let kind = FindingKind::PositionsCoarse { column, step, unit };
                findings.push(Finding::new(kind, 1));
            }
        }
        if are_swapped {
            let columns = [1, 0].map(|axis| names[position.columns[axis]].base.clone());
            findings.push(Finding::new(FindingKind::CoordinatesSwapped { columns }, 1));
        }
        for &column in &time.unreadable {
            let column = names[column].base.clone();
            findings.push(Finding::new(FindingKind::TimeUnreadable { column }, 1));
        }
        let is_downward = derived_frame == Frame::Geographic
            && position
                .columns
                .get(2)
                .is_some_and(|&column| height::is_downward(&names[column]));
        let marks = marks::find(&columns, &known_columns);
        for mark in &marks {
            let kind = FindingKind::MarkedInvalid {
                column: names[mark.column].base.clone(),
                mark: mark.mark,
            };
            findings.push(Finding::new(kind, 1));
        }
        for &column in &time.columns {
            if let Some(period) = wrap::period(&columns[column].numbers) {
                let column = names[column].base.clone();
                let kind = FindingKind::CounterWraps { column, period };
                findings.push(Finding::new(kind, 1));
            }
        }
        let is_scale_sure =
            angle_scale.is_none_or(|scale| scale::is_sure(&columns, &position, scale));
        Ok(Self {
            names,
            time: time.columns,
            time_join: time.join,
            clock,
            positions: position.columns,
            frame: position.frame,
            crs: options.crs.clone(),
            angle_scale,
            is_scale_sure,
            is_downward,
            is_in_millimetres,
            sides,
            marks,
            is_one,
            entity,
            entity_reason: reason(options.entity.is_some()),
            entity_candidates,
            entity_by_content,
            measured,
            exact,
            findings,
            choices,
        })
    }

    /// What derivatives are taken of.
    pub fn derived_frame(&self) -> Frame {
        derived_frame(self.crs.as_ref(), self.frame)
    }

    /// Whether the columns are those of a log of aircraft, whose heights are feet by custom: a column that tells
    /// aircraft apart, and a plain `altitude` beside a `groundspeed` or `speed`.
    pub fn is_of_aircraft(&self) -> bool {
        let has = |words: &[&str]| self.names.iter().any(|name| name.has_word(words));
        let altitude = self.positions.get(2).map(|&index| &self.names[index]);
        let has_both = has(&["baro"]) && has(&["geom"]);
        if has_both && self.names.iter().any(|name| name.words == ["alt", "geom"]) {
            return true;
        }
        has(&["icao24", "callsign", "squawk", "hex"])
            && altitude.is_some_and(|name| name.words == ["altitude"] || name.words == ["alt"])
            && has(&["groundspeed", "speed", "gs"])
    }
}

fn derived_frame(crs: Option<&Crs>, frame: Frame) -> Frame {
    crs.map_or(frame, |_| Frame::Geographic)
}

impl Sample<'_> {
    fn cells(&self, column: usize) -> impl Iterator<Item = &str> + Clone {
        self.rows
            .iter()
            .filter_map(move |row| row.get(column).map(String::as_str))
    }
}

/// Eight columns of numbers without names, of which the last four are a unit quaternion: time, x, y, z, …
fn names_of_tum(sample: &Sample<'_>, options: &RoleOptions) -> Option<Vec<String>> {
    if sample.header != HeaderOrigin::None || sample.names.len() != 8 || options.position.is_some()
    {
        return None;
    }
    let is_unit_quaternion = |row: &Vec<String>| {
        let parts: Option<Vec<f64>> = row[4..].iter().map(|cell| cell.parse().ok()).collect();
        parts.is_some_and(|parts| (parts.iter().map(|q| q * q).sum::<f64>() - 1.0).abs() < 0.02)
    };
    let names = ["timestamp", "x", "y", "z", "qx", "qy", "qz", "qw"];
    sample
        .rows
        .iter()
        .all(is_unit_quaternion)
        .then(|| names.map(str::to_owned).to_vec())
}

fn given_time(given: Vec<usize>, columns: &[ColumnView<'_>], reason: RoleReason) -> TimeChoice {
    TimeChoice {
        join: time::join_of(&given, columns),
        counts_frames: matches!(given[..], [column] if time::counts_frames(&columns[column])),
        columns: given,
        reason,
        others: Vec::new(),
        unreadable: Vec::new(),
    }
}

fn no_time(columns: &[ColumnView<'_>], full_names: &[String]) -> Error {
    let unreadable = columns.iter().find(|column| time::is_exact(&column.name));
    if let Some(column) = unreadable
        && let Some(cell) = column.cells.iter().find(|cell| !cell.trim().is_empty())
    {
        return Error::new(format!(
            "column '{}' is named like a time, but '{}' is not a known number, date or time",
            column.name.base,
            dxdt_motion::error::excerpt(cell)
        ))
        .advise("describe it with --time-format, or name another column with --time");
    }
    Error::new("no column is recognized as the time").advise(format!(
        "name it with --time, or give --frame-rate if there is a row for each frame of a camera; the columns are {}",
        quoted_list(full_names)
    ))
}

fn find_position(
    columns: &[ColumnView<'_>],
    numeric: &[usize],
    frame: Option<Frame>,
    is_tum: bool,
) -> (Option<PositionChoice>, Vec<Choice>) {
    let names = columns.iter().map(|column| column.name.clone());
    let names: Vec<ColumnName> = names.collect();
    if no_position::is_one_sensor(&names) && !is_tum {
        return (None, Vec::new());
    }
    let (chosen, choices) = position::choose(columns, numeric, frame);
    let guess = || position::guess(columns, numeric, frame);
    (chosen.or_else(guess), choices)
}

fn no_position(columns: &[ColumnView<'_>], numeric: &[usize], full_names: &[String]) -> Error {
    let names = columns.iter().map(|column| column.name.clone());
    if no_position::is_one_sensor(&names.collect::<Vec<_>>()) {
        return no_position::one_sensor();
    }
    if !numeric.is_empty() {
        return no_position::error(columns, numeric);
    }
    Error::new("no column besides the time holds numbers").advise(format!(
        "name one to three with --position; the columns are {}",
        quoted_list(full_names)
    ))
}

fn given_position(
    given: &[String],
    frame: Option<Frame>,
    columns: &[ColumnView<'_>],
    reason: RoleReason,
    find: impl Fn(&str, &str) -> Result<usize>,
) -> Result<PositionChoice> {
    let given: Vec<usize> = given
        .iter()
        .map(|name| find("--position", name))
        .collect::<Result<_>>()?;
    let choice = |columns: Vec<usize>, frame: Frame| PositionChoice {
        columns,
        frame,
        reason,
        left_out: Vec::new(),
        other_heights: Vec::new(),
    };
    let by_name = || {
        let (choice, _) = position::choose(columns, &given, None);
        choice.map(|choice| (choice.frame, choice.columns))
    };
    match (frame, by_name()) {
        // Names that say longitude and latitude put them in that order; a third column is the height, whatever its name.
        (None | Some(Frame::Geographic), Some((Frame::Geographic, mut ordered)))
            if ordered.len() >= 2 =>
        {
            let rest = given.iter().filter(|column| !ordered.contains(column));
            let rest: Vec<usize> = rest.copied().collect();
            ordered.extend(rest);
            Ok(choice(ordered, Frame::Geographic))
        }
        (Some(Frame::Geographic), _) if given.len() < 2 => Err(Error::new(
            "geographic positions need a longitude and a latitude column",
        )
        .advise("give --position LONGITUDE,LATITUDE or LONGITUDE,LATITUDE,HEIGHT")),
        (frame, _) => Ok(choice(given, frame.unwrap_or(Frame::Cartesian))),
    }
}
