//! The range that a panel shows of its lines where a few points would flatten all others.

use super::{
    scale::Range,
    series::{Point, Segment},
};

/// So few points are all shown.
const FEW: usize = 30;
/// Of so many points one at each end may be cut off.
const ONE_IN: usize = 100;
/// Points are cut off only if all of them make the range so many times as high as that of the others.
const FLATTENED: f64 = 2.5;
/// More points than this, one after the other, are no spike: they are shown.
const SPIKE: usize = 6;

/// The range along an axis of all points, or the one without the spikes beyond it. `all` is the range of all.
pub(super) fn range_of(
    segments: &[&Segment<'_>],
    all: Range,
    along: impl Fn(Point) -> f64,
) -> Range {
    let points = segments.iter().flat_map(|segment| segment.points());
    let mut values: Vec<f64> = points.flatten().map(&along).collect();
    if values.len() < FEW {
        return all;
    }
    let tail = values.len() / ONE_IN + 1;
    let last = values.len() - 1;
    let (_, &mut low, rest) = values.select_nth_unstable_by(tail, f64::total_cmp);
    let (_, &mut high, _) = rest.select_nth_unstable_by(last - 2 * tail - 1, f64::total_cmp);
    let most = Range { low, high };
    if most.is_constant(1e-9 * all.magnitude()) {
        return all;
    }
    let usual = most.padded(0.5);
    // What goes on for longer is motion.
    let mut kept = Range {
        low: if longest_run(segments, |point| along(point) < usual.low) > SPIKE {
            all.low
        } else {
            usual.low
        },
        high: if longest_run(segments, |point| along(point) > usual.high) > SPIKE {
            all.high
        } else {
            usual.high
        },
    };
    let within = values.iter().filter(|value| kept.contains(**value));
    kept = within.fold(most, |range, &value| range.with(value));
    if all.span() > FLATTENED * kept.span() {
        kept
    } else {
        all
    }
}

/// The most points one after the other of which something is true.
fn longest_run(segments: &[&Segment<'_>], is: impl Fn(Point) -> bool) -> usize {
    let mut longest = 0;
    for segment in segments {
        let mut run = 0;
        for point in segment.points() {
            run = match point {
                Some(point) if is(point) => run + 1,
                _ => 0,
            };
            longest = longest.max(run);
        }
    }
    longest
}

/// The points beyond one end of a range.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(super) struct Beyond {
    /// How many there are.
    pub points: u64,
    /// Each of them may stand for more rows.
    pub at_least: bool,
    /// The value furthest from the range.
    pub furthest: f64,
}

impl Beyond {
    /// Those below a range, and those above it.
    pub fn of<'s>(segments: impl Iterator<Item = &'s Segment<'s>>, range: Range) -> [Self; 2] {
        let [mut below, mut above] = [Self::default(); 2];
        for segment in segments {
            let at_least = segment.rows_of_a_point() > 1;
            for (_, y) in segment.points().flatten() {
                if y < range.low {
                    below.add(y, at_least, f64::min);
                } else if y > range.high {
                    above.add(y, at_least, f64::max);
                }
            }
        }
        [below, above]
    }

    fn add(&mut self, value: f64, at_least: bool, further: fn(f64, f64) -> f64) {
        self.furthest = if self.points == 0 {
            value
        } else {
            further(self.furthest, value)
        };
        self.points += 1;
        self.at_least |= at_least;
    }
}

#[cfg(test)]
mod tests {
    use super::super::scale::bounds;
    use super::*;

    fn segment(y: &[f64]) -> Segment<'static> {
        let x: Vec<f64> = (0..y.len()).map(|i| i as f64).collect();
        Segment::new(x, y.to_vec()).unwrap()
    }

    fn range(y: &[f64]) -> Range {
        let segment = segment(y);
        let all = bounds(segment.points().flatten()).unwrap().1;
        range_of(&[&segment], all, |(_, y)| y)
    }

    fn waves(count: u32) -> Vec<f64> {
        (0..count).map(|i| (f64::from(i) / 10.0).sin()).collect()
    }

    #[test]
    fn a_spike_is_cut_off_and_counted() {
        let mut y = waves(1000);
        y[500] = 80.0;
        y[501] = -120.0;
        y[502] = 90.0;
        let range = range(&y);
        assert!(range.high < 1.01 && range.low > -1.01, "{range:?}");
        let [below, above] = Beyond::of([segment(&y)].iter(), range);
        assert_eq!((below.points, below.furthest), (1, -120.0));
        assert_eq!((above.points, above.furthest), (2, 90.0));
        assert!(!above.at_least);
    }

    #[test]
    fn what_flattens_nothing_is_shown() {
        let mut y = waves(1000);
        y[500] = 3.5;
        assert_eq!(range(&y).high, 3.5);
        // So is what few points there are.
        assert_eq!(range(&[0.0, 1.0, 0.0, 1.0, 99.0]).high, 99.0);
    }

    #[test]
    fn a_short_motion_is_no_spike() {
        let mut y: Vec<f64> = waves(2000).iter().map(|value| 0.01 * value).collect();
        for (value, at) in y[700..715].iter_mut().zip(0..) {
            *value = f64::from(at.min(14 - at));
        }
        assert_eq!(range(&y).high, 7.0);
    }

    #[test]
    fn rest_and_a_spike_are_shown_whole() {
        let mut y = vec![3.0; 1000];
        y[10] = 700.0;
        assert_eq!(range(&y).high, 700.0);
    }
}
