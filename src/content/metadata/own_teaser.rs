//! Reads the day of a page in a teaser of itself.
//!
//! Takes a page that names its day nowhere near the headline, gives one offer at most. Lists of the latest reports hold
//! the page too, by its headline or its address, and print its day beside it. Teasers of other reports say nothing.

use super::dates;
use super::headline::{Headline, squeezed};
use super::offers::{Offer, Offers, best};
use super::surroundings::trimmed;
use crate::content::flat::{Block, Flat};
use crate::content::html::attr::AttrName;
use crate::content::html::tag::Tag;
use crate::content::html::tree::Node;
use crate::model::{Date, Field, Span};
use crate::text::seek::stands_in;

/// Blocks and links that are looked at.
const MOST_BLOCKS: usize = 4_000;
const MOST_LINKS: usize = 4_000;
/// Bytes of a headline that no other report has.
const SHORTEST: usize = 16;
/// Bytes of a teaser, and what may stand in it beside headline and day.
const LONGEST: u32 = 600;
const BESIDE: usize = 30;
const LINE: usize = 100;
/// Elements around a link that may be its teaser.
const LEVELS: usize = 5;
/// How far such a day is believed.
const SCORE: u16 = 470;

/// Adds the day of the page's own teaser, where nothing else names one. `url` is the page's address.
pub(super) fn read(flat: &Flat<'_>, headline: &Headline, url: &str, offers: &mut Offers) {
    const SURE: u16 = 500;
    if offers.of(Field::DatePublished).iter().any(|offer| offer.score >= SURE)
        || !offers.of(Field::DatePosted).is_empty()
    {
        return;
    }
    let mut found: Option<(Date, Offer)> = None;
    let mut agreed = true;
    let mut tell = |told: Option<(Date, Offer)>| match (&found, told) {
        (Some((day, _)), Some((other, _))) if *day != other => agreed = false,
        (None, Some(told)) => found = Some(told),
        _ => {}
    };
    for at in by_address(flat, headline, url) {
        tell(around(flat, at, headline));
    }
    if let Some(title) = best(offers.of(Field::Title)).map(|offer| offer.value.as_str())
        && title.len() >= SHORTEST
    {
        for at in by_headline(flat, headline, title) {
            tell(beside(flat, at, title));
        }
    }
    if let Some((_, offer)) = found.filter(|_| agreed) {
        offers.add(Field::DatePublished, offer);
    }
}

/// The links to the page itself.
fn by_address(flat: &Flat<'_>, headline: &Headline, url: &str) -> Vec<u32> {
    let own = path(url);
    if own.len() < 2 {
        return Vec::new();
    }
    let is_own = |node: &Node| {
        node.tag == Tag::A
            && node.text.len() >= SHORTEST
            // What leads to a place of the page is no teaser but a comment.
            && flat.attr(node, AttrName::Href).is_some_and(|href| !href.contains('#') && path(href) == own)
    };
    let links = (0..).zip(&flat.tree.nodes).filter(|(at, node)| is_own(node) && headline.node != Some(*at));
    links.map(|(at, _)| at).take(MOST_LINKS).collect()
}

/// The path of an address, without the stroke at its ends.
fn path(address: &str) -> &str {
    let address = address.trim().split(['?', '#']).next().unwrap_or("");
    let path = match address.split_once("://") {
        Some((_, rest)) => rest.split_once('/').map_or("", |(_, path)| path),
        None => address.strip_prefix('/').unwrap_or(""),
    };
    path.trim_end_matches('/')
}

/// The one day in the nearest element around a link that has any.
fn around(flat: &Flat<'_>, link: u32, headline: &Headline) -> Option<(Date, Offer)> {
    for (at, node) in flat.tree.self_and_ancestors(link).take(LEVELS) {
        let holds_headline = headline.node.is_some_and(|head| (at..node.end).contains(&head));
        if node.text.len() > LONGEST as usize || holds_headline {
            return None;
        }
        if let Some(told) = only_day(flat, node.text) {
            return told;
        }
    }
    None
}

/// The one day that a text tells; nothing in it where it tells several.
fn only_day(flat: &Flat<'_>, place: Span) -> Option<Option<(Date, Offer)>> {
    let text = place.of(&flat.text);
    let days = dates::find(text);
    let first = days.first()?;
    let alone = days.iter().all(|day| day.when.date == first.when.date) && !first.short_year;
    Some(alone.then(|| {
        let raw = text.get(first.at.clone()).unwrap_or("");
        let start = place.start as usize;
        let at = Span::new(start + first.at.start, start + first.at.end);
        (first.when.date, Offer::new(raw, "line", "own-teaser", SCORE).at(at))
    }))
}

/// The blocks that say the headline once more.
fn by_headline(flat: &Flat<'_>, headline: &Headline, title: &str) -> Vec<usize> {
    // Most blocks do not have a word of it.
    let word = title.split(' ').max_by_key(|word| word.len()).unwrap_or(title);
    let key = squeezed(title);
    let says = |block: &Block| {
        let text = flat.text_of(block);
        (title.len() - title.len() / 8..title.len() + LINE).contains(&text.len())
            && stands_in(text, word)
            && squeezed(text).contains(&key)
    };
    let blocks = flat.blocks.iter().enumerate().take(MOST_BLOCKS);
    blocks.filter(|(at, block)| !headline.blocks.contains(at) && says(block)).map(|(at, _)| at).collect()
}

/// The day in a block that says the headline, or else that of the one block beside it that tells a day and little else.
fn beside(flat: &Flat<'_>, at: usize, title: &str) -> Option<(Date, Offer)> {
    let block = flat.blocks.get(at)?;
    if let Some(told) = only_day(flat, trimmed(flat, block)) {
        return told.filter(|_| flat.text_of(block).len() <= title.len() + LINE);
    }
    let day = |at: usize| {
        let block = flat.blocks.get(at)?;
        let told =
            if flat.text_of(block).len() <= BESIDE { only_day(flat, trimmed(flat, block)) } else { None };
        told.flatten()
    };
    match (at.checked_sub(1).and_then(day), day(at + 1)) {
        (Some(before), Some(behind)) if before.0 == behind.0 => Some(before),
        (Some(told), None) | (None, Some(told)) => Some(told),
        _ => None,
    }
}
