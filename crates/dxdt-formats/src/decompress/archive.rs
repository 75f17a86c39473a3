//! The one log of a zip archive.

use std::cell::Cell;
use std::io::{self, Read, Seek, SeekFrom};

use zip::ZipArchive;
use zip::result::ZipError;

use dxdt_motion::error::{Error, Result, excerpt, quoted_list};

use super::super::content::Content;
use super::super::spool::SpoolRoom;
use super::{Limits, buffered, unpack};

/// The bytes of an archive, which say how many of them have been read.
struct Archive<'c, R> {
    bytes: R,
    consumed: &'c Cell<u64>,
}

impl<R: Read> Read for Archive<'_, R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.bytes.read(buffer)?;
        self.consumed.set(self.consumed.get() + count as u64);
        Ok(count)
    }
}

impl<R: Seek> Seek for Archive<'_, R> {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.bytes.seek(to)
    }
}

/// Archives that are documents of programs, by the name of a file in them: what they are, and what to do.
type Document = (fn(&str) -> bool, &'static str, &'static str);

const DOCUMENTS: &[Document] = &[
    (
        |name| name == "[Content_Types].xml",
        "this is an office document, such as an Excel file",
        "save the sheet as CSV",
    ),
    (
        |name| name == "mimetype",
        "this is an OpenDocument file, such as a spreadsheet (.ods)",
        "save the sheet as CSV",
    ),
    (
        |name| name.ends_with(".kml"),
        "this is KML in a zip archive (.kmz), which is not read",
        "export the track as GPX",
    ),
    (
        |name| name.ends_with(".trk"),
        "this is a Tracker project (.trz) with its video, which is not read",
        "export the data in Tracker by File > Export > Data File",
    ),
];

/// Whether the bytes are a zip archive, perhaps one without a file in it.
pub(super) fn is_zip(raw: &[u8]) -> bool {
    raw.starts_with(b"PK\x03\x04") || raw.starts_with(b"PK\x05\x06")
}

pub(super) fn unpack_log(raw: &Content, room: &SpoolRoom, limits: Limits) -> Result<Content> {
    let consumed = Cell::new(0);
    let mut archive = ZipArchive::new(Archive {
        bytes: buffered(raw),
        consumed: &consumed,
    })
    .map_err(unreadable)?;
    let mut logs = Vec::new();
    for index in 0..archive.len() {
        let file = archive.by_index_raw(index).map_err(unreadable)?;
        let name = String::from_utf8_lossy(file.name_raw()).into_owned();
        if let Some((_, what, advice)) = DOCUMENTS.iter().find(|(is_so, ..)| is_so(&name)) {
            return Err(Error::new(*what).advise(*advice));
        }
        if !file.is_dir() && may_be_a_log(&name) {
            logs.push((index, name, file.encrypted()));
        }
    }
    match logs.as_slice() {
        [] => Err(Error::new("there is no log in the zip archive")
            .advise("give an archive with one log in it, or the log itself")),
        [(_, name, true)] => Err(Error::new(format!(
            "the file '{}' in the zip archive is encrypted",
            excerpt(name)
        ))
        .advise("unpack it with its password and give the log itself")),
        [(index, _, false)] => {
            let file = archive.by_index(*index).map_err(unreadable)?;
            // The list of files has been read until here.
            consumed.set(0);
            unpack(file, "zip", |_| consumed.get(), room, limits)
        }
        several => {
            let names: Vec<&str> = several.iter().map(|(_, name, _)| name.as_str()).collect();
            Err(Error::new(format!(
                "the zip archive holds {} files: {}",
                names.len(),
                quoted_list(&names)
            ))
            .advise("unpack it and name the log"))
        }
    }
}

/// Whether a file's path is none of those that programs add beside a log: phyphox's `meta` folder, the folder that
/// macOS adds, hidden files.
fn may_be_a_log(path: &str) -> bool {
    let mut parts: Vec<&str> = path.split(['/', '\\']).collect();
    let file = parts.pop().unwrap_or_default();
    let is_hidden = |part: &&str| part.starts_with('.') && ![".", ".."].contains(part);
    !file.is_empty()
        && !is_hidden(&file)
        && !parts
            .iter()
            .any(|part| is_hidden(part) || ["meta", "__MACOSX"].contains(part))
}

fn unreadable(error: ZipError) -> Error {
    match error {
        ZipError::UnsupportedArchive(_) | ZipError::CompressionMethodNotSupported(_) => Error::new(
            format!("the zip archive is of an unsupported kind ({error})"),
        )
        .advise("unpack it and give the log itself"),
        _ => Error::new(format!("the zip data is damaged or cut off ({error})"))
            .advise("download or compress the file again"),
    }
}

