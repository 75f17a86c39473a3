#![no_main]

// Bytes as a log of the format whose word for --log-format is in the variable FORMAT.
libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    let format = std::env::var("FORMAT").expect("FORMAT=gpx, or the word for another format");
    dxdt_fuzz::read_as(&format, data);
});
