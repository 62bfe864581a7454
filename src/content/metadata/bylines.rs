//! Reads the elements whose class, `rel` or address names an author or a day.
//!
//! Takes the elements near the headline, gives offers. What stands in a thread of comments, a teaser, a form speaks of
//! others and is left alone.

mod asides;
mod classes;
mod links;

use std::borrow::Cow;
use std::ops::Range;

use super::byline_words::is_of_picture;
use super::dates;
use super::headline::{Headline, collapse};
use super::names;
use super::offers::{Offer, Offers};
use crate::content::flat::Flat;
use crate::content::html::attr::AttrName;
use crate::content::html::tag::Tag;
use crate::content::html::tree::{Node, Shown};
use crate::model::{Field, Span};
use classes::{IS_AUTHOR, IS_BY, IS_DATE, IS_OTHER, WORDS, holds, is_author, names_author};
use links::{is_button, leads_to_author, linked};

use asides::is_aside;
pub(super) use asides::{is_of_others, is_teaser};
pub(super) use classes::{UPDATED, holds_name};
pub(super) use links::{INSIDE, LINKED};

/// Elements between a headline and the day that is surely its own.
const BESIDE: usize = 60;
/// How much less a day further off is believed.
const FAR: u16 = 110;
/// Bytes of a byline element's text.
pub(super) const LONGEST: usize = 200;
/// Elements around another, and inside one, that are looked at.
pub(super) const MOST_AROUND: usize = 24;
const MOST_INSIDE: usize = 60;

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
        if named & IS_OTHER != 0 {
            until = node.end as usize;
            continue;
        }
        if named & IS_DATE != 0 {
            day_in(flat, at, class, &mut days);
        }
        if by_rel || is_author(named) {
            let behind = headline.node.is_none_or(|h| at > h as usize);
            let distance = headline.node.map_or(100, |h| (at.abs_diff(h as usize) / 4).min(100)) as u16;
            let (selector, value) = who(flat, at, node);
            if is_of_picture(&value)
                || names::is_by_other(flat.text_in(node))
                || names::leads_to_other(before(flat, node))
                || is_aside(flat, at as u32, headline)
                || is_teaser(flat, at as u32, node.text, headline, node.text.start > prose)
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
    if offers.of(Field::Authors).is_empty() {
        if found.is_empty() {
            found.extend(signature(flat, headline).or_else(|| linked(flat, headline, false)));
        } else if found.iter().all(|(_, offer)| offer.span.is_some_and(|span| span.start >= prose))
            && let Some(link) = linked(flat, headline, true)
        {
            // Bylines below the first paragraphs are those of others where a link above them says that it leads to an author.
            found = vec![link];
        }
    }
    for (_, offer) in found {
        offers.add(Field::Authors, offer);
    }
    let next = |at: usize| {
        let above = flat.tree.nodes.get(at).is_some_and(|node| node.text.start <= prose);
        above && headline.node.is_some_and(|head| at.abs_diff(head as usize) <= BESIDE)
    };
    days.retain(|(at, ..)| next(*at) || !is_of_others(flat, *at as u32, headline));
    // Days that differ are those of other reports, but for the one next to the headline.
    let day = |offer: &Offer| dates::value(&offer.value).map(|reading| reading.when.date);
    let same =
        days.windows(2).all(|pair| pair[0].2.value == pair[1].2.value || day(&pair[0].2) == day(&pair[1].2));
    for (at, field, offer) in days {
        match next(at) {
            true => offers.add(field, offer),
            // It may be the day of a comment.
            false if same => offers.add(field, Offer { score: offer.score - FAR, ..offer }),
            false => {}
        }
    }
}

