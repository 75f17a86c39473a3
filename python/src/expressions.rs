//! The expressions of polars: what they give, and of which type.

use std::fmt;

use dxdt::analysis::smoothed;
use dxdt::calculus::smoothing::Beside;
use dxdt::calculus::{
    Accuracy, CalculusError, EdgeOrder, Scheme, Spacing, derivative, forward_difference,
};
use polars::prelude::{
    DataType, Field, Float64Chunked, IntoSeries, NewChunkedArray, PolarsError, Series,
    StructChunked, TimeUnit,
};

use super::array_functions::gradient_of_values;
use super::pickled::Options;
use super::series_functions::method_of;

/// What becomes of an expression.
pub type ExpressionResult<T> = Result<T, WrongInput>;

/// Why an expression has no values, in words.
#[derive(Debug)]
pub struct WrongInput(pub String);

impl fmt::Display for WrongInput {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl From<PolarsError> for WrongInput {
    fn from(error: PolarsError) -> Self {
        Self(error.to_string())
    }
}

impl From<CalculusError> for WrongInput {
    fn from(error: CalculusError) -> Self {
        Self(error.to_string())
    }
}

/// An expression of one series, and mostly its coordinates.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Expression {
    /// As `np.gradient`.
    Gradient,
    /// The slope to the next row.
    Difference,
    /// A derivative of order 1 to 4.
    Derivative,
    /// A smoother: value, velocity, acceleration, jerk and their standard errors.
    Smooth,
}

/// The fields of a smoother.
const FIELDS: [&str; 8] = [
    "value",
    "velocity",
    "acceleration",
    "jerk",
    "value_err",
    "velocity_err",
    "acceleration_err",
    "jerk_err",
];

impl Expression {
    /// The name and the type.
    ///
    /// # Errors
    /// Series that are no numbers, options that are not possible.
    pub fn field(self, fields: &[Field], options: &Options<'_>) -> ExpressionResult<Field> {
        let Some(values) = fields.first() else {
            return Err(WrongInput("there is no series".to_owned()));
        };
        check_numbers(values.name(), values.dtype())?;
        if let Some(coordinates) = fields.get(1) {
            check_coordinates(coordinates.name(), coordinates.dtype())?;
        }
        let dtype = match self {
            Self::Smooth => {
                method(options)?;
                let fields = FIELDS.map(|name| Field::new(name.into(), DataType::Float64));
                DataType::Struct(fields.to_vec())
            }
            Self::Gradient if *values.dtype() == DataType::Float32 => DataType::Float32,
            _ => DataType::Float64,
        };
        Ok(Field::new(values.name().clone(), dtype))
    }

    /// The values. A series that is too short for them has none: its rows are null.
    ///
    /// # Errors
    /// Coordinates that do not rise or fall throughout, options that are not possible.
    pub fn evaluate(self, inputs: &[Series], options: &Options<'_>) -> ExpressionResult<Series> {
        let fields: Vec<Field> = inputs.iter().map(|one| one.field().into_owned()).collect();
        let field = self.field(&fields, options)?;
        let values = numbers(&inputs[0])?;
        let coordinates = match inputs.get(1) {
            Some(series) => Coordinates::of(series, values.len(), self == Self::Smooth)?,
            None => Coordinates::Uniform(options.number("spacing").unwrap_or(1.0)),
        };
        let x = values.cont_slice()?;
        if self == Self::Smooth {
            return smooth(&field, x, &coordinates, options);
        }
        let spacing = coordinates.spacing();
        let derived = match self {
            Self::Gradient => gradient(x, spacing, edge_order(options)?),
            Self::Difference => forward_difference(x, spacing).map(|mut slopes| {
                slopes.push(f64::NAN);
                slopes
            }),
            Self::Derivative | Self::Smooth => {
                let accuracy = options.number("accuracy").unwrap_or(4.0).to_string();
                let scheme = Scheme::Stencil(accuracy.parse::<Accuracy>()?);
                let order = options.number("order").unwrap_or(1.0) as usize;
                derivative(x, spacing, order, scheme)
            }
        };
        let derived = match derived {
            Ok(derived) => column(field.name(), derived),
            Err(error) if is_too_short(&error) => column(field.name(), vec![f64::NAN; x.len()]),
            Err(error) => return Err(error.into()),
        };
        Ok(derived.into_series().cast(field.dtype())?)
    }
}

fn is_too_short(error: &CalculusError) -> bool {
    match error {
        CalculusError::TooFewPoints { .. } => true,
        CalculusError::AlongAxis { error, .. } => is_too_short(error),
        _ => false,
    }
}

fn gradient(x: &[f64], spacing: Spacing<'_>, order: EdgeOrder) -> Result<Vec<f64>, CalculusError> {
    let mut out = vec![0.0; x.len()];
    gradient_of_values(x, spacing, order, &mut out)?;
    Ok(out)
}

fn edge_order(options: &Options<'_>) -> ExpressionResult<EdgeOrder> {
    let given = options.number("edge_order").unwrap_or(1.0).to_string();
    Ok(given.parse()?)
}

fn method(options: &Options<'_>) -> ExpressionResult<dxdt::SmoothingMethod> {
    method_of(options.text("method").unwrap_or("auto")).map_err(WrongInput)
}

