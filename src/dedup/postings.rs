//! Which stories carry each mark that several carry.
//!
//! Takes sketches in rank order, gives for each story the fuller ones that share a mark with it. Marks are sorted in parts;
//! each list is copied for each of its stories into blocks of neighbours, some blocks at a time, of which each fits a core's cache:
//! no table is written to or read from at random.

use std::ops::Range;

use rayon::prelude::*;

use super::common::{Carried, Carriers, UNRELATED};
use super::ledger::torn;
use crate::error::Result;

/// Of the marks carried by more stories than this, one in [`ONE_IN`] is asked who carries it too, where a story need not be asked by all.
pub(super) const THIN: usize = 16;
pub(super) const ONE_IN: u32 = 4;
/// A mark carried by more stories than this no longer pairs each with each.
pub(super) const CAP: usize = 64;
/// Stories that the others are paired with where a mark or a band is carried by too many: the fullest.
pub(super) const HUBS: usize = 3;
/// The most that one mark says.
pub(super) const MOST_SAID: u32 = 6;

/// The stories that carry each mark that several carry.
pub(super) struct Postings {
    /// For each mark how many stories carry it, and their ranks, ascending.
    lists: Vec<u32>,
    /// The same of marks that only stories from `thinned` on are asked by.
    aside: Vec<u32>,
    stories: usize,
    thinned: usize,
    /// Words that each block takes.
    words: Vec<u64>,
    /// Marks of many stories: the mark, whether its list is aside, and where that starts.
    many: Vec<(u32, bool, u32)>,
    asked: Asked,
}

/// By which of its marks each story is paired with others that carry them.
pub(super) struct Asked {
    /// Of each story the marks whose lists are too long for their stories to be paired each with each, and those by which a story that is
    /// thinned is not paired.
    pub(super) long_and_aside: Vec<[u16; 2]>,
    /// So many of the fullest stories are thinned.
    pub(super) thinned: usize,
}

impl Asked {
    pub(super) fn new(stories: usize, thinned: usize) -> Self {
        Self { long_and_aside: vec![[0; 2]; stories], thinned }
    }

    /// Takes note of a story in a list of so many.
    pub(super) fn note(&mut self, mark: u32, list: usize, rank: u32) {
        let [long, aside] = &mut self.long_and_aside[rank as usize];
        *long = long.saturating_add(u16::from(list > CAP));
        *aside = aside.saturating_add(u16::from(is_aside(mark, list)));
    }
}

/// Whether stories that are thinned are not paired by a mark that so many carry.
pub(super) fn is_aside(mark: u32, list: usize) -> bool {
    list > THIN && !mark.is_multiple_of(ONE_IN)
}

/// Stories in a block, as a power of two: as many as a core's cache holds all lists of.
const BLOCK_BITS: u32 = 9;
/// Entries that are sorted at once, eight bytes each, unless that would take more than so many rounds.
const AT_ONCE: usize = 1 << 20;
const ROUNDS: usize = 4;
/// Sketches that are looked at side by side.
const SIDE_BY_SIDE: usize = 32;
/// Marks are sorted by their first byte first.
const PARTS: usize = 256;
/// Words of blocks that are made in one go.
const WORDS: u64 = 1 << 24;
/// Numbers are copied so many at a time, whether or not all are wanted: most lists have fewer, and to copy just as many as
/// there are would take longer.
pub(super) const STRIDE: usize = 8;

