//! One file as timestamps, positions and entities, before it is joined with others.

mod entity_choice;
mod interpretation;
mod into_log;

use std::borrow::Cow;

use polars::prelude::{Column, DataType, Float64Chunked, IntoColumn, NamedFrom, Series};

use dxdt_motion::error::{At, Error, ErrorKind, Result, excerpt};
use dxdt_motion::finding::{Choice, Finding, FindingKind, LengthSource, UnitDecision};
use dxdt_motion::space::{Frame, LengthUnit};

use super::columns::{Roles, Sample, TimeJoin, are_degrees, is_bad};
use super::conversion::{self, UnitChoice};
use super::crs::Crs;
use super::exact::read_exact;
use super::frame::{polars_error, to_vec, values_of};
use super::measured::read_measured;
use super::stamps::{self, Stamps};
use super::time_join;
use dxdt_formats::ColumnName;
use dxdt_formats::{CellKind, Table};
use dxdt_motion::log::Clock;
use dxdt_motion::log::RowPlaces;
use entity_choice::{EntityChoice, FirstRows};
pub(super) use interpretation::{Interpretation, Known, ReadError, Rows};

use super::{ClockOptions, LogOptions};
use dxdt_motion::log::{ExactColumn, MeasuredColumn, PositionColumn};

/// One file's rows, with the role of each column known.
#[derive(Debug, Clone)]
pub(super) struct LogTable {
    pub name: String,
    /// The format it is in.
    pub format: &'static str,
    /// How it is written, in words.
    pub encoding: String,
    pub places: RowPlaces,
    /// The part of each row, where the format has parts.
    pub parts: Option<Vec<u32>>,
    /// The columns whose values together tell the entities apart, as text; none where there is one entity.
    pub entity: Vec<Column>,
    /// As the tables show it.
    pub time: Column,
    pub time_name: String,
    pub stamps: Vec<i64>,
    pub without_stamp: Vec<usize>,
    pub clock: Clock,
    pub positions: Vec<PositionColumn>,
    /// Values of the position columns, in metres (degrees for longitude and latitude) or the log's own unit.
    pub values: Vec<Column>,
    pub frame: Frame,
    pub measured: Vec<MeasuredColumn>,
    pub exact: Vec<ExactColumn>,
    /// The names of the columns without a role, as the header has them.
    pub without_role: Vec<String>,
    pub findings: TableFindings,
    pub choices: Vec<Choice>,
    pub interpretation: Interpretation,
}

/// What was decided and noticed, in the order in which it is told.
#[derive(Debug, Clone, Default)]
pub(super) struct TableFindings {
    /// About the file and the roles of its columns.
    pub table: Vec<Finding>,
    pub clock: Vec<Finding>,
    /// About units, entities and other columns.
    pub columns: Vec<Finding>,
}

impl TableFindings {
    pub fn all(self) -> Vec<Finding> {
        [self.table, self.clock, self.columns].concat()
    }
}

/// What a file is called, and how it is written.
pub(super) struct FileWords<'a> {
    pub name: &'a str,
    pub encoding: String,
}

impl LogTable {
    /// What is known of the file, without its rows.
    pub fn without_rows(&self) -> Self {
        let empty = |columns: &[Column]| columns.iter().map(Column::clear).collect();
        Self {
            name: self.name.clone(),
            encoding: self.encoding.clone(),
            places: RowPlaces::Records,
            parts: None,
            entity: empty(&self.entity),
            time: self.time.clear(),
            time_name: self.time_name.clone(),
            stamps: Vec::new(),
            without_stamp: Vec::new(),
            positions: self.positions.clone(),
            values: empty(&self.values),
            measured: Vec::new(),
            exact: Vec::new(),
            without_role: self.without_role.clone(),
            findings: self.findings.clone(),
            choices: self.choices.clone(),
            interpretation: self.interpretation.clone(),
            ..*self
        }
    }

    /// Each file is an entity of its own.
    pub fn name_entities_by_file(&mut self) {
        let names = vec![self.name.as_str(); self.stamps.len()];
        self.entity = vec![Series::new("file".into(), names).into_column()];
    }

