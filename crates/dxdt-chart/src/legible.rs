//! Text that the font of a chart can show: what it lacks in Latin letters.

use std::borrow::Cow;

use deunicode::deunicode;

use super::font::Font;

/// A text in which what the font lacks is in Latin letters.
pub(super) fn legible(text: &str, font: Font) -> Cow<'_, str> {
    let lacks = |c: char| !c.is_ascii() && !font.has(c);
    if !text.contains(lacks) {
        return Cow::Borrowed(text);
    }
    let mut shown = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find(lacks) {
        let (before, from) = rest.split_at(start);
        let end = from.find(|c| !lacks(c)).unwrap_or(from.len());
        let (lacking, after) = from.split_at(end);
        let latin = deunicode(lacking);
        let latin = latin.trim();
        shown.push_str(before);
        let is_word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        if is_word(shown.chars().last()) && is_word(latin.chars().next()) {
            shown.push(' ');
        }
        shown.push_str(latin);
        if is_word(latin.chars().last()) && is_word(after.chars().next()) {
            shown.push(' ');
        }
        rest = after;
    }
    shown.push_str(rest);
    Cow::Owned(shown)
}

/// An SVG document in whose texts what the font lacks is in Latin letters.
pub(super) fn legible_document(svg: &str, font: Font) -> Cow<'_, str> {
    // Marks that would be markup cannot come of letters but in one run of them, so they are escaped once more.
    match legible(svg, font) {
        Cow::Borrowed(svg) => Cow::Borrowed(svg),
        Cow::Owned(_) => Cow::Owned(texts(svg, font)),
    }
}

/// Only what stands between tags is changed, and what comes in is escaped.
fn texts(svg: &str, font: Font) -> String {
    let mut shown = String::with_capacity(svg.len());
    let mut rest = svg;
    while let Some(end) = rest.find('>') {
        let (tag, after) = rest.split_at(end + 1);
        shown.push_str(tag);
        let next = after.find('<').unwrap_or(after.len());
        let (text, following) = after.split_at(next);
        match legible(text, font) {
            Cow::Borrowed(text) => shown.push_str(text),
            Cow::Owned(_) => shown.push_str(&escaped(text, font)),
        }
        rest = following;
    }
    shown.push_str(rest);
    shown
}

/// A text that is escaped already, with what replaces parts of it escaped too.
fn escaped(text: &str, font: Font) -> String {
    let plain = text
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&apos;", "'")
        .replace("&amp;", "&");
    let shown = legible(&plain, font);
    shown
        .replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> String {
        legible(text, Font::default()).into_owned()
    }

    #[test]
    fn what_the_font_has_stays_and_the_rest_is_latin() {
        for text in [
            "žluťoučký",
            "Ελλάδα",
            "Москва",
            "v − 3 (10⁻³ m/s²)",
            "القاهرة",
        ] {
            assert_eq!(shown(text), text);
        }
        assert_eq!(shown("北京"), "Bei Jing");
        assert_eq!(shown("船7, 東京"), "Chuan 7, Dong Jing");
        assert_eq!(shown("🚗 2"), "car 2");
        assert!(shown("\u{f8ff}").is_ascii());
    }

    #[test]
    fn documents_stay_documents() {
        let svg = "<text a=\"1\">\n&lt;北＜&amp;\n</text><path/>";
        let shown = legible_document(svg, Font::default());
        assert_eq!(shown, "<text a=\"1\">\n&lt;Bei &lt;&amp;\n</text><path/>");
        let plain = "<text>Москва &amp; Kyiv</text>";
        assert!(matches!(
            legible_document(plain, Font::default()),
            Cow::Borrowed(_)
        ));
    }
}
