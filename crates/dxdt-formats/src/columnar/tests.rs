use polars::df;
use polars::prelude::{
    DataFrame, DataType, Int64Chunked, IntoColumn, IntoSeries, IpcCompression, IpcWriter,
    NamedFrom, NewChunkedArray, ParquetCompression, ParquetWriter, SerWriter, Series, TimeUnit,
    TimeZone,
};
use proptest::prelude::*;

use super::*;
use crate::memory::{Budget, Memory};

fn read_ipc(bytes: &[u8]) -> Result<RecordTable> {
    ipc::read(bytes, Budget::UNLIMITED)
}

fn read_parquet(bytes: &[u8]) -> Result<RecordTable> {
    row_groups::read(bytes, Memory::UNLIMITED)
}

fn small() -> DataFrame {
    let stamps = [1_403_715_524_907_143_168_i64, 1_403_715_524_907_143_169, -1];
    let as_type = |name: &str, values: &[i64], dtype: DataType| {
        let column = Series::new(name.into(), values.to_vec()).into_column();
        column.cast(&dtype).unwrap()
    };
    let mut frame =
        df!("x" => [0.5, 1.0, 2.0], "id" => ["a", "a", "b"], "n" => [1_i64, 2, 3]).unwrap();
    let pose = df!("x" => [1.0, 2.0, 3.0], "ok" => [Some(true), None, Some(false)])
        .unwrap()
        .into_struct("pose".into())
        .into_series();
    let list = Series::new("list".into(), vec![Series::new("".into(), [1.0_f64]); 3]);
    let in_utc = Int64Chunked::from_slice("utc".into(), &stamps)
        .into_datetime(TimeUnit::Nanoseconds, Some(TimeZone::UTC))
        .into_column();
    for column in [
        as_type(
            "local",
            &stamps,
            DataType::Datetime(TimeUnit::Nanoseconds, None),
        ),
        in_utc,
        as_type(
            "ms",
            &[0, 86_400_500, -1],
            DataType::Datetime(TimeUnit::Milliseconds, None),
        ),
        as_type("clock", &[0, 36_000_000_000_001, 5], DataType::Time),
        as_type(
            "after",
            &[0, 1500, 3000],
            DataType::Duration(TimeUnit::Microseconds),
        ),
        pose.into_column(),
        list.into_column(),
    ] {
        frame.with_column(column).unwrap();
    }
    frame
}

fn parquet_of(frame: &DataFrame, compression: ParquetCompression) -> Vec<u8> {
    let mut bytes = Vec::new();
    ParquetWriter::new(&mut bytes)
        .with_compression(compression)
        .finish(&mut frame.clone())
        .unwrap();
    bytes
}

fn ipc_of(frame: &DataFrame, compression: Option<IpcCompression>) -> Vec<u8> {
    let mut bytes = Vec::new();
    IpcWriter::new(&mut bytes)
        .with_compression(compression)
        .finish(&mut frame.clone())
        .unwrap();
    bytes
}

/// The messages of a file: what lies between its magic and its footer.
fn stream_of(file: &[u8]) -> Vec<u8> {
    let end = file.len() - ipc::MAGIC.len() - 4;
    let footer = flatbuffer::i32_at(file, end).unwrap() as usize;
    file[8..end - footer].to_vec()
}

fn said<T: std::fmt::Debug>(read: Result<T>) -> String {
    read.unwrap_err().to_string()
}

#[test]
fn every_type_becomes_text_that_keeps_its_digits() {
    let frame = small();
    let file = ipc_of(&frame, Some(IpcCompression::LZ4));
    for table in [
        read_parquet(&parquet_of(&frame, ParquetCompression::Snappy)),
        read_parquet(&parquet_of(&frame, ParquetCompression::Uncompressed)),
        read_ipc(&ipc_of(&frame, None)),
        read_ipc(&stream_of(&file)),
        read_ipc(&file),
    ] {
        let table = table.unwrap();
        assert_eq!(
            table.names(),
            [
                "x",
                "id",
                "n",
                "local",
                "utc",
                "ms",
                "clock",
                "after [us]",
                "pose.x",
                "pose.ok"
            ]
        );
        let rows = table.sample(9).unwrap();
        assert_eq!(
            rows[1],
            [
                "1.0",
                "a",
                "2",
                "2014-06-25T16:58:44.907143169",
                "2014-06-25T16:58:44.907143169Z",
                "1970-01-02T00:00:00.5",
                "10:00:00.000000001",
                "1500",
                "2.0",
                ""
            ]
        );
        assert_eq!(
            rows[2][3..6],
            [
                "1969-12-31T23:59:59.999999999",
                "1969-12-31T23:59:59.999999999Z",
                "1969-12-31T23:59:59.999"
            ]
        );
        let notes: Vec<String> = table.findings.iter().map(ToString::to_string).collect();
        assert_eq!(
            notes,
            [
                "columns of unsupported types (lists, bytes, decimals, 8 and 16 bits) are left out: 'list'"
            ]
        );
    }
}

#[test]
fn the_formats_are_told_by_their_magic() {
    let file = ipc_of(&small(), None);
    assert!(ArrowIpc.recognises(&file) && ArrowIpc.recognises(&stream_of(&file)[..200]));
    assert!(
        ArrowIpc.recognises(b"FEA1") && Parquet.recognises(b"PAR1") && Parquet.recognises(b"PARE")
    );
    assert!(
        !ArrowIpc.recognises(&[0xff; 64])
            && !ArrowIpc.recognises(b"t,x")
            && !Parquet.recognises(b"PAR")
    );
}

