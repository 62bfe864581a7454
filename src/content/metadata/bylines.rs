//! Reads the elements whose class, `rel` or address names an author or a day.
//!
//! Takes the elements near the headline, gives offers. What stands in a thread of comments, a teaser, a form speaks of
//! others and is left alone.

use std::ops::Range;
use std::sync::LazyLock;

use super::byline_words::{is_empty, is_job, is_of_picture};
use super::dates;
use super::headline::{Headline, collapse};
use super::offers::{Offer, Offers};
use super::surroundings::is_prose;
use crate::content::flat::Flat;
use crate::content::html::attr::AttrName;
use crate::content::html::tag::Tag;
use crate::content::html::tree::{Node, Shown};
use crate::model::{Field, Span};
use crate::text::spot::Spotter;

/// Elements between a headline and the day that is surely its own.
const BESIDE: usize = 60;
/// How much less a day further off is believed.
const FAR: u16 = 110;
/// Bytes of a byline element's text.
pub(super) const LONGEST: usize = 200;
/// Elements around another that are looked at.
pub(super) const MOST_AROUND: usize = 24;

/// Adds what bylines and their days near the headline say to the offers.
pub(super) fn read(flat: &Flat<'_>, near: Range<usize>, headline: &Headline, offers: &mut Offers) {
    let mut until = 0;
    let prose = headline.prose(flat);
    let mut found: Vec<(usize, Offer)> = Vec::new();
    let mut days: Vec<(usize, Field, Offer)> = Vec::new();
    for at in near.clone() {
        let Some(node) = flat.tree.nodes.get(at) else { break };
        if at < until || node.text.is_empty() || node.text.len() > LONGEST || node.shown == Shown::Not {
            continue;
        }
        let class = flat.class(node);
        let by_rel = is_rel_author(flat, node);
        if class.is_empty() && !by_rel {
            continue;
        }
        let mut named = WORDS.spot(class);
        if named & IS_BY != 0 && class.split_ascii_whitespace().any(|token| token.eq_ignore_ascii_case("by"))
        {
            named |= IS_AUTHOR;
        }
        if named & IS_DATE != 0 {
            day_in(flat, at, class, &mut days);
        }
        if by_rel || is_author(named) {
            let behind = headline.node.is_none_or(|h| at > h as usize);
            let distance = headline.node.map_or(100, |h| (at.abs_diff(h as usize) / 4).min(100)) as u16;
            let (selector, value) = who(flat, at, node);
            if is_of_picture(&value)
                || is_aside(flat, at as u32, headline)
                || is_teaser(flat, at as u32, headline, prose)
            {
                continue;
            }
            let holds = matches!(selector.as_str(), REL | INSIDE)
                || selector.strip_prefix('.').is_some_and(holds_name);
            let base = if holds { 740 } else { 700 };
            let score = base - distance - if behind { 0 } else { 60 };
            found.push((at, Offer::new(value, "microformat", selector, score).at(node.text)));
            until = node.end as usize;
        }
    }
    join_neighbours(flat, &mut found);
    of_this_report(&mut found, headline);
    if found.is_empty() && offers.of(Field::Authors).is_empty() {
        found.extend(signature(flat, headline).or_else(|| linked(flat, headline)));
    }
    for (_, offer) in found {
        offers.add(Field::Authors, offer);
    }
    // Days that differ are those of other reports, but for the one next to the headline.
    let same = days.windows(2).all(|pair| pair[0].2.value == pair[1].2.value);
    let next = |at: usize| {
        let above = flat.tree.nodes.get(at).is_some_and(|node| node.text.start <= prose);
        above && headline.node.is_some_and(|head| at.abs_diff(head as usize) <= BESIDE)
    };
    for (at, field, offer) in days {
        match next(at) {
            true => offers.add(field, offer),
            // It may be the day of a comment.
            false if same => offers.add(field, Offer { score: offer.score - FAR, ..offer }),
            false => {}
        }
    }
}