/// The text right before an element.
fn before<'f>(flat: &'f Flat<'_>, node: &Node) -> &'f str {
    const BYTES: usize = 32;
    let end = node.text.start as usize;
    let start = flat.text.ceil_char_boundary(end.saturating_sub(BYTES));
    flat.text.get(start..end).unwrap_or("")
}

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
        return (REL.to_owned(), lines_in(flat, at, node));
    }
    let class = flat.class(node);
    let own = class.split_ascii_whitespace().find(|token| holds_name(token));
    let inside = flat.tree.nodes.get(at + 1..(node.end as usize).min(at + 60)).unwrap_or(&[]);
    let mut names: Vec<String> = Vec::new();
    let mut selector = String::new();
    let shown = |(_, inner): &(usize, &Node)| !inner.text.is_empty() && inner.shown != Shown::Not;
    let mut until = 0;
    for (nth, inner) in (at + 1..).zip(inside).filter(shown) {
        if nth < until || WORDS.spot(flat.class(inner)) & IS_OTHER != 0 {
            until = until.max(inner.end as usize);
            continue;
        }
        let token = flat.class(inner).split_ascii_whitespace().find(|token| holds_name(token));
        let rel = is_rel_author(flat, inner);
        let linked = !rel && token.is_none() && leads_to_author(flat, inner) && !is_button(flat, inner);
        if rel || linked || token.is_some() {
            let name = lines_in(flat, nth, inner);
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
    (format!(".{}", token.unwrap_or("")), lines_in(flat, at, node))
}

/// The text of an element in one line, a bar between its blocks.
fn lines_in(flat: &Flat<'_>, at: usize, node: &Node) -> String {
    let text = apart(flat, at, node);
    let lines = text.split('\n').map(collapse).filter(|line| !line.is_empty());
    lines.collect::<Vec<_>>().join(" | ")
}

/// The text of an element with a bar where an element inside it begins in a word, with a capital behind a small letter:
/// such elements stand apart on the screen. A by-word and a given name go on.
fn apart<'f>(flat: &'f Flat<'_>, at: usize, node: &Node) -> Cow<'f, str> {
    let inside = flat.tree.nodes.get(at + 1..(node.end as usize).min(at + MOST_INSIDE)).unwrap_or(&[]);
    let runs_on = |inner: &&Node| {
        let (before, behind) = (node.text.start..inner.text.start, inner.text.start..node.text.end);
        let of = |range: Range<u32>| flat.text.get(range.start as usize..range.end as usize).unwrap_or("");
        of(before).ends_with(char::is_lowercase) && of(behind).starts_with(char::is_uppercase)
    };
    let mut starts = inside.iter().filter(|inner| !inner.text.is_empty()).filter(runs_on).peekable();
    if starts.peek().is_none() {
        return Cow::Borrowed(flat.text_in(node));
    }
    let (mut out, mut from) = (String::new(), node.text.start as usize);
    for start in starts.map(|inner| inner.text.start as usize) {
        if start > from {
            let part = flat.text.get(from..start).unwrap_or("");
            let goes_on = !part.trim().contains(' ') || names::is_by_word(part.trim());
            out.push_str(part);
            out.push_str(if goes_on { " " } else { " | " });
            from = start;
        }
    }
    out.push_str(flat.text.get(from..node.text.end as usize).unwrap_or(""));
    Cow::Owned(out)
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
    let prose = headline.prose(flat);
    let short = |node: &Node| {
        // Themes hide the card of the author that they hold ready for machines.
        let shown = || {
            node.shown != Shown::Not
                || holds(flat.tree.get(node.parent).map_or("", |p| flat.class(p)), "vcard")
        };
        !node.text.is_empty() && node.text.len() <= 80 && shown()
    };
    for (at, node) in flat.tree.nodes.iter().enumerate().filter(|(_, node)| short(node)) {
        let Some(token) = flat.class(node).split_ascii_whitespace().find(|token| holds_name(token)) else {
            continue;
        };
        if is_aside(flat, at as u32, headline)
            || is_teaser(flat, at as u32, node.text, headline, node.text.start > prose)
        {
            continue;
        }
        let value = lines_in(flat, at, node);
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
