//! Which rules say best what repeats.

use std::collections::{BTreeMap, BTreeSet};

use super::page::{Seen, SeenBlock};
use super::{Find, Options, Proposal, Rule};
use crate::model::{CutKind, DocId};

/// Rules proposed for a site.
const RULES: usize = 24;
/// What an element holds must repeat by so many thousandths of its blocks.
const SAME: usize = 950;
/// Words of a report are those of a block this long that is body on one page only.
const LONG: usize = 80;

/// What a site's pages have in common, as rules; `None` where it is not worth any.
pub(super) fn proposal(host: &str, pages: &BTreeMap<DocId, Seen>, options: &Options) -> Option<Proposal> {
    let pages = different(pages);
    let mut on: BTreeMap<u64, usize> = BTreeMap::new();
    for page in &pages {
        let texts: BTreeSet<u64> = page.blocks.iter().map(|block| block.text).collect();
        texts.into_iter().for_each(|text| *on.entry(text).or_default() += 1);
    }
    let enough = options.min_pages.max(pages.len().div_ceil(5)).max(2);
    let site = Repeats { pages: &pages, on, enough };
    let rules = site.rules(options.all);
    let body = site.body();
    (!rules.is_empty()).then(|| Proposal { host: host.to_owned(), pages: pages.len(), rules, body })
}

/// The pages whose bodies are mostly their own, in the order of their ids: copies of one report repeat all of it.
fn different(pages: &BTreeMap<DocId, Seen>) -> Vec<&Seen> {
    let mut bodies = BTreeSet::new();
    let is_new = |page: &&Seen| {
        let body: Vec<&SeenBlock> = page.blocks.iter().filter(|block| block.cut.is_none()).collect();
        let size = |blocks: &mut dyn Iterator<Item = &&SeenBlock>| -> usize {
            blocks.map(|block| block.sample.len()).sum()
        };
        let known = size(&mut body.iter().filter(|block| bodies.contains(&block.text)));
        let new = !body.is_empty() && 2 * known < size(&mut body.iter());
        if new {
            bodies.extend(body.iter().map(|block| block.text));
        }
        new
    };
    pages.values().filter(is_new).collect()
}

/// A site's different pages, and on how many of them each text stands.
struct Repeats<'p> {
    pages: &'p [&'p Seen],
    on: BTreeMap<u64, usize>,
    enough: usize,
}

/// What a way of finding blocks finds.
#[derive(Default)]
struct Found<'p> {
    blocks: Vec<(usize, usize, &'p SeenBlock)>,
    repeating: usize,
}

impl<'p> Repeats<'p> {
    fn repeats(&self, block: &SeenBlock) -> bool {
        self.on.get(&block.text).is_some_and(|on| *on >= self.enough)
    }

    /// Takes the rule that covers most, until nothing is left that a rule is wanted for.
    fn rules(&self, all: bool) -> Vec<Rule> {
        let (mut done, mut rules) = (BTreeSet::new(), Vec::new());
        let finds = self.finds();
        while rules.len() < RULES {
            let wanted = |found: &Found<'_>| {
                found
                    .blocks
                    .iter()
                    .filter(|(page, at, block)| {
                        !block.ruled && (all || block.cut.is_none()) && !done.contains(&(*page, *at))
                    })
                    .count()
            };
            // Of those that cover as much the one that finds least else, elements before lines, then by name.
            let best = finds.iter().map(|(find, found)| (wanted(found), found.blocks.len(), find, found));
            let best = best.filter(|(wanted, ..)| *wanted > 0);
            let Some((_, _, find, found)) =
                best.min_by(|a, b| (b.0.cmp(&a.0)).then(a.1.cmp(&b.1)).then(a.2.cmp(b.2)))
            else {
                break;
            };
            done.extend(found.blocks.iter().map(|(page, at, _)| (*page, *at)));
            rules.push(rule(find, found));
        }
        rules.sort_by(|a, b| (b.kept_on, b.on).cmp(&(a.kept_on, a.on)).then(a.find.cmp(&b.find)));
        rules
    }

    /// All ways of finding blocks that find what repeats and nothing else.
    fn finds(&self) -> Vec<(Find, Found<'p>)> {
        let mut finds: BTreeMap<Find, Found<'p>> = BTreeMap::new();
        for (number, page) in self.pages.iter().enumerate() {
            for (at, block) in page.blocks.iter().enumerate() {
                let repeats = self.repeats(block);
                let elements = block.inside.iter().map(|name| Find::Element(name.clone()));
                let line = (repeats && block.whole).then(|| Find::Line(pattern(&block.sample)));
                for find in elements.chain(line) {
                    let found = finds.entry(find).or_default();
                    found.blocks.push((number, at, block));
                    found.repeating += usize::from(repeats);
                }
            }
        }
        let says_one_thing = |(_, found): &(Find, Found<'_>)| {
            let pages: BTreeSet<usize> = found.blocks.iter().map(|(page, ..)| *page).collect();
            let own_words =
                found.blocks.iter().any(|(.., block)| block.cut.is_none() && !self.repeats(block));
            pages.len() >= self.enough && found.repeating * 1000 >= found.blocks.len() * SAME && !own_words
        };
        finds.into_iter().filter(says_one_thing).collect()
    }

    /// The first long block that is body on one page only.
    fn body(&self) -> String {
        let mut blocks = self.pages.iter().flat_map(|page| &page.blocks);
        let own = |block: &&SeenBlock| {
            block.cut.is_none()
                && block.whole
                && block.sample.len() >= LONG
                && self.on.get(&block.text) == Some(&1)
        };
        blocks.find(own).map(|block| block.sample.clone()).unwrap_or_default()
    }
}

fn rule(find: &Find, found: &Found<'_>) -> Rule {
    let pages = |kept: bool| {
        let pages: BTreeSet<usize> = found
            .blocks
            .iter()
            .filter(|(.., block)| !kept || block.cut.is_none())
            .map(|(page, ..)| *page)
            .collect();
        pages.len()
    };
    let mut kinds: BTreeMap<CutKind, usize> = BTreeMap::new();
    let known = found.blocks.iter().filter_map(|(.., block)| block.cut);
    known.filter(|kind| *kind != CutKind::Template).for_each(|kind| *kinds.entry(kind).or_default() += 1);
    let kind = kinds.into_iter().max_by_key(|(kind, count)| (*count, std::cmp::Reverse(*kind)));
    Rule {
        find: find.clone(),
        kind: kind.map_or(CutKind::Template, |(kind, _)| kind),
        on: pages(false),
        kept_on: pages(true),
        sample: found.blocks.first().map(|(.., block)| block.sample.clone()).unwrap_or_default(),
    }
}

/// A regular expression for a block's whole text, whatever its numbers.
fn pattern(text: &str) -> String {
    let mut out = String::from("^");
    let mut rest = text;
    while !rest.is_empty() {
        let digits = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        let words = rest.find(|c: char| c.is_ascii_digit()).unwrap_or(rest.len());
        if digits > 0 {
            out.push_str("[0-9]+");
        } else {
            out.push_str(&regex::escape(&rest[..words]));
        }
        rest = &rest[digits.max(words)..];
    }
    out.push('$');
    out
}
