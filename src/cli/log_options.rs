//! The options that every command reading a log shares.

use std::path::PathBuf;

use clap::{Arg, Args};

use crate::analysis::AnalysisOptions;
use crate::output::shown_units::UnitChoice;
use dxdt_calculus::{Accuracy, EdgeOrder};
use dxdt_formats::{Delimiter, DialectOptions, FormatChoice};
use dxdt_log::{ClockOptions, Crs, LogOptions, Memory, RoleOptions, Wrap};
use dxdt_motion::audit::{AuditOptions, DuplicatePolicy, MaxGap};
use dxdt_motion::error::{Error, ErrorKind, Result};
use dxdt_motion::motion::{DeriveOptions, QuantityChoice, SmoothingMethod, SmoothingProgress};
use dxdt_motion::space::{Frame, LengthUnit, SpeedUnit};
use dxdt_time::{FrameRate, Pattern, TimeUnit, parse_duration};

use super::choices::{Choices, ChoicesFile};
use super::known::known;
use super::method_choice::MethodChoice;
use super::names::Names;

/// How a log is to be read, repaired and derived.
#[derive(Debug, Clone, Args)]
pub struct LogArguments {
    /// Read the time from this column
    ///
    /// Two columns where date and time of day are separate. A name with a comma stands in quotes, as in CSV: '"time, s"'.
    #[arg(
        long,
        value_name = "COLUMN,…",
        value_parser = Names::parse,
        help_heading = "Columns"
    )]
    time: Option<Vec<Names>>,

    /// Read the position from one to three columns
    #[arg(
        long,
        value_name = "COLUMN,…",
        value_parser = Names::parse,
        help_heading = "Columns"
    )]
    position: Option<Vec<Names>>,

    /// Tell objects apart by this column, or several; none for one object
    #[arg(
        long,
        value_name = "COLUMN,…",
        value_parser = Names::parse,
        help_heading = "Columns"
    )]
    entity: Option<Vec<Names>>,

    /// Of points side by side, such as markers, take only these
    #[arg(
        long,
        hide_short_help = true,
        value_name = "NAME,…",
        value_parser = Names::parse,
        help_heading = "Columns"
    )]
    point: Option<Vec<Names>>,

    /// Take the positions as cartesian or as geographic (longitude, latitude, height)
    #[arg(
        long,
        hide_short_help = true,
        value_name = "FRAME",
        help_heading = "Columns", value_parser = known::<Frame>(|| vec!["cartesian", "geographic"]), hide_possible_values = true)]
    frame: Option<Frame>,

    /// Take the positions as coordinates of this map, such as EPSG:3857 or EPSG:25832, and derive on the ground
    ///
    /// The easting comes first, or the longitude. Positions become longitude and latitude.
    #[arg(
        long,
        hide_short_help = true,
        value_name = "EPSG:CODE",
        conflicts_with = "frame",
        help_heading = "Columns"
    )]
    crs: Option<Crs>,

    /// Read numeric timestamps in this unit: s, ms, us, ns, min, h or d
    #[arg(long, value_name = "UNIT", help_heading = "Units and timestamps", value_parser = known::<TimeUnit>(|| vec!["s", "ms", "us", "ns", "min", "h", "d"]), hide_possible_values = true)]
    time_unit: Option<TimeUnit>,

    /// Read text timestamps with this pattern, such as '%d/%m/%Y %H:%M:%S%.f'
    #[arg(long, hide_short_help = true, value_name = "STRFTIME", value_parser = time_format, help_heading = "Units and timestamps")]
    time_format: Option<String>,

    /// Set the frames per second, such as 25 or 30000/1001, where frames are counted or rows have no time
    #[arg(
        long,
        hide_short_help = true,
        value_name = "RATE",
        help_heading = "Units and timestamps"
    )]
    frame_rate: Option<FrameRate>,

    /// Read lengths in this unit, such as m, mm or ft
    ///
    /// One of m, km, cm, mm, um, nm, ft, in, yd, mi, nmi, au and px, whatever the header says.
    #[arg(long, value_name = "UNIT", help_heading = "Units and timestamps", value_parser = known::<LengthUnit>(|| LengthUnit::SYMBOLS.split(", ").collect()), hide_possible_values = true)]
    length_unit: Option<LengthUnit>,

    /// Keep the log's units in the tables instead of converting to m and m/s
    #[arg(long, hide_short_help = true, help_heading = "Units and timestamps")]
    keep_units: bool,

    /// Read the log in this format if its content does not show it: csv, gpx, nmea, json, …
    #[arg(
        long,
        hide_short_help = true,
        value_name = "FORMAT",
        help_heading = "Format", value_parser = known::<FormatChoice>(keywords), hide_possible_values = true)]
    log_format: Option<FormatChoice>,

    /// Split rows into columns at this character, or at tab or space
    #[arg(
        long,
        hide_short_help = true,
        value_name = "CHARACTER",
        help_heading = "Format"
    )]
    delimiter: Option<Delimiter>,

    /// Read the first line as data; columns are called column_1, column_2, …
    #[arg(long, hide_short_help = true, help_heading = "Format")]
    no_header: bool,

    /// Read the names of the columns from this line of the file
    #[arg(
        long,
        hide_short_help = true,
        value_name = "LINE",
        conflicts_with = "no_header",
        help_heading = "Format"
    )]
    header_line: Option<u64>,

    /// Take these words for missing values too
    #[arg(
        long,
        hide_short_help = true,
        value_name = "WORD,…",
        value_parser = Names::parse,
        allow_hyphen_values = true,
        help_heading = "Format"
    )]
    missing: Option<Vec<Names>>,

    /// Take choices about the log from this file, which inspect --save-choices writes; options go before them
    #[arg(
        long,
        hide_short_help = true,
        value_name = "FILE",
        value_hint = clap::ValueHint::FilePath,
        value_parser = ChoicesFile::read,
        help_heading = "Columns"
    )]
    choices: Option<ChoicesFile>,

    /// Stop where something about the log has to be assumed
    #[arg(long, hide_short_help = true, help_heading = "Columns")]
    strict: bool,

    /// Resolve rows of one object with the same timestamp: first, last, mean, median or error [default: first]
    ///
    /// Where it is not given, a log of which most timestamps repeat is an error, unless each is that of as many rows.
    #[arg(
        long,
        hide_short_help = true,
        value_name = "POLICY",
        help_heading = "Derivatives", value_parser = known::<DuplicatePolicy>(|| vec!["first", "last", "mean", "median", "error"]), hide_possible_values = true)]
    duplicates: Option<DuplicatePolicy>,

    /// Count positions on that start again after PERIOD, such as 360 or 65536; none takes angles as they are
    ///
    /// Positions whose unit is one of angles, and that stay within a turn, are counted on without it.
    #[arg(
        long,
        hide_short_help = true,
        value_name = "PERIOD",
        help_heading = "Derivatives"
    )]
    wrap: Option<Wrap>,

    /// Leave out positions that would take more than this speed, such as '40 m/s' or '150 km/h'
    ///
    /// A number alone is in the unit of the positions a second. Where five rows that agree with each other are out of
    /// reach, they are kept, and the step to them is reported as a jump.
    #[arg(long, hide_short_help = true, value_name = "SPEED", value_parser = speed, help_heading = "Derivatives")]
    max_speed: Option<f64>,

    /// Show speeds in km/h, mph, kn, ft/s or min/km, and accelerations in g, on the screen and in charts
    ///
    /// A speed and g can be given together, as km/h,g. Tables stay in the units of the log. A pace in min/km is on the screen
    /// alone; charts stay as they are.
    #[arg(
        long,
        hide_short_help = true,
        value_name = "UNIT",
        help_heading = "Output"
    )]
    speed_unit: Option<UnitChoice>,

    /// Bridge steps up to this long, such as 5s
    ///
    /// Durations are written as 5s, 250ms or 1h; none bridges all. The default is 10 median steps of the object.
    #[arg(long, value_name = "DURATION", value_parser = max_gap, help_heading = "Derivatives")]
    max_gap: Option<MaxGap>,

    /// Set the order of accuracy of one-sided differences at the ends of segments: 1 or 2
    #[arg(
        long,
        hide_short_help = true,
        value_name = "ORDER",
        default_value = "2",
        help_heading = "Derivatives", value_parser = known::<EdgeOrder>(|| vec!["1", "2"]), hide_possible_values = true)]
    edge_order: EdgeOrder,

    /// Set the order of accuracy of the gradient: 2 (as np.gradient), 4, 6 or 8; above 2 for exact positions only
    #[arg(
        long,
        hide_short_help = true,
        value_name = "ORDER",
        default_value = "2",
        help_heading = "Derivatives", value_parser = known::<Accuracy>(|| vec!["2", "4", "6", "8"]), hide_possible_values = true)]
    accuracy: Accuracy,

    /// Choose the method: gradient, diff, or auto for noisy positions
    ///
    /// On positions as they are: gradient (as np.gradient) or diff (first differences). For noisy positions: auto (a smoother
    /// without parameters, with error bars), kalman, local, tv (corners and impacts), spline or low-pass. With parameters of your
    /// own: savitzky-golay:window=11,degree=3 (rows), low-pass:cutoff=6 (Hz), local:window=0.5s,degree=3, or
    /// kalman:states=3,process-noise=2,position-noise=0.01. As another program: tracker, vernier-7, plotjuggler, movingpandas or
    /// numpy.
    #[arg(
        long,
        value_name = "METHOD",
        default_value = "gradient",
        help_heading = "Derivatives", value_parser = known::<MethodChoice>(MethodChoice::words), hide_possible_values = true)]
    method: MethodChoice,

    /// Fuse positions with measured velocities: measured (with --method auto), or none
    ///
    /// Velocities along the axes, or a speed with a course, take part in the smoother: their noise is found from the log, and a
    /// lag is taken away.
    #[arg(
        long,
        hide_short_help = true,
        value_name = "WHAT",
        default_value = "none",
        help_heading = "Derivatives", value_parser = known::<Fuse>(|| vec!["measured", "none"]), hide_possible_values = true)]
    fuse: Fuse,

    /// Weigh positions by their standard deviations in this column, or one for each axis (with --method auto); none by none
    ///
    /// Only their ratios count: the noise itself is found from the positions. Columns that are named as accuracies are found
    /// without it, and used where they make the positions more likely; one that is given is used in any case.
    #[arg(
        long,
        hide_short_help = true,
        value_name = "COLUMN,…",
        value_parser = Names::parse,
        help_heading = "Derivatives"
    )]
    sigma: Option<Vec<Names>>,

    /// Add standard errors of velocity and acceleration
    ///
    /// The columns v_P_err and a_P_err come from the estimated noise of the positions. Smoothers always add them.
    #[arg(long, hide_short_help = true, help_heading = "Derivatives")]
    errors: bool,

    /// Compute the acceleration as the gradient of the velocity (chained) or as a three-point second derivative (direct)
    #[arg(
        long,
        hide_short_help = true,
        value_name = "HOW",
        default_value = "chained",
        help_heading = "Derivatives", value_parser = known::<dxdt_motion::motion::Acceleration>(|| vec!["chained", "direct"]), hide_possible_values = true)]
    acceleration: dxdt_motion::motion::Acceleration,

    /// Add columns: all, none, or any of speed_over_ground, vertical_speed, course, heading, turn_rate,
    /// tangential_acceleration, normal_acceleration, jerk, curvature and path_length [default: the first three and
    /// turn_rate for longitude and latitude]
    #[arg(
        long,
        hide_short_help = true,
        value_name = "NAME,…",
        help_heading = "Derivatives"
    )]
    quantities: Option<QuantityChoice>,
}

