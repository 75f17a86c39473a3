//! Every English word of the diagnoses, of the tables around them and of the chart.

use crate::error::printable;
use crate::motion::{FitReason, MethodName, TruthKind};
use crate::words::number::{short, two_digits};
use dxdt_time::SecondsText;

use crate::diagnosis::{
    AccuracyDiagnosis, BestMethod, ChainedDirect, Diagnosis, EdgeOrderDiagnosis, HalfStep, NoTruth,
    NoiseDiagnosis, RoundingDiagnosis, SamplingDiagnosis, UnevenStamps,
};

/// The units of the figures.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DiagnosisUnits {
    /// Of positions.
    pub length: String,
    /// Of velocities.
    pub velocity: String,
    /// Of accelerations.
    pub acceleration: String,
}

impl DiagnosisUnits {
    /// From the unit of the positions; where nothing names one, `units`.
    ///
    /// ```
    /// use dxdt_motion::diagnosis::DiagnosisUnits;
    /// assert_eq!(DiagnosisUnits::of(Some("mm")).acceleration, "mm/s²");
    /// assert_eq!(DiagnosisUnits::of(None).velocity, "units/s");
    /// ```
    pub fn of(length: Option<&str>) -> Self {
        let length = printable(length.unwrap_or("units"));
        Self {
            velocity: format!("{length}/s"),
            acceleration: format!("{length}/s²"),
            length,
        }
    }

    fn v(&self, value: f64) -> String {
        format!("{} {}", three(value), self.velocity)
    }

    fn a(&self, value: f64) -> String {
        format!("{} {}", three(value), self.acceleration)
    }

    fn x(&self, value: f64) -> String {
        format!("{} {}", three(value), self.length)
    }

    /// An error of a velocity of this size; what is less than a thousand-millionth of it is rounding.
    fn v_error(&self, error: f64, size: f64) -> String {
        if error.abs() < ROUNDING * size {
            "nothing but rounding".to_owned()
        } else {
            self.v(error)
        }
    }

    fn of_order(&self, order: u8, value: f64) -> String {
        if order == 1 {
            self.v(value)
        } else {
            self.a(value)
        }
    }
}

/// Errors below this share of what they are errors of are rounding.
const ROUNDING: f64 = 1e-9;

/// A diagnosis in two to four short sentences.
pub fn paragraph(diagnosis: &Diagnosis, units: &DiagnosisUnits) -> String {
    match diagnosis {
        Diagnosis::NoTruth(diagnosis) => no_truth(diagnosis, units),
        Diagnosis::HalfStep(diagnosis) => half_step(diagnosis, units),
        Diagnosis::UnevenStamps(diagnosis) => uneven_stamps(diagnosis, units),
        Diagnosis::EdgeOrder(diagnosis) => edge_order(diagnosis, units),
        Diagnosis::ChainedDirect(diagnosis) => chained_direct(diagnosis, units),
        Diagnosis::Accuracy(diagnosis) => accuracy(diagnosis, units),
        Diagnosis::Noise(diagnosis) => noise(diagnosis, units),
        Diagnosis::Rounding(diagnosis) => rounding(diagnosis, units),
        Diagnosis::Sampling(diagnosis) => sampling(diagnosis, units),
        Diagnosis::BestVelocity(diagnosis) | Diagnosis::BestAcceleration(diagnosis) => {
            best(diagnosis, units)
        }
    }
}

fn half_step(diagnosis: &HalfStep, units: &DiagnosisUnits) -> String {
    let half = duration(0.5 * diagnosis.step);
    let measured = |lag: Option<f64>| match lag {
        Some(lag) => format!(" (measured on your log: {})", duration(lag.abs())),
        None => String::new(),
    };
    let end = match diagnosis.gradient_error {
        Some(error) => format!(
            "The forward difference is off by {}. The gradient, which uses both sides of a row, is off by {}.",
            units.v(diagnosis.forward_error),
            units.v_error(error, diagnosis.velocity)
        ),
        None => format!(
            "The gradient uses both sides of a row; the two differ by {}.",
            units.v(diagnosis.forward_error)
        ),
    };
    format!(
        "A first difference is the mean velocity of a step, so it belongs to the middle of the step. np.diff puts it on \
         the row where the step begins (forward): half a step, {half}, too early{}. On the row where the step ends \
         (backward) it is too late by as much{}. At your acceleration along {}, {}, half a step costs {}. {end}",
        measured(diagnosis.forward_lag),
        measured(diagnosis.backward_lag),
        quoted(&diagnosis.axis),
        units.a(diagnosis.acceleration),
        units.v(diagnosis.expected_error),
    )
}

