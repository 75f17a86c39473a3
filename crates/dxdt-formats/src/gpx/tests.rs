use super::super::CellKind;
use super::*;
use dxdt_motion::error::At;
use dxdt_motion::log::RowPlaces;
use dxdt_motion::space::Frame;

fn read(document: &str) -> Result<RecordTable> {
    Gpx.read(&Source::from_bytes("log".into(), document.as_bytes().to_vec()).unwrap())
}

/// A document around its content.
fn gpx(content: &str) -> String {
    format!("<gpx>\n{content}\n</gpx>")
}

/// A point on a line of its own.
fn point(element: &str, seconds: usize, content: &str) -> String {
    format!(
        "<{element} lat='46.5' lon='13.{seconds}'><time>2020-12-18T06:15:0{seconds}Z</time>{content}</{element}>\n"
    )
}

fn cells(table: &RecordTable, name: &str) -> Vec<Option<String>> {
    let index = table
        .names()
        .iter()
        .position(|other| other == name)
        .unwrap();
    let column = &table.read(&[(index, CellKind::Text)]).unwrap()[0];
    column
        .str()
        .unwrap()
        .iter()
        .map(|cell| cell.map(str::to_owned))
        .collect()
}

fn some(cells: &[&str]) -> Vec<Option<String>> {
    cells.iter().map(|cell| Some((*cell).to_owned())).collect()
}

fn notes(table: &RecordTable) -> Vec<(FormatNote, u64)> {
    let note = |finding: &Finding| match &finding.kind {
        FindingKind::FormatNote(note) => (note.clone(), finding.count),
        other => panic!("{other:?}"),
    };
    table.findings.iter().map(note).collect()
}

#[test]
fn a_track_point_has_its_columns_and_roles() {
    let extensions = "<extensions><a:TrackPointExtension><a:speed>1.5</a:speed><a:course>90</a:course>\
                      <a:ele>1</a:ele></a:TrackPointExtension></extensions>";
    let points = [
        point(
            "trkpt",
            1,
            &format!("<ele> 7.5 </ele><hdop>2</hdop>{extensions}"),
        ),
        point("trkpt", 2, "<speed>3</speed><link><time>no</time></link>"),
    ];
    let document = gpx(&format!(
        "<trk><name>A</name><trkseg>\n{}</trkseg></trk>",
        points.concat()
    ));
    let table = read(&document).unwrap();
    assert_eq!(
        table.names(),
        [
            "time",
            "longitude [deg]",
            "latitude [deg]",
            "elevation [m]",
            "speed [m/s]",
            "course [deg]",
            "hdop"
        ]
    );
    assert_eq!(
        cells(&table, "time"),
        some(&["2020-12-18T06:15:01Z", "2020-12-18T06:15:02Z"])
    );
    assert_eq!(cells(&table, "longitude [deg]"), some(&["13.1", "13.2"]));
    assert_eq!(cells(&table, "latitude [deg]"), some(&["46.5", "46.5"]));
    assert_eq!(
        cells(&table, "elevation [m]"),
        [Some("7.5".to_owned()), None]
    );
    assert_eq!(cells(&table, "speed [m/s]"), some(&["1.5", "3"]));
    assert_eq!(cells(&table, "course [deg]"), [Some("90".to_owned()), None]);
    assert_eq!(table.places, RowPlaces::Lines(vec![3, 4]));
    assert_eq!(table.parts.as_deref().map(<[u32]>::len), Some(2));
    let names = |names: &[&str]| {
        Some(
            names
                .iter()
                .map(|&name| name.to_owned())
                .collect::<Vec<_>>(),
        )
    };
    assert_eq!(table.roles.time, names(&["time"]));
    assert_eq!(
        table.roles.position,
        names(&["longitude [deg]", "latitude [deg]", "elevation [m]"])
    );
    assert_eq!(
        (table.roles.entity, table.roles.frame),
        (None, Some(Frame::Geographic))
    );
    assert_eq!(table.findings, []);
}

#[test]
fn segments_are_parts_and_tracks_are_entities() {
    let segment = |seconds| format!("<trkseg>{}</trkseg>", point("trkpt", seconds, ""));
    let track = |name: &str, seconds| {
        format!(
            "<trk>{name}{}{}</trk>",
            segment(seconds),
            segment(seconds + 1)
        )
    };
    let names = [
        "<name>Up\n the hill</name>",
        "",
        "<trkseg/><name>Up the hill</name>",
        "<name>track 2</name>",
    ];
    let tracks: String = names
        .iter()
        .enumerate()
        .map(|(i, name)| track(name, 2 * i))
        .collect();
    let table = read(&gpx(&format!(
        "<metadata><name>all</name></metadata>{tracks}<trk/>"
    )))
    .unwrap();
    let parts = table.parts.as_deref().unwrap();
    assert!(parts.windows(2).all(|pair| pair[0] < pair[1]), "{parts:?}");
    assert_eq!(table.roles.entity.as_deref().unwrap(), ["track"]);
    assert_eq!(
        cells(&table, "track"),
        some(&[
            "Up the hill",
            "Up the hill",
            "track 2",
            "track 2",
            "track 3",
            "track 3",
            "track 4",
            "track 4"
        ])
    );
    let called = FormatNote::CalledByNumber {
        word: "track",
        longest: 200,
    };
    assert_eq!(notes(&table), [(called, 2)]);
}

