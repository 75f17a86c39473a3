//! What the fuzz targets share.

use dxdt_formats::{FormatChoice, Source};
use dxdt_log::LogOptions;
use dxdt_motion::audit::{AuditOptions, audit};
use dxdt_motion::motion::{DeriveOptions, derive};

/// Reads bytes as a log of one format, and takes it all the way to velocities where it is one.
///
/// # Panics
/// Where the format has no such keyword; and by a defect, which is what is looked for.
pub fn read_as(keyword: &str, data: &[u8]) {
    let format: FormatChoice = keyword.parse().expect("a keyword of a format");
    let Ok(source) = Source::from_bytes("fuzz".to_owned(), data.to_vec()) else {
        return;
    };
    take_all_the_way(source, format);
}

/// Takes a log to velocities, or to an error.
pub fn take_all_the_way(source: Source, format: FormatChoice) {
    let options = LogOptions {
        format,
        ..LogOptions::default()
    };
    let log = match dxdt_log::read_source(source, &options) {
        Ok(log) => log,
        Err(error) => {
            let _ = error.to_string();
            return;
        }
    };
    if let Ok(audited) = audit(&log, &AuditOptions::default()) {
        let motion = derive(&audited, &DeriveOptions::default());
        assert!(motion.speed.iter().all(|speed| !speed.is_infinite()));
        for finding in log.findings.iter().chain(&audited.findings) {
            let _ = finding.to_string();
        }
    }
}