impl Postings {
    /// Of the marks of each story, the fullest first, of which so many are `thinned`.
    /// No more than `starting` of them start with each byte.
    pub(super) fn of(mut sketches: Vec<&[u32]>, starting: &Starting, thinned: usize) -> Self {
        let all: usize = starting.iter().sum();
        // Room for all at once, though not all may be needed: growing would move it time and again.
        let lists = Vec::with_capacity(all + all / 2);
        let words = vec![0; sketches.len().div_ceil(1 << BLOCK_BITS)];
        let asked = Asked::new(sketches.len(), thinned);
        let (stories, aside, many) = (sketches.len(), Vec::new(), Vec::new());
        let mut postings = Self { lists, aside, stories, thinned, words, many, asked };
        let mut entries = Vec::new();
        for bytes in rounds(starting, AT_ONCE.max(all / ROUNDS)) {
            for part in sort(&mut sketches, bytes, starting, &mut entries) {
                for list in part.chunk_by(|x, y| x >> 32 == y >> 32).filter(|list| list.len() > 1) {
                    postings.list(list);
                }
            }
        }
        for lists in [&mut postings.lists, &mut postings.aside] {
            lists.extend([0; STRIDE]);
            lists.shrink_to_fit();
        }
        postings
    }

    /// Takes up the list of a mark.
    fn list(&mut self, list: &[u64]) {
        let mark = (list[0] >> 32) as u32;
        let is_aside = self.thinned > 0 && is_aside(mark, list.len());
        let lists = if is_aside { &mut self.aside } else { &mut self.lists };
        if list.len() >= UNRELATED {
            self.many.push((mark, is_aside, lists.len() as u32));
        }
        if list.len() > THIN {
            list.iter().for_each(|&entry| self.asked.note(mark, list.len(), entry as u32));
        }
        lists.push(list.len() as u32);
        lists.extend(list.iter().map(|&entry| entry as u32));
        let asked = if is_aside { self.thinned } else { 0 };
        for (before, &entry) in list.iter().enumerate().skip(1) {
            if entry as u32 as usize >= asked {
                self.words[entry as u32 as usize >> BLOCK_BITS] += 1 + met_by(list.len(), before) as u64;
            }
        }
    }

    /// Neighbouring blocks, as many as are made in one go.
    pub(super) fn parts(&self) -> Vec<Range<usize>> {
        let (mut parts, mut begin, mut words) = (Vec::new(), 0, 0);
        // What all passes over the lists take is in proportion to what they hold.
        let room =
            WORDS.max((self.lists.len() + self.aside.len()) as u64 / 2) / rayon::current_num_threads() as u64;
        for (block, more) in self.words.iter().enumerate() {
            if block > begin && words + more > room {
                parts.push(begin..block);
                (begin, words) = (block, 0);
            }
            words += more;
        }
        parts.push(begin..self.words.len());
        parts
    }

    /// Gives each of the blocks: the rank of its first story, how many stories there are, and what [`Block::fill`] takes. `room`
    /// is for what that is made in.
    pub(super) fn each_block(
        &self,
        blocks: Range<usize>,
        room: &mut Vec<u32>,
        mut take: impl FnMut(usize, usize, &[u32]) -> Result<()>,
    ) -> Result<()> {
        let mut ends: Vec<usize> = Vec::with_capacity(blocks.len());
        let mut all = 0;
        for &words in &self.words[blocks.clone()] {
            ends.push(all);
            // What is copied beyond the last one stays out of the next block.
            all += words as usize + STRIDE;
        }
        if room.len() < all {
            *room = vec![0; all];
        }
        let (first, last) = (blocks.start << BLOCK_BITS, blocks.end << BLOCK_BITS);
        for (lists, first) in [(&self.lists, first), (&self.aside, first.max(self.thinned))] {
            let (mut at, end_of_lists) = (0, if first < last { lists.len() - STRIDE } else { 0 });
            while at < end_of_lists {
                let (length, start) = (lists[at] as usize, at + 1);
                let list = &lists[start..start + length];
                at = start + length;
                let begin = list.partition_point(|&rank| (rank as usize) < first).max(1);
                for (before, &rank) in list.iter().enumerate().skip(begin) {
                    if rank as usize >= last {
                        break;
                    }
                    let met_by = met_by(length, before);
                    let end = &mut ends[(rank as usize >> BLOCK_BITS) - blocks.start];
                    room[*end] = head(rank & ((1 << BLOCK_BITS) - 1), met_by, length);
                    for step in (0..met_by).step_by(STRIDE) {
                        let from = &lists[start + step..start + step + STRIDE];
                        room[*end + 1 + step..*end + 1 + step + STRIDE].copy_from_slice(from);
                    }
                    *end += 1 + met_by;
                }
            }
        }
        let mut begin = 0;
        for (block, end) in blocks.zip(ends) {
            let first = block << BLOCK_BITS;
            take(first, (self.stories - first).min(1 << BLOCK_BITS), &room[begin..end + STRIDE])?;
            begin = end + STRIDE;
        }
        Ok(())
    }

