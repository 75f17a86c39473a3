#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| dxdt_fuzz::read_as("csv", data));
