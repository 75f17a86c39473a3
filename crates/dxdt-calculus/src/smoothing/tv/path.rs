//! How strongly jumps are penalized, and which: what describes the positions best with the fewest parameters.

use super::super::blocks::blocks;
use super::Jumps;
use super::knots::{Fitted, least_squares, pruned};
use super::lasso::Lasso;
use super::pieces::Knot;
use super::rows::Rows;

/// The knots of a curve, with what was chosen for it.
#[derive(Debug, Clone)]
pub(super) struct Chosen {
    pub jumps: Jumps,
    /// The weight of the jumps of the lowest derivative that has any.
    pub weight: f64,
    pub fitted: Fitted,
}

// Long series are sounded out on this many rows, in a few blocks.
const ENOUGH_ROWS: usize = 6_000;
const BLOCKS: usize = 4;
// From one weight to the next.
const RATIO: f64 = 0.25;
const MOST_WEIGHTS: i32 = 24;
// More knots than one in so many rows describe the noise.
const ROWS_PER_KNOT: usize = 6;

impl Chosen {
    /// The mean square error of a position predicted by the others: generalized cross-validation (Craven and Wahba, 1979)
    /// in which a knot counts for one parameter more than it has, as its place was sought (Friedman, 1991).
    pub fn score(&self, rows: &Rows) -> f64 {
        let count = rows.t.len() as f64;
        let knots = self.fitted.knots.iter();
        let parameters: f64 = knots.map(|knot| knot.parameters() + 1.0).sum();
        let free = count - self.jumps.terms() as f64 - parameters;
        if free > 0.0 {
            count * self.fitted.squares / (free * free)
        } else {
            f64::INFINITY
        }
    }
}

/// The best kind of jumps and weight by Schwarz's criterion (1978).
pub(super) fn choose(
    rows: &Rows,
    jumps: Option<Jumps>,
    weight: impl Fn(Jumps) -> Option<f64>,
) -> Chosen {
    let blocks = sounding_rows(rows);
    let kinds = jumps.map_or(Jumps::ALL.to_vec(), |jumps| vec![jumps]);
    let mut best: Option<Sounded> = None;
    for kind in kinds {
        let weight = weight(kind);
        let sounded = match kind {
            Jumps::Velocity => sound::<2>(rows, &blocks, kind, &[[false, true]], weight),
            Jumps::Acceleration => sound::<3>(rows, &blocks, kind, &[[false, false, true]], weight),
            Jumps::Both => sound::<3>(
                rows,
                &blocks,
                kind,
                &[[false, true, false], [false, true, true]],
                weight,
            ),
        };
        if best
            .as_ref()
            .is_none_or(|best| sounded.criterion < best.criterion)
        {
            best = Some(sounded);
        }
    }
    let Some(mut sounded) = best else {
        unreachable!("there is a kind of jumps")
    };
    let fitted = if blocks.len() == 1 {
        sounded.fits.remove(0)
    } else if sounded.jumps == Jumps::Velocity {
        whole::<2>(rows, &sounded)
    } else {
        whole::<3>(rows, &sounded)
    };
    Chosen {
        jumps: sounded.jumps,
        weight: sounded.weight(),
        fitted,
    }
}

fn sounding_rows(rows: &Rows) -> Vec<Rows> {
    blocks(rows.t.len(), ENOUGH_ROWS, BLOCKS)
        .into_iter()
        .map(|part| rows.part(part.start, part.len()))
        .collect()
}

struct Sounded {
    jumps: Jumps,
    jumping: [bool; 3],
    weights: [f64; 3],
    criterion: f64,
    fits: Vec<Fitted>,
}

impl Sounded {
    fn weight(&self) -> f64 {
        (0..3)
            .find(|&i| self.jumping[i])
            .map_or(0.0, |i| self.weights[i])
    }
}

fn first<const D: usize, T: Copy>(all: &[T; 3]) -> [T; D] {
    std::array::from_fn(|i| all[i])
}

fn padded<const D: usize, T: Copy + Default>(few: &[T; D]) -> [T; 3] {
    std::array::from_fn(|i| few.get(i).copied().unwrap_or_default())
}

