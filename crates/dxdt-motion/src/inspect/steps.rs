//! The steps between timestamps: how long, how even, what is missing among them.

use serde::Serialize;

use crate::audit::AuditedLog;
use crate::finding::Place;

use super::Worst;
use super::histogram::Histogram;
use super::statistics::{median, median_of, quantile};
use super::track::Track;

/// The steps of a log, in seconds. Of several entities, medians are the medians of theirs.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Steps {
    /// How many steps there are.
    pub count: u64,
    /// The shortest, in seconds.
    pub min: f64,
    /// The median, in seconds.
    pub median: f64,
    /// The longest, gaps included, in seconds.
    pub max: f64,
    /// Nine steps of ten are within this fraction of the median.
    pub jitter: f64,
    /// The entity with the largest jitter, where there are several.
    pub worst: Option<Worst>,
    /// Rows a second: one over the median.
    pub rate: f64,
    /// Rows that are missing where a step is a whole number of medians, gaps left out; `None` where the steps are too
    /// uneven to tell.
    pub dropped: Option<u64>,
    /// Steps that are not bridged.
    pub gaps: Option<Gaps>,
    /// How the steps are spread; `None` where all are equal.
    pub histogram: Option<Histogram>,
}

/// The steps that are not bridged.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Gaps {
    /// How many.
    pub count: u64,
    /// The longest, in seconds.
    pub longest: f64,
    /// The row after the longest.
    pub place: Place,
}

// So close to the median, or to a whole number of medians, is the same step.
const NEARNESS: f64 = 0.1;
// Of so many steps close to the median one can say that they should all have been.
const REGULAR_SHARE: f64 = 0.7;
const JITTER_SHARE: f64 = 0.9;

impl Steps {
    /// `None` where no entity has two rows.
    pub(super) fn of(audited: &AuditedLog<'_>, tracks: &[Track<'_>]) -> Option<Self> {
        let mut all = Vec::new();
        let mut each = Vec::new();
        for track in tracks {
            let steps: Vec<f64> = (1..track.len()).map(|i| track.seconds(i - 1, i)).collect();
            let starts = track.segments.iter().map(|segment| segment.start);
            let mut steps = steps;
            let mut bridged = steps.clone();
            for start in starts.filter(|&start| start > 0) {
                bridged[start - 1] = f64::NAN;
                // Between blocks of a sample there are rows.
                if audited.log.blocks().is_some() && !is_gap(audited, track, start) {
                    steps[start - 1] = f64::NAN;
                }
            }
            steps.retain(|step| !step.is_nan());
            bridged.retain(|step| !step.is_nan());
            each.extend(TrackSteps::of(&steps, &bridged).map(|figures| (track.name, figures)));
            all.extend(steps);
        }
        let of_each = |figure: fn(&TrackSteps) -> f64| {
            median_of(each.iter().map(|(_, steps)| Some(figure(steps))))
        };
        let median = of_each(|steps| steps.median)?;
        let dropped = each.iter().filter_map(|(_, steps)| steps.dropped);
        Some(Self {
            count: all.len() as u64,
            min: all.iter().copied().reduce(f64::min)?,
            median,
            max: all.iter().copied().reduce(f64::max)?,
            jitter: of_each(|steps| steps.jitter)?,
            worst: Worst::of(each.iter().map(|(name, steps)| (*name, Some(steps.jitter)))),
            rate: 1.0 / median,
            dropped: dropped.reduce(|a, b| a + b),
            gaps: Gaps::of(audited),
            histogram: Histogram::of(&all),
        })
    }
}

/// Whether a segment starts at a row because of a gap and not because the format has parts.
fn is_gap(audited: &AuditedLog<'_>, track: &Track<'_>, start: usize) -> bool {
    let Some(parts) = audited.log.parts() else {
        return true;
    };
    let part = |row: usize| parts.get(audited.source_row(track.audited_row(row)));
    part(start - 1) == part(start)
}

impl Gaps {
    /// As the audit has found them: also where a part of the format ends.
    fn of(audited: &AuditedLog<'_>) -> Option<Self> {
        let notes = &audited.notes;
        notes.after_longest_gap.map(|row| Self {
            count: notes.after_gap.count,
            longest: audited.log.clock.ticks.seconds(notes.longest_gap),
            place: audited.log.place_of_row_as_read(row),
        })
    }
}

/// What the steps of one entity are.
#[derive(Debug, Clone, PartialEq)]
struct TrackSteps {
    median: f64,
    jitter: f64,
    dropped: Option<u64>,
}

impl TrackSteps {
    /// From all steps, and from those that are bridged.
    fn of(all: &[f64], bridged: &[f64]) -> Option<Self> {
        let median = median(&mut all.to_vec())?;
        let from_median = |step: &f64| (step / median - 1.0).abs();
        let mut away: Vec<f64> = all.iter().map(from_median).collect();
        let near = away.iter().filter(|away| **away <= NEARNESS).count();
        let is_regular = near as f64 >= REGULAR_SHARE * away.len() as f64;
        Some(Self {
            median,
            jitter: quantile(&mut away, JITTER_SHARE)?,
            dropped: is_regular.then(|| bridged.iter().map(|step| missing(step / median)).sum()),
        })
    }
}

/// How many rows are missing in a step of so many medians.
fn missing(medians: f64) -> u64 {
    let whole = medians.round();
    if whole >= 2.0 && (medians - whole).abs() <= NEARNESS {
        whole as u64 - 1
    } else {
        0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::At;
    use crate::inspect::{InspectOptions, inspect};
    use crate::log::LogBuilder;

    #[test]
    fn rows_are_missing_where_steps_are_whole_numbers_of_medians() {
        let mut steps = vec![0.1; 40];
        steps.extend([0.2, 0.1, 0.301, 0.25]);
        let found = TrackSteps::of(&steps, &steps).unwrap();
        assert_eq!((found.median, found.dropped), (0.1, Some(3)));
        assert!(found.jitter < 1e-9, "nine of ten are even: {found:?}");
    }

    #[test]
    fn uneven_steps_tell_nothing_about_missing_rows() {
        let steps: Vec<f64> = (1..40).map(|i| 0.1 * f64::from(i % 7 + 1)).collect();
        let found = TrackSteps::of(&steps, &steps).unwrap();
        assert_eq!(found.dropped, None);
        assert!(found.jitter > 0.5);
        assert_eq!(TrackSteps::of(&[], &[]), None);
    }

    #[test]
    fn a_gap_between_parts_of_a_track_is_a_gap() {
        let starts = [0, 1, 50];
        let seconds: Vec<f64> = starts
            .iter()
            .flat_map(|minute| (0..9).map(move |second| f64::from(60 * minute + second)))
            .collect();
        let mut log = LogBuilder::of_seconds(&seconds)
            .position("x", None, &[0.0; 27])
            .build()
            .unwrap();
        log.parts = Some((0..27).map(|row| row / 9).collect());
        let gaps = inspect(&log, &InspectOptions::default())
            .steps
            .unwrap()
            .gaps;
        let gaps = gaps.map(|gaps| (gaps.count, gaps.longest, gaps.place.at));
        assert_eq!(gaps, Some((2, 2932.0, At::Record(19))));
    }
}
