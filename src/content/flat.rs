//! A page as a list of blocks over one flat text.

use std::borrow::Cow;

use super::html::attr::AttrName;
use super::html::head::Head;
use super::html::reference::decoded_attr;
use super::html::tree::{Node, Shown, Tree};
use super::{html, link_list, plain};
use crate::model::{BlockKind, Markup, Page, Span};
use crate::text::markup;

/// A page's text in document order, the blocks that tile it, and what its markup tells beside them.
#[derive(Debug, Clone, Default)]
pub struct Flat<'p> {
    /// The page's text, which the tree's spans point into.
    pub page: &'p str,
    /// Every text of the page, hidden or not, as a reader would copy it: entities decoded, white space collapsed,
    /// each block closed by `\n`.
    pub text: String,
    /// In order; each starts where the last one ended, the first at 0, the last ends at `text.len()`.
    pub blocks: Vec<Block>,
    /// The elements; empty for plain text.
    pub tree: Tree,
    /// What the page says of itself; empty for plain text.
    pub head: Head<'p>,
    /// The page went beyond a cap on depth, elements or attributes: its text is whole, its tree is not.
    pub capped: bool,
    /// The page has far more blocks than reports have: short ones behind its head are joined.
    pub coarse: bool,
}

/// A paragraph-sized piece of a [`Flat`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Block {
    /// Bytes of the flat text, the white space that follows included.
    pub span: Span,
    /// Bytes of the page's text that it was read from.
    pub source: Span,
    /// What the markup says it is.
    pub kind: BlockKind,
    /// The block-level element it stands in, as an index into the tree's nodes; `u32::MAX` in plain text.
    pub node: u32,
    /// Bytes of its text inside links.
    pub link_bytes: u32,
    /// It goes on in the paragraph of the block before, on a new line: after a single `<br>`, or a line end of plain
    /// text with no blank line.
    pub line: bool,
    /// What the markup says of its visibility.
    pub shown: Shown,
    /// It stands in a long list of links.
    pub listed: bool,
}

/// The blocks of a page, whether HTML or plain text.
pub fn flatten(page: &Page) -> Flat<'_> {
    let text = page.text();
    let html = match page.past().markup() {
        Markup::Html => true,
        Markup::Text => false,
        Markup::Unknown => markup::looks_like_html(text),
    };
    let mut flat = if html { html::flatten(text) } else { plain::flatten(text) };
    link_list::mark(&mut flat.blocks);
    flat
}

impl<'p> Flat<'p> {
    /// A block's text, without the white space around it.
    pub fn text_of(&self, block: &Block) -> &str {
        let text = block.span.of(&self.text);
        let text = text.strip_suffix('\n').unwrap_or(text);
        // Nearly every block is asked for often, and begins and ends with a letter or mark of ASCII.
        match text.as_bytes() {
            [first, .., last] if first.is_ascii_graphic() && last.is_ascii_graphic() => text,
            _ => text.trim(),
        }
    }

    /// Whether the page has markup.
    pub fn is_html(&self) -> bool {
        !self.tree.nodes.is_empty()
    }

    /// An element's attribute as written.
    pub fn attr(&self, node: &Node, name: AttrName) -> Option<&'p str> {
        self.tree.attr(node, name).map(|attr| attr.value.of(self.page))
    }

    /// An element's attribute, decoded.
    pub fn attr_text(&self, node: &Node, name: AttrName) -> Option<Cow<'p, str>> {
        self.attr(node, name).map(decoded_attr)
    }

    /// An element's `class` as written, `""` where it has none.
    pub fn class(&self, node: &Node) -> &'p str {
        node.class.of(self.page)
    }

    /// An element's `id` as written, `""` where it has none.
    pub fn id(&self, node: &Node) -> &'p str {
        node.id.of(self.page)
    }

    /// The text inside an element, trimmed.
    pub fn text_in(&self, node: &Node) -> &str {
        node.text.of(&self.text).trim()
    }

    /// The blocks whose text begins inside a span of the flat text, as a range of [`Flat::blocks`].
    pub fn blocks_in(&self, span: Span) -> std::ops::Range<usize> {
        let first = self.blocks.partition_point(|block| block.span.start < span.start);
        let end = self.blocks.partition_point(|block| block.span.start < span.end);
        first..end.max(first)
    }
}
