//! `np.gradient` and `np.diff` on the columns of a table, group by group.

use std::borrow::Cow;

use dxdt_calculus as calculus;
use dxdt_calculus::{Accuracy, CalculusError, EdgeOrder, Scheme, Spacing};
use dxdt_formats::ColumnName;
use dxdt_log::read_stamps;
use dxdt_motion::error::{Error, Result};
use dxdt_motion::jumps::unwrapped;
use dxdt_time::{Origin, Ticks};

use super::jumps::Jumps;
use super::nan_reach::{Reach, reach};
use super::{Group, ValueTable};

/// What the gradient of columns is taken over.
#[derive(Debug, Clone, PartialEq)]
pub enum SpacingChoice {
    /// Rows are this far apart.
    Uniform(f64),
    /// A column of numbers, or of timestamps, over which derivatives are a second.
    Column(String),
}

/// How the gradient of columns is taken.
#[derive(Debug, Clone, PartialEq)]
pub struct GradientOptions {
    /// The columns to derive.
    pub values: Vec<String>,
    /// What they are derived over.
    pub spacing: SpacingChoice,
    /// The column that tells groups apart; each is derived on its own.
    pub entity: Option<String>,
    /// The accuracy at both ends.
    pub edge_order: EdgeOrder,
    /// The order of accuracy; above 2 one stencil of more rows is used, ends included.
    pub accuracy: Accuracy,
    /// The order of the derivative, 1 to 4. Above 1 it is given chained and by one stencil, with the difference.
    pub derivative: usize,
    /// Values start again after this and are counted on, as by `np.unwrap`.
    pub unwrap: Option<f64>,
}

impl GradientOptions {
    /// The columns that are derived from each value column, with the scheme of each.
    fn schemes(&self) -> Vec<(&'static str, Scheme)> {
        let chained = Scheme::Chained(self.edge_order);
        let stencil = Scheme::Stencil(self.accuracy);
        match (self.derivative, self.accuracy) {
            (1, Accuracy::Second) => vec![("gradient", chained)],
            (1, _) => vec![("gradient", stencil)],
            _ => vec![("chained", chained), ("stencil", stencil)],
        }
    }
}

/// How differences of columns are taken.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct DiffOptions {
    /// The columns to take differences of.
    pub values: Vec<String>,
    /// The column that tells groups apart.
    pub entity: Option<String>,
    /// How often the difference is taken.
    pub order: usize,
    /// A value put before each group.
    pub prepend: Option<f64>,
    /// A value put after each group.
    pub append: Option<f64>,
    /// Values start again after this and are counted on, as by `np.unwrap`.
    pub unwrap: Option<f64>,
}

/// Derived columns, and what there is to say about them.
#[derive(Debug, Clone, PartialEq)]
pub struct Derived {
    /// The columns, all of one length.
    pub columns: Vec<(String, Cells)>,
    /// Sentences for the user.
    pub notes: Vec<String>,
}

/// The cells of a derived table's column.
#[derive(Debug, Clone, PartialEq)]
pub enum Cells {
    /// As the table has them.
    Text(Vec<String>),
    /// Numbers, NaN and infinities among them.
    Numbers(Vec<f64>),
}

