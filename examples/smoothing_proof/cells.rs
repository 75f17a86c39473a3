//! The conditions under which methods are compared.

use crate::abrupt::ABRUPT;
use crate::noise::Noise;
use crate::samples::{Damage, Sampling, Stamps};
use crate::systems::{SYSTEMS, System};

/// A motion, and how it is sampled.
#[derive(Clone, Copy)]
pub struct Cell {
    pub system: &'static System,
    pub sampling: Sampling,
    /// Of the first list: everything crossed with everything.
    pub is_crossed: bool,
    /// Of the second list, its place among the kinds.
    pub kind: Option<usize>,
}

/// A kind of sampling of the second list, in which one thing is unlike the first.
pub struct Kind {
    pub name: &'static str,
    sampling: Sampling,
}

const PLAIN: Sampling = Sampling {
    rows: 300,
    stamps: Stamps::Jittered,
    noise: Noise::Normal,
    deviation: 0.01,
    damage: Damage::None,
};

const fn noise(noise: Noise) -> Sampling {
    Sampling { noise, ..PLAIN }
}

const fn stamps(stamps: Stamps) -> Sampling {
    Sampling { stamps, ..PLAIN }
}

pub const KINDS: [Kind; 9] = [
    Kind {
        name: "plain",
        sampling: PLAIN,
    },
    Kind {
        name: "noise 0.03",
        sampling: Sampling {
            deviation: 0.03,
            ..PLAIN
        },
    },
    Kind {
        name: "correlated",
        sampling: noise(Noise::Correlated),
    },
    Kind {
        name: "uneven",
        sampling: noise(Noise::Uneven),
    },
    Kind {
        name: "heavy-tailed",
        sampling: noise(Noise::HeavyTailed),
    },
    Kind {
        name: "rounded",
        sampling: noise(Noise::Rounded),
    },
    Kind {
        name: "bursts",
        sampling: stamps(Stamps::Bursts),
    },
    Kind {
        name: "dropped",
        sampling: stamps(Stamps::Dropped),
    },
    Kind {
        name: "30 rows",
        sampling: Sampling { rows: 30, ..PLAIN },
    },
];

const NOISES: [f64; 3] = [0.01, 0.03, 0.1];
const DAMAGES: [Damage; 4] = [Damage::None, Damage::Outliers, Damage::Gap, Damage::Missing];

/// All cells: the smooth motions with every kind of timestamps, noise and damage, then all motions with each kind of the
/// second list. What is in both is there once.
pub fn all() -> Vec<Cell> {
    let mut cells = Vec::new();
    for system in &SYSTEMS {
        for stamps in [Stamps::Jittered, Stamps::Random] {
            for deviation in NOISES {
                cells.extend(DAMAGES.map(|damage| {
                    let sampling = Sampling {
                        stamps,
                        deviation,
                        damage,
                        ..PLAIN
                    };
                    Cell {
                        system,
                        sampling,
                        is_crossed: true,
                        kind: KINDS.iter().position(|kind| kind.sampling == sampling),
                    }
                }));
            }
        }
    }
    for system in systems() {
        for (at, kind) in KINDS.iter().enumerate() {
            let is_there = |cell: &Cell| cell.system.name == system.name && cell.kind == Some(at);
            if !cells.iter().any(is_there) {
                cells.push(Cell {
                    system,
                    sampling: kind.sampling,
                    is_crossed: false,
                    kind: Some(at),
                });
            }
        }
    }
    cells
}

/// All motions, in the order of the tables.
pub fn systems() -> impl Iterator<Item = &'static System> {
    SYSTEMS.iter().chain(&ABRUPT)
}