fn whole<const D: usize>(rows: &Rows, sounded: &Sounded) -> Fitted {
    let mut lasso = Lasso::<D>::of(rows, first(&sounded.jumping));
    let weights = first(&sounded.weights);
    lasso.solve(&weights);
    pruned::<D>(rows, candidates(rows, &lasso, &weights))
}

/// Tries weights from the largest down.
fn sound<const D: usize>(
    rows: &Rows,
    blocks: &[Rows],
    jumps: Jumps,
    jumpings: &[[bool; D]],
    weight: Option<f64>,
) -> Sounded {
    let count: usize = blocks.iter().map(|block| block.t.len()).sum();
    let mut best: Option<Sounded> = None;
    for jumping in jumpings {
        let mut lassos: Vec<_> = blocks
            .iter()
            .map(|block| Lasso::of(block, *jumping))
            .collect();
        let steepest = if blocks.len() == 1 {
            lassos[0].steepest()
        } else {
            Lasso::of(rows, *jumping).steepest()
        };
        let lowest = (0..D).find(|&i| jumping[i]).unwrap_or(1);
        for power in 1..=MOST_WEIGHTS {
            let factor = weight.map_or(RATIO.powi(power), |weight| weight / steepest[lowest]);
            // Of a curve that needs no jumps at all.
            let weights = steepest.map(|steepest| (factor * steepest).max(f64::MIN_POSITIVE));
            let all: Vec<Vec<Knot>> = blocks
                .iter()
                .zip(&mut lassos)
                .map(|(block, lasso)| {
                    lasso.solve(&weights);
                    candidates(block, lasso, &weights)
                })
                .collect();
            let most = all.iter().map(Vec::len).sum::<usize>();
            if best.is_some() && weight.is_none() && power > 1 && most * ROWS_PER_KNOT > count {
                break;
            }
            let fits: Vec<Fitted> = blocks
                .iter()
                .zip(all)
                .map(|(block, knots)| pruned::<D>(block, knots))
                .collect();
            let criterion = criterion(jumps, count as f64, &fits);
            if best.as_ref().is_none_or(|best| criterion < best.criterion) {
                best = Some(Sounded {
                    jumps,
                    jumping: padded(jumping),
                    weights: padded(&weights),
                    criterion,
                    fits,
                });
            }
            if weight.is_some() {
                break;
            }
        }
    }
    let Some(best) = best else {
        unreachable!("a weight is tried")
    };
    best
}

/// n·ln(Σe²/n) and the logarithm of n for each parameter.
fn criterion(jumps: Jumps, count: f64, fits: &[Fitted]) -> f64 {
    let squares: f64 = fits.iter().map(|fit| fit.squares).sum();
    let knots = fits.iter().flat_map(|fit| &fit.knots);
    let parameters = knots.map(Knot::parameters).sum::<f64>() + (fits.len() * jumps.terms()) as f64;
    count * (squares.max(least_squares(count)) / count).ln() + parameters * count.ln()
}

/// A knot for each run of jumps one way, in the middle of them.
fn candidates<const D: usize>(rows: &Rows, lasso: &Lasso<D>, weights: &[f64; D]) -> Vec<Knot> {
    // Steps between a jump of the velocity and one of the acceleration that are one knot.
    const NEAR: f64 = 1.5;
    let mut knots: Vec<Knot> = Vec::new();
    for (i, weight) in weights.iter().enumerate().skip(1) {
        let (mut size, mut moment) = (0.0, 0.0);
        // After the last row a run ends.
        for row in 0..=rows.t.len() {
            let t = rows.t.get(row);
            let jump = t.map_or(0.0, |_| lasso.jump(row, i, *weight));
            if size != 0.0 && jump * size <= 0.0 {
                let at = moment / size;
                knots.push(Knot {
                    at,
                    lowest: i,
                    highest: i,
                });
                (size, moment) = (0.0, 0.0);
            }
            size += jump;
            moment += t.map_or(0.0, |t| jump * t);
        }
    }
    knots.sort_by(|a, b| a.at.total_cmp(&b.at));
    knots.dedup_by(|next, knot| {
        let one = next.at - knot.at < NEAR;
        if one {
            knot.lowest = knot.lowest.min(next.lowest);
            knot.highest = knot.highest.max(next.highest);
        }
        one
    });
    knots
}
