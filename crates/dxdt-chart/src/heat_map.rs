//! The map of a field in the plane.

use super::{
    ChartError, ChartSize, ColorScale, Drawing, GridAxis, VectorField,
    canvas::Canvas,
    header::Header,
    map_plan::{Plan, empty_entry},
    size::Metrics,
};

/// A map of a field on a rectangular grid: every cell in the color of its value, with a color bar.
///
/// Cells are as wide and as high as their coordinates say, so an uneven grid looks uneven. Where several cells share a
/// pixel, it shows their mean, and the colors span the values that are shown; a peak narrower than a pixel is flattened.
/// Cells without a finite value are gray.
///
/// ```
/// use dxdt_chart::{Cells, ChartSize, ColorScale, GridAxis, HeatMapFigure, VectorField};
///
/// let axis = |name: &str, cells| GridAxis { name: name.into(), unit: Some("m".into()), cells };
/// let values = [1.0, 2.0, 4.0, 2.0, 3.0, f64::NAN];
/// let figure = HeatMapFigure {
///     title: "Gravity anomaly".into(),
///     subtitle: Some("survey.csv".into()),
///     x: axis("east", Cells::centred(&[0.0, 10.0, 30.0])?),
///     y: axis("north", Cells::centred(&[0.0, 10.0])?),
///     values: &values,
///     quantity: "gravity anomaly".into(),
///     symbol: "g".into(),
///     unit: Some("mGal".into()),
///     colors: ColorScale::Sequential,
///     vectors: Some(VectorField {
///         label: "gradient".into(),
///         unit: Some("mGal/m".into()),
///         x: vec![0.1; 6].into(),
///         y: vec![0.1; 6].into(),
///     }),
///     equal_scale: true,
///     y_down: false,
/// };
/// let drawing = figure.draw(ChartSize::default())?;
/// assert!(drawing.svg().contains("g (mGal)"));
/// assert!(drawing.svg().contains("gradient: 0.1 mGal/m"));
/// # Ok::<(), dxdt_chart::ChartError>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct HeatMapFigure<'a> {
    /// The headline.
    pub title: String,
    /// A smaller second line, for the source or the settings.
    pub subtitle: Option<String>,
    /// The horizontal axis and the columns of the grid.
    pub x: GridAxis<'a>,
    /// The vertical axis and the rows of the grid.
    pub y: GridAxis<'a>,
    /// The values, row after row; those that are not finite are empty.
    pub values: &'a [f64],
    /// The quantity in words, such as `gravity anomaly`; shown where there is room for it.
    pub quantity: String,
    /// Its symbol, such as `g`; always shown.
    pub symbol: String,
    /// The unit of the values, such as `mGal`.
    pub unit: Option<String>,
    /// How values become colors.
    pub colors: ColorScale,
    /// Arrows over the map.
    pub vectors: Option<VectorField<'a>>,
    /// Whether a unit is as long on both axes. It is not where the units of the axes differ, nor for a grid so long and
    /// narrow that nothing could be seen.
    pub equal_scale: bool,
    /// Whether y ascends downwards, as the rows of an image do, rather than upwards.
    pub y_down: bool,
}

