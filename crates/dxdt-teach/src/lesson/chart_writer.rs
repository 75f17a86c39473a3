//! Writes a chart of a lesson: its words from the file, its lines from slices.

use dxdt_chart::{Figure, Panel, Segment, Series, SeriesRole, TimeAxis, ValueAxis};
use dxdt_motion::error::Result;

use super::samples::or_error;
use super::writer::Writer;

/// A chart on its way into a lesson.
pub(super) struct ChartWriter<'w> {
    writer: &'w mut Writer,
    key: String,
    figure: Figure<'static>,
}

impl<'w> ChartWriter<'w> {
    pub fn new(writer: &'w mut Writer, key: String, figure: Figure<'static>) -> Self {
        Self {
            writer,
            key,
            figure,
        }
    }

    /// A further panel below those there are; its lines follow.
    pub fn panel(&mut self, name: &str, symbol: &str, unit: Option<&str>) -> Result<()> {
        self.panel_of(name, symbol, unit, ValueAxis::Own)
    }

    /// A further panel of decimal logarithms, over an axis of such.
    pub fn decades(&mut self, name: &str, symbol: &str, unit: Option<&str>) -> Result<()> {
        if let TimeAxis::Seconds { label } = &mut self.figure.time {
            self.figure.time = TimeAxis::Decades {
                label: std::mem::take(label),
            };
        }
        self.panel_of(name, symbol, unit, ValueAxis::Decades)
    }

    fn panel_of(
        &mut self,
        name: &str,
        symbol: &str,
        unit: Option<&str>,
        axis: ValueAxis,
    ) -> Result<()> {
        let key = format!("charts.{}.panels.{name}", self.key);
        self.figure.panels.push(Panel {
            quantity: self.writer.text(&key)?,
            symbol: symbol.to_owned(),
            units: unit.into(),
            axis,
            series: Vec::new(),
        });
        Ok(())
    }

    /// A line of the last panel.
    pub fn line(&mut self, name: &str, role: SeriesRole, x: &[f64], y: &[f64]) -> Result<()> {
        let segment = or_error(Segment::new(x.to_vec(), y.to_vec()))?;
        self.series(name, role, vec![segment])
    }

    /// A line of the last panel with a band of ±1.96 standard errors.
    pub fn band(
        &mut self,
        name: &str,
        role: SeriesRole,
        [x, y, errors]: [&[f64]; 3],
    ) -> Result<()> {
        let segment = or_error(Segment::new(x.to_vec(), y.to_vec()))?;
        let segment = or_error(segment.with_standard_errors(errors.to_vec()))?;
        self.series(name, role, vec![segment])
    }

    /// A line of the last panel that stays at one value.
    pub fn level(&mut self, name: &str, role: SeriesRole, x: &[f64], value: f64) -> Result<()> {
        self.line(name, role, x, &vec![value; x.len()])
    }

    /// Several lines of the last panel that look alike.
    pub fn lines(
        &mut self,
        name: &str,
        role: SeriesRole,
        x: &[f64],
        lines: &[Vec<f64>],
    ) -> Result<()> {
        let segment = |y: &Vec<f64>| or_error(Segment::new(x.to_vec(), y.clone()));
        let segments = lines.iter().map(segment).collect::<Result<_>>()?;
        self.series(name, role, segments)
    }

    /// Points of the last panel that no line joins.
    pub fn points(&mut self, name: &str, role: SeriesRole, x: &[f64], y: &[f64]) -> Result<()> {
        let point = |(&x, &y)| or_error(Segment::new(vec![x], vec![y]));
        let segments = x.iter().zip(y).map(point).collect::<Result<_>>()?;
        self.series(name, role, segments)
    }

    fn series(
        &mut self,
        name: &str,
        role: SeriesRole,
        segments: Vec<Segment<'static>>,
    ) -> Result<()> {
        let label = self
            .writer
            .text(&format!("charts.{}.lines.{name}", self.key))?;
        if let Some(panel) = self.figure.panels.last_mut() {
            panel.series.push(Series {
                label,
                role,
                segments,
            });
        }
        Ok(())
    }

    /// Puts the chart into the lesson.
    pub fn finish(self) -> Result<()> {
        self.writer.show(&self.key, self.figure)
    }
}