/// Where no element names itself an author's, the links to pages of authors, by their addresses, from above the first
/// paragraph of prose to the third.
fn linked(flat: &Flat<'_>, headline: &Headline) -> Option<(usize, Offer)> {
    let behind = flat.blocks.iter().enumerate().skip(headline.blocks.end);
    let (first, _) = behind.clone().find(|(_, block)| is_prose(flat.text_of(block)))?;
    let from = flat.blocks.get(first.saturating_sub(ABOVE).max(headline.blocks.end))?.span.start;
    let until = headline.prose(flat);
    let nodes = &flat.tree.nodes;
    let start = nodes.partition_point(|node| node.text.start < from);
    let mut names: Vec<String> = Vec::new();
    let mut place = None;
    for (at, node) in
        nodes.iter().enumerate().skip(start).take(LINKS).take_while(|(_, node)| node.text.start < until)
    {
        if leads_to_author(flat, node) && !is_aside(flat, at as u32, headline) {
            let name = lines_in(flat, node);
            if !names.contains(&name) {
                names.push(name);
            }
            place = place.or(Some((at, node.text)));
        }
    }
    let (at, place) = place.filter(|_| names.len() <= MOST_LINKED)?;
    Some((at, Offer::new(names.join("; "), "microformat", LINKED, 560).at(place)))
}

/// Whether an element is a link to the page of an author, as its address has it.
fn leads_to_author(flat: &Flat<'_>, node: &Node) -> bool {
    let may = node.tag == Tag::A && (4..=60).contains(&node.text.len()) && node.shown != Shown::Not;
    let address = if may { flat.attr(node, AttrName::Href).unwrap_or("") } else { "" };
    ADDRESSES.spot(address) != 0
}

/// Whether a link to an author speaks of him without a name: "View author archive", "All articles".
fn is_button(flat: &Flat<'_>, link: &Node) -> bool {
    let text = flat.text_in(link);
    let mut words = text.split(' ').map(str::to_lowercase);
    WORDS.spot(text) & IS_AUTHOR != 0 || words.all(|word| is_empty(&word) || is_job(&word))
}

/// The selector of such a link inside a byline.
pub(super) const INSIDE: &str = ".byline a[href]";
/// The selector of such a link outside of one.
pub(super) const LINKED: &str = "a[href]";
/// Blocks above the prose among which the links to authors begin, and elements from there on that are looked at.
const ABOVE: usize = 12;
const LINKS: usize = 200;
/// Links to authors that one report has; more are a list of the house.
const MOST_LINKED: usize = 6;

/// Parts of the addresses of pages about authors.
static ADDRESSES: LazyLock<Spotter> = LazyLock::new(|| {
    let words = [
        "/author",
        "author=",
        "/autor",
        "/auteur",
        "/writer",
        "/journalist",
        "/redakteur",
        "/reporter",
        "/columnist",
        "/byline",
        "/contributor",
        "/profile",
        "/profil/",
        "/user",
        "/people/",
        "/person/",
        "/staff/",
        "/member",
        "/menschen/",
        "/mitarbeiter",
        "/skribent",
        "/avtor",
        "/penulis",
        "/yazar",
        "/signature",
        "/toimittaja",
        "/firma/",
        "/firmas/",
    ];
    Spotter::of(words.into_iter().map(|word| (word, 1)))
});

/// Whether an element stands in a thread of comments, a teaser, a box beside the report: what says so is around it, but
/// not around the headline.
fn is_aside(flat: &Flat<'_>, at: u32, headline: &Headline) -> bool {
    let around = flat.tree.self_and_ancestors(at).skip(1).take(MOST_AROUND);
    let mut apart = around.take_while(|(at, node)| {
        headline.node.is_none_or(|head| head < *at || head >= node.end)
            && !matches!(node.tag, Tag::Body | Tag::Main)
    });
    apart.any(|(_, node)| (ASIDES.spot(flat.class(node)) | ASIDES.spot(flat.id(node))) != 0)
}

