//! What kind of character a character is, by one look into a table.
//!
//! Takes a character, gives what Unicode says of it. The standard library searches for each answer anew; a page asks some
//! hundred thousand times.

use std::sync::LazyLock;

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
        let told = [
            (c.is_alphanumeric(), Self::ALPHANUMERIC),
            (c.is_alphabetic(), Self::ALPHABETIC),
            (c.is_lowercase(), Self::LOWERCASE),
            (c.is_uppercase(), Self::UPPERCASE),
            (c.is_whitespace(), Self::WHITESPACE),
            (is_unspaced(c), Self::UNSPACED),
            (folds, Self::FOLDS),
        ];
        Self(told.into_iter().filter(|(is, _)| *is).fold(0, |bits, (_, kind)| bits | kind.0))
    }
}

/// What Unicode says of `c`.
#[inline]
pub fn kind(c: char) -> Kind {
    match TABLE.get(c as usize) {
        Some(&kind) => kind,
        None => Kind::read(c),
    }
}

/// Adds `text` in lower case to `out`, each character by itself: [`char::to_lowercase`].
pub fn push_lowercase(text: &str, out: &mut String) {
    if text.is_ascii() {
        let start = out.len();
        out.push_str(text);
        out[start..].make_ascii_lowercase();
        return;
    }
    for c in text.chars() {
        if kind(c).is(Kind::FOLDS) {
            out.extend(c.to_lowercase());
        } else {
            out.push(c);
        }
    }
}

/// The characters of the Basic Multilingual Plane; hardly any text has others.
static TABLE: LazyLock<Vec<Kind>> = LazyLock::new(|| {
    let kind = |c: u32| char::from_u32(c).map_or(Kind(0), Kind::read);
    (0..0x1_0000).map(kind).collect()
});

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
        }
    }
}
