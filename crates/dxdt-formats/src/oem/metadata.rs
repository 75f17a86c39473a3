//! What a segment of an ephemeris message says about its states.

use dxdt_motion::error::{Result, printable};
use dxdt_motion::finding::FormatNote;

use super::super::lines::Line;

/// The metadata of a segment that matter here, empty where they are not given.
#[derive(Debug, Clone, Default)]
pub(super) struct Metadata<'a> {
    pub object: &'a str,
    center: &'a str,
    frame: &'a str,
    time_system: &'a str,
}

impl<'a> Metadata<'a> {
    /// Takes note of a keyword; others than the four are for other programs.
    pub fn set(&mut self, key: &str, value: &'a str) {
        match key {
            "OBJECT_NAME" => self.object = value,
            "CENTER_NAME" => self.center = value,
            "REF_FRAME" => self.frame = value,
            "TIME_SYSTEM" => self.time_system = value,
            _ => {}
        }
    }

    pub fn is_utc(&self) -> bool {
        self.time_system.eq_ignore_ascii_case("UTC")
    }

    /// Whether all is there, and the times are those of the first segment.
    pub fn check(&self, start: Line<'_>, first: Option<&Metadata<'_>>) -> Result<()> {
        let required = [
            ("OBJECT_NAME", self.object),
            ("CENTER_NAME", self.center),
            ("REF_FRAME", self.frame),
            ("TIME_SYSTEM", self.time_system),
        ];
        if let Some((key, _)) = required.iter().find(|(_, value)| value.is_empty()) {
            return Err(start
                .error(format!("the metadata that starts here has no {key}"))
                .advise(format!("add a line '{key} = …' before META_STOP")));
        }
        match first {
            Some(first) if !first.time_system.eq_ignore_ascii_case(self.time_system) => Err(start
                .error(format!(
                    "the times of this segment are in {} and those of the first in {}",
                    printable(self.time_system),
                    printable(first.time_system)
                ))
                .advise("give each time system a file of its own")),
            _ => Ok(()),
        }
    }

    /// The scale of the timestamps where it is not UTC.
    pub fn other_scale(&self) -> Option<String> {
        (!self.is_utc()).then(|| self.time_system.to_owned())
    }

    /// What a user of the derivatives must know.
    pub fn notes(&self) -> Vec<FormatNote> {
        let mut notes = vec![FormatNote::Ephemeris {
            object: Some(self.object.to_owned()),
            center: Some(self.center.to_owned()),
            frame: Some(self.frame.to_owned()),
            times: Some(self.time_system.to_owned()),
        }];
        notes.extend(
            self.other_scale()
                .map(|scale| FormatNote::NotConvertedToUtc { scale }),
        );
        notes
    }
}
