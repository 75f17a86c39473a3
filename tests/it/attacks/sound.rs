//! A sound log of every format.

use std::io::Write;

use polars::prelude::{
    DataFrame, IpcCompression, IpcWriter, ParquetCompression, ParquetWriter, SerWriter, df,
};

/// A log that is read without a complaint.
pub struct Log {
    pub name: &'static str,
    pub bytes: Vec<u8>,
}

pub fn logs() -> Vec<Log> {
    let text = |name, text: &str| Log {
        name,
        bytes: text.as_bytes().to_vec(),
    };
    let csv = rows(|t, x, y| format!("{t},{x},{y},a{}\n", t as u32 % 2));
    let csv = format!("time (s),x (m),y (m),id\n{csv}");
    let spaces = rows(|t, x, y| format!("{t}  {x} {y}\n"));
    let objects: Vec<String> = (0..40)
        .map(|t| {
            format!(
                "{{\"t\": {t}, \"pos\": {{\"x\": {}, \"y\": {}}}}}",
                t * t,
                2 * t
            )
        })
        .collect();
    let points = rows(|t, x, y| format!("{t},{x},{y},{x},{}\n", y + 1.0));
    let mut logs = vec![
        text("CSV", &csv),
        text(
            "quoted",
            &csv.replace(",a", ",\"a, b\"\"")
                .replace('\n', "\"\n")
                .replacen('"', "", 1)
                .replace("id\"", "id"),
        ),
        text("German CSV", &csv.replace(',', ";").replace('.', ",")),
        text("columns of text", &format!("# t x y\n{spaces}")),
        text(
            "points side by side",
            &format!("t,nose_x,nose_y,tail_x,tail_y\n{points}"),
        ),
        text("JSON", &format!("[{}]", objects.join(","))),
        text("JSON lines", &objects.join("\n")),
        text(
            "JSON of columns",
            &format!(
                "{{\"time (s)\": {:?}, \"x\": {:?}}}",
                numbers(1),
                numbers(2)
            ),
        ),
        text("JSON of frames", &frames()),
        text("GeoJSON", &geojson()),
        text("GPX", &gpx()),
        text("TCX", &tcx()),
        text("NMEA", &nmea()),
        text("IGC", &igc()),
        text("OEM", &oem()),
        text("Horizons", &horizons()),
        text("HURDAT2", HURDAT2),
        text("PLT", &plt()),
        text("TRC", &trc()),
        Log {
            name: "gzip",
            bytes: gzipped(csv.as_bytes()),
        },
        Log {
            name: "zstd",
            bytes: zstd::encode_all(csv.as_bytes(), 1).unwrap(),
        },
        Log {
            name: "zip",
            bytes: zipped(csv.as_bytes()),
        },
    ];
    for (name, compression) in [
        ("Parquet", ParquetCompression::Uncompressed),
        ("compressed Parquet", ParquetCompression::Snappy),
    ] {
        let mut bytes = Vec::new();
        let writer = ParquetWriter::new(&mut bytes).with_compression(compression);
        writer
            .with_row_group_size(Some(90))
            .finish(&mut table())
            .unwrap();
        logs.push(Log { name, bytes });
    }
    for (name, compression) in [
        ("Arrow", None),
        ("compressed Arrow", Some(IpcCompression::LZ4)),
    ] {
        let mut bytes = Vec::new();
        let mut writer = IpcWriter::new(&mut bytes).with_compression(compression);
        writer.finish(&mut table()).unwrap();
        logs.push(Log { name, bytes });
    }
    let stream = logs
        .iter()
        .find(|log| log.name == "Arrow")
        .map(|file| stream_of(&file.bytes));
    logs.extend(stream.map(|bytes| Log {
        name: "Arrow stream",
        bytes,
    }));
    logs
}

/// The messages of an Arrow file: what lies between its magic and its footer.
fn stream_of(file: &[u8]) -> Vec<u8> {
    let (rest, _magic) = file.split_at(file.len() - 6);
    let (rest, length) = rest.split_last_chunk::<4>().unwrap();
    rest[8..rest.len() - u32::from_le_bytes(*length) as usize].to_vec()
}

