//! Character references: `&amp;`, `&#39;`, `&eacute`.
//!
//! Takes text as written, gives text as meant, by the HTML standard
//! (<https://html.spec.whatwg.org/multipage/parsing.html#character-reference-state>), which is more lenient than
//! [`crate::text::entities`] is with text of unknown kind. The table of names is there.

use std::borrow::Cow;

use memchr::memchr;

use crate::text::entities::{named_reference, numbered_reference};

/// `text` of an element, decoded.
pub fn decoded(text: &str) -> Cow<'_, str> {
    decode(text, false)
}

/// The value of an attribute, decoded: `?a=1&copy=2` stays, since a name without `;` before `=` or a letter is none there.
pub fn decoded_attr(value: &str) -> Cow<'_, str> {
    decode(value, true)
}

fn decode(text: &str, in_attr: bool) -> Cow<'_, str> {
    let Some(mut amp) = memchr(b'&', text.as_bytes()) else { return Cow::Borrowed(text) };
    let mut out = String::with_capacity(text.len());
    let mut from = 0;
    loop {
        out.push_str(&text[from..amp]);
        let (meant, length) = reference(&text[amp..], in_attr);
        out.extend(meant.into_iter().filter(|&c| c != '\0'));
        from = amp + length;
        match memchr(b'&', &text.as_bytes()[from..]) {
            Some(next) => amp = from + next,
            None => break,
        }
    }
    out.push_str(&text[from..]);
    Cow::Owned(out)
}

/// What a reference stands for; the second is NUL for all but a few names.
pub(super) type Meant = [char; 2];

/// What stands at the head of `text`, which begins with `&`, and its length in bytes: an ampersand where it is no
/// reference.
pub(super) fn reference(text: &str, in_attr: bool) -> (Meant, usize) {
    let bytes = text.as_bytes();
    let found = match bytes.get(1) {
        Some(b'#') => numeric(bytes),
        Some(c) if c.is_ascii_alphanumeric() => named(text, in_attr),
        _ => None,
    };
    found.unwrap_or((['&', '\0'], 1))
}

fn numeric(bytes: &[u8]) -> Option<(Meant, usize)> {
    let hex = matches!(bytes.get(2), Some(b'x' | b'X'));
    let (start, radix) = if hex { (3, 16) } else { (2, 10) };
    let mut at = start;
    let mut number: u32 = 0;
    while let Some(digit) = bytes.get(at).and_then(|&c| (c as char).to_digit(radix)) {
        number = number.saturating_mul(radix).saturating_add(digit);
        at += 1;
    }
    if at == start {
        return None;
    }
    at += usize::from(bytes.get(at) == Some(&b';'));
    Some(([numbered_reference(number), '\0'], at))
}

fn named(text: &str, in_attr: bool) -> Option<(Meant, usize)> {
    let rest = &text[1..];
    let run = rest.bytes().take(LONGEST_NAME).take_while(u8::is_ascii_alphanumeric).count();
    let name = &rest[..run];
    if rest.as_bytes().get(run) == Some(&b';') {
        // Five names make up nearly all references of real pages.
        let common = match name {
            "amp" => '&',
            "nbsp" => '\u{A0}',
            "quot" => '"',
            "lt" => '<',
            "gt" => '>',
            _ => '\0',
        };
        if common != '\0' {
            return Some(([common, '\0'], run + 2));
        }
        if let Some((meant, _)) = named_reference(name) {
            return Some((meant, run + 2));
        }
    }
    // Names that may go without `;`: the longest that begins the run.
    let bare = |length: usize| match named_reference(&name[..length]) {
        Some((meant, true)) => Some((meant, length)),
        _ => None,
    };
    let (meant, length) = (1..=run.min(LONGEST_BARE)).rev().find_map(bare)?;
    let next = rest.as_bytes().get(length);
    if in_attr && next.is_some_and(|&c| c == b'=' || c.is_ascii_alphanumeric()) {
        return None;
    }
    Some((meant, length + 1))
}

/// Letters and digits of the longest name.
const LONGEST_NAME: usize = 31;
/// Letters of the longest name that may go without `;`.
const LONGEST_BARE: usize = 6;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_numbers_and_bare_names_are_decoded() {
        assert_eq!(
            decoded("a &amp; b &lt;i&gt; &eacute;t&eacute; &#233; &#xE9 &#150;"),
            "a & b <i> été é é –"
        );
        assert_eq!(decoded("&copy2024 &notit; &notin; &nosuch; & &; &#;"), "©2024 ¬it; ∉ &nosuch; & &; &#;");
    }

    #[test]
    fn an_address_with_parameters_stays_as_it_is() {
        assert_eq!(decoded_attr("?a=1&copy=2&amp;lt=3&reg"), "?a=1&copy=2&lt=3®");
    }
}
