use std::io::Write;
use std::path::Path;

use polars::prelude::Column;
use proptest::collection::vec;
use proptest::prelude::*;

use super::super::{CellKind, HeaderOrigin, Source, Table};
use super::*;
use dxdt_motion::error::At;

/// A file of these bytes.
fn file(bytes: &[u8]) -> tempfile::NamedTempFile {
    let mut file = tempfile::NamedTempFile::new().unwrap();
    file.write_all(bytes).unwrap();
    file
}

/// What a table, or several one after the other, say.
#[derive(Debug, Clone, PartialEq, Default)]
struct Reading {
    names: Vec<String>,
    header: Option<HeaderOrigin>,
    decimal_comma: bool,
    /// By column.
    texts: Vec<Vec<Option<String>>>,
    places: Vec<At>,
    findings: Vec<String>,
}

impl Reading {
    fn add(&mut self, table: &Table<'_>) -> Result<()> {
        self.names = table.names().to_vec();
        self.header = Some(table.header());
        self.decimal_comma = table.decimal_comma();
        let all: Vec<_> = (0..self.names.len())
            .map(|index| (index, CellKind::Text))
            .collect();
        let columns = table.read(&all)?;
        let height = columns[0].len();
        self.texts.resize(columns.len(), Vec::new());
        for (texts, column) in self.texts.iter_mut().zip(&columns) {
            assert_eq!(column.len(), height);
            let cells = column.str().unwrap().iter();
            texts.extend(cells.map(|cell| cell.map(str::to_owned)));
        }
        self.places
            .extend((0..height).map(|row| table.places().of_row(row)));
        let findings = table.findings().into_iter();
        self.findings
            .extend(findings.map(|finding| finding.in_file("log").to_string()));
        Ok(())
    }
}

/// A column's numbers as bits, NaN being a missing one: whether `nan` is read as such or as null depends on the other
/// rows. Of each column, or the error of one.
type Numbers = Vec<std::result::Result<Vec<Option<u64>>, String>>;

fn bits(column: &Column) -> Vec<Option<u64>> {
    let numbers = column.f64().unwrap().iter();
    numbers
        .map(|number| number.filter(|n| !n.is_nan()).map(f64::to_bits))
        .collect()
}

fn add_numbers(numbers: &mut Numbers, table: &Table<'_>) {
    numbers.resize(table.names().len(), Ok(Vec::new()));
    for (index, all) in numbers.iter_mut().enumerate() {
        let read = table.read(&[(index, CellKind::Number)]);
        let more = read
            .map(|columns| bits(&columns[0]))
            .map_err(|error| error.to_string());
        match (&mut *all, more) {
            (Ok(all), Ok(more)) => all.extend(more),
            (Ok(_), Err(error)) => *all = Err(error),
            (Err(_), _) => {}
        }
    }
}

fn whole(path: &Path, format: FormatChoice) -> Result<(Reading, Numbers)> {
    let source = Source::read(path.to_str().unwrap())?;
    let table = Table::open(&source, format, &DialectOptions::default())?;
    let (mut reading, mut numbers) = (Reading::default(), Numbers::new());
    reading.add(&table)?;
    add_numbers(&mut numbers, &table);
    Ok((reading, numbers))
}

fn opened(
    path: &Path,
    format: FormatChoice,
    batch_bytes: usize,
    least_rows: usize,
) -> Result<BatchedSource> {
    let path = path.to_str().unwrap();
    BatchedSource::open(
        path,
        format,
        &DialectOptions::default(),
        batch_bytes,
        least_rows,
        &SpoolRoom::in_memory(),
    )
}

/// All batches put together, and the number of rows of each.
fn batched(source: &mut BatchedSource) -> Result<(Reading, Numbers, Vec<usize>)> {
    let (mut reading, mut numbers, mut heights) = (Reading::default(), Numbers::new(), Vec::new());
    while let Some(batch) = source.next_batch()? {
        let before = reading.places.len();
        let table = batch.table()?;
        reading.add(&table)?;
        add_numbers(&mut numbers, &table);
        heights.push(reading.places.len() - before);
    }
    Ok((reading, numbers, heights))
}

fn in_batches(
    path: &Path,
    batch_bytes: usize,
    least_rows: usize,
) -> Result<(Reading, Numbers, Vec<usize>)> {
    let mut source = opened(path, FormatChoice::Text, batch_bytes, least_rows)?;
    let once = batched(&mut source);
    source.rewind()?;
    let again = batched(&mut source);
    assert_eq!(once, again);
    once
}

fn check(text: &[u8], batch_bytes: usize, least_rows: usize) {
    let file = file(text);
    let shown = String::from_utf8_lossy(text);
    let whole = whole(file.path(), FormatChoice::Text);
    let batches = in_batches(file.path(), batch_bytes, least_rows);
    match (whole, batches) {
        (Ok((reading, numbers)), Ok((in_batches, numbers_in_batches, _))) => {
            assert_eq!(in_batches, reading, "{shown:?} by {batch_bytes}");
            assert_eq!(numbers_in_batches, numbers, "{shown:?} by {batch_bytes}");
        }
        (Err(whole), Err(batches)) => {
            // The whole file is searched for bytes that are no text before its rows are looked at.
            if std::str::from_utf8(text).is_ok() && !text.contains(&0) {
                assert_eq!(
                    batches.to_string(),
                    whole.to_string(),
                    "{shown:?} by {batch_bytes}"
                );
            }
        }
        (whole, batches) => panic!("{shown:?} by {batch_bytes}: {whole:?}, {batches:?}"),
    }
}

