//! What the kinds of methods make of one log, a row of the chart each, with the truth behind them where it is known.

use std::ops::Range;

use super::times::Times;
use super::units::units_of;
use crate::output::summary::Units;
use crate::screens::comparison::panel;
use dxdt_chart::{
    ChartError, ChartSize, Drawing, Panel, Segment, Series, SeriesRole, TimeAxis, TitledFigure,
    TitledPanel, ValueAxis,
};
use dxdt_motion::audit::{AuditedLog, EntityRows};
use dxdt_motion::diagnosis::{Diagnosis, Evidence};
use dxdt_motion::motion::{MethodName, Motion, Reference, TruthKind};

/// So many rows can be told apart by eye.
const FEW: usize = 14;
const SOME: usize = 60;
const MANY: usize = 600;
/// So many rows show what happens at an end.
const AT_AN_END: usize = 10;
/// So many rows from an end, no method takes its one-sided stencils.
const END: usize = 8;

/// A derivative.
#[derive(Clone, Copy, PartialEq)]
enum Order {
    Velocity,
    Acceleration,
}

impl Order {
    fn columns(self, motion: &Motion) -> &[Vec<f64>] {
        match self {
            Self::Velocity => &motion.velocity,
            Self::Acceleration => &motion.acceleration,
        }
    }
}

/// What one panel shows: a derivative along an axis on some rows of an entity.
#[derive(Clone, Copy)]
struct View<'e> {
    order: Order,
    axis: usize,
    entity: &'e EntityRows,
    rows: (usize, usize),
}

impl View<'_> {
    fn rows(self) -> Range<usize> {
        self.rows.0..self.rows.1
    }
}

/// What the methods' charts are drawn from.
#[derive(Debug)]
pub struct MethodsChart<'a> {
    audited: &'a AuditedLog<'a>,
    units: &'a Units,
    seconds: Vec<f64>,
    time: TimeAxis,
    subtitle: String,
}

impl<'a> MethodsChart<'a> {
    /// Of an audited log and the units of its motion.
    pub fn new(audited: &'a AuditedLog<'a>, units: &'a Units) -> Self {
        let log = audited.log;
        let times = Times::of(log, &super::span(audited), audited.entities.len());
        let mut seconds = Vec::with_capacity(audited.stamps.len());
        for entity in &audited.entities {
            let stamps = &audited.stamps[entity.rows.clone()];
            let first = stamps.first().copied().unwrap_or(0);
            seconds.extend(stamps.iter().map(|&stamp| times.seconds(stamp, first)));
        }
        Self {
            audited,
            units,
            seconds,
            time: times.axis,
            subtitle: super::subtitle(log, audited.stamps.len() as u64),
        }
    }
}

