//! The page about findings, sentence by sentence against the program.

use std::collections::BTreeSet;

use dxdt_motion::audit::DuplicatePolicy;
use dxdt_motion::error::At;
use dxdt_motion::finding::{
    AxisUnit, ColumnRole, Derivative, Finding, FindingKind as K, FollowNote, FormatNote,
    InvalidMark, LengthSource, Place, RoleReason, SampledFigures, Severity, ShownUnits,
    SkippedRecords, StampMeaning, UnitDecision,
};
use dxdt_motion::inspect::{ClockHealth, ClockProblem};
use dxdt_motion::jumps::JumpCause;
use dxdt_motion::space::LengthUnit;
use dxdt_time::{Origin, Ticks, TimeUnit, UnitSource};

use super::pages::Page;

/// An example of each kind, with the values that the page shows.
fn examples() -> Vec<Finding> {
    let text = str::to_owned;
    vec![
        Finding::new(
            K::Role {
                role: ColumnRole::Time,
                columns: vec![text("Time")],
                reason: RoleReason::NameOfTime,
                others: Vec::new(),
            },
            1,
        ),
        Finding::new(
            K::Clock(StampMeaning::Numbers {
                unit: TimeUnit::Second,
                origin: Origin::UnixEpoch,
                source: UnitSource::Magnitude,
                day_number: None,
            }),
            1,
        ),
        Finding::new(
            K::Unit(UnitDecision::Axes(vec![AxisUnit::Length {
                unit: LengthUnit::Millimetre,
                source: LengthSource::Name,
                shown: ShownUnits::Converted,
            }])),
            1,
        ),
        Finding::new(K::NoHeight, 1),
        Finding::new(K::FilesJoined { as_entities: false }, 2),
        Finding::new(
            K::ColumnRenamed {
                from: text("speed"),
                to: text("speed_log"),
            },
            1,
        ),
        Finding::new(K::NameRepeated { name: text("x") }, 2),
        Finding::new(
            K::FormatNote(FormatNote::Ephemeris {
                object: Some(text("ISS")),
                center: Some(text("EARTH")),
                frame: Some(text("EME2000")),
                times: Some(text("UTC")),
            }),
            1,
        ),
        Finding::new(
            K::PositionsLeftOut {
                columns: vec![text("x1"), text("y1")],
                taken: text("x0"),
            },
            1,
        ),
        Finding::new(K::EntityNotEarned { column: text("id") }, 1),
        Finding::new(
            K::TimeUnreadable {
                column: text("timestamp"),
            },
            1,
        ),
        Finding::new(
            K::MapProjection {
                stated: None,
                factor: Some(1.62),
            },
            1,
        ),
        Finding::new(
            K::CoordinatesSwapped {
                columns: [text("lon"), text("lat")],
            },
            1,
        ),
        Finding::new(K::LongitudeOverflow, 3),
        Finding::new(
            K::PositionsCoarse {
                column: text("lat"),
                step: 1e-4,
                unit: Some(text("deg")),
            },
            1,
        ),
        Finding::new(
            K::PositionsJump {
                cause: JumpCause::ComesBack,
                fastest: 180.1,
                limit: 14.46,
                unit: text("m"),
                worst: Place {
                    file: text("log.csv"),
                    at: At::Line(61),
                },
                time: text("2024-05-04 06:30:00"),
            },
            1,
        ),
        Finding::new(
            K::Unwrapped {
                columns: vec![text("angle")],
            },
            2,
        ),
        Finding::new(
            K::SmootherOvershoots {
                speed: 731.0,
                allowed: 14.8,
                unit: text("m"),
            },
            2,
        ),
        Finding::new(
            K::MotionOrNoise {
                axis: text("x"),
                taken: 0.39,
                neighbors: 0.112,
                unit: text("m"),
            },
            1,
        ),
        Finding::new(K::AtRest, 412),
        Finding::new(
            K::MeasuredContradicts {
                column: text("speed"),
                apart: 7.12,
                unit: text("m"),
            },
            2,
        ),
        Finding::new(
            K::TooFast {
                limit: 30.0,
                unit: text("m"),
            },
            3,
        ),
        Finding::new(
            K::CounterWraps {
                column: text("millis"),
                period: 65_536.0,
            },
            1,
        ),
        Finding::new(
            K::MarkedInvalid {
                column: text("visible"),
                mark: InvalidMark::No,
            },
            1,
        ),
        Finding::new(K::PartBoundaries, 2),
        Finding::new(
            K::StampsRounded {
                ticks: Ticks::NANOSECONDS,
            },
            20,
        ),
        Finding::new(K::MidnightCrossed, 1),
        Finding::new(K::NewestFirst, 1),
        Finding::new(K::VoidFix, 3),
        Finding::new(K::PointWithoutTime, 3),
        Finding::new(K::ChecksumWrong, 3),
        Finding::new(K::RecordsSkipped(SkippedRecords::Sentences), 3),
        Finding::new(K::PositionPlaceholder, 3),
        Finding::new(
            K::MeasuredUnreadable {
                column: text("speed"),
                error: dxdt_motion::Error::new("'fast' is not a number"),
            },
            1,
        ),
        Finding::new(
            K::ClockBroken {
                clock: ClockHealth {
                    rows: 4,
                    distinct: 1,
                    steps: 3,
                    equal_steps: 3,
                    backward_steps: 0,
                    known_instant: None,
                    problems: vec![ClockProblem::AllEqual],
                    broken: true,
                },
            },
            1,
        ),
        Finding::new(K::OffsetMissing, 3),
        Finding::new(K::StampMissing, 3),
        Finding::new(
            K::StampBogus {
                first: 0,
                is_dated: true,
            },
            1,
        ),
        Finding::new(
            K::OutOfOrder {
                by: 2400.0,
                hour: false,
            },
            3,
        ),
        Finding::new(K::TooLate, 3),
        Finding::new(K::QuoteOpen { lines: 2 }, 1),
        Finding::new(K::EntityMissing, 3),
        Finding::new(K::FollowNote(FollowNote::FirstRowsDecide { rows: 4 }), 1),
        Finding::new(
            K::DuplicatesEqual {
                policy: DuplicatePolicy::First,
            },
            3,
        ),
        Finding::new(
            K::DuplicatesContradicting {
                policy: DuplicatePolicy::First,
                largest_distance: 2.991,
                unit: text("m"),
            },
            3,
        ),
        Finding::new(
            K::Gaps {
                longest: 46.02,
                limit: 10.01,
                most: 10.01,
            },
            1,
        ),
        Finding::new(K::PositionMissing, 3),
        Finding::new(K::PositionImpossible, 3),
        Finding::new(K::ShortSegments, 2),
        Finding::new(K::DerivativeOverflow, 1),
        Finding::new(K::OutliersLeftOut, 3),
        Finding::new(
            K::Sampled {
                figures: SampledFigures::Inspection,
                of: 123_456_789,
            },
            1_000_000,
        ),
        Finding::new(
            K::MostlyNoise {
                derivative: Derivative::Acceleration,
                share: 0.9,
                told_apart: true,
            },
            1,
        ),
        Finding::new(K::TooShortToSmooth { needed: 12 }, 2),
        Finding::new(K::PositionsHeld { every: 5 }, 1),
        Finding::new(K::NothingToFuse, 1),
    ]
}

