//! Parts a line that holds many paragraphs, as a page whose markup has no line ends leaves it.
//!
//! Takes one line, gives the spans of its parts. Where elements met, no space stands between a word and the next, or between
//! a stop and the next sentence: there the line is parted. What is long still is parted between sentences; the body
//! joins those parts with a space, so nothing is lost where both are kept.

use crate::text::character::{Kind, kind};

/// Bytes of a line that may hold more than a paragraph.
const LONG: usize = 1_500;

/// Bytes of a part from which on it is parted between sentences.
const SENTENCES: usize = 600;

/// Small letters before a capital that make it a new word: fewer stand in names such as `YouTube`.
const TAIL: usize = 3;

/// Where elements met so often, in bytes a joint, the line is taken for a run-on.
const RARE: usize = 800;

/// A byte range of the line, without white space at either end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Part {
    pub(super) start: usize,
    pub(super) end: usize,
}

/// Whether a line of so many bytes may hold more than a paragraph.
pub(super) fn is_long(bytes: usize) -> bool {
    bytes >= LONG
}

/// Adds the parts of `line`, which is long, to `parts`.
pub(super) fn part(line: &str, parts: &mut Vec<Part>) {
    let cuts = joints(line);
    let many = cuts.len() * RARE >= line.len();
    let mut from = 0;
    for to in cuts.into_iter().filter(|_| many).chain(std::iter::once(line.len())) {
        if to - from >= SENTENCES {
            sentences(line, from, to, parts);
        } else {
            add(line, from, to, parts);
        }
        from = to;
    }
}

/// Byte offsets at which elements met.
fn joints(line: &str) -> Vec<usize> {
    let mut cuts = Vec::new();
    let (mut small, mut last, mut before) = (0, ' ', ' ');
    let mut rest = line;
    while let Some((c, run)) = next(rest) {
        let at = line.len() - rest.len();
        rest = rest.get(run.max(c.len_utf8())..).unwrap_or("");
        if run > 0 {
            (before, last) = (if run > c.len_utf8() { c } else { last }, c);
            small = if c.is_ascii() { small + run } else { 0 };
            continue;
        }
        let kind = kind(c);
        let opens = kind.is(Kind::UPPERCASE) || matches!(c, '“' | '„' | '«' | '‘');
        let met = match last {
            _ if !opens => false,
            '.' | '!' | '?' | '…' => before.is_lowercase() || matches!(before, '”' | '"' | '’' | ')' | '»'),
            '”' | '"' | '’' | ')' | '»' => matches!(before, '.' | '!' | '?' | '…' | ','),
            _ => small >= TAIL,
        };
        if met {
            cuts.push(at);
        }
        small = if kind.is(Kind::LOWERCASE) { small + 1 } else { 0 };
        (before, last) = (last, c);
    }
    cuts
}

/// The first character of `text`, and bytes of the run of small letters of ASCII, of ideographs and syllables, or of words of Hebrew
/// and Arabic, that begins with it: of such nothing is asked but how long it is.
#[inline(always)]
fn next(text: &str) -> Option<(char, usize)> {
    let c = text.chars().next()?;
    let run = match text.as_bytes() {
        bytes @ [b'a'..=b'z', ..] => bytes.iter().take_while(|byte| byte.is_ascii_lowercase()).count(),
        // U+4000 to U+9FFF and U+B000 to U+CFFF have neither cases nor spaces nor figures.
        bytes @ [0xE4..=0xE9 | 0xEB..=0xEC, ..] => {
            let is_plain = |three: &&[u8; 3]| matches!(three[0], 0xE4..=0xE9 | 0xEB..=0xEC);
            3 * bytes.as_chunks().0.iter().take_while(is_plain).count()
        }
        bytes @ [0xD7..=0xDB, ..] => caseless(bytes),
        _ => 0,
    };
    Some((c, run))
}

/// Bytes of the characters from U+05C0 to U+06FF that `bytes` begin with, single spaces between them included: they have no cases, and
/// those that are figures are left out.
fn caseless(bytes: &[u8]) -> usize {
    let mut at = 0;
    let is_caseless = |at: usize| match bytes.get(at..) {
        Some([0xD7 | 0xD8 | 0xDA, ..]) => true,
        Some([0xD9, next, ..]) => !(0xA0..=0xA9).contains(next),
        Some([0xDB, next, ..]) => !(0xB0..=0xB9).contains(next),
        _ => false,
    };
    loop {
        if is_caseless(at) {
            at += 2;
        } else if at > 0 && bytes.get(at) == Some(&b' ') && is_caseless(at + 1) {
            at += 3;
        } else {
            return at;
        }
    }
}

/// Parts `line[from..to]` between sentences: behind a stop and a space, before a capital.
fn sentences(line: &str, from: usize, to: usize, parts: &mut Vec<Part>) {
    let Some(text) = line.get(from..to) else { return };
    let (mut start, mut stopped, mut spaced, mut small) = (0, false, false, 0);
    let mut rest = text;
    while let Some((c, run)) = next(rest) {
        let at = text.len() - rest.len();
        rest = rest.get(run.max(c.len_utf8())..).unwrap_or("");
        if run > 0 {
            (stopped, spaced) = (false, false);
            small = if c.is_ascii() { small + run } else { 0 };
            continue;
        }
        let kind = kind(c);
        if stopped && spaced && (kind.is(Kind::UPPERCASE) || matches!(c, '“' | '„' | '«' | '"')) {
            add(line, from + start, from + at, parts);
            start = at;
        }
        match c {
            // An initial or a short title such as `Mr.` closes no sentence.
            '.' => (stopped, spaced) = (small >= TAIL, false),
            '!' | '?' | '…' => (stopped, spaced) = (true, false),
            '”' | '"' | '’' | ')' | '»' => {}
            _ if kind.is(Kind::WHITESPACE) => spaced = stopped,
            _ => (stopped, spaced) = (false, false),
        }
        let figure = kind.is(Kind::ALPHANUMERIC) && !kind.is(Kind::ALPHABETIC);
        small = if kind.is(Kind::LOWERCASE) || figure { small + 1 } else { 0 };
    }
    add(line, from + start, to, parts);
}

fn add(line: &str, from: usize, to: usize, parts: &mut Vec<Part>) {
    let Some(text) = line.get(from..to) else { return };
    let start = from + (text.len() - text.trim_start().len());
    let end = start + text.trim().len();
    if start < end {
        parts.push(Part { start, end });
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::check;

    #[test]
    fn a_short_line_is_left_whole() {
        check("Log inNewsSport. He won.The end", &["Log inNewsSport. He won.The end"]);
    }

    #[test]
    fn a_run_on_line_is_parted_where_elements_met_and_between_sentences() {
        let prose = "The harbour bridge reopened on Monday after nine months. Traffic was light, said Mr. Lund of YouTube. ".repeat(16);
        let line = format!(
            "Log inNewsSportWeatherHarbour bridge reopens{prose}Read more.Terms of usePrivacyContact"
        );
        let flat = super::super::flatten(&line);
        let found: Vec<&str> = flat.blocks.iter().map(|block| flat.text_of(block)).collect();
        assert_eq!(found[..4], ["Log inNews", "Sport", "Weather", "Harbour bridge reopens"]);
        assert!(found.contains(&"Traffic was light, said Mr. Lund of YouTube."));
        assert_eq!(found.last(), Some(&"Contact"));
    }
}
