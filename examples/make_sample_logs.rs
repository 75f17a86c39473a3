//! Writes the sample logs in `data/`.
//!
//! ```text
//! cargo run --release --example make_sample_logs            writes into data/
//! cargo run --release --example make_sample_logs -- DIR     writes into DIR
//! ```
//!
//! Each log is a formula, evaluated at uneven stamps, and rounded to the digits of its file. So the true velocity and
//! acceleration of every row are known; `data/README.md` has them. Nothing is random: jitter and noise come from a
//! small generator with a fixed seed, and every run writes the same bytes.

use std::f64::consts::TAU;
use std::fmt::Write as _;
use std::fs;
use std::io;
use std::path::Path;

fn main() -> io::Result<()> {
    let default = concat!(env!("CARGO_MANIFEST_DIR"), "/data");
    let folder = std::env::args()
        .nth(1)
        .unwrap_or_else(|| default.to_owned());
    let folder = Path::new(&folder);
    fs::create_dir_all(folder)?;
    for (name, text) in [
        ("pendulum.csv", pendulum()),
        ("free_fall.csv", free_fall()),
        ("gps_walk.csv", gps_walk()),
        ("two_carts.csv", two_carts()),
    ] {
        let path = folder.join(name);
        fs::write(&path, &text)?;
        println!("{}: {} rows", path.display(), text.lines().count() - 1);
    }
    Ok(())
}

/// The bob of a pendulum as a camera with 100 frames a second sees it, each frame up to 2 ms early or late.
///
/// θ(t) = θ₀·e^(−γt)·cos(ωt), x = L·sin θ, y = −L·cos θ, the pivot at the origin.
fn pendulum() -> String {
    const LENGTH: f64 = 1.0; // m
    const AMPLITUDE: f64 = 0.35; // rad
    const DAMPING: f64 = 0.05; // 1/s
    let omega = (9.81 / LENGTH).sqrt();
    let mut random = XorShift::new(1);
    let mut text = "Time (s),x (m),y (m)\n".to_owned();
    for frame in 0..=1000 {
        // In tenths of a millisecond, so that the stamp is exact as it is written.
        let stamp = 100 * frame
            + if frame > 0 {
                random.between(-20, 20)
            } else {
                0
            };
        let t = stamp as f64 / 1e4;
        let angle = AMPLITUDE * (-DAMPING * t).exp() * (omega * t).cos();
        let (x, y) = (LENGTH * angle.sin(), -LENGTH * angle.cos());
        line(
            &mut text,
            format_args!("{},{x:.5},{y:.5}", decimal(stamp, 4)),
        );
    }
    text
}

/// A body that falls from rest, 100 m above the ground: h(t) = 100 m − 9.81 m/s²·t²/2.
///
/// At a stamp of k milliseconds that is 100 − 0.000 004 905·k² metres, nine decimals and no more: no digit is rounded.
fn free_fall() -> String {
    let mut random = XorShift::new(2);
    let mut text = "t [s],height [m]\n".to_owned();
    let mut k = 0;
    for _ in 0..=200 {
        let nanometres = 100_000_000_000 - 4_905 * k * k;
        line(
            &mut text,
            format_args!("{},{}", decimal(k, 3), decimal(nanometres, 9)),
        );
        k += random.between(10, 30);
    }
    text
}

