//! Layouts of delimited text that are not one row an instant and one column a number.

mod cells;
mod coordinate_pair;
mod kitti;
mod long;
mod masses;
mod numbered;
mod pair;
mod points;
mod run_name;
mod runs;

use dxdt_motion::error::Result;
use dxdt_motion::finding::{Finding, FindingKind};

use super::{ColumnName, DialectOptions, RecordTable, TextTable};

/// A layout of delimited text that is put into the form of a log: a row an instant, a column a number.
pub(super) trait Layout: Sync {
    /// The name it goes by in messages.
    fn name(&self) -> &'static str;

    /// How many of the lines just above the header it reads; the others are passed over.
    fn lines_read_above(&self) -> usize {
        0
    }

    /// The table in the form of a log; `None` where it is not of this layout.
    ///
    /// # Errors
    /// Where it is of this layout and broken, or lacks what a log needs.
    fn apply(&self, text: &TextTable<'_>) -> Result<Option<RecordTable>>;
}

// In the order in which they are asked: the surest signs first.
const LAYOUTS: &[&dyn Layout] = &[
    &kitti::KittiPoses,
    &masses::PointMasses,
    &runs::Runs,
    &coordinate_pair::CoordinatePair,
];

/// How many rows are looked at to recognise a layout.
const SAMPLE_ROWS: usize = 1000;

/// The table in the form of a log, with the name of its layout; `None` where it is in that form as it stands.
///
/// # Errors
/// Where a layout is recognised and broken.
pub(super) fn find(
    text: &TextTable<'_>,
    options: &DialectOptions,
) -> Result<Option<(&'static str, RecordTable)>> {
    let findings = |lines_read_above: usize| {
        let lines = &text.dialect().lines_above;
        let mut above = lines.len().saturating_sub(lines_read_above);
        while above > 0 && lines[above - 1].is_group {
            above -= 1;
        }
        text.findings_with(above)
    };
    let with_findings = |mut table: RecordTable, lines_read_above: usize| {
        let mut findings = findings(lines_read_above);
        let names = table.names();
        findings.retain(|finding| still_holds(finding, &names));
        findings.append(&mut table.findings);
        table.roles.frame_rate = text.dialect().frame_rate();
        table.roles.length_unit = text.dialect().length_unit();
        table.roles.crs.clone_from(&text.dialect().stated_crs);
        RecordTable { findings, ..table }
    };
    for layout in LAYOUTS {
        if let Some(table) = layout.apply(text)? {
            let table = with_findings(table, layout.lines_read_above());
            return Ok(Some((layout.name(), table)));
        }
    }
    let number = match options.number_rows {
        true => numbered::row_number(text)?,
        false => None,
    };
    let is_named = |given: &String| {
        let names = text.dialect().names.iter();
        names
            .map(|name| ColumnName::parse(name))
            .any(|name| name.is_named(given))
    };
    let are_named = options.positions.iter().flatten().any(is_named);
    if !are_named
        && let Some(table) = points::apply(text, options.points.as_deref(), number.as_ref())?
    {
        return Ok(Some((points::NAME, with_findings(table, 0))));
    }
    Ok(match number {
        Some(number) => Some((
            numbered::NAME,
            with_findings(numbered::apply(text, number)?, 0),
        )),
        None => None,
    })
}

/// A name that is repeated side by side is not so in the form of a log.
fn still_holds(finding: &Finding, names: &[String]) -> bool {
    match &finding.kind {
        FindingKind::NameRepeated { name } => names.contains(&format!("{name}_2")),
        _ => true,
    }
}

/// A name that is not taken yet.
fn unused(name: &str, taken: &[String]) -> String {
    let mut unused = name.to_owned();
    let mut count = 2;
    while taken.contains(&unused) {
        unused = format!("{name}_{count}");
        count += 1;
    }
    unused
}

#[cfg(test)]
mod tests {
    use dxdt_motion::finding::FindingKind;

    use super::super::Source;
    use super::*;

    /// The layout's name, its column names, its rows with their lines, and its findings.
    type Read = (
        &'static str,
        Vec<String>,
        Vec<(u64, Vec<String>)>,
        Vec<FindingKind>,
    );

    /// Reads a table through its layout.
    pub(super) fn read(text: &str) -> Result<Option<Read>> {
        let source = Source::from_bytes("log.csv".into(), text.as_bytes().to_vec())?;
        let text = TextTable::open_log(&source, &DialectOptions::default())?;
        let Some((name, table)) = find(&text, &DialectOptions::default())? else {
            return Ok(None);
        };
        let rows = table.sample(table.height())?.into_iter().enumerate();
        let rows = rows.map(|(row, cells)| match table.places.of_row(row) {
            dxdt_motion::At::Line(line) => (line, cells),
            dxdt_motion::At::Record(record) => (record, cells),
        });
        let kinds = table.findings.iter().map(|finding| finding.kind.clone());
        let findings = kinds.collect();
        Ok(Some((name, table.names(), rows.collect(), findings)))
    }

    /// The sentence of the error that a table ends in.
    pub(super) fn error(text: &str) -> String {
        read(text).map(|_| ()).unwrap_err().to_string()
    }

    #[test]
    fn plain_tables_have_no_layout() {
        for text in [
            "t,x\n0,1\n1,2\n",
            "t;x\n0;1,25\n1;2,5\n",
            "t,x\n\"0,5\",\"1,25\"\n\"0,6\",\"1,5\"\n",
            "1 2 3 4 5 6 7 8\n2 2 3 4 5 6 7 8\n",
            "time,note\n0,\"a, b\"\n1,\"c, d\"\n",
        ] {
            assert!(read(text).unwrap().is_none(), "{text}");
        }
    }

    #[test]
    fn names_are_made_unused() {
        let taken = ["run".to_owned(), "run_2".to_owned()];
        assert_eq!(unused("run", &taken), "run_3");
        assert_eq!(unused("mass", &taken), "mass");
    }
}
