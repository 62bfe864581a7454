//! Columns that the markup gives: the elements around a block, what they are called, and what else stands in them.
//!
//! Takes the flat tree, gives one row a block. Every element is visited a fixed number of times, whatever the nesting.

use super::article::Article;
use super::columns::{columns, log, share, signed_log};
use super::labels::{self, LABELS};
use super::naming::{self, Said};
use super::page::Standing;
use super::records::{Element, Record, records};
use super::stamps::is_stamp;
use super::wording::Wording;
use crate::content::flat::{Block, Flat};
use crate::content::html::tag::Tag;
use crate::content::html::tree::{Node, Shown};
use crate::text::hash::hash64;

/// Elements whose nearness is a column each.
const AROUND: &[(&str, &[Tag])] = &[
    ("article", &[Tag::Article]),
    ("main", &[Tag::Main]),
    ("section", &[Tag::Section]),
    ("aside", &[Tag::Aside]),
    ("nav", &[Tag::Nav, Tag::Menu]),
    ("header", &[Tag::Header, Tag::Hgroup]),
    ("footer", &[Tag::Footer]),
    ("figure", &[Tag::Figure, Tag::Figcaption, Tag::Picture]),
    ("list", &[Tag::Ul, Tag::Ol, Tag::Dl]),
    ("item", &[Tag::Li, Tag::Dd, Tag::Dt]),
    ("form", &[Tag::Form, Tag::Fieldset, Tag::Select, Tag::Label, Tag::Textarea]),
    ("table", &[Tag::Table]),
    ("cell", &[Tag::Td, Tag::Th]),
    ("quote", &[Tag::Blockquote, Tag::Q]),
    ("heading", &[Tag::H1, Tag::H2, Tag::H3, Tag::H4, Tag::H5, Tag::H6]),
    ("link", &[Tag::A]),
    ("button", &[Tag::Button]),
    ("paragraph", &[Tag::Paragraph]),
    ("details", &[Tag::Details, Tag::Summary, Tag::Dialog]),
    ("address", &[Tag::Address]),
    ("noscript", &[Tag::Noscript, Tag::Template]),
    ("custom", &[Tag::Other]),
];

/// Names of the columns: what the markup is, then elements and labels around.
pub(super) fn names() -> impl Iterator<Item = String> {
    let place = PLACE.iter().map(|name| (*name).to_owned());
    let around = AROUND.iter().map(|(name, _)| format!("in:{name}"));
    place.chain(around).chain(labels::names().map(|name| format!("class:{name}")))
}

/// Columns a block.
pub(super) const WIDTH: usize = PLACE.len() + AROUND.len() + LABELS;

/// What is known of an element.
#[derive(Debug, Clone, Copy, Default)]
struct Facts {
    tags: u32,
    all_tags: u32,
    labels: u64,
    all_labels: u64,
    /// What its names say, and of [`Said`]'s last place the sum of all elements around.
    said: Said,
    bytes: u32,
    links: u32,
    prose: u32,
    blocks: u32,
    /// Of prose in blocks whose element stands right inside.
    direct: u32,
    direct_blocks: u32,
    /// Hash of tag and class.
    kind: u32,
    has_class: bool,
    /// A block in it is a line with a time.
    stamped: bool,
    /// A block in it is more than a link in a list of links.
    told: bool,
}

struct Place<'a> {
    block: &'a Block,
    node: &'a Node,
    own: Facts,
    up: [Facts; 3],
    said_near: i32,
    parent_tag: Tag,
    totals: Facts,
    section: Facts,
    sort: Sort,
    top_sort: bool,
    direct_share: i32,
    main_up: u32,
    main_down: i32,
    in_main: bool,
    lead_up: u32,
    lead_down: i32,
    lead_share: i32,
    same_article: i32,
    h1s: u32,
    to_h1: i32,
    since_heading: u32,
    level: u32,
    with_previous: u32,
    with_next: u32,
    article: Article,
    record: Record,
}

