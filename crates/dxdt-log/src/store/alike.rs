//! Whether files can be one log.

use crate::table::LogTable;
use dxdt_motion::error::{Error, Result, quoted_list};
use dxdt_motion::log::Clock;
use dxdt_time::{StampFormat, UnitSource};

/// Files of one log have the same roles.
pub(super) fn check_alike(first: &LogTable, other: &LogTable) -> Result<()> {
    let names = |table: &LogTable| -> Vec<String> {
        let entity = table.entity.iter().map(|column| column.name().to_string());
        let positions = table.positions.iter().map(|p| match &p.unit {
            Some(unit) => format!("{} [{unit}]", p.name),
            None => p.name.clone(),
        });
        entity.chain(positions).collect()
    };
    let differ = |what: &str, one: String, two: String| {
        Err(Error::new(format!("{what} {two} where {} has {one}", first.name))
            .in_file(&other.name)
            .advise("analyze the files one by one, or name the columns with --time, --position and --entity"))
    };
    if names(first) != names(other) || first.frame != other.frame {
        return differ(
            "the file has the columns",
            quoted_list(&names(first)),
            quoted_list(&names(other)),
        );
    }
    if first.clock.origin != other.clock.origin || first.clock.in_words != other.clock.in_words {
        let kind = |clock: Clock| {
            if clock.is_dated() {
                "dated timestamps"
            } else {
                "undated timestamps"
            }
        };
        return differ(
            "the file has",
            kind(first.clock).to_owned(),
            kind(other.clock).to_owned(),
        );
    }
    let formats = [&first.interpretation.format, &other.interpretation.format];
    if let [StampFormat::Number(one), StampFormat::Number(two)] = formats
        && one.unit != two.unit
        && [one, two]
            .iter()
            .any(|format| is_weighed(format.unit_source))
    {
        let kind = |unit| format!("timestamps that look like {unit}");
        return differ("the file has", kind(one.unit), kind(two.unit))
            .map_err(|error| error.advise("give their unit with --time-unit"));
    }
    Ok(())
}

/// Whether only what the rows of a file are like tells the unit.
fn is_weighed(source: UnitSource) -> bool {
    match source {
        UnitSource::Assumed { .. } | UnitSource::Steps { .. } | UnitSource::MeasuredSpeed => true,
        UnitSource::Given | UnitSource::Header | UnitSource::Magnitude => false,
    }
}