#[test]
fn one_track_with_points_is_no_entity_and_elevation_may_lack() {
    let track = format!(
        "<trk><name>A</name></trk><trk><name>B</name><trkseg>{}</trkseg></trk>",
        point("trkpt", 1, "")
    );
    let table = read(&gpx(&track)).unwrap();
    assert_eq!((table.height(), table.roles.entity), (1, None));
    assert_eq!(
        table.roles.position.unwrap(),
        ["longitude [deg]", "latitude [deg]"]
    );
}

#[test]
fn points_without_time_are_left_out_and_told() {
    let points = [
        point("trkpt", 1, ""),
        "<trkpt lat='1' lon='2'/>\n<trkpt lat='1' lon='2'><time> </time></trkpt>\n".to_owned(),
        point("trkpt", 4, ""),
    ];
    let table = read(&gpx(&format!(
        "<trk><trkseg>\n{}</trkseg></trk>",
        points.concat()
    )))
    .unwrap();
    assert_eq!(table.places, RowPlaces::Lines(vec![3, 6]));
    let finding = &table.findings[0];
    assert_eq!(
        (&finding.kind, finding.count),
        (&FindingKind::PointWithoutTime, 2)
    );
    assert_eq!(
        finding
            .places
            .iter()
            .map(|place| place.at)
            .collect::<Vec<_>>(),
        [At::Line(4), At::Line(5)]
    );
}

#[test]
fn routes_and_waypoints_are_read_where_there_is_no_track() {
    let waypoints = [point("wpt", 1, ""), point("wpt", 2, "")].concat();
    let route = |name: &str| format!("<rte><name>{name}</name>{}</rte>", point("rtept", 3, ""));
    let track = format!("<trk><trkseg>{}</trkseg></trk>", point("trkpt", 5, ""));
    let routes = route("A") + &route("B");

    let table = read(&gpx(&format!("{waypoints}{routes}{track}"))).unwrap();
    assert_eq!(cells(&table, "longitude [deg]"), some(&["13.5"]));
    let not_used = |points, count| (FormatNote::PointsNotUsed { points }, count);
    assert_eq!(
        notes(&table),
        [not_used(Kind::Route, 2), not_used(Kind::Waypoint, 2)]
    );
    let table = read(&gpx(&format!("{waypoints}{routes}"))).unwrap();
    assert_eq!(cells(&table, "route"), some(&["A", "B"]));
    let table = read(&gpx(&format!(
        "{waypoints}<rte><rtept lat='1' lon='2'/></rte>"
    )))
    .unwrap();
    assert_eq!((table.height(), table.parts.is_none()), (2, true));
    assert_eq!(notes(&table), [not_used(Kind::Route, 1)]);
}

#[test]
fn what_stands_in_extensions_of_a_track_is_not_ours() {
    let extensions = "<extensions><trkpt/><name>B</name><x><trk/></x></extensions>";
    let track = |name: &str| {
        format!(
            "<trk>{extensions}<name>{name}</name><trkseg>{}</trkseg></trk>",
            point("trkpt", 1, "")
        )
    };
    let table = read(&gpx(&format!("{extensions}{}{}", track("A"), track("C")))).unwrap();
    assert_eq!(cells(&table, "track"), some(&["A", "C"]));
}

#[test]
fn what_is_wrong_with_points_is_told_with_its_line() {
    const NO_TIME: &str = "no point has a time: this is a route or a drawn track, not a recording; export the \
                           recording itself, with the time of each point";
    for (content, sentence) in [
        (
            "<trk>\n<trkpt lat='1'/></trk>",
            "line 3: <trkpt> has no attribute 'lon'; give the point its lat and lon in degrees, or remove it",
        ),
        (
            "<wpt lon='1'/>",
            "line 2: <wpt> has no attribute 'lat'; give the point its lat and lon in degrees, or remove it",
        ),
        (
            "<trkpt lat='1' lon='2'><time>1</time>\n<time>2</time></trkpt>",
            "line 3: the point has a second <time>; remove the wrong one",
        ),
        (
            "<trk><trkseg/></trk>",
            "the file has no points; export the recording itself, with its track points",
        ),
        ("<rte><rtept lat='1' lon='2'/></rte>", NO_TIME),
        (
            "<wpt lat='1' lon='2'><time>1</time></wpt><trkpt lat='1' lon='2'/>",
            NO_TIME,
        ),
    ] {
        assert_eq!(
            read(&gpx(content)).unwrap_err().to_string(),
            sentence,
            "{content}"
        );
    }
}

#[test]
fn a_coordinate_that_is_no_number_is_told_where_it_is_used() {
    let points = [
        point("trkpt", 1, ""),
        "<trkpt lat='46,5' lon=''><time>2020-12-18T06:15:02Z</time></trkpt>".to_owned(),
    ];
    let table = read(&gpx(&points.concat())).unwrap();
    let error = table
        .read(&[(2, CellKind::Number)])
        .unwrap_err()
        .to_string();
    assert!(
        error.starts_with("line 3, column 'latitude [deg]': '46,5' is not a number; "),
        "{error}"
    );
    let longitudes = &table.read(&[(1, CellKind::Number)]).unwrap()[0];
    assert_eq!(
        longitudes.f64().unwrap().iter().collect::<Vec<_>>(),
        [Some(13.1), None]
    );
}
