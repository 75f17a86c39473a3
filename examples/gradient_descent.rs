//! Downhill by numerical gradients: from differences at the point, and from a grid.
//!
//! To find the lowest point of a surface f(x, y), take a step against the gradient, again and again (steepest descent
//! with a fixed step; Nocedal and Wright, *Numerical Optimization*, 2nd edition 2006, chapter 3):
//!
//! ```text
//! (x, y) ← (x, y) − α·∇f(x, y)
//! ```
//!
//! The surface is Rosenbrock's curved valley ("An automatic method for finding the greatest or least value of a
//! function", Computer Journal 3, 1960) with 5 instead of 100, f = (1 − x)² + 5·(y − x²)². Its minimum is 0 at (1, 1).
//! There are two ways to get ∇f without a formula for it:
//!
//! - **Central differences at the point**, (f(x + h) − f(x − h)) / 2h, with h = ∛ε = 6·10⁻⁶ (ε = 2.2·10⁻¹⁶). There the
//!   error of the formula, about h², and that of rounding, about ε/h, are of the same size. It takes four values of f
//!   for each iteration.
//! - **A grid**: f is known only at 81 × 81 nodes 0.05 apart, as for anything measured. The gradient of the array, as
//!   `np.gradient` gives it, is interpolated bilinearly between the four nodes around.
//!
//! The first table: both descend quickly into the valley and slowly along its floor, where the slope is small. The
//! gradient of the grid becomes zero too, but elsewhere: at (0.965, 0.933), where f is not lowest. The descent cannot
//! notice: a small |∇f| says nothing about the error of ∇f. The second table halves the spacing. Differences and
//! interpolation are both of second order, so the distance from (1, 1) falls to about a quarter each time. The factor
//! varies, as the error of the interpolation depends on where in its cell the end is.
//!
//! The step: near the minimum the second derivatives are [42 −20; −20 10], and each iteration multiplies the distance
//! along an eigenvector by 1 − α·λ. The eigenvalues are λ = 51.6 (across the valley) and 0.388 (along it).
//!
//! - Along the valley the factor is 1 − 0.388·α: twice the step, half the iterations, as the third table shows. With
//!   α = 0.01 it is e^(−3.88) = 0.02 in 1000 iterations, as for |∇f| in the first table.
//! - Across the valley the factor, 1 − 51.6·α, must be above −1, so α < 2/51.6 = 0.0388. With 0.038 the descent is the
//!   fastest of these; with 0.0395 it jumps from wall to wall forever.
//!
//! ```text
//! $ cargo run --release --example gradient_descent
//! α = 0.01    central differences at the point         gradient of a grid, interpolated
//! iteration       x         y           f     |∇f|         x         y           f     |∇f|
//!         0  -1.50000   2.00000     6.562e0    1.3e1  -1.50000   2.00000     6.562e0    1.3e1
//!         1  -1.37500   2.02500     5.731e0    1.7e0  -1.37425   2.02500     5.730e0    1.8e0
//!         2  -1.36445   2.01156     5.703e0    1.6e0  -1.36306   2.01142     5.702e0    1.7e0
//!         3  -1.35805   1.99658     5.676e0    1.6e0  -1.35656   1.99612     5.675e0    1.7e0
//!        10  -1.31754   1.88948     5.489e0    1.6e0  -1.31512   1.88702     5.484e0    1.7e0
//!       100  -0.55393   0.46358     2.538e0    2.1e0  -0.52913   0.43776     2.463e0    2.1e0
//!      1000   0.98946   0.97817    1.148e-4   9.5e-3   0.96125   0.92392    1.502e-3   5.7e-3
//!      2000   0.99979   0.99956    4.716e-8   1.9e-4   0.96544   0.93260    1.196e-3   1.9e-5
//!      3000   1.00000   0.99999   2.000e-11   3.9e-6   0.96545   0.93263    1.195e-3   6.8e-8
//!      4000   1.00000   1.00000   8.550e-15   8.1e-8   0.96545   0.93263    1.195e-3  2.5e-10
//!      5000   1.00000   1.00000   5.103e-18   1.7e-9   0.96545   0.93263    1.195e-3  8.9e-13
//!
//! grid spacing  end of the descent      distance from (1, 1)     ÷
//!          0.2   0.64478  0.42269               0.67784         –
//!          0.1   0.90341  0.81647               0.20739       3.3
//!         0.05   0.96545  0.93263               0.07571       2.7
//!        0.025   0.99096  0.98214               0.02002       3.8
//!       0.0125   0.99803  0.99608               0.00439       4.6
//!
//!        α   iterations until |∇f| < 1e-6
//!    0.001   33592
//!    0.005   6713
//!     0.01   3353
//!     0.02   1673
//!     0.03   1108
//!    0.038   837
//!   0.0395   never: at (0.965, 0.987) after 100000
//! ```
//!
//! The charts go into the folder `out`, or the one given as the first argument. `gradient-descent.png` shows the
//! surface with arrows along the path. Each arrow is in the middle of a block of cells that the path crosses, so the
//! trail is wider than the path. The scale is logarithmic, else the valley would be all one color.
//! `gradient-descent-paths.png` shows the paths of three steps. The long one jumps across the valley at first. On the
//! floor all are the same, and the shortest has not arrived after 5000 iterations.

