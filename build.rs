//! Makes the program smaller: asks the linker to keep equal functions once and to pack relocations, where it can.

use std::env;
use std::error::Error;
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=build.rs");
    let folder = PathBuf::from(env::var_os("OUT_DIR").ok_or("cargo gives no folder")?);
    if env::var("TARGET")?.ends_with("-linux-gnu") {
        for option in ["-Wl,--icf=all", "-Wl,-z,pack-relative-relocs"] {
            if works(option, &folder)? {
                println!("cargo::rustc-link-arg-bin=dxdt={option}");
            }
        }
    }
    Ok(())
}

/// Whether a program linked with the option runs. The system's loader has to know packed relocations (glibc 2.36), so a
/// program for another system is not tried.
fn works(option: &str, folder: &Path) -> Result<bool, Box<dyn Error>> {
    if env::var_os("HOST") != env::var_os("TARGET") {
        return Ok(false);
    }
    let source = folder.join("nothing.rs");
    let program = folder.join("nothing");
    fs::write(&source, "fn main() {}")?;
    let mut rustc = Command::new(env::var_os("RUSTC").ok_or("cargo names no compiler")?);
    if let Some(linker) = env::var_os("RUSTC_LINKER") {
        let mut choice = OsString::from("linker=");
        choice.push(linker);
        rustc.arg("-C").arg(choice);
    }
    let flags = env::var("CARGO_ENCODED_RUSTFLAGS").unwrap_or_default();
    rustc.args(flags.split('\x1f').filter(|flag| !flag.is_empty()));
    rustc.arg("-C").arg(format!("link-arg={option}"));
    rustc.arg(&source).arg("-o").arg(&program);
    let succeeds = |command: &mut Command| {
        let quiet = command.stdout(Stdio::null()).stderr(Stdio::null());
        quiet.status().is_ok_and(|status| status.success())
    };
    Ok(succeeds(&mut rustc) && succeeds(&mut Command::new(&program)))
}
