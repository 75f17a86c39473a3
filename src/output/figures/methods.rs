//! The velocity by several methods, where they can be told apart by eye.

use super::Figures;
use crate::motion::MethodMotion;
use crate::output::chart::{ChartError, ChartSize, Drawing, NAMED_ENTITIES, Series, SeriesRole};

impl Figures<'_> {
    /// Draws the velocity by the first methods, as many as have a colour.
    ///
    /// # Errors
    /// Where the drawing library fails, which no data should make it do.
    pub fn draw_methods(
        &self,
        methods: &[MethodMotion],
        size: ChartSize,
    ) -> Result<Drawing, ChartError> {
        let entity = self.longest_entity();
        let (rows, is_part) = self.telling_rows(entity);
        let panels = self.velocity_panels(|axis| {
            let named = methods.iter().take(NAMED_ENTITIES).enumerate();
            named
                .map(|(rank, method)| {
                    let values = &method.motion.velocity[axis];
                    Ok(Series {
                        label: method.name.to_owned(),
                        role: SeriesRole::Entity(rank),
                        segments: self.parts_between_gaps(entity, &rows, values)?,
                    })
                })
                .collect()
        })?;
        let mut figure = self.figure("Velocity by several methods", panels);
        if is_part {
            let words =
                " · the rows around the largest difference of gradient and first difference";
            figure.subtitle = Some(format!("{}{words}", self.subtitle));
        }
        figure.draw(size)
    }
}
