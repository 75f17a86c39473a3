//! Which charts a page has, and the columns that they show.

use std::borrow::Cow;

use serde::Serialize;

use crate::log::MeasuredQuantity;
use crate::motion::measured_in_units_of_motion;
use crate::space::Frame;

use super::Report;
use super::level_of_detail::low_high;

/// Charts that stand above each other on one time axis.
#[derive(Debug, Serialize)]
pub(super) struct Group {
    pub title: String,
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

/// A column of the page's data.
#[derive(Debug)]
pub(super) struct Column<'a> {
    pub values: Cow<'a, [f64]>,
    /// A standard error, of which only the largest of a bucket matters.
    pub is_error: bool,
    /// A first difference, which can be told from the gradient only where every row is drawn.
    pub is_difference: bool,
}

/// The charts of a page and what they show.
#[derive(Debug, Default)]
pub(super) struct Charts<'a> {
    pub groups: Vec<Group>,
    pub columns: Vec<Column<'a>>,
}

impl<'a> Charts<'a> {
    /// Those of a report; positions first, so that their columns are the first ones.
    pub fn of(report: &'a Report<'_>) -> Self {
        let mut charts = Self::default();
        charts.add_positions(report);
        charts.add_velocity(report);
        charts.add_acceleration(report);
        charts.add_norms(report);
        charts.add_quantities(report);
        charts.add_measured(report);
        charts
    }

    /// The same without first differences.
    pub fn without_differences(mut self) -> Self {
        let kept = self.columns.iter().map(|column| !column.is_difference);
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
        self.columns.retain(|column| !column.is_difference);
        self
    }

    fn value(&mut self, values: impl Into<Cow<'a, [f64]>>) -> usize {
        self.push(values.into(), false, false)
    }

    fn push(&mut self, values: Cow<'a, [f64]>, is_error: bool, is_difference: bool) -> usize {
        self.columns.push(Column {
            values,
            is_error,
            is_difference,
        });
        self.columns.len() - 1
    }

    fn add_positions(&mut self, report: &'a Report<'_>) {
        let log = report.audited.log;
        let columns = log.positions.iter().zip(&report.audited.positions);
        let charts = (0..)
            .zip(columns)
            .map(|(axis, (position, values))| Chart {
                name: position.name.clone(),
                unit: position.unit.clone().unwrap_or_default(),
                values: self.value(&values[..]),
                dots: log.coordinates == Frame::Geographic && axis == 0 && goes_round(values),
                ..Chart::default()
            })
            .collect();
        self.groups.push(Group {
            title: "Position".to_owned(),
            charts,
        });
    }

    fn add_velocity(&mut self, report: &'a Report<'_>) {
        let motion = report.motion;
        let mut charts = Vec::new();
        for (axis, name) in motion.axes.iter().enumerate() {
            let smoothing = report.smoothing;
            charts.push(Chart {
                name: format!("v_{name}"),
                unit: report.summary.units.velocity.clone().unwrap_or_default(),
                values: self.value(&motion.velocity[axis]),
                error: smoothing.map(|s| self.push((&s.velocity_error[axis]).into(), true, false)),
                before: report.unsmoothed().map(|m| self.value(&m.velocity[axis])),
                difference: Some(self.push((&motion.first_difference[axis]).into(), false, true)),
                ..Chart::default()
            });
        }
        self.groups.push(Group {
            title: "Velocity".to_owned(),
            charts,
        });
    }

    fn add_acceleration(&mut self, report: &'a Report<'_>) {
        let motion = report.motion;
        let mut charts = Vec::new();
        for (axis, name) in motion.axes.iter().enumerate() {
            let smoothing = report.smoothing;
            charts.push(Chart {
                name: format!("a_{name}"),
                unit: report
                    .summary
                    .units
                    .acceleration
                    .clone()
                    .unwrap_or_default(),
                values: self.value(&motion.acceleration[axis]),
                error: smoothing
                    .map(|s| self.push((&s.acceleration_error[axis]).into(), true, false)),
                before: report
                    .unsmoothed()
                    .map(|m| self.value(&m.acceleration[axis])),
                ..Chart::default()
            });
        }
        self.groups.push(Group {
            title: "Acceleration".to_owned(),
            charts,
        });
    }

    fn add_norms(&mut self, report: &'a Report<'_>) {
        let units = &report.summary.units;
        let norms = [
            ("speed", &units.velocity, &report.motion.speed),
            ("accel", &units.acceleration, &report.motion.accel),
        ];
        let charts = norms.map(|(name, unit, values)| Chart {
            name: name.to_owned(),
            unit: unit.clone().unwrap_or_default(),
            values: self.value(values),
            ..Chart::default()
        });
        self.groups.push(Group {
            title: "Speed and magnitude of the acceleration".to_owned(),
            charts: charts.into(),
        });
    }

    /// The further quantities, a few to a group so that each fits on a printed page.
    fn add_quantities(&mut self, report: &'a Report<'_>) {
        const CHARTS: usize = 4;
        for columns in report.quantities.chunks(CHARTS) {
            let charts = columns
                .iter()
                .map(|column| Chart {
                    name: column.name.clone(),
                    unit: column.unit.clone().unwrap_or_default(),
                    values: self.value(&column.values),
                    dots: matches!(column.name.as_str(), "course" | "heading"),
                    ..Chart::default()
                })
                .collect();
            self.groups.push(Group {
                title: "Further quantities".to_owned(),
                charts,
            });
        }
    }

    /// Puts what was measured beside what it is compared with.
    fn add_measured(&mut self, report: &'a Report<'_>) {
        let axes = &report.motion.axes;
        for column in &report.audited.log.measured {
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
                MeasuredQuantity::GroundSpeed => {
                    (named("speed_over_ground").or_else(|| named("speed")), 1.0)
                }
            };
            let Some((group, at)) = place else {
                continue;
            };
            let values = measured_in_units_of_motion(report.audited, report.motion, column);
            let Some(values) = values else {
                continue;
            };
            let values: Vec<f64> = values.into_iter().map(|value| sign * value).collect();
            let values = self.value(values);
            self.groups[group].charts[at].measured.push(Measured {
                name: format!("measured {}", column.name),
                values,
            });
        }
    }
}

/// Whether longitudes may cross the antimeridian.
fn goes_round(longitude: &[f64]) -> bool {
    let [west, east] = low_high(longitude);
    east - west > 180.0
}
