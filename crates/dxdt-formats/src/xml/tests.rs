use proptest::prelude::*;

use super::super::gpx::Gpx;
use super::super::tcx::Tcx;
use super::super::{CellKind, FormatChoice, LogFormat, Source, Table};
use super::*;

/// The sentence for what is wrong with a document whose root is to be `gpx`.
fn error_of(document: &str) -> String {
    let mut xml = Xml::new(document, "gpx");
    loop {
        match xml.next() {
            Ok(Some(_)) => {}
            Ok(None) => panic!("nothing is wrong with {document}"),
            Err(error) => return error.to_string(),
        }
    }
}

/// The texts of elements, with name and line.
fn texts(document: &str) -> Vec<(String, u64, String)> {
    let mut xml = Xml::new(document, "gpx");
    let mut texts = Vec::new();
    while let Some(node) = xml.next().unwrap() {
        if let Node::End(end) = node {
            texts.push((end.name.to_owned(), end.line, end.text.into_owned()));
        }
    }
    texts
}

#[test]
fn elements_have_lines_and_texts_without_prefix() {
    let document = "<?xml version=\"1.0\"?>\n<!-- a log -->\n<g:gpx\n a='>'>\n<g:a>x &amp;\n&#176;\
                    <!-- no --> <![CDATA[<b>]]></g:a>\n<g:c/></g:gpx>\n<!-- end -->\n";
    let expected = [("a", 5, "x &\n° <b>"), ("c", 7, ""), ("gpx", 3, "")];
    let expected = expected.map(|(name, line, text)| (name.to_owned(), line, text.to_owned()));
    assert_eq!(texts(document), expected);
}

#[test]
fn malformed_xml_is_told_with_its_line() {
    const DAMAGED: &str = "; the file is damaged or cut off: download or export it again";
    const ESCAPE: &str = "; write & as &amp; and other characters as themselves: entities of a document type are not \
         expanded";
    const FOLLOWS: &str = "; a file holds one document: split it, or remove what follows";
    for (document, what, advice) in [
        (
            "<gpx>\n<trk>\n<trkpt>\n",
            "line 4: the XML ends inside <trkpt>, which begins on line 3",
            DAMAGED,
        ),
        (
            "<gpx>\n<trk lat=\"1",
            "line 2: the XML ends inside the quoted value of an attribute, which begins here",
            DAMAGED,
        ),
        (
            "<gpx>\n\n<trk",
            "line 3: the XML ends inside a tag, which begins here",
            DAMAGED,
        ),
        (
            "<gpx>\n<!-- \n",
            "line 2: the XML ends inside a comment, which begins here",
            DAMAGED,
        ),
        (
            "<gpx>\n<![CDATA[ \n",
            "line 2: the XML ends inside a CDATA section, which begins here",
            DAMAGED,
        ),
        (
            "\n<!DOCTYPE gpx [\n",
            "line 2: the XML ends inside the document type, which begins here",
            DAMAGED,
        ),
        (
            "<?xml version",
            "line 1: the XML ends inside a declaration '<?', which begins here",
            DAMAGED,
        ),
        (
            "<gpx>\n<trk>\n</gpx>",
            "line 3: </gpx> is found where <trk> must be closed",
            DAMAGED,
        ),
        (
            "<gpx/>\n</gpx>",
            "line 2: </gpx> closes no element",
            DAMAGED,
        ),
        ("<gpx>\n<>\n</></gpx>", "line 2: a tag has no name", DAMAGED),
        (
            "<gpx>\n<!x></gpx>",
            "line 2: '<!' begins neither a comment nor CDATA",
            DAMAGED,
        ),
        (
            "<gpx>\n\na &lol; b</gpx>",
            "line 3: the reference '&lol;' is not defined",
            ESCAPE,
        ),
        (
            "<gpx>\n&#xD800;</gpx>",
            "line 2: the reference '&#xD800;' is not defined",
            ESCAPE,
        ),
        (
            "<gpx>\n<a>Tom & Ann</a></gpx>",
            "line 2: '&' begins a reference without its ';'",
            ESCAPE,
        ),
        (
            "<gpx/>\n<gpx/>",
            "line 2: <gpx> follows the end of the root element",
            FOLLOWS,
        ),
        (
            "<gpx/>\n\n  more",
            "line 3: 'more' follows the end of the root element",
            FOLLOWS,
        ),
        (
            "\ntime,x\n<gpx/>",
            "line 2: 'time,x' comes before the root element: this is not XML",
            "; check the file, or the format that was given",
        ),
        (
            "<!-- -->\n<kml/>",
            "line 2: the root element is <kml>, not <gpx>",
            "; leave out --log-format, so that the content decides",
        ),
        ("<!-- -->\n", "line 2: the file has no elements", DAMAGED),
    ] {
        assert_eq!(error_of(document), format!("{what}{advice}"), "{document}");
    }
}

