//! What is wrong with JSON, as sentences.

use serde_json::error::Category;

use dxdt_motion::error::Error;

/// The message of the library without its place, which is said in our own words.
pub(super) fn without_place(error: &serde_json::Error) -> String {
    let message = error.to_string();
    match message.find(" at line ") {
        Some(at) => message[..at].to_owned(),
        None => message,
    }
}

/// What is wrong with JSON, as a sentence with its line.
pub(super) fn wrong_json(error: &serde_json::Error, text: &str) -> Error {
    let message = without_place(error);
    let (line, byte) = (error.line() as u64, error.column());
    if error.classify() == Category::Eof {
        return Error::new(format!("the JSON is cut off ({message})"))
            .at_line(line)
            .advise("download or export the file again");
    }
    let row = text.split('\n').nth((line as usize).saturating_sub(1));
    let row = row.unwrap_or_default().as_bytes();
    let (before, after) = row.split_at(byte.saturating_sub(1).min(row.len()));
    let (message, advice) = if message.starts_with(TRAILING_COMMA) || is_after_comma(before, after)
    {
        (TRAILING_COMMA, "remove the comma before the bracket")
    } else if is_no_number(before, after) {
        (
            message.as_str(),
            "JSON has no NaN or infinity: write null for a missing number",
        )
    } else {
        (message.as_str(), "correct the file, or export it again")
    };
    Error::new(format!(
        "the JSON is invalid at byte {byte} of the line ({message})"
    ))
    .at_line(line)
    .advise(advice)
}

const TRAILING_COMMA: &str = "trailing comma";

fn is_after_comma(before: &[u8], after: &[u8]) -> bool {
    before.trim_ascii_end().ends_with(b",") && matches!(after.first(), Some(b']' | b'}'))
}

/// Whether one of the words that programs write for what is no number is here.
fn is_no_number(before: &[u8], after: &[u8]) -> bool {
    let near = [
        &before[before.len().saturating_sub(3)..],
        &after[..after.len().min(8)],
    ]
    .concat();
    [&b"nan"[..], b"inf"].iter().any(|word| {
        near.windows(3)
            .any(|three| three.eq_ignore_ascii_case(word))
    })
}

#[cfg(test)]
mod tests {
    use super::super::scan::all_elements;

    #[test]
    fn what_is_wrong_is_said_with_its_line() {
        let said = |text: &str| all_elements(text).unwrap_err().to_string();
        assert_eq!(
            said("[1,\n2,"),
            "line 2: the JSON is cut off (EOF while parsing a value); download or export the file again"
        );
        assert_eq!(
            said("[1,\n2,]"),
            "line 2: the JSON is invalid at byte 3 of the line (trailing comma); remove the comma before the bracket"
        );
        for word in ["NaN", "-Infinity", "nan", "[1, Infinity]"] {
            let error = said(&format!("[{word}]"));
            assert!(
                error.ends_with("JSON has no NaN or infinity: write null for a missing number"),
                "{error}"
            );
        }
        assert!(said("[1] 2").contains("(trailing characters)"));
    }
}
