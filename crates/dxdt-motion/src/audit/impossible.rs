//! Positions that cannot be, or that stand for none.

use std::borrow::Cow;

use crate::space::{Frame, is_on_earth};

/// Turns infinite positions and ones off the Earth into NaN, and lists their rows.
pub(super) fn blank_impossible(coordinates: Frame, columns: &mut [Cow<'_, [f64]>]) -> Vec<usize> {
    let mut rows: Vec<usize> = Vec::new();
    for column in columns.iter() {
        rows.extend(rows_where(column, f64::is_infinite));
    }
    if let Some((longitude, latitude)) = places(coordinates, columns) {
        let off_earth = longitude
            .iter()
            .zip(latitude)
            .enumerate()
            .filter(|(_, (lon, lat))| !lon.is_nan() && !lat.is_nan() && !is_on_earth(**lon, **lat))
            .map(|(row, _)| row);
        rows.extend(off_earth);
    }
    blank(columns, rows)
}

/// Turns longitude 0, latitude 0 into NaN, and lists the rows; where that stands for no position, which
/// [`ZeroPlaces`] tells.
pub(super) fn blank_placeholders(coordinates: Frame, columns: &mut [Cow<'_, [f64]>]) -> Vec<usize> {
    let Some((longitude, latitude)) = places(coordinates, columns) else {
        return Vec::new();
    };
    let is_zero = |row: &usize| longitude[*row] == 0.0 && latitude[*row] == 0.0;
    let rows: Vec<usize> = (0..longitude.len()).filter(is_zero).collect();
    blank(columns, rows)
}

/// As [`blank_placeholders`], where the rows so far tell whether it stands for no position; rows are added to them.
pub(super) fn blank_placeholders_so_far(
    coordinates: Frame,
    columns: &mut [Cow<'_, [f64]>],
    so_far: &mut ZeroPlaces,
) -> Vec<usize> {
    let Some((longitude, latitude)) = places(coordinates, columns) else {
        return Vec::new();
    };
    let mut rows = Vec::new();
    for (row, (&longitude, &latitude)) in longitude.iter().zip(latitude).enumerate() {
        let is_zero = longitude == 0.0 && latitude == 0.0;
        if is_zero && so_far.far >= so_far.near {
            rows.push(row);
        }
        so_far.count(longitude, latitude);
    }
    blank(columns, rows)
}

/// How many rows of a log are at longitude 0, latitude 0, near it, and elsewhere; those of its parts add up.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ZeroPlaces {
    at: u64,
    near: u64,
    far: u64,
}

impl ZeroPlaces {
    /// Counts the rows of position columns.
    pub fn of<C: AsRef<[f64]>>(coordinates: Frame, columns: &[C]) -> Self {
        let mut places = Self::default();
        if let ([longitude, latitude, ..], Frame::Geographic) = (columns, coordinates) {
            for (&longitude, &latitude) in longitude.as_ref().iter().zip(latitude.as_ref()) {
                places.count(longitude, latitude);
            }
        }
        places
    }

    /// Counts one place.
    fn count(&mut self, longitude: f64, latitude: f64) {
        if longitude.abs() > 1.0 || latitude.abs() > 1.0 {
            self.far += 1;
        } else if longitude != 0.0 || latitude != 0.0 {
            self.near += 1;
        } else {
            self.at += 1;
        }
    }

    /// Adds the counts of another part of the log.
    pub fn add(&mut self, other: Self) {
        self.at += other.at;
        self.near += other.near;
        self.far += other.far;
    }

    /// Whether such a position stands for none: receivers without a fix write it. Within a degree of the place it may
    /// be one.
    pub fn are_placeholders(self) -> bool {
        self.at > 0 && self.far > self.near
    }
}

fn places<'c>(coordinates: Frame, columns: &'c [Cow<'_, [f64]>]) -> Option<(&'c [f64], &'c [f64])> {
    match columns {
        [longitude, latitude, ..] if coordinates == Frame::Geographic => {
            Some((longitude, latitude))
        }
        _ => None,
    }
}

fn rows_where(column: &[f64], test: fn(f64) -> bool) -> impl Iterator<Item = usize> {
    let rows = column.iter().enumerate();
    rows.filter(move |(_, value)| test(**value))
        .map(|(row, _)| row)
}

/// Turns rows into NaN in every column; gives them increasing and once.
fn blank(columns: &mut [Cow<'_, [f64]>], mut rows: Vec<usize>) -> Vec<usize> {
    rows.sort_unstable();
    rows.dedup();
    for &row in &rows {
        for column in columns.iter_mut() {
            column.to_mut()[row] = f64::NAN;
        }
    }
    rows
}

#[cfg(test)]
mod tests {
    use super::*;

    fn blanked(longitude: &[f64], latitude: &[f64]) -> Vec<usize> {
        let mut columns = [Cow::Borrowed(longitude), Cow::Borrowed(latitude)];
        if !ZeroPlaces::of(Frame::Geographic, &columns).are_placeholders() {
            return Vec::new();
        }
        blank_placeholders(Frame::Geographic, &mut columns)
    }

    #[test]
    fn zero_zero_is_no_place_where_the_log_is_elsewhere() {
        assert_eq!(blanked(&[9.0, 0.0, 9.1], &[57.0, 0.0, 57.1]), [1]);
        assert_eq!(blanked(&[9.0, 0.0, 9.1], &[57.0, 57.0, 57.1]), [0usize; 0]);
        // A ship off Ghana passes the place.
        assert_eq!(blanked(&[-0.1, 0.0, 0.1], &[0.1, 0.0, -0.1]), [0usize; 0]);
        assert_eq!(blanked(&[0.0, 0.0], &[0.0, 0.0]), [0usize; 0]);
    }

    #[test]
    fn zero_zero_is_judged_by_the_rows_so_far() {
        let mut so_far = ZeroPlaces::default();
        let mut blanked = |longitude: &[f64], latitude: &[f64]| {
            let mut columns = [Cow::Borrowed(longitude), Cow::Borrowed(latitude)];
            blank_placeholders_so_far(Frame::Geographic, &mut columns, &mut so_far)
        };
        // A receiver without a fix yet.
        assert_eq!(blanked(&[0.0, 9.0, 0.0], &[0.0, 57.0, 0.0]), [0, 2]);
        // A ship that comes near the place.
        assert_eq!(blanked(&[0.1, 0.1, 0.0], &[0.1, 0.0, 0.0]), [0usize; 0]);
    }

    #[test]
    fn what_is_off_the_earth_or_infinite_is_blanked() {
        let mut columns = [
            Cow::Borrowed(&[10.0, 400.0, 20.0][..]),
            Cow::Borrowed(&[50.0, 50.0, f64::INFINITY][..]),
        ];
        assert_eq!(blank_impossible(Frame::Geographic, &mut columns), [1, 2]);
        assert!(columns[0][1].is_nan() && columns[0][2].is_nan() && columns[1][0] == 50.0);
    }
}
