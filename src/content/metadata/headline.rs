//! Finds the headline.
//!
//! Takes the titles a page declares and its headings (or, in plain text, its lines), gives the headline as printed,
//! without the site's name, and the block that prints it.

mod site;
mod wording;

use std::ops::Range;

use super::offers::{Offer, Offers};
use super::surroundings::is_prose;
use crate::content::flat::{Block, Flat};
use crate::content::html::tag::Tag;
use crate::content::html::tree::{Node, Shown};
use crate::model::{Field, Span};
use site::{SEPARATORS, without_site};
use wording::{agreement, hashes};

pub(super) use site::{is_site, squeezed};
pub(super) use wording::{collapse, count_words, words};

/// Headings that are weighed.
const MAX_HEADINGS: usize = 60;
/// Bytes of a headline.
const LONGEST: usize = 400;

/// The headline and where it stands.
#[derive(Debug, Clone, Default)]
pub(super) struct Headline {
    /// The element that prints it, as a node of the tree.
    pub node: Option<u32>,
    /// The blocks that print it.
    pub blocks: Range<usize>,
    /// The block that the body of a plain text begins with.
    pub body: Option<usize>,
}

impl Headline {
    /// Where in the flat text the report is surely under way: its third paragraph of prose.
    pub(super) fn prose(&self, flat: &Flat<'_>) -> u32 {
        let mut behind =
            flat.blocks.iter().skip(self.blocks.end).filter(|block| is_prose(flat.text_of(block)));
        behind.nth(2).map_or(u32::MAX, |block| block.span.start)
    }
}

/// Chooses the headline of an HTML page and adds what was weighed to the offers.
pub(super) fn of_page(flat: &Flat<'_>, offers: &mut Offers, site: &[String]) -> Headline {
    let declared: Vec<Offer> = offers
        .take(Field::Title)
        .into_iter()
        .map(|offer| Offer { value: without_site(&offer.value, site), raw: offer.value.clone(), ..offer })
        .filter(|offer| !offer.value.is_empty() && !is_site(&offer.value, site))
        .collect();
    let keys: Vec<Vec<u64>> = declared.iter().map(|offer| hashes(&offer.value)).collect();
    let mut found: Option<(u32, u32)> = None;
    let mut alone = Alone::default();
    let texts: Vec<(u32, u32, &Node, &str)> = headings(flat)
        .filter_map(|(at, rank)| flat.tree.get(at).map(|node| (at, rank, node, flat.text_in(node))))
        .collect();
    // Where one heading is a declared title up to its mark, what stands behind the mark is the site's name.
    let heads = |text: &str, value: &str| before_mark(text, value) > 0;
    let tails: Vec<&str> = declared
        .iter()
        .filter_map(|offer| {
            let head = texts.iter().find(|(.., text)| heads(text, &offer.value))?;
            offer.value.get(head.3.len()..)
        })
        .collect();
    for (at, rank, node, text) in texts {
        if text.is_empty()
            || text.len() > LONGEST
            || tails.iter().any(|tail| tail.ends_with(text))
            || (is_site(text, site) && declared.iter().any(|o| !is_site(&o.value, site)))
        {
            continue;
        }
        let own = hashes(text);
        let agreement = keys
            .iter()
            .zip(&declared)
            .map(|(key, offer)| agreement(&own, key).max(before_mark(text, &offer.value)))
            .max()
            .unwrap_or(0);
        alone.see(at, node, own.len(), agreement);
        // A heading that no declared title knows is the headline of something else.
        if !keys.is_empty() && agreement < 450 {
            continue;
        }
        let hidden = u32::from(node.shown == Shown::Not) * 250 + u32::from(node.in_link) * 60;
        let score = (agreement * 7 / 10 + rank).saturating_sub(hidden);
        offers.add(
            Field::Title,
            Offer::new(
                collapse(text),
                "heading",
                node.name.of(flat.page).to_lowercase(),
                (score.min(980)) as u16,
            )
            .at(node.text),
        );
        if found.is_none_or(|(top, _)| score > top) {
            found = Some((score, at));
        }
    }
    if let Some(at) = alone
        .heading()
        .filter(|_| !agreed(&declared))
        .filter(|at| found.is_none_or(|(score, found)| found == *at || score < 700))
        && let Some(node) = flat.tree.get(at)
    {
        // The page's one great heading, however the page is called for search engines.
        let value = collapse(flat.text_in(node));
        offers.add(Field::Title, Offer::new(value, "heading", "h1", 705).at(node.text));
        found = Some((705, at));
    }
    if let Some((_, at)) = found
        && let Some(node) = flat.tree.get(at)
    {
        let whole = collapse(flat.text_in(node));
        let inner = declared
            .iter()
            .find(|offer| stands_apart(&offer.value, &whole))
            .or_else(|| behind_kicker(&whole, &declared))
            .map(|offer| offer.value.clone())
            .or_else(|| {
                let key = hashes(&whole);
                if keys.contains(&key) { None } else { in_part(flat, at, node, &whole) }
            });
        if let Some(value) = inner {
            offers.add(Field::Title, Offer::new(value, "heading", "part", 990).printed(&whole).at(node.text));
        }
    }
    let bare = found.is_none();
    let printed = if bare { printed(flat, &keys) } else { 0..0 };
    for offer in declared {
        let offer = match without_tail(&offer).filter(|_| bare) {
            Some(value) => Offer { raw: offer.value.clone(), value, ..offer },
            None => offer,
        };
        offers.add(Field::Title, offer);
    }
    let node = found.map(|(_, at)| at);
    let blocks = node.and_then(|at| flat.tree.get(at)).map_or(printed, |node| flat.blocks_in(node.text));
    Headline { node, blocks, body: None }
}

