//! A story made ready to be compared: its words, where its shingles stand, what is no part of its identity.

use std::cell::OnceCell;

use super::sketch::{shingles, winnow};
use super::{Options, Story};
use crate::text::fold::{self, Word};

/// A story ready to be compared.
#[derive(Debug)]
pub(super) struct Prepared {
    text: String,
    pub(super) words: Vec<Word>,
    pub(super) title: Vec<Word>,
    /// One a word: outside the story's identity, as a dateline is; never laid beside anything.
    pub(super) masked: Vec<bool>,
    /// One a word: many unrelated stories carry it, in boilerplate or a template.
    pub(super) common: Vec<bool>,
    /// Words' worth that is neither masked nor common.
    pub(super) own: u32,
    /// Words' worth that is not masked.
    pub(super) weight: u32,
    pub(super) shingles: Vec<u32>,
    /// Made when the story is first looked up in.
    index: OnceCell<Index>,
    known: Known,
    pub(super) day: Option<i32>,
}

impl Prepared {
    /// `common` are marks of boilerplate, sorted.
    pub(super) fn new(story: Story, common: &[u32], options: &Options) -> Self {
        let words = fold::words(&story.text);
        let title = fold::words(&story.title);
        let shingles = shingles(&words, options);
        let mut masked = vec![false; words.len()];
        mask_datelines(&story.text, &words, &mut masked);
        let common = carried_by_many(&words, &shingles, common, options);
        let (mut weight, mut own) = (0, 0);
        for (at, word) in words.iter().enumerate().filter(|(at, _)| !masked[*at]) {
            weight += word.weight();
            own += if common[at] { 0 } else { word.weight() };
        }
        Self {
            index: OnceCell::new(),
            known: Known::new(words.iter().chain(&title)),
            day: story.published.map(crate::model::Date::days),
            text: story.text,
            words,
            title,
            masked,
            common,
            own,
            weight,
            shingles,
        }
    }

    /// Places where a shingle with this hash may stand, the first [`SAME`] of them.
    pub(super) fn places(&self, shingle: u32) -> impl Iterator<Item = usize> {
        self.index.get_or_init(|| Index::new(&self.shingles)).places(shingle)
    }

    /// Most of it is carried by many: without the common words there is no story left to tell.
    pub(super) fn is_templated(&self) -> bool {
        2 * self.own < self.weight
    }

    /// The letters of a word, as they stand in the text.
    pub(super) fn letters(&self, at: usize) -> &[u8] {
        let word = self.words[at];
        self.text.as_bytes().get(word.start as usize..word.end as usize).unwrap_or(&[])
    }

    /// Whether the story or its title has a word with this hash; wrong for a few words in a hundred.
    pub(super) fn knows(&self, word: u32) -> bool {
        self.known.has(word)
    }
}

/// Words from the start of a line to the dash behind a dateline, at most.
const DATELINE_WORDS: usize = 14;
/// Lines in which a dateline is looked for.
const DATELINE_LINES: usize = 8;

/// `LONDON, Feb 9 (Agency) -` and the like: agencies refile one report under a new dateline, so it is no part of
/// the report's identity.
fn mask_datelines(text: &str, words: &[Word], masked: &mut [bool]) {
    let starts = words.iter().enumerate().filter(|(_, word)| word.is(Word::LINE)).map(|(at, _)| at);
    for start in starts.take(DATELINE_LINES) {
        let near = start..words.len().min(start + DATELINE_WORDS);
        for at in near {
            let (Some(word), next) = (words.get(at), words.get(at + 1)) else { break };
            if at > start && word.is(Word::LINE) {
                break;
            }
            let Some(next) = next else { break };
            let between = text.get(word.end as usize..next.start as usize).unwrap_or("");
            let dash = [" - ", " -- ", " – ", " — ", ") -", ")--", ")—", ")–"]
                .iter()
                .any(|dash| between.contains(dash));
            let head = text.get(words[start].start as usize..word.end as usize).unwrap_or("");
            let credit = between.contains(')') || head.contains('(');
            let shout = words[start..=at].first().is_some_and(|first| {
                let first = text.get(first.start as usize..first.end as usize).unwrap_or("");
                first.chars().count() > 1 && first.chars().all(char::is_uppercase)
            });
            if dash && (credit || shout) {
                masked[start..=at].fill(true);
                break;
            }
        }
    }
}

/// The words under marks that many unrelated stories carry, and those between two such marks of one line unless they
/// are names or figures: the slots of a template are a story's own.
fn carried_by_many(words: &[Word], shingles: &[u32], marks: &[u32], options: &Options) -> Vec<bool> {
    let mut common = vec![false; words.len()];
    if marks.is_empty() {
        return common;
    }
    let mut last = usize::MAX;
    for (mark, at) in winnow(shingles) {
        if marks.binary_search(&mark).is_err() {
            continue;
        }
        let n = options.shingle_words * if words[at].is(Word::UNSPACED) { 2 } else { 1 };
        let end = words.len().min(at + n);
        if last < at && at - last <= BETWEEN && !words[last..=at].iter().any(|word| word.is(Word::LINE)) {
            for between in last..at {
                common[between] = !words[between].is(Word::NUMBER | Word::CAPITAL);
            }
        }
        common[at..end].fill(true);
        last = end;
    }
    common
}

/// Words between two common marks that are still common.
const BETWEEN: usize = 6;

/// Places kept of one shingle: more of them only repeat themselves.
const SAME: usize = 4;

/// Open-addressing table from shingle to its places.
#[derive(Debug)]
struct Index {
    /// `shingle, place + 1`; 0 is free.
    slots: Vec<(u32, u32)>,
    mask: usize,
}

impl Index {
    fn new(shingles: &[u32]) -> Self {
        let size = (shingles.len() * 2).next_power_of_two().max(8);
        let mask = size - 1;
        let mut slots = vec![(0, 0); size];
        for (place, &shingle) in shingles.iter().enumerate() {
            let (mut at, mut same) = (shingle as usize & mask, 0);
            while slots[at].1 != 0 && same < SAME {
                same += usize::from(slots[at].0 == shingle);
                at = (at + 1) & mask;
            }
            if same < SAME {
                slots[at] = (shingle, place as u32 + 1);
            }
        }
        Self { slots, mask }
    }

    fn places(&self, shingle: u32) -> impl Iterator<Item = usize> {
        let start = shingle as usize & self.mask;
        (0..self.slots.len())
            .map(move |step| self.slots[(start + step) & self.mask])
            .take_while(|slot| slot.1 != 0)
            .filter(move |slot| slot.0 == shingle)
            .map(|slot| slot.1 as usize - 1)
    }
}

/// A set of words as bits.
#[derive(Debug)]
struct Known {
    bits: Vec<u64>,
    mask: u32,
}

impl Known {
    fn new<'w>(words: impl Iterator<Item = &'w Word> + Clone) -> Self {
        let size = (words.clone().count() / 2 + 1).next_power_of_two();
        let mut bits = vec![0; size];
        let mask = (size * 64 - 1) as u32;
        for word in words {
            let bit = word.hash & mask;
            bits[bit as usize / 64] |= 1 << (bit % 64);
        }
        Self { bits, mask }
    }

    fn has(&self, word: u32) -> bool {
        let bit = word & self.mask;
        self.bits.get(bit as usize / 64).is_some_and(|bits| bits >> (bit % 64) & 1 == 1)
    }
}
