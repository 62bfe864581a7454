//! Finds the headline of a plain text.
//!
//! Takes the lines, gives the one that heads the report. Three things speak for a line: it stands right above the body
//! (the densest run of prose) and its byline; the body repeats its words; and the first line of the dump, which with
//! many renderers is the page's `<title>`, is the same, before or behind the site's name. Where no line repeats the
//! first one, that one itself is taken, without the site's name.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use super::byline_words::is_of_picture;
use super::dates;
use super::headline::{self, Headline, collapse};
use super::lines;
use super::names;
use super::offers::{Offer, Offers, best};
use super::surroundings::{LONGEST_LINE, is_prose, trimmed};
use crate::content::Knowledge;
use crate::content::flat::{Block, Flat};
use crate::model::Field;
use crate::text::character::{Kind, kind};
use crate::text::hash::{Quick, Seeded};
use crate::text::seek::{position, stands_in};

/// Blocks that are searched.
const MOST_LINES: usize = 1_000;
/// Blocks above the body that are read as lines of date and byline.
const NEAR: usize = 60;
/// Bytes of the body whose words are known.
const BODY: usize = 8_000;

/// Finds the headline and adds it to the offers.
pub(super) fn find(flat: &Flat<'_>, offers: &mut Offers, known: &Knowledge) -> Headline {
    let declared = best(offers.of(Field::Title)).map(|offer| headline::words(&offer.value));
    let blocks = &flat.blocks[..flat.blocks.len().min(MOST_LINES)];
    let Some(first) = blocks.first().map(|block| flat.text_of(block)) else { return Headline::default() };
    let body = body(flat, blocks);
    let subject = Subject::of(flat, blocks, body.clone());
    let titles = Titles::of(first);
    // Each line is read once, however many headlines it could stand under.
    let from = body.start.saturating_sub(NEAR);
    let reach = blocks.len().min(body.start.saturating_add(6));
    let mut read: Vec<Option<Tells>> = vec![None; reach.saturating_sub(from)];
    let mut told = |at: usize| {
        let Some(read) = at.checked_sub(from).and_then(|at| read.get_mut(at)) else { return Tells::Nothing };
        *read.get_or_insert_with(|| tells(flat, &blocks[at], known))
    };
    // A page has few lines, and what is counted decides nothing but a headline: no key can be chosen to any harm.
    let mut printed: HashMap<&str, usize, Quick> = HashMap::default();
    for block in blocks {
        *printed.entry(flat.text_of(block)).or_default() += 1;
    }
    let repeated = blocks.iter().skip(1).any(|block| titles.heads(flat.text_of(block)));
    let mut found: Option<(i32, usize)> = None;
    for (at, block) in blocks.iter().enumerate().take(reach) {
        let text = flat.text_of(block);
        if at > body.start
            || !could_be_headline(text)
            || told(at) != Tells::Nothing
            || names_day(text)
            || names::alone(text, &known.agencies).is_some()
        {
            continue;
        }
        let own = headline::words(text);
        let mut score = -((body.start - at).min(40) as i32 * 8);
        score += own.len().min(12) as i32 * 10;
        if (at + 1..at + 5).any(|at| told(at) == Tells::All) {
            score += 220;
        }
        if text.ends_with(['.', ':', ';', ',', '…']) {
            score -= if own.len() >= 12 { 350 } else { 200 };
        }
        if text.starts_with(char::is_lowercase)
            || text.starts_with(['*', '+', '•', '▶'])
            || text.contains(['[', '='])
        {
            score -= 300;
        }
        if body.start == at {
            score -= 150;
        }
        score += subject.shared(&own) * 3 / 10;
        if let Some(key) = &declared {
            score += if own == *key { 900 } else { 0 };
        } else if at > 0 {
            let agreement = titles.agreement(&own, repeated);
            score += if agreement > 0 || repeated { agreement } else { titles.likeness(text, &own) };
            if printed.get(text).is_some_and(|times| (2..=4).contains(times)) {
                score += 60;
            }
        }
        if found.is_none_or(|(top, _)| score >= top) {
            found = Some((score, at));
        }
    }
    let taken = found.filter(|(score, _)| *score >= 0);
    if declared.is_none()
        && taken.is_none_or(|(score, _)| score < SURE)
        && let Some(title) = titles.alone(&subject)
        && !taken.is_some_and(|(_, at)| title.starts_with(flat.text_of(&blocks[at])))
    {
        // The line that prints it may stand below what looks like the body: notices and teasers are prose too.
        if let Some(at) = printed_again(flat, blocks, &titles) {
            let printed = collapse(flat.text_of(&blocks[at]));
            offers.add(
                Field::Title,
                Offer::new(printed, "line", "headline", 760).at(trimmed(flat, &blocks[at])),
            );
            return Headline { node: None, blocks: at..at + 1, body: Some(at + 1) };
        }
        let place = trimmed(flat, &blocks[0]);
        offers.add(Field::Title, Offer::new(title, "line", "title", 740).printed(first).at(place));
    }
    if let Some((score, at)) = taken {
        let block = &flat.blocks[at];
        let score = (600 + score / 3).clamp(0, 860) as u16;
        let text = collapse(flat.text_of(block));
        let whole =
            if at > 0 { titles.whole(&text, flat, blocks.get(at + 1..).unwrap_or(&[])) } else { None };
        let title = whole.unwrap_or(text.clone());
        offers.add(
            Field::Title,
            Offer::new(title, "line", "headline", score).printed(&text).at(trimmed(flat, block)),
        );
    }
    let blocks = taken.map_or(0..0, |(_, at)| at..at + 1);
    Headline { node: None, blocks, body: Some(body.start) }
}