impl MethodsChart<'_> {
    /// Draws a row for each kind of method, along the axis where the motion is fastest. A smoother that was asked for is
    /// among those of its row.
    ///
    /// # Errors
    /// Where the drawing library fails, which no data should make it do.
    pub fn draw(
        &self,
        evidence: &Evidence<'_>,
        diagnoses: &[Diagnosis],
        asked: Option<MethodName>,
        size: ChartSize,
    ) -> Result<Drawing, ChartError> {
        let axis = evidence.fastest_axis();
        let usual = evidence.usual();
        let entity = self.longest_entity();
        let middle = fastest_change(evidence, axis, entity);
        let view = |order, axis, entity, rows: Range<usize>| View {
            order,
            axis,
            entity,
            rows: (rows.start, rows.end),
        };
        let home = entity
            .segments
            .iter()
            .find(|segment| segment.contains(&middle))
            .cloned()
            .unwrap_or_else(|| entity.rows.clone());
        // What happens at the ends has a panel of its own, and would flatten the others.
        let inner = home.start + END..home.end.saturating_sub(END).max(home.start + END);
        let around = |count: usize| {
            let rows = if inner.len() >= count { &inner } else { &home };
            window(rows.clone(), middle, count)
        };
        let (mut half_step, mut edge, mut chained) = (None, None, None);
        let (mut accuracy, mut noise) = (None, None);
        for diagnosis in diagnoses {
            match diagnosis {
                Diagnosis::HalfStep(diagnosis) => half_step = Some(diagnosis),
                Diagnosis::EdgeOrder(diagnosis) => edge = Some(diagnosis),
                Diagnosis::ChainedDirect(diagnosis) => chained = Some(diagnosis),
                Diagnosis::Accuracy(diagnosis) => accuracy = Some(diagnosis),
                Diagnosis::Noise(diagnosis) => noise = Some(diagnosis),
                _ => {}
            }
        }
        let (edge_axis, edge_row) = edge.map_or((axis, entity.rows.start), |diagnosis| {
            (diagnosis.axis_index, diagnosis.row)
        });
        let edge_entity = self
            .audited
            .entities
            .iter()
            .find(|entity| entity.rows.contains(&edge_row))
            .unwrap_or(entity);
        let segment = edge_entity
            .segments
            .iter()
            .find(|segment| segment.contains(&edge_row))
            .cloned()
            .unwrap_or_else(|| edge_entity.rows.clone());
        let at_edge = if edge.is_some_and(|diagnosis| !diagnosis.is_first) {
            segment.end.saturating_sub(AT_AN_END).max(segment.start)..segment.end
        } else {
            segment.start..segment.end.min(segment.start + AT_AN_END)
        };
        let line = |method| (method, panel::line(method));
        let few = view(Order::Velocity, axis, entity, around(FEW));
        let edges = view(Order::Acceleration, edge_axis, edge_entity, at_edge);
        let some = view(Order::Acceleration, axis, entity, around(SOME));
        let many = window(entity.rows.clone(), middle, MANY);
        let many = view(Order::Acceleration, axis, entity, many);
        let mut smoothers = vec![MethodName::Auto, MethodName::Spline, MethodName::LowPass];
        let others = [MethodName::Gradient, usual];
        let asked = asked.filter(|asked| !smoothers.contains(asked) && !others.contains(asked));
        smoothers.extend(asked);
        let panels = vec![
            (
                panel::first_differences(half_step, evidence.mean_step()),
                few,
                vec![
                    line(MethodName::Central),
                    line(MethodName::Diff),
                    line(MethodName::Backward),
                ],
                None,
            ),
            (
                panel::edge_order(edge, (edge_axis != axis).then(|| evidence.name(edge_axis))),
                edges,
                vec![(usual, panel::EDGE_ORDER_2), line(MethodName::EdgeOrder1)],
                None,
            ),
            (
                panel::chained(chained),
                some,
                vec![(usual, panel::CHAINED), line(MethodName::Direct)],
                None,
            ),
            (
                panel::accuracy(accuracy).to_owned(),
                some,
                vec![
                    (usual, panel::ACCURACY_2),
                    line(MethodName::Accuracy4),
                    line(MethodName::Accuracy8),
                ],
                None,
            ),
            (
                panel::smoothers(noise).to_owned(),
                many,
                smoothers.into_iter().map(line).collect(),
                Some(line(usual)),
            ),
        ];
        let panels = panels
            .into_iter()
            .map(|(title, view, lines, smoothed)| {
                Ok(TitledPanel {
                    title,
                    panel: self.panel_of(evidence, view, &lines, smoothed)?,
                })
            })
            .collect::<Result<Vec<_>, ChartError>>()?;
        let mut subtitle = self.subtitle.clone();
        if self.audited.entities.len() > 1 {
            subtitle.push_str(&format!(
                " · {}",
                super::label(self.audited.log, &entity.name)
            ));
        }
        TitledFigure {
            title: panel::figure(&evidence.name(axis)),
            subtitle: Some(subtitle),
            time: self.time.clone(),
            panels,
        }
        .draw(size)
    }

    /// A derivative by several methods, with the truth behind them, and with what they smooth.
    fn panel_of<'s>(
        &'s self,
        evidence: &Evidence<'s>,
        view: View<'_>,
        lines: &[(MethodName, &str)],
        smoothed: Option<(MethodName, &str)>,
    ) -> Result<Panel<'s>, ChartError> {
        let rows = view.rows();
        let (name, symbol, unit) = match view.order {
            Order::Velocity => ("velocity", "v", &self.units.velocity),
            Order::Acceleration => ("acceleration", "a", &self.units.acceleration),
        };
        let truth: Option<&'s Reference> = match view.order {
            Order::Velocity => evidence.true_velocity(view.axis),
            Order::Acceleration => evidence.true_acceleration(view.axis),
        };
        let mut series = Vec::new();
        if let Some(truth) = truth {
            let label = match truth.kind {
                TruthKind::Exact => panel::TRUTH,
                TruthKind::Measured => panel::MEASURED,
            };
            series.push(Series {
                label: label.to_owned(),
                role: SeriesRole::Measured,
                segments: self.parts_between_gaps(view.entity, &rows, &truth.values)?,
            });
        }
        let ranked = lines
            .iter()
            .enumerate()
            .map(|(rank, line)| (*line, SeriesRole::Entity(rank)));
        let smoothed = smoothed.map(|line| (line, SeriesRole::Unsmoothed));
        for ((method, label), role) in smoothed.into_iter().chain(ranked) {
            let Some(method) = evidence.motion(method) else {
                continue;
            };
            let values = &view.order.columns(&method.motion)[view.axis];
            series.push(Series {
                label: label.to_owned(),
                role,
                segments: self.parts_between_gaps(view.entity, &rows, values)?,
            });
        }
        Ok(Panel {
            quantity: name.to_owned(),
            symbol: symbol.to_owned(),
            units: units_of(unit.as_deref()),
            axis: ValueAxis::Own,
            series,
        })
    }

    fn longest_entity(&self) -> &EntityRows {
        // The first of equals: `max_by_key` would give the last.
        let entities = self.audited.entities.iter().rev();
        entities
            .max_by_key(|entity| entity.rows.len())
            .unwrap_or(&self.audited.entities[0])
    }

    fn parts_between_gaps<'s>(
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

/// The row of an entity where the smoothed acceleration along an axis is largest.
fn fastest_change(evidence: &Evidence<'_>, axis: usize, entity: &EntityRows) -> usize {
    let auto = evidence.motion(MethodName::Auto);
    let acceleration = auto.and_then(|auto| auto.motion.acceleration.get(axis));
    let size = |row: usize| {
        let value = acceleration.and_then(|column| column.get(row));
        value.map_or(0.0, |value| value.abs())
    };
    let mut best = entity.rows.start;
    for row in entity.rows.clone() {
        if size(row) > size(best) {
            best = row;
        }
    }
    best
}

/// So many rows around one, or all where there are fewer.
fn window(rows: Range<usize>, middle: usize, count: usize) -> Range<usize> {
    if rows.len() <= count {
        return rows;
    }
    let start = middle
        .saturating_sub(count / 2)
        .clamp(rows.start, rows.end - count);
    start..start + count
}
