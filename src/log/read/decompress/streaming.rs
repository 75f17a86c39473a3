//! Content of a file that is unpacked as it is read, within the same limits as content that is unpacked whole.

use std::fs::File;
use std::io::{BufReader, Read};

use flate2::bufread::MultiGzDecoder;

use crate::error::{Error, Result};

use super::{LIMITS, Limits, Packed, STRIDE, ZstdDecoder, damaged, refuse_bomb, zstd_decoder};

/// The content of a plain, gzip or zstd file from its start.
pub(in crate::log::read) struct Unpacking {
    content: Content,
    unpacked: u64,
    limits: Limits,
}

type PackedFile = Packed<BufReader<File>>;

enum Content {
    Plain(File),
    Gzip(Box<MultiGzDecoder<PackedFile>>),
    Zstd(Box<ZstdDecoder<'static, PackedFile>>),
}

impl Unpacking {
    /// The content of a file that stands at its start.
    ///
    /// # Errors
    /// Where there is no memory to unpack it.
    pub fn new(file: File, compression: Option<&str>) -> Result<Self> {
        Self::within(file, compression, LIMITS)
    }

    fn within(file: File, compression: Option<&str>, limits: Limits) -> Result<Self> {
        let packed = |file| Packed::new(BufReader::with_capacity(128 << 10, file));
        let content = match compression {
            Some("gzip") => Content::Gzip(Box::new(MultiGzDecoder::new(packed(file)))),
            Some("zstd") => Content::Zstd(Box::new(zstd_decoder(packed(file))?)),
            _ => Content::Plain(file),
        };
        Ok(Self {
            content,
            unpacked: 0,
            limits,
        })
    }

    /// Reads up to `count` more bytes, fewer only at the end; says whether there are more.
    ///
    /// # Errors
    /// A file that cannot be read, data that are damaged, cut off or grow too far.
    pub fn read(&mut self, bytes: &mut Vec<u8>, count: usize) -> Result<bool> {
        let before = bytes.len();
        bytes.try_reserve(count).map_err(|_| {
            Error::new(format!(
                "there is not enough memory for {count} bytes of the file"
            ))
        })?;
        loop {
            let missing = count - (bytes.len() - before);
            if missing == 0 {
                return Ok(true);
            }
            let stride = missing.min(STRIDE);
            if self.read_stride(bytes, stride as u64)? < stride {
                return Ok(false);
            }
        }
    }

    fn read_stride(&mut self, bytes: &mut Vec<u8>, stride: u64) -> Result<usize> {
        let read = match &mut self.content {
            Content::Plain(file) => file
                .take(stride)
                .read_to_end(bytes)
                .map_err(|error| Error::new(format!("the file cannot be read ({error})"))),
            Content::Gzip(decoder) => take(decoder, bytes, stride, "gzip"),
            Content::Zstd(decoder) => take(decoder, bytes, stride, "zstd"),
        }?;
        self.unpacked += read as u64;
        let consumed = match &self.content {
            Content::Plain(_) => return Ok(read),
            Content::Gzip(decoder) => decoder.get_ref().consumed,
            Content::Zstd(decoder) => decoder.get_ref().consumed,
        };
        refuse_bomb(self.unpacked, consumed, self.limits)?;
        Ok(read)
    }
}

fn take(reader: &mut impl Read, bytes: &mut Vec<u8>, stride: u64, kind: &str) -> Result<usize> {
    let read = reader.take(stride).read_to_end(bytes);
    read.map_err(|error| damaged(kind, &error))
}

#[cfg(test)]
mod tests {
    use std::io::{Seek, Write};

    use super::super::compression_of;
    use super::super::tests::{SMALL, gzipped, zstandard};
    use super::*;

    fn unpack(raw: &[u8], limits: Limits) -> Result<Vec<u8>> {
        let mut file = tempfile::tempfile().unwrap();
        file.write_all(raw).unwrap();
        file.rewind().unwrap();
        let mut unpacking = Unpacking::within(file, compression_of(raw), limits)?;
        let mut bytes = Vec::new();
        while unpacking.read(&mut bytes, 7)? {}
        Ok(bytes)
    }

    #[test]
    fn content_is_unpacked_in_steps() {
        let text = b"t,x\n0,1\n1,2\n".repeat(9);
        for pack in [gzipped, zstandard, |text: &[u8]| text.to_vec()] {
            let mut raw = pack(&text);
            raw.extend(pack(b"2,3\n"));
            assert_eq!(
                unpack(&raw, LIMITS).unwrap(),
                [&text[..], b"2,3\n"].concat()
            );
        }
    }

    #[test]
    fn bombs_and_damaged_data_are_said() {
        for (pack, kind) in [
            (gzipped as fn(&[u8]) -> Vec<u8>, "gzip"),
            (zstandard, "zstd"),
        ] {
            let bomb = unpack(&pack(&vec![b'0'; 100_000]), SMALL)
                .unwrap_err()
                .to_string();
            assert!(
                bomb.contains("this looks like a decompression bomb"),
                "{bomb}"
            );
            let noise: Vec<u8> = (0..5000_u32).flat_map(|i| (i * i).to_le_bytes()).collect();
            let raw = pack(&noise);
            let cut = unpack(&raw[..raw.len() / 2], LIMITS)
                .unwrap_err()
                .to_string();
            assert!(
                cut.starts_with(&format!("the {kind} data is damaged or cut off (")),
                "{cut}"
            );
        }
    }
}
