//! Tells the bylines of comments, teasers and boxes from that of the report.
//!
//! Takes an element, looks at what is around it but not around the headline; reads no names.

use std::sync::LazyLock;

use super::super::headline::Headline;
use super::{MOST_AROUND, MOST_INSIDE};
use crate::content::flat::Flat;
use crate::content::html::tag::Tag;
use crate::content::html::tree::Node;
use crate::model::Span;
use crate::text::spot::Spotter;

/// Whether an element stands in a thread of comments, a teaser, a box beside the report: what says so is around it, but
/// not around the headline.
pub(super) fn is_aside(flat: &Flat<'_>, at: u32, headline: &Headline) -> bool {
    is_apart(flat, at, headline, COMMENTS | BOXES)
}

/// Whether an element stands in a thread of comments, a quotation, a figure: whom it names wrote or made something else.
/// A line may stand in any other box, for those of some papers hold the author of the report.
pub(in crate::content::metadata) fn is_of_others(flat: &Flat<'_>, at: u32, headline: &Headline) -> bool {
    is_apart(flat, at, headline, COMMENTS)
}

fn is_apart(flat: &Flat<'_>, at: u32, headline: &Headline, kinds: u64) -> bool {
    let is_quoted = |node: &Node| matches!(node.tag, Tag::Figure | Tag::Figcaption | Tag::Blockquote);
    let around = flat.tree.self_and_ancestors(at).skip(1).take(MOST_AROUND);
    let mut apart = around.take_while(|(at, node)| {
        headline.node.is_none_or(|head| head < *at || head >= node.end)
            && !matches!(node.tag, Tag::Body | Tag::Main)
    });
    flat.tree.get(at).is_some_and(is_quoted)
        || apart.any(|(_, node)| {
            is_quoted(node) || (ASIDES.spot(flat.class(node)) | ASIDES.spot(flat.id(node))) & kinds != 0
        })
}

/// Whether a byline inside the node `at` is that of another report: an element around it, which does not hold the headline,
/// holds a link of several words too, be it a heading or, once the report is under way, any.
pub(in crate::content::metadata) fn is_teaser(
    flat: &Flat<'_>,
    at: u32,
    byline: Span,
    headline: &Headline,
    under_way: bool,
) -> bool {
    const LEVELS: usize = 6;
    const LONGEST_TEASER: usize = 600;
    const WORDS: usize = 5;
    let Some(head) = headline.node else { return false };
    let around = flat.tree.self_and_ancestors(at).take(LEVELS);
    let apart =
        around.take_while(|(at, node)| (head < *at || head >= node.end) && node.text.len() <= LONGEST_TEASER);
    let Some((top, around)) = apart.last() else { return false };
    let is_heading = |at: u32| {
        flat.tree.get(at).is_some_and(|node| matches!(node.tag, Tag::H2 | Tag::H3 | Tag::H4 | Tag::H5))
    };
    let leads_on = |(at, node): (u32, &Node)| {
        node.tag == Tag::A
            && (node.text.start >= byline.end || node.text.end <= byline.start)
            && (under_way || is_heading(node.parent) || is_heading(at + 1))
            && flat.text_in(node).split_whitespace().count() >= WORDS
    };
    let inside = flat.tree.nodes.get(top as usize + 1..around.end as usize).unwrap_or(&[]);
    (top + 1..).zip(inside).take(MOST_INSIDE).any(leads_on)
}

const COMMENTS: u64 = 1;
const BOXES: u64 = 2;

/// Words of classes and ids that hold other reports, comments, forms.
static ASIDES: LazyLock<Spotter> = LazyLock::new(|| {
    Spotter::of_groups(&[
        (&["comment", "kommentar", "respond", "reply", "replies", "disqus", "testimonial"], COMMENTS),
        (&["teaser", "related", "recommend", "sidebar", "popular", "newsletter"], BOXES),
    ])
});
