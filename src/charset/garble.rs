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
    let tables = &*TABLES;
    let at = u32::from(c) as usize;
    match tables.by_low.get(at) {
        Some(&row) => tables.rows.get(usize::from(row)).filter(|_| row != 0),
        None => {
            let found = tables.by_high.binary_search_by_key(&c, |(known, _)| *known).ok()?;
            tables.by_high.get(found).and_then(|(_, row)| tables.rows.get(usize::from(*row)))
        }
    }
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
    /// Rows of the characters below U+2700.
    by_low: Vec<u16>,
    by_high: Vec<(char, u16)>,
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
    let mut tables = Tables { defined, rows: vec![[0; 12]], by_low: vec![0; 0x2700], by_high: Vec::new() };
    for (c, row) in found {
        let at = u16::try_from(tables.rows.len()).unwrap_or(0);
        tables.rows.push(row);
        match tables.by_low.get_mut(u32::from(c) as usize) {
            Some(slot) => *slot = at,
            None => tables.by_high.push((c, at)),
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
