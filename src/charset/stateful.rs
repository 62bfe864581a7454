//! Seven-bit encodings that switch between character sets: ISO-2022-JP, ISO-2022-KR, HZ.
//!
//! Takes bytes, gives text and where each byte of it came from. Two bytes of a shifted stretch are the two of EUC-JP,
//! EUC-KR or GBK without their high bits, so `encoding_rs` reads them.

use encoding_rs::{EUC_JP, EUC_KR, Encoding as Web, GBK};

use super::encoding::Read;

/// Which of the seven-bit encodings the bytes switch as, if any; `bytes` are ASCII.
pub(crate) fn switches_of(bytes: &[u8]) -> Option<super::Encoding> {
    for at in memchr::memchr_iter(0x1B, bytes) {
        match bytes.get(at + 1..) {
            Some([b'$', b')', b'C', ..]) => return Some(super::Encoding::Iso2022Kr),
            Some([b'$', b'@' | b'B', ..] | [b'(', b'J' | b'I', ..]) => {
                return Some(super::Encoding::Web(encoding_rs::ISO_2022_JP));
            }
            _ => {}
        }
    }
    is_hz(bytes).then_some(super::Encoding::Hz)
}

/// `~{` and `~}` in turn, an even number of letters of GB 2312 between them, twice or once at length.
fn is_hz(bytes: &[u8]) -> bool {
    let mut letters = 0;
    let mut opened = None;
    for at in memchr::memchr_iter(b'~', bytes) {
        match (bytes.get(at + 1), opened) {
            (Some(b'{'), None) => opened = Some(at + 2),
            (Some(b'}'), Some(start)) => {
                let inner = bytes.get(start..at).unwrap_or(&[]);
                if inner.is_empty()
                    || inner.len() % 2 == 1
                    || !inner.iter().all(|byte| (0x21..0x7F).contains(byte))
                {
                    return false;
                }
                letters += inner.len() / 2;
                opened = None;
            }
            (Some(b'~' | b'\n'), None) => {}
            _ if opened.is_some() => return false,
            _ => {}
        }
    }
    letters >= 4
}

pub(crate) fn read_iso_2022_jp(bytes: &[u8], raw: usize, to: &mut Read) {
    #[derive(Clone, Copy, PartialEq)]
    enum Set {
        Ascii,
        Roman,
        Katakana,
        Kanji,
    }
    let mut set = Set::Ascii;
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        let switch = match bytes.get(at..at + 3) {
            Some([0x1B, b'(', b'B']) => Some(Set::Ascii),
            Some([0x1B, b'(', b'J']) => Some(Set::Roman),
            Some([0x1B, b'(', b'I']) => Some(Set::Katakana),
            Some([0x1B, b'$', b'@' | b'B']) => Some(Set::Kanji),
            _ => None,
        };
        if let Some(switched) = switch {
            set = switched;
            at += 3;
            continue;
        }
        let (c, len) = match (set, byte) {
            (_, 0x80..) => (char::REPLACEMENT_CHARACTER, 1),
            (Set::Roman, b'\\') => ('\u{A5}', 1),
            (Set::Roman, b'~') => ('\u{203E}', 1),
            (Set::Katakana, 0x21..=0x5F) => {
                (char::from_u32(0xFF61 - 0x21 + u32::from(byte)).unwrap_or(char::REPLACEMENT_CHARACTER), 1)
            }
            (Set::Kanji, 0x21..=0x7E) => match bytes.get(at + 1) {
                Some(&second @ 0x21..=0x7E) => (pair(EUC_JP, byte, second), 2),
                _ => (char::REPLACEMENT_CHARACTER, 1),
            },
            // A line end closes a shifted stretch that was cut.
            (Set::Kanji | Set::Katakana, b'\n') => {
                set = Set::Ascii;
                ('\n', 1)
            }
            _ => (char::from(byte), 1),
        };
        to.push(c, raw + at, len);
        at += len;
    }
    to.end(raw + bytes.len());
}

pub(crate) fn read_iso_2022_kr(bytes: &[u8], raw: usize, to: &mut Read) {
    let mut shifted = false;
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        let (c, len) = match (byte, bytes.get(at + 1)) {
            (0x1B, _) if bytes.get(at..at + 4) == Some(b"\x1B$)C") => {
                at += 4;
                continue;
            }
            (0x0E | 0x0F, _) => {
                shifted = byte == 0x0E;
                at += 1;
                continue;
            }
            (0x21..=0x7E, Some(&second @ 0x21..=0x7E)) if shifted => (pair(EUC_KR, byte, second), 2),
            (0x80.., _) => (char::REPLACEMENT_CHARACTER, 1),
            _ => (char::from(byte), 1),
        };
        to.push(c, raw + at, len);
        at += len;
    }
    to.end(raw + bytes.len());
}

pub(crate) fn read_hz(bytes: &[u8], raw: usize, to: &mut Read) {
    let mut shifted = false;
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        let (c, len) = match (byte, bytes.get(at + 1)) {
            (b'~', Some(b'{')) => {
                shifted = true;
                at += 2;
                continue;
            }
            (b'~', Some(b'}')) => {
                shifted = false;
                at += 2;
                continue;
            }
            (b'~', Some(b'\n')) => {
                at += 2;
                continue;
            }
            (b'~', Some(b'~')) => ('~', 2),
            (0x21..=0x7E, Some(&second @ 0x21..=0x7E)) if shifted => (pair(GBK, byte, second), 2),
            (0x80.., _) => (char::REPLACEMENT_CHARACTER, 1),
            _ => (char::from(byte), 1),
        };
        to.push(c, raw + at, len);
        at += len;
    }
    to.end(raw + bytes.len());
}

fn pair(web: &'static Web, first: u8, second: u8) -> char {
    web.decode_without_bom_handling_and_without_replacement(&[first | 0x80, second | 0x80])
        .and_then(|text| text.chars().next())
        .unwrap_or(char::REPLACEMENT_CHARACTER)
}
