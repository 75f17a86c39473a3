use proptest::prelude::*;

use super::*;

fn path(most: usize) -> CellPath {
    CellPath::new(Limits {
        most,
        length: f64::INFINITY,
        pixels: false,
    })
}

/// The path in cells of one size, however many.
fn in_cells(points: &[Option<Point>], level: i32) -> CellPath {
    let mut path = path(usize::MAX);
    path.resize(level);
    for point in points {
        match point {
            None => path.gap(),
            Some(point) => path.pass(*point, 0),
        }
    }
    path
}

impl CellPath {
    fn resize(&mut self, level: i32) {
        self.rebuild(level, false);
    }

    fn drawn(&self) -> (Vec<Point>, Vec<(u32, u32)>) {
        let nodes = self.nodes.iter().map(|node| node.at).collect();
        (nodes, self.steps.clone())
    }
}

/// Walks, laps and clouds with gaps.
fn points() -> impl Strategy<Value = Vec<Option<Point>>> {
    let step = (-1.0..1.0_f64, -1.0..1.0_f64, prop::bool::weighted(0.05));
    let steps = prop::collection::vec(step, 2..400);
    (steps, 0..3_u8, 1.0..60.0_f64).prop_map(|(steps, kind, around)| {
        let mut at = (100.0, -30.0);
        let points = steps.into_iter().enumerate().map(|(row, (x, y, gap))| {
            at = match kind {
                0 => (at.0 + x, at.1 + y),
                1 => {
                    let angle = row as f64 / around;
                    (50.0 * angle.cos() + 0.01 * x, 50.0 * angle.sin() + 0.01 * y)
                }
                _ => (100.0 * x, 100.0 * y),
            };
            (!gap).then_some(at)
        });
        points.collect()
    })
}

proptest! {
    #[test]
    fn larger_cells_are_those_of_all_points(points in points(), up in 1..12_i32) {
        let mut path = in_cells(&points, -5);
        for level in -4..=up - 5 {
            path.resize(level);
        }
        let direct = in_cells(&points, up - 5);
        prop_assert_eq!(path.drawn(), direct.drawn());
        prop_assert_eq!((path.here, path.last, path.outermost), (direct.here, direct.last, direct.outermost));
        prop_assert!((path.length - direct.length).abs() < 1e-9 * (1.0 + path.length));
    }

    #[test]
    fn no_more_is_kept_than_may_be_and_ends_and_rim_stay(points in points(), most in 8_usize..200) {
        let mut path = path(most);
        for point in &points {
            match point {
                None => path.gap(),
                Some(point) => path.pass(*point, 0),
            }
        }
        prop_assert!(path.steps.len() <= most && path.nodes.len() <= most);
        path.finish();
        let lines = path.lines();
        let known: Vec<Point> = points.into_iter().flatten().collect();
        let drawn: Vec<Point> = lines.concat();
        prop_assert_eq!(drawn.first(), known.first());
        prop_assert_eq!(drawn.last(), known.last());
        let extent = |points: &[Point]| super::super::scale::bounds(points.iter().copied());
        prop_assert_eq!(extent(&drawn), extent(&known));
    }
}

proptest! {
    #[test]
    fn a_path_that_is_expected_is_the_same_and_of_one_too_long_no_more_is_kept(
        points in points(),
        most in 8_usize..200,
    ) {
        let (mut path, mut expected) = (path(most), path(most));
        let known = points.iter().map(|point| (point.unwrap_or((f64::NAN, 0.0)), 0));
        expected.expect(known);
        let mut is_whole = true;
        for point in &points {
            for path in [&mut path, &mut expected] {
                match point {
                    None => path.gap(),
                    Some(point) => path.pass(*point, 0),
                }
            }
            is_whole &= !path.is_cloud;
        }
        prop_assert!(expected.len() <= most);
        prop_assert_eq!(expected.outermost, path.outermost);
        if is_whole {
            prop_assert_eq!((expected.level, expected.drawn()), (path.level, path.drawn()));
        }
    }

    #[test]
    fn as_many_levels_are_passed_over_as_have_too_many_cells(points in points(), most in 8_usize..60) {
        let limited = in_cells(&points, -8);
        let nodes = limited.nodes.iter();
        let up = levels_up(nodes.map(|node| limited.cell(node.at)).collect(), most);
        let cells = |up: i32| in_cells(&points, up - 8).nodes.len();
        prop_assert!(up == 0 || cells(up - 1) > most);
        prop_assert!(cells(up) <= most || up == 64);
    }
}

