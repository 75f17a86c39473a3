//! What other programs give, for those who have to match them.
//!
//! Nothing here smooths more, or is more exact, than the program it stands for; timestamps that are uneven are treated as that
//! program treats them.

use crate::row_formulas::{
    even_slope, fitted_slope, slope_after, slope_before, tracker_acceleration,
};
use crate::{CalculusError, EdgeOrder, Operand, Spacing, gradient};

/// Velocity and acceleration at every row, as another program gives them; NaN where it gives nothing.
#[derive(Debug, Clone, PartialEq)]
pub struct PresetDerivatives {
    /// In the unit of the positions over that of the timestamps.
    pub velocity: Vec<f64>,
    /// In the unit of the positions over that of the timestamps squared.
    pub acceleration: Vec<f64>,
}

/// As Tracker (Open Source Physics): differences over even steps.
///
/// The velocity is (x\[i+1\] − x\[i−1\])/2Δt, the acceleration that of the parabola fitted to five rows,
/// (2x\[i+2\] − x\[i+1\] − 2x\[i\] − x\[i−1\] + 2x\[i−2\])/7Δt²; Δt is the mean step. One row at either end has no velocity, two
/// have no acceleration, and a row has neither where one within that reach has no position.
///
/// Sure: the formulas and their reach are those of `FirstDerivative` and `SecondDerivative` in Tracker's source. There Δt
/// is the mean duration of a frame of the video, so that the results are Tracker's where the timestamps are its own.
///
/// # Errors
/// [`CalculusError`] where lengths differ, timestamps do not increase, or fewer than 2 rows are there.
///
/// ```
/// use dxdt_calculus::smoothing::tracker;
/// let t = [0.0, 1.0, 2.0, 3.0, 4.0];
/// let derivatives = tracker(&t, &t.map(|t| t * t))?;
/// assert_eq!(derivatives.velocity[1..4], [2.0, 4.0, 6.0]);
/// assert_eq!(derivatives.acceleration[2], 2.0);
/// assert!(derivatives.velocity[0].is_nan() && derivatives.acceleration[1].is_nan());
/// # Ok::<(), dxdt_calculus::CalculusError>(())
/// ```
pub fn tracker(t: &[f64], x: &[f64]) -> Result<PresetDerivatives, CalculusError> {
    check(t, x)?;
    let rows = x.len();
    let step = (t[rows - 1] - t[0]) / (rows - 1) as f64;
    // A position that is missing between two others is missing to Tracker, though not to the formula.
    let velocity = |i: usize| Some(even_slope(x, i, step)? + 0.0 * x[i]);
    Ok(PresetDerivatives {
        velocity: each(rows, velocity),
        acceleration: each(rows, |i| tracker_acceleration(x, i, step)),
    })
}

/// As Vernier's Logger Pro, Graphical Analysis and Video Analysis with their 7 points: the slope of the line fitted by least
/// squares to a row and three on either side, of the velocities again for the acceleration.
///
/// Towards the ends the line has 5 or 3 rows; the first and the last row have no velocity, the two outermost on either side no
/// acceleration.
///
/// Fairly sure: Vernier says that an odd number of points is used, 7 unless set, fewer at the ends, never two, and that
/// the slope is a weighted average of the slopes between the points on either side (its technical note 1011); the weights
/// used here, 1 : 4 : 9, are those that make the average the least-squares line, and Vernier's may differ.
///
/// # Errors
/// As [`tracker`].
///
/// ```
/// use dxdt_calculus::smoothing::vernier_7;
/// let t: Vec<f64> = (0..9).map(f64::from).collect();
/// let x: Vec<f64> = t.iter().map(|t| t * t).collect();
/// let derivatives = vernier_7(&t, &x)?;
/// assert_eq!((derivatives.velocity[4], derivatives.acceleration[4]), (8.0, 2.0));
/// assert!(derivatives.velocity[0].is_nan());
/// # Ok::<(), dxdt_calculus::CalculusError>(())
/// ```
pub fn vernier_7(t: &[f64], x: &[f64]) -> Result<PresetDerivatives, CalculusError> {
    check(t, x)?;
    let rows = x.len();
    let slopes = |t: &[f64], x: &[f64]| each(x.len(), |i| Some(fitted_slope(t, x, i)?.0));
    let velocity = slopes(t, x);
    let mut acceleration = vec![f64::NAN; rows];
    if rows > 2 {
        let inner = 1..rows - 1;
        acceleration[inner.clone()].copy_from_slice(&slopes(&t[inner.clone()], &velocity[inner]));
    }
    Ok(PresetDerivatives {
        velocity,
        acceleration,
    })
}

