//! Ways to damage a file, each with its own seed.

use rand::{Rng, RngExt, SeedableRng};
use rand_chacha::ChaCha12Rng;

/// A damaged copy, and how it is damaged; rounds go through the ways.
pub fn damaged(sound: &[u8], round: usize, seed: u64) -> (&'static str, Vec<u8>) {
    let mut random = ChaCha12Rng::seed_from_u64(seed);
    let mut bytes = sound.to_vec();
    let at = random.random_range(0..bytes.len());
    let how = match round {
        0 => {
            bytes.truncate(at);
            "cut off"
        }
        1 => {
            for _ in 0..random.random_range(1..9) {
                let at = random.random_range(0..bytes.len());
                bytes[at] = random.random();
            }
            "with random bytes in"
        }
        2 => {
            let mut junk = vec![0; random.random_range(1..4000)];
            random.fill_bytes(&mut junk);
            bytes.splice(at..at, junk);
            "with binary junk in"
        }
        3 => {
            bytes.splice(at..at, [0; 40]);
            "with NUL bytes in"
        }
        4 => {
            let end = (at + random.random_range(1..200)).min(bytes.len());
            bytes.drain(at..end);
            "with a hole in"
        }
        5 => {
            let end = (at + random.random_range(1..200)).min(bytes.len());
            let again = bytes[at..end].repeat(2000);
            bytes.splice(at..at, again);
            "with a part 2000 times over in"
        }
        6 => {
            let digits = vec![b'9'; random.random_range(20..100_000)];
            replace_numbers(&mut bytes, &digits, &mut random);
            "with huge numbers in"
        }
        7 => {
            let words: [&[u8]; 6] = [b"1e999", b"NaN", b"-", b"0x1p9", b"--1", b"1.2.3"];
            let word = words[random.random_range(0..words.len())];
            replace_numbers(&mut bytes, word, &mut random);
            "with no numbers in"
        }
        8 => {
            let wide = bytes.iter().flat_map(|byte| [*byte, 0]);
            bytes = [0xff, 0xfe].into_iter().chain(wide).collect();
            "in UTF-16"
        }
        9 => {
            let field = vec![b'a'; 300_000];
            bytes.splice(at..at, field);
            "with an enormous field in"
        }
        _ => {
            let marks = b",;\t \"{}[]<>\n\r/=:";
            for byte in &mut bytes {
                if marks.contains(byte) && random.random_range(0..9) == 0 {
                    *byte = marks[random.random_range(0..marks.len())];
                }
            }
            "with other marks in"
        }
    };
    (how, bytes)
}

/// Puts a word in the place of some of the numbers.
fn replace_numbers(bytes: &mut Vec<u8>, word: &[u8], random: &mut ChaCha12Rng) {
    let is_part = |byte: &u8| byte.is_ascii_digit() || *byte == b'.';
    for _ in 0..random.random_range(1..4) {
        let from = random.random_range(0..bytes.len());
        let Some(start) = bytes[from..].iter().position(u8::is_ascii_digit) else {
            continue;
        };
        let start = from + start;
        let length = bytes[start..]
            .iter()
            .take_while(|byte| is_part(byte))
            .count();
        bytes.splice(start..start + length, word.iter().copied());
    }
}
