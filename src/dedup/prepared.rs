//! A story made ready to be compared: its words, where its shingles stand, what is no part of its identity.

use super::sketch::{shingles, winnow};
use super::{Options, Story};
use crate::text::fold::{self, Word};

/// A story ready to be compared.
#[derive(Debug)]
pub(super) struct Prepared {
    pub(super) words: Vec<Word>,
    pub(super) title: Vec<Word>,
    /// One a word: outside the story's identity (dateline, boilerplate).
    pub(super) masked: Vec<bool>,
    /// Words' worth that is not masked.
    pub(super) weight: u32,
    pub(super) shingles: Vec<u32>,
    index: Index,
    known: Known,
    pub(super) day: Option<i32>,
}

impl Prepared {
    /// `common` are marks of boilerplate, sorted.
    pub(super) fn new(story: &Story, common: &[u32], options: &Options) -> Self {
        let words = fold::words(&story.text);
        let title = fold::words(&story.title);
        let shingles = shingles(&words, options);
        let mut masked = vec![false; words.len()];
        mask_datelines(&story.text, &words, &mut masked);
        mask_common(&words, &winnow(&shingles), common, options, &mut masked);
        let weight =
            words.iter().zip(&masked).filter(|(_, masked)| !**masked).map(|(word, _)| word.weight()).sum();
        Self {
            index: Index::new(&shingles),
            known: Known::new(words.iter().chain(&title)),
            day: story.published.map(crate::model::Date::days),
            words,
            title,
            masked,
            weight,
            shingles,
        }
    }

    /// Places where a shingle with this hash may stand, the first [`SAME`] of them.
    pub(super) fn places(&self, shingle: u32) -> impl Iterator<Item = usize> {
        self.index.places(shingle)
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

/// Lets what lies between two marks of boilerplate be boilerplate, if they are near each other on one line.
fn mask_common(
    words: &[Word],
    marks: &[(u32, usize)],
    common: &[u32],
    options: &Options,
    masked: &mut [bool],
) {
    if common.is_empty() {
        return;
    }
    let mut last: Option<usize> = None;
    for &(mark, at) in marks {
        if common.binary_search(&mark).is_err() {
            continue;
        }
        let n = options.shingle_words * if words[at].is(Word::UNSPACED) { 2 } else { 1 };
        let end = words.len().min(at + n);
        let from = match last {
            Some(last) if at.saturating_sub(last) <= 8 => last,
            _ => at,
        };
        let line =
            words[from + 1..end].iter().rposition(|word| word.is(Word::LINE)).map_or(from, |i| from + 1 + i);
        masked[line.min(at)..end].fill(true);
        last = Some(end);
    }
}

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
