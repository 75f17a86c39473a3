//! A log of a swinging pendulum, read and derived with the library, against the exact velocity and acceleration.
//!
//! The three steps are those of `dxdt analyze`: [`PositionLog::read`] finds out what the columns are, [`audit`] makes
//! the rows fit for derivatives (sorted, one row per timestamp, split at gaps), [`derive`] differentiates.
//!
//! `data/pendulum.csv` was made from a formula, so the truth is known. With L = 1 m, θ₀ = 0.35 rad, γ = 0.05 /s,
//! g = 9.81 m/s² and ω = √(g/L):
//!
//! ```text
//! θ = θ₀·e^(−γt)·cos ωt             x = L·sin θ                 y = −L·cos θ
//! θ′ = −γθ − ω·θ₀·e^(−γt)·sin ωt    v_x = L·θ′·cos θ            v_y = L·θ′·sin θ
//! θ″ = −2γθ′ − (ω² + γ²)·θ          a_x = L·(θ″·cos θ − θ′²·sin θ)   a_y = L·(θ″·sin θ + θ′²·cos θ)
//! ```
//!
//! A derivative has two errors: that of the finite-difference formula, and that of the rounded log, whose resolution is
//! 0.01 mm. The last column derives the positions before they were rounded, so it has only the error of the formula.
//! Each differentiation divides by a step of 10 ms, and makes the rounding error a hundred times larger.
//!
//! ```text
//! $ cargo run --release --example pendulum
//! 1001 rows, 1 segment
//!
//! RMS error     gradient  first difference  gradient of unrounded positions
//! v_x (m/s)     0.00026           0.00969                          0.00010
//! a_x (m/s²)    0.01932                 –                          0.00154
//! v_y (m/s)     0.00025           0.00285                          0.00006
//! a_y (m/s²)    0.01963                 –                          0.00111
//! ```

use dxdt::calculus::{EdgeOrder, Spacing, gradient};
use dxdt::{AuditOptions, DeriveOptions, LogOptions, audit, derive};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/data/pendulum.csv");
    let log = dxdt::read(&[path.to_owned()], &LogOptions::default())?;
    let audited = audit(&log, &AuditOptions::default())?;
    let motion = derive(&audited, &DeriveOptions::default());
    println!(
        "{} rows, {} segment",
        log.height(),
        audited.entities[0].segments.len()
    );

    let exact: Vec<Truth> = motion.t.iter().map(|&t| Truth::at(t)).collect();
    println!();
    println!("RMS error     gradient  first difference  gradient of unrounded positions");
    for (axis, name) in motion.axes.iter().enumerate() {
        let velocity: Vec<f64> = exact.iter().map(|truth| truth.velocity[axis]).collect();
        let acceleration: Vec<f64> = exact.iter().map(|truth| truth.acceleration[axis]).collect();
        let unrounded: Vec<f64> = exact.iter().map(|truth| truth.position[axis]).collect();
        let spacing = Spacing::Coordinates(&motion.t);
        let unrounded_velocity = gradient(&unrounded, spacing, EdgeOrder::Second)?;
        let unrounded_acceleration = gradient(&unrounded_velocity, spacing, EdgeOrder::Second)?;
        println!(
            "v_{name} (m/s)   {:9.5}         {:9.5}                        {:9.5}",
            rms_error(&motion.velocity[axis], &velocity),
            rms_error(&motion.first_difference[axis], &velocity),
            rms_error(&unrounded_velocity, &velocity),
        );
        println!(
            "a_{name} (m/s²)  {:9.5}                 –                        {:9.5}",
            rms_error(&motion.acceleration[axis], &acceleration),
            rms_error(&unrounded_acceleration, &acceleration),
        );
    }
    Ok(())
}

/// The pendulum at one instant; x first, then y.
struct Truth {
    position: [f64; 2],
    velocity: [f64; 2],
    acceleration: [f64; 2],
}

impl Truth {
    fn at(t: f64) -> Self {
        const LENGTH: f64 = 1.0;
        const AMPLITUDE: f64 = 0.35;
        const DAMPING: f64 = 0.05;
        let omega = (9.81 / LENGTH).sqrt();
        let envelope = AMPLITUDE * (-DAMPING * t).exp();
        let angle = envelope * (omega * t).cos();
        let rate = -DAMPING * angle - omega * envelope * (omega * t).sin();
        let change = -2.0 * DAMPING * rate - (omega.powi(2) + DAMPING.powi(2)) * angle;
        let (sin, cos) = angle.sin_cos();
        Self {
            position: [LENGTH * sin, -LENGTH * cos],
            velocity: [LENGTH * rate * cos, LENGTH * rate * sin],
            acceleration: [
                LENGTH * (change * cos - rate.powi(2) * sin),
                LENGTH * (change * sin + rate.powi(2) * cos),
            ],
        }
    }
}

/// Root mean square over the rows where the derivative is known.
fn rms_error(derived: &[f64], exact: &[f64]) -> f64 {
    let squares: Vec<f64> = derived
        .iter()
        .zip(exact)
        .filter(|(derived, _)| !derived.is_nan())
        .map(|(derived, exact)| (derived - exact).powi(2))
        .collect();
    (squares.iter().sum::<f64>() / squares.len() as f64).sqrt()
}
