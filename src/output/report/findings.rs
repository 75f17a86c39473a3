//! The findings as rows of a table: what, where, and what can be done.

use dxdt_motion::error::{At, printable};
use dxdt_motion::finding::{Finding, Place, Severity};
use dxdt_motion::words::{WithoutPlace, remedy};

use super::page::PageParts;
use super::row_columns::number_of;

/// A finding for a reader.
pub(super) struct FindingRow {
    pub is_warning: bool,
    pub sentence: String,
    /// The first places.
    pub places: Vec<FindingPlace>,
    /// There are more places than those.
    pub more: bool,
    pub remedy: &'static str,
}

/// Where a finding is.
#[derive(Debug, PartialEq)]
pub(super) struct FindingPlace {
    pub words: String,
    /// As the rows of the page have it.
    pub number: u64,
}

/// Warnings first.
pub(super) fn rows(page: &PageParts<'_>) -> Vec<FindingRow> {
    let findings = &page.summary.findings;
    let names: Vec<&str> = page.files.iter().map(|file| file.name.as_str()).collect();
    let of = |severity| {
        findings
            .iter()
            .filter(move |finding| finding.severity() == severity)
    };
    of(Severity::Warning)
        .chain(of(Severity::Note))
        .map(|finding| row(finding, &names))
        .collect()
}

fn row(finding: &Finding, files: &[&str]) -> FindingRow {
    let place = |place: &Place| {
        let file = files.iter().position(|&name| name == place.file);
        let (At::Line(number) | At::Record(number)) = place.at;
        FindingPlace {
            words: match files {
                [_] => place.at.to_string(),
                _ => format!("{}, {}", printable(&place.file), place.at),
            },
            number: number_of(file.unwrap_or_default(), number),
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

    use dxdt_motion::finding::FindingKind;

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
        let row = row(&gaps(3, &[7, 9]), &["a.csv"]);
        let places: Vec<(&str, u64)> = row
            .places
            .iter()
            .map(|place| (place.words.as_str(), place.number))
            .collect();
        assert_eq!(places, [("line 7", 7), ("line 9", 9)]);
        assert!(row.more && row.is_warning && !row.sentence.contains("line"));
        assert!(row.remedy.contains("--max-gap"));
    }

    #[test]
    fn several_files_are_told_apart() {
        let row = row(&gaps(1, &[7]), &["b.csv", "a.csv"]);
        let place = FindingPlace {
            words: "a.csv, line 7".to_owned(),
            number: number_of(1, 7),
        };
        assert_eq!((&row.places[..], row.more), (&[place][..], false));
    }
}
