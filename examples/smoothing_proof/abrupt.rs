//! Motions that rest, slip, hit the ground or change their kind, with exact derivatives.

use crate::systems::{DURATION, System, at};

pub const ABRUPT: [System; 5] = [
    System {
        name: "rests",
        truth: rests,
    },
    System {
        name: "stick-slip",
        truth: stick_slip,
    },
    System {
        name: "saccades",
        truth: saccades,
    },
    System {
        name: "bounces",
        truth: bounces,
    },
    System {
        name: "slow then fast",
        truth: slow_then_fast,
    },
];

/// From rest to rest.
struct Move {
    start: f64,
    length: f64,
    by: f64,
}

const fn by(by: f64, start: f64, length: f64) -> Move {
    Move { start, length, by }
}

/// Moves one after another; `shape` gives the position and its derivatives for a share of a move from 0 to 1.
fn moves(times: &[f64], moves: &[Move], shape: impl Fn(f64) -> [f64; 4]) -> Vec<[f64; 4]> {
    at(times, |t| {
        let mut state = [0.0; 4];
        for one in moves {
            let share = (t - one.start) / one.length;
            if share >= 1.0 {
                state[0] += one.by;
            } else if share > 0.0 {
                let shape = shape(share);
                for (order, value) in state.iter_mut().enumerate() {
                    *value += one.by * shape[order] / one.length.powi(order as i32);
                }
            }
        }
        state
    })
}

/// The move whose jerk is least (Flash and Hogan, 1985).
fn minimum_jerk(u: f64) -> [f64; 4] {
    [
        u * u * u * (10.0 - 15.0 * u + 6.0 * u * u),
        30.0 * u * u * (1.0 - u) * (1.0 - u),
        60.0 * u * (1.0 - 3.0 * u + 2.0 * u * u),
        60.0 * (1.0 - 6.0 * u + 6.0 * u * u),
    ]
}

/// Reaches of an arm with rests between.
fn rests(times: &[f64]) -> Vec<[f64; 4]> {
    const MOVES: [Move; 4] = [
        by(1.0, 0.3, 0.8),
        by(-0.7, 1.4, 0.5),
        by(0.9, 2.2, 1.0),
        by(-0.6, 3.4, 0.5),
    ];
    moves(times, &MOVES, minimum_jerk)
}

/// Eyes that jump from one word to the next.
fn saccades(times: &[f64]) -> Vec<[f64; 4]> {
    const MOVES: [Move; 8] = [
        by(0.5, 0.31, 0.05),
        by(0.4, 0.77, 0.045),
        by(-0.7, 1.12, 0.06),
        by(0.3, 1.66, 0.04),
        by(0.6, 2.19, 0.055),
        by(-0.2, 2.58, 0.04),
        by(0.3, 3.11, 0.045),
        by(-0.9, 3.63, 0.06),
    ];
    moves(times, &MOVES, minimum_jerk)
}

/// Sticks, and slips by a step without a jump of the acceleration.
fn stick_slip(times: &[f64]) -> Vec<[f64; 4]> {
    const MOVES: [Move; 7] = [
        by(0.25, 0.4, 0.12),
        by(0.3, 0.95, 0.14),
        by(0.2, 1.43, 0.1),
        by(0.28, 2.02, 0.13),
        by(0.24, 2.55, 0.12),
        by(0.32, 3.1, 0.15),
        by(0.22, 3.64, 0.11),
    ];
    moves(times, &MOVES, |u| {
        use std::f64::consts::TAU;
        let (s, c) = (TAU * u).sin_cos();
        [u - s / TAU, 1.0 - c, TAU * s, TAU * TAU * c]
    })
}

/// A ball that falls from 1 m and keeps 82 % of its velocity at each impact.
fn bounces(times: &[f64]) -> Vec<[f64; 4]> {
    const GRAVITY: f64 = 9.81;
    const KEPT: f64 = 0.82;
    // As if it had been thrown from the ground before the log begins.
    let mut velocity = (2.0 * GRAVITY).sqrt();
    let mut start = -velocity / GRAVITY;
    let mut throws = Vec::new();
    while start < DURATION {
        throws.push((start, velocity));
        start += 2.0 * velocity / GRAVITY;
        velocity *= KEPT;
    }
    at(times, |t| {
        let last = throws.partition_point(|(start, _)| *start <= t) - 1;
        let (start, velocity) = throws[last];
        let since = t - start;
        [
            since * (velocity - GRAVITY * since / 2.0),
            velocity - GRAVITY * since,
            -GRAVITY,
            0.0,
        ]
    })
}

/// Slow sines all the time, and fast ones from the middle on.
fn slow_then_fast(times: &[f64]) -> Vec<[f64; 4]> {
    const MIDDLE: f64 = 2.0;
    const CHANGE: f64 = 0.15;
    let sine = |amplitude: f64, w: f64, phase: f64, t: f64| {
        let (s, c) = (w * t + phase).sin_cos();
        [s, w * c, -w * w * s, -w * w * w * c].map(|value| amplitude * value)
    };
    let sum = |a: [f64; 4], b: [f64; 4]| -> [f64; 4] { std::array::from_fn(|k| a[k] + b[k]) };
    at(times, |t| {
        let slow = sum(sine(0.6, 1.1, 0.0, t), sine(0.3, 2.3, 0.8, t));
        let f = sum(sine(0.3, 13.0, 0.0, t), sine(0.15, 21.0, 1.0, t));
        let u = ((t - MIDDLE) / CHANGE).tanh();
        let u1 = (1.0 - u * u) / CHANGE;
        let u2 = -2.0 * u * u1 / CHANGE;
        let u3 = -2.0 * (u1 * u1 + u * u2) / CHANGE;
        let w = [(1.0 + u) / 2.0, u1 / 2.0, u2 / 2.0, u3 / 2.0];
        let fast = [
            w[0] * f[0],
            w[0] * f[1] + w[1] * f[0],
            w[0] * f[2] + 2.0 * w[1] * f[1] + w[2] * f[0],
            w[0] * f[3] + 3.0 * w[1] * f[2] + 3.0 * w[2] * f[1] + w[3] * f[0],
        ];
        sum(slow, fast)
    })
}
