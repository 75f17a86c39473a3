//! Writes the sample logs in `data/`.
//!
//! ```text
//! cargo run --release --example make_sample_logs            writes into data/
//! cargo run --release --example make_sample_logs -- DIR     writes into DIR
//! ```
//!
//! Each log is a formula, evaluated at uneven timestamps, and rounded to the digits of its file. So the true velocity and
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
        ("robot_pose.txt", robot_pose()),
        ("gulls.csv", gulls()),
        ("aircraft.csv", aircraft()),
        ("cart_tracker.txt", cart_tracker()),
    ] {
        let path = folder.join(name);
        fs::write(&path, &text)?;
        println!("{}: {} lines", path.display(), text.lines().count());
    }
    Ok(())
}

/// The bob of a pendulum as a camera with 100 frames per second sees it, each frame up to 2 ms early or late.
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
        // In tenths of a millisecond, so that the timestamp is exact as written.
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
/// At a timestamp of k milliseconds that is 100 − 0.000 004 905·k² meters, nine decimals and no more: no digit is rounded.
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

/// A walk of ten minutes along a closed path on a hillside, with typical defects of logs from satellite receivers.
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
            // Two positions at one instant, 3 m apart.
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

/// The pose of a robot on a figure of eight that rises and falls, as a motion-capture system of 20 Hz gives it, in the
/// TUM layout.
///
/// x = 1.5 m·sin ωt, y = 0.75 m·sin 2ωt, z = 1 m + 0.1 m·sin 3ωt, ω = 2π/20 s; the robot faces where it goes. Timestamps
/// are seconds since 1970. The system loses sight of it for a second and a half.
fn robot_pose() -> String {
    const START: i64 = 1_715_416_200_000; // 2024-05-11T08:30:00Z in milliseconds since 1970
    const LOST: std::ops::Range<i64> = 12_000..13_500; // in milliseconds
    let omega = TAU / 20.0;
    let mut random = XorShift::new(6);
    let mut text = "# pose of a robot\n# timestamp tx ty tz qx qy qz qw\n".to_owned();
    for frame in 0..=400 {
        let milliseconds = 50 * frame + random.between(0, 4);
        if LOST.contains(&milliseconds) {
            continue;
        }
        let phase = omega * milliseconds as f64 / 1e3;
        let x = 1.5 * phase.sin();
        let y = 0.75 * (2.0 * phase).sin();
        let z = 1.0 + 0.1 * (3.0 * phase).sin();
        let heading = (1.5 * (2.0 * phase).cos()).atan2(1.5 * phase.cos());
        let (qz, qw) = (heading / 2.0).sin_cos();
        line(
            &mut text,
            format_args!(
                "{} {x:.4} {y:.4} {z:.4} 0.0000 0.0000 {qz:.4} {qw:.4}",
                decimal(START + milliseconds, 3)
            ),
        );
    }
    text
}

/// Two gulls with transmitters, a fix of each every five minutes, in the columns of Movebank.
///
/// Each flies along an ellipse on the map: latitude = center + amplitude·sin ωt, longitude = center + amplitude·cos ωt,
/// with 10 m of noise. The transmitters sleep at night, one fix is an outlier and one is empty.
fn gulls() -> String {
    const DAY: std::ops::Range<i64> = 4..20; // hours of the day with fixes, UTC
    let degrees = 1.0 / 111_200.0; // of latitude in a meter, near enough for noise
    let mut random = XorShift::new(7);
    let mut text = "event-id,visible,timestamp,location-long,location-lat,sensor-type,\
                    individual-taxon-canonical-name,individual-local-identifier\n"
        .to_owned();
    let mut event = 0;
    // From 16:00 on the first day to 12:00 on the second.
    for step in 0..240 {
        let minute = 16 * 60 + 5 * step;
        if !DAY.contains(&(minute / 60 % 24)) {
            continue;
        }
        for (name, latitude, longitude, hours) in
            [("Ada", 0.06, 0.10, 3.0), ("Bertha", 0.09, 0.05, 4.0)]
        {
            event += 1;
            // A fix takes 10 to 40 s.
            let seconds = 60 * minute + random.between(10, 40);
            let phase = TAU * seconds as f64 / (hours * 3600.0);
            let mut noise = || random.between(-10, 10) as f64 * degrees;
            let mut latitude = 53.7 + latitude * phase.sin() + noise();
            let longitude = 7.2 + longitude * phase.cos() + noise() / 53.7_f64.to_radians().cos();
            if event == 60 {
                latitude += 0.5; // the outlier
            }
            let place = if event == 121 {
                ",".to_owned() // no fix in time
            } else {
                format!("{longitude:.5},{latitude:.5}")
            };
            line(
                &mut text,
                format_args!(
                    "{event},true,2024-05-{:02} {:02}:{:02}:{:02}.000,{place},gps,Larus argentatus,{name}",
                    11 + seconds / 86_400,
                    seconds / 3600 % 24,
                    seconds / 60 % 60,
                    seconds % 60
                ),
            );
        }
    }
    text
}

