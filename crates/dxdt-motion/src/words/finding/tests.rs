//! The sentence of every kind of finding, once.

use std::collections::BTreeSet;
use std::fmt::Debug;

use crate::audit::DuplicatePolicy;
use crate::error::{At, Error};
use crate::finding::FindingKind as K;
use crate::finding::*;
use crate::inspect::{ClockHealth, ClockProblem};
use crate::jumps::JumpCause;
use crate::space::LengthUnit;
use crate::words::{InOneFile, WithoutPlace};
use dxdt_time::{DateOrder, DayNumber, Origin, Ticks, TimeUnit, UnitSource};

fn text(text: &str) -> String {
    text.to_owned()
}

fn texts(texts: &[&str]) -> Vec<String> {
    texts.iter().map(|&text| text.to_owned()).collect()
}

/// The variants of a type as its source has them.
fn variants(source: &'static str, name: &str) -> BTreeSet<&'static str> {
    let start = source.find(&format!("pub enum {name} {{\n")).unwrap();
    let body = source[start..].lines().skip(1);
    let variants = body.take_while(|line| *line != "}").filter_map(|line| {
        let variant = line.strip_prefix("    ")?;
        let is_variant = variant.starts_with(|c: char| c.is_ascii_uppercase());
        is_variant.then(|| variant.split([',', ' ', '(']).next().unwrap_or_default())
    });
    variants.collect()
}

/// A line for each sentence, behind the name of its variant; all variants must be there.
fn lines<T: Debug>(
    values: &[T],
    (source, name): (&'static str, &str),
    sentence: impl Fn(&T) -> String,
) -> String {
    let mut told = BTreeSet::new();
    let mut lines = String::new();
    for value in values {
        let shown = format!("{value:?}");
        let variant = shown.split([' ', '(']).next().unwrap_or_default();
        lines += &format!("{variant}: {}\n", sentence(value));
        told.insert(variant.to_owned());
    }
    let expected = variants(source, name);
    let told: BTreeSet<&str> = told.iter().map(String::as_str).collect();
    assert_eq!(told, expected, "{name}");
    lines
}

const DECISIONS: &str = include_str!("../../finding/decision.rs");
const KINDS: &str = include_str!("../../finding/kind.rs");
const NOTES: &str = include_str!("../../finding/note.rs");

fn clock() -> ClockHealth {
    ClockHealth {
        rows: 4,
        distinct: 1,
        steps: 3,
        equal_steps: 3,
        backward_steps: 0,
        known_instant: None,
        problems: vec![ClockProblem::AllEqual],
        broken: true,
    }
}

/// Every kind with a count; those of which the words depend on the count, twice.
fn kinds() -> Vec<(K, u64)> {
    let role = |role, reason| K::Role {
        role,
        columns: texts(&["a", "b"]),
        reason,
        others: Vec::new(),
    };
    let contradicting = |policy| K::DuplicatesContradicting {
        policy,
        largest_distance: 2.991,
        unit: text("m"),
    };
    let gaps = K::Gaps {
        longest: 46.02,
        limit: 10.01,
        most: 10.01,
    };
    let jump = |cause| K::PositionsJump {
        cause,
        fastest: 180.1,
        limit: 14.46,
        unit: text("m"),
        worst: Place {
            file: text("log.csv"),
            at: At::Line(61),
        },
        time: text("2024-05-04 06:30:00"),
    };
    let noise = |derivative, told_apart| K::MostlyNoise {
        derivative,
        share: 0.9,
        told_apart,
    };
    let bogus = |first, is_dated| K::StampBogus { first, is_dated };
    let sampled = |figures| K::Sampled {
        figures,
        of: 123_456_789,
    };
    let marked = |mark| K::MarkedInvalid {
        column: text("fix"),
        mark,
    };
    let twice = |kind: K| [(kind.clone(), 1), (kind, 1234)];
    [
        twice(K::VoidFix),
        twice(K::PointWithoutTime),
        twice(K::ChecksumWrong),
        twice(K::PartBoundaries),
        twice(K::PositionPlaceholder),
        twice(K::StampsRounded {
            ticks: Ticks::NANOSECONDS,
        }),
        twice(K::OffsetMissing),
        twice(K::MidnightCrossed),
        twice(K::StampMissing),
        twice(K::OutOfOrder {
            by: 2400.0,
            hour: false,
        }),
        twice(K::OutOfOrder {
            by: 3000.0,
            hour: true,
        }),
        twice(K::TooLate),
        twice(K::QuoteOpen { lines: 2 }),
        twice(K::EntityMissing),
        twice(K::NewestFirst),
        twice(K::DuplicatesEqual {
            policy: DuplicatePolicy::First,
        }),
        twice(contradicting(DuplicatePolicy::Last)),
        twice(gaps),
        twice(K::PositionMissing),
        twice(K::PositionImpossible),
        twice(K::ShortSegments),
        twice(K::DerivativeOverflow),
        twice(K::OutliersLeftOut),
        twice(K::TooShortToSmooth { needed: 12 }),
        twice(K::PositionsHeld { every: 5 }),
        twice(K::NothingToFuse),
        twice(K::AtRest),
    ]
    .into_iter()
    .flatten()
    .chain(
        [
            role(ColumnRole::Position, RoleReason::Name),
            role(ColumnRole::Time, RoleReason::OnlyGrows),
            K::Clock(StampMeaning::TimesOfDay {
                without_seconds: false,
            }),
            K::Unit(UnitDecision::Axes(vec![AxisUnit::Degrees])),
            K::NoHeight,
            K::FilesJoined { as_entities: false },
            K::FilesJoined { as_entities: true },
            K::ColumnRenamed {
                from: text("speed"),
                to: text("speed_log"),
            },
            K::NameRepeated { name: text("x") },
            K::FormatNote(FormatNote::KittiPoses),
            K::RecordsSkipped(SkippedRecords::Sentences),
            K::MeasuredUnreadable {
                column: text("speed"),
                error: Error::new("'fast' is not a number").at_line(3),
            },
            K::ClockBroken { clock: clock() },
            bogus(1_000_000_000, true),
            bogus(-1_500_000_000, false),
            K::FollowNote(FollowNote::FirstRowsDecide { rows: 4 }),
            contradicting(DuplicatePolicy::Mean),
            contradicting(DuplicatePolicy::Median),
            contradicting(DuplicatePolicy::Error),
            sampled(SampledFigures::Inspection),
            sampled(SampledFigures::Comparison),
            noise(Derivative::Velocity, true),
            noise(Derivative::Acceleration, false),
            K::PositionsLeftOut {
                columns: texts(&["x1", "y1"]),
                taken: text("x0"),
            },
            K::EntityNotEarned { column: text("id") },
            K::TimeUnreadable {
                column: text("timestamp"),
            },
            K::MapProjection {
                stated: None,
                factor: Some(1.62),
            },
            K::MapProjection {
                stated: None,
                factor: None,
            },
            K::MapProjection {
                stated: Some(text("EPSG:25832")),
                factor: None,
            },
            K::MapProjection {
                stated: Some(text("EPSG:3857")),
                factor: Some(2.0),
            },
            K::CoordinatesSwapped {
                columns: [text("lon"), text("lat")],
            },
            K::LongitudeOverflow,
            K::PositionsCoarse {
                column: text("lat"),
                step: 1e-4,
                unit: Some(text("deg")),
            },
            K::PositionsCoarse {
                column: text("x"),
                step: 1.0,
                unit: None,
            },
            jump(JumpCause::ComesBack),
            jump(JumpCause::Stays),
            jump(JumpCause::Swapped),
            jump(JumpCause::Wraps(65_536.0)),
            jump(JumpCause::StandsForNone(-1.0)),
            jump(JumpCause::SeveralObjects),
            K::Unwrapped {
                columns: texts(&["angle"]),
            },
            K::TooFast {
                limit: 30.0,
                unit: text("m"),
            },
            K::SmootherOvershoots {
                speed: 731.0,
                allowed: 14.8,
                unit: text("m"),
            },
            K::MotionOrNoise {
                axis: text("x"),
                taken: 0.39,
                neighbors: 0.112,
                unit: text("m"),
            },
            K::MeasuredContradicts {
                column: text("speed"),
                apart: 7.12,
                unit: text("m"),
            },
            K::CounterWraps {
                column: text("millis"),
                period: 4_294_967_296.0,
            },
            marked(InvalidMark::Below(0.1)),
            marked(InvalidMark::No),
            marked(InvalidMark::Yes),
            marked(InvalidMark::NoFix),
        ]
        .map(|kind| (kind, 2)),
    )
    .collect()
}

#[test]
fn every_kind_has_a_sentence() {
    let mut findings: Vec<Finding> = kinds()
        .into_iter()
        .map(|(kind, count)| Finding::new(kind, count))
        .collect();
    findings.sort_by_key(Finding::name);
    let mut told = BTreeSet::new();
    let mut sentences = String::new();
    for finding in &findings {
        let kind = format!("{:?}", finding.kind);
        told.insert(kind.split([' ', '(']).next().unwrap_or_default().to_owned());
        sentences += &format!("{}: {finding}\n", finding.name());
    }
    let told: BTreeSet<&str> = told.iter().map(String::as_str).collect();
    assert_eq!(told, variants(KINDS, "FindingKind"));
    insta::assert_snapshot!(sentences);
}

#[test]
fn the_first_place_ends_the_sentence() {
    let place = |line| Place {
        file: text("a\u{1b}.csv"),
        at: At::Line(line),
    };
    let mut finding = Finding {
        kind: K::OutOfOrder {
            by: 1e-9,
            hour: false,
        },
        count: 2,
        places: vec![place(9), place(11)],
    };
    let what =
        "2 rows with an earlier timestamp than the row before (by up to 1 ns), sorted by time";
    let sentence = finding.to_string();
    assert_eq!(
        sentence,
        format!("{what} (first at a\\u{{1b}}.csv, line 9)")
    );
    let sentence = InOneFile(&finding).to_string();
    assert_eq!(sentence, format!("{what} (first at line 9)"));
    assert_eq!(WithoutPlace(&finding).to_string(), what);
    finding.count = 1;
    assert!(finding.to_string().ends_with(" (a\\u{1b}.csv, line 9)"));
}

#[test]
fn every_role_and_reason_has_words() {
    let roles = [
        ColumnRole::Time,
        ColumnRole::Position,
        ColumnRole::Entity,
        ColumnRole::MeasuredVelocity,
        ColumnRole::Accuracy,
        ColumnRole::Truth,
    ];
    let reasons = [
        RoleReason::Given,
        RoleReason::Format,
        RoleReason::Name,
        RoleReason::NameOfTime,
        RoleReason::DatesOrTimes,
        RoleReason::OnlyGrows,
        RoleReason::TumLayout,
        RoleReason::NothingBetter,
        RoleReason::NameAndValues,
        RoleReason::NameBeforeValues,
        RoleReason::NameAndUnit,
        RoleReason::NameOfTruth,
        RoleReason::AgreesWithSpeed,
        RoleReason::CountsFrames,
        RoleReason::EpochNumbers,
        RoleReason::ExplainsTime,
        RoleReason::LikeDegrees,
    ];
    insta::assert_snapshot!(
        lines(&roles, (DECISIONS, "ColumnRole"), ToString::to_string)
            + &lines(&reasons, (DECISIONS, "RoleReason"), ToString::to_string)
    );
}

#[test]
fn every_meaning_of_stamps_has_words() {
    let numbers = |origin, source| StampMeaning::Numbers {
        unit: TimeUnit::Millisecond,
        origin,
        source,
        day_number: None,
    };
    let dates = |order, zone| StampMeaning::Dates { order, zone };
    let meanings = [
        numbers(Origin::UnixEpoch, UnitSource::Magnitude),
        numbers(Origin::LogStart, UnitSource::Given),
        numbers(Origin::LogStart, UnitSource::Header),
        numbers(Origin::LogStart, UnitSource::Assumed { other: None }),
        numbers(
            Origin::LogStart,
            UnitSource::Assumed {
                other: Some(TimeUnit::Second),
            },
        ),
        numbers(
            Origin::LogStart,
            UnitSource::Steps {
                other: TimeUnit::Microsecond,
            },
        ),
        numbers(Origin::LogStart, UnitSource::MeasuredSpeed),
        StampMeaning::Numbers {
            unit: TimeUnit::Day,
            origin: Origin::UnixEpoch,
            source: UnitSource::Steps {
                other: TimeUnit::Second,
            },
            day_number: Some(DayNumber::Spreadsheet),
        },
        StampMeaning::Elapsed { frame_rate: None },
        StampMeaning::Elapsed {
            frame_rate: "25".parse().ok(),
        },
        StampMeaning::Frames("25".parse().unwrap()),
        dates(DateOrder::Evident, StampZone::Utc),
        dates(DateOrder::DayFirst, StampZone::TakenAsUtc),
        dates(DateOrder::MonthFirst, StampZone::Scale(text("TDB"))),
        StampMeaning::TimesOfDay {
            without_seconds: false,
        },
        StampMeaning::TimesOfDay {
            without_seconds: true,
        },
        StampMeaning::ByPattern {
            zone: StampZone::Utc,
        },
    ];
    let sentence = |meaning: &StampMeaning| Finding::new(K::Clock(meaning.clone()), 1).to_string();
    insta::assert_snapshot!(lines(&meanings, (DECISIONS, "StampMeaning"), sentence));
}

#[test]
fn every_unit_has_words() {
    let length = |unit, source, shown| AxisUnit::Length {
        unit,
        source,
        shown,
    };
    let radians = |shown| AxisUnit::Radians { shown };
    let (converted, kept) = (ShownUnits::Converted, ShownUnits::Kept);
    let axes = [
        AxisUnit::Degrees,
        radians(converted),
        radians(kept),
        length(LengthUnit::Metre, LengthSource::Given, converted),
        length(LengthUnit::Pixel, LengthSource::Name, converted),
        length(LengthUnit::Foot, LengthSource::AircraftCustom, converted),
        length(LengthUnit::Millimetre, LengthSource::Name, kept),
        AxisUnit::Other(text("ra\u{1b}d")),
        AxisUnit::AssumedMetres,
        AxisUnit::Unnamed,
    ];
    let sentence = |decision: UnitDecision| Finding::new(K::Unit(decision), 1).to_string();
    let of_axis = |axis: &AxisUnit| sentence(UnitDecision::Axes(vec![axis.clone()]));
    let of_map = |is_projected, height| UnitDecision::OfMap {
        crs: text("EPSG:25832"),
        name: text("ETRS89 / UTM zone 32N"),
        is_projected,
        columns: [text("x"), text("y")],
        height,
    };
    let decisions = [
        UnitDecision::Axes(vec![AxisUnit::Degrees, AxisUnit::AssumedMetres]),
        UnitDecision::Kept { unit: text("mm") },
        UnitDecision::ScaledDegrees {
            scale: AngleScale::TenMillionths,
            height: None,
            is_sure: true,
        },
        UnitDecision::ScaledDegrees {
            scale: AngleScale::TenMillionths,
            height: Some(AxisUnit::AssumedMetres),
            is_sure: false,
        },
        UnitDecision::DegreesByContent {
            columns: [text("x"), text("y")],
        },
        of_map(true, None),
        of_map(false, Some(AxisUnit::AssumedMetres)),
    ];
    insta::assert_snapshot!(
        lines(&axes, (DECISIONS, "AxisUnit"), of_axis)
            + &lines(
                &decisions,
                (DECISIONS, "UnitDecision"),
                |decision| sentence(decision.clone())
            )
    );
}

#[test]
fn every_note_has_a_sentence() {
    let ephemeris = |name: Option<&str>, times: Option<&str>| FormatNote::Ephemeris {
        object: name.map(text),
        center: name.map(text),
        frame: name.map(text),
        times: times.map(text),
    };
    let points = |points| FormatNote::PointsNotUsed { points };
    let differs = |of, found| FormatNote::CountDiffers {
        of,
        said: text("7"),
        found,
    };
    let pair = |order, reason| FormatNote::PairOrder {
        column: text("place"),
        order,
        reason,
    };
    let value = |is_first| PairOrderReason::Value {
        value: 141.2,
        line: 3,
        is_first,
    };
    let exact = |reason| FormatNote::ExactLeftOut {
        column: text("exact_x"),
        reason,
    };
    let array = |length| FormatNote::ArrayAsAxes {
        key: text("p"),
        length,
    };
    let records = |others: &[&str]| FormatNote::RecordsOf {
        array: text("log"),
        others: texts(others),
    };
    let names = || texts(&["a\u{1b}", "b"]);
    let (latitude, longitude) = (PairOrder::LatitudeFirst, PairOrder::LongitudeFirst);
    let notes = [
        FormatNote::LinesAboveHeader,
        records(&[]),
        records(&["events"]),
        FormatNote::LeftOutBesideColumns { members: names() },
        array(2),
        array(3),
        FormatNote::ArraysLeftOut { key: text("p") },
        FormatNote::FourthCoordinateIsTime,
        FormatNote::LongPropertiesLeftOut {
            properties: names(),
        },
        FormatNote::NestedPropertiesLeftOut {
            properties: names(),
        },
        points(GpxPoints::Track),
        points(GpxPoints::Route),
        points(GpxPoints::Waypoint),
        FormatNote::CalledByNumber {
            word: "track",
            longest: 200,
        },
        differs(HeaderCount::Frames, 1),
        differs(HeaderCount::Markers, 2),
        FormatNote::MarkerRepeated { name: text("Hip") },
        FormatNote::RateDiffers {
            said: 100.0,
            found: 120.5,
        },
        FormatNote::OtherPairs { columns: names() },
        pair(longitude, PairOrderReason::WellKnownText),
        pair(latitude, PairOrderReason::Name),
        pair(longitude, value(true)),
        pair(latitude, value(false)),
        pair(longitude, PairOrderReason::GeoJsonHabit),
        pair(latitude, PairOrderReason::UsualHabit),
        FormatNote::SharedTime {
            run: text("Run #1"),
        },
        FormatNote::WithoutRows {
            entity: text("mass"),
            name: text("A"),
        },
        FormatNote::KittiPoses,
        FormatNote::OtherDatum {
            datum: text("European 1950"),
        },
        FormatNote::WholeSeconds,
        FormatNote::RoundedJulianDays,
        ephemeris(Some("ISS"), Some("UTC")),
        ephemeris(None, None),
        FormatNote::NotConvertedToUtc { scale: text("TDB") },
        FormatNote::HorizonsStamps {
            scale: HorizonsScale::Tdb,
        },
        FormatNote::HorizonsStamps {
            scale: HorizonsScale::Ut,
        },
        FormatNote::NmeaWithoutDate,
        FormatNote::SomeAltitudes {
            with_altitude: 2,
            positions: 9,
        },
        FormatNote::NoSentence,
        FormatNote::WithoutChecksum,
        FormatNote::NotMeasured,
        FormatNote::AllTwoDimensional,
        FormatNote::IgcWithoutDate,
        FormatNote::PressureAltitude,
        FormatNote::TypesLeftOut { columns: names() },
        exact(ExactLeftOut::Unit(text("furlong/s"))),
        exact(ExactLeftOut::Unreadable(Error::new("no").at_line(3))),
    ];
    let of =
        |note: &FormatNote, count| Finding::new(K::FormatNote(note.clone()), count).to_string();
    // What is counted was met several times, but for lines above the header, which have words for both.
    let sentence = |note: &FormatNote| match note {
        FormatNote::LinesAboveHeader => [1, 2].map(|count| of(note, count)).join("\n"),
        note => of(note, 2),
    };
    let follow = [
        FollowNote::FirstRowsDecide { rows: 4 },
        FollowNote::JumpsNotFlagged,
        FollowNote::GapLimitSoFar {
            least: 3,
            most: 1000,
        },
    ];
    let of_follow = |note: &FollowNote| Finding::new(K::FollowNote(*note), 1).to_string();
    insta::assert_snapshot!(
        lines(&notes, (NOTES, "FormatNote"), sentence)
            + &lines(&follow, (NOTES, "FollowNote"), of_follow)
    );
}

#[test]
fn all_skipped_records_have_words() {
    let records = [
        SkippedRecords::CutOffRow,
        SkippedRecords::Sentences,
        SkippedRecords::IgcFixes,
        SkippedRecords::IgcHeaders,
        SkippedRecords::IgcForeign,
        SkippedRecords::PointsBesideLines,
        SkippedRecords::LinesWithoutTimes,
        SkippedRecords::OtherFeatures,
    ];
    let source = (NOTES, "SkippedRecords");
    let of = |count| {
        lines(&records, source, |records| {
            Finding::new(K::RecordsSkipped(*records), count).to_string()
        })
    };
    insta::assert_snapshot!(of(1) + &of(1234));
}
