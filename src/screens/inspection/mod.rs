//! An inspection on one screen.

mod blocks;
mod timestamps;
mod words;

use anstyle::{AnsiColor, Style};

use dxdt_motion::error::{excerpt, printable};
use dxdt_motion::finding::{Choice, Severity};
use dxdt_motion::words::number::{counted, grouped, percent, short};

use crate::screens::screen::Screen;
use crate::screens::width::wrapped;
use blocks::{Blocks, Rank};
use dxdt_motion::inspect::{Advice, Inspection, Judgement, NoiseShare, PositionResolution};
use dxdt_motion::words::{early_or_late, remedy, share_of_measured, trust_word};
use words::{duration, place, sentence};

const MOST_COLUMNS: usize = 12;
const MOST_FILES: usize = 3;

/// The inspection as text with ANSI styles, at most `width` characters wide where no name is longer: the verdict first, and of
/// the rest what fits on one screen.
///
/// ```
/// use dxdt_formats::Source;
/// use dxdt_log::{LogOptions, read_source};
/// use dxdt_motion::inspect::{InspectOptions, inspect};
/// use dxdt::screens::inspection::text;
///
/// let csv = b"t (s),x (m)\n0,0\n0.5,1\n1,4\n".to_vec();
/// let log = read_source(Source::from_bytes("log.csv".into(), csv)?, &LogOptions::default())?;
/// let screen = text(&inspect(&log, &InspectOptions::default()), 100);
/// assert!(screen.contains("median 500 ms (2 Hz)"));
/// # Ok::<(), dxdt::Error>(())
/// ```
pub fn text(inspection: &Inspection, width: usize) -> String {
    blocks::one_screen(all(inspection, width), width)
}

/// As [`text`], without leaving anything out.
pub fn verbose_text(inspection: &Inspection, width: usize) -> String {
    blocks::whole(all(inspection, width))
}

/// All that there is to say, the verdict first.
fn all(inspection: &Inspection, width: usize) -> Blocks {
    let mut blocks = Blocks::new(width);
    let bold = Style::new().bold();
    blocks.add(Rank::Always, "", |screen| {
        screen.heading(bold, &names(inspection), &overview(inspection));
    });
    blocks.gap();
    blocks.add(Rank::Always, "", |screen| verdict(screen, inspection));
    blocks.gap();
    findings(&mut blocks, inspection, Severity::Warning);
    findings(&mut blocks, inspection, Severity::Note);
    blocks.add(Rank::Last, "unused columns", |screen| {
        columns_without_role(screen, inspection);
    });
    blocks.gap();
    timestamps::write(&mut blocks, inspection);
    blocks.add(Rank::Detail, "resolutions", |screen| {
        positions(screen, inspection);
    });
    blocks.add(Rank::Detail, "repeats", |screen| {
        repeats(screen, inspection);
    });
    blocks.gap();
    blocks.add(Rank::Figures, "noise by axis", |screen| {
        noise(screen, inspection);
    });
    measured(&mut blocks, inspection);
    blocks
}

/// The choices about a log, each candidate with what speaks for it and against it, on lines of at most `width`.
pub fn reasons(choices: &[Choice], width: usize) -> String {
    let mut text = String::new();
    for choice in choices
        .iter()
        .filter(|choice| !choice.candidates.is_empty())
    {
        text.push_str(&format!("{}\n", choice.question));
        for candidate in &choice.candidates {
            for line in wrapped(
                &format!("  {}", printable(&candidate.to_string())),
                width,
                6,
            ) {
                text.push_str(&line);
                text.push('\n');
            }
        }
    }
    if text.is_empty() {
        text.push_str("nothing had to be chosen: the format or options say it\n");
    }
    text
}

fn names(inspection: &Inspection) -> String {
    let files = &inspection.files;
    let shown = files.iter().take(MOST_FILES);
    let mut names: Vec<String> = shown.map(|file| printable(&file.name)).collect();
    if files.len() > MOST_FILES {
        names.push(format!("{} more", files.len() - MOST_FILES));
    }
    names.join(", ")
}

fn overview(inspection: &Inspection) -> String {
    let mut parts: Vec<String> = Vec::new();
    for file in &inspection.files {
        let written = format!("{} in {}", file.format, file.encoding);
        if !parts.contains(&written) {
            parts.push(written);
        }
    }
    parts.push(counted(inspection.rows, "row", "rows"));
    if inspection.rows_used < inspection.rows {
        parts.push(format!("{} used", grouped(inspection.rows_used)));
    }
    if inspection.has_entity_column {
        parts.push(counted(inspection.entities, "object", "objects"));
    }
    parts.join(", ")
}

fn findings(blocks: &mut Blocks, inspection: &Inspection, severity: Severity) {
    let (style, word) = match severity {
        Severity::Note => (Style::new().dimmed(), "note"),
        Severity::Warning => (AnsiColor::Yellow.on_default(), "warning"),
    };
    let found = inspection.findings.iter();
    for finding in found.filter(|finding| finding.severity() == severity) {
        let rank = match severity {
            Severity::Warning => Rank::Warnings,
            // Nothing is to be done about what is sure.
            Severity::Note if remedy(&finding.kind).is_empty() => Rank::Decisions,
            Severity::Note => Rank::Guesses,
        };
        blocks.add(rank, word, |screen| {
            screen.line(word, style, &sentence(inspection, finding));
        });
    }
}

