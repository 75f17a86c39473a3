//! Packs the coordinate reference systems of the EPSG dataset: of each its code, its kind, its name and its definition for
//! PROJ. As constants of the program they would take twenty times the room.

use std::error::Error;
use std::io::Write;
use std::path::Path;

use flate2::{Compression, write::ZlibEncoder};

/// Systems for which these definitions give other places than PROJ 9.5 does, by more than 10 m: they are left out.
const WRONG: [u16; 14] = [
    2062, 2065, 3167, 3973, 3974, 3975, 5513, 6200, 6996, 6997, 8044, 8045, 26591, 26592,
];

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=build.rs");
    let path = Path::new(&std::env::var("OUT_DIR")?).join("epsg.z");
    let mut table = ZlibEncoder::new(std::fs::File::create(path)?, Compression::best());
    for code in (0..=u16::MAX).filter(|code| !WRONG.contains(code)) {
        let Some(system) = crs_definitions::from_code(code) else {
            continue;
        };
        let is_of = |projection: &str| system.proj4.contains(projection);
        let in_degrees = system.wkt.contains("UNIT[\"degree\"") && !is_of("+pm=");
        let kind = match () {
            () if system.proj4.is_empty() => continue,
            () if system.wkt.starts_with("COMPD_CS") => "compound",
            () if is_of("+proj=geocent") => "geocentric",
            () if !is_of("+proj=longlat") => "projected",
            () if in_degrees => "geographic",
            () => "in other angles",
        };
        let name = system.wkt.split('"').nth(1).unwrap_or_default();
        writeln!(table, "{code}\t{kind}\t{name}\t{}", system.proj4)?;
    }
    table.finish()?;
    Ok(())
}
