#![no_main]

use dxdt_time::{StampFormat, StampHints, parse_duration};

// Lines are the cells of a column: the format is found, and every cell is read with it.
libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    let Ok(text) = std::str::from_utf8(data) else {
        return;
    };
    let _ = parse_duration(text);
    let cells = || text.lines();
    if let Ok(format) = StampFormat::detect(cells(), &StampHints::default()) {
        for cell in cells() {
            let _ = format.parse(cell);
        }
    }
    let mut lines = text.lines();
    if let Some(pattern) = lines.next() {
        let hints = StampHints {
            pattern: Some(pattern),
            ..StampHints::default()
        };
        if let Ok(format) = StampFormat::detect(lines.clone(), &hints) {
            for cell in lines {
                let _ = format.parse(cell);
            }
        }
    }
});
