//! `dxdt simulate`: a log of a motion whose answer is known, with the exact derivatives beside it.

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use clap::Args;

use crate::output::own::{OwnFile, check_own};
use crate::output::simulated::{simulated_table, write_to};
use crate::output::staging::{Staging, folder_and_name};
use crate::output::table::TableFormat;
use crate::screens::width;
use dxdt_motion::error::{Error, Result, excerpt, printable};
use dxdt_motion::words::aligned;
use dxdt_motion::words::number::{counted, short};
use dxdt_teach::simulation::{
    MotionKind, Simulated, Simulation, Specification, Spread, Written, motion, motions,
};

use super::standard_output::{is_meant, print, refuse_terminal};

/// The arguments of `dxdt simulate`.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  dxdt simulate --list
  dxdt simulate pendulum length=1.2m angle=60deg --noise '1 cm' --stamps jittered -o log.csv
  dxdt simulate circle --noise '5 mm' | dxdt analyze - --method auto -o out")]
pub struct SimulateArguments {
    /// Motion, such as pendulum, or a TOML file with all the settings
    #[arg(value_name = "MOTION", required_unless_present = "list")]
    motion: Option<String>,

    /// Parameters of the motion, such as length=1.2m; --list shows all with their defaults
    #[arg(value_name = "NAME=VALUE")]
    parameters: Vec<String>,

    /// List the motions with their parameters, units and defaults, or only MOTION if one is given
    #[arg(long)]
    list: bool,

    #[command(flatten)]
    output: SimulateOutput,

    #[command(flatten)]
    stamps: StampArguments,

    #[command(flatten)]
    measurement: MeasurementArguments,

    /// Set the seed of all random numbers [default: 0]
    #[arg(long, value_name = "N")]
    seed: Option<u64>,

    /// Simulate this many objects, each with its own random numbers [default: 1]
    #[arg(long, value_name = "N")]
    copies: Option<u64>,
}

/// Where the log goes.
#[derive(Debug, Args)]
#[command(next_help_heading = "Output")]
struct SimulateOutput {
    /// Write the log to this file, or to standard output (-) [default: standard output]
    #[arg(long = "output", short = 'o', value_name = "FILE")]
    output: Option<PathBuf>,

    /// Replace the file even if dxdt simulate has not written it
    #[arg(long, hide_short_help = true)]
    force: bool,

    /// Write csv or parquet [default: by the ending of FILE, else csv]
    #[arg(long, value_name = "FORMAT", value_parser = log_format)]
    format: Option<TableFormat>,

    /// Print the specification as TOML instead of a log
    #[arg(long, conflicts_with = "output")]
    print_toml: bool,
}

/// When the rows are.
#[derive(Debug, Args)]
#[command(next_help_heading = "Timestamps")]
struct StampArguments {
    /// Set the length of the log [default: depends on the motion]
    #[arg(long, value_name = "DURATION")]
    duration: Option<String>,

    /// Set the number of rows per second, such as '100 Hz' [default: depends on the motion]
    #[arg(long, value_name = "FREQUENCY", conflicts_with = "step")]
    rate: Option<String>,

    /// Set the time between rows, such as '10 ms'
    #[arg(long, value_name = "DURATION")]
    step: Option<String>,

    /// Space the timestamps: even, jittered or random [default: even]
    #[arg(long, value_name = "SPACING")]
    stamps: Option<Spread>,

    /// Displace jittered timestamps by at most this share of a step [default: 20 %]
    #[arg(long, hide_short_help = true, value_name = "SHARE")]
    jitter: Option<String>,

    /// Leave out the rows of this period, such as '3 s..4 s'; may be given several times
    #[arg(long, value_name = "FROM..TO")]
    gap: Vec<String>,

    /// Write timestamps as dates, the first row at this instant, such as 2024-05-01T12:00:00Z
    #[arg(long, hide_short_help = true, value_name = "INSTANT")]
    start: Option<String>,

    /// Round timestamps to this resolution, such as 10ms
    #[arg(long, hide_short_help = true, value_name = "DURATION")]
    quantise_time: Option<String>,
}

/// How positions are measured.
#[derive(Debug, Args)]
#[command(next_help_heading = "Measurement")]
struct MeasurementArguments {
    /// Add noise with this standard deviation along each axis, such as '1 cm'
    #[arg(long, value_name = "LENGTH")]
    noise: Option<String>,

    /// Make this share of the rows outliers, such as '2 %'
    #[arg(long, value_name = "SHARE")]
    outliers: Option<String>,

    /// Displace outliers by this much, in any direction [default: 20 times the noise]
    #[arg(long, hide_short_help = true, value_name = "LENGTH")]
    outlier_size: Option<String>,

