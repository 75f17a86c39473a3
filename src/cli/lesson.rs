//! `dxdt lesson`: a lesson to standard output, its charts into a folder.

use std::io::Write;

use clap::Args;
use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};

use crate::output::staging::Staging;
use crate::screens::width;
use dxdt_motion::error::printable;
use dxdt_teach::lesson::{Layout, Lesson, Page, list};

use super::OutputArguments;
use super::standard_output::{self, print};

/// The most columns that a line of prose may fill.
const WIDEST: usize = 100;

/// The arguments of `dxdt lesson`.
#[derive(Debug, Args)]
#[command(mut_arg("output", |arg| arg.default_value("dxdt-lesson").help("Write the charts to this folder")))]
#[command(after_help = "\
Examples:
  dxdt lesson --list
  dxdt lesson edges
  dxdt lesson noise-and-step --answers --no-charts")]
pub struct LessonArguments {
    /// Lesson to show [default: list them]
    #[arg(value_name = "NAME", value_parser = parser())]
    lesson: Option<Lesson>,

    /// List the lessons
    #[arg(long, conflicts_with = "lesson")]
    list: bool,

    /// Print the answers to the questions too
    #[arg(long)]
    answers: bool,

    #[command(flatten)]
    output: OutputArguments,
}

/// The lessons by name, with what each is about.
fn parser() -> impl TypedValueParser<Value = Lesson> {
    let values = Lesson::ALL.map(|lesson| {
        let value = PossibleValue::new(lesson.name());
        match lesson.summary() {
            Ok(summary) => value.help(summary),
            Err(_) => value,
        }
    });
    PossibleValuesParser::new(values).try_map(|name| {
        let of_name = Lesson::ALL.into_iter().find(|lesson| lesson.name() == name);
        of_name.ok_or("there is no such lesson")
    })
}

pub(super) fn run(arguments: &LessonArguments) -> anyhow::Result<()> {
    let Some(lesson) = arguments.lesson else {
        return print(&list()?);
    };
    let output = &arguments.output;
    let charts = (!output.no_charts).then_some(output);
    if let Some(output) = charts {
        standard_output::refuse(&output.folder)?;
        Staging::check(&output.folder)?;
    }
    let page = lesson.page()?;
    if let Some(output) = charts {
        write_charts(&page, output)?;
    }
    let folder = |output: &OutputArguments| printable(&output.folder.display().to_string());
    let layout = Layout {
        width: width::of_output().min(WIDEST),
        answers: arguments.answers,
        charts: charts.map(folder),
    };
    print(&page.text(&layout)?)
}

fn write_charts(page: &Page, output: &OutputArguments) -> anyhow::Result<()> {
    let mut staging = Staging::new(&output.folder)?;
    for chart in page.charts() {
        let drawing = chart.draw(output.chart_files().size)?;
        for (name, bytes) in output.chart_files().of(&chart.name, drawing)? {
            staging.write(&name, |file| file.write_all(&bytes))?;
        }
    }
    staging.commit()?;
    Ok(())
}
