//! Rows at which the derived and the measured velocity cannot both be right.

use std::ops::Range;

use crate::audit::{AuditedLog, NotedRows};

/// Rows at which a derived velocity contradicts a measured one.
#[derive(Debug, Clone, PartialEq)]
pub struct Contradiction {
    /// How far the derived velocity is from all that was measured around, at most.
    pub apart: f64,
    /// The rows.
    pub(super) rows: NotedRows,
}

// Either may come so many steps later.
const STEPS_AROUND: f64 = 10.0;
// Over the median difference; over the size of the measured values.
const TIMES: f64 = 6.0;
const PART: f64 = 0.25;
// Where more of the rows are apart, it takes more.
const MOST: f64 = 0.03;
const FEWEST_ROWS: usize = 50;

/// Rows whose derived velocity is far from all that was measured around it, by the log's own measure. Either has a column for
/// each component, or one for the speed.
pub(super) fn find(
    audited: &AuditedLog<'_>,
    t: &[f64],
    [derived, measured]: [&[&[f64]]; 2],
    segments: &[Range<usize>],
    step: f64,
) -> Option<Contradiction> {
    let apart = |row: usize, other: usize| {
        let components = derived.iter().zip(measured);
        let squares =
            components.map(|(derived, measured)| (derived[row] - measured[other]).powi(2));
        squares.sum::<f64>().sqrt()
    };
    let is_known = |row: &usize| apart(*row, *row).is_finite();
    // At the ends of a segment, a derivative is known from one side only.
    let inner: Vec<Range<usize>> = segments
        .iter()
        .map(|rows| rows.start + 1..rows.end.saturating_sub(1).max(rows.start + 1))
        .collect();
    let rows: Vec<usize> = inner.iter().cloned().flatten().filter(is_known).collect();
    if rows.len() < FEWEST_ROWS {
        return None;
    }
    let mut differences: Vec<f64> = rows.iter().map(|&row| apart(row, row)).collect();
    let middle = differences.len() / 2;
    let (_, usual, _) = differences.select_nth_unstable_by(middle, f64::total_cmp);
    let square = |row: &usize| {
        measured
            .iter()
            .map(|column| column[*row].powi(2))
            .sum::<f64>()
    };
    let size = (rows.iter().map(square).sum::<f64>() / rows.len() as f64).sqrt();
    let limit = (TIMES * *usual).max(PART * size);
    let reach = STEPS_AROUND * step;
    // Of each row that is beyond the limit, how far it is from the nearest value around.
    let mut far: Vec<(usize, f64)> = Vec::new();
    for segment in &inner {
        let rows: Vec<usize> = segment.clone().filter(is_known).collect();
        for (at, &row) in rows.iter().enumerate() {
            if apart(row, row) <= limit {
                continue;
            }
            let is_near = |other: &&usize| (t[**other] - t[row]).abs() <= reach;
            let before = rows[..at].iter().rev().take_while(is_near).count();
            let after = rows[at..].iter().take_while(is_near).count();
            // What is between two measured values may have been, too.
            let pairs = rows[at - before..at + after].windows(2);
            let nearest = pairs.fold(apart(row, row), |least, pair| {
                let [before, after] = [pair[0], pair[1]];
                least.min(from_line(derived, measured, row, [before, after]))
            });
            if nearest > limit {
                far.push((row, nearest));
            }
        }
    }
    // Of noise with long tails, those that are beyond the others, or one after the other.
    let in_a_row = in_a_row(&far);
    let mut limit = limit;
    while far.len() as f64 > MOST * rows.len() as f64 {
        limit *= 2.0;
        far.retain(|(_, apart)| *apart > limit);
    }
    if far.is_empty() {
        far = in_a_row;
    }
    let largest = far.iter().map(|(_, apart)| *apart).fold(0.0, f64::max);
    let of_log: Vec<usize> = far
        .iter()
        .map(|(row, _)| audited.source_row(*row))
        .collect();
    (!far.is_empty()).then(|| Contradiction {
        apart: largest,
        rows: NotedRows::of(audited.log, of_log.into_iter()),
    })
}

/// How far the derived velocity of a row is from all between those that were measured at two others.
fn from_line(derived: &[&[f64]], measured: &[&[f64]], row: usize, [start, end]: [usize; 2]) -> f64 {
    let along = measured.iter().map(|column| column[end] - column[start]);
    let from_start = derived.iter().zip(measured).map(|(d, m)| d[row] - m[start]);
    let length: f64 = along.clone().map(|part| part * part).sum();
    let projected: f64 = along
        .clone()
        .zip(from_start.clone())
        .map(|(a, b)| a * b)
        .sum();
    let share = if length > 0.0 {
        (projected / length).clamp(0.0, 1.0)
    } else {
        0.0
    };
    let rest = from_start
        .zip(along)
        .map(|(from, along)| from - share * along);
    rest.map(|part| part * part).sum::<f64>().sqrt()
}

/// Those of which several follow one another.
fn in_a_row(far: &[(usize, f64)]) -> Vec<(usize, f64)> {
    const SEVERAL: usize = 5;
    let runs = far.chunk_by(|one, next| one.0 + 1 == next.0);
    runs.filter(|run| run.len() >= SEVERAL)
        .flatten()
        .copied()
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::audit::{AuditOptions, audit};
    use crate::log::LogBuilder;

    fn found(lag: usize, wrong: &[usize]) -> Option<(u64, f64)> {
        let t: Vec<f64> = (0..400).map(f64::from).collect();
        let log = LogBuilder::of_seconds(&t).position("x", Some("m"), &t);
        let log = log.build().unwrap();
        let audited = audit(&log, &AuditOptions::default()).unwrap();
        let speed = |at: f64| 10.0 + 3.0 * (at / 9.0).sin() + 0.2 * (37.0 * at).sin();
        let measured: Vec<f64> = t.iter().map(|&t| speed(t - lag as f64)).collect();
        let mut derived: Vec<f64> = t.iter().map(|&t| speed(t)).collect();
        for &row in wrong {
            derived[row] += 12.0;
        }
        let found = find(
            &audited,
            &t,
            [&[&derived], &[&measured]],
            std::slice::from_ref(&(0..400)),
            1.0,
        )?;
        Some((found.rows.count, found.apart))
    }

    #[test]
    fn rows_far_from_all_that_was_measured_around_are_found() {
        let (count, apart) = found(0, &[100, 101, 300]).unwrap();
        assert_eq!(count, 3);
        assert!(apart > 8.0 && apart < 13.0, "{apart}");
    }

    #[test]
    fn a_long_stretch_is_found() {
        let wrong: Vec<usize> = (100..180).collect();
        assert!(found(0, &wrong).unwrap().0 > 50);
    }

    #[test]
    fn what_comes_later_contradicts_nothing() {
        assert_eq!(found(0, &[]), None);
        assert_eq!(found(6, &[]), None);
    }
}