fn smooth(
    field: &Field,
    x: &[f64],
    coordinates: &Coordinates,
    options: &Options<'_>,
) -> ExpressionResult<Series> {
    let t = coordinates.as_times(x.len());
    let columns = match smoothed(&t, x, method(options)?, &Beside::default()) {
        Ok((curve, _)) => {
            let values = curve.derivatives.into_iter();
            values.chain(curve.standard_errors).collect()
        }
        Err(error) if is_too_short(&error) => vec![vec![f64::NAN; x.len()]; FIELDS.len()],
        Err(error) => return Err(error.into()),
    };
    let columns: Vec<Series> = FIELDS
        .iter()
        .zip(columns)
        .map(|(name, values)| column(name, values).into_series())
        .collect();
    let name = field.name().clone();
    Ok(StructChunked::from_series(name, x.len(), columns.iter())?.into_series())
}

/// A column in which NaN is null.
fn column(name: &str, values: Vec<f64>) -> Float64Chunked {
    match values.iter().any(|value| value.is_nan()) {
        true => {
            let known = values
                .into_iter()
                .map(|value| (!value.is_nan()).then_some(value));
            Float64Chunked::from_iter_options(name.into(), known)
        }
        false => Float64Chunked::from_vec(name.into(), values),
    }
}

/// The numbers of a series in one piece, NaN where it is null.
fn numbers(series: &Series) -> ExpressionResult<Float64Chunked> {
    let numbers = series.cast(&DataType::Float64)?;
    let numbers = numbers.f64()?;
    if numbers.null_count() == 0 {
        return Ok(numbers.rechunk().into_owned());
    }
    let values = numbers.iter().map(|value| value.unwrap_or(f64::NAN));
    Ok(Float64Chunked::from_vec(
        numbers.name().clone(),
        values.collect(),
    ))
}

/// Where the rows of a series are.
enum Coordinates {
    Uniform(f64),
    Each(Float64Chunked),
    /// The seconds from each row to the next.
    Steps(Vec<f64>),
}

impl Coordinates {
    /// Numbers as they are; instants and durations as seconds, exact to their last digit: from row to row, or from the first.
    fn of(series: &Series, rows: usize, from_first: bool) -> ExpressionResult<Self> {
        // A literal is one row for all.
        if series.len() == 1 && rows > 1 {
            let step = numbers(series)?.get(0).unwrap_or(f64::NAN);
            return Ok(Self::Uniform(step));
        }
        let seconds: f64 = match series.dtype() {
            DataType::Date => 86_400.0,
            DataType::Datetime(unit, _) | DataType::Duration(unit) => match unit {
                TimeUnit::Nanoseconds => 1e-9,
                TimeUnit::Microseconds => 1e-6,
                TimeUnit::Milliseconds => 1e-3,
            },
            DataType::Time => 1e-9,
            _ => return Ok(Self::Each(numbers(series)?)),
        };
        if series.null_count() > 0 {
            let what = format!("'{}' has nulls: a row needs its coordinate", series.name());
            return Err(WrongInput(what));
        }
        let counts = series.to_physical_repr().cast(&DataType::Int64)?;
        let counts = counts.i64()?.rechunk();
        // By a division, which rounds once, as far as the unit allows it.
        let between = |from: i64, to: i64| {
            let count = to.wrapping_sub(from) as f64;
            match seconds < 1.0 {
                true => count / (1.0 / seconds).round(),
                false => count * seconds,
            }
        };
        let counts = counts.cont_slice()?;
        Ok(match (from_first, counts.first()) {
            (true, Some(&first)) => {
                let times = counts.iter().map(|count| between(first, *count));
                Self::Each(Float64Chunked::from_vec("".into(), times.collect()))
            }
            _ => Self::Steps(
                counts
                    .windows(2)
                    .map(|pair| between(pair[0], pair[1]))
                    .collect(),
            ),
        })
    }

    fn spacing(&self) -> Spacing<'_> {
        match self {
            Self::Uniform(step) => Spacing::Uniform(*step),
            Self::Each(coordinates) => {
                Spacing::Coordinates(coordinates.cont_slice().unwrap_or_default())
            }
            Self::Steps(steps) => Spacing::Steps(steps),
        }
    }

    /// One time a row.
    fn as_times(&self, rows: usize) -> Vec<f64> {
        match self {
            Self::Uniform(step) => (0..rows).map(|row| row as f64 * step).collect(),
            Self::Each(coordinates) => coordinates.cont_slice().unwrap_or_default().to_vec(),
            // These are not asked for where times are wanted.
            Self::Steps(_) => Vec::new(),
        }
    }
}

fn check_numbers(name: &str, dtype: &DataType) -> ExpressionResult<()> {
    if dtype.is_primitive_numeric() {
        return Ok(());
    }
    let what = format!("'{name}' is of type {dtype}: a derivative needs numbers");
    Err(WrongInput(what))
}

fn check_coordinates(name: &str, dtype: &DataType) -> ExpressionResult<()> {
    let is_time = matches!(
        dtype,
        DataType::Date | DataType::Time | DataType::Datetime(..) | DataType::Duration(_)
    );
    if is_time || dtype.is_primitive_numeric() {
        return Ok(());
    }
    let what =
        format!("'{name}' is of type {dtype}: coordinates are numbers, instants or durations");
    Err(WrongInput(what))
}
