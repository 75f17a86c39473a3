//! `dxdt compare`: every method on one log, side by side.

use std::io::Write;

use clap::Args;

use crate::aligned::aligned;
use crate::error::{Error, printable};
use crate::log::{PositionLog, audit};
use crate::motion::{
    DeriveOptions, Method, MethodFigures, MethodMotion, by_all_methods, compare, method_figures,
};
use crate::number::short;
use crate::output::figures::Figures;
use crate::output::staging::Staging;
use crate::output::summary::Summary;

use super::progress::Progress;
use super::{LogArguments, OutputArguments};

/// The arguments of `dxdt compare`.
#[derive(Debug, Args)]
pub struct CompareArguments {
    /// Logs of timestamped positions, as for analyze
    #[arg(value_name = "LOG", required = true)]
    logs: Vec<String>,

    #[command(flatten)]
    output: OutputArguments,

    #[command(flatten)]
    log: LogArguments,
}

pub(super) fn run(arguments: &CompareArguments, quiet: bool) -> anyhow::Result<()> {
    let progress = Progress::new(3, quiet);
    Staging::check(&arguments.output.folder)?;
    progress.begin("reading");
    let log = PositionLog::read(&arguments.logs, &arguments.log.log_options())?;
    let audit_options = arguments.log.audit_options();
    let audited = audit(&log, &audit_options)?;
    progress.step();
    progress.begin("deriving by every method");
    let options = DeriveOptions {
        method: Method::Gradient,
        ..arguments.log.derive_options()
    };
    let methods = by_all_methods(&audited, &options);
    let figures = method_figures(&methods);
    progress.step();

    progress.begin("writing");
    let mut staging = Staging::new(&arguments.output.folder)?;
    let table = csv_of(&figures)?;
    staging.write("methods.csv", |file| file.write_all(&table))?;
    let mut json = serde_json::to_vec_pretty(&figures)?;
    json.push(b'\n');
    staging.write("methods.json", |file| file.write_all(&json))?;
    let gradient = &methods[0].motion;
    let comparison = compare(&audited, gradient, &options);
    let summary = Summary::new(
        &audited,
        gradient,
        &[],
        None,
        &comparison.axes,
        &audit_options,
        &options,
    );
    if !arguments.output.no_charts {
        let figures = Figures::new(&audited, gradient, &comparison, &summary.units, None);
        let drawn = figures
            .draw_methods(&methods, arguments.output.chart_size)
            .map_err(|error| Error::new(error.to_string()))?;
        let png = drawn
            .to_png()
            .map_err(|error| Error::new(error.to_string()))?;
        staging.write("methods.png", |file| file.write_all(&png))?;
        if arguments.output.svg {
            let svg = drawn.into_svg();
            staging.write("methods.svg", |file| file.write_all(svg.as_bytes()))?;
        }
    }
    let written = staging.commit()?;
    drop(progress);
    if !quiet {
        let unit = summary.units.velocity.as_deref().unwrap_or("the log's own");
        let mut text = screen(&methods, &figures, unit);
        let folder = printable(&arguments.output.folder.display().to_string());
        let names: Vec<_> = written
            .iter()
            .filter_map(|path| Some(path.file_name()?.to_string_lossy().into_owned()))
            .collect();
        text.push_str(&format!("\nwrote to {folder}: {}\n", names.join(", ")));
        // Where standard error is closed there is nobody to tell.
        let _ = anstream::stderr().write_all(text.as_bytes());
    }
    Ok(())
}

fn csv_of(figures: &[MethodFigures]) -> Result<Vec<u8>, Error> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    let failed = |error: String| Error::new(format!("the table cannot be put together: {error}"));
    for row in figures {
        writer
            .serialize(row)
            .map_err(|error| failed(error.to_string()))?;
    }
    writer
        .into_inner()
        .map_err(|error| failed(error.to_string()))
}

/// A line a method and axis: how large its errors are said to be, how far it is from the automatic choice and from what
/// was measured.
fn screen(methods: &[MethodMotion], figures: &[MethodFigures], unit: &str) -> String {
    let mut rows = vec![vec![
        "method".to_owned(),
        "axis".to_owned(),
        format!("velocity ({unit})"),
        "± (standard error)".to_owned(),
        "from auto".to_owned(),
        "acceleration".to_owned(),
        "±".to_owned(),
        "from auto".to_owned(),
    ]];
    let shown = |value: Option<f64>| value.map_or_else(|| "–".to_owned(), short);
    for row in figures {
        rows.push(vec![
            row.method.to_owned(),
            printable(&row.axis),
            shown(row.velocity),
            shown(row.velocity_error),
            shown(row.velocity_from_auto),
            shown(row.acceleration),
            shown(row.acceleration_error),
            shown(row.acceleration_from_auto),
        ]);
    }
    let mut text = table_of(&rows);
    if methods.iter().any(|method| !method.measured.is_empty()) {
        text.push_str("\nagainst measured velocities (root mean square of derived − measured)\n");
        let columns = methods[0]
            .measured
            .iter()
            .map(|measured| printable(&measured.column));
        let mut rows = vec![
            std::iter::once("method".to_owned())
                .chain(columns)
                .collect::<Vec<_>>(),
        ];
        for method in methods {
            let off = method.measured.iter().map(|measured| short(measured.rms));
            rows.push(std::iter::once(method.name.to_owned()).chain(off).collect());
        }
        text.push_str(&table_of(&rows));
    }
    text
}

fn table_of(rows: &[Vec<String>]) -> String {
    aligned(rows)
        .iter()
        .map(|line| format!("  {line}\n"))
        .collect()
}
