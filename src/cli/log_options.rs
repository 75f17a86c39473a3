//! The options that every command reading a log shares.

use clap::Args;

use crate::analysis::AnalysisOptions;
use dxdt_calculus::{Accuracy, EdgeOrder};
use dxdt_formats::{Delimiter, DialectOptions, FormatChoice};
use dxdt_log::{ClockOptions, LogOptions, Memory, RoleOptions};
use dxdt_motion::audit::{AuditOptions, DuplicatePolicy, MaxGap};
use dxdt_motion::motion::{DeriveOptions, QuantityChoice, SmoothingMethod};
use dxdt_motion::space::{Frame, LengthUnit};
use dxdt_time::{Pattern, TimeUnit, parse_duration};

use super::method_choice::MethodChoice;

/// How a log is to be read, repaired and derived.
#[derive(Debug, Clone, Args)]
pub struct LogArguments {
    /// Time column; two columns where date and time of day are apart
    #[arg(
        long,
        value_name = "COL[,COL]",
        value_delimiter = ',',
        help_heading = "Columns"
    )]
    time: Option<Vec<String>>,

    /// Position columns, one to three
    #[arg(
        long,
        value_name = "COL[,COL[,COL]]",
        value_delimiter = ',',
        help_heading = "Columns"
    )]
    position: Option<Vec<String>>,

    /// Column that tells the moving things of the log apart; several where they do so together
    #[arg(
        long,
        value_name = "COL[,COL]",
        value_delimiter = ',',
        help_heading = "Columns"
    )]
    entity: Option<Vec<String>>,

    /// What the positions are: cartesian or geographic (longitude, latitude, height)
    #[arg(long, value_name = "FRAME", help_heading = "Columns")]
    frame: Option<Frame>,

    /// Unit of stamps that are numbers: s, ms, us or ns
    #[arg(long, value_name = "UNIT", help_heading = "Units and stamps")]
    time_unit: Option<TimeUnit>,

    /// Pattern of stamps that are text, such as '%d/%m/%Y %H:%M:%S%.f'
    #[arg(long, value_name = "STRFTIME", value_parser = time_format, help_heading = "Units and stamps")]
    time_format: Option<String>,

    /// Unit of lengths, over what the header says: m, km, cm, mm, um, nm, ft, in, yd, mi, nmi, au, px
    #[arg(long, value_name = "UNIT", help_heading = "Units and stamps")]
    length_unit: Option<LengthUnit>,

    /// Keep the log's units in the tables instead of converting to metres and metres a second
    #[arg(long, help_heading = "Units and stamps")]
    keep_units: bool,

    /// Format of the log, where its content does not tell: csv, gpx, nmea, json, …
    #[arg(long, value_name = "FORMAT", help_heading = "Format")]
    log_format: Option<FormatChoice>,

    /// Character between fields, or tab or space
    #[arg(long, value_name = "C", help_heading = "Format")]
    delimiter: Option<Delimiter>,

    /// The first line is data; columns are called column_1, column_2, …
    #[arg(long, help_heading = "Format")]
    no_header: bool,

    /// Rows of one entity with the same stamp: first, last, mean, median or error
    #[arg(
        long,
        value_name = "POLICY",
        default_value = "first",
        help_heading = "Derivatives"
    )]
    duplicates: DuplicatePolicy,

    /// Longest step that is bridged, such as 5s or 250ms; none to bridge all [default: 10 median steps]
    #[arg(long, value_name = "DURATION", value_parser = max_gap, help_heading = "Derivatives")]
    max_gap: Option<MaxGap>,

    /// Accuracy of one-sided differences at the ends of segments: 1 or 2
    #[arg(
        long,
        value_name = "ORDER",
        default_value = "2",
        help_heading = "Derivatives"
    )]
    edge_order: EdgeOrder,

    /// Order of accuracy of the gradient: 2 (as np.gradient), 4, 6 or 8; more is for exact positions only
    #[arg(
        long,
        value_name = "ORDER",
        default_value = "2",
        help_heading = "Derivatives"
    )]
    accuracy: Accuracy,

    /// How derivatives are taken: gradient (as np.gradient), diff (first differences), or for noisy positions auto (a
    /// smoother without parameters, with error bars), kalman, local, tv (corners and impacts), spline
    /// or low-pass; or as another program does:
    /// tracker, vernier-7, plotjuggler, movingpandas, numpy
    #[arg(
        long,
        value_name = "METHOD",
        default_value = "gradient",
        help_heading = "Derivatives"
    )]
    method: MethodChoice,

    /// Add the standard errors of velocity and acceleration, from the estimated noise of the positions (v_P_err, a_P_err);
    /// smoothers always do
    #[arg(long, help_heading = "Derivatives")]
    errors: bool,

    /// Acceleration as the gradient of the velocity (chained) or by the three-point second derivative (direct)
    #[arg(
        long,
        value_name = "HOW",
        default_value = "chained",
        help_heading = "Derivatives"
    )]
    acceleration: dxdt_motion::motion::Acceleration,

    /// Further columns: all, none, or names of speed_over_ground, vertical_speed, course, heading, turn_rate,
    /// tangential_acceleration, normal_acceleration, jerk, curvature and path_length [default: the first three and
    /// turn_rate for longitude and latitude]
    #[arg(long, value_name = "NAME[,NAME]", help_heading = "Derivatives")]
    quantities: Option<QuantityChoice>,
}

