//! Small or simple files that ask for much: memory, time, depth.

use polars::prelude::{ParquetCompression, ParquetWriter, df};

use super::run::Attack;
use super::sound::{gzipped, zipped};

/// Logs that ask for much.
pub fn logs() -> Vec<Attack> {
    let text = |name: &str, text: String| Attack::new(name, text.into_bytes());
    let header = "t,x\n0,1\n1,2\n2,5\n";
    let comments = "# a comment that says nothing\n".repeat(1_000_000);
    let many = |count: usize, cell: &str| vec![cell; count].join(",");
    let mut attacks = vec![
        Attack::new("nothing", Vec::new()),
        Attack::new("one NUL", vec![0]),
        Attack::new("zeros", vec![0; 2_000_000]),
        Attack::new("0xff", vec![0xff; 100_000]),
        text("line ends", "\n".repeat(1_000_000)),
        text("returns", "\r".repeat(300_000)),
        text("spaces", " ".repeat(3_000_000)),
        text("quotes", "\"".repeat(300_001)),
        text("quotes between words", format!("t,x\n0,{}\n", "a\"b\"".repeat(200_000))),
        text("commas in one line", ",".repeat(5_000_000)),
        text("commas below a header", format!("{header}{}\n", ",".repeat(5_000_000))),
        text("commas with quotes", format!("{header}\"\"{}\n", ",".repeat(1_000_000))),
        text("words in one line", "a ".repeat(2_000_000)),
        text("64,000 columns", {
            let names: Vec<String> = (0..64_000).map(|i| format!("c{i}")).collect();
            format!("t,x,{}\n0,1,{ones}\n1,2,{ones}\n2,4,{ones}\n", names.join(","), ones = many(64_000, "1"))
        }),
        text("20,000 times", {
            let names: Vec<String> = (0..20_000).map(|i| format!("time{i}_ms")).collect();
            let row = |t: usize| many(20_000, &format!("2024-05-11T10:00:0{t}Z"));
            format!("{},x\n{},1\n{},2\n{},4\n", names.join(","), row(0), row(1), row(2))
        }),
        text("20,000 columns of one name", format!("t,{}\n0,{ones}\n1,{ones}\n2,{ones}\n", many(20_000, "x"), ones = many(20_000, "1"))),
        text("4,000 points side by side", {
            let names: Vec<String> = (0..4000).map(|i| format!("p{i}_x,p{i}_y")).collect();
            format!("t,{}\n0,{ones}\n1,{ones}\n2,{ones}\n", names.join(","), ones = many(8000, "1"))
        }),
        text("a name of 3 MB", format!("t,{}\n0,1\n1,2\n2,5\n", "x".repeat(3_000_000))),
        text("a thing with a name of 3 MB", format!("t,id,x\n0,{a},1\n1,{a},2\n2,{a},4\n0,b,1\n1,b,2\n2,b,5\n", a = "a".repeat(3_000_000))),
        text("a cell of 3 MB", format!("{header}3,{}\n", "1".repeat(3_000_000))),
        text("a timestamp of 3 MB", format!("{header}{},1\n", "1".repeat(3_000_000))),
        text("a quoted cell of 3 MB", format!("t,x,note\n0,1,\"{}\"\n1,2,b\n2,3,c\n", "a\n".repeat(1_500_000))),
        text("rows of other widths", (0..50_000).map(|i| "1,".repeat(i % 7) + "1\n").collect()),
        text("50,000 things", format!("t,id,x\n{}", (0..50_000).map(|i| format!("0,thing{i},1\n1,thing{i},2\n")).collect::<String>())),
        text("equal timestamps", format!("t,x\n{}", "0,1\n".repeat(200_000))),
        text("dates beyond reach", format!("t,x\n{}", (1..9).map(|i| format!("{i}9999-01-01T00:00:00Z,{i}\n")).collect::<String>())),
        text("numbers beyond reach", format!("t,x\n{}", (1..9).map(|i| format!("{i}e300,{i}e308\n")).collect::<String>())),
        Attack::new("gzip of comments", gzipped(format!("{header}{comments}").as_bytes())),
        Attack::new("gzip of comments first", gzipped(format!("{comments}{header}").as_bytes())),
        Attack::new("gzip of gzip", gzipped(&gzipped(header.as_bytes()))),
        Attack::new("zip of zip", zipped(&zipped(header.as_bytes()))),
        text("deep arrays", "[".repeat(200_000)),
        text("deep objects", "{\"a\":".repeat(200_000)),
        text("deep records", format!("[{}1{}]", "{\"a\":".repeat(100), "}".repeat(100))),
        text("empty records", format!("[{}]", many(500_000, "{}"))),
        text("records of keys", format!("[{}]", (0..2000).map(|i| format!("{{\"t\":{i},\"k{i}\":1,\"l{i}\":1}}")).collect::<Vec<_>>().join(","))),
        text("deep elements", format!("<gpx>{}", "<a>".repeat(300_000))),
        text("entities", "<!DOCTYPE gpx [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;\">]><gpx><trk><name>&b;</name></trk></gpx>".to_owned()),
        text("attributes", format!("<gpx {}>", (0..50_000).map(|i| format!("a{i}=\"1\" ")).collect::<String>())),
        text("a sentence of 2 MB", format!("$GPRMC,{}*00\r\n", "1,".repeat(1_000_000))),
        text("markers", format!("PathFileType\t4\t(X/Y/Z)\ta\nDataRate\tCameraRate\tNumFrames\tNumMarkers\tUnits\n1\t1\t1\t4294967295\tmm\nFrame#\tTime\t{}\n", "a\t\t\t".repeat(100_000))),
    ];
    attacks.push(Attack::new(
        "one value 1,000,000 times as Parquet",
        same_values(1_000_000),
    ));
    attacks
}

