//! The options of an expression, which polars hands over as a pickled dict of Python: names, whole numbers, floats and texts.

use std::collections::HashMap;

use super::expressions::{ExpressionResult, WrongInput};

/// A value of an option.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Value<'a> {
    /// A whole number.
    Whole(i64),
    /// Another number.
    Number(f64),
    /// A text.
    Text(&'a str),
}

/// Options by name.
#[derive(Debug, Default)]
pub struct Options<'a>(HashMap<&'a str, Value<'a>>);

impl<'a> Options<'a> {
    /// A number, where it is given.
    pub fn number(&self, name: &str) -> Option<f64> {
        match self.0.get(name)? {
            Value::Whole(whole) => Some(*whole as f64),
            Value::Number(number) => Some(*number),
            Value::Text(_) => None,
        }
    }

    /// A text, where it is given.
    pub fn text(&self, name: &str) -> Option<&'a str> {
        match self.0.get(name)? {
            Value::Text(text) => Some(text),
            _ => None,
        }
    }
}

/// Reads a dict as Python pickles it, protocol 5.
///
/// # Errors
/// Other values.
pub fn options_of(pickled: &[u8]) -> ExpressionResult<Options<'_>> {
    let wrong = || WrongInput("the options of the expression cannot be read".to_owned());
    Ok(Options(dict(pickled).ok_or_else(wrong)?))
}

fn dict(pickled: &[u8]) -> Option<HashMap<&str, Value<'_>>> {
    let (mut rest, mut stack, mut known) = (pickled, Vec::new(), Vec::new());
    loop {
        let code = take(&mut rest, 1)?[0];
        match code {
            // The version; the length of what follows; a dict; a mark; the end of some items.
            0x80 => drop(take(&mut rest, 1)?),
            0x95 => drop(take(&mut rest, 8)?),
            b'}' | b'(' | b's' | b'u' => {}
            // What stands on the stack may be meant again later. A dict of ours stands for nothing.
            0x94 => known.push(stack.last().copied()),
            b'h' => stack.push((*known.get(usize::from(take(&mut rest, 1)?[0]))?)?),
            b'K' => stack.push(Value::Whole(take(&mut rest, 1)?[0].into())),
            b'M' => stack.push(Value::Whole(u16::from_le_bytes(array(&mut rest)?).into())),
            b'J' => stack.push(Value::Whole(i32::from_le_bytes(array(&mut rest)?).into())),
            b'G' => stack.push(Value::Number(f64::from_be_bytes(array(&mut rest)?))),
            0x8c => {
                let length = take(&mut rest, 1)?[0].into();
                stack.push(text(take(&mut rest, length)?)?);
            }
            b'X' => {
                let length = u32::from_le_bytes(array(&mut rest)?);
                stack.push(text(take(&mut rest, usize::try_from(length).ok()?)?)?);
            }
            b'.' => break,
            _ => return None,
        }
    }
    let items = stack.chunks_exact(2).map(|item| match *item {
        [Value::Text(name), value] => Some((name, value)),
        _ => None,
    });
    items.collect()
}

fn take<'a>(rest: &mut &'a [u8], count: usize) -> Option<&'a [u8]> {
    let (taken, left) = rest.split_at_checked(count)?;
    *rest = left;
    Some(taken)
}

fn array<const N: usize>(rest: &mut &[u8]) -> Option<[u8; N]> {
    take(rest, N)?.try_into().ok()
}

fn text(bytes: &[u8]) -> Option<Value<'_>> {
    std::str::from_utf8(bytes).ok().map(Value::Text)
}
