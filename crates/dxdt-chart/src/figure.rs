//! Quantities over time, one panel an axis.

use super::{ChartError, ChartSize, Drawing, Series, TimeAxis, Units, panels};

/// A chart of panels stacked over one shared time axis.
///
/// See the [module](super) for an example.
#[derive(Debug, Clone, PartialEq)]
pub struct Figure<'a> {
    /// The headline.
    pub title: String,
    /// A smaller second line, for the source or the settings.
    pub subtitle: Option<String>,
    /// How the x values of all series are to be read.
    pub time: TimeAxis,
    /// The panels from top to bottom.
    pub panels: Vec<Panel<'a>>,
}

/// One quantity over time.
#[derive(Debug, Clone, PartialEq)]
pub struct Panel<'a> {
    /// The quantity in words, such as `velocity along x`; shown where there is room for it.
    pub quantity: String,
    /// Its symbol, such as `v_x`; always shown.
    pub symbol: String,
    /// The units that the y values can be read in, such as m/s.
    pub units: Units,
    /// What its vertical axis covers.
    pub axis: ValueAxis,
    /// The lines, x in seconds. Later ones are drawn over earlier ones.
    pub series: Vec<Series<'a>>,
}

/// What the vertical axis of a panel covers. Where a few points would flatten all others, they are cut off, marked at the
/// frame and counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ValueAxis {
    /// The values of the panel.
    #[default]
    Own,
    /// A range as high as that of the other panels of this kind with the same units, unless the values of the panel would
    /// be flat on it: less than a quarter of what another panel has.
    Common,
    /// The same for values that are derived: what differs by less than a millionth of their size is rounding.
    Derived,
    /// Decimal logarithms: the ticks are powers of ten.
    Decades,
}

impl Figure<'_> {
    /// Draws the figure.
    ///
    /// Anything that is empty is drawn as an empty frame that says so.
    ///
    /// # Errors
    ///
    /// [`ChartError::Library`] if the drawing library fails, which no data should make it do.
    pub fn draw(&self, size: ChartSize) -> Result<Drawing, ChartError> {
        panels::draw(self, size)
    }
}
