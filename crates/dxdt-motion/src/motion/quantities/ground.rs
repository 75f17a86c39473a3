//! Directions along the ground, as far as Earth-centered coordinates tell them.

use super::formulas;

/// Ten times the distance of neighboring floats at the Earth's radius, 2⁻³⁰ m.
///
/// What moves less than this along the ground from row to row, such as a balloon that goes straight up, has a
/// direction made of rounding alone.
const RESOLUTION: f64 = 10.0 / (1_u64 << 30) as f64;

/// The direction of the velocity, clockwise from north, in degrees from 0 up to 360.
pub(super) fn course(t: &[f64], east: &[f64], north: &[f64], out: &mut [f64]) {
    formulas::direction(north, east, out);
    for course in &mut *out {
        if *course < 0.0 {
            *course += 360.0;
        }
        // The least negative ones round to the whole circle.
        if *course >= 360.0 {
            *course = 0.0;
        }
    }
    blank_rounding(t, east, north, out);
}

/// The rate at which the velocity turns clockwise, in degrees a second.
pub(super) fn turn_rate(
    t: &[f64],
    [v_east, v_north]: [&[f64]; 2],
    [a_east, a_north]: [&[f64]; 2],
    out: &mut [f64],
) {
    formulas::turn_rate([v_north, v_east], [a_north, a_east], out);
    blank_rounding(t, v_east, v_north, out);
}

/// Blanks rows whose velocity along the ground is no more than rounding, over the shorter step to a row with one.
fn blank_rounding(t: &[f64], east: &[f64], north: &[f64], out: &mut [f64]) {
    let mut blank_row = |row: usize, step: f64| {
        if east[row].hypot(north[row]) * step <= RESOLUTION {
            out[row] = f64::NAN;
        }
    };
    let mut before: Option<usize> = None;
    for row in 0..t.len() {
        if east[row].is_nan() {
            continue;
        }
        if let Some(before) = before {
            let step = t[row] - t[before];
            blank_row(before, step);
            blank_row(row, step);
        }
        before = Some(row);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn course_of(east: f64, north: f64) -> f64 {
        let mut out = [0.0; 2];
        course(&[0.0, 1.0], &[east; 2], &[north; 2], &mut out);
        out[1]
    }

    #[test]
    fn courses_are_clockwise_from_north() {
        let cases = [
            ([0.0, 1.0], 0.0),
            ([-0.0, 1.0], 0.0),
            ([1.0, 0.0], 90.0),
            ([0.0, -2.0], 180.0),
            ([-0.0, -2.0], 180.0),
            ([-3.0, 0.0], 270.0),
            ([-1.0, 1.0], 315.0),
            ([-1e-30, 1.0], 0.0),
        ];
        for ([east, north], expected) in cases {
            let course = course_of(east, north);
            assert!(
                (course - expected).abs() < 1e-13 && course < 360.0,
                "{course}"
            );
            assert!(course.is_sign_positive());
        }
        assert!(course_of(0.0, 0.0).is_nan());
    }

    #[test]
    fn rounding_has_no_direction() {
        let (t, east) = ([0.0, 0.1, 100.1], [5e-9, 5e-8, 5e-8]);
        let mut out = [0.0; 3];
        course(&t, &east, &[0.0; 3], &mut out);
        // Over a tenth of a second 5 nm/s is rounding and 50 nm/s too, over the long step it is motion.
        assert!(out[0].is_nan() && out[1].is_nan());
        assert_eq!(out[2], 90.0);
    }

    #[test]
    fn turning_right_is_positive() {
        let mut out = [0.0; 2];
        // Northward, pulled east.
        turn_rate(
            &[0.0, 1.0],
            [&[0.0; 2], &[2.0; 2]],
            [&[1.0; 2], &[0.0; 2]],
            &mut out,
        );
        assert_eq!(out, [0.5_f64.to_degrees(); 2]);
    }
}