#[test]
fn attributes_are_checked_where_they_are_read() {
    let error = |tag: &str| {
        let document = format!("<gpx>\n{tag}</gpx>");
        let mut xml = Xml::new(&document, "gpx");
        xml.next().unwrap();
        match xml.next().unwrap() {
            Some(Node::Start(start)) => start.attributes(["lat"]).unwrap_err().to_string(),
            other => panic!("{other:?}"),
        }
    };
    let starts =
        |tag: &str, sentence: &str| assert!(error(tag).starts_with(sentence), "{}", error(tag));
    starts(
        "<p lat='1' lat='2'/>",
        "line 2: <p> has two attributes 'lat'; ",
    );
    starts(
        "<p lat=1/>",
        "line 2: an attribute is not written as name=\"value\"; ",
    );
    starts(
        "<p lat='&lol;'/>",
        "line 2: the reference '&lol;' is not defined; ",
    );
    starts(
        "<p lat='&'/>",
        "line 2: '&' begins a reference without its ';'; ",
    );
}

#[test]
fn entities_of_a_document_type_are_not_expanded() {
    let document = "<!DOCTYPE gpx [\n<!ENTITY a \"ha\">\n<!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;\">\n]>\n\
                    <gpx><name>&b;</name></gpx>";
    assert!(error_of(document).starts_with("line 5: the reference '&b;' is not defined"));
}

#[test]
fn depth_and_text_have_limits() {
    let nested = |depth: usize| {
        format!(
            "<gpx>{}{}</gpx>",
            "<a>\n".repeat(depth - 1),
            "</a>".repeat(depth - 1)
        )
    };
    assert_eq!(texts(&nested(DEEPEST)).len(), DEEPEST);
    assert_eq!(
        error_of(&nested(DEEPEST + 1)),
        "line 64: elements are nested more than 64 deep; no log needs that: export it again"
    );
    let long = |length: usize| format!("<gpx>\n<a>&lt;{}</a></gpx>", "x".repeat(length));
    assert_eq!(texts(&long(LONGEST_TEXT - 1))[0].2.len(), LONGEST_TEXT);
    assert_eq!(
        error_of(&long(LONGEST_TEXT)),
        "line 2: the text of <a> is longer than 1 MiB; no log needs that: export it again"
    );
    // White space between points is no text of one element.
    let spread = format!("<gpx>{}</gpx>", "<a/>          \n".repeat(LONGEST_TEXT / 8));
    assert_eq!(texts(&spread).len(), 1 + LONGEST_TEXT / 8);
}

#[test]
fn the_root_is_found_by_content() {
    let is = |start: &[u8], root: &str| assert_eq!(root_name(start).as_deref(), Some(root));
    is(b"\xef\xbb\xbf\n<?xml version='1.0'?>\n<!-- <kml> -->\n<!DOCTYPE gpx [<!ENTITY a 'b'>]><x:gpx a='1'>\n<trk", "gpx");
    is(
        b"<!-- \xe9 --><TrainingCenterDatabase\n/>",
        "TrainingCenterDatabase",
    );
    is(b"<html><gpx/></html>", "html");
    for no_xml in [
        &b"time,x\n1,<gpx>\n"[..],
        b"<!-- gpx",
        b"<",
        b"",
        b"<gpx",
        b"< 3\n1,2\n",
    ] {
        assert_eq!(root_name(no_xml).filter(|name| !name.is_empty()), None);
    }
}

