//! Gradients of arrays: 4096² along each axis and along both, 256³ along each axis and along all.
//!
//! `cargo bench --bench array`, or on one core: `RAYON_NUM_THREADS=1 taskset -c 0 cargo bench --bench array`
//!
//! Names that end in "into" write to existing memory. The others allocate their results, with the
//! allocator of the program, which keeps the memory of the run before. The same for NumPy:
//!
//! ```text
//! python3 -m timeit -s "import numpy as np; f = np.sin(1e-3 * np.arange(4096**2)).reshape(4096, 4096)" \
//!     -s "x = np.cumsum(0.5 + np.random.rand(4096))" "np.gradient(f, x, axis=0)"
//! ```

use criterion::{
    BenchmarkGroup, Criterion, criterion_group, criterion_main, measurement::WallTime,
};
use dxdt_calculus::Spacing;
use dxdt_calculus::array::{GradientOptions, gradient, gradient_into};
use ndarray::{ArrayD, IxDyn};
use std::{hint::black_box, time::Duration};

/// That of the program.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Coordinates with steps between half and one and a half, from a fixed generator.
fn coordinates(points: usize) -> Vec<f64> {
    let mut state = 1_u64;
    let mut coordinate = 0.0;
    let next = || {
        state = state
            .wrapping_mul(6364136223846793005)
            .wrapping_add(1442695040888963407);
        coordinate += 0.5 + (state >> 40) as f64 / (1 << 24) as f64;
        coordinate
    };
    std::iter::repeat_with(next).take(points).collect()
}

fn bench(c: &mut Criterion, length: usize, dimensions: usize) {
    let coordinates = coordinates(length);
    let shape = vec![length; dimensions];
    let mut state = 0.0_f64;
    let values = ArrayD::from_shape_simple_fn(IxDyn(&shape), || {
        state += 1e-3;
        state.sin()
    });
    let mut group = c.benchmark_group(format!("{shape:?}"));
    group
        .sample_size(10)
        .warm_up_time(Duration::from_millis(500))
        .measurement_time(Duration::from_secs(2));
    for (kind, spacing) in [
        ("uniform", Spacing::Uniform(0.5)),
        ("coordinates", Spacing::Coordinates(&coordinates)),
    ] {
        for axis in 0..dimensions {
            let options = GradientOptions {
                spacing: &[spacing],
                axes: Some(&[axis as isize]),
                ..Default::default()
            };
            run(
                &mut group,
                &format!("{kind}, axis {axis}"),
                &values,
                &options,
            );
        }
        let all = GradientOptions {
            spacing: &vec![spacing; dimensions],
            ..Default::default()
        };
        run(&mut group, &format!("{kind}, all axes"), &values, &all);
    }
    group.finish();
}

/// Both with results allocated each time, as NumPy does, and with results written to the same memory.
fn run(
    group: &mut BenchmarkGroup<'_, WallTime>,
    name: &str,
    values: &ArrayD<f64>,
    options: &GradientOptions<'_>,
) {
    group.bench_function(name, |b| {
        b.iter(|| black_box(gradient(values, options).unwrap()));
    });
    let mut outs = gradient(values, options).unwrap();
    group.bench_function(format!("{name}, into"), |b| {
        b.iter(|| {
            let mut outs: Vec<_> = outs.iter_mut().map(|out| out.view_mut()).collect();
            gradient_into(values, options, black_box(&mut outs)).unwrap();
        });
    });
}

fn arrays(c: &mut Criterion) {
    bench(c, 4096, 2);
    bench(c, 256, 3);
}

criterion_group!(benches, arrays);
criterion_main!(benches);
