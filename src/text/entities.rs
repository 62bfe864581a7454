//! Character references: `&amp;`, `&#8212;`, `&#x2014;`.
//!
//! Takes text, gives it with references decoded. Knows the names of the HTML standard; numbers from 128 to 159 mean
//! windows-1252, as there. Leaves alone what only looks like a reference: `AT&T`, `&unknown;`, `/a?x=1&copy=2`.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::edit::{Edited, Editor};
use super::hash::Quick;

/// Text may be escaped thrice on its way through a feed, a database and a template; more is somebody's lesson on HTML.
const TIMES_ESCAPED: usize = 3;

/// `text` with every reference decoded, however often it was escaped (up to three times): what each round left, empty
/// where there was nothing to decode.
pub fn decode_fully(text: &str) -> Vec<Edited> {
    let mut rounds: Vec<Edited> = Vec::new();
    while rounds.len() < TIMES_ESCAPED {
        let Some(edited) = decode_once(rounds.last().map_or(text, |round| &round.text)) else { break };
        rounds.push(edited);
    }
    rounds
}

/// A reference at the head of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reference {
    /// Bytes it takes, `&` and `;` included.
    pub len: usize,
    /// What it means; the second is NUL for all but a few names.
    pub means: [char; 2],
}

/// The reference that `text` begins with. Without its semicolon a reference counts only if it is a number or one of the
/// old names, and no letter, digit or `=` follows (the address `/a?x=1&copy=2` has none).
pub fn at_head(text: &str) -> Option<Reference> {
    let body = text.strip_prefix('&')?;
    match body.strip_prefix('#') {
        Some(number) => numeric(number),
        None => named(body),
    }
}

/// What the standard's name stands for (no `&`, no `;`), and whether it counts without its semicolon.
pub fn named_reference(name: &str) -> Option<([char; 2], bool)> {
    NAMES.get(name).map(|known| (known.means, known.bare))
}

/// What `&#number;` means by the HTML standard: windows-1252 from 128 to 159, U+FFFD for what is no character.
pub fn numbered_reference(number: u32) -> char {
    match number {
        0x80..=0x9F => windows_1252(number),
        0 => char::REPLACEMENT_CHARACTER,
        _ => char::from_u32(number).unwrap_or(char::REPLACEMENT_CHARACTER),
    }
}

/// Byte `0x80..=0x9F` in windows-1252; itself where that has no character.
pub fn windows_1252(byte: u32) -> char {
    const HIGH: [char; 32] = [
        '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8D}', 'Ž', '\u{8F}',
        '\u{90}', '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9D}', 'ž', 'Ÿ',
    ];
    let at = byte.wrapping_sub(0x80) as usize;
    HIGH.get(at).copied().or_else(|| char::from_u32(byte)).unwrap_or(char::REPLACEMENT_CHARACTER)
}

fn decode_once(text: &str) -> Option<Edited> {
    let mut editor = Editor::new(text);
    for at in memchr::memchr_iter(b'&', text.as_bytes()) {
        let Some(reference) = text.get(at..).and_then(at_head) else { continue };
        let mut buffer = [0; 8];
        let first = reference.means[0].encode_utf8(&mut buffer).len();
        let len = match reference.means[1] {
            '\0' => first,
            second => first + second.encode_utf8(&mut buffer[first..]).len(),
        };
        if let Ok(means) = std::str::from_utf8(&buffer[..len]) {
            editor.replace(at..at + reference.len, means);
        }
    }
    editor.finish()
}

fn numeric(number: &str) -> Option<Reference> {
    let (prefix, radix) = match number.as_bytes().first() {
        Some(b'x' | b'X') => (1, 16),
        _ => (0, 10),
    };
    let mut value = 0u32;
    let mut digits = 0;
    for byte in number.bytes().skip(prefix) {
        let Some(digit) = char::from(byte).to_digit(radix) else { break };
        // Past the last code point the value no longer matters; it must only stay past it.
        value = value.saturating_mul(radix).saturating_add(digit);
        digits += 1;
    }
    if digits == 0 {
        return None;
    }
    let rest = number.as_bytes().get(prefix + digits);
    let len = 2 + prefix + digits;
    match rest {
        Some(b';') => Some(Reference { len: len + 1, means: [numbered_reference(value), '\0'] }),
        Some(next) if next.is_ascii_alphanumeric() || *next == b'=' => None,
        _ => Some(Reference { len, means: [numbered_reference(value), '\0'] }),
    }
}

fn named(body: &str) -> Option<Reference> {
    let length = body.bytes().take(LONGEST_NAME).take_while(u8::is_ascii_alphanumeric).count();
    let (means, bare) = named_reference(body.get(..length)?)?;
    match body.as_bytes().get(length) {
        Some(b';') => Some(Reference { len: length + 2, means }),
        Some(b'=') => None,
        Some(next) if next.is_ascii_alphanumeric() => None,
        _ if bare => Some(Reference { len: length + 1, means }),
        _ => None,
    }
}

/// `CounterClockwiseContourIntegral`, and one more.
const LONGEST_NAME: usize = 32;

struct Name {
    means: [char; 2],
    bare: bool,
}

/// The standard's names; a line of the file is name, code points in hexadecimal, and `*` where the name counts without its
/// semicolon.
static NAMES: LazyLock<HashMap<&str, Name, Quick>> = LazyLock::new(|| {
    let line = |line: &'static str| {
        let mut columns = line.split('\t');
        let name = columns.next()?;
        let mut points = columns
            .next()?
            .split(' ')
            .filter_map(|point| u32::from_str_radix(point, 16).ok().and_then(char::from_u32));
        let means = [points.next()?, points.next().unwrap_or('\0')];
        Some((name, Name { means, bare: columns.next().is_some() }))
    };
    include_str!("entities.tsv").lines().filter_map(line).collect()
});

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &str) {
        let rounds = decode_fully(text);
        assert_eq!(rounds.last().map_or(text, |round| &round.text), expected);
    }

    #[test]
    fn every_name_of_the_standard_is_there() {
        assert_eq!(NAMES.len(), 2125);
        assert_eq!(NAMES.values().filter(|known| known.bare).count(), 106);
        assert!(NAMES.keys().all(|name| name.len() < LONGEST_NAME));
    }

    #[test]
    fn references_decode_by_name_and_by_number() {
        check("&lt;p&gt; caf&eacute; &#8212; &#x2014;", "<p> café — —");
        check("&NotEqualTilde;", "\u{2242}\u{338}");
    }

    #[test]
    fn escaping_is_undone_thrice() {
        check("&amp;amp;quot;yes&amp;quot;", "\"yes\"");
    }

    #[test]
    fn numbers_of_the_c1_block_mean_windows_1252() {
        check("&#145;ja&#x92; &#133;", "‘ja’ …");
    }

    #[test]
    fn numbers_of_no_character_become_replacement_characters() {
        check("&#0;&#xDC00;&#9999999999;", "\u{FFFD}\u{FFFD}\u{FFFD}");
    }

    #[test]
    fn what_only_looks_like_a_reference_stays() {
        check(
            "P&L, B&O; ?a=1&reg=2&lt=3 &nosuch; &#; &#x; &",
            "P&L, B&O; ?a=1&reg=2&lt=3 &nosuch; &#; &#x; &",
        );
    }

    #[test]
    fn an_old_name_counts_without_its_semicolon() {
        check("&copy 2020 &nbsp", "© 2020 \u{A0}");
    }
}
