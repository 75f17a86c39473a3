//! Which derived values a NaN reached, and why gradient and difference differ there.

use dxdt_motion::words::number::counted;

/// Where NaN went in, and where it came out.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Reach {
    inputs: usize,
    /// Output rows that are NaN, counted from 0.
    outputs: Vec<usize>,
}

/// The reach within one group, whose outputs start at row `start` of the derived table.
pub(super) fn reach(values: &[f64], derived: &[f64], start: usize) -> Reach {
    Reach {
        inputs: values.iter().filter(|value| value.is_nan()).count(),
        outputs: derived
            .iter()
            .enumerate()
            .filter(|(_, value)| value.is_nan())
            .map(|(row, _)| start + row)
            .collect(),
    }
}

impl Reach {
    pub fn add(&mut self, other: Self) {
        self.inputs += other.inputs;
        self.outputs.extend(other.outputs);
    }

    pub fn note_of_gradient(&self, column: &str) -> Option<String> {
        self.note(
            column,
            "gradient",
            "a gradient uses the rows on both sides, and on uneven spacing its own row too, where a difference uses \
             two rows only and has fewer NaN",
        )
    }

    pub fn note_of_diff(&self, column: &str, order: usize) -> Option<String> {
        let rows = counted(order as u64 + 1, "row", "rows");
        let why = format!(
            "a difference of order {order} uses {rows}; a gradient uses the rows on both sides and would have more NaN"
        );
        self.note(column, "difference", &why)
    }

    fn note(&self, column: &str, what: &str, why: &str) -> Option<String> {
        const MOST: usize = 10;
        if self.outputs.is_empty() {
            return None;
        }
        let mut rows: Vec<String> = self
            .outputs
            .iter()
            .take(MOST)
            .map(usize::to_string)
            .collect();
        if self.outputs.len() > MOST {
            rows.push("…".to_owned());
        }
        let outputs = counted(
            self.outputs.len() as u64,
            &format!("{what} is"),
            &format!("{what}s are"),
        );
        let inputs = counted(self.inputs as u64, "missing value", "missing values");
        Some(format!(
            "'{column}': {outputs} NaN for {inputs}, at {} (counted from 0): {why}",
            rows.join(", ")
        ))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_note_counts_and_lists() {
        let nan = f64::NAN;
        let reached = reach(&[1.0, nan, 3.0], &[nan, nan, nan], 4);
        let note = reached.note_of_gradient("x").unwrap();
        assert!(
            note.starts_with(
                "'x': 3 gradients are NaN for 1 missing value, at 4, 5, 6 (counted from 0)"
            ),
            "{note}"
        );
        assert_eq!(reach(&[1.0], &[0.0], 0).note_of_diff("x", 1), None);
    }
}
