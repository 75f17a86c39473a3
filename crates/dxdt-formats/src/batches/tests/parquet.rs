//! Parquet files in batches.

use polars::df;
use polars::prelude::{
    DataFrame, DataType, IntoColumn, IntoSeries, NamedFrom, ParquetReader, ParquetWriter,
    SerReader, Series, TimeUnit,
};

use super::*;

fn frame(rows: i64) -> DataFrame {
    let numbers: Vec<i64> = (0..rows).collect();
    let x = |&i: &i64| (i % 7 > 0).then_some(i as f64 / 4.0);
    let mut frame = df!(
        "x" => numbers.iter().map(x).collect::<Vec<_>>(),
        "id" => numbers.iter().map(|i| format!("car {}", i % 3)).collect::<Vec<_>>()
    )
    .unwrap();
    let pose = frame.clone().into_struct("pose".into()).into_series();
    let lists = vec![Series::new("".into(), [1.0_f64]); numbers.len()];
    let stamps = Series::new("time".into(), numbers)
        .cast(&DataType::Datetime(TimeUnit::Nanoseconds, None))
        .unwrap();
    let list = Series::new("list".into(), lists);
    for column in [stamps.into_column(), pose.into_column(), list.into_column()] {
        frame.with_column(column).unwrap();
    }
    frame
}

fn written(frame: &mut DataFrame, row_group: usize) -> Vec<u8> {
    let mut bytes = Vec::new();
    ParquetWriter::new(&mut bytes)
        .with_row_group_size(Some(row_group))
        .finish(frame)
        .unwrap();
    bytes
}

fn in_batches(
    path: &Path,
    batch_bytes: usize,
    least_rows: usize,
) -> Result<(Reading, Numbers, Vec<usize>)> {
    let mut source = opened(path, FormatChoice::ByContent, batch_bytes, least_rows)?;
    let once = batched(&mut source)?;
    source.rewind()?;
    assert_eq!(once, batched(&mut source)?);
    Ok(once)
}

#[test]
fn batches_together_are_the_whole() {
    let mut frame = frame(1000);
    for row_group in [1000, 130, 7] {
        let file = file(&written(&mut frame, row_group));
        let (mut expected, numbers) = whole(file.path(), FormatChoice::ByContent).unwrap();
        expected.findings.dedup();
        for batch_bytes in [1, 500, 5000, usize::MAX] {
            let (reading, of_batches, heights) = in_batches(file.path(), batch_bytes, 50).unwrap();
            assert_eq!(reading, expected);
            assert_eq!(of_batches, numbers);
            assert!(heights[0] >= 50);
            assert_eq!(heights.len() == 2, batch_bytes == usize::MAX, "{heights:?}");
        }
    }
}

#[test]
fn a_batch_is_a_table_of_plain_columns() {
    let file = file(&written(&mut frame(100), 30));
    let mut source = opened(file.path(), FormatChoice::ByContent, 1, 40).unwrap();
    assert_eq!(source.encoding(), "binary");
    let first = source.next_batch().unwrap().unwrap();
    let table = first.table().unwrap();
    assert_eq!(table.format(), "Parquet");
    assert_eq!(table.names(), ["x", "id", "time", "pose.x", "pose.id"]);
    assert_eq!(table.findings().len(), 1);
    let rows = table.sample(2).unwrap();
    let cells = [
        "0.25",
        "car 1",
        "1970-01-01T00:00:00.000000001",
        "0.25",
        "car 1",
    ];
    assert_eq!(rows[1], cells);
    assert_eq!(table.sample(1000).unwrap().len(), 40);
    // Places are records of the file.
    let second = source.next_batch().unwrap().unwrap();
    let table = second.table().unwrap();
    assert_eq!(table.places().of_row(0), At::Record(41));
    assert!(table.findings().is_empty());
    let error = table
        .read(&[(1, CellKind::Number)])
        .unwrap_err()
        .to_string();
    assert!(
        error.contains("record 41, column 'id': 'car 1' is not a number"),
        "{error}"
    );
}

#[test]
fn damaged_files_are_said_as_of_the_whole_file() {
    let sound = written(&mut frame(100), 30);
    let said = |bytes: &[u8]| {
        let file = file(bytes);
        let error = in_batches(file.path(), 1, 1).unwrap_err();
        let whole = whole(file.path(), FormatChoice::ByContent).unwrap_err();
        assert_eq!(error.to_string(), whole.to_string());
        error.to_string()
    };
    assert!(said(&sound[..sound.len() - 1]).contains("its end is missing"));
    assert!(said(b"PARE....PARE").contains("the Parquet file is encrypted"));
    assert!(said(b"PAR1").contains("its end is missing"));
    assert!(said(b"PAR1\xff\xff\xff\xffPAR1").contains("is damaged or cut off ("));
    let mut header = sound.clone();
    header[7] |= 1;
    assert!(said(&header).contains("is damaged or cut off ("));
    let empty = written(&mut frame(1).head(Some(0)), 30);
    assert!(said(&empty).contains("there are no rows of plain values"));
}

#[test]
fn columns_that_are_not_needed_are_not_read() {
    let mut bytes = written(&mut frame(100), 30);
    let mut reader = ParquetReader::new(std::io::Cursor::new(&bytes[..]));
    let metadata = reader.get_metadata().unwrap().clone();
    let id = metadata.row_groups[1]
        .parquet_columns()
        .iter()
        .find(|column| column.descriptor().path_in_schema[0] == "id")
        .unwrap()
        .byte_range();
    bytes[id.start as usize..id.end as usize].fill(0xff);
    let file = file(&bytes);
    let rows_of = |needed: Option<&[usize]>| {
        let mut source = opened(file.path(), FormatChoice::ByContent, 1, 30)?;
        let mut rows = source
            .next_batch()?
            .unwrap()
            .table()?
            .read(&[(0, CellKind::Number)])?[0]
            .len();
        needed.into_iter().for_each(|needed| source.need(needed));
        while let Some(batch) = source.next_batch()? {
            rows += batch.table()?.read(&[(0, CellKind::Number)])?[0].len();
        }
        Ok::<_, dxdt_motion::Error>(rows)
    };
    assert!(rows_of(None).is_err());
    assert!(rows_of(Some(&[0, 1])).is_err());
    assert_eq!(rows_of(Some(&[0, 2])).unwrap(), 100);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn mutated_files_never_panic(
        changes in vec((0usize..10_000, any::<u8>()), 1..4),
        from_end: bool,
    ) {
        let mut bytes = written(&mut frame(40), 15);
        let length = bytes.len();
        for (at, byte) in changes {
            let at = if from_end { length - 1 - at % length.min(900) } else { at % length };
            bytes[at] = byte;
        }
        let opened = opened(file(&bytes).path(), FormatChoice::ByContent, 1, 1);
        if let Ok(mut source) = opened {
            let _ = batched(&mut source);
        }
    }
}
