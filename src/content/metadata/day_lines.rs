//! Offers the days that lines print.
//!
//! Takes lines as read, gives offers of days: those beside the headline, those a paragraph opens with, and, where
//! nothing else names a day, what stands anywhere on the page. A day speaks for the report the more, the less else its
//! line says and the nearer it stands; a day inside a sentence speaks for nothing.

use std::cell::LazyCell;
use std::ops::Range;

use super::dates::{self, Reading, value};
use super::labels::{Label, is_change};
use super::lines::{self, Line, weekday_before};
use super::offers::{Offer, Offers};
use super::surroundings::trimmed;
use crate::content::Knowledge;
use crate::content::flat::{Block, Flat};
use crate::content::html::tree::Shown;
use crate::model::{Field, Span};

/// Letters and digits beside a day with a full year that may be a place, a section, a name.
const NEARLY_ALONE: usize = 40;
/// Letters and digits of a line that begins or ends with its day.
const EDGED: usize = 120;

/// Adds the days of a line that stands so far from the headline. `announced` is the label that has the line before for
/// itself.
pub(super) fn offer(
    text: &str,
    line: &Line,
    announced: Option<Label>,
    base: u32,
    distance: u16,
    offers: &mut Offers,
) {
    for (nth, (label, reading)) in line.dates.iter().enumerate() {
        let label = label.or(announced.filter(|_| nth == 0));
        let Some((field, score, selector)) = meant(text, line, label, reading) else { continue };
        let raw = &text[reading.at.clone()];
        if value(raw).is_none() {
            continue;
        }
        let score = score - distance.min(200);
        offers.add(field, Offer::new(raw, "line", selector, score).at(shifted(base, &reading.at)));
    }
}

/// What a day in a line is, and how far to believe it next to the headline.
fn meant(
    text: &str,
    line: &Line,
    label: Option<Label>,
    reading: &Reading,
) -> Option<(Field, u16, &'static str)> {
    Some(match label {
        Some(Label::Published) => (Field::DatePublished, 760, "published-line"),
        Some(Label::Source) => (Field::DatePublished, 780, "source-line"),
        Some(Label::Updated) => (Field::DateModified, 740, "updated-line"),
        Some(Label::Posted) => (Field::DatePosted, 760, "posted-line"),
        _ if line.rest <= NEARLY_ALONE && !reading.short_year => {
            (Field::DatePublished, 700 - line.rest as u16 / 2, "date-line")
        }
        _ if behind_byline(text, line, reading) => (Field::DatePublished, 630, "date-byline"),
        None if line.is_whole() => (Field::DatePublished, 640, "date-line"),
        _ if at_edge(text, line, reading) => (Field::DatePublished, 610, "date-edge"),
        _ => return None,
    })
}

/// Whether a day with its full year stands next to the line's byline: "Jane Example 4/25/2017 Add a comment Harbour, Ferries".
fn behind_byline(text: &str, line: &Line, reading: &Reading) -> bool {
    const MOST: usize = 120;
    let start = weekday_before(text, reading.at.clone());
    let next = |from: usize, to: usize| {
        text.get(from..to)
            .is_some_and(|between| between.len() <= 12 && !between.contains(char::is_alphanumeric))
    };
    let byline = line.byline.as_ref().filter(|_| line.rest <= MOST && !reading.short_year);
    byline.is_some_and(|at| next(at.end, start) || next(reading.at.end, at.start))
}

/// Whether a line that is no sentence, or a part of it between bars, begins or ends with the day.
fn at_edge(text: &str, line: &Line, reading: &Reading) -> bool {
    const BARS: &[char] = &['|', '｜', '•', '·'];
    let most = if reading.short_year { NEARLY_ALONE } else { EDGED };
    let outer = |part: &str| !part.contains(char::is_alphanumeric);
    let before = &text[..weekday_before(text, reading.at.clone())];
    let behind = &text[reading.at.end..];
    let closed = text.ends_with(['.', '!', '?', ':', ',', '。']);
    let ends =
        outer(before.rsplit(BARS).next().unwrap_or("")) || outer(behind.split(BARS).next().unwrap_or(""));
    line.rest <= most && if closed { outer(before) && line.rest <= NEARLY_ALONE } else { ends }
}

/// The label that the block `at` is and no more: "Published:", "Stand".
pub(super) fn announced(flat: &Flat<'_>, at: usize) -> Option<Label> {
    flat.blocks.get(at).and_then(|block| lines::label_alone(flat.text_of(block)))
}

