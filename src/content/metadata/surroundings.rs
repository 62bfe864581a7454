//! Reads the lines around the headline and the ends of the report: bylines, dates, sources, datelines, captions.

use super::bare_name::{self, Bare};
use super::byline_words::is_and;
use super::bylines::is_of_others;
use super::day_lines;
use super::headline::{self, Headline};
use super::lines::{self, Line};
use super::names;
use super::offers::{Offer, Offers};
use super::signature;
use super::{Facts, Told, dateline, told_by_headline};
use crate::content::Knowledge;
use crate::content::flat::{Block, Flat};
use crate::content::html::tree::Shown;
use crate::model::{BlockKind, CutKind, Field, RuleId, Span};
use crate::text::seek::stands_in;

/// Blocks before and behind the headline that are read as lines.
const BEFORE: usize = 6;
const BEHIND: usize = 14;
/// Blocks right above the headline among which a name and its day may stand.
const ABOVE: usize = 3;
/// Blocks from the first of a plain text's body on that may still be lines of its head.
const BODY: usize = 10;
/// Bytes of a block that may be a line.
pub(super) const LONGEST_LINE: usize = 260;
/// Letters and digits that may stand beside a byline between bars.
const BESIDE: usize = 60;
/// The selector of a byline whose name may be one word.
pub(super) const TOLD: &str = "author-line";
/// Blocks behind the headline that may begin with a dateline.
const OPENINGS: usize = 24;

/// Whether a block is a paragraph of prose: long, and closed by a stop.
pub(super) fn is_prose(text: &str) -> bool {
    text.len() >= 120
        && text
            .trim_end_matches(['"', '”', '“', '»', '’', '\'', ')', '」', '』'])
            .ends_with(['.', '!', '?', '。', '！', '？', '।', '…', '؟', '۔'])
}

pub(super) fn trimmed(flat: &Flat<'_>, block: &Block) -> Span {
    let text = block.span.of(&flat.text);
    let start = block.span.start as usize + (text.len() - text.trim_start().len());
    Span::new(start, start + text.trim().len())
}

/// Adds what the lines say to the offers, and names the blocks that are metadata and nothing else.
pub(super) fn read(
    flat: &Flat<'_>,
    headline: &Headline,
    known: &Knowledge,
    offers: &mut Offers,
    facts: &mut Facts,
) {
    facts.lines.extend(told_by_headline(headline));
    let above = flat.blocks.get(..headline.blocks.start).unwrap_or(&[]);
    facts.last_prose_above =
        above.iter().rposition(|block| is_prose(flat.text_of(block)) && block.shown != Shown::Not);
    if headline.blocks.is_empty() && flat.is_html() {
        read_openings(flat, 0, known, offers);
        signature::read(flat, headline, known, offers);
        day_lines::anywhere(flat, known, offers);
        return;
    }
    let start = headline.blocks.start.saturating_sub(BEFORE);
    let end = (headline.blocks.end + BEHIND).min(flat.blocks.len());
    let mut prose = 0;
    let mut last_told = headline.blocks.end;
    let mut by_word = false;
    let title =
        flat.blocks.get(headline.blocks.clone()).unwrap_or(&[]).iter().map(|block| flat.text_of(block));
    let title = title.collect::<Vec<_>>().join(" ");
    // A headline may stand far above its body, before the menu: then the byline is with the body.
    let body = headline
        .body
        .filter(|body| *body > end)
        .map_or(0..0, |body| body.saturating_sub(BEFORE + 2).max(end)..(body + BODY).min(flat.blocks.len()));
    for at in (start..end).chain(body) {
        let block = &flat.blocks[at];
        let text = flat.text_of(block);
        if headline.blocks.contains(&at) {
            // The element that prints the headline may print its day too.
            if text.len() <= LONGEST_LINE {
                let line = lines::read(text, &known.agencies);
                day_lines::offer(text, &line, None, trimmed(flat, block).start, 20, offers);
            }
            continue;
        }
        if block.listed || block.shown == Shown::Not {
            continue;
        }
        if at >= headline.blocks.end && is_prose(text) {
            prose += 1;
            day_lines::opening(flat, block, text, offers);
            if prose > 2 {
                break;
            }
        }
        if text.len() > LONGEST_LINE {
            continue;
        }
        let mut line = lines::read(text, &known.agencies);
        let announced = std::mem::replace(&mut by_word, names::is_by_word(text));
        let by_line = by_word
            && flat.blocks.get(at + 1).map(|next| flat.text_of(next)).is_some_and(|next| {
                is_name(next, known) || is_user(next, text.ends_with(':'), known) || is_house(next, known)
            });
        let colon = at > 0 && flat.blocks.get(at - 1).is_some_and(|block| flat.text_of(block).ends_with(':'));
        let named =
            announced && (is_name(text, known) || is_user(text, colon, known) || is_house(text, known));
        if by_line || named {
            facts.lines.push(Told { block: at, kind: CutKind::Byline, rule: RuleId::new("byline-line") });
            if named {
                line = Line {
                    byline: Some(0..text.len()),
                    told_author: true,
                    dates: line.dates,
                    ..Line::default()
                };
            }
        }
        by_word = by_line;
        // A bare name between headline and body; standfirsts may read like the first paragraphs of it.
        if at >= headline.blocks.end
            && (prose == 0 || (prose <= 2 && (!flat.is_html() || offers.of(Field::Authors).is_empty())))
            && line.byline.is_none()
            && block.kind != BlockKind::Caption
            && !by_word
            && let Some(Bare { name, selector, score }) =
                bare_name::read(flat, at, text, &title, prose == 0, known)
            && !is_of_others(flat, block.node, headline)
        {
            let score = score - (6 * (at - headline.blocks.end)).min(100) as u16;
            let offer = Offer::new(name, "line", selector, score).at(trimmed(flat, block));
            add_name(flat, offer, offers);
        }
        if (headline.blocks.start.saturating_sub(ABOVE)..headline.blocks.start).contains(&at)
            && bare_name::is_above(flat, at, text, known)
        {
            let offer = Offer::new(text, "line", "name", 540).at(trimmed(flat, block));
            offers.add(Field::Authors, offer);
        }
        let distance = if at < headline.blocks.start {
            60 + 10 * (headline.blocks.start - at)
        } else {
            (6 * (at - headline.blocks.end)).min(100)
        };
        if line.byline.is_some() && at >= headline.blocks.end && is_of_others(flat, block.node, headline) {
            line.byline = None;
        }
        offer(flat, at, text, &line, distance as u16, offers);
        if line.is_whole() {
            facts.lines.push(Told { block: at, kind: CutKind::Byline, rule: RuleId::new("byline-line") });
            if at >= headline.blocks.end {
                last_told = at + 1;
            }
        } else if at == last_told
            && !flat.is_html()
            && prose == 0
            && is_standfirst(flat, at)
            && at > headline.blocks.end
        {
            offers.add(Field::Subtitle, Offer::new(text, "line", "standfirst", 600).at(trimmed(flat, block)));
            facts.lines.push(Told { block: at, kind: CutKind::Subtitle, rule: RuleId::new("standfirst") });
        } else if known.agencies.credits(text).is_some() && at == last_told {
            last_told = at + 1;
        }
    }
    read_openings(flat, headline.blocks.end, known, offers);
    signature::read(flat, headline, known, offers);
    day_lines::anywhere(flat, known, offers);
}