/// The gradient of each value column, `gradient_COL`, beside the column and what it is derived over; of derivatives
/// of higher order `chained_COL`, `stencil_COL` and `difference_COL`.
///
/// Rows stay in their order within a group; groups are in order of first appearance.
///
/// ```
/// use dxdt_calculus::{Accuracy, EdgeOrder};
/// use dxdt_formats::{DialectOptions, Source};
/// use dxdt::columns::{Cells, GradientOptions, SpacingChoice, ValueTable, gradient};
///
/// let source = Source::from_bytes("t.csv".into(), b"h,p\n0,0\n1,1\n3,9\n".to_vec())?;
/// let table = ValueTable::open(&source, &DialectOptions::default())?;
/// let derived = gradient(&table, &GradientOptions {
///     values: vec!["p".into()],
///     spacing: SpacingChoice::Column("h".into()),
///     entity: None,
///     edge_order: EdgeOrder::Second,
///     accuracy: Accuracy::Second,
///     derivative: 1,
///     unwrap: None,
/// })?;
/// assert_eq!(derived.columns[2], ("gradient_p".into(), Cells::Numbers(vec![0.0, 2.0, 6.0])));
/// # Ok::<(), dxdt::Error>(())
/// ```
///
/// # Errors
/// A column that is missing or holds no numbers, groups too short, coordinates that repeat or turn back.
pub fn gradient(table: &ValueTable<'_>, options: &GradientOptions) -> Result<Derived> {
    let by = match &options.spacing {
        SpacingChoice::Column(column) => Some(column.as_str()),
        SpacingChoice::Uniform(_) => None,
    };
    let (names, values) = values(table, &options.values, &[by, options.entity.as_deref()])?;
    let rows = values.first().map_or(0, Vec::len);
    let groups = table.groups(options.entity.as_deref(), rows)?;
    let mut notes = table.notes();
    let coordinates = match &options.spacing {
        SpacingChoice::Uniform(_) => None,
        SpacingChoice::Column(name) => Some(coordinates(table, name, &mut notes)?),
    };
    let spacings: Vec<Option<GroupSpacing>> = groups
        .iter()
        .map(|group| Some(coordinates.as_ref()?.spacing_of(group)))
        .collect();
    let mut columns = key_columns(table, options.entity.as_deref(), &groups)?;
    if let SpacingChoice::Column(name) = &options.spacing {
        columns.push((
            name.clone(),
            Cells::Text(in_order(&texts(table, "--by", name)?, &groups)),
        ));
    }
    for (name, values) in names.iter().zip(&values) {
        let values = &counted_on(values, &groups, options.unwrap);
        let mut jumps = Jumps::new(name);
        for (group, spacing) in groups.iter().zip(&spacings) {
            let steps = spacing.as_ref().map(GroupSpacing::steps);
            jumps.look_at(&pick(values, &group.rows), steps.as_deref(), &group.rows);
        }
        notes.extend(jumps.notes("gradient", table));
        columns.push((name.clone(), Cells::Numbers(in_order(values, &groups))));
        let mut schemes = Vec::new();
        for (prefix, scheme) in options.schemes() {
            let mut derived = Vec::with_capacity(rows);
            let mut reached = Reach::default();
            for (group, spacing) in groups.iter().zip(&spacings) {
                let of_group: Vec<f64> = pick(values, &group.rows);
                let spacing = match (&options.spacing, spacing) {
                    (_, Some(GroupSpacing::Coordinates(coordinates))) => {
                        Spacing::Coordinates(coordinates)
                    }
                    (_, Some(GroupSpacing::Steps(steps))) => Spacing::Steps(steps),
                    (SpacingChoice::Uniform(spacing), None) => Spacing::Uniform(*spacing),
                    (SpacingChoice::Column(_), None) => Spacing::Uniform(1.0),
                };
                let order = options.derivative;
                let derive = |values: &[f64]| calculus::derivative(values, spacing, order, scheme);
                let of_scheme = derive(&of_group)
                    .map_err(|error| explain(error, table, options, name, group))?;
                reached.add(reach(&of_group, &of_scheme, derived.len(), |marks| {
                    derive(marks).unwrap_or_default()
                }));
                derived.extend(of_scheme);
            }
            notes.extend(reached.notes_of_gradient(name));
            columns.push((format!("{prefix}_{name}"), Cells::Numbers(derived.clone())));
            schemes.push(derived);
        }
        if let [chained, stencil] = &schemes[..] {
            let difference = chained
                .iter()
                .zip(stencil)
                .map(|(chained, stencil)| chained - stencil);
            columns.push((
                format!("difference_{name}"),
                Cells::Numbers(difference.collect()),
            ));
        }
    }
    Ok(Derived { columns, notes })
}

