use std::fmt::Write as _;
use std::fs;

use super::*;
use dxdt_log::{BatchOptions, LogOptions, Memory, open};
use dxdt_motion::audit::{AuditOptions, audit_as};

/// A log on disk, in many small runs.
fn batched(csv: &str) -> (tempfile::TempDir, StoredLog) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("log.csv");
    fs::write(&path, csv).unwrap();
    let batches = BatchOptions {
        batch_bytes: 40_000,
        first_rows: 100,
        rows_a_run: 3_000,
        kept_bytes: 100_000,
        memory: Memory::UNLIMITED,
        folder: folder.path().to_owned(),
        typed: false,
        stop: dxdt_motion::Stop::default(),
    };
    let paths = [path.display().to_string()];
    let log = open(&paths, &LogOptions::default(), &batches).unwrap();
    (folder, log)
}

/// Two entities of 20,000 rows and forty of 100, whose rows take turns; `stamp` tells the timestamp of a row.
fn csv(stamp: impl Fn(u32) -> u32) -> String {
    let mut csv = "id,t (s),x (m),v_x (m/s),exact_v_x (m/s)\n".to_owned();
    for row in 0..20_000 {
        let t = stamp(row);
        for id in 0..2 {
            let _ = writeln!(csv, "{id},{t},{},{}.5,{}.25", t * 2, t % 10, t % 7);
        }
        if row < 100 {
            for id in 2..42 {
                let _ = writeln!(csv, "{id},{row},1,1,1");
            }
        }
    }
    csv
}

fn check_blocks(log: &StoredLog, rows_a_piece: usize) -> RowSample {
    let sample = RowSample::take(log, 11_000, rows_a_piece).unwrap();
    assert!(sample.is_thinned);
    let rows = sample.log.height();
    assert!((9_000..=13_000).contains(&rows), "{rows}");
    let audited = audit_as(&sample.log, &AuditOptions::default(), log.decisions).unwrap();
    let large = &audited.entities[..2];
    assert!(large.iter().all(|entity| entity.segments.len() >= 2));
    for entity in &audited.entities {
        for segment in &entity.segments {
            let steps = audited.stamps[segment.clone()].windows(2);
            assert!(
                steps
                    .into_iter()
                    .all(|pair| pair[1] - pair[0] == 1_000_000_000)
            );
            let small = entity.name.parse::<u32>().unwrap() >= 2;
            assert_eq!(segment.len(), if small { 100 } else { 2000 });
        }
    }
    let exact = audited.exact(1, 0).unwrap();
    for (row, stamp) in audited.stamps.iter().enumerate() {
        let t = (stamp / 1_000_000_000) as u32;
        if exact[row] != 1.0 {
            assert_eq!(exact[row], f64::from(t % 7) + 0.25);
            let measured = sample.log.measured[0].values[audited.source_row(row)];
            assert_eq!(measured, f64::from(t % 10) + 0.5);
        }
    }
    sample
}

#[test]
fn no_block_reaches_into_the_next() {
    let (_folder, log) = batched(&csv(|row| row));
    let pieces = [check_blocks(&log, 1_500), check_blocks(&log, 100_000)];
    let [a, b] = pieces.each_ref().map(|sample| &sample.log);
    assert_eq!(a.stamps(), b.stamps());
    assert_eq!(a.parts(), b.parts());
    let places = |log: &PositionLog| -> Vec<u64> {
        (0..log.height()).map(|row| log.row_as_read(row)).collect()
    };
    assert_eq!(places(a), places(b));
}

#[test]
fn rows_without_order_are_sorted_first() {
    // 7919 and 20,000 have no divisor in common, so that each timestamp is there once.
    let (_folder, log) = batched(&csv(|row| row * 7919 % 20_000));
    let [a, b] = [1_500, 100_000].map(|rows| check_blocks(&log, rows));
    assert_eq!(a.log.stamps(), b.log.stamps());
    assert_eq!(a.stamps, b.stamps);
}

#[test]
fn a_sample_of_all_rows_has_no_blocks() {
    let (_folder, log) = batched(&csv(|row| row));
    let sample = RowSample::take(&log, 1_000_000, 1_500).unwrap();
    assert!(!sample.is_thinned && sample.log.parts().is_none());
    assert_eq!(sample.log.height(), 44_000);
    assert_eq!(sample.stamps, StampCounts::of(&sample.log));
}
