#![no_main]

use dxdt_formats::{FormatChoice, Source};

// Any bytes: compressed or not, of whatever format their content says.
libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    if let Ok(source) = Source::from_bytes("fuzz".to_owned(), data.to_vec()) {
        dxdt_fuzz::take_all_the_way(source, FormatChoice::ByContent);
    }
});