/// The difference of each value column, `diff_COL`; each group is shorter by the order, and longer by what is put
/// before and after it.
///
/// ```
/// use dxdt_formats::{DialectOptions, Source};
/// use dxdt::columns::{Cells, DiffOptions, ValueTable, diff};
///
/// let source = Source::from_bytes("t.csv".into(), b"t,x\n0,1\n1,2\n2,4\n".to_vec())?;
/// let table = ValueTable::open(&source, &DialectOptions::default())?;
/// let options = DiffOptions { values: vec!["x".into()], order: 1, prepend: Some(0.0), ..Default::default() };
/// assert_eq!(diff(&table, &options)?.columns[0], ("diff_x".into(), Cells::Numbers(vec![1.0, 1.0, 2.0])));
/// # Ok::<(), dxdt::Error>(())
/// ```
///
/// # Errors
/// A column that is missing or holds no numbers.
pub fn diff(table: &ValueTable<'_>, options: &DiffOptions) -> Result<Derived> {
    let (names, values) = values(table, &options.values, &[options.entity.as_deref()])?;
    let rows = values.first().map_or(0, Vec::len);
    let groups = table.groups(options.entity.as_deref(), rows)?;
    let as_slice = |value: &Option<f64>| value.map(|value| vec![value]).unwrap_or_default();
    let (prepend, append) = (as_slice(&options.prepend), as_slice(&options.append));
    let mut notes = table.notes();
    let mut columns = Vec::new();
    if let Some(entity) = &options.entity {
        let length = |group: &Group| {
            (group.rows.len() + prepend.len() + append.len()).saturating_sub(options.order)
        };
        let names = groups
            .iter()
            .flat_map(|group| vec![group.name.clone(); length(group)]);
        columns.push((entity.clone(), Cells::Text(names.collect())));
    }
    for (name, values) in names.iter().zip(&values) {
        let values = &counted_on(values, &groups, options.unwrap);
        let mut derived = Vec::with_capacity(rows);
        let mut reached = Reach::default();
        let mut jumps = Jumps::new(name);
        for group in &groups {
            let of_group: Vec<f64> = pick(values, &group.rows);
            jumps.look_at(&of_group, None, &group.rows);
            let of_group = match options.order {
                // As in NumPy, what is put before and after has no part then.
                0 => of_group,
                _ => [&prepend[..], &of_group, &append].concat(),
            };
            let derive = |values: &[f64]| calculus::diff(values, options.order);
            let difference = derive(&of_group);
            reached.add(reach(&of_group, &difference, derived.len(), derive));
            derived.extend(difference);
        }
        notes.extend(reached.notes_of_diff(name, options.order));
        notes.extend(jumps.notes("difference", table));
        columns.push((format!("diff_{name}"), Cells::Numbers(derived)));
    }
    Ok(Derived { columns, notes })
}

/// Values of each group that start again, counted on.
fn counted_on(values: &[f64], groups: &[Group], period: Option<f64>) -> Vec<f64> {
    let mut values = values.to_vec();
    let Some(period) = period else {
        return values;
    };
    for group in groups {
        let counted_on = unwrapped(&pick(&values, &group.rows), period);
        for (&row, value) in group.rows.iter().zip(counted_on) {
            values[row] = value;
        }
    }
    values
}

/// The columns that are named; else all that hold numbers and have no other part.
fn values(
    table: &ValueTable<'_>,
    given: &[String],
    others: &[Option<&str>],
) -> Result<(Vec<String>, Vec<Vec<f64>>)> {
    if !given.is_empty() {
        let values = given.iter().map(|name| table.numbers("--value", name));
        return Ok((given.to_vec(), values.collect::<Result<_>>()?));
    }
    let is_other = |name: &String| {
        let name = ColumnName::parse(name);
        others.iter().flatten().any(|other| name.is_named(other))
    };
    let names = table.names();
    let wanted = (0..names.len()).filter(|&index| !is_other(&names[index]));
    let found = table.all_numbers(&wanted.collect::<Vec<_>>())?;
    let found: Vec<_> = found
        .into_iter()
        .filter(|(_, values)| values.iter().any(|value| !value.is_nan()))
        .map(|(index, values)| (names[index].clone(), values))
        .collect();
    if found.is_empty() {
        return Err(Error::new("no column holds numbers").advise("name columns with --value"));
    }
    Ok(found.into_iter().unzip())
}

fn pick<T: Clone>(values: &[T], rows: &[usize]) -> Vec<T> {
    rows.iter().map(|&row| values[row].clone()).collect()
}

