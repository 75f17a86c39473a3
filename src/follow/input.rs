//! Where the bytes of a log come from: a file that grows, or a pipe that ends.

use std::fs::{self, File, Metadata};
use std::io::{self, Read, Seek};
use std::path::PathBuf;
use std::time::Duration;

use dxdt_formats::unreadable;
use dxdt_motion::error::{Error, Result};

/// A log that is being written.
#[derive(Debug)]
pub struct Input {
    name: String,
    kind: Kind,
}

#[derive(Debug)]
enum Kind {
    /// It never ends.
    Growing {
        path: PathBuf,
        file: File,
        seen: Seen,
    },
    /// A pipe, which ends when its writer does.
    Pipe(File),
    StandardInput(io::Stdin),
}

/// What a read has brought.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Arrival {
    /// So many bytes.
    Bytes(usize),
    /// Nothing more so far: [wait](Input::wait), and read again.
    NothingYet,
    /// The end.
    End,
}

impl Input {
    /// Opens a file or a pipe by its path, or standard input where that is `-`.
    ///
    /// # Errors
    /// Where it is missing, is a folder, or cannot be read.
    pub fn open(path: &str) -> Result<Self> {
        if path == "-" {
            return Ok(Self {
                name: "standard input".to_owned(),
                kind: Kind::StandardInput(io::stdin()),
            });
        }
        let open = || {
            let file = File::open(path)?;
            let kind = file.metadata()?.file_type();
            if kind.is_dir() {
                return Err(io::ErrorKind::IsADirectory.into());
            }
            Ok((file, kind.is_file()))
        };
        let (file, is_file) = open().map_err(|error| unreadable(path, &error))?;
        Ok(Self {
            name: path.to_owned(),
            kind: match is_file {
                true => Kind::Growing {
                    path: path.into(),
                    file,
                    seen: Seen::default(),
                },
                false => Kind::Pipe(file),
            },
        })
    }

    /// The name it goes by in messages.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Reads what is there; from a pipe, waits until something is.
    ///
    /// # Errors
    /// Where it cannot be read; a file that has become shorter, was rewritten or replaced, or is gone.
    pub fn read(&mut self, bytes: &mut [u8]) -> Result<Arrival> {
        let read = match &mut self.kind {
            Kind::Growing { file, seen, .. } => {
                let failed = |error: io::Error| unreadable(&self.name, &error);
                let count = until_done(|| file.read(bytes)).map_err(failed)?;
                if !seen.is_still_in(file).map_err(failed)? {
                    return Err(other_log("the file was rewritten", &self.name));
                }
                seen.add(&bytes[..count]);
                Ok(count)
            }
            Kind::Pipe(file) => until_done(|| file.read(bytes)),
            Kind::StandardInput(stdin) => until_done(|| stdin.lock().read(bytes)),
        };
        match read.map_err(|error| unreadable(&self.name, &error))? {
            0 => self.at_end(bytes),
            count => Ok(Arrival::Bytes(count)),
        }
    }

    fn at_end(&mut self, bytes: &mut [u8]) -> Result<Arrival> {
        let Kind::Growing { path, file, seen } = &mut self.kind else {
            return Ok(Arrival::End);
        };
        let failed = |error: io::Error| unreadable(&self.name, &error);
        let opened = file.metadata().map_err(failed)?;
        if opened.len() < file.stream_position().map_err(failed)? {
            return Err(other_log("the file became shorter", &self.name));
        }
        let what = match fs::metadata(&*path) {
            Ok(now) if is_same(&opened, &now) => return Ok(Arrival::NothingYet),
            Ok(_) => "the file was replaced by another",
            Err(error) if error.kind() == io::ErrorKind::NotFound => "the file is gone",
            Err(error) => return Err(failed(error)),
        };
        // Its last rows may have come before it went.
        match until_done(|| file.read(bytes)).map_err(failed)? {
            0 => Err(other_log(what, &self.name)),
            count => {
                seen.add(&bytes[..count]);
                Ok(Arrival::Bytes(count))
            }
        }
    }

    /// Waits a little for a file to grow.
    pub fn wait(&self) {
        const PAUSE: Duration = Duration::from_millis(50);
        std::thread::sleep(PAUSE);
    }
}

/// What was at the start of a file and at the end of what was read of it: a file that is rewritten in place has something
/// else there, however long it is.
#[derive(Debug, Default)]
struct Seen {
    start: Vec<u8>,
    end: Vec<u8>,
    length: u64,
}

impl Seen {
    const MOST: usize = 4096;

