//! `dxdt report`: a log in; one web page out.

use std::io::Write;
use std::path::{Path, PathBuf};

use clap::Args;

use crate::error::{Error, Result};
use crate::inspect::{InspectOptions, inspect_batched};
use crate::log::open;
use crate::motion::{compare, quantities};
use crate::output::report::{Report, shell_line};
use crate::output::staging::Staging;
use crate::output::terminal;

use super::LogArguments;
use super::derivation::{self, Derived};
use super::inspect::SAMPLED_ROWS;
use super::memory::MemoryArguments;
use super::progress::Progress;

/// The arguments of `dxdt report`.
#[derive(Debug, Args)]
pub struct ReportArguments {
    /// Logs of timestamped positions, as for analyze
    #[arg(value_name = "LOG", required = true)]
    logs: Vec<String>,

    /// File for the page
    #[arg(
        long,
        short,
        value_name = "FILE.html",
        default_value = "dxdt-report.html",
        help_heading = "Output"
    )]
    output: PathBuf,

    #[command(flatten)]
    memory: MemoryArguments,

    #[command(flatten)]
    log: LogArguments,
}

pub(super) fn run(arguments: &ReportArguments, quiet: bool) -> anyhow::Result<()> {
    let progress = Progress::new(3, quiet);
    let (folder, name) = place(&arguments.output)?;
    Staging::check(folder)?;

    let options = arguments.log.log_options();
    let audit_options = arguments.log.audit_options();
    let derive_options = arguments.log.derive_options();
    progress.begin("reading");
    let stored = open(&arguments.logs, &options, &arguments.memory.batches(folder))?;
    let log = stored.whole()?;
    progress.step();
    let wanted = arguments.log.quantities().of_log(&log)?;
    progress.begin("deriving");
    let audited = derivation::audited(&log, stored.decisions, &audit_options, options.clock.unit)?;
    let derived = Derived::new(&audited, &derive_options, arguments.log.smoother());
    let comparison = compare(&audited, derived.gradient(), &derive_options);
    let quantities = quantities(&audited, &derived.motion, &wanted, &derive_options);
    progress.step();
    progress.begin("inspecting");
    let inspect_options = InspectOptions {
        audit: audit_options,
        time_unit: options.clock.unit,
    };
    let inspection = inspect_batched(&stored, &inspect_options, SAMPLED_ROWS)?.inspection;
    let summary = derived
        .summary(
            &audited,
            &quantities,
            &comparison,
            &audit_options,
            &derive_options,
        )
        .with_noise(inspection.noise.clone());
    progress.step();

    progress.begin("writing");
    let page = Report {
        audited: &audited,
        motion: &derived.motion,
        quantities: &quantities,
        smoothing: derived.smoothing.as_ref(),
        before: derived.unsmoothed.as_ref(),
        summary: &summary,
        inspection: &inspection,
        command: &command(),
    }
    .to_html()?;
    let mut staging = Staging::new(folder)?;
    staging.write(name, |file| file.write_all(page.as_bytes()))?;
    staging.commit()?;
    drop(progress);
    if !quiet {
        let files = terminal::Files {
            folder: folder.to_owned(),
            written: vec![crate::printable(name)],
            older: Vec::new(),
        };
        terminal::print(&summary, &files);
    }
    Ok(())
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
    let name = name.ok_or_else(|| refused("this is no name for a file".to_owned()))?;
    let folder = match output.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    Ok((folder, name))
}

/// The command line of this run.
fn command() -> String {
    let arguments = std::env::args_os().skip(1);
    let words = arguments.map(|word| word.to_string_lossy().into_owned());
    shell_line(std::iter::once("dxdt".to_owned()).chain(words))
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
