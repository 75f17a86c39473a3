//! Motions whose derivatives are known, to compare estimates with.

use std::f64::consts::TAU;

/// A motion: position, velocity, acceleration and jerk at increasing times from 0 to 4 s.
pub struct System {
    pub name: &'static str,
    pub truth: fn(&[f64]) -> Vec<[f64; 4]>,
}

/// The seconds that each motion lasts.
pub const DURATION: f64 = 4.0;

pub const SYSTEMS: [System; 7] = [
    System {
        name: "sine",
        truth: sine,
    },
    System {
        name: "triangle",
        truth: triangle,
    },
    System {
        name: "linear",
        truth: damped_oscillation,
    },
    System {
        name: "logistic",
        truth: logistic_growth,
    },
    System {
        name: "cruise control",
        truth: cruise_control,
    },
    System {
        name: "Lorenz",
        truth: lorenz,
    },
    System {
        name: "chirp",
        truth: chirp,
    },
];

pub fn at(times: &[f64], of: impl Fn(f64) -> [f64; 4]) -> Vec<[f64; 4]> {
    times.iter().map(|&t| of(t)).collect()
}

/// The sum of two sines.
fn sine(times: &[f64]) -> Vec<[f64; 4]> {
    let one = |w: f64, t: f64| {
        let (s, c) = (w * t).sin_cos();
        [0.5 * s, 0.5 * w * c, -0.5 * w * w * s, -0.5 * w * w * w * c]
    };
    at(times, |t| {
        let (a, b) = (one(TAU, t), one(1.7 * TAU, t));
        std::array::from_fn(|k| a[k] + b[k] + f64::from(u8::from(k == 0)))
    })
}

/// Straight lines up and down, with corners.
fn triangle(times: &[f64]) -> Vec<[f64; 4]> {
    const PERIOD: f64 = 1.3;
    at(times, |t| {
        let phase = (t / PERIOD).rem_euclid(1.0);
        let (x, sign) = if phase < 0.5 {
            (2.0 * phase, 1.0)
        } else {
            (2.0 - 2.0 * phase, -1.0)
        };
        [x, sign * 2.0 / PERIOD, 0.0, 0.0]
    })
}

/// x″ + 2λx′ + (λ² + ω²)x = 0, an autonomous linear system.
fn damped_oscillation(times: &[f64]) -> Vec<[f64; 4]> {
    const DECAY: f64 = 0.8;
    const FREQUENCY: f64 = 7.0;
    let stiffness = DECAY * DECAY + FREQUENCY * FREQUENCY;
    at(times, |t| {
        let (s, c) = (FREQUENCY * t).sin_cos();
        let e = (-DECAY * t).exp();
        let x = e * c;
        let v = e * (-DECAY * c - FREQUENCY * s);
        let a = -2.0 * DECAY * v - stiffness * x;
        let j = -2.0 * DECAY * a - stiffness * v;
        [x, v, a, j]
    })
}

/// x′ = rx(1 − x/K) from x = 0.1.
fn logistic_growth(times: &[f64]) -> Vec<[f64; 4]> {
    let (capacity, rate, start) = (2.0, 4.0, 0.1);
    at(times, |t| {
        let x = capacity / (1.0 + (capacity / start - 1.0) * (-rate * t).exp());
        let slope = rate * (1.0 - 2.0 * x / capacity);
        let v = rate * x * (1.0 - x / capacity);
        let a = slope * v;
        [x, v, a, slope * a - 2.0 * rate / capacity * v * v]
    })
}

/// A car on a hilly road whose speed a proportional-integral controller holds.
fn cruise_control(times: &[f64]) -> Vec<[f64; 4]> {
    const WANTED: f64 = 2.0;
    let slope = |t: f64| 0.15 * (1.3 * t).sin() + 0.1 * (3.1 * t).cos();
    let slope_rate = |t: f64| 0.195 * (1.3 * t).cos() - 0.31 * (3.1 * t).sin();
    let (proportional, integral, g) = (3.0, 6.0, 9.81);
    let acceleration = move |t: f64, v: f64, z: f64| {
        proportional * (WANTED - v) + integral * z - g * slope(t).sin()
    };
    let rate = move |t: f64, [_, v, z]: [f64; 3]| [v, acceleration(t, v, z), WANTED - v];
    along(times, [0.0, 1.0, 0.0], rate)
        .into_iter()
        .zip(times)
        .map(|([x, v, z], &t)| {
            let a = acceleration(t, v, z);
            let j =
                -proportional * a + integral * (WANTED - v) - g * slope(t).cos() * slope_rate(t);
            [x, v, a, j]
        })
        .collect()
}

/// The x of Lorenz's system, a twelfth of its size.
fn lorenz(times: &[f64]) -> Vec<[f64; 4]> {
    let (sigma, rho, beta) = (10.0, 28.0, 8.0 / 3.0);
    let rate =
        move |_: f64, [x, y, z]: [f64; 3]| [sigma * (y - x), x * (rho - z) - y, x * y - beta * z];
    along(times, [5.0, 1.0, 20.0], rate)
        .into_iter()
        .map(|state| {
            let [x, _, z] = state;
            let [dx, dy, dz] = rate(0.0, state);
            let ddx = sigma * (dy - dx);
            let ddy = dx * (rho - z) - x * dz - dy;
            [x, dx, ddx, sigma * (ddy - ddx)].map(|value| value / 12.0)
        })
        .collect()
}

/// A sine whose frequency grows.
fn chirp(times: &[f64]) -> Vec<[f64; 4]> {
    at(times, |t| {
        let (s, c) = (2.0 * t + 1.5 * t * t).sin_cos();
        let rate = 2.0 + 3.0 * t;
        let a = 3.0 * c - rate * rate * s;
        [s, rate * c, a, -9.0 * rate * s - rate * rate * rate * c]
    })
}

/// The states at increasing times by Runge and Kutta's method of order four, at steps of a tenth of a millisecond.
fn along<const N: usize>(
    times: &[f64],
    start: [f64; N],
    rate: impl Fn(f64, [f64; N]) -> [f64; N],
) -> Vec<[f64; N]> {
    const LONGEST: f64 = 1e-4;
    let add = |a: [f64; N], b: [f64; N], factor: f64| -> [f64; N] {
        std::array::from_fn(|i| a[i] + factor * b[i])
    };
    let (mut t, mut state) = (0.0, start);
    times
        .iter()
        .map(|&end| {
            let steps = ((end - t) / LONGEST).ceil().max(1.0);
            let h = (end - t) / steps;
            for _ in 0..steps as usize {
                let k1 = rate(t, state);
                let k2 = rate(t + h / 2.0, add(state, k1, h / 2.0));
                let k3 = rate(t + h / 2.0, add(state, k2, h / 2.0));
                let k4 = rate(t + h, add(state, k3, h));
                state = std::array::from_fn(|i| {
                    state[i] + h / 6.0 * (k1[i] + 2.0 * k2[i] + 2.0 * k3[i] + k4[i])
                });
                t += h;
            }
            state
        })
        .collect()
}
