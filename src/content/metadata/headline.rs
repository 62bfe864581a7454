//! Finds the headline.
//!
//! Takes the titles a page declares and its headings (or, in plain text, its lines), gives the headline as printed,
//! without the site's name, and the block that prints it.

use std::ops::Range;

use super::offers::{Offer, Offers};
use crate::content::flat::Flat;
use crate::content::html::tag::Tag;
use crate::content::html::tree::Shown;
use crate::model::Field;
use crate::text::character::{Kind, kind};
use crate::text::hash::hash64;
use crate::text::seek::stands_in;

/// Headings that are weighed.
const MAX_HEADINGS: usize = 60;
/// Bytes of a headline.
const LONGEST: usize = 400;

/// Marks between a headline and a site's name.
const SEPARATORS: &[&str] = &[
    " | ", " - ", " – ", " — ", " :: ", " » ", " · ", " • ", " / ", " « ", " < ", " > ", " ~ ", " ― ", "｜",
    "_", " @ ", " in ", ": ",
];

/// The headline and where it stands.
#[derive(Debug, Clone, Default)]
pub(super) struct Headline {
    /// The element that prints it, as a node of the tree.
    pub node: Option<u32>,
    /// The blocks that print it.
    pub blocks: Range<usize>,
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
    for (at, rank) in headings(flat) {
        let Some(node) = flat.tree.get(at) else { continue };
        let text = flat.text_in(node);
        if text.is_empty()
            || text.len() > LONGEST
            || (is_site(text, site) && declared.iter().any(|o| !is_site(&o.value, site)))
        {
            continue;
        }
        let own = hashes(text);
        let agreement = keys.iter().map(|key| agreement(&own, key)).max().unwrap_or(0);
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
    if let Some((_, at)) = found
        && let Some(node) = flat.tree.get(at)
    {
        let printed = collapse(flat.text_in(node));
        if let Some(inner) = declared.iter().find(|offer| stands_apart(&offer.value, &printed)) {
            let value = inner.value.clone();
            offers
                .add(Field::Title, Offer::new(value, "heading", "part", 990).printed(&printed).at(node.text));
        }
    }
    for offer in declared {
        offers.add(Field::Title, offer);
    }
    let node = found.map(|(_, at)| at);
    let blocks = node.and_then(|at| flat.tree.get(at)).map_or(0..0, |node| flat.blocks_in(node.text));
    Headline { node, blocks }
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
                .is_some_and(|rest| rest.starts_with(' ') && alone(rest, rest.trim_start().chars().next())))
}

/// How far two titles agree, in thousandths: words shared, more where one is the other's beginning or end.
fn agreement(a: &[u64], b: &[u64]) -> u32 {
    if a.is_empty() || b.is_empty() {
        return 0;
    }
    if a == b {
        return 1000;
    }
    let shared = a.iter().filter(|word| b.contains(word)).count() as u32;
    let base = (2000 * shared / (a.len() + b.len()) as u32).min(950);
    let (short, long) = if a.len() < b.len() { (a, b) } else { (b, a) };
    let inside = short.len() >= 3 && (long.starts_with(short) || long.ends_with(short));
    if inside { base.max(750) } else { base }
}

/// Words of a title in lower case; each ideograph is one.
pub(super) fn words(title: &str) -> Vec<String> {
    let mut words = Vec::new();
    each_word(title, |word| words.push(word.to_owned()));
    words
}

/// Hashes of the [`words`] of a title.
fn hashes(title: &str) -> Vec<u64> {
    let mut hashes = Vec::new();
    each_word(title, |word| hashes.push(hash64(word.as_bytes())));
    hashes
}

fn each_word(title: &str, mut found: impl FnMut(&str)) {
    let mut word = String::new();
    for c in title.chars().take(LONGEST) {
        let kind = kind(c);
        if kind.is(Kind::UNSPACED) {
            if !word.is_empty() {
                found(&word);
                word.clear();
            }
            found(c.encode_utf8(&mut [0; 4]));
        } else if kind.is(Kind::FOLDS) {
            word.extend(c.to_lowercase());
        } else if kind.is(Kind::ALPHANUMERIC) {
            word.push(c);
        } else if !word.is_empty() && !matches!(c, '\'' | '’' | '\u{ad}' | '\u{301}') {
            found(&word);
            word.clear();
        }
    }
    if !word.is_empty() {
        found(&word);
    }
}

/// How many [`words`] a title has.
pub(super) fn count_words(title: &str) -> usize {
    let (mut count, mut inside) = (0, false);
    for c in title.chars().take(LONGEST) {
        let kind = kind(c);
        if kind.is(Kind::UNSPACED) {
            count += usize::from(inside) + 1;
            inside = false;
        } else if kind.is(Kind::ALPHANUMERIC) {
            inside = true;
        } else if inside && !matches!(c, '\'' | '’' | '\u{ad}' | '\u{301}') {
            count += 1;
            inside = false;
        }
    }
    count + usize::from(inside)
}

/// The title without the site's name before or behind it.
pub(super) fn without_site(title: &str, site: &[String]) -> String {
    let mut title = title.trim();
    for _ in 0..3 {
        let Some(cut) = SEPARATORS.iter().find_map(|separator| cut_at(title, separator, site)) else { break };
        title = cut;
    }
    collapse(title)
}

fn cut_at<'t>(title: &'t str, separator: &str, site: &[String]) -> Option<&'t str> {
    if !stands_in(title, separator) {
        return None;
    }
    if let Some((head, tail)) = title.rsplit_once(separator)
        && separator != ": "
        // Only templates write two colons; what stands behind them is the site, known or not.
        && (separator == " :: " || is_site(tail, site))
        && head.chars().filter(|c| c.is_alphanumeric()).count() > 1
    {
        return Some(head.trim());
    }
    let (head, tail) = title.split_once(separator)?;
    let said = tail.chars().filter(|c| c.is_alphanumeric()).count() > 1;
    (separator != " in " && said && is_site(head, site)).then_some(tail.trim())
}

/// Whether a part of a title is a site's name: one that is known (see [`squeezed`]), or begins with one.
pub(super) fn is_site(part: &str, site: &[String]) -> bool {
    let part = squeezed(part);
    let near = |long: &str, short: &str| {
        short.chars().count() >= 4 && long.starts_with(short) && long.len() <= short.len() + 14
    };
    site.iter().any(|name| *name == part || near(&part, name) || near(name, &part))
}

/// A name without case, spaces and marks.
pub(super) fn squeezed(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    for c in name.chars() {
        let kind = kind(c);
        if kind.is(Kind::FOLDS) {
            out.extend(c.to_lowercase());
        } else if kind.is(Kind::ALPHANUMERIC) {
            out.push(c);
        }
    }
    out
}

/// White space collapsed.
pub(super) fn collapse(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
    }
    out
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
    fn agreement_is_of_words() {
        let of = |a: &str, b: &str| agreement(&hashes(a), &hashes(b));
        assert_eq!(of("Port’s gates open", "Ports gates OPEN!"), 1000);
        assert!(
            of("Port gates open again", "Port gates open again, says mayor of the town of Harbour") >= 750
        );
        assert!(of("Port gates open", "Rain in the north") < 300);
    }
}