    /// By which marks stories are paired.
    pub(super) fn asked(&self) -> &Asked {
        &self.asked
    }

    /// Marks that many unrelated stories carry, sorted. `family` names each story's kin.
    pub(super) fn carried_by_many(&self, family: &[u32]) -> Vec<Carried> {
        let mut carriers = Carriers::new();
        let carried = self.many.iter().filter_map(|&(mark, is_aside, start)| {
            let lists = if is_aside { &self.aside } else { &self.lists };
            let (start, length) = (start as usize, lists[start as usize] as usize);
            carriers.clear();
            lists[start + 1..start + 1 + length].iter().for_each(|&rank| carriers.push(rank, family));
            carriers.of(mark)
        });
        carried.collect()
    }
}

/// By how many of the stories `before` it in a list one is met: by all, or by the fullest few where the list is too long for its
/// stories to be paired each with each.
pub(super) fn met_by(list: usize, before: usize) -> usize {
    if list > CAP { before.min(HUBS) } else { before }
}

/// Stands in a block before `met_by` ranks: the story within the block that they meet in a list of so many stories.
pub(super) fn head(story: u32, met_by: usize, list: usize) -> u32 {
    story | (met_by as u32) << 16 | u32::from(rarity(list)) << 24
}

/// What [`head`] holds: the story, and how many ranks follow.
pub(super) fn behind(head: u32) -> (u32, usize) {
    (head & 0xffff, (head >> 16 & 0xff) as usize)
}

/// What the stories of a block are met by, story behind story.
#[derive(Default)]
pub(super) struct Block {
    /// The ranks, and above each what the mark says.
    met: Vec<u64>,
    /// Where those of each story end.
    ends: Vec<usize>,
}

impl Block {
    /// With `stories` stories and all that they are met by, in any order: a [`head`], the ranks, and so on; behind the last
    /// [`STRIDE`] words of any kind.
    ///
    /// # Errors
    /// The words are none of that kind.
    pub(super) fn fill(&mut self, stories: usize, words: &[u32]) -> Result<()> {
        let Self { met, ends } = self;
        ends.clear();
        ends.resize(stories + 1, 0);
        let end = words.len().checked_sub(STRIDE).ok_or_else(torn)?;
        let mut at = 0;
        while at < end {
            let (story, count) = behind(words[at]);
            *ends.get_mut(story as usize + 1).ok_or_else(torn)? += count;
            at += 1 + count;
        }
        if at != end {
            return Err(torn());
        }
        for at in 1..ends.len() {
            ends[at] += ends[at - 1] + STRIDE;
        }
        let all = ends.last().copied().unwrap_or(0);
        if met.len() < all {
            *met = vec![0; all];
        }
        at = 0;
        while at < end {
            let (story, count) = behind(words[at]);
            let (begin, said) = (ends[story as usize], u64::from(words[at] >> 24) << 32);
            for step in (0..count).step_by(STRIDE) {
                let ranks = &words[at + 1 + step..at + 1 + step + STRIDE];
                for (met, &rank) in met[begin + step..begin + step + STRIDE].iter_mut().zip(ranks) {
                    *met = said | u64::from(rank);
                }
            }
            ends[story as usize] += count;
            at += 1 + count;
        }
        Ok(())
    }

    /// All that the `nth` of its stories is met by.
    pub(super) fn met(&mut self, nth: usize) -> &mut [u64] {
        let begin = if nth == 0 { 0 } else { self.ends[nth - 1] + STRIDE };
        &mut self.met[begin..self.ends[nth]]
    }
}

/// How many marks start with each byte.
pub(super) type Starting = [usize; PARTS];