impl HeatMapFigure<'_> {
    /// Draws the figure.
    ///
    /// A field without any finite value is drawn as an empty frame that says so.
    ///
    /// # Errors
    ///
    /// [`ChartError::GridValues`] if there are not as many values, or components of vectors, as cells;
    /// [`ChartError::Library`] if the drawing library fails, which no data should make it do.
    pub fn draw(&self, size: ChartSize) -> Result<Drawing, ChartError> {
        self.check()?;
        let metrics = Metrics::of(size);
        let header = |legend| Header::new(&self.title, self.subtitle.as_deref(), legend, &metrics);
        // The legend depends on the frame, and the frame on the height of the legend; one row it is nearly always.
        let has_holes = self.values.iter().any(|value| !value.is_finite());
        let draft = (has_holes || self.vectors.is_some()).then(empty_entry);
        let top = header(draft.into_iter().collect()).height;
        let mut plan = Plan::new(self, top, &metrics);
        let mut head = header(plan.legend(self.vectors.as_ref()));
        if head.height != top {
            plan = Plan::new(self, head.height, &metrics);
            head = header(plan.legend(self.vectors.as_ref()));
        }
        let beneath = plan.images()?;
        Canvas::paint_over(size, &beneath, |canvas| {
            head.draw(canvas, &metrics)?;
            plan.draw(canvas, &metrics)
        })
    }

    /// Refuses grids with too few or too many values.
    fn check(&self) -> Result<(), ChartError> {
        let (rows, columns) = (self.y.cells.len(), self.x.cells.len());
        let vectors = self.vectors.as_ref();
        let components = vectors.map(|vectors| [vectors.x.len(), vectors.y.len()]);
        let mut lengths = [self.values.len()]
            .into_iter()
            .chain(components.into_iter().flatten());
        match lengths.find(|&values| rows.checked_mul(columns) != Some(values)) {
            Some(values) => Err(ChartError::GridValues {
                rows,
                columns,
                values,
            }),
            None => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::Cells;
    use super::*;

    fn figure(values: &[f64]) -> HeatMapFigure<'_> {
        let axis = |name: &str, count| GridAxis {
            name: name.into(),
            unit: Some("m".into()),
            cells: Cells::counted(count),
        };
        HeatMapFigure {
            title: "Map <of> & \"things\"".into(),
            subtitle: None,
            x: axis("column", 2),
            y: axis("row", 2),
            values,
            quantity: "height".into(),
            symbol: "<h>".into(),
            unit: Some("m".into()),
            colors: ColorScale::Sequential,
            vectors: None,
            equal_scale: true,
            y_down: false,
        }
    }

    fn svg(figure: &HeatMapFigure<'_>) -> String {
        figure.draw(ChartSize::default()).unwrap().into_svg()
    }

    #[test]
    fn the_same_figure_gives_the_same_bytes_and_its_text_is_escaped() {
        let values = [1.0, 2.0, 3.0, 4.0];
        let once = svg(&figure(&values));
        assert_eq!(once, svg(&figure(&values)));
        assert_eq!(once.matches("<image ").count(), 2);
        assert!(once.contains("Map &lt;of&gt; &amp; &quot;things&quot;"));
        assert!(once.contains("&lt;h&gt; (m)") && !once.contains("no value"));
    }

    #[test]
    fn what_has_no_values_says_so() {
        let empty = svg(&figure(&[
            f64::NAN,
            f64::INFINITY,
            f64::NAN,
            -f64::INFINITY,
        ]));
        assert!(empty.contains("no data") && !empty.contains("<image "));
        let holes = svg(&figure(&[1.0, f64::NAN, 2.0, 3.0]));
        assert!(holes.contains("no value") && !holes.contains("no data"));
        let mut figure = figure(&[]);
        figure.x.cells = Cells::counted(0);
        assert!(svg(&figure).contains("no data"));
    }

    #[test]
    fn constant_fields_are_drawn() {
        for (colors, value) in [
            (ColorScale::Sequential, 5.0),
            (ColorScale::Diverging, 0.0),
            (ColorScale::Diverging, -1e300),
            (ColorScale::Sequential, 5e-324),
        ] {
            let values = [value; 4];
            let figure = HeatMapFigure {
                colors,
                ..figure(&values)
            };
            assert!(svg(&figure).contains("<image "), "{value}");
        }
    }

    #[test]
    fn as_many_values_as_cells_are_needed() {
        let error = figure(&[1.0, 2.0]).draw(ChartSize::default());
        let expected = ChartError::GridValues {
            rows: 2,
            columns: 2,
            values: 2,
        };
        assert_eq!(error, Err(expected));
        let mut figure = figure(&[1.0; 4]);
        figure.vectors = Some(VectorField {
            label: "gradient".into(),
            unit: None,
            x: vec![1.0; 4].into(),
            y: vec![1.0; 5].into(),
        });
        assert!(figure.draw(ChartSize::MIN).is_err());
    }
}
