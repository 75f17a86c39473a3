//! What there is to say of single files.

use super::super::super::decompress::tests::{gzipped, zipped, zstandard};
use super::*;
use dxdt_motion::finding::{FindingKind, SkippedRecords};

/// The kinds of findings of each batch, with their first places.
fn found(text: &str, batch_bytes: usize) -> Vec<Vec<(FindingKind, Option<At>)>> {
    let file = file(text.as_bytes());
    let mut source = opened(file.path(), FormatChoice::ByContent, batch_bytes, 1).unwrap();
    let mut found = Vec::new();
    while let Some(batch) = source.next_batch().unwrap() {
        let findings = batch.table().unwrap().findings().into_iter();
        let kinds = findings.map(|finding| {
            let first = finding.places.first().map(|place| place.at);
            (finding.kind, first)
        });
        found.push(kinds.collect());
    }
    found
}

#[test]
fn findings_come_once() {
    let cut_off = FindingKind::RecordsSkipped(SkippedRecords::CutOffRow);
    let cut_off = (cut_off, Some(At::Line(6)));
    let said = found("Device: X\nt,x,x\n0,1,2\n1,2,3\n2,3,4\n3,4", 1);
    assert_eq!(said.len(), 3);
    assert_eq!(said[0].len(), 2);
    assert!(said[1].is_empty());
    assert_eq!(said[2], std::slice::from_ref(&cut_off));
    // The row that is cut off stands alone below a comment.
    let said = found("t,x,y\n0,1,2\n1,2,3\n2,3,4\n# end\n3", 1);
    assert_eq!(said[3], [cut_off]);
    // There is nothing to say of comments at the end.
    assert_eq!(found("t,x\n0,1\n1,2\n# end\n# end\n", 1).len(), 2);
}

#[test]
fn the_first_batch_has_enough_rows() {
    let file = file(format!("t,x\n{}", "1,2\n".repeat(50_000)).as_bytes());
    let path = file.path().to_str().unwrap();
    let (options, room) = (DialectOptions::default(), SpoolRoom::in_memory());
    let mut opened =
        BatchedSource::open(path, FormatChoice::ByContent, &options, 1000, 20_000, &room).unwrap();
    let (_, _, heights) = batched(&mut opened).unwrap();
    assert!((20_000..45_000).contains(&heights[0]), "{heights:?}");
    assert!(heights[1..].iter().all(|&height| height <= 251));
    assert_eq!(heights.iter().sum::<usize>(), 50_000);
}

#[test]
fn compressed_text_is_read_in_batches() {
    let text = (0..3000).fold("t;x\n".to_owned(), |text, i| text + &format!("{i};{i},5\n"));
    let plain = file(text.as_bytes());
    let (expected, numbers) = whole(plain.path(), FormatChoice::Text).unwrap();
    for (pack, encoding) in [
        (gzipped as fn(&[u8]) -> Vec<u8>, "ASCII, gzip"),
        (zstandard, "ASCII, zstd"),
        (zipped, "ASCII, zip"),
        (|bytes| bytes.to_vec(), "ASCII"),
    ] {
        let file = file(&pack(text.as_bytes()));
        let (reading, of_batches, heights) = in_batches(file.path(), 1000, 1).unwrap();
        assert_eq!((&reading, &of_batches), (&expected, &numbers));
        assert!(heights.len() > 20);
        let source = opened(file.path(), FormatChoice::Text, 1000, 1).unwrap();
        assert_eq!(source.encoding(), encoding);
        assert_eq!(source.name(), file.path().to_str().unwrap());
    }
    let packed = gzipped(text.as_bytes());
    let cut = file(&packed[..packed.len() - 20]);
    let error = in_batches(cut.path(), 1000, 1).unwrap_err().to_string();
    assert!(
        error.contains(": the gzip data is damaged or cut off ("),
        "{error}"
    );
}

