//! Velocity and acceleration along the axes of one segment: rows with positions, without a gap.

use crate::audit::WholeSegment;
use dxdt_calculus as calculus;
use dxdt_calculus::Spacing;
use dxdt_time::Ticks;

use super::{DeriveOptions, Stencil};

/// Steps between the rows of one segment, in seconds, and what can be derived from so many rows.
#[derive(Debug)]
pub(super) struct SegmentClock {
    steps: Vec<f64>,
    /// What is known of the whole segment, where the rows are a part of it.
    whole: Option<WholeSegment>,
}

impl SegmentClock {
    /// From timestamps in ticks, strictly increasing: differenced as integers, then made seconds.
    pub fn new(stamps: &[i64], ticks: Ticks) -> Self {
        Self {
            steps: stamps
                .windows(2)
                .map(|pair| ticks.seconds_between(pair[0], pair[1]))
                .collect(),
            whole: None,
        }
    }

    /// Of a part of a segment. What it gives at rows far enough from the ends of the part is what the whole would.
    pub fn part_of(mut self, whole: Option<WholeSegment>) -> Self {
        self.whole = whole;
        self
    }

    fn rows(&self) -> usize {
        self.whole.map_or(self.steps.len() + 1, |whole| whole.rows)
    }

    /// Whether all derivatives are defined; with two rows only the velocity is, with one nothing.
    pub fn is_long_enough(&self) -> bool {
        self.rows() >= Stencil::LEAST_OF_ACCELERATION
    }

    /// Velocity and acceleration of one axis; NaN where they are not defined.
    pub fn derive(
        &self,
        position: &[f64],
        options: &DeriveOptions,
        velocity: &mut [f64],
        acceleration: &mut [f64],
    ) {
        let rows = self.rows();
        let first_derivative = Stencil::first_derivative(options, rows);
        self.apply(first_derivative, position, velocity);
        match Stencil::direct_acceleration(options, rows) {
            _ if !self.is_long_enough() => acceleration.fill(f64::NAN),
            Some(direct) => self.apply(direct, position, acceleration),
            None => self.apply(first_derivative, velocity, acceleration),
        }
    }

    /// The derivative of the acceleration of one axis; NaN where it is not defined.
    pub fn jerk(&self, acceleration: &[f64], options: &DeriveOptions, jerk: &mut [f64]) {
        let rows = self.rows();
        if rows < Stencil::LEAST_OF_JERK {
            jerk.fill(f64::NAN);
        } else {
            self.apply(Stencil::first_derivative(options, rows), acceleration, jerk);
        }
    }

    fn spacing(&self) -> Spacing<'_> {
        match self.whole {
            None => Spacing::Steps(&self.steps),
            Some(WholeSegment {
                step: Some(step), ..
            }) => Spacing::Uniform(step),
            Some(_) => Spacing::UnequalSteps(&self.steps),
        }
    }

    /// The derivative that a stencil gives at each row.
    fn apply(&self, stencil: Stencil, values: &[f64], out: &mut [f64]) {
        let derived = match stencil {
            Stencil::ForwardDifference => {
                self.first_difference(values, out);
                Ok(())
            }
            Stencil::Gradient(edge_order) => {
                calculus::gradient_into(values, self.spacing(), edge_order, out)
            }
            Stencil::SecondDerivative => {
                calculus::second_derivative_into(values, Spacing::Steps(&self.steps), out)
            }
            Stencil::FiniteDifference { order, accuracy } => {
                calculus::finite_difference_into(values, self.spacing(), order, accuracy, out)
            }
        };
        or_unknown(derived, out);
    }

    /// The first difference to the next row; NaN on the last.
    pub fn first_difference(&self, values: &[f64], out: &mut [f64]) {
        let last = out.len() - 1;
        or_unknown(
            calculus::forward_difference_into(
                values,
                Spacing::Steps(&self.steps),
                &mut out[..last],
            ),
            &mut out[..last],
        );
        out[last] = f64::NAN;
    }
}

