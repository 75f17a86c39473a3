//! Edges in an image: where the gradient of the brightness is large, and how noise, smoothing and the border affect it.
//!
//! An edge is where the brightness f changes fast, that is, where the gradient magnitude
//!
//! ```text
//! |∇f| = √((∂f/∂x)² + (∂f/∂y)²)
//! ```
//!
//! is above a threshold (Gonzalez and Woods, *Digital Image Processing*, section "Point, line, and edge detection").
//! Both derivatives are those of `np.gradient`: half the difference of the two neighbors, in brightness per pixel. The
//! image is made here, so its edges are known: a disc (90 brighter) and a rectangle (60 brighter) on a ramp of 0.25 per
//! pixel, with noise of up to ±20, whose standard deviation is s = 11.8.
//!
//! **At the border** there is a neighbor on one side only. The first table has surfaces with a known gradient: the ramp,
//! and waves. On a ramp both edge orders are exact. On waves edge order 1 is far worse on the border than the gradient is
//! inside, as its error is ½·f″. The error of edge order 2 is ⅓·f‴, twice the ⅙·f‴ inside. With noise it is the
//! opposite. The slope to one neighbor, f₁ − f₀, has noise of √2·s = 17. That of the parabola, (−3f₀ + 4f₁ − f₂)/2, has
//! √(9 + 16 + 1)/2·s = 30. Half the difference of two neighbors has s/√2 = 8, and the two such components inside
//! together 12. Edge order 2 is for smooth values.
//!
//! **Smoothing** with a Gaussian of σ = 1.5 pixels removes nine tenths of the noise. The rows without noise show what it
//! costs. Inside it flattens the waves a little. On the border it takes the mean over half a neighborhood, and about
//! half of the slope across the border is lost, with either edge order. If the slope on the border matters, do not
//! smooth, or leave out a strip of 4σ, as far as the kernel reaches.
//!
//! **Edges.** A step of height H has |∇f| = H/2 at the two pixels beside it, and H/(√(2π)·σ) after smoothing. The
//! threshold is half of that, for the weaker of the two steps. Without smoothing, a fifth of all pixels is a false edge,
//! and on the border half of them or more. The border has more noise, most of all with edge order 2. After smoothing no
//! edge is missed and none is false, but edges become wider: about four pixels instead of two. Edge order 2 takes no more
//! time, as it concerns the border alone. Smoothing takes more than everything else. The times are the shortest of 50
//! runs on one machine; they differ on any other.
//!
//! ```text
//! $ cargo run --release --example image_edges
//! RMS error of the gradient (1/px)     inside   border, by edge order
//!                                                    1         2
//! ramp                                 0.0000    0.0000    0.0000
//! ramp, smoothed                       0.0000    0.0792    0.0958
//! waves                                0.0038    0.0533    0.0081
//! waves, smoothed                      0.0471    0.9856    1.1611
//! waves with noise                    11.8244   18.3078   30.3411
//! waves with noise, smoothed           1.3095    1.9341    2.0842
//!
//!           edge      threshold   edge pixels   false, inside   false, border   time
//! smoothing order     1/px        found         (of pixels 6 px off any edge)   ms
//! none      1         15.0         98.8 %       22.13 %         51.20 %         0.65
//! none      2         15.0         98.8 %       22.13 %         71.05 %         0.62
//! σ = 1.5   1          8.0        100.0 %        0.00 %          0.00 %         1.63
//! σ = 1.5   2          8.0        100.0 %        0.00 %          0.00 %         1.63
//! ```
//!
//! The charts go into the folder `out`, or the one given as the first argument: `image-edges-picture.png` and
//! `image-edges.png`, the gradient magnitude of the smoothed image. There the disc is brighter than the rectangle, as its
//! step is higher, and the ramp looks like a flat area.

use std::error::Error;
use std::f64::consts::TAU;
use std::fs;
use std::path::Path;
use std::time::Instant;

use dxdt::calculus::array::{GradientOptions, gradient};
use dxdt::calculus::{CalculusError, EdgeOrder};
use dxdt::chart::{Cells, ChartSize, ColorScale, GridAxis, HeatMapFigure};
use dxdt::field::{edges, smooth};
use ndarray::{Array2, Zip};

const HEIGHT: usize = 180;
const WIDTH: usize = 240;
const SLOPE: f64 = 0.25; // of the ramp, per pixel
const DISC: f64 = 90.0; // how much brighter than the ramp
const RECTANGLE: f64 = 60.0;
const NOISE: i64 = 20; // at most, up or down
const SIGMA: f64 = 1.5; // of the smoothing, in pixels
const FAR: usize = 6; // pixels: 4σ, as far as smoothing reaches
const ORDERS: [EdgeOrder; 2] = [EdgeOrder::First, EdgeOrder::Second];

