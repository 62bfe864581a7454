//! Which blocks stand in a long list of links?
//!
//! Menus, teasers of other reports, indexes of tags: block after block of nothing but a link. A report has such lists now
//! and then, but short ones. Nearly half of all blocks of news pages stand in long ones, so the judgement has half the work.

use crate::content::flat::{Block, Flat};
use crate::model::{CutKind, RuleId};

/// The rule's name.
pub(super) const ID: RuleId = RuleId::new("link-list");
/// What it cuts.
pub(super) const KIND: CutKind = CutKind::Nav;

/// Blocks that make a long list.
const LONG: usize = 6;
/// Bytes of a block that is no more than a headline.
const HEADLINE: usize = 120;
/// Hundredths of a block's text that stand in links.
const LINKED: usize = 90;

/// The blocks of `flat` that stand in long lists of links, as ranges of their numbers.
pub(super) fn runs(flat: &Flat<'_>) -> impl Iterator<Item = std::ops::Range<usize>> {
    let mut at = 0;
    flat.blocks.chunk_by(|one, next| is_link(one) && is_link(next)).filter_map(move |run| {
        let start = at;
        at += run.len();
        (run.len() >= LONG).then_some(start..at)
    })
}

/// Nothing but a link, no longer than a headline.
fn is_link(block: &Block) -> bool {
    // The line end that parts it from the next block is counted in its span.
    let length = block.span.len() - 1;
    length <= HEADLINE && block.link_bytes as usize * 100 >= length * LINKED
}

#[cfg(test)]
mod tests {
    use crate::content::html::flatten;

    /// The long lists of links in `html`, by their first block and the one behind their last.
    fn check(html: &str, expected: &[(usize, usize)]) {
        let found: Vec<_> = super::runs(&flatten(html)).map(|run| (run.start, run.end)).collect();
        assert_eq!(found, expected, "{html}");
    }

    const LINK: &str = "<li><a href=/>Sport and weather</a>";

    #[test]
    fn six_links_in_a_row_are_a_long_list_and_five_are_not() {
        check(&format!("<p>Prose.<ul>{}</ul>", LINK.repeat(6)), &[(1, 7)]);
        check(&format!("<p>Prose.<ul>{}</ul>", LINK.repeat(5)), &[]);
        check(
            &format!("<ul>{}</ul><p>Prose.<ul>{}</ul>", LINK.repeat(7), LINK.repeat(6)),
            &[(0, 7), (8, 14)],
        );
    }

    #[test]
    fn a_link_in_a_sentence_or_a_linked_paragraph_ends_the_list() {
        let sentence = "<li>The mayor <a href=/>said so</a> on Monday.";
        check(&format!("<ul>{}{sentence}{}</ul>", LINK.repeat(4), LINK.repeat(4)), &[]);
        let paragraph = format!("<li><a href=/>{}</a>", "The harbour reopened on Monday. ".repeat(5));
        check(&format!("<ul>{}{paragraph}{}</ul>", LINK.repeat(4), LINK.repeat(4)), &[]);
    }
}
