//! The charts of an analysis, from its columns.

mod capacity;
mod chart_rows;
mod comparison;
mod derivatives;
mod entity_lines;
mod layout;
mod methods;
mod path;
mod plane;
mod telling;
mod times;
mod units;

use crate::analysis::rows::DerivedRows;
use dxdt_motion::audit::AuditedLog;
use dxdt_motion::log::PositionLog;
use dxdt_motion::motion::{Comparison, MethodName, Motion, Smoothing};
use dxdt_motion::space::Frame;

use super::shown_units::ShownUnits;
use super::summary::Units;
use super::whereabouts::Whereabouts;
use dxdt_chart::{ChartError, ChartSize, Drawing, Figure, Panel, Series, SeriesRole, ValueAxis};

pub(crate) use chart_rows::ChartRows;
use entity_lines::EntityLines;
use layout::Layout;
pub use methods::MethodsChart;
use telling::Telling;
pub(crate) use times::Span;
use times::Times;
use units::{units_of, units_shown};

/// A chart of an analysis.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChartKind {
    /// Each position column over time.
    Position,
    /// Velocity along each axis over time.
    Velocity,
    /// Acceleration along each axis over time.
    Acceleration,
    /// Gradient against first difference.
    Comparison,
    /// The path in the plane; the distance traveled where there is only one axis.
    Path,
}

impl ChartKind {
    /// All charts, in the order in which they are written.
    pub const ALL: [Self; 5] = [
        Self::Position,
        Self::Velocity,
        Self::Acceleration,
        Self::Comparison,
        Self::Path,
    ];

    /// The name of its files, without ending.
    pub fn name(self) -> &'static str {
        match self {
            Self::Position => "position",
            Self::Velocity => "velocity",
            Self::Acceleration => "acceleration",
            Self::Comparison => "comparison",
            Self::Path => "path",
        }
    }
}

/// What the charts are drawn from: all rows of a short log, of a long one as many points as can be told apart.
#[derive(Debug)]
pub struct Figures<'a> {
    log: &'a PositionLog,
    /// What velocities and accelerations can be read in.
    velocity_units: dxdt_chart::Units,
    acceleration_units: dxdt_chart::Units,
    axes: Vec<String>,
    layout: Layout,
    /// In the order of the log.
    entities: Vec<EntityLines>,
    /// The seconds of the rows that are kept of each entity.
    seconds: Vec<Vec<f64>>,
    /// Entities; where not all can be named, the ones that go furthest first.
    order: Vec<usize>,
    /// An entity, and its rows on which gradient and first difference are compared.
    telling: Option<(usize, Telling)>,
    /// Of a geographic log.
    whereabouts: Whereabouts,
    /// Something moves upwards.
    has_height: bool,
    /// What smoothed the motion, unless that is the gradient with its errors.
    smoother: Option<MethodName>,
    times: Times,
    subtitle: String,
}

