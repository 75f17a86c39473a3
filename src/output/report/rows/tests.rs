use std::io::Read;

use base64::{Engine, engine::general_purpose::STANDARD};
use flate2::read::GzDecoder;
use proptest::prelude::*;

use super::*;
use crate::output::report::page::{PageParts, render};
use crate::output::shown_units::UnitChoice;
use crate::output::summary::Summary;
use dxdt_formats::Source;
use dxdt_log::LogOptions;
use dxdt_motion::audit::{AuditOptions, audit};
use dxdt_motion::inspect::{InspectOptions, inspect};
use dxdt_motion::motion::{DeriveOptions, SmoothingMethod, compare, derive, smooth};

/// The page of a log of entities with so many rows each, whose rows come in pieces that end at some of them.
fn page(rows: &[usize], smoother: bool, budget: u64, cuts: &[usize]) -> String {
    let mut csv = "id,t (s),lon,lat,speed (m/s)\n".to_owned();
    for (entity, &count) in rows.iter().enumerate() {
        let mut t = 0.0;
        for row in 0..count {
            let noise = ((row * 7919 + entity * 31) % 1000) as f64 / 1000.0;
            t += if row % 50 == 49 { 90.0 } else { 0.2 + noise };
            let (x, y) = (179.9 + 0.001 * t, 50.0 + 0.01 * (0.1 * t).sin());
            let x = if x > 180.0 { x - 360.0 } else { x };
            csv.push_str(&format!("{entity},{t},{x},{y},{noise}\n"));
        }
    }
    let source = Source::from_bytes("log.csv".into(), csv.into_bytes()).unwrap();
    let log = dxdt_log::read_source(source, &LogOptions::default()).unwrap();
    let (repair, options) = (AuditOptions::default(), DeriveOptions::default());
    let audited = audit(&log, &repair).unwrap();
    let unsmoothed = derive(&audited, &options);
    let mut motion = unsmoothed.clone();
    let smoothing = smoother.then(|| {
        smooth(
            &audited,
            &mut motion,
            SmoothingMethod::LowPass(Default::default()),
        )
    });
    let axes = compare(&audited, &unsmoothed, &options).axes;
    let summary = Summary::new(
        &audited,
        &motion,
        &[],
        smoothing.as_ref(),
        &axes,
        &repair,
        &options,
    );
    let mut kept = ReportRows::new(&log, smoother, smoother);
    kept.budget = budget;
    let end = audited.stamps.len();
    let mut cuts: Vec<usize> = cuts.iter().map(|cut| cut % end).chain([0, end]).collect();
    cuts.sort_unstable();
    for cut in cuts.windows(2) {
        let starts = |range: &Range<usize>| range.start != cut[0];
        let entities = &audited.entities;
        kept.add(&DerivedRows {
            audited: &audited,
            motion: &motion,
            smoothing: smoothing.as_ref(),
            unsmoothed: &unsmoothed,
            gradient: &unsmoothed.velocity,
            quantities: &[],
            rows: cut[0]..cut[1],
            entity_goes_on: entities.iter().all(|entity| starts(&entity.rows)),
            segment_goes_on: entities
                .iter()
                .flat_map(|entity| &entity.segments)
                .all(starts),
        });
    }
    kept.finish();
    render(PageParts {
        units: UnitChoice::default().of(&summary.units).unwrap(),
        rows: kept,
        files: &log.files,
        summary: &summary,
        inspection: &inspect(&log, &InspectOptions::default()),
        command: "dxdt report log.csv",
    })
    .unwrap()
}

/// The data of a page, unpacked; only its beginning is text.
fn data(page: &str) -> String {
    let (_, rest) = page.split_once(r#"id="data">"#).unwrap();
    let (packed, _) = rest.split_once("</script>").unwrap();
    let packed = STANDARD.decode(packed).unwrap();
    let mut bytes = Vec::new();
    GzDecoder::new(&packed[..]).read_to_end(&mut bytes).unwrap();
    String::from_utf8_lossy(&bytes).into_owned()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(8))]

    #[test]
    fn pages_do_not_depend_on_pieces(
        rows in prop::collection::vec(1_usize..300, 1..7),
        smoother in any::<bool>(),
        budget in prop::sample::select(&[BUDGET, 60_000, 10_000][..]),
        cuts in prop::collection::vec(0_usize..2000, 0..8),
    ) {
        prop_assume!(rows.iter().any(|rows| *rows > 8));
        let whole = page(&rows, smoother, budget, &[]);
        let pieces = page(&rows, smoother, budget, &cuts);
        prop_assert!(whole == pieces);
    }
}

#[test]
fn rows_that_do_not_fit_become_buckets() {
    let whole = page(&[500, 40], false, BUDGET, &[]);
    assert!(!whole.contains("There are more rows than"));
    assert!(!data(&whole).contains(r#""bucketed":true"#));
    let few = page(&[500, 40], false, 20_000, &[]);
    assert!(few.contains("There are more rows than") && few.len() < whole.len());
    // Who needs little has every row.
    let few = data(&few);
    assert!(few.contains(r#""bucketed":true"#) && few.contains(r#""bucketed":false"#));
    // The path goes on across the antimeridian.
    assert!(few.contains(r#""cut":179.0"#));
}
