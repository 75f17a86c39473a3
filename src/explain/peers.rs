//! What other programs give at a row, and why it differs.

use serde::Serialize;

use dxdt_calculus::EdgeOrder;
use dxdt_motion::audit::{AuditedLog, Flags};

use super::PeerReason;
use super::around::Around;
use super::derivation::Derivation;
use super::formulas;
use super::source::Record;

/// What another program, or a line of a script, gives at a row.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Peer {
    /// Its name.
    pub name: String,
    /// Its value along each of the table's axes; `None` where its formula does not reach.
    pub value: Option<Vec<f64>>,
    /// Why it differs, or that it does not.
    pub why: PeerReason,
}

impl Around {
    /// What others give for the velocity.
    pub fn velocity(&self, ours: Option<&Derivation>, merged: Option<[&Record; 2]>) -> Vec<Peer> {
        let (t, i) = (&self.t[..], self.here);
        let mut peers = Vec::new();
        for (order, number) in [(EdgeOrder::First, 1), (EdgeOrder::Second, 2)] {
            peers.push(self.peer(
                format!("np.gradient, edge_order={number}"),
                self.each(|x| formulas::numpy_gradient(t, x, i, order)),
                self.edge(order),
                ours,
            ));
        }
        if self.is_dated {
            peers.push(self.by_epoch_seconds(ours));
        }
        if let Some([kept, other]) = merged {
            peers.push(self.repeated(kept, other));
        }
        peers.push(self.peer(
            "np.diff to the next row".to_owned(),
            self.each(|x| formulas::slope_after(t, x, i)),
            self.half_step(true),
            ours,
        ));
        peers.push(self.peer(
            "np.diff from the row before".to_owned(),
            self.each(|x| formulas::slope_before(t, x, i)),
            self.half_step(false),
            ours,
        ));
        for name in ["uniform central difference", "Tracker"] {
            peers.push(self.peer(
                name.to_owned(),
                self.each(|x| formulas::even_slope(x, i, self.step())),
                self.even(1, None),
                ours,
            ));
        }
        let points = formulas::fitted_slope(t, t, i).map_or(7, |(_, points)| points);
        peers.push(
            self.peer(
                format!("Logger Pro, line of {points} rows"),
                self.each(|x| Some(formulas::fitted_slope(t, x, i)?.0)),
                self.border(points / 2, points / 2)
                    .unwrap_or(PeerReason::LeastSquares { rows: points }),
                ours,
            ),
        );
        peers
    }

    /// What others give for the acceleration.
    pub fn acceleration(&self, ours: Option<&Derivation>) -> Vec<Peer> {
        let (t, i, step) = (&self.t[..], self.here, self.step());
        let mut peers = Vec::new();
        for (order, number) in [(EdgeOrder::First, 1), (EdgeOrder::Second, 2)] {
            peers.push(self.peer(
                format!("np.gradient twice, edge {number}"),
                self.each(|x| formulas::numpy_twice(t, x, i, order)),
                self.edge_twice(order),
                ours,
            ));
        }
        peers.push(self.peer(
            "uniform second difference".to_owned(),
            self.each(|x| formulas::even_second(x, i, step)),
            self.even(1, Some(3)),
            ours,
        ));
        peers.push(self.peer(
            "Tracker".to_owned(),
            self.each(|x| formulas::tracker_acceleration(x, i, step)),
            self.even(2, Some(5)),
            ours,
        ));
        peers
    }

    /// A script on a geographic log: degrees a second.
    pub fn degrees(&self, audited: &AuditedLog<'_>) -> Option<Peer> {
        if !self.is_geographic {
            return None;
        }
        let values: Option<Vec<f64>> = audited
            .positions
            .iter()
            .map(|axis| {
                let x: Vec<f64> = self.rows.iter().map(|&row| axis[row]).collect();
                formulas::numpy_gradient(&self.t, &x, self.here, EdgeOrder::Second)
            })
            .collect();
        Some(Peer {
            name: "np.gradient of the columns".to_owned(),
            value: values,
            why: PeerReason::Degrees,
        })
    }

    /// A script that has its timestamps as seconds since 1970 in floats.
    fn by_epoch_seconds(&self, ours: Option<&Derivation>) -> Peer {
        let (t, i) = (self.epoch_seconds(), self.here);
        let name = "np.gradient, float64 epoch".to_owned();
        if t.windows(2).any(|pair| pair[0] == pair[1]) {
            return Peer {
                name,
                value: None,
                why: PeerReason::EqualStamps,
            };
        }
        let size = t[i].abs();
        let grain = (size.next_up() - size) * 1e9;
        let why = match self.edge(EdgeOrder::Second) {
            border @ PeerReason::BridgesBreak { .. } => border,
            _ => PeerReason::RoundedStamps { grain },
        };
        let value = self.each(|x| formulas::numpy_gradient(&t, x, i, EdgeOrder::Second));
        self.peer(name, value, why, ours)
    }

    /// NumPy with the repeated rows left in: a step of 0 beside the row.
    fn repeated(&self, kept: &Record, other: &Record) -> Peer {
        let before = self.here.checked_sub(1);
        let step = before.map(|index| self.t[self.here] - self.t[index]);
        let value = before.zip(step).and_then(|(index, step)| {
            if self.is_geographic {
                return None;
            }
            let pairs = kept
                .positions
                .iter()
                .zip(&other.positions)
                .zip(&self.positions);
            pairs
                .map(|((kept, other), x)| {
                    let values = [*x.get(index)?, (*kept)?, (*other)?];
                    Some(formulas::numpy_centred(values, [step, 0.0]))
                })
                .collect()
        });
        Peer {
            name: "np.gradient with repeats".to_owned(),
            value,
            why: PeerReason::DividesByZero,
        }
    }

    fn peer(
        &self,
        name: String,
        value: Option<Vec<f64>>,
        why: PeerReason,
        ours: Option<&Derivation>,
    ) -> Peer {
        let why = match (&value, ours) {
            (None, _) => PeerReason::NeedsRows,
            (Some(value), Some(ours)) if agrees(value, ours) => PeerReason::Same,
            _ => why,
        };
        Peer { name, value, why }
    }
}

/// Whether values are those of a derivation, but for rounding.
fn agrees(values: &[f64], ours: &Derivation) -> bool {
    let noise = 1e-12 * ours.scale();
    values.iter().zip(&ours.values).all(|(a, b)| {
        let size = a.abs().max(b.abs());
        (a - b).abs() <= noise.max(1e-9 * size)
    })
}

/// The record that is kept of several, and another one.
pub(super) fn kept_and_other(flags: Flags, records: &[Record]) -> Option<[&Record; 2]> {
    let kept = records.iter().find(|record| record.kept)?;
    let other = records.iter().find(|record| !record.kept)?;
    flags.contains(Flags::MERGED).then_some([kept, other])
}