/// Adds a bare name to the offers; one that follows another author with nothing between them is that of a second author.
fn add_name(flat: &Flat<'_>, offer: Offer, offers: &mut Offers) {
    let apart = |first: &Offer| {
        let between = first
            .span
            .zip(offer.span)
            .and_then(|(first, next)| flat.text.get(first.end as usize..next.start as usize));
        between.is_none_or(|between| {
            between.split_whitespace().any(|word| word.contains(char::is_alphanumeric) && !is_and(word))
        })
    };
    match offers.last(Field::Authors) {
        Some(first) if first.method == "line" && !apart(first) && names::is_common(&offer.value) => {
            first.value = format!("{}; {}", first.value, offer.value);
            first.span = first.span.zip(offer.span).map(|(first, next)| Span { end: next.end, ..first });
        }
        _ => offers.add(Field::Authors, offer),
    }
}

/// Names the blocks between headline and prose that print the authors and nothing else.
pub(super) fn signed(flat: &Flat<'_>, headline: &Headline, known: &Knowledge, facts: &mut Facts) {
    const LONGEST_BYLINE: usize = 160;
    if headline.blocks.is_empty() || facts.metadata.authors.is_empty() {
        return;
    }
    let behind = flat.blocks.iter().enumerate().skip(headline.blocks.end).take(BEHIND);
    for (at, block) in behind.take_while(|(_, block)| !is_prose(flat.text_of(block))) {
        let text = flat.text_of(block);
        if text.is_empty() || text.len() > LONGEST_BYLINE || block.listed || block.shown == Shown::Not {
            continue;
        }
        // Most lines are no byline: look for a word of one before the line is read.
        let last = |name: &String| {
            let last = name.rsplit(' ').next().unwrap_or("");
            stands_in(text, last) || stands_in(text, &last.to_uppercase())
        };
        let told = || names::read(text, names::Trust::Declared, &known.agencies);
        if facts.metadata.authors.iter().any(last)
            && names::is_nothing_else(text, &known.agencies)
            && told().authors().iter().all(|name| facts.metadata.authors.contains(name))
        {
            facts.lines.push(Told { block: at, kind: CutKind::Byline, rule: RuleId::new("byline-line") });
        }
    }
}

/// Whether a line is a name or two and nothing else, as behind a by-word that has a line of its own.
pub(super) fn is_name(text: &str, known: &Knowledge) -> bool {
    text.len() <= 120
        && !text.ends_with(['.', '?', '!', ':'])
        && !names::read(text, names::Trust::Printed, &known.agencies).people.is_empty()
}

