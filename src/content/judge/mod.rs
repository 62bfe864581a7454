//! Says of each block how surely it is body text.

use std::borrow::Cow;

use super::flat::{Block, Flat};
use super::html::tag::Tag;
use super::html::tree::Shown;
use super::metadata::Facts;
use crate::model::BlockKind;

/// One score a block, in thousandths: long runs of unlinked text, and short blocks between them.
pub fn scores(flat: &Flat<'_>, facts: &Facts) -> Vec<u16> {
    let _ = facts;
    let own: Vec<i32> = flat.blocks.iter().map(|block| weight(flat, block)).collect();
    let near = |at: usize| own.get(at).copied().unwrap_or(-100);
    let score = |at: usize| {
        let around =
            near(at.wrapping_sub(1)).max(near(at.wrapping_sub(2))).min(near(at + 1).max(near(at + 2)));
        (500 + own[at] + around.clamp(-200, 200)).clamp(0, 1000) as u16
    };
    (0..own.len()).map(score).collect()
}

/// What made a block's score, the weightiest first.
pub fn explain(flat: &Flat<'_>, facts: &Facts, block: usize) -> Vec<(Cow<'static, str>, i32)> {
    let _ = facts;
    flat.blocks
        .get(block)
        .map(|block| (Cow::Borrowed("length and links"), weight(flat, block)))
        .into_iter()
        .collect()
}

fn weight(flat: &Flat<'_>, block: &Block) -> i32 {
    let text = flat.text_of(block);
    let outside = |tag| {
        matches!(tag, Tag::Nav | Tag::Footer | Tag::Aside | Tag::Select | Tag::Textarea | Tag::Noscript)
    };
    let furniture = flat.tree.self_and_ancestors(block.node).any(|(_, node)| outside(node.tag));
    if furniture || block.shown == Shown::Not || block.kind == BlockKind::Caption {
        return -400;
    }
    if block.link_bytes as usize * 2 > text.len() {
        return -300;
    }
    let stops = text.ends_with(['.', '!', '?', '"', '”', '。', '…', '»']);
    (text.len() as i32 - 60).clamp(-150, 200) + if stops { 80 } else { -40 }
}
