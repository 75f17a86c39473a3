//! What was noticed on reading a text table.

use dxdt_motion::finding::{Finding, FindingKind, FormatNote, SkippedRecords};

use super::table::TextTable;

impl TextTable<'_> {
    /// What was noticed on reading; places name lines only.
    pub fn findings(&self) -> Vec<Finding> {
        let above = self.dialect().lines_above.iter();
        self.findings_with(above.filter(|line| !line.is_group).count())
    }

    /// As [`TextTable::findings`], where only the first so many lines above the header are passed over.
    pub(crate) fn findings_with(&self, passed_over: usize) -> Vec<Finding> {
        let repeated = self.dialect().repeated_names.iter();
        let named = |name: &String| FindingKind::NameRepeated { name: name.clone() };
        let mut findings: Vec<Finding> =
            repeated.map(|name| Finding::new(named(name), 1)).collect();
        let above = self.dialect().lines_above.iter().take(passed_over);
        let lines: Vec<u64> = above.map(|above| above.line).collect();
        let note = FindingKind::FormatNote(FormatNote::LinesAboveHeader);
        findings.extend(Finding::on_lines(note, &lines));
        let lines: Vec<u64> = self.cut_off().into_iter().collect();
        let cut_off = FindingKind::RecordsSkipped(SkippedRecords::CutOffRow);
        findings.extend(Finding::on_lines(cut_off, &lines));
        findings
    }
}

#[cfg(test)]
mod tests {
    use dxdt_motion::error::At;

    use super::super::super::source::Source;
    use super::super::dialect::DialectOptions;
    use super::*;

    /// The kinds, the counts and the first lines.
    fn found(text: &str) -> Vec<(FindingKind, u64, Option<At>)> {
        let source = Source::from_bytes("log.csv".into(), text.as_bytes().to_vec()).unwrap();
        let table = TextTable::open_log(&source, &DialectOptions::default()).unwrap();
        let findings = table.findings().into_iter();
        findings
            .map(|finding| {
                let first = finding.places.first().map(|place| place.at);
                (finding.kind, finding.count, first)
            })
            .collect()
    }

    #[test]
    fn findings_have_lines() {
        let above = FindingKind::FormatNote(FormatNote::LinesAboveHeader);
        let name = "x".to_owned();
        let cut_off = FindingKind::RecordsSkipped(SkippedRecords::CutOffRow);
        assert_eq!(
            found("Device: X\n\nSerial: 7\nt,x,x\n0,1,2\n1,2,3\n2,3"),
            [
                (FindingKind::NameRepeated { name }, 1, None),
                (above.clone(), 2, Some(At::Line(1))),
                (cut_off, 1, Some(At::Line(7))),
            ]
        );
        assert_eq!(
            found("Device: X\nt,x\n0,1\n1,2\n"),
            [(above, 1, Some(At::Line(1)))]
        );
        assert!(found("t,x\n0,1\n1,2\n").is_empty());
    }

    #[test]
    fn a_table_that_is_no_log_is_read_whole_or_not_at_all() {
        for (text, line) in [("Device: X\nt,x\n0,1\n1,2\n", 1), ("t,x\n0,1\n1", 3)] {
            let source = Source::from_bytes("log.csv".into(), text.as_bytes().to_vec()).unwrap();
            let error = TextTable::open(&source, &DialectOptions::default()).unwrap_err();
            assert_eq!(error.line(), Some(line));
        }
    }
}
