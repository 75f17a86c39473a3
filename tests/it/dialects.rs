//! The ways in which people write the same log: each gives the same motion.

use super::support::{Analysis, said};

/// x = t² at 0, 0.5, 2 and 3 s, with velocity 2t and acceleration 2.
fn assert_is_the_parabola(log: &str, options: &[&str]) {
    let motion = Analysis::of(log, options).motion();
    let t = motion.known("t");
    assert_eq!(t, [0.0, 0.5, 2.0, 3.0], "{log}");
    let position = &motion.names[motion.names.iter().position(|name| name == "t").unwrap() + 1];
    assert_eq!(
        motion.known(&format!("v_{position}")),
        [0.0, 1.0, 4.0, 6.0],
        "{log}"
    );
    assert_eq!(motion.known(&format!("a_{position}")), [2.0; 4], "{log}");
}

#[test]
fn delimiters_and_marks() {
    assert_is_the_parabola("t,x\n0,0\n0.5,0.25\n2,4\n3,9\n", &[]);
    assert_is_the_parabola("t;x\n0;0\n0,5;0,25\n2;4\n3;9\n", &[]);
    assert_is_the_parabola("t\tx\n0\t0\n0.5\t0.25\n2\t4\n3\t9\n", &[]);
    assert_is_the_parabola("t x\n0 0\n 0.5   0.25\n2\t4\n3 9 \n", &[]);
    assert_is_the_parabola("t|x\n0|0\n0.5|0.25\n2|4\n3|9\n", &[]);
    assert_is_the_parabola("t,x\r\n0,0\r\n0.5,0.25\r\n2,4\r\n3,9\r\n", &[]);
    assert_is_the_parabola("t, x\n0, 0\n0.5 , 0.25\n2, 4 \n3, 9\n", &[]);
    assert_is_the_parabola("\u{feff}t,x\n0,0\n0.5,0.25\n2,4\n3,9", &[]);
    assert_is_the_parabola(
        "\"t\",\"x\"\n\"0\",\"0\"\n\"0.5\",\"0.25\"\n2,4\n3,9\n",
        &[],
    );
    assert_is_the_parabola("sep=;\nt;x\n0;0\n0,5;0,25\n2;4\n3;9\n", &[]);
    assert_is_the_parabola("t:x\n0:0\n0.5:0.25\n2:4\n3:9\n", &["--delimiter", ":"]);
}

#[test]
fn comments_blank_lines_and_headers() {
    assert_is_the_parabola(
        "# a log\n\nt,x\n# begin\n0,0\n0.5,0.25\n\n2,4\n3,9\n# end\n",
        &[],
    );
    assert_is_the_parabola("#t,x\n0,0\n0.5,0.25\n2,4\n3,9\n", &[]);
    assert_is_the_parabola("# made by hand\n# t x\n0 0\n0.5 0.25\n2 4\n3 9\n", &[]);
    assert_is_the_parabola("0,0\n0.5,0.25\n2,4\n3,9\n", &[]);
    assert_is_the_parabola(
        "0,0\n0.5,0.25\n2,4\n3,9\n",
        &[
            "--no-header",
            "--time",
            "column_1",
            "--position",
            "column_2",
        ],
    );
}

#[test]
fn units_in_headers() {
    assert_is_the_parabola("Time (s),x [m]\n0,0\n0.5,0.25\n2,4\n3,9\n", &[]);
    assert_is_the_parabola("Time (ms),x [cm]\n0,0\n500,25\n2000,400\n3000,900\n", &[]);
    assert_is_the_parabola(
        "t_us,x (mm)\n0,0\n500000,250\n2000000,4000\n3000000,9000\n",
        &[],
    );
    assert_is_the_parabola(
        "t,x\n0,0\n0.5,0.00025\n2,0.004\n3,0.009\n",
        &["--length-unit", "km"],
    );
    assert_is_the_parabola(
        "t,x\n0,0\n500,0.25\n2000,4\n3000,9\n",
        &["--time-unit", "ms"],
    );
}