/// A walk of ten minutes round a closed path on a hillside, with what happens to the logs of satellite receivers.
///
/// Latitude 46.8° + 0.0010°·sin(ωt), longitude 8.3° + 0.0015°·cos(ωt), elevation 740 m + 6 m·sin(ωt), ω = 2π/540 s,
/// each with noise of up to 5 cm.
fn gps_walk() -> String {
    const GAP: std::ops::Range<i64> = 240..285; // no fix under trees, in seconds
    let omega = TAU / 540.0;
    let metre = 1.0 / 111_200.0; // in degrees of latitude, near enough for noise
    let mut random = XorShift::new(3);
    let mut noise = move || random.between(-50, 50) as f64 / 1e3;
    let mut jitter = XorShift::new(4);
    let mut text = "time,latitude,longitude,elevation [m]\n".to_owned();
    for second in (0..600).filter(|second| !GAP.contains(second)) {
        let milliseconds = 1000 * second + 40 + jitter.between(-40, 40);
        let phase = omega * milliseconds as f64 / 1e3;
        let latitude = 46.8 + 0.0010 * phase.sin() + noise() * metre;
        let longitude = 8.3 + 0.0015 * phase.cos() + noise() * metre / 46.8_f64.to_radians().cos();
        let elevation = 740.0 + 6.0 * phase.sin() + noise();
        let time = format!(
            "2024-05-11T08:{:02}:{:02}.{:03}Z",
            30 + milliseconds / 60_000,
            milliseconds / 1000 % 60,
            milliseconds % 1000
        );
        let row = format!("{time},{latitude:.7},{longitude:.7},{elevation:.2}");
        match second {
            // The receiver lost its height.
            400 => line(
                &mut text,
                format_args!("{time},{latitude:.7},{longitude:.7},"),
            ),
            // A row sent twice.
            100 => line(&mut text, format_args!("{row}\n{row}")),
            // Two places at one instant, 3 m apart.
            150 => {
                let north = latitude + 3.0 * metre;
                line(
                    &mut text,
                    format_args!("{row}\n{time},{north:.7},{longitude:.7},{elevation:.2}"),
                );
            }
            _ => line(&mut text, format_args!("{row}")),
        }
    }
    text
}

/// Two carts on parallel tracks, seen by one camera that reports each cart when it has found it.
///
/// Cart A rolls on a level track, x = 100 mm + 250 mm/s·t; cart B up an inclined one and back,
/// x = 100 mm + 900 mm/s·t − 150 mm/s²·t². At k milliseconds both have five decimals and no more.
fn two_carts() -> String {
    const START: i64 = 1_715_416_200_000; // 2024-05-11T08:30:00Z in milliseconds since 1970
    let mut random = XorShift::new(5);
    let mut rows = Vec::new();
    for (cart, start, track) in [("A", 0, 0), ("B", 3, 80)] {
        let mut k = start;
        while k <= 6000 {
            let units = match cart {
                "A" => 10_000_000 + 25_000 * k,
                _ => 10_000_000 + 90_000 * k - 15 * k * k,
            };
            rows.push((k, cart, units, track));
            k += random.between(15, 25);
        }
    }
    rows.sort_unstable();
    let mut text = "timestamp_ms,object,x [mm],y [mm]\n".to_owned();
    for (k, cart, units, track) in rows {
        line(
            &mut text,
            format_args!("{},{cart},{},{track}", START + k, decimal(units, 5)),
        );
    }
    text
}

/// `units` of 10^−`digits`, written out: (1234, 3) is 1.234. In whole numbers, so that nothing is rounded.
fn decimal(units: i64, digits: usize) -> String {
    let sign = if units < 0 { "-" } else { "" };
    let text = format!("{:0width$}", units.unsigned_abs(), width = digits + 1);
    let (whole, fraction) = text.split_at(text.len() - digits);
    format!("{sign}{whole}.{fraction}")
}

fn line(text: &mut String, row: std::fmt::Arguments<'_>) {
    // Writing to a string cannot fail.
    let _ = writeln!(text, "{row}");
}

/// Marsaglia's xorshift with the shifts 13, 7, 17 ("Xorshift RNGs", J. Stat. Software 8, 2003): good enough for
/// jitter, not for statistics.
struct XorShift(u64);

impl XorShift {
    /// A seed of few bits is spread over all of them, for the first numbers are as poor as the seed.
    fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15))
    }

    /// A whole number from `low` to `high`, both included.
    fn between(&mut self, low: i64, high: i64) -> i64 {
        let Self(state) = self;
        *state ^= *state << 13;
        *state ^= *state >> 7;
        *state ^= *state << 17;
        // The upper half is the better one; the slight preference of the remainder for small values is harmless.
        low + ((*state >> 32) % (high - low + 1) as u64) as i64
    }
}
