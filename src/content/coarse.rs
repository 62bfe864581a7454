//! Joins the blocks of a page that has far more of them than reports have.
//!
//! Takes a flat page, leaves its text as it is and the blocks fewer. Judging a block costs some microseconds, so a page of
//! nothing but one-word paragraphs would cost seconds a megabyte. The head of such a page is left as it is; behind it,
//! short blocks are joined into pieces as long as paragraphs, which are judged as one.

use super::flat::{Block, Flat};

/// Blocks that any page may have, and bytes of a page for which it may have one more: of real pages, the richest in blocks
/// have 2,500.
const ANY: usize = 3_000;
const BYTES: usize = 500;

/// Bytes of a piece.
const PIECE: usize = 400;

/// Joins blocks where there are too many; whether there were.
pub(super) fn joined(flat: &mut Flat<'_>) -> bool {
    let most = ANY + flat.page.len() / BYTES;
    if flat.blocks.len() <= most {
        return false;
    }
    let mut blocks = std::mem::take(&mut flat.blocks);
    let rest = blocks.split_off(most / 2);
    for block in rest {
        match blocks.last_mut() {
            Some(piece) if piece.shown == block.shown && fits(piece, &block) => {
                piece.span.end = block.span.end;
                piece.source.end = block.source.end;
                piece.link_bytes = piece.link_bytes.saturating_add(block.link_bytes);
            }
            _ => blocks.push(block),
        }
    }
    flat.blocks = blocks;
    true
}

fn fits(piece: &Block, block: &Block) -> bool {
    piece.span.len() + block.span.len() <= PIECE
}

#[cfg(test)]
mod tests {
    use crate::content::{html, plain};

    /// The blocks of a page of `n` times `part`, joined, and whether they were too many.
    fn check(n: usize, part: &str) -> (usize, bool) {
        let page = part.repeat(n);
        let mut flat = if part.contains('<') { html::flatten(&page) } else { plain::flatten(&page) };
        let joined = super::joined(&mut flat);
        let mut end = 0;
        for block in &flat.blocks {
            assert_eq!(block.span.start, end, "blocks tile the text");
            end = block.span.end;
        }
        assert_eq!(end as usize, flat.text.len());
        (flat.blocks.len(), joined)
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
    }
}
