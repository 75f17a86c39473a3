//! One cell that holds two coordinates.

/// Two coordinates of one cell, in the order in which they are written.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Pair {
    pub first: f64,
    pub second: f64,
    pub form: Form,
    /// The fewer decimals of the two.
    pub decimals: usize,
    /// The first one has a decimal point, so that a comma after it is none.
    pub is_pointed: bool,
}

/// How a pair is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// `42.1,141.2` or `42.1;141.2`.
    Bare { comma: bool },
    /// `(42.1, 141.2)`.
    Round,
    /// `[42.1, 141.2]`.
    Square,
    /// `POINT (141.2 42.1)`: well-known text, x before y.
    WellKnownText,
}

impl Pair {
    /// Reads a cell; `None` where it is no pair of finite numbers.
    pub fn parse(cell: &str) -> Option<Self> {
        let cell = cell.trim();
        if let Some(inner) = inside_point(cell) {
            let mut words = inner.split_whitespace();
            let (first, second) = (words.next()?, words.next()?);
            return match words.next() {
                None => Self::of_parts(first, second, Form::WellKnownText),
                Some(_) => None,
            };
        }
        let (inner, form) = if let Some(inner) = within(cell, '(', ')') {
            (inner, Some(Form::Round))
        } else if let Some(inner) = within(cell, '[', ']') {
            (inner, Some(Form::Square))
        } else {
            (cell, None)
        };
        if let Some((first, second)) = inner.split_once(';') {
            let point = |part: &str| part.replacen(',', ".", 1);
            let form = form.unwrap_or(Form::Bare { comma: false });
            return Self::of_parts(&point(first), &point(second), form);
        }
        let (first, second) = inner.split_once(',')?;
        Self::of_parts(first, second, form.unwrap_or(Form::Bare { comma: true }))
    }

    fn of_parts(first: &str, second: &str, form: Form) -> Option<Self> {
        Some(Self {
            first: number(first)?,
            second: number(second)?,
            form,
            decimals: decimals(first).min(decimals(second)),
            is_pointed: first.contains('.'),
        })
    }
}

/// Whether a cell says in well-known text that there is no point.
pub(super) fn is_empty_point(cell: &str) -> bool {
    cell.trim().eq_ignore_ascii_case("POINT EMPTY")
}

/// What is between the brackets of `POINT (…)`, perhaps with `SRID=4326;` before it.
fn inside_point(cell: &str) -> Option<&str> {
    let point = match cell.split_once(';') {
        Some((id, point)) if id.trim_start().starts_with("SRID=") => point.trim(),
        _ => cell,
    };
    let word = point.get(..5)?;
    let rest = point.get(5..)?;
    word.eq_ignore_ascii_case("POINT")
        .then(|| within(rest.trim(), '(', ')'))?
}

fn within(text: &str, open: char, close: char) -> Option<&str> {
    text.strip_prefix(open)?.strip_suffix(close)
}

fn number(text: &str) -> Option<f64> {
    let text = text.trim().trim_end_matches('°');
    text.parse().ok().filter(|value: &f64| value.is_finite())
}

fn decimals(text: &str) -> usize {
    let after = text.trim().split_once('.').map_or("", |(_, after)| after);
    after.bytes().take_while(u8::is_ascii_digit).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pairs_are_read_in_every_form() {
        for (cell, form) in [
            ("42.1,141.25", Form::Bare { comma: true }),
            (" 42.1 , 141.25 ", Form::Bare { comma: true }),
            ("42.1°, 141.25°", Form::Bare { comma: true }),
            ("42.1;141.25", Form::Bare { comma: false }),
            ("42,1;141,25", Form::Bare { comma: false }),
            ("(42.1, 141.25)", Form::Round),
            ("[42.1,141.25]", Form::Square),
            ("POINT (42.1 141.25)", Form::WellKnownText),
            ("point(42.1  141.25)", Form::WellKnownText),
            ("SRID=4326;POINT(42.1 141.25)", Form::WellKnownText),
        ] {
            let pair = Pair::parse(cell).unwrap_or_else(|| panic!("{cell}"));
            assert_eq!((pair.first, pair.second), (42.1, 141.25), "{cell}");
            assert_eq!((pair.form, pair.decimals), (form, 1), "{cell}");
        }
    }

    #[test]
    fn other_cells_are_no_pairs() {
        for cell in [
            "",
            ",",
            "1",
            "1,",
            "a,b",
            "1,2,3",
            "inf,1",
            "1,nan",
            "(1,2",
            "1,2]",
            "POINT",
            "POINT (1)",
            "POINT (1 2 3)",
            "POINT EMPTY",
            "POINé (1 2)",
            "SRID=4326;",
            "1;2;3",
        ] {
            assert_eq!(Pair::parse(cell), None, "{cell}");
        }
    }
}
