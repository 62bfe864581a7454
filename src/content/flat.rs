//! A page as a list of blocks over one flat text.

use crate::model::{BlockKind, Span};

/// A page's visible text in document order, and the blocks that tile it.
#[derive(Debug, Clone, Default)]
pub struct Flat {
    /// Every text of the page, hidden or not, as a reader would copy it: entities decoded, white space collapsed,
    /// each block closed by `\n`.
    pub text: String,
    /// In order; each starts where the last one ended, the first at 0, the last ends at `text.len()`.
    pub blocks: Vec<Block>,
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
}

impl Flat {
    /// A block's text, without the white space around it.
    pub fn text_of(&self, block: &Block) -> &str {
        block.span.of(&self.text).trim()
    }
}
