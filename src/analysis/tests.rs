//! What comes piece by piece is what the whole log gives, byte for byte.

mod explanations;
mod formats;
mod logs;
mod ways;

use std::fs;

use proptest::prelude::*;

use super::inspected::inspect_in_pieces;
use super::*;
use crate::output::table::{TableChoice, TableFormat};
use dxdt_calculus::{Accuracy, EdgeOrder};
use dxdt_log::{BatchOptions, LogOptions, Memory, open};
use dxdt_motion::audit::{AuditOptions, DuplicatePolicy, MaxGap};
use dxdt_motion::inspect::{InspectOptions, inspect};
use dxdt_motion::motion::{Acceleration, Method, Program, Quantity};
use formats::{formats, one_of_each};
use logs::{Header, Order, csv, headers, orders, parquet, parquet_types, rows};
use ways::{Files, batched, whole};

/// What columns are is told by so few of the first rows, so that small batches have them too.
const LOOKED_AT: usize = 8;

fn log_options() -> LogOptions {
    LogOptions {
        sample_rows: LOOKED_AT,
        ..LogOptions::default()
    }
}

/// An inspection of all rows is that of the whole log; of some, its counts and findings are.
fn check_inspection(paths: &[String], analysis: &Analysis, batches: &BatchOptions) {
    let options = InspectOptions {
        audit: analysis.audit,
        time_unit: None,
    };
    let (Ok(whole), Ok(log)) = (
        dxdt_log::read(paths, &log_options()),
        open(paths, &log_options(), batches),
    ) else {
        return;
    };
    let expected = inspect(&whole, &options);
    let found = inspect_in_pieces(&log, &options, u64::MAX, analysis.rows_a_piece).unwrap();
    same_lines(
        "inspection",
        &expected.to_json().unwrap(),
        &found.inspection.to_json().unwrap(),
    );
    let found = inspect_in_pieces(&log, &options, 20, analysis.rows_a_piece).unwrap();
    let of_sample = &found.inspection;
    assert_eq!(of_sample.clock, expected.clock);
    assert_eq!(of_sample.span, expected.span);
    assert_eq!(of_sample.unusable, expected.unusable);
    assert_eq!(of_sample.rows_used, expected.rows_used);
    assert_eq!(of_sample.entities, expected.entities);
    let told = usize::from(found.sample.is_thinned && expected.unusable.is_none());
    assert_eq!(of_sample.findings[told..], expected.findings);
    if let (Some(of_sample), Some(expected)) = (&of_sample.steps, &expected.steps) {
        assert_eq!(of_sample.gaps, expected.gaps);
    }
}

prop_compose! {
    fn analyses()(
        duplicates in prop_oneof![
            Just(DuplicatePolicy::First), Just(DuplicatePolicy::Last),
            Just(DuplicatePolicy::Mean), Just(DuplicatePolicy::Median)],
        max_gap in prop_oneof![
            3 => Just(MaxGap::TenMedianSteps), 1 => Just(MaxGap::Unlimited),
            1 => (1..5_000_000_000_i64).prop_map(MaxGap::Nanoseconds)],
        edge_order in prop_oneof![Just(EdgeOrder::First), Just(EdgeOrder::Second)],
        accuracy in 0..4_usize,
        direct: bool,
        by_difference in prop::bool::weighted(0.1),
        smoother in prop_oneof![
            12 => Just(None), 1 => Just(Some(SmoothingMethod::Program(Program::NumPy))), 1 => Just(Some(SmoothingMethod::Gradient))],
        format in prop_oneof![3 => Just(TableFormat::Csv), 1 => Just(TableFormat::Parquet),
            1 => Just(TableFormat::Ipc), 1 => Just(TableFormat::JsonLines)],
        with_quantities: bool,
        is_drawn in prop::bool::weighted(0.1),
        rows_a_piece in 1..60_usize,
    ) -> (Analysis, bool) {
        let analysis = Analysis {
            charts: is_drawn,
            scales: [1.0; 2],
            page: is_drawn,
            audit: AuditOptions { duplicates, max_gap, expects_duplicates: true, max_speed: None },
            derive: DeriveOptions {
                method: if by_difference { Method::FirstDifference } else { Method::Gradient },
                edge_order,
                accuracy: Accuracy::ALL[accuracy],
                acceleration: if direct { Acceleration::Direct } else { Acceleration::Chained },
            },
            smoother,
            quantities: Vec::new(),
            tables: Some(TableChoice { format, comparison: true }),
            time_unit: None,
            rows_a_piece,
            progress: SmoothingProgress::default(),
        };
        (analysis, with_quantities)
    }
}

prop_compose! {
    /// How the log is cut into batches and runs.
    fn cuts()(batch_bytes in 1..3000_usize, first_rows in 1..40_usize, rows_a_run in 1..80_usize,
        kept_bytes in 0..8000_u64)
        -> (usize, usize, usize, u64) {
        (batch_bytes, first_rows, rows_a_run, kept_bytes)
    }
}

