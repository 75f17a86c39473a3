//! Compressed logs unpacked once, with limits on what they may grow to.

mod archive;

use std::borrow::Cow;
use std::io::{self, BufRead, BufReader, Read};

use flate2::bufread::MultiGzDecoder;
use zstd::stream::read::Decoder as ZstdDecoder;

use dxdt_motion::error::{Error, Result};

use super::content::{Content, ContentReader};
use super::spool::SpoolRoom;

const GZIP: &[u8] = &[0x1f, 0x8b];
const ZSTD: &[u8] = &[0x28, 0xb5, 0x2f, 0xfd];

/// How far compressed data may grow.
#[derive(Debug, Clone, Copy)]
struct Limits {
    /// Data may always unpack to this many bytes.
    free: u64,
    /// Beyond that they may grow to this many times their compressed size.
    growth: u64,
    /// And never to more bytes than this.
    most: u64,
}

const GIB: u64 = 1 << 30;

// Text seldom shrinks to a hundredth; what shrinks to a thousandth and fills a gibibyte was made to do so.
const LIMITS: Limits = Limits {
    free: GIB,
    growth: 1000,
    most: 64 * GIB,
};

impl Limits {
    fn allowed(&self, compressed: u64) -> u64 {
        compressed
            .saturating_mul(self.growth)
            .max(self.free)
            .min(self.most)
    }
}

/// How bytes are compressed, told by the first of them.
pub fn compression_of(raw: &[u8]) -> Option<&'static str> {
    if raw.starts_with(GZIP) {
        Some("gzip")
    } else if raw.starts_with(ZSTD) || is_skippable_zstd_frame(raw) {
        Some("zstd")
    } else {
        archive::is_zip(raw).then_some("zip")
    }
}

/// What a gzip or zstd stream or a zip archive with one log holds, `kind` being what [`compression_of`] says of it.
///
/// # Errors
/// Data that are damaged, cut off or encrypted, that grow too far, that hold no log or several; where there is no room.
pub(super) fn unpacked(raw: &Content, kind: &str, room: &SpoolRoom) -> Result<Content> {
    unpacked_within(raw, kind, room, LIMITS)
}

fn unpacked_within(raw: &Content, kind: &str, room: &SpoolRoom, limits: Limits) -> Result<Content> {
    let packed = Packed::new(buffered(raw));
    match kind {
        "gzip" => {
            let consumed = |decoder: &MultiGzDecoder<Packed<_>>| decoder.get_ref().consumed;
            unpack(MultiGzDecoder::new(packed), "gzip", consumed, room, limits)
        }
        "zstd" => {
            let consumed = |decoder: &ZstdDecoder<'_, Packed<_>>| decoder.get_ref().consumed;
            unpack(zstd_decoder(packed)?, "zstd", consumed, room, limits)
        }
        _ => archive::unpack_log(raw, room, limits),
    }
}

fn buffered(raw: &Content) -> BufReader<ContentReader> {
    BufReader::with_capacity(128 << 10, raw.from(0))
}

fn zstd_decoder<R: BufRead>(packed: R) -> Result<ZstdDecoder<'static, R>> {
    ZstdDecoder::with_buffer(packed).map_err(|error| damaged("zstd", &error))
}

/// Compressed bytes that say how many of them have been read.
struct Packed<R> {
    rest: R,
    consumed: u64,
}

impl<R: BufRead> Packed<R> {
    fn new(rest: R) -> Self {
        Self { rest, consumed: 0 }
    }
}

impl<R: BufRead> Read for Packed<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.rest.read(buffer)?;
        self.consumed += count as u64;
        Ok(count)
    }
}

impl<R: BufRead> BufRead for Packed<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        self.rest.fill_buf()
    }

    fn consume(&mut self, count: usize) {
        self.rest.consume(count);
        self.consumed += count as u64;
    }
}

/// Parallel zstd starts with a frame of its own that holds no content: RFC 8878, section 3.1.2.
fn is_skippable_zstd_frame(raw: &[u8]) -> bool {
    matches!(raw, [0x50..=0x5f, 0x2a, 0x4d, 0x18, ..])
}

/// Reads to the end, or until the data have grown too far over the compressed bytes read until then.
fn unpack<R: Read>(
    reader: R,
    kind: &str,
    consumed: impl Fn(&R) -> u64,
    room: &SpoolRoom,
    limits: Limits,
) -> Result<Content> {
    room.copy(
        reader,
        |error| damaged(kind, error),
        |reader, unpacked, _| refuse_bomb(unpacked, consumed(reader), limits),
    )
}

fn refuse_bomb(unpacked: u64, consumed: u64, limits: Limits) -> Result<()> {
    let allowed = limits.allowed(consumed);
    if unpacked <= allowed {
        return Ok(());
    }
    Err(Error::new(format!(
        "the compressed data unpack to more than {}: this looks like a decompression bomb",
        in_words(allowed)
    ))
    .advise("unpack the file yourself if you trust it"))
}

fn damaged(kind: &str, error: &io::Error) -> Error {
    if error.kind() == io::ErrorKind::OutOfMemory {
        return Error::new(format!(
            "there is not enough memory to unpack the {kind} data"
        ));
    }
    let error: Cow<'_, str> = if kind == "zstd" && error.kind() == io::ErrorKind::UnexpectedEof {
        "incomplete frame".into()
    } else {
        error.to_string().into()
    };
    Error::new(format!("the {kind} data is damaged or cut off ({error})"))
        .advise("download or compress the file again")
}