/// Whether a byline is that of another report: an element around it, which does not hold the headline, holds a link of
/// several words too, be it a heading or, once the report is under way, any.
fn is_teaser(flat: &Flat<'_>, byline: u32, headline: &Headline, prose: u32) -> bool {
    const LEVELS: usize = 5;
    const LONGEST_TEASER: usize = 600;
    const WORDS: usize = 5;
    let (Some(head), Some(own)) = (headline.node, flat.tree.get(byline)) else { return false };
    let around = flat.tree.self_and_ancestors(byline).skip(1).take(LEVELS);
    let apart =
        around.take_while(|(at, node)| (head < *at || head >= node.end) && node.text.len() <= LONGEST_TEASER);
    let Some((top, around)) = apart.last() else { return false };
    let under_way = own.text.start > prose;
    let is_heading = |at: u32| {
        flat.tree.get(at).is_some_and(|node| matches!(node.tag, Tag::H2 | Tag::H3 | Tag::H4 | Tag::H5))
    };
    let leads_on = |(at, node): (u32, &Node)| {
        node.tag == Tag::A
            && (at >= own.end || node.end <= byline)
            && (under_way || is_heading(node.parent) || is_heading(at + 1))
            && flat.text_in(node).split_whitespace().count() >= WORDS
    };
    let inside = flat.tree.nodes.get(top as usize + 1..around.end as usize).unwrap_or(&[]);
    (top + 1..).zip(inside).take(MOST_INSIDE).any(leads_on)
}

/// Elements of a teaser that are looked at.
const MOST_INSIDE: usize = 60;

/// Words of classes and ids that hold other reports, comments, forms.
static ASIDES: LazyLock<Spotter> = LazyLock::new(|| {
    let words = [
        "comment",
        "kommentar",
        "teaser",
        "related",
        "recommend",
        "sidebar",
        "testimonial",
        "respond",
        "reply",
        "replies",
        "disqus",
        "popular",
        "newsletter",
    ];
    Spotter::of(words.into_iter().map(|word| (word, 1)))
});

/// The selector of a link to an author.
pub(super) const REL: &str = "a[rel=author]";

fn is_rel_author(flat: &Flat<'_>, node: &Node) -> bool {
    let rel = if node.tag == Tag::A { flat.attr(node, AttrName::Rel).unwrap_or("") } else { "" };
    rel.split_ascii_whitespace().any(|rel| rel == "author")
}

fn day_in(flat: &Flat<'_>, at: usize, class: &str, days: &mut Vec<(usize, Field, Offer)>) {
    let Some(node) = flat.tree.nodes.get(at) else { return };
    let told = flat.attr_text(node, AttrName::Title).filter(|title| dates::value(title).is_some());
    let told = told.unwrap_or_else(|| flat.text_in(node).into());
    let updated = UPDATED.iter().any(|word| holds(class, word) || holds(&told, word));
    for reading in dates::find(&told).iter().take(1) {
        let field = if updated { Field::DateModified } else { Field::DatePublished };
        let value = told.get(reading.at.clone()).unwrap_or("");
        days.push((at, field, Offer::new(value, "microformat", "class", 690).at(node.text)));
    }
}

/// What a byline's element says, and where: the elements inside it that hold a name and nothing else, or its text, a
/// bar between its blocks.
fn who(flat: &Flat<'_>, at: usize, node: &Node) -> (String, String) {
    if is_rel_author(flat, node) {
        return (REL.to_owned(), lines_in(flat, node));
    }
    let class = flat.class(node);
    let own = class.split_ascii_whitespace().find(|token| holds_name(token));
    let inside = flat.tree.nodes.get(at + 1..(node.end as usize).min(at + 60)).unwrap_or(&[]);
    let mut names: Vec<String> = Vec::new();
    let mut selector = String::new();
    for inner in inside.iter().filter(|inner| !inner.text.is_empty() && inner.shown != Shown::Not) {
        let token = flat.class(inner).split_ascii_whitespace().find(|token| holds_name(token));
        let rel = is_rel_author(flat, inner);
        let linked = !rel && token.is_none() && leads_to_author(flat, inner) && !is_button(flat, inner);
        if rel || linked || token.is_some() {
            let name = lines_in(flat, inner);
            if !names.iter().any(|known| name.contains(known.as_str())) {
                names.retain(|known| !known.contains(name.as_str()));
                names.push(name);
            }
            if selector.is_empty() {
                selector = match token {
                    _ if rel => REL.to_owned(),
                    None => INSIDE.to_owned(),
                    Some(token) => format!(".{token}"),
                };
            }
        }
    }
    if !names.is_empty() {
        return (selector, names.join("; "));
    }
    let token = own.or_else(|| class.split_ascii_whitespace().find(|token| names_author(token)));
    (format!(".{}", token.unwrap_or("")), lines_in(flat, node))
}

