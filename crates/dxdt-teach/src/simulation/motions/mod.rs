//! The motions, a file for each family.

mod bouncing_ball;
mod braking_car;
mod drag;
mod elliptic;
mod fall;
mod kepler;
mod oscillator;
mod pendulum;
mod rotation;
#[cfg(test)]
mod tests;
mod walk;

use super::motion::{MotionKind, Parameter, range};
use super::quantity::Dimension;

/// Every motion, in the order of lists.
pub(super) const MOTIONS: &[MotionKind] = &[
    fall::FREE_FALL,
    fall::PROJECTILE,
    drag::PROJECTILE_WITH_DRAG,
    pendulum::PENDULUM,
    pendulum::SMALL_PENDULUM,
    oscillator::SPRING,
    oscillator::DAMPED_OSCILLATOR,
    oscillator::DRIVEN_OSCILLATOR,
    rotation::CIRCLE,
    rotation::SPIRAL,
    rotation::HELIX,
    braking_car::BRAKING_CAR,
    bouncing_ball::BOUNCING_BALL,
    walk::RANDOM_WALK,
    walk::BROWNIAN,
    kepler::KEPLER,
];

/// What a motion says of itself where its formula is evaluated at each time.
const FORMULA: &str = "a formula at each time";

const GRAVITY: Parameter = Parameter {
    name: "gravity",
    meaning: "acceleration of free fall",
    dimension: Dimension::Acceleration,
    default: "9.80665 m/s^2",
    range: range::POSITIVE,
};

const MASS: Parameter = Parameter {
    name: "mass",
    meaning: "mass on the spring",
    dimension: Dimension::Mass,
    default: "1 kg",
    range: range::POSITIVE,
};
