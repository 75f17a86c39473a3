//! Velocity and acceleration along each axis, with what a smoother knows of them.

use crate::output::chart::{ChartError, Figure, Panel, Series, SeriesRole};

use super::Figures;

/// What a smoother knows of the columns of one quantity.
#[derive(Clone, Copy)]
struct Before<'s> {
    /// Standard errors.
    errors: &'s [Vec<f64>],
    /// What the columns were before.
    columns: &'s [Vec<f64>],
}

impl<'s> Before<'s> {
    /// Errors and values of one axis.
    fn of_axis(self, axis: usize) -> Option<[&'s [f64]; 2]> {
        Some([self.errors.get(axis)?, self.columns.get(axis)?])
    }
}

impl Figures<'_> {
    pub(super) fn velocity(&self) -> Result<Figure<'_>, ChartError> {
        let before = self.smoothing.map(|(smoothing, motion)| Before {
            errors: &smoothing.velocity_error,
            columns: &motion.velocity,
        });
        let unit = &self.units.velocity;
        self.along_axes("Velocity", "v", &self.motion.velocity, before, unit)
    }

    pub(super) fn acceleration(&self) -> Result<Figure<'_>, ChartError> {
        let before = self.smoothing.map(|(smoothing, motion)| Before {
            errors: &smoothing.acceleration_error,
            columns: &motion.acceleration,
        });
        let unit = &self.units.acceleration;
        self.along_axes("Acceleration", "a", &self.motion.acceleration, before, unit)
    }

    fn along_axes<'s>(
        &'s self,
        title: &str,
        prefix: &str,
        columns: &'s [Vec<f64>],
        before: Option<Before<'s>>,
        unit: &Option<String>,
    ) -> Result<Figure<'s>, ChartError> {
        let panels = self
            .motion
            .axes
            .iter()
            .zip(columns)
            .enumerate()
            .map(|(index, (axis, values))| {
                let before = before.and_then(|before| before.of_axis(index));
                Ok(Panel {
                    quantity: format!("{} along {axis}", title.to_lowercase()),
                    symbol: format!("{prefix}_{axis}"),
                    unit: unit.clone(),
                    series: match before {
                        None => self.series(&self.seconds, values)?,
                        Some([errors, before]) => self.smoothed_series(values, errors, before)?,
                    },
                })
            })
            .collect::<Result<_, ChartError>>()?;
        Ok(self.figure(title, panels))
    }

    /// One series an entity with its band; of a lone entity also what it was before it was smoothed.
    fn smoothed_series<'s>(
        &'s self,
        smooth: &'s [f64],
        errors: &'s [f64],
        before: &'s [f64],
    ) -> Result<Vec<Series<'s>>, ChartError> {
        let mut series = self.series(&self.seconds, smooth)?;
        for (series, &entity) in series.iter_mut().zip(&self.order) {
            let entity = &self.audited.entities[entity];
            let segments = std::mem::take(&mut series.segments).into_iter();
            series.segments = segments
                .zip(&entity.segments)
                .map(|(segment, rows)| segment.with_standard_errors(&errors[rows.clone()]))
                .collect::<Result<_, _>>()?;
        }
        if let [smoothed] = &mut series[..] {
            smoothed.label = match &self.audited.log.entity {
                None => "smoothed".to_owned(),
                Some(_) => format!("{}, smoothed", smoothed.label),
            };
            for gradient in self.series(&self.seconds, before)? {
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
