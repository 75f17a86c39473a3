//! What goes between `<script>` and `</script>`: the chart library, and data that cannot leave its element.

use serde::Serialize;

use dxdt_motion::error::{Error, Result};

const START: &str = "<script type=\"text/javascript\">";
const END: &str = "</script>";

/// The chart library, out of the elements that its crate gives; the others typeset formulas, which the page has none
/// of.
pub(super) fn chart_library() -> Result<String> {
    library_of(&plotly::Plot::offline_js_sources())
        .map(str::to_owned)
        .ok_or_else(|| {
            Error::new("the chart library is not where its crate had it")
                .advise("this is a fault of dxdt: build it with the Cargo.lock that it comes with")
        })
}

/// The only script that calls itself plotly.js in its first lines.
fn library_of(sources: &str) -> Option<&str> {
    let scripts = sources.split(START).skip(1);
    let mut found = scripts
        .filter_map(|script| script.split_once(END))
        .map(|(script, _)| script)
        .filter(|script| script.trim_start().starts_with("/**\n* plotly.js v"));
    let library = found.next()?;
    found.next().is_none().then_some(library)
}

/// Data as JSON that an HTML parser reads as text: nothing in it closes the element or opens a comment.
pub(super) fn json<T: Serialize>(data: &T) -> Result<String> {
    let json = serde_json::to_string(data)
        .map_err(|error| Error::new(format!("the data of the page cannot be written: {error}")))?;
    let mut safe = String::with_capacity(json.len());
    // Outside of strings JSON has none of these.
    for c in json.chars() {
        match c {
            '<' => safe.push_str("\\u003c"),
            '>' => safe.push_str("\\u003e"),
            '&' => safe.push_str("\\u0026"),
            '\u{2028}' => safe.push_str("\\u2028"),
            '\u{2029}' => safe.push_str("\\u2029"),
            c => safe.push(c),
        }
    }
    Ok(safe)
}

#[cfg(test)]
mod tests {
    use super::*;

    use proptest::prelude::*;

    #[test]
    fn the_library_is_found_and_alone() {
        let library = chart_library().unwrap();
        assert!(
            library.contains("plotly.js v3."),
            "a new version is to be looked at"
        );
        assert!(library.contains("newPlot") && !library.contains("MathJax.js"));
        assert!(!library.contains("</script") && !library.contains("<!--"));
        assert!(library.len() < 5_500_000, "{}", library.len());
    }

    #[test]
    fn a_changed_crate_is_an_error_and_no_wrong_page() {
        let plotly = format!("{START}/**\n* plotly.js v3.0.1\n*/ code{END}");
        assert!(library_of(&plotly).is_some_and(|script| script.ends_with("code")));
        assert_eq!(
            library_of("<script src=\"https://example.org/plotly.js\"></script>"),
            None
        );
        assert_eq!(library_of(&format!("{START}other{END}")), None);
        assert_eq!(library_of(&plotly.repeat(2)), None);
    }

    proptest! {
        #[test]
        fn json_stays_in_its_element(text in "[<>&/!a-z\u{2028}\u{2029}-]{0,40}") {
            let safe = json(&text).unwrap();
            let is_unsafe = |c| "<>&\u{2028}\u{2029}".contains(c);
            prop_assert!(!safe.chars().any(is_unsafe), "{}", safe);
            prop_assert_eq!(serde_json::from_str::<String>(&safe).unwrap(), text);
        }
    }
}
