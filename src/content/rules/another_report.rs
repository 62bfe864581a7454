//! Which parts of a page are another report, with a headline of its own?
//!
//! Pages that go on with the next report as one scrolls, and columns of reports around the one that the page is about. A
//! part is certain to be another report where it is made as the page's own report is: as an `<article>` beside its
//! `<article>`, or as the next element of the same sort beside it, with a time; and where it is headed early by `<h1>`,
//! `<h2>` or, among elements of one sort, `<h3>`, and has prose of its own.

use crate::content::flat::Flat;
use crate::content::html::tag::Tag;
use crate::content::html::tree::Node;
use crate::model::{CutKind, RuleId, Span};

/// The rule's name.
pub(super) const ID: RuleId = RuleId::new("another-report");
/// What it cuts.
pub(super) const KIND: CutKind = CutKind::Related;

/// Bytes of prose that the page's own report has, at the least.
const OWN: usize = 300;
/// Bytes of prose that another has.
const OTHER: usize = 200;
/// Bytes of a block that is prose.
const PROSE: u32 = 80;
/// Blocks of another report down to its headline.
const EARLY: usize = 8;
/// Elements around the headline that are looked at.
const DEPTH: usize = 24;

/// The spans of other reports, on a page whose headline is the block numbered `headline`.
pub(super) fn spans(flat: &Flat<'_>, headline: Option<usize>) -> Vec<Span> {
    let Some(block) = headline.and_then(|at| flat.blocks.get(at)) else { return Vec::new() };
    let mut articles = true;
    for at in around(flat, block.node) {
        let Some(own) = flat.tree.get(at) else { break };
        if !has_prose(flat, own, OWN) {
            continue;
        }
        if own.tag == Tag::Article && articles {
            articles = false;
            let others = other_articles(flat, own);
            if !others.is_empty() {
                return others;
            }
        }
        let like = siblings_like(flat, own);
        if !like.is_empty() {
            return like;
        }
    }
    Vec::new()
}

/// A node and the nodes around it, from the inside out.
fn around(flat: &Flat<'_>, from: u32) -> impl Iterator<Item = u32> {
    std::iter::successors(Some(from), |at| flat.tree.get(*at).map(|node| node.parent)).take(DEPTH)
}

/// The `<article>`s behind the page's own that are reports.
fn other_articles(flat: &Flat<'_>, own: &Node) -> Vec<Span> {
    let mut spans: Vec<Span> = Vec::new();
    for (at, node) in flat.tree.nodes.iter().enumerate().skip(own.end as usize) {
        let inside = spans.last().is_some_and(|last| node.text.start < last.end);
        if node.tag == Tag::Article && !inside && is_report(flat, at, node, &[Tag::H1, Tag::H2]) {
            spans.push(node.text);
        }
    }
    spans
}

/// The elements behind one, beside it, that are of its sort and reports with a time.
fn siblings_like(flat: &Flat<'_>, own: &Node) -> Vec<Span> {
    let class = flat.class(own);
    let (mut spans, mut at) = (Vec::new(), own.end);
    while let Some(node) = flat.tree.get(at).filter(|node| node.parent == own.parent && !class.is_empty()) {
        let same_sort = node.tag == own.tag && flat.class(node) == class;
        let timed = || inside(flat, at as usize, node).any(|node| node.tag == Tag::Time);
        if same_sort && is_report(flat, at as usize, node, &[Tag::H1, Tag::H2, Tag::H3]) && timed() {
            spans.push(node.text);
        }
        at = node.end;
    }
    spans
}

fn inside<'f>(flat: &'f Flat<'_>, at: usize, node: &Node) -> impl Iterator<Item = &'f Node> {
    flat.tree.nodes.get(at + 1..node.end as usize).unwrap_or_default().iter()
}

/// Whether an element is headed early, by one of `headings`, and has prose.
fn is_report(flat: &Flat<'_>, at: usize, node: &Node, headings: &[Tag]) -> bool {
    let Some(heading) = inside(flat, at, node).find(|inner| headings.contains(&inner.tag)) else {
        return false;
    };
    let blocks = flat.blocks_in(node.text);
    let early = flat
        .blocks
        .get(blocks.start + EARLY.min(blocks.len()))
        .map_or(node.text.end, |block| block.span.start);
    !heading.text.is_empty() && heading.text.start < early && has_prose(flat, node, OTHER)
}

/// Whether the blocks inside an element that are prose come to so many bytes.
fn has_prose(flat: &Flat<'_>, node: &Node, wanted: usize) -> bool {
    let mut prose = 0;
    flat.blocks.get(flat.blocks_in(node.text)).unwrap_or_default().iter().any(|block| {
        let length = block.span.len() as u32;
        if length >= PROSE && block.link_bytes * 2 < length {
            prose += length as usize;
        }
        prose >= wanted
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::content::html::flatten;

    const P: &str =
        "<p>The last ferry left forty minutes late on Friday since the brass band had mislaid its tuba.</p>";

    /// The first words of what is another report, on a page headed by its first block.
    fn check(html: &str, expected: &[&str]) {
        let flat = flatten(html);
        let found = spans(&flat, Some(0));
        let found: Vec<&str> =
            found.iter().map(|span| span.of(&flat.text).lines().next().unwrap_or("")).collect();
        assert_eq!(found, expected, "{html}");
    }

    fn report(tag: &str, class: &str, head: &str, paragraphs: usize) -> String {
        format!("<{tag} class='{class}'>{head}{}</{tag}>", P.repeat(paragraphs))
    }

    #[test]
    fn an_article_beside_the_pages_own_is_another_report() {
        let own = report("article", "main", "<h1>Ferry waits</h1>", 4);
        check(
            &format!("<main>{own}<div>{}</div></main>", report("article", "next", "<h1>A wheel</h1>", 3)),
            &["A wheel"],
        );
        // A thread's entries are headed by nothing, cards have no prose, and a part of the report is inside it.
        check(&format!("{own}{}", report("article", "comment", "<h5>Ada</h5>", 3)), &[]);
        check(&format!("{own}{}", report("article", "card", "<h2>A wheel</h2>", 1)), &[]);
        let part = report("article", "box", "<h2>What it means</h2>", 3);
        check(&format!("<article><h1>Ferry waits</h1>{}{part}</article>", P.repeat(4)), &[]);
    }

    #[test]
    fn the_next_element_of_the_same_sort_is_one_if_it_has_a_time() {
        let own = report("section", "story", "<h1>Ferry waits</h1><time>2 May</time>", 4);
        let next = report("section", "story", "<h2>A wheel</h2><time>1 May</time>", 3);
        check(&format!("<div>{own}<hr>{next}{next}</div>"), &["A wheel", "A wheel"]);
        // Without a time it may be a part of this one.
        check(&format!("<div>{own}{}</div>", report("section", "story", "<h2>What it means</h2>", 3)), &[]);
        check(&format!("<div>{own}{}</div>", next.replace("story", "aside")), &[]);
    }

    #[test]
    fn a_headline_in_a_box_of_its_own_says_nothing_of_its_neighbours() {
        let head = "<div class='row'><h1>Ferry waits</h1></div>";
        let body = format!("<div class='row'><h2>What it means</h2><time>2 May</time>{}</div>", P.repeat(4));
        check(&format!("<div>{head}{body}</div>"), &[]);
        check("", &[]);
    }
}
