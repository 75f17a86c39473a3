//! The reader of marker trajectories on files whole and damaged.

use proptest::prelude::*;

use super::super::lines::testing::{cells, changes, error_of, found, read, survives};
use super::*;
use dxdt_motion::finding::{FormatNote, HeaderCount};

const CAPTURE: &str = "PathFileType\t4\t(X/Y/Z)\ttwo.trc
DataRate\tCameraRate\tNumFrames\tNumMarkers\tUnits\tOrigDataRate\tOrigDataStartFrame\tOrigNumFrames
50.00\t50\t3\t2\tmm\t50\t1\t3
Frame#\tTime\tHip\t\t\tRight Knee\t\t
\t\tX1\tY1\tZ1\tX2\tY2\tZ2

1\t0.00\t1.5\t2\t3\t10\t20\t30
2\t0.02\t1.6\t2\t3\t\t\t
3\t0.04\t1.7\t2\tNaN\t12\t20\t30\t
";

#[test]
fn markers_are_entities_one_after_the_other() {
    let table = read(&TRC, CAPTURE);
    assert_eq!(
        table.names(),
        ["marker", "time [s]", "x [mm]", "y [mm]", "z [mm]"]
    );
    assert_eq!(
        cells(&table, "marker"),
        [
            "Hip",
            "Hip",
            "Hip",
            "Right Knee",
            "Right Knee",
            "Right Knee"
        ]
    );
    assert_eq!(
        cells(&table, "time [s]"),
        ["0.00", "0.02", "0.04", "0.00", "0.02", "0.04"]
    );
    assert_eq!(
        cells(&table, "x [mm]"),
        ["1.5", "1.6", "1.7", "10", "", "12"]
    );
    assert_eq!(cells(&table, "z [mm]")[2], "");
    let lines: Vec<_> = (0..6).map(|row| table.places.of_row(row)).collect();
    assert_eq!(lines, [7, 8, 9, 7, 8, 9].map(dxdt_motion::At::Line));
    assert_eq!(table.findings.len(), 0);
}

#[test]
fn a_header_that_says_something_else_is_noted() {
    let capture = CAPTURE.replace("50.00\t50\t3\t2", "60.00\t60\t4.0\t3");
    let differs = |of, said: &str, found| FormatNote::CountDiffers {
        of,
        said: said.to_owned(),
        found,
    };
    let rate = FormatNote::RateDiffers {
        said: 60.0,
        found: 50.0,
    };
    let expected = [
        differs(HeaderCount::Frames, "4.0", 3),
        differs(HeaderCount::Markers, "3", 2),
        rate,
    ];
    assert_eq!(
        found(&read(&TRC, &capture)),
        expected.map(|note| (FindingKind::FormatNote(note), 1))
    );
    let same = read(&TRC, &CAPTURE.replace("Right Knee", "Hip"));
    assert_eq!(cells(&same, "marker")[3], "Hip_2");
    let name = "Hip".to_owned();
    let repeated = FindingKind::FormatNote(FormatNote::MarkerRepeated { name });
    assert_eq!(found(&same), [(repeated, 1)]);
}

#[test]
fn what_is_wrong_is_said() {
    let damaged = |from: &str, to: &str| error_of(&TRC, &CAPTURE.replacen(from, to, 1));
    assert_eq!(
        damaged("\t10\t20\t30", "\t10\t20"),
        "line 7: there are 7 cells where a frame number, a time and 2 markers have 8; \
         correct the line; a missing marker has three empty cells"
    );
    assert_eq!(
        damaged("\t30\t\n", "\t30\t1\n"),
        "line 9: there are 9 cells where a frame number, a time and 2 markers have 8; \
         correct the line; a missing marker has three empty cells"
    );
    assert_eq!(
        damaged("\t12\t", "\t12,0\t"),
        "line 9, column 'Right Knee X': '12,0' is not a number; correct the value"
    );
    assert_eq!(
        damaged("0.02", ""),
        "line 8, column 'Time': '' is not a number; correct the value"
    );
    assert_eq!(
        damaged("\tmm\t", "\tsmoot\t"),
        "line 3, column 'Units': 'smoot' is not a unit of length; \
         the units of length are m, km, dm, cm, mm, um, nm, angstrom, ft, ftUS, in, mil, yd, mi, nmi, au, px"
    );
    assert_eq!(
        damaged("Units", "Unit"),
        "line 3: there is no unit of length under 'Units'; write m or mm there"
    );
    assert_eq!(
        damaged("Hip\t\t\tRight Knee", ""),
        "line 4: there are no marker names after 'Frame#' and 'Time'; \
         name each marker above its X column"
    );
    assert_eq!(
        damaged("\t\tX1\tY1\tZ1\tX2\tY2\tZ2\n", ""),
        "line 6: found '1\\t0.00\\t1.5\\t2\\t3\\t10\\t20\\t30' instead of the names X1, Y1, Z1, … of the columns"
    );
    let (header, _) = CAPTURE.split_once("\n1\t").unwrap();
    assert_eq!(
        error_of(&TRC, &format!("{header}\n1\t0.0\t\t\t\t\t\t\n")),
        "no marker has a position in any frame"
    );
    assert_eq!(
        error_of(&TRC, header),
        "there is no frame below the header; the file may be cut off: download it again"
    );
    assert_eq!(
        error_of(&TRC, &header[..60]),
        "the header has fewer than five lines; the file may be cut off: download it again"
    );
}

proptest! {
    #[test]
    fn damaged_captures_do_not_panic(changes in changes()) {
        survives(&TRC, CAPTURE, &changes);
    }
}
