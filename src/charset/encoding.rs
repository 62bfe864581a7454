//! The encodings we read: those of the WHATWG Encoding Standard, by `encoding_rs`, and a few that dumps hold beside them.
//!
//! Takes bytes, gives text and where each byte of it came from. Decides nothing.

use encoding_rs::{DecoderResult, Encoding as Web};

use crate::model::OffsetMap;

use super::{code_pages, stateful};

/// An encoding.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Encoding {
    /// Nothing but ASCII: the same text in any encoding of the web.
    Ascii,
    Web(&'static Web),
    Dos(&'static code_pages::CodePage),
    Utf32 {
        big_endian: bool,
    },
    Iso2022Kr,
    Hz,
}

/// Every encoding by name, and labels that people write in its place: what a mistyped one is compared with.
pub(crate) const NAMES: &[&str] = &[
    "utf-8",
    "utf-16le",
    "utf-16be",
    "utf-32le",
    "utf-32be",
    "us-ascii",
    "ascii",
    "latin1",
    "iso-8859-1",
    "windows-1250",
    "windows-1251",
    "windows-1252",
    "windows-1253",
    "windows-1254",
    "windows-1255",
    "windows-1256",
    "windows-1257",
    "windows-1258",
    "windows-874",
    "iso-8859-2",
    "iso-8859-3",
    "iso-8859-4",
    "iso-8859-5",
    "iso-8859-6",
    "iso-8859-7",
    "iso-8859-8",
    "iso-8859-8-i",
    "iso-8859-10",
    "iso-8859-13",
    "iso-8859-14",
    "iso-8859-15",
    "iso-8859-16",
    "koi8-r",
    "koi8-u",
    "macintosh",
    "x-mac-cyrillic",
    "ibm437",
    "ibm850",
    "ibm852",
    "ibm855",
    "ibm857",
    "ibm866",
    "gbk",
    "gb18030",
    "gb2312",
    "hz-gb-2312",
    "big5",
    "euc-jp",
    "iso-2022-jp",
    "shift_jis",
    "euc-kr",
    "iso-2022-kr",
];

/// Bytes read: the text, U+FFFD among it counted, and the way back.
#[derive(Debug, Default)]
pub(crate) struct Read {
    pub(crate) text: String,
    pub(crate) offsets: OffsetMap,
    pub(crate) replacements: usize,
}

impl Encoding {
    /// By any of its labels, the standard's or ours.
    pub(crate) fn for_label(label: &str) -> Option<Self> {
        let label = label.trim().to_ascii_lowercase();
        let own = match label.as_str() {
            "utf-32le" | "utf-32" | "utf32" | "utf32le" => Some(Self::Utf32 { big_endian: false }),
            "utf-32be" | "utf32be" => Some(Self::Utf32 { big_endian: true }),
            "iso-2022-kr" | "csiso2022kr" => Some(Self::Iso2022Kr),
            "hz-gb-2312" | "hz" => Some(Self::Hz),
            _ => code_pages::for_label(&label).map(Self::Dos),
        };
        own.or_else(|| {
            Web::for_label_no_replacement(label.as_bytes())
                .or_else(|| {
                    // Labels of other registries, as dumps and exports write them.
                    let folded = label.replace(['_', ' '], "-");
                    let alias = match folded.as_str() {
                        "cp936" | "ms936" | "windows-936" => "gbk",
                        "cp932" | "ms932" | "windows-932" => "shift_jis",
                        "cp949" | "ms949" | "uhc" => "euc-kr",
                        "cp950" | "ms950" | "windows-950" => "big5",
                        "macroman" | "mac-roman" => "macintosh",
                        "maccyrillic" | "mac-cyrillic" => "x-mac-cyrillic",
                        "cp874" => "windows-874",
                        other => other,
                    };
                    Web::for_label_no_replacement(alias.as_bytes())
                })
                .map(Self::Web)
        })
    }

    /// The name in the Encoding Standard, in lower case; `us-ascii`, `utf-32le` and the like beside it.
    pub(crate) fn name(self) -> String {
        match self {
            Self::Ascii => "us-ascii".into(),
            Self::Web(web) => web.name().to_ascii_lowercase(),
            Self::Dos(page) => page.name.into(),
            Self::Utf32 { big_endian: false } => "utf-32le".into(),
            Self::Utf32 { big_endian: true } => "utf-32be".into(),
            Self::Iso2022Kr => "iso-2022-kr".into(),
            Self::Hz => "hz-gb-2312".into(),
        }
    }

    /// Appends the text of `bytes`, which stand at `raw` in the record. Bytes that spell nothing become U+FFFD.
    pub(crate) fn read(self, bytes: &[u8], raw: usize, to: &mut Read) {
        match self {
            Self::Ascii => read_utf8(bytes, raw, to),
            Self::Web(web) if web == encoding_rs::UTF_8 => read_utf8(bytes, raw, to),
            Self::Web(web) if web == encoding_rs::ISO_2022_JP => stateful::read_iso_2022_jp(bytes, raw, to),
            Self::Web(web) if web.is_single_byte() => read_single_byte(web, bytes, raw, to),
            Self::Web(web) => read_multi_byte(web, bytes, raw, to),
            Self::Dos(page) => {
                for (at, &byte) in bytes.iter().enumerate() {
                    to.push(page.decode(byte), raw + at, 1);
                }
            }
            Self::Utf32 { big_endian } => read_utf32(bytes, big_endian, raw, to),
            Self::Iso2022Kr => stateful::read_iso_2022_kr(bytes, raw, to),
            Self::Hz => stateful::read_hz(bytes, raw, to),
        }
    }
}

impl Read {
    /// Appends one character that `len` bytes at `raw` spell.
    pub(crate) fn push(&mut self, c: char, raw: usize, len: usize) {
        self.offsets.push(self.text.len(), raw, c.len_utf8(), len);
        self.text.push(c);
        self.replacements += usize::from(c == char::REPLACEMENT_CHARACTER);
    }

    /// Says where the bytes of the text so far end in the record.
    pub(crate) fn end(&mut self, raw: usize) {
        self.offsets.push(self.text.len(), raw, 1, 1);
    }
}

/// UTF-8 by the standard; halves of surrogate pairs written as three bytes each (CESU-8) are joined.
fn read_utf8(bytes: &[u8], raw: usize, to: &mut Read) {
    let mut at = 0;
    for chunk in bytes.utf8_chunks() {
        let valid = chunk.valid();
        if !valid.is_empty() {
            to.offsets.push(to.text.len(), raw + at, 1, 1);
            to.text.push_str(valid);
            at += valid.len();
        }
        let bad = chunk.invalid().len();
        if bad == 0 {
            continue;
        }
        // A pair comes as six chunks of one bad byte; only the first can see it whole.
        if let Some(c) = bytes.get(at..at + 6).and_then(surrogate_pair) {
            to.push(c, raw + at, 6);
        } else if !within_surrogate_pair(bytes, at) {
            to.push(char::REPLACEMENT_CHARACTER, raw + at, bad);
        }
        at += bad;
    }
    to.end(raw + bytes.len());
}

fn surrogate_pair(six: &[u8]) -> Option<char> {
    match *six {
        [0xED, a @ 0xA0..=0xAF, b @ 0x80..=0xBF, 0xED, c @ 0xB0..=0xBF, d @ 0x80..=0xBF] => {
            let high = u32::from(a & 0x0F) << 6 | u32::from(b & 0x3F);
            let low = u32::from(c & 0x0F) << 6 | u32::from(d & 0x3F);
            char::from_u32(0x10000 + (high << 10 | low))
        }
        _ => None,
    }
}

fn within_surrogate_pair(bytes: &[u8], at: usize) -> bool {
    (1..6).any(|back| {
        at.checked_sub(back).and_then(|start| bytes.get(start..start + 6)).and_then(surrogate_pair).is_some()
    })
}

fn read_single_byte(web: &'static Web, bytes: &[u8], raw: usize, to: &mut Read) {
    let (text, bad) = web.decode_without_bom_handling(bytes);
    let start = to.text.len();
    to.text.push_str(&text);
    if bad {
        to.replacements += text.matches(char::REPLACEMENT_CHARACTER).count();
    }
    // One byte a character: only where the length of characters changes does a run end.
    let (mut at, mut n_chars, mut last) = (0, 0, 0);
    let text = text.as_bytes();
    while let Some(&lead) = text.get(at) {
        let len = utf8_len(lead);
        if len != last {
            to.offsets.push(start + at, raw + n_chars, len, 1);
            last = len;
        }
        at += len;
        n_chars += 1;
    }
    to.end(raw + bytes.len());
}

fn utf8_len(lead: u8) -> usize {
    match lead {
        0..0xC0 => 1,
        0xC0..0xE0 => 2,
        0xE0..0xF0 => 3,
        _ => 4,
    }
}

/// Stretch by stretch: between two malformed sequences the bytes of a character can be told by its lead.
fn read_multi_byte(web: &'static Web, bytes: &[u8], raw: usize, to: &mut Read) {
    let mut at = 0;
    while at < bytes.len() {
        let rest = bytes.get(at..).unwrap_or(&[]);
        let mut decoder = web.new_decoder_without_bom_handling();
        let start = to.text.len();
        to.text.reserve(decoder.max_utf8_buffer_length_without_replacement(rest.len()).unwrap_or(rest.len()));
        let (result, read) = decoder.decode_to_string_without_replacement(rest, &mut to.text, true);
        let (good, bad) = match result {
            DecoderResult::Malformed(bad, after) => {
                let behind = usize::from(after);
                (read.saturating_sub(usize::from(bad) + behind), usize::from(bad).max(1))
            }
            _ => (read, 0),
        };
        map_characters(web, rest.get(..good).unwrap_or(rest), raw + at, start, to);
        if bad > 0 {
            to.push(char::REPLACEMENT_CHARACTER, raw + at + good, bad);
        }
        if good + bad == 0 {
            break;
        }
        at += good + bad;
    }
    to.end(raw + bytes.len());
}

/// Notes where the characters of `to.text[start..]` stand in `bytes`, which spell them without fault.
fn map_characters(web: &'static Web, bytes: &[u8], raw: usize, start: usize, to: &mut Read) {
    let Some(text) = to.text.get(start..) else { return };
    let (mut at, mut here) = (0, 0);
    let mut last = (0, 0);
    let text = text.as_bytes();
    while let (Some(&lead), Some(tail)) = (text.get(here), bytes.get(at..)) {
        let step = (utf8_len(lead), bytes_of_character(web, tail));
        if step != last {
            to.offsets.push(start + here, raw + at, step.0, step.1);
            last = step;
        }
        here += step.0;
        at += step.1;
        // Four codes of Big5 spell two characters, the second a combining mark.
        if web == encoding_rs::BIG5 && tail.first() == Some(&0x88) && text.get(here) == Some(&0xCC) {
            here += 2;
            last = (0, 0);
        }
    }
}

fn bytes_of_character(web: &'static Web, tail: &[u8]) -> usize {
    let (Some(&lead), next) = (tail.first(), tail.get(1).copied().unwrap_or(0)) else { return 1 };
    if web == encoding_rs::UTF_16LE {
        return if (0xD8..0xDC).contains(&next) { 4 } else { 2 };
    }
    if web == encoding_rs::UTF_16BE {
        return if (0xD8..0xDC).contains(&lead) { 4 } else { 2 };
    }
    match lead {
        0..=0x7F => 1,
        0x80 => 1,
        0x8F if web == encoding_rs::EUC_JP => 3,
        0xA0..=0xDF if web == encoding_rs::SHIFT_JIS => 1,
        0xFF => 1,
        _ if (web == encoding_rs::GB18030 || web == encoding_rs::GBK) && next.is_ascii_digit() => 4,
        _ => 2,
    }
}

fn read_utf32(bytes: &[u8], big_endian: bool, raw: usize, to: &mut Read) {
    for (at, unit) in bytes.chunks(4).enumerate() {
        let value = match *unit {
            [a, b, c, d] if big_endian => Some(u32::from_be_bytes([a, b, c, d])),
            [a, b, c, d] => Some(u32::from_le_bytes([a, b, c, d])),
            _ => None,
        };
        let c = value.and_then(char::from_u32).unwrap_or(char::REPLACEMENT_CHARACTER);
        to.push(c, raw + 4 * at, unit.len());
    }
    to.end(raw + bytes.len());
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_is_a_label_and_every_encoding_has_its_name_among_them() {
        for name in NAMES {
            let encoding = Encoding::for_label(name).expect(name);
            assert!(NAMES.contains(&encoding.name().as_str()) || encoding.name() == "windows-1252", "{name}");
        }
        for page in code_pages::ALL {
            assert!(NAMES.contains(&page.name), "{}", page.name);
        }
    }
}
