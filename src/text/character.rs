//! What kind of character a character is, by one look into a table.
//!
//! Takes a character, gives what Unicode says of it. The standard library searches for each answer anew; a page asks some
//! hundred thousand times.

use std::borrow::Cow;
use std::sync::OnceLock;

use super::ascii;
use super::words::is_unspaced;

/// What Unicode says of a character; any number of the constants.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Kind(u8);

impl Kind {
    /// [`char::is_alphanumeric`].
    pub const ALPHANUMERIC: Self = Self(1);
    /// [`char::is_alphabetic`].
    pub const ALPHABETIC: Self = Self(2);
    /// [`char::is_lowercase`].
    pub const LOWERCASE: Self = Self(4);
    /// [`char::is_uppercase`].
    pub const UPPERCASE: Self = Self(8);
    /// [`char::is_whitespace`].
    pub const WHITESPACE: Self = Self(16);
    /// [`is_unspaced`].
    pub const UNSPACED: Self = Self(32);
    /// [`char::to_lowercase`] gives something else.
    pub const FOLDS: Self = Self(64);

    /// Whether it is of that kind.
    #[inline]
    pub const fn is(self, kind: Self) -> bool {
        self.0 & kind.0 != 0
    }

    fn read(c: char) -> Self {
        let mut lower = c.to_lowercase();
        let folds = lower.next() != Some(c) || lower.next().is_some();
        let alphabetic = c.is_alphabetic();
        let told = [
            (alphabetic || c.is_numeric(), Self::ALPHANUMERIC),
            (alphabetic, Self::ALPHABETIC),
            (c.is_lowercase(), Self::LOWERCASE),
            (c.is_uppercase(), Self::UPPERCASE),
            (c.is_whitespace(), Self::WHITESPACE),
            (is_unspaced(c), Self::UNSPACED),
            (folds, Self::FOLDS),
        ];
        Self(told.into_iter().filter(|(is, _)| *is).fold(0, |bits, (_, kind)| bits | kind.0))
    }

    const fn of_ascii(byte: u8) -> Self {
        Self(match byte {
            b'a'..=b'z' => Self::ALPHANUMERIC.0 | Self::ALPHABETIC.0 | Self::LOWERCASE.0,
            b'A'..=b'Z' => Self::ALPHANUMERIC.0 | Self::ALPHABETIC.0 | Self::UPPERCASE.0 | Self::FOLDS.0,
            b'0'..=b'9' => Self::ALPHANUMERIC.0,
            b'\t'..=b'\r' | b' ' => Self::WHITESPACE.0,
            _ => 0,
        })
    }
}

/// What Unicode says of `c`.
#[inline]
pub fn kind(c: char) -> Kind {
    static KINDS: Remembered<Kind> = Remembered::new(Kind::read);
    static ASCII: [Kind; 128] = {
        let mut kinds = [Kind(0); 128];
        let mut byte = 0_u8;
        while byte < 128 {
            kinds[byte as usize] = Kind::of_ascii(byte);
            byte += 1;
        }
        kinds
    };
    ASCII.get(c as usize).copied().unwrap_or_else(|| KINDS.of(c))
}

/// Remembers what a function says of each character, from the first time on that one near it is asked about. Characters
/// beyond the Basic Multilingual Plane are read anew each time; hardly any text has one.
#[derive(Debug)]
pub struct Remembered<T> {
    read: fn(char) -> T,
    /// What is said of each [`PAGE`] characters.
    pages: [OnceLock<[T; PAGE]>; PAGES],
}

impl<T: Copy> Remembered<T> {
    /// Knows nothing yet.
    pub const fn new(read: fn(char) -> T) -> Self {
        Self { read, pages: [const { OnceLock::new() }; PAGES] }
    }

    /// What the function says of `c`.
    #[inline]
    pub fn of(&self, c: char) -> T {
        let (page, at) = (c as usize / PAGE, c as usize % PAGE);
        match self.pages.get(page) {
            Some(known) => known.get_or_init(|| self.page(page))[at],
            None => (self.read)(c),
        }
    }

    fn page(&self, page: usize) -> [T; PAGE] {
        std::array::from_fn(|at| {
            // Half of a surrogate pair is no character and never asked about.
            let c = u32::try_from(page * PAGE + at).ok().and_then(char::from_u32);
            (self.read)(c.unwrap_or(char::REPLACEMENT_CHARACTER))
        })
    }
}

