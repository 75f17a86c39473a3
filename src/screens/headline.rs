//! What an analysis has found, before how: distance, time moving, speed and acceleration, how good they are, what to do.

use anstyle::Style;

use dxdt_motion::error::{excerpt, printable};
use dxdt_motion::inspect::{Advice, Trust, TrustReason, advice_of};
use dxdt_motion::motion::slowest_told;
use dxdt_motion::words::number::{counted, percent, two_digits};
use dxdt_motion::words::trust_word;
use dxdt_time::SecondsText;

use super::screen::Screen;
use crate::output::shown_units::ShownUnits;
use crate::output::summary::{
    DerivativeQuality, EntitySummary, Extreme, Highest, Summary, travelled,
};

/// Writes the first lines.
pub(super) fn write(screen: &mut Screen, summary: &Summary, units: &ShownUnits) {
    let bold = Style::new().bold();
    screen.line("distance", bold, &distance(summary, units));
    if let Some(words) = moving(summary, units) {
        screen.line("moving", bold, &words);
    }
    screen.line("speed", bold, &speed(summary, units));
    screen.line("acceleration", bold, &acceleration(summary, units));
    let quality = &summary.quality;
    let speed = &units.speed;
    let judged = judged("velocity", &quality.velocity, speed.factor, &speed.unit);
    screen.line("verdict", bold, &judged);
    let scale = &units.acceleration;
    let judged = self::judged(
        "acceleration",
        &quality.acceleration,
        scale.factor,
        &scale.unit,
    );
    screen.line("", bold, &judged);
    let advice = advice(summary);
    if !advice.is_empty() {
        screen.plain("try", &advice.join("; "));
    }
}

fn distance(summary: &Summary, units: &ShownUnits) -> String {
    if !summary.quality.tells_way() {
        let quality = &summary.quality.velocity;
        let share = percent(quality.share.unwrap_or_default());
        return match quality.at_most {
            false => format!("not told: noise is {share} of the velocity"),
            true => format!(
                "not told: up to {share} of the velocity is noise, or the motion is too fast for this sampling"
            ),
        };
    }
    let told = travelled(summary);
    let mut words = units.length(told.length);
    if let [_, _, ..] = summary.entities[..] {
        words.push_str(&format!(
            " by {}",
            counted(summary.entities.len() as u64, "object", "objects")
        ));
        let farthest = largest(&summary.entities, |entity| entity.distance);
        if let Some((entity, length)) = farthest.filter(|(_, length)| *length > 0.0) {
            let name = excerpt(&entity.name);
            words.push_str(&format!(", most by '{name}': {}", units.length(length)));
        }
        words.push_str(&format!("; {} of tracks", seconds(told.seconds)));
    } else {
        words.push_str(&format!(" in {}", seconds(told.seconds)));
    }
    let added = told.added_by_noise / told.length;
    if added >= 0.01 {
        let about = match summary.quality.velocity.at_most {
            true => "at most",
            false => "about",
        };
        words.push_str(&format!(", of which noise adds {about} {}", percent(added)));
    } else if summary.quality.velocity.judgement.reason == TrustReason::TooFewRows {
        words.push_str(", with noise that is not known");
    }
    let all: f64 = summary.entities.iter().map(|entity| entity.duration).sum();
    let gaps = all - told.seconds - told.jumps;
    let mut left_out = Vec::new();
    if summary.counts.gaps > 0 && gaps > 0.0 {
        left_out.push(format!("gaps of {}", seconds(gaps)));
    }
    if told.jumps > 0.0 {
        left_out.push(format!("{} around rows that jump", seconds(told.jumps)));
    }
    if !left_out.is_empty() {
        words.push_str(&format!("; left out: {}", left_out.join(", ")));
    }
    words
}

fn moving(summary: &Summary, units: &ShownUnits) -> Option<String> {
    let told = travelled(summary);
    if !summary.quality.tells_moving() || told.seconds <= 0.0 {
        return None;
    }
    let share = told.moving / told.seconds;
    if share >= 0.995 {
        return Some("all of the time".to_owned());
    }
    if told.moving <= 0.0 {
        return Some("never".to_owned());
    }
    let mut words = format!("{}, {} of the time", seconds(told.moving), percent(share));
    let noise = summary.noise.as_ref().map(|noise| noise.over_all_axes());
    if let Some(slowest) = noise
        .filter(|noise| *noise > 0.0 && summary.smoothing.is_none())
        .zip(median_step(&summary.entities))
        .map(|(noise, step)| slowest_told(noise, step))
    {
        let slowest = units.speed(two_digits(slowest).parse().unwrap_or(slowest));
        words.push_str(&format!("; slower than about {slowest} counts as standing"));
    }
    Some(words)
}

fn speed(summary: &Summary, units: &ShownUnits) -> String {
    let told = travelled(summary);
    let mut parts = Vec::new();
    if summary.quality.tells_way() && told.seconds > 0.0 {
        parts.push(format!("mean {}", units.speed(told.length / told.seconds)));
        if summary.quality.tells_moving() && told.moving > 0.0 && told.moving < 0.95 * told.seconds
        {
            let while_moving = units.speed(told.length / told.moving);
            parts.push(format!("{while_moving} while moving"));
        }
    }
    let quality = &summary.quality.velocity;
    let highest = |entity: &EntitySummary| entity.speed_highest.clone();
    parts.push(told_highest(summary, quality, highest, |highest| {
        units.speed_with_error(highest.value, highest.error, quality.at_most)
    }));
    let told = parts.join("; ");
    if told.contains("not told") {
        return told;
    }
    told + more_at_an_end(summary, highest, |entity| entity.speed_max)
}