/// The first line above prose that is the first line of the dump up to a mark.
fn printed_again(flat: &Flat<'_>, blocks: &[Block], titles: &Titles<'_>) -> Option<usize> {
    const ABOVE: usize = 12;
    blocks.iter().enumerate().skip(1).find_map(|(at, block)| {
        let text = flat.text_of(block);
        let behind = blocks.get(at + 1..).unwrap_or(&[]).iter().take(ABOVE);
        let is_it = titles.heads(text)
            && could_be_headline(text)
            && behind.into_iter().any(|block| is_prose(flat.text_of(block)));
        is_it.then_some(at)
    })
}

/// From here on a line is the headline, whatever the first line of the dump says.
const SURE: i32 = 330;

/// The blocks of the densest run of prose: the segment of the greatest sum, where prose counts for and short lines
/// against (Bentley 1984, "maximum subarray").
fn body(flat: &Flat<'_>, blocks: &[Block]) -> Range<usize> {
    let (mut best, mut best_sum) = (blocks.len()..blocks.len(), 0_i64);
    let (mut start, mut sum) = (0, 0_i64);
    for (at, block) in blocks.iter().enumerate() {
        let worth = worth(flat.text_of(block));
        if sum <= 0 {
            (start, sum) = (at, 0);
            if worth < SENTENCE {
                continue;
            }
        }
        sum += worth;
        if sum > best_sum {
            (best, best_sum) = (start..at + 1, sum);
        }
    }
    // A short first paragraph may stand above a list.
    for _ in 0..10 {
        let above = best.start.saturating_sub(4)..best.start.min(blocks.len());
        let Some(first) = above.clone().find(|at| worth(flat.text_of(&blocks[*at])) >= SENTENCE) else {
            break;
        };
        best.start = first;
    }
    best
}

/// What a sentence is worth that is no paragraph.
const SENTENCE: i64 = 2;

/// How far a line speaks for the body, below zero against it.
fn worth(text: &str) -> i64 {
    if is_prose(text) {
        return 4 + (text.len() as i64 / 30).min(24);
    }
    let closed = text.ends_with(['.', '!', '?', '。', '।', '؟', '"', '”', '“', '»']);
    let goes_on =
        text.starts_with(|c: char| c.is_lowercase() || matches!(c, ',' | '.' | ';')) || text.ends_with(',');
    match () {
        () if text.len() >= 60 && closed => SENTENCE,
        // A sentence that links broke into lines, an item of a list.
        () if goes_on || text.starts_with(['-', '•', '*', '–']) => 0,
        () if text.len() >= 120 => 1,
        () => -2,
    }
}

/// The words of the body.
struct Subject(HashSet<String, Seeded>);

impl Subject {
    fn of(flat: &Flat<'_>, blocks: &[Block], body: Range<usize>) -> Self {
        let mut words = HashSet::default();
        let mut bytes = 0;
        for block in blocks.get(body).unwrap_or(&[]) {
            let text = flat.text_of(block);
            words.extend(telling(&headline::words(text)));
            bytes += text.len();
            if bytes > BODY {
                break;
            }
        }
        Self(words)
    }

    /// How many of these words the body repeats, in thousandths.
    fn shared(&self, words: &[String]) -> i32 {
        let telling: Vec<String> = telling(words).collect();
        let shared = telling.iter().filter(|word| self.0.contains(*word)).count();
        if telling.len() < 2 { 0 } else { (1000 * shared / telling.len()) as i32 }
    }
}

/// The words that tell a subject: the longer ones, and pairs of ideographs.
fn telling(words: &[String]) -> impl Iterator<Item = String> + '_ {
    let single = |word: &str| word.chars().next().is_some_and(crate::text::words::is_unspaced);
    words.iter().enumerate().filter_map(move |(at, word)| {
        if single(word) {
            let next = words.get(at + 1).filter(|next| single(next))?;
            return Some(format!("{word}{next}"));
        }
        // Words bend at their ends in most languages.
        (word.chars().count() >= 4).then(|| word.chars().take(6).collect())
    })
}

