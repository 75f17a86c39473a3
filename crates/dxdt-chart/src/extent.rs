//! What the axes of the panels cover.

use super::{
    Edge, Panel, Series, SeriesRole, ValueAxis, band,
    robust::{self, Beyond},
    scale::{ROUNDING, Range, bounds},
    series::Segment,
};

/// What a panel covers, and what of it is cut off.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Extent {
    /// The times of its data.
    pub x: Range,
    /// The values that its vertical axis covers.
    pub y: Range,
    /// What reaches beyond them, of what is only beside the lines.
    pub cuts: Cuts,
    /// The points of the lines below and above them.
    pub beyond: [Beyond; 2],
}

/// What is cut off at the frame.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Cuts {
    /// A line from before smoothing.
    pub unsmoothed: bool,
    /// A band.
    pub band: bool,
}

impl Cuts {
    /// What is cut off in either of two panels.
    pub fn or(self, other: Self) -> Self {
        Self {
            unsmoothed: self.unsmoothed || other.unsmoothed,
            band: self.band || other.band,
        }
    }
}

/// The extent of each panel; `None` where there is no data.
pub(super) fn extents(panels: &[Panel<'_>]) -> Vec<Option<Extent>> {
    let contents: Vec<Option<Content>> = panels.iter().map(Content::of).collect();
    let ranges: Vec<Option<Range>> = panels
        .iter()
        .zip(&contents)
        .map(|(panel, content)| {
            // Noise is told from signal by the largest value of the same unit.
            let alike = panels.iter().zip(&contents);
            let magnitude = alike
                .filter(|(other, _)| other.units == panel.units)
                .filter_map(|(_, other)| Some(other.as_ref()?.y.magnitude()))
                .fold(0.0, f64::max);
            Some(content.as_ref()?.y.beyond_noise(noise(panel), magnitude))
        })
        .collect();
    let extent = |(at, content): (usize, &Option<Content>)| {
        let content = content.as_ref()?;
        let y = common(panels, &contents, &ranges, at)?;
        let is_cut = |whole: Option<Range>| whole.is_some_and(|whole| y.union(whole) != y);
        Some(Extent {
            x: content.x,
            y,
            cuts: Cuts {
                unsmoothed: is_cut(content.unsmoothed),
                band: is_cut(content.band),
            },
            beyond: Beyond::of(lines(&panels[at]).flat_map(|series| &series.segments), y),
        })
    };
    contents.iter().enumerate().map(extent).collect()
}

/// What differs by less than this share of its size is noise.
fn noise(panel: &Panel<'_>) -> f64 {
    match panel.axis {
        ValueAxis::Derived => 1e-6,
        _ => ROUNDING,
    }
}

/// The range of a panel's axis: as high as that of the others that it can be compared with.
fn common(
    panels: &[Panel<'_>],
    contents: &[Option<Content>],
    ranges: &[Option<Range>],
    at: usize,
) -> Option<Range> {
    /// What has less than this of the largest range has its own.
    const FLAT: f64 = 0.25;
    /// All have the same range unless it is so many times as high as the highest.
    const WASTED: f64 = 1.25;
    let own = ranges[at]?;
    let varies = |of: usize| {
        let content = contents[of].as_ref();
        content.is_some_and(|content| {
            !content
                .y
                .is_constant(noise(&panels[of]) * content.y.magnitude())
        })
    };
    let is_common = |axis| matches!(axis, ValueAxis::Common | ValueAxis::Derived);
    if !is_common(panels[at].axis) || !varies(at) {
        return Some(own);
    }
    let alike = (0..panels.len()).filter(|&of| {
        let (panel, other) = (&panels[at], &panels[of]);
        other.axis == panel.axis && other.units == panel.units && varies(of)
    });
    let alike: Vec<Range> = alike.filter_map(|of| ranges[of]).collect();
    let highest = alike.iter().map(|range| range.span()).fold(0.0, f64::max);
    let is_compared = |range: &Range| range.span() >= FLAT * highest;
    if !is_compared(&own) {
        return Some(own);
    }
    let all = alike
        .into_iter()
        .filter(is_compared)
        .reduce(Range::union)
        .unwrap_or(own);
    Some(if all.span() <= WASTED * highest {
        all
    } else {
        own.widened(0.5 * (highest - own.span()))
    })
}

/// The lines that decide what the axis covers.
fn lines<'p>(panel: &'p Panel<'_>) -> impl Iterator<Item = &'p Series<'p>> {
    let series = panel.series.iter();
    series.filter(|series| series.role != SeriesRole::Unsmoothed)
}

/// The values in a panel.
struct Content {
    x: Range,
    /// What is to be shown.
    y: Range,
    unsmoothed: Option<Range>,
    band: Option<Range>,
}

impl Content {
    fn of(panel: &Panel<'_>) -> Option<Self> {
        let series = panel.series.iter();
        let unsmoothed = series.filter(|series| series.role == SeriesRole::Unsmoothed);
        let unsmoothed = bounds(unsmoothed.flat_map(Series::points));
        let segments: Vec<&Segment<'_>> = self::lines(panel)
            .flat_map(|series| &series.segments)
            .collect();
        let lines = bounds(self::lines(panel).flat_map(Series::points));
        let x = [unsmoothed, lines]
            .into_iter()
            .flatten()
            .map(|(x, _)| x)
            .reduce(Range::union)?;
        let unsmoothed = unsmoothed.map(|(_, y)| y);
        let lines = lines.map(|(_, all)| match panel.axis {
            ValueAxis::Decades => all,
            _ => robust::range_of(&segments, all, |(_, y)| y),
        });
        let edges = || {
            let named = panel.series.iter().filter(|series| !series.role.is_crowd());
            named.flat_map(band::edges)
        };
        let limit = widest_shown(panel);
        // A spike that is cut off takes its band with it.
        let is_shown =
            |edge: &Edge| lines.is_none_or(|lines| edge.line.iter().all(|&y| lines.contains(y)));
        let band = edges().filter(is_shown).map(|edge| edge.within(limit));
        let band = band.reduce(Range::union);
        let smooth = [lines, band].into_iter().flatten().reduce(Range::union);
        Some(Self {
            x,
            y: match (smooth, unsmoothed) {
                (Some(smooth), Some(unsmoothed)) => beside(smooth, unsmoothed),
                (smooth, unsmoothed) => smooth.or(unsmoothed)?,
            },
            unsmoothed,
            band: edges()
                .map(|edge| edge.within(f64::INFINITY))
                .reduce(Range::union),
        })
    }
}

/// The reach of a band that the range makes room for: that of 99 of 100 points. At the ends of segments errors can be many
/// times those of the other rows, and the line would be flat beside them.
fn widest_shown(panel: &Panel<'_>) -> f64 {
    const SHARE: f64 = 0.99;
    let named = panel.series.iter().filter(|series| !series.role.is_crowd());
    let mut reaches: Vec<(f64, u64)> = named
        .flat_map(|series| series.segments.iter().flat_map(Segment::reaches))
        .collect();
    reaches.sort_unstable_by(|a, b| a.0.total_cmp(&b.0));
    let rows: u64 = reaches.iter().map(|(_, rows)| rows).sum();
    let place = (SHARE * rows.saturating_sub(1) as f64) as u64;
    let mut passed = 0;
    let reached = reaches.iter().find(|(_, rows)| {
        passed += rows;
        passed > place
    });
    reached.map_or(0.0, |(reach, _)| *reach)
}

/// The range of a smoothed line, with room for what it was before: at most as much again, half of it on each side.
/// The noise of an acceleration can be a hundred times the acceleration.
fn beside(smooth: Range, unsmoothed: Range) -> Range {
    let room = smooth.widened(0.5 * smooth.span());
    Range {
        low: smooth.low.min(unsmoothed.low.max(room.low)),
        high: smooth.high.max(unsmoothed.high.min(room.high)),
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Segment, Units};
    use super::*;

    fn series(role: SeriesRole, y: &[f64], errors: &[f64]) -> Series<'static> {
        let x: Vec<f64> = (0..y.len()).map(|i| i as f64).collect();
        let segment = Segment::new(x, y.to_vec()).unwrap();
        Series {
            label: String::new(),
            role,
            segments: vec![if errors.is_empty() {
                segment
            } else {
                segment.with_standard_errors(errors.to_vec()).unwrap()
            }],
        }
    }

    fn extent(series: Vec<Series<'static>>) -> Extent {
        let panel = Panel {
            quantity: String::new(),
            symbol: String::new(),
            units: Units::default(),
            axis: ValueAxis::Own,
            series,
        };
        extents(&[panel])[0].unwrap()
    }

    fn ramp() -> Vec<f64> {
        (0..=1000).map(|i| f64::from(i) / 100.0).collect()
    }

    #[test]
    fn a_band_takes_part_in_the_range() {
        let extent = extent(vec![series(SeriesRole::Main, &ramp(), &[1.0; 1001])]);
        assert!(!extent.cuts.band);
        assert!(extent.y.low < -1.95 && extent.y.low > -3.0, "{extent:?}");
        assert!(extent.y.high > 11.95 && extent.y.high < 13.0, "{extent:?}");
    }

    #[test]
    fn a_few_huge_errors_are_cut_off() {
        let mut errors = vec![1.0; 1001];
        errors[0] = 1e4;
        errors[1000] = 300.0;
        let extent = extent(vec![series(SeriesRole::Main, &ramp(), &errors)]);
        assert!(extent.cuts.band);
        assert!(extent.y.span() < 20.0, "{extent:?}");
    }

    #[test]
    fn bands_of_unnamed_entities_do_not_count() {
        let extent = extent(vec![series(SeriesRole::Entity(50), &ramp(), &[9.0; 1001])]);
        assert!(extent.y.high < 11.0 && !extent.cuts.band);
    }

    #[test]
    fn what_was_before_smoothing_takes_at_most_half_of_the_height() {
        let noise = |size: f64| {
            let wild: Vec<f64> = (0..1000).map(|i| size * f64::from(i % 3 - 1)).collect();
            series(SeriesRole::Unsmoothed, &wild, &[])
        };
        let line = || series(SeriesRole::Main, &ramp(), &[]);
        let much = extent(vec![line(), noise(500.0)]);
        assert!(much.cuts.unsmoothed);
        assert!(much.y.low < -5.0 && much.y.low > -7.0, "{much:?}");
        let little = extent(vec![line(), noise(2.0)]);
        assert!(!little.cuts.unsmoothed);
        assert!(little.y.low < -2.0 && little.y.low > -3.0, "{little:?}");
        // Alone it is the whole of the panel.
        assert!(extent(vec![noise(500.0)]).y.high > 500.0);
    }

    fn heights(panels: &[(&[f64], ValueAxis)]) -> Vec<Range> {
        let panel = |(y, axis): &(&[f64], ValueAxis)| Panel {
            quantity: String::new(),
            symbol: String::new(),
            units: "m".into(),
            axis: *axis,
            series: vec![series(SeriesRole::Main, y, &[])],
        };
        let panels: Vec<_> = panels.iter().map(panel).collect();
        let extents = extents(&panels).into_iter().flatten();
        extents.map(|extent| extent.y).collect()
    }

    #[test]
    fn axes_that_can_be_compared_have_one_scale() {
        use ValueAxis::{Common, Own};
        let near = heights(&[(&[-2.0, 2.0], Common), (&[-1.0, 1.5], Common)]);
        assert_eq!(near[0], near[1]);
        let apart = heights(&[(&[0.0, 4.0], Common), (&[100.0, 102.0], Common)]);
        assert!((apart[0].span() - apart[1].span()).abs() < 1e-9);
        assert!(apart[1].low > 98.0 && apart[1].high < 104.0, "{apart:?}");
        let flat = heights(&[(&[0.0, 4.0], Common), (&[0.0, 0.1], Common)]);
        assert!(flat[1].span() < 0.2, "{flat:?}");
        let own = heights(&[(&[0.0, 4.0], Common), (&[0.0, 3.0], Own)]);
        assert!(own[0].span() > own[1].span());
        let rounded = [1.0, 1.0 + 1e-8];
        let derived = heights(&[(&rounded, ValueAxis::Derived), (&rounded, Common)]);
        assert!(
            derived[0].span() > 0.1 && derived[1].span() < 1e-7,
            "{derived:?}"
        );
        let constant = heights(&[(&[0.0, 4.0], Common), (&[3.0, 3.0], Common)]);
        assert!(constant[1].span() < 1.0, "{constant:?}");
    }

    #[test]
    fn a_constant_beside_noise_is_not_flattened_to_nothing() {
        let line = series(SeriesRole::Main, &[2.0; 10], &[0.1; 10]);
        let noise = series(SeriesRole::Unsmoothed, &[-50.0, 50.0], &[]);
        let extent = extent(vec![line, noise]);
        assert!(
            extent.y.span() < 1.0 && extent.cuts.unsmoothed,
            "{extent:?}"
        );
    }
}
