//! The data of a chart: series made of segments.

use std::borrow::Cow;

use super::{
    ChartError,
    band::{Edge, REACH},
    bins::Reaches,
};

/// A run of points that are joined by a line; between two segments is a gap.
///
/// Values that are not finite (and absurd ones beyond ±1e300) break the line.
///
/// ```
/// use dxdt_chart::Segment;
///
/// let t = vec![0.0, 1.0, 2.0];
/// let borrowed = Segment::new(&t, vec![3.0, 4.0, 5.0])?;
/// assert_eq!(borrowed.len(), 3);
/// assert!(Segment::new(&t, vec![3.0]).is_err());
/// # Ok::<(), dxdt_chart::ChartError>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Segment<'a> {
    x: Cow<'a, [f64]>,
    y: Cow<'a, [f64]>,
    band: Option<Band<'a>>,
    /// How many rows a point stands for, about.
    rows_of_a_point: u64,
}

/// A band around a segment.
#[derive(Debug, Clone, PartialEq)]
enum Band<'a> {
    /// By the standard errors of y.
    Errors(Cow<'a, [f64]>),
    /// As it is to be drawn, with gaps, and how far the rows' errors reach.
    Edges(Vec<Option<Edge>>, Reaches),
}

/// Beyond this the width of a range could overflow.
pub(super) const LARGEST: f64 = 1e300;

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
            Ok(Self {
                x,
                y,
                band: None,
                rows_of_a_point: 1,
            })
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
    /// use dxdt_chart::Segment;
    ///
    /// let segment = Segment::new(vec![0.0, 1.0], vec![3.0, 4.0])?;
    /// assert!(segment.clone().with_standard_errors(vec![0.1, 0.2]).is_ok());
    /// assert!(segment.with_standard_errors(vec![0.1]).is_err());
    /// # Ok::<(), dxdt_chart::ChartError>(())
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
                band: Some(Band::Errors(errors)),
                ..self
            })
        } else {
            Err(ChartError::UnequalLengths {
                x: self.len(),
                y: errors.len(),
            })
        }
    }

    /// The same segment, whose points are the extremes of so many rows each.
    pub fn of_rows(self, rows_of_a_point: u64) -> Self {
        Self {
            rows_of_a_point,
            ..self
        }
    }

    /// A band alone, with gaps where there is `None`.
    pub fn of_band(edges: Vec<Option<Edge>>, reaches: Reaches) -> Self {
        Self {
            x: Cow::default(),
            y: Cow::default(),
            band: Some(Band::Edges(edges, reaches)),
            rows_of_a_point: 1,
        }
    }

    pub(super) fn rows_of_a_point(&self) -> u64 {
        self.rows_of_a_point
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
        self.edges().flatten().next().is_some()
    }

    /// The points in order; `None` where a value cannot be drawn.
    pub(super) fn points(&self) -> impl Iterator<Item = Option<Point>> {
        let pairs = self.x.iter().zip(self.y.iter());
        pairs.map(|(&x, &y)| (x.abs() <= LARGEST && y.abs() <= LARGEST).then_some((x, y)))
    }

    /// The band in order; `None` where there is none, nothing at all where the segment has none anywhere.
    pub(super) fn edges(&self) -> impl Iterator<Item = Option<Edge>> {
        let (errors, edges) = match &self.band {
            None => (&[][..], &[][..]),
            Some(Band::Errors(errors)) => (&errors[..], &[][..]),
            Some(Band::Edges(edges, _)) => (&[][..], &edges[..]),
        };
        Edge::of_points(self.points(), errors).chain(edges.iter().copied())
    }

    /// How far the band reaches to either side, each with the number of rows where it does.
    pub(super) fn reaches(&self) -> Vec<(f64, u64)> {
        match &self.band {
            None => Vec::new(),
            Some(Band::Edges(_, reaches)) => reaches.counted().collect(),
            Some(Band::Errors(errors)) => {
                let known = self
                    .edges()
                    .zip(errors.iter())
                    .filter(|(edge, _)| edge.is_some());
                known.map(|(_, error)| (REACH * error, 1)).collect()
            }
        }
    }
}

/// A point of the data, or of the page in pixels.
pub type Point = (f64, f64);

/// What a series stands for, which decides how it is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SeriesRole {
    /// The quantity the chart is about: a blue line.
    Main,
    /// Another way to get the same quantity: a thin orange line on top, with the main line drawn wider beneath.
    Compared,
    /// The same quantity as the log itself has it: a wide gray line at the bottom.
    Measured,
    /// The same quantity before noise was taken out of it: a thin gray line at the bottom, which is cut off at the
    /// frame where it would make the range more than twice as high.
    Unsmoothed,
    /// One of several bodies, counted from 0. The first [`NAMED_ENTITIES`](super::NAMED_ENTITIES) have a color and a
    /// legend entry each, all others are thin and gray; so put the important ones first.
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