/// What the first line may say of the headline.
struct Titles<'t> {
    first: &'t str,
    /// The line cut at its marks, with how far to believe each.
    keys: Vec<Key>,
    /// What stands before its last mark, where that parts a site's name from a headline.
    head: Option<&'t str>,
}

/// The first line, or a part of it.
struct Key {
    words: Vec<String>,
    score: i32,
    /// It stands behind a mark.
    tail: bool,
}

impl<'t> Titles<'t> {
    fn of(first: &'t str) -> Self {
        let mut keys = vec![Key { words: headline::words(first), score: 450, tail: false }];
        let mut head = None;
        if first.len() <= 400 {
            let mut cuts: Vec<(usize, &str)> =
                MARKS.iter().flat_map(|mark| first.match_indices(mark)).collect();
            cuts.sort_unstable();
            for (nth, (at, mark)) in cuts.iter().rev().take(6).enumerate() {
                let weak = *mark == ": ";
                let words = headline::words(&first[..*at]);
                if words.len() >= 2 {
                    let score = if weak {
                        150
                    } else if nth == 0 {
                        500
                    } else {
                        400
                    };
                    keys.push(Key { words, score, tail: false });
                }
                let words = headline::words(&first[at + mark.len()..]);
                if words.len() >= 3 {
                    keys.push(Key { words, score: if weak { 200 } else { 300 }, tail: true });
                }
            }
            // The last mark of the first kind that is there: a bar parts more surely than a dash.
            // A colon stands in the headline itself.
            let parts = MARKS.iter().filter(|mark| **mark != ": ");
            head = parts.filter_map(|mark| first.rfind(mark)).next().map(|at| first[..at].trim());
        }
        Self { first, keys, head }
    }

    /// How far a line agrees with the first one. What stands behind a mark is the site's name where a line repeats what
    /// stands before it.
    fn agreement(&self, own: &[String], repeated: bool) -> i32 {
        let fits = |key: &&Key| key.words == own && !(repeated && key.tail);
        self.keys.iter().filter(fits).map(|key| key.score).max().unwrap_or(0)
    }

    /// How far a line shares its words with the first one: pages are called otherwise for search engines than over their
    /// report, but not of something else. A line that holds the first one and more is a way, or two lines run together.
    fn likeness(&self, text: &str, own: &[String]) -> i32 {
        let title = self.head.unwrap_or(self.first);
        let holds = text.len() > title.len() && stands_in(text, title);
        let keys = self.keys.iter().filter(|key| !key.tail);
        let alike = keys.map(|key| alike(&key.words, own)).max().unwrap_or(0);
        if holds || alike < ALIKE { 0 } else { alike * 4 / 10 }
    }

    /// Whether a line is the first one up to a mark.
    fn heads(&self, line: &str) -> bool {
        self.first.starts_with(line) && {
            let own = headline::words(line);
            self.keys.iter().any(|key| !key.tail && key.score >= 400 && key.words == own)
        }
    }

    /// The headline of which a line is a part or more, as the first line has it: elements ran together with it ("SHOP**Ferry
    /// runs at night**"), it was parted in a word, or its second half is the next line ("**Ferries:**", "**boats run at
    /// night**").
    fn whole(&self, line: &str, flat: &Flat<'_>, behind: &[Block]) -> Option<String> {
        const SHORTEST: usize = 16;
        const SHORTEST_HALF: usize = 6;
        let title = self.head.unwrap_or(self.first);
        if let Some(at) =
            position(line, title).filter(|_| line.len() > title.len() && title.len() >= SHORTEST)
        {
            let (before, rest) = (&line[..at], &line[at + title.len()..]);
            let met =
                !before.ends_with(|c: char| !c.is_alphanumeric()) && !rest.starts_with(char::is_whitespace);
            return met.then(|| collapse(title));
        }
        let rest = title.strip_prefix(line)?;
        if rest.starts_with(char::is_alphanumeric) && line.len() >= SHORTEST {
            return Some(collapse(title));
        }
        let (mut goes_on, mut joined) = (rest, false);
        let said = behind.iter().take(4).map(|block| flat.text_of(block).trim_matches([':', ' ']));
        for next in said.filter(|next| !next.is_empty()).take(2) {
            let Some(behind) = goes_on.trim_start_matches([':', ' ', '\u{a0}']).strip_prefix(next) else {
                break;
            };
            (goes_on, joined) = (behind, next.len() >= SHORTEST_HALF);
        }
        joined.then(|| collapse(&title[..title.len() - goes_on.len()]))
    }

    /// The headline in the first line, if the body is about it.
    fn alone(&self, subject: &Subject) -> Option<String> {
        let title = self.head.unwrap_or(self.first);
        let words = headline::words(title);
        let fits = (3..=30).contains(&words.len()) && subject.shared(&words) >= 400 && title.len() <= 250;
        (fits && !title.ends_with(['.', ':', ','])).then(|| collapse(title))
    }
}

