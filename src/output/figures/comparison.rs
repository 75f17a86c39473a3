//! Gradient against first difference, where the two can be told apart by eye, with what smooths the motion.

use super::Figures;
use super::telling::Row;
use dxdt_chart::{ChartError, Figure, Panel, Segment, Series, SeriesRole, ValueAxis};

/// The color of the gradient beside a smoother, of those of entities.
const GRADIENT: usize = 2;

impl Figures<'_> {
    pub(super) fn gradient_against_difference(&self) -> Result<Figure<'_>, ChartError> {
        let (entity, (rows, is_part)) = match &self.telling {
            None => (None, (&[][..], false)),
            Some((entity, telling)) => (Some(&self.entities[*entity]), telling.rows()),
        };
        let first = entity.map_or(0, |entity| entity.first_stamp);
        let series = |axis: usize, velocity: usize, label: &str, role| {
            let parts = rows.chunk_by(|_, next| !next.is_start);
            let part = |part: &[Row]| {
                let seconds = part.iter().map(|row| self.times.seconds(row.stamp, first));
                let values = part.iter().map(|row| row.velocities[axis][velocity]);
                Segment::new(seconds.collect::<Vec<_>>(), values.collect::<Vec<_>>())
            };
            Ok::<_, ChartError>(Series {
                label: label.to_owned(),
                role,
                segments: parts.map(part).collect::<Result<_, _>>()?,
            })
        };
        let panels = self
            .shown_axes()
            .map(|(axis, name)| {
                let difference = "first difference to the next row";
                let difference = series(axis, 1, difference, SeriesRole::Compared)?;
                let series = match self.smoother {
                    None => vec![series(axis, 0, "gradient", SeriesRole::Main)?, difference],
                    Some(method) => vec![
                        series(axis, 0, "gradient", SeriesRole::Entity(GRADIENT))?,
                        series(axis, 2, method.name(), SeriesRole::Main)?,
                        difference,
                    ],
                };
                Ok(Panel {
                    quantity: format!("velocity along {name}"),
                    symbol: format!("v_{name}"),
                    units: self.velocity_units.clone(),
                    axis: ValueAxis::Derived,
                    series,
                })
            })
            .collect::<Result<_, ChartError>>()?;
        let title = match self.smoother {
            None => "Velocity: gradient against first difference".to_owned(),
            Some(method) => format!("Velocity: {method} against gradient and first difference"),
        };
        let mut figure = self.figure(&title, panels);
        let mut subtitle = self.subtitle_of_axes();
        let object = entity.filter(|_| self.entities.len() > 1);
        let object = object.map(|entity| super::label(self.log, &entity.name));
        if let Some(object) = &object {
            subtitle.push_str(&format!(" · {object}"));
        }
        if is_part {
            let count = rows.len();
            subtitle.push_str(&format!(
                " · the {count} rows around the largest difference"
            ));
        } else if object.is_some() {
            subtitle.push_str(", which has the largest difference");
        }
        figure.subtitle = Some(subtitle);
        Ok(figure)
    }
}
