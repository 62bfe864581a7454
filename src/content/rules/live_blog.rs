//! Which blocks are the posts of a live blog?
//!
//! A live blog is one report told in many posts, each with its time, which looks like a thread of comments. It is
//! certain where elements beside one another are of one sort, are called live by their class, have a time each, and half of
//! them have a sentence at least. Their headings and sentences are kept.

use std::collections::HashMap;
use std::ops::Range;

use crate::content::flat::{Block, Flat};
use crate::content::html::tag::Tag;
use crate::content::html::tree::{Node, Shown};
use crate::model::{BlockKind, RuleId};

/// The rule's name.
pub(super) const ID: RuleId = RuleId::new("live-blog");

/// Posts that make a live blog.
const POSTS: usize = 3;
/// Bytes of a sentence.
const SENTENCE: usize = 40;
/// Words that classes of posts are made of.
const LIVE: &[&str] = &["live", "liveblog", "liveticker"];

/// The blocks of `flat` that are a post's heading or text, by their numbers.
pub(super) fn posts(flat: &Flat<'_>) -> Vec<usize> {
    let mut sorts: HashMap<(u32, Tag, &str), Vec<&Node>> = HashMap::new();
    for node in with_times(flat) {
        let class = flat.class(node);
        if is_live(class) {
            sorts.entry((node.parent, node.tag, class)).or_default().push(node);
        }
    }
    sorts.retain(|_, posts| posts.len() >= POSTS);
    if sorts.is_empty() {
        return Vec::new();
    }
    // Posts may hold posts; each block is looked at once all the same.
    let mut sentences = vec![0];
    sentences.extend(flat.blocks.iter().scan(0, |sum, block| {
        *sum += u32::from(is_text(flat, block));
        Some(*sum)
    }));
    let told = |blocks: &Range<usize>| sentences[blocks.end] > sentences[blocks.start];
    let mut told_in: Vec<Range<usize>> = Vec::new();
    for posts in sorts.into_values() {
        let blocks: Vec<_> = posts.iter().map(|post| flat.blocks_in(post.text)).collect();
        if blocks.iter().filter(|blocks| told(blocks)).count() * 2 >= blocks.len() {
            told_in.extend(blocks);
        }
    }
    told_in.sort_unstable_by_key(|blocks| blocks.start);
    let mut found: Vec<usize> = Vec::new();
    let mut seen = 0;
    for blocks in told_in {
        let new = blocks.start.max(seen)..blocks.end;
        seen = seen.max(blocks.end);
        found.extend(new.filter(|&at| sentences[at + 1] > sentences[at] || is_heading(&flat.blocks[at])));
    }
    found
}

fn is_live(class: &str) -> bool {
    class
        .split(|c: char| !c.is_ascii_alphanumeric())
        .any(|word| LIVE.iter().any(|live| word.eq_ignore_ascii_case(live)))
}

/// The elements that are a time or hold one, each once.
fn with_times<'f>(flat: &'f Flat<'_>) -> impl Iterator<Item = &'f Node> {
    // Times stand in document order, so what holds the one before is known for all elements up to it.
    let mut before = None;
    flat.head.times.iter().flat_map(move |&time| {
        let known = before.replace(time);
        let new = move |&(at, _): &(u32, &Node)| known.is_none_or(|known| known < at);
        flat.tree.self_and_ancestors(time).take_while(new).map(|(_, node)| node)
    })
}

/// A sentence of the report's own.
fn is_text(flat: &Flat<'_>, block: &Block) -> bool {
    let text = flat.text_of(block);
    text.len() >= SENTENCE
        && block.shown != Shown::Not
        && block.link_bytes as usize * 2 < text.len()
        && matches!(block.kind, BlockKind::Paragraph | BlockKind::Quote | BlockKind::Item)
        && text.ends_with(['.', '!', '?', '”', '"', '»', '。', '！', '？', ':', '…'])
}

fn is_heading(block: &Block) -> bool {
    block.kind == BlockKind::Heading && block.shown != Shown::Not && block.link_bytes == 0
}

#[cfg(test)]
mod tests {
    use crate::content::html::flatten;

    fn check(html: &str, expected: &[&str]) {
        let flat = flatten(html);
        let found: Vec<&str> =
            super::posts(&flat).into_iter().map(|at| flat.text_of(&flat.blocks[at])).collect();
        assert_eq!(found, expected, "{html}");
    }

    const TEXT: &str = "The last box has come ashore, and the count goes on.";

    fn post(class: &str) -> String {
        format!(
            "<article class='{class}'><time>21:04</time><h3>A box lands</h3><p>{TEXT}</p><button>Share</button></article>"
        )
    }

    #[test]
    fn posts_keep_their_headings_and_sentences() {
        check(&post("live-post").repeat(3), &["A box lands", TEXT, "A box lands", TEXT, "A box lands", TEXT]);
    }

    #[test]
    fn posts_in_posts_are_told_once() {
        let inner = post("live-post").repeat(3);
        let outer = format!("<section class=live><time>9</time>{inner}</section>");
        check(&outer.repeat(3), &["A box lands", TEXT].repeat(9));
    }

    #[test]
    fn comments_schedules_and_a_single_post_are_no_live_blog() {
        check(&post("comment").repeat(5), &[]);
        check(&post("live-post").repeat(2), &[]);
        check(&"<li class='live-show'><time>21:04</time><a href=/>The evening show</a>".repeat(6), &[]);
    }
}