    /// Leave the position empty in this share of the rows
    #[arg(long, hide_short_help = true, value_name = "SHARE")]
    missing: Option<String>,

    /// Leave out this share of the rows
    #[arg(long, hide_short_help = true, value_name = "SHARE")]
    dropped: Option<String>,

    /// Round positions to this resolution, such as 1mm
    #[arg(long, hide_short_help = true, value_name = "LENGTH")]
    quantise_position: Option<String>,
}

pub(super) fn run(arguments: &SimulateArguments, quiet: bool) -> anyhow::Result<()> {
    let specification = arguments.specification()?;
    if arguments.list {
        let list = list(specification.motion.as_deref())?;
        return print(&width::lines(&list, width::of_output()));
    }
    let simulation = specification.check()?;
    if arguments.output.print_toml {
        return print(&simulation.specification.to_toml());
    }
    let output = &arguments.output;
    let format = output.format()?;
    let place = output
        .file()
        .map(|file| folder_and_name(file, "give -o a name such as log.csv"))
        .transpose()?;
    if let (Some((folder, _)), Some(file)) = (place, output.file()) {
        Staging::check(folder)?;
        Staging::check_place(file, arguments.read())?;
        if !output.force {
            check_own(file, OwnFile::Simulation)?;
        }
    }
    let simulated = simulation.run()?;
    let mut table =
        simulated_table(&simulated, format).map_err(|error| Error::new(error.to_string()))?;
    match place {
        Some((folder, name)) => {
            let mut staging = Staging::new(folder)?.sparing(arguments.read());
            staging.write(name, |file| write_to(&mut table, format, file))?;
            staging.commit()?;
        }
        None => match write_to(&mut table, format, io::stdout()) {
            // A reader that leaves early is no error.
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => {}
            written => written?,
        },
    }
    if !quiet {
        let mut message = summary(&simulation, &simulated);
        if let Some(file) = output.file() {
            message.push_str(&format!(
                "\nwrote {}\n",
                printable(&file.display().to_string())
            ));
        }
        // A closed standard error has nobody to tell.
        let _ = io::stderr().write_all(message.as_bytes());
    }
    Ok(())
}

impl SimulateArguments {
    /// The file with the settings, if there is one.
    fn read(&self) -> &[String] {
        let file = self.motion.as_slice();
        match file {
            [name] if is_file_of_settings(name) => file,
            _ => &[],
        }
    }

    /// What the command line says, over what the file says where one is named.
    pub(super) fn specification(&self) -> Result<Specification> {
        let written = |text: &Option<String>| text.as_deref().map(Written::from);
        let mut given = Specification {
            motion: self.motion.clone(),
            duration: written(&self.stamps.duration),
            rate: written(&self.stamps.rate),
            step: written(&self.stamps.step),
            stamps: self.stamps.stamps,
            jitter: written(&self.stamps.jitter),
            gaps: self.stamps.gap.clone(),
            start: self.stamps.start.clone(),
            quantise_time: written(&self.stamps.quantise_time),
            noise: written(&self.measurement.noise),
            outliers: written(&self.measurement.outliers),
            outlier_size: written(&self.measurement.outlier_size),
            missing: written(&self.measurement.missing),
            dropped: written(&self.measurement.dropped),
            quantise_position: written(&self.measurement.quantise_position),
            seed: self.seed,
            copies: self.copies,
            ..Specification::default()
        };
        let file = self
            .motion
            .as_deref()
            .filter(|name| is_file_of_settings(name));
        let file = file.map(Specification::read).transpose()?;
        let named = file.as_ref().map_or(&given.motion, |file| &file.motion);
        // Names are as the motion writes them, so that one given here goes over the same one of the file.
        let kind = named.as_deref().and_then(|name| motion(name).ok());
        let plain = |name: &str| {
            let parameter = kind.and_then(|kind| kind.parameter(name).ok());
            parameter.map_or_else(|| name.to_owned(), |parameter| parameter.name.to_owned())
        };
        for text in &self.parameters {
            let (name, value) = text.split_once('=').ok_or_else(|| {
                Error::new(format!("'{}' is not NAME=VALUE", excerpt(text)))
                    .advise("write a parameter such as length=1.2m")
            })?;
            let name = plain(name.trim());
            if given.parameters.contains_key(&name) {
                return Err(Error::new(format!(
                    "the parameter '{}' is given twice",
                    excerpt(&name)
                )));
            }
            given
                .parameters
                .insert(name, Written(value.trim().to_owned()));
        }
        let Some(mut file) = file else {
            return Ok(given);
        };
        given.motion = None;
        file.parameters = file
            .parameters
            .into_iter()
            .map(|(name, text)| {
                (
                    if given.parameters.contains_key(&plain(&name)) {
                        plain(&name)
                    } else {
                        name
                    },
                    text,
                )
            })
            .collect();
        Ok(given.over(file))
    }
}

