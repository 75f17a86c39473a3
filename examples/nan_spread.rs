//! How far a missing value spreads: NaN in the gradient and in differences.
//!
//! A sensor failed once, and one value is NaN. Any sum with NaN is NaN, so a derivative is lost wherever its formula
//! uses that value. The formulas of NumPy's `gradient` (after Quarteroni, Sacco and Saleri, *Numerical Mathematics*) and
//! of `diff` show where that is:
//!
//! ```text
//! gradient, even steps      (f₊ − f₋) / 2h                                          not f itself
//! gradient, uneven steps    (h₁²·(f₊ − f) + h₂²·(f − f₋)) / (h₁·h₂·(h₁ + h₂))       f too
//! first point, order 1      (f₁ − f₀) / h
//! first point, order 2      (−3·f₀ + 4·f₁ − f₂) / 2h
//! diff                      f₊ − f; of order n, n + 1 values
//! ```
//!
//! In the table N is NaN. It shows:
//!
//! - With even steps the two neighbors are lost and **the point itself is not**. There is a velocity at the one place
//!   without a position. It is not wrong, as it is the slope from the point before to the one after. To hide it, mask it
//!   yourself.
//! - With uneven steps the point is lost too, as the weight of f is h₂² − h₁², which is zero only for even steps.
//! - Edge order 2 uses the third point for the first, and loses the first if the third is missing.
//! - Coordinates count as even if all their steps are **exactly** equal. Those of 0.125·i are equal. Those of 0.1·i differ
//!   in the last bit, and one more value is lost.
//! - `diff` of order n loses n + 1 values, less those beyond the ends. The two of order 1 are half a step before and
//!   after.
//!
//! NumPy does the same in all these cases. In the plane (a value missing at row 2, column 3) each derivative loses values
//! along its own axis, and the magnitude loses those of both: a cross, hollow if the steps are even.
//!
//! ```text
//! $ cargo run --release --example nan_spread
//! missing value                        at 4        at 2        at 1        at 0
//! values                               ····N····   ··N······   ·N·······   N········
//! gradient, even, edge order 1         ···N·N···   ·N·N·····   N·N······   NN·······
//! gradient, even, edge order 2         ···N·N···   NN·N·····   N·N······   NN·······
//! gradient, uneven, edge order 1       ···NNN···   ·NNN·····   NNN······   NN·······
//! gradient, uneven, edge order 2       ···NNN···   NNNN·····   NNN······   NN·······
//! gradient over 0.125·i, edge order 1  ···N·N···   ·N·N·····   N·N······   NN·······
//! gradient over 0.1·i, edge order 1    ···NNN···   ·NNN·····   NNN······   NN·······
//! diff, order 1                        ···NN···    ·NN·····    NN······    N·······
//! diff, order 2                        ··NNN··     NNN····     NN·····     N······
//! diff, order 3                        ·NNNN·      NNN···      NN····      N·····
//!
//! values          diff along y    diff along x
//! ·······         ·······         ······
//! ·······         ···N···         ······
//! ···N···         ···N···         ··NN··
//! ·······         ·······         ······
//! ·······                         ······
//!
//! ∂/∂y, even      ∂/∂x, even      |∇|, even
//! ·······         ·······         ·······
//! ···N···         ·······         ···N···
//! ·······         ··N·N··         ··N·N··
//! ···N···         ·······         ···N···
//! ·······         ·······         ·······
//!
//! ∂/∂y, uneven    ∂/∂x, uneven    |∇|, uneven
//! ·······         ·······         ·······
//! ···N···         ·······         ···N···
//! ···N···         ··NNN··         ··NNN··
//! ···N···         ·······         ···N···
//! ·······         ·······         ·······
//! ```
//!
//! In the chart `nan-spread.png`, in the folder `out` or the one given as the first argument, two samples of
//! x = sin 2t are missing. The gradient over even timestamps has a lone point in each of its gaps; over uneven ones it
//! has none.

