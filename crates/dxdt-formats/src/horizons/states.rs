//! The rows of a table of Horizons.

use dxdt_motion::error::{Result, excerpt};

use super::super::lines::Line;
use super::COMPONENTS;
use super::header::Header;

/// A body's state at an instant.
#[derive(Debug)]
pub(super) struct State<'a> {
    /// On which it starts.
    pub line: Line<'a>,
    /// The Julian day.
    pub day: &'a str,
    /// The date beside it, where there is one.
    pub date: Option<&'a str>,
    /// The values of [`COMPONENTS`]; velocity may be missing from the whole table.
    pub components: [Option<&'a str>; 6],
}

/// Reads the lines of a table, none of them blank.
pub(super) fn states<'a>(header: &Header<'a>, body: &[Line<'a>]) -> Result<Vec<State<'a>>> {
    let states: Vec<State<'a>> = if header.is_csv {
        let states = body.iter().map(|&line| from_csv(header, line));
        states.collect::<Result<_>>()?
    } else {
        from_text(header, body)?
    };
    for state in &states {
        let mut pairs = COMPONENTS.iter().zip(&state.components);
        let missing = pairs.find(|(name, value)| value.is_none() && header.names.contains(name));
        if let Some((name, _)) = missing {
            let what = format!("the instant that starts here has no {name}");
            return Err(state
                .line
                .error(what)
                .advise("the table is damaged: request it from Horizons again"));
        }
    }
    Ok(states)
}

fn from_csv<'a>(header: &Header<'a>, line: Line<'a>) -> Result<State<'a>> {
    let mut fields: Vec<&str> = line.text.split(',').map(str::trim).collect();
    // A comma stands behind the last value too.
    if fields.last() == Some(&"") {
        fields.pop();
    }
    if fields.len() != header.names.len() {
        return Err(line
            .error(format!(
                "there are {} cells where the table has {} names",
                fields.len(),
                header.names.len()
            ))
            .advise("correct the line"));
    }
    let mut state = State {
        line,
        day: "",
        date: None,
        components: [None; 6],
    };
    for (name, value) in header.names.iter().zip(fields) {
        if name.starts_with("JD") {
            state.day = value;
        } else if name.starts_with("Calendar Date") {
            state.date = Some(value);
        } else {
            state.set(line, name, value)?;
        }
    }
    Ok(state)
}

fn from_text<'a>(header: &Header<'a>, body: &[Line<'a>]) -> Result<Vec<State<'a>>> {
    let mut states: Vec<State<'a>> = Vec::new();
    // Values without labels are known by their order.
    let order: Vec<&str> = header
        .names
        .iter()
        .copied()
        .filter(|name| !name.starts_with("JD"))
        .collect();
    let mut next = 0;
    for &line in body {
        if let Some((day, date)) = day_and_date(line.text) {
            next = 0;
            states.push(State {
                line,
                day,
                date: Some(date),
                components: [None; 6],
            });
            continue;
        }
        let Some(state) = states.last_mut() else {
            return Err(line.unexpected("a Julian day and date"));
        };
        if line.text.contains('=') {
            state.set_labelled(line)?;
            continue;
        }
        for value in line.text.split_ascii_whitespace() {
            let Some(name) = order.get(next) else {
                return Err(line.unexpected("the next Julian day and date"));
            };
            state.set(line, name, value)?;
            next += 1;
        }
    }
    Ok(states)
}

/// The two sides of `2446431.500000000 = A.D. 1986-Jan-01 00:00:00.0000 TDB`.
fn day_and_date(text: &str) -> Option<(&str, &str)> {
    let (day, date) = text.split_once('=')?;
    text.starts_with(|c: char| c.is_ascii_digit())
        .then_some((day.trim(), date.trim()))
}

impl<'a> State<'a> {
    /// Takes a line such as `X =-1.09E+00 Y = 3.93E-01 Z = 3.41E-01`.
    fn set_labelled(&mut self, line: Line<'a>) -> Result<()> {
        let mut sides = line.text.split('=').peekable();
        let label = |side: Option<&'a str>| side.and_then(|s| s.split_ascii_whitespace().last());
        let mut name = label(sides.next());
        while let Some(side) = sides.next() {
            let mut words = side.split_ascii_whitespace();
            let value = words.next();
            let further = words.count();
            let is_whole = further == usize::from(sides.peek().is_some());
            let (Some(known), Some(value), true) = (name, value, is_whole) else {
                return Err(line.unexpected("labels with a number each"));
            };
            self.set(line, known, value)?;
            name = label(Some(side));
        }
        Ok(())
    }

    /// Takes note of a value, if it is one of [`COMPONENTS`].
    fn set(&mut self, line: Line<'a>, name: &str, value: &'a str) -> Result<()> {
        let Some(index) = COMPONENTS.iter().position(|component| *component == name) else {
            return Ok(());
        };
        let value = line.number(value, name)?;
        if self.components[index].replace(value).is_some() {
            let what = format!("{} is given twice for one instant", excerpt(name));
            return Err(line
                .error(what)
                .advise("the table is damaged: request it from Horizons again"));
        }
        Ok(())
    }
}
