//! The horizontal gradient of a gravity survey on uneven stations, over the coordinates and as if they were even.
//!
//! A sphere of ore is below a plain. It is denser than the rock around it and attracts a little more. The anomaly of a
//! sphere with the center at depth z and the excess mass Δm is, at (x, y) from the point above it,
//!
//! ```text
//! g = G·Δm·z / (x² + y² + z²)^(3/2),    ∂g/∂x = −3·G·Δm·z·x / (x² + y² + z²)^(5/2),    ∂g/∂y likewise
//! ```
//!
//! (Telford, Geldart and Sheriff, *Applied Geophysics*, 2nd edition 1990, chapter 2; the derivatives follow.) Here the
//! radius is 50 m, z = 100 m and the density contrast 1500 kg/m³, so the anomaly is at most 0.52 mGal. Gradients of
//! gravity are in eötvös, 1 E = 10⁻⁹ /s² = 10⁻⁴ mGal/m. The gradient is largest at the distance z/2 from the point above
//! the center, 0.859·g₀/z = 45 E (g₀ is g above the center). So twice the distance of the steepest place is the depth of
//! the sphere.
//!
//! The stations are uneven in two ways. Along x they are closer together above the body, by design. Along y each line is
//! off by up to 30 % of a step, by accident. As the formula is known, so is the error of each derivative:
//!
//! - Over the coordinates as they are, the error falls to a quarter when the steps are halved. The formula is of second
//!   order on uneven steps too.
//! - Taken as even, with the mean step for all, the error stays the same, however many stations there are. Along x the
//!   true step above the body is 0.4 of the mean, so the slope there is 0.4 of the true one. The largest error, 19.5 E,
//!   is two fifths of the largest gradient. The steepest place is then wherever stations happen to be far apart, and
//!   the depth is wrong by up to 47 m.
//!
//! `np.gradient(g)` and `np.gradient(g, step)` make that mistake without a warning. `np.gradient(g, y, x)` and
//! `Spacing::Coordinates` do not. The edge order is 2.
//!
//! ```text
//! $ cargo run --release --example gravity_survey
//!                          error of ∂g/∂x (E)    error of ∂g/∂y (E)   steepest  depth
//! stations  coordinates      RMS     largest       RMS     largest      at (m)    (m)
//! 21×21     as they are       0.362     1.700       1.214     9.010       48.7    97.3
//! 21×21     taken as even     4.042    19.275       2.909    14.685       52.3   104.5
//! 41×41     as they are       0.091     0.440       0.322     2.494       49.8    99.5
//! 41×41     taken as even     4.044    19.500       2.741    12.990       73.4   146.8
//! 81×81     as they are       0.023     0.110       0.078     0.616       49.8    99.5
//! 81×81     taken as even     4.074    19.532       2.755    12.710       53.5   107.0
//! ```
//!
//! The chart `gravity-survey.png`, in the folder `out` or the one given as the first argument, has a cell for each
//! station, small ones in the middle. The arrows are the gradient. They point to the body, and are longest half a depth
//! away from it. Closer to it they are short again: right above the body g has its maximum, and no slope.

use std::error::Error;
use std::f64::consts::PI;
use std::fs;
use std::path::Path;

use dxdt::calculus::array::{GradientOptions, gradient};
use dxdt::calculus::{CalculusError, EdgeOrder, Spacing};
use dxdt::chart::{Cells, ChartSize, ColorScale, GridAxis, HeatMapFigure, VectorField};
use ndarray::Array2;

const GRAVITATION: f64 = 6.674_30e-11; // m³/(kg·s²), CODATA 2018
const RADIUS: f64 = 50.0; // m
const DEPTH: f64 = 100.0; // m, of the center
const CONTRAST: f64 = 1500.0; // kg/m³
const REACH: f64 = 300.0; // m, of the survey to each side
const MILLIGAL: f64 = 1e-5; // m/s²
const EOTVOS: f64 = 1e-9; // 1/s²

fn main() -> Result<(), Box<dyn Error>> {
    let folder = std::env::args().nth(1).unwrap_or_else(|| "out".to_owned());

    println!("                         error of ∂g/∂x (E)    error of ∂g/∂y (E)   steepest  depth");
    println!("stations  coordinates      RMS     largest       RMS     largest      at (m)    (m)");
    for steps in [20, 40, 80] {
        let survey = Survey::new(steps);
        for (name, slopes) in [
            ("as they are", survey.slopes()?),
            ("taken as even", survey.slopes_as_if_even()?),
        ] {
            let errors = [0, 1].map(|axis| survey.errors(&slopes, axis));
            let steepest = survey.steepest(&slopes);
            let stations = format!("{0}×{0}", steps + 1);
            print!("{stations:<9} {name:<13}");
            for (rms, largest) in [errors[1], errors[0]] {
                print!("  {rms:8.3}  {largest:8.3}  ");
            }
            println!("  {steepest:7.1}  {:6.1}", 2.0 * steepest);
        }
    }

    fs::create_dir_all(&folder)?;
    fs::write(Path::new(&folder).join("gravity-survey.png"), chart()?)?;
    Ok(())
}