use std::error::Error;
use std::fs;
use std::path::Path;

use dxdt::calculus::array;
use dxdt::calculus::array::{DiffOptions, GradientOptions};
use dxdt::calculus::{CalculusError, EdgeOrder, Spacing, diff, forward_difference, gradient};
use dxdt::chart::{ChartSize, Figure, Panel, Segment, Series, SeriesRole, TimeAxis, ValueAxis};
use ndarray::Array2;

const POINTS: usize = 9;

fn main() -> Result<(), Box<dyn Error>> {
    let folder = std::env::args().nth(1).unwrap_or_else(|| "out".to_owned());

    lines()?;
    planes()?;

    fs::create_dir_all(&folder)?;
    fs::write(Path::new(&folder).join("nan-spread.png"), chart()?)?;
    Ok(())
}

/// Values without one at a point.
fn line(missing: usize) -> [f64; POINTS] {
    std::array::from_fn(|i| {
        if i == missing {
            f64::NAN
        } else {
            (i * i) as f64
        }
    })
}

fn lines() -> Result<(), CalculusError> {
    let uneven = [0.0, 1.0, 2.5, 3.0, 4.5, 5.0, 6.0, 7.5, 8.0];
    let eighths: [f64; POINTS] = std::array::from_fn(|i| 0.125 * i as f64);
    let tenths: [f64; POINTS] = std::array::from_fn(|i| 0.1 * i as f64);
    let lines = [4, 2, 1, 0].map(line);

    println!("missing value                        at 4        at 2        at 1        at 0");
    row("values", lines.each_ref().map(marks));
    for (name, spacing, edge_order) in [
        (
            "gradient, even, edge order 1",
            Spacing::Uniform(1.0),
            EdgeOrder::First,
        ),
        (
            "gradient, even, edge order 2",
            Spacing::Uniform(1.0),
            EdgeOrder::Second,
        ),
        (
            "gradient, uneven, edge order 1",
            Spacing::Coordinates(&uneven),
            EdgeOrder::First,
        ),
        (
            "gradient, uneven, edge order 2",
            Spacing::Coordinates(&uneven),
            EdgeOrder::Second,
        ),
        (
            "gradient over 0.125·i, edge order 1",
            Spacing::Coordinates(&eighths),
            EdgeOrder::First,
        ),
        (
            "gradient over 0.1·i, edge order 1",
            Spacing::Coordinates(&tenths),
            EdgeOrder::First,
        ),
    ] {
        let mut cells = Vec::new();
        for line in &lines {
            cells.push(marks(&gradient(line, spacing, edge_order)?));
        }
        row(name, cells);
    }
    for order in [1, 2, 3] {
        row(
            &format!("diff, order {order}"),
            lines.each_ref().map(|line| marks(&diff(line, order))),
        );
    }
    Ok(())
}

fn row(name: &str, cells: impl IntoIterator<Item = String>) {
    let cells: String = cells
        .into_iter()
        .map(|cell| format!("{cell:<12}"))
        .collect();
    println!("{name:<37}{}", cells.trim_end());
}

/// A dot for each number and an N for each NaN.
fn marks<'a>(values: impl IntoIterator<Item = &'a f64>) -> String {
    values
        .into_iter()
        .map(|value| if value.is_nan() { 'N' } else { '·' })
        .collect()
}

