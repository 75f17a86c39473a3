//! The row of the table that is nearest to a time.

use std::ops::Range;

use dxdt_log::ClockOptions;
use dxdt_motion::audit::AuditedLog;
use dxdt_motion::error::{Error, Result, excerpt, quoted_list};
use dxdt_motion::words::did_you_mean;

use super::nearest::{TimedRows, row_in};

/// The row of the table that is nearest to a time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowAt {
    /// The row, counted from 1.
    pub row: usize,
    /// How near it is, and what the time was taken for.
    pub words: String,
}

/// Finds the row of the table nearest to a time: in the notation of the log's timestamps, or else in seconds since the
/// entity's first timestamp (`0.5` or `0.5s`). `of` names the entity where there are several.
///
/// ```
/// use dxdt::explain::row_at;
/// use dxdt_motion::audit::{AuditOptions, audit};
/// use dxdt_log::{ClockOptions, LogOptions};
/// use dxdt_formats::Source;
///
/// let csv = b"time,x\n2024-05-01T10:00:00Z,0\n2024-05-01T10:00:02Z,3\n".to_vec();
/// let log = dxdt_log::read_source(Source::from_bytes("log.csv".into(), csv)?, &LogOptions::default())?;
/// let audited = audit(&log, &AuditOptions::default())?;
/// let clock = ClockOptions::default();
/// assert_eq!(row_at(&audited, "2024-05-01 10:00:01.9Z", None, &clock)?.row, 2);
/// assert_eq!(row_at(&audited, "0.4", None, &clock)?.row, 1);
/// assert!(row_at(&audited, "7", None, &clock).unwrap_err().to_string().contains("outside"));
/// # Ok::<(), dxdt::Error>(())
/// ```
///
/// # Errors
/// A text that is no time, a time outside of the entity's rows, and an entity that is not named or not there.
pub fn row_at(
    audited: &AuditedLog<'_>,
    at: &str,
    of: Option<&str>,
    clock: &ClockOptions,
) -> Result<RowAt> {
    let log = audited.log;
    let names: Vec<&str> = audited
        .entities
        .iter()
        .map(|entity| entity.name.as_str())
        .collect();
    let entity = choose(&names, of).map_err(|error| error.in_file(log.file_names()))?;
    let rows = &mut InMemory {
        audited,
        rows: audited.entities[entity].rows.clone(),
    };
    row_in(rows, log, at, of, clock)
}

struct InMemory<'a> {
    audited: &'a AuditedLog<'a>,
    rows: Range<usize>,
}

impl TimedRows for InMemory<'_> {
    fn rows_before(&self) -> usize {
        self.rows.start
    }

    fn len(&self) -> usize {
        self.rows.len()
    }

    fn ends(&self) -> Option<(i64, i64)> {
        let stamps = &self.audited.stamps[self.rows.clone()];
        stamps.first().copied().zip(stamps.last().copied())
    }

    fn visit_stamps(&self, visit: &mut dyn FnMut(i64)) -> Result<()> {
        let stamps = &self.audited.stamps[self.rows.clone()];
        stamps.iter().for_each(|&stamp| visit(stamp));
        Ok(())
    }

    fn time_of(&mut self, row: usize) -> Result<String> {
        let row = self.audited.source_row(self.rows.start + row);
        Ok(self.audited.log.time_text(row))
    }
}

/// Which of the entities with these names a time is of.
///
/// # Errors
/// One that is not there; none of several.
pub(crate) fn choose(names: &[&str], of: Option<&str>) -> Result<usize> {
    let Some(of) = of else {
        if let [_] = names {
            return Ok(0);
        }
        return Err(Error::new(format!(
            "the log has {} objects, and --at refers to one of them",
            names.len()
        ))
        .advise(format!("name it with --of: {}", quoted_list(names))));
    };
    let found = names.iter().position(|name| *name == of);
    found.ok_or_else(|| {
        if names.len() == 1 {
            return Error::new("the log has only one object").advise("leave --of out");
        }
        Error::new(format!("there is no object '{}'", excerpt(of))).advise(did_you_mean(
            of,
            names,
            &format!("the objects are {}", quoted_list(names)),
        ))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use dxdt_formats::Source;
    use dxdt_log::LogOptions;
    use dxdt_motion::audit::{AuditOptions, audit};

    fn found(csv: &str, at: &str, of: Option<&str>) -> Result<RowAt> {
        let source = Source::from_bytes("log.csv".into(), csv.as_bytes().to_vec())?;
        let log = dxdt_log::read_source(source, &LogOptions::default())?;
        let audited = audit(&log, &AuditOptions::default())?;
        row_at(&audited, at, of, &ClockOptions::default())
    }

    fn row(csv: &str, at: &str) -> usize {
        found(csv, at, None).unwrap().row
    }

    #[test]
    fn numbers_are_the_logs_own_before_they_are_seconds() {
        let milliseconds = "t (ms),x\n5000,0\n6000,1\n7000,2\n";
        assert_eq!(row(milliseconds, "6000"), 2);
        assert_eq!(row(milliseconds, "1.4"), 2);
        assert_eq!(row(milliseconds, "2s"), 3);
        let words = found(milliseconds, "6010", None).unwrap().words;
        assert_eq!(
            words,
            "row 2 is nearest to 6010, in the log's notation: 10 ms before it"
        );
    }

    #[test]
    fn dates_are_read_in_the_order_that_the_log_can_have() {
        let log = "time,x\n2021-04-03 10:00,0\n2021-04-03 12:00,1\n";
        assert_eq!(row(log, "03/04/2021 11:30"), 2);
        assert_eq!(row(log, "4/3/2021 10:10"), 1);
        assert_eq!(row(log, "2021-04-03T12:00:00"), 2);
        let year = "time,x\n2021-01-01,0\n2021-07-01,1\n2021-12-31,2\n";
        let error = found(year, "03/04/2021", None).unwrap_err().to_string();
        assert!(
            error.contains("can be 2021-04-03T00:00:00 or 2021-03-04T00:00:00"),
            "{error}"
        );
    }

    #[test]
    fn times_of_day_are_those_of_the_log() {
        assert_eq!(
            row("time,x\n10:00:00,0\n10:00:05,1\n10:00:09,1\n", "10:00:06"),
            2
        );
    }

    #[test]
    fn entities_are_named() {
        let log = "id,t,x\na,0,0\na,1,0\nb,0,0\nb,1,0\n";
        assert_eq!(found(log, "1", Some("b")).unwrap().row, 4);
        let error = |of| found(log, "1", of).unwrap_err().to_string();
        assert!(error(None).ends_with("name it with --of: 'a', 'b'"));
        assert!(error(Some("c")).contains("there is no object 'c'"));
        let one = found("t,x\n0,0\n1,1\n", "1", Some("c")).unwrap_err();
        assert!(one.to_string().contains("leave --of out"));
    }

    #[test]
    fn what_is_no_time_or_outside_is_refused() {
        let log = "t,x\n0,0\n1,1\n";
        for (at, expected) in [
            ("abc", "not a time in this log"),
            ("-1", "outside"),
            ("1e300", "outside"),
            ("NaN", "not a time"),
        ] {
            let error = found(log, at, None).unwrap_err().to_string();
            assert!(error.contains(expected), "{error}");
        }
    }
}