fn columns_without_role(screen: &mut Screen, inspection: &Inspection) {
    let names = &inspection.columns_without_role;
    if names.is_empty() {
        return;
    }
    let shown = names.iter().take(MOST_COLUMNS);
    let mut shown: Vec<String> = shown.map(|name| format!("'{}'", excerpt(name))).collect();
    if names.len() > MOST_COLUMNS {
        shown.push(format!("{} more", names.len() - MOST_COLUMNS));
    }
    screen.plain("not used", &shown.join(", "));
}

fn positions(screen: &mut Screen, inspection: &Inspection) {
    let resolution = |resolution: &PositionResolution| {
        let name = excerpt(&resolution.column);
        let Some(step) = resolution.step else {
            return format!("{name} is 0 or empty throughout");
        };
        let unit = resolution.unit.as_deref().unwrap_or("");
        let metres = match resolution.metres {
            Some(metres) if unit != "m" => format!(" ({} m)", short(metres)),
            _ => String::new(),
        };
        let gap = if unit.is_empty() || unit == "°" {
            ""
        } else {
            " "
        };
        format!("{name} to {}{gap}{}{metres}", short(step), printable(unit))
    };
    let is_full = |position: &&PositionResolution| position.step.is_none() && !position.only_zero;
    let (full, others): (Vec<_>, Vec<_>) = inspection.positions.iter().partition(is_full);
    let others: Vec<String> = others.into_iter().map(resolution).collect();
    let mut words = others.join(", ");
    if !full.is_empty() {
        let names: Vec<String> = full.iter().map(|full| excerpt(&full.column)).collect();
        let gap = if words.is_empty() { "" } else { "; " };
        words.push_str(&format!(
            "{gap}{} with the full precision of a 64-bit float",
            names.join(", ")
        ));
    }
    if !words.is_empty() {
        screen.plain("positions", &words);
    }
}

fn repeats(screen: &mut Screen, inspection: &Inspection) {
    if let Some(repeated) = &inspection.repeated {
        let words = format!(
            "{} the position of the row before ({}); the longest run has {} ({}), from {}",
            counted(repeated.rows, "row repeats", "rows repeat"),
            percent(repeated.share),
            counted(repeated.longest_rows, "row", "rows"),
            duration(repeated.longest_seconds),
            place(inspection, &repeated.longest_place)
        );
        screen.plain("repeats", &words);
    }
}

fn noise(screen: &mut Screen, inspection: &Inspection) {
    let Some(noise) = &inspection.noise else {
        return;
    };
    let unit = printable(&inspection.distance_unit);
    let bound = if noise.told_apart { "" } else { "≤ " };
    let mut rows = vec![vec![
        String::new(),
        format!("noise ({unit})"),
        format!("in the velocity ({unit}/s)"),
        format!("in the acceleration ({unit}/s²)"),
    ]];
    let shared = |share: &NoiseShare| match (share.noise, share.rms, share.share) {
        (Some(noise), Some(rms), Some(share)) => {
            let (noise, rms) = (short(noise), short(rms));
            format!("{bound}{noise} of {rms}: {}", percent(share))
        }
        (_, Some(_), _) => "nothing moves".to_owned(),
        _ => "unknown".to_owned(),
    };
    for axis in &noise.axes {
        rows.push(vec![
            excerpt(&axis.axis),
            format!("{bound}{}", short(axis.deviation)),
            shared(&axis.velocity),
            shared(&axis.acceleration),
        ]);
    }
    screen.table(&rows);
    let mut words = "RMS of the noise, RMS of the whole: their ratio".to_owned();
    if inspection.entities > 1 {
        words.push_str(&format!(
            "; medians of {}",
            counted(noise.entities, "object", "objects")
        ));
    }
    if let Some(worst) = &noise.worst {
        let name = excerpt(&worst.entity);
        words.push_str(&format!(
            "; most noise in the acceleration of '{name}': {}",
            percent(worst.value)
        ));
    }
    screen.plain("", &words);
}

fn measured(blocks: &mut Blocks, inspection: &Inspection) {
    let unit = printable(&inspection.distance_unit);
    for measured in &inspection.measured {
        let mut words = format!(
            "{} ({}): the derived differs by {}, RMS {} {unit}/s",
            excerpt(&measured.column),
            measured.unit_in_words(),
            measured.relative_rms.map_or_else(
                || "far more than the measured".to_owned(),
                share_of_measured
            ),
            short(measured.rms),
        );
        if let Some(correlation) = measured.correlation {
            words.push_str(&format!("; correlation {correlation:.4}"));
        }
        if let Some(lag) = measured.lag {
            words.push_str(&format!("; the measured is {}", early_or_late(lag)));
        }
        blocks.add(Rank::Figures, "measured velocities", |screen| {
            screen.plain("measured", &words);
        });
    }
}

fn verdict(screen: &mut Screen, inspection: &Inspection) {
    let verdict = &inspection.verdict;
    let bold = Style::new().bold();
    let red = AnsiColor::Red.on_default();
    if let Some(why) = &inspection.unusable {
        screen.line("error", red, why);
    }
    if let Some(clock) = &verdict.clock {
        let style = if inspection.clock.broken {
            red
        } else {
            AnsiColor::Yellow.on_default()
        };
        screen.line("clock", style, &clock.to_string());
    }
    let judged = |judgement: &Judgement| format!("{}, {judgement}", trust_word(judgement.trust));
    screen.line(
        "verdict",
        bold,
        &format!("velocity: {}", judged(&verdict.velocity)),
    );
    screen.line(
        "",
        bold,
        &format!("acceleration: {}", judged(&verdict.acceleration)),
    );
    if !verdict.advice.is_empty() {
        let advice: Vec<String> = verdict.advice.iter().map(Advice::to_string).collect();
        screen.plain("try", &advice.join("; "));
    }
}