impl SimulateOutput {
    fn format(&self) -> Result<TableFormat> {
        let format = match (self.format, self.file()) {
            (Some(format), _) => format,
            (None, None) => TableFormat::Csv,
            (None, Some(file)) => {
                let ending = file.extension().unwrap_or_default().to_string_lossy();
                log_format(&ending.to_lowercase()).map_err(|_| {
                    Error::new(format!(
                        "the ending of '{}' is not a known format",
                        excerpt(&file.display().to_string())
                    ))
                    .advise("name a file that ends in .csv or .parquet, or give --format")
                })?
            }
        };
        if format == TableFormat::Parquet && self.file().is_none() {
            refuse_terminal("Parquet")?;
        }
        Ok(format)
    }

    /// The file, unless it is standard output.
    fn file(&self) -> Option<&Path> {
        self.output.as_deref().filter(|file| !is_meant(file))
    }
}

fn is_file_of_settings(motion: &str) -> bool {
    motion.ends_with(".toml")
}

fn log_format(text: &str) -> std::result::Result<TableFormat, String> {
    [TableFormat::Csv, TableFormat::Parquet]
        .into_iter()
        .find(|format| format.extension() == text)
        .ok_or_else(|| "give csv or parquet".to_owned())
}

/// All motions, or one, with their parameters.
fn list(name: Option<&str>) -> Result<String> {
    let kinds: Vec<&MotionKind> = match name {
        Some(name) => vec![motion(name)?],
        None => motions().iter().collect(),
    };
    let blocks: Vec<String> = kinds.into_iter().map(describe).collect();
    Ok(blocks.join("\n"))
}

fn describe(kind: &MotionKind) -> String {
    let rows: Vec<Vec<String>> = kind
        .parameters
        .iter()
        .map(|parameter| {
            let default = format!("{}={}", parameter.name, parameter.default);
            vec![
                format!("    {default}"),
                parameter.allowed(),
                parameter.meaning.to_owned(),
            ]
        })
        .collect();
    format!(
        "{}: {}\n    axes {}; {} at {} by default\n    {}\n{}\n",
        kind.name,
        kind.description,
        kind.axes.join(", "),
        kind.duration,
        kind.rate,
        kind.exactness,
        aligned(&rows).join("\n")
    )
}

/// What was made, how exact it is, and how to make it again.
fn summary(simulation: &Simulation, simulated: &Simulated) -> String {
    let (kind, specification) = (simulation.kind, &simulation.specification);
    let rows = counted(simulated.stamps.len() as u64, "row", "rows");
    let entities = match simulated.rows.len() {
        1 => String::new(),
        count => format!(" of {}", counted(count as u64, "object", "objects")),
    };
    let parameters: Vec<String> = kind
        .parameters
        .iter()
        .filter_map(|parameter| {
            let Written(text) = specification.parameters.get(parameter.name)?;
            Some(format!("{} {text}", parameter.name))
        })
        .collect();
    let mut lines = vec![
        ("with", parameters.join(", ")),
        ("exact", kind.exactness.to_owned()),
    ];
    if let Some(error) = simulated.error {
        lines.push((
            "error",
            format!(
                "at most {} m, {} m/s: the difference from a solution with a tolerance 100 times larger",
                short(error.position),
                short(error.velocity)
            ),
        ));
    }
    if let Some(drift) = simulated.energy_drift {
        lines.push((
            "energy",
            format!(
                "changes by at most {} of the largest kinetic or potential energy",
                short(drift)
            ),
        ));
    }
    lines.push(("repeat", specification.to_command()));
    let lines = lines
        .into_iter()
        .map(|(word, text)| format!("{word:>10}  {}\n", printable(&text)));
    format!("{}: {rows}{entities}\n", kind.name) + &lines.collect::<String>()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn endings_tell_the_format() {
        let format = |file: &str| {
            let output = SimulateOutput {
                output: Some(file.into()),
                force: false,
                format: None,
                print_toml: false,
            };
            output.format()
        };
        assert_eq!(format("a/log.CSV"), Ok(TableFormat::Csv));
        assert_eq!(format("log.parquet"), Ok(TableFormat::Parquet));
        assert_eq!(
            format("log.xls").unwrap_err().to_string(),
            "the ending of 'log.xls' is not a known format; name a file that ends in .csv or .parquet, or give --format"
        );
    }

    #[test]
    fn every_motion_is_listed_with_its_parameters() {
        let all = list(None).unwrap();
        for kind in motions() {
            assert!(all.contains(&format!("{}: {}", kind.name, kind.description)));
        }
        assert!(list(Some("nothing")).is_err());
        assert!(list(Some("kepler")).unwrap().contains("eccentricity=0.1"));
    }
}
