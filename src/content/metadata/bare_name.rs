//! Tells a name that stands in its line without a by-word from other words in capitals.
//!
//! Takes a line between headline and body, gives the name in it: a given name that many bear, or any name next to a line
//! that only bylines stand beside, a day, an hour, a job. Words of menus and sections are in capitals too: they stand
//! apart elsewhere in the text, names keep together.

use memchr::memmem;

use super::byline_words::{is_of_picture, is_profession};
use super::dates;
use super::names;
use super::surroundings::{TOLD, is_name, is_prose};
use crate::content::Knowledge;
use crate::content::flat::{Block, Flat};
use crate::text::seek::stands_in;

/// Bytes of a line that tells a day, and of a name next to it.
const LONGEST: usize = 90;
/// How far a given name that many bear is believed, and any other name beside a day.
const COMMON: u16 = 600;
const BESIDE: u16 = 480;
/// How far one word beside a day is.
const ONE_WORD: u16 = 460;
/// Bytes of the house behind a name.
const LONGEST_HOUSE: usize = 40;
/// Blocks behind a name in which its bearer would be told of.
const MOST_PROSE: usize = 60;
/// Places of a word in the text that are looked at.
const MOST_FOUND: usize = 200;

/// A name that stands alone.
pub(super) struct Bare<'t> {
    pub name: &'t str,
    /// Where it stands, as a selector.
    pub selector: &'static str,
    pub score: u16,
}

/// The name in a line under the headline. Below a first paragraph only a name counts that stands beside a day or that no
/// other paragraph has.
pub(super) fn read<'t>(
    flat: &Flat<'_>,
    at: usize,
    text: &'t str,
    headline: &str,
    first: bool,
    known: &Knowledge,
) -> Option<Bare<'t>> {
    // Beside the label of a picture, the name is that of who is in it or made it.
    let line = |at: usize| flat.blocks.get(at).map_or("", |block| flat.text_of(block));
    let (before, next) = (at.checked_sub(1).map_or("", line), line(at + 1));
    let is_alone = |name: &str| names::alone(name, &known.agencies).is_some();
    let is_subject = || is_subject(flat, at, text, headline, first);
    if text.starts_with('©')
        || (before.ends_with(':') && is_of_picture(before))
        || ((is_of_picture(next) || next.starts_with('©'))
            && !((is_day(before) || is_hour(before)) && is_alone(text) && !is_subject()))
    {
        return None;
    }
    if is_alone(text)
        && (is_beside(flat, at) || !is_subject() && (first || is_prose(before) || is_above_prose(flat, at)))
    {
        return Some(Bare { name: text, selector: "name", score: COMMON });
    }
    if text.len() > LONGEST {
        return None;
    }
    // "Jane Example / London"
    if let Some((name, _)) = text.split_once(" / ").filter(|(_, place)| place.split(' ').count() <= 3)
        && is_alone(name)
        && is_beside(flat, at)
    {
        return Some(Bare { name, selector: "name", score: COMMON });
    }
    let parted = [", ", " | ", " – "].iter().find_map(|mark| text.split_once(mark));
    let few_words = |name: &str| (2..=4).contains(&name.split(' ').count());
    let works = |job: &str| is_job_line(job) || (job.len() <= LONGEST_HOUSE && names::is_organisation(job));
    let (text, works) = match parted {
        Some((name, job)) if few_words(name) && works(job) => (name, true),
        _ => (text, false),
    };
    if first && works && is_alone(text) && !is_subject() {
        return Some(Bare { name: text, selector: "name", score: COMMON });
    }
    if is_one_word(text, known) {
        return is_beside(flat, at).then_some(Bare { name: text, selector: TOLD, score: ONE_WORD });
    }
    let (name, own_day) = before_day(text);
    let name = name.trim_end_matches([',', ' ', '|', '·', '•', '/', '-', '–']);
    let name = names::cleaned(name, &known.agencies);
    let may = name.contains(' ') && name.chars().any(char::is_lowercase) && names::by_word(text).is_none();
    if !may || !(own_day || is_beside(flat, at)) || !is_name(name, known) {
        return None;
    }
    let alone = names::alone(name, &known.agencies).is_some();
    let is_one = names::is_nothing_else(name, &known.agencies) && (alone || keeps_together(&flat.text, name));
    is_one.then_some(Bare { name, selector: "name", score: if alone { COMMON } else { BESIDE } })
}

/// Whether a line above the headline is a name beside a day or an hour, below a menu and not below the headline of another
/// report.
pub(super) fn is_above(flat: &Flat<'_>, at: usize, text: &str, known: &Knowledge) -> bool {
    const MENU: usize = 3;
    let before = at.checked_sub(1).and_then(|at| flat.blocks.get(at)).map_or("", |block| flat.text_of(block));
    text.len() <= LONGEST
        && names::alone(text, &known.agencies).is_some()
        && before.split(' ').count() <= MENU
        && is_beside(flat, at)
}

/// Whether a paragraph of prose begins right behind a line, or behind one short line more.
fn is_above_prose(flat: &Flat<'_>, at: usize) -> bool {
    flat.blocks.iter().skip(at + 1).take(2).any(|block| is_prose(flat.text_of(block)))
}

