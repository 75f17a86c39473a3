//! Packs the two fonts of the charts, which are unpacked when the first chart is drawn: half the room in the program.

use std::env;
use std::error::Error;
use std::fs::File;
use std::io::Write;
use std::path::PathBuf;

use flate2::{Compression, write::ZlibEncoder};

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=build.rs");
    let folder = PathBuf::from(env::var_os("OUT_DIR").ok_or("cargo gives no folder")?);
    let fonts = [
        ("regular.z", dejavu::sans::regular()),
        ("bold.z", dejavu::sans::bold()),
    ];
    for (name, font) in fonts {
        let mut packed = ZlibEncoder::new(File::create(folder.join(name))?, Compression::best());
        packed.write_all(font)?;
        packed.finish()?;
    }
    Ok(())
}