fn uneven_stamps(diagnosis: &UnevenStamps, units: &DiagnosisUnits) -> String {
    let errors = match (diagnosis.even_error, diagnosis.gradient_error) {
        (Some(even), Some(gradient)) => format!(
            " Its error is then {}, and {} with the timestamps as they are.",
            units.v(even),
            units.v_error(gradient, diagnosis.velocity)
        ),
        _ => String::new(),
    };
    format!(
        "Your steps are uneven: the shortest is {}, the longest {}. np.gradient(x, step) takes each as the mean step, \
         which changes the velocity along {} by {}; that velocity is {}.{errors} Give it the timestamps: np.gradient(x, t), \
         as dxdt does.",
        duration(diagnosis.shortest),
        duration(diagnosis.longest),
        quoted(&diagnosis.axis),
        units.v(diagnosis.change),
        units.v(diagnosis.velocity),
    )
}

fn edge_order(diagnosis: &EdgeOrderDiagnosis, units: &DiagnosisUnits) -> String {
    let (which, start) = if diagnosis.is_first {
        ("first", "beginning")
    } else {
        ("last", "end")
    };
    let half_of = match diagnosis.truth {
        Some(truth) => format!("the truth, {}", units.a(truth)),
        None => format!("what edge order 2 gives, {}", units.a(diagnosis.order_2)),
    };
    let share = diagnosis.order_1 / diagnosis.truth.unwrap_or(diagnosis.order_2);
    let half = if (share - 0.5).abs() < 0.01 {
        "half of"
    } else {
        "about half of"
    };
    let place = match &diagnosis.entity {
        Some(entity) => format!(" (of {}, t = {} s)", quoted(entity), short(diagnosis.t)),
        None if diagnosis.is_first && diagnosis.t == 0.0 => String::new(),
        None => format!(" (t = {} s)", short(diagnosis.t)),
    };
    format!(
        "With edge order 1 your {which} acceleration along {}{place} is {}, {half} {half_of}. The reason: edge order 1 takes the mean \
         velocity of the {which} step as the velocity at its {start}, but that mean belongs to the middle of the step. So \
         the velocity has only half a step to change in, and that change is divided by a whole step, {}. Edge order 2 fits a \
         parabola to the {which} three rows and gives {}.",
        quoted(&diagnosis.axis),
        units.a(diagnosis.order_1),
        duration(diagnosis.step),
        units.a(diagnosis.order_2),
    )
}

fn chained_direct(diagnosis: &ChainedDirect, units: &DiagnosisUnits) -> String {
    let noise = match diagnosis.noise {
        Some(noise) if noise > 0.0 => format!(
            " The noise of your positions, {}, becomes {} chained and {} direct.",
            units.x(noise),
            units.a(noise * diagnosis.chained_gain),
            units.a(noise * diagnosis.direct_gain)
        ),
        _ => String::new(),
    };
    let errors = match (diagnosis.chained_error, diagnosis.direct_error) {
        (Some(chained), Some(direct)) => format!(
            " Against the truth along {} the error is {} chained and {} direct: {} is better here.",
            quoted(&diagnosis.axis),
            units.a(chained),
            units.a(direct),
            if chained < direct {
                "chained"
            } else {
                "direct"
            }
        ),
        _ => String::new(),
    };
    format!(
        "The usual acceleration is the gradient of the gradient (chained) and spans 5 rows; --acceleration direct spans 3. \
         Fewer rows follow a quick change better but let {} noise through.{noise}{errors}",
        times_as("much", diagnosis.direct_gain / diagnosis.chained_gain),
    )
}

fn accuracy(diagnosis: &AccuracyDiagnosis, units: &DiagnosisUnits) -> String {
    let list = |values: [f64; 4]| {
        let [two, four, six, eight] = values.map(|value| units.v(value));
        format!("{two} with accuracy 2, {four} with 4, {six} with 6 and {eight} with 8")
    };
    let verdict = if diagnosis.pays {
        "pays"
    } else {
        "does not pay"
    };
    let axis = quoted(&diagnosis.axis);
    let why = match (diagnosis.errors, diagnosis.noise, diagnosis.pays) {
        (Some(errors), _, true) => format!(
            "the error of the velocity along {axis} is {}. Your positions are exact enough for it.",
            list(errors)
        ),
        (Some(errors), Some(noise), false) if noise[0] >= 0.5 * errors[0] => format!(
            "the error of the velocity along {axis} is {}. Most of it is noise, which more rows amplify: noise alone \
             would give {} with accuracy 2 and {} with 8.",
            list(errors),
            units.v(noise[0]),
            units.v(noise[3])
        ),
        (Some(errors), _, false) => format!(
            "the error of the velocity along {axis} is {}. The motion is not smooth enough over so many rows.",
            list(errors)
        ),
        (None, noise, true) => format!(
            "accuracies 2 and 4 differ by {} along {axis}, and noise explains at most {} of that. The rest is the error of \
             accuracy 2; try --accuracy 4.",
            units.v(diagnosis.difference),
            units.v(noise.map_or(0.0, |noise| noise[1]))
        ),
        (None, noise, false) => format!(
            "accuracies 2 and 4 differ by {} along {axis}, and noise alone explains {}. What accuracy 4 changes is noise.",
            units.v(diagnosis.difference),
            units.v(noise.map_or(0.0, |noise| noise[1]))
        ),
    };
    format!(
        "More accurate stencils span more rows: 3 for accuracy 2, then 5, 7 and 9 for accuracy 8. On your log that {verdict}: {why}"
    )
}