pub fn gzipped(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

pub fn zipped(bytes: &[u8]) -> Vec<u8> {
    let mut archive = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default();
    archive.start_file("log.csv", options).unwrap();
    archive.write_all(bytes).unwrap();
    archive.finish().unwrap().into_inner()
}

fn rows(row: impl Fn(f64, f64, f64) -> String) -> String {
    (0..60)
        .map(f64::from)
        .map(|t| row(t, 0.5 * t * t, 3.0 * t))
        .collect()
}

fn numbers(factor: i32) -> Vec<i32> {
    (0..40).map(|t| t * t * factor / 2 + t).collect()
}

fn table() -> DataFrame {
    let t: Vec<f64> = (0..200).map(f64::from).collect();
    let id: Vec<String> = (0..200).map(|t| format!("thing {}", t / 100)).collect();
    df!("t" => &t, "x" => t.iter().map(|t| t * t).collect::<Vec<_>>(), "y" => &t, "id" => id)
        .unwrap()
}

fn frames() -> String {
    let frame = |t: i32| {
        format!(
            "{{\"time\": {t}, \"ball\": {{\"x\": {t}, \"y\": 1}}, \"players\": [{{\"x\": {}, \"y\": 2, \"player_id\": 7}}, {{\"x\": 5, \"y\": {t}, \"player_id\": 8}}]}}",
            t * t
        )
    };
    let frames: Vec<String> = (0..20).map(frame).collect();
    format!("[{}]", frames.join(","))
}

fn geojson() -> String {
    let places: Vec<String> = (0..20)
        .map(|t| format!("[{}, {}]", 8.0 + 0.001 * f64::from(t), 47.5))
        .collect();
    let times: Vec<String> = (0..20)
        .map(|t| format!("\"2024-05-11T10:00:{t:02}Z\""))
        .collect();
    format!(
        "{{\"type\": \"FeatureCollection\", \"features\": [{{\"type\": \"Feature\", \"geometry\": {{\"type\": \"LineString\", \"coordinates\": [{}]}}, \"properties\": {{\"name\": \"way\", \"coordTimes\": [{}]}}}}]}}",
        places.join(", "),
        times.join(", ")
    )
}

fn gpx() -> String {
    let point = |t: i32| {
        format!(
            "<trkpt lat=\"47.5{t:02}\" lon=\"8.5\"><ele>{t}</ele><time>2024-05-11T10:00:{t:02}Z</time></trkpt>\n"
        )
    };
    let points: String = (0..20).map(point).collect();
    format!(
        "<?xml version=\"1.0\"?>\n<gpx xmlns=\"http://www.topografix.com/GPX/1/1\"><trk><name>way &amp; back</name><trkseg>\n{points}</trkseg></trk></gpx>\n"
    )
}

fn tcx() -> String {
    let point = |t: i32| {
        format!(
            "<Trackpoint><Time>2024-05-11T10:00:{t:02}Z</Time><Position><LatitudeDegrees>47.5{t:02}</LatitudeDegrees><LongitudeDegrees>8.5</LongitudeDegrees></Position></Trackpoint>\n"
        )
    };
    let points: String = (0..20).map(point).collect();
    format!(
        "<?xml version=\"1.0\"?>\n<TrainingCenterDatabase xmlns=\"http://www.garmin.com/xmlschemas/TrainingCenterDatabase/v2\"><Activities><Activity Sport=\"Running\"><Id>1</Id><Lap><Track>\n{points}</Track></Lap></Activity></Activities></TrainingCenterDatabase>\n"
    )
}

fn nmea() -> String {
    let sentence = |t: i32| {
        let text =
            format!("GPRMC,1101{t:02},A,5530.{t:02}0000,N,03815.000000,E,52.6,86.2,310317,8.9,E,D");
        let sum = text.bytes().fold(0, |sum, byte| sum ^ byte);
        format!("${text}*{sum:02X}\r\n")
    };
    (10..40).map(sentence).collect()
}

fn igc() -> String {
    let fix = |t: i32| format!("B1200{t:02}46{t:02}000N01215000EA0098801046\r\n");
    let fixes: String = (10..40).map(fix).collect();
    format!("AXGDjos\r\nHFDTE030416\r\nHFPLTPILOT: test\r\n{fixes}")
}

fn oem() -> String {
    let state = |t: i32| {
        format!(
            "2020-06-01T12:00:{t:02} {} {} 0 -0.1 7.5 0\n",
            7000 - t,
            75 * t
        )
    };
    let states: String = (0..20).map(state).collect();
    format!(
        "CCSDS_OEM_VERS = 2.0\nCREATION_DATE = 2020-06-01T00:34:28\nORIGINATOR = HERE\n\nMETA_START\nOBJECT_NAME = ONE\nOBJECT_ID = 2020-001A\nCENTER_NAME = EARTH\nREF_FRAME = ICRF\nTIME_SYSTEM = UTC\nSTART_TIME = 2020-06-01T12:00:00\nSTOP_TIME = 2020-06-01T12:00:20\nMETA_STOP\n{states}"
    )
}

fn horizons() -> String {
    let row = |t: i32| {
        format!(
            "{}.500000000 = A.D. 1986-Jan-{:02} 00:00:00.0000 TDB\n X = {t}.6E-01 Y =-3.9E-01 Z = 3.4E-01\n VX=-5.1E-03 VY=-2.2E-02 VZ=-6.9E-03\n LT= 1.0E+00 RG= 1.0E+00 RR=-1.0E+00\n",
            2_446_430 + t,
            t
        )
    };
    let rows: String = (1..20).map(row).collect();
    format!(
        "*****\nJPL/HORIZONS                      1P/Halley                2022-May-12 18:38:08\n*****\nTarget body name: 1P/Halley                       {{source: JPL#J863/77}}\nCenter body name: Sun (10)                        {{source: DE441}}\nOutput units    : AU-D\nReference frame : ICRF\n*****\nJDTDB\n   X     Y     Z\n   VX    VY    VZ\n   LT    RG    RR\n*****\n$$SOE\n{rows}$$EOE\n"
    )
}

const HURDAT2: &str = "AL022019,              BARRY,      4,
20190710, 1200,  , DB, 28.5N,  86.5W,  25, 1009,    0,    0,
20190710, 1800,  , DB, 28.1N,  87.5W,  25, 1009,    0,    0,
20190711, 0000,  , TD, 27.8N,  88.0W,  30, 1008,    0,    0,
20190711, 0600,  , TD, 27.7N,  88.4W,  30, 1008,    0,    0,
";

fn plt() -> String {
    let point = |t: i32| {
        format!(
            "39.98{:04},116.319236,0,492,{:.10},2008-10-23,05:53:{t:02}\n",
            4000 + t,
            39_744.245_196_759_3 + f64::from(t) / 86_400.0
        )
    };
    let points: String = (5..30).map(point).collect();
    format!(
        "Geolife trajectory\nWGS 84\nAltitude is in Feet\nReserved 3\n0,2,255,My Track,0,0,2,8421376\n0\n{points}"
    )
}

fn trc() -> String {
    let frame = |t: i32| {
        format!(
            "{t}\t{}\t{}\t2\t3\t10\t{t}\t30\n",
            0.02 * f64::from(t - 1),
            t * t
        )
    };
    let frames: String = (1..21).map(frame).collect();
    format!(
        "PathFileType\t4\t(X/Y/Z)\ttwo.trc\nDataRate\tCameraRate\tNumFrames\tNumMarkers\tUnits\tOrigDataRate\tOrigDataStartFrame\tOrigNumFrames\n50.00\t50\t20\t2\tmm\t50\t1\t20\nFrame#\tTime\tHip\t\t\tRight Knee\t\t\n\t\tX1\tY1\tZ1\tX2\tY2\tZ2\n\n{frames}"
    )
}
