//! `dxdt compare`: every method on one log, side by side.

use std::io::Write;

use clap::{Args, ValueHint};

use crate::analysis::{inspect_stored, sampled};
use crate::output::figures::MethodsChart;
use crate::output::staging::Staging;
use crate::output::summary::Units;
use crate::screens::comparison::MethodsReport;
use crate::screens::width;
use dxdt_formats::expand;
use dxdt_log::{BatchOptions, open};
use dxdt_motion::audit::{audit_as, check_steps};
use dxdt_motion::diagnosis::{Diagnosis, DiagnosisUnits, Evidence, explanations};
use dxdt_motion::error::{Error, printable};
use dxdt_motion::finding::SampledFigures;
use dxdt_motion::inspect::InspectOptions;
use dxdt_motion::motion::{
    DeriveOptions, Method, MethodFigures, Truth, axes_of, by_all_methods, method_figures,
};

use super::log_options::without;
use super::memory::MemoryArguments;
use super::output_options::names;
use super::progress::Progress;
use super::standard_output::{self, print};
use super::{LogArguments, OutputArguments};

/// So many values along all axes of a larger log are compared: what they take beside each other fits into memory.
const SAMPLED_VALUES: u64 = 300_000;

/// The arguments of `dxdt compare`.
#[derive(Debug, Args)]
#[command(mut_args(without(&["errors", "quantities"])))]
#[command(after_help = "\
Examples:
  dxdt compare data/pendulum.csv -o out
  dxdt compare data/gps_walk.csv --no-charts -o out
  dxdt compare data/gps_walk.csv --method savitzky-golay:window=11,degree=3")]
pub struct CompareArguments {
    /// Logs of timestamped positions, as for analyze
    #[arg(value_name = "LOG", required = true, value_hint = ValueHint::AnyPath)]
    logs: Vec<String>,

    #[command(flatten)]
    output: OutputArguments,

    #[command(flatten)]
    memory: MemoryArguments,

    #[command(flatten)]
    log: LogArguments,
}

pub(super) fn run(arguments: &CompareArguments, quiet: bool) -> anyhow::Result<()> {
    let progress = Progress::new(2, quiet);
    standard_output::refuse(&arguments.output.folder)?;
    Staging::check(&arguments.output.folder)?;
    let log_options = arguments.log.log_options();
    let audit_options = arguments.log.audit_options();
    let batches = BatchOptions::within(arguments.memory.memory, &arguments.output.folder);
    progress.begin("reading");
    let logs = expand(&arguments.logs)?;
    let log = open(&logs, &log_options, &batches)?;
    let inspect_options = InspectOptions {
        audit: audit_options,
        time_unit: log_options.clock.unit,
    };
    let axes = axes_of(&log.facts).len() as u64;
    let inspected = inspect_stored(&log, &inspect_options, SAMPLED_VALUES / axes.max(1))?;
    inspected.survey?.check?;
    let (inspection, sample) = (inspected.inspection, inspected.sample);
    let finding = sample
        .is_thinned
        .then(|| sampled(SampledFigures::Comparison, &log, &sample));
    let decisions = log.decisions;
    // The rows that are kept make room for what the methods derive.
    drop(log);
    let audited = audit_as(&sample.log, &audit_options, decisions)?;
    check_steps(&audited)?;
    progress.step();
    progress.begin("computing every method");
    let options = DeriveOptions {
        method: Method::Gradient,
        ..arguments.log.derive_options()
    };
    let methods = by_all_methods(&audited, &options, arguments.log.smoother()?);
    let gradient = &methods[0].motion;
    let truth = Truth::of(&audited, gradient);
    let figures = method_figures(&audited, &methods, &truth);
    let evidence = Evidence {
        audited: &audited,
        methods: &methods,
        figures: &figures,
        truth: &truth,
        inspection: &inspection,
    };
    let explained = explanations(
        &evidence,
        &DiagnosisUnits::of(audited.log.length_unit().as_deref()),
    );
    let units = Units::of(audited.log);
    let mut report = MethodsReport::new(&evidence, &explained, &units);
    report.findings.extend(finding);
    progress.step();

    progress.begin("writing");
    let mut staging = Staging::new(&arguments.output.folder)?.sparing(&arguments.log.read(&logs));
    let table = csv_of(&figures)?;
    staging.write("methods.csv", |file| file.write_all(&table))?;
    let json = report.to_json()?;
    staging.write("methods.json", |file| file.write_all(json.as_bytes()))?;
    let page = report.to_markdown();
    staging.write("compare.md", |file| file.write_all(page.as_bytes()))?;
    if !arguments.output.no_charts {
        let chart = MethodsChart::new(&audited, &units);
        let diagnoses: Vec<Diagnosis> = explained
            .iter()
            .map(|told| told.diagnosis.clone())
            .collect();
        let drawing = chart.draw(&evidence, &diagnoses, arguments.output.chart_files().size)?;
        for (name, bytes) in arguments.output.chart_files().of("methods", drawing)? {
            staging.write(&name, |file| file.write_all(&bytes))?;
        }
    }
    let written = staging.commit()?;
    drop(progress);
    if !quiet {
        let mut text = report.to_terminal(width::of_output());
        let folder = printable(&arguments.output.folder.display().to_string());
        let written = format!("wrote to {folder}: {}", names(&written).join(", "));
        for line in
            std::iter::once(String::new()).chain(width::wrapped(&written, width::of_output(), 2))
        {
            text.push_str(&line);
            text.push('\n');
        }
        print(&text)?;
    }
    Ok(())
}

fn csv_of(figures: &[MethodFigures]) -> Result<Vec<u8>, Error> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    let failed = |error: String| Error::new(format!("the table cannot be assembled: {error}"));
    for row in figures {
        writer
            .serialize(row)
            .map_err(|error| failed(error.to_string()))?;
    }
    writer
        .into_inner()
        .map_err(|error| failed(error.to_string()))
}