fn noise(diagnosis: &NoiseDiagnosis, units: &DiagnosisUnits) -> String {
    let reason = diagnosis.reason.as_ref();
    let who = match reason.and_then(FitReason::fitted_in_words) {
        Some(done) => format!("The automatic choice (--method auto, here {done})"),
        None => "The automatic choice (--method auto)".to_owned(),
    };
    let smoothed = match diagnosis.smoothed {
        [Some(velocity), Some(acceleration)] => format!(
            " {who} has an error of {} and {}, {}.",
            units.v(velocity),
            units.a(acceleration),
            if diagnosis.is_measured {
                "measured against the truth"
            } else {
                "by its own estimate"
            }
        ),
        _ => String::new(),
    };
    format!(
        "Your positions along {} have a noise of {} (standard deviation). The gradient turns it into {} in the velocity ({} of \
         it) and {} in the acceleration ({}).{smoothed}",
        quoted(&diagnosis.axis),
        units.x(diagnosis.noise),
        units.v(diagnosis.velocity_noise),
        percent(diagnosis.velocity_share),
        units.a(diagnosis.acceleration_noise),
        percent(diagnosis.acceleration_share),
    )
}

fn rounding(diagnosis: &RoundingDiagnosis, units: &DiagnosisUnits) -> String {
    format!(
        "Your positions along {} are written in steps of {}, and rows are {} apart. So a first difference can only be a \
         multiple of about {}, and the gradient a multiple of half of that; the velocity is {}. The stairs in your velocity \
         are rounding, not motion. More digits in the log remove them, a smoother evens them out.",
        quoted(&diagnosis.axis),
        units.x(diagnosis.resolution),
        duration(diagnosis.step),
        units.v(diagnosis.jump),
        units.v(diagnosis.velocity),
    )
}

fn sampling(diagnosis: &SamplingDiagnosis, units: &DiagnosisUnits) -> String {
    let (quantity, rows) = if diagnosis.order == 1 {
        ("velocity", "three")
    } else {
        ("acceleration", "five")
    };
    format!(
        "Your rows are {} apart, which is far for this motion. The {quantity} along {} by the gradient is off by {}, {} of it, and \
         noise explains {}: over {rows} rows the motion bends more than the formula can follow. Half the step \
         would leave about a quarter of this error; --accuracy 4 may help as well.",
        duration(diagnosis.step),
        quoted(&diagnosis.axis),
        units.of_order(diagnosis.order, diagnosis.error),
        percent(diagnosis.error / diagnosis.size),
        if diagnosis.noise < 1e-3 * diagnosis.error {
            "none of that".to_owned()
        } else {
            format!("only {}", units.of_order(diagnosis.order, diagnosis.noise))
        },
    )
}

fn best(diagnosis: &BestMethod, units: &DiagnosisUnits) -> String {
    let quantity = if diagnosis.order == 1 {
        "velocity"
    } else {
        "acceleration"
    };
    let against = match diagnosis.truth {
        TruthKind::Exact => "to the truth",
        TruthKind::Measured => "to the velocity that the log measured itself",
    };
    let own = match diagnosis.truth {
        TruthKind::Exact => "",
        TruthKind::Measured => " The measured velocity has errors of its own.",
    };
    let error = units.of_order(diagnosis.order, diagnosis.error);
    if diagnosis.gradient_error < ROUNDING * diagnosis.size {
        return format!(
            "For the {quantity}, the gradient is exact on this log: its error is nothing but rounding. No other method can do \
             better."
        );
    }
    let is_gradient = diagnosis.error >= diagnosis.gradient_error / 1.02
        || diagnosis.method == MethodName::Gradient;
    if is_gradient {
        return format!(
            "For the {quantity}, no method comes closer {against} than the gradient: its error is {error} (root mean square, all \
             axes together), {} of the {quantity} itself.{own}",
            percent(diagnosis.error / diagnosis.size)
        );
    }
    format!(
        "For the {quantity}, '{}' comes closest {against}: its error is {error} (root mean square, all axes together). That of the \
         gradient is {}, {}.{own}",
        diagnosis.method,
        units.of_order(diagnosis.order, diagnosis.gradient_error),
        times_as("large", diagnosis.gradient_error / diagnosis.error),
    )
}

