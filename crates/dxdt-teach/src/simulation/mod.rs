//! Logs of motions whose answer is known: positions as an instrument would give them, and beside them the exact
//! position, velocity, acceleration and jerk.
//!
//! A [`Specification`] says in words and units what is wanted; [`Specification::check`] reads it, and
//! [`Simulation::run`] makes the rows. Times, noise, outliers and the random motions each have random numbers of their
//! own, from one seed.
//!
//! ```
//! use dxdt_teach::simulation::Specification;
//!
//! let specification = Specification::from_toml(
//!     "motion = 'circle'\nnoise = '1 cm'\nstamps = 'jittered'\n[parameters]\nradius = '2 m'\nperiod = '8 s'\n",
//! )?;
//! let simulated = specification.check()?.run()?;
//! let speed = simulated.exact[0][500].velocity.hypot(simulated.exact[1][500].velocity);
//! assert!((speed - 2.0 * std::f64::consts::TAU / 8.0).abs() < 1e-14);
//! # Ok::<(), dxdt_motion::Error>(())
//! ```

mod measurement;
mod motion;
mod motions;
mod names;
mod ode;
mod quantity;
mod random;
mod simulate;
mod specification;
mod stamps;
mod text;

pub use motion::{
    Course, ExactMotion, MotionKind, Parameter, SolutionError, State, motion, motions,
};
pub use quantity::Dimension;
pub use simulate::{Simulated, Simulation};
pub use specification::{Specification, Written};
pub use stamps::Spread;
