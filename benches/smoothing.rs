//! Smoothers on long series: rows per second with known and with estimated parameters.

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use dxdt_calculus::smoothing::{KalmanOptions, LocalOptions, auto, kalman, local};

/// A slow oscillation at uneven timestamps with noise of a hundredth of its amplitude.
fn series(rows: usize) -> (Vec<f64>, Vec<f64>) {
    // A linear congruential generator is random enough for timing.
    let mut state = 1u64;
    let mut uniform = || {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        (state >> 11) as f64 / (1u64 << 53) as f64
    };
    let t: Vec<f64> = (0..rows)
        .map(|row| 0.01 * (row as f64 + 0.4 * uniform()))
        .collect();
    let x = t
        .iter()
        .map(|t| t.sin() + 0.02 * (uniform() + uniform() + uniform() - 1.5))
        .collect();
    (t, x)
}

fn smoothers(criterion: &mut Criterion) {
    let (t, x) = series(1_000_000);
    let mut group = criterion.benchmark_group("smoothing 1,000,000 rows");
    group.sample_size(10);
    group.throughput(Throughput::Elements(t.len() as u64));
    for states in [3, 4] {
        let known = KalmanOptions {
            states: Some(states),
            ratio: Some(1e4),
            robust: false,
        };
        group.bench_function(format!("kalman, {states} states, ratio known"), |bencher| {
            bencher.iter(|| kalman(&t, &x, &known).unwrap());
        });
    }
    let searched = KalmanOptions {
        robust: false,
        ..KalmanOptions::default()
    };
    group.bench_function("kalman with the search", |bencher| {
        bencher.iter(|| kalman(&t, &x, &searched).unwrap());
    });
    group.bench_function("kalman with the search, outliers left out", |bencher| {
        bencher.iter(|| kalman(&t, &x, &KalmanOptions::default()).unwrap());
    });
    group.finish();

    let (t, x) = series(100_000);
    let mut group = criterion.benchmark_group("smoothing 100,000 rows");
    group.sample_size(10);
    group.throughput(Throughput::Elements(t.len() as u64));
    group.bench_function("local with the search, outliers left out", |bencher| {
        bencher.iter(|| local(&t, &x, &LocalOptions::default()).unwrap());
    });
    group.bench_function("auto", |bencher| {
        bencher.iter(|| auto(&t, &x).unwrap());
    });
    group.finish();
}

criterion_group!(benches, smoothers);
criterion_main!(benches);
