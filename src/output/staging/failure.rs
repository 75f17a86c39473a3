//! Why a file cannot be written, and what to do.

use std::io;
use std::path::Path;

use dxdt_motion::error::Error;

/// Why a file cannot be written.
pub(crate) fn failure(path: &Path, error: &io::Error) -> Error {
    let (what, advice) = match error.kind() {
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => (
            "the disk is full".to_owned(),
            "free some space, or choose another folder with -o",
        ),
        io::ErrorKind::FileTooLarge => (
            "the file is too large for the disk".to_owned(),
            "choose another folder with -o",
        ),
        io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => (
            "writing here is not permitted".to_owned(),
            "choose another folder with -o",
        ),
        io::ErrorKind::NotADirectory | io::ErrorKind::AlreadyExists => (
            "a file is in the way where a folder is needed".to_owned(),
            "choose another folder with -o",
        ),
        io::ErrorKind::IsADirectory => (
            "a folder is in the way where a file is needed".to_owned(),
            "remove it, or choose another folder with -o",
        ),
        _ => (
            format!("writing failed ({error})"),
            "choose another folder with -o",
        ),
    };
    Error::new(what)
        .caused_by(error)
        .in_file(path.display().to_string())
        .advise(advice)
}
