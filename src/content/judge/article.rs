//! What the page's own machine-readable text says of its blocks: JSON-LD's `articleBody`, the description, the headline.
//!
//! Takes the head and the blocks' telling words, gives one [`Article`] a block. The `articleBody` is compared by pairs of
//! words, since it is often cut short or stripped of its paragraphs; it is a witness, not the text.

use super::columns::{log, share};
use super::wording::Wording;
use crate::content::flat::Flat;
use crate::content::html::tag::Tag;

/// What the page's machine-readable text says of a block.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Article {
    /// Share of the block's word pairs that stand in the `articleBody`; -2 where there is none.
    pub(super) share: i32,
    /// Blocks since the last one that stands in it, and to the next, as logarithms.
    pub(super) since: i32,
    pub(super) until: i32,
    /// Share of its words that stand in the page's description.
    pub(super) summary: i32,
    /// Share of its words that stand in the first `<h1>`, and of that one's words that it has.
    pub(super) headline: i32,
    pub(super) of_headline: i32,
}

/// Telling words from which on an `articleBody` is more than a teaser.
const SHORTEST_BODY: usize = 25;

/// Far away.
const FAR: u32 = 400;

/// Reads them for every block; `telling[ends[i - 1]..ends[i]]` are the telling words of block `i`.
pub(super) fn read(flat: &Flat<'_>, telling: &[u16], ends: &[u32]) -> Vec<Article> {
    let words = |at: usize| {
        let start = if at == 0 { 0 } else { ends[at - 1] as usize };
        telling.get(start..ends[at] as usize).unwrap_or(&[])
    };
    let mut articles =
        vec![
            Article { share: -2, since: -2, until: -2, summary: -2, headline: -2, of_headline: -2 };
            ends.len()
        ];
    read_body(flat, &mut articles, words);
    read_summary(flat, &mut articles, words);
    let h1 = |node: u32| flat.tree.get(node).is_some_and(|node| node.tag == Tag::H1);
    if let Some(h1) = flat.blocks.iter().position(|block| h1(block.node)) {
        let headline = Words::of(words(h1));
        for (at, article) in articles.iter_mut().enumerate() {
            let shared = headline.shared(words(at));
            article.headline = share(shared, words(at).len() as u32);
            article.of_headline = share(shared, words(h1).len() as u32);
        }
    }
    articles
}

fn read_summary<'w>(flat: &Flat<'_>, articles: &mut [Article], words: impl Fn(usize) -> &'w [u16]) {
    let head = &flat.head;
    let Some(summary) = head.meta("og:description").or_else(|| head.meta("description")) else { return };
    let mut telling = Vec::new();
    Wording::read(prefix(summary, 1_000), None, &mut telling);
    if telling.len() < 4 {
        return;
    }
    let summary = Words::of(&telling);
    for (at, article) in articles.iter_mut().enumerate() {
        article.summary = share(summary.shared(words(at)), words(at).len() as u32);
    }
}

fn read_body<'w>(flat: &Flat<'_>, articles: &mut [Article], words: impl Fn(usize) -> &'w [u16]) {
    let mut telling = Vec::new();
    for body in flat.head.article_bodies() {
        let decoded = serde_json::from_str::<String>(&format!("\"{body}\""));
        Wording::read(prefix(decoded.as_deref().unwrap_or(body), 100_000), None, &mut telling);
    }
    if telling.len() < SHORTEST_BODY {
        return;
    }
    let mut pairs = vec![0u64; PAIRS / 64];
    for pair in telling.windows(2) {
        let (word, bit) = place(pair);
        pairs[word] |= bit;
    }
    let met = |pair: &&[u16]| {
        let (word, bit) = place(pair);
        pairs[word] & bit != 0
    };
    let mut since = FAR;
    let inside = |article: &Article, words: &[u16]| article.share >= 100 && words.len() >= 4;
    for (at, article) in articles.iter_mut().enumerate() {
        let words = words(at);
        article.share =
            share(words.windows(2).filter(met).count() as u32, words.len().saturating_sub(1) as u32);
        article.since = log(since);
        since = if inside(article, words) { 0 } else { (since + 1).min(FAR) };
    }
    let mut until = FAR;
    for (at, article) in articles.iter_mut().enumerate().rev() {
        article.until = log(until);
        until = if inside(article, words(at)) { 0 } else { (until + 1).min(FAR) };
    }
}

/// Bits of the table of pairs.
const PAIRS: usize = 1 << 16;

fn place(pair: &[u16]) -> (usize, u64) {
    let (first, second) = (u32::from(pair[0]), u32::from(pair[1]));
    let mixed = (first << 12 | second).wrapping_mul(0x9E37_79B9) >> 16;
    (mixed as usize / 64, 1 << (mixed % 64))
}

fn prefix(text: &str, bytes: usize) -> &str {
    &text[..text.floor_char_boundary(bytes)]
}

/// A set of telling words.
struct Words {
    bits: [u64; 64],
}

impl Words {
    fn of(words: &[u16]) -> Self {
        let mut bits = [0; 64];
        for &word in words {
            bits[usize::from(word) / 64 % 64] |= 1 << (word % 64);
        }
        Self { bits }
    }

    fn shared(&self, words: &[u16]) -> u32 {
        words.iter().filter(|&&word| self.bits[usize::from(word) / 64 % 64] >> (word % 64) & 1 == 1).count()
            as u32
    }
}
