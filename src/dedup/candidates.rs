//! Which stories are worth comparing: those that share marks, the rare ones counting most.
//!
//! Takes sketches in rank order, gives pairs of ranks with the number of marks that brought them together. Work is
//! bounded whatever the input: a mark carried by more than [`CAP`] stories pairs each with a few of them only, and so
//! does a band.

use std::ops::Range;
use std::sync::{Mutex, PoisonError};

use rayon::prelude::*;

use super::common::Carried;
use super::ledger::Ledger;
use super::postings::{Asked, Block, HUBS, MOST_SAID, ONE_IN, Postings};
use super::row::Row;
use super::runs::{Entry, Sorted, Sorter};
use super::spilled::Spilled;
use crate::error::Result;

/// Partners a story is compared with at most, the likeliest first.
const PARTNERS: usize = 96;

/// Two stories by rank, `a < b`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Candidate {
    pub(super) a: u32,
    pub(super) b: u32,
    /// Marks shared.
    pub(super) met: u32,
}

impl Candidate {
    /// Orders candidates as they are ordered, in one number.
    pub(super) fn key(self) -> u128 {
        u128::from(self.a) << 64 | u128::from(self.b) << 32 | u128::from(self.met)
    }

    /// Whose [`Candidate::key`] the last bits of a number are.
    pub(super) fn of(key: u128) -> Self {
        Self { a: (key >> 64) as u32, b: (key >> 32) as u32, met: key as u32 }
    }
}

impl Entry for Candidate {
    const BYTES: usize = 12;

    fn write(self, out: &mut Vec<u8>) {
        [self.a, self.b, self.met].into_iter().for_each(|number| number.write(out));
    }

    fn read_all(bytes: &[u8], out: &mut Vec<Self>) {
        out.extend(bytes.as_chunks::<12>().0.iter().map(|bytes| {
            let mut numbers = bytes.as_chunks::<4>().0.iter().map(|number| u32::from_le_bytes(*number));
            let mut number = || numbers.next().unwrap_or(0);
            Self { a: number(), b: number(), met: number() }
        }));
    }
}

/// Pairs as they are found, in whatever order and more than once.
pub(super) struct Found {
    pairs: Sorter<u128>,
    room: usize,
    ledger: Box<dyn Ledger>,
}

impl Found {
    /// None yet, in `room` bytes.
    pub(super) fn new(room: usize, ledger: &dyn Ledger) -> Result<Self> {
        Ok(Self { pairs: Sorter::new(room, ledger.another()?), room, ledger: ledger.another()? })
    }

    fn push(&mut self, pair: Candidate) -> Result<()> {
        self.pairs.push(Candidate { met: !pair.met, ..pair }.key())
    }

    /// Sorted, the one that says most of each two stories.
    pub(super) fn sorted(self) -> Result<Row<Candidate>> {
        let (mut pairs, mut last) = (Row::new(self.room, self.ledger), None);
        for key in self.pairs.sorted()? {
            let pair = Candidate::of(key?);
            if last.replace([pair.a, pair.b]) != Some([pair.a, pair.b]) {
                pairs.push(Candidate { met: !pair.met, ..pair })?;
            }
        }
        Ok(pairs)
    }
}

/// Where it is known which stories carry which mark.
pub(super) enum Lists {
    Held(Postings),
    Spilled(Spilled),
}

impl Lists {
    /// What one task takes.
    fn parts(&self) -> Vec<Range<usize>> {
        match self {
            Self::Held(postings) => postings.parts(),
            Self::Spilled(spilled) => (0..spilled.blocks()).map(|block| block..block + 1).collect(),
        }
    }

    fn each_block(
        &self,
        part: Range<usize>,
        room: &mut Vec<u32>,
        take: impl FnMut(usize, usize, &[u32]) -> Result<()>,
    ) -> Result<()> {
        match self {
            Self::Held(postings) => postings.each_block(part, room, take),
            Self::Spilled(spilled) => spilled.block(part.start, room, take),
        }
    }

    fn asked(&self) -> &Asked {
        match self {
            Self::Held(postings) => postings.asked(),
            Self::Spilled(spilled) => spilled.asked(),
        }
    }

