//! Reads the strings of JSON-LD as pages write them.
//!
//! Takes bytes behind an opening quote or the text between two, gives the end of the string or what it spells.

use std::borrow::Cow;

use memchr::memchr2;

use crate::content::html::reference::decoded;

/// The byte of the quote that ends the string begun before `from`. A quote that no mark of the grammar follows is part
/// of the string, for pages forget to escape quotes.
pub(in crate::content::metadata) fn string_end(bytes: &[u8], from: usize) -> usize {
    let mut at = from;
    while let Some(found) = bytes.get(at..).and_then(|rest| memchr2(b'"', b'\\', rest)) {
        at += found;
        if bytes[at] == b'\\' {
            at += 2;
            continue;
        }
        let next = bytes[at + 1..].iter().take(64).find(|b| !b.is_ascii_whitespace());
        if next.is_none_or(|b| matches!(b, b',' | b':' | b'}' | b']' | b'/' | b'<' | b';')) {
            return at;
        }
        // A line end and a new key: the comma is missing, not the backslash.
        if next == Some(&b'"')
            && bytes[at + 1..].iter().take_while(|b| b.is_ascii_whitespace()).any(|b| *b == b'\n')
        {
            return at;
        }
        at += 1;
    }
    bytes.len()
}

/// JSON's escapes and HTML's references decoded, white space collapsed.
pub(in crate::content::metadata) fn unescaped(text: &str) -> Cow<'_, str> {
    let plain = !text.contains(['\\', '&', '\n', '\t', '\r', '<']);
    if plain {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars();
    let mut high = None;
    while let Some(c) = chars.next() {
        if c != '\\' {
            out.push(if c.is_control() { ' ' } else { c });
            continue;
        }
        match chars.next() {
            Some('n' | 't' | 'r' | 'b' | 'f') => out.push(' '),
            Some('u') => {
                let hex: String = chars.as_str().chars().take(4).collect();
                let Ok(unit) = u32::from_str_radix(&hex, 16) else { continue };
                chars.nth(3);
                match (high.take(), unit) {
                    (_, 0xd800..=0xdbff) => high = Some(unit),
                    (Some(first), 0xdc00..=0xdfff) => {
                        out.extend(char::from_u32(0x1_0000 + ((first - 0xd800) << 10) + (unit - 0xdc00)));
                    }
                    _ => out.extend(char::from_u32(unit)),
                }
            }
            Some(other) => out.push(other),
            None => {}
        }
    }
    let decoded = decoded(&out);
    Cow::Owned(without_tags(&decoded))
}

/// The text without `<i>` and its like, white space collapsed.
fn without_tags(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(open) = rest.find('<') {
        let tag = rest[open + 1..].starts_with(|c: char| c.is_ascii_alphabetic() || c == '/');
        match rest[open..].find('>').filter(|_| tag) {
            Some(close) => {
                plain.push_str(&rest[..open]);
                rest = &rest[open + close + 1..];
            }
            None => {
                plain.push_str(&rest[..=open]);
                rest = &rest[open + 1..];
            }
        }
    }
    plain.push_str(rest);
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}