/// `1 GiB`, `1.5 GiB`, `12 bytes`.
fn in_words(bytes: u64) -> String {
    if bytes < GIB {
        return format!("{bytes} bytes");
    }
    let tenths = bytes.saturating_mul(10) / GIB;
    match tenths % 10 {
        0 => format!("{} GiB", tenths / 10),
        tenth => format!("{}.{tenth} GiB", tenths / 10),
    }
}

#[cfg(test)]
pub(super) mod tests {
    use std::io::Write;

    use flate2::{Compression, write::GzEncoder};
    use proptest::prelude::*;

    use super::*;

    const SMALL: Limits = Limits {
        free: 10_000,
        growth: 20,
        most: 1_000_000,
    };

    pub(in super::super) fn gzipped(text: &[u8]) -> Vec<u8> {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
        encoder.write_all(text).unwrap();
        encoder.finish().unwrap()
    }

    pub(in super::super) fn zstandard(text: &[u8]) -> Vec<u8> {
        zstd::encode_all(text, 1).unwrap()
    }

    pub(in super::super) fn zipped(log: &[u8]) -> Vec<u8> {
        archive::tests::one_log(log)
    }

    fn within(raw: &[u8], limits: Limits) -> Result<Vec<u8>> {
        let kind = compression_of(raw).unwrap_or("none");
        let raw = Content::in_memory(raw.to_vec());
        let content = unpacked_within(&raw, kind, &SpoolRoom::in_memory(), limits)?;
        Ok(content.into_bytes().unwrap())
    }

    fn decompress(raw: &[u8]) -> Result<Vec<u8>> {
        within(raw, LIMITS)
    }

    #[test]
    fn streams_are_told_by_content_and_all_their_members_are_read() {
        for pack in [gzipped, zstandard] {
            let mut raw = pack(b"t,x\n");
            raw.extend(pack(b"1,2\n"));
            assert_eq!(decompress(&raw).unwrap(), b"t,x\n1,2\n");
        }
        let mut parallel = vec![0x50, 0x2a, 0x4d, 0x18, 2, 0, 0, 0, 7, 7];
        parallel.extend(zstandard(b"t,x\n1,2\n"));
        assert_eq!(decompress(&parallel).unwrap(), b"t,x\n1,2\n");
    }

    #[test]
    fn nested_compression_is_unpacked_once() {
        let inner = gzipped(b"t,x\n1,2\n");
        assert_eq!(decompress(&zstandard(&inner)).unwrap(), inner);
    }

    #[test]
    fn damaged_and_cut_off_streams_are_said() {
        let text: Vec<u8> = (0..5000u32)
            .flat_map(|i| format!("{i},{}\n", i * i).into_bytes())
            .collect();
        for (pack, kind) in [
            (gzipped as fn(&[u8]) -> Vec<u8>, "gzip"),
            (zstandard, "zstd"),
        ] {
            let whole = pack(&text);
            let cut = decompress(&whole[..whole.len() / 2]).unwrap_err();
            assert!(
                cut.to_string()
                    .starts_with(&format!("the {kind} data is damaged or cut off (")),
                "{cut}"
            );
            assert!(
                cut.to_string()
                    .ends_with("; download or compress the file again")
            );
        }
        let mut flipped = gzipped(&text);
        let middle = flipped.len() / 2;
        flipped[middle] ^= 0xff;
        assert!(decompress(&flipped).is_err());
    }

    #[test]
    fn a_bomb_is_caught_at_the_limit() {
        for pack in [gzipped, zstandard] {
            // Little data that grow past the free amount are allowed to grow to a multiple of their size.
            let bomb = pack(&vec![b'0'; 100_000]);
            let error = within(&bomb, SMALL).unwrap_err().to_string();
            assert!(
                error.starts_with("the compressed data unpack to more than 1")
                    && error.ends_with(
                        " bytes: this looks like a decompression bomb; unpack the file yourself if you trust it"
                    ),
                "{error}"
            );
            // Large growth of little data is no bomb.
            assert!(within(&pack(&[b'0'; 9_000]), SMALL).is_ok());
        }
    }

    #[test]
    fn a_bomb_is_caught_before_it_is_unpacked() {
        // An endless stream of zeros, for which hardly anything is read.
        let limits = Limits {
            free: 2 << 20,
            ..LIMITS
        };
        let error = unpack(
            io::repeat(b'0'),
            "gzip",
            |_| 10,
            &SpoolRoom::in_memory(),
            limits,
        )
        .unwrap_err();
        assert_eq!(
            error.to_string(),
            "the compressed data unpack to more than 2097152 bytes: this looks like a decompression bomb; \
             unpack the file yourself if you trust it"
        );
    }

    #[test]
    fn limits_grow_with_the_data_up_to_the_largest() {
        assert_eq!(LIMITS.allowed(100), GIB);
        assert_eq!(LIMITS.allowed(3_221_226), 3_221_226_000);
        assert_eq!(LIMITS.allowed(u64::MAX), 64 * GIB);
        assert_eq!(in_words(3_221_226_000), "3 GiB");
        assert_eq!(in_words(GIB + GIB / 2), "1.5 GiB");
    }

    proptest! {
        #[test]
        fn mutated_streams_never_panic(at in 0usize..200, byte: u8, cut in 0usize..200) {
            for pack in [gzipped, zstandard, archive::tests::one_log] {
                let mut raw = pack(b"t,x\n0,1\n1,2\n2,5\n3,9\n4,16\n");
                let length = raw.len();
                raw[at % length] = byte;
                raw.truncate(cut.max(4).min(length));
                let _ = within(&raw, SMALL);
            }
        }
    }
}
