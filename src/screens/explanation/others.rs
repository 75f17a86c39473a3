//! What others give, as a table.

use super::Quantity;
use super::layout::{cut, rounded};
use super::page::Page;
use crate::explain::{Explanation, Peer};
use dxdt_motion::words::WIDEST;

pub(super) fn others(page: &mut Page, explanation: &Explanation) {
    let mut has_any = false;
    for (quantity, peers) in [
        (Quantity::Velocity, &explanation.velocity_of_others),
        (Quantity::Acceleration, &explanation.acceleration_of_others),
    ] {
        if peers.is_empty() {
            continue;
        }
        has_any = true;
        page.heading(&format!("{} by other programs", quantity.name()), "");
        let ways = [7, 6, 5, 4].map(|digits| peer_table(explanation, quantity, peers, digits));
        page.table(&ways, 1 + explanation.axes.len());
    }
    if has_any {
        page.sentence(
            "Logger Pro takes a weighted mean of slopes; the least-squares line shown for it may differ",
        );
    }
}

fn peer_table(
    explanation: &Explanation,
    quantity: Quantity,
    peers: &[Peer],
    digits: usize,
) -> Vec<Vec<String>> {
    let derivation = match quantity {
        Quantity::Velocity => &explanation.velocity,
        Quantity::Acceleration => &explanation.acceleration,
    };
    let axes = explanation.axes.len();
    let mut titles = vec![String::new()];
    titles.extend(
        explanation
            .axes
            .iter()
            .map(|axis| format!("{}_{}", quantity.prefix(), cut(&axis.name, 9))),
    );
    let mut rows = vec![titles];
    let mut ours = vec!["dxdt".to_owned()];
    ours.extend((0..axes).map(|axis| {
        let value = derivation
            .as_ref()
            .and_then(|derivation| *derivation.table.get(axis)?);
        value.map_or_else(|| "empty".to_owned(), |value| small(value, digits))
    }));
    rows.push(ours);
    for peer in peers {
        let mut cells = vec![peer.name.clone()];
        cells.extend((0..axes).map(|axis| {
            match &peer.value {
                Some(values) => values
                    .get(axis)
                    .map_or_else(String::new, |value| small(*value, digits)),
                None => "–".to_owned(),
            }
        }));
        cells.push(peer.why.to_string());
        rows.push(cells);
    }
    let first = rows
        .iter()
        .map(|row| row[0].chars().count())
        .max()
        .unwrap_or(0)
        .min(WIDEST);
    for row in &mut rows {
        row[0] = format!("{:<first$}", row[0]);
    }
    rows
}

/// A number in few characters.
fn small(value: f64, digits: usize) -> String {
    if value != 0.0 && value.abs() < 1e-4 {
        // Zeros after the point would take the place of digits.
        let decimals = digits - 1;
        return format!("{value:.decimals$e}");
    }
    rounded(value, digits)
}