    /// Finds out what a table's columns are, but for what is known already, and reads them so.
    pub fn interpret(
        table: &Table<'_>,
        file: FileWords<'_>,
        options: &LogOptions,
        known: &Known,
    ) -> Result<Self> {
        let name = file.name;
        let roles = find_roles(table, options)?;
        let names = roles.names.clone();
        let names = &names;
        let columns = read_roles(table, &roles, [CellKind::Text; 2])?;
        let mut findings = TableFindings {
            table: roles.findings.clone(),
            ..TableFindings::default()
        };
        findings.table.extend(
            table
                .findings()
                .into_iter()
                .map(|finding| finding.in_file(name)),
        );

        let time_column = time_column(&roles, &columns);
        let header = &names[roles.time[0]].full;
        let clock_options = ClockOptions {
            scale: match roles.time_join {
                TimeJoin::Week { .. } => Some("GPS time".to_owned()),
                _ => table.known_roles().time_scale,
            },
            frame_rate: options.clock.frame_rate.or(table.known_roles().frame_rate),
            ..options.clock.clone()
        };
        let Stamps {
            stamps,
            missing,
            text,
            clock,
            format,
            findings: clock_findings,
        } = stamps::read(
            &time_column,
            header,
            (&clock_options, &roles.clock),
            table.decimal_comma(),
            known.format.as_ref(),
        )
        .map_err(|error| error.into_error(header, |row| table.places().of_row(row)))?;
        findings.clock = clock_findings;

        let mut values = positions_of(&roles, &columns)?;
        let position_names: Vec<&ColumnName> = roles.positions.iter().map(|&i| &names[i]).collect();
        let mut frame = roles.derived_frame();
        if options.roles.frame.is_none() && frame == Frame::Cartesian && clock.is_dated() {
            frame = degrees_by_content(&position_names, &values, &stamps, &mut findings.columns)?;
        }
        let units = UnitChoice {
            frame,
            crs: roles.crs.clone(),
            given: options.length_unit,
            customary: match roles.is_in_millimetres {
                _ if let Some(unit) = table.known_roles().length_unit => {
                    Some((unit, LengthSource::AboveHeader))
                }
                true => Some((LengthUnit::Millimetre, LengthSource::BesideScaledDegrees)),
                false if roles.is_of_aircraft() => {
                    Some((LengthUnit::Foot, LengthSource::AircraftCustom))
                }
                false => None,
            },
            keep: options.keep_units,
            wrap: options.wrap,
            angle_scale: roles.angle_scale,
            is_scale_sure: roles.is_scale_sure,
        };
        let written = values.clone();
        let positions = conversion::convert(&position_names, &mut values, &units)?;
        if let Some(crs) = &roles.crs {
            refuse_off_map(crs, [&written, &values], options.rows_to_look_at(), |row| {
                table.places().of_row(row)
            })?;
        }
        if frame == roles.derived_frame() {
            findings.columns.push(positions.finding());
        }
        if frame == Frame::Geographic && values.len() == 2 {
            findings
                .columns
                .push(Finding::new(FindingKind::NoHeight, 1));
        }

        let places: Vec<Cow<'_, [f64]>> = values.iter().map(values_of).collect::<Result<_>>()?;
        let stamped = |row: &usize| {
            missing.binary_search(row).is_err()
                && places.iter().all(|values| !values[*row].is_nan())
        };
        let looked_at = stamps.len().min(options.rows_to_look_at());
        let rows: Vec<usize> = (0..looked_at).filter(stamped).collect();
        let EntityChoice {
            columns: chosen,
            roles,
            choice,
            findings: of_entity,
        } = EntityChoice::of(
            table,
            roles,
            &columns,
            known.entity.as_deref(),
            &FirstRows {
                rows: &rows,
                stamps: &stamps,
                places: &places,
            },
        )?;
        findings.columns.extend(of_entity);
        let mut choices = roles.choices.clone();
        choices.extend(choice);
        let entity = named_columns(table, &roles, &columns, &chosen)?;
        let numbers = |index: usize| match known.why_unreadable(index) {
            Some(why) => Err(why.clone()),
            None => columns.numbers_of(table, index),
        };
        let measured = read_measured(&roles, numbers, &mut findings.columns)?;
        let (exact, exact_sources) =
            read_exact(&roles, &positions.columns, numbers, &mut findings.columns);
        if options.strict {
            refuse_assumptions(&findings)?;
        }
        let has_role = |index: &usize| {
            let is_measured = roles.measured.iter().any(|role| role.column == *index)
                || roles.exact.iter().any(|role| role.column == *index);
            let others = [&roles.time, &roles.positions, &chosen];
            let is_mark = roles.marks.iter().any(|mark| mark.column == *index);
            let is_side = is_mark || roles.sides.columns.contains(&Some(*index));
            is_side || is_measured || others.iter().any(|role| role.contains(index))
        };
        let without_role = (0..names.len())
            .filter(|index| !has_role(index))
            .map(|index| names[index].full.clone())
            .collect();
        Ok(Self {
            name: name.to_owned(),
            format: table.format(),
            encoding: file.encoding,
            places: table.places().clone(),
            parts: table.parts().map(<[u32]>::to_vec),
            entity,
            time: text.with_name("time".into()),
            time_name: header.clone(),
            stamps,
            without_stamp: missing,
            clock,
            positions: positions.columns,
            values,
            frame,
            measured,
            exact,
            without_role,
            findings,
            choices,
            interpretation: Interpretation {
                time_scale: clock_options.scale,
                format,
                entity: chosen,
                units,
                exact: exact_sources,
                roles: known.readable(roles),
            },
        })
    }
}

