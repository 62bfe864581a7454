//! The single-byte encodings that UTF-8 gets misread in, turned round: which byte a character was.
//!
//! Takes characters, gives bytes. Sloppy on purpose, as misreaders are: a byte without a character was passed through as
//! the C1 control of its number, and Latin-1 and windows-1252 are told apart by nobody.

use std::sync::LazyLock;

use super::code_pages;
use super::encoding::{Encoding, Read};

/// A misreading, by its place in [`NAMES`].
pub(crate) type Codec = usize;

/// Misreadings, the commonest first.
pub(crate) const NAMES: [&str; 12] = [
    "windows-1252",
    "windows-1251",
    "windows-1250",
    "windows-1254",
    "windows-1253",
    "windows-1257",
    "macintosh",
    "ibm437",
    "iso-8859-2",
    "ibm866",
    "ibm850",
    "windows-1256",
];

/// What a character may have been: for each misreading its byte, 0 where it has none.
pub(crate) fn bytes_of(c: char) -> Option<&'static [u8; 12]> {
    let row = TABLES.row(c);
    TABLES.rows.get(row).filter(|_| row != 0)
}

/// What a character may be to a sequence of UTF-8; a bit for each misreading.
#[derive(Debug, Clone)]
pub(crate) struct Part {
    /// It was the lead of two bytes, of three, of four.
    pub(crate) leads: [u16; 3],
    /// It was a byte behind a lead.
    pub(crate) tail: u16,
    /// It was C2 or C3, the leads of the upper half of Latin-1.
    pub(crate) latin_1: u16,
    /// It was ED, the lead of surrogates.
    pub(crate) surrogate: u16,
    /// It was E2, the lead of the typographer's signs, or a byte behind that one there.
    pub(crate) sign: u16,
    pub(crate) behind_sign: u16,
    /// It was F0, the lead of emoji, or the byte behind that one there.
    pub(crate) emoji: u16,
    pub(crate) behind_emoji: u16,
    /// What it is by itself.
    pub(crate) is_lower: bool,
    pub(crate) is_upper: bool,
    /// No writer puts it behind a letter above ASCII, or seldom.
    pub(crate) is_odd: bool,
    /// Of a box or a formula: no writer puts it before a letter.
    pub(crate) is_frame: bool,
    /// A letter that makes no sequence odd that it is part of.
    pub(crate) is_dull: bool,
}

/// That of a character that no misreading makes: the end of any sequence. Whether it is a small letter nobody looked.
static NO_PART: Part = Part {
    leads: [0; 3],
    tail: 0,
    latin_1: 0,
    surrogate: 0,
    sign: 0,
    behind_sign: 0,
    emoji: 0,
    behind_emoji: 0,
    is_lower: true,
    is_upper: false,
    is_odd: false,
    is_frame: false,
    is_dull: true,
};

/// What part `c` may have.
pub(crate) fn part_of(c: char) -> &'static Part {
    TABLES.parts.get(TABLES.row(c)).unwrap_or(&NO_PART)
}

/// Characters of two bytes, a bit each.
#[derive(Debug)]
pub(crate) struct Short([u64; 32]);

impl Short {
    /// Whether it has the character of these two bytes of UTF-8.
    pub(crate) fn has(&self, lead: u8, tail: u8) -> bool {
        self.0.get(usize::from(lead & 0x1F)).is_some_and(|bits| bits >> (tail & 0x3F) & 1 == 1)
    }
}

/// The characters of two bytes whose part is dull.
pub(crate) fn dull() -> &'static Short {
    &TABLES.dull
}

/// Whether `byte` has a character of its own in the misreading.
pub(crate) fn has_character(byte: u8, codec: Codec) -> bool {
    TABLES.defined.get(codec).is_some_and(|defined| defined.contains(&byte))
}

struct Tables {
    /// Bytes from 0x80 to 0x9F that have a character, by misreading.
    defined: Vec<Vec<u8>>,
    /// Row 0 is that of characters that no misreading makes.
    rows: Vec<[u8; 12]>,
    /// The same rows, by what they mean to a sequence.
    parts: Vec<Part>,
    dull: Short,
    /// Rows of the characters below U+2700.
    by_low: Vec<u16>,
    by_high: Vec<(char, u16)>,
}

impl Tables {
    fn row(&self, c: char) -> usize {
        match self.by_low.get(c as usize) {
            Some(&row) => usize::from(row),
            None => match self.by_high.binary_search_by_key(&c, |(known, _)| *known) {
                Ok(at) => self.by_high.get(at).map_or(0, |(_, row)| usize::from(*row)),
                Err(_) => 0,
            },
        }
    }
}