/// The text of an element in one line, a bar between its blocks.
fn lines_in(flat: &Flat<'_>, node: &Node) -> String {
    let lines = flat.text_in(node).split('\n').map(collapse).filter(|line| !line.is_empty());
    lines.collect::<Vec<_>>().join(" | ")
}

/// Makes one offer of bylines with nothing between them: each names one of several authors.
fn join_neighbours(flat: &Flat<'_>, found: &mut Vec<(usize, Offer)>) {
    found.dedup_by(|(_, next), (_, first)| {
        let (Some(before), Some(at)) = (first.span, next.span) else { return false };
        let between = flat.text.get(before.end as usize..at.start as usize).unwrap_or("-");
        let joined = first.selector == next.selector
            && !between.contains(char::is_alphanumeric)
            && first.value.len() + next.value.len() < LONGEST;
        if joined {
            first.value = format!("{}; {}", first.value, next.value);
            first.span = Some(Span { start: before.start, end: at.end });
        }
        joined
    });
}

/// Leaves of offers under one class that name different people only the one nearest behind the headline: the others
/// stand in teasers of other reports.
fn of_this_report(found: &mut Vec<(usize, Offer)>, headline: &Headline) {
    const LISTED: usize = 3;
    let head = headline.node.map(|node| node as usize);
    let behind = |at: usize| head.is_none_or(|head| at > head);
    let listed = |offer: &Offer, all: &[(usize, Offer)]| {
        let mut values: Vec<&str> =
            all.iter().filter(|(_, o)| o.selector == offer.selector).map(|(_, o)| o.value.as_str()).collect();
        values.sort_unstable();
        values.dedup();
        values.len() >= LISTED
    };
    let all = found.clone();
    found.retain(|(at, offer)| {
        let first = all.iter().find(|(other, o)| o.selector == offer.selector && behind(*other));
        !listed(offer, &all) || (head.is_some() && first.is_some_and(|(first, _)| first == at))
    });
}

/// Where nothing near the headline names an author, an element that holds a name anywhere on the page, if all such
/// elements agree.
fn signature(flat: &Flat<'_>, headline: &Headline) -> Option<(usize, Offer)> {
    let mut found: Option<(usize, Offer)> = None;
    let short = |node: &Node| !node.text.is_empty() && node.text.len() <= 80 && node.shown != Shown::Not;
    for (at, node) in flat.tree.nodes.iter().enumerate().filter(|(_, node)| short(node)) {
        let Some(token) = flat.class(node).split_ascii_whitespace().find(|token| holds_name(token)) else {
            continue;
        };
        if is_aside(flat, at as u32, headline) {
            continue;
        }
        let value = lines_in(flat, node);
        match &found {
            Some((_, known)) if known.value != value => return None,
            Some(_) => {}
            None => {
                let offer = Offer::new(value, "microformat", format!(".{token}"), 520).at(node.text);
                found = Some((at, offer));
            }
        }
    }
    found
}

/// Whether a class says that its element holds the name of an author and nothing else.
pub(super) fn holds_name(token: &str) -> bool {
    const NAMES: &[&str] = &[
        "fn",
        "by",
        "author",
        "autor",
        "auteur",
        "username",
        "author-name",
        "author_name",
        "authorname",
        "author__name",
        "byline-name",
        "byline__name",
        "byline-author",
        "entry-author",
        "post-author",
        "documentauthor",
        "author-link",
        "author__link",
    ];
    let last = if token.contains('_') { token.rsplit("__").next() } else { None };
    let token = last.filter(|last| *last != "name" && *last != "link").unwrap_or(token);
    NAMES.iter().any(|name| token.eq_ignore_ascii_case(name))
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
const IS_BY: u64 = 8;

/// Words that are looked for in every class, in one pass over it.
static WORDS: LazyLock<Spotter> = LazyLock::new(|| {
    let lists = [(AUTHOR, IS_AUTHOR), (NO_AUTHOR, IS_NO_AUTHOR), (DATE, IS_DATE), (&["by"], IS_BY)];
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
    "img",
    "credit",
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
    "cutline",
    "warning",
    "thumb",
    "preview",
    "menu-item",
];
const DATE: &[&str] =
    &["date", "published", "datum", "fecha", "time-stamp", "timestamp", "posted-on", "pubtime", "datetime"];
/// Words of a class that tells the day of a change.
pub(super) const UPDATED: &[&str] = &["updat", "modif", "aktualis"];