/// # Errors
/// Where most of the first rows are no place of the system.
fn refuse_off_map(
    crs: &Crs,
    [written, values]: [&[Column]; 2],
    most: usize,
    place_of: impl Fn(usize) -> At,
) -> Result<()> {
    let (x, y) = (values_of(&written[0])?, values_of(&written[1])?);
    let longitudes = values_of(&values[0])?;
    let rows = 0..x.len().min(most);
    let there: Vec<usize> = rows.filter(|&row| (x[row] + y[row]).is_finite()).collect();
    let off: Vec<usize> = there
        .iter()
        .copied()
        .filter(|&row| longitudes[row].is_infinite())
        .collect();
    match off[..] {
        [first, ..] if 2 * off.len() > there.len() => Err(Error::new(format!(
            "{}, {} is no place of {crs} ({})",
            x[first],
            y[first],
            crs.name()
        ))
        .of_kind(ErrorKind::Option)
        .at(place_of(first))
        .advise(
            "give the projection of the log, and its columns with --position, the easting first",
        )),
        _ => Ok(()),
    }
}

/// # Errors
/// Where something was assumed, with all that was.
fn refuse_assumptions(findings: &TableFindings) -> Result<()> {
    let all = findings.clone().all();
    let assumed: Vec<String> = all
        .iter()
        .filter(|finding| finding.kind.is_assumption())
        .map(ToString::to_string)
        .collect();
    if assumed.is_empty() {
        return Ok(());
    }
    Err(Error::new(format!(
        "with --strict nothing is assumed, but {}",
        assumed.join("; ")
    ))
    .of_kind(ErrorKind::Option)
    .advise("say it by options, or by a file with --choices"))
}

/// The columns that were read, by their index in the table.
struct ReadColumns(Vec<(usize, Column)>);

impl ReadColumns {
    /// The numbers of a column by its index, NaN where there are none; a column that was not read as numbers is read now.
    ///
    /// # Errors
    /// A cell that is no number.
    fn numbers_of(&self, table: &Table<'_>, index: usize) -> Result<Vec<f64>> {
        match self.get(index).filter(|column| column.f64().is_ok()) {
            Some(column) => to_vec(column),
            None => to_vec(&table.read(&[(index, CellKind::Number)])?[0]),
        }
    }

    /// A column by its index, if it was read.
    fn get(&self, index: usize) -> Option<&Column> {
        let found = self.0.iter().find(|(i, _)| *i == index);
        found.map(|(_, column)| column)
    }

