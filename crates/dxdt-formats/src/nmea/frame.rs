//! Sentences of NMEA 0183 in the lines of a log, before their fields are looked at.

/// A sentence that may say something about a position, with its line.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Sentence<'a> {
    pub line: u64,
    pub kind: Kind,
    /// What stands between the commas after the address.
    pub data: &'a str,
    /// It has a checksum, and the right one.
    pub is_checked: bool,
}

/// What a sentence is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Rmc,
    Gga,
    Gns,
    Gll,
    Vtg,
    Zda,
}

impl Kind {
    fn of(word: &[u8]) -> Option<Self> {
        Some(match word {
            b"RMC" => Self::Rmc,
            b"GGA" => Self::Gga,
            b"GNS" => Self::Gns,
            b"GLL" => Self::Gll,
            b"VTG" => Self::Vtg,
            b"ZDA" => Self::Zda,
            _ => return None,
        })
    }

    /// Whether it holds a position, and not only a speed or a date.
    pub fn has_position(self) -> bool {
        !matches!(self, Self::Vtg | Self::Zda)
    }
}

/// What a log consists of.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Framed<'a> {
    pub sentences: Vec<Sentence<'a>>,
    /// Lines of sentences whose checksum is wrong.
    pub checksum_wrong: Vec<u64>,
    /// Lines of sentences that are cut short.
    pub cut: Vec<u64>,
    /// How many of each are surely positions.
    pub positions_wrong: u64,
    pub positions_cut: u64,
    /// Lines that hold no sentence.
    pub foreign: Vec<u64>,
}

impl<'a> Framed<'a> {
    /// Finds the sentences of a log.
    pub fn of(bytes: &'a [u8]) -> Self {
        let mut framed = Self::default();
        for (number, line) in (1..).zip(bytes.split(|&byte| byte == b'\n')) {
            framed.add_line(number, line.trim_ascii());
        }
        framed.refuse_unchecked();
        framed
    }

    fn add_line(&mut self, number: u64, line: &'a [u8]) {
        let mut parts = line.split(|&byte| byte == b'$');
        // What stands before the sentence: a receiver's own timestamp, or nothing.
        let before = parts.next().unwrap_or_default();
        let mut has_sentence = false;
        for part in parts {
            has_sentence = true;
            match read(part) {
                Part::Sentence(kind, data, is_checked) => self.sentences.push(Sentence {
                    line: number,
                    kind,
                    data,
                    is_checked,
                }),
                Part::Other => {}
                Part::ChecksumWrong => {
                    self.checksum_wrong.push(number);
                    self.positions_wrong += u64::from(begins_position(part));
                }
                Part::Cut => {
                    self.cut.push(number);
                    self.positions_cut += u64::from(begins_position(part));
                }
            }
        }
        if has_sentence || before.is_empty() || before.contains(&b'!') {
            // AIS sentences begin with an exclamation mark; they tell of other ships.
        } else if checksum_of_tail(before) {
            self.cut.push(number);
        } else {
            self.foreign.push(number);
        }
    }

    /// Where most sentences have a checksum, one without is the head of a sentence whose end is lost.
    fn refuse_unchecked(&mut self) {
        let checked = self.sentences.iter().filter(|s| s.is_checked).count();
        if 2 * checked > self.sentences.len() {
            let (cut, positions_cut) = (&mut self.cut, &mut self.positions_cut);
            self.sentences.retain(|sentence| {
                if !sentence.is_checked {
                    cut.push(sentence.line);
                    *positions_cut += u64::from(sentence.kind.has_position());
                }
                sentence.is_checked
            });
            self.cut.sort_unstable();
        }
    }
}

enum Part<'a> {
    Sentence(Kind, &'a str, bool),
    /// Of no use for positions.
    Other,
    ChecksumWrong,
    Cut,
}

/// Reads what follows a dollar sign.
fn read(part: &[u8]) -> Part<'_> {
    let (body, is_checked) = match part.iter().position(|&byte| byte == b'*') {
        None => (part.trim_ascii_end(), false),
        Some(star) => {
            let (body, rest) = part.split_at(star);
            match checksum(&rest[1..]) {
                None => return Part::Cut,
                // The library sums up only the sentences that it knows; noise may well hit the address.
                Some(sum) if sum != body.iter().fold(0, |sum, byte| sum ^ byte) => {
                    return Part::ChecksumWrong;
                }
                Some(_) => (body, true),
            }
        }
    };
    match (address(body), std::str::from_utf8(body)) {
        // Proprietary sentences may end in the word of another: `PGRMC` is no RMC.
        (Some([b'P', ..]), _) => Part::Other,
        (Some(address), Ok(text)) if text.is_ascii() => match Kind::of(&address[2..]) {
            Some(kind) => Part::Sentence(kind, &text[address.len() + 1..], is_checked),
            None => Part::Other,
        },
        _ if is_checked || body.first() == Some(&b'P') => Part::Other,
        _ => Part::Cut,
    }
}

/// The two letters of the talker and the three of the sentence, where they are followed by a comma.
pub(super) fn address(body: &[u8]) -> Option<&[u8; 5]> {
    let (address, rest) = body.split_first_chunk::<5>()?;
    let is_word = address.iter().all(u8::is_ascii_uppercase);
    (is_word && rest.first() == Some(&b',')).then_some(address)
}

