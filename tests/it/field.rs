//! `dxdt field`: grids and images in; components, magnitude and direction out.

use std::fs;
use std::path::{Path, PathBuf};

use super::support::{Run, Table, run_on, said};

/// Runs the command on a file of these bytes; gives the folder of what was written, and the messages.
fn run(bytes: &[u8], options: &[&str]) -> (tempfile::TempDir, PathBuf, String) {
    let Run {
        folder,
        out,
        output,
        ..
    } = run_on("field", "grid", bytes, options);
    let messages = said(&output);
    let words: Vec<&str> = messages.split_whitespace().collect();
    let messages = words.join(" ");
    assert_eq!(
        output.status.success(),
        !messages.starts_with("error"),
        "{messages}"
    );
    let messages = messages.replace(&folder.path().display().to_string(), "");
    (folder, out, messages)
}

fn matrix(path: &Path) -> Vec<Vec<f64>> {
    let text = fs::read_to_string(path).unwrap();
    let row = |line: &str| line.split(',').map(|cell| cell.parse().unwrap()).collect();
    text.lines().map(row).collect()
}

#[test]
fn matrices_are_derived_along_both_axes() {
    // f = x² + 10·y at x = 0, 0.5, 1, 1.5 and y = 0, 2, 4.
    let text = "0 0.25 1 2.25\n20 20.25 21 22.25\n40 40.25 41 42.25\n";
    let (_folder, out, messages) = run(
        text.as_bytes(),
        &["--spacing", "0.5,2", "--edge-order", "2", "--no-charts"],
    );
    assert_eq!(
        matrix(&out.join("gradient_x.csv")),
        vec![vec![0.0, 1.0, 2.0, 3.0]; 3]
    );
    assert_eq!(matrix(&out.join("gradient_y.csv")), vec![vec![10.0; 4]; 3]);
    assert_eq!(matrix(&out.join("direction.csv"))[0][0], 90.0);
    assert!((matrix(&out.join("magnitude.csv"))[0][3] - 109f64.sqrt()).abs() < 1e-12);
    assert!(messages.contains("4 by 3 nodes"));
}

#[test]
fn points_on_an_uneven_grid_keep_their_names() {
    let mut text = String::from("easting [m],northing [m],g\n");
    for y in [0.0, 1.0, 4.0] {
        for x in [0.0, 2.0, 3.0, 7.0] {
            text.push_str(&format!("{x},{y},{}\n", x * x - 2.0 * y * y));
        }
    }
    let (_folder, out, _) = run(text.as_bytes(), &["--edge-order", "2"]);
    let table = Table::read(&out.join("field.csv"));
    let expected = [
        "easting",
        "northing",
        "g",
        "gradient_easting",
        "gradient_northing",
        "magnitude",
        "direction",
    ];
    assert_eq!(table.names, expected);
    for (slope, x) in table
        .known("gradient_easting")
        .iter()
        .zip(table.known("easting"))
    {
        assert!((slope - 2.0 * x).abs() < 1e-12);
    }
    for (slope, y) in table
        .known("gradient_northing")
        .iter()
        .zip(table.known("northing"))
    {
        assert!((slope + 4.0 * y).abs() < 1e-12);
    }
    for name in ["field", "magnitude", "arrows"] {
        assert!(
            fs::read(out.join(format!("{name}.png")))
                .unwrap()
                .starts_with(b"\x89PNG")
        );
    }
}

#[test]
fn images_give_images_and_edges() {
    let step =
        ndarray::Array2::from_shape_fn((40, 60), |(_, column)| if column < 30 { 0.0 } else { 1.0 });
    let png = dxdt::field::write_png16(step.view(), 0.0, 1.0).unwrap();
    let (_folder, out, messages) = run(&png, &["--threshold", "50"]);
    let edges = image::open(out.join("edges_16bit.png"))
        .unwrap()
        .into_luma16();
    let marked: Vec<u32> = (0..60)
        .filter(|&x| edges.get_pixel(x, 20).0[0] == 65535)
        .collect();
    assert_eq!(marked, [29, 30]);
    assert!(
        messages.contains("gradient_x_16bit.png: 0 is 0, 65535 is 127.5"),
        "{messages}"
    );
    let (_folder, out, _) = run(&png, &["--smooth", "2", "--format", "csv", "--no-charts"]);
    assert_eq!(matrix(&out.join("magnitude.csv")).len(), 40);
}

#[test]
fn errors_are_sentences() {
    let error = |bytes: &[u8], options: &[&str]| run(bytes, options).2;
    insta::assert_snapshot!(error(b"1 2\n3\n", &[]), @"error: /grid, line 2: the row has 1 cell where the other rows have 2; complete or remove the row, or name a delimiter other than spaces with --delimiter");
    insta::assert_snapshot!(error(b"1 2\n3 x\n", &[]), @"error: /grid, line 2, column 'column_2': 'x' is not a number; correct the cell, leave it empty to mark the value as missing, give the word for missing values with --missing, or name another column");
    insta::assert_snapshot!(error(b"1 2\n3 4\n", &["--edge-order", "2"]), @"error: /grid: along x: this derivative needs at least 3 points, but there are only 2; give a larger grid, or --edge-order 1");
    insta::assert_snapshot!(error(b",0,0\n1,2,3\n2,3,4\n", &[]), @"error: /grid: along x: points 0 and 1 have the same coordinate: each point needs its own; check the coordinates, or give --spacing DX,DY");
    insta::assert_snapshot!(error(b"\x89PNG\r\n\x1a\nxx", &[]), @"error: /grid: the image cannot be read (unexpected end of file); give a PNG or JPEG image");
    insta::assert_snapshot!(error(b"x,y,v\n1,1,1\n2,2,2\n3,3,3\n4,4,4\n5,5,5\n6,6,6\n", &[]), @"error: /grid: the points do not form a grid: 6 values at 6 different x and 6 different y; give x, y and value for each node of a grid, even or uneven");
}

#[test]
fn what_is_infinite_and_what_overflows_is_said() {
    let (_folder, out, messages) = run(b"1 2 3\n4 inf 6\n7 8 9\n", &["--no-charts"]);
    assert!(
        messages.contains(
            "1 node is infinite, at x = 1, y = 1; results that are not finite are left empty wrote"
        ),
        "{messages}"
    );
    let magnitude = fs::read_to_string(out.join("magnitude.csv")).unwrap();
    assert!(
        magnitude.lines().next().unwrap().contains(",,"),
        "{magnitude}"
    );
    let (_folder, _, messages) = run(b"1e308 -1e308 3\n4 5 6\n", &["--no-charts"]);
    assert!(
        messages.contains(
            "1 derivative along x is too large for a 64-bit float, at x = 0, y = 0; results"
        ),
        "{messages}"
    );
    let (_folder, _, messages) = run(b"1 2 3\n4 5 6\n", &["--no-charts"]);
    assert!(!messages.contains("finite"), "{messages}");
}

#[test]
fn files_of_other_kinds_are_named() {
    let (_folder, _, messages) = run(b"\x89HDF\r\n\x1a\n\0\0", &[]);
    assert!(messages.contains("this is an HDF5 file"), "{messages}");
}
