//! Longitude and latitude whose side of the Earth stands in columns beside them, and degrees and minutes in one number.

use polars::prelude::{Column, Float64Chunked, IntoColumn};

use dxdt_formats::is_negative_side;
use dxdt_motion::error::Result;

use crate::frame::polars_error;

/// How the numbers of a longitude or latitude column become degrees.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Sides {
    /// The columns with the letters of longitude and latitude.
    pub columns: [Option<usize>; 2],
    /// Numbers are degrees times a hundred, and minutes: `4807.038`, as receivers write.
    pub has_minutes: bool,
}

impl Sides {
    /// The degrees of an axis, 0 for the longitude, from its numbers and the letters beside them.
    ///
    /// # Errors
    /// Never but for a defect.
    pub fn degrees(self, numbers: &Column, letters: Option<&Column>) -> Result<Column> {
        let numbers = polars_error(numbers.f64())?;
        let letters = letters
            .map(|letters| polars_error(letters.str()))
            .transpose()?;
        let degrees: Float64Chunked = numbers
            .iter()
            .enumerate()
            .map(|(row, number)| {
                let number = number?;
                let size = match self.has_minutes {
                    true => of_minutes(number),
                    false => number,
                };
                match letters {
                    None => Some(size),
                    Some(letters) => match is_negative_side(letters.get(row)?)? {
                        true => Some(-size),
                        false => Some(size),
                    },
                }
            })
            .collect();
        Ok(degrees.with_name(numbers.name().clone()).into_column())
    }
}

/// `48.1173` of `4807.038`.
fn of_minutes(number: f64) -> f64 {
    let degrees = (number / 100.0).trunc();
    degrees + (number - degrees * 100.0) / 60.0
}

#[cfg(test)]
mod tests {
    use polars::prelude::{NamedFrom, Series};

    use super::*;

    #[test]
    fn letters_and_minutes_make_degrees() {
        let numbers = Series::new(
            "lat".into(),
            [Some(4807.038), Some(4807.2), None, Some(1.0)],
        )
        .into_column();
        let letters =
            Series::new("ns".into(), [Some("N"), Some("S"), Some("N"), None]).into_column();
        let sides = Sides {
            has_minutes: true,
            ..Sides::default()
        };
        let degrees = sides.degrees(&numbers, Some(&letters)).unwrap();
        let degrees: Vec<Option<f64>> = degrees.f64().unwrap().iter().collect();
        let near = |value: Option<f64>, wanted: f64| {
            value.is_some_and(|value| (value - wanted).abs() < 1e-9)
        };
        assert!(near(degrees[0], 48.1173) && near(degrees[1], -48.12));
        assert_eq!(degrees[2..], [None, None]);
    }
}