columns! {
    fn fill_place as PLACE(p: &Place<'_>) {
        "tag" => tag_code(p.node.tag);
        "parent-tag" => tag_code(p.parent_tag);
        "kind" => p.block.kind as i32;
        "line" => i32::from(p.block.line);
        "shown" => match p.block.shown { Shown::Plainly => 0, Shown::Unspoken => 1, Shown::Instead => 2, Shown::Not | Shown::Declared => 3 };
        "depth" => i32::from(p.node.depth);
        "element-blocks" => log(p.own.blocks);
        "element-share" => share(p.own.bytes, p.totals.bytes);
        "parent-bytes" => log(p.up[0].bytes);
        "parent-blocks" => log(p.up[0].blocks);
        "parent-links" => share(p.up[0].links, p.up[0].bytes);
        "parent-prose" => share(p.up[0].prose, p.up[0].bytes);
        "parent-mean" => log(p.up[0].bytes / p.up[0].blocks.max(1));
        "parent-of-page" => share(p.up[0].prose, p.totals.prose);
        "parent-direct" => share(p.up[0].direct, p.totals.prose);
        "parent-direct-blocks" => log(p.up[0].direct_blocks);
        "second-bytes" => log(p.up[1].bytes);
        "second-blocks" => log(p.up[1].blocks);
        "second-links" => share(p.up[1].links, p.up[1].bytes);
        "second-prose" => share(p.up[1].prose, p.up[1].bytes);
        "second-mean" => log(p.up[1].bytes / p.up[1].blocks.max(1));
        "second-of-page" => share(p.up[1].prose, p.totals.prose);
        "second-direct" => share(p.up[1].direct, p.totals.prose);
        "third-bytes" => log(p.up[2].bytes);
        "third-blocks" => log(p.up[2].blocks);
        "third-links" => share(p.up[2].links, p.up[2].bytes);
        "third-prose" => share(p.up[2].prose, p.up[2].bytes);
        "third-mean" => log(p.up[2].bytes / p.up[2].blocks.max(1));
        "third-of-page" => share(p.up[2].prose, p.totals.prose);
        "third-direct" => share(p.up[2].direct, p.totals.prose);
        "section-links" => share(p.section.links, p.section.bytes);
        "section-prose" => share(p.section.prose, p.section.bytes);
        "section-of-page" => share(p.section.prose, p.totals.prose);
        "section-mean" => log(p.section.bytes / p.section.blocks.max(1));
        "section-blocks" => log(p.section.blocks);
        "sort-blocks" => log(p.sort.blocks);
        "sort-mean" => log(p.sort.bytes / p.sort.blocks.max(1));
        "sort-links" => share(p.sort.links, p.sort.bytes);
        "sort-prose" => share(p.sort.prose, p.sort.bytes);
        "sort-of-page" => share(p.sort.prose, p.totals.prose);
        "sort-is-top" => i32::from(p.top_sort);
        "parent-direct-to-best" => p.direct_share;
        "main-up" => p.main_up as i32;
        "main-down" => p.main_down;
        "in-main" => i32::from(p.in_main);
        "lead-up" => p.lead_up as i32;
        "lead-down" => p.lead_down;
        "lead-share" => p.lead_share;
        "same-article" => p.same_article;
        "h1s-before" => p.h1s.min(9) as i32;
        "to-h1" => signed_log(p.to_h1);
        "since-heading" => log(p.since_heading);
        "heading-level" => p.level as i32;
        "with-previous" => p.with_previous as i32;
        "with-next" => p.with_next as i32;
        "in-headline" => p.article.headline;
        "of-headline" => p.article.of_headline;
        "in-article-body" => p.article.share;
        "since-article-body" => p.article.since;
        "until-article-body" => p.article.until;
        "in-summary" => p.article.summary;
        "records" => log(p.record.count);
        "records-stamped" => share(p.record.stamped, p.record.count);
        "records-prose" => share(p.record.prose, p.totals.prose);
        "records-mean" => log(p.record.prose / p.record.count.max(1));
        "records-up" => p.record.up.min(20) as i32;
        "named" => naming::hundredths(p.said_near + p.own.said.around());
        "named-near" => naming::hundredths(p.said_near);
        "named-around" => naming::hundredths(p.own.said.around());
    }
}

