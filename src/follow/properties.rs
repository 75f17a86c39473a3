//! What holds for every log: pieces do not matter, and the whole log gives the same.

use proptest::prelude::*;

use crate::output::table::{TableChoice, TableFormat, Tables};
use crate::output::table_writer::TableWriter;
use dxdt_calculus::{Accuracy, EdgeOrder};
use dxdt_formats::Source;
use dxdt_log::{LogOptions, RoleOptions};
use dxdt_motion::audit::{AuditOptions, MaxGap, audit};
use dxdt_motion::motion::{
    Acceleration, DeriveOptions, Method, QuantityChoice, compare, derive, quantities,
};

use super::{FollowOptions, Follower};

const SECOND: i64 = 1_000_000_000;

/// Rows of an entity: the step before it in tenths of a second (0 repeats the timestamp), and whether it has a position.
#[derive(Debug, Clone)]
struct Row {
    entity: u8,
    step: u8,
    position: Option<[i16; 3]>,
}

fn rows() -> impl Strategy<Value = Vec<Row>> {
    let step = prop_oneof![8 => 1_u8..4, 1 => Just(0), 1 => 40_u8..60];
    let position = prop_oneof![9 => any::<[i16; 3]>().prop_map(Some), 1 => Just(None)];
    let row = (0_u8..3, step, position);
    let row = row.prop_map(|(entity, step, position)| Row {
        entity,
        step,
        position,
    });
    prop::collection::vec(row, 4..80)
}

fn options() -> impl Strategy<Value = FollowOptions> {
    let derive = (
        any::<bool>(),
        any::<bool>(),
        any::<bool>(),
        0..Accuracy::ALL.len(),
    );
    let gap = prop_oneof![
        Just(MaxGap::Unlimited),
        Just(MaxGap::Nanoseconds(3 * SECOND))
    ];
    let geographic = any::<bool>();
    (derive, gap, geographic, any::<bool>()).prop_map(
        |((diff, edge, direct, accuracy), max_gap, geographic, all)| {
            let position = match geographic {
                true => ["longitude", "latitude", "height"],
                false => ["x", "y", "z"],
            };
            FollowOptions {
                log: LogOptions {
                    roles: RoleOptions {
                        position: Some(position.map(str::to_owned).to_vec()),
                        entity: Some(vec!["id".to_owned()]),
                        ..Default::default()
                    },
                    ..Default::default()
                },
                audit: AuditOptions {
                    max_gap,
                    ..Default::default()
                },
                derive: DeriveOptions {
                    method: if diff {
                        Method::FirstDifference
                    } else {
                        Method::Gradient
                    },
                    edge_order: if edge {
                        EdgeOrder::First
                    } else {
                        EdgeOrder::Second
                    },
                    accuracy: Accuracy::ALL[accuracy],
                    acceleration: if direct {
                        Acceleration::Direct
                    } else {
                        Acceleration::Chained
                    },
                },
                quantities: match all {
                    true => QuantityChoice::All,
                    false => QuantityChoice::Usual,
                },
                format: TableFormat::Csv,
                comparison: true,
            }
        },
    )
}

/// The text of a log; positions in both frames are there, and the options choose.
fn text(rows: &[Row]) -> String {
    let mut text = "t,id,longitude,latitude,height,x [mm],y [mm],z [mm]\n".to_owned();
    let mut tenths = [0_u32; 3];
    for row in rows {
        let now = &mut tenths[usize::from(row.entity)];
        *now += u32::from(row.step);
        let t = f64::from(*now) / 10.0;
        text.push_str(&format!(
            "{t:.1},{},",
            ["a", "b", "c"][usize::from(row.entity)]
        ));
        match row.position {
            None => text.push_str(",,,,,\n"),
            Some(position) => {
                // Near each other, so that no derivative is made of rounding alone.
                let [x, y, z] = position.map(|value| f64::from(value) / 100.0);
                let place = [9.0 + x * 1e-5, 57.0 + y * 1e-5, z];
                let [longitude, latitude, height] = place;
                text.push_str(&format!(
                    "{longitude:.7},{latitude:.7},{height},{x},{y},{z}\n"
                ));
            }
        }
    }
    text
}

fn followed<'a>(pieces: impl Iterator<Item = &'a [u8]>, options: &FollowOptions) -> [String; 2] {
    let mut follower = Follower::new("log.csv", options.clone()).unwrap();
    let mut tables = [Vec::new(), Vec::new()];
    let take = |follower: &mut Follower, tables: &mut [Vec<u8>; 2]| {
        let rows = follower.take().unwrap();
        tables[0].extend(rows.motion);
        tables[1].extend(rows.comparison);
    };
    for piece in pieces {
        follower.push(piece).unwrap();
        take(&mut follower, &mut tables);
    }
    follower.finish().unwrap();
    take(&mut follower, &mut tables);
    tables.map(|table| String::from_utf8(table).unwrap())
}

