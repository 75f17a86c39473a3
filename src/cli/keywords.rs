//! Options from a language that has keyword arguments: the words are those of the command line, and messages name options as
//! keywords, with underscores.

use clap::error::{ContextKind, ContextValue, ErrorKind as ClapKind};
use clap::{Args, CommandFactory, FromArgMatches, Parser};

use crate::analysis::AnalysisOptions;
use dxdt_log::{BatchOptions, LogOptions};
use dxdt_motion::audit::AuditOptions;
use dxdt_motion::error::{Error, ErrorKind, Result, excerpt};
use dxdt_motion::motion::{SmoothingMethod, SmoothingProgress};
use dxdt_teach::simulation::Simulation;

use super::method_choice::MethodChoice;
use super::simulate::SimulateArguments;
use super::{LogArguments, MemoryArguments};

/// How a log is read, repaired and derived.
#[derive(Debug, Clone, Parser)]
#[command(no_binary_name = true, disable_help_flag = true)]
pub struct LogKeywords {
    #[command(flatten)]
    memory: MemoryArguments,

    #[command(flatten)]
    log: LogArguments,
}

/// A motion to simulate.
#[derive(Debug, Parser)]
#[command(no_binary_name = true, disable_help_flag = true)]
struct SimulationKeywords {
    #[command(flatten)]
    simulate: SimulateArguments,
}

/// An option with its value, as the command line has it; one without a value is a switch.
pub type Keyword = (String, Option<String>);

impl LogKeywords {
    /// Reads options.
    ///
    /// # Errors
    /// An option that there is not, or a value that it does not take.
    pub fn parse(keywords: &[Keyword]) -> Result<Self> {
        parsed(keywords.iter().map(word))
    }

    /// How a log is analyzed, until `progress` says to stop.
    ///
    /// # Errors
    /// Options that do not fit each other.
    pub fn analysis_options(&self, progress: &SmoothingProgress) -> Result<AnalysisOptions> {
        self.log.check_sigma()?;
        Ok(AnalysisOptions {
            memory: self.memory.memory,
            progress: progress.clone(),
            ..self.log.analysis_options()?
        })
    }

    /// How a log is read.
    pub fn log_options(&self) -> LogOptions {
        self.log.log_options()
    }

    /// How it is repaired.
    pub fn audit_options(&self) -> AuditOptions {
        self.log.audit_options()
    }

    /// How its rows are kept meanwhile, until `progress` says to stop.
    pub fn batches(&self, progress: &SmoothingProgress) -> BatchOptions {
        BatchOptions {
            stop: progress.stop().clone(),
            ..BatchOptions::within(self.memory.memory, &std::env::temp_dir())
        }
    }
}

/// A simulation of a motion. Keywords that are no options of `dxdt simulate` are parameters of the motion.
///
/// # Errors
/// A motion or parameter that there is not, or a value that an option does not take.
pub fn simulation(motion: &str, keywords: &[Keyword]) -> Result<Simulation> {
    let command = SimulationKeywords::command();
    let is_option = |name: &str| {
        let name = name.replace('_', "-");
        let mut options = command.get_arguments();
        options.any(|option| option.get_long() == Some(&name))
    };
    let (options, parameters): (Vec<_>, Vec<_>) =
        keywords.iter().partition(|(name, _)| is_option(name));
    let options = options.into_iter().map(word);
    let parameters = parameters.into_iter().map(|(name, value)| {
        let value = value.as_deref().unwrap_or("true");
        format!("{name}={value}")
    });
    let words = options.chain([motion.to_owned()]).chain(parameters);
    let keywords: SimulationKeywords = parsed(words)?;
    keywords.simulate.specification()?.check()
}

/// A smoother by its name, with parameters after a colon, as `--method` takes it; the gradient smooths nothing.
///
/// # Errors
/// A method or parameter that there is not.
pub fn smoothing_method(text: &str) -> std::result::Result<SmoothingMethod, String> {
    text.parse::<MethodChoice>()?.as_smoother()
}