/// Whether a sentence that is damaged was to hold a position.
fn begins_position(part: &[u8]) -> bool {
    address(part)
        .filter(|address| address[0] != b'P')
        .and_then(|address| Kind::of(&address[2..]))
        .is_some_and(Kind::has_position)
}

fn checksum(text: &[u8]) -> Option<u8> {
    let digits = std::str::from_utf8(text.get(..2)?).ok()?;
    let are_hex = digits.bytes().all(|byte| byte.is_ascii_hexdigit());
    are_hex.then(|| u8::from_str_radix(digits, 16).ok())?
}

/// Whether a text without a dollar sign ends as a sentence does, whose head is lost.
fn checksum_of_tail(text: &[u8]) -> bool {
    matches!(text, [.., b'*', high, low] if high.is_ascii_hexdigit() && low.is_ascii_hexdigit())
}

#[cfg(test)]
mod tests {
    use super::*;

    const RMC: &str = "$GPRMC,110125,A,5505.337580,N,03858.653666,E,148.8,84.6,310317,8.9,E,D*2E";

    fn framed(text: &str) -> Framed<'_> {
        Framed::of(text.as_bytes())
    }

    #[test]
    fn sentences_are_found_behind_prefixes_and_before_suffixes() {
        let log =
            format!("\u{feff}{RMC}\r\n\r\n1490958085.2: {RMC}\r\nNMEA,{RMC},1490958085000\r\n");
        let found = framed(&log);
        let lines: Vec<u64> = found.sentences.iter().map(|s| s.line).collect();
        assert_eq!(lines, [1, 3, 4]);
        assert!(
            found
                .sentences
                .iter()
                .all(|s| s.is_checked && s.data.starts_with("110125,A,"))
        );
        assert!(found.cut.is_empty() && found.foreign.is_empty());
    }

    #[test]
    fn every_damage_is_counted_at_its_line() {
        for (line, cut, wrong, foreign) in [
            // Its head is lost.
            (
                "5.337580,N,03858.653666,E,148.8,84.6,310317,8.9,E,D*2E",
                1,
                0,
                0,
            ),
            // Its end is lost, at several places.
            ("$GPRMC,110125,A,5505.33", 1, 0, 0),
            (
                "$GPRMC,110125,A,5505.337580,N,03858.653666,E,148.8,84.6,310317,8.9,E,D*2",
                1,
                0,
                0,
            ),
            (
                "$GPRMC,110125,A,5505.337580,N,03858.653666,E,148.8,84.6,310317,8.9,E,D*",
                1,
                0,
                0,
            ),
            ("$GPRM", 1, 0, 0),
            ("$", 1, 0, 0),
            // The next one begins in its middle.
            ("$GPRMC,110125,A,55$GPGLL,,,,,,V,N*64", 1, 0, 0),
            // One digit is another.
            (
                "$GPRMC,110125,A,5505.337581,N,03858.653666,E,148.8,84.6,310317,8.9,E,D*2E",
                0,
                1,
                0,
            ),
            // The address is hit, so that it is no RMC any more.
            (
                "$GPRMX,110125,A,5505.337580,N,03858.653666,E,148.8,84.6,310317,8.9,E,D*2E",
                0,
                1,
                0,
            ),
            // No hexadecimal digits.
            ("$GPGGA,,,,,,0,,,,,,,,*G6", 1, 0, 0),
            ("$GPGGA,,,,,,0,,,,,,,,*+6", 1, 0, 0),
            ("receiver started", 0, 0, 1),
            // Of no use, and sound.
            ("$PGRMC,A,100.0,100,,,,,,A,5,1,2,4,30", 0, 0, 0),
            ("$PGRMZ,93,f,3*21", 0, 0, 0),
            ("!AIVDM,1,1,,A,14eG;o@034o8sd<L9i:a;WF>062D,0*7D", 0, 0, 0),
            (
                "\\s:r1,c:1490958085*1A\\!AIVDM,1,1,,A,14eG;o@034o8sd<L9i:a;WF>062D,0*7D",
                0,
                0,
                0,
            ),
        ] {
            let log = format!("{RMC}\n{line}\n{RMC}\n{RMC}\n");
            let found = framed(&log);
            let at = |count: u64| vec![2; count as usize];
            assert_eq!(found.cut, at(cut), "{line}");
            assert_eq!(found.checksum_wrong, at(wrong), "{line}");
            assert_eq!(found.foreign, at(foreign), "{line}");
        }
    }

    #[test]
    fn bytes_that_are_no_text_are_damage() {
        let mut log = format!("{RMC}\n{RMC}\n").into_bytes();
        log.extend(b"$GPGG\xff,110125,5505\n$GPGGA,1101\xfe25\n");
        let found = Framed::of(&log);
        assert_eq!((found.sentences.len(), found.cut), (2, vec![3, 4]));
    }

    #[test]
    fn a_log_without_checksums_is_read() {
        let log = "$GPGLL,4916.45,N,12311.12,W,225444,A\n$GPGLL,4916.46,N,12311.12,W,225445,A\n";
        let found = framed(log);
        assert_eq!(found.sentences.len(), 2);
        assert!(found.cut.is_empty() && !found.sentences[0].is_checked);
    }
}
