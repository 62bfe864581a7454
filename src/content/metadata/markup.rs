//! Reads what the elements of a page say: microdata, `<time>`, elements whose class names a byline.
//!
//! Looks only near the headline where an element's place is all that speaks for it.

use std::ops::Range;
use std::sync::LazyLock;

use super::dates;
use super::headline::{Headline, collapse};
use super::offers::{Offer, Offers};
use crate::content::flat::Flat;
use crate::content::html::attr::AttrName;
use crate::content::html::tag::Tag;
use crate::content::html::tree::{Node, Shown};
use crate::model::Field;
use crate::text::spot::Spotter;

/// Elements before and behind the headline where bylines stand.
const BEFORE: usize = 80;
const BEHIND: usize = 320;
/// Bytes of a byline element's text.
const LONGEST: usize = 200;
/// Elements that are looked at in all, so that a page of nothing but `itemprop` costs no more.
const MOST: usize = 400;

/// Adds what the elements say to the offers.
pub(super) fn read(flat: &Flat<'_>, headline: &Headline, offers: &mut Offers) {
    let nodes = flat.tree.nodes.len();
    let near = match headline.node {
        Some(at) => (at as usize).saturating_sub(BEFORE)..(at as usize + BEHIND).min(nodes),
        None => 0..nodes.min(1_500),
    };
    microdata(flat, &near, offers);
    times(flat, &near, offers);
    bylines(flat, near, headline, offers);
}

fn microdata(flat: &Flat<'_>, near: &Range<usize>, offers: &mut Offers) {
    for &at in flat.head.itemprops.iter().take(MOST) {
        let Some(node) = flat.tree.get(at) else { continue };
        let Some(prop) = flat.attr(node, AttrName::Itemprop) else { continue };
        let distance = if near.contains(&(at as usize)) { 0 } else { 150 };
        for name in prop.split_ascii_whitespace() {
            let (field, score) = match name {
                n if n.eq_ignore_ascii_case("datePublished") => (Field::DatePublished, 900),
                n if n.eq_ignore_ascii_case("dateCreated") => (Field::DatePublished, 800),
                n if n.eq_ignore_ascii_case("dateModified") => (Field::DateModified, 880),
                n if n.eq_ignore_ascii_case("author") || n.eq_ignore_ascii_case("creator") => {
                    (Field::Authors, 760)
                }
                n if n.eq_ignore_ascii_case("alternativeHeadline") => (Field::Subtitle, 700),
                n if n.eq_ignore_ascii_case("articleSection") => (Field::Section, 700),
                _ => continue,
            };
            let value = match field {
                Field::Authors => name_in(flat, at, node),
                _ => said(flat, node),
            };
            if value.len() <= LONGEST {
                offers.add(
                    field,
                    Offer::new(value, "microdata", format!("itemprop={name}"), score - distance)
                        .at(node.text),
                );
            }
        }
    }
}

/// What an element says by its `content`, its `datetime`, or its text.
fn said(flat: &Flat<'_>, node: &Node) -> String {
    let attr = [AttrName::Content, AttrName::Datetime]
        .iter()
        .find_map(|name| flat.attr_text(node, *name))
        .filter(|v| !v.trim().is_empty());
    match attr {
        Some(value) => value.trim().to_owned(),
        None if node.text.len() <= LONGEST => collapse(flat.text_in(node)),
        None => String::new(),
    }
}

/// The `itemprop=name` inside an author's element, or all its text.
fn name_in(flat: &Flat<'_>, at: u32, node: &Node) -> String {
    let inside = flat.tree.nodes.get(at as usize + 1..node.end as usize).unwrap_or(&[]);
    let named = inside.iter().take(40).find(|n| {
        flat.attr(n, AttrName::Itemprop).is_some_and(|p| p.split_ascii_whitespace().any(|p| p == "name"))
    });
    said(flat, named.unwrap_or(node))
}