/// Counts in the marks of one more sketch.
pub(super) fn count_in(starting: &mut Starting, marks: &[u32]) {
    marks.iter().for_each(|&mark| starting[first_byte(mark)] += 1);
}

fn first_byte(mark: u32) -> usize {
    (mark >> 24) as usize
}

/// First bytes whose marks are sorted in one go: as many as come to no more than `at_once` marks, where each starts so many. A mark is
/// the smallest of several hashes, so that most start with small bytes.
fn rounds(starting: &Starting, at_once: usize) -> Vec<Range<usize>> {
    let (mut rounds, mut begin, mut marks) = (Vec::new(), 0, 0);
    for (byte, more) in starting.iter().enumerate() {
        if byte > begin && marks + more > at_once {
            rounds.push(begin..byte);
            (begin, marks) = (byte, 0);
        }
        marks += more;
    }
    rounds.push(begin..PARTS);
    rounds
}

/// `mark << 32 | rank` of all marks that start with one of `bytes`, sorted by mark, a part for each byte. They are gone from
/// `sketches` then, which have none that starts with less.
fn sort<'e>(
    sketches: &mut [&[u32]],
    bytes: Range<usize>,
    starting: &Starting,
    entries: &'e mut Vec<u64>,
) -> Vec<&'e mut [u64]> {
    let (mut ends, mut all) = ([0; PARTS], 0);
    for byte in bytes.clone() {
        ends[byte] = all;
        all += starting[byte];
    }
    if entries.len() < all {
        *entries = vec![0; all];
    }
    let mut ranks = 0_u64..;
    for sketches in sketches.chunks_mut(SIDE_BY_SIDE) {
        // Sketches lie all over memory: these are fetched side by side, not each when the last is done.
        let mut next = [0; SIDE_BY_SIDE];
        for (next, marks) in next.iter_mut().zip(&*sketches) {
            *next = marks.first().map_or(PARTS, |&mark| first_byte(mark));
        }
        for ((marks, next), rank) in sketches.iter_mut().zip(next).zip(ranks.by_ref()) {
            if next >= bytes.end {
                continue;
            }
            let mut left = *marks;
            while let Some((&mark, others)) = left.split_first()
                && first_byte(mark) < bytes.end
            {
                let end = &mut ends[first_byte(mark)];
                entries[*end] = u64::from(mark) << 32 | rank;
                *end += 1;
                left = others;
            }
            *marks = left;
        }
    }
    let (mut rest, mut begin) = (&mut entries[..all], 0);
    let mut parts = Vec::with_capacity(bytes.len());
    for byte in bytes {
        let (part, others) = rest.split_at_mut(starting[byte]);
        parts.push(&mut part[..ends[byte] - begin]);
        begin += starting[byte];
        rest = others;
    }
    parts.par_iter_mut().for_each_init(Vec::new, |scratch, part| sort_by_mark(part, scratch));
    parts
}

/// Sorts entries of one first byte by the other bits of the mark, twelve at a time, the last first.
fn sort_by_mark(entries: &mut [u64], scratch: &mut Vec<u64>) {
    const DIGITS: usize = 1 << 12;
    scratch.resize(entries.len(), 0);
    let by_digit = |shift: u32, from: &[u64], to: &mut [u64]| {
        let digit = |entry: u64| (entry >> shift) as usize % DIGITS;
        let mut ends = [0_u32; DIGITS];
        from.iter().for_each(|&entry| ends[digit(entry)] += 1);
        let mut sum = 0;
        for end in &mut ends {
            sum += std::mem::replace(end, sum);
        }
        for &entry in from {
            let end = &mut ends[digit(entry)];
            to[*end as usize] = entry;
            *end += 1;
        }
    };
    by_digit(32, entries, scratch);
    by_digit(44, scratch, entries);
}

/// What a shared mark says that `n` stories carry.
fn rarity(n: usize) -> u8 {
    match n {
        ..=4 => MOST_SAID as u8,
        5..=12 => 4,
        13..=32 => 2,
        _ => 1,
    }
}
