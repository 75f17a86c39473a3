//! Logs in; one web page out.

use std::io::Write;
use std::path::Path;

use super::inspected::{SAMPLED_ROWS, inspect_stored};
use crate::output::report::{PageParts, render};
use crate::output::staging::{Staging, folder_and_name};
use crate::output::summary::Summary;
use dxdt_formats::expand;
use dxdt_log::{Logs, open_logs};
use dxdt_motion::error::Result;
use dxdt_motion::inspect::InspectOptions;

use super::analyze::{AnalysisOptions, Analyzed};
use super::{Analysis, ROWS_A_PIECE, analyse};

/// Writes everything that is known about logs that are one, of any size, as a web page into a file: their analysis and
/// what can be trusted of it. `command` stands in the page as what makes it.
///
/// Names and texts of the log stand in it as text, whatever characters they have. The same logs give the same page.
///
/// ```
/// use dxdt::analysis::{AnalysisOptions, report};
///
/// # let folder = tempfile::tempdir()?;
/// # let log = folder.path().join("log.csv").display().to_string();
/// # let file = folder.path().join("report.html");
/// std::fs::write(&log, "t (s),<i> (m)\n0,0\n1,1\n2,4\n3,9\n4,16\n")?;
///
/// report(&[log], &AnalysisOptions::default(), &file, "dxdt report log.csv")?;
/// let page = std::fs::read_to_string(&file)?;
/// assert!(page.starts_with("<!doctype html>") && page.contains("&#60;i&#62;"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// As [`analyze`](super::analyze()), and where the file has no name.
pub fn report(
    logs: &[String],
    options: &AnalysisOptions,
    file: &Path,
    command: &str,
) -> Result<Analyzed> {
    report_of(&Logs::Paths(expand(logs)?), options, file, command)
}

/// As [`report`], of a log wherever it is.
///
/// # Errors
/// As [`report`].
pub fn report_of(
    logs: &Logs,
    options: &AnalysisOptions,
    file: &Path,
    command: &str,
) -> Result<Analyzed> {
    let advice = "name a file for the page with -o, such as report.html";
    let (folder, name) = folder_and_name(file, advice)?;
    Staging::check(folder)?;
    let read = match logs {
        Logs::Paths(paths) => options.read(paths),
        Logs::Bytes(_) | Logs::Arrow(_) => options.read(&[]),
    };
    Staging::check_place(file, &read)?;
    let (summary, page) = page_of(logs, options, folder, command)?;
    let mut staging = Staging::new(folder)?.sparing(&read);
    staging.write(name, |file| file.write_all(page.as_bytes()))?;
    Ok(Analyzed {
        summary,
        written: staging.commit()?,
    })
}

/// The page of [`report`] as text, and what is said of the logs.
///
/// # Errors
/// As [`analyze`](super::analyze()).
pub fn report_text(
    logs: &[String],
    options: &AnalysisOptions,
    command: &str,
) -> Result<(Summary, String)> {
    let logs = Logs::Paths(expand(logs)?);
    page_of(&logs, options, &std::env::temp_dir(), command)
}

/// The page of a log wherever it is, of which rows may have to be kept in `folder`.
///
/// # Errors
/// As [`analyze`](super::analyze()).
fn page_of(
    logs: &Logs,
    options: &AnalysisOptions,
    folder: &Path,
    command: &str,
) -> Result<(Summary, String)> {
    let log = open_logs(logs, &options.log, &options.batches(folder, None))?;
    let time_unit = options.log.clock.unit;
    let analysis = Analysis {
        smoother: options.smoother,
        quantities: options.quantities.of_log(&log.facts)?,
        page: true,
        time_unit,
        progress: options.progress.clone(),
        ..Analysis::without_tables(options.audit, options.derive, ROWS_A_PIECE)
    };
    let (summary, drawn) = analyse(&log, &analysis, |_| Ok(()))?;
    let inspect_options = InspectOptions {
        audit: options.audit,
        time_unit,
    };
    let inspection = inspect_stored(&log, &inspect_options, SAMPLED_ROWS)?.inspection;
    let mut page = String::new();
    if let Some(mut rows) = drawn.page {
        rows.finish();
        page = render(PageParts {
            units: options.units.of(&summary.units)?,
            rows,
            files: &log.facts.files,
            summary: &summary,
            inspection: &inspection,
            command,
        })?;
    }
    Ok((summary, page))
}
