//! Finds out whether a plain-text file holds several reports, and what stands between them.
//!
//! In this order:
//! 1. The configured pattern, if any line matches it.
//! 2. Form feeds. Not if the text goes on in lower case behind one of them: then they are page breaks.
//! 3. A ruler: a line of three or more of one of `=` `-` `*` `_` `#` `~` and nothing else, if
//!    - the very same line comes at least twice (one alone may stand anywhere in a report);
//!    - one of fewer than ten characters has a blank line (or an end of the file) before and behind it, every time;
//!    - at least two of the stretches between have text, and of these at least three in four begin like a report: a
//!      first line of at most 200 bytes that does not start in lower case nor end like a sentence or clause, followed
//!      by at least one more line that does not just go on with it. Section breaks within an essay, underlined
//!      headings and tables fail here.

use regex::bytes::Regex;

/// What stands between reports.
#[derive(Debug)]
pub(super) enum Separator {
    /// Lines that match the configured pattern.
    Pattern(Regex),
    /// Form feeds.
    FormFeed,
    /// Lines that are exactly this.
    Ruler(Vec<u8>),
}

/// Kinds of ruler that are looked into; more in one file are decoration.
const KINDS: usize = 8;

/// What separates the reports in a file that begins with `window`, if it holds several.
pub(super) fn find(window: &[u8], pattern: Option<&Regex>) -> Option<Separator> {
    if let Some(pattern) = pattern
        && lines(window).any(|line| pattern.is_match(line))
    {
        return Some(Separator::Pattern(pattern.clone()));
    }
    if !is_noise(window) && form_feeds(window) {
        return Some(Separator::FormFeed);
    }
    ruler(window).map(Separator::Ruler)
}

/// `line` without its line end.
pub(super) fn without_end(line: &[u8]) -> &[u8] {
    let line = line.strip_suffix(b"\n").unwrap_or(line);
    line.strip_suffix(b"\r").unwrap_or(line)
}

fn lines(text: &[u8]) -> impl Iterator<Item = &[u8]> {
    text.split(|byte| *byte == b'\n').map(without_end)
}

/// One byte in fifty is a control that no text has: what looks like form feeds there is chance. (ESC is part of
/// ISO-2022, NUL of UTF-16.)
fn is_noise(window: &[u8]) -> bool {
    let odd = |byte: &&u8| matches!(byte, 0x01..=0x08 | 0x0B | 0x0E..=0x1A | 0x1C..=0x1F | 0x7F);
    window.iter().filter(odd).count() * 50 > window.len()
}

fn form_feeds(window: &[u8]) -> bool {
    let mut texts =
        window.split(|byte| *byte == b'\x0C').map(<[u8]>::trim_ascii).filter(|text| !text.is_empty());
    let Some(_) = texts.next() else { return false };
    let mut any = false;
    for text in texts {
        if text.first().is_some_and(u8::is_ascii_lowercase) {
            return false;
        }
        any = true;
    }
    any
}

/// One kind of ruler, as often as it comes.
struct Kind<'t> {
    line: &'t [u8],
    times: usize,
    always_alone: bool,
}

fn ruler(window: &[u8]) -> Option<Vec<u8>> {
    let mut kinds: Vec<Kind<'_>> = Vec::new();
    let mut before_is_blank = true;
    let mut all = lines(window).map(<[u8]>::trim_ascii).peekable();
    while let Some(line) = all.next() {
        if is_ruler(line) {
            let behind_is_blank = all.peek().is_none_or(|next| next.is_empty());
            let alone = before_is_blank && behind_is_blank;
            if let Some(kind) = kinds.iter_mut().find(|kind| kind.line == line) {
                (kind.times, kind.always_alone) = (kind.times + 1, kind.always_alone && alone);
            } else if kinds.len() < KINDS {
                kinds.push(Kind { line, times: 1, always_alone: alone });
            }
        }
        before_is_blank = line.is_empty();
    }
    kinds.retain(|kind| kind.times >= 2 && (kind.always_alone || kind.line.len() >= 10));
    kinds.sort_by_key(|kind| std::cmp::Reverse(kind.times));
    kinds.into_iter().find(|kind| splits(window, kind.line)).map(|kind| kind.line.to_vec())
}

fn is_ruler(line: &[u8]) -> bool {
    let Some(first) = line.first() else { return false };
    line.len() >= 3 && b"=-*_#~".contains(first) && line.iter().all(|byte| byte == first)
}

