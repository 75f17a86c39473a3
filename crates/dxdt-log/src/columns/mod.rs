//! Which column is what: time, position and entity, found by name, unit and content, or given by option.

mod content;
mod degrees;
mod entity;
mod exact;
mod measured;
mod no_position;
mod position;
mod time;
mod words;

use dxdt_motion::error::{Error, Result, quoted_list};
use dxdt_motion::finding::{ColumnRole, Finding, FindingKind, RoleReason};
use dxdt_motion::space::Frame;

use dxdt_formats::{ColumnName, HeaderOrigin, KnownRoles, unknown_column};

use content::Content;
pub(super) use degrees::are_degrees;
pub(super) use entity::{CellVariety, tells_apart};
pub(super) use exact::ExactRole;
pub(super) use measured::MeasuredRole;
use position::PositionChoice;
use time::TimeChoice;

/// Roles that the user has given by option.
#[derive(Debug, Clone, Default)]
pub struct RoleOptions {
    /// The time column, or a date column and a time-of-day column.
    pub time: Option<Vec<String>>,
    /// The position columns, one to three.
    pub position: Option<Vec<String>>,
    /// The entity column, or several whose values together tell entities apart.
    pub entity: Option<Vec<String>>,
    /// What the positions are.
    pub frame: Option<Frame>,
}

/// A sample of a table, from which roles are found.
#[derive(Debug)]
pub(super) struct Sample<'a> {
    pub names: &'a [String],
    pub header: HeaderOrigin,
    pub decimal_comma: bool,
    pub rows: &'a [Vec<String>],
}

/// The role of each column that has one, by index.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Roles {
    /// The names of all columns of the table.
    pub names: Vec<ColumnName>,
    /// One column, or a date column and a time-of-day column.
    pub time: Vec<usize>,
    /// Cartesian: the axes in their order. Geographic: longitude, latitude, perhaps height.
    pub positions: Vec<usize>,
    pub frame: Frame,
    /// The entity columns where the user or the format names them.
    pub entity: Vec<usize>,
    /// Who names them.
    pub entity_reason: RoleReason,
    /// Else the columns that may hold the entity, best first; the whole content decides.
    pub entity_candidates: Vec<usize>,
    /// Columns of measured velocity or speed.
    pub measured: Vec<MeasuredRole>,
    /// Columns of the exact motion.
    pub exact: Vec<ExactRole>,
    pub findings: Vec<Finding>,
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
        let names: Vec<ColumnName> = full_names
            .iter()
            .map(|name| ColumnName::parse(name))
            .collect();
        let contents: Vec<Content> = (0..names.len())
            .map(|index| Content::of(sample.cells(index), sample.decimal_comma))
            .collect();
        let find = |option: &str, given: &str| {
            names
                .iter()
                .position(|name| name.is_named(given))
                .ok_or_else(|| unknown_column(option, given, full_names))
        };

        let time = match options.time.as_ref().or(known.time.as_ref()) {
            Some(given) => TimeChoice {
                columns: given
                    .iter()
                    .map(|name| find("--time", name))
                    .collect::<Result<_>>()?,
                reason: reason(options.time.is_some()),
            },
            None => find_time(sample, &names, &contents)?,
        };
        let entity_names = options.entity.as_ref().or(known.entity.as_ref());
        let entity: Vec<usize> = entity_names
            .into_iter()
            .flatten()
            .map(|name| find("--entity", name))
            .collect::<Result<_>>()?;
        let taken = |index: &usize| time.columns.contains(index) || entity.contains(index);
        let family = exact::family(&names);
        let numeric: Vec<usize> = (0..names.len())
            .filter(|&index| contents[index] == Content::Number)
            .filter(|index| !taken(index) && !family.contains(index))
            .collect();
        let frame = options.frame.or(known.frame);
        let position = match options.position.as_ref().or(known.position.as_ref()) {
            Some(given) => given_position(given, frame, &names, find)?,
            None => find_position(&names, &numeric, options, full_names)?,
        };
        let entity_candidates = if entity.is_empty() {
            entity::candidates(
                &names,
                &[&time.columns[..], &position.columns, &family].concat(),
            )
        } else {
            Vec::new()
        };
        let free: Vec<usize> = numeric
            .iter()
            .copied()
            .filter(|index| !position.columns.contains(index))
            .collect();
        let axes: Vec<ColumnName> = position.columns.iter().map(|&i| names[i].clone()).collect();
        let measured = measured::choose(&names, &free, position.frame, &axes);
        let is_free = |index: &usize| {
            contents[*index] == Content::Number
                && !taken(index)
                && !position.columns.contains(index)
        };
        let family: Vec<usize> = family.into_iter().filter(is_free).collect();
        let exact = exact::choose(&names, &family, &position.columns, position.frame);
        let bases = |columns: &[usize]| columns.iter().map(|&i| names[i].base.clone()).collect();
        let role = |role, columns: &[usize], reason| {
            let columns = bases(columns);
            let kind = FindingKind::Role {
                role,
                columns,
                reason,
            };
            Finding::new(kind, 1)
        };
        let position_reason = if options.position.is_some() || known.position.is_some() {
            reason(options.position.is_some())
        } else if position.guessed {
            RoleReason::NothingBetter
        } else if tum.is_some() {
            RoleReason::TumLayout
        } else {
            RoleReason::Name
        };
        let findings = vec![
            role(ColumnRole::Time, &time.columns, time.reason),
            role(ColumnRole::Position, &position.columns, position_reason),
        ];
        Ok(Self {
            names,
            time: time.columns,
            positions: position.columns,
            frame: position.frame,
            entity,
            entity_reason: reason(options.entity.is_some()),
            entity_candidates,
            measured,
            exact,
            findings,
        })
    }
}