/// The first block without links that says a declared title and nothing else, on a page that has no heading for it.
fn printed(flat: &Flat<'_>, keys: &[Vec<u64>]) -> Range<usize> {
    if keys.is_empty() {
        return 0..0;
    }
    let says = |block: &Block| {
        let text = flat.text_of(block);
        let may = text.len() <= LONGEST && block.shown != Shown::Not && block.link_bytes == 0;
        let own = if may { hashes(text) } else { Vec::new() };
        own.len() >= PRINTED && keys.contains(&own)
    };
    flat.blocks.iter().position(says).map_or(0..0, |at| at..at + 1)
}

/// Words of a title that no block says by chance.
const PRINTED: usize = 3;

/// Whether two kinds of declared titles, the `<title>` apart, are the same.
fn agreed(declared: &[Offer]) -> bool {
    let mut told = declared.iter().filter(|offer| offer.selector != "title");
    let Some(first) = told.next() else { return false };
    told.any(|other| other.method != first.method && other.value == first.value)
}

/// The one heading of the first rank that a page shows.
#[derive(Default)]
struct Alone {
    first: Option<(u32, usize)>,
    more: bool,
    /// Another heading is what the page calls itself.
    named: bool,
}

impl Alone {
    fn see(&mut self, at: u32, node: &Node, words: usize, agreement: u32) {
        if node.tag == Tag::H1 && node.shown != Shown::Not && !node.in_link {
            self.more |= self.first.is_some();
            self.first = self.first.or(Some((at, words)));
        } else {
            self.named |= agreement >= 750;
        }
    }

    fn heading(&self) -> Option<u32> {
        self.first.filter(|(_, words)| !self.more && !self.named && *words >= 4).map(|(at, _)| at)
    }
}

/// Agreement of a heading with a declared title that goes on, behind a mark, with what is no headline.
fn before_mark(heading: &str, title: &str) -> u32 {
    let goes_on = title.len() > heading.len()
        && title.get(..heading.len()).is_some_and(|head| head == heading)
        && SEPARATORS
            .iter()
            .any(|mark| !matches!(*mark, " in " | " @ ") && title[heading.len()..].starts_with(mark));
    if goes_on { 900 } else { 0 }
}

/// The declared title that a heading prints behind a kicker and a mark, where none is the whole heading.
fn behind_kicker<'o>(heading: &str, declared: &'o [Offer]) -> Option<&'o Offer> {
    if declared.iter().any(|offer| offer.value == heading) {
        return None;
    }
    declared.iter().find(|offer| {
        let kicker = heading.strip_suffix(offer.value.as_str()).map(str::trim_end);
        offer.value.split_whitespace().nth(1).is_some()
            && kicker.is_some_and(|kicker| {
                kicker.len() > 1 && kicker.ends_with([':', '–', '—', '|', '/', '·', '»', '-'])
            })
    })
}

/// The headline in a heading whose kicker is an element of its own: what its last element prints, if that is most of
/// it and the first one names itself a kicker.
fn in_part(flat: &Flat<'_>, at: u32, node: &Node, whole: &str) -> Option<String> {
    let inside = flat.tree.nodes.get(at as usize + 1..(node.end as usize).min(at as usize + 20))?;
    let kicker = inside.iter().find(|inner| !inner.text.is_empty() && is_kicker(flat.class(inner)))?;
    let rest = Span { start: kicker.text.end, end: node.text.end.max(kicker.text.end) }.of(&flat.text);
    let before = Span { start: node.text.start, end: kicker.text.start.max(node.text.start) }.of(&flat.text);
    let rest = collapse(rest.trim().trim_start_matches([':', '–', '—', '|', '/', '·', '-', '»']).trim());
    let whole_rest = before.trim().is_empty() && whole.ends_with(rest.as_str());
    (whole_rest && rest.split(' ').nth(1).is_some()).then_some(rest)
}

