//! Two velocities from one log: the gradient and the first difference, and why they differ.
//!
//! The first difference (x₊ − x)/(t₊ − t), in NumPy `np.diff(x)/np.diff(t)`, is the mean velocity from one row to the
//! next. There is one fewer of them than rows. For x = t² it is t + t₊, twice the middle of the step. So the first
//! difference is the velocity **half a step later** than the row it is usually written beside.
//!
//! The gradient weighs the step before and the step after, so its value belongs to the row itself.
//!
//! The second table takes x = sin t, whose velocity is cos t, at uneven timestamps (each early or late by up to 30 % of
//! a step), and halves the steps repeatedly. An error of first order halves with the step, one of second order falls to
//! a quarter:
//!
//! - First difference taken at its row: first order, because of the half step.
//! - First difference taken at the middle of its step: second order. Only its place was wrong.
//! - Gradient over the timestamps: second order.
//! - Gradient as if the timestamps were even, `np.gradient(x, mean_step)`: no improvement. A step that is 30 % longer
//!   than assumed stays 30 % longer, however short it is.
//!
//! ```text
//! $ cargo run --release --example gradient_against_diff
//! x = t²:  t  exact 2t  gradient  first difference
//!          0         0         0        1, exact at t = 0.5
//!          1         2         2        3, exact at t = 1.5
//!          2         4         4        6, exact at t = 3
//!          4         8         8        9, exact at t = 4.5
//!          5        10        10        –
//!
//! x = sin t, largest error between the two ends:
//!   rows   first difference       gradient
//!          at row    at middle    uneven    as if even
//!     51   0.085904   0.001222   0.004327   0.296023
//!    101   0.044853   0.000327   0.001096   0.293786
//!      ÷        1.9        3.7        3.9        1.0
//!    201   0.022757   0.000086   0.000273   0.295552
//!      ÷        2.0        3.8        4.0        1.0
//!    401   0.011378   0.000022   0.000069   0.295557
//!      ÷        2.0        4.0        4.0        1.0
//! ```

use std::f64::consts::TAU;

use dxdt::calculus::{CalculusError, EdgeOrder, Spacing, forward_difference, gradient};

fn main() -> Result<(), CalculusError> {
    half_step_lag()?;
    println!();
    error_orders()
}

fn half_step_lag() -> Result<(), CalculusError> {
    let t = [0.0, 1.0, 2.0, 4.0, 5.0];
    let x = t.map(|t| t * t);
    let spacing = Spacing::Coordinates(&t);
    let velocity = gradient(&x, spacing, EdgeOrder::Second)?;
    let slopes = forward_difference(&x, spacing)?;

    println!("x = t²:  t  exact 2t  gradient  first difference");
    for (i, &t) in t.iter().enumerate() {
        print!("{t:10} {:9} {:9}", 2.0 * t, velocity[i]);
        match slopes.get(i) {
            Some(slope) => println!("{slope:9}, exact at t = {}", slope / 2.0),
            None => println!("        –"),
        }
    }
    Ok(())
}

fn error_orders() -> Result<(), CalculusError> {
    println!("x = sin t, largest error between the two ends:");
    println!("  rows   first difference       gradient");
    println!("         at row    at middle    uneven    as if even");
    let mut before: Option<[f64; 4]> = None;
    for steps in [50, 100, 200, 400] {
        let errors = errors(steps)?;
        print!("{:6}", steps + 1);
        for error in errors {
            print!("  {error:9.6}");
        }
        println!();
        if let Some(before) = before {
            print!("     ÷");
            for (before, error) in before.iter().zip(errors) {
                print!("  {:9.1}", before / error);
            }
            println!();
        }
        before = Some(errors);
    }
    Ok(())
}

/// The largest errors of the four velocities of sin t over one turn.
fn errors(steps: usize) -> Result<[f64; 4], CalculusError> {
    let step = TAU / steps as f64;
    // Early or late by up to 30 % of a step, without a pattern that repeats soon.
    let t: Vec<f64> = (0..=steps)
        .map(|i| step * (i as f64 + 0.3 * (1.7 * i as f64).sin()))
        .collect();
    let x: Vec<f64> = t.iter().map(|t| t.sin()).collect();
    let uneven = gradient(&x, Spacing::Coordinates(&t), EdgeOrder::Second)?;
    let even = gradient(&x, Spacing::Uniform(step), EdgeOrder::Second)?;
    let slopes = forward_difference(&x, Spacing::Coordinates(&t))?;

    let mut largest = [0.0_f64; 4];
    for i in 1..steps {
        let exact = t[i].cos();
        let exact_at_middle = f64::midpoint(t[i], t[i + 1]).cos();
        let errors = [
            slopes[i] - exact,
            slopes[i] - exact_at_middle,
            uneven[i] - exact,
            even[i] - exact,
        ];
        for (largest, error) in largest.iter_mut().zip(errors) {
            *largest = largest.max(error.abs());
        }
    }
    Ok(largest)
}
