//! Reads plain text into blocks: one a line, wrapped lines joined, run-on lines parted.
//!
//! Takes a page's text, gives a [`Flat`]. A dump of text is a paragraph a line, mostly. Two kinds are not: text broken at a
//! width, as newswire archives export it ([`wrap`]), and pages whose markup held no line end, so that all their
//! paragraphs stand in one line ([`run_on`]).

mod run_on;
mod wrap;

use memchr::memchr_iter;

use super::coarse::Blocks;
use super::flat::{Block, Flat};
use super::html::tree::{Node, Shown};
use crate::model::{BlockKind, Span};

/// The blocks of a plain text. Every line with text in it is one; the white space after it belongs to it. Tree and head
/// are empty.
pub fn flatten(page: &str) -> Flat<'_> {
    let mut flat = Flat { page, text: String::with_capacity(page.len() + 1), ..Flat::default() };
    let mut blocks = Blocks::of_page(page.len());
    let mut parts = Vec::new();
    for line in wrap::joined(page, lines(page)) {
        parts.clear();
        run_on::part(line.of(page), &mut parts);
        for (at, part) in parts.iter().enumerate() {
            let source = Span::new(line.start + part.start, line.start + part.end);
            let text = source.of(page);
            let from = flat.text.len();
            collapse(text, &mut flat.text);
            flat.text.push('\n');
            blocks.push(Block {
                span: Span::new(from, flat.text.len()),
                source,
                kind: kind(text),
                node: Node::NONE,
                link_bytes: 0,
                line: at > 0 || !line.blank_before,
                shown: Shown::Plainly,
                listed: false,
            });
        }
    }
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
    let ends = memchr_iter(b'\n', page.as_bytes()).chain(std::iter::once(page.len()));
    let (mut from, mut blank) = (0, true);
    ends.filter_map(move |end| {
        let line = page.get(from..end).unwrap_or("");
        let text = line.trim();
        let indent = line.len() - line.trim_start().len();
        let start = std::mem::replace(&mut from, end + 1) + indent;
        let blank_before = std::mem::replace(&mut blank, text.is_empty());
        (!text.is_empty()).then(|| Line { start, end: start + text.len(), indent, blank_before })
    })
}

fn collapse(line: &str, out: &mut String) {
    let mut words = line.split(|c: char| c.is_whitespace() || c.is_control()).filter(|word| !word.is_empty());
    out.extend(words.next());
    for word in words {
        out.push(' ');
        out.push_str(word);
    }
}

/// A line that begins with a bullet is an item.
fn kind(line: &str) -> BlockKind {
    if is_item(line) { BlockKind::Item } else { BlockKind::Paragraph }
}

fn is_item(line: &str) -> bool {
    let bullet = line.strip_prefix(['*', '•', '·', '▪', '●', '-', '–']);
    bullet.is_some_and(|rest| rest.starts_with(char::is_whitespace))
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

    proptest::proptest! {
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
