use polars::prelude::*;
use proptest::prelude::*;

use super::super::normal_form::tests::with_mask;
use super::*;

/// Rows of a table, from which frames of any cut are made.
type Row = (Option<f64>, Option<String>, u32, Option<i64>, String);

fn frame(rows: &[Row]) -> DataFrame {
    let instants: Int64Chunked = rows.iter().map(|row| row.3).collect();
    let instants = instants
        .into_series()
        .cast(&DataType::Datetime(TimeUnit::Nanoseconds, None))
        .unwrap();
    let column = |series: Series, name: &str| series.with_name(name.into()).into_column();
    let columns = vec![
        column(rows.iter().map(|row| row.0).collect(), "v_x"),
        column(rows.iter().map(|row| row.1.as_deref()).collect(), "id"),
        column(rows.iter().map(|row| row.2).collect(), "segment"),
        column(rows.iter().map(|row| row.3).collect(), "count"),
        column(instants, "time"),
        column(rows.iter().map(|row| row.4.as_str()).collect(), "flag"),
    ];
    DataFrame::new(rows.len(), columns).unwrap()
}

/// The same rows with a mask on a column in which nothing may be null.
fn masked(mut frame: DataFrame) -> DataFrame {
    let v_x = frame.column("v_x").unwrap().f64().unwrap();
    let v_x = with_mask(v_x).into_column();
    frame.with_column(v_x).unwrap();
    frame
}

fn row() -> impl Strategy<Value = Row> {
    let float = prop_oneof![
        any::<f64>().prop_filter("known", |v| !v.is_nan()),
        Just(-0.0),
        Just(0.0)
    ];
    let text = prop_oneof!["[ab,\"\n]{0,3}", "[a-d]{10,40}"];
    let count = prop_oneof![any::<i64>(), 0..4_i64];
    (
        prop::option::weighted(0.8, float),
        prop::option::weighted(0.9, text),
        0..3_u32,
        prop::option::of(count),
        prop_oneof![Just(String::new()), Just("edge merged short".to_owned())],
    )
}

/// Rows, some of them many times, with and without nulls.
fn rows() -> impl Strategy<Value = Vec<Row>> {
    let rows = prop::collection::vec(row(), 1..40);
    (rows, 1..20_usize, any::<bool>()).prop_map(|(mut rows, times, is_whole)| {
        for row in rows.iter_mut().filter(|_| is_whole) {
            row.0.get_or_insert(1.5);
            row.1.get_or_insert_default();
            row.3.get_or_insert(7);
        }
        let length = rows.len() * times;
        rows.into_iter().cycle().take(length).collect()
    })
}

fn written(
    format: TableFormat,
    group_rows: usize,
    frames: impl IntoIterator<Item = DataFrame>,
) -> Vec<u8> {
    let group_rows = NonZeroUsize::new(group_rows).unwrap();
    let mut writer = TableWriter::with_group_rows(format, Vec::new(), group_rows);
    for frame in frames {
        writer.push(frame).unwrap();
    }
    writer.finish().unwrap()
}

/// Where a table is cut, as the ends of its frames; a frame may be without rows.
fn ends(cuts: &[prop::sample::Index], rows: usize) -> Vec<usize> {
    let mut ends: Vec<usize> = cuts.iter().map(|cut| cut.index(rows + 1)).collect();
    ends.push(rows);
    ends.sort_unstable();
    ends
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn the_bytes_do_not_depend_on_the_cut(
        rows in rows(),
        cuts in prop::collection::vec(any::<prop::sample::Index>(), 0..12),
        group_rows in 1..200_usize,
    ) {
        let whole = frame(&rows);
        let ends = ends(&cuts, rows.len());
        let ranges = || {
            let starts = std::iter::once(0).chain(ends.iter().copied());
            starts.zip(&ends).map(|(start, &end)| start..end)
        };
        for format in TableFormat::ALL {
            let expected = written(format, group_rows, [whole.clone()]);
            let made = ranges().map(|range| frame(&rows[range]));
            prop_assert!(written(format, group_rows, made) == expected, "frames of their own, {:?}", format);
            let slices = ranges().map(|range| whole.slice(range.start as i64, range.len()));
            prop_assert!(written(format, group_rows, slices) == expected, "slices, {:?}", format);
            let gathered = ranges().map(|range| {
                // Rows that are gathered in another way share the bytes of the whole table's text.
                let rows: Vec<IdxSize> = range.map(|row| row as IdxSize).collect();
                whole.take(&IdxCa::from_vec("".into(), rows)).unwrap()
            });
            prop_assert!(written(format, group_rows, gathered) == expected, "gathered, {:?}", format);
            let masks = ranges().map(|range| masked(frame(&rows[range])));
            prop_assert!(written(format, group_rows, masks) == expected, "masked, {:?}", format);
            let mut pieces = ranges().map(|range| frame(&rows[range]));
            let mut chunked = pieces.next().unwrap();
            pieces.for_each(|piece| { chunked.vstack_mut(&piece).unwrap(); });
            prop_assert!(written(format, group_rows, [chunked]) == expected, "chunks, {:?}", format);
        }
    }

    #[test]
    fn the_bytes_are_those_of_polars(rows in rows()) {
        let mut whole = frame(&rows);
        // Polars' Arrow IPC is an image of whatever memory there is, in one batch; its Parquet has other pages.
        for format in [TableFormat::Csv, TableFormat::JsonLines] {
            let mut expected = Vec::new();
            match format {
                TableFormat::Csv => CsvWriter::new(&mut expected).finish(&mut whole).unwrap(),
                _ => JsonWriter::new(&mut expected).finish(&mut whole).unwrap(),
            }
            prop_assert!(written(format, 512 * 512, [whole.clone()]) == expected, "{:?}", format);
        }
    }

    #[test]
    fn what_was_written_is_read_back(rows in rows(), group_rows in 1..200_usize) {
        let whole = frame(&rows);
        let read = |format| std::io::Cursor::new(written(format, group_rows, [whole.clone()]));
        let parquet = ParquetReader::new(read(TableFormat::Parquet)).finish().unwrap();
        prop_assert!(parquet.equals_missing(&whole));
        let ipc = IpcReader::new(read(TableFormat::Ipc)).finish().unwrap();
        prop_assert!(ipc.equals_missing(&whole));
    }
}

