//! Names of logs, folders and patterns into files.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use glob::MatchOptions;

use dxdt_motion::error::{Error, Result, excerpt};

use super::source::unreadable;

/// The files that paths stand for, in their order: a file and `-` for themselves, a folder for the logs in it and in its
/// folders, a pattern with `*`, `?` or `[` for the files that it matches; both sorted by path.
///
/// In a folder, names that begin with `.` or `_` and files that end in `.part` are ignored. A path that is not there
/// stays as it is: reading it says so.
///
/// ```
/// # let made = tempfile::tempdir().unwrap();
/// # let folder = made.path().to_str().unwrap();
/// # for name in ["walk.csv", "drive.csv", "notes.md"] {
/// #     std::fs::write(made.path().join(name), "t,x\n0,1\n").unwrap();
/// # }
/// let files = dxdt_formats::expand(&[format!("{folder}/*.csv"), "-".into()])?;
/// assert_eq!(files, [format!("{folder}/drive.csv"), format!("{folder}/walk.csv"), "-".into()]);
/// # Ok::<(), dxdt_motion::Error>(())
/// ```
///
/// # Errors
/// A folder or pattern without files, a folder that cannot be read, a pattern that is none.
pub fn expand(paths: &[String]) -> Result<Vec<String>> {
    let mut files = Vec::with_capacity(paths.len());
    for path in paths {
        if Path::new(path).is_dir() {
            files.extend(logs_in(path)?);
        } else if path != "-" && path.contains(['*', '?', '[']) && !Path::new(path).exists() {
            files.extend(matches_of(path)?);
        } else {
            files.push(path.clone());
        }
    }
    Ok(files)
}

fn logs_in(folder: &str) -> Result<Vec<String>> {
    let mut found = Vec::new();
    collect(Path::new(folder), &mut Vec::new(), &mut found)?;
    if found.is_empty() {
        return Err(Error::new("there is no log in the folder")
            .in_file(folder)
            .advise(
                "give a folder with logs; names that begin with . or _ and files that end in .part are ignored",
            ));
    }
    sorted(found)
}

fn matches_of(pattern: &str) -> Result<Vec<String>> {
    let options = MatchOptions {
        require_literal_leading_dot: true,
        ..MatchOptions::default()
    };
    let matches = glob::glob_with(pattern, options).map_err(|error| {
        Error::new(format!("this is neither a file nor a pattern ({error})"))
            .in_file(pattern)
            .advise("check the path, or correct the pattern")
    })?;
    let mut found = Vec::new();
    for path in matches {
        let path =
            path.map_err(|error| unreadable(&error.path().display().to_string(), error.error()))?;
        if path.is_dir() {
            collect(&path, &mut Vec::new(), &mut found)?;
        } else {
            found.push(path);
        }
    }
    if found.is_empty() {
        return Err(Error::new("no file matches the pattern")
            .in_file(pattern)
            .advise("check the pattern, or name the files"));
    }
    sorted(found)
}

/// The logs of a folder and of the folders in it; `above` are those on the way to it.
fn collect(folder: &Path, above: &mut Vec<PathBuf>, found: &mut Vec<PathBuf>) -> Result<()> {
    let failed = |error: &io::Error| unreadable(&folder.display().to_string(), error);
    let itself = fs::canonicalize(folder).map_err(|error| failed(&error))?;
    // A link may lead back.
    if above.contains(&itself) {
        return Ok(());
    }
    above.push(itself);
    for entry in fs::read_dir(folder).map_err(|error| failed(&error))? {
        let path = entry.map_err(|error| failed(&error))?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        if name.starts_with(['.', '_']) || name.ends_with(".part") {
            continue;
        }
        if path.is_dir() {
            collect(&path, above, found)?;
        } else if path.is_file() {
            found.push(path);
        }
    }
    above.pop();
    Ok(())
}

fn sorted(mut paths: Vec<PathBuf>) -> Result<Vec<String>> {
    paths.sort();
    // A pattern may match a folder and the files in it.
    paths.dedup();
    let as_text = |path: PathBuf| {
        path.into_os_string().into_string().map_err(|name| {
            Error::new(format!(
                "the name '{}' is not UTF-8 text",
                excerpt(&name.to_string_lossy())
            ))
            .advise("rename the file")
        })
    };
    paths.into_iter().map(as_text).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder(names: &[&str]) -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        for name in names {
            let path = folder.path().join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, "t,x\n0,1\n1,2\n").unwrap();
        }
        folder
    }

    /// What the paths below the folder expand to, without the folder's own path.
    fn expanded(folder: &tempfile::TempDir, paths: &[&str]) -> Result<Vec<String>> {
        let inside = |path: &&str| folder.path().join(path).to_str().unwrap().to_owned();
        let paths: Vec<String> = paths.iter().map(inside).collect();
        let within = |path: String| {
            let path = Path::new(&path).strip_prefix(folder.path()).unwrap();
            path.to_str().unwrap().replace('\\', "/")
        };
        Ok(expand(&paths)?.into_iter().map(within).collect())
    }

    #[test]
    fn folders_are_their_logs_sorted() {
        let folder = folder(&[
            "date=2024-05-12/part-0.csv",
            "date=2024-05-11/part-1.csv",
            "date=2024-05-11/part-0.csv",
            "b.csv",
            ".hidden.csv",
            "_SUCCESS",
            "_temporary/c.csv",
            ".git/c.csv",
            "c.csv.part",
        ]);
        let all = [
            "b.csv",
            "date=2024-05-11/part-0.csv",
            "date=2024-05-11/part-1.csv",
            "date=2024-05-12/part-0.csv",
        ];
        assert_eq!(expanded(&folder, &[""]).unwrap(), all);
        assert_eq!(expanded(&folder, &["date=*"]).unwrap(), all[1..]);
        assert_eq!(
            expanded(&folder, &["**/part-0.csv"]).unwrap(),
            [all[1], all[3]]
        );
    }

    #[test]
    fn patterns_are_their_files_sorted() {
        let folder = folder(&["b.csv", "a.csv", "c.txt", ".d.csv", "[e].csv"]);
        assert_eq!(expanded(&folder, &["?.csv"]).unwrap(), ["a.csv", "b.csv"]);
        assert_eq!(expanded(&folder, &["[ac].*"]).unwrap(), ["a.csv", "c.txt"]);
        // A file with such a name is itself, and other paths keep their order.
        let itself = expanded(&folder, &["c.txt", "[e].csv", "no.csv"]).unwrap();
        assert_eq!(itself, ["c.txt", "[e].csv", "no.csv"]);
        assert_eq!(expand(&["-".into()]).unwrap(), ["-"]);
    }

    #[test]
    fn folders_and_patterns_without_files_are_errors() {
        let folder = folder(&["_SUCCESS"]);
        let said = |path| expanded(&folder, &[path]).unwrap_err().to_string();
        assert!(said("").contains(": there is no log in the folder; give a folder with logs"));
        assert!(
            said("*.csv").ends_with(
                "*.csv: no file matches the pattern; check the pattern, or name the files"
            )
        );
        assert!(said("***").contains(": this is neither a file nor a pattern ("));
    }

    #[cfg(unix)]
    #[test]
    fn links_that_lead_back_are_not_followed() {
        let folder = folder(&["a/b.csv"]);
        std::os::unix::fs::symlink(folder.path(), folder.path().join("a/up")).unwrap();
        assert_eq!(expanded(&folder, &[""]).unwrap(), ["a/b.csv"]);
    }
}