fn tag_code(tag: Tag) -> i32 {
    const ORDER: &[Tag] = &[
        Tag::Paragraph,
        Tag::Blockquote,
        Tag::Pre,
        Tag::Li,
        Tag::Div,
        Tag::Section,
        Tag::Article,
        Tag::Main,
        Tag::Body,
        Tag::Td,
        Tag::Th,
        Tag::Dd,
        Tag::Dt,
        Tag::H1,
        Tag::H2,
        Tag::H3,
        Tag::H4,
        Tag::H5,
        Tag::H6,
        Tag::Span,
        Tag::Figcaption,
        Tag::Figure,
        Tag::Caption,
        Tag::Header,
        Tag::Footer,
        Tag::Aside,
        Tag::Nav,
        Tag::Ul,
        Tag::Ol,
        Tag::Form,
        Tag::Address,
    ];
    ORDER.iter().position(|&known| known == tag).map_or(-1, |at| at as i32)
}

/// Blocks of one sort: same tag and class, in a parent of the same tag and class.
#[derive(Debug, Clone, Copy, Default)]
struct Sort {
    blocks: u32,
    bytes: u32,
    links: u32,
    prose: u32,
}

/// Sorts are told apart by so many bits of their hash.
const SORTS: usize = 1 << 10;

/// How far up two neighbours' common element is looked for.
const UP: u32 = 6;

