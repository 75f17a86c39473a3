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
        is_so: |bytes, _| bytes.get(8..12) == Some(b".FIT"),
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
        is_so: |bytes, _| bytes.starts_with(b"\x89HDF\r\n"),
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
        is_so: |_, text| text.starts_with("stk.v."),
        what: "this is an STK ephemeris, which is not read",
        advice: "write the rows below EphemerisTimePos or EphemerisTimePosVel under a header line: time (s),x (m),y (m),z (m)",
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

    #[test]
    fn files_are_named_for_what_they_are() {
        for (start, word) in [
            (&b"\x0e\x10\x00\x00\x00\x00\x00\x00.FIT"[..], "FIT"),
            (b"\x89HDF\r\n\x1a\n", "HDF5"),
            (b"#ROSBAG V2.0\n", "ROS bag"),
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
        for start in [&b"t,x\n0,1\n"[..], b"", b"1\n2\n", b"a\tb\n0\t1\n"] {
            assert!(refuse(start).is_ok());
        }
    }
}
