//! The findings as rows of a table: what, where, and what can be done.

use dxdt_motion::error::printable;
use dxdt_motion::finding::{ColumnRole, Finding, FindingKind, Severity};
use dxdt_motion::words::WithoutPlace;

use super::page::PageParts;

/// A finding for a reader.
pub(super) struct FindingRow {
    pub is_warning: bool,
    pub sentence: String,
    /// The first places, each in words.
    pub places: Vec<String>,
    /// There are more places than those.
    pub more: bool,
    pub remedy: &'static str,
}

/// Warnings first.
pub(super) fn rows(page: &PageParts<'_>) -> Vec<FindingRow> {
    let findings = &page.summary.findings;
    let one_file = page.summary.source.files.len() == 1;
    let of = |severity| {
        findings
            .iter()
            .filter(move |finding| finding.severity() == severity)
    };
    of(Severity::Warning)
        .chain(of(Severity::Note))
        .map(|finding| row(finding, one_file))
        .collect()
}

fn row(finding: &Finding, one_file: bool) -> FindingRow {
    let place = |place: &dxdt_motion::finding::Place| {
        if one_file {
            place.at.to_string()
        } else {
            format!("{}, {}", printable(&place.file), place.at)
        }
    };
    FindingRow {
        is_warning: finding.severity() == Severity::Warning,
        // The places have a column of their own.
        sentence: WithoutPlace(finding).to_string(),
        places: finding.places.iter().map(place).collect(),
        more: !finding.places.is_empty() && finding.count > finding.places.len() as u64,
        remedy: remedy(&finding.kind),
    }
}

/// What can be done, as a sentence; empty where nothing is amiss.
fn remedy(kind: &FindingKind) -> &'static str {
    use FindingKind as K;
    match kind {
        K::Role { reason, .. } if !reason.is_guess() => "",
        K::Role { role, .. } => match role {
            ColumnRole::Time => "If another column has the timestamps, name it with --time.",
            ColumnRole::Entity => {
                "If another column tells the objects apart, name it with --entity."
            }
            ColumnRole::Position | ColumnRole::MeasuredVelocity | ColumnRole::Truth => {
                "If other columns are the position, name them with --position."
            }
        },
        K::Unit(decision) if !decision.is_guess() => "",
        K::Unit(_) => {
            "If lengths are in another unit, give --length-unit; if they are not degrees, --frame cartesian."
        }
        K::NoHeight => "Nothing, if only the motion along the ground matters.",
        K::VoidFix | K::PointWithoutTime | K::RecordsSkipped(_) => {
            "Nothing, unless there are many: the rest of the log is used."
        }
        K::ChecksumWrong => "Copy the log again if there are many.",
        K::PositionPlaceholder | K::PositionMissing | K::PositionImpossible => {
            "Nothing, unless there are many; correct the cells if they are known."
        }
        K::MeasuredUnreadable { .. } => "Correct the cells if the comparison matters.",
        K::ClockBroken { .. } => {
            "Name another time column with --time, or the column that tells the objects apart with --entity."
        }
        K::OffsetMissing => "Write all timestamps with an offset if the others are not in UTC.",
        K::StampMissing | K::StampBogus { .. } => "Correct the timestamps if they are known.",
        K::OutOfOrder => {
            "Nothing; if several objects move in this log, name their column with --entity."
        }
        K::DuplicatesEqual { .. } => "Nothing: no information is lost.",
        K::DuplicatesContradicting { .. } => {
            "--duplicates last, mean or median uses another; if several objects move, name their column with --entity."
        }
        K::Gaps { .. } => "--max-gap DURATION bridges longer gaps; --max-gap none bridges all.",
        K::ShortSegments => "--max-gap DURATION bridges gaps, so that fewer segments are short.",
        K::DerivativeOverflow => "Check the positions and timestamps of these rows.",
        K::OutliersLeftOut => "Look at them in the charts; another --method may keep them.",
        K::TooShortToSmooth { .. } => {
            "--max-gap DURATION bridges gaps, so that fewer segments are short."
        }
        K::Clock(_)
        | K::FilesJoined { .. }
        | K::ColumnRenamed { .. }
        | K::NameRepeated { .. }
        | K::FormatNote(_)
        | K::FollowNote(_)
        | K::PartBoundaries
        | K::StampsRounded
        | K::MidnightCrossed
        | K::TooLate
        | K::NewestFirst
        | K::Sampled { .. }
        | K::MostlyNoise { .. } => "",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    use dxdt_motion::error::At;
    use dxdt_motion::finding::Place;

    fn gaps(count: u64, lines: &[u64]) -> Finding {
        let place = |&line: &u64| Place {
            file: "a.csv".to_owned(),
            at: At::Line(line),
        };
        Finding {
            kind: FindingKind::Gaps {
                longest: 2_000_000_000,
                limit: 1_000_000_000,
            },
            count,
            places: lines.iter().map(place).collect(),
        }
    }

    #[test]
    fn places_stand_apart_from_the_sentence() {
        let row = row(&gaps(3, &[7, 9]), true);
        assert_eq!(row.places, ["line 7", "line 9"]);
        assert!(row.more && row.is_warning && !row.sentence.contains("line"));
        assert!(row.remedy.contains("--max-gap"));
    }

    #[test]
    fn several_files_are_told_apart() {
        let row = row(&gaps(1, &[7]), false);
        assert_eq!((row.places[0].as_str(), row.more), ("a.csv, line 7", false));
    }
}
