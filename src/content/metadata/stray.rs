//! Reads a byline that stands far from the headline, where nothing else names an author.
//!
//! Takes all blocks of a page, gives one offer at most: what lines with a by-word name, be it in the line or in the one
//! before, if they all name the same people. Lines that differ are those of other reports.

use super::bare_name::{is_day, keeps_together};
use super::byline_words::is_comments;
use super::bylines::{is_of_others, is_teaser};
use super::dates;
use super::headline::Headline;
use super::lines;
use super::names::{self, Trust};
use super::offers::{Offer, Offers, best};
use super::surroundings::{is_name, trimmed};
use crate::content::Knowledge;
use crate::content::flat::{Block, Flat};
use crate::content::html::tree::Shown;
use crate::model::Field;

/// Blocks that are looked at, and those that are read.
const MOST_BLOCKS: usize = 4_000;
const MOST_READ: usize = 40;
/// Bytes of a byline.
const LONGEST: usize = 120;
/// How far such a byline is believed.
const SCORE: u16 = 440;

/// Adds the one byline of a page that names no author elsewhere.
pub(super) fn read(flat: &Flat<'_>, headline: &Headline, known: &Knowledge, offers: &mut Offers) {
    if !offers.of(Field::Authors).is_empty() {
        return;
    }
    let mut found: Option<(Vec<String>, Offer)> = None;
    let (mut announced, mut reads) = (false, 0);
    for block in flat.blocks.iter().take(MOST_BLOCKS) {
        let text = flat.text_of(block);
        let announces = std::mem::replace(&mut announced, names::is_by_word(text));
        if announced || text.len() > LONGEST || block.shown == Shown::Not {
            continue;
        }
        let signs = if announces { is_name(text, known) } else { signs(text, known) };
        if !signs || is_of_another(flat, headline, block) {
            continue;
        }
        let people = names::read(text, Trust::Printed, &known.agencies).people;
        reads += 1;
        // Without markup many a line looks like one.
        let person = |name: &String| {
            names::is_common(name)
                || names::is_given(name)
                || (keeps_together(&flat.text, name) && !name.starts_with(|c: char| c.is_lowercase()))
        };
        if people.is_empty() || !(flat.is_html() || people.iter().all(person)) || reads > MOST_READ {
            continue;
        }
        match &found {
            Some((known, _)) if *known != people => return,
            Some(_) => {}
            None => {
                let offer = Offer::new(text, "line", "anywhere", SCORE).at(trimmed(flat, block));
                found = Some((people, offer));
            }
        }
    }
    let found = found.map(|(_, offer)| offer).or_else(|| beside_day(flat, headline, known, offers));
    if let Some(offer) = found {
        offers.add(Field::Authors, offer);
    }
}

/// The name in the line before or behind one that tells the day of the report and little else, if all such lines have the
/// same name beside them. Without markup nothing parts the report's line from those of comments.
fn beside_day(flat: &Flat<'_>, headline: &Headline, known: &Knowledge, offers: &Offers) -> Option<Offer> {
    if !flat.is_html() {
        return None;
    }
    let day = dates::value(&best(offers.of(Field::DatePublished))?.value)?.when.date;
    let text = |at: usize| flat.blocks.get(at).map_or("", |block| flat.text_of(block));
    let is_it = |text: &str| is_day(text) && dates::find(text).iter().any(|reading| reading.when.date == day);
    let mut found: Option<Offer> = None;
    for at in (0..flat.blocks.len().min(MOST_BLOCKS)).filter(|at| is_it(text(*at))) {
        for near in [at.checked_sub(1), Some(at + 1)].into_iter().flatten() {
            let Some(block) = flat.blocks.get(near).filter(|block| block.shown != Shown::Not) else {
                continue;
            };
            let name = text(near);
            if names::alone(name, &known.agencies).is_none() || is_of_another(flat, headline, block) {
                continue;
            }
            match &found {
                Some(known) if known.value != name => return None,
                Some(_) => {}
                None => found = Some(Offer::new(name, "line", "anywhere", SCORE).at(trimmed(flat, block))),
            }
        }
    }
    found
}

/// Whether a line begins with a by-word and says little behind its names but a day.
fn signs(text: &str, known: &Knowledge) -> bool {
    let by = names::by_word(text).unwrap_or(0);
    let first = || text.split([' ', ':']).next().unwrap_or("").to_lowercase();
    if by == 0 || is_comments(&first()) {
        return false;
    }
    let line = lines::read(text, &known.agencies);
    line.byline.as_ref().is_some_and(|at| at.start <= by + ": ".len()) && line.is_whole()
}

fn is_of_another(flat: &Flat<'_>, headline: &Headline, block: &Block) -> bool {
    flat.is_html()
        && (is_of_others(flat, block.node, headline)
            || is_teaser(flat, block.node, trimmed(flat, block), headline, true))
}