/// What positions are fused with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fuse {
    Measured,
    None,
}

impl std::str::FromStr for Fuse {
    type Err = String;

    fn from_str(word: &str) -> std::result::Result<Self, String> {
        match word {
            "measured" => Ok(Self::Measured),
            "none" => Ok(Self::None),
            _ => Err("it is measured or none".to_owned()),
        }
    }
}

/// A speed with or without a unit; with one it is in m/s.
fn speed(text: &str) -> std::result::Result<f64, String> {
    let text = text.trim();
    let end = text
        .find(|c: char| !(c.is_ascii_digit() || ".eE+-".contains(c)))
        .unwrap_or(text.len());
    let (number, unit) = text.split_at(end);
    let speed = number
        .parse::<f64>()
        .ok()
        .filter(|speed| *speed > 0.0 && speed.is_finite());
    let factor = match unit.trim() {
        "" => Some(1.0),
        unit => SpeedUnit::parse(unit).map(SpeedUnit::in_metres_per_second),
    };
    match (speed, factor) {
        (Some(speed), Some(factor)) => Ok(speed * factor),
        _ => Err(
            "give a number above 0, alone or with a unit, such as '40 m/s', '150 km/h' or '30 kn'"
                .to_owned(),
        ),
    }
}

impl LogArguments {
    /// What the user says, by options or in a file.
    pub(super) fn choices(&self) -> Choices {
        let names = |given: &Option<Vec<Names>>| given.as_deref().map(Names::all);
        let known = self.choices.clone().map(|file| file.choices);
        let known = known.unwrap_or_default();
        // Either says what the positions are.
        let (known_frame, known_crs) = match (self.frame, &self.crs) {
            (None, None) => (known.frame, known.crs),
            _ => (None, None),
        };
        Choices {
            time: names(&self.time).or(known.time),
            position: names(&self.position).or(known.position),
            entity: names(&self.entity).or(known.entity),
            frame: self.frame.or(known_frame),
            crs: self.crs.clone().or(known_crs),
            time_unit: self.time_unit.or(known.time_unit),
            time_format: self.time_format.clone().or(known.time_format),
            frame_rate: self.frame_rate.or(known.frame_rate),
            length_unit: self.length_unit.or(known.length_unit),
            sigma: names(&self.sigma).or(known.sigma),
        }
    }