/// What takes more than 64 MiB.
pub fn beyond_memory() -> Vec<Attack> {
    let note = "n".repeat(100_000);
    let players = vec!["{\"x\":1,\"y\":1}"; 3000].join(",");
    let frames = format!("[{{\"time\":1,\"note\":\"{note}\",\"players\":[{players}]}}]");
    let below: Vec<String> = (0..5000).map(|i| format!("\"b{i}\":1")).collect();
    let long = format!("[{{\"{}\":{{{}}}}}]", "a".repeat(20_000), below.join(","));
    let ones = vec!["1"; 2_000_000].join(",");
    vec![
        Attack::new("JSON whose frames share a long text", frames.into_bytes()),
        Attack::new("JSON with keys below a long key", long.into_bytes()),
        Attack::new(
            "JSON of short numbers",
            format!("{{\"t\":[{ones}],\"x\":[{ones}]}}").into_bytes(),
        ),
        Attack::new("image of 20,000 by 20,000 pixels", png(20_000, 20_000)),
    ]
}

/// Files for `field` and `gradient`.
pub fn grids() -> Vec<Attack> {
    let mut grids = beyond_memory();
    let text = |name: &str, text: String| Attack::new(name, text.into_bytes());
    let mut image = png(300, 200);
    grids.push(Attack::new("image", image.clone()));
    image.truncate(60);
    grids.push(Attack::new("image cut off", image));
    grids.push(Attack::new(
        "image that claims all",
        png(u32::MAX >> 1, u32::MAX >> 1),
    ));
    grids.push(Attack::new("image without pixels", png(0, 0)));
    grids.push(Attack::new("JPEG of nothing", b"\xff\xd8\xff\xe0".to_vec()));
    grids.push(text(
        "matrix",
        (vec!["1"; 1500].join(",") + "\n").repeat(1500),
    ));
    grids.push(text("commas", ",".repeat(3_000_000)));
    grids.push(text(
        "infinities",
        "x,y,v\n1e400,0,1\n0,1e400,nan\n".to_owned(),
    ));
    grids.push(text("matrix of one row", vec!["1"; 90_000].join(",")));
    grids.push(Attack::new("zeros", vec![0; 2_000_000]));
    grids
}

/// One value over and over, which Parquet stores as a number of times.
fn same_values(rows: usize) -> Vec<u8> {
    let t: Vec<f64> = (0..rows).map(|row| (row / 1000) as f64).collect();
    let mut table =
        df!("t" => t, "x" => vec![1.0; rows], "name" => vec!["a".repeat(200); rows]).unwrap();
    let mut bytes = Vec::new();
    let writer = ParquetWriter::new(&mut bytes).with_compression(ParquetCompression::Snappy);
    writer
        .with_row_group_size(Some(rows))
        .finish(&mut table)
        .unwrap();
    bytes
}

/// A gray image that says its size, with as many black rows as do not matter.
fn png(width: u32, height: u32) -> Vec<u8> {
    let chunk = |kind: &[u8], content: &[u8]| {
        let named = [kind, content].concat();
        let mut crc = flate2::Crc::new();
        crc.update(&named);
        [
            &(content.len() as u32).to_be_bytes(),
            &named[..],
            &crc.sum().to_be_bytes(),
        ]
        .concat()
    };
    let size = [
        &width.to_be_bytes()[..],
        &height.to_be_bytes(),
        &[8, 0, 0, 0, 0],
    ]
    .concat();
    let rows = (height as usize).min(300);
    let pixels = vec![0; (width as usize + 1).min(100_000) * rows];
    let mut packed = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::fast());
    std::io::Write::write_all(&mut packed, &pixels).unwrap();
    let packed = packed.finish().unwrap();
    [
        b"\x89PNG\r\n\x1a\n".to_vec(),
        chunk(b"IHDR", &size),
        chunk(b"IDAT", &packed),
        chunk(b"IEND", b""),
    ]
    .concat()
}
