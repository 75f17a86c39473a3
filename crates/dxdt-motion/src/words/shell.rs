//! A command line as a POSIX shell reads it.

use crate::error::printable;

/// The words in one line, each quoted where it has to be.
///
/// A word with control characters or ones that turn the direction of the text is written as `$'…'`, so that the page
/// shows what is in it.
///
/// ```
/// use dxdt_motion::words::shell_line;
///
/// assert_eq!(shell_line(["dxdt", "report", "my log.csv"]), "dxdt report 'my log.csv'");
/// assert_eq!(shell_line(["it's", "", "$HOME"]), r"'it'\''s' '' '$HOME'");
/// ```
pub fn shell_line<W: AsRef<str>>(words: impl IntoIterator<Item = W>) -> String {
    let quoted: Vec<String> = words
        .into_iter()
        .map(|word| shell_word(word.as_ref()))
        .collect();
    quoted.join(" ")
}

/// A word as a POSIX shell reads it, quoted where it has to be.
pub fn shell_word(word: &str) -> String {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "-_./,:=@%+".contains(c);
    if !word.is_empty() && word.chars().all(is_plain) {
        return word.to_owned();
    }
    if printable(word) == word {
        return format!("'{}'", word.replace('\'', r"'\''"));
    }
    let escaped: String = word.chars().map(escape).collect();
    format!("$'{escaped}'")
}

fn escape(c: char) -> String {
    match c {
        '\'' | '\\' => format!("\\{c}"),
        c if printable(c.encode_utf8(&mut [0; 4])).len() != c.len_utf8() => {
            format!("\\U{:08x}", u32::from(c))
        }
        c => c.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_words_stay_as_they_are() {
        assert_eq!(
            shell_line(["dxdt", "report", "data/a-1.csv"]),
            "dxdt report data/a-1.csv"
        );
    }

    #[test]
    fn what_a_shell_would_read_is_quoted() {
        for word in [
            "a b", "a;b", "*", "~", "#", "a\"b", "`id`", "$(id)", "é", "!x",
        ] {
            assert_eq!(shell_line([word]), format!("'{word}'"));
        }
    }

    #[test]
    fn what_cannot_be_seen_is_written_out() {
        assert_eq!(
            shell_line(["a\n'\u{202e}\\"]),
            r"$'a\U0000000a\'\U0000202e\\'"
        );
    }
}