/// As PlotJuggler's transform "Derivative", with the actual time between points, applied once and twice: the slope to the
/// next row, at the timestamp of the row it starts from.
///
/// So the last row has no velocity, and the last two have no acceleration.
///
/// Sure for PlotJuggler 3: its source gives the difference to the point before, over the time between them, the timestamp of
/// the point before. The option of a fixed time is not taken.
///
/// # Errors
/// As [`tracker`].
///
/// ```
/// use dxdt_calculus::smoothing::plotjuggler;
/// let derivatives = plotjuggler(&[0.0, 1.0, 3.0], &[0.0, 1.0, 9.0])?;
/// assert_eq!(derivatives.velocity[..2], [1.0, 4.0]);
/// assert_eq!(derivatives.acceleration[0], 3.0);
/// assert!(derivatives.velocity[2].is_nan() && derivatives.acceleration[1].is_nan());
/// # Ok::<(), dxdt_calculus::CalculusError>(())
/// ```
pub fn plotjuggler(t: &[f64], x: &[f64]) -> Result<PresetDerivatives, CalculusError> {
    check(t, x)?;
    let velocity = each(x.len(), |i| slope_after(t, x, i));
    let acceleration = each(x.len(), |i| slope_after(t, &velocity, i));
    Ok(PresetDerivatives {
        velocity,
        acceleration,
    })
}

/// As MovingPandas' `add_speed` and `add_acceleration`, along one axis: the slope from the row before; the first row takes
/// the value of the second.
///
/// MovingPandas gives a speed, which is the magnitude of these velocities of all axes, and the change of that speed, not the
/// axes' accelerations. To match the latter give the speeds to this function and take the velocity of its result. On a
/// geographic log MovingPandas measures along the Earth's surface.
///
/// Sure: its source, `trajectory.py`, does this.
///
/// # Errors
/// As [`tracker`].
///
/// ```
/// use dxdt_calculus::smoothing::movingpandas;
/// let t = [0.0, 1.0, 3.0];
/// let (x, y) = (movingpandas(&t, &[0.0, 3.0, 9.0])?, movingpandas(&t, &[0.0, 4.0, 20.0])?);
/// let speed: Vec<f64> = x.velocity.iter().zip(&y.velocity).map(|(x, y): (&f64, &f64)| x.hypot(*y)).collect();
/// assert_eq!(speed[..2], [5.0, 5.0]);
/// let acceleration = movingpandas(&t, &speed)?.velocity;
/// assert_eq!(acceleration[..2], [0.0, 0.0]);
/// # Ok::<(), dxdt_calculus::CalculusError>(())
/// ```
pub fn movingpandas(t: &[f64], x: &[f64]) -> Result<PresetDerivatives, CalculusError> {
    check(t, x)?;
    let slopes = |x: &[f64]| {
        let mut slopes = each(x.len(), |i| slope_before(t, x, i));
        slopes[0] = slopes[1];
        slopes
    };
    let velocity = slopes(x);
    let acceleration = slopes(&velocity);
    Ok(PresetDerivatives {
        velocity,
        acceleration,
    })
}

/// As `np.gradient(x, t)`, and that of its result: three points, and at the ends the slope to the one neighbor (NumPy's
/// default, `edge_order=1`).
///
/// Sure: NumPy documents the formula. A constant acceleration comes out halved at both ends.
///
/// # Errors
/// As [`tracker`].
///
/// ```
/// use dxdt_calculus::smoothing::numpy;
/// let derivatives = numpy(&[0.0, 1.0, 2.0, 3.0], &[0.0, 1.0, 4.0, 9.0])?;
/// assert_eq!(derivatives.velocity, [1.0, 2.0, 4.0, 5.0]);
/// assert_eq!(derivatives.acceleration, [1.0, 1.5, 1.5, 1.0]);
/// # Ok::<(), dxdt_calculus::CalculusError>(())
/// ```
pub fn numpy(t: &[f64], x: &[f64]) -> Result<PresetDerivatives, CalculusError> {
    check(t, x)?;
    let slopes = |x: &[f64]| gradient(x, Spacing::Coordinates(t), EdgeOrder::First);
    let velocity = slopes(x)?;
    let acceleration = slopes(&velocity)?;
    Ok(PresetDerivatives {
        velocity,
        acceleration,
    })
}

