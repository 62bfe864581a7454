//! Reads what a page says of itself.
//!
//! Takes a [`Flat`] and its [`Page`], gives the [`Metadata`] with evidence and the lines that said it. Many voices are
//! heard (declared fields, `<meta>`, JSON-LD, microdata, `<time>`, the address, lines of text) and each field takes the
//! most believed one; unsure means empty. Parses no markup of its own, knows no clock, cuts nothing.

mod address;
mod bare_name;
mod byline_words;
mod bylines;
mod choice;
mod dateline;
mod dates;
mod day_lines;
mod days;
mod head;
mod headline;
mod json_ld;
mod labels;
mod lines;
mod markup;
mod months;
mod names;
mod offers;
mod own_teaser;
mod parted;
mod people;
mod plain_headline;
mod run_on;
mod signature;
mod stray;
mod surroundings;

use super::Knowledge;
use super::flat::Flat;
use crate::model::{CutKind, Field, Metadata, Page, RuleId};
use headline::{Headline, squeezed};
use offers::{Offer, Offers};

/// What was read of a page beside its text.
#[derive(Debug, Clone, Default)]
pub struct Facts {
    /// The metadata, with evidence.
    pub metadata: Metadata,
    /// Blocks that are metadata and nothing else, by their place among the blocks; sorted.
    pub lines: Vec<Told>,
    /// Blocks that an agency signs as the captions of its pictures, by their place among the blocks; sorted.
    pub credited: Vec<usize>,
    /// The block that prints the headline, by its place among the blocks.
    pub headline: Option<usize>,
    /// The last block above the headline that is prose; a headline below the body makes one.
    pub last_prose_above: Option<usize>,
}

/// A block that tells metadata.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    /// Its place among the blocks.
    pub block: usize,
    /// What it is once it is cut.
    pub kind: CutKind,
    /// The reader that signs for it.
    pub rule: RuleId,
}

/// Reads the metadata of a page.
pub fn read(flat: &Flat<'_>, page: &Page, known: &Knowledge) -> Facts {
    match parted::part(flat) {
        Some(parted) => parted.of_whole(read_blocks(&parted.flat, page, known), flat, known),
        None => read_blocks(flat, page, known),
    }
}

fn read_blocks(flat: &Flat<'_>, page: &Page, known: &Knowledge) -> Facts {
    let past = page.past();
    let mut offers = Offers::default();
    declared(page, &mut offers);
    site_file(flat, page, known, &mut offers);
    head::read(&flat.head, &mut offers);
    head::read_json_ld(&head::json_ld(&flat.head), &mut offers);
    let url = own_address(past.origin().url(), &offers);
    address::read(&url, &mut offers);
    let host = address::host(&url);
    let site = site_names(&host, &offers);
    let headline = if flat.is_html() {
        headline::of_page(flat, &mut offers, &site)
    } else {
        plain_headline::find(flat, &mut offers, known)
    };
    markup::read(flat, &headline, &mut offers);
    let mut facts = Facts {
        headline: Some(headline.blocks.start).filter(|_| !headline.blocks.is_empty()),
        credited: credited(flat, known),
        ..Facts::default()
    };
    surroundings::read(flat, &headline, known, &mut offers, &mut facts);
    run_on::read(flat, &mut offers);
    own_teaser::read(flat, &headline, &url, &mut offers);
    stray::read(flat, &headline, known, &mut offers);
    choice::choose(flat, page, known, &host, &site, offers, &mut facts);
    surroundings::signed(flat, &headline, known, &mut facts);
    facts.lines.sort_by_key(|told| told.block);
    facts.lines.dedup_by_key(|told| told.block);
    facts
}

/// Blocks that an agency signs as captions.
pub fn credited(flat: &Flat<'_>, known: &Knowledge) -> Vec<usize> {
    let signed = |text: &str| text.len() <= LONGEST_CAPTION && known.agencies.credits(text).is_some();
    let blocks = flat.blocks.iter().enumerate().filter(|(_, block)| !block.listed);
    blocks.filter(|(_, block)| signed(flat.text_of(block))).map(|(at, _)| at).collect()
}

/// Bytes of a caption that an agency signs.
const LONGEST_CAPTION: usize = 600;

/// What the container declares of the record.
fn declared(page: &Page, offers: &mut Offers) {
    for (field, value) in page.past().declared().iter() {
        let offer = Offer::new(value.trim(), "declared", format!("{field:?}").to_lowercase(), 870);
        if field == Field::Byline {
            offers.add(Field::Authors, offer.clone());
        }
        offers.add(field, offer);
    }
}

/// What the site's file finds: a person has looked, so nothing is believed more.
fn site_file(flat: &Flat<'_>, page: &Page, known: &Knowledge, offers: &mut Offers) {
    for said in known.sites.of_page(page, flat).map(|layout| layout.said(flat)).unwrap_or_default() {
        offers.add(said.field, Offer::new(&said.value, "site-file", said.selector, 1000));
    }
}

/// The address the record was fetched from, or else the one the page gives itself.
fn own_address(fetched: &str, offers: &Offers) -> String {
    let own = || offers::best(offers.of(Field::CanonicalUrl)).map(|offer| offer.value.clone());
    if fetched.contains("://") { fetched.to_owned() } else { own().unwrap_or_default() }
}

/// Names of the site, squeezed, for telling them from headlines and authors. Some pages give their headline as their
/// name, alone or before it.
fn site_names(host: &str, offers: &Offers) -> Vec<String> {
    let titles: Vec<String> = offers.of(Field::Title).iter().map(|offer| squeezed(&offer.value)).collect();
    let is_title = |name: &str| titles.iter().any(|title| title == name);
    let mut names: Vec<String> = Vec::new();
    for offer in offers.of(Field::Site) {
        let parts: Vec<&str> = offer.value.split(" | ").collect();
        let heads = |part: &str| {
            let part = squeezed(part);
            titles.iter().any(|title| title.starts_with(&part))
        };
        match parts.as_slice() {
            [first, .., last] if heads(first) => names.push(squeezed(last)),
            _ => names.push(squeezed(&offer.value)),
        }
    }
    if names.iter().any(|name| !is_title(name)) {
        names.retain(|name| !is_title(name));
    }
    if !host.is_empty() {
        names.push(squeezed(host));
        names.push(squeezed(address::owner(host)));
    }
    names.retain(|name| name.chars().count() >= 2);
    names.sort_unstable();
    names.dedup();
    names
}

/// The headline's blocks hold nothing else.
fn told_by_headline(headline: &Headline) -> impl Iterator<Item = Told> + '_ {
    let told = |block| Told { block, kind: CutKind::Title, rule: RuleId::new("headline") };
    headline.blocks.clone().map(told)
}
