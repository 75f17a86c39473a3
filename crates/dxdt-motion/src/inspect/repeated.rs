//! Positions that stay exactly the same while the timestamps go on: a thing at rest, or a sample that is stuck.

use serde::Serialize;

use crate::audit::AuditedLog;
use crate::finding::Place;

use super::track::Track;

/// Rows with exactly the position of the row before.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct RepeatedPositions {
    /// Such rows.
    pub rows: u64,
    /// Their fraction of all rows.
    pub share: f64,
    /// Runs of rows with one position.
    pub runs: u64,
    /// Rows of the longest run, the first included.
    pub longest_rows: u64,
    /// How long the longest run lasts, in seconds.
    pub longest_seconds: f64,
    /// Where the longest run starts.
    pub longest_place: Place,
}

/// `None` where no position is repeated.
pub(super) fn repeated(
    audited: &AuditedLog<'_>,
    tracks: &[Track<'_>],
) -> Option<RepeatedPositions> {
    let (mut rows, mut runs) = (0, 0);
    let mut longest: Option<(usize, &Track<'_>, usize)> = None;
    for track in tracks {
        for segment in &track.segments {
            let mut start = segment.start;
            for row in segment.start + 1..=segment.end {
                if row < segment.end && track.repeats(row) {
                    continue;
                }
                let length = row - start;
                if length > 1 {
                    runs += 1;
                    rows += length as u64 - 1;
                    if longest.is_none_or(|(known, ..)| length > known) {
                        longest = Some((length, track, start));
                    }
                }
                start = row;
            }
        }
    }
    let (length, track, start) = longest?;
    let all: usize = tracks.iter().map(Track::len).sum();
    Some(RepeatedPositions {
        rows,
        share: rows as f64 / all as f64,
        runs,
        longest_rows: length as u64,
        longest_seconds: track.seconds(start, start + length - 1),
        longest_place: track.place(audited, start),
    })
}