/// Whether the stretches between `ruler`s are reports.
fn splits(window: &[u8], ruler: &[u8]) -> bool {
    let (mut texts, mut reports) = (0, 0);
    let mut opening: Vec<&[u8]> = Vec::new();
    for line in lines(window).map(<[u8]>::trim_ascii).chain([ruler]) {
        if line == ruler {
            if opening.iter().any(|line| !line.is_empty()) {
                texts += 1;
                reports += usize::from(begins_a_report(&opening));
            }
            opening.clear();
        } else if opening.len() < 12 && !(opening.is_empty() && line.is_empty()) {
            opening.push(line);
        }
    }
    texts >= 2 && 4 * reports >= 3 * texts
}

/// The first lines of a stretch: a headline, and something after it.
fn begins_a_report(opening: &[&[u8]]) -> bool {
    let [first, rest @ ..] = opening else { return false };
    let goes_on = |line: &[u8]| line.first().is_some_and(u8::is_ascii_lowercase);
    let clause_ends =
        [&b"."[..], b",", b";", b":", "。".as_bytes(), "，".as_bytes(), b".\"", ".”".as_bytes()];
    let wrapped = |line: &[u8]| (50..=90).contains(&line.len());
    let next = rest.first().copied().unwrap_or_default();
    let headline =
        first.len() <= 200 && !goes_on(first) && !clause_ends.iter().any(|end| first.ends_with(end));
    let has_body = rest.iter().any(|line| !line.is_empty());
    let runs_on = goes_on(next) || (wrapped(first) && wrapped(next));
    headline && has_body && !runs_on
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &str) {
        let found = match find(text.as_bytes(), None) {
            None => String::new(),
            Some(Separator::FormFeed) => "form feed".to_owned(),
            Some(Separator::Ruler(ruler)) => String::from_utf8(ruler).unwrap(),
            Some(Separator::Pattern(pattern)) => pattern.to_string(),
        };
        assert_eq!(found, expected, "{text:?}");
    }

    const A: &str =
        "Ferry returns to Lakemouth\n\nThe ferry came back on Monday after a winter in the dock.\n";
    const B: &str = "Baker wins bread prize\nBy Ann Moor\n\nA baker from Oldfield won. She was glad of it.\n";

    #[test]
    fn one_ruler_alone_never_splits() {
        check(&format!("{A}\n==========\n\n{B}"), "");
    }

    #[test]
    fn a_ruler_that_comes_again_splits() {
        check(&format!("{A}\n=====\n\n{B}\n=====\n\n{A}"), "=====");
        check(&format!("------------\n{A}------------\n{B}"), "------------");
    }

    #[test]
    fn a_short_ruler_needs_blank_lines_around_it() {
        check(&format!("{A}---\n{B}---\n{A}"), "");
    }

    #[test]
    fn section_breaks_of_an_essay_do_not_split() {
        let part = "It had rained for days by then, and the river stood at the doors of the mill.\n";
        check(&format!("The river\n\n{part}\n***\n\n{part}\n***\n\n{part}"), "");
        let wrapped = "It had rained for days by then, and the river, as the Miller\nTold us, stood high at \
                       the doors of the mill that evening.\n";
        check(&format!("The river\n\n{wrapped}\n***\n\n{wrapped}\n***\n\n{wrapped}"), "");
    }

    #[test]
    fn underlined_headings_do_not_split() {
        let part = "There was much to say of it, and all of it was said.\n";
        check(&format!("Weather\n==========\n\n{part}\nTides\n==========\n\n{part}"), "");
    }

    #[test]
    fn front_matter_does_not_split() {
        check(&format!("---\ntitle: Ferry\n---\n\n{A}"), "");
    }

    #[test]
    fn form_feeds_split_unless_they_break_pages() {
        check(&format!("{A}\x0C{B}"), "form feed");
        check("The ferry came back on\x0Cmonday after a winter.\x0CIt was late.", "");
        check(&format!("{A}\x0C\n"), "");
    }

    #[test]
    fn a_configured_pattern_comes_first() {
        let pattern = Regex::new("^<ART [0-9]+>$").unwrap();
        let text = b"<ART 1>\r\none\r\n<ART 2>\r\ntwo\x0Cthree";
        assert!(matches!(find(text, Some(&pattern)), Some(Separator::Pattern(_))));
        assert!(matches!(find(b"one\x0Ctwo: Two", Some(&pattern)), None | Some(Separator::FormFeed)));
    }
}