fn part(c: char, row: &[u8; 12]) -> Part {
    let mut part = Part {
        is_lower: c.is_lowercase(),
        is_upper: c.is_uppercase(),
        is_odd: !c.is_alphabetic() || matches!(c, 'œ' | 'Œ' | 'ª' | 'º' | 'ˆ' | 'ˇ' | 'ƒ'),
        is_frame: is_frame(c),
        ..NO_PART.clone()
    };
    for (codec, &byte) in row.iter().enumerate() {
        let bit = 1 << codec;
        match byte {
            0x80..=0xBF => part.tail |= bit,
            0xC2..=0xDF => part.leads[0] |= bit,
            0xE0..=0xEF => part.leads[1] |= bit,
            0xF0..=0xF4 => part.leads[2] |= bit,
            _ => {}
        }
        part.latin_1 |= if matches!(byte, 0xC2 | 0xC3) { bit } else { 0 };
        part.surrogate |= if byte == 0xED { bit } else { 0 };
        part.sign |= if byte == 0xE2 { bit } else { 0 };
        part.behind_sign |= if matches!(byte, 0x80..=0x84) { bit } else { 0 };
        part.emoji |= if byte == 0xF0 { bit } else { 0 };
        part.behind_emoji |= if byte == 0x9F { bit } else { 0 };
    }
    let is_odd_part = part.latin_1 | part.behind_sign | part.behind_emoji != 0;
    // ў, as the byte behind the lead of surrogates that letters go on from.
    let is_behind_surrogate = matches!(row[1], 0xA0..=0xAF);
    part.is_dull = !(part.is_upper || part.is_odd || part.is_frame || is_odd_part || is_behind_surrogate);
    part
}

/// Of a box or a formula: Γ, too, which code pages hold among their signs.
pub(crate) fn is_frame(c: char) -> bool {
    matches!(c, '\u{2500}'..='\u{259F}' | '√' | '≈' | '‚' | 'Γ')
}

static TABLES: LazyLock<Tables> = LazyLock::new(|| {
    let mut found: std::collections::BTreeMap<char, [u8; 12]> = std::collections::BTreeMap::new();
    let mut defined = vec![Vec::new(); NAMES.len()];
    for (codec, name) in NAMES.iter().enumerate() {
        let Some(encoding) = Encoding::for_label(name) else { continue };
        for byte in 0x80..=0xFFu8 {
            let mut read = Read::default();
            encoding.read(&[byte], 0, &mut read);
            let c = read.text.chars().next().filter(|c| *c != char::REPLACEMENT_CHARACTER);
            let passed_through = char::from(byte);
            if byte < 0xA0 && c.is_some_and(|c| c != passed_through) {
                defined[codec].push(byte);
            }
            found.entry(c.unwrap_or(passed_through)).or_default()[codec] = byte;
        }
        // Code pages of DOS and the Mac have a character for each byte; the others let C1 controls through.
        if code_pages::for_label(name).is_none() && !matches!(*name, "macintosh" | "ibm866" | "windows-1256")
        {
            for byte in 0x80..=0x9Fu8 {
                let row = found.entry(char::from(byte)).or_default();
                if row[codec] == 0 {
                    row[codec] = byte;
                }
            }
        }
    }
    let mut tables = Tables {
        defined,
        rows: vec![[0; 12]],
        dull: Short([0; 32]),
        parts: vec![NO_PART.clone()],
        by_low: vec![0; 0x2700],
        by_high: Vec::new(),
    };
    for (c, row) in found {
        let at = u16::try_from(tables.rows.len()).unwrap_or(0);
        tables.parts.push(part(c, &row));
        tables.rows.push(row);
        match tables.by_low.get_mut(u32::from(c) as usize) {
            Some(slot) => *slot = at,
            None => tables.by_high.push((c, at)),
        }
    }
    for c in '\u{80}'..'\u{800}' {
        if tables.parts.get(tables.row(c)).is_some_and(|part| part.is_dull) {
            tables.dull.0[c as usize / 64] |= 1 << (c as usize % 64);
        }
    }
    tables
});

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_character_knows_the_bytes_it_was() {
        let row = bytes_of('Ã').copied().unwrap_or_default();
        assert_eq!((row[0], row[2]), (0xC3, 0));
        assert_eq!(bytes_of('\u{9D}').map(|row| row[0]), Some(0x9D));
        assert_eq!(bytes_of('港'), None);
    }
}