fn acceleration(summary: &Summary, units: &ShownUnits) -> String {
    let quality = &summary.quality.acceleration;
    let highest = |entity: &EntitySummary| entity.acceleration_highest.clone();
    told_highest(summary, quality, highest, |highest| {
        units.acceleration_with_error(highest.value, highest.error, quality.at_most)
    })
}

/// A highest value, when, where and of which object.
fn told_highest(
    summary: &Summary,
    quality: &DerivativeQuality,
    of: impl Fn(&EntitySummary) -> Option<Highest>,
    value: impl Fn(&Highest) -> String,
) -> String {
    if let Some(share) = quality.share.filter(|_| quality.is_mostly_noise()) {
        let bound = match quality.at_most {
            true => "up to ",
            false => "",
        };
        return format!("highest not told: {bound}{} of it is noise", percent(share));
    }
    if quality.judgement.trust == Trust::No {
        return "highest not told: the verdict says why".to_owned();
    }
    let mut highest: Option<(&EntitySummary, Highest)> = None;
    for entity in &summary.entities {
        if let Some(found) = of(entity)
            && highest
                .as_ref()
                .is_none_or(|(_, known)| found.value > known.value)
        {
            highest = Some((entity, found));
        }
    }
    let Some((entity, highest)) = highest else {
        return "highest not told: no row is away from the ends of its segment".to_owned();
    };
    if highest.value > 0.0 && highest.error.is_some_and(|error| error >= highest.value) {
        return "highest not told: its ± is larger than it".to_owned();
    }
    let by = match summary.entities.len() {
        0 | 1 => String::new(),
        _ => format!(" by '{}'", excerpt(&entity.name)),
    };
    let when = match highest.time.contains(':') {
        true => format!("at {}", printable(&highest.time)),
        // A number that counts from somewhere.
        false => format!("after {}", seconds(highest.t)),
    };
    let place = match summary.source.files.len() {
        0 | 1 => highest.place.at.to_string(),
        _ => format!("{}, {}", printable(&highest.place.file), highest.place.at),
    };
    format!("highest {}{by}, {when} ({place})", value(&highest))
}

/// `; more at an end`, where the ends of segments, which set no highest value, have more.
fn more_at_an_end(
    summary: &Summary,
    highest: fn(&EntitySummary) -> Option<Highest>,
    extreme: fn(&EntitySummary) -> Option<Extreme>,
) -> &'static str {
    const WORTH_A_WORD: f64 = 1.001;
    let known = summary.entities.iter().filter_map(highest);
    let known = known.map(|highest| highest.value).fold(0.0, f64::max);
    let mut extremes = summary.entities.iter().filter_map(extreme);
    match extremes.any(|most| most.at_edge && most.value > WORTH_A_WORD * known) {
        true if known > 0.0 => "; more at an end, less certain",
        _ => "",
    }
}

/// `velocity: yes (± 0.037 m/s), noise is 2.8 % of it`.
fn judged(name: &str, quality: &DerivativeQuality, factor: f64, unit: &Option<String>) -> String {
    let judgement = &quality.judgement;
    let error = quality.error.filter(|error| *error > 0.0).map(|error| {
        let at_most = match quality.at_most {
            true => "at most ",
            false => "",
        };
        let unit = unit.as_deref().map(printable).unwrap_or_default();
        let error = format!("{at_most}{} {unit}", two_digits(error * factor));
        format!(" (± {})", error.trim_end())
    });
    let trust = trust_word(judgement.trust);
    format!("{name}: {trust}{}, {judgement}", error.unwrap_or_default())
}

fn advice(summary: &Summary) -> Vec<String> {
    let quality = &summary.quality;
    let is_noisy = |quality: &DerivativeQuality| {
        quality
            .share
            .is_some_and(|share| Trust::of(share) > Trust::Yes)
    };
    let smoothing = summary.smoothing.is_none()
        && (is_noisy(&quality.velocity) || is_noisy(&quality.acceleration));
    let smooth = smoothing.then_some(Advice::Smooth);
    let advice = smooth.into_iter().chain(advice_of(&summary.findings));
    advice.map(|advice| advice.to_string()).collect()
}

fn largest(
    entities: &[EntitySummary],
    of: fn(&EntitySummary) -> Option<f64>,
) -> Option<(&EntitySummary, f64)> {
    let known = entities
        .iter()
        .filter_map(|entity| Some((entity, of(entity)?)));
    known.reduce(|a, b| if b.1 > a.1 { b } else { a })
}

/// The median of the objects' median steps.
fn median_step(entities: &[EntitySummary]) -> Option<f64> {
    let mut steps: Vec<f64> = entities
        .iter()
        .filter_map(|entity| entity.median_step)
        .collect();
    steps.sort_by(f64::total_cmp);
    steps.get(steps.len() / 2).copied()
}

fn seconds(value: f64) -> String {
    SecondsText(value).to_string()
}