/// The names that the source gives to the kinds.
fn names_in_the_source() -> BTreeSet<&'static str> {
    let source = include_str!("../../../crates/dxdt-motion/src/finding/kind.rs");
    let arms = source.lines().filter_map(|line| {
        let arm = line.trim().strip_prefix("K::")?;
        arm.split_once("=> \"")?.1.strip_suffix("\",")
    });
    arms.collect()
}

#[test]
fn the_page_has_every_kind_of_finding_with_its_sentence() {
    let page = Page::read("docs/reference/findings.md");
    let examples = examples();
    let names: BTreeSet<&str> = examples.iter().map(Finding::name).collect();
    assert!(names.len() > 30);
    assert_eq!(
        names,
        names_in_the_source(),
        "examples are those of the source"
    );
    let rows: Vec<&str> = page
        .text
        .lines()
        .filter(|line| line.starts_with("| `"))
        .collect();
    let mut wrong = Vec::new();
    for finding in &examples {
        let severity = match finding.severity() {
            Severity::Note => "note",
            Severity::Warning => "warning",
        };
        let beginning = format!("| `{}` | {severity} | {finding} |", finding.name());
        if !rows.iter().any(|row| row.starts_with(&beginning)) {
            wrong.push(beginning);
        }
    }
    assert!(
        wrong.is_empty(),
        "docs/reference/findings.md lacks\n{}",
        wrong.join("\n")
    );
    assert_eq!(
        rows.len(),
        examples.len(),
        "rows of kinds that there are not"
    );
}
