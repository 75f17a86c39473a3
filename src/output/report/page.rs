//! The page: its template filled in.

use askama::Template;

use crate::output::shown_units::ShownUnits;
use crate::output::summary::Summary;
use crate::screens::terminal;
use dxdt_motion::error::{Error, Result, printable};
use dxdt_motion::inspect::{Advice, Inspection};
use dxdt_motion::log::LogFile;
use dxdt_motion::motion::MethodName;
use dxdt_motion::words::number::grouped;

use super::data::Packed;
use super::findings::{self, FindingRow};
use super::rows::ReportRows;
use super::tables::{self, Table};
use super::trust;

const STYLE: &str = include_str!("../../../templates/report/style.css");
/// The page's scripts; together they are one function.
const SCRIPTS: [&str; 18] = [
    include_str!("../../../templates/report/unpack.js"),
    include_str!("../../../templates/report/decode.js"),
    include_str!("../../../templates/report/words.js"),
    include_str!("../../../templates/report/times.js"),
    include_str!("../../../templates/report/ticks.js"),
    include_str!("../../../templates/report/state.js"),
    include_str!("../../../templates/report/thin.js"),
    include_str!("../../../templates/report/plot.js"),
    include_str!("../../../templates/report/charts.js"),
    include_str!("../../../templates/report/space.js"),
    include_str!("../../../templates/report/path.js"),
    include_str!("../../../templates/report/readout.js"),
    include_str!("../../../templates/report/pointer.js"),
    include_str!("../../../templates/report/range.js"),
    include_str!("../../../templates/report/objects.js"),
    include_str!("../../../templates/report/play.js"),
    include_str!("../../../templates/report/csv.js"),
    include_str!("../../../templates/report/controls.js"),
];

#[derive(Template)]
#[template(path = "report/page.html")]
struct Page<'a> {
    title: String,
    paths: Vec<String>,
    overview: String,
    verdict: Vec<String>,
    advice: &'a [Advice],
    findings: Vec<FindingRow>,
    axes: Table,
    noise: Option<Table>,
    smoothing: Option<Table>,
    measured: Option<Table>,
    entities: Table,
    /// The same turned on its side, where there is only one row.
    only_entity: Option<Table>,
    entities_left_out: Option<String>,
    method: MethodName,
    has_path: bool,
    has_space: bool,
    has_places: bool,
    /// Rows of the largest bucket, in words; `None` where every row is drawn.
    rows_of_bucket: Option<String>,
    /// With how many digits the numbers are on the page, in words.
    digits: &'static str,
    has_band: bool,
    has_before: bool,
    has_differences: bool,
    has_measured: bool,
    command: &'a str,
    program: &'a str,
    style: &'static str,
    data: String,
    script: String,
}

/// What a page is made of: an analysis in numbers and figures, and the inspection of its log.
pub(crate) struct PageParts<'a> {
    /// What speeds and accelerations are shown in.
    pub units: ShownUnits,
    /// All rows have been added.
    pub rows: ReportRows,
    /// Those of the log, all of which are read.
    pub files: &'a [LogFile],
    pub summary: &'a Summary,
    pub inspection: &'a Inspection,
    /// The command that makes the page, as a shell reads it.
    pub command: &'a str,
}

/// The page, in UTF-8.
pub(crate) fn render(mut parts: PageParts<'_>) -> Result<String> {
    let packed = Packed::of(&mut parts);
    let page = &parts;
    let summary = page.summary;
    let entities = tables::entities(page);
    let paths: Vec<String> = summary
        .source
        .files
        .iter()
        .map(|file| printable(&file.name))
        .collect();
    let page = Page {
        title: title(&paths),
        overview: terminal::overview(summary),
        paths,
        verdict: trust::sentences(page),
        advice: &page.inspection.verdict.advice,
        findings: findings::rows(page),
        axes: tables::axes(page),
        noise: tables::noise(page),
        smoothing: tables::smoothing(page),
        measured: tables::measured(page),
        only_entity: entities.turned(),
        entities,
        entities_left_out: tables::entities_left_out(page),
        method: page.summary.options.method,
        has_path: page.rows.outline.log.positions.len() > 1,
        has_space: page.rows.outline.log.positions.len() > 2,
        has_places: packed.has_places,
        digits: packed.precision.words(),
        rows_of_bucket: (packed.rows_of_bucket > 1).then(|| grouped(packed.rows_of_bucket as u64)),
        has_band: page.rows.outline.has_errors,
        has_before: page.rows.outline.has_before,
        has_differences: packed.has_differences,
        has_measured: !summary.measured.is_empty(),
        command: page.command,
        program: &summary.program,
        style: STYLE,
        data: packed.text()?,
        script: SCRIPTS.concat(),
    };
    page.render()
        .map_err(|error| Error::new(format!("the page cannot be put together: {error}")))
}

/// The files without their folders, the first few of them.
fn title(paths: &[String]) -> String {
    const MOST: usize = 3;
    let name = |path: &String| path.rsplit(['/', '\\']).next().unwrap_or(path).to_owned();
    let mut names: Vec<String> = paths.iter().take(MOST).map(name).collect();
    if paths.len() > MOST {
        names.push(format!("{} more", paths.len() - MOST));
    }
    names.join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn our_scripts_and_styles_stay_in_their_elements() {
        for text in SCRIPTS.iter().chain([&STYLE]) {
            for mark in ["</script", "</style", "<script", "<!--"] {
                assert!(!text.contains(mark), "{mark}");
            }
        }
    }

    #[test]
    fn a_title_is_short() {
        let paths = ["a/1.csv", "2.csv", "c\\3.csv", "4.csv", "5.csv"].map(str::to_owned);
        assert_eq!(title(&paths), "1.csv, 2.csv, 3.csv, 2 more");
        assert_eq!(title(&paths[..1]), "1.csv");
    }

    #[test]
    fn our_scripts_have_no_way_to_make_markup_of_names() {
        for script in SCRIPTS {
            for way in [
                "innerHTML",
                "outerHTML",
                "insertAdjacentHTML",
                "document.write",
                "eval(",
            ] {
                assert!(!script.contains(way), "{way}");
            }
        }
    }
}
