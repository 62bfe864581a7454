//! Reads plain text into blocks: one a line.

use memchr::memchr_iter;

use super::flat::{Block, Flat};
use super::html::tree::{Node, Shown};
use crate::model::{BlockKind, Span};

/// The blocks of a plain text. Every line with text in it is one; the white space after it belongs to it. Tree and head
/// are empty.
pub fn flatten(page: &str) -> Flat<'_> {
    let mut flat = Flat { page, text: String::with_capacity(page.len() + 1), ..Flat::default() };
    let ends = memchr_iter(b'\n', page.as_bytes()).chain(std::iter::once(page.len()));
    let (mut start, mut blank) = (0, true);
    for end in ends {
        let line = page.get(start..end).unwrap_or("");
        let trimmed = line.trim();
        if trimmed.is_empty() {
            blank = true;
        } else {
            let at = start + (line.len() - line.trim_start().len());
            let from = flat.text.len();
            collapse(trimmed, &mut flat.text);
            flat.text.push('\n');
            flat.blocks.push(Block {
                span: Span::new(from, flat.text.len()),
                source: Span::new(at, at + trimmed.len()),
                kind: kind(trimmed),
                node: Node::NONE,
                link_bytes: 0,
                line: !blank,
                shown: Shown::Plainly,
            });
            blank = false;
        }
        start = end + 1;
    }
    flat
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
    let bullet = line.strip_prefix(['*', '•', '·', '▪', '●', '-', '–']);
    if bullet.is_some_and(|rest| rest.starts_with(char::is_whitespace)) {
        BlockKind::Item
    } else {
        BlockKind::Paragraph
    }
}