fn times(flat: &Flat<'_>, near: &Range<usize>, offers: &mut Offers) {
    let mut seen = 0;
    for &at in flat.head.times.iter().take(MOST) {
        let Some(node) = flat.tree.get(at) else { continue };
        let is_near = near.contains(&(at as usize));
        if node.in_link && !is_near {
            continue;
        }
        let hints = [flat.class(node), flat.attr(node, AttrName::Itemprop).unwrap_or("")]
            .join(" ")
            .to_ascii_lowercase();
        let around = flat.tree.get(node.parent).map_or("", |parent| flat.class(parent)).to_ascii_lowercase();
        let updated = ["updat", "modif", "aktualis"].iter().any(|w| hints.contains(w) || around.contains(w));
        let published = ["publi", "entry-date", "pubdate", "created", "posted"]
            .iter()
            .any(|w| hints.contains(w) || around.contains(w));
        let base = match (is_near, updated, published) {
            (true, false, true) => 800,
            (true, false, false) => 760 - 10 * seen.min(10),
            (false, false, true) => 520,
            (false, false, false) => 400 - 10 * seen.min(10),
            (_, true, _) => 600,
        };
        seen += u16::from(is_near);
        let field = if updated { Field::DateModified } else { Field::DatePublished };
        let attr = flat.attr_text(node, AttrName::Datetime).filter(|v| v.bytes().any(|b| b.is_ascii_digit()));
        let value = match attr {
            Some(value) => value.trim().to_owned(),
            None if node.text.len() <= LONGEST => collapse(flat.text_in(node)),
            None => continue,
        };
        offers.add(field, Offer::new(value, "time", "time", base).at(node.text));
    }
}

fn bylines(flat: &Flat<'_>, near: Range<usize>, headline: &Headline, offers: &mut Offers) {
    let start = near.start;
    let mut until = 0;
    for (at, node) in
        flat.tree.nodes.get(near).unwrap_or(&[]).iter().enumerate().map(|(i, node)| (i + start, node))
    {
        if at < until || node.text.is_empty() || node.text.len() > LONGEST || node.shown == Shown::Not {
            continue;
        }
        let rel = if node.tag == Tag::A { flat.attr(node, AttrName::Rel).unwrap_or("") } else { "" };
        let by_rel = rel.split_ascii_whitespace().any(|rel| rel == "author");
        let class = flat.class(node);
        if class.is_empty() && !by_rel {
            continue;
        }
        let named = WORDS.spot(class);
        if named & IS_DATE != 0 {
            let told = flat.attr_text(node, AttrName::Title).filter(|title| dates::value(title).is_some());
            let told = told.unwrap_or_else(|| flat.text_in(node).into());
            let updated = UPDATED.iter().any(|word| holds(class, word) || holds(&told, word));
            for reading in dates::find(&told).iter().take(1) {
                let field = if updated { Field::DateModified } else { Field::DatePublished };
                let value = told.get(reading.at.clone()).unwrap_or("");
                offers.add(field, Offer::new(value, "microformat", "class", 690).at(node.text));
            }
        }
        let behind = headline.node.is_none_or(|h| at > h as usize);
        let distance = headline.node.map_or(100, |h| (at.abs_diff(h as usize) / 4).min(100)) as u16;
        if by_rel || is_author(named) {
            let score = if by_rel { 740 } else { 700 } - distance - if behind { 0 } else { 60 };
            let selector = if by_rel {
                "a[rel=author]".to_owned()
            } else {
                format!(".{}", class.split_ascii_whitespace().find(|c| names_author(c)).unwrap_or(""))
            };
            offers.add(
                Field::Authors,
                Offer::new(collapse(flat.text_in(node)), "microformat", selector, score).at(node.text),
            );
            until = node.end as usize;
        }
    }
}

/// Whether a class is that of a byline.
fn names_author(class: &str) -> bool {
    is_author(WORDS.spot(class))
}

fn is_author(named: u64) -> bool {
    named & (IS_AUTHOR | IS_NO_AUTHOR) == IS_AUTHOR
}

const IS_AUTHOR: u64 = 1;
const IS_NO_AUTHOR: u64 = 2;
const IS_DATE: u64 = 4;

/// Words that are looked for in every class, in one pass over it.
static WORDS: LazyLock<Spotter> = LazyLock::new(|| {
    let lists = [(AUTHOR, IS_AUTHOR), (NO_AUTHOR, IS_NO_AUTHOR), (DATE, IS_DATE)];
    Spotter::of(lists.into_iter().flat_map(|(words, mask)| words.iter().map(move |word| (*word, mask))))
});

/// Whether `class` holds a word that is in lower case.
fn holds(class: &str, word: &str) -> bool {
    class.as_bytes().windows(word.len()).any(|window| window.eq_ignore_ascii_case(word.as_bytes()))
}

const AUTHOR: &[&str] = &[
    "byline",
    "author",
    "autor",
    "auteur",
    "byl-",
    "writer",
    "wrote",
    "journalist",
    "redakteur",
    "firma",
    "signature",
    "posted-by",
];
const NO_AUTHOR: &[&str] = &[
    "image",
    "avatar",
    "photo",
    "bio",
    "comment",
    "social",
    "desc",
    "date",
    "time",
    "related",
    "twitter",
    "copyright",
    "caption",
];
const DATE: &[&str] =
    &["date", "published", "datum", "fecha", "time-stamp", "timestamp", "posted-on", "pubtime", "datetime"];
const UPDATED: &[&str] = &["updat", "modif", "aktualis"];
