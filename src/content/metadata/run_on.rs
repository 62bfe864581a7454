//! Reads what follows a headline inside a long line.
//!
//! Takes a plain text whose renderer knew no line ends, gives offers of days and authors: what stands behind the
//! headline, where a line that holds it goes on. Such a dump has menu, headline, byline and body in one line; the headline
//! is known from the dump's first words.

use memchr::memmem;

use super::dates;
use super::names;
use super::offers::{Offer, Offers, best};
use super::surroundings::TOLD;
use crate::content::flat::Flat;
use crate::model::{Field, Span};

/// Bytes behind a headline that may hold its day and its author.
const BEHIND: usize = 500;
/// Places of the headline that are looked at, and bytes of text in which they are looked for.
const MOST_PLACES: usize = 8;
const MOST_BYTES: usize = 1 << 20;
/// Bytes behind a headline where no sentence has begun.
const NEAR: usize = 200;
/// Bytes of a byline in it.
const LONGEST_BYLINE: usize = 90;
/// Bytes of a day.
const SHORTEST_DAY: usize = 8;
/// Bytes of a headline that does not stand anywhere by chance.
const SHORTEST: usize = 16;

/// Adds the day and the authors behind the headline to the offers.
pub(super) fn read(flat: &Flat<'_>, offers: &mut Offers) {
    if flat.is_html() {
        return;
    }
    let Some(title) = best(offers.of(Field::Title)).map(|offer| offer.value.clone()) else { return };
    if title.len() < SHORTEST {
        return;
    }
    let longer = flat.blocks.iter().filter(|block| block.span.len() > title.len() + SHORTEST_DAY);
    let (mut places, mut bytes) = (0, 0);
    for block in longer {
        bytes += block.span.len();
        if bytes > MOST_BYTES {
            return;
        }
        let text = block.span.of(&flat.text);
        for at in memmem::find_iter(text.as_bytes(), title.as_bytes()) {
            places += 1;
            let from = at + title.len();
            let window = window(text, from);
            // Another place of it is nearer to the report.
            let window = window.split(title.as_str()).next().unwrap_or("");
            let start = block.span.start as usize + from;
            if places > MOST_PLACES || behind(window, start, offers) {
                return;
            }
        }
    }
}

/// The text from `from` on, at most [`BEHIND`] bytes.
fn window(text: &str, from: usize) -> &str {
    text.get(from..text.floor_char_boundary(from + BEHIND)).unwrap_or("")
}

/// Adds the first full day of what stands behind a headline, and who is named before it by a by-word.
fn behind(window: &str, start: usize, offers: &mut Offers) -> bool {
    // Behind a standfirst, a day may be that of a sentence, which goes on behind it in small letters.
    let told = |reading: &dates::Reading| {
        let rest = window.get(reading.at.end..).unwrap_or("").trim_start_matches([' ', ',']);
        !reading.short_year && (reading.at.end <= NEAR || !rest.starts_with(char::is_lowercase))
    };
    let day = dates::find(window).into_iter().find(told);
    let head = day.as_ref().map_or(window, |day| window.get(..day.at.start).unwrap_or(""));
    if let Some(day) = &day {
        let raw = window.get(day.at.clone()).unwrap_or("");
        let at = Span::new(start + day.at.start, start + day.at.end);
        offers.add(Field::DatePublished, Offer::new(raw, "line", "run-on", 560).at(at));
        if let Some(by) = names::behind_by_word(head.trim()).filter(|by| by.len() <= LONGEST_BYLINE) {
            let at = Span::new(start, start + head.len());
            offers.add(Field::Authors, Offer::new(by.trim(), "line", TOLD, 560).at(at));
        }
    }
    day.is_some()
}
