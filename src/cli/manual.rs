//! `dxdt completions` and `dxdt manual`: made from the same description of the commands as their help.

use std::io::Write;
use std::path::PathBuf;

use clap::{Args, Command, CommandFactory};
use clap_complete::Shell;
use clap_mangen::Man;

use crate::output::staging::Staging;
use dxdt_motion::error::printable;

use super::Cli;
use super::standard_output::{is_meant, print};

/// The arguments of `dxdt completions`.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  mkdir -p ~/.local/share/bash-completion/completions
  dxdt completions bash > ~/.local/share/bash-completion/completions/dxdt
  mkdir -p ~/.zfunc
  dxdt completions zsh > ~/.zfunc/_dxdt")]
pub struct CompletionsArguments {
    /// Shell to print completions for
    shell: Shell,
}

/// The arguments of `dxdt manual`.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  dxdt manual | man -l -
  dxdt manual -o ~/.local/share/man/man1
  man dxdt-analyze")]
pub struct ManualArguments {
    /// Write a page for each command into this folder, such as ~/.local/share/man/man1
    #[arg(long, short = 'o', value_name = "FOLDER")]
    output: Option<PathBuf>,
}

pub(super) fn completions(arguments: &CompletionsArguments) -> anyhow::Result<()> {
    let mut script = Vec::new();
    clap_complete::generate(arguments.shell, &mut Cli::command(), "dxdt", &mut script);
    print(&String::from_utf8(script)?)
}

pub(super) fn run(arguments: &ManualArguments, quiet: bool) -> anyhow::Result<()> {
    let mut command = Cli::command();
    command.build();
    let folder = arguments.output.as_ref();
    let Some(folder) = folder.filter(|folder| !is_meant(folder)) else {
        return print(&String::from_utf8(page(command, "dxdt".to_owned())?)?);
    };
    let mut pages = vec![("dxdt".to_owned(), command.clone())];
    for command in command.get_subcommands() {
        if command.get_name() != "help" {
            pages.push((format!("dxdt-{}", command.get_name()), command.clone()));
        }
    }
    let mut staging = Staging::new(folder)?;
    for (name, command) in pages {
        let page = page(command, name.clone())?;
        staging.write(&format!("{name}.1"), |file| file.write_all(&page))?;
    }
    let written = staging.commit()?;
    if !quiet {
        let folder = printable(&folder.display().to_string());
        // Where standard error is closed there is nobody to tell.
        let _ = writeln!(
            std::io::stderr(),
            "wrote {} pages to {folder}: read one with man {folder}/dxdt.1",
            written.len()
        );
    }
    Ok(())
}

fn page(command: Command, name: String) -> std::io::Result<Vec<u8>> {
    let mut page = Vec::new();
    Man::new(command)
        .title(name.to_uppercase())
        .source(concat!("dxdt ", env!("CARGO_PKG_VERSION")))
        .manual("dxdt manual")
        .render(&mut page)?;
    Ok(page)
}
