//! What comes of a log as a whole and in batches.

use std::fs;
use std::path::Path;

use super::super::live::{Request, TakeRows, derive_tables};
use super::super::output::TableFiles;
use super::super::rows::DerivedRows;
use super::super::*;
use super::log_options;
use crate::output::figures::ChartKind;
use crate::output::report::{PageParts, render};
use crate::output::shown_units::UnitChoice;
use crate::output::staging::Staging;
use crate::output::table::Tables;
use crate::output::table_writer::TableWriter;
use dxdt_chart::ChartSize;
use dxdt_formats::Source;
use dxdt_log::{BatchOptions, Logs, open};
use dxdt_motion::audit::{audit, check_steps};
use dxdt_motion::inspect::{InspectOptions, inspect, noise_of_all};
use dxdt_motion::motion::{Method, compare, derive, quantities, smooth};

/// The files that an analysis writes.
#[derive(Debug)]
pub struct Files {
    pub motion: Vec<u8>,
    pub comparison: Vec<u8>,
    pub summary: String,
    pub charts: Vec<String>,
    pub page: Option<String>,
}

/// The charts and the page.
fn draw(drawn: Drawn, log: &PositionLog, summary: &Summary) -> (Vec<String>, Option<String>) {
    let charts = drawn.charts.map(|charts| {
        let figures = charts.finish(log, &summary.units);
        let size = ChartSize::new(300, 200).unwrap();
        let draw = |kind| figures.draw(kind, size).unwrap().into_svg();
        ChartKind::ALL.map(draw).to_vec()
    });
    let page = drawn.page.map(|mut rows| {
        rows.finish();
        let csv = b"t,x\n0,0\n1,1\n2,2\n".to_vec();
        let other = Source::from_bytes("other.csv".into(), csv).unwrap();
        let other = dxdt_log::read_source(other, &log_options()).unwrap();
        // That inspections are the same is checked by itself.
        let inspection = &inspect(&other, &InspectOptions::default());
        let command = "dxdt report";
        let parts = PageParts {
            units: UnitChoice::default().of(&summary.units).unwrap(),
            rows,
            files: &log.files,
            summary,
            inspection,
            command,
        };
        render(parts).unwrap()
    });
    (charts.unwrap_or_default(), page)
}

/// All rows at once.
///
/// # Errors
/// A log that cannot be analyzed.
pub fn whole(paths: &[String], analysis: &Analysis) -> Result<Files> {
    let log = dxdt_log::read(paths, &log_options())?;
    let mut audited = audit(&log, &analysis.audit)?;
    check_steps(&audited)?;
    let rows_used = audited.stamps.len() as u64;
    let clock = check_clock(&log, &analysis.audit, rows_used, || {
        ClockHealth::of(&log, None)
    })?;
    audited.findings.extend(clock);
    let mut motion = derive(&audited, &analysis.derive);
    let unsmoothed = motion.clone();
    let smoothing = analysis
        .smoother
        .map(|method| smooth(&audited, &mut motion, method));
    let comparison = compare(&audited, &unsmoothed, &analysis.derive);
    let columns = quantities(&audited, &motion, &analysis.quantities, &analysis.derive);
    let summary = Summary::new(
        &audited,
        &motion,
        &columns,
        smoothing.as_ref(),
        &comparison.axes,
        &analysis.audit,
        &analysis.derive,
    )
    .with_noise(noise_of_all(&audited, &unsmoothed));
    let mut drawn = Drawn::new(&log, analysis);
    let rows = DerivedRows {
        audited: &audited,
        motion: &motion,
        smoothing: smoothing.as_ref(),
        unsmoothed: &unsmoothed,
        gradient: &comparison.gradient,
        quantities: &columns,
        rows: 0..audited.stamps.len(),
        entity_goes_on: false,
        segment_goes_on: false,
    };
    drawn.add(&rows);
    let summary = summary.with_highlights(drawn.highlights.take(), &log);
    let (charts, page) = draw(drawn, &log, &summary);
    let is_gradient = analysis.derive.method == Method::Gradient && smoothing.is_none();
    let gradient = (!is_gradient).then(|| comparison.gradient.into_owned());
    let tables = Tables::new(
        &audited,
        motion,
        smoothing,
        columns,
        gradient,
        analysis.tables.unwrap(),
    )
    .unwrap();
    let bytes = |frame: &DataFrame| {
        let mut writer = TableWriter::new(analysis.tables.unwrap().format, Vec::new());
        writer.push(frame.clone()).unwrap();
        writer.finish().unwrap()
    };
    Ok(Files {
        motion: bytes(&tables.motion),
        comparison: bytes(&tables.comparison.unwrap()),
        summary: summary.to_json().unwrap(),
        charts,
        page,
    })
}

/// By way of rows that are all kept first, or derived as they come where that is possible.
///
/// # Errors
/// As [`whole`].
pub fn batched(
    paths: &[String],
    analysis: &Analysis,
    batches: &BatchOptions,
    folder: &Path,
    live: bool,
) -> Result<Files> {
    let mut staging = Staging::new(&folder.join("out"))?;
    let options = log_options();
    let (summary, (charts, page)) = if live {
        let request = Request {
            logs: &Logs::Paths(paths.to_vec()),
            options: &options,
            batches,
            analysis: &|_| Ok(analysis.clone()),
            rows_a_piece: analysis.rows_a_piece,
        };
        let begin = |analysis: &Analysis| TableFiles::begin(analysis, None, &staging);
        let (analysed, tables) = derive_tables(&request, &begin)?;
        tables.end(&mut staging)?;
        let drawn = draw(analysed.drawn, &analysed.log, &analysed.summary);
        (analysed.summary, drawn)
    } else {
        let log = open(paths, &options, batches)?;
        let mut tables = TableFiles::begin(analysis, None, &staging)?;
        let (summary, drawn) = analyse(&log, analysis, |rows| tables.push(rows))?;
        tables.end(&mut staging)?;
        let drawn = draw(drawn, &log.facts, &summary);
        (summary, drawn)
    };
    let written = staging.commit()?;
    Ok(Files {
        motion: fs::read(&written[0]).unwrap(),
        comparison: fs::read(&written[1]).unwrap(),
        summary: summary.to_json().unwrap(),
        charts,
        page,
    })
}