    fn add(&mut self, bytes: &[u8]) {
        let more = bytes.len().min(Self::MOST - self.start.len());
        self.start.extend_from_slice(&bytes[..more]);
        let last = bytes.len().saturating_sub(Self::MOST);
        self.end.extend_from_slice(&bytes[last..]);
        let too_many = self.end.len().saturating_sub(Self::MOST);
        self.end.drain(..too_many);
        self.length += bytes.len() as u64;
    }

    /// Whether it is still there; the place in the file stays as it is.
    fn is_still_in(&self, file: &mut File) -> io::Result<bool> {
        let place = file.stream_position()?;
        let mut is_there = |bytes: &[u8], at: u64| {
            let mut now = Vec::with_capacity(bytes.len());
            file.seek(io::SeekFrom::Start(at))?;
            until_done(|| {
                file.take((bytes.len() - now.len()) as u64)
                    .read_to_end(&mut now)
            })?;
            // What is shorter now is said so.
            io::Result::Ok(bytes.starts_with(&now))
        };
        let end = self.length - self.end.len() as u64;
        let is_same = is_there(&self.start, 0)? && is_there(&self.end, end)?;
        file.seek(io::SeekFrom::Start(place))?;
        Ok(is_same)
    }
}

fn until_done(mut read: impl FnMut() -> io::Result<usize>) -> io::Result<usize> {
    loop {
        match read() {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            done => return done,
        }
    }
}

fn other_log(what: &str, name: &str) -> Error {
    Error::new(format!("{what} while it was being followed"))
        .in_file(name)
        .advise("the complete rows are written; follow the new log into another folder with -o")
}

#[cfg(unix)]
fn is_same(one: &Metadata, other: &Metadata) -> bool {
    use std::os::unix::fs::MetadataExt;
    (one.dev(), one.ino()) == (other.dev(), other.ino())
}

#[cfg(not(unix))]
fn is_same(one: &Metadata, other: &Metadata) -> bool {
    one.created().ok() == other.created().ok()
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    fn read(input: &mut Input) -> Result<Option<Vec<u8>>> {
        let mut bytes = [0; 100];
        Ok(match input.read(&mut bytes)? {
            Arrival::Bytes(count) => Some(bytes[..count].to_vec()),
            _ => None,
        })
    }

    #[test]
    fn a_file_is_read_as_it_grows() {
        let mut file = tempfile::NamedTempFile::new().unwrap();
        let mut input = Input::open(file.path().to_str().unwrap()).unwrap();
        assert_eq!(read(&mut input).unwrap(), None);
        file.write_all(b"t,x\n").unwrap();
        assert_eq!(read(&mut input).unwrap(), Some(b"t,x\n".to_vec()));
        assert_eq!(read(&mut input).unwrap(), None);
        file.as_file().set_len(1).unwrap();
        let error = read(&mut input).unwrap_err().to_string();
        assert!(error.contains("the file became shorter"), "{error}");
    }

    #[test]
    fn a_file_that_is_rewritten_is_an_error_however_long_it_is() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("log.csv");
        let rows =
            |from: u32| -> String { (from..from + 900).map(|t| format!("{t},1\n")).collect() };
        let log = format!("t,x\n{}", rows(1000));
        for (rewritten, is_said) in [
            (format!("t,x\n{}", rows(1001)), true),
            (format!("t,y\n{}9999,1\n", rows(1000)), true),
            (format!("t,x\n{}", rows(5000).repeat(2)), true),
            (log.clone() + "9999,1\n", false),
        ] {
            fs::write(&path, &log).unwrap();
            let mut input = Input::open(path.to_str().unwrap()).unwrap();
            while read(&mut input).unwrap().is_some() {}
            fs::write(&path, rewritten).unwrap();
            match read(&mut input) {
                Ok(more) => assert!(!is_said && more == Some(b"9999,1\n".to_vec())),
                Err(error) => assert!(
                    is_said && error.to_string().contains("the file was rewritten"),
                    "{error}"
                ),
            }
        }
    }

    #[test]
    fn a_file_that_is_replaced_is_read_to_its_end() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("log.csv");
        fs::write(&path, "a").unwrap();
        let mut input = Input::open(path.to_str().unwrap()).unwrap();
        assert_eq!(read(&mut input).unwrap(), Some(b"a".to_vec()));
        fs::rename(&path, folder.path().join("old")).unwrap();
        assert!(
            read(&mut input)
                .unwrap_err()
                .to_string()
                .contains("is gone")
        );
        fs::write(&path, "b").unwrap();
        let error = read(&mut input).unwrap_err().to_string();
        assert!(
            error.contains("the file was replaced by another"),
            "{error}"
        );
        assert!(Input::open(folder.path().to_str().unwrap()).is_err());
    }
}
