//! The findings as rows of a table: what, where, and what can be done.

use dxdt_motion::error::printable;
use dxdt_motion::finding::{Finding, Severity};
use dxdt_motion::words::{WithoutPlace, remedy};

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

#[cfg(test)]
mod tests {
    use super::*;

    use dxdt_motion::error::At;
    use dxdt_motion::finding::{FindingKind, Place};

    fn gaps(count: u64, lines: &[u64]) -> Finding {
        let place = |&line: &u64| Place {
            file: "a.csv".to_owned(),
            at: At::Line(line),
        };
        Finding {
            kind: FindingKind::Gaps {
                longest: 2.0,
                limit: 1.0,
                most: 1.0,
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
