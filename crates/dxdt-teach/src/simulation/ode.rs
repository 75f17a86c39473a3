//! Solutions of ordinary differential equations at given times, with their error.

use differential_equations::control::ControlFlag;
use differential_equations::interpolate::Interpolation;
use differential_equations::methods::ExplicitRungeKutta;
use differential_equations::ode::{ODE, OrdinaryNumericalMethod, solve_ode};
use differential_equations::solout::Solout;
use differential_equations::solution::Solution;

use dxdt_motion::error::{Error, Result};

/// The relative tolerance of the solution that is used.
const TOLERANCE: f64 = 1e-14;

/// How much coarser the solution is that it is compared with.
const COARSER: f64 = 100.0;

/// A motion that takes more of the longest steps is refused before any work.
const MOST_LONGEST_STEPS: f64 = 2e6;

/// The steps that are accurate enough are a few times shorter than the longest.
const MOST_STEPS: usize = 20_000_000;

/// An initial value problem y′ = f(y), y(0) = y₀.
#[derive(Debug)]
pub(super) struct Problem<F, const N: usize> {
    /// f
    pub rate: F,
    /// y₀
    pub start: [f64; N],
    /// How large each component is, for tolerances.
    pub scale: [f64; N],
    /// The longest step in seconds: no longer than the shortest time in which y changes of itself.
    pub longest_step: f64,
}

/// The states at the times, and how far each component is at most from a solution of a hundredfold tolerance.
#[derive(Debug)]
pub(super) struct Solved<const N: usize> {
    pub states: Vec<[f64; N]>,
    pub difference: [f64; N],
}

impl<F: Fn(&[f64; N]) -> [f64; N], const N: usize> Problem<F, N> {
    /// Solves by the method of Dormand and Prince of order 8 (DOP853), twice.
    ///
    /// Each time is reached by a step of the method itself, from the last step before it. The library's interpolation
    /// is not used: its errors are a hundred thousand times those of the steps.
    ///
    /// `times` are in seconds, from 0 on, and increase.
    pub fn solve(&self, times: &[f64]) -> Result<Solved<N>> {
        let states = self.at_tolerance(times, TOLERANCE)?;
        let coarse = self.at_tolerance(times, TOLERANCE * COARSER)?;
        let mut difference = [0.0_f64; N];
        for (fine, coarse) in states.iter().zip(&coarse) {
            for ((most, fine), coarse) in difference.iter_mut().zip(fine).zip(coarse) {
                *most = most.max((fine - coarse).abs());
            }
        }
        Ok(Solved { states, difference })
    }

    fn at_tolerance(&self, times: &[f64], tolerance: f64) -> Result<Vec<[f64; N]>> {
        let end = times.last().copied().unwrap_or(0.0);
        if end <= 0.0 {
            return Ok(vec![self.start; times.len()]);
        }
        let unsolved = || {
            Error::new("the equation of motion cannot be solved over so long a time")
                .advise("give a shorter --duration, or other parameters")
        };
        if end / self.longest_step > MOST_LONGEST_STEPS {
            return Err(unsolved());
        }
        let system = Scaled { problem: self, end };
        let shares: Vec<f64> = times.iter().map(|t| t / end).collect();
        // The solver may stop a few roundings before the end, so that the end lies beyond the last time.
        const BEYOND: f64 = 1.0 + 1e-6;
        let start: [f64; N] = std::array::from_fn(|i| self.start[i] / self.scale[i]);
        let mut solver = ExplicitRungeKutta::dop853()
            .rtol(tolerance)
            .atol(tolerance)
            .h_max(self.longest_step / end)
            .max_steps(MOST_STEPS);
        let mut output = AtTimes {
            system: &system,
            times: &shares,
            next: 0,
        };
        let solution = solve_ode(&mut solver, &system, 0.0, BEYOND, &start, &mut output)
            .map_err(|_| unsolved())?;
        if solution.y.len() != times.len() {
            return Err(unsolved());
        }
        let unscaled = |y: [f64; N]| std::array::from_fn(|i| y[i] * self.scale[i]);
        Ok(solution.y.into_iter().map(unscaled).collect())
    }
}

/// The problem with the last time and every scale as 1, which the solver's own limits are made for.
struct Scaled<'a, F, const N: usize> {
    problem: &'a Problem<F, N>,
    end: f64,
}

