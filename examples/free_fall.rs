//! Acceleration of a falling body: the gradient of the gradient, and what happens at the two ends.
//!
//! A body falls from rest: h(t) = 100 m − g·t²/2 with g = 9.81 m/s². Its velocity is −g·t, its acceleration −g at
//! every instant. A log has h only at some timestamps, here uneven ones. The gradient of h over t is the velocity. The
//! gradient of that velocity, over the same timestamps, is the acceleration.
//!
//! An inner point uses both neighbors, which is exact for a parabola such as h. The first and the last point have a
//! neighbor on one side only, and there the edge order decides:
//!
//! - Edge order 1 takes the slope to the one neighbor. That slope is the velocity half a step later, so the first
//!   velocity is −g·h₁/2 instead of 0 (h₁ is the first step). The second velocity, −g·h₁, is right. The slope between
//!   the two is −g/2: **half the acceleration**, whatever the step. The second acceleration uses that wrong velocity
//!   too and is too small as well. The same happens at the other end. This is NumPy's default.
//! - Edge order 2 takes the slope of the parabola through the outermost three points, which is exact here.
//!
//! ```text
//! $ cargo run --release --example free_fall
//!                      edge order 1        edge order 2
//!    t     height   velocity  accel.   velocity  accel.
//!    s        m        m/s     m/s²       m/s     m/s²
//!  0.0  100.0000    -0.490   -4.905     0.000   -9.810
//!  0.1   99.9510    -0.981   -6.540    -0.981   -9.810
//!  0.3   99.5585    -2.943   -9.810    -2.943   -9.810
//!  0.4   99.2152    -3.924   -9.810    -3.924   -9.810
//!  0.7   97.5965    -6.867   -9.810    -6.867   -9.810
//!  0.9   96.0269    -8.829   -6.540    -8.829   -9.810
//!  1.0   95.0950    -9.320   -4.905    -9.810   -9.810
//!
//! first acceleration over −g: edge order 1 0.500, edge order 2 1.000
//! ```

use dxdt::calculus::{CalculusError, EdgeOrder, Spacing, gradient};

fn main() -> Result<(), CalculusError> {
    let t = [0.0, 0.1, 0.3, 0.4, 0.7, 0.9, 1.0];
    let height = t.map(|t| 100.0 - 9.81 * t * t / 2.0);
    let spacing = Spacing::Coordinates(&t);

    let derive = |edge_order| {
        let velocity = gradient(&height, spacing, edge_order)?;
        let acceleration = gradient(&velocity, spacing, edge_order)?;
        Ok((velocity, acceleration))
    };
    let (v1, a1) = derive(EdgeOrder::First)?;
    let (v2, a2) = derive(EdgeOrder::Second)?;

    println!("                     edge order 1        edge order 2");
    println!("   t     height   velocity  accel.   velocity  accel.");
    println!("   s        m        m/s     m/s²       m/s     m/s²");
    for i in 0..t.len() {
        println!(
            "{:4.1}  {:8.4}  {:8.3}  {:7.3}  {:8.3}  {:7.3}",
            t[i], height[i], v1[i], a1[i], v2[i], a2[i]
        );
    }
    println!();
    println!(
        "first acceleration over −g: edge order 1 {:.3}, edge order 2 {:.3}",
        a1[0] / -9.81,
        a2[0] / -9.81
    );
    Ok(())
}