fn analyzed(text: &str, options: &FollowOptions) -> [String; 2] {
    let source = Source::from_bytes("log.csv".into(), text.as_bytes().to_vec()).unwrap();
    let log = dxdt_log::read_source(source, &options.log).unwrap();
    let audited = audit(&log, &options.audit).unwrap();
    let motion = derive(&audited, &options.derive);
    let wanted = options.quantities.of_log(&log).unwrap();
    let quantities = quantities(&audited, &motion, &wanted, &options.derive);
    let gradient = compare(&audited, &motion, &options.derive)
        .gradient
        .into_owned();
    let gradient = (options.derive.method != Method::Gradient).then_some(gradient);
    let tables = Tables::new(
        &audited,
        motion,
        None,
        quantities,
        gradient,
        TableChoice {
            format: TableFormat::Csv,
            comparison: true,
        },
    )
    .unwrap();
    [tables.motion, tables.comparison.unwrap()].map(|frame| {
        let mut writer = TableWriter::new(TableFormat::Csv, Vec::new());
        writer.push(frame).unwrap();
        String::from_utf8(writer.finish().unwrap()).unwrap()
    })
}

/// The header, and the rows sorted by entity and time.
fn sorted(table: &str) -> (Vec<String>, Vec<Vec<String>>) {
    let cells = |line: &str| line.split(',').map(str::to_owned).collect::<Vec<_>>();
    let mut lines = table.lines().map(cells);
    let header = lines.next().unwrap();
    let mut rows: Vec<Vec<String>> = lines.collect();
    // Rows without a position may share their timestamp with others: those of the whole log stand after them.
    let without_position = |row: &[String]| row[3].is_empty();
    rows.sort_by(|a, b| {
        let t = |row: &[String]| row[2].parse::<f64>().unwrap();
        a[0].cmp(&b[0])
            .then(t(a).total_cmp(&t(b)))
            .then(without_position(a).cmp(&without_position(b)))
    });
    // After a gap such a row is of the segment that it ends here, and of the one that its neighbor begins there.
    let segment = header.iter().position(|name| name == "segment").unwrap();
    for index in 1..rows.len() {
        if without_position(&rows[index]) && rows[index][..3] == rows[index - 1][..3] {
            rows[index][segment].clear();
        }
    }
    (header, rows)
}

/// Only the whole log tells which rows jump.
fn without_jump(cell: &str) -> String {
    cell.trim_end_matches("jump").trim_end().to_owned()
}

fn assert_alike(followed: &str, analyzed: &str) {
    let (header, rows) = sorted(followed);
    let (expected_header, expected) = sorted(analyzed);
    assert_eq!(header, expected_header);
    assert_eq!(rows.len(), expected.len());
    for column in 0..header.len() {
        let numbers = expected
            .iter()
            .filter_map(|row| row[column].parse::<f64>().ok());
        let largest = numbers.fold(0.0, |largest: f64, number| largest.max(number.abs()));
        for (row, expected) in rows.iter().zip(&expected) {
            let (cell, other) = (&row[column], &without_jump(&expected[column]));
            let close = match (cell.parse::<f64>(), other.parse::<f64>()) {
                (Ok(a), Ok(b)) => (a - b).abs() <= 1e-9 * largest,
                _ => false,
            };
            assert!(
                cell == other || close,
                "{}: {row:?} is not {expected:?}",
                header[column]
            );
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(192))]

    #[test]
    fn pieces_do_not_matter(rows in rows(), options in options(), cuts in prop::collection::vec(1_usize..200, 1..40)) {
        let text = text(&rows);
        let whole = followed([text.as_bytes()].into_iter(), &options);
        let mut rest = text.as_bytes();
        let mut pieces = Vec::new();
        for &cut in cuts.iter().cycle() {
            if rest.is_empty() {
                break;
            }
            let (piece, others) = rest.split_at(cut.min(rest.len()));
            pieces.push(piece);
            rest = others;
        }
        prop_assert_eq!(followed(pieces.into_iter(), &options), whole);
    }

    #[test]
    fn the_whole_log_gives_the_same(rows in rows(), options in options()) {
        // Nothing can be derived of fewer positions.
        prop_assume!(rows[..4].iter().all(|row| row.position.is_some()));
        let text = text(&rows);
        let [motion, comparison] = followed([text.as_bytes()].into_iter(), &options);
        let [expected_motion, expected_comparison] = analyzed(&text, &options);
        assert_alike(&motion, &expected_motion);
        if expected_comparison.lines().count() == expected_motion.lines().count() {
            let keyed = |comparison: &str, motion: &str| -> String {
                // Rows without a position are known by it.
                let (a, b) = (motion.lines(), comparison.lines());
                let joined = a.zip(b).map(|(motion, comparison)| format!("{motion},{comparison}\n"));
                joined.collect()
            };
            assert_alike(&keyed(&comparison, &motion), &keyed(&expected_comparison, &expected_motion));
        }
    }
}