const GPX: &str = "<?xml version=\"1.0\"?><gpx version=\"1.1\" xmlns=\"http://www.topografix.com/GPX/1/1\">\n\
    <trk><name>A &amp; B</name><trkseg>\n<trkpt lat=\"46.5\" lon=\"13.7\"><ele>1614.6</ele>\
    <time>2020-12-18T06:15:50Z</time><extensions><x:speed>1.5</x:speed></extensions></trkpt>\n\
    <trkpt lat=\"46.6\" lon=\"13.8\"><time>2020-12-18T06:15:51Z</time></trkpt>\n</trkseg></trk>\n</gpx>\n";

const TCX: &str = "<TrainingCenterDatabase><Activities><Activity Sport=\"Other\"><Id>1</Id><Lap><Track>\n\
    <Trackpoint><Time>2022-07-16T16:08:25.000Z</Time><Position><LatitudeDegrees>46.6</LatitudeDegrees>\n\
    <LongitudeDegrees>16.1</LongitudeDegrees></Position><AltitudeMeters>7</AltitudeMeters></Trackpoint>\n\
    <Trackpoint><Time>2022-07-16T16:08:26.000Z</Time><DistanceMeters>3</DistanceMeters></Trackpoint>\n\
    </Track></Lap></Activity></Activities></TrainingCenterDatabase>\n";

const FORMATS: [(&str, &dyn LogFormat); 2] = [(GPX, &Gpx), (TCX, &Tcx)];

/// Reads a file with all its columns, and its number of rows.
fn read(bytes: &[u8], format: &'static dyn LogFormat) -> Result<usize> {
    format.recognises(bytes);
    let source = Source::from_bytes("log".into(), bytes.to_vec())?;
    let table = Table::open(&source, FormatChoice::Given(format), &Default::default())?;
    let wanted: Vec<_> = (0..table.names().len())
        .map(|index| (index, CellKind::Text))
        .collect();
    let columns = table.read(&wanted)?;
    table.sample(10)?;
    let height = columns.first().map_or(0, |column| column.len());
    assert!(columns.iter().all(|column| column.len() == height));
    assert!(table.parts().is_none_or(|parts| parts.len() == height));
    Ok(height)
}

#[test]
fn a_document_cut_off_anywhere_is_an_error() {
    for (document, format) in FORMATS {
        assert_eq!(read(document.as_bytes(), format), Ok(2));
        for length in 0..document.trim_end().len() {
            let error = read(&document.as_bytes()[..length], format).unwrap_err();
            let lines = document[..length].matches('\n').count() as u64 + 1;
            assert!(error.line().is_none_or(|line| line <= lines), "{error}");
        }
    }
}

proptest! {
    #[test]
    fn no_mutation_panics(
        which in 0..FORMATS.len(),
        edits in prop::collection::vec((any::<prop::sample::Index>(), 0..3_u8, any::<u8>(), "[<>/&;'\"! =?x:]"), 1..4),
    ) {
        let (document, format) = FORMATS[which];
        let mut bytes = document.as_bytes().to_vec();
        for (index, edit, any, telling) in edits {
            let at = index.index(bytes.len());
            match edit {
                0 => { bytes.remove(at); }
                1 => bytes[at] = any,
                _ => bytes[at] = telling.as_bytes()[0],
            }
        }
        if let Err(error) = read(&bytes, format) {
            let lines = bytes.iter().filter(|&&byte| byte == b'\n').count() as u64 + 1;
            prop_assert!(error.line().is_none_or(|line| (1..=lines).contains(&line)), "{}", error);
        }
    }
}
