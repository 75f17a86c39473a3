//! Which charts a page has, and the columns that they show.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::output::shown_units::ShownUnits;
use crate::output::summary::Units;
use dxdt_motion::log::{MeasuredQuantity, PositionLog};
use dxdt_motion::motion::{MeasuredComparison, measured_factor};
use dxdt_motion::space::Frame;

use super::columns::{Column, Values};

/// Charts that stand above each other on one time axis.
#[derive(Debug, Serialize)]
pub(super) struct Group {
    pub title: String,
    /// At the top of the page, beside the path.
    pub main: bool,
    pub charts: Vec<Chart>,
}

/// One quantity against time. Numbers are places in the list of columns.
#[derive(Debug, Default, Serialize)]
pub(super) struct Chart {
    pub name: String,
    pub unit: String,
    pub values: usize,
    /// Standard errors.
    pub error: Option<usize>,
    /// What the values were before they were smoothed.
    pub before: Option<usize>,
    /// The first difference to the next row.
    pub difference: Option<usize>,
    /// What the log's instrument measured.
    pub measured: Vec<Measured>,
    /// The values go round, so that a line between two of them may mean nothing.
    pub dots: bool,
}

#[derive(Debug, Serialize)]
pub(super) struct Measured {
    pub name: String,
    pub values: usize,
}

/// What decides about the charts of a page.
#[derive(Debug, Clone)]
pub(super) struct Outline {
    /// Without its rows.
    pub log: PositionLog,
    /// The axes of the motion.
    pub axes: Vec<String>,
    /// Further quantities with their units.
    pub quantities: Vec<(String, Option<String>)>,
    pub has_errors: bool,
    /// The motion before it was smoothed is shown.
    pub has_before: bool,
}

/// What is known of the log at its end.
#[derive(Debug, Clone, Copy)]
pub(super) struct Known<'k> {
    pub units: &'k Units,
    pub measured: &'k [MeasuredComparison],
    /// Longitudes may cross the antimeridian.
    pub goes_round: bool,
}

/// The charts of a page and what they show.
#[derive(Debug, Default)]
pub(super) struct Charts {
    pub groups: Vec<Group>,
    pub columns: Vec<Column>,
}

impl Charts {
    /// Positions come first, so that their columns are the first ones.
    pub fn of(outline: &Outline, known: &Known<'_>) -> Self {
        let mut charts = Self::default();
        charts.add_positions(outline, known);
        charts.add_velocity(outline, known);
        charts.add_acceleration(outline, known);
        charts.add_norms(known);
        charts.add_quantities(outline);
        charts.add_measured(outline, known);
        charts.value(Values::Distance);
        charts.value(Values::Place);
        charts
    }

    /// The columns alone.
    pub fn columns(outline: &Outline) -> Vec<Column> {
        let units = Units {
            positions: Vec::new(),
            velocity: None,
            acceleration: None,
        };
        let known = Known {
            units: &units,
            measured: &[],
            goes_round: false,
        };
        Self::of(outline, &known).columns
    }

    /// The same without columns that are only there if every row is.
    pub fn without_columns_of_rows(mut self) -> Self {
        let kept = self.columns.iter().map(|column| !column.is_of_rows());
        let kept: Vec<bool> = kept.collect();
        let place = |old: usize| kept[..old].iter().filter(|kept| **kept).count();
        for chart in self.groups.iter_mut().flat_map(|group| &mut group.charts) {
            chart.difference = None;
            chart.values = place(chart.values);
            for slot in [&mut chart.error, &mut chart.before] {
                *slot = slot.map(place);
            }
            for measured in &mut chart.measured {
                measured.values = place(measured.values);
            }
        }
        self.columns.retain(|column| !column.is_of_rows());
        self
    }

    /// Shows what is in the log's unit of speed or of acceleration in another; gives the factors of the columns.
    pub fn show_in(&mut self, shown: &ShownUnits, log: &Units) -> BTreeMap<usize, f64> {
        let mut factors = BTreeMap::new();
        let all = self.groups.iter_mut().flat_map(|group| &mut group.charts);
        for chart in all {
            for (of_log, scale) in [
                (&log.velocity, &shown.speed),
                (&log.acceleration, &shown.acceleration),
            ] {
                let is_of_log = of_log.as_ref().is_some_and(|unit| *unit == chart.unit);
                if !is_of_log || scale.factor == 1.0 {
                    continue;
                }
                let slots = [
                    Some(chart.values),
                    chart.error,
                    chart.before,
                    chart.difference,
                ];
                let measured = chart.measured.iter().map(|measured| measured.values);
                for column in slots.into_iter().flatten().chain(measured) {
                    factors.insert(column, scale.factor);
                }
                chart.unit = scale.unit.clone().unwrap_or_default();
                break;
            }
        }
        factors
    }

    fn value(&mut self, values: Values) -> usize {
        self.columns.push(Column::new(values));
        self.columns.len() - 1
    }

