//! Choices about a log in a file, so that a pipeline or a growing log decides once.

use std::io::Write;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::output::staging::{Staging, folder_and_name};
use dxdt_log::Crs;

use dxdt_motion::finding::{ColumnRole, Finding, FindingKind, StampMeaning};
use dxdt_motion::log::PositionLog;
use dxdt_motion::space::{Frame, LengthUnit};
use dxdt_time::{FrameRate, TimeUnit};

/// What was chosen, by the names of the options that say the same.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct Choices {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub time: Option<Vec<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub position: Option<Vec<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub entity: Option<Vec<String>>,
    #[serde(default, with = "as_text", skip_serializing_if = "Option::is_none")]
    pub frame: Option<Frame>,
    #[serde(default, with = "as_text", skip_serializing_if = "Option::is_none")]
    pub crs: Option<Crs>,
    #[serde(default, with = "as_text", skip_serializing_if = "Option::is_none")]
    pub time_unit: Option<TimeUnit>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub time_format: Option<String>,
    #[serde(default, with = "as_text", skip_serializing_if = "Option::is_none")]
    pub frame_rate: Option<FrameRate>,
    #[serde(default, with = "as_text", skip_serializing_if = "Option::is_none")]
    pub length_unit: Option<LengthUnit>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sigma: Option<Vec<String>>,
}

/// Some lines of text; a file that is none may have no end.
fn read_file(path: &str) -> std::io::Result<String> {
    const MOST_BYTES: u64 = 1 << 20;
    let mut text = String::new();
    let file = std::fs::File::open(path)?;
    std::io::Read::read_to_string(&mut std::io::Read::take(file, MOST_BYTES), &mut text)?;
    Ok(text)
}

impl Choices {
    /// Reads a file, for the command line.
    ///
    /// # Errors
    /// A file that cannot be read, or has something else.
    pub fn read(path: &str) -> Result<Self, String> {
        let text = read_file(path).map_err(|error| error.to_string())?;
        toml::from_str(&text).map_err(|error| error.message().to_owned())
    }

    /// What was chosen for a log, beside what the user says.
    pub fn of(log: &PositionLog, given: Self) -> Self {
        let role = |wanted: ColumnRole| {
            log.findings.iter().find_map(|finding| match &finding.kind {
                FindingKind::Role { role, columns, .. } if *role == wanted => Some(columns.clone()),
                _ => None,
            })
        };
        let clock = log
            .findings
            .iter()
            .find_map(|Finding { kind, .. }| match kind {
                FindingKind::Clock(StampMeaning::Numbers { unit, .. }) => Some(*unit),
                _ => None,
            });
        Self {
            time: role(ColumnRole::Time).or(given.time),
            position: role(ColumnRole::Position).or(given.position),
            entity: Some(role(ColumnRole::Entity).unwrap_or_default()),
            // What the positions become is not what they are in the log.
            frame: given.crs.is_none().then_some(log.coordinates),
            time_unit: clock.or(given.time_unit),
            ..given
        }
    }

    /// Writes them to a file that is not there yet, or has choices, and is none of those that are read.
    ///
    /// # Errors
    /// Another file, or what the file system says.
    pub fn write<P: AsRef<Path>>(&self, path: &Path, read: &[P]) -> anyhow::Result<()> {
        let (folder, name) = folder_and_name(path, "name a file with --save-choices")?;
        Staging::check_place(path, read)?;
        if path.exists() && Self::read(&path.to_string_lossy()).is_err() {
            anyhow::bail!(
                "{} is there already and holds no choices; give --save-choices another name",
                path.display()
            );
        }
        let text = format!(
            "# Choices about a log, for dxdt … --choices {}\n{}",
            path.display(),
            toml::to_string(self)?
        );
        let mut staging = Staging::new(folder)?.sparing(read);
        staging.write(name, |file| file.write_all(text.as_bytes()))?;
        staging.commit()?;
        Ok(())
    }
}

/// Choices, and the file that they are from.
#[derive(Debug, Clone)]
pub(super) struct ChoicesFile {
    pub path: PathBuf,
    pub choices: Choices,
}

impl ChoicesFile {
    /// Reads a file, for the command line.
    ///
    /// # Errors
    /// As [`Choices::read`].
    pub fn read(path: &str) -> Result<Self, String> {
        Ok(Self {
            path: path.into(),
            choices: Choices::read(path)?,
        })
    }
}

/// Values that are written in a file as in an option.
mod as_text {
    use std::fmt::Display;
    use std::str::FromStr;

    use serde::de::Error as _;
    use serde::{Deserialize as _, Deserializer, Serializer};

    pub fn serialize<T: Display, S: Serializer>(
        value: &Option<T>,
        to: S,
    ) -> Result<S::Ok, S::Error> {
        match value {
            Some(value) => to.collect_str(value),
            None => to.serialize_none(),
        }
    }

    pub fn deserialize<'de, T, D>(from: D) -> Result<Option<T>, D::Error>
    where
        T: FromStr<Err: Display>,
        D: Deserializer<'de>,
    {
        let text = String::deserialize(from)?;
        text.parse().map(Some).map_err(D::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn choices_are_read_back() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("log.choices");
        let choices = Choices {
            time: Some(vec!["sec".to_owned(), "nanosec".to_owned()]),
            entity: Some(Vec::new()),
            crs: "EPSG:25832".parse().ok(),
            time_unit: Some(TimeUnit::Microsecond),
            frame_rate: "30000/1001".parse().ok(),
            ..Choices::default()
        };
        let none: [&Path; 0] = [];
        choices.write(&path, &none).unwrap();
        assert_eq!(Choices::read(&path.to_string_lossy()), Ok(choices.clone()));
        let error = choices.write(&path, &[&path]).unwrap_err().to_string();
        assert!(error.contains("being read"), "{error}");
        std::fs::write(&path, "t,x\n0,1\n").unwrap();
        assert!(Choices::default().write(&path, &none).is_err());
        std::fs::write(&path, "time-unit = \"parsec\"\n").unwrap();
        let error = Choices::read(&path.to_string_lossy()).unwrap_err();
        assert!(error.contains("parsec"), "{error}");
    }
}
