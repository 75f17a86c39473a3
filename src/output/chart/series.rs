//! The data of a chart: series made of segments.

use std::borrow::Cow;

use super::ChartError;

/// A run of points that are joined by a line; between two segments is a gap.
///
/// Values that are not finite (and absurd ones beyond ±1e300) break the line.
///
/// ```
/// use dxdt::output::chart::Segment;
///
/// let t = vec![0.0, 1.0, 2.0];
/// let borrowed = Segment::new(&t, vec![3.0, 4.0, 5.0])?;
/// assert_eq!(borrowed.len(), 3);
/// assert!(Segment::new(&t, vec![3.0]).is_err());
/// # Ok::<(), dxdt::output::chart::ChartError>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Segment<'a> {
    x: Cow<'a, [f64]>,
    y: Cow<'a, [f64]>,
    /// The standard errors of y, if a band is drawn.
    errors: Option<Cow<'a, [f64]>>,
}

/// Beyond this the width of a range could overflow.
const LARGEST: f64 = 1e300;

impl<'a> Segment<'a> {
    /// A segment through the points (`x`, `y`), borrowed or owned.
    ///
    /// # Errors
    ///
    /// [`ChartError::UnequalLengths`] unless `x` and `y` have the same length.
    pub fn new(
        x: impl Into<Cow<'a, [f64]>>,
        y: impl Into<Cow<'a, [f64]>>,
    ) -> Result<Self, ChartError> {
        let (x, y) = (x.into(), y.into());
        if x.len() == y.len() {
            let errors = None;
            Ok(Self { x, y, errors })
        } else {
            Err(ChartError::UnequalLengths {
                x: x.len(),
                y: y.len(),
            })
        }
    }

    /// The same segment with the standard errors of its y values: the chart gets a pale band of ±1.96 of them behind
    /// the line, in which the truth lies in 95 of 100 cases if errors are normally distributed.
    ///
    /// Where an error is not finite or below zero there is no band.
    ///
    /// ```
    /// use dxdt::output::chart::Segment;
    ///
    /// let segment = Segment::new(vec![0.0, 1.0], vec![3.0, 4.0])?;
    /// assert!(segment.clone().with_standard_errors(vec![0.1, 0.2]).is_ok());
    /// assert!(segment.with_standard_errors(vec![0.1]).is_err());
    /// # Ok::<(), dxdt::output::chart::ChartError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// [`ChartError::UnequalLengths`] unless there is an error for each point.
    pub fn with_standard_errors(
        self,
        errors: impl Into<Cow<'a, [f64]>>,
    ) -> Result<Self, ChartError> {
        let errors = errors.into();
        if errors.len() == self.len() {
            Ok(Self {
                errors: Some(errors),
                ..self
            })
        } else {
            Err(ChartError::UnequalLengths {
                x: self.len(),
                y: errors.len(),
            })
        }
    }

    /// The number of points, drawable or not.
    #[must_use]
    pub fn len(&self) -> usize {
        self.x.len()
    }

    /// Whether the segment has no points.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.x.is_empty()
    }

    /// Whether the segment has a band anywhere.
    pub(super) fn has_band(&self) -> bool {
        self.points_with_errors().flatten().next().is_some()
    }

    /// The points in order; `None` where a value cannot be drawn.
    pub(super) fn points(&self) -> impl Iterator<Item = Option<Point>> {
        let pairs = self.x.iter().zip(self.y.iter());
        pairs.map(|(&x, &y)| (x.abs() <= LARGEST && y.abs() <= LARGEST).then_some((x, y)))
    }

    /// The points in order, each with its standard error; `None` where either cannot be drawn, nothing at all where
    /// there are no errors.
    pub(super) fn points_with_errors(&self) -> impl Iterator<Item = Option<(Point, f64)>> {
        let errors = self.errors.as_deref().unwrap_or_default();
        let pairs = self.points().zip(errors);
        pairs.map(|(point, &error)| {
            Some((point?, error)).filter(|_| (0.0..=LARGEST).contains(&error))
        })
    }
}

/// A point of the data, or of the page in pixels.
pub(super) type Point = (f64, f64);

/// What a series stands for, which decides how it is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SeriesRole {
    /// The quantity the chart is about: a blue line.
    Main,
    /// Another way to get the same quantity: a thin orange line on top, with the main line drawn wider beneath.
    Compared,
    /// The same quantity as the log itself has it: a wide grey line at the bottom.
    Measured,
    /// The same quantity before noise was taken out of it: a thin grey line at the bottom, which is cut off at the
    /// frame where it would make the range more than twice as high.
    Unsmoothed,
    /// One of several bodies, counted from 0. The first [`NAMED_ENTITIES`](super::NAMED_ENTITIES) have a colour and a
    /// legend entry each, all others are thin and grey; so put the important ones first.
    Entity(usize),
}

/// A line of a chart with the label it has in the legend.
#[derive(Debug, Clone, PartialEq)]
pub struct Series<'a> {
    /// The name in the legend; any text, long ones are elided.
    pub label: String,
    /// What the series stands for.
    pub role: SeriesRole,
    /// The points, a segment for each stretch without a gap.
    pub segments: Vec<Segment<'a>>,
}

impl Series<'_> {
    /// The number of points, drawable or not.
    pub(super) fn len(&self) -> usize {
        self.segments.iter().map(Segment::len).sum()
    }

    /// All points that can be drawn.
    pub(super) fn points(&self) -> impl Iterator<Item = Point> {
        self.segments.iter().flat_map(Segment::points).flatten()
    }
}
