use proptest::prelude::*;

use super::*;

/// Timestamps with two lines and the errors of the second, and the rows that begin segments.
#[derive(Debug, Clone, Default)]
struct Log {
    stamps: Vec<i64>,
    starts: Vec<usize>,
    lines: [Vec<f64>; 2],
    errors: Vec<f64>,
    flags: Vec<u8>,
}

impl Log {
    fn add_to(&self, bins: &mut TimeBins, rows: std::ops::Range<usize>) {
        let starts = self.starts.iter().filter(|start| rows.contains(start));
        let starts: Vec<usize> = starts.map(|start| start - rows.start).collect();
        bins.add(&TimedRows {
            stamps: &self.stamps[rows.clone()],
            starts: &starts,
            lines: &[&self.lines[0][rows.clone()], &self.lines[1][rows.clone()]],
            errors: &[(1, &self.errors[rows.clone()])],
            flags: &self.flags[rows],
        });
    }

    fn binned(&self, most: usize) -> TimeBins {
        let mut bins = TimeBins::new(2, 1, most);
        self.add_to(&mut bins, 0..self.stamps.len());
        bins
    }
}

fn log() -> impl Strategy<Value = Log> {
    let value = || prop_oneof![8 => -100.0..100.0_f64, 1 => Just(f64::NAN)];
    let step = prop_oneof![8 => 1_i64..50, 1 => 1_i64..1 << 40];
    let row = (step, prop::bool::weighted(0.1), value(), value(), value());
    let start = prop_oneof![any::<i32>().prop_map(i64::from), Just(i64::MIN), Just(-5)];
    (start, prop::collection::vec(row, 1..300)).prop_map(|(start, rows)| {
        let mut log = Log::default();
        let mut stamp = start;
        for (row, (step, gap, first, second, error)) in rows.into_iter().enumerate() {
            stamp += step;
            log.stamps.push(stamp);
            if gap || row == 0 {
                log.starts.push(row);
            }
            log.lines[0].push(first);
            log.lines[1].push(second);
            log.errors.push(error);
            log.flags.push(1 << (row % 8));
        }
        log
    })
}

proptest! {
    #[test]
    fn bins_are_the_same_however_the_rows_come(
        log in log(),
        cuts in prop::collection::vec(0_usize..300, 0..10),
        most in 2_usize..40,
    ) {
        let mut cuts: Vec<usize> = cuts.into_iter().map(|cut| cut.min(log.stamps.len())).collect();
        cuts.extend([0, log.stamps.len()]);
        cuts.sort_unstable();
        let mut pieces = TimeBins::new(2, 1, most);
        for cut in cuts.windows(2) {
            log.add_to(&mut pieces, cut[0]..cut[1]);
        }
        prop_assert!(pieces.keys.len() <= most);
        prop_assert_eq!(pieces, log.binned(most));
    }

    #[test]
    fn coarser_bins_are_those_of_all_rows(log in log(), most in 2_usize..100) {
        let mut bins = log.binned(1000);
        while bins.most > most {
            bins.coarsen((bins.most / 2).max(most));
        }
        prop_assert_eq!(bins, log.binned(most));
    }

    #[test]
    fn a_bin_has_what_its_rows_have(log in log(), most in 2_usize..40) {
        let bins = log.binned(most);
        for (key, marks) in bins.keys.iter().zip(bins.marks()) {
            let rows = (0..log.stamps.len()).filter(|&row| log.stamps[row] >> bins.level == *key);
            let flags = rows.clone().fold(0, |all, row| all | log.flags[row]);
            prop_assert_eq!((marks.rows as usize, marks.flags), (rows.count(), flags));
        }
        for (line, values) in log.lines.iter().enumerate() {
            for (key, bin) in bins.keys.iter().zip(bins.line(line)) {
                let rows = (0..values.len()).filter(|&row| log.stamps[row] >> bins.level == *key);
                let known: Vec<f64> = rows.map(|row| values[row]).filter(|v| !v.is_nan()).collect();
                prop_assert_eq!(bin.is_empty, known.is_empty());
                if let ([first, ..], Some(last)) = (&known[..], known.last()) {
                    let least = known.iter().copied().fold(f64::INFINITY, f64::min);
                    let most = known.iter().copied().fold(f64::NEG_INFINITY, f64::max);
                    prop_assert_eq!(bin.values, [*first, least, most, *last]);
                }
            }
        }
    }

    #[test]
    fn stamps_are_found_again_where_bins_are_short(log in log()) {
        let bins = log.binned(1000);
        // A bin of not more than 2¹⁶ ticks loses none of them.
        prop_assume!(bins.level <= 16);
        let known = log.stamps.iter().zip(&log.lines[0]).filter(|(_, value)| !value.is_nan());
        let first = known.clone().next().map(|(stamp, _)| *stamp);
        let binned = bins.line(0).iter().position(|bin| !bin.is_empty);
        let found = binned.map(|at| bins.stamp(at, bins.line(0)[at].places[0]));
        prop_assert_eq!(found, first);
    }
}

#[test]
fn bins_are_as_short_as_they_can_be() {
    let log = |count: i64, step: i64| Log {
        stamps: (0..count).map(|row| row * step).collect(),
        starts: vec![0],
        lines: [vec![0.0; count as usize], vec![0.0; count as usize]],
        errors: vec![0.0; count as usize],
        flags: vec![0; count as usize],
    };
    let whole = log(64, 1).binned(64);
    assert_eq!((whole.level, whole.keys.len()), (0, 64));
    let half = log(65, 1).binned(64);
    assert_eq!((half.level, half.keys.len()), (1, 33));
    let sparse = log(64, 1 << 40).binned(64);
    assert_eq!((sparse.level, sparse.keys.len()), (0, 64));
}

#[test]
fn gaps_between_bins_are_kept_and_those_inside_are_not() {
    let nan = f64::NAN;
    let y = vec![1.0, 2.0, nan, 3.0, 4.0, 5.0, 6.0, nan, nan, 7.0];
    let log = Log {
        stamps: (0..10).collect(),
        starts: vec![0, 4],
        lines: [y.clone(), y],
        errors: vec![1.0; 10],
        flags: vec![0; 10],
    };
    let mut bins = log.binned(5);
    assert_eq!(bins.level, 1);
    let gaps = |bins: &TimeBins| -> Vec<(bool, bool)> {
        let line = bins.line(0).iter();
        line.map(|bin| (bin.is_empty, bin.gap)).collect()
    };
    let kept = [
        (false, true),
        (false, true),
        (false, true),
        (false, false),
        (false, true),
    ];
    assert_eq!(gaps(&bins), kept);
    bins.coarsen(3);
    assert_eq!(gaps(&bins), [(false, true), (false, true), (false, true)]);
    let band = bins.band(0).bins[0];
    assert_eq!(
        (band.low, band.high),
        (1.0 - 1.959_963_984_540_054, 3.0 + 1.959_963_984_540_054)
    );
    let reaches: Vec<(f64, u64)> = bins.band(0).reaches.counted().collect();
    assert!(
        matches!(reaches[..], [(reach, 7)] if (1.95..2.05).contains(&reach)),
        "{reaches:?}"
    );
}