fn main() -> Result<(), Box<dyn Error>> {
    let folder = std::env::args().nth(1).unwrap_or_else(|| "out".to_owned());
    let folder = Path::new(&folder);
    fs::create_dir_all(folder)?;

    border_errors()?;
    println!();
    let picture = Array2::from_shape_fn((HEIGHT, WIDTH), |at| SLOPE * at.1 as f64 + step(at))
        + 40.0
        + noise();
    detection(&picture)?;

    let smoothed = smooth(&picture, SIGMA);
    let steepness = steepness(&smoothed, EdgeOrder::Second)?;
    let noise = format!("noise of up to ±{NOISE}");
    let settings = format!("smoothed with σ = {SIGMA} px, edge order 2");
    for (file, png) in [
        (
            "image-edges-picture.png",
            chart(
                "A disc and a rectangle on a ramp",
                noise,
                "brightness",
                &picture,
            )?,
        ),
        (
            "image-edges.png",
            chart(
                "Where the brightness changes",
                settings,
                "gradient magnitude (1/px)",
                &steepness,
            )?,
        ),
    ] {
        fs::write(folder.join(file), png)?;
    }
    Ok(())
}

/// How much brighter than the ramp a pixel is.
fn step((row, column): (usize, usize)) -> f64 {
    let (x, y) = (column as f64, row as f64);
    if (x - 75.0).hypot(y - 95.0) < 45.0 {
        DISC
    } else if (145..210).contains(&column) && (45..130).contains(&row) {
        RECTANGLE
    } else {
        0.0
    }
}

/// Waves with crests of 40, and their exact derivatives along y and x.
fn waves((row, column): (usize, usize)) -> [f64; 3] {
    let (k, l) = (TAU / 60.0, TAU / 90.0);
    let ((sin_x, cos_x), (sin_y, cos_y)) =
        ((k * column as f64).sin_cos(), (l * row as f64).sin_cos());
    [
        40.0 * sin_x * cos_y,
        -40.0 * l * sin_x * sin_y,
        40.0 * k * cos_x * cos_y,
    ]
}

/// Errors of the gradient of surfaces whose gradient is known, inside and on the border.
fn border_errors() -> Result<(), CalculusError> {
    let of = |value: fn((usize, usize)) -> f64| Array2::from_shape_fn((HEIGHT, WIDTH), value);
    let ramp = of(|(_, column)| SLOPE * column as f64);
    let ramp_slopes = [of(|_| 0.0), of(|_| SLOPE)];
    let [wavy, down, across] = [
        of(|at| waves(at)[0]),
        of(|at| waves(at)[1]),
        of(|at| waves(at)[2]),
    ];
    let wave_slopes = [down, across];
    let noisy = &wavy + noise();

    println!("RMS error of the gradient (1/px)     inside   border, by edge order");
    println!("                                                   1         2");
    for (name, surface, exact) in [
        ("ramp", ramp.clone(), &ramp_slopes),
        ("ramp, smoothed", smooth(&ramp, SIGMA), &ramp_slopes),
        ("waves", wavy.clone(), &wave_slopes),
        ("waves, smoothed", smooth(&wavy, SIGMA), &wave_slopes),
        ("waves with noise", noisy.clone(), &wave_slopes),
        (
            "waves with noise, smoothed",
            smooth(&noisy, SIGMA),
            &wave_slopes,
        ),
    ] {
        let mut inside = 0.0;
        let mut border = [0.0; 2];
        for (order, border) in ORDERS.into_iter().zip(&mut border) {
            let found = slopes(&surface, order)?;
            let squares = Array2::from_shape_fn((HEIGHT, WIDTH), |at| {
                (0..2)
                    .map(|axis| (found[axis][at] - exact[axis][at]).powi(2))
                    .sum()
            });
            inside = mean(&squares, |at| to_border(at) > FAR).sqrt();
            *border = mean(&squares, |at| to_border(at) == 0).sqrt();
        }
        println!(
            "{name:<34} {inside:8.4}  {:8.4}  {:8.4}",
            border[0], border[1]
        );
    }
    Ok(())
}