impl Roles {
    /// Whether the columns are those of a log of aircraft, whose heights are feet by custom: a column that tells
    /// aircraft apart, and a plain `altitude` beside a `groundspeed` or `speed`.
    pub fn is_of_aircraft(&self) -> bool {
        let has = |words: &[&str]| self.names.iter().any(|name| name.has_word(words));
        let altitude = self.positions.get(2).map(|&index| &self.names[index]);
        has(&["icao24", "callsign", "squawk", "hex"])
            && altitude.is_some_and(|name| name.words == ["altitude"] || name.words == ["alt"])
            && has(&["groundspeed", "speed", "gs"])
    }
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

fn find_time(
    sample: &Sample<'_>,
    names: &[ColumnName],
    contents: &[Content],
) -> Result<TimeChoice> {
    let guess = || {
        let cells = |index: usize| sample.cells(index).collect();
        (sample.header == HeaderOrigin::None)
            .then(|| time::guess(contents, cells))
            .flatten()
    };
    time::choose(names, contents).or_else(guess).ok_or_else(|| {
        Error::new("no column is recognised as the time").advise(format!(
            "name it with --time; the columns are {}",
            quoted_list(sample.names)
        ))
    })
}

fn find_position(
    names: &[ColumnName],
    numeric: &[usize],
    options: &RoleOptions,
    full_names: &[String],
) -> Result<PositionChoice> {
    if no_position::is_one_sensor(names) {
        return Err(no_position::one_sensor());
    }
    if let Some(choice) = position::choose(names, numeric, options.frame) {
        return Ok(choice);
    }
    if options.frame != Some(Frame::Geographic)
        && let Some(choice) = position::guess(names, numeric)
    {
        return Ok(choice);
    }
    if !numeric.is_empty() {
        return Err(no_position::error(names, numeric));
    }
    Err(
        Error::new("no column besides the time holds numbers").advise(format!(
            "name one to three with --position; the columns are {}",
            quoted_list(full_names)
        )),
    )
}

fn given_position(
    given: &[String],
    frame: Option<Frame>,
    names: &[ColumnName],
    find: impl Fn(&str, &str) -> Result<usize>,
) -> Result<PositionChoice> {
    let columns: Vec<usize> = given
        .iter()
        .map(|name| find("--position", name))
        .collect::<Result<_>>()?;
    let by_name =
        || position::choose(names, &columns, None).map(|choice| (choice.frame, choice.columns));
    match (frame, by_name()) {
        // Names that say longitude and latitude put them in that order.
        (None | Some(Frame::Geographic), Some((Frame::Geographic, ordered)))
            if ordered.len() == columns.len() =>
        {
            Ok(PositionChoice {
                columns: ordered,
                frame: Frame::Geographic,
                guessed: false,
            })
        }
        (Some(Frame::Geographic), _) if columns.len() < 2 => Err(Error::new(
            "geographic positions need a longitude and a latitude column",
        )
        .advise("give --position LONGITUDE,LATITUDE or LONGITUDE,LATITUDE,HEIGHT")),
        (frame, _) => Ok(PositionChoice {
            columns,
            frame: frame.unwrap_or(Frame::Cartesian),
            guessed: false,
        }),
    }
}