    /// All files that are read with these logs.
    pub(super) fn read(&self, logs: &[String]) -> Vec<PathBuf> {
        logs.iter()
            .map(PathBuf::from)
            .chain(self.also_read())
            .collect()
    }

    /// The file of choices, if there is one.
    fn also_read(&self) -> Vec<PathBuf> {
        self.choices.iter().map(|file| file.path.clone()).collect()
    }

    /// How to read the log.
    pub fn log_options(&self) -> LogOptions {
        let choices = self.choices();
        LogOptions {
            strict: self.strict,
            sample_rows: 0,
            format: self.log_format.unwrap_or_default(),
            dialect: DialectOptions {
                delimiter: self.delimiter,
                no_header: self.no_header,
                header_line: self.header_line,
                one_column: false,
                missing: self.missing.as_deref().map(Names::all).unwrap_or_default(),
                number_rows: choices.frame_rate.is_some(),
                positions: choices.position.clone(),
                points: self.point.as_deref().map(Names::all),
            },
            roles: RoleOptions {
                sigma: choices.sigma.map(or_none),
                time: choices.time,
                position: choices.position,
                entity: choices.entity.map(or_none),
                frame: choices.frame,
                crs: choices.crs,
            },
            clock: ClockOptions {
                unit: choices.time_unit,
                format: choices.time_format,
                frame_rate: choices.frame_rate,
                scale: None,
            },
            length_unit: choices.length_unit,
            keep_units: self.keep_units,
            wrap: self.wrap.unwrap_or_default(),
        }
    }