/// Whether a name in a line of its own is that of somebody whom the report is about: the headline has the family name, or
/// paragraphs of the report do. Who writes stands in neither.
fn is_subject(flat: &Flat<'_>, at: usize, text: &str, headline: &str, first: bool) -> bool {
    let most = if first { 1 } else { 0 };
    let name = text.split([',', '|', '/', '&', ';']).next().unwrap_or("").trim();
    let family = name.rsplit(' ').next().unwrap_or("");
    let told = |block: &&Block| {
        let text = flat.text_of(block);
        is_prose(text) && !text.starts_with(name) && stands_in(text, family)
    };
    stands_in(headline, family)
        || flat.blocks.iter().skip(at + 1).take(MOST_PROSE).filter(told).nth(most).is_some()
}

/// Whether a line is a given name that many bear, or one word behind a by-word: "Tine", "von Tine", "by harbourfan".
fn is_one_word(text: &str, known: &Knowledge) -> bool {
    if !text.contains(' ') {
        return names::is_given(text) && text.starts_with(char::is_uppercase);
    }
    let name = names::after_by_word(text);
    name.len() < text.len()
        && !name.contains(' ')
        && name.chars().count() >= 3
        && !names::read(text, names::Trust::Declared, &known.agencies).people.is_empty()
}

/// What stands before the first bar of a line that tells a day, or the whole of another line.
fn before_day(text: &str) -> (&str, bool) {
    let bar = text.find(['|', '·', '•', '｜']).or_else(|| text.find(" / "));
    let Some((head, rest)) = bar.filter(|_| text.len() <= LONGEST).map(|at| text.split_at(at)) else {
        return (text, false);
    };
    if is_day(rest) || is_hour(rest) { (head, true) } else { (text, false) }
}

/// Whether the line before or behind is one that stands beside a byline.
fn is_beside(flat: &Flat<'_>, at: usize) -> bool {
    let text = |at: usize| flat.blocks.get(at).map_or("", |block| flat.text_of(block));
    let has_letter = |text: &str| text.contains(char::is_alphanumeric);
    let before = at.checked_sub(1).map_or("", text);
    let next = [text(at + 1), text(at + 2)].into_iter().find(|text| has_letter(text)).unwrap_or("");
    [before, next].into_iter().any(|text| is_day(text) || is_hour(text)) || is_job_line(next)
}

/// A line that tells a day and little else.
pub(super) fn is_day(text: &str) -> bool {
    let days = if text.len() <= LONGEST { dates::find(text) } else { Vec::new() };
    let told: usize = days.iter().map(|day| day.at.len()).sum();
    !days.is_empty() && text.len() <= told + 40
}

/// A line that tells an hour or how long ago, and little else: "16:30", "today at 12:19", "3 hours ago".
fn is_hour(text: &str) -> bool {
    const LONGEST: usize = 40;
    const AGO: &[&str] = &[
        " ago",
        "vor ",
        "hace ",
        "il y a",
        " fa",
        "geleden",
        " siden",
        " sedan",
        " temu",
        "назад",
        " önce",
        "há ",
        "min read",
    ];
    if text.len() > LONGEST || !text.contains(|c: char| c.is_ascii_digit()) {
        return false;
    }
    let lower = text.to_lowercase();
    let clock = |word: &str| {
        word.split_once(':').is_some_and(|(hour, minute)| {
            (1..=2).contains(&hour.len())
                && minute.len() == 2
                && [hour, minute].iter().all(|number| number.bytes().all(|b| b.is_ascii_digit()))
        })
    };
    AGO.iter().any(|ago| lower.contains(ago)) || lower.split(' ').any(clock)
}

/// A line that says what somebody does: "– Journalist", "Senior reporter", "Co-founder of Harbour Labs".
fn is_job_line(text: &str) -> bool {
    const LONGEST: usize = 60;
    text.len() <= LONGEST
        && !text.ends_with(['.', '?', '!', ':'])
        && text.split([' ', ',']).take(4).any(|word| is_profession(&word.to_lowercase()))
}

/// Whether the first word of a line stands nowhere in the text but before the second: given names do, words of a menu and
/// of sentences do not. Where the line stands in the text again, the first word may stand alone as often.
pub(super) fn keeps_together(text: &str, line: &str) -> bool {
    let Some((first, behind)) = line.split_once(' ') else { return false };
    let second = behind.split([' ', ',', ';', '/']).next().unwrap_or("");
    let lower = first.to_lowercase();
    let count = |word: &str| {
        let (mut with, mut without) = (0, 0);
        for at in memmem::find_iter(text.as_bytes(), word.as_bytes()).take(MOST_FOUND) {
            let (before, rest) = (text.get(..at).unwrap_or(""), text.get(at + word.len()..).unwrap_or(""));
            if before.ends_with(char::is_alphanumeric) || rest.starts_with(char::is_alphanumeric) {
                continue;
            }
            if rest.trim_start().starts_with(second) { with += 1 } else { without += 1 }
        }
        (with, without)
    };
    let (with, without) = count(first);
    (without == 0 || without < with) && (lower == first || count(&lower).1 == 0)
}