use std::error::Error;
use std::fs;
use std::path::Path;

use dxdt::calculus::array::gradient_along;
use dxdt::calculus::{CalculusError, EdgeOrder, Spacing};
use dxdt::chart::{
    Cells, ChartSize, ColorScale, GridAxis, HeatMapFigure, PathFigure, Segment, Series, SeriesRole,
    Units, VectorField,
};
use ndarray::Array2;

type Point = [f64; 2];

const START: Point = [-1.5, 2.0];
const STEP: f64 = 0.01; // α
/// The grid covers −2 to 2 in x and −1 to 3 in y.
const CORNER: Point = [-2.0, -1.0];
const SIDE: f64 = 4.0;

fn main() -> Result<(), Box<dyn Error>> {
    let folder = std::env::args().nth(1).unwrap_or_else(|| "out".to_owned());
    let folder = Path::new(&folder);
    fs::create_dir_all(folder)?;

    let grid = Slopes::new(80)?;
    let paths = [
        descend(at_point, STEP, 5000),
        descend(|at| grid.at(at), STEP, 5000),
    ];
    println!(
        "α = {STEP}    central differences at the point         gradient of a grid, interpolated"
    );
    println!(
        "iteration       x         y           f     |∇f|         x         y           f     |∇f|"
    );
    for iteration in [0, 1, 2, 3, 10, 100, 1000, 2000, 3000, 4000, 5000] {
        print!("{iteration:9}");
        for (path, slope) in paths
            .iter()
            .zip([at_point(paths[0][iteration]), grid.at(paths[1][iteration])])
        {
            let [x, y] = path[iteration];
            print!(
                "  {x:8.5}  {y:8.5}  {:10.3e}  {:7.1e}",
                f([x, y]),
                length(slope)
            );
        }
        println!();
    }

    println!();
    println!("grid spacing  end of the descent      distance from (1, 1)     ÷");
    let mut before: Option<f64> = None;
    for cells in [20, 40, 80, 160, 320] {
        let grid = Slopes::new(cells)?;
        let end = descend(|at| grid.at(at), STEP, 10_000)[10_000];
        let distance = length([end[0] - 1.0, end[1] - 1.0]);
        let ratio = before.map_or("–".to_owned(), |before| {
            format!("{:.1}", before / distance)
        });
        println!(
            "{:12}  {:8.5} {:8.5}  {distance:20.5}  {ratio:>8}",
            grid.spacing, end[0], end[1]
        );
        before = Some(distance);
    }

    println!();
    println!("       α   iterations until |∇f| < 1e-6");
    for step in [0.001, 0.005, 0.01, 0.02, 0.03, 0.038, 0.0395] {
        let path = descend(at_point, step, 100_000);
        match path.iter().position(|&at| length(at_point(at)) < 1e-6) {
            Some(iterations) => println!("{step:8}   {iterations}"),
            None => {
                let [x, y] = path[path.len() - 1];
                println!(
                    "{step:8}   never: at ({x:.3}, {y:.3}) after {}",
                    path.len() - 1
                );
            }
        }
    }

    fs::write(folder.join("gradient-descent.png"), map(&grid, &paths[0])?)?;
    fs::write(folder.join("gradient-descent-paths.png"), plane()?)?;
    Ok(())
}

/// The surface: Rosenbrock's valley with a less steep wall.
fn f([x, y]: Point) -> f64 {
    (1.0 - x).powi(2) + 5.0 * (y - x * x).powi(2)
}

fn length([x, y]: Point) -> f64 {
    x.hypot(y)
}

/// Central differences, f at four points around.
fn at_point([x, y]: Point) -> Point {
    // The cube root of the precision of an f64, where the errors of rounding and of the formula are of the same size.
    let h = f64::EPSILON.cbrt();
    [
        (f([x + h, y]) - f([x - h, y])) / (2.0 * h),
        (f([x, y + h]) - f([x, y - h])) / (2.0 * h),
    ]
}

/// The gradient at the nodes of a grid.
struct Slopes {
    cells: usize,
    spacing: f64,
    x: Array2<f64>,
    y: Array2<f64>,
}

impl Slopes {
    fn new(cells: usize) -> Result<Self, CalculusError> {
        let spacing = SIDE / cells as f64;
        let values = Array2::from_shape_fn((cells + 1, cells + 1), |(row, column)| {
            f(node(spacing, row, column))
        });
        let along =
            |axis| gradient_along(&values, axis, Spacing::Uniform(spacing), EdgeOrder::Second);
        // Rows lie along y.
        let (x, y) = (along(1)?, along(0)?);
        Ok(Self {
            cells,
            spacing,
            x,
            y,
        })
    }