    /// A column by its index; a column may have two roles.
    fn take(&self, index: usize) -> Column {
        self.get(index).cloned().unwrap_or_default()
    }
}

/// What the columns of a table are, from its first rows.
///
/// # Errors
/// As [`Roles::find`].
pub(super) fn find_roles(table: &Table<'_>, options: &LogOptions) -> Result<Roles> {
    const LONGEST_NAME: usize = 10_000;
    if let Some(name) = table.names().iter().find(|name| name.len() > LONGEST_NAME) {
        return Err(
            Error::new("the name of the column is longer than 10,000 bytes")
                .in_column(excerpt(name))
                .advise("give the columns shorter names, or --no-header if the first line is data"),
        );
    }
    // Of a table of very many columns fewer rows have to do.
    const MOST_CELLS: usize = 1 << 20;
    const FEWEST: usize = 20;
    let most = (MOST_CELLS / table.names().len().max(1)).max(FEWEST);
    let rows = table.sample(options.rows_to_look_at().min(most))?;
    let sample = Sample {
        names: table.names(),
        header: table.header(),
        numerals: table.numerals(),
        rows: &rows,
        is_time_given: options.clock.unit.is_some() || options.clock.format.is_some(),
        has_frame_rate: options.clock.frame_rate.is_some(),
    };
    Roles::find(&sample, &options.roles, &table.known_roles())
}

/// The cells of the time column alone, as instants where the format has such.
///
/// # Errors
/// As [`Table::read`].
pub(super) fn read_time(table: &Table<'_>, roles: &Roles) -> Result<Column> {
    let mut wanted: Vec<(usize, CellKind)> = of_kind(&roles.time, time_kind(roles)).collect();
    wanted.sort_unstable_by_key(|(index, _)| *index);
    let indices = wanted.iter().map(|(index, _)| *index);
    let columns = ReadColumns(indices.zip(table.read(&wanted)?).collect());
    Ok(time_column(roles, &columns))
}

/// How times are read where no text of them is needed: a date and a time in two columns are text.
fn time_kind(roles: &Roles) -> CellKind {
    match roles.time[..] {
        [_] => CellKind::Time,
        _ => CellKind::Text,
    }
}

fn of_kind(columns: &[usize], kind: CellKind) -> impl Iterator<Item = (usize, CellKind)> {
    columns.iter().map(move |&index| (index, kind))
}

/// Reads the columns that have roles; times and labels as they say.
fn read_roles(
    table: &Table<'_>,
    roles: &Roles,
    [time, label]: [CellKind; 2],
) -> Result<ReadColumns> {
    let positions = roles.positions.iter().enumerate();
    let positions = positions.map(|(axis, &index)| match roles.frame {
        Frame::Geographic if axis < 2 => (index, CellKind::Degrees),
        _ => (index, CellKind::Number),
    });
    let sides = roles.sides.columns.iter().flatten().copied();
    let marks = roles.marks.iter().map(|mark| mark.column);
    let mut wanted: Vec<(usize, CellKind)> = of_kind(&roles.time, time)
        .chain(of_kind(&roles.entity, label))
        .chain(of_kind(&roles.entity_candidates, label))
        .chain(positions)
        .chain(sides.chain(marks).map(|index| (index, CellKind::Text)))
        .collect();
    wanted.sort_unstable_by_key(|(index, _)| *index);
    if let Some(pair) = wanted.windows(2).find(|pair| pair[0].0 == pair[1].0) {
        return Err(Error::new("the column is given two roles")
            .in_column(&table.names()[pair[0].0])
            .advise("give --time, --position and --entity different columns"));
    }
    let read = |wanted: &[(usize, CellKind)]| -> Result<ReadColumns> {
        let indices = wanted.iter().map(|(index, _)| *index);
        Ok(ReadColumns(indices.zip(table.read(wanted)?).collect()))
    };
    // All in one pass; a measured or exact column that cannot be read must not stop the others.
    let measured = roles.measured.iter().map(|role| role.column);
    let exact = roles.exact.iter().map(|role| role.column);
    let extra = measured
        .chain(exact)
        .map(|column| (column, CellKind::Number));
    let mut all: Vec<(usize, CellKind)> = wanted.iter().copied().chain(extra).collect();
    all.sort_unstable_by_key(|(index, _)| *index);
    // A column such as `vehicle_speed` may be wanted as text too.
    let is_once = all.windows(2).all(|pair| pair[0].0 != pair[1].0);
    if is_once
        && all.len() > wanted.len()
        && let Ok(columns) = read(&all)
    {
        return Ok(columns);
    }
    read(&wanted)
}