/// Fills in the first [`WIDTH`] cells of each of `rows`, one a block. The report begins at block `start` or behind.
pub(super) fn fill<'m>(
    flat: &Flat<'_>,
    wordings: &[Wording],
    standings: &[Standing],
    articles: &[Article],
    start: usize,
    rows: impl Iterator<Item = Option<&'m mut [i16]>>,
) {
    let nodes = &flat.tree.nodes;
    let facts = gather(flat, wordings, standings);
    let (sorts, sort_of, top) = sort(flat, wordings, standings, &facts);
    let mut totals = Facts::default();
    for ((w, s), b) in wordings.iter().zip(standings).zip(&flat.blocks) {
        totals.bytes = totals.bytes.saturating_add(w.bytes);
        totals.prose = totals.prose.saturating_add(s.prose);
        totals.links = totals.links.saturating_add(b.link_bytes);
    }
    let best = (0..nodes.len()).max_by_key(|&at| (facts[at].direct, std::cmp::Reverse(at))).unwrap_or(0);
    let best_direct = facts.get(best).map_or(0, |facts| facts.direct);
    let chain = |of: u32| -> Vec<(u32, u32)> {
        flat.tree.self_and_ancestors(of).map(|(at, node)| (at, node.end)).collect()
    };
    let main = chain(best as u32);
    let lead_node = lead(flat, standings, start).unwrap_or(best as u32);
    let lead = chain(lead_node);
    let lead_direct = facts.get(lead_node as usize).map_or(0, |facts| facts.direct);
    let in_article = articles_around(nodes);
    let lead_article = in_article.get(lead_node as usize).copied().unwrap_or(Node::NONE);
    let mut h1s = 0;
    let sections = sections(nodes, &facts);
    let records = records(nodes, |at| {
        let Facts { blocks, prose, kind, has_class, stamped, told, .. } = facts[at];
        let blocks = if told { blocks } else { 0 };
        Element { blocks, prose, kind, has_class, stamped }
    });
    let h1 =
        flat.blocks.iter().position(|block| nodes.get(block.node as usize).is_some_and(|n| n.tag == Tag::H1));
    let mut since_heading = 400;
    for ((at, block), row) in flat.blocks.iter().enumerate().zip(rows) {
        let here = block.node as usize;
        let Some(node) = nodes.get(here) else {
            row.into_iter().for_each(|row| row[..WIDTH].fill(0));
            continue;
        };
        let (h1s_before, heading_before) = (h1s, since_heading);
        h1s += u32::from(node.tag == Tag::H1);
        since_heading = if node.tag.is_heading() { 0 } else { (since_heading + 1).min(400) };
        let Some(row) = row else { continue };
        let own = facts[here];
        let mut ups = [Facts::default(); 3];
        let mut parent = node.parent;
        for up in &mut ups {
            let Some(found) = facts.get(parent as usize) else { break };
            *up = *found;
            parent = nodes[parent as usize].parent;
        }
        let (main_up, main_down) = way(nodes, &main, block.node);
        let (lead_up, lead_down) = way(nodes, &lead, block.node);
        let article = in_article[here];
        let previous = at.checked_sub(1).and_then(|at| flat.blocks.get(at));
        let place = Place {
            block,
            node,
            own,
            up: ups,
            said_near: Said::near([own.said, ups[0].said, ups[1].said]),
            parent_tag: nodes.get(node.parent as usize).map_or(Tag::Other, |node| node.tag),
            totals,
            section: sections.get(here).and_then(|&at| facts.get(at as usize)).copied().unwrap_or_default(),
            sort: sorts[sort_of[at]],
            top_sort: sort_of[at] == top,
            direct_share: share(ups[0].direct, best_direct),
            main_up,
            main_down,
            in_main: main_up == 0,
            lead_up,
            lead_down,
            lead_share: share(ups[0].direct, lead_direct),
            same_article: if article == lead_article { 1 } else { 2 * i32::from(article == Node::NONE) },
            h1s: h1s_before,
            to_h1: h1.map_or(-1000, |h1| at as i32 - h1 as i32),
            since_heading: heading_before,
            level: if node.tag.is_heading() { node.tag as u32 - Tag::H1 as u32 + 1 } else { 0 },
            with_previous: previous.map_or(UP, |other| apart(nodes, block.node, other.node)),
            with_next: flat.blocks.get(at + 1).map_or(UP, |other| apart(nodes, block.node, other.node)),
            article: articles[at],
            record: records.get(here).copied().unwrap_or_default(),
        };
        fill_place(row, &place);
        let (tags, labels) = row[PLACE.len()..WIDTH].split_at_mut(AROUND.len());
        fill_nearness(
            tags,
            [own, ups[0], ups[1]].map(|facts| u64::from(facts.tags)),
            u64::from(own.all_tags),
        );
        fill_nearness(labels, [own, ups[0], ups[1]].map(|facts| facts.labels), own.all_labels);
    }
}

/// Steps from the innermost element of `chain` out to the one that holds `node` too, and from there down to `node`.
fn way(nodes: &[Node], chain: &[(u32, u32)], node: u32) -> (u32, i32) {
    // The chain's elements hold one another, so those that hold the block are its tail.
    let up = chain.partition_point(|&(start, end)| !(start..end).contains(&node));
    let common = chain.get(up).map_or(0, |&(at, _)| nodes[at as usize].depth);
    (up.min(20) as u32, (i32::from(nodes[node as usize].depth) - i32::from(common)).min(20))
}

/// Blocks of prose behind the headline that tell where the report stands.
const LEAD: usize = 8;

/// The element right around most of the first prose behind block `start`, the first block counting most.
fn lead(flat: &Flat<'_>, standings: &[Standing], start: usize) -> Option<u32> {
    let mut found: Vec<(u32, u64)> = Vec::with_capacity(LEAD);
    let prose = flat
        .blocks
        .iter()
        .zip(standings)
        .skip(start)
        .filter(|(block, standing)| standing.prose > 0 && block.shown != Shown::Not);
    for (rank, (block, standing)) in prose.take(LEAD).enumerate() {
        let parent = flat.tree.get(block.node)?.parent;
        let worth = u64::from(standing.prose.min(600)) * (2 * LEAD - rank) as u64;
        match found.iter_mut().find(|(node, _)| *node == parent) {
            Some((_, sum)) => *sum += worth,
            None => found.push((parent, worth)),
        }
    }
    found.into_iter().max_by_key(|&(node, sum)| (sum, std::cmp::Reverse(node))).map(|(node, _)| node)
}

