//! What the screen says of the timestamps.

use dxdt_motion::error::excerpt;
use dxdt_motion::words::number::{counted, grouped, percent};
use dxdt_time::SecondsText;

use super::blocks::{Blocks, Rank};
use super::words::{duration, jitter, place, range, rate};
use dxdt_motion::inspect::{Inspection, Steps, are_equal};

/// Span, steps, order and resolution of the timestamps.
pub(super) fn write(blocks: &mut Blocks, inspection: &Inspection) {
    let mut add = |rank: Rank, name: &'static str, label: &str, words: &str| {
        blocks.add(rank, name, |screen| screen.plain(label, words));
    };
    if let Some(span) = &inspection.span {
        let long = duration(span.seconds);
        let words = format!("{} to {}, {long}", span.first, span.last);
        add(Rank::Figures, "span", "span", &words);
    }
    // Steps of a broken clock mean nothing.
    let steps = inspection.steps.as_ref();
    if let Some(steps) = steps.filter(|_| !inspection.clock.broken) {
        for (label, words) in step_lines(inspection, steps) {
            let (rank, name) = match label {
                "" => (Rank::Detail, "more on steps"),
                _ => (Rank::Figures, "steps"),
            };
            add(rank, name, label, &words);
        }
    }
    let clock = &inspection.clock;
    if clock.equal_steps + clock.backward_steps > 0 {
        let words = format!(
            "of {} in row order, {} between equal timestamps and {} back",
            counted(clock.steps, "step", "steps"),
            counted(clock.equal_steps, "is", "are"),
            counted(clock.backward_steps, "goes", "go"),
        );
        add(Rank::Detail, "order", "order", &words);
    }
    let Some(resolution) = &inspection.stamp_resolution else {
        return;
    };
    let unit = match resolution.nanoseconds {
        // A power of two would be rounded.
        whole if (1.0..1e5).contains(&whole) => format!("{} ns", grouped(whole as u64)),
        nanoseconds => SecondsText(nanoseconds / 1e9).to_string(),
    };
    let mut words = format!("all are multiples of {unit}");
    if resolution.from_float {
        words.push_str(": they have been through a 64-bit float");
    }
    let error = resolution.speed_error;
    if let Some(error) = error.filter(|_| !inspection.clock.broken) {
        let error = percent(error);
        let consequence = if resolution.ruled_out {
            "; not rounded, or the motion would look less smooth".to_owned()
        } else if resolution.on_grid {
            format!(
                "; they may be exact, as steps are multiples of the median; if rounded, speeds are off by {error}"
            )
        } else {
            format!("; if rounded to that, speeds are off by {error}")
        };
        words.push_str(&consequence);
    }
    let name = "resolutions";
    add(Rank::Detail, name, "timestamps", &words);
}

fn step_lines(inspection: &Inspection, steps: &Steps) -> Vec<(&'static str, String)> {
    let mut words = format!("median {} ({})", duration(steps.median), rate(steps.rate));
    let are_equal = are_equal(steps.min, steps.max);
    if !are_equal {
        words.push_str(&format!(", {}", range(steps.min, steps.max, " to ")));
    }
    let within = jitter(steps.jitter);
    words.push_str(&match &within {
        Some(within) => format!("; 9 of 10 within {within} the median"),
        None if !are_equal => "; 9 of 10 are equal".to_owned(),
        None => "; all are equal".to_owned(),
    });
    if let Some(worst) = &steps.worst
        && let Some(most) = jitter(worst.value).filter(|most| within.as_ref() != Some(most))
    {
        let name = excerpt(&worst.entity);
        words.push_str(&format!(
            " (most uneven: '{name}', within {most} its median)"
        ));
    }
    let mut lines = vec![("steps", words)];
    if let Some(histogram) = &steps.histogram {
        let scale = if histogram.logarithmic {
            ", log scale"
        } else {
            ""
        };
        let bars = format!(" [{}] ", histogram.bars());
        let bars = range(histogram.low, histogram.high, &bars);
        lines.push(("", format!("{bars}{scale}")));
    }
    let dropped = match steps.dropped {
        Some(0) => None,
        Some(rows) => Some(format!(
            "{} missing, judging by steps that are whole multiples of the median",
            counted(rows, "row is", "rows are")
        )),
        None => Some("the steps are too uneven to tell whether rows are missing".to_owned()),
    };
    lines.extend(dropped.map(|words| ("", words)));
    if let Some(gaps) = &steps.gaps {
        let longest = duration(gaps.longest);
        let gaps_counted = counted(gaps.count, "gap", "gaps");
        let words = format!(
            "{gaps_counted}, the longest {longest}, ending at {}",
            place(inspection, &gaps.place)
        );
        lines.push(("", words));
    }
    lines
}
