//! Logs of all kinds: entities, clocks, positions and what is odd about them.

use std::fmt::Write as _;

use polars::prelude::{
    DataFrame, DataType, Int64Chunked, IntoColumn, NamedFrom, ParquetWriter, Series, TimeUnit,
    TimeZone,
};
use proptest::prelude::*;

/// How a log is ordered.
#[derive(Debug, Clone, Copy)]
pub enum Order {
    ByEntity,
    ByTime,
    Neither,
    NewestFirst,
}

/// A row: entity, milliseconds, position, and what is odd about it.
pub type Row = (u8, u16, [i16; 3], u8);

/// Rows as CSV: longitude, latitude and height where `geographic`, a measured speed where `measured`.
pub fn csv(mut rows: Vec<Row>, order: Order, header: Header) -> String {
    match order {
        Order::ByEntity => rows.sort_by_key(|row| (row.0, row.1)),
        Order::ByTime => rows.sort_by_key(|row| row.1),
        Order::NewestFirst => {
            rows.sort_by_key(|row| row.1);
            rows.reverse();
        }
        Order::Neither => {}
    }
    let mut text = String::new();
    if header.has_entity {
        text += "ship,";
    }
    text += "time,";
    text += if header.is_geographic {
        "lon,lat,alt"
    } else {
        "px [mm],py [mm],pz [mm]"
    };
    text += if header.has_speed {
        ",speed [m/s]\n"
    } else {
        "\n"
    };
    for (entity, time, [x, y, z], odd) in rows {
        // A clock that stands still for long.
        let time = if header.time_style == 5 {
            time / 20_000 * 20_000
        } else {
            time
        };
        if header.has_entity {
            let _ = write!(text, "ship {},", entity % header.entities.max(1));
        }
        match odd {
            // A clock that starts in 1970, and none at all.
            0 if header.is_dated => text += "1970-01-01T00:00:07Z,",
            1 => text += ",",
            _ if header.is_dated => {
                let (second, ms) = (time / 1000, time % 1000);
                let (minute, second) = (second / 60, second % 60);
                let shortest = format!("{ms:03}");
                let (mark, fraction, offset) = match header.time_style {
                    0 => ('T', format!(".{ms:03}"), "Z"),
                    1 => ('T', format!(".{}", shortest.trim_end_matches('0')), ""),
                    2 if second % 2 == 0 => ('T', format!(".{ms:03}"), "+00:00"),
                    2 => ('T', format!(".{ms:03}"), "-01:30"),
                    3 => (' ', format!(".{ms:03}"), ""),
                    // Finer than a nanosecond.
                    _ => ('T', format!(".{ms:03}000000{:03}", entity * 20), ""),
                };
                let fraction = fraction.strip_suffix('.').unwrap_or(&fraction);
                let _ = write!(
                    text,
                    "2024-05-11{mark}10:{minute:02}:{second:02}{fraction}{offset},"
                );
            }
            _ => {
                let _ = write!(text, "{}.{:03},", time / 1000, time % 1000);
            }
        }
        let (x, y, z) = (f64::from(x) / 64.0, f64::from(y) / 64.0, f64::from(z));
        match odd {
            2 => text += ",,",
            3 => {
                let _ = write!(text, "{x},NA,{z}");
            }
            4 if header.is_geographic => text += "0,0,0",
            5 if header.is_geographic => text += "400,10,0",
            _ if header.is_geographic => {
                let _ = write!(text, "{},{},{z}", x / 3.0, y / 6.0);
            }
            _ => {
                let _ = write!(text, "{x},{y},{z}");
            }
        }
        if header.has_speed {
            let _ = write!(text, ",{}", z / 100.0);
        }
        text.push('\n');
    }
    text
}

#[derive(Debug, Clone, Copy)]
pub struct Header {
    has_entity: bool,
    entities: u8,
    is_dated: bool,
    time_style: u8,
    is_geographic: bool,
    has_speed: bool,
}