    /// Refuses standard deviations where no method uses them.
    pub fn check_sigma(&self) -> Result<()> {
        let is_used = matches!(
            self.method.smoother(),
            Some(SmoothingMethod::Auto | SmoothingMethod::Fused)
        );
        let given = self.sigma.as_deref().map(Names::all).map(or_none);
        if is_used || given.is_none_or(|names| names.is_empty()) {
            return Ok(());
        }
        Err(Error::new(
            "only --method auto weighs positions by their standard deviations".to_owned(),
        )
        .advise("give --method auto, or leave out --sigma"))
    }

    /// How to analyze it.
    pub fn analysis_options(&self) -> Result<AnalysisOptions> {
        Ok(AnalysisOptions {
            log: self.log_options(),
            audit: self.audit_options(),
            derive: self.derive_options(),
            smoother: self.smoother()?,
            quantities: self.quantities(),
            units: self.speed_unit.unwrap_or_default(),
            memory: Memory::default(),
            progress: SmoothingProgress::default(),
            also_read: self.also_read(),
        })
    }

    /// How to repair it.
    pub fn audit_options(&self) -> AuditOptions {
        AuditOptions {
            duplicates: self.duplicates.unwrap_or_default(),
            expects_duplicates: self.duplicates.is_some(),
            max_gap: self.max_gap.unwrap_or_default(),
            max_speed: self.max_speed,
        }
    }

    /// Which further quantities to compute.
    pub fn quantities(&self) -> QuantityChoice {
        self.quantities.clone().unwrap_or_default()
    }

    /// The smoother, if one is wanted.
    pub fn smoother(&self) -> Result<Option<SmoothingMethod>> {
        let errors = self.errors.then_some(SmoothingMethod::Gradient);
        let method = self.method.smoother().or(errors);
        match (self.fuse, method) {
            (Fuse::None, method) => Ok(method),
            (Fuse::Measured, Some(SmoothingMethod::Auto)) => Ok(Some(SmoothingMethod::Fused)),
            (Fuse::Measured, _) => Err(Error::new(
                "only --method auto fuses positions with measured velocities".to_owned(),
            )
            .of_kind(ErrorKind::Option)
            .advise("give --method auto, or leave out --fuse")),
        }
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

/// No names where the word for none is given.
fn or_none(names: Vec<String>) -> Vec<String> {
    match &names[..] {
        [none] if none == "none" => Vec::new(),
        _ => names,
    }
}

/// Leaves options that change nothing for a command out of its help. They are accepted all the same, so that a command line
/// for analyze can be given to another command as it is.
pub(super) fn without(names: &[&str]) -> impl Fn(Arg) -> Arg {
    move |arg| {
        let changes_nothing = names.contains(&arg.get_id().as_str());
        arg.hide(changes_nothing)
    }
}

/// What formats are called.
fn keywords() -> Vec<&'static str> {
    let others = dxdt_formats::formats()
        .iter()
        .map(|format| format.keyword());
    std::iter::once("csv").chain(others).collect()
}

/// Checks the pattern, so that a wrong one is an error of the command line.
fn time_format(text: &str) -> std::result::Result<String, String> {
    match Pattern::new(text) {
        Ok(_) => Ok(text.to_owned()),
        Err(error) => Err(error.to_string()),
    }
}

fn max_gap(text: &str) -> std::result::Result<MaxGap, String> {
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
