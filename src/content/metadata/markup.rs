//! Reads what the elements of a page say: microdata and `<time>`, and hands the bylines on.
//!
//! Looks only near the headline where an element's place is all that speaks for it.

use std::ops::Range;
use std::sync::LazyLock;

use super::bylines::{self, LONGEST, MOST_AROUND, UPDATED};
use super::day_lines;
use super::headline::{Headline, collapse};
use super::labels::Label;
use super::lines::label_of_end;
use super::offers::{Offer, Offers};
use crate::content::flat::Flat;
use crate::content::html::attr::AttrName;
use crate::content::html::tree::Node;
use crate::model::Field;
use crate::text::spot::Spotter;

/// Elements before and behind the headline where bylines stand.
const BEFORE: usize = 80;
const BEHIND: usize = 320;
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
    times(flat, &near, headline, offers);
    bylines::read(flat, near, headline, offers);
}

fn microdata(flat: &Flat<'_>, near: &Range<usize>, offers: &mut Offers) {
    for &at in flat.head.itemprops.iter().take(MOST) {
        let Some(node) = flat.tree.get(at) else { continue };
        let Some(prop) = flat.attr(node, AttrName::Itemprop) else { continue };
        let distance = if near.contains(&(at as usize)) { 0 } else { 150 };
        let mut aside = None;
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
            if *aside.get_or_insert_with(|| is_of_another(flat, at)) {
                break;
            }
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

/// Whether a property is that of a picture, a film or a comment: such a thing is the nearest one around it.
fn is_of_another(flat: &Flat<'_>, at: u32) -> bool {
    const OTHERS: &[&str] =
        &["ImageObject", "VideoObject", "AudioObject", "Comment", "UserComments", "Answer", "Photograph"];
    let around = flat.tree.self_and_ancestors(at).skip(1).take(MOST_AROUND);
    let kind = around.filter_map(|(_, node)| flat.attr(node, AttrName::Itemtype)).next().unwrap_or("");
    OTHERS.contains(&kind.trim().rsplit('/').next().unwrap_or(""))
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

/// How far the day of a comment is believed, where nothing else tells one.
const OF_OTHERS: u16 = 390;

fn times(flat: &Flat<'_>, near: &Range<usize>, headline: &Headline, offers: &mut Offers) {
    let mut seen = 0;
    for &at in flat.head.times.iter().take(MOST) {
        let Some(node) = flat.tree.get(at) else { continue };
        let is_near = near.contains(&(at as usize));
        if node.in_link && !is_near {
            continue;
        }
        let around = flat.tree.get(node.parent).map_or("", |parent| flat.class(parent));
        let said = [flat.class(node), flat.attr(node, AttrName::Itemprop).unwrap_or(""), around];
        let said = said.iter().fold(0, |said, text| said | TIMES.spot(text));
        let label = if is_near { label_before(flat, node) } else { None };
        let (updated, published) = match label {
            Some(Label::Updated) => (true, false),
            Some(Label::Published) => (false, true),
            _ => (said & IS_UPDATED != 0, said & IS_PUBLISHED != 0),
        };
        let base = match (is_near, updated, published) {
            (true, false, true) => 800,
            (true, false, false) => 760 - 10 * seen.min(10),
            (false, false, true) => 520,
            (false, false, false) => 400 - 10 * seen.min(10),
            (_, true, _) => 600,
        };
        let of_others = || bylines::is_of_others(flat, at, headline);
        let base = if base > OF_OTHERS && of_others() { OF_OTHERS } else { base };
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

/// The label before an element in its block, or in the block before that.
fn label_before(flat: &Flat<'_>, node: &Node) -> Option<Label> {
    let at = flat.blocks.partition_point(|block| block.span.end <= node.text.start);
    let block = flat.blocks.get(at)?;
    let before = flat.text.get(block.span.start as usize..node.text.start as usize)?.trim();
    if !before.is_empty() {
        return label_of_end(before);
    }
    day_lines::announced(flat, at.checked_sub(1)?)
}

const IS_UPDATED: u64 = 1;
const IS_PUBLISHED: u64 = 2;

/// Words that say, in the classes of a `<time>` and of what is around it, which day it tells.
static TIMES: LazyLock<Spotter> = LazyLock::new(|| {
    let published = &["publi", "entry-date", "pubdate", "created", "posted"];
    Spotter::of_groups(&[(UPDATED, IS_UPDATED), (published, IS_PUBLISHED)])
});
