//! The words of titles, and how far two titles agree in them.

use super::LONGEST;
use crate::text::character::{Kind, kind};
use crate::text::hash::hash64;

/// How far two titles agree, in thousandths: words shared, more where one is the other's beginning or end.
pub(in crate::content::metadata) fn agreement(a: &[u64], b: &[u64]) -> u32 {
    if a.is_empty() || b.is_empty() {
        return 0;
    }
    if a == b {
        return 1000;
    }
    let shared = a.iter().filter(|word| b.contains(word)).count() as u32;
    let base = (2000 * shared / (a.len() + b.len()) as u32).min(950);
    let (short, long) = if a.len() < b.len() { (a, b) } else { (b, a) };
    let inside = short.len() >= 3 && (long.starts_with(short) || long.ends_with(short));
    if inside { base.max(750) } else { base }
}

/// Words of a title in lower case; each ideograph is one.
pub(in crate::content::metadata) fn words(title: &str) -> Vec<String> {
    let mut words = Vec::new();
    each_word(title, |word| words.push(word.to_owned()));
    words
}

/// Hashes of the [`words`] of a title.
pub(in crate::content::metadata) fn hashes(title: &str) -> Vec<u64> {
    let mut hashes = Vec::with_capacity(16);
    each_word(title, |word| hashes.push(hash64(word.as_bytes())));
    hashes
}

pub(in crate::content::metadata) fn each_word(title: &str, mut found: impl FnMut(&str)) {
    let mut word = String::with_capacity(24);
    for c in title.chars().take(LONGEST) {
        let kind = kind(c);
        if c.is_ascii_alphanumeric() {
            word.push(c.to_ascii_lowercase());
        } else if kind.is(Kind::UNSPACED) {
            if !word.is_empty() {
                found(&word);
                word.clear();
            }
            found(c.encode_utf8(&mut [0; 4]));
        } else if kind.is(Kind::FOLDS) {
            word.extend(c.to_lowercase());
        } else if kind.is(Kind::ALPHANUMERIC) {
            word.push(c);
        } else if !word.is_empty() && !matches!(c, '\'' | '’' | '\u{ad}' | '\u{301}') {
            found(&word);
            word.clear();
        }
    }
    if !word.is_empty() {
        found(&word);
    }
}

/// How many [`words`] a title has.
pub(in crate::content::metadata) fn count_words(title: &str) -> usize {
    let (mut count, mut inside) = (0, false);
    for c in title.chars().take(LONGEST) {
        let kind = kind(c);
        if kind.is(Kind::UNSPACED) {
            count += usize::from(inside) + 1;
            inside = false;
        } else if kind.is(Kind::ALPHANUMERIC) {
            inside = true;
        } else if inside && !matches!(c, '\'' | '’' | '\u{ad}' | '\u{301}') {
            count += 1;
            inside = false;
        }
    }
    count + usize::from(inside)
}

/// White space collapsed.
pub(in crate::content::metadata) fn collapse(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
    }
    out
}