/// Whether a line behind a by-word that has a line of its own is a desk or a house that is no agency: "Harbour Staff".
fn is_house(text: &str, known: &Knowledge) -> bool {
    const LONGEST: usize = 60;
    text.len() <= LONGEST
        && text.starts_with(char::is_uppercase)
        && !text.ends_with(['.', '?', '!', ':'])
        && known.agencies.mentioned(text).is_none()
        && names::read(text, names::Trust::Printed, &known.agencies).organisations.len() == 1
}

/// Whether a line behind a by-word that has a line of its own is a user's name: one word, with a capital unless a colon
/// stands before it.
fn is_user(text: &str, colon: bool, known: &Knowledge) -> bool {
    text.len() <= 30
        && !text.contains(' ')
        && text.chars().count() >= 3
        && text.starts_with(|c: char| c.is_alphabetic() && (colon || !c.is_lowercase()))
        && !names::read(text, names::Trust::Declared, &known.agencies).people.is_empty()
}

/// A line between byline and body that ends without a stop: a standfirst, not a paragraph.
fn is_standfirst(flat: &Flat<'_>, at: usize) -> bool {
    let (Some(block), Some(next)) = (flat.blocks.get(at), flat.blocks.get(at + 1)) else { return false };
    let text = flat.text_of(block);
    let alone = !block.line
        && !next.line
        && is_prose(flat.text_of(next))
        && flat.text_of(next).starts_with(|c: char| !c.is_lowercase());
    let words = headline::count_words(text);
    alone
        && (5..=30).contains(&words)
        && text.len() <= 160
        && text.ends_with(char::is_alphanumeric)
        && !text.contains(['|', '©', '[', ':', '(', '—'])
}

fn offer(flat: &Flat<'_>, at: usize, text: &str, line: &Line, distance: u16, offers: &mut Offers) {
    let Some(block) = flat.blocks.get(at) else { return };
    let announced = if line.dates.is_empty() {
        None
    } else {
        at.checked_sub(1).and_then(|at| day_lines::announced(flat, at))
    };
    let base = trimmed(flat, block);
    let span =
        |at: &std::ops::Range<usize>| Span::new(base.start as usize + at.start, base.start as usize + at.end);
    day_lines::offer(text, line, announced, base.start, distance, offers);
    if let Some(at) = &line.byline
        && (line.is_whole() || at.start == 0 || line.closing || (line.apart && line.rest <= BESIDE))
    {
        let raw = &text[at.clone()];
        let selector = if line.told_author { TOLD } else { "byline" };
        offers.add(Field::Byline, Offer::new(raw, "line", "byline", 800 - distance.min(200)).at(span(at)));
        offers.add(Field::Authors, Offer::new(raw, "line", selector, 730 - distance.min(200)).at(span(at)));
    }
    if let Some(at) = &line.source {
        offers.add(
            Field::Agency,
            Offer::new(&text[at.clone()], "line", "source", 800 - distance.min(100)).at(span(at)),
        );
    }
    if let Some(at) = line.agency.as_ref().filter(|_| line.is_whole()) {
        offers.add(
            Field::Agency,
            Offer::new(&text[at.clone()], "line", "agency", 740 - distance.min(100)).at(span(at)),
        );
    }
}

/// Datelines, sign-offs and picture credits.
fn read_openings(flat: &Flat<'_>, from: usize, known: &Knowledge, offers: &mut Offers) {
    let mut paragraphs = 0;
    for block in flat.blocks.iter().skip(from).take(OPENINGS) {
        let text = flat.text_of(block);
        if text.len() < 50
            || block.shown == Shown::Not
            || !matches!(block.kind, BlockKind::Paragraph | BlockKind::Heading)
            || block.link_bytes as usize * 2 > text.len()
        {
            continue;
        }
        paragraphs += 1;
        if paragraphs > 6 {
            break;
        }
        if let Some(found) = dateline::read(text, &known.agencies) {
            let base = trimmed(flat, block).start as usize;
            let span = Span::new(base, base + found.at.end);
            let raw = &text[found.at.clone()];
            offers.add(Field::Dateline, Offer::new(raw, "line", "dateline", 850).at(span));
            offers.add(
                Field::DatelinePlace,
                Offer::new(found.place, "line", "dateline", 850).printed(raw).at(span),
            );
            offers
                .add(Field::Agency, Offer::new(found.agency, "line", "dateline", 780).printed(raw).at(span));
            break;
        }
    }
    for block in flat.blocks.iter().skip(from) {
        let text = flat.text_of(block);
        if block.listed || text.len() > 300 || text.len() < 3 {
            continue;
        }
        if let Some(agency) = known.agencies.signs_off(text) {
            offers.add(
                Field::Agency,
                Offer::new(agency.name.clone(), "line", "sign-off", 765)
                    .printed(text)
                    .at(trimmed(flat, block)),
            );
            break;
        }
    }
}