#[cfg(test)]
pub(super) mod tests {
    use std::io::{Cursor, Write};

    use zip::write::{SimpleFileOptions, ZipWriter};

    use super::super::LIMITS;
    use super::*;

    fn zipped(files: &[(&str, &[u8])]) -> Vec<u8> {
        let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, content) in files {
            if name.ends_with('/') {
                writer
                    .add_directory(*name, SimpleFileOptions::default())
                    .unwrap();
            } else {
                writer
                    .start_file(*name, SimpleFileOptions::default())
                    .unwrap();
                writer.write_all(content).unwrap();
            }
        }
        writer.finish().unwrap().into_inner()
    }

    pub(in super::super) fn one_log(content: &[u8]) -> Vec<u8> {
        zipped(&[("log.csv", content)])
    }

    fn unpack_within(raw: &[u8], limits: Limits) -> Result<Vec<u8>> {
        let raw = Content::in_memory(raw.to_vec());
        let content = unpack_log(&raw, &SpoolRoom::in_memory(), limits)?;
        Ok(content.into_bytes().unwrap())
    }

    fn said(raw: &[u8]) -> String {
        unpack_within(raw, LIMITS).unwrap_err().to_string()
    }

    #[test]
    fn the_one_log_is_found_among_what_programs_add() {
        let raw = zipped(&[
            ("meta/", b""),
            ("meta/device.csv", b"property,value\n"),
            ("meta/time.csv", b"event\n"),
            ("__MACOSX/._Raw Data.csv", b"\0\0"),
            (".DS_Store", b"\0"),
            ("Raw Data.csv", b"t,x\n1,2\n"),
        ]);
        assert!(is_zip(&raw));
        assert_eq!(unpack_within(&raw, LIMITS).unwrap(), b"t,x\n1,2\n");
    }

    #[test]
    fn several_logs_are_named() {
        let raw = zipped(&[("walk/a.csv", b"t,x\n"), ("walk/b.csv", b"t,x\n")]);
        assert_eq!(
            said(&raw),
            "the zip archive holds 2 files: 'walk/a.csv', 'walk/b.csv'; unpack it and name the log"
        );
    }

    #[test]
    fn an_archive_without_a_log_is_said() {
        let sentence = "there is no log in the zip archive; give an archive with one log in it, or the log itself";
        assert_eq!(said(&zipped(&[])), sentence);
        assert_eq!(said(&zipped(&[("meta/time.csv", b"x")])), sentence);
    }

    #[test]
    fn an_encrypted_log_is_said() {
        let mut raw = one_log(b"t,x\n1,2\n");
        // The first bit of the general-purpose flags, in the local header and in the central directory.
        let central = memchr::memmem::find(&raw, b"PK\x01\x02").unwrap();
        raw[6] |= 1;
        raw[central + 8] |= 1;
        assert_eq!(
            said(&raw),
            "the file 'log.csv' in the zip archive is encrypted; unpack it with its password and give the log itself"
        );
    }

    #[test]
    fn documents_are_named_for_what_they_are() {
        for (files, what) in [
            (["xl/workbook.xml", "[Content_Types].xml"], "an Excel file"),
            (["mimetype", "content.xml"], "an OpenDocument file"),
            (["doc.kml", "images/a.png"], "KML in a zip archive"),
            (["a/pendulum.trk", "a/videos/a.mp4"], "a Tracker project"),
        ] {
            let error = said(&zipped(&files.map(|name| (name, &b"<x/>"[..]))));
            assert!(error.contains(what), "{error}");
        }
        assert!(said(&zipped(&[("doc.kml", b"<kml/>")])).contains("KML"));
    }

    #[test]
    fn a_cut_off_or_damaged_archive_is_said() {
        let text = b"0.25,1.5\n".repeat(500);
        let raw = one_log(&text);
        let cut = said(&raw[..raw.len() - 30]);
        assert!(
            cut.starts_with("the zip data is damaged or cut off ("),
            "{cut}"
        );
        let mut flipped = raw;
        let central = memchr::memmem::find(&flipped, b"PK\x01\x02").unwrap();
        // The checksum in the central directory.
        flipped[central + 16] ^= 1;
        let error = said(&flipped);
        assert!(
            error.starts_with("the zip data is damaged or cut off ("),
            "{error}"
        );
    }

    #[test]
    fn a_bomb_is_caught_at_the_limit() {
        let limits = Limits {
            free: 10_000,
            growth: 20,
            most: 1_000_000,
        };
        let error = unpack_within(&one_log(&vec![b'0'; 100_000]), limits).unwrap_err();
        assert!(error.to_string().contains("decompression bomb"));
    }
}