fn planes() -> Result<(), CalculusError> {
    let mut field = Array2::from_shape_fn((5, 7), |(row, column)| (row * row + 2 * column) as f64);
    field[[2, 3]] = f64::NAN;
    let (y, x) = (
        [0.0, 1.0, 2.5, 3.0, 4.0],
        [0.0, 1.0, 2.0, 3.5, 4.0, 5.0, 6.0],
    );
    let uneven = GradientOptions {
        spacing: &[Spacing::Coordinates(&y), Spacing::Coordinates(&x)],
        ..Default::default()
    };
    let [even, uneven] =
        [GradientOptions::default(), uneven].map(|options| array::gradient(&field, &options));
    let (even, uneven) = (even?, uneven?);
    let magnitude = |slopes: &[Array2<f64>]| {
        ndarray::Zip::from(&slopes[0])
            .and(&slopes[1])
            .map_collect(|y, x| y.hypot(*x))
    };
    let along = |axis| {
        array::diff(
            &field,
            &DiffOptions {
                axis,
                ..Default::default()
            },
        )
    };

    for row in [
        [
            ("values", field.clone()),
            ("diff along y", along(0)?),
            ("diff along x", along(1)?),
        ],
        [
            ("∂/∂y, even", even[0].clone()),
            ("∂/∂x, even", even[1].clone()),
            ("|∇|, even", magnitude(&even)),
        ],
        [
            ("∂/∂y, uneven", uneven[0].clone()),
            ("∂/∂x, uneven", uneven[1].clone()),
            ("|∇|, uneven", magnitude(&uneven)),
        ],
    ] {
        println!();
        println!(
            "{}",
            row.each_ref()
                .map(|(name, _)| format!("{name:<16}"))
                .concat()
                .trim_end()
        );
        for line in 0..5 {
            // A difference along y has one row fewer.
            let marks = row
                .each_ref()
                .map(|(_, plane)| plane.outer_iter().nth(line).map_or(String::new(), marks));
            println!(
                "{}",
                marks
                    .map(|marks| format!("{marks:<16}"))
                    .concat()
                    .trim_end()
            );
        }
    }
    Ok(())
}

/// A swing sampled 41 times, of which two are missing; even and uneven timestamps.
fn chart() -> Result<Vec<u8>, Box<dyn Error>> {
    let even: Vec<f64> = (0..41).map(|i| 0.1 * f64::from(i)).collect();
    // Early or late by up to 30 % of a step.
    let uneven: Vec<f64> = (0..41)
        .map(|i| 0.1 * (f64::from(i) + 0.3 * (1.7 * f64::from(i)).sin()))
        .collect();
    let swing = |t: &[f64]| -> Vec<f64> {
        let seen = |(i, t): (usize, &f64)| {
            if [12, 30].contains(&i) {
                f64::NAN
            } else {
                (2.0 * t).sin()
            }
        };
        t.iter().enumerate().map(seen).collect()
    };
    let of_even = gradient(&swing(&even), Spacing::Uniform(0.1), EdgeOrder::Second)?;
    let of_uneven = gradient(
        &swing(&uneven),
        Spacing::Coordinates(&uneven),
        EdgeOrder::Second,
    )?;
    let slopes = forward_difference(&swing(&even), Spacing::Uniform(0.1))?;
    let middles: Vec<f64> = even
        .windows(2)
        .map(|pair| f64::midpoint(pair[0], pair[1]))
        .collect();

    let panel = |quantity: &str, symbol: &str, unit: &str, t: &[f64], values: Vec<f64>| {
        Ok::<_, Box<dyn Error>>(Panel {
            quantity: quantity.into(),
            symbol: symbol.into(),
            units: unit.into(),
            axis: ValueAxis::Own,
            series: vec![Series {
                label: "number".into(),
                role: SeriesRole::Main,
                segments: vec![Segment::new(t.to_vec(), values)?],
            }],
        })
    };
    let figure = Figure {
        title: "What a missing value leaves of a derivative".into(),
        subtitle: Some("x = sin 2t, without its samples 12 and 30".into()),
        time: TimeAxis::Seconds {
            label: "time".into(),
        },
        panels: vec![
            panel("values, even", "x", "m", &even, swing(&even))?,
            panel("gradient, even", "v", "m/s", &even, of_even)?,
            panel("gradient, uneven", "v", "m/s", &uneven, of_uneven)?,
            panel("difference, even", "Δx/Δt", "m/s", &middles, slopes)?,
        ],
    };
    Ok(figure.draw(ChartSize::new(1000, 900)?)?.to_png()?)
}