    /// By how many marks stories meet others, of the many they have.
    pub(super) fn met_by(&self, marks: &[u32]) -> MetBy {
        let Asked { long_and_aside, thinned } = self.asked();
        let of_full = marks.iter().zip(long_and_aside).take(*thinned);
        MetBy {
            whole: marks.to_vec(),
            thin: of_full.map(|(marks, &[_, aside])| marks - u32::from(aside)).collect(),
        }
    }

    /// Marks that many unrelated stories carry, sorted. `family` names each story's kin.
    pub(super) fn carried_by_many(&self, family: &[u32]) -> Result<Vec<Carried>> {
        match self {
            Self::Held(postings) => Ok(postings.carried_by_many(family)),
            Self::Spilled(spilled) => spilled.carried_by_many(family),
        }
    }
}

/// By how many marks each story meets those that carry them too.
pub(super) struct MetBy {
    whole: Vec<u32>,
    /// Of the fullest ones, where one as full or fuller is met.
    thin: Vec<u32>,
}

impl MetBy {
    /// Those of either of the two.
    pub(super) fn of(&self, pair: Candidate) -> [u32; 2] {
        let met_by = if (pair.b as usize) < self.thin.len() { &self.thin } else { &self.whole };
        [pair.a, pair.b].map(|rank| met_by[rank as usize])
    }

    /// Those of each story that looks for fuller ones.
    fn fuller(&self) -> Vec<u32> {
        let others = self.whole.iter().skip(self.thin.len());
        self.thin.iter().chain(others).copied().collect()
    }

    /// As what is met by a mark that too many carry for all to be met by it counts half.
    pub(super) fn halved(mut self, lists: &Lists) -> Self {
        let Asked { long_and_aside, .. } = lists.asked();
        for (marks, [long, _]) in self.whole.iter_mut().zip(long_and_aside) {
            *marks -= u32::from(long / 2);
        }
        for (marks, [long, _]) in self.thin.iter_mut().zip(long_and_aside) {
            *marks = marks.saturating_sub(u32::from(*long) / ONE_IN / 2);
        }
        self
    }
}

/// Parts of the lists that a thread goes through before what it found is taken.
const PARTS: usize = 8;

/// Finds every pair of stories that share marks worth comparing; at least one of the two is `fresh`.
pub(super) fn share_marks(
    met_by: &MetBy,
    lists: &Lists,
    least: u32,
    fresh: &[bool],
    pairs: &mut Found,
) -> Result<()> {
    let marks = met_by.fuller();
    // A task takes the room that another has left: new room costs more than what is done in it.
    let left = Mutex::new(Vec::new());
    let rooms = || left.lock().unwrap_or_else(PoisonError::into_inner);
    let find = |part: &Range<usize>| {
        let (mut tally, mut room) = rooms().pop().unwrap_or_else(|| (Tally::new(), Vec::new()));
        let mut found = Vec::new();
        lists.each_block(part.clone(), &mut room, |first, stories, words| {
            tally.block(first, &marks[first..first + stories], words, least, fresh, &mut found)
        })?;
        rooms().push((tally, room));
        Ok(found)
    };
    for parts in lists.parts().chunks(PARTS * rayon::current_num_threads()) {
        let found: Vec<Vec<Candidate>> = parts.par_iter().map(find).collect::<Result<_>>()?;
        found.into_iter().flatten().try_for_each(|pair| pairs.push(pair))?;
    }
    Ok(())
}

/// Counts shared marks for one story at a time.
struct Tally {
    block: Block,
    /// What the marks say in all of the ranks that fall into each place: what fits the innermost cache.
    sieve: Box<[u8; SIEVE]>,
    /// Where in `counts` a rank stands, plus one; 0 is free. At least half of it is.
    places: Vec<u32>,
    /// Rank, marks met, what they say in all.
    counts: Vec<(u32, u32, u32)>,
}

const SIEVE: usize = 1 << 13;
/// Beyond this it does not matter what marks say in all.
const MOST_SAID_IN_ALL: u32 = (1 << 12) - 1 - MOST_SAID;

impl Tally {
    fn new() -> Self {
        Self { block: Block::default(), sieve: Box::new([0; SIEVE]), places: Vec::new(), counts: Vec::new() }
    }

