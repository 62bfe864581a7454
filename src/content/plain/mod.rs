//! Reads plain text into blocks: one a line, wrapped lines joined, run-on lines parted.
//!
//! Takes a page's text, gives a [`Flat`]. A dump of text is a paragraph a line, mostly. Two kinds are not: text broken at a
//! width, as newswire archives export it ([`wrap`]), and pages whose markup held no line end, so that all their
//! paragraphs stand in one line ([`run_on`]).

mod run_on;
mod wrap;

use super::coarse::Blocks;
use super::flat::{Block, Flat};
use super::html::tree::{Node, Shown};
use super::spaces::{CLASS, PLAIN, SPACE, blank, plain_run, shown_run};
use crate::model::{BlockKind, Span};
use crate::text::seek;

/// The blocks of a plain text. Every line with text in it is one; the white space after it belongs to it. Tree and head
/// are empty.
pub fn flatten(page: &str) -> Flat<'_> {
    let mut flat = Flat { page, text: String::with_capacity(page.len() + 1), ..Flat::default() };
    let mut blocks = Blocks::of_page(page.len());
    let mut parts = Vec::new();
    wrap::each_joined(page, lines(page), |line| {
        let mut push = |start, end, line| {
            let text = page.get(start..end).unwrap_or("");
            let from = flat.text.len();
            collapse(text, &mut flat.text);
            flat.text.push('\n');
            let (span, source) = (Span::new(from, flat.text.len()), Span::new(start, end));
            if blocks.goes_on(span, source) {
                return;
            }
            blocks.push(Block {
                span,
                source,
                kind: kind(text),
                node: Node::NONE,
                link_bytes: 0,
                line,
                shown: Shown::Plainly,
                listed: false,
            });
        };
        if !run_on::is_long(line.end - line.start) {
            return push(line.start, line.end, !line.blank_before);
        }
        parts.clear();
        run_on::part(line.of(page), &mut parts);
        for (at, part) in parts.iter().enumerate() {
            push(line.start + part.start, line.start + part.end, at > 0 || !line.blank_before);
        }
    });
    (flat.blocks, flat.coarse) = blocks.finish();
    flat
}

/// A line, or several that are one, by its place in the page; no white space at either end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Line {
    start: usize,
    end: usize,
    /// Bytes of white space it is indented by.
    indent: usize,
    /// A line without text stands before it, or nothing at all.
    blank_before: bool,
}

impl Line {
    fn of(self, page: &str) -> &str {
        page.get(self.start..self.end).unwrap_or("")
    }
}

fn lines(page: &str) -> impl Iterator<Item = Line> {
    let (mut from, mut blank) = (0, true);
    std::iter::from_fn(move || {
        loop {
            let rest = page.as_bytes().get(from..).filter(|rest| !rest.is_empty())?;
            let end = seek::byte(b'\n', rest).unwrap_or(rest.len());
            // Most lines begin and end with a letter or mark.
            let (indent, length) = match rest.get(..end)? {
                [] => (0, 0),
                [only] => (0, usize::from(only.is_ascii_graphic())),
                line @ [.., last] if is_shown(line) && !MAY_END_SPACE[usize::from(*last)] => (0, end),
                _ => {
                    let line = page.get(from..from + end).unwrap_or("").trim_end();
                    let length = line.trim_start().len();
                    (line.len() - length, length)
                }
            };
            let start = from + indent;
            from += end + 1;
            let blank_before = std::mem::replace(&mut blank, length == 0);
            if length > 0 {
                return Some(Line { start, end: start + length, indent, blank_before });
            }
        }
    })
}

/// Whether a line surely begins with no white space.
fn is_shown(line: &[u8]) -> bool {
    match line {
        [0xE1..=0xE3, _, last, ..] => !MAY_END_SPACE[usize::from(*last)],
        [0xC2, ..] => false,
        [first, ..] => first.is_ascii_graphic() || *first >= 0x80,
        [] => false,
    }
}

/// Whether a character of white space may end with the byte, or anything else of ASCII that is not seen.
static MAY_END_SPACE: [bool; 256] = {
    let (mut may, mut byte) = ([false; 256], 0);
    while byte < 256 {
        let beyond = matches!(byte, 0x80..=0x8A | 0x9F | 0xA0 | 0xA8 | 0xA9 | 0xAF);
        may[byte] = byte <= b' ' as usize || byte == 0x7F || beyond;
        byte += 1;
    }
    may
};

