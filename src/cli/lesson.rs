//! `dxdt lesson`: a lesson to standard output, its charts into a folder.

use std::io::Write;

use clap::Args;
use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};
use terminal_size::{Width, terminal_size};

use crate::output::staging::Staging;
use dxdt_motion::error::printable;
use dxdt_teach::lesson::{Layout, Lesson, Page, list};

use super::OutputArguments;
use super::standard_output::print;

/// Columns of a terminal that does not say how many it has, and the most that a line of prose may fill.
const USUAL_WIDTH: usize = 80;
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
        Staging::check(&output.folder)?;
    }
    let page = lesson.page()?;
    if let Some(output) = charts {
        write_charts(&page, output)?;
    }
    let folder = |output: &OutputArguments| printable(&output.folder.display().to_string());
    let layout = Layout {
        width: width(std::env::var("COLUMNS").ok().as_deref()),
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

/// How wide prose may be, by what the environment or the terminal itself says.
fn width(columns: Option<&str>) -> usize {
    let columns = columns.and_then(|columns| columns.parse().ok());
    let of_terminal = || terminal_size().map(|(Width(columns), _)| usize::from(columns));
    columns
        .or_else(of_terminal)
        .unwrap_or(USUAL_WIDTH)
        .min(WIDEST)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prose_is_as_wide_as_the_terminal_and_no_wider_than_can_be_read() {
        assert_eq!(width(Some("72")), 72);
        assert_eq!(width(Some("300")), 100);
        assert!((1..=100).contains(&width(None)));
        assert_eq!(width(Some("wide")), width(None));
    }
}
