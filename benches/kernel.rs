//! The loops of `dxdt_calculus` on one core, against a copy of as many bytes.
//!
//! `cargo bench --bench kernel`

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use dxdt_calculus::{
    EdgeOrder, Spacing, forward_difference_into, gradient_into, second_derivative_into,
};
use std::{hint::black_box, time::Duration};

const POINTS: usize = 20_000_000;

/// A point on uneven coordinates is read twice and written once.
const BYTES: usize = 24 * POINTS;

/// Timestamps with steps between half and one and a half, from a fixed generator.
fn stamps() -> Vec<f64> {
    let mut state = 1_u64;
    let mut stamp = 0.0;
    let next = || {
        state = state
            .wrapping_mul(6364136223846793005)
            .wrapping_add(1442695040888963407);
        stamp += 0.5 + (state >> 40) as f64 / (1 << 24) as f64;
        stamp
    };
    std::iter::repeat_with(next).take(POINTS).collect()
}

fn kernel(c: &mut Criterion) {
    let t = stamps();
    let f: Vec<f64> = t.iter().map(|t| (t * 1e-3).sin()).collect();
    let even: Vec<f64> = (0..POINTS).map(|i| i as f64).collect();
    let mut out = vec![1.0; POINTS]; // not zero, so that its pages are there

    let mut group = c.benchmark_group("20 million points");
    group
        .sample_size(20)
        .warm_up_time(Duration::from_secs(1))
        .measurement_time(Duration::from_secs(2));
    group.throughput(Throughput::Elements(POINTS as u64));

    let source = vec![1_u8; BYTES / 2];
    let mut target = vec![2_u8; BYTES / 2];
    group.bench_function("copy", |b| {
        b.iter(|| black_box(&mut target).copy_from_slice(&source))
    });
    drop((source, target));

    let coordinates = Spacing::Coordinates(&t);
    group.bench_function("gradient", |b| {
        b.iter(|| gradient_into(&f, coordinates, EdgeOrder::Second, black_box(&mut out)).unwrap());
    });
    group.bench_function("gradient, equal coordinates", |b| {
        b.iter(|| {
            gradient_into(
                &f,
                Spacing::Coordinates(&even),
                EdgeOrder::Second,
                black_box(&mut out),
            )
            .unwrap()
        });
    });
    group.bench_function("gradient, uniform", |b| {
        b.iter(|| {
            gradient_into(
                &f,
                Spacing::Uniform(0.5),
                EdgeOrder::Second,
                black_box(&mut out),
            )
            .unwrap()
        });
    });
    group.bench_function("second derivative", |b| {
        b.iter(|| second_derivative_into(&f, coordinates, black_box(&mut out)).unwrap());
    });
    group.bench_function("forward difference", |b| {
        b.iter(|| forward_difference_into(&f, coordinates, black_box(&mut out[1..])).unwrap());
    });
    group.finish();
}

criterion_group!(benches, kernel);
criterion_main!(benches);
