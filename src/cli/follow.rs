//! `dxdt analyze --follow`: rows of a growing log, as soon as they are complete.

use std::fmt::Write as _;
use std::io::{self, Write as _};
use std::path::PathBuf;

use crate::follow::{Arrival, FollowOptions, FollowSummary, Follower, Input, NewRows, TableFile};
use crate::output::staging::{Staging, make_folder};
use crate::output::table::TableFormat;
use crate::screens::{terminal, width};
use dxdt_motion::error::{Error, Result, printable};
use dxdt_motion::words::number::{counted, grouped};

use super::AnalyzeArguments;
use super::output_options::names;
use super::standard_output::is_meant;

// Enough that a long log is caught up with quickly, few enough that rows are written soon.
const READ: usize = 1 << 16;

pub(super) fn run(arguments: &AnalyzeArguments, quiet: bool) -> anyhow::Result<()> {
    let log = only_log(arguments)?;
    let options = follow_options(arguments)?;
    let mut input = Input::open(log)?;
    let mut follower = Follower::new(input.name(), options.clone())?;
    let mut tables = GrowingTables::new(arguments, &options)?;
    let say = |text: &str| {
        if !quiet {
            // A closed standard error has nobody to tell.
            let _ = anstream::stderr().write_all(text.as_bytes());
        }
    };
    say(&beginning(arguments, input.name(), &tables));

    let mut bytes = vec![0; READ];
    loop {
        let arrival = input.read(&mut bytes)?;
        let taken = match arrival {
            Arrival::Bytes(count) => follower.push(&bytes[..count]),
            Arrival::NothingYet => Ok(()),
            Arrival::End => follower.finish(),
        };
        // What was complete before an error is written before it is said.
        if !tables.write(&follower.take()?)? {
            return Ok(());
        }
        let news = follower.news();
        let lines = news.iter();
        let lines = lines.map(|news| terminal::finding_lines(news, width::of_errors()));
        say(&lines.collect::<String>());
        taken?;
        match arrival {
            Arrival::Bytes(_) => {}
            Arrival::NothingYet => {
                tables.check_end()?;
                input.wait();
            }
            Arrival::End => break,
        }
    }
    tables.check_end()?;
    if let Some(summary) = follower.summary() {
        let mut written = tables.paths();
        if !tables.to_standard_output {
            let read = arguments.log.read(&arguments.logs);
            let mut staging = Staging::new(&arguments.output.folder)?.sparing(&read);
            let json = summary.to_json()?;
            staging.write("summary.json", |file| file.write_all(json.as_bytes()))?;
            written.extend(staging.commit()?);
        }
        say(&ending(arguments, &summary, &written));
    }
    Ok(())
}

fn only_log(arguments: &AnalyzeArguments) -> Result<&str> {
    match &arguments.logs[..] {
        [log] => Ok(log),
        _ => Err(Error::new("only one log can be followed at a time")
            .advise("run dxdt once per log, each with its own -o")),
    }
}

/// The options, or why one of them needs the whole log.
fn follow_options(arguments: &AnalyzeArguments) -> Result<FollowOptions> {
    let refused = |what: &str| {
        Err(Error::new(format!(
            "{what} the whole log, but --follow has only its last rows"
        ))
        .advise("leave it out, and analyze the log without --follow once it is complete"))
    };
    if arguments.partition.is_some() {
        return refused("--partition needs");
    }
    if arguments.log.smoother()?.is_some() {
        return refused("smoothing and its errors (--method, --errors) need");
    }
    if arguments.log.audit_options().max_speed.is_some() {
        return refused("--max-speed needs");
    }
    Ok(FollowOptions {
        log: arguments.log.log_options(),
        audit: arguments.log.audit_options(),
        derive: arguments.log.derive_options(),
        quantities: arguments.log.quantities(),
        format: arguments.format.unwrap_or_default(),
        comparison: !arguments.no_comparison && !is_meant(&arguments.output.folder),
    })
}

/// The tables in their folder, made when there is something to write into them.
struct GrowingTables {
    folder: PathBuf,
    /// Rows of the motion go there, and no files are made.
    to_standard_output: bool,
    resumes: bool,
    motion: GrowingTable,
    comparison: Option<GrowingTable>,
}

struct GrowingTable {
    path: PathBuf,
    file: Option<TableFile>,
}

impl GrowingTable {
    fn file(&mut self, resumes: bool) -> Result<&mut TableFile> {
        let file = match self.file.take() {
            Some(file) => file,
            None if resumes => TableFile::resume(&self.path)?,
            None => TableFile::create(&self.path)?,
        };
        Ok(self.file.insert(file))
    }
}

