//! Values of options that shells can complete.

use std::ffi::OsStr;
use std::fmt::Display;
use std::marker::PhantomData;
use std::str::FromStr;

use clap::builder::{PossibleValue, StringValueParser, TypedValueParser};
use clap::{Arg, Command};

/// Reads a value by its `FromStr`, which may take more words than are offered to a shell.
#[derive(Debug)]
pub(super) struct Known<T> {
    words: fn() -> Vec<&'static str>,
    value: PhantomData<fn() -> T>,
}

impl<T> Clone for Known<T> {
    fn clone(&self) -> Self {
        Self {
            words: self.words,
            value: PhantomData,
        }
    }
}

/// A value that is one of these words, or another that it knows too.
pub(super) fn known<T>(words: fn() -> Vec<&'static str>) -> Known<T> {
    Known {
        words,
        value: PhantomData,
    }
}

impl<T> TypedValueParser for Known<T>
where
    T: FromStr + Clone + Send + Sync + 'static,
    T::Err: Display,
{
    type Value = T;

    fn parse_ref(
        &self,
        command: &Command,
        arg: Option<&Arg>,
        value: &OsStr,
    ) -> Result<T, clap::Error> {
        let parse = |text: String| text.parse::<T>().map_err(|error| error.to_string());
        StringValueParser::new()
            .try_map(parse)
            .parse_ref(command, arg, value)
    }

    fn possible_values(&self) -> Option<Box<dyn Iterator<Item = PossibleValue> + '_>> {
        Some(Box::new((self.words)().into_iter().map(PossibleValue::new)))
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::super::Cli;

    #[test]
    fn every_word_that_is_offered_is_accepted() {
        let cli = Cli::command();
        let analyze = cli.find_subcommand("analyze").unwrap();
        let mut tried = 0;
        for arg in analyze.get_arguments() {
            for word in arg.get_possible_values() {
                let Some(long) = arg.get_long().filter(|_| arg.get_action().takes_values()) else {
                    continue;
                };
                let option = format!("--{long}={}", word.get_name());
                let words = ["dxdt", "analyze", "log.csv", &option];
                let read = cli.clone().try_get_matches_from(words);
                assert!(read.is_ok(), "{option}: {read:?}");
                tried += 1;
            }
        }
        assert!(tried > 50, "{tried}");
    }
}
