//! Files that are known and not read: each is named for what it is, with what to do.

use dxdt_motion::error::{Error, Result};

/// A kind of file by how it starts.
struct Kind {
    is_so: fn(&[u8], &str) -> bool,
    what: &'static str,
    advice: &'static str,
}

const TABLE: &str = "convert it to a table with a header line, such as CSV";

// The surest signs first.
const KINDS: &[Kind] = &[
    Kind {
        is_so: |bytes, _| bytes.starts_with(b"%PDF"),
        what: "this is a PDF document",
        advice: TABLE,
    },
    Kind {
        is_so: |bytes, _| bytes.starts_with(b"\x89PNG") || bytes.starts_with(b"\xff\xd8\xff"),
        what: "this is an image",
        advice: TABLE,
    },
    Kind {
        is_so: |bytes, _| {
            matches!(bytes.first(), Some(12 | 14)) && bytes.get(8..12) == Some(b".FIT")
        },
        what: "this is a FIT file of a watch or bicycle computer, which is not read",
        advice: "export the activity as GPX or TCX, or convert it with FitCSVTool",
    },
    Kind {
        is_so: |bytes, _| bytes.starts_with(b"\x89MCAP0\r\n"),
        what: "this is an MCAP recording of a robot, which is not read",
        advice: "export the topic with the poses as CSV, such as with PlotJuggler",
    },
    Kind {
        is_so: |bytes, _| bytes.starts_with(b"#ROSBAG"),
        what: "this is a ROS bag, which is not read",
        advice: "write its topic as CSV: rostopic echo -b FILE -p TOPIC > log.csv",
    },
    Kind {
        is_so: |bytes, _| bytes.starts_with(b"ULog\x01\x12\x35"),
        what: "this is a ULog file of a PX4 autopilot, which is not read",
        advice: "convert it with ulog2csv, and give the file with vehicle_gps_position or vehicle_local_position",
    },
    Kind {
        is_so: |bytes, _| bytes.starts_with(b"\xa3\x95\x80\x80"),
        what: "this is a binary log of an ArduPilot autopilot, which is not read",
        advice: "convert it with mavlogdump.py --format csv --types GPS",
    },
    Kind {
        is_so: |bytes, _| {
            bytes.starts_with(b"\x89HDF\r\n") || bytes.starts_with(b"MATLAB 7.3 MAT-file")
        },
        what: "this is an HDF5 file (also of MATLAB 7.3 and NetCDF 4), which is not read",
        advice: "write the time and the positions as CSV, such as with h5py and pandas",
    },
    Kind {
        is_so: |bytes, _| bytes.starts_with(b"MATLAB 5.0 MAT-file"),
        what: "this is a MAT-file of MATLAB, which is not read",
        advice: "write the time and the positions with writetable or writematrix",
    },
    Kind {
        is_so: |bytes, _| bytes.starts_with(b"CDF\x01") || bytes.starts_with(b"CDF\x02"),
        what: "this is a NetCDF file, which is not read",
        advice: "write the time and the positions as CSV, such as with xarray",
    },
    Kind {
        is_so: |bytes, _| {
            bytes.get(1) == Some(&0x50) && bytes.first() == Some(&2) && bytes.len() > 512
        },
        what: "this is a C3D file of motion capture, which is not read",
        advice: "export the markers as TRC or CSV",
    },
    Kind {
        is_so: |bytes, _| bytes.starts_with(b"\xfd7zXZ\x00"),
        what: "this is compressed with xz, which is not read",
        advice: "unpack it first: xz -dc FILE | dxdt analyze -",
    },
    Kind {
        is_so: |bytes, _| bytes.starts_with(b"BZh") && bytes.get(4..10) == Some(b"1AY&SY"),
        what: "this is compressed with bzip2, which is not read",
        advice: "unpack it first: bzip2 -dc FILE | dxdt analyze -",
    },
    Kind {
        is_so: |bytes, _| bytes.get(257..262) == Some(b"ustar"),
        what: "this is a tar archive, which is not read",
        advice: "unpack it and give the files in it",
    },
    Kind {
        is_so: |bytes, _| bytes.starts_with(b"SQLite format 3"),
        what: "this is an SQLite database, which is not read",
        advice: "write a table of it: sqlite3 -header -csv FILE 'select …' | dxdt analyze -",
    },
    Kind {
        is_so: |bytes, _| bytes.starts_with(b"\x93NUMPY"),
        what: "this is an array of NumPy (.npy), which is not read",
        advice: "write it with numpy.savetxt, with the time in the first column",
    },
    Kind {
        is_so: |bytes, _| {
            bytes.first() == Some(&0x80)
                && bytes
                    .get(1)
                    .is_some_and(|version| (2..=5).contains(version))
        },
        what: "this is a pickle of Python, which is not read",
        advice: "write the time and the positions with pandas to_csv or to_parquet",
    },
    Kind {
        is_so: |bytes, _| bytes.starts_with(b"\xb5\x62"),
        what: "these are binary messages of a u-blox receiver (UBX), which are not read",
        advice: "convert them to NMEA or a .pos file, such as with u-center or RTKLIB",
    },
    Kind {
        is_so: |bytes, _| {
            bytes.starts_with(b"RDX") || bytes.starts_with(b"RDA") || bytes.starts_with(b"X\n\0\0")
        },
        what: "this is a data file of R, which is not read",
        advice: "write the time and the positions with write.csv",
    },
    Kind {
        is_so: |bytes, _| bytes.get(4..8) == Some(b"ftyp"),
        what: "this is a video (MP4 or MOV), which is not read",
        advice: "export the track: a camera's telemetry as GPX or CSV, or the points of a tracking program",
    },
    Kind {
        is_so: |bytes, _| {
            bytes.starts_with(b"SR_RESEARCH")
                || (bytes.starts_with(b"0       ") && has_date_of_edf(bytes))
        },
        what: "this is an EDF file (of an eye tracker or a biosignal recorder), which is not read",
        advice: "convert it, such as with edf2asc, and write its samples as a table with a header line",
    },
    Kind {
        is_so: |bytes, _| bytes.starts_with(b"TDSm"),
        what: "this is a TDMS file of LabVIEW, which is not read",
        advice: "export the channels as CSV or LVM text",
    },
    Kind {
        is_so: |bytes, _| bytes.starts_with(b"MDF     "),
        what: "this is an MDF file (.mf4, .mdf) of a measurement system, which is not read",
        advice: "export the channels as CSV, such as with asammdf",
    },
    Kind {
        is_so: |bytes, _| bytes.starts_with(b"Obj\x01"),
        what: "this is an Avro file, which is not read",
        advice: "convert it to Parquet or CSV",
    },
    Kind {
        is_so: |bytes, _| {
            const MAGIC: [&[u8]; 3] = [
                b"\xd4\xc3\xb2\xa1",
                b"\xa1\xb2\xc3\xd4",
                b"\x0a\x0d\x0d\x0a",
            ];
            MAGIC.iter().any(|magic| bytes.starts_with(magic))
        },
        what: "this is a capture of network packets, which is not read",
        advice: "write the time and the positions as a table, such as with tshark -T fields",
    },
    Kind {
        is_so: |bytes, _| bytes.starts_with(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"),
        what: "this is an old spreadsheet or document of Microsoft Office, which is not read",
        advice: "save the sheet as CSV",
    },
    Kind {
        is_so: |_, text| text.starts_with('<') && text.contains("<kml"),
        what: "this is KML, which is not read",
        advice: "export the track as GPX",
    },
    Kind {
        is_so: |_, text| text.starts_with('<') && text.contains("org.opensourcephysics"),
        what: "this is a Tracker file (.trk) with the video's tracks, which is not read",
        advice: "export the data in Tracker by File > Export > Data File",
    },
    Kind {
        is_so: |_, text| text.starts_with('<'),
        what: "this is XML or HTML, but neither GPX nor TCX",
        advice: TABLE,
    },
    Kind {
        is_so: |_, text| text.starts_with("!AIVD") || text.starts_with("\\"),
        what: "these are AIS sentences (AIVDM), which are not supported",
        advice: TABLE,
    },
    Kind {
        is_so: |_, text| text.starts_with("HIERARCHY") && text.contains("ROOT"),
        what: "this is a BVH file of motion capture, which is not read",
        advice: "export the positions of the joints as CSV or TRC",
    },
    Kind {
        is_so: |_, text| text.starts_with("ITEM: TIMESTEP"),
        what: "this is a dump of LAMMPS, which is not read",
        advice: "write a table with a header line: time,id,x,y,z",
    },
    Kind {
        is_so: |_, text| is_xyz(text),
        what: "this is an XYZ file of atoms, frame by frame, which is not read",
        advice: "write a table with a header line: time,id,x,y,z",
    },
    Kind {
        is_so: |_, text| {
            (text.starts_with("#c") || text.starts_with("#d")) && text.contains("\n## ")
        },
        what: "this is an SP3 file of satellite orbits, which is not read",
        advice: "write a table with a header line: time,id,x (km),y (km),z (km)",
    },
    Kind {
        is_so: |_, text| is_tle(text),
        what: "these are two-line elements (TLE) of satellites, which have no positions",
        advice: "propagate them, such as with SGP4, and write the positions as a table",
    },
    Kind {
        is_so: |_, text| {
            text.starts_with("CREATE TABLE")
                || text.starts_with("INSERT INTO")
                || text.starts_with("-- MySQL dump")
        },
        what: "these are statements of SQL, which are not read",
        advice: "export the table as CSV",
    },
    Kind {
        is_so: |_, text| {
            text.starts_with("---\n") && text.contains(':')
                || text.starts_with("header:\n")
                || text.starts_with("header: \n")
        },
        what: "this is YAML, such as rostopic echo writes, which is not read",
        advice: "write the topic as a table: rostopic echo -p TOPIC, or ros2 topic echo --csv TOPIC",
    },
    Kind {
        is_so: |_, text| text.starts_with("#group,") || text.starts_with("#datatype,"),
        what: "this is annotated CSV of InfluxDB, with a row for each field",
        advice: "pivot it to a row for each time, with a column for each coordinate, without the lines that begin with #",
    },
    Kind {
        is_so: |_, text| text.starts_with("stk.v."),
        what: "this is an STK ephemeris, which is not read",
        advice: "write the rows below EphemerisTimePos or EphemerisTimePosVel under a header line: time (s),x (m),y (m),z (m)",
    },
    Kind {
        is_so: |_, text| {
            [
                "#BESTPOSA",
                "#BESTGNSSPOSA",
                "#INSPVAXA",
                "#INSPVASA",
                "#BESTVELA",
            ]
            .iter()
            .any(|log| text.starts_with(log))
        },
        what: "these are ASCII logs of a NovAtel receiver, which are not read",
        advice: "export NMEA (GPGGA and GPRMC), or a table with a header line, such as CSV",
    },
    Kind {
        is_so: |_, text| text.contains("[column names]") && text.contains("[data]"),
        what: "this is a VBOX file (.vbo), which is not read",
        advice: "export it as CSV in VBOX Tools or Circuit Tools",
    },
    Kind {
        is_so: |_, text| text.starts_with("Type,Local Number,Message,Field 1"),
        what: "this is a table of all messages of a FIT file, as FitCSVTool writes it, which is not read",
        advice: "convert it with FitCSVTool --data record, and give the file that ends in _data.csv",
    },
    Kind {
        is_so: |_, text| is_subtitles(text),
        what: "these are subtitles (SRT) of a video, which are not read",
        advice: "export the flight log of the drone as CSV",
    },
    Kind {
        is_so: |_, text| text.starts_with("** CONVERTED FROM ") && text.contains("EDF"),
        what: "this is an EyeLink ASC file, which is not read",
        advice: "write its samples alone as a table with a header line: time (ms),x (px),y (px),pupil",
    },
    Kind {
        is_so: |_, text| is_gmat_report(text),
        what: "this is a report of GMAT in columns of fixed width, with blanks in the dates",
        advice: "report A1ModJulian or ElapsedSecs alone, or write it with a comma as the delimiter",
    },
    Kind {
        is_so: |_, text| is_json_behind_tabs(text),
        what: "a JSON object stands in the last column, as in the .rec files of OwnTracks",
        advice: "give the objects alone, a line each: cut -f3 FILE | dxdt analyze -",
    },
];

/// Content that is surely no log that can be read, told by its first bytes.
///
/// # Errors
/// What it is.
pub(super) fn refuse(start: &[u8]) -> Result<()> {
    let start = start.strip_prefix(b"\xef\xbb\xbf").unwrap_or(start);
    let valid = match std::str::from_utf8(start) {
        Ok(text) => text,
        Err(error) => std::str::from_utf8(&start[..error.valid_up_to()]).unwrap_or_default(),
    };
    let text = valid.trim_start();
    match KINDS.iter().find(|kind| (kind.is_so)(start, text)) {
        Some(kind) => Err(Error::new(kind.what).advise(kind.advice)),
        None => Ok(()),
    }
}

/// The date of the recording, `dd.mm.yy`, in its place of the header.
fn has_date_of_edf(bytes: &[u8]) -> bool {
    let is_of_date = |(index, byte): (usize, &u8)| match index {
        2 | 5 => *byte == b'.',
        _ => byte.is_ascii_digit(),
    };
    bytes.len() > 256 && bytes[168..176].iter().enumerate().all(is_of_date)
}

/// A number, then two times with an arrow.
fn is_subtitles(text: &str) -> bool {
    let mut lines = text.lines();
    let number = lines
        .next()
        .is_some_and(|line| line.trim().parse::<u32>().is_ok());
    number
        && lines
            .next()
            .is_some_and(|line| line.contains(" --> ") && line.contains(':'))
}

/// A number of atoms, a comment, then a symbol and three numbers a line.
fn is_xyz(text: &str) -> bool {
    let mut lines = text.lines();
    let count = lines
        .next()
        .and_then(|line| line.trim().parse::<u32>().ok());
    let atom = lines.nth(1).unwrap_or_default();
    let words: Vec<&str> = atom.split_whitespace().collect();
    let is_atom = matches!(words[..], [symbol, x, y, z] if symbol.chars().all(char::is_alphabetic)
        && [x, y, z].iter().all(|number| number.parse::<f64>().is_ok()));
    count.is_some() && is_atom
}

/// Lines of 69 characters that begin with 1 and 2, perhaps below a name.
fn is_tle(text: &str) -> bool {
    let lines: Vec<&str> = text.lines().take(3).collect();
    let is_pair = |pair: &[&str]| {
        let is_line =
            |line: &str, start: &str| line.starts_with(start) && line.trim_end().len() == 69;
        is_line(pair[0], "1 ") && is_line(pair[1], "2 ")
    };
    lines.windows(2).any(is_pair)
}

fn is_gmat_report(text: &str) -> bool {
    let mut lines = text.lines();
    let header = lines.next().unwrap_or_default();
    let is_of_dates = header.contains("Gregorian") && header.contains('.') && header.contains("  ");
    is_of_dates
        && !header.contains([',', ';', '\t'])
        && lines.next().is_some_and(|row| row.contains("  "))
}

fn is_json_behind_tabs(text: &str) -> bool {
    let line = text.lines().next().unwrap_or_default();
    line.rsplit_once('\t')
        .is_some_and(|(_, last)| last.starts_with('{') && last.trim_end().ends_with('}'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tar() -> Vec<u8> {
        let mut header = vec![0; 512];
        header[..7].copy_from_slice(b"log.csv");
        header[257..263].copy_from_slice(b"ustar\0");
        header
    }

    #[test]
    fn files_are_named_for_what_they_are() {
        for (start, word) in [
            (&b"\x0e\x10\x00\x00\x00\x00\x00\x00.FIT"[..], "FIT"),
            (b"\x89HDF\r\n\x1a\n", "HDF5"),
            (b"MATLAB 7.3 MAT-file, Platform: GLNXA64", "MATLAB 7.3"),
            (b"MATLAB 5.0 MAT-file, Platform: GLNXA64", "MAT-file"),
            (b"#ROSBAG V2.0\n", "ROS bag"),
            (b"\x89MCAP0\r\n\x01", "MCAP"),
            (b"ULog\x01\x12\x35\x01", "ULog"),
            (b"\xfd7zXZ\x00\x00\x04", "xz"),
            (b"BZh91AY&SY\x12", "bzip2"),
            (&tar(), "tar archive"),
            (
                b"<?xml version='1.0'?>\n<object class=\"org.opensourcephysics.cabrillo.tracker.TrackerPanel\">",
                "Tracker",
            ),
            (b"<?xml version='1.0'?><kml></kml>", "KML"),
            (b"<?xml version='1.0'?><a/>", "XML"),
            (b"1\n00:00:00,000 --> 00:00:00,016\n", "subtitles"),
            (b"stk.v.11.0\n", "STK"),
            (
                b"Sat.UTCGregorian    Sat.X\n01 Jan 2025 12:00:00.000      6878\n",
                "GMAT",
            ),
            (b"2023-11-14T22:13:21Z\t*\t{\"lat\": 50}\n", "JSON"),
        ] {
            let error = refuse(start).unwrap_err().to_string();
            assert!(error.contains(word), "{error}");
        }
        let edf = format!("0{:167}25.01.24{:100}", "", "").into_bytes();
        assert!(refuse(&edf).unwrap_err().to_string().contains("EDF"));
        // A table in columns of fixed width.
        assert!(refuse("0       1.5     2.5\n".repeat(30).as_bytes()).is_ok());
        for start in [&b"t,x\n0,1\n"[..], b"", b"1\n2\n", b"a\tb\n0\t1\n"] {
            assert!(refuse(start).is_ok());
        }
    }
}