impl GrowingTables {
    fn new(arguments: &AnalyzeArguments, options: &FollowOptions) -> Result<Self> {
        let folder = &arguments.output.folder;
        let read = arguments.log.read(&arguments.logs);
        let to_standard_output = is_meant(folder);
        if to_standard_output {
            if arguments.resume {
                return Err(Error::new(
                    "--resume goes on with tables in a folder, not with standard output",
                )
                .advise("leave --resume out, or give the folder with -o"));
            }
            Staging::check_standard_output(&read)?;
        } else {
            Staging::check(folder)?;
        }
        let path =
            |name: &str, format: TableFormat| folder.join(format!("{name}.{}", format.extension()));
        let motion = path("motion", options.format);
        let comparison = path("comparison", options.format);
        if arguments.resume {
            let others = TableFormat::ALL.map(|format| path("motion", format));
            let unwanted = (!options.comparison).then_some(comparison.clone());
            let others = others.into_iter().filter(|other| *other != motion);
            if let Some(strange) = others.chain(unwanted).find(|path| path.exists()) {
                return Err(
                    Error::new("the table exists, but these options do not write it")
                        .in_file(strange.display().to_string())
                        .advise(
                            "use the options of the run that began it, or give another folder with -o",
                        ),
                );
            }
        }
        let table = |path: PathBuf| GrowingTable { path, file: None };
        let mut tables = Self {
            folder: folder.clone(),
            to_standard_output,
            resumes: arguments.resume,
            motion: table(motion),
            comparison: options.comparison.then(|| table(comparison)),
        };
        if to_standard_output {
            return Ok(tables);
        }
        // Before the log is read: tables that must not be there, and those to go on with.
        let there = tables.all().into_iter().filter(|table| table.path.exists());
        for table in there {
            Staging::check_place(&table.path, &read)?;
            table.file(arguments.resume)?;
        }
        Ok(tables)
    }

    fn all(&mut self) -> Vec<&mut GrowingTable> {
        std::iter::once(&mut self.motion)
            .chain(&mut self.comparison)
            .collect()
    }

    /// Says whether anybody takes more rows.
    fn write(&mut self, rows: &NewRows) -> Result<bool> {
        if self.to_standard_output {
            return print_rows(&rows.motion);
        }
        let tables = std::iter::once((&mut self.motion, &rows.motion)).chain(
            self.comparison
                .as_mut()
                .map(|table| (table, &rows.comparison)),
        );
        for (table, rows) in tables.filter(|(_, rows)| !rows.is_empty()) {
            if table.file.is_none() {
                make_folder(&self.folder)?;
            }
            table.file(self.resumes)?.write(rows)?;
        }
        Ok(true)
    }

    fn check_end(&mut self) -> Result<()> {
        let mut files = self
            .all()
            .into_iter()
            .filter_map(|table| table.file.as_mut());
        files.try_for_each(TableFile::check_end)
    }

    fn paths(&self) -> Vec<PathBuf> {
        if self.to_standard_output {
            return Vec::new();
        }
        std::iter::once(&self.motion)
            .chain(&self.comparison)
            .map(|table| table.path.clone())
            .collect()
    }
}

/// Prints rows; `false` where the reader has left.
fn print_rows(rows: &[u8]) -> Result<bool> {
    let mut out = io::stdout().lock();
    match out.write_all(rows).and_then(|()| out.flush()) {
        Ok(()) => Ok(true),
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(false),
        Err(error) => Err(
            Error::new(format!("standard output cannot be written ({error})")).caused_by(&error),
        ),
    }
}

fn beginning(arguments: &AnalyzeArguments, log: &str, tables: &GrowingTables) -> String {
    let bold = anstyle::Style::new().bold();
    let folder = printable(&arguments.output.folder.display().to_string());
    let files = names(&tables.paths()).join(" and ");
    let place = match tables.to_standard_output {
        true => "standard output".to_owned(),
        false => format!("{files} in {folder}"),
    };
    let mut text = format!(
        "{bold}{}{bold:#}: following, rows go to {place}\n",
        printable(log)
    );
    if !arguments.output.no_charts && !tables.to_standard_output {
        text.push_str("no charts are drawn of a growing log: analyze it without --follow once it is complete\n");
    }
    text
}

fn ending(arguments: &AnalyzeArguments, summary: &FollowSummary, written: &[PathBuf]) -> String {
    let mut parts = vec![counted(summary.source.rows as u64, "row", "rows")];
    if summary.source.rows_used < summary.source.rows {
        parts.push(format!("{} used", grouped(summary.source.rows_used as u64)));
    }
    let counts = &summary.counts;
    if summary.roles.entity.is_some() {
        parts.push(counted(counts.entities as u64, "object", "objects"));
    }
    parts.push(counted(counts.segments as u64, "segment", "segments"));
    let mut text = format!("\nthe log has ended: {}\n", parts.join(", "));
    let noticed = summary.findings.iter().filter(|finding| finding.count > 1);
    let lines = noticed.map(|finding| terminal::finding_lines(finding, width::of_errors()));
    text.extend(lines);
    if !written.is_empty() {
        let folder = printable(&arguments.output.folder.display().to_string());
        // Writing to a string cannot fail.
        let _ = writeln!(text, "wrote to {folder}: {}", names(written).join(", "));
    }
    text
}
