//! The coordinates of a grid: where its cells begin and end.

use std::borrow::Cow;

use super::{ChartError, scale::Range};

/// The cells of a grid along one axis.
///
/// ```
/// use dxdt_chart::Cells;
///
/// let even = Cells::counted(4);
/// assert_eq!(even.edges(), [-0.5, 0.5, 1.5, 2.5, 3.5]);
/// let uneven = Cells::centred(&[0.0, 1.0, 3.0])?;
/// assert_eq!(uneven.edges(), [-0.5, 0.5, 2.0, 4.0]);
/// let downwards = Cells::between(vec![20.0, 10.0, 0.0])?;
/// assert_eq!(downwards.len(), 2);
/// assert!(Cells::centred(&[0.0, 2.0, 1.0]).is_err());
/// # Ok::<(), dxdt_chart::ChartError>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Cells<'a> {
    /// One more than there are cells; none for no cells.
    edges: Cow<'a, [f64]>,
    counted: bool,
}

/// Beyond this the width of a range could overflow.
const LARGEST: f64 = 1e300;

impl<'a> Cells<'a> {
    /// Cells counted from 0, such as the pixels of an image: cell `i` reaches from `i - 0.5` to `i + 0.5`.
    #[must_use]
    pub fn counted(count: usize) -> Self {
        let edges = (0..=count).map(|i| i as f64 - 0.5).collect();
        Self {
            edges: Cow::Owned(if count == 0 { Vec::new() } else { edges }),
            counted: true,
        }
    }

    /// Cells around the coordinates of samples, ascending or descending. Each cell reaches half way to its neighbors;
    /// the outermost reach as far outwards as inwards, and a single one has the width 1.
    ///
    /// # Errors
    ///
    /// [`ChartError::Coordinates`] unless the coordinates strictly ascend or strictly descend and are finite.
    pub fn centred(centres: &[f64]) -> Result<Self, ChartError> {
        check(centres)?;
        let edges = match *centres {
            [] => Vec::new(),
            [only] => vec![only - 0.5, only + 0.5],
            [first, second, ..] => {
                let (before_last, last) = match *centres {
                    [.., before_last, last] => (before_last, last),
                    _ => (first, second),
                };
                let between = centres
                    .windows(2)
                    .map(|pair| f64::midpoint(pair[0], pair[1]));
                std::iter::once(first - (second - first) / 2.0)
                    .chain(between)
                    .chain([last + (last - before_last) / 2.0])
                    .collect()
            }
        };
        Self::between(edges)
    }

    /// Cells between edges, ascending or descending; one edge more than cells.
    ///
    /// # Errors
    ///
    /// [`ChartError::Coordinates`] unless the edges strictly ascend or strictly descend and are finite.
    pub fn between(edges: impl Into<Cow<'a, [f64]>>) -> Result<Self, ChartError> {
        let mut edges = edges.into();
        check(&edges)?;
        // What can hardly be divided by has no scale.
        if let [first, .., last] = *edges
            && (last - first).abs() < 1e-290
        {
            return Err(ChartError::Coordinates { at: 1 });
        }
        if edges.len() == 1 {
            edges = Cow::Owned(Vec::new());
        }
        Ok(Self {
            edges,
            counted: false,
        })
    }

    /// The edges of the cells in order.
    #[must_use]
    pub fn edges(&self) -> &[f64] {
        &self.edges
    }

    /// The number of cells.
    #[must_use]
    pub fn len(&self) -> usize {
        self.edges.len().saturating_sub(1)
    }

    /// Whether there are no cells.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Whether the coordinates are mere numbers of cells.
    pub(super) fn are_counted(&self) -> bool {
        self.counted
    }

    /// What the cells cover; a range to draw in any case.
    pub(super) fn range(&self) -> Range {
        match (self.edges.first(), self.edges.last()) {
            (Some(&first), Some(&last)) if first != last => Range {
                low: first.min(last),
                high: first.max(last),
            },
            _ => Range {
                low: 0.0,
                high: 1.0,
            },
        }
    }
}

/// Refuses coordinates that are not finite or turn back.
fn check(coordinates: &[f64]) -> Result<(), ChartError> {
    let descends = matches!(coordinates, [first, second, ..] if second < first);
    let follows = |pair: &[f64]| (pair[0] > pair[1]) == descends && pair[0] != pair[1];
    let wrong = coordinates
        .iter()
        .position(|value| value.is_nan() || value.abs() > LARGEST)
        .or_else(|| {
            let turn = coordinates.windows(2).position(|pair| !follows(pair));
            turn.map(|at| at + 1)
        });
    match wrong {
        Some(at) => Err(ChartError::Coordinates { at }),
        None => Ok(()),
    }
}

/// One axis of a [`HeatMapFigure`](super::HeatMapFigure): a coordinate and the cells of the grid along it.
#[derive(Debug, Clone, PartialEq)]
pub struct GridAxis<'a> {
    /// What the coordinate is, such as `east`.
    pub name: String,
    /// Its unit, such as `m`.
    pub unit: Option<String>,
    /// The cells along the axis.
    pub cells: Cells<'a>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_reach_half_way_to_their_neighbours() {
        let cells = Cells::centred(&[10.0, 8.0, 2.0]).unwrap();
        assert_eq!(cells.edges(), [11.0, 9.0, 5.0, -1.0]);
        assert_eq!((cells.range().low, cells.range().high), (-1.0, 11.0));
        assert_eq!(
            Cells::centred(&[5.0, 6.0]).unwrap().edges(),
            [4.5, 5.5, 6.5]
        );
        assert_eq!(Cells::centred(&[5.0]).unwrap().edges(), [4.5, 5.5]);
    }

    #[test]
    fn what_is_empty_has_a_range_all_the_same() {
        for cells in [
            Cells::centred(&[]),
            Cells::between(vec![]),
            Cells::between(vec![3.0]),
        ] {
            let cells = cells.unwrap();
            assert!(cells.is_empty() && cells.range().span() == 1.0);
        }
        assert!(Cells::counted(0).is_empty());
    }

    #[test]
    fn coordinates_that_turn_back_are_refused() {
        let at = |values: &[f64]| match Cells::centred(values) {
            Err(ChartError::Coordinates { at }) => Some(at),
            _ => None,
        };
        assert_eq!(at(&[0.0, 1.0, 1.0]), Some(2));
        assert_eq!(at(&[3.0, 2.0, 4.0]), Some(2));
        assert_eq!(at(&[3.0, 3.0]), Some(1));
        assert_eq!(at(&[0.0, f64::NAN, 2.0]), Some(1));
        assert_eq!(at(&[0.0, f64::INFINITY]), Some(1));
        assert_eq!(at(&[0.0, 1e-300]), Some(1));
    }
}
