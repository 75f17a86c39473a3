//! Gradient against first difference, where the two can be told apart by eye.

use std::ops::Range;

use crate::log::EntityRows;

use super::Figures;
use crate::output::chart::{ChartError, Figure, Panel, Segment, Series, SeriesRole};

impl Figures<'_> {
    pub(super) fn gradient_against_difference(&self) -> Result<Figure<'_>, ChartError> {
        let entity = self.longest_entity();
        let (rows, is_part) = self.telling_rows(entity);
        let parts = |values| self.parts_between_gaps(entity, &rows, values);
        let panels = self.velocity_panels(|axis| {
            Ok(vec![
                Series {
                    label: "gradient".to_owned(),
                    role: SeriesRole::Main,
                    segments: parts(&self.comparison.gradient[axis])?,
                },
                Series {
                    label: "first difference to the next row".to_owned(),
                    role: SeriesRole::Compared,
                    segments: parts(&self.comparison.first_difference[axis])?,
                },
            ])
        })?;
        let mut figure = self.figure("Velocity: gradient against first difference", panels);
        let mut subtitle = self.subtitle.clone();
        if self.audited.entities.len() > 1 {
            subtitle.push_str(&format!(
                " · {}, the entity with the most rows",
                self.label(entity)
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

    /// A panel of velocity for each axis, by its number, with the series that are asked for.
    pub(super) fn velocity_panels<'s>(
        &self,
        series: impl Fn(usize) -> Result<Vec<Series<'s>>, ChartError>,
    ) -> Result<Vec<Panel<'s>>, ChartError> {
        let axes = self.motion.axes.iter().enumerate();
        axes.map(|(axis, name)| {
            Ok(Panel {
                quantity: format!("velocity along {name}"),
                symbol: format!("v_{name}"),
                unit: self.units.velocity.clone(),
                series: series(axis)?,
            })
        })
        .collect()
    }

    pub(super) fn longest_entity(&self) -> &EntityRows {
        // The first of equals: `max_by_key` would give the last.
        let entities = self.audited.entities.iter().rev();
        entities
            .max_by_key(|entity| entity.rows.len())
            .unwrap_or(&self.audited.entities[0])
    }

    /// The rows of an entity on which the two velocities can be told apart by eye: all of a short log, of a long
    /// one those around the largest difference.
    pub(super) fn telling_rows(&self, entity: &EntityRows) -> (Range<usize>, bool) {
        const WINDOW: usize = 40;
        let rows = entity.rows.clone();
        if rows.len() <= 2 * WINDOW {
            return (rows, false);
        }
        let difference = |row: usize| {
            let axes = self
                .comparison
                .gradient
                .iter()
                .zip(self.comparison.first_difference);
            let largest =
                axes.map(|(gradient, difference)| (gradient[row] - difference[row]).abs());
            largest.fold(0.0, f64::max)
        };
        let most = rows
            .clone()
            .reduce(|best, row| {
                if difference(row) > difference(best) {
                    row
                } else {
                    best
                }
            })
            .unwrap_or(rows.start);
        let start = most
            .saturating_sub(WINDOW / 2)
            .clamp(rows.start, rows.end - WINDOW);
        (start..start + WINDOW, true)
    }

    pub(super) fn parts_between_gaps<'s>(
        &'s self,
        entity: &EntityRows,
        rows: &Range<usize>,
        values: &'s [f64],
    ) -> Result<Vec<Segment<'s>>, ChartError> {
        entity
            .segments
            .iter()
            .map(|segment| segment.start.max(rows.start)..segment.end.min(rows.end))
            .filter(|part| !part.is_empty())
            .map(|part| Segment::new(&self.seconds[part.clone()], &values[part]))
            .collect()
    }
}
