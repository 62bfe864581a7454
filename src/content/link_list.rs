//! Which blocks stand in a long list of links?
//!
//! Menus, teasers of other reports, indexes of tags: block after block of nothing but a link. A report has such lists now
//! and then, but short ones. Nearly half of all blocks of news pages stand in long ones, so whoever looks at every block has
//! half the work if he leaves them out.

use super::flat::Block;

/// Blocks that make a long list.
const LONG: usize = 6;
/// Bytes of a block that is no more than a headline.
const HEADLINE: usize = 120;
/// Hundredths of a block's text that stand in links.
const LINKED: usize = 90;

/// Marks the blocks that stand in long lists of links.
pub(super) fn mark(blocks: &mut [Block]) {
    for run in blocks.chunk_by_mut(|one, next| is_link(one) && is_link(next)) {
        if run.len() >= LONG {
            run.iter_mut().for_each(|block| block.listed = true);
        }
    }
}

/// Nothing but a link, no longer than a headline.
fn is_link(block: &Block) -> bool {
    // The line end that parts it from the next block is counted in its span.
    let length = block.span.len().saturating_sub(1);
    length <= HEADLINE && block.link_bytes as usize * 100 >= length * LINKED
}

#[cfg(test)]
mod tests {
    use crate::content::html::flatten;

    /// Which blocks of `html` stand in long lists: `x` each that does, `.` each that does not.
    fn check(html: &str, expected: &str) {
        let mut flat = flatten(html);
        super::mark(&mut flat.blocks);
        let found: String = flat.blocks.iter().map(|block| if block.listed { 'x' } else { '.' }).collect();
        assert_eq!(found, expected, "{html}");
    }

    const LINK: &str = "<li><a href=/>Sport and weather</a>";

    #[test]
    fn six_links_in_a_row_are_a_long_list_and_five_are_not() {
        check(&format!("<p>Prose.<ul>{}</ul>", LINK.repeat(6)), ".xxxxxx");
        check(&format!("<p>Prose.<ul>{}</ul>", LINK.repeat(5)), "......");
        check(&format!("<ul>{}</ul><p>Prose.<ul>{}</ul>", LINK.repeat(7), LINK.repeat(6)), "xxxxxxx.xxxxxx");
    }

    #[test]
    fn a_link_in_a_sentence_or_a_linked_paragraph_ends_the_list() {
        let sentence = "<li>The mayor <a href=/>said so</a> on Monday.";
        check(&format!("<ul>{}{sentence}{}</ul>", LINK.repeat(4), LINK.repeat(4)), ".........");
        let paragraph = format!("<li><a href=/>{}</a>", "The harbour reopened on Monday. ".repeat(5));
        check(&format!("<ul>{}{paragraph}{}</ul>", LINK.repeat(4), LINK.repeat(4)), ".........");
    }
}
