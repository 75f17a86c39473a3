//! Gradient against first difference, where the two can be told apart by eye.

use super::Figures;
use super::telling::Row;
use dxdt_chart::{ChartError, Figure, Panel, Segment, Series, SeriesRole};

impl Figures<'_> {
    pub(super) fn gradient_against_difference(&self) -> Result<Figure<'_>, ChartError> {
        let (entity, (rows, is_part)) = match &self.telling {
            None => (None, (&[][..], false)),
            Some((entity, telling)) => (Some(&self.entities[*entity]), telling.rows()),
        };
        let [scale, _] = self.layout.scales;
        let first = entity.map_or(0, |entity| entity.first_stamp);
        let series = |axis: usize, velocity: usize, label: &str, role| {
            let parts = rows.chunk_by(|_, next| !next.is_start);
            let part = |part: &[Row]| {
                let seconds = part.iter().map(|row| self.times.seconds(row.stamp, first));
                let values = part
                    .iter()
                    .map(|row| scale * row.velocities[axis][velocity]);
                Segment::new(seconds.collect::<Vec<_>>(), values.collect::<Vec<_>>())
            };
            Ok::<_, ChartError>(Series {
                label: label.to_owned(),
                role,
                segments: parts.map(part).collect::<Result<_, _>>()?,
            })
        };
        let axes = self.axes.iter().enumerate();
        let panels = axes
            .map(|(axis, name)| {
                let difference = "first difference to the next row";
                Ok(Panel {
                    quantity: format!("velocity along {name}"),
                    symbol: format!("v_{name}"),
                    unit: self.units.velocity.clone(),
                    series: vec![
                        series(axis, 0, "gradient", SeriesRole::Main)?,
                        series(axis, 1, difference, SeriesRole::Compared)?,
                    ],
                })
            })
            .collect::<Result<_, ChartError>>()?;
        let mut figure = self.figure("Velocity: gradient against first difference", panels);
        let mut subtitle = self.subtitle.clone();
        if let Some(entity) = entity.filter(|_| self.entities.len() > 1) {
            subtitle.push_str(&format!(
                " · {}, the object with the most rows",
                super::label(self.log, &entity.name)
            ));
        }
        if is_part {
            subtitle.push_str(&format!(
                " · the {} rows around the largest difference",
                rows.len()
            ));
        }
        figure.subtitle = Some(subtitle);
        Ok(figure)
    }
}
