//! UTF-16 and UTF-32 without a mark, and bytes that are no text at all.
//!
//! Takes bytes, gives an encoding or a verdict. UTF-16 betrays itself by NULs and controls where 8-bit text has none, and
//! by keeping to few blocks of Unicode in one byte order and to none in the other.

use encoding_rs::{UTF_16BE, UTF_16LE};

use super::encoding::Encoding;

/// Bytes looked at: blocks show early.
const SAMPLE: usize = 8192;

/// UTF-16 or UTF-32 by the bytes alone; `None` where it is neither.
pub(crate) fn wide(bytes: &[u8]) -> Option<Encoding> {
    let sample = bytes.get(..SAMPLE).unwrap_or(bytes);
    for big_endian in [false, true] {
        if is_utf32(sample, big_endian) {
            return Some(Encoding::Utf32 { big_endian });
        }
    }
    let little = cost(sample, u16::from_le_bytes);
    let big = cost(sample, u16::from_be_bytes);
    let units = u64::try_from(sample.len() / 2).unwrap_or(0);
    let (best, web) = if little <= big { (little, UTF_16LE) } else { (big, UTF_16BE) };
    // A unit of text costs some 3 to 8; noise costs 16 and more.
    (units >= 2 && best <= 9 * units && little.abs_diff(big) > units / 2).then_some(Encoding::Web(web))
}

/// Bytes that no text has: too many controls, or the head of a well-known format.
pub(crate) fn is_binary(bytes: &[u8]) -> bool {
    let sample = bytes.get(..SAMPLE).unwrap_or(bytes);
    // Padding with NULs is one fault, however long.
    let padding = sample.windows(2).filter(|pair| *pair == [0, 0]).count();
    let controls = n_controls(sample) - padding;
    let is_format = HEADS.iter().any(|head| bytes.starts_with(head));
    controls * 25 > sample.len() || (is_format && controls > 0)
}

/// Control bytes that plain text has no use for.
pub(crate) fn n_controls(bytes: &[u8]) -> usize {
    let is_control = |byte: &&u8| matches!(**byte, 0..=8 | 0x0E..=0x1A | 0x1C..=0x1F | 0x7F);
    bytes.iter().filter(is_control).count()
}

/// PNG, GIF, JPEG, PDF, RIFF, ZIP, gzip, bzip2, zstd, xz, ELF, OLE, MP3, Ogg, ISO media, WOFF.
const HEADS: &[&[u8]] = &[
    b"\x89PNG",
    b"GIF8",
    b"\xFF\xD8\xFF",
    b"%PDF-",
    b"RIFF",
    b"PK\x03\x04",
    b"\x1F\x8B",
    b"BZh",
    b"\x28\xB5\x2F\xFD",
    b"\xFD7zXZ",
    b"\x7FELF",
    b"\xD0\xCF\x11\xE0",
    b"ID3",
    b"OggS",
    b"\0\0\0\x18ftyp",
    b"\0\0\0\x20ftyp",
    b"wOFF",
    b"wOF2",
];

fn is_utf32(sample: &[u8], big_endian: bool) -> bool {
    let mut units = 0;
    for unit in sample.chunks_exact(4) {
        let value = match *unit {
            [a, b, c, d] if big_endian => u32::from_be_bytes([a, b, c, d]),
            [a, b, c, d] => u32::from_le_bytes([a, b, c, d]),
            _ => return false,
        };
        if value == 0 || char::from_u32(value).is_none() {
            return false;
        }
        units += 1;
    }
    units >= 2
}

/// What the units cost as UTF-16 in one byte order: near neighbours in a block of letters cost little.
fn cost(sample: &[u8], order: fn([u8; 2]) -> u16) -> u64 {
    let (mut total, mut last) = (0, 0u16);
    let mut units =
        sample.chunks_exact(2).filter_map(|pair| Some(order([*pair.first()?, *pair.get(1)?]))).peekable();
    while let Some(unit) = units.next() {
        total += match unit {
            0x20 | 0x0A | 0x0D | 0x09 => 1,
            0x21..=0x7E => 3,
            0 => 20,
            0x01..=0x1F | 0x7F..=0x9F => 16,
            0xA0..=0x24F
            | 0x2010..=0x2026
            | 0x3001..=0x3011
            | 0xFF01
            | 0xFF08
            | 0xFF09
            | 0xFF0C
            | 0xFF1A
            | 0x20AC => 5,
            0x370..=0x10FF if unit >> 8 == last >> 8 => 4,
            0x370..=0x10FF => 7,
            0x3041..=0x30FF => 5,
            0x4E00..=0x9FFF | 0xAC00..=0xD7A3 => 8,
            0xD800..=0xDBFF => match units.next_if(|low| (0xDC00..0xE000).contains(low)) {
                Some(_) => 14,
                None => 24,
            },
            0xDC00..=0xDFFF | 0xE000..=0xF8FF | 0xFFFE.. | 0xFDD0..=0xFDEF => 24,
            _ => 14,
        };
        if unit > 0x370 && unit < 0x2000 {
            last = unit;
        }
    }
    total
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str) {
        for big_endian in [false, true] {
            let bytes: Vec<u8> = text
                .encode_utf16()
                .flat_map(|unit| if big_endian { unit.to_be_bytes() } else { unit.to_le_bytes() })
                .collect();
            let web = if big_endian { UTF_16BE } else { UTF_16LE };
            assert_eq!(wide(&bytes), Some(Encoding::Web(web)), "{text}");
        }
    }

    #[test]
    fn utf_16_shows_without_a_mark() {
        check("The ferry came back before dawn.");
        check("Паром вернулся.");
        check("渡船在黎明前返回港口，乘客平安。");
        check("連絡船は夜明け前に港へ戻った。");
        check("เรือกลับมาก่อนรุ่งสาง");
        check("여객선은 돌아왔다");
    }

    #[test]
    fn noise_is_binary() {
        let noise: Vec<u8> = (0..4000u32).map(|i| (i.wrapping_mul(2_654_435_761) >> 13) as u8).collect();
        assert_eq!(wide(&noise), None);
        assert!(is_binary(&noise));
        assert!(!is_binary("Plain text,\r\n\tand more".as_bytes()));
    }
}