/// The innermost `<article>` around each element, itself included.
fn articles_around(nodes: &[Node]) -> Vec<u32> {
    let mut around = vec![Node::NONE; nodes.len()];
    for at in 0..nodes.len() {
        let outer = around.get(nodes[at].parent as usize).copied().unwrap_or(Node::NONE);
        around[at] = if nodes[at].tag == Tag::Article { at as u32 } else { outer };
    }
    around
}

/// 4 where the element itself has the mark, 3 its parent, 2 the parent's, 1 any farther out, 0 none.
fn fill_nearness(cells: &mut [i16], near: [u64; 3], all: u64) {
    let masks = [all, near[0] | near[1] | near[2], near[0] | near[1], near[0]].map(u64::to_le_bytes);
    let eight = |byte: usize| {
        let mut sum = [0; 8];
        for mask in masks {
            for (sum, bit) in sum.iter_mut().zip(BITS[usize::from(mask[byte % 8])]) {
                *sum += bit;
            }
        }
        sum
    };
    let (eights, rest) = cells.as_chunks_mut();
    for (byte, cells) in eights.iter_mut().enumerate() {
        *cells = eight(byte);
    }
    for (cell, value) in rest.iter_mut().zip(eight(eights.len())) {
        *cell = value;
    }
}

/// The bits of each byte, the lowest first.
static BITS: [[i16; 8]; 256] = {
    let mut bits = [[0; 8]; 256];
    let mut at = 0;
    while at < 256 * 8 {
        bits[at / 8][at % 8] = (((at / 8) >> (at % 8)) & 1) as i16;
        at += 1;
    }
    bits
};

/// Steps up from the deeper of two blocks' elements to the one that holds both; at most [`UP`].
fn apart(nodes: &[Node], one: u32, other: u32) -> u32 {
    let (mut at, to) = (one.max(other), one.min(other));
    // Document order: an element that comes later holds none that came before.
    for steps in 0..UP {
        if at <= to {
            return steps;
        }
        let Some(node) = nodes.get(at as usize) else { return UP };
        at = node.parent;
    }
    UP
}

fn gather(flat: &Flat<'_>, wordings: &[Wording], standings: &[Standing]) -> Vec<Facts> {
    let nodes = &flat.tree.nodes;
    let mut facts = vec![Facts::default(); nodes.len()];
    for ((block, w), s) in flat.blocks.iter().zip(wordings).zip(standings) {
        let Some(at) = facts.get_mut(block.node as usize) else { continue };
        at.blocks += 1;
        at.bytes = at.bytes.saturating_add(w.bytes);
        at.links = at.links.saturating_add(block.link_bytes);
        at.prose = at.prose.saturating_add(s.prose);
        at.stamped |= is_stamp(w);
        at.told |= !block.listed;
        let parent = nodes[block.node as usize].parent;
        if let Some(parent) = facts.get_mut(parent as usize) {
            parent.direct = parent.direct.saturating_add(s.prose);
            parent.direct_blocks += u32::from(s.prose > 0);
        }
    }
    for at in (1..nodes.len()).rev() {
        let below = facts[at];
        if below.blocks == 0 {
            continue;
        }
        if let Some(parent) = facts.get_mut(nodes[at].parent as usize) {
            parent.blocks += below.blocks;
            parent.bytes = parent.bytes.saturating_add(below.bytes);
            parent.links = parent.links.saturating_add(below.links);
            parent.prose = parent.prose.saturating_add(below.prose);
            parent.stamped |= below.stamped;
            parent.told |= below.told;
        }
    }
    name(flat, &mut facts);
    facts
}