/// Adds `line` to `out`, one space for all white space and controls that stand together; none stands at either end.
fn collapse(line: &str, out: &mut String) {
    if let [only] = line.as_bytes()
        && only.is_ascii_graphic()
    {
        return out.push(char::from(*only));
    }
    let (bytes, start) = (line.as_bytes(), out.len());
    let (mut at, mut space) = (0, false);
    while let Some(&byte) = bytes.get(at) {
        let length = match CLASS[usize::from(byte)] {
            SPACE => {
                space = true;
                at += blank(&bytes[at..]);
                continue;
            }
            PLAIN => plain_run(&bytes[at..]),
            _ => match shown_run(&bytes[at..]) {
                0 => {
                    let Some(c) = line[at..].chars().next() else { return };
                    if c.is_whitespace() || c.is_control() {
                        space = true;
                        at += c.len_utf8();
                        continue;
                    }
                    c.len_utf8()
                }
                length => length,
            },
        };
        if std::mem::take(&mut space) && out.len() > start {
            out.push(' ');
        }
        out.push_str(&line[at..at + length]);
        at += length;
    }
}

/// A line that begins with a bullet is an item.
fn kind(line: &str) -> BlockKind {
    if is_item(line) { BlockKind::Item } else { BlockKind::Paragraph }
}

fn is_item(line: &str) -> bool {
    let bullet = match line.as_bytes() {
        [b'*' | b'-', ..] => 1,
        // One of ·•–▪●
        [0xC2, 0xB7, ..] => 2,
        [0xE2, 0x80, 0x93 | 0xA2, ..] | [0xE2, 0x96, 0xAA, ..] | [0xE2, 0x97, 0x8F, ..] => 3,
        _ => return false,
    };
    line.get(bullet..).is_some_and(|rest| rest.starts_with(char::is_whitespace))
}

#[cfg(test)]
mod tests {
    use super::*;

    pub(super) fn check(page: &str, blocks: &[&str]) {
        let flat = flatten(page);
        let found: Vec<&str> = flat.blocks.iter().map(|block| flat.text_of(block)).collect();
        assert_eq!(found, blocks);
    }

    #[test]
    fn a_line_is_a_block_and_blank_lines_are_none() {
        check(
            "  The harbour \t reopened.\n\n \nTraffic was light.\n",
            &["The harbour reopened.", "Traffic was light."],
        );
    }

    #[test]
    fn any_white_space_around_a_line_is_left_out_and_nothing_else() {
        for c in '\0'..='\u{FFFF}' {
            for line in [format!("{c}x{c}"), format!("é{c}"), format!("{c}é"), c.to_string()] {
                let found: Vec<&str> = lines(&line).map(|found| found.of(&line)).collect();
                let wanted: Vec<&str> =
                    line.split('\n').map(str::trim).filter(|line| !line.is_empty()).collect();
                assert!(found == wanted || line.len() == 1, "{line:?}: {found:?}");
            }
            let item = ['*', '•', '·', '▪', '●', '-', '–'].contains(&c);
            assert_eq!(is_item(&format!("{c}\u{3000}x")), item, "{c:?}");
            assert!(!is_item(&format!("{c}x")));
        }
    }

    proptest::proptest! {
        #[test]
        fn white_space_is_collapsed_word_by_word(line in "[a-c &äé –’\u{A0}\u{AD}\u{3000}\u{7F}\u{200A}\u{FEFF}\t]{0,20}") {
            let words = line.split(|c: char| c.is_whitespace() || c.is_control()).filter(|word| !word.is_empty());
            let mut collapsed = String::from("x");
            collapse(&line, &mut collapsed);
            proptest::prop_assert_eq!(&collapsed[1..], words.collect::<Vec<_>>().join(" "));
        }

        #[test]
        fn blocks_tile_the_text_and_lose_no_word(page in "([A-Za-zäé.!? ]{0,90}\n{0,2}){0,40}") {
            let flat = flatten(&page);
            let mut end = 0;
            for block in &flat.blocks {
                proptest::prop_assert_eq!(block.span.start as usize, end);
                end = block.span.end as usize;
            }
            proptest::prop_assert_eq!(end, flat.text.len());
            let letters = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
            proptest::prop_assert_eq!(letters(&flat.text), letters(&page));
        }
    }
}