impl LogArguments {
    /// How to read the log.
    pub fn log_options(&self) -> LogOptions {
        LogOptions {
            format: self.log_format.unwrap_or_default(),
            dialect: DialectOptions {
                delimiter: self.delimiter,
                no_header: self.no_header,
            },
            roles: RoleOptions {
                time: self.time.clone(),
                position: self.position.clone(),
                entity: self.entity.clone(),
                frame: self.frame,
            },
            clock: ClockOptions {
                unit: self.time_unit,
                format: self.time_format.clone(),
                scale: None,
            },
            length_unit: self.length_unit,
            keep_units: self.keep_units,
        }
    }

    /// How to analyze it.
    pub fn analysis_options(&self) -> AnalysisOptions {
        AnalysisOptions {
            log: self.log_options(),
            audit: self.audit_options(),
            derive: self.derive_options(),
            smoother: self.smoother(),
            quantities: self.quantities(),
            memory: Memory::default(),
        }
    }

    /// How to repair it.
    pub fn audit_options(&self) -> AuditOptions {
        AuditOptions {
            duplicates: self.duplicates,
            max_gap: self.max_gap.unwrap_or_default(),
        }
    }

    /// Which further quantities to compute.
    pub fn quantities(&self) -> QuantityChoice {
        self.quantities.clone().unwrap_or_default()
    }

    /// The smoother, if one is wanted.
    pub fn smoother(&self) -> Option<SmoothingMethod> {
        let errors = self.errors.then_some(SmoothingMethod::Gradient);
        self.method.smoother().or(errors)
    }

    /// How to derive.
    pub fn derive_options(&self) -> DeriveOptions {
        DeriveOptions {
            method: self.method.difference(),
            edge_order: self.edge_order,
            accuracy: self.accuracy,
            acceleration: self.acceleration,
        }
    }
}

/// Checks the pattern, so that a wrong one is an error of the command line.
fn time_format(text: &str) -> Result<String, String> {
    match Pattern::new(text) {
        Ok(_) => Ok(text.to_owned()),
        Err(error) => Err(error.to_string()),
    }
}

fn max_gap(text: &str) -> Result<MaxGap, String> {
    if text.eq_ignore_ascii_case("none") {
        return Ok(MaxGap::Unlimited);
    }
    parse_duration(text)
        .map(MaxGap::Nanoseconds)
        .map_err(|error| error.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gaps_are_durations_or_none() {
        assert_eq!(max_gap("none"), Ok(MaxGap::Unlimited));
        assert_eq!(max_gap("250ms"), Ok(MaxGap::Nanoseconds(250_000_000)));
        assert!(max_gap("-1s").is_err());
    }
}
