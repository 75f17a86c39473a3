//! Poses of the KITTI odometry benchmark: the upper three rows of a 4 x 4 transformation, row by row.

use polars::prelude::{Column, IntoColumn, NamedFrom, Series};

use dxdt_motion::error::{Error, Result};
use dxdt_motion::finding::{Finding, FindingKind, FormatNote};
use dxdt_motion::space::Frame;

use super::super::{CellKind, HeaderOrigin, KnownRoles, RecordTable, TextTable};
use super::cells::with_point;
use super::{Layout, SAMPLE_ROWS};

/// How far the rows of a rotation may be from unit length and right angles.
const TOLERANCE: f64 = 1e-2;

/// Rows of 12 numbers that are a rotation and a position, or of 13 with a time before them.
pub(super) struct KittiPoses;

impl Layout for KittiPoses {
    fn name(&self) -> &'static str {
        "KITTI poses with times"
    }

    fn apply(&self, text: &TextTable<'_>) -> Result<Option<RecordTable>> {
        let width = text.dialect().names.len();
        if text.dialect().header != HeaderOrigin::None || !(12..=13).contains(&width) {
            return Ok(None);
        }
        let rows = text.sample(SAMPLE_ROWS)?;
        let is_pose =
            |row: &Vec<String>| numbers(row).is_some_and(|n| is_rotation(&n[width - 12..]));
        if rows.is_empty() || !rows.iter().all(is_pose) {
            return Ok(None);
        }
        if width == 12 {
            return Err(Error::new("these are KITTI poses: 12 numbers per row and no times")
                .at(text.places().of_row(0))
                .advise(
                    "add the times file as the first column: paste -d' ' times.txt poses.txt > log.txt",
                ));
        }
        table(text).map(Some)
    }
}

fn table(text: &TextTable<'_>) -> Result<RecordTable> {
    let mut columns = text.read(&[
        (0, CellKind::Text),
        (4, CellKind::Number),
        (8, CellKind::Number),
        (12, CellKind::Number),
    ])?;
    columns[0] = pointed(&columns[0]);
    for (column, name) in columns.iter_mut().zip(["time", "x [m]", "y [m]", "z [m]"]) {
        column.rename(name.into());
    }
    let names = |names: &[&str]| Some(names.iter().map(|&name| name.to_owned()).collect());
    Ok(RecordTable {
        columns,
        places: text.places().clone(),
        roles: KnownRoles {
            time: names(&["time"]),
            position: names(&["x", "y", "z"]),
            entity: None,
            frame: Some(Frame::Cartesian),
            ..KnownRoles::default()
        },
        parts: None,
        findings: vec![Finding::new(
            FindingKind::FormatNote(FormatNote::KittiPoses),
            1,
        )],
    })
}

fn pointed(column: &Column) -> Column {
    let Ok(cells) = column.str() else {
        return column.clone();
    };
    let pointed: Vec<Option<String>> = cells
        .iter()
        .map(|cell| cell.map(|cell| with_point(cell).into_owned()))
        .collect();
    Series::new(column.name().clone(), pointed).into_column()
}

fn numbers(row: &[String]) -> Option<Vec<f64>> {
    let number = |cell: &String| with_point(cell).parse::<f64>().ok();
    row.iter().map(number).collect()
}

/// Whether the left three columns of a 3 x 4 matrix are a rotation: orthonormal rows, right-handed.
fn is_rotation(matrix: &[f64]) -> bool {
    let [a, b, c] = [0, 4, 8].map(|at| [matrix[at], matrix[at + 1], matrix[at + 2]]);
    let dot = |p: [f64; 3], q: [f64; 3]| p[0] * q[0] + p[1] * q[1] + p[2] * q[2];
    let cross = [
        a[1] * b[2] - a[2] * b[1],
        a[2] * b[0] - a[0] * b[2],
        a[0] * b[1] - a[1] * b[0],
    ];
    let is_near = |value: f64, wanted: f64| (value - wanted).abs() <= TOLERANCE;
    [a, b, c].iter().all(|&row| is_near(dot(row, row), 1.0))
        && [(a, b), (a, c), (b, c)]
            .iter()
            .all(|&(p, q)| is_near(dot(p, q), 0.0))
        && dot(cross, c) > 0.0
}

#[cfg(test)]
mod tests {
    use dxdt_motion::finding::{FindingKind, FormatNote};

    use super::super::tests::{error, read};
    use super::is_rotation;

    const POSES: [&str; 2] = [
        "1 0 0 0 0 1 0 0 0 0 1 0",
        "9.9e-1 -0.1411 0 1.5 0.1411 9.9e-1 0 2.5 0 0 1 -3.5",
    ];

    #[test]
    fn rotations_are_told_from_other_matrices() {
        let matrix =
            |text: &str| -> Vec<f64> { text.split(' ').map(|n| n.parse().unwrap()).collect() };
        assert!(POSES.iter().all(|pose| is_rotation(&matrix(pose))));
        assert!(
            !is_rotation(&matrix("-1 0 0 0 0 1 0 0 0 0 1 0")),
            "a mirror"
        );
        assert!(
            !is_rotation(&matrix("1 0.1 0 0 0 1 0 0 0 0 1 0")),
            "a shear"
        );
        assert!(!is_rotation(&[f64::NAN; 12]));
    }

    #[test]
    fn thirteen_numbers_are_a_time_and_a_pose() {
        let log = format!("0.0 {}\n0.1 {}\n", POSES[0], POSES[1]);
        let (format, names, rows, findings) = read(&log).unwrap().unwrap();
        assert_eq!(format, "KITTI poses with times");
        assert_eq!(names, ["time", "x [m]", "y [m]", "z [m]"]);
        let cells = ["0.1", "1.5", "2.5", "-3.5"].map(str::to_owned).to_vec();
        assert_eq!(rows[1], (2, cells));
        assert_eq!(findings, [FindingKind::FormatNote(FormatNote::KittiPoses)]);
        assert!(read(&log.replace("9.9e-1", "0.8")).unwrap().is_none());
    }

    #[test]
    fn twelve_numbers_are_a_pose_without_a_time() {
        assert_eq!(
            error(&format!("{}\n{}\n", POSES[0], POSES[1])),
            "line 1: these are KITTI poses: 12 numbers per row and no times; add the times file as the first column: \
             paste -d' ' times.txt poses.txt > log.txt"
        );
    }
}