/// Lines are alike that share so many words, and so many thousandths of those they have.
const SHARED: usize = 3;
const ALIKE: i32 = 450;

/// The words that two lines share, in thousandths of those they have (Dice).
fn alike(a: &[String], b: &[String]) -> i32 {
    let shared = a.iter().filter(|word| b.contains(word)).count();
    if shared < SHARED { 0 } else { (2000 * shared / (a.len() + b.len()).max(1)) as i32 }
}

/// Marks between a headline and a site's name, the surest first.
const MARKS: &[&str] =
    &[" | ", "｜", " :: ", " » ", " « ", " • ", " · ", " — ", " – ", " - ", "_", "--", "- ", ": "];

/// Whether a line tells a day and little else.
fn names_day(text: &str) -> bool {
    let days = dates::find(text);
    let told: usize = days.iter().map(|day| day.at.len()).sum();
    !days.is_empty() && text.len() <= told + 40
}

/// Whether the credit of a picture closes a line: "The pier at night. **Photo:** Harbour Daily".
fn is_credited(text: &str) -> bool {
    text.match_indices(':').any(|(at, _)| {
        let (before, word) = text[..at].trim_end().rsplit_once(' ').unwrap_or(("", ""));
        before.ends_with(['.', '!', '?', ')', '”', '»', '"']) && is_of_picture(word)
    })
}

fn could_be_headline(text: &str) -> bool {
    let words = headline::count_words(text);
    (2..=40).contains(&words)
        && !is_credited(text)
        && !is_prose(text)
        && text.len() <= 300
        && text.chars().filter(|c| kind(*c).is(Kind::ALPHABETIC)).count() >= 6
        && !text.contains(['|', '©', '@'])
        && !text.contains(" / ")
        && !text.contains("://")
        && !text.contains(" > ")
        && !text.contains(" » ")
}

/// Bytes of a line that leads to who or when in the next one.
const LONGEST_LABEL: usize = 24;

/// What a line says of the report: who, when, after whom.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Tells {
    /// It does, and says nothing else, or is the label of a line that does.
    All,
    /// It names the author beside other words.
    Author,
    Nothing,
}

fn tells(flat: &Flat<'_>, block: &Block, known: &Knowledge) -> Tells {
    let text = flat.text_of(block);
    if text.len() > LONGEST_LINE {
        return Tells::Nothing;
    }
    let line = lines::read(text, &known.agencies);
    let leads = || names::is_by_word(text) || lines::label_alone(text).is_some();
    if line.is_whole() || (text.len() <= LONGEST_LABEL && leads()) {
        return Tells::All;
    }
    let signs = line.byline.is_some() && (line.closing || (line.apart && !line.dates.is_empty()));
    if signs { Tells::Author } else { Tells::Nothing }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, title: &str) {
        let flat = crate::content::plain::flatten(text);
        let mut offers = Offers::default();
        find(&flat, &mut offers, &Knowledge::default());
        let found = best(offers.of(Field::Title)).map_or("", |offer| offer.value.as_str());
        assert_eq!(found, title);
    }

    const BODY: &str = "The ferry between the old pier and the island will sail at night from next month on, the harbour \
        council agreed on Monday after a debate of four hours in the town hall.\n\nTwo boats will sail every forty minutes \
        until two in the morning, and the council expects that some three hundred people will use them on a working day.";

    #[test]
    fn a_name_an_item_and_a_way_are_no_headlines() {
        check(&format!("Ferry sails at night\n\nJane Example\n\n{BODY}"), "Ferry sails at night");
        check(&format!("Ferry sails at night\n\n* Council of the harbour\n\n{BODY}"), "Ferry sails at night");
        check(&format!("Ferry sails at night\n\nHome » Harbour » Ferries\n\n{BODY}"), "Ferry sails at night");
    }

    #[test]
    fn the_body_is_the_densest_run_of_prose() {
        let text = format!("Menu\n\nSearch\n\nFerry sails at night\n\n{BODY}\n\nContact\n\nTerms");
        let flat = crate::content::plain::flatten(&text);
        let found = body(&flat, &flat.blocks);
        let first = flat.blocks.get(found.start).map(|block| flat.text_of(block));
        assert!(first.is_some_and(|text| text.starts_with("The ferry between")), "{found:?}");
    }

    #[test]
    fn a_paragraph_speaks_for_the_body_and_a_menu_against_it() {
        assert!(worth(BODY.split("\n\n").next().unwrap_or("")) > SENTENCE);
        assert!(worth("Shipping news") < 0);
        assert_eq!(worth("and twice as many at the weekend"), 0, "a sentence goes on");
    }
}
