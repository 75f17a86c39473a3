//! Several runs side by side, as classroom programs export them: Vernier Logger Pro and Graphical Analysis, PASCO
//! Capstone.

use crate::ColumnName;
use dxdt_motion::error::{Error, Result, excerpt};
use dxdt_motion::finding::{Finding, FindingKind, FormatNote};

use super::super::{HeaderOrigin, RecordTable, TextTable};
use super::Layout;
use super::cells::Cells;
use super::long::{NamedColumn, Part, melt};
use super::run_name::RunName;

/// Columns named after their run: `Run 1: Time (s)`, `Time (s) Run #1`.
pub(super) struct Runs;

impl Layout for Runs {
    fn name(&self) -> &'static str {
        "delimited text with runs side by side"
    }

    fn apply(&self, text: &TextTable<'_>) -> Result<Option<RecordTable>> {
        if text.dialect().header == HeaderOrigin::None {
            return Ok(None);
        }
        let Some(mut parts) = parts(&text.dialect().names) else {
            return Ok(None);
        };
        same_units(&parts)?;
        let note = share_time(&mut parts)?;
        let mut table = melt(&Cells::read(text)?, &parts, "run", false)?;
        table.findings.extend(note);
        Ok(Some(table))
    }
}

/// The columns of each run; columns that name no run belong to all.
fn parts(names: &[String]) -> Option<Vec<Part>> {
    let parsed: Vec<Option<RunName>> = names.iter().map(|name| RunName::parse(name)).collect();
    let known = parsed.iter().flatten().filter(|name| name.is_known).count();
    // Any word before a colon may be a run's name, if all columns have one and each such run has a time.
    let all_named = parsed.iter().all(Option::is_some);
    let is_run = |name: &&RunName| name.is_known || all_named;
    let mut parts: Vec<Part> = Vec::new();
    let mut shared = Vec::new();
    for (index, (full, parsed)) in names.iter().zip(&parsed).enumerate() {
        let Some(run) = parsed.as_ref().filter(is_run) else {
            shared.push(NamedColumn {
                name: full.clone(),
                index,
            });
            continue;
        };
        let column = NamedColumn {
            name: run.quantity.clone(),
            index,
        };
        match parts.iter_mut().find(|part| part.name == run.run) {
            Some(part) => part.own.push(column),
            None => parts.push(Part {
                name: run.run.clone(),
                own: vec![column],
                shared: Vec::new(),
            }),
        }
    }
    // A lone column of a run is one surely only with the sign that PASCO puts before its number.
    let is_sure = known > 1 || parts.iter().any(|part| part.name.contains('#'));
    let is_export = if all_named && known < names.len() {
        parts.len() > 1 && parts.iter().all(|part| time_of(&part.own).is_some())
    } else {
        known > 0 && is_sure
    };
    for part in &mut parts {
        part.shared.clone_from(&shared);
    }
    is_export.then_some(parts)
}

fn time_of(columns: &[NamedColumn]) -> Option<&NamedColumn> {
    let is_time = |column: &&NamedColumn| {
        ColumnName::parse(&column.name).has_word(&["time", "t", "zeit", "temps", "tiempo"])
    };
    columns.iter().find(is_time)
}

/// Runs without a time of their own share the one there is.
fn share_time(parts: &mut [Part]) -> Result<Option<Finding>> {
    if parts.iter().any(|part| time_of(&part.shared).is_some()) {
        return Ok(None);
    }
    let timed: Vec<&Part> = parts
        .iter()
        .filter(|part| time_of(&part.own).is_some())
        .collect();
    let timeless = parts.iter().find(|part| time_of(&part.own).is_none());
    let (Some(timeless), Some(first)) = (timeless, timed.first()) else {
        return Ok(None);
    };
    if timed.len() > 1 {
        return Err(Error::new(format!(
            "'{}' has no time column, but every other run has one",
            excerpt(&timeless.name)
        ))
        .advise("export the time of every run"));
    }
    let note = FormatNote::SharedTime {
        run: first.name.clone(),
    };
    let time = time_of(&first.own).cloned();
    for part in parts.iter_mut() {
        if time_of(&part.own).is_none() {
            part.shared.extend(time.clone());
        }
    }
    Ok(Some(Finding::new(FindingKind::FormatNote(note), 1)))
}

