//! Which derived values are not finite, and why: what missing and infinite values reached, and what overflows. For what is
//! missing, also why gradient and difference differ there.

use dxdt_motion::words::number::counted;

/// Values of one kind that went in, and the output rows that they reached, counted from 0.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Reached {
    inputs: usize,
    outputs: Vec<usize>,
}

/// Where values that are not finite went in, and where others came out.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Reach {
    missing: Reached,
    infinite: Reached,
    /// Output rows that are not finite though all that they are derived from is.
    overflows: Vec<usize>,
}

/// The reach within one group, whose outputs start at row `start` of the derived table. `derive` is how they came about.
pub(super) fn reach(
    values: &[f64],
    derived: &[f64],
    start: usize,
    derive: impl Fn(&[f64]) -> Vec<f64>,
) -> Reach {
    let missing = Marks::of(values, f64::is_nan, &derive);
    let infinite = Marks::of(values, f64::is_infinite, &derive);
    let mut reach = Reach::default();
    (reach.missing.inputs, reach.infinite.inputs) = (missing.inputs, infinite.inputs);
    let not_finite = derived.iter().enumerate();
    for (row, _) in not_finite.filter(|(_, value)| !value.is_finite()) {
        let of = match (missing.reach(row), infinite.reach(row)) {
            (true, _) => &mut reach.missing.outputs,
            (false, true) => &mut reach.infinite.outputs,
            (false, false) => &mut reach.overflows,
        };
        of.push(start + row);
    }
    reach
}

/// What comes of values that are NaN where some are meant, else zero: of NaN comes NaN.
struct Marks {
    inputs: usize,
    derived: Vec<f64>,
}

impl Marks {
    fn of(
        values: &[f64],
        are_meant: fn(f64) -> bool,
        derive: &impl Fn(&[f64]) -> Vec<f64>,
    ) -> Self {
        let inputs = values.iter().filter(|value| are_meant(**value)).count();
        let mark = |value: &f64| if are_meant(*value) { f64::NAN } else { 0.0 };
        let derived = match inputs {
            0 => Vec::new(),
            _ => derive(&values.iter().map(mark).collect::<Vec<f64>>()),
        };
        Self { inputs, derived }
    }

    fn reach(&self, row: usize) -> bool {
        self.derived.get(row).is_some_and(|mark| mark.is_nan())
    }
}

impl Reach {
    pub fn add(&mut self, other: Self) {
        for (to, from) in [
            (&mut self.missing, other.missing),
            (&mut self.infinite, other.infinite),
        ] {
            to.inputs += from.inputs;
            to.outputs.extend(from.outputs);
        }
        self.overflows.extend(other.overflows);
    }

    pub fn notes_of_gradient(&self, column: &str) -> Vec<String> {
        self.notes(
            column,
            "gradient",
            "a gradient uses the rows on both sides, and on uneven spacing its own row too, where a difference uses \
             two rows only and has fewer NaN",
        )
    }

    pub fn notes_of_diff(&self, column: &str, order: usize) -> Vec<String> {
        let rows = counted(order as u64 + 1, "row", "rows");
        let why = format!(
            "a difference of order {order} uses {rows}; a gradient uses the rows on both sides and would have more NaN"
        );
        self.notes(column, "difference", &why)
    }

    fn notes(&self, column: &str, what: &str, why: &str) -> Vec<String> {
        let are =
            |count: usize| counted(count as u64, &format!("{what} is"), &format!("{what}s are"));
        let note = |outputs: &[usize], how: &str, why: &str| {
            let (are, at) = (are(outputs.len()), listed(outputs));
            format!("'{column}': {are} {how}, at {at} (counted from 0){why}")
        };
        let mut notes = Vec::new();
        let Reached { inputs, outputs } = &self.missing;
        if !outputs.is_empty() {
            let inputs = counted(*inputs as u64, "missing value", "missing values");
            notes.push(note(
                outputs,
                &format!("NaN for {inputs}"),
                &format!(": {why}"),
            ));
        }
        let Reached { inputs, outputs } = &self.infinite;
        if !outputs.is_empty() {
            let inputs = counted(*inputs as u64, "infinite value", "infinite values");
            notes.push(note(outputs, &format!("infinite or NaN for {inputs}"), ""));
        }
        if !self.overflows.is_empty() {
            notes.push(note(&self.overflows, "too large for a 64-bit float", ""));
        }
        notes
    }
}

fn listed(rows: &[usize]) -> String {
    const MOST: usize = 10;
    let mut listed: Vec<String> = rows.iter().take(MOST).map(usize::to_string).collect();
    if rows.len() > MOST {
        listed.push("…".to_owned());
    }
    listed.join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn differences(values: &[f64]) -> Vec<f64> {
        values.windows(2).map(|pair| pair[1] - pair[0]).collect()
    }

    fn notes(values: &[f64], start: usize) -> Vec<String> {
        let reached = reach(values, &differences(values), start, differences);
        reached.notes_of_gradient("x")
    }

    #[test]
    fn the_note_counts_and_lists() {
        let notes_of = |values: &[f64]| notes(values, 4);
        let [note] = &notes_of(&[1.0, f64::NAN, 3.0])[..] else {
            panic!("one note");
        };
        assert!(
            note.starts_with(
                "'x': 2 gradients are NaN for 1 missing value, at 4, 5 (counted from 0): "
            ),
            "{note}"
        );
        assert!(notes_of(&[1.0, 2.0]).is_empty());
    }

    #[test]
    fn what_is_infinite_and_what_overflows_are_told_apart() {
        let (inf, nan, large) = (f64::INFINITY, f64::NAN, 1e308);
        assert_eq!(
            notes(&[0.0, inf, inf, 1.0, -large, large, 2.0], 0),
            [
                "'x': 3 gradients are infinite or NaN for 2 infinite values, at 0, 1, 2 (counted from 0)",
                "'x': 1 gradient is too large for a 64-bit float, at 4 (counted from 0)"
            ]
        );
        let both = notes(&[nan, inf, large], 0);
        assert_eq!(both.len(), 2, "{both:?}");
    }
}
