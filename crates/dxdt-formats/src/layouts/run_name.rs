//! The names of columns that say which run they belong to.

/// A column's run and quantity: `Run 1: Position (m)` of Vernier, `Position (m) Run #1` of PASCO.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct RunName {
    pub run: String,
    pub quantity: String,
    /// The run is named in the words that these programs use, not by any word before a colon.
    pub is_known: bool,
}

impl RunName {
    /// Takes a name apart; `None` where it names no run.
    pub fn parse(name: &str) -> Option<Self> {
        Self::after(name).or_else(|| Self::before(name))
    }

    /// `Position (m) Run #1`, or `Position (m) Run #1_2` where the header has it twice.
    fn after(name: &str) -> Option<Self> {
        let (name, repeat) = match name.rsplit_once('_') {
            Some((name, repeat)) if is_number(repeat) => (name, Some(repeat)),
            _ => (name, None),
        };
        let (front, number) = name.rsplit_once(' ')?;
        let (quantity, word) = front.trim_end().rsplit_once(' ')?;
        let is_run = word.eq_ignore_ascii_case("run") && is_number(number.trim_start_matches('#'));
        let quantity = quantity.trim_end_matches([' ', ',']);
        (is_run && !quantity.is_empty()).then(|| Self {
            run: format!("{word} {number}"),
            quantity: repeat.map_or(quantity.to_owned(), |repeat| format!("{quantity}_{repeat}")),
            is_known: true,
        })
    }

    /// `Run 1: Position (m)`, `Latest: Position (m)`, `Data Set 1:Position(m)`.
    fn before(name: &str) -> Option<Self> {
        let (run, quantity) = name.split_once(':')?;
        let (run, quantity) = (run.trim(), quantity.trim());
        (!run.is_empty() && !quantity.is_empty()).then(|| Self {
            run: run.to_owned(),
            quantity: quantity.to_owned(),
            is_known: is_known(run),
        })
    }
}

fn is_known(run: &str) -> bool {
    let words = run.to_lowercase();
    let numberless = match words.rsplit_once(' ') {
        Some((before, number)) if is_number(number.trim_start_matches('#')) => before,
        _ => &words,
    };
    [
        "run",
        "latest",
        "data set",
        "dataset",
        "remote data",
        "trial",
    ]
    .contains(&numberless)
}

fn is_number(word: &str) -> bool {
    !word.is_empty() && word.bytes().all(|b| b.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(name: &str) -> Option<(String, String, bool)> {
        RunName::parse(name).map(|name| (name.run, name.quantity, name.is_known))
    }

    #[test]
    fn runs_are_told_from_quantities() {
        let known = |run: &str, quantity: &str| Some((run.to_owned(), quantity.to_owned(), true));
        assert_eq!(parsed("Run 1: Time (s)"), known("Run 1", "Time (s)"));
        assert_eq!(parsed("Latest: X (m)"), known("Latest", "X (m)"));
        assert_eq!(parsed("Data Set 1:Time(s)"), known("Data Set 1", "Time(s)"));
        assert_eq!(
            parsed("Position, Ch P3 (m) Run #12"),
            known("Run #12", "Position, Ch P3 (m)")
        );
        assert_eq!(parsed("Time (s) Run #1_2"), known("Run #1", "Time (s)_2"));
        let other = Some(("Cart A".to_owned(), "Time (s)".to_owned(), false));
        assert_eq!(parsed("Cart A: Time (s)"), other);
        for name in [
            "Time (s)",
            "Run 1",
            "Run #1",
            ": x",
            "x:",
            "",
            "x Run #",
            "éé Run é",
        ] {
            assert_eq!(parsed(name), None, "{name}");
        }
    }
}
