use proptest::prelude::*;

use super::*;
use crate::output::figures::ChartKind;
use crate::output::kept::Room;
use crate::output::summary::Summary;
use dxdt_chart::ChartSize;
use dxdt_formats::Source;
use dxdt_log::LogOptions;
use dxdt_motion::audit::{AuditOptions, audit};
use dxdt_motion::motion::{DeriveOptions, SmoothingMethod, compare, derive, smooth};

/// A log of entities with so many rows each, with gaps and missing positions.
fn log_of(rows: &[usize], axes: &str, seed: u64) -> PositionLog {
    let mut csv = format!("id,t (s),{axes}\n");
    let columns = axes.split(',').count() as u64;
    for (entity, &count) in rows.iter().enumerate() {
        let mut t = 0.0;
        for row in 0..count as u64 {
            let noise = |of: u64| {
                let mixed = (seed ^ (row * 31 + of)).wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 32;
                mixed as f64 / f64::from(u32::MAX)
            };
            t += if noise(1) < 0.02 {
                90.0
            } else {
                0.2 + noise(2)
            };
            csv.push_str(&format!("{entity},{t}"));
            for axis in 0..columns {
                if noise(3) < 0.03 {
                    csv.push(',');
                } else {
                    csv.push_str(&format!(
                        ",{}",
                        (0.1 * t + axis as f64).sin() + noise(4 + axis)
                    ));
                }
            }
            csv.push('\n');
        }
    }
    let source = Source::from_bytes("log.csv".into(), csv.into_bytes()).unwrap();
    dxdt_log::read_source(source, &LogOptions::default()).unwrap()
}

type CapacityOf = fn(&Layout, u64, usize) -> Capacity;

/// All five charts of a log whose rows come in pieces that end at some of its rows.
fn charts(
    log: &PositionLog,
    smoother: bool,
    capacity: Option<CapacityOf>,
    cuts: &[usize],
) -> Vec<String> {
    let (repair, options) = (AuditOptions::default(), DeriveOptions::default());
    let audited = audit(log, &repair).unwrap();
    let unsmoothed = derive(&audited, &options);
    let mut motion = unsmoothed.clone();
    let smoothing = smoother.then(|| smooth(&audited, &mut motion, SmoothingMethod::Gradient));
    let comparison = compare(&audited, &unsmoothed, &options);
    let summary = Summary::new(&audited, &motion, &[], None, &[], &repair, &options);
    let mut charts = ChartRows::new(log, smoother, [1.0; 2]);
    if let Some(capacity) = capacity {
        charts.capacity_of = capacity;
        charts.capacity = capacity(&charts.layout, 0, 0);
    }
    let end = audited.stamps.len();
    let mut cuts: Vec<usize> = cuts.iter().map(|cut| cut % end).chain([0, end]).collect();
    cuts.sort_unstable();
    for cut in cuts.windows(2) {
        let [start, end] = [cut[0], cut[1]];
        let goes_on = |ranges: &[Range<usize>]| ranges.iter().all(|range| range.start != start);
        let entities: Vec<Range<usize>> = audited.entities.iter().map(|e| e.rows.clone()).collect();
        let segments: Vec<Range<usize>> = audited
            .entities
            .iter()
            .flat_map(|entity| entity.segments.clone())
            .collect();
        charts.add(&DerivedRows {
            audited: &audited,
            motion: &motion,
            smoothing: smoothing.as_ref(),
            unsmoothed: &unsmoothed,
            gradient: &comparison.gradient,
            quantities: &[],
            rows: start..end,
            entity_goes_on: goes_on(&entities),
            segment_goes_on: goes_on(&segments),
        });
    }
    let figures = charts.finish(log, &summary.units);
    let size = ChartSize::new(400, 300).unwrap();
    let draw = |kind| figures.draw(kind, size).unwrap().into_svg();
    ChartKind::ALL.map(draw).into()
}

/// Little room, once there are some rows, and less with more entities.
fn few(layout: &Layout, rows: u64, entities: usize) -> Capacity {
    let all = Capacity::of(layout, 0, 0);
    match (rows, entities) {
        (0..40, _) => all,
        (_, 0..4) => Capacity {
            named: room(30),
            ..all
        },
        _ => Capacity {
            named: room(15),
            crowd: room(3),
            every: entities.div_ceil(10).next_power_of_two(),
        },
    }
}