fn shifted(base: u32, at: &Range<usize>) -> Span {
    Span::new(base as usize + at.start, base as usize + at.end)
}

/// Adds the day that a paragraph of prose opens with: `29.11.2022 – The port …`.
pub(super) fn opening(flat: &Flat<'_>, block: &Block, text: &str, offers: &mut Offers) {
    const HEAD: usize = 60;
    const PLACE: usize = 24;
    let head = &text[..text.floor_char_boundary(HEAD)];
    let Some(reading) = dates::find(head).into_iter().next().filter(|reading| !reading.short_year) else {
        return;
    };
    let start = weekday_before(head, reading.at.clone());
    let before = &head[..start];
    let behind = head[reading.at.end..].trim_start();
    let closed = behind.starts_with([')', '–', '—', '-', '|', ':', '/', '"', '„', '“', '«', '»', '.']);
    let place = before.is_empty()
        || (before.len() <= PLACE && before.trim_end().ends_with(['(', ',', '|', '/', '–', '—', '-']));
    if closed && place {
        let raw = &head[reading.at.clone()];
        let base = trimmed(flat, block).start;
        offers.add(
            Field::DatePublished,
            Offer::new(raw, "line", "opening", 600).at(shifted(base, &reading.at)),
        );
    }
}

/// Where nothing else names a day, the first short line that does, anywhere on the page.
pub(super) fn anywhere(flat: &Flat<'_>, known: &Knowledge, offers: &mut Offers) {
    const MOST_BLOCKS: usize = 4_000;
    const MOST_LINES: usize = 300;
    if offers.of(Field::DatePublished).iter().any(|offer| offer.score >= 500)
        || offers.of(Field::DateModified).iter().any(|offer| offer.method == "line" && offer.score >= 600)
        || !offers.of(Field::DatePosted).is_empty()
    {
        return;
    }
    let mut unlabelled: Vec<Offer> = Vec::new();
    let dated = |(_, block): &(usize, &Block)| {
        let text = flat.text_of(block);
        let digits = text.bytes().filter(u8::is_ascii_digit).count() >= 4 || !text.is_ascii();
        digits && text.len() <= 160 && block.shown != Shown::Not && !dates::find(text).is_empty()
    };
    for (at, block) in flat.blocks.iter().enumerate().take(MOST_BLOCKS).filter(dated).take(MOST_LINES) {
        let text = flat.text_of(block);
        let line = lines::read(text, &known.agencies);
        let linked = block.link_bytes as usize * 2 > text.len();
        let announced = at.checked_sub(1).and_then(|at| announced(flat, at));
        let is_change = LazyCell::new(|| is_change(text));
        for (nth, (label, reading)) in line.dates.iter().enumerate() {
            let raw = &text[reading.at.clone()];
            let place = trimmed(flat, block);
            match label.or(announced.filter(|_| nth == 0)) {
                Some(Label::Published | Label::Posted) => {
                    offers.add(Field::DatePublished, Offer::new(raw, "line", "anywhere", 480).at(place));
                }
                Some(Label::Updated) => {
                    offers.add(Field::DateModified, Offer::new(raw, "line", "anywhere", 480).at(place));
                }
                _ if line.rest <= 80 && *is_change => {
                    offers.add(Field::DateModified, Offer::new(raw, "line", "changed", 420).at(place));
                }
                _ if line.rest <= 20 && !linked && unlabelled.len() < 8 => {
                    unlabelled.push(Offer::new(raw, "line", "anywhere", 440).at(place));
                }
                _ => {}
            }
        }
    }
    // Several days without a word of what they are are those of other reports, of events; but comments follow what they
    // are about, so that its day is the first and the earliest.
    let days: Vec<_> =
        unlabelled.iter().map(|offer| value(&offer.value).map(|reading| reading.when.date)).collect();
    let first = days.first().copied().flatten();
    let agreed = days.iter().all(|day| *day == first);
    let followed = days.len() > FOLLOWED
        && days.iter().all(|day| {
            day.zip(first).is_some_and(|(day, first)| (0..=LATEST).contains(&(day.days() - first.days())))
        });
    if let Some(offer) = unlabelled.into_iter().next().filter(|_| agreed || followed) {
        offers.add(Field::DatePublished, Offer { score: if agreed { 440 } else { 400 }, ..offer });
    }
}

/// Days of comments that follow that of a report, and how many days later the last of them.
const FOLLOWED: usize = 2;
const LATEST: i32 = 1_000;
