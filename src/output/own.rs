//! Whether dxdt has written a file that another is to take the place of, told by what is in it.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::path::Path;

use polars::prelude::{ParquetReader, SerReader};

use dxdt_motion::error::{Error, Result};

use super::simulated::is_of_simulation;

/// What dxdt writes into a file that a user names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OwnFile {
    /// A web page of `dxdt report`.
    Page,
    /// A log of `dxdt simulate`.
    Simulation,
}

/// Checks that nothing of others is lost where a file of this kind takes the place of what is at `path`: nothing is there,
/// or nothing is in it, or dxdt has written it.
///
/// # Errors
/// A file of others.
pub fn check_own(path: &Path, kind: OwnFile) -> Result<()> {
    let is_file = path.metadata().is_ok_and(|there| there.is_file());
    // What cannot be read is not known to be ours.
    if !is_file || is_own(path, kind).unwrap_or(false) {
        return Ok(());
    }
    let what = match kind {
        OwnFile::Page => "dxdt report has not written the file that is here",
        OwnFile::Simulation => "dxdt simulate has not written the file that is here",
    };
    Err(Error::new(what)
        .in_file(path.display().to_string())
        .advise("choose another output path with -o, or replace the file with --force"))
}

fn is_own(path: &Path, kind: OwnFile) -> io::Result<bool> {
    let mut file = File::open(path)?;
    let mut start = Vec::new();
    file.by_ref().take(4096).read_to_end(&mut start)?;
    if start.is_empty() {
        return Ok(true);
    }
    match kind {
        OwnFile::Page => {
            const SIGN: &[u8] = b"<meta name=\"generator\" content=\"dxdt ";
            Ok(memchr::memmem::find(&start, SIGN).is_some())
        }
        OwnFile::Simulation if start.starts_with(b"PAR1") => {
            let schema = ParquetReader::new(file).schema();
            let names = |schema: &polars::prelude::ArrowSchema| {
                let names: Vec<&str> = schema.iter_names().map(|name| name.as_str()).collect();
                is_of_simulation(&names)
            };
            Ok(schema.is_ok_and(|schema| names(&schema)))
        }
        OwnFile::Simulation => {
            let mut line = String::new();
            BufReader::new(&start[..]).read_line(&mut line)?;
            let names: Vec<&str> = line.trim_end().split(',').collect();
            Ok(is_of_simulation(&names))
        }
    }
}

#[cfg(test)]
mod tests {
    use dxdt_teach::simulation::Specification;

    use super::super::simulated::{simulated_table, write_to};
    use super::super::table::TableFormat;
    use super::*;

    #[test]
    fn simulated_logs_are_known_by_their_columns() {
        let file = tempfile::NamedTempFile::new().unwrap();
        let path = file.path();
        let check = || check_own(path, OwnFile::Simulation);
        check().unwrap();
        for settings in [
            "motion = 'free-fall'",
            "motion = 'circle'\ncopies = 3\nstart = '2024-05-01T12:00:00Z'",
        ] {
            let simulated = Specification::from_toml(settings).unwrap();
            let simulated = simulated.check().unwrap().run().unwrap();
            for format in [TableFormat::Csv, TableFormat::Parquet] {
                let mut table = simulated_table(&simulated, format).unwrap();
                write_to(&mut table, format, File::create(path).unwrap()).unwrap();
                check().unwrap();
            }
        }
        for other in [
            "time (s),z (m)\n0,1\n",
            "time (s),z (m),exact_z (m),exact_v_z (m/s),exact_a_z (m/s^2),exact_j_z (m/s^3),note\n",
            "time (s)\n",
            "diary\n",
            "PAR1",
        ] {
            std::fs::write(path, other).unwrap();
            let error = check().unwrap_err().to_string();
            assert!(error.contains("has not written"), "{other}: {error}");
        }
    }
}
