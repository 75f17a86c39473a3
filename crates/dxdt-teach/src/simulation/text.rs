//! Specifications as TOML files and as command lines.

use std::fs::File;
use std::io::Read;

use super::specification::{Specification, Written};
use dxdt_motion::error::{Error, Result};
use dxdt_motion::words::shell_word;

impl Specification {
    /// Reads a specification; [`Specification`] shows one.
    ///
    /// # Errors
    /// Where the text is no TOML, or has names that do not exist, with the line.
    pub fn from_toml(text: &str) -> Result<Self> {
        toml::from_str(text).map_err(|error| {
            let found = Error::new(error.message().trim_end().replace('\n', "; "));
            match error.span() {
                Some(span) => {
                    let before = text.get(..span.start).unwrap_or(text);
                    found.at_line(before.matches('\n').count() as u64 + 1)
                }
                None => found,
            }
        })
    }

    /// Reads a file; see [`Specification::from_toml`].
    ///
    /// # Errors
    /// Where the file cannot be read, too.
    pub fn read(path: &str) -> Result<Self> {
        // A specification has a few lines; what is longer is another file.
        const LONGEST: u64 = 1 << 20;
        let mut text = String::new();
        let file = File::open(path);
        let read = file.and_then(|file| file.take(LONGEST + 1).read_to_string(&mut text));
        if let Err(error) = read {
            return Err(Error::new(format!("the file cannot be read ({error})"))
                .in_file(path)
                .advise("name a TOML file that specifies a motion"));
        }
        if text.len() as u64 > LONGEST {
            return Err(Error::new("the file is longer than 1 MiB")
                .in_file(path)
                .advise("name a TOML file that specifies a motion"));
        }
        Self::from_toml(&text).map_err(|error| error.in_file(path))
    }

    /// The specification as TOML, which [`Specification::from_toml`] reads.
    ///
    /// ```
    /// use dxdt_teach::simulation::Specification;
    /// let specification = Specification { motion: Some("circle".to_owned()), ..Specification::default() };
    /// assert_eq!(Specification::from_toml(&specification.to_toml())?, specification);
    /// # Ok::<(), dxdt_motion::Error>(())
    /// ```
    pub fn to_toml(&self) -> String {
        // A specification has nothing but texts, whole numbers, a list and a table, which TOML all has.
        toml::to_string(self).unwrap_or_default()
    }

    /// The command line that simulates this, for a POSIX shell, without a place for the log.
    ///
    /// ```
    /// use dxdt_teach::simulation::Specification;
    /// let mut specification = Specification::from_toml("motion = 'circle'\ngaps = ['1 s..2 s']\nseed = 7")?;
    /// specification.parameters.insert("radius".to_owned(), "2 m".into());
    /// assert_eq!(specification.to_command(), "dxdt simulate circle radius='2 m' --gap '1 s..2 s' --seed 7");
    /// # Ok::<(), dxdt_motion::Error>(())
    /// ```
    pub fn to_command(&self) -> String {
        let mut command = "dxdt simulate".to_owned();
        if let Some(motion) = &self.motion {
            push_word(&mut command, &shell_word(motion));
        }
        for (name, Written(value)) in &self.parameters {
            push_word(
                &mut command,
                &format!("{}={}", shell_word(name), shell_word(value)),
            );
        }
        for (name, value) in self.options().into_iter().skip(1) {
            match value {
                Value::Text(value) => push_option(&mut command, name, &shell_word(value)),
                Value::Number(value) => push_option(&mut command, name, &value.to_string()),
                Value::Texts(values) => {
                    for value in values {
                        push_option(&mut command, "gap", &shell_word(value));
                    }
                }
            }
        }
        command
    }

    /// Everything that is said but the parameters, the motion first; names are those of TOML and of options alike.
    fn options(&self) -> Vec<(&'static str, Value<'_>)> {
        let spread = self.stamps.map(|spread| match spread {
            super::Spread::Even => "even",
            super::Spread::Jittered => "jittered",
            super::Spread::Random => "random",
        });
        fn written(text: &Option<Written>) -> Option<Value<'_>> {
            text.as_ref().map(|Written(text)| Value::Text(text))
        }
        let options = [
            (
                "motion",
                Some(Value::Text(self.motion.as_deref().unwrap_or_default())),
            ),
            ("duration", written(&self.duration)),
            ("rate", written(&self.rate)),
            ("step", written(&self.step)),
            ("stamps", spread.map(Value::Text)),
            ("jitter", written(&self.jitter)),
            ("gaps", Some(Value::Texts(&self.gaps))),
            ("start", self.start.as_deref().map(Value::Text)),
            ("quantise-time", written(&self.quantise_time)),
            ("noise", written(&self.noise)),
            ("outliers", written(&self.outliers)),
            ("outlier-size", written(&self.outlier_size)),
            ("missing", written(&self.missing)),
            ("dropped", written(&self.dropped)),
            ("quantise-position", written(&self.quantise_position)),
            ("seed", self.seed.map(Value::Number)),
            ("copies", self.copies.map(Value::Number)),
        ];
        options
            .into_iter()
            .filter_map(|(name, value)| Some((name, value?)))
            .collect()
    }
}

enum Value<'a> {
    Text(&'a str),
    Number(u64),
    Texts(&'a [String]),
}

fn push_word(command: &mut String, word: &str) {
    command.push(' ');
    command.push_str(word);
}

fn push_option(command: &mut String, name: &str, value: &str) {
    push_word(command, &format!("--{name} {value}"));
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn errors_have_their_line() {
        for (text, sentence) in [
            (
                "motion = 'circle'\nspeed = 3",
                "line 2: unknown field `speed`, expected one of `motion`, `duration`, ",
            ),
            (
                "motion = 'circle'\nseed = -1",
                "line 2: invalid value: integer `-1`, expected u64",
            ),
            ("motion = ", "line 1: "),
            (
                "motion = 'circle'\n\nnoise = [1]",
                "line 3: expected text such as \"1.2 m\", or a number",
            ),
        ] {
            let error = Specification::from_toml(text).unwrap_err().to_string();
            assert!(error.starts_with(sentence), "{error}");
        }
    }

    #[test]
    fn numbers_need_no_quotes() {
        let read =
            Specification::from_toml("noise = 0\nmissing = 0.05\n[parameters]\neccentricity = 0.3")
                .unwrap();
        assert_eq!(read.noise, Some("0".into()));
        assert_eq!(read.missing, Some("0.05".into()));
        assert_eq!(read.parameters["eccentricity"], "0.3".into());
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_back(
            texts in proptest::collection::vec(proptest::option::of(".{0,12}"), 6),
            gaps in proptest::collection::vec(".{0,8}", 0..3),
            parameters in proptest::collection::btree_map(".{0,8}", ".{0,8}", 0..4),
            seed in proptest::option::of(0..i64::MAX as u64),
        ) {
            let written = |index: usize| texts[index].clone().map(Written);
            let specification = Specification {
                motion: Some("x\"y".to_owned()),
                parameters: parameters.into_iter().map(|(name, text)| (name, Written(text))).collect(),
                duration: written(0),
                step: written(1),
                stamps: Some(super::super::Spread::Random),
                noise: written(2),
                outlier_size: written(3),
                quantise_time: written(4),
                start: texts[5].clone(),
                gaps,
                seed,
                ..Specification::default()
            };
            prop_assert_eq!(Specification::from_toml(&specification.to_toml()).unwrap(), specification);
        }

        #[test]
        fn any_text_is_read_or_refused(text in "(?s).{0,200}") {
            let _ = Specification::from_toml(&text);
        }
    }
}
