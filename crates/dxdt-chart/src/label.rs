//! Text that comes from a log, made fit for a chart.

/// One line without control characters: those are not allowed in SVG, and others would reorder the text around them.
pub(super) fn clean(text: &str) -> String {
    text.chars()
        .map(|c| match c {
            '\t' | '\n' | '\r' => ' ',
            // Directional marks, and the two code points that no XML document may hold.
            '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => {
                '\u{fffd}'
            }
            '\u{fffe}' | '\u{ffff}' => '\u{fffd}',
            c if c.is_control() => '\u{fffd}',
            c => c,
        })
        .collect()
}

/// The text itself, or its beginning and `…` where it would be wider than `room`.
pub(super) fn elide(text: &str, room: f64, width: impl Fn(&str) -> f64) -> String {
    // Names can be whole documents; nothing beyond this could fit on any chart.
    const LONGEST: usize = 1000;
    let mut kept: String = text.chars().take(LONGEST).collect();
    if kept.len() == text.len() && width(text) <= room {
        return kept;
    }
    while kept.pop().is_some() {
        let shortened = format!("{}…", kept.trim_end());
        if width(&shortened) <= room {
            return shortened;
        }
    }
    String::new()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn control_characters_are_replaced() {
        assert_eq!(clean("a\u{0}b\u{1b}[31m\nc"), "a\u{fffd}b\u{fffd}[31m c");
        assert_eq!(clean("abc\u{202e}def"), "abc\u{fffd}def");
        assert_eq!(clean("žluťoučký 船 <&>"), "žluťoučký 船 <&>");
    }

    #[test]
    fn long_text_is_elided() {
        let width = |text: &str| text.chars().count() as f64;
        assert_eq!(elide("short", 5.0, width), "short");
        assert_eq!(elide("a long name", 7.0, width), "a long…");
        assert_eq!(elide("name", 0.5, width), "");
        assert_eq!(elide(&"é".repeat(5000), 3.0, width), "éé…");
    }
}