/// Reads what the elements are, and are called, that hold more than lists of links.
fn name(flat: &Flat<'_>, facts: &mut [Facts]) {
    let nodes = &flat.tree.nodes;
    // The same few class names come again and again on a page; what was read last under a hash is kept.
    let mut known = vec![(0u64, 0u64, Said::default()); 512];
    for at in 0..nodes.len() {
        if !facts[at].told {
            continue;
        }
        let node = &nodes[at];
        let (mut class, mut labels, mut said) = (None, 0, naming::of_tag(node.tag));
        naming::names(flat, node, |name| {
            let hash = if name.is_empty() { 0 } else { hash64(name.as_bytes()) };
            class.get_or_insert(hash);
            let slot = &mut known[hash as usize % 512];
            if slot.0 != hash {
                *slot = (hash, labels::read(name), naming::of_name(name));
            }
            labels |= slot.1;
            said += slot.2;
        });
        let class = class.unwrap_or(0);
        let tags = TAG_BITS[node.tag as usize];
        let around = facts.get(node.parent as usize).copied().unwrap_or_default();
        let own = &mut facts[at];
        (own.tags, own.all_tags) = (tags, tags | around.all_tags);
        own.has_class = class != 0;
        (own.labels, own.all_labels) = (labels, labels | around.all_labels);
        own.said = said.inside(around.said);
        own.kind = (class ^ (class >> 32)) as u32 ^ (node.tag as u32).wrapping_mul(0x9E37_79B9);
    }
}

const TAG_BITS: [u32; Tag::COUNT] = {
    let mut bits = [0; Tag::COUNT];
    let mut group = 0;
    while group < AROUND.len() {
        let mut at = 0;
        while at < AROUND[group].1.len() {
            bits[AROUND[group].1[at] as usize] |= 1 << group;
            at += 1;
        }
        group += 1;
    }
    bits
};

/// For each element the nearest one around it, itself included, that holds at least five blocks.
fn sections(nodes: &[Node], facts: &[Facts]) -> Vec<u32> {
    let mut sections = vec![Node::NONE; nodes.len()];
    for at in 0..nodes.len() {
        sections[at] = if facts[at].blocks >= 5 {
            at as u32
        } else {
            sections.get(nodes[at].parent as usize).copied().unwrap_or(Node::NONE)
        };
    }
    sections
}

fn sort(
    flat: &Flat<'_>,
    wordings: &[Wording],
    standings: &[Standing],
    facts: &[Facts],
) -> (Vec<Sort>, Vec<usize>, usize) {
    let nodes = &flat.tree.nodes;
    let mut sorts = vec![Sort::default(); SORTS];
    let mut sort_of = Vec::with_capacity(flat.blocks.len());
    for ((block, w), s) in flat.blocks.iter().zip(wordings).zip(standings) {
        let own = facts.get(block.node as usize).map_or(0, |facts| facts.kind);
        let parent = nodes.get(block.node as usize).and_then(|node| facts.get(node.parent as usize));
        let mixed = own ^ parent.map_or(0, |facts| facts.kind).rotate_left(7);
        let at = (mixed ^ (mixed >> 10) ^ (mixed >> 20)) as usize % SORTS;
        sort_of.push(at);
        if block.listed {
            continue;
        }
        let sort = &mut sorts[at];
        sort.blocks += 1;
        sort.bytes = sort.bytes.saturating_add(w.bytes);
        sort.links = sort.links.saturating_add(block.link_bytes);
        sort.prose = sort.prose.saturating_add(s.prose);
    }
    let top = (0..SORTS).max_by_key(|&at| (sorts[at].prose, std::cmp::Reverse(at))).unwrap_or(0);
    (sorts, sort_of, top)
}

const _: () = assert!(AROUND.len() <= 32);
