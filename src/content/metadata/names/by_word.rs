//! Finds the word that says "by", in any language, and what stands behind it.
//!
//! Takes a line or a piece of a byline; whether names follow is not asked here.

use super::super::byline_words::by_words;
use super::given::is_common;
use crate::text::seek::position;

/// The piece behind its by-word, be it the first word of the piece or, as in "Opinion By Jane Example", a later one.
pub(in crate::content::metadata) fn behind_by_word(piece: &str) -> Option<&str> {
    if by_word(piece).is_some() {
        return Some(after_by_word(piece));
    }
    [" By ", " Von ", " Par ", " Por ", " by: ", " von: ", " Door "]
        .iter()
        .find_map(|by| position(piece, by).map(|at| &piece[at + by.len()..]))
}

/// The byline behind its "By", or the whole where there is none.
pub(in crate::content::metadata) fn after_by_word(line: &str) -> &str {
    let mut rest = line.trim();
    for _ in 0..3 {
        match by_word(rest) {
            Some(n) => {
                rest = rest[n..].trim_start_matches(|c: char| {
                    c.is_whitespace() || matches!(c, ':' | '：' | '/' | '／' | '=' | '＝')
                })
            }
            None => break,
        }
    }
    rest
}

/// Bytes of the by-word that `line` begins with, if a name can follow.
pub(in crate::content::metadata) fn by_word(line: &str) -> Option<usize> {
    by_words(line).find_map(|word| {
        let n = folded_prefix(line, word)?;
        let next = line[n..].chars().next()?;
        let unspaced = word.chars().next_back().is_some_and(crate::text::words::is_unspaced)
            || word.ends_with([':', '：', '/', '／', '=', '＝', '・', '՝']);
        // "Veröffentlicht vonJane Example": the space stands between two elements.
        let run_on = || {
            next.is_uppercase()
                && (word.len() >= 3 || word == "by")
                && word != "door"
                && line[..n].ends_with(char::is_lowercase)
        };
        let told = unspaced || next.is_whitespace() || matches!(next, ':' | '：') || run_on();
        // A plain word of its language: only a given name that many bear makes a by-word of it.
        let weak = || WEAK.contains(&word) && !is_sure(word, line[n..].trim());
        (told && !weak()).then_some(n)
    })
}

/// Whether a line is a by-word and nothing else: the name stands in the next one.
pub(in crate::content::metadata) fn is_by_word(line: &str) -> bool {
    let line = line.trim_end_matches([':', '：', ' ']);
    line.len() <= 40
        && by_words(line).any(|word| {
            let bare = word.trim_end_matches([':', '：', ' ']);
            folded_prefix(line, bare).is_some_and(|n| n == line.len()) && !WEAK.contains(&word)
        })
}

/// Whether a by-word that says much else too stands before a name: a given name that many bear or, but behind "text", which
/// leads menus too, two words or three in capitals and no more.
fn is_sure(word: &str, rest: &str) -> bool {
    let capital = |word: &str| word.starts_with(char::is_uppercase) && !word.contains('-');
    is_common(rest)
        || (!matches!(word, "text" | "tekst" | "teksti" | "de")
            && (2..=3).contains(&rest.split(' ').count())
            && rest.split(' ').all(capital))
}

/// By-words that say much else too.
const WEAK: &[&str] = &["text", "tekst", "teksti", "vom", "durch", "de"];

/// Bytes of `line` that spell `word`, which is in lower case.
fn folded_prefix(line: &str, word: &str) -> Option<usize> {
    // The first letter is the same for all that are asked; most differ in the second one.
    if let ([a, b, ..], [v, w, ..]) = (line.as_bytes(), word.as_bytes())
        && (a | b | v | w).is_ascii()
        && b.to_ascii_lowercase() != *w
        && b != w
    {
        return None;
    }
    let mut chars = line.char_indices();
    for w in word.chars() {
        let (_, c) = chars.next()?;
        let same = c == w
            || if c.is_ascii() {
                c.to_ascii_lowercase() == w
            } else {
                c.to_lowercase().eq(std::iter::once(w))
            };
        if !same {
            return None;
        }
    }
    Some(chars.next().map_or(line.len(), |(at, _)| at))
}