impl<F: Fn(&[f64; N]) -> [f64; N], const N: usize> ODE<f64, [f64; N]> for Scaled<'_, F, N> {
    fn diff(&self, _t: f64, y: &[f64; N], dydt: &mut [f64; N]) {
        let scale = &self.problem.scale;
        let rate = (self.problem.rate)(&std::array::from_fn(|i| y[i] * scale[i]));
        for ((slope, rate), scale) in dydt.iter_mut().zip(rate).zip(scale) {
            *slope = rate * self.end / scale;
        }
    }
}

/// Puts out the states at given times, each by a step of its own from the last step of the solver before it.
struct AtTimes<'a, S> {
    system: &'a S,
    times: &'a [f64],
    next: usize,
}

impl<S: ODE<f64, [f64; N]>, const N: usize> Solout<f64, [f64; N]> for AtTimes<'_, S> {
    fn solout<I>(
        &mut self,
        t: f64,
        t_before: f64,
        y: &[f64; N],
        y_before: &[f64; N],
        _interpolator: &mut I,
        solution: &mut Solution<f64, [f64; N]>,
    ) -> ControlFlag<f64, [f64; N]>
    where
        I: Interpolation<f64, [f64; N]> + ?Sized,
    {
        while let Some(&time) = self.times.get(self.next).filter(|time| **time <= t) {
            let state = if time == t {
                Some(*y)
            } else {
                step(self.system, t_before, y_before, time)
            };
            let Some(state) = state else {
                // Too few states are seen at the end.
                return ControlFlag::Terminate;
            };
            solution.push(time, state);
            self.next += 1;
        }
        ControlFlag::Continue
    }
}

/// One step from `from` to `to`, whatever its error: it is shorter than one that the solver has accepted.
fn step<S: ODE<f64, [f64; N]>, const N: usize>(
    system: &S,
    from: f64,
    state: &[f64; N],
    to: f64,
) -> Option<[f64; N]> {
    let mut method = ExplicitRungeKutta::dop853()
        .rtol(1e6)
        .atol(1e6)
        .h0(to - from);
    method.init(system, from, to, state).ok()?;
    method.step(system).ok()?;
    // A step that was refused leaves the time as it was.
    (method.t() > from).then(|| *method.y())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_given_error_is_that_against_a_known_solution() {
        let problem = Problem {
            rate: |&[x, v]: &[f64; 2]| [v, -9.0 * x],
            start: [2.0, 0.0],
            scale: [2.0, 6.0],
            longest_step: 1.0 / 3.0,
        };
        // Stamps of no pattern, the first at the start.
        let times: Vec<f64> = (0..5000)
            .map(|i| 100.0 * (f64::from(i) / 4999.0).powf(1.3))
            .collect();
        let solved = problem.solve(&times).unwrap();
        let mut worst = [0.0_f64; 2];
        for (t, [x, v]) in times.iter().zip(&solved.states) {
            worst[0] = worst[0].max((x - 2.0 * (3.0 * t).cos()).abs());
            worst[1] = worst[1].max((v + 6.0 * (3.0 * t).sin()).abs());
        }
        for (worst, given) in worst.iter().zip(solved.difference) {
            assert!(given > 0.0 && given < 1e-9, "{given}");
            assert!(*worst < given + 1e-13 * 100.0, "{worst} {given}");
        }
    }

    #[test]
    fn a_decay_to_nothing_is_no_failure() {
        let problem = Problem {
            rate: |&[x]: &[f64; 1]| [-x],
            start: [1.0],
            scale: [1.0],
            longest_step: 1.0,
        };
        let solved = problem.solve(&[0.0, 1.0, 1e4]).unwrap();
        assert!((solved.states[1][0] - (-1.0_f64).exp()).abs() < 1e-13);
        assert!(solved.states[2][0].abs() < 1e-13);
    }

    #[test]
    fn one_time_alone_is_the_start() {
        let problem = Problem {
            rate: |&[x]: &[f64; 1]| [-x],
            start: [1.0],
            scale: [1.0],
            longest_step: 1.0,
        };
        assert_eq!(problem.solve(&[0.0]).unwrap().states, [[1.0]]);
    }
}
