use std::fs;

use polars::prelude::*;
use proptest::prelude::*;

use super::*;

/// Rows of entities one after the other: how many, and over how many days.
fn table(entities: &[(u8, usize, i64)]) -> (DataFrame, Vec<i64>, Vec<String>) {
    let (mut stamps, mut names) = (Vec::new(), Vec::new());
    for &(name, rows, step) in entities {
        let hour = 3_600_000_000_000;
        stamps.extend((0..rows as i64).map(|row| row * step * hour));
        names.extend(std::iter::repeat_n(format!("the entity {name}"), rows));
    }
    let x = (0..stamps.len()).map(|row| (row % 7 > 0).then_some(row as f64));
    let x: Float64Chunked = x.collect();
    let frame = df!("id" => &names, "stamp" => &stamps, "x" => x.into_series()).unwrap();
    (frame, stamps, names)
}

/// The entities of some rows, as ranges from their first.
fn runs(names: &[String]) -> Vec<(&str, Range<usize>)> {
    let mut end = 0;
    let entities = names.chunk_by(|a, b| a == b);
    entities
        .map(|names| {
            let start = end;
            end += names.len();
            (names[0].as_str(), start..end)
        })
        .collect()
}

fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let entries = fs::read_dir(folder).unwrap();
    entries
        .map(|entry| {
            let entry = entry.unwrap();
            let bytes = fs::read(entry.path().join("part-0.parquet")).unwrap();
            (entry.file_name().into_string().unwrap(), bytes)
        })
        .collect()
}

fn read(bytes: &[u8]) -> DataFrame {
    ParquetReader::new(io::Cursor::new(bytes)).finish().unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    #[test]
    fn the_bytes_do_not_depend_on_the_cut(
        entities in prop::collection::vec((0..9_u8, 1..60_usize, 1..9_i64), 1..8),
        cuts in prop::collection::vec(any::<prop::sample::Index>(), 0..9),
        group_rows in 1..50_usize,
        waiting_rows in 1..120_usize,
    ) {
        let (frame, stamps, names) = table(&entities);
        let mut ends: Vec<usize> = cuts.iter().map(|cut| cut.index(stamps.len() + 1)).collect();
        ends.push(stamps.len());
        ends.sort_unstable();
        for partition in [Partition::Date, Partition::EntityHash { buckets: 3 }] {
            let whole = tempfile::tempdir().unwrap();
            let new = |folder: &Path| {
                PartitionWriter::with_limits(partition, folder, group_rows, waiting_rows)
            };
            let keys = RowKeys { stamps: &stamps, entities: runs(&names) };
            let mut at_once = new(whole.path());
            at_once.push(&frame, &keys).unwrap();
            at_once.finish().unwrap();
            let whole = files(whole.path());
            let cut = tempfile::tempdir().unwrap();
            let mut writer = new(cut.path());
            let mut start = 0;
            for &end in &ends {
                let keys = RowKeys { stamps: &stamps[start..end], entities: runs(&names[start..end]) };
                writer.push(&frame.slice(start as i64, end - start), &keys).unwrap();
                let waiting = |part: &Part| part.waiting;
                prop_assert!(writer.parts.values().map(waiting).sum::<usize>() < waiting_rows);
                start = end;
            }
            writer.finish().unwrap();
            prop_assert!(files(cut.path()) == whole);
            // Every folder has its own rows in their order, and only those.
            let mut rows = 0;
            for (name, bytes) in &whole {
                let part = read(bytes);
                rows += part.height();
                let keys = RowKeys { stamps: &stamps, entities: runs(&names) };
                let own = partition.runs(&keys).into_iter();
                let own = own.filter(|(value, _)| &partition.folder(*value) == name);
                let own = rows_of(&frame, own.map(|(_, rows)| rows).collect()).unwrap();
                prop_assert!(part.equals_missing(&own));
            }
            prop_assert_eq!(rows, frame.height());
        }
    }
}

#[test]
fn keys_of_other_rows_are_an_error() {
    let (frame, stamps, names) = table(&[(1, 4, 1), (2, 3, 1)]);
    let folder = tempfile::tempdir().unwrap();
    let refused = |partition: Partition, stamps: &[i64], entities: Vec<(&str, Range<usize>)>| {
        let keys = RowKeys { stamps, entities };
        let error = PartitionWriter::new(partition, folder.path()).push(&frame, &keys);
        assert_eq!(error.unwrap_err().kind(), io::ErrorKind::InvalidInput);
    };
    refused(Partition::Date, &stamps[1..], runs(&names));
    let hash = Partition::EntityHash { buckets: 4 };
    refused(hash, &stamps, runs(&names[1..]));
    refused(hash, &stamps, vec![("a", 0..4), ("b", 3..7)]);
    refused(hash, &stamps, vec![("a", 0..4), ("b", 5..7)]);
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
}
