//! What goes between `<script>` and `</script>`: the chart library, and data that cannot leave its element.

use base64::{Engine, engine::general_purpose::STANDARD};
use serde::Serialize;

use dxdt_motion::error::{Error, Result};

/// The chart library as gzip, by `build.rs`.
const PACKED_LIBRARY: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/plotly.js.gz"));

/// The chart library, packed and written as Base64.
pub(super) fn chart_library() -> String {
    STANDARD.encode(PACKED_LIBRARY)
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

    use std::io::Read;

    use flate2::read::GzDecoder;
    use proptest::prelude::*;

    #[test]
    fn the_library_is_whole_and_alone() {
        let packed = STANDARD.decode(chart_library()).unwrap();
        let mut library = String::new();
        GzDecoder::new(&packed[..])
            .read_to_string(&mut library)
            .unwrap();
        assert!(library.contains("newPlot") && !library.contains("MathJax.js"));
        assert!(library.trim_end().ends_with("}));"), "to its last line");
        assert!(packed.len() < 1_500_000, "{}", packed.len());
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
