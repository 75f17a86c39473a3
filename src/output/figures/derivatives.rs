//! Velocity and acceleration along each axis, with what a smoother knows of them.

use dxdt_chart::{ChartError, Figure, Panel, Series, SeriesRole, Units, ValueAxis};

use super::Figures;

impl Figures<'_> {
    /// Along each axis, and the speed along all of them.
    pub(super) fn velocity(&self) -> Result<Figure<'_>, ChartError> {
        let first = self.layout.velocity(0);
        let mut figure = self.along_axes("Velocity", "v", first, &self.velocity_units)?;
        figure.panels.extend(self.speed().transpose()?);
        Ok(figure)
    }

    /// The speed, where that is not just the size of the velocity along the only axis.
    fn speed(&self) -> Option<Result<Panel<'_>, ChartError>> {
        let line = self.layout.speed()?;
        let panel = |series| Panel {
            quantity: "speed".to_owned(),
            symbol: "speed".to_owned(),
            units: self.velocity_units.clone(),
            axis: ValueAxis::Own,
            series,
        };
        let mut series = self.series(line);
        if let (true, Ok([smoothed])) = (self.layout.is_smoothed, series.as_deref_mut()) {
            smoothed.label = self.smoothed_label(&smoothed.label);
        }
        Some(series.map(panel))
    }

    pub(super) fn acceleration(&self) -> Result<Figure<'_>, ChartError> {
        let first = self.layout.acceleration(0);
        self.along_axes("Acceleration", "a", first, &self.acceleration_units)
    }

    fn along_axes(
        &self,
        title: &str,
        prefix: &str,
        first: usize,
        units: &Units,
    ) -> Result<Figure<'_>, ChartError> {
        let panels = self
            .shown_axes()
            .map(|(place, axis)| {
                let line = first + place;
                Ok(Panel {
                    quantity: format!("{} along {axis}", title.to_lowercase()),
                    symbol: format!("{prefix}_{axis}"),
                    units: units.clone(),
                    axis: ValueAxis::Derived,
                    series: if self.layout.is_smoothed {
                        self.smoothed_series(line)?
                    } else {
                        self.series(line)?
                    },
                })
            })
            .collect::<Result<_, ChartError>>()?;
        let mut figure = self.figure(title, panels);
        figure.subtitle = Some(self.subtitle_of_axes());
        Ok(figure)
    }

    /// One series an entity with its band; of a lone entity also what it was before it was smoothed.
    fn smoothed_series(&self, line: usize) -> Result<Vec<Series<'_>>, ChartError> {
        let mut series = self.series(line)?;
        if let [smoothed] = &mut series[..] {
            smoothed.label = self.smoothed_label(&smoothed.label);
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

    fn smoothed_label(&self, label: &str) -> String {
        match &self.log.entity {
            None => "smoothed".to_owned(),
            Some(_) => format!("{label}, smoothed"),
        }
    }
}
