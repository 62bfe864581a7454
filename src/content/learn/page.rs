//! What is remembered of a page: its blocks by their texts' hashes, and the elements around each.

use std::collections::BTreeSet;

use crate::content::flat::{Block, Flat};
use crate::content::html::tree::Node;
use crate::content::sites;
use crate::model::{CutKind, Extraction, Span};
use crate::text::hash;

/// Blocks of a page that are looked at.
const BLOCKS: usize = 1000;
/// Elements around a block that are.
const DEPTH: usize = 12;
/// Characters of a block's text that are remembered.
const SAMPLE: usize = 240;

/// A page, remembered.
#[derive(Debug, Clone)]
pub(super) struct Seen {
    /// In order.
    pub(super) blocks: Vec<SeenBlock>,
}

/// A block, remembered.
#[derive(Debug, Clone)]
pub(super) struct SeenBlock {
    span: Span,
    /// The hash of its text, all numbers alike.
    pub(super) text: u64,
    /// What it says, or its beginning.
    pub(super) sample: String,
    /// Whether `sample` is all of it.
    pub(super) whole: bool,
    /// The elements around it that CSS can name, as `.class` or `#id`.
    pub(super) inside: BTreeSet<String>,
    /// What it was cut as; nothing where it is body.
    pub(super) cut: Option<CutKind>,
    /// Whether the site's file says so already.
    pub(super) ruled: bool,
}

impl Seen {
    pub(super) fn of(flat: &Flat<'_>) -> Self {
        let remember = |block: &Block| {
            let text = flat.text_of(block);
            let end = text.char_indices().nth(SAMPLE).map_or(text.len(), |(at, _)| at);
            SeenBlock {
                span: block.span,
                text: hash::hash64(same_numbers(text).as_bytes()),
                sample: text[..end].to_owned(),
                whole: end == text.len(),
                inside: names_around(flat, block),
                cut: Some(CutKind::Template),
                ruled: false,
            }
        };
        Self { blocks: flat.blocks.iter().take(BLOCKS).map(remember).collect() }
    }

    /// Notes what became of each block.
    pub(super) fn judged(&mut self, extraction: &Extraction) {
        let mut cuts = extraction.cut.iter().peekable();
        for block in &mut self.blocks {
            while cuts.next_if(|cut| cut.span.end <= block.span.start).is_some() {}
            let cut = cuts.peek().filter(|cut| cut.span.start <= block.span.start);
            block.cut = cut.map(|cut| cut.kind);
            block.ruled = cut.is_some_and(|cut| sites::RULES.contains(&cut.rule));
        }
    }
}

/// The text with every number as `0`, so that a counter or a date is the same on all pages.
fn same_numbers(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '0'..='9' if out.ends_with('0') => {}
            '0'..='9' => out.push('0'),
            c => out.push(c),
        }
    }
    out
}

fn names_around(flat: &Flat<'_>, block: &Block) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    let mut at = block.node;
    for _ in 0..DEPTH {
        let Some(node) = flat.tree.get(at) else { break };
        names.extend(names_of(flat, node));
        at = node.parent;
    }
    names
}

/// The names of an element that hold on every page: no long numbers, nothing that CSS would have to escape.
fn names_of<'p>(flat: &Flat<'p>, node: &Node) -> impl Iterator<Item = String> + 'p {
    let id = Some(flat.id(node)).filter(|id| is_name(id)).map(|id| format!("#{id}"));
    let classes = flat.class(node).split_ascii_whitespace().filter(|class| is_name(class));
    id.into_iter().chain(classes.map(|class| format!(".{class}")))
}

fn is_name(name: &str) -> bool {
    name.len() <= 64
        && name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
        && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_')
        && name.bytes().filter(u8::is_ascii_digit).count() < 4
}