impl Header {
    pub fn of_one_ship() -> Self {
        Self {
            has_entity: true,
            entities: 1,
            is_dated: false,
            time_style: 0,
            is_geographic: false,
            has_speed: false,
        }
    }

    /// As a receiver writes it: instants of longitude and latitude.
    pub fn of_receiver(self) -> Self {
        Self {
            is_dated: true,
            time_style: 0,
            is_geographic: true,
            ..self
        }
    }
}

prop_compose! {
    pub fn headers()(
        has_entity: bool,
        entities in 1..6_u8,
        is_dated: bool,
        time_style in 0..6_u8,
        is_geographic: bool,
        has_speed: bool,
    ) -> Header {
        Header { has_entity, entities, is_dated, time_style, is_geographic, has_speed }
    }
}

pub fn orders() -> impl Strategy<Value = Order> {
    prop_oneof![
        Just(Order::ByEntity),
        Just(Order::ByTime),
        Just(Order::Neither),
        Just(Order::NewestFirst),
    ]
}

pub fn rows(odd: std::ops::Range<u8>) -> impl Strategy<Value = Vec<Row>> {
    let position = [-900..900_i16, -900..900_i16, 0..3000_i16];
    // Steps of a tenth of a second, so that timestamps repeat and some segments are even.
    let time = prop_oneof![
        4 => (0..600_u16).prop_map(|tenth| tenth * 100),
        1 => 0..60_000_u16,
    ];
    prop::collection::vec((0..6_u8, time, position, odd), 4..220)
}

/// Rows as a Parquet file, whose instants and entities have types of their own.
pub fn parquet(rows: &[Row], types: ParquetTypes) -> Vec<u8> {
    let entities = rows.iter().map(|row| i64::from(row.0 % 3) - 1);
    let entities = Series::new("ship".into(), entities.collect::<Vec<_>>());
    let factor = match types.unit {
        TimeUnit::Milliseconds => 1,
        TimeUnit::Microseconds => 1_000,
        TimeUnit::Nanoseconds => 1_000_000,
    };
    let instants = rows.iter().map(|(_, time, _, odd)| match odd {
        0 => Some(7_000 * factor),
        1 => None,
        _ => Some((1_715_421_600_000 + i64::from(*time)) * factor),
    });
    let instants: Int64Chunked = instants.collect();
    let zone = types.has_zone.then_some(TimeZone::UTC);
    let mut columns = vec![
        instants
            .with_name("time".into())
            .into_datetime(types.unit, zone)
            .into_column(),
    ];
    match types.entity {
        0 => {}
        1 => columns.push(entities.into_column()),
        2 => columns.push(entities.cast(&DataType::Int32).unwrap().into_column()),
        _ => columns.push(entities.cast(&DataType::String).unwrap().into_column()),
    }
    for (axis, name) in ["x [m]", "y [m]"].into_iter().enumerate() {
        let values = rows.iter().map(|(_, _, position, odd)| {
            let value = f64::from(position[axis]) / 64.0;
            (*odd != 2).then_some(value)
        });
        columns.push(Series::new(name.into(), values.collect::<Vec<_>>()).into_column());
    }
    let unused = Series::new("unused".into(), vec!["some text"; rows.len()]);
    columns.push(unused.into_column());
    let mut frame = DataFrame::new(rows.len(), columns).unwrap();
    let mut bytes = Vec::new();
    ParquetWriter::new(&mut bytes)
        .with_row_group_size(Some(types.group))
        .finish(&mut frame)
        .unwrap();
    bytes
}

#[derive(Debug, Clone, Copy)]
pub struct ParquetTypes {
    unit: TimeUnit,
    has_zone: bool,
    entity: u8,
    group: usize,
}

prop_compose! {
    pub fn parquet_types()(
        unit in prop_oneof![
            Just(TimeUnit::Milliseconds), Just(TimeUnit::Microseconds), Just(TimeUnit::Nanoseconds)],
        has_zone: bool,
        entity in 0..4_u8,
        group in 1..100_usize,
    ) -> ParquetTypes {
        ParquetTypes { unit, has_zone, entity, group }
    }
}