    /// Bilinear interpolation between the four nodes around; beyond the grid, that of the nearest cell continues.
    fn at(&self, at: Point) -> Point {
        let place = |axis: usize| {
            let nodes = (at[axis] - CORNER[axis]) / self.spacing;
            let first = nodes.floor().clamp(0.0, (self.cells - 1) as f64);
            (first as usize, nodes - first)
        };
        let ((column, right), (row, up)) = (place(0), place(1));
        [&self.x, &self.y].map(|slope| {
            let along = |row: usize| {
                (1.0 - right) * slope[[row, column]] + right * slope[[row, column + 1]]
            };
            (1.0 - up) * along(row) + up * along(row + 1)
        })
    }
}

fn node(spacing: f64, row: usize, column: usize) -> Point {
    [
        CORNER[0] + spacing * column as f64,
        CORNER[1] + spacing * row as f64,
    ]
}

/// All points of a descent, START first; ends early if it diverges.
fn descend(slope: impl Fn(Point) -> Point, step: f64, iterations: usize) -> Vec<Point> {
    let mut path = vec![START];
    let mut at = START;
    while path.len() <= iterations && length(at) < 1e3 {
        let [along_x, along_y] = slope(at);
        at = [at[0] - step * along_x, at[1] - step * along_y];
        path.push(at);
    }
    path
}

/// The surface in colors, with an arrow along the path in each cell that it crosses.
fn map(grid: &Slopes, path: &[Point]) -> Result<Vec<u8>, Box<dyn Error>> {
    let nodes = grid.cells + 1;
    let values = Array2::from_shape_fn((nodes, nodes), |(row, column)| {
        (1.0 + f(node(grid.spacing, row, column))).log10()
    });
    let mut arrows = [
        Array2::from_elem((nodes, nodes), f64::NAN),
        Array2::from_elem((nodes, nodes), f64::NAN),
    ];
    for pair in path.windows(2) {
        let step = [pair[1][0] - pair[0][0], pair[1][1] - pair[0][1]];
        // A long step crosses several cells.
        let parts = (length(step) / grid.spacing).ceil().max(1.0) as usize;
        for part in 0..parts {
            let share = part as f64 / parts as f64;
            let [column, row] = [0, 1].map(|axis| {
                ((pair[0][axis] + share * step[axis] - CORNER[axis]) / grid.spacing).round()
                    as usize
            });
            for axis in 0..2 {
                if let Some(arrow) = arrows[axis].get_mut([row, column]) {
                    *arrow = step[axis] / length(step).max(f64::MIN_POSITIVE);
                }
            }
        }
    }
    let axis = |name: &str, from: f64| {
        let coordinates: Vec<f64> = (0..nodes).map(|i| from + grid.spacing * i as f64).collect();
        Ok::<_, Box<dyn Error>>(GridAxis {
            name: name.into(),
            unit: None,
            cells: Cells::centred(&coordinates)?,
        })
    };
    let [along_x, along_y] = arrows.map(|arrows| arrows.iter().copied().collect::<Vec<_>>());
    let figure = HeatMapFigure {
        title: "Descent into Rosenbrock's valley".into(),
        subtitle: Some(format!("from (−1.5, 2) to (1, 1), α = {STEP}")),
        x: axis("x", CORNER[0])?,
        y: axis("y", CORNER[1])?,
        values: values.as_slice().ok_or("rows are not contiguous")?,
        quantity: "height".into(),
        symbol: "log₁₀(1 + f)".into(),
        unit: None,
        colors: ColorScale::Sequential,
        vectors: Some(VectorField {
            label: "direction of the path".into(),
            unit: None,
            x: along_x.into(),
            y: along_y.into(),
        }),
        equal_scale: true,
        y_down: false,
    };
    Ok(figure.draw(ChartSize::new(900, 760)?)?.to_png()?)
}

/// The paths of short and long steps.
fn plane() -> Result<Vec<u8>, Box<dyn Error>> {
    let mut tracks = Vec::new();
    for (place, step) in [0.002, 0.01, 0.02].into_iter().enumerate() {
        let path = descend(at_point, step, 5000);
        let along = |axis: usize| path.iter().map(|at| at[axis]).collect::<Vec<f64>>();
        tracks.push(Series {
            label: format!("α = {step}"),
            role: SeriesRole::Entity(place),
            segments: vec![Segment::new(along(0), along(1))?],
        });
    }
    let figure = PathFigure {
        title: "Descents with short and long steps".into(),
        subtitle: Some("5000 iterations each".into()),
        x: "x".into(),
        y: "y".into(),
        units: Units::default(),
        aspect: 1.0,
        ground: None,
        tracks,
        colors: None,
        third: None,
    };
    Ok(figure.draw(ChartSize::new(900, 760)?)?.to_png()?)
}