    /// The partners of all stories of a block among the fuller stories before each; they have so many `marks`, and the first has
    /// the rank `first`.
    fn block(
        &mut self,
        first: usize,
        marks: &[u32],
        words: &[u32],
        least: u32,
        fresh: &[bool],
        found: &mut Vec<Candidate>,
    ) -> Result<()> {
        self.block.fill(marks.len(), words)?;
        let mut partners = Vec::new();
        for (nth, (b, &marks)) in (first as u32..).zip(marks).enumerate() {
            self.partners(b, marks, nth, least, &mut partners);
            partners.retain(|(_, pair)| fresh[pair.a as usize] || fresh[b as usize]);
            partners.sort_unstable_by_key(|&(weight, pair)| (std::cmp::Reverse(weight), pair));
            found.extend(partners.iter().take(PARTNERS).map(|&(_, pair)| pair));
        }
        Ok(())
    }

    /// The partners of `b`, the `nth` of the block, which has so many `marks`, with what each pair's marks say.
    fn partners(&mut self, b: u32, marks: u32, nth: usize, least: u32, partners: &mut Vec<(u32, Candidate)>) {
        // Most stories are met by chance, in one list or two: only those are counted that may come to enough.
        let enough = least.min(marks.div_ceil(5)).min(u32::from(u8::MAX)) as u8;
        let kept = self.sift(nth, enough);
        self.count(nth, kept);
        partners.clear();
        for (a, met, weight) in self.counts.drain(..) {
            // Enough rare marks for a passage, or a fair share of the shorter story.
            if weight >= least || 5 * met >= marks {
                partners.push((weight, Candidate { a, b, met }));
            }
        }
    }

    /// Puts in front those that the `nth` of the block is met by and that may come to `enough`; gives how many.
    fn sift(&mut self, nth: usize, enough: u8) -> usize {
        self.sieve.fill(0);
        let all = self.block.met(nth);
        for &met in &*all {
            let said = &mut self.sieve[met as usize % SIEVE];
            *said = said.saturating_add((met >> 32) as u8);
        }
        // Without a branch: nobody can tell which will stay.
        let mut kept = 0;
        for at in 0..all.len() {
            let met = all[at];
            all[kept] = met;
            kept += usize::from(self.sieve[met as usize % SIEVE] >= enough);
        }
        kept
    }

    /// Counts by rank the first few that the `nth` of the block is met by.
    fn count(&mut self, nth: usize, kept: usize) {
        let met = &self.block.met(nth)[..kept];
        self.counts.clear();
        // As much of it as is needed, for that much is to be cleared again.
        let places = (2 * met.len()).next_power_of_two();
        if self.places.len() < places {
            self.places.resize(places, 0);
        }
        let mask = places - 1;
        for &met in met {
            let (a, said) = (met as u32, (met >> 32) as u32);
            let mut at = a.wrapping_mul(0x9e37_79b9).rotate_left(15) as usize & mask;
            loop {
                match self.places[at].checked_sub(1) {
                    None => {
                        self.counts.push((a, 1, said));
                        self.places[at] = self.counts.len() as u32;
                        break;
                    }
                    Some(place) if self.counts[place as usize].0 == a => {
                        let (_, met, in_all) = &mut self.counts[place as usize];
                        *met += 1;
                        *in_all += if *in_all < MOST_SAID_IN_ALL { said } else { 0 };
                        break;
                    }
                    Some(_) => at = (at + 1) & mask,
                }
            }
        }
        self.places[..places].fill(0);
    }
}