#[test]
fn groups_are_of_the_default_number_of_rows() {
    let rows = 2 * 512 * 512 + 5;
    let t: Vec<f64> = (0..rows).map(|row| row as f64 * 0.25).collect();
    let frame = df!("t" => t).unwrap();
    let mut writer = TableWriter::new(TableFormat::Parquet, Vec::new());
    writer.push(frame).unwrap();
    let bytes = std::io::Cursor::new(writer.finish().unwrap());
    let mut reader = ParquetReader::new(bytes);
    let groups = &reader.get_metadata().unwrap().row_groups;
    let groups: Vec<usize> = groups.iter().map(|group| group.num_rows()).collect();
    assert_eq!(groups, [512 * 512, 512 * 512, 5]);
}

#[test]
fn pages_do_not_depend_on_the_cut_and_noise_is_not_compressed() {
    let rows = 70_000_u64;
    let noise = (0..rows).map(|row| row.wrapping_mul(0x9e37_79b9_7f4a_7c15) as f64 / 3.0);
    let some = (0..rows).map(|row| (row % 40_000 < 35_000).then_some(0.5));
    let frame = df!(
        "noise" => noise.collect::<Vec<_>>(),
        "some" => some.collect::<Vec<_>>(),
    )
    .unwrap();
    let bytes = |ends: &[u64]| {
        let starts = [0].iter().chain(ends);
        let pieces = starts.zip(ends.iter().chain([&rows]));
        let pieces = pieces.map(|(&start, &end)| frame.slice(start as i64, (end - start) as usize));
        written(TableFormat::Parquet, 1 << 18, pieces)
    };
    let expected = bytes(&[]);
    for ends in [&[1][..], &[32_767, 32_769], &[20_000, 40_000, 60_000]] {
        assert!(bytes(ends) == expected, "{ends:?}");
    }
    let mut reader = ParquetReader::new(io::Cursor::new(expected));
    let group = &reader.get_metadata().unwrap().row_groups[0];
    let columns = group.parquet_columns().iter();
    let compression: Vec<String> = columns
        .map(|column| format!("{:?}", column.compression()))
        .collect();
    assert_eq!(compression, ["Uncompressed", "Snappy"]);
    assert!(reader.finish().unwrap().equals_missing(&frame));
}

#[test]
fn other_columns_and_no_columns_are_errors() {
    for format in TableFormat::ALL {
        let mut writer = TableWriter::new(format, Vec::new());
        writer.push(df!("t" => [0.0]).unwrap()).unwrap();
        let other = writer.push(df!("t" => [1_i64]).unwrap()).unwrap_err();
        assert_eq!(other.kind(), io::ErrorKind::InvalidInput);
        let none = TableWriter::new(format, Vec::new()).finish().unwrap_err();
        assert_eq!(none.kind(), io::ErrorKind::InvalidInput);
    }
}

/// Takes so many bytes and not one more.
struct Full(usize);

impl Write for Full {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.0 == 0 {
            return Err(io::ErrorKind::StorageFull.into());
        }
        let taken = bytes.len().min(self.0);
        self.0 -= taken;
        Ok(taken)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[test]
fn what_the_sink_refuses_is_the_error_in_every_format() {
    let frame = df!("t" => [0.0, 0.5, 1.0], "id" => ["a", "b", "c"]).unwrap();
    for format in TableFormat::ALL {
        let group_rows = NonZeroUsize::new(2).unwrap();
        let write = |room: usize| -> io::Result<()> {
            let mut writer = TableWriter::with_group_rows(format, Full(room), group_rows);
            writer.push(frame.clone())?;
            writer.finish().map(drop)
        };
        let size = written(format, 2, [frame.clone()]).len();
        for room in 0..size {
            let refused = write(room).unwrap_err();
            assert_eq!(
                refused.kind(),
                io::ErrorKind::StorageFull,
                "{format:?} {room}"
            );
        }
        write(size).unwrap();
    }
}
