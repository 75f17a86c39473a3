use super::super::tests::{error, read};

type Rows = Vec<(u64, Vec<String>)>;

fn masses(text: &str) -> (Vec<String>, Rows) {
    let (format, names, rows, findings) = read(text).unwrap().unwrap();
    assert_eq!(format, "Tracker data");
    assert!(findings.is_empty(), "{findings:?}");
    (names, rows)
}

fn row(line: u64, cells: &[&str]) -> (u64, Vec<String>) {
    (line, cells.iter().map(|&cell| cell.to_owned()).collect())
}

#[test]
fn one_mass_is_named_on_the_first_line() {
    for text in [
        "mass_A\nt\tx\ty\n0.0\t1.5\t2\n0.04\t3\t4\n",
        "mass_A\nt,x,y\n0.0,1.5,2\n0.04,3,4\n",
        "mass_A\nt x y\n0.0 1.5 2\n0.04 3 4\n",
        "mass_A\nt\tx\ty\n0,0\t1,5\t2\n0,04\t3\t4\n",
        "mass_A\nt;x;y\n0,0;1,5;2\n0,04;3;4\n",
        "\tmass_A\t\t\nt\tx\ty\t\n0.0\t1.5\t2\t\n0.04\t3\t4\t\n",
        ",mass_A,,\nt,x,y,\n0.0,1.5,2,\n0.04,3,4,\n",
    ] {
        let (names, rows) = masses(text);
        assert_eq!(names, ["mass", "t", "x", "y"], "{text}");
        assert_eq!(
            rows,
            [
                row(3, &["mass_A", "0.0", "1.5", "2"]),
                row(4, &["mass_A", "0.04", "3", "4"])
            ],
            "{text}"
        );
    }
}

#[test]
fn several_masses_share_a_time() {
    let (names, rows) = masses(
        "#multi:\n\tmass A\t\tmass B\t\t\t\t\nt\tx\ty\tx\ty\t\n\
         0.0\t1\t2\t\t\t\n0.1\t3\t4\t5\t6\t\n0.2\t\t\t7\t8\t\n0.3\t5\t6\t9\t1\t\n",
    );
    assert_eq!(names, ["mass", "t", "x", "y"]);
    assert_eq!(
        rows,
        [
            row(4, &["mass A", "0.0", "1", "2"]),
            row(5, &["mass A", "0.1", "3", "4"]),
            row(6, &["mass A", "0.2", "", ""]),
            row(7, &["mass A", "0.3", "5", "6"]),
            row(5, &["mass B", "0.1", "5", "6"]),
            row(6, &["mass B", "0.2", "7", "8"]),
            row(7, &["mass B", "0.3", "9", "1"]),
        ]
    );
}

#[test]
fn names_between_spaces_are_shared_out() {
    let (_, rows) = masses("#multi:\n mass A  mass B\nt x y x y\n0 1 2 3 4\n1 2 3 4 5\n");
    assert_eq!(rows[2], row(4, &["mass B", "0", "3", "4"]));
}

#[test]
fn each_mass_may_have_its_own_time() {
    let (names, rows) = masses("mass_A,,,ball,,\nt,x,y,t,x,y\n0,1,2,5,3,4\n1,2,3,,,\n");
    assert_eq!(names, ["mass", "t", "x", "y"]);
    assert_eq!(
        rows,
        [
            row(3, &["mass_A", "0", "1", "2"]),
            row(4, &["mass_A", "1", "2", "3"]),
            row(3, &["ball", "5", "3", "4"]),
        ]
    );
}

#[test]
fn a_name_above_the_time_shares_it() {
    let (_, rows) = masses("A,,,B,\nt,x,y,x,y\n0,1,2,3,4\n1,2,3,4,5\n");
    assert_eq!(rows[2], row(3, &["B", "0", "3", "4"]));
}

#[test]
fn titles_are_no_masses() {
    for text in [
        "A log of a ball\nt,x\n0,1\n1,2\n",
        "Pendulum\nt,x\n0,1\n1,2\n",
        "2021-03-20\nt,x\n0,1\n1,2\n",
        "Device: X\nt,x\n0,1\n1,2\n",
        "Device,X\nt,x,y\n0,1,2\n1,2,3\n",
        "mass_A\ntime,speed\n0,1\n1,2\n",
        "mass_A\nt,v_{x},v_{y}\n0,1,2\n1,2,3\n",
    ] {
        assert!(read(text).unwrap().is_none(), "{text}");
    }
}

#[test]
fn names_that_do_not_fit_are_errors() {
    assert_eq!(
        error(",A,,A,\nt,x,y,x,y\n0,1,2,3,4\n1,2,3,4,5\n"),
        "line 1: two masses are called 'A'; give each a name of its own"
    );
    assert_eq!(
        error(",A,,B,,,C\nt,x,y,x,y\n0,1,2,3,4\n1,2,3,4,5\n"),
        "line 1: there is no column below the name 'C'; put each name above the first column of its mass"
    );
    assert_eq!(
        error("mass A ball\nt x y x y\n0 1 2 3 4\n1 2 3 4 5\n"),
        "line 1: the line has 3 words to name 2 masses; write the names without spaces, or export the data with tabs"
    );
}