fn no_truth(diagnosis: &NoTruth, units: &DiagnosisUnits) -> String {
    let pair = |[velocity, acceleration]: [Option<f64>; 2]| {
        Some(format!(
            "{} and {}",
            units.v(velocity?),
            units.a(acceleration?)
        ))
    };
    let mut text = if diagnosis.has_speed {
        "Your log has a measured speed, but no exact or measured velocity along its axes, so no errors along them can be \
         measured."
    } else {
        "Your log has no exact motion to compare with, so no error can be measured."
    }
    .to_owned();
    let axis = quoted(&diagnosis.axis);
    let agree = match (diagnosis.apart, diagnosis.size) {
        ([Some(v), Some(a)], [Some(velocity), Some(acceleration)]) => {
            v <= ROUNDING * velocity && a <= ROUNDING * acceleration
        }
        _ => false,
    };
    if agree {
        text.push_str(&format!(
            " The gradient and the automatic smoother agree along {axis} to rounding: the positions are as good as exact."
        ));
        return text;
    }
    if let (Some(apart), Some(size)) = (pair(diagnosis.apart), pair(diagnosis.size)) {
        let edges = pair(diagnosis.apart_at_edges).map_or_else(String::new, |edges| {
            format!("; on the first and last two rows by {edges}")
        });
        text.push_str(&format!(
            " The gradient and the automatic smoother differ by {apart} along {axis}, out of {size}{edges}."
        ));
    }
    if let Some(expected) = pair(diagnosis.standard_error) {
        text.push_str(&format!(
            " By its own estimate the smoother is off by {expected}."
        ));
    }
    text.push_str(
        " A log with a measured velocity, or a simulated one with exact_ columns, would tell more.",
    );
    text
}

/// Three significant digits.
pub fn three(value: f64) -> String {
    if value == 0.0 || !value.is_finite() {
        return short(value);
    }
    let text = format!("{value:.2e}");
    short(text.parse().unwrap_or(value))
}

/// `2.9 times as much`, or `about as much` where the factor rounds to 1.
///
/// ```
/// use dxdt_motion::words::diagnosis::times_as;
/// assert_eq!(times_as("much", 2.87), "2.9 times as much");
/// assert_eq!(times_as("large", 1.03), "about as large");
/// ```
pub fn times_as(what: &str, factor: f64) -> String {
    match two_digits(factor).as_str() {
        "1" => format!("about as {what}"),
        factor => format!("{factor} times as {what}"),
    }
}

/// A duration as people write it, such as `5 ms`, from seconds.
pub fn duration(seconds: f64) -> String {
    SecondsText(seconds).to_string()
}

/// A name in single quotes, with control characters escaped.
pub fn quoted(name: &str) -> String {
    format!("'{}'", printable(name))
}

fn percent(share: f64) -> String {
    let percent = 100.0 * share;
    if percent < 0.1 {
        "less than 0.1 %".to_owned()
    } else if percent < 10.0 {
        format!("{percent:.1} %")
    } else {
        format!("{percent:.0} %")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_have_three_digits() {
        assert_eq!(three(0.123_456), "0.123");
        assert_eq!(three(-9.805), "-9.8");
        assert_eq!(three(99.96), "100");
        assert_eq!(three(0.0), "0");
        assert_eq!(percent(0.000_5), "less than 0.1 %");
        assert_eq!(percent(0.042), "4.2 %");
    }

    #[test]
    fn names_of_a_log_are_escaped() {
        let diagnosis = Diagnosis::Rounding(RoundingDiagnosis {
            axis: "x\u{1b}[31m\n".into(),
            resolution: 0.01,
            step: 0.1,
            jump: 0.1,
            velocity: 1.0,
            rounding_noise: 0.003,
            noise: None,
        });
        let text = paragraph(&diagnosis, &DiagnosisUnits::of(Some("m\u{7}")));
        assert!(!text.chars().any(char::is_control), "{text}");
    }

    #[test]
    fn every_paragraph_is_a_few_sentences() {
        let diagnosis = Diagnosis::HalfStep(HalfStep {
            axis: "x".into(),
            step: 0.1,
            forward_lag: Some(-0.049),
            backward_lag: None,
            acceleration: 9.81,
            expected_error: 0.4905,
            forward_error: 0.49,
            velocity: 5.0,
            gradient_error: Some(1e-12),
        });
        let text = paragraph(&diagnosis, &DiagnosisUnits::of(Some("m")));
        assert!(
            text.contains("half a step, 50 ms, too early (measured on your log: 49 ms)"),
            "{text}"
        );
        assert!(text.contains("costs 0.49 m/s"), "{text}");
        assert!(text.contains("is off by nothing but rounding."), "{text}");
    }
}
