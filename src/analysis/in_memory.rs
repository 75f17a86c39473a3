//! A log in; a table in memory, or what its charts are drawn from.

use std::path::Path;

use polars::prelude::DataFrame;

use crate::output::figures::{ChartKind, ChartRows};
use crate::output::shown_units::ShownUnits;
use crate::output::summary::Summary;
use crate::output::table::{TableChoice, TableFormat};
use dxdt_chart::{ChartError, ChartSize, Drawing};
use dxdt_log::Logs;
use dxdt_motion::error::{Error, Result};
use dxdt_motion::log::PositionLog;

use super::analyze::{AnalysisOptions, Wanted};
use super::live::{Analysed, Request, TakeRows, derive_tables};
use super::{ROWS_A_PIECE, TableRows};

/// What of an analysis is kept in memory beside the summary.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kept {
    /// One row an input row that was used, with the types of `motion.ipc`.
    Motion,
    /// Gradient against first difference, row by row, with the types of `comparison.ipc`.
    Comparison,
    /// What the charts are drawn from.
    Charts,
}

/// What came of an analysis, in memory.
#[derive(Debug)]
pub struct InMemory {
    /// What is said of the log as a whole.
    pub summary: Summary,
    /// The table that is kept; empty where none is.
    pub table: DataFrame,
    /// The units of screens and charts.
    pub units: ShownUnits,
    log: PositionLog,
    charts: Option<ChartRows>,
}

/// Analyzes a log, of which rows may have to be kept in `folder` meanwhile.
///
/// # Errors
/// As [`analyze`](super::analyze()), but for those of what is written.
pub fn analyze_in_memory(
    logs: &Logs,
    options: &AnalysisOptions,
    kept: Kept,
    folder: &Path,
) -> Result<InMemory> {
    let tables = (kept != Kept::Charts).then_some(TableChoice {
        format: TableFormat::Ipc,
        comparison: kept == Kept::Comparison,
    });
    let wanted = Wanted {
        tables,
        charts: kept == Kept::Charts,
        partition: None,
    };
    let request = Request {
        logs,
        options: &options.log,
        batches: &options.batches(folder, tables),
        analysis: &|log: &PositionLog| options.analysis_of(log, &wanted),
        rows_a_piece: ROWS_A_PIECE,
    };
    let begin = |_: &_| Ok(Frame { kept, rows: None });
    let (analysed, frame) = derive_tables(&request, &begin)?;
    let Analysed {
        log,
        summary,
        drawn,
    } = analysed;
    Ok(InMemory {
        units: options.units.of(&summary.units)?,
        summary,
        table: frame.rows.unwrap_or_default(),
        log,
        charts: drawn.charts,
    })
}

impl InMemory {
    /// Draws one chart.
    ///
    /// # Errors
    /// Where the drawing library fails, which no data should make it do.
    pub fn draw(
        &self,
        kind: ChartKind,
        size: ChartSize,
    ) -> std::result::Result<Drawing, ChartError> {
        let rows = self.charts.clone();
        let none = || ChartRows::new(&self.log, false, self.units.scales());
        let units = self.units.of_charts(&self.summary.units);
        let rows = rows.unwrap_or_else(none);
        rows.finish(&self.log, &units).draw(kind, size)
    }
}

/// The table in the making.
struct Frame {
    kept: Kept,
    rows: Option<DataFrame>,
}

impl TakeRows for Frame {
    fn push(&mut self, rows: TableRows) -> Result<()> {
        let rows = match self.kept {
            Kept::Motion => rows.motion,
            Kept::Comparison => rows.comparison,
            Kept::Charts => None,
        };
        let Some(rows) = rows else {
            return Ok(());
        };
        let Some(table) = &mut self.rows else {
            self.rows = Some(rows);
            return Ok(());
        };
        let added = table.vstack_mut_owned(rows).map(drop);
        added.map_err(|error| Error::new(format!("the tables cannot be assembled: {error}")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::{Sink, analyze};
    use dxdt_chart::ChartFiles;
    use dxdt_formats::Source;

    #[test]
    fn what_is_kept_in_memory_is_what_files_have() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("log.csv").display().to_string();
        let csv = "t (s),x (m)\n0,0\n0.5,1\n1,4\n9,5\n10,7\n11,8\n";
        std::fs::write(&path, csv).unwrap();
        let options = AnalysisOptions::default();
        let sinks = [Sink::Summary, Sink::Charts(ChartFiles::default())];
        let out = folder.path().join("out");
        let files = analyze(std::slice::from_ref(&path), &options, &out, &sinks).unwrap();

        let bytes = Source::from_bytes(path.clone(), csv.into()).unwrap();
        for logs in [Logs::Paths(vec![path]), Logs::Bytes(bytes)] {
            let kept = |kept| analyze_in_memory(&logs, &options, kept, folder.path()).unwrap();
            let motion = kept(Kept::Motion);
            assert_eq!(
                motion.summary.to_json().unwrap(),
                files.summary.to_json().unwrap()
            );
            assert_eq!(motion.table.height(), 6);
            assert!(motion.table.column("v_x").is_ok());
            assert!(kept(Kept::Comparison).table.column("gradient_x").is_ok());
            let charts = kept(Kept::Charts);
            let drawn = charts.draw(ChartKind::Velocity, ChartSize::default());
            let written = std::fs::read(out.join("velocity.png")).unwrap();
            assert!(drawn.unwrap().to_png().unwrap() == written);
        }
    }

    #[test]
    fn a_request_to_stop_ends_an_analysis() {
        let source = Source::from_bytes("log.csv".into(), b"t,x\n0,1\n1,2\n".to_vec()).unwrap();
        let stop = dxdt_motion::Stop::default();
        stop.request();
        let options = AnalysisOptions {
            progress: dxdt_motion::motion::SmoothingProgress::until(stop),
            ..AnalysisOptions::default()
        };
        let logs = Logs::Bytes(source);
        let folder = std::env::temp_dir();
        let stopped = analyze_in_memory(&logs, &options, Kept::Motion, &folder);
        assert_eq!(
            stopped.unwrap_err().to_string(),
            "log.csv: stopped on request"
        );
    }
}
