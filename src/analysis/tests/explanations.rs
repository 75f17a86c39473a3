//! A row explained from a log on disk is explained as from the log in memory.

use super::*;
use crate::explain::{ExplainOptions, Explanation, explain, row_at};
use dxdt_log::ClockOptions;
use dxdt_motion::audit::{AuditedLog, audit};
use dxdt_motion::motion::{Motion, derive};

/// As `dxdt explain --json` prints it.
fn json(explained: Result<Explanation>) -> std::result::Result<String, String> {
    let explanation = explained.map_err(|error| error.to_string())?;
    Ok(serde_json::to_string_pretty(&explanation).unwrap())
}

fn in_memory(
    audited: &AuditedLog<'_>,
    motion: &Motion,
    asked: Asked<'_>,
    options: &ExplainOptions,
) -> Result<Explanation> {
    match asked {
        Asked::Row(row) => explain(audited, motion, row, options),
        Asked::At(at, of) => {
            let found = row_at(audited, at, of, &ClockOptions::default())?;
            let explanation = explain(audited, motion, found.row, options)?;
            Ok(Explanation {
                found: Some(found.words),
                ..explanation
            })
        }
    }
}

/// Explains rows all over a log, by their numbers and by times.
pub fn check(paths: &[String], analysis: &Analysis, batches: &BatchOptions) {
    let options = ExplainOptions {
        audit: analysis.audit,
        derive: analysis.derive,
    };
    let (Ok(whole), Ok(log)) = (
        dxdt_log::read(paths, &log_options()),
        open(paths, &log_options(), batches),
    ) else {
        return;
    };
    let clock = ClockOptions::default();
    let on_disk = |asked: Asked<'_>| {
        json(explain_asked(
            &log,
            asked,
            &options,
            &clock,
            analysis.rows_a_piece,
        ))
    };
    let audited = match audit(&whole, &options.audit) {
        Ok(audited) => audited,
        Err(error) => return assert_eq!(on_disk(Asked::Row(1)), Err(error.to_string())),
    };
    let motion = derive(&audited, &options.derive);
    let same = |asked: Asked<'_>| {
        let expected = json(in_memory(&audited, &motion, asked, &options));
        match (&expected, &on_disk(asked)) {
            (Ok(expected), Ok(found)) => same_lines(&format!("{asked:?}"), expected, found),
            (expected, found) => assert_eq!(expected, found, "{asked:?}"),
        }
    };
    let rows = audited.stamps.len();
    let stride = 1 + rows / 4;
    for row in (0..=rows).step_by(stride).chain([rows, rows + 1]) {
        same(Asked::Row(row));
    }
    // Where rows are merged, and where segments start.
    let merged =
        (0..rows).find(|&row| audited.flags[row].contains(dxdt_motion::audit::Flags::MERGED));
    let segments = audited.entities.iter().flat_map(|entity| &entity.segments);
    for row in merged
        .into_iter()
        .chain(segments.map(|segment| segment.start).take(3))
    {
        same(Asked::Row(row + 1));
        same(Asked::Row(row + 2));
    }
    for at in ["0.3", "2.75s", "1000", "noon"] {
        same(Asked::At(at, None));
    }
    for entity in &audited.entities {
        let of = Some(entity.name.as_str());
        let row = (entity.rows.start + entity.rows.end) / 2;
        let time = whole.time_text(audited.source_row(row));
        for at in [time.as_str(), "0.3"] {
            same(Asked::At(at, of));
        }
    }
    same(Asked::At("0", Some("no ship")));
}

/// One file with rows in several segments, so many rows at a time.
fn check_text(text: &str, rows_a_piece: usize) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("log.csv");
    fs::write(&path, text).unwrap();
    let options = DeriveOptions {
        accuracy: Accuracy::Eighth,
        ..DeriveOptions::default()
    };
    let batches = BatchOptions {
        batch_bytes: 100,
        first_rows: 4,
        rows_a_run: 16,
        kept_bytes: 0,
        memory: Memory::UNLIMITED,
        folder: folder.path().to_owned(),
        typed: false,
        stop: dxdt_motion::Stop::default(),
    };
    for derive in [DeriveOptions::default(), options] {
        let analysis = Analysis::without_tables(AuditOptions::default(), derive, rows_a_piece);
        check(&[path.display().to_string()], &analysis, &batches);
    }
}

#[test]
fn a_large_entity_is_explained_from_the_rows_around() {
    let mut text = "t (s),x (m)\n".to_owned();
    for row in 0..400 {
        // Gaps, repeated timestamps, and rows without a position beside both.
        let t = f64::from(row - i32::from(row % 50 == 7)) / 8.0 + f64::from(row / 90 * 100);
        let x = (t * 0.7).sin();
        let x = if [90, 91, 150, 180, 257].contains(&row) {
            String::new()
        } else {
            x.to_string()
        };
        text += &format!("{t},{x}\n");
    }
    check_text(&text, 11);
}

#[test]
fn so_are_entities_that_take_turns() {
    let mut text = "id,t (s),x (m)\n".to_owned();
    for row in 0..300 {
        let t = f64::from(row / 3) / 8.0 + f64::from(row / 100 * 60);
        text += &format!("{},{t},{}\n", row * row % 3, t * t);
    }
    check_text(&text, 40);
}
