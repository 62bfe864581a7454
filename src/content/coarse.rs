//! Joins the blocks of a page that has far more of them than reports have.
//!
//! Takes blocks as they are read, gives them or fewer of them; the text stays as it is. Judging a block costs some
//! microseconds, so a page of nothing but one-word paragraphs would cost seconds a megabyte. The head of such a page is left
//! as it is; behind it, short blocks are joined into pieces of a few paragraphs, which are judged as one.

use super::flat::Block;
use super::html::tree::Shown;
use crate::model::Span;

/// Blocks that any page may have, and bytes of a page for which it may have one more: of real pages, the richest in blocks
/// have 2,500.
const ANY: usize = 3_000;
const BYTES: usize = 500;

/// Blocks that are left as they are at the head of a page that has more.
const HEAD: usize = 1_000;

/// Bytes of a piece.
const PIECE: usize = 1_000;

/// The blocks of a page that is being read. Where they are far too many they are joined on the way, so that there is never
/// room taken for all of them.
#[derive(Debug)]
pub(super) struct Blocks {
    pub(super) list: Vec<Block>,
    /// Blocks that the page may have.
    most: usize,
    /// It has more: they are joined.
    joined: bool,
}

impl Blocks {
    /// None yet, of a page of so many bytes.
    pub(super) fn of_page(bytes: usize) -> Self {
        Self { list: Vec::with_capacity(bytes / 512 + 1), most: ANY + bytes / BYTES, joined: false }
    }

    /// Adds the next one.
    #[inline]
    pub(super) fn push(&mut self, block: Block) {
        if self.joined {
            return self.append(block);
        }
        self.list.push(block);
        if self.list.len() > self.most {
            self.join();
        }
    }

    /// All of them, and whether they were too many.
    pub(super) fn finish(self) -> (Vec<Block>, bool) {
        (self.list, self.joined)
    }

    #[cold]
    fn join(&mut self) {
        self.joined = true;
        let rest = self.list.split_off(HEAD);
        for block in rest {
            self.append(block);
        }
    }

    /// Adds the next one, which is shown and has no links, to the last piece, if blocks are joined and there is room; whether there is.
    #[inline]
    pub(super) fn goes_on(&mut self, span: Span, source: Span) -> bool {
        self.joined && self.lengthen(span, source, 0, Shown::Plainly)
    }

    fn append(&mut self, block: Block) {
        if !self.lengthen(block.span, block.source, block.link_bytes, block.shown) {
            self.list.push(block);
        }
    }

    /// Adds a block to the last piece, if it is short; and where the page hides one block and shows the next, over and over,
    /// what is joined is taken for shown.
    #[inline]
    fn lengthen(&mut self, span: Span, source: Span, link_bytes: u32, shown: Shown) -> bool {
        let many = self.list.len() > self.most;
        match self.list.last_mut() {
            Some(piece) if piece.span.len() + span.len() <= PIECE && (many || piece.shown == shown) => {
                piece.span.end = span.end;
                piece.source.end = source.end;
                piece.link_bytes = piece.link_bytes.saturating_add(link_bytes);
                piece.shown = piece.shown.min(shown);
                true
            }
            _ => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::content::{html, plain};

    /// The blocks of a page of `n` times `part`, joined, and whether they were too many.
    fn check(n: usize, part: &str) -> (usize, bool) {
        let page = part.repeat(n);
        let flat = if part.contains('<') { html::flatten(&page) } else { plain::flatten(&page) };
        let mut end = 0;
        for block in &flat.blocks {
            assert_eq!(block.span.start, end, "blocks tile the text");
            end = block.span.end;
        }
        assert_eq!(end as usize, flat.text.len());
        (flat.blocks.len(), flat.coarse)
    }

    #[test]
    fn a_page_of_many_short_blocks_has_few_and_a_page_of_paragraphs_has_all() {
        let paragraph = "The harbour reopened on Monday, the city said, and traffic was light. ".repeat(6);
        assert_eq!(check(2_500, "<p>x"), (2_500, false));
        assert_eq!(check(9_000, &format!("<p>{paragraph}")).0, 9_000);
        for part in ["<p>x", "x\n\n", "<li><a href=/>x</a>"] {
            let (few, joined) = check(200_000, part);
            assert!(joined && few < 8_000, "{part}: {few}");
        }
        let (few, joined) = check(40_000, "<p>x<p hidden>y");
        assert!(joined && few < 8_000, "{few}");
    }
}