fn each(rows: usize, value: impl Fn(usize) -> Option<f64>) -> Vec<f64> {
    (0..rows).map(|i| value(i).unwrap_or(f64::NAN)).collect()
}

fn check(t: &[f64], x: &[f64]) -> Result<(), CalculusError> {
    if t.len() != x.len() {
        return Err(CalculusError::LengthMismatch {
            operand: Operand::Coordinates,
            expected: x.len(),
            found: t.len(),
        });
    }
    if x.len() < 2 {
        return Err(CalculusError::TooFewPoints {
            needed: 2,
            found: x.len(),
        });
    }
    super::samples::check_stamps(t)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    type Preset = fn(&[f64], &[f64]) -> Result<PresetDerivatives, CalculusError>;
    const ALL: [Preset; 5] = [tracker, vernier_7, plotjuggler, movingpandas, numpy];

    fn missing(values: &[f64]) -> Vec<usize> {
        (0..values.len()).filter(|&i| values[i].is_nan()).collect()
    }

    #[test]
    fn rows_that_a_program_leaves_empty() {
        let t: Vec<f64> = (0..8).map(f64::from).collect();
        let empty = ALL.map(|preset| {
            let derivatives = preset(&t, &t).unwrap();
            (
                missing(&derivatives.velocity),
                missing(&derivatives.acceleration),
            )
        });
        assert_eq!(empty[0], (vec![0, 7], vec![0, 1, 6, 7]));
        assert_eq!(empty[1], (vec![0, 7], vec![0, 1, 6, 7]));
        assert_eq!(empty[2], (vec![7], vec![6, 7]));
        assert_eq!(empty[3], (vec![], vec![]));
        assert_eq!(empty[4], (vec![], vec![]));
    }

    #[test]
    fn a_missing_position_spreads_as_far_as_a_formula_reaches() {
        let t: Vec<f64> = (0..12).map(f64::from).collect();
        let mut x = t.clone();
        x[5] = f64::NAN;
        assert_eq!(
            missing(&tracker(&t, &x).unwrap().velocity),
            [0, 4, 5, 6, 11]
        );
        assert_eq!(missing(&plotjuggler(&t, &x).unwrap().velocity), [4, 5, 11]);
        assert_eq!(missing(&movingpandas(&t, &x).unwrap().velocity), [5, 6]);
    }

    #[test]
    fn tracker_takes_uneven_steps_for_even_ones() {
        let t = [0.0, 0.5, 2.0, 3.0, 4.0];
        let x = [0.0, 1.0, 4.0, 9.0, 16.0];
        let derivatives = tracker(&t, &x).unwrap();
        assert_eq!(derivatives.velocity[1..4], [2.0, 4.0, 6.0]);
    }

    #[test]
    fn what_has_no_derivative_is_an_error() {
        for preset in ALL {
            assert!(preset(&[0.0, 1.0], &[0.0]).is_err());
            assert!(preset(&[0.0], &[0.0]).is_err());
            assert_eq!(
                preset(&[0.0, 1.0, 1.0], &[0.0; 3]),
                Err(CalculusError::Repeated { index: 2 })
            );
        }
    }

    proptest! {
        #[test]
        fn straight_lines_are_exact_and_units_carry_through(
            slope in -5.0..5.0_f64,
            rows in 2_usize..30,
            scale in 0.01..100.0_f64,
            values in prop::collection::vec(-3.0..3.0_f64, 30),
        ) {
            let t: Vec<f64> = (0..rows).map(|i| 0.5 * i as f64).collect();
            let scaled_t: Vec<f64> = t.iter().map(|t| 4.0 * t).collect();
            let line: Vec<f64> = t.iter().map(|t| slope * t - 2.0).collect();
            let x = &values[..rows];
            let scaled_x: Vec<f64> = x.iter().map(|x| scale * x).collect();
            for preset in ALL {
                let found = preset(&t, &line).unwrap();
                prop_assert!(found.velocity.iter().all(|v| v.is_nan() || (v - slope).abs() < 1e-12));
                prop_assert!(found.acceleration.iter().all(|a| a.is_nan() || a.abs() < 1e-11));
                let (plain, scaled) = (preset(&t, x).unwrap(), preset(&scaled_t, &scaled_x).unwrap());
                for (a, b) in plain.acceleration.iter().zip(&scaled.acceleration) {
                    let expected = a * scale / 16.0;
                    prop_assert!(a.is_nan() && b.is_nan() || (b - expected).abs() <= 1e-11 * scale);
                }
            }
        }
    }
}