fn named_columns(
    table: &Table<'_>,
    roles: &Roles,
    columns: &ReadColumns,
    chosen: &[usize],
) -> Result<Vec<Column>> {
    let named = |&index: &usize| {
        let column = match columns.get(index) {
            Some(column) => column.clone(),
            None => table.read(&[(index, CellKind::Label)])?.swap_remove(0),
        };
        Ok(column.with_name(roles.names[index].base.as_str().into()))
    };
    chosen.iter().map(named).collect()
}

/// The rows that the log marks as not valid; none where it has no marks.
fn bad_rows(roles: &Roles, columns: &ReadColumns) -> Result<Option<Vec<bool>>> {
    let mut bad: Option<Vec<bool>> = None;
    for mark in &roles.marks {
        let Some(column) = columns.get(mark.column) else {
            continue;
        };
        // Formats that have types give numbers and truth values.
        let texts = polars_error(column.cast(&DataType::String))?;
        let cells = polars_error(texts.str())?;
        let bad = bad.get_or_insert_with(|| vec![false; cells.len()]);
        for (bad, cell) in bad.iter_mut().zip(cells.iter()) {
            *bad |= cell.is_some_and(|cell| is_bad(mark.mark, cell));
        }
    }
    Ok(bad)
}

/// Numbers without those of some rows.
fn without_rows(numbers: &Column, bad: &[bool]) -> Result<Column> {
    let values = polars_error(numbers.f64())?.iter().zip(bad);
    let kept: Float64Chunked = values.map(|(value, bad)| value.filter(|_| !bad)).collect();
    Ok(kept.with_name(numbers.name().clone()).into_column())
}

/// The position columns as numbers, longitude and latitude in degrees where letters or minutes stand beside.
fn positions_of(roles: &Roles, columns: &ReadColumns) -> Result<Vec<Column>> {
    let sides = roles.sides;
    let bad = bad_rows(roles, columns)?;
    let positions = roles.positions.iter().enumerate();
    positions
        .map(|(axis, &index)| {
            let numbers = match &bad {
                Some(bad) => without_rows(&columns.take(index), bad)?,
                None => columns.take(index),
            };
            let letters = sides.columns.get(axis).copied().flatten();
            if axis == 2 && roles.is_downward {
                let depths = polars_error(numbers.f64())?;
                return Ok((depths * -1.0)
                    .with_name(numbers.name().clone())
                    .into_column());
            }
            match letters.is_some() || (sides.has_minutes && axis < 2) {
                true => sides.degrees(&numbers, letters.and_then(|letters| columns.get(letters))),
                false => Ok(numbers),
            }
        })
        .collect()
}

fn time_column(roles: &Roles, columns: &ReadColumns) -> Column {
    let parts: Vec<Column> = roles.time.iter().map(|&i| columns.take(i)).collect();
    time_join::join(&parts, roles.time_join)
}

/// Axes called x and y may hold longitude and latitude.
fn degrees_by_content(
    names: &[&ColumnName],
    values: &[Column],
    nanoseconds: &[i64],
    findings: &mut Vec<Finding>,
) -> Result<Frame> {
    let are_called_x_and_y =
        matches!(names, [x, y] if x.words == ["x"] && y.words == ["y"] && x.unit.is_none());
    if !are_called_x_and_y || !are_degrees(&to_vec(&values[0])?, &to_vec(&values[1])?, nanoseconds)
    {
        return Ok(Frame::Cartesian);
    }
    let decision = UnitDecision::DegreesByContent {
        columns: [names[0].base.clone(), names[1].base.clone()],
    };
    findings.push(Finding::new(FindingKind::Unit(decision), 1));
    Ok(Frame::Geographic)
}