#[test]
fn files_that_are_cut_off_or_of_another_kind_are_said() {
    let cut = "file is damaged or cut off (its end is missing); download or export the file again";
    let parquet = parquet_of(&small(), ParquetCompression::Snappy);
    let file = ipc_of(&small(), None);
    assert_eq!(
        said(read_parquet(&parquet[..parquet.len() - 1])),
        format!("the Parquet {cut}")
    );
    assert_eq!(
        said(read_ipc(&file[..file.len() - 1])),
        format!("the Arrow IPC {cut}")
    );
    assert_eq!(said(read_ipc(b"ARROW1")), format!("the Arrow IPC {cut}"));
    let stream = stream_of(&file);
    assert_eq!(
        said(read_ipc(&stream[..stream.len() / 2])),
        "the Arrow IPC file is damaged or cut off (a message is cut off); download or export the file again"
    );
    assert_eq!(
        said(read_ipc(b"FEA1\0\0\0\0")),
        "this is Feather version 1, which is not supported; save it as Feather version 2 (Arrow IPC)"
    );
    let encrypted = "the Parquet file is encrypted; write it again without encryption";
    assert_eq!(said(read_parquet(b"PARE....PARE")), encrypted);
}

#[test]
fn footers_that_lie_are_said() {
    let mut file = ipc_of(&small(), None);
    let length = file.len() - 10;
    file[length..length + 4].copy_from_slice(&i32::MAX.to_le_bytes());
    assert_eq!(
        said(read_ipc(&file)),
        "the Arrow IPC file is damaged or cut off (its footer is invalid); download or export the file again"
    );
    let mut parquet = parquet_of(&small(), ParquetCompression::Snappy);
    let length = parquet.len() - 8;
    parquet[length..length + 4].copy_from_slice(&u32::MAX.to_le_bytes());
    assert!(said(read_parquet(&parquet)).starts_with("the Parquet file is damaged or cut off ("));
    // The first page's header: its size is field 2, written as 0x15 and a number.
    let mut parquet = parquet_of(
        &df!("t" => [0_i64; 64]).unwrap(),
        ParquetCompression::Uncompressed,
    );
    assert_eq!((parquet[4], parquet[6]), (0x15, 0x15));
    parquet[7] |= 1;
    assert_eq!(
        said(read_parquet(&parquet)),
        "the Parquet file is damaged or cut off (a page header is invalid); download or export the file again"
    );
}

#[test]
fn claims_beyond_what_a_file_can_hold_are_said() {
    let frame = df!("t" => (0..1000_i64).collect::<Vec<_>>()).unwrap();
    let mut file = ipc_of(&frame, Some(IpcCompression::LZ4));
    let size = 8000_i64.to_le_bytes();
    let at = memchr::memmem::find(&file, &size).unwrap();
    file[at..at + 8].copy_from_slice(&(1_i64 << 50).to_le_bytes());
    let length = file.len();
    assert_eq!(
        said(read_ipc(&file)),
        format!(
            "the Arrow IPC file of {length} bytes claims to hold 1125899906842624 bytes: it is damaged, \
             or a decompression bomb; download or export the file again"
        )
    );
    assert!(check_claim("Parquet", 1 << 30, 10).is_ok());
    assert!(check_claim("Parquet", (1 << 30) + 1, 10).is_err());
    assert!(check_claim("Parquet", 3_000_000_000, 3_000_000).is_ok());
}

#[test]
fn tables_without_use_are_said() {
    let nothing = "there are no rows of plain values in the file; give a table with timestamps and positions as \
         columns";
    let empty = small().head(Some(0));
    assert_eq!(
        said(read_parquet(&parquet_of(
            &empty,
            ParquetCompression::Snappy
        ))),
        nothing
    );
    let lists = small().select(["list"]).unwrap();
    assert_eq!(said(read_ipc(&ipc_of(&lists, None))), nothing);
    let far = Series::new("t".into(), [0_i64, i64::MAX / 1000])
        .cast(&DataType::Datetime(TimeUnit::Milliseconds, None))
        .unwrap();
    let far = DataFrame::new(2, vec![far.into_column()]).unwrap();
    assert_eq!(
        said(read_ipc(&ipc_of(&far, None))),
        "record 2, column 't': the instant is out of range: timestamps reach from the year 1677 to 2262; \
         correct the value, or empty it to leave out the row"
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]
    #[test]
    fn mutated_files_never_panic(
        changes in prop::collection::vec((0usize..10_000, any::<u8>()), 1..4),
        from_end: bool,
        cut in prop::option::weighted(0.1, 0usize..10_000),
    ) {
        let frame = small();
        let plain = ipc_of(&frame, None);
        for (index, mut bytes) in [
            parquet_of(&frame, ParquetCompression::Uncompressed),
            parquet_of(&frame, ParquetCompression::Snappy),
            stream_of(&plain),
            plain,
            ipc_of(&frame, Some(IpcCompression::LZ4)),
        ].into_iter().enumerate() {
            for &(at, byte) in &changes {
                let length = bytes.len();
                // Footers are where most of the structure is.
                let at = if from_end { length - 1 - at % length.min(600) } else { at % length };
                bytes[at] = byte;
            }
            bytes.truncate(cut.unwrap_or(usize::MAX));
            let _ = if index < 2 { read_parquet(&bytes) } else { read_ipc(&bytes) };
        }
    }
}
