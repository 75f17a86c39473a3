//! Logs in; one web page out.

use std::io::Write;
use std::path::Path;

use super::inspected::{SAMPLED_ROWS, inspect_stored};
use crate::output::report::{PageParts, render};
use crate::output::staging::Staging;
use dxdt_formats::expand;
use dxdt_log::{BatchOptions, open};
use dxdt_motion::error::{Error, Result};
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
    let (folder, name) = place(file)?;
    Staging::check(folder)?;
    let paths = expand(logs)?;
    Staging::check_place(file, &paths)?;
    let log = open(
        &paths,
        &options.log,
        &BatchOptions::within(options.memory, folder),
    )?;
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
    let mut staging = Staging::new(folder)?.sparing(&paths);
    if let Some(mut rows) = drawn.page {
        rows.finish();
        let page = render(PageParts {
            rows,
            summary: &summary,
            inspection: &inspection,
            command,
        })?;
        staging.write(name, |file| file.write_all(page.as_bytes()))?;
    }
    Ok(Analyzed {
        summary,
        written: staging.commit()?,
    })
}

/// The folder and the name of the page.
fn place(output: &Path) -> Result<(&Path, &str)> {
    let refused = |what: String| {
        Error::new(what)
            .in_file(output.display().to_string())
            .advise("name a file for the page with -o, such as report.html")
    };
    if output.is_dir() {
        return Err(refused(
            "a folder is in the way where a file is needed".to_owned(),
        ));
    }
    let name = output.file_name().and_then(|name| name.to_str());
    let name = name.ok_or_else(|| refused("this is not a file name".to_owned()))?;
    let folder = match output.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    Ok((folder, name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_has_a_folder_and_a_name() {
        assert_eq!(
            place(Path::new("a.html")).unwrap(),
            (Path::new("."), "a.html")
        );
        assert_eq!(
            place(Path::new("out/a.html")).unwrap(),
            (Path::new("out"), "a.html")
        );
        assert!(place(Path::new(".")).is_err() && place(Path::new("..")).is_err());
    }
}