/// One quantity in several units cannot be one column.
fn same_units(parts: &[Part]) -> Result<()> {
    for (at, part) in parts.iter().enumerate() {
        for column in &part.own {
            let name = ColumnName::parse(&column.name);
            let before = parts[..at].iter().find_map(|other| {
                let is_named = other.own.iter().any(|own| own.name == column.name);
                let mut names = other.own.iter().map(|own| ColumnName::parse(&own.name));
                let other_unit =
                    names.find(|own| own.base == name.base && own.unit != name.unit)?;
                (!is_named).then_some((other, other_unit))
            });
            if let Some((other, other_unit)) = before {
                let unit =
                    |name: &ColumnName| name.unit.clone().unwrap_or_else(|| "no unit".into());
                return Err(Error::new(format!(
                    "'{}' is in {} in '{}' and in {} in '{}'",
                    excerpt(&name.base),
                    excerpt(&unit(&other_unit)),
                    excerpt(&other.name),
                    excerpt(&unit(&name)),
                    excerpt(&part.name),
                ))
                .advise("export all runs in one unit"));
            }
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use dxdt_motion::finding::{FindingKind, FormatNote};

    use super::super::tests::{error, read};

    #[test]
    fn runs_of_different_lengths_are_put_one_below_the_other() {
        let (format, names, rows, findings) = read(
            "Run 1: Time (s),Run 1: Position (m),Run 2: Time (s),Run 2: Position (m)\n\
             0,1,0,5\n0.1,2,0.1,6\n0.2,,,\n0.3,4,,\n",
        )
        .unwrap()
        .unwrap();
        assert_eq!(format, "delimited text with runs side by side");
        assert_eq!(names, ["run", "Time (s)", "Position (m)"]);
        let row = |line: u64, cells: [&str; 3]| (line, cells.map(str::to_owned).to_vec());
        assert_eq!(
            rows,
            [
                row(2, ["Run 1", "0", "1"]),
                row(3, ["Run 1", "0.1", "2"]),
                row(4, ["Run 1", "0.2", ""]),
                row(5, ["Run 1", "0.3", "4"]),
                row(2, ["Run 2", "0", "5"]),
                row(3, ["Run 2", "0.1", "6"]),
            ]
        );
        assert!(findings.is_empty(), "{findings:?}");
    }

    #[test]
    fn one_run_is_only_renamed() {
        for header in [
            "Latest: Time (s),Latest: Position (m)",
            "Time (s) Run #1,Position (m) Run #1",
        ] {
            let (_, names, rows, _) = read(&format!("{header}\n0,1\n0.1,2\n")).unwrap().unwrap();
            assert_eq!(names, ["Time (s)", "Position (m)"]);
            assert_eq!(rows.len(), 2);
        }
    }

    #[test]
    fn a_time_may_be_shared() {
        let (_, names, rows, findings) =
            read("Time (s) Run #1,Position (m) Run #1,Position (m) Run #2\n0,1,5\n0.1,2,\n")
                .unwrap()
                .unwrap();
        assert_eq!(names, ["run", "Time (s)", "Position (m)"]);
        assert_eq!(
            rows[2],
            (2, ["Run #2", "0", "5"].map(str::to_owned).to_vec())
        );
        assert_eq!(rows.len(), 3);
        let run = "Run #1".to_owned();
        let shared = FindingKind::FormatNote(FormatNote::SharedTime { run });
        assert_eq!(findings, [shared]);
        let (_, names, rows, _) = read("t,x Run #1\n0,1\n0.1,2\n").unwrap().unwrap();
        assert_eq!(
            (names, rows.len()),
            (vec!["t".to_owned(), "x".to_owned()], 2)
        );
        assert!(read("t,x Run 1\n0,1\n0.1,2\n").unwrap().is_none());
        let (_, names, rows, _) = read("t,x Run #1,x Run #2\n0,1,5\n0.1,2,6\n")
            .unwrap()
            .unwrap();
        assert_eq!(names, ["run", "t", "x"]);
        assert_eq!(rows.len(), 4);
    }

    #[test]
    fn any_word_may_name_a_run_that_has_a_time() {
        let header = "Cart A: Time (s),Cart A: X (m),Cart B: Time (s),Cart B: X (m)";
        let rows = read(&format!("{header}\n0,1,0,1\n1,2,1,2\n"))
            .unwrap()
            .unwrap()
            .2;
        assert_eq!(rows.len(), 4);
        assert!(read("a:time,b:x,b:y\n0,1,2\n1,2,3\n").unwrap().is_none());
        assert!(
            read("time,pose:x,pose:y\n0,1,2\n1,2,3\n")
                .unwrap()
                .is_none()
        );
        assert!(read("pose:time,pose:x\n0,1\n1,2\n").unwrap().is_none());
    }

    #[test]
    fn a_run_without_rows_is_said() {
        let (_, _, rows, findings) =
            read("Time (s) Run #1,x (m) Run #1,Time (s) Run #2,x (m) Run #2\n0,1,,\n1,2,,\n")
                .unwrap()
                .unwrap();
        let without_rows = FormatNote::WithoutRows {
            entity: "run".to_owned(),
            name: "Run #2".to_owned(),
        };
        assert_eq!(rows.len(), 2);
        assert_eq!(findings, [FindingKind::FormatNote(without_rows)]);
    }

    #[test]
    fn runs_that_do_not_fit_together_are_errors() {
        assert_eq!(
            error("Time (s) Run #1,x (m) Run #1,Time (s) Run #2,x (cm) Run #2\n0,1,0,1\n1,2,1,2\n"),
            "'x' is in m in 'Run #1' and in cm in 'Run #2'; export all runs in one unit"
        );
        assert_eq!(
            error(
                "Run 1: Time (s),Run 1: x (m),Run 2: Time (s),Run 2: x (m),Run 3: x (m)\n0,1,0,1,7\n1,2,1,2,8\n"
            ),
            "'Run 3' has no time column, but every other run has one; export the time of every run"
        );
    }
}