fn cell(delimiter: &'static str) -> impl Strategy<Value = String> {
    let fits = move |cell: &String| match delimiter {
        " " => !cell.trim().is_empty() && (cell.starts_with('"') || !cell.contains(' ')),
        _ => cell.starts_with('"') || !cell.contains(delimiter.trim_end()),
    };
    let cell = prop_oneof![
        6 => (-9999i32..9999).prop_map(|n| (f64::from(n) / 8.0).to_string()),
        1 => "[0-9]{1,3},[0-9]",
        1 => Just(String::new()),
        1 => prop::sample::select(vec!["NA", "nan", "-", "n/a", "é", "a b", " 7 ", " ", "x#", "inf"]).prop_map(str::to_owned),
        1 => prop::sample::select(vec!["\"a\"", "\"1.5\"", "\"a\nb\"", "\"a, b\"", "\"\"", "\"5\"\" \"", "\"\r\n#\n\""]).prop_map(str::to_owned),
    ];
    cell.prop_map(move |cell| if fits(&cell) { cell } else { "7".to_owned() })
}

#[derive(Debug, Clone)]
enum Written {
    Row(Vec<String>),
    Between(&'static str),
}

fn text() -> impl Strategy<Value = Vec<u8>> {
    let delimiter = prop::sample::select(vec![",", ";", "\t", " ", ", ", "|"]);
    let end = prop::sample::select(vec!["\n", "\r\n"]);
    let head = prop::sample::select(vec![
        "",
        "\u{feff}",
        "# t x y\n",
        "Device: \"A\"\n",
        "sep=;\n",
        "# 5\" wide\n",
        "\n\n",
    ]);
    (
        delimiter,
        end,
        head,
        any::<bool>(),
        2usize..4,
        any::<bool>(),
    )
        .prop_flat_map(|(delimiter, end, head, has_header, width, is_plain)| {
            let row = if is_plain {
                vec("-?[0-9]{1,3}(\\.[0-9])?".boxed(), width).boxed()
            } else {
                vec(cell(delimiter).boxed(), width).boxed()
            };
            let between =
                prop::sample::select(vec!["", "# note", "  ", "# it's 5\" wide", "\t", "\u{a0}"]);
            let line = prop_oneof![
                300 => row.prop_map(Written::Row),
                30 => between.prop_map(Written::Between),
                1 => Just(Written::Between("1")),
            ];
            let lines = if is_plain { 0usize..400 } else { 0usize..40 };
            (vec(line, lines), 0usize..6).prop_map(move |(lines, cut)| {
                let names = ["t", "x", "x", "z"][..width].join(delimiter);
                let mut text = head.to_owned();
                if has_header {
                    text += &format!("{names}{end}");
                }
                for line in lines {
                    match line {
                        Written::Row(cells) => text += &cells.join(delimiter),
                        Written::Between(line) => text += line,
                    }
                    text += end;
                }
                let mut bytes = text.into_bytes();
                bytes.truncate(bytes.len().saturating_sub(cut));
                bytes
            })
        })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn batches_together_are_the_whole(text in text(), batch_bytes in 1usize..300, least_rows in 1usize..5) {
        check(&text, batch_bytes, least_rows);
    }

    #[test]
    fn any_text_is_read_in_batches_as_it_is_whole(text in "[a1,;\"\n\r#. \té]{0,120}", batch_bytes in 1usize..90) {
        check(text.as_bytes(), batch_bytes, 1);
        check(format!("t,x\n0,1\n1,2\n{text}").as_bytes(), batch_bytes, 1);
    }

    #[test]
    fn any_bytes_are_errors_in_batches_as_they_are_whole(bytes in vec(any::<u8>(), 0..60), batch_bytes in 1usize..30) {
        check(&bytes, batch_bytes, 1);
        let text = [b"t,x\n0,1\n1,2\n", &bytes[..]].concat();
        check(&text, batch_bytes, 1);
    }
}

mod cases;
mod parquet;

#[test]
fn rows_may_be_long() {
    let note = "n".repeat(9 << 20);
    let rows = (0..9).map(|row| format!("{row},{row},{note}\n"));
    let text = format!("t,x,note\n{}", rows.collect::<String>());
    let file = file(text.as_bytes());
    let mut source = opened(file.path(), FormatChoice::Text, 1 << 20, 1).unwrap();
    let mut rows = 0;
    while let Some(batch) = source.next_batch().unwrap() {
        let table = batch.table().unwrap();
        rows += table.read(&[(0, CellKind::Text)]).unwrap()[0].len();
    }
    assert_eq!(rows, 9);
}
