//! The reference of the commands, made from the description that their help is made from.

use std::fmt::Write as _;
use std::fs;

use clap::{Arg, Command, CommandFactory};
use dxdt::cli::Cli;

use super::is_update;
use super::pages::difference;
use crate::support::{dxdt, root};

const PAGE: &str = "docs/reference/commands.md";

const BEGINNING: &str = "# Commands and options

Every command and every option, as its `--help` describes them. A test generates this page from the program.

`dxdt manual | man -l -` shows the manual page. These two lines set up completions for bash:

```sh
mkdir -p ~/.local/share/bash-completion/completions
dxdt completions bash > ~/.local/share/bash-completion/completions/dxdt
```

| command | what it does |
|---|---|
";

fn escaped(text: &str) -> String {
    text.replace('|', "\\|")
        .replace('<', "&lt;")
        .replace('\n', " ")
}

fn default_of(argument: &Arg) -> Option<String> {
    let values = argument.get_default_values();
    let takes_a_value = argument.get_action().takes_values();
    (takes_a_value && !values.is_empty()).then(|| {
        let values = values.iter().map(|value| value.to_string_lossy());
        values.collect::<Vec<_>>().join(",")
    })
}

/// The words of the help of an argument, as `--help` has them, but for the default.
fn words_of(argument: &Arg) -> String {
    let help = argument.get_long_help().or(argument.get_help());
    let mut words = help.map(ToString::to_string).unwrap_or_default();
    let possible = argument.get_possible_values();
    let are_shown = !argument.is_hide_possible_values_set();
    if argument.get_action().takes_values() && !possible.is_empty() && are_shown {
        let names: Vec<&str> = possible
            .iter()
            .map(clap::builder::PossibleValue::get_name)
            .collect();
        let _ = write!(words, " [possible values: {}]", names.join(", "));
    }
    words
}

/// How an argument is written: `-o`, `--output DIR`.
fn writing(argument: &Arg) -> String {
    let mut names = Vec::new();
    names.extend(argument.get_short().map(|short| format!("-{short}")));
    names.extend(argument.get_long().map(|long| format!("--{long}")));
    let value = argument
        .get_value_names()
        .filter(|_| argument.get_action().takes_values());
    let mut value = value.map(|names| names.join(" ")).unwrap_or_default();
    if argument
        .get_num_args()
        .is_some_and(|range| range.max_values() > 1)
    {
        value.push_str("...");
    }
    match names.last_mut() {
        None => names.push(value),
        Some(last) if !value.is_empty() => *last = format!("{last} {value}"),
        Some(_) => {}
    }
    let names: Vec<String> = names
        .iter()
        .map(|name| format!("`{}`", name.replace('|', "\\|")))
        .collect();
    names.join(", ")
}

/// The headings of a command's help, in its order: arguments, options without a heading of their own, the others.
fn headings(command: &Command) -> Vec<&str> {
    let mut headings = Vec::new();
    for argument in shown(command) {
        let heading = heading_of(argument);
        if !headings.contains(&heading) {
            headings.push(heading);
        }
    }
    headings.sort_by_key(|&heading| match heading {
        "Arguments" => 0,
        "Options" => 1,
        _ => 2,
    });
    headings
}

fn shown(command: &Command) -> impl Iterator<Item = &Arg> {
    command
        .get_arguments()
        .filter(|argument| !argument.is_hide_set())
}

fn heading_of(argument: &Arg) -> &str {
    let plain = if argument.is_positional() {
        "Arguments"
    } else {
        "Options"
    };
    argument.get_help_heading().unwrap_or(plain)
}

fn section(page: &mut String, command: &mut Command, name: &str) {
    let usage = command.render_usage().to_string();
    let usage = usage.strip_prefix("Usage: ").unwrap_or(&usage).to_owned();
    let about = command.get_long_about().or(command.get_about());
    let about = about.map(ToString::to_string).unwrap_or_default();
    let about = about.trim_end_matches('.');
    let _ = write!(page, "\n## {name}\n\n{about}.\n\n```text\n{usage}\n```\n");
    for heading in headings(command) {
        let arguments = || shown(command).filter(|argument| heading_of(argument) == heading);
        let has_defaults = arguments().any(|argument| default_of(argument).is_some());
        let head = if has_defaults {
            "| | meaning | default |\n|---|---|---|"
        } else {
            "| | meaning |\n|---|---|"
        };
        let _ = write!(page, "\n{heading}:\n\n{head}\n");
        for argument in arguments() {
            // The first paragraph is a line without a full stop.
            let words = escaped(&words_of(argument).replace("\n\n", ". "));
            let _ = write!(page, "| {} | {words} |", writing(argument));
            if has_defaults {
                let default = default_of(argument).map(|value| format!(" `{value}`"));
                let _ = write!(page, "{} |", default.unwrap_or_default());
            }
            page.push('\n');
        }
    }
}

fn built() -> Command {
    let mut command = Cli::command();
    command.build();
    command
}

/// The commands but for `help`.
fn commands(program: &Command) -> impl Iterator<Item = &Command> {
    let commands = program.get_subcommands();
    commands.filter(|command| command.get_name() != "help")
}

fn page() -> String {
    let mut page = BEGINNING.to_owned();
    let mut command = built();
    for command in commands(&command) {
        let name = command.get_name();
        let about = command.get_about().map(ToString::to_string);
        let _ = writeln!(
            page,
            "| [`dxdt {name}`](#dxdt-{name}) | {} |",
            escaped(&about.unwrap_or_default())
        );
    }
    section(&mut page, &mut command.clone(), "dxdt");
    for command in command.get_subcommands_mut() {
        if command.get_name() != "help" {
            let name = format!("dxdt {}", command.get_name());
            section(&mut page, command, &name);
        }
    }
    page
}

#[test]
fn the_reference_of_the_commands_is_that_of_the_program() {
    let made = page();
    let path = root().join(PAGE);
    if is_update() {
        fs::write(&path, &made).unwrap();
    }
    let kept = fs::read_to_string(path).unwrap_or_default();
    assert!(
        kept == made,
        "{PAGE}: {}\n(UPDATE_DOCS=1 writes the page)",
        difference(&kept, &made)
    );
}

/// The page is made from the description; this asks the program itself.
#[test]
fn the_help_says_what_the_reference_says() {
    let mut options = 0;
    for command in commands(&built()) {
        let name = command.get_name();
        let output = dxdt().args([name, "--help"]).output().unwrap();
        let help = String::from_utf8(output.stdout).unwrap();
        let help = help.split_whitespace().collect::<Vec<_>>().join(" ");
        // Options of other commands, hidden where they do nothing.
        let shown = command.get_arguments();
        for argument in shown.filter(|argument| !argument.is_hide_set()) {
            let words = words_of(argument)
                .split_whitespace()
                .collect::<Vec<_>>()
                .join(" ");
            let sentence = words.split(" [possible values").next().unwrap_or_default();
            assert!(help.contains(sentence), "{name}: {sentence}");
            if let Some(default) = default_of(argument) {
                assert!(
                    help.contains(&format!("[default: {default}]")),
                    "{name}: {default}"
                );
            }
            options += 1;
        }
    }
    assert!(options > 60, "{options}");
}