/// Characters that are looked up together, and how many times so many the Basic Multilingual Plane has.
const PAGE: usize = 32;
const PAGES: usize = (1 << 16) / PAGE;

/// Adds `text` in lower case to `out`, each character by itself: [`char::to_lowercase`].
pub fn push_lowercase(text: &str, out: &mut String) {
    let mut rest = text;
    loop {
        // What stays as it is, but for ASCII, is written as a whole.
        let (same, behind) = rest.split_at(unfolded(rest));
        let start = out.len();
        out.push_str(same);
        out[start..].make_ascii_lowercase();
        let Some(c) = behind.chars().next() else { return };
        out.extend(c.to_lowercase());
        rest = &behind[c.len_utf8()..];
    }
}

/// Bytes before the first character beyond ASCII that [`FOLDS`](Kind::FOLDS).
fn unfolded(text: &str) -> usize {
    let bytes = text.as_bytes();
    let mut at = ascii::length(bytes);
    while let Some(&byte) = bytes.get(at) {
        if !MAY_FOLD[usize::from(byte)] {
            at += 1;
            continue;
        }
        at += match mark(&bytes[at..]) {
            0 => match text.get(at..).and_then(|rest| rest.chars().next()) {
                Some(c) if !kind(c).is(Kind::FOLDS) => c.len_utf8(),
                _ => return at,
            },
            length => length,
        };
        // Words of ASCII stand between such characters in most languages that have cases.
        if let Some(rest @ [one, two, ..]) = bytes.get(at..)
            && one.is_ascii()
            && two.is_ascii()
        {
            at += ascii::length(rest);
        }
    }
    at
}

/// Whether a character beyond ASCII that begins with the byte may fold: none of U+05C0 to U+0FFF does, nor of U+3000 to U+9FFF
/// and U+B000 to U+EFFF.
static MAY_FOLD: [bool; 256] = {
    let mut may = [false; 256];
    let mut byte = 0xC2;
    while byte < 256 {
        may[byte] = !matches!(byte, 0xD7..=0xE0 | 0xE3..=0xE9 | 0xEB..=0xEE);
        byte += 1;
    }
    may
};

/// Bytes of the mark of U+2000 to U+203F that `bytes` begin with (dashes, quotation marks, bullets, ellipses, spaces), which is no letter
/// and no figure; 0 of anything else.
#[inline]
pub fn mark(bytes: &[u8]) -> usize {
    if let [0xE2, 0x80, ..] = bytes { 3 } else { 0 }
}

/// A short text in lower case: in `room` where it is ASCII and fits, as most words do that are looked up, else in a string
/// of its own.
pub fn lowercase<'r>(text: &str, room: &'r mut [u8]) -> Cow<'r, str> {
    if text.is_ascii()
        && let Some(room) = room.get_mut(..text.len())
    {
        room.copy_from_slice(text.as_bytes());
        room.make_ascii_lowercase();
        if let Ok(lower) = std::str::from_utf8(room) {
            return lower.into();
        }
    }
    text.to_lowercase().into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_says_what_the_standard_library_says() {
        for c in '\0'..='\u{2FFFF}' {
            let kind = kind(c);
            assert_eq!(kind.is(Kind::ALPHANUMERIC), c.is_alphanumeric(), "{c:?}");
            assert_eq!(kind.is(Kind::UPPERCASE), c.is_uppercase(), "{c:?}");
            assert_eq!(kind.is(Kind::UNSPACED), is_unspaced(c), "{c:?}");
            let mut lower = String::new();
            push_lowercase(c.encode_utf8(&mut [0; 4]), &mut lower);
            assert_eq!(lower, c.to_lowercase().collect::<String>(), "{c:?}");
            let letter = kind.is(Kind::ALPHANUMERIC) || kind.is(Kind::UNSPACED) || kind.is(Kind::FOLDS);
            assert!(mark(c.encode_utf8(&mut [0; 4]).as_bytes()) == 0 || !letter, "{c:?}");
        }
    }

    proptest::proptest! {
        #[test]
        fn lower_case_is_that_of_the_standard_library(text in "[a-cA-C ÄäИи港’“Ⅷم]{0,40}") {
            let mut lower = String::from("x");
            push_lowercase(&text, &mut lower);
            proptest::prop_assert_eq!(&lower[1..], text.to_lowercase());
            let mut room = [0; 16];
            proptest::prop_assert_eq!(lowercase(&text, &mut room), text.to_lowercase());
        }
    }
}
