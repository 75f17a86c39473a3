//! Properties of the way from text to motion: any table in any dialect reads back; no bytes make it panic.

use dxdt_formats::{CellKind, DialectOptions, Source, TextTable};
use dxdt_log::LogOptions;
use dxdt_motion::audit::{AuditOptions, MaxGap, audit};
use dxdt_motion::motion::{DeriveOptions, derive};
use proptest::prelude::*;

/// Reads, audits and derives; whatever the bytes, it ends with a motion or an error.
fn run(bytes: &[u8]) {
    let Ok(source) = Source::from_bytes("log".into(), bytes.to_vec()) else {
        return;
    };
    let Ok(log) = dxdt_log::read_source(source, &LogOptions::default()) else {
        return;
    };
    let Ok(audited) = audit(&log, &AuditOptions::default()) else {
        return;
    };
    let motion = derive(&audited, &DeriveOptions::default());
    assert!(motion.speed.iter().all(|speed| !speed.is_infinite()));
    for finding in log
        .findings
        .iter()
        .chain(&audited.findings)
        .chain(&motion.findings)
    {
        assert!(!finding.to_string().contains('\u{1b}'));
    }
}

fn cell() -> impl Strategy<Value = String> {
    prop_oneof![
        any::<f64>().prop_map(|value| value.to_string()),
        any::<i64>().prop_map(|value| value.to_string()),
        (0_i64..4_000_000_000).prop_map(|value| value.to_string()),
        "[0-9]{1,4}[-/][0-9]{1,2}[-/][0-9]{1,4}( [0-9]{2}:[0-9]{2})?",
        "[ \"#,;.:\u{1b}a-zé]{0,6}",
        Just(String::new()),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn no_bytes_panic(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        run(&bytes);
    }

    #[test]
    fn no_table_panics(
        header in prop::sample::select(vec!["t,x,y", "time,longitude,latitude", "id,date,x", "#t,x,id", "a,b,c"]),
        rows in prop::collection::vec((cell(), cell(), cell()), 0..12),
    ) {
        let mut text = format!("{header}\n");
        for (a, b, c) in rows {
            text.push_str(&format!("{a},{b},{c}\n"));
        }
        run(text.as_bytes());
    }

    #[test]
    fn numbers_read_back_exactly_in_any_dialect(
        rows in prop::collection::vec((any::<i32>(), prop::num::f64::NORMAL | prop::num::f64::ZERO), 2..40),
        delimiter in prop::sample::select(vec![",", ";", "\t", " ", "  ", "|"]),
        line_end in prop::sample::select(vec!["\n", "\r\n"]),
        decimal_comma: bool,
        comment: bool,
    ) {
        let decimal_comma = decimal_comma && delimiter == ";";
        let mut text = String::new();
        if comment {
            text.push_str("# a comment, with signs; and \"quotes\"");
            text.push_str(line_end);
        }
        text.push_str(&format!("t{delimiter}x{line_end}"));
        for (t, x) in &rows {
            let x = format!("{x:e}");
            let x = if decimal_comma { x.replace('.', ",") } else { x };
            text.push_str(&format!("{t}{delimiter}{x}{line_end}"));
        }
        let source = Source::from_bytes("log".into(), text.into_bytes()).unwrap();
        let table = TextTable::open(&source, &DialectOptions::default()).unwrap();
        let columns = table.read(&[(0, CellKind::Number), (1, CellKind::Number)]).unwrap();
        let read: Vec<Option<f64>> = columns[1].f64().unwrap().iter().collect();
        let expected: Vec<Option<f64>> = rows.iter().map(|(_, x)| Some(*x)).collect();
        prop_assert_eq!(read, expected);
    }

    #[test]
    fn the_order_of_rows_does_not_matter(
        steps in prop::collection::vec((1_i64..2_000_000_000, -1e6_f64..1e6), 3..30),
        seed: u64,
    ) {
        let mut nanoseconds = 1_600_000_000_000_000_000;
        let mut rows: Vec<String> = steps
            .iter()
            .map(|(step, x)| {
                nanoseconds += step;
                format!("{nanoseconds},{x}\n")
            })
            .collect();
        let derive_all = |rows: &[String]| {
            let text = format!("timestamp,x\n{}", rows.concat());
            let source = Source::from_bytes("log".into(), text.into_bytes()).unwrap();
            let log = dxdt_log::read_source(source, &LogOptions::default()).unwrap();
            let options = AuditOptions { max_gap: MaxGap::Unlimited, ..Default::default() };
            let motion = derive(&audit(&log, &options).unwrap(), &DeriveOptions::default());
            (motion.t, motion.velocity, motion.acceleration)
        };
        let sorted = derive_all(&rows);
        let mut state = seed;
        rows.sort_by_cached_key(|row| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(row.len() as u64 | 1);
            state >> 16
        });
        prop_assert_eq!(derive_all(&rows), sorted);
    }
}

/// Logs of several formats, to be damaged.
fn whole_logs() -> Vec<Vec<u8>> {
    let data = super::support::root().join("data");
    let logs = ["cart_tracker.txt", "free_fall.csv", "robot_pose.txt"];
    let logs = logs.map(|name| std::fs::read(data.join(name)).unwrap());
    let gpx = "<gpx><trk><trkseg><trkpt lon=\"7\" lat=\"46\"><time>2024-05-11T10:00:00Z</time></trkpt>\
        <trkpt lon=\"7.1\" lat=\"46\"><time>2024-05-11T10:00:09Z</time></trkpt></trkseg></trk></gpx>";
    let json = "[{\"t\":0,\"x\":1},{\"t\":1,\"x\":2},{\"t\":2,\"x\":4}]";
    let nmea = "$GPGGA,100000,4600.00,N,00700.00,E,1,08,1.0,500.0,M,47.0,M,,\n\
        $GPGGA,100001,4600.01,N,00700.00,E,1,08,1.0,500.0,M,47.0,M,,\n";
    let texts = [gpx, json, nmea].map(|text| text.as_bytes().to_vec());
    logs.into_iter().chain(texts).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn a_damaged_log_is_read_or_refused(
        log in 0_usize..6,
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>(), 0..3_u8), 1..6),
    ) {
        let mut bytes = whole_logs().swap_remove(log);
        for (place, byte, change) in changes {
            if bytes.is_empty() {
                break;
            }
            let at = place.index(bytes.len());
            match change {
                0 => bytes[at] = byte,
                1 => bytes.insert(at, byte),
                _ => bytes.truncate(at),
            }
        }
        run(&bytes);
    }
}