    fn add_positions(&mut self, outline: &Outline, known: &Known<'_>) {
        let geographic = outline.log.coordinates == Frame::Geographic;
        let charts = outline
            .log
            .positions
            .iter()
            .enumerate()
            .map(|(axis, position)| Chart {
                name: position.name.clone(),
                unit: position.unit.clone().unwrap_or_default(),
                values: self.value(Values::Position(axis)),
                dots: geographic && axis == 0 && known.goes_round,
                ..Chart::default()
            })
            .collect();
        self.groups.push(Group {
            title: "Position".to_owned(),
            // Instead of a path.
            main: outline.log.positions.len() == 1,
            charts,
        });
    }

    fn add_velocity(&mut self, outline: &Outline, known: &Known<'_>) {
        let mut charts = Vec::new();
        for (axis, name) in outline.axes.iter().enumerate() {
            let mut shown = |is_shown: bool, values| is_shown.then(|| self.value(values));
            let values = shown(true, Values::Velocity(axis));
            charts.push(Chart {
                name: format!("v_{name}"),
                unit: known.units.velocity.clone().unwrap_or_default(),
                values: values.unwrap_or_default(),
                error: shown(outline.has_errors, Values::VelocityError(axis)),
                before: shown(outline.has_before, Values::VelocityBefore(axis)),
                difference: shown(true, Values::FirstDifference(axis)),
                ..Chart::default()
            });
        }
        self.groups.push(Group {
            title: "Velocity".to_owned(),
            main: false,
            charts,
        });
    }

    fn add_acceleration(&mut self, outline: &Outline, known: &Known<'_>) {
        let mut charts = Vec::new();
        for (axis, name) in outline.axes.iter().enumerate() {
            let mut shown = |is_shown: bool, values| is_shown.then(|| self.value(values));
            let values = shown(true, Values::Acceleration(axis));
            charts.push(Chart {
                name: format!("a_{name}"),
                unit: known.units.acceleration.clone().unwrap_or_default(),
                values: values.unwrap_or_default(),
                error: shown(outline.has_errors, Values::AccelerationError(axis)),
                before: shown(outline.has_before, Values::AccelerationBefore(axis)),
                ..Chart::default()
            });
        }
        self.groups.push(Group {
            title: "Acceleration".to_owned(),
            main: false,
            charts,
        });
    }

    fn add_norms(&mut self, known: &Known<'_>) {
        let norms = [
            ("speed", &known.units.velocity, Values::Speed),
            ("accel", &known.units.acceleration, Values::Accel),
        ];
        let charts = norms.map(|(name, unit, values)| Chart {
            name: name.to_owned(),
            unit: unit.clone().unwrap_or_default(),
            values: self.value(values),
            ..Chart::default()
        });
        self.groups.push(Group {
            title: "Speed and magnitude of the acceleration".to_owned(),
            main: true,
            charts: charts.into(),
        });
    }

    /// The further quantities, a few to a group so that each fits on a printed page.
    fn add_quantities(&mut self, outline: &Outline) {
        const CHARTS: usize = 4;
        let quantities: Vec<_> = outline.quantities.iter().enumerate().collect();
        for some in quantities.chunks(CHARTS) {
            let charts = some
                .iter()
                .map(|(at, (name, unit))| Chart {
                    name: name.clone(),
                    unit: unit.clone().unwrap_or_default(),
                    values: self.value(Values::Quantity(*at)),
                    dots: matches!(name.as_str(), "course" | "heading"),
                    ..Chart::default()
                })
                .collect();
            self.groups.push(Group {
                title: "Further quantities".to_owned(),
                main: false,
                charts,
            });
        }
    }

    /// Puts what was measured beside what it is compared with.
    fn add_measured(&mut self, outline: &Outline, known: &Known<'_>) {
        let axes = &outline.axes;
        for (at, column) in outline.log.measured.iter().enumerate() {
            let named = |name: &str| {
                let charts = self.groups.iter().enumerate().skip(1);
                charts
                    .flat_map(|(group, g)| (0..).zip(&g.charts).map(move |(at, c)| (group, at, c)))
                    .find(|(_, _, chart)| chart.name == name)
                    .map(|(group, at, _)| (group, at))
            };
            let (place, sign) = match column.quantity {
                MeasuredQuantity::Component(axis) => {
                    let name = axes.get(axis).map(|axis| format!("v_{axis}"));
                    (name.and_then(|name| named(&name)), 1.0)
                }
                MeasuredQuantity::Down => {
                    let name = axes.get(2).map(|axis| format!("v_{axis}"));
                    (name.and_then(|name| named(&name)), -1.0)
                }
                MeasuredQuantity::Speed => (named("speed"), 1.0),
                MeasuredQuantity::Course | MeasuredQuantity::Accuracy { .. } => continue,
                MeasuredQuantity::GroundSpeed => {
                    (named("speed_over_ground").or_else(|| named("speed")), 1.0)
                }
            };
            let factor = measured_factor(&outline.log, axes.len(), column, known.measured);
            let (Some((group, chart)), Some(factor)) = (place, factor) else {
                continue;
            };
            self.columns.push(Column {
                values: Values::Measured(at),
                factor: sign * factor,
            });
            self.groups[group].charts[chart].measured.push(Measured {
                name: format!("measured {}", column.name),
                values: self.columns.len() - 1,
            });
        }
    }
}
