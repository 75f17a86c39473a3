//! Velocity and acceleration along each axis, with what a smoother knows of them.

use dxdt_chart::{ChartError, Figure, Panel, Series, SeriesRole};

use super::Figures;

impl Figures<'_> {
    pub(super) fn velocity(&self) -> Result<Figure<'_>, ChartError> {
        let first = self.layout.velocity(0);
        self.along_axes("Velocity", "v", first, &self.units.velocity)
    }

    pub(super) fn acceleration(&self) -> Result<Figure<'_>, ChartError> {
        let first = self.layout.acceleration(0);
        self.along_axes("Acceleration", "a", first, &self.units.acceleration)
    }

    fn along_axes(
        &self,
        title: &str,
        prefix: &str,
        first: usize,
        unit: &Option<String>,
    ) -> Result<Figure<'_>, ChartError> {
        let panels = (first..)
            .zip(&self.axes)
            .map(|(line, axis)| {
                Ok(Panel {
                    quantity: format!("{} along {axis}", title.to_lowercase()),
                    symbol: format!("{prefix}_{axis}"),
                    unit: unit.clone(),
                    series: if self.layout.is_smoothed {
                        self.smoothed_series(line)?
                    } else {
                        self.series(line)?
                    },
                })
            })
            .collect::<Result<_, ChartError>>()?;
        Ok(self.figure(title, panels))
    }

    /// One series an entity with its band; of a lone entity also what it was before it was smoothed.
    fn smoothed_series(&self, line: usize) -> Result<Vec<Series<'_>>, ChartError> {
        let mut series = self.series(line)?;
        if let [smoothed] = &mut series[..] {
            smoothed.label = match &self.log.entity {
                None => "smoothed".to_owned(),
                Some(_) => format!("{}, smoothed", smoothed.label),
            };
            for gradient in self.series(self.layout.before(line))? {
                series.push(Series {
                    label: "gradient".to_owned(),
                    role: SeriesRole::Unsmoothed,
                    segments: gradient.segments,
                });
            }
        }
        Ok(series)
    }
}
