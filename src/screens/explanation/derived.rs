//! A derivative term by term, and the rotation to east, north and up.

use super::Quantity;
use super::layout::{compact, cut, rounded, whole};
use super::page::Page;
use crate::explain::Derivation;
use crate::explain::Explanation;
use crate::explain::MOST_COMPOSED;

// As a pocket calculator has them.
const DIGITS: usize = 10;

pub(super) fn derived(
    page: &mut Page,
    explanation: &Explanation,
    quantity: Quantity,
    derivation: &Derivation,
) {
    page.heading(quantity.name(), &format!(": {}", derivation.words));
    page.sentence(&format!("{} = {}", quantity.prefix(), derivation.formula));
    let axes = if explanation.turned_at.is_some() {
        // The sums are along X, Y and Z, and are turned further down.
        explanation.straight_axes.clone()
    } else {
        explanation
            .axes
            .iter()
            .map(|axis| axis.name.clone())
            .collect()
    };
    // Along Earth-centered axes the table has nothing.
    let table = match explanation.turned_at {
        Some(_) => Vec::new(),
        None => derivation.table.clone(),
    };
    let terms = [true, false].map(|weights| terms(&axes, derivation, &table, weights));
    page.table(&terms, usize::MAX);
    if explanation.turned_at.is_none() {
        page.sentence(&agreement(derivation));
    }
    if let Some(finer) = &derivation.finer {
        let values = derivation
            .values
            .iter()
            .zip(&finer.values)
            .zip(&explanation.axes);
        let noise = 1e-12 * derivation.scale();
        let values = values.map(|((value, finer), axis)| {
            let far = Some((value - finer).abs()).filter(|far| *far > noise);
            let unit = quantity.unit(axis.unit.as_deref());
            format!(
                "{}_{} {}{unit}",
                quantity.prefix(),
                cut(&axis.name, 20),
                rounded(far.unwrap_or(0.0), 2)
            )
        });
        page.sentence(&format!(
            "estimated error {}: the distance to the polynomial through {} rows",
            values.collect::<Vec<_>>().join(", "),
            finer.rows
        ));
    }
    let composed = &derivation.composed;
    if !composed.is_empty() && composed.len() <= MOST_COMPOSED {
        let weights = composed.iter();
        let weights =
            weights.map(|weight| format!("row {} {}", weight.row, rounded(weight.weight, DIGITS)));
        page.sentence(&format!(
            "written as weights of positions (1/s²): {}",
            weights.collect::<Vec<_>>().join(", ")
        ));
    }
}

/// The terms, their sums, and the row of the table; with the differences that are weighted, or without.
fn terms(
    axes: &[String],
    derivation: &Derivation,
    table: &[Option<f64>],
    with_differences: bool,
) -> Vec<Vec<String>> {
    let of_velocity = derivation.of == "velocities";
    let mut titles = vec!["row".to_owned(), "weight".to_owned()];
    for axis in axes {
        let axis = cut(axis, 16);
        let name = if of_velocity {
            format!("v_{axis}")
        } else {
            axis
        };
        if with_differences {
            titles.push(format!("· ({name} − here)"));
            titles.push("= product".to_owned());
        } else {
            titles.push(format!("product ({name})"));
        }
    }
    let mut rows = vec![titles];
    for term in &derivation.terms {
        let mut cells = vec![term.row.to_string(), rounded(term.weight, DIGITS)];
        for (difference, product) in term.differences.iter().zip(&term.products) {
            if with_differences {
                cells.push(rounded(*difference, DIGITS));
            }
            cells.push(rounded(*product, DIGITS));
        }
        rows.push(cells);
    }
    let mut last_row = |title: &str, values: Vec<String>| {
        let mut cells = vec![title.to_owned(), String::new()];
        for value in values {
            if with_differences {
                cells.push(String::new());
            }
            cells.push(value);
        }
        rows.push(cells);
    };
    last_row(
        "sum",
        derivation.sums.iter().map(|sum| whole(*sum)).collect(),
    );
    if !table.is_empty() {
        let cell = |value: &Option<f64>| value.map_or_else(|| "empty".to_owned(), whole);
        last_row("motion.csv", table.iter().map(cell).collect());
    }
    rows
}

/// Whether the sum is the number of the table.
fn agreement(derivation: &Derivation) -> String {
    let deviation = derivation.deviation();
    if deviation == 0.0 {
        return "the sum is the number in motion.csv, to the last digit".to_owned();
    }
    let cause = if deviation <= 1e-12 * derivation.scale() {
        "which is rounding"
    } else {
        "which is more than rounding"
    };
    format!(
        "the sum differs from motion.csv by at most {}, {cause}",
        rounded(deviation, 2)
    )
}

/// The rotation from Earth-centered axes to east, north and up.
pub(super) fn turn(page: &mut Page, explanation: &Explanation) {
    let (Some([longitude, latitude]), Some(velocity)) =
        (explanation.turned_at, &explanation.velocity)
    else {
        return;
    };
    page.heading(
        "rotation",
        &format!(
            " to east, north and up, at longitude λ = {}° and latitude φ = {}°",
            compact(longitude),
            compact(latitude)
        ),
    );
    page.sentence("east = cos λ·Y − sin λ·X, north = cos φ·Z − sin φ·(cos λ·X + sin λ·Y),");
    page.sentence("up = cos φ·(cos λ·X + sin λ·Y) + sin φ·Z");
    let derivations = [Some(velocity), explanation.acceleration.as_ref()];
    let derivations: Vec<&Derivation> = derivations.into_iter().flatten().collect();
    let table = |shown: fn(f64) -> String| {
        let mut titles = vec![String::new()];
        for prefix in ["v", "a"].iter().take(derivations.len()) {
            titles.extend([format!("{prefix}, rotated"), "motion.csv".to_owned()]);
        }
        let mut rows = vec![titles];
        for (axis, name) in explanation.axes.iter().enumerate() {
            let mut cells = vec![name.name.clone()];
            for derivation in &derivations {
                let value = derivation.values.get(axis).copied().unwrap_or(f64::NAN);
                let table = derivation.table.get(axis).copied().flatten();
                cells.push(shown(value));
                cells.push(table.map_or_else(|| "empty".to_owned(), whole));
            }
            rows.push(cells);
        }
        rows
    };
    let ways = [table(whole), table(|value| rounded(value, DIGITS))];
    page.table(&ways, usize::MAX);
    let largest = derivations
        .iter()
        .map(|derivation| derivation.deviation())
        .fold(0.0, f64::max);
    page.sentence(&if largest == 0.0 {
        "the same as motion.csv, to the last digit".to_owned()
    } else {
        format!(
            "they differ from motion.csv by at most {}, by rounding",
            rounded(largest, 2)
        )
    });
}