fn some(layout: &Layout, _: u64, _: usize) -> Capacity {
    Capacity {
        named: room(150),
        ..Capacity::of(layout, 0, 0)
    }
}

const fn room(bins: usize) -> Room {
    Room {
        rows: 4 * bins,
        bins,
        steps: 8 * bins,
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    #[test]
    fn charts_do_not_depend_on_pieces(
        rows in prop::collection::vec(1_usize..150, 1..14),
        axes in prop::sample::select(&["x (m)", "x (m),y (m)", "lon,lat"][..]),
        smoother in any::<bool>(),
        is_few in any::<bool>(),
        cuts in prop::collection::vec(0_usize..2000, 0..12),
        seed in any::<u64>(),
    ) {
        prop_assume!(rows.iter().any(|rows| *rows > 8));
        let log = log_of(&rows, axes, seed);
        let capacity = is_few.then_some(few as CapacityOf);
        let whole = charts(&log, smoother, capacity, &[]);
        let pieces = charts(&log, smoother, capacity, &cuts);
        for (kind, (whole, pieces)) in ChartKind::ALL.iter().zip(whole.iter().zip(&pieces)) {
            prop_assert!(whole == pieces, "{kind:?}");
        }
    }
}

#[test]
fn the_entities_with_the_most_rows_are_named_wherever_they_are() {
    let mut rows = vec![20; 30];
    for (place, more) in [3, 8, 11, 14, 17, 20, 23, 26].into_iter().zip(1..) {
        rows[place] = 100 + more;
    }
    let log = log_of(&rows, "x (m),y (m)", 7);
    for chart in charts(&log, false, Some(few), &[500, 900]).iter().take(3) {
        for name in ["id 3", "id 26", "22 more"] {
            assert!(chart.contains(name), "{name}");
        }
    }
}

#[test]
fn few_points_span_what_all_rows_do() {
    let log = log_of(&[3000], "x (m),y (m)", 5);
    let all = charts(&log, true, None, &[]);
    let few = charts(&log, true, Some(some), &[]);
    // The axes say the same, since no value is lost.
    let labels = |svg: &str| -> Vec<String> {
        let texts = svg
            .split("</text>")
            .filter_map(|part| part.rsplit_once('>'));
        texts.map(|(_, text)| text.trim().to_owned()).collect()
    };
    for (all, few) in all.iter().zip(&few) {
        assert_eq!(labels(all), labels(few));
    }
    let path = ChartKind::ALL
        .iter()
        .position(|kind| *kind == ChartKind::Path)
        .unwrap();
    assert!(few[path].len() < all[path].len());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    #[test]
    fn the_rows_compared_are_around_the_largest_difference(
        count in 9_usize..400,
        cuts in prop::collection::vec(1_usize..400, 0..8),
        seed in any::<u64>(),
    ) {
        let log = log_of(&[count], "x (m),y (m)", seed);
        let audited = audit(&log, &AuditOptions::default()).unwrap();
        let motion = derive(&audited, &DeriveOptions::default());
        let end = audited.stamps.len();
        let mut cuts: Vec<usize> = cuts.iter().map(|cut| cut % end).chain([0, end]).collect();
        cuts.sort_unstable();
        let mut telling = Telling::default();
        for cut in cuts.windows(2) {
            let derived = DerivedRows {
                audited: &audited,
                motion: &motion,
                smoothing: None,
                unsmoothed: &motion,
                gradient: &motion.velocity,
                quantities: &[],
                rows: cut[0]..cut[1],
                entity_goes_on: cut[0] > 0,
                segment_goes_on: false,
            };
            telling.add(&derived, cut[0]..cut[1], &[]);
        }
        let difference = |row: usize| {
            let axes = motion.velocity.iter().zip(&motion.first_difference);
            axes.map(|(v, d)| (v[row] - d[row]).abs()).fold(0.0, f64::max)
        };
        let most = (0..end).reduce(|best, row| if difference(row) > difference(best) { row } else { best });
        let start = most.unwrap_or(0).saturating_sub(20).clamp(0, end.saturating_sub(40));
        let expected = if end <= 80 { 0..end } else { start..start + 40 };
        let (rows, is_part) = telling.rows();
        let stamps: Vec<i64> = rows.iter().map(|row| row.stamp).collect();
        prop_assert_eq!(&stamps[..], &audited.stamps[expected]);
        prop_assert_eq!(is_part, end > 80);
    }
}