#[test]
fn stamps_of_every_kind() {
    let with = |stamps: [&str; 4]| {
        let [a, b, c, d] = stamps;
        format!("time;x\n{a};0\n{b};0.25\n{c};4\n{d};9\n")
    };
    for stamps in [
        ["1700000000", "1700000000.5", "1700000002", "1700000003"],
        [
            "1700000000000",
            "1700000000500",
            "1700000002000",
            "1700000003000",
        ],
        [
            "1700000000000000",
            "1700000000500000",
            "1700000002000000",
            "1700000003000000",
        ],
        [
            "1700000000000000000",
            "1700000000500000000",
            "1700000002000000000",
            "1700000003000000000",
        ],
        ["1.7e9", "1.7000000005e+09", "1.700000002E9", "1700000003.0"],
        [
            "2021-03-20T10:00:00Z",
            "2021-03-20T10:00:00.5Z",
            "2021-03-20T10:00:02Z",
            "2021-03-20T10:00:03Z",
        ],
        [
            "2021-03-20 10:00:00+02",
            "2021-03-20 08:00:00.500Z",
            "2021-03-20T13:30:02+05:30",
            "2021-03-20 10:00:03+0200",
        ],
        [
            "20/03/2021 10:00",
            "20/03/2021 10:00:00.5",
            "20/03/2021 10:00:02",
            "20/03/2021 10:00:03",
        ],
        [
            "3/20/2021 10:00:00 AM",
            "3/20/2021 10:00:00.5 AM",
            "3/20/2021 10:00:02 AM",
            "3/20/2021 10:00:03 AM",
        ],
        ["23:59:59", "23:59:59.5", "00:00:01", "00:00:02"],
    ] {
        assert_is_the_parabola(&with(stamps), &[]);
    }
    let american = with([
        "03-04-2021 10:00:00",
        "03-04-2021 10:00:00.5",
        "03-04-2021 10:00:02",
        "03-04-2021 10:00:03",
    ]);
    assert_is_the_parabola(&american, &["--time-format", "%m-%d-%Y %H:%M:%S%.f"]);
}

#[test]
fn date_and_time_in_two_columns() {
    let log = "Date,Time,x\n2021-03-20,23:59:59,0\n2021-03-20,23:59:59.5,0.25\n2021-03-21,00:00:01,4\n2021-03-21,00:00:02,9\n";
    assert_is_the_parabola(log, &[]);
    assert_is_the_parabola(&log.replace("Date,Time", "a,b"), &["--time", "a,b"]);
}

#[test]
fn nineteen_digits_are_kept_from_text_to_step() {
    // Neighbors of 100 ns, of which a 64-bit float knows only multiples of 256 ns.
    let log =
        "timestamp,x\n1403715524907143101,0\n1403715524907143201,1e-7\n1403715524907143301,2e-7\n";
    let motion = Analysis::of(log, &[]).motion();
    assert_eq!(motion.known("t"), [0.0, 1e-7, 2e-7]);
    assert_eq!(motion.text("time")[0], "1403715524907143101");
    let velocity = motion.known("v_x");
    assert!(
        velocity.iter().all(|v| (v - 1.0).abs() < 1e-9),
        "{velocity:?}"
    );
}

#[test]
fn gzip_and_standard_input() {
    use std::io::Write;
    let log = b"t,x\n0,0\n0.5,0.25\n2,4\n3,9\n";
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    encoder.write_all(log).unwrap();
    let gzip = encoder.finish().unwrap();
    for bytes in [log.to_vec(), gzip] {
        let folder = tempfile::tempdir().unwrap();
        let output = super::support::dxdt()
            .args(["analyze", "-", "--no-charts", "-o"])
            .arg(folder.path())
            .write_stdin(bytes)
            .output()
            .unwrap();
        assert!(output.status.success());
        let motion = super::support::Table::read(&folder.path().join("motion.csv"));
        assert_eq!(motion.known("a_x"), [2.0; 4]);
        assert!(said(&output).starts_with("standard input: 4 rows"));
    }
}