#[test]
fn layouts_and_other_formats_are_one_batch() {
    let runs = "Run 1: Time (s),Run 1: Position (m),Run 2: Time (s),Run 2: Position (m)\n0,1,0,2\n1,2,1,3\n";
    let json = "[{\"t\":0,\"x\":1},{\"t\":1,\"x\":2}]";
    for bytes in [runs.as_bytes(), json.as_bytes()] {
        let file = file(bytes);
        let (expected, numbers) = whole(file.path(), FormatChoice::ByContent).unwrap();
        let mut source = opened(file.path(), FormatChoice::ByContent, 1, 1).unwrap();
        for _ in 0..2 {
            let read = batched(&mut source).unwrap();
            let heights = vec![expected.places.len()];
            assert_eq!(read, (expected.clone(), numbers.clone(), heights));
            source.rewind().unwrap();
        }
    }
    let file = file(runs.as_bytes());
    let mut chosen = opened(file.path(), FormatChoice::Text, 1, 1).unwrap();
    assert_eq!(batched(&mut chosen).unwrap().2.len(), 2);
}

#[cfg(unix)]
#[test]
fn pipes_are_copied_and_can_be_read_again() {
    let folder = tempfile::tempdir().unwrap();
    let pipe = folder.path().join("pipe");
    let made = std::process::Command::new("mkfifo").arg(&pipe).status();
    if !made.is_ok_and(|status| status.success()) {
        return;
    }
    let to = pipe.clone();
    let writer = std::thread::spawn(move || std::fs::write(to, "t,x\n0,1\n1,2\n2,3\n").unwrap());
    let (reading, _, heights) = in_batches(&pipe, 1, 1).unwrap();
    writer.join().unwrap();
    assert_eq!((reading.places.len(), heights.len()), (3, 3));
}

#[test]
fn batches_can_be_handed_to_other_threads() {
    fn is_send<T: Send>() {}
    is_send::<Batch>();
    is_send::<BatchedSource>();
}

#[test]
fn errors_are_those_of_the_whole_file() {
    let rows = |last: &str| format!("t,x\n{}{last}\n", "1,2\n".repeat(500));
    for (last, said) in [
        (
            "1",
            "line 502: the row has 1 cell where the header has 2; complete",
        ),
        (
            "\"1,2\n2,3",
            "line 502: a quote (\") is opened and never closed; close it",
        ),
        (
            "1,\0",
            "line 502: there is a NUL byte: this is not a text table; give",
        ),
    ] {
        let file = file(rows(last).as_bytes());
        let path = file.path().to_str().unwrap();
        let error = in_batches(file.path(), 100, 1).unwrap_err().to_string();
        assert!(error.starts_with(&format!("{path}, {said}")), "{error}");
        let whole = whole(file.path(), FormatChoice::Text).unwrap_err();
        assert_eq!(error, whole.to_string());
    }
    let (options, room) = (DialectOptions::default(), SpoolRoom::in_memory());
    let missing = BatchedSource::open("/no/such.csv", FormatChoice::Text, &options, 9, 1, &room);
    let error = missing.err().unwrap().to_string();
    assert_eq!(error, "/no/such.csv: there is no such file; check the path");
}

#[test]
fn endless_lines_and_quotes_are_refused() {
    let mut text = b"t,x\n".to_vec();
    text.extend(b"1,2\n".repeat(300_000));
    let refused = |text: &[u8]| {
        let file = file(text);
        let mut source = opened(file.path(), FormatChoice::Text, 1 << 20, 1).unwrap();
        loop {
            match source.next_batch() {
                Ok(batch) => assert!(batch.is_some()),
                Err(error) => return error,
            }
        }
    };
    let error = refused(&[&text[..], &vec![b'1'; 65 << 20]].concat());
    assert_eq!(error.line(), Some(300_002));
    assert!(
        error.to_string().contains("the line is longer than 64 MiB"),
        "{error}"
    );
    text.extend(b"1,\"\n");
    text.extend(b"1,2\n".repeat(17 << 20));
    let error = refused(&text);
    assert_eq!(error.line(), Some(300_002));
    let sentence = "a quote (\") is opened and not closed within 64 MiB; close it, or remove it";
    assert!(error.to_string().ends_with(sentence), "{error}");
}