fn in_order<T: Clone>(values: &[T], groups: &[Group]) -> Vec<T> {
    groups
        .iter()
        .flat_map(|group| pick(values, &group.rows))
        .collect()
}

fn texts(table: &ValueTable<'_>, option: &str, name: &str) -> Result<Vec<String>> {
    let column = table.text(option, name)?;
    let cells = column.str().map(|cells| {
        let cells = cells.iter().map(|cell| cell.unwrap_or_default().to_owned());
        cells.collect()
    });
    Ok(cells.unwrap_or_default())
}

fn key_columns(
    table: &ValueTable<'_>,
    entity: Option<&str>,
    groups: &[Group],
) -> Result<Vec<(String, Cells)>> {
    let Some(entity) = entity else {
        return Ok(Vec::new());
    };
    let cells = in_order(&texts(table, "--entity", entity)?, groups);
    Ok(vec![(entity.to_owned(), Cells::Text(cells))])
}

/// What a column that values are derived over holds.
enum Coordinates {
    Numbers(Vec<f64>),
    Stamps(Vec<i64>, Ticks),
}

enum GroupSpacing {
    Coordinates(Vec<f64>),
    Steps(Vec<f64>),
}

impl GroupSpacing {
    /// The steps from row to row.
    fn steps(&self) -> Cow<'_, [f64]> {
        match self {
            Self::Steps(steps) => Cow::Borrowed(steps),
            Self::Coordinates(at) => at.windows(2).map(|pair| pair[1] - pair[0]).collect(),
        }
    }
}

impl Coordinates {
    fn spacing_of(&self, group: &Group) -> GroupSpacing {
        match self {
            Self::Numbers(numbers) => GroupSpacing::Coordinates(pick(numbers, &group.rows)),
            Self::Stamps(stamps, ticks) => {
                let stamps = pick(stamps, &group.rows);
                let pairs = stamps.windows(2);
                GroupSpacing::Steps(
                    pairs
                        .map(|pair| ticks.seconds_between(pair[0], pair[1]))
                        .collect(),
                )
            }
        }
    }
}

/// Timestamps are taken as instants, exactly, and anything else as numbers.
fn coordinates(table: &ValueTable<'_>, name: &str, notes: &mut Vec<String>) -> Result<Coordinates> {
    let text = table.text("--by", name)?;
    if let Ok((stamps, clock, meaning)) = read_stamps(&text, name)
        && clock.origin != Origin::LogStart
    {
        notes.push(format!(
            "'{name}' holds timestamps ({meaning}): derivatives are per second"
        ));
        return Ok(Coordinates::Stamps(stamps, clock.ticks));
    }
    Ok(Coordinates::Numbers(table.numbers("--by", name)?))
}

/// A failure of the calculus with the place in the table that it is about.
fn explain(
    error: CalculusError,
    table: &ValueTable<'_>,
    options: &GradientOptions,
    value: &str,
    group: &Group,
) -> Error {
    let (sentence, index, advice) = match &error {
        CalculusError::Repeated { index } => (
            "the value is the same as in the row before".to_owned(),
            Some(*index),
            "remove one of the rows, or differentiate over another column with --by",
        ),
        CalculusError::Unsorted { index } => (
            "the values change direction here, but they must rise or fall throughout".to_owned(),
            Some(*index),
            "sort the table by this column, or name the column that tells groups apart with --entity",
        ),
        CalculusError::NonFiniteCoordinate { index, .. } => (
            "the value is missing or infinite".to_owned(),
            Some(*index),
            "remove the row, or differentiate over another column with --by",
        ),
        CalculusError::TooFewPoints { .. } => (
            error.to_string(),
            group.rows.first().map(|_| 0),
            "give more rows, or --edge-order 1",
        ),
        _ => (error.to_string(), None, "check --by and --spacing"),
    };
    let mut explained = Error::new(sentence).in_file(table.file()).advise(advice);
    let place = index.map(|index| table.places().of_row(group.rows[index]));
    if let Some(place) = place {
        explained = explained.at(place);
    }
    match (&options.spacing, &error) {
        (_, CalculusError::TooFewPoints { .. }) => explained.in_column(value),
        (SpacingChoice::Column(by), _) => explained.in_column(by),
        _ => explained,
    }
}