/// One row has no derivative, and nothing else can go wrong with the strictly increasing timestamps of a segment.
fn or_unknown(result: Result<(), calculus::CalculusError>, out: &mut [f64]) {
    if result.is_err() {
        out.fill(f64::NAN);
    }
}

#[cfg(test)]
mod tests {
    use crate::motion::{Acceleration, Method};
    use dxdt_calculus::Accuracy;

    use super::*;

    const SECOND: i64 = 1_000_000_000;

    fn derive(stamps: &[i64], position: &[f64], options: &DeriveOptions) -> (Vec<f64>, Vec<f64>) {
        let (mut v, mut a) = (vec![0.0; stamps.len()], vec![0.0; stamps.len()]);
        let clock = SegmentClock::new(stamps, Ticks::NANOSECONDS);
        clock.derive(position, options, &mut v, &mut a);
        (v, a)
    }

    #[test]
    fn unevenly_sampled_free_fall_has_one_acceleration() {
        let stamps: Vec<i64> = [0, 3, 4, 9, 11, 17, 18, 25]
            .map(|tenth| tenth * SECOND / 10)
            .to_vec();
        let fall: Vec<f64> = stamps
            .iter()
            .map(|&stamp| 100.0 - 9.81 / 2.0 * (stamp as f64 / 1e9).powi(2))
            .collect();
        let (_, a) = derive(&stamps, &fall, &DeriveOptions::default());
        assert!(a.iter().all(|a| (a + 9.81).abs() < 1e-10), "{a:?}");
        let direct = DeriveOptions {
            acceleration: Acceleration::Direct,
            ..Default::default()
        };
        let (_, a) = derive(&stamps, &fall, &direct);
        assert!(a.iter().all(|a| (a + 9.81).abs() < 1e-10), "{a:?}");
    }

    #[test]
    fn accuracy_is_as_high_as_the_rows_allow() {
        let stamps: Vec<i64> = [0, 1, 3, 4, 6, 7].map(|tenth| tenth * SECOND / 10).to_vec();
        let quartic = |rows: usize| -> Vec<f64> {
            stamps[..rows]
                .iter()
                .map(|&stamp| (stamp as f64 / 1e9).powi(4))
                .collect()
        };
        let options = DeriveOptions {
            accuracy: Accuracy::Eighth,
            acceleration: Acceleration::Direct,
            ..Default::default()
        };
        let (v, _) = derive(&stamps, &quartic(6), &options);
        for (v, &stamp) in v.iter().zip(&stamps) {
            assert!(
                (v - 4.0 * (stamp as f64 / 1e9).powi(3)).abs() < 1e-12,
                "{v}"
            );
        }
        let (v, a) = derive(&stamps[..3], &quartic(3), &options);
        assert!(v.iter().chain(&a).all(|value| value.is_finite()));
    }

    #[test]
    fn two_rows_have_a_velocity_and_one_row_nothing() {
        let (v, a) = derive(&[0, SECOND], &[1.0, 3.0], &DeriveOptions::default());
        assert_eq!(v, [2.0, 2.0]);
        assert!(a.iter().all(|a| a.is_nan()));
        let (v, a) = derive(&[0], &[1.0], &DeriveOptions::default());
        assert!(v[0].is_nan() && a[0].is_nan());
    }

    #[test]
    fn first_differences_end_a_row_early() {
        let options = DeriveOptions {
            method: Method::FirstDifference,
            ..Default::default()
        };
        let (v, a) = derive(&[0, SECOND, 2 * SECOND], &[0.0, 1.0, 4.0], &options);
        assert_eq!(v[..2], [1.0, 3.0]);
        assert_eq!(a[0], 2.0);
        assert!(v[2].is_nan() && a[1].is_nan() && a[2].is_nan());
    }
}