/// The descent of an aircraft with one turn, as an ADS-B receiver logs it: timestamps in whole seconds, feet and knots.
///
/// On a plane of meters east and north of 53.0° N, 9.0° E it flies at 128 m/s on heading 70°, turns right by 90° from
/// t = 400 s to 460 s, and goes straight on, slower by 0.1 m/s each second. The altitude falls from 12,000 ft by 25.6 ft/s from t = 100 s to 500 s. A message
/// is sent within the second of its timestamp; none come from 600 s to 690 s.
fn aircraft() -> String {
    const START: i64 = 1_715_416_200; // 2024-05-11T08:30:00Z
    const SPEED: f64 = 128.0; // m/s
    const SILENCE: std::ops::Range<i64> = 600..690; // s
    let mut random = XorShift::new(8);
    let mut text =
        "timestamp,icao24,latitude,longitude,altitude,groundspeed,vertical_rate\n".to_owned();
    let mut second = 0;
    while second <= 900 {
        // The message is from some instant within the second of the timestamp.
        let t = second as f64 + random.between(0, 999) as f64 / 1e3;
        let heading = (70.0 + 1.5 * (t - 400.0).clamp(0.0, 60.0)).to_radians();
        let [mut east, mut north] = [0.0, 0.0];
        // Straight, turn, straight: the integrals of the velocity.
        let first = 70.0_f64.to_radians();
        let before = t.min(400.0);
        east += SPEED * before * first.sin();
        north += SPEED * before * first.cos();
        let radius = SPEED / 1.5_f64.to_radians();
        east += radius * (first.cos() - heading.cos());
        north += radius * (heading.sin() - first.sin());
        let after = (t - 460.0).max(0.0);
        let way = SPEED * after - 0.05 * after * after;
        east += way * heading.sin();
        north += way * heading.cos();
        let latitude = 53.0 + north / 111_300.0;
        let longitude = 9.0 + east / 67_000.0;
        let altitude = 12_000.0 - 25.6 * (t - 100.0).clamp(0.0, 400.0);
        let rate = if (100.0..500.0).contains(&t) {
            -1536
        } else {
            0
        };
        if !SILENCE.contains(&second) {
            line(
                &mut text,
                format_args!(
                    "{},3c6444,{latitude:.5},{longitude:.5},{:.0},{:.0},{rate}",
                    START + second,
                    (altitude / 25.0).round() * 25.0,
                    (SPEED - 0.1 * after)
                        * ground_per_plane(latitude, altitude * 0.3048, heading)
                        * 3600.0
                        / 1852.0,
                ),
            );
        }
        second += random.between(4, 6);
    }
    text
}

/// How many meters over WGS84, at this height, one meter on the plane of [`aircraft`] is.
fn ground_per_plane(latitude: f64, height: f64, heading: f64) -> f64 {
    let flattening = 1.0 / 298.257_223_563;
    let eccentricity = flattening * (2.0 - flattening);
    let (sine, cosine) = latitude.to_radians().sin_cos();
    let root = (1.0 - eccentricity * sine * sine).sqrt();
    let across = 6_378_137.0 / root;
    let along = 6_378_137.0 * (1.0 - eccentricity) / (root * root * root);
    let east = heading.sin() / 67_000.0;
    let north = heading.cos() / 111_300.0;
    ((across + height) * cosine * east.to_radians()).hypot((along + height) * north.to_radians())
}

/// A cart that rolls up an incline and back, tracked by hand in a video of 30 frames per second, as Tracker exports it.
///
/// x = 0.2 m + 1.2 m/s·t − 0.4 m/s²·t², so its acceleration is −0.8 m/s²; each click is up to 1 mm off.
fn cart_tracker() -> String {
    let mut random = XorShift::new(9);
    let mut text = "\tcart\t\nt\tx\ty\n".to_owned();
    for frame in 0..=90 {
        let t = f64::from(frame) / 30.0;
        let mut click = || random.between(-1000, 1000) as f64 / 1e6;
        let x = 0.2 + 1.2 * t - 0.4 * t * t + click();
        let y = click();
        line(&mut text, format_args!("{t:.9E}\t{x:.9E}\t{y:.9E}"));
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
