//! Long gaps of a time axis, folded so that they take next to no room.

use super::{Series, scale::Range};

/// The most gaps of an axis that are folded.
const MOST: usize = 4;
/// The width of a folded gap, in text sizes.
const WIDTH: f64 = 1.9;
/// The air between the data and a folded gap, as a share of what is shown.
const AIR: f64 = 0.015;

/// A gap of an axis in which there is no data.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Fold {
    /// What is not shown: the gap but for some air at its ends.
    pub hidden: Range,
    /// How long the gap is.
    pub gap: f64,
}

/// Gaps of an axis in which there is no data.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(super) struct Folds {
    /// From left to right.
    folds: [Option<Fold>; MOST],
    /// The width that each takes, in pixels.
    width: f64,
}

impl Folds {
    /// The gaps of all series together that are longer than half of what would be shown with them, the longest first.
    pub fn of<'a>(series: impl Iterator<Item = &'a Series<'a>>, em: f64) -> Self {
        let covered = covered(series);
        let (Some(first), Some(last)) = (covered.first(), covered.last()) else {
            return Self::default();
        };
        let mut shown = last.high - first.low;
        let mut gaps: Vec<Range> = covered
            .windows(2)
            .map(|two| Range {
                low: two[0].high,
                high: two[1].low,
            })
            .collect();
        gaps.sort_by(|a, b| b.span().total_cmp(&a.span()));
        let longest = gaps.into_iter().take(MOST).take_while(|gap| {
            let is_long = gap.span() > 0.5 * shown && gap.span() < shown;
            if is_long {
                shown -= gap.span();
            }
            is_long
        });
        let mut longest: Vec<Range> = longest.collect();
        longest.sort_by(|a, b| a.low.total_cmp(&b.low));
        let mut folds = Self {
            width: WIDTH * em,
            ..Self::default()
        };
        for (fold, gap) in folds.folds.iter_mut().zip(longest) {
            *fold = Some(Fold {
                hidden: gap.widened(-(AIR * shown).min(0.2 * gap.span())),
                gap: gap.span(),
            });
        }
        folds
    }

    pub fn all(&self) -> impl Iterator<Item = Fold> {
        self.folds.iter().flatten().copied()
    }

    /// What is not shown.
    pub fn gaps(&self) -> impl Iterator<Item = Range> {
        self.all().map(|fold| fold.hidden)
    }

    pub fn is_empty(&self) -> bool {
        self.folds[0].is_none()
    }

    /// How much of an axis is not shown.
    pub fn hidden(&self) -> f64 {
        self.gaps().map(Range::span).sum()
    }

    /// The pixels that all folds take.
    pub fn pixels(&self) -> f64 {
        self.gaps().count() as f64 * self.width
    }

    /// How much of the gaps is before a value, and the pixels that it takes.
    pub fn before(&self, value: f64) -> (f64, f64) {
        self.gaps().fold((0.0, 0.0), |(hidden, pixels), gap| {
            let part = (value - gap.low).clamp(0.0, gap.span());
            (hidden + part, pixels + part / gap.span() * self.width)
        })
    }

    /// What is shown of a range, in order.
    pub fn shown(&self, range: Range) -> Vec<Range> {
        let mut low = range.low;
        let mut shown = Vec::new();
        for gap in self.gaps() {
            shown.push(Range { low, high: gap.low });
            low = gap.high;
        }
        shown.push(Range {
            low,
            high: range.high,
        });
        shown
    }
}

/// The stretches of x on which any of the series has a line or a point, in order and apart from each other.
fn covered<'a>(series: impl Iterator<Item = &'a Series<'a>>) -> Vec<Range> {
    let mut stretches: Vec<Range> = Vec::new();
    for segment in series.flat_map(|series| &series.segments) {
        let mut is_broken = true;
        for point in segment.points() {
            match (point, stretches.last_mut()) {
                (None, _) => is_broken = true,
                (Some((x, _)), Some(last)) if !is_broken => last.high = last.high.max(x),
                (Some((x, _)), _) => {
                    stretches.push(Range { low: x, high: x });
                    is_broken = false;
                }
            }
        }
    }
    stretches.sort_by(|a, b| a.low.total_cmp(&b.low));
    let mut apart: Vec<Range> = Vec::new();
    for stretch in stretches {
        match apart.last_mut() {
            Some(last) if stretch.low <= last.high => last.high = last.high.max(stretch.high),
            _ => apart.push(stretch),
        }
    }
    apart
}

#[cfg(test)]
mod tests {
    use super::super::{Segment, SeriesRole, scale::Scale};
    use super::*;

    fn series(segments: &[&[f64]]) -> Series<'static> {
        let segment = |x: &&[f64]| Segment::new(x.to_vec(), vec![0.0; x.len()]).unwrap();
        Series {
            label: String::new(),
            role: SeriesRole::Main,
            segments: segments.iter().map(segment).collect(),
        }
    }

    fn folded(segments: &[&[f64]]) -> Vec<(f64, f64)> {
        let folds = Folds::of([series(segments)].iter(), 10.0);
        let hidden = folds.gaps().map(|gap| (gap.low.round(), gap.high.round()));
        hidden.collect()
    }

    #[test]
    fn a_gap_of_more_than_half_is_folded() {
        assert_eq!(folded(&[&[0.0, 40.0], &[90.0, 100.0]]), []);
        assert_eq!(folded(&[&[0.0, 10.0], &[1000.0, 1010.0]]), [(10.0, 1000.0)]);
        // What is long beside the rest, once the longest is folded.
        let two = folded(&[&[0.0, 10.0], &[110.0, 120.0], &[9000.0, 9010.0]]);
        assert_eq!(
            two,
            [(10.0, 110.0), (120.0, 9000.0)].map(|(a, b): (f64, f64)| (a, b))
        );
        assert_eq!(folded(&[]), []);
        assert_eq!(folded(&[&[0.0], &[100.0]]), []);
    }

    #[test]
    fn another_series_fills_the_gap() {
        let both = [
            series(&[&[0.0, 1.0], &[99.0, 100.0]]),
            series(&[&[0.5, 99.5]]),
        ];
        assert!(Folds::of(both.iter(), 10.0).is_empty());
    }

    #[test]
    fn pixels_go_on_after_a_fold() {
        let folds = Folds::of([series(&[&[0.0, 10.0], &[1000.0, 1010.0]])].iter(), 10.0);
        let range = Range {
            low: 0.0,
            high: 1010.0,
        };
        let scale = Scale {
            folds,
            ..Scale::new(range, 100.0, 319.0)
        };
        assert_eq!(scale.pixel(0.0), 100.0);
        assert!((scale.pixel(1010.0) - 319.0).abs() < 1e-9);
        let step = scale.pixel(5.0) - scale.pixel(0.0);
        assert!((scale.pixel(1010.0) - scale.pixel(1005.0) - step).abs() < 1e-9);
        assert!(step > 45.0, "{step}");
        let shown: f64 = folds.shown(range).into_iter().map(Range::span).sum();
        assert!((shown + folds.hidden() - 1010.0).abs() < 1e-9);
    }
}
