//! A pattern for `--time-format` that fits a date whose order is not known, to be named in an error.

use super::date::month_number;
use super::error::EXCERPT_CHARACTERS;

/// The part of the date that is assumed to come first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum FirstField {
    Day,
    Month,
    Year,
}

impl FirstField {
    /// The fields of the date that are numbers.
    fn date_fields(self, has_month_name: bool) -> &'static [&'static str] {
        match (self, has_month_name) {
            (FirstField::Day, false) => &["%d", "%m", "%y"],
            (FirstField::Month, false) => &["%m", "%d", "%y"],
            (FirstField::Year, false) => &["%y", "%m", "%d"],
            (FirstField::Day | FirstField::Month, true) => &["%d", "%y"],
            (FirstField::Year, true) => &["%y", "%d"],
        }
    }
}

const TIME_FIELDS: [&str; 3] = ["%H", "%M", "%S"];

/// The strftime pattern of a cell that is a date in this order, with or without a time of day and an offset.
pub(super) fn suggest_pattern(cell: &str, first: FirstField) -> String {
    // A timestamp is short, and so must be what goes into an error.
    let cell = cell.trim_ascii();
    let end = cell
        .char_indices()
        .nth(EXCERPT_CHARACTERS)
        .map_or(cell.len(), |(index, _)| index);
    let mut rest = &cell[..end];
    let mut words = rest.split(|c: char| !c.is_ascii_alphabetic());
    let has_month_name = words.any(|word| month_number(word.as_bytes()).is_some());
    let date_fields = first.date_fields(has_month_name);
    let mut fields = date_fields.iter().copied().chain(TIME_FIELDS).peekable();
    let mut pattern = String::new();
    while let Some(character) = rest.chars().next() {
        let is_same: fn(char) -> bool = match character {
            '0'..='9' => |c| c.is_ascii_digit(),
            'A'..='Z' | 'a'..='z' => |c| c.is_ascii_alphabetic(),
            _ => |_| false,
        };
        let length = rest
            .find(|c| !is_same(c))
            .unwrap_or(rest.len())
            .max(character.len_utf8());
        let (token, after) = rest.split_at(length);
        let before_digit = after.starts_with(|c: char| c.is_ascii_digit());
        let after_second = pattern.ends_with("%S");
        rest = after;
        match character {
            '.' | ',' if after_second && before_digit => {
                pattern.push_str(if character == '.' { "%.f" } else { ",%f" });
                rest = after.trim_start_matches(|c: char| c.is_ascii_digit());
            }
            '+' | '-'
                if before_digit && !matches!(fields.peek(), Some(&("%d" | "%m" | "%y" | "%H"))) =>
            {
                pattern.push_str(if after.len() > 2 { "%z" } else { "%#z" });
                return pattern;
            }
            '0'..='9' => match (length, fields.next()) {
                (4, Some("%y")) => pattern.push_str("%Y"),
                // Several fields in one, as in 080312 and 0442.
                (4 | 6, Some(field)) => {
                    pattern.push_str(field);
                    pattern.extend(fields.by_ref().take(length / 2 - 1));
                }
                (_, Some(field)) => pattern.push_str(field),
                (_, None) => pattern.push_str(token),
            },
            _ if token.eq_ignore_ascii_case("AM") || token.eq_ignore_ascii_case("PM") => {
                pattern = pattern.replace("%H", "%I") + "%p";
            }
            _ if month_number(token.as_bytes()).is_some() => {
                pattern.push_str(if length > 3 { "%B" } else { "%b" });
            }
            '%' => pattern.push_str("%%"),
            _ => pattern.push_str(token),
        }
    }
    pattern
}

#[cfg(test)]
mod tests {
    use super::super::pattern::Pattern;
    use super::*;

    #[test]
    fn a_suggested_pattern_reads_its_cell() {
        use FirstField::{Day, Month, Year};
        for (cell, first, pattern) in [
            ("3/4/2021 00:22", Day, "%d/%m/%Y %H:%M"),
            ("3/4/2021 00:22", Month, "%m/%d/%Y %H:%M"),
            ("03/04/21 00:22:05.5", Month, "%m/%d/%y %H:%M:%S%.f"),
            ("21-03-04", Year, "%y-%m-%d"),
            ("03.04.2021 00:22:05,250", Day, "%d.%m.%Y %H:%M:%S,%f"),
            ("3/4/2021, 12:05:06 AM", Month, "%m/%d/%Y, %I:%M:%S %p"),
            ("03-04-2021T00:22:05+05:30", Day, "%d-%m-%YT%H:%M:%S%z"),
            ("03-04-2021 00:22 -03", Day, "%d-%m-%Y %H:%M %#z"),
            ("03-04-2021 00:22 UTC", Day, "%d-%m-%Y %H:%M UTC"),
            ("080312 044214", Day, "%d%m%y %H%M%S"),
            ("080312 0442", Year, "%y%m%d %H%M"),
            ("12-Dec-08 04:42", Day, "%d-%b-%y %H:%M"),
            ("December 12, 08", Day, "%B %d, %y"),
            ("03-04-2021", Day, "%d-%m-%Y"),
        ] {
            assert_eq!(suggest_pattern(cell, first), pattern);
            let read = Pattern::new(pattern).unwrap().read(cell);
            assert!(read.is_ok(), "{cell} by {pattern}: {read:?}");
        }
        assert_eq!(
            suggest_pattern("1/2/2021 5% é 7 8 9 10", Day),
            "%d/%m/%Y %H%% é %M %S 9 10"
        );
    }
}