/// Gravity at stations on lines, `anomaly[[row, column]]` at `x[column]`, `y[row]`.
struct Survey {
    x: Vec<f64>,
    y: Vec<f64>,
    anomaly: Array2<f64>,
}

impl Survey {
    fn new(steps: usize) -> Self {
        let even = |i: usize| 2.0 * i as f64 / steps as f64 - 1.0;
        // Closer together above the body.
        let x: Vec<f64> = (0..=steps)
            .map(|i| REACH * (0.4 * even(i) + 0.6 * even(i).powi(3)))
            .collect();
        // Off by up to 30 % of a step, as if the line was paced out; the pattern does not repeat soon.
        let y: Vec<f64> = (0..=steps)
            .map(|i| REACH * (even(i) + 0.6 / steps as f64 * (1.7 * i as f64).sin()))
            .collect();
        let anomaly = Array2::from_shape_fn((y.len(), x.len()), |(row, column)| {
            anomaly(x[column], y[row])[0]
        });
        Self { x, y, anomaly }
    }

    /// The derivatives along y (axis 0) and x (axis 1), over the coordinates.
    fn slopes(&self) -> Result<Vec<Array2<f64>>, CalculusError> {
        self.differentiate(&[Spacing::Coordinates(&self.y), Spacing::Coordinates(&self.x)])
    }

    /// The same with the mean step of each axis for all its steps.
    fn slopes_as_if_even(&self) -> Result<Vec<Array2<f64>>, CalculusError> {
        let mean_step = |of: &[f64]| (of[of.len() - 1] - of[0]) / (of.len() - 1) as f64;
        self.differentiate(&[
            Spacing::Uniform(mean_step(&self.y)),
            Spacing::Uniform(mean_step(&self.x)),
        ])
    }

    fn differentiate(&self, spacing: &[Spacing<'_>]) -> Result<Vec<Array2<f64>>, CalculusError> {
        let options = GradientOptions {
            spacing,
            edge_order: EdgeOrder::Second,
            ..Default::default()
        };
        gradient(&self.anomaly, &options)
    }

    /// Root mean square and largest error along an axis, in eötvös.
    fn errors(&self, slopes: &[Array2<f64>], axis: usize) -> (f64, f64) {
        let error = |((row, column), slope): ((usize, usize), &f64)| {
            let [_, along_x, along_y] = anomaly(self.x[column], self.y[row]);
            (slope - [along_y, along_x][axis]) / EOTVOS
        };
        let errors: Vec<f64> = slopes[axis].indexed_iter().map(error).collect();
        let squares: f64 = errors.iter().map(|error| error.powi(2)).sum();
        let largest = errors
            .iter()
            .fold(0.0, |most: f64, error| most.max(error.abs()));
        ((squares / errors.len() as f64).sqrt(), largest)
    }

    /// How far the station with the largest gradient is from the point above the body.
    fn steepest(&self, slopes: &[Array2<f64>]) -> f64 {
        let mut longest = (0.0, f64::NAN);
        for ((row, column), along_y) in slopes[0].indexed_iter() {
            let length = along_y.hypot(slopes[1][[row, column]]);
            if length > longest.0 {
                longest = (length, self.x[column].hypot(self.y[row]));
            }
        }
        longest.1
    }
}

/// The anomaly of the sphere in m/s², and its derivatives along x and y.
fn anomaly(x: f64, y: f64) -> [f64; 3] {
    let mass = 4.0 / 3.0 * PI * RADIUS.powi(3) * CONTRAST;
    let distance = (x * x + y * y + DEPTH * DEPTH).sqrt();
    let g = GRAVITATION * mass * DEPTH / distance.powi(3);
    [
        g,
        -3.0 * g * x / distance.powi(2),
        -3.0 * g * y / distance.powi(2),
    ]
}

fn chart() -> Result<Vec<u8>, Box<dyn Error>> {
    let survey = Survey::new(40);
    let slopes = survey.slopes()?;
    let axis = |name: &str, coordinates: &[f64]| {
        Ok::<_, Box<dyn Error>>(GridAxis {
            name: name.into(),
            unit: Some("m".into()),
            cells: Cells::centred(coordinates)?,
        })
    };
    let in_eotvos =
        |slope: &Array2<f64>| slope.iter().map(|slope| slope / EOTVOS).collect::<Vec<_>>();
    let values: Vec<f64> = survey.anomaly.iter().map(|g| g / MILLIGAL).collect();
    let figure = HeatMapFigure {
        title: "Gravity over a buried sphere".into(),
        subtitle: Some("41×41 stations, a cell for each".into()),
        x: axis("x", &survey.x)?,
        y: axis("y", &survey.y)?,
        values: &values,
        quantity: "gravity anomaly".into(),
        symbol: "g".into(),
        unit: Some("mGal".into()),
        colors: ColorScale::Sequential,
        vectors: Some(VectorField {
            label: "gradient".into(),
            unit: Some("E".into()),
            x: in_eotvos(&slopes[1]).into(),
            y: in_eotvos(&slopes[0]).into(),
        }),
        equal_scale: true,
        y_down: false,
    };
    Ok(figure.draw(ChartSize::new(900, 760)?)?.to_png()?)
}