fn word((name, value): &Keyword) -> String {
    let name = name.replace('_', "-");
    match value {
        Some(value) => format!("--{name}={value}"),
        None => format!("--{name}"),
    }
}

fn parsed<T: Args + FromArgMatches + CommandFactory>(
    words: impl Iterator<Item = String>,
) -> Result<T> {
    let command = T::command().args_override_self(false);
    let matches = command
        .try_get_matches_from(words)
        .map_err(|error| wrong(&error))?;
    T::from_arg_matches(&matches).map_err(|error| wrong(&error))
}

/// What clap says, with options as keywords.
fn wrong(error: &clap::Error) -> Error {
    let context = |kind| match error.get(kind) {
        Some(ContextValue::String(text)) => Some(text.clone()),
        Some(ContextValue::Strings(texts)) => texts.first().cloned(),
        _ => None,
    };
    let keyword = |argument: String| {
        let name = argument.split([' ', '=']).next().unwrap_or_default();
        name.trim_start_matches('-').replace('-', "_")
    };
    let name = context(ContextKind::InvalidArg).map(keyword);
    let value = context(ContextKind::InvalidValue);
    let why = std::error::Error::source(error).map(ToString::to_string);
    let what = match (error.kind(), name, value) {
        (ClapKind::UnknownArgument, Some(name), _) => {
            format!("there is no option '{}'", excerpt(&name))
        }
        (ClapKind::ArgumentConflict, Some(name), _) => {
            let other = context(ContextKind::PriorArg).map(keyword);
            let other = other.unwrap_or_else(|| "another option".to_owned());
            format!("{name} and {other} cannot be given together")
        }
        (_, Some(name), Some(value)) if value.is_empty() && why.is_none() => {
            format!("{name} needs a value")
        }
        (_, Some(name), Some(value)) => {
            let why = why.map_or_else(String::new, |why| format!(": {why}"));
            format!("{name} cannot be '{}'{why}", excerpt(&value))
        }
        _ => {
            let text = error.to_string();
            let line = text.lines().next().unwrap_or_default();
            line.trim_start_matches("error: ").to_owned()
        }
    };
    Error::new(what).of_kind(ErrorKind::Option)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(name: &str, value: Option<&str>) -> String {
        let keyword = (name.to_owned(), value.map(str::to_owned));
        let read = LogKeywords::parse(&[keyword]);
        read.map_or_else(|error| error.to_string(), |_| "right".to_owned())
    }

    #[test]
    fn options_are_those_of_the_command_line() {
        assert_eq!(told("time_unit", Some("ms")), "right");
        assert_eq!(told("keep_units", None), "right");
        assert_eq!(told("missing", Some("-999")), "right");
        assert_eq!(told("tempo", Some("1")), "there is no option 'tempo'");
        assert!(told("time_unit", Some("parsec")).starts_with("time_unit cannot be 'parsec': "));
        assert_eq!(
            told("max_gap", Some("long")).split(':').next(),
            Some("max_gap cannot be 'long'")
        );
        assert!(
            told("time_unit", None).contains("time_unit"),
            "{}",
            told("time_unit", None)
        );
        assert!(told("keep_units", Some("yes")).contains("keep_units"));
    }

    #[test]
    fn keywords_that_are_no_options_are_parameters_of_the_motion() {
        let keywords = [("length", "2 m"), ("noise", "1 cm"), ("seed", "3")];
        let keywords = keywords.map(|(name, value)| (name.to_owned(), Some(value.to_owned())));
        let simulation = simulation("pendulum", &keywords).unwrap();
        let toml = simulation.specification.to_toml();
        assert!(toml.contains("length = \"2 m\""), "{toml}");
        assert!(toml.contains("noise = \"1 cm\""), "{toml}");
    }
}