/// How well edges are found, and what it costs.
fn detection(picture: &Array2<f64>) -> Result<(), CalculusError> {
    println!("          edge      threshold   edge pixels   false, inside   false, border   time");
    println!("smoothing order     1/px        found         (of pixels 6 px off any edge)   ms");
    for (smoothing, sigma, threshold) in [
        // Half of what the weaker step has at its steepest: over two pixels, or along a Gaussian.
        ("none", 0.0, RECTANGLE / 2.0 / 2.0),
        ("σ = 1.5", SIGMA, RECTANGLE / (TAU.sqrt() * SIGMA) / 2.0),
    ] {
        for order in ORDERS {
            let run = || {
                Ok(edges(
                    &steepness(&smooth(picture, sigma), order)?,
                    threshold,
                ))
            };
            let (marked, milliseconds) = fastest(run)?;
            let share = |of: &dyn Fn((usize, usize)) -> bool| 100.0 * mean(&marked, of);
            println!(
                "{smoothing:<9} {order}         {threshold:4.1}        {:5.1} %       {:5.2} %         {:5.2} %         {milliseconds:.2}",
                share(&is_edge),
                share(&|at| is_far(at) && to_border(at) > 0),
                share(&|at| is_far(at) && to_border(at) == 0),
            );
        }
    }
    Ok(())
}

/// The derivatives along y (axis 0) and x (axis 1).
fn slopes(values: &Array2<f64>, edge_order: EdgeOrder) -> Result<Vec<Array2<f64>>, CalculusError> {
    let options = GradientOptions {
        edge_order,
        ..Default::default()
    };
    gradient(values, &options)
}

/// The magnitude of the gradient.
fn steepness(values: &Array2<f64>, edge_order: EdgeOrder) -> Result<Array2<f64>, CalculusError> {
    let slopes = slopes(values, edge_order)?;
    Ok(Zip::from(&slopes[0])
        .and(&slopes[1])
        .map_collect(|down, across| down.hypot(*across)))
}

/// The number of pixels between a pixel and the border.
fn to_border((row, column): (usize, usize)) -> usize {
    row.min(column)
        .min(HEIGHT - 1 - row)
        .min(WIDTH - 1 - column)
}

/// Whether the neighbors left and right or those above and below belong to different parts of the image.
fn is_edge((row, column): (usize, usize)) -> bool {
    let (left, right) = (column.saturating_sub(1), (column + 1).min(WIDTH - 1));
    let (above, below) = (row.saturating_sub(1), (row + 1).min(HEIGHT - 1));
    step((row, left)) != step((row, right)) || step((above, column)) != step((below, column))
}

/// Whether there is no edge within [`FAR`] pixels.
fn is_far((row, column): (usize, usize)) -> bool {
    let around = |at: usize, size: usize| at.saturating_sub(FAR)..=(at + FAR).min(size - 1);
    around(row, HEIGHT).all(|r| around(column, WIDTH).all(|c| step((r, c)) == step((row, column))))
}

/// The mean of the values at some pixels.
fn mean(values: &Array2<f64>, of: impl Fn((usize, usize)) -> bool) -> f64 {
    let chosen = values.indexed_iter().filter(|(at, _)| of(*at));
    let (count, sum) = chosen.fold((0.0, 0.0), |(count, sum), (_, value)| {
        (count + 1.0, sum + value)
    });
    sum / count
}

/// The result, and the shortest time of 50 runs in milliseconds: others were delayed by something else.
fn fastest<T>(run: impl Fn() -> Result<T, CalculusError>) -> Result<(T, f64), CalculusError> {
    let mut least = f64::INFINITY;
    for _ in 0..50 {
        let start = Instant::now();
        std::hint::black_box(run()?);
        least = least.min(start.elapsed().as_secs_f64() * 1e3);
    }
    Ok((run()?, least))
}

/// Noise, all values from −[`NOISE`] to [`NOISE`] equally likely, the same at each run: Marsaglia's xorshift with the
/// shifts 13, 7, 17 ("Xorshift RNGs", J. Stat. Software 8, 2003).
fn noise() -> Array2<f64> {
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    Array2::from_shape_simple_fn((HEIGHT, WIDTH), || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        ((state >> 32) % (2 * NOISE as u64 + 1)) as f64 - NOISE as f64
    })
}

fn chart(
    title: &str,
    subtitle: String,
    quantity: &str,
    values: &Array2<f64>,
) -> Result<Vec<u8>, Box<dyn Error>> {
    let axis = |name: &str, count| GridAxis {
        name: name.into(),
        unit: Some("px".into()),
        cells: Cells::counted(count),
    };
    let figure = HeatMapFigure {
        title: title.into(),
        subtitle: Some(subtitle),
        x: axis("column", WIDTH),
        y: axis("row", HEIGHT),
        values: values.as_slice().ok_or("rows are not contiguous")?,
        quantity: quantity.into(),
        symbol: quantity.into(),
        unit: None,
        colors: ColorScale::Sequential,
        vectors: None,
        equal_scale: true,
        y_down: true,
    };
    Ok(figure.draw(ChartSize::new(720, 540)?)?.to_png()?)
}