fn is_kicker(class: &str) -> bool {
    [
        "kicker",
        "topline",
        "overline",
        "dachzeile",
        "spitzmarke",
        "eyebrow",
        "supertitle",
        "surtitle",
        "antetitulo",
    ]
    .iter()
    .any(|word| class.len() >= word.len() && class.to_ascii_lowercase().contains(word))
}

/// A `<title>` without the name that it ends with, known or not: behind a bar, or behind a dash a few words, or a name
/// that is a paper's by its last letter.
fn without_tail(offer: &Offer) -> Option<String> {
    if offer.selector != "title" && offer.selector != "og:title" {
        return None;
    }
    let title = offer.value.as_str();
    let words = count_words;
    let bar = [" | ", "｜", " :: ", " » "].iter().find_map(|mark| title.rsplit_once(mark));
    if let Some((head, tail)) = bar {
        return (words(head) >= 3 && words(tail) <= 6).then(|| collapse(head));
    }
    if let Some((head, tail)) = [" - ", " – ", " — "].iter().find_map(|mark| title.rsplit_once(mark)) {
        return (words(head) >= 4 && words(tail) <= 3).then(|| collapse(head));
    }
    let (head, tail) = ["-", "_", "－"].iter().find_map(|mark| title.rsplit_once(mark))?;
    let paper = tail.trim().ends_with(['网', '網', '报', '報', '社', '科', '版', '刊'])
        || ["新闻", "新聞", "ニュース", "频道", "頻道"].iter().any(|end| tail.trim().ends_with(end));
    (paper && tail.chars().count() <= 10 && words(head) >= 4)
        .then(|| collapse(head.trim_end_matches(['-', '_'])))
}

/// Elements that could print the headline, each with how far its kind alone speaks for it.
fn headings(flat: &Flat<'_>) -> impl Iterator<Item = (u32, u32)> {
    let nodes = flat.tree.nodes.iter().enumerate();
    nodes
        .filter_map(|(at, node)| {
            let rank = match node.tag {
                Tag::H1 => 290,
                Tag::H2 => 130,
                Tag::H3 => 60,
                _ => return None,
            };
            Some((at as u32, rank))
        })
        .take(MAX_HEADINGS)
}

/// Whether a heading prints the title behind a kicker or before a subtitle that no mark parts from it: then the
/// kicker is an element of its own.
fn stands_apart(title: &str, heading: &str) -> bool {
    let alone =
        |rest: &str, edge: Option<char>| !rest.trim().is_empty() && edge.is_some_and(char::is_alphanumeric);
    title.split_whitespace().nth(2).is_some()
        && (heading.strip_suffix(title).is_some_and(|rest| alone(rest, rest.trim_end().chars().next_back()))
            || heading
                .strip_prefix(title)
                .filter(|rest| rest.starts_with(' '))
                .map(str::trim_start)
                // A small letter goes on with the sentence: the declared title was cut short.
                .is_some_and(|rest| alone(rest, rest.chars().next().filter(|c| !c.is_lowercase()))))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(title: &str, site: &[&str], expected: &str) {
        let site: Vec<String> = site.iter().map(|name| squeezed(name)).collect();
        assert_eq!(without_site(title, &site), expected);
    }

    #[test]
    fn the_site_is_no_part_of_the_headline() {
        check(
            "Port reopens after storm - The Harbour Times",
            &["The Harbour Times"],
            "Port reopens after storm",
        );
        check("Port reopens | Harbour Times Online", &["Harbour Times"], "Port reopens");
        check("Harbour Times: Port reopens", &["Harbour Times"], "Port reopens");
        check("Opinion | Open the port - Harbour Times", &["Harbour Times"], "Opinion | Open the port");
        check("Port reopens :: Harbour Courier Online", &[], "Port reopens");
        check("Port reopens - what now?", &["Harbour Times"], "Port reopens - what now?");
    }

    proptest::proptest! {
        #[test]
        fn words_are_counted_as_they_are_read(title in "[a-c '’.港 Å]{0,40}") {
            proptest::prop_assert_eq!(count_words(&title), words(&title).len());
        }
    }

    #[test]
    fn a_block_that_says_the_declared_title_prints_it() {
        let page = "<p><a href=/>Ferry runs at night</a><table><tr><td>Ferry runs at night</table><p>Ferry";
        let flat = crate::content::html::flatten(page);
        assert_eq!(printed(&flat, &[hashes("Ferry runs, at night!")]), 1..2);
        assert_eq!(printed(&flat, &[hashes("Ferry")]), 0..0, "a word stands anywhere by chance");
    }

    #[test]
    fn agreement_is_of_words() {
        let of = |a: &str, b: &str| agreement(&hashes(a), &hashes(b));
        assert_eq!(of("Port’s gates open", "Ports gates OPEN!"), 1000);
        assert!(
            of("Port gates open again", "Port gates open again, says mayor of the town of Harbour") >= 750
        );
        assert!(of("Port gates open", "Rain in the north") < 300);
    }
}