/// Says where two texts differ first.
fn same_lines(what: &str, expected: &str, found: &str) {
    let all = expected;
    let mut lines = expected.lines().zip(found.lines()).enumerate();
    if let Some((line, (expected, found))) = lines.find(|(_, (a, b))| a != b) {
        let before: Vec<&str> = all.lines().skip(line.saturating_sub(6)).take(6).collect();
        panic!(
            "{what}, line {}, after {before:?}:\n{expected}\n{found}",
            line + 1
        );
    }
    assert_eq!(expected.len(), found.len(), "{what}");
}

/// Checks one log; logs that cannot be analyzed must be refused by both.
fn check(
    files: &[(&str, Vec<u8>)],
    (mut analysis, with_quantities): (Analysis, bool),
    (batch_bytes, first_rows, rows_a_run, kept_bytes): (usize, usize, usize, u64),
) {
    let folder = tempfile::tempdir().unwrap();
    let paths: Vec<String> = files
        .iter()
        .enumerate()
        .map(|(index, (extension, bytes))| {
            let path = folder.path().join(format!("log {index}.{extension}"));
            fs::write(&path, bytes).unwrap();
            path.display().to_string()
        })
        .collect();
    let batches = BatchOptions {
        batch_bytes,
        first_rows: first_rows.max(LOOKED_AT),
        rows_a_run,
        kept_bytes,
        memory: Memory::UNLIMITED,
        folder: folder.path().to_owned(),
        typed: analysis.tables.unwrap().format.is_typed(),
        stop: dxdt_motion::Stop::default(),
    };
    if with_quantities && let Ok(log) = dxdt_log::read(&paths, &log_options()) {
        analysis.quantities = Quantity::ALL
            .into_iter()
            .filter(|quantity| quantity.is_defined(log.coordinates, log.positions.len()))
            .collect();
    }
    let expected = whole(&paths, &analysis);
    check_inspection(&paths, &analysis, &batches);
    explanations::check(&paths, &analysis, &batches);
    for live in [false, true] {
        let found = batched(&paths, &analysis, &batches, folder.path(), live);
        same(&expected, found);
    }
}

fn same(expected: &Result<Files>, found: Result<Files>) {
    match (expected, found) {
        (Ok(expected), Ok(found)) => {
            same_lines("summary", &expected.summary, &found.summary);
            for (table, expected, found) in [
                ("motion", &expected.motion, &found.motion),
                ("comparison", &expected.comparison, &found.comparison),
            ] {
                let lossy = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
                if expected != found {
                    same_lines(table, &lossy(expected), &lossy(found));
                    panic!("{table} has other bytes");
                }
            }
            let drawn =
                |files: &Files| files.charts.join("\n") + files.page.as_deref().unwrap_or("");
            same_lines("charts and page", &drawn(expected), &drawn(&found));
        }
        (Err(expected), Err(found)) => assert_eq!(expected.to_string(), found.to_string()),
        (Ok(expected), Err(error)) => panic!("{error}\n{}", expected.summary),
        (Err(error), Ok(found)) => panic!("{error}\n{}", found.summary),
    }
}

/// Else logs that are refused would be all that is compared.
#[test]
fn every_format_is_read() {
    let folder = tempfile::tempdir().unwrap();
    let rows: Vec<_> = (0..40_u16)
        .map(|row| (1, row * 100, [row as i16 * 5, 7, 9], 39))
        .collect();
    for format in one_of_each() {
        let header = Header::of_one_ship().of_receiver();
        let path = folder.path().join("log");
        fs::write(
            &path,
            format.write(&csv(rows.clone(), Order::ByTime, header), true),
        )
        .unwrap();
        let log = dxdt_log::read(&[path.display().to_string()], &log_options());
        let log = log.unwrap_or_else(|error| panic!("{format:?}: {error}"));
        assert_eq!(
            (log.height(), log.stamps()[39]),
            (40, 1_715_421_603_900_000_000)
        );
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn a_log_in_pieces_gives_what_the_whole_gives(
        rows in rows(0..40),
        order in orders(),
        header in headers(),
        analysis in analyses(),
        cuts in cuts(),
    ) {
        check(&[("csv", csv(rows, order, header).into_bytes())], analysis, cuts);
    }

    #[test]
    fn so_do_several_files(
        files in prop::collection::vec(rows(0..40), 2..4),
        order in orders(),
        header in headers(),
        analysis in analyses(),
        cuts in cuts(),
    ) {
        let files = files.into_iter().map(|rows| ("csv", csv(rows, order, header).into_bytes()));
        check(&files.collect::<Vec<_>>(), analysis, cuts);
    }

    #[test]
    fn so_do_parquet_files(
        files in prop::collection::vec(rows(0..40), 1..3),
        types in parquet_types(),
        analysis in analyses(),
        cuts in cuts(),
    ) {
        let files = files.iter().map(|rows| ("parquet", parquet(rows, types)));
        check(&files.collect::<Vec<_>>(), analysis, cuts);
    }

    #[test]
    fn so_do_files_of_every_format(
        files in prop::collection::vec(rows(0..40), 1..4),
        (format, is_packed) in formats(),
        order in orders(),
        header in headers(),
        analysis in analyses(),
        cuts in cuts(),
    ) {
        let header = if format.is_geographic() { header.of_receiver() } else { header };
        let files = files.into_iter().map(|rows| {
            let csv = csv(rows, order, header);
            ("log", format.write(&csv, is_packed))
        });
        check(&files.collect::<Vec<_>>(), analysis, cuts);
    }
}