impl<'a> Figures<'a> {
    /// Of a log whose rows are all in memory. `smoothing` is what smoothed the motion, with the motion before it.
    ///
    /// ```
    /// use dxdt_motion::audit::{AuditOptions, audit};
    /// use dxdt_log::LogOptions;
    /// use dxdt_formats::Source;
    /// use dxdt_motion::motion::{DeriveOptions, compare, derive};
    /// use dxdt_chart::ChartSize;
    /// use dxdt::output::figures::{ChartKind, Figures};
    /// use dxdt::output::summary::Units;
    ///
    /// let csv = b"Time (s),z (m)\n0,100\n0.5,98.77375\n0.75,97.240937\n1.5,88.96375\n".to_vec();
    /// let log = dxdt_log::read_source(Source::from_bytes("stone.csv".into(), csv)?, &LogOptions::default())?;
    /// let audited = audit(&log, &AuditOptions::default())?;
    /// let options = DeriveOptions::default();
    /// let motion = derive(&audited, &options);
    /// let comparison = compare(&audited, &motion, &options);
    /// let per_second = |power: &str| Some(format!("m/s{power}"));
    /// let units = Units {
    ///     positions: vec![Some("m".to_owned())],
    ///     velocity: per_second(""),
    ///     acceleration: per_second("²"),
    /// };
    /// let figures = Figures::new(&audited, &motion, &comparison, &units, None);
    /// let drawing = figures.draw(ChartKind::Velocity, ChartSize::default())?;
    /// assert!(drawing.svg().contains("m/s"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn new(
        audited: &'a AuditedLog<'a>,
        motion: &Motion,
        comparison: &Comparison<'_>,
        units: &'a Units,
        smoothing: Option<(&Smoothing, &Motion)>,
    ) -> Self {
        let log = audited.log;
        let mut charts = ChartRows::new(log, smoothing.map(|(smoothing, _)| smoothing.method));
        charts.add(&DerivedRows {
            audited,
            motion,
            smoothing: smoothing.map(|(smoothing, _)| smoothing),
            unsmoothed: smoothing.map_or(motion, |(_, motion)| motion),
            gradient: &comparison.gradient,
            quantities: &[],
            rows: 0..audited.stamps.len(),
            entity_goes_on: false,
            segment_goes_on: false,
        });
        charts.finish(log, units)
    }

    /// With axes of velocity and acceleration in the units that were asked for.
    #[must_use]
    pub fn shown_in(mut self, units: &ShownUnits) -> Self {
        self.velocity_units = units_shown(&units.speed);
        self.acceleration_units = units_shown(&units.acceleration);
        self
    }

    /// Draws one chart.
    ///
    /// # Errors
    /// Where the drawing library fails, which no data should make it do.
    pub fn draw(&self, kind: ChartKind, size: ChartSize) -> Result<Drawing, ChartError> {
        match kind {
            ChartKind::Position => self.positions()?.draw(size),
            ChartKind::Velocity => self.velocity()?.draw(size),
            ChartKind::Acceleration => self.acceleration()?.draw(size),
            ChartKind::Comparison => self.gradient_against_difference()?.draw(size),
            ChartKind::Path if self.layout.has_distance() => self.distance_travelled()?.draw(size),
            ChartKind::Path => self.path()?.draw(size),
        }
    }

    fn positions(&self) -> Result<Figure<'_>, ChartError> {
        let columns = self.log.positions.iter().enumerate();
        let panels = columns
            .map(|(line, position)| {
                Ok(Panel {
                    quantity: "position".to_owned(),
                    symbol: position.name.clone(),
                    units: units_of(position.unit.as_deref()),
                    axis: self.position_axis(),
                    series: self.series(line)?,
                })
            })
            .collect::<Result<_, ChartError>>()?;
        Ok(self.figure("Position", panels))
    }

    /// A degree of longitude is not as long as one of latitude.
    fn position_axis(&self) -> ValueAxis {
        match self.log.coordinates {
            Frame::Cartesian => ValueAxis::Common,
            Frame::Geographic => ValueAxis::Own,
        }
    }

    /// The axes along which there is motion, each with its place among all.
    fn shown_axes(&self) -> impl Iterator<Item = (usize, &String)> {
        let shown = if self.has_height {
            self.axes.len()
        } else {
            self.axes.len().min(2)
        };
        self.axes.iter().enumerate().take(shown)
    }

    /// The subtitle of a chart with a panel an axis.
    fn subtitle_of_axes(&self) -> String {
        let why = match (self.has_height, self.log.positions.len()) {
            (true, _) => return self.subtitle.clone(),
            (false, 3) => "the height never changes",
            (false, _) => "the log has no height",
        };
        format!("{} · {why}, so there is no panel for up", self.subtitle)
    }

    fn figure<'s>(&self, title: &str, panels: Vec<Panel<'s>>) -> Figure<'s> {
        Figure {
            title: title.to_owned(),
            subtitle: Some(self.subtitle.clone()),
            time: self.times.axis.clone(),
            panels,
        }
    }

    /// One series an entity, with its segments.
    fn series(&self, line: usize) -> Result<Vec<Series<'_>>, ChartError> {
        let entities = self.order.iter().enumerate();
        entities
            .map(|(rank, &entity)| {
                let lines = &self.entities[entity];
                Ok(Series {
                    label: label(self.log, &lines.name),
                    role: self.role(rank),
                    segments: lines.segments(line, &self.seconds[entity], &self.times)?,
                })
            })
            .collect()
    }

    fn role(&self, rank: usize) -> SeriesRole {
        if self.entities.len() == 1 {
            SeriesRole::Main
        } else {
            SeriesRole::Entity(rank)
        }
    }
}

/// What an entity is called.
fn label(log: &PositionLog, name: &str) -> String {
    match &log.entity {
        None => "gradient".to_owned(),
        Some(column) => format!("{column} {name}"),
    }
}

/// The files of a log, and how many rows are used.
fn subtitle(log: &PositionLog, rows: u64) -> String {
    let names: Vec<_> = log
        .files
        .iter()
        .map(|file| file.name.rsplit(['/', '\\']).next().unwrap_or(&file.name))
        .collect();
    let rows = dxdt_motion::words::number::counted(rows, "row", "rows");
    format!("{} · {rows}", names.join(", "))
}

/// When the rows of a log in memory are.
fn span(audited: &AuditedLog<'_>) -> Span {
    let mut span = Span::new(audited.log.clock.ticks);
    for entity in &audited.entities {
        if let [first, .., last] | [first @ last] = audited.stamps[entity.rows.clone()] {
            span.add(first, last);
        }
    }
    span
}