/// The path of `count` points within the limits of a chart.
fn thinned(count: u32, at: impl Fn(f64) -> Point) -> CellPath {
    let mut path = CellPath::new(Limits {
        most: 240_000,
        length: 2e6,
        pixels: true,
    });
    for row in 0..count {
        path.pass(at(f64::from(row) / f64::from(count)), row.into());
    }
    path
}

/// The furthest that the middle of a step is from where it should be.
fn furthest(path: &CellPath, distance: impl Fn(Point) -> f64) -> f64 {
    let at = |node: u32| path.nodes[node as usize].at;
    let middle = |(a, b): (Point, Point)| (f64::midpoint(a.0, b.0), f64::midpoint(a.1, b.1));
    let steps = path.steps.iter().map(|&(a, b)| middle((at(a), at(b))));
    steps.map(distance).fold(0.0, f64::max)
}

#[test]
fn a_circle_and_an_arc_are_thin_however_often_they_are_walked() {
    let turn = std::f64::consts::TAU;
    let circle = |angle: f64| (500.0 + 300.0 * angle.cos(), 400.0 + 300.0 * angle.sin());
    let off = |(x, y): Point| ((x - 500.0).hypot(y - 400.0) - 300.0).abs();
    for laps in [1.0, 30.0, 1000.0] {
        let path = thinned(1_000_000, |at| circle(laps * turn * at));
        assert!(furthest(&path, off) < 0.5, "{laps}");
        assert!(path.steps.len() < 20_000, "{laps}: {}", path.steps.len());
    }
    let arc = thinned(100_000, |at| circle(1.4 * (500.0 * at).sin()));
    assert!(furthest(&arc, off) < 0.5);
}

#[test]
fn a_cloud_is_drawn_with_few_steps_and_a_path_that_leaves_it_is_whole() {
    let noise = |row: f64| {
        let mixed = ((row * 1e6) as u64 + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        (mixed >> 32) as f64 / f64::from(u32::MAX)
    };
    let cloud = thinned(300_000, |at| (600.0 * noise(at), 600.0 * noise(at + 7.0)));
    assert!(cloud.is_cloud && cloud.length <= 2e6);
    assert!(cloud.nodes.len() > 1000, "{}", cloud.nodes.len());
    let mut path = path(3000);
    for row in 0..20_000 {
        let at = f64::from(row) / 20_000.0;
        path.pass((noise(at), noise(at + 7.0)), 0);
    }
    assert!(path.is_cloud);
    for row in 0..20_000 {
        path.pass((f64::from(row), 0.0), 0);
    }
    assert!(!path.is_cloud);
    assert!(path.steps.len() > 500 && path.lines().len() < 200);
}

#[test]
fn what_stands_alone_is_a_point() {
    let mut path = path(100);
    for point in [
        (1.0, 1.0),
        (f64::NAN, 0.0),
        (9.0, 9.0),
        (0.0, f64::INFINITY),
        (5.0, 5.0),
    ] {
        path.pass(point, 0);
    }
    let lines = path.lines();
    assert_eq!(lines[..3], [[(1.0, 1.0)], [(9.0, 9.0)], [(5.0, 5.0)]]);
    assert!(self::path(8).lines().is_empty());
}