/// Pairs the stories with an equal band, `band << 32 | rank` each, with the fullest few of their bucket.
pub(super) fn share_a_band(bands: Sorted<u64>, fresh: &[bool], pairs: &mut Found) -> Result<()> {
    let (mut fullest, mut last) = (Vec::with_capacity(HUBS), None);
    for key in bands {
        let key = key?;
        let (band, b) = ((key >> 32) as u32, key as u32);
        if last.replace(band) != Some(band) {
            fullest.clear();
        }
        for &a in &fullest {
            if fresh[a as usize] || fresh[b as usize] {
                pairs.push(Candidate { a, b, met: 1 })?;
            }
        }
        if fullest.len() < HUBS {
            fullest.push(b);
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::super::postings::{Starting, count_in};
    use super::*;

    fn found() -> Found {
        Found::new(usize::MAX, &Mutex::new(Vec::new())).unwrap()
    }

    fn postings(stories: &[Vec<u32>], thinned: usize) -> Postings {
        let marks: Vec<&[u32]> = stories.iter().map(Vec::as_slice).collect();
        let mut starting: Starting = [0; _];
        marks.iter().for_each(|marks| count_in(&mut starting, marks));
        Postings::of(marks, &starting, thinned)
    }

    fn pairs(stories: &[Vec<u32>]) -> usize {
        let counts: Vec<u32> = stories.iter().map(|marks| marks.len() as u32).collect();
        let lists = Lists::Held(postings(stories, 0));
        let mut pairs = found();
        share_marks(&lists.met_by(&counts), &lists, 10, &vec![true; stories.len()], &mut pairs).unwrap();
        pairs.sorted().unwrap().len()
    }

    #[test]
    fn a_mark_that_too_many_carry_counts_half() {
        // Two marks that all carry, and two that few do.
        let stories: Vec<Vec<u32>> = (0..100).map(|nth| vec![1, 2, 100 + nth / 8, 200 + nth]).collect();
        let lists = Lists::Held(postings(&stories, 0));
        assert_eq!(lists.met_by(&[4; 100]).halved(&lists).whole, [3; 100]);
    }

    #[test]
    fn a_full_story_is_paired_with_one_as_full_by_one_in_four_of_the_marks_that_more_than_a_few_carry() {
        // Forty marks that all carry, and one that two do.
        let stories: Vec<Vec<u32>> = (0..20).map(|nth| (0..40).chain([1_000 + nth / 2]).collect()).collect();
        let lists = Lists::Held(postings(&stories, 10));
        let (met_by, mut pairs) = (lists.met_by(&[41; 20]), found());
        share_marks(&met_by, &lists, 10, &[true; 20], &mut pairs).unwrap();
        let pairs: Vec<Candidate> = pairs.sorted().unwrap().iter().collect::<Result<_>>().unwrap();
        for (a, b, met, of) in [(0, 1, 11, 11), (0, 15, 40, 41), (14, 15, 41, 41)] {
            assert!(pairs.contains(&Candidate { a, b, met }), "{a} {b} {met}");
            assert_eq!(met_by.of(Candidate { a, b, met }), [of; 2]);
        }
    }

    #[test]
    fn stories_that_collide_in_every_band_or_mark_make_no_more_than_a_few_pairs_each() {
        const N: u32 = 5_000;
        let in_marks: Vec<Vec<u32>> = (0..N).map(|_| (0..40).collect()).collect();
        assert!(pairs(&in_marks) <= HUBS * N as usize);
        let postings = postings(&in_marks, 0);
        let mut room = Vec::new();
        let last = |first: usize, stories: usize, words: &[u32]| {
            let mut block = Block::default();
            block.fill(stories, words)?;
            let n = N as usize;
            if first + stories == n {
                assert_eq!(block.met(n - 1 - first).len(), 40 * HUBS, "no list is walked to its end");
            }
            Ok(())
        };
        for part in postings.parts() {
            postings.each_block(part, &mut room, last).unwrap();
        }
        // Each mark in as many stories as still pair each with each, and no two marks with the same stories.
        let spread = |nth: u32| {
            let mut marks: Vec<u32> =
                (0..40).map(|at| (at << 20) | ((nth.wrapping_mul(2 * at + 1) % N) / 64)).collect();
            marks.sort_unstable();
            marks
        };
        assert!(pairs(&(0..N).map(spread).collect::<Vec<_>>()) <= PARTNERS * N as usize);

        let mut in_bands = Sorter::new(1 << 10, Box::new(Mutex::new(Vec::new())));
        (0..N).for_each(|nth| in_bands.push(7 << 32 | u64::from(nth)).unwrap());
        let mut pairs = found();
        share_a_band(in_bands.sorted().unwrap(), &vec![true; N as usize], &mut pairs).unwrap();
        assert_eq!(pairs.sorted().unwrap().len(), HUBS * N as usize - 6);
    }
}
