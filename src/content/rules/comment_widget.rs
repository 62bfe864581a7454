//! Which parts of a page are a thread of readers' comments, by what their elements are called?
//!
//! Blogs, papers and shops take their threads from a few programs, and these call their elements by a few names: a list of
//! comments, a comment's body, the widget of a vendor. An element around the headline is none, whatever its name: pages say there
//! whether they take comments, and columns of opinion are called so.

use std::cmp::Reverse;
use std::sync::LazyLock;

use crate::content::flat::Flat;
use crate::content::html::tree::Node;
use crate::model::{CutKind, RuleId, Span};
use crate::text::spot::Spotter;

/// The rule's name.
pub(super) const ID: RuleId = RuleId::new("comment-widget");
/// What it cuts.
pub(super) const KIND: CutKind = CutKind::Comment;

/// The spans of threads in order, of a page whose headline is the block numbered `headline`.
pub(super) fn spans(flat: &Flat<'_>, headline: Option<usize>) -> Vec<Span> {
    let headline = headline.and_then(|at| flat.blocks.get(at)).map(|block| block.span.start);
    let mut asked = vec![false; flat.tree.nodes.len()];
    let mut spans = Vec::new();
    for block in flat.blocks.iter().filter(|block| !block.listed) {
        for (at, node) in flat.tree.self_and_ancestors(block.node) {
            if std::mem::replace(&mut asked[at as usize], true) {
                break;
            }
            let around_headline = headline.is_some_and(|at| node.text.start <= at && at < node.text.end);
            if !around_headline && is_thread(flat, node) {
                spans.push(node.text);
            }
        }
    }
    // A thread's parts have such names too.
    spans.sort_unstable_by_key(|span| (span.start, Reverse(span.end)));
    let mut end = 0;
    spans.retain(|span| {
        let outermost = end < span.end;
        end = end.max(span.end);
        outermost
    });
    spans
}

fn is_thread(flat: &Flat<'_>, node: &Node) -> bool {
    [flat.class(node), flat.id(node)].into_iter().any(|name| match NAMES.spot(name) {
        0 => false,
        mask if mask & SURE != 0 => true,
        _ => name
            .split_ascii_whitespace()
            .any(|word| WORDS.iter().any(|known| word.eq_ignore_ascii_case(known))),
    })
}

/// In the mask of a name: a thread by what stands in it.
const SURE: u64 = 1;
/// In the mask of a name: a thread if it is one of [`WORDS`].
const PERHAPS: u64 = 2;

static NAMES: LazyLock<Spotter> = LazyLock::new(|| Spotter::of_groups(&[(PARTS, SURE), (WORDS, PERHAPS)]));

/// Names that are a thread, or a part of one, by themselves.
#[rustfmt::skip]
const WORDS: &[&str] = &[
    "comment", "comments", "commentaires", "comentarios", "comentários", "commenti", "kommentare", "kommentarer", "komentarze",
    "komentarai", "komentari", "komentáře", "kommentit", "reacties", "yorumlar", "hozzaszolasok", "комментарии",
];

/// What stands in names of threads and of their parts: those of programs for blogs and papers first, then vendors of widgets.
#[rustfmt::skip]
const PARTS: &[&str] = &[
    "commentlist", "comment-list", "comment_list", "comments-list", "comments_list", "commentslist", "list-comments",
    "commentbody", "comment-body", "comment_body", "comment__body",
    "commentcontent", "comment-content", "comment_content", "comment__content",
    "commenttext", "comment-text", "comment_text", "comment__text", "comment-message", "comment_message",
    "commentarea", "commentsarea", "comment-area", "comments-area", "comments_area",
    "comment-thread", "comment_thread", "commentthread", "comments-thread",
    "comment-item", "comment_item", "commentitem", "comment__item",
    "comment-container", "comments-container", "comments-section", "comment-section", "comments_section",
    "comments-wrap", "comment-wrap", "comments_wrap", "comments-inner",
    "comment-respond", "comment-form", "comment_form", "commentform",
    "comment even", "comment odd", "comment byuser", "user-comment", "usercomment", "reader-comment", "readercomment",
    "disqus_thread", "dsq-comment", "fb-comments", "livefyre", "wpdiscuz", "wpd-comment", "hyvor-talk", "viafoura", "spcv_", "coral-comment",
    "commento-", "remark42", "isso-comment", "isso-thread", "hypercomments", "cackle", "vuukle", "graphcomment", "u_cbox", "lv-container",
    "changyan", "jdgm-rev", "yotpo-review", "stamped-review", "bv-content-review", "spr-review",
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::content::html::flatten;

    /// The threads of a page whose first block is its headline.
    fn check(html: &str, expected: &[&str]) {
        let flat = flatten(html);
        let found: Vec<&str> = spans(&flat, Some(0)).iter().map(|span| span.of(&flat.text).trim()).collect();
        assert_eq!(found, expected, "{html}");
    }

    #[test]
    fn a_thread_is_known_by_the_names_of_its_elements() {
        for name in [
            "class='comment-list'",
            "id='comments'",
            "class='box Comments'",
            "id='c-Comment__body'",
            "class=jdgm-rev__body",
        ] {
            check(
                &format!("<h1>Ferry waits</h1><p>It waits.</p><div {name}><p>So do I.</p></div>"),
                &["So do I."],
            );
        }
        check("<h1>Ferry waits</h1><ol class='commentlist'></ol><p class='commentary'>It waits.</p>", &[]);
    }

    #[test]
    fn what_stands_around_the_headline_is_none() {
        check("<body class='comments comment-list'><h1>Ferry waits</h1><p>It waits.</p></body>", &[]);
        check("", &[]);
    }
}
