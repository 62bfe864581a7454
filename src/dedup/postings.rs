//! Which stories carry each mark that several carry.
//!
//! Takes sketches in rank order, gives for each story the lists of fuller ones that share a mark with it. Marks are sorted
//! in parts, and what stories are told of them is laid down in blocks of neighbours, each of which a core's cache holds:
//! no table is written to or read from at random.

use std::borrow::Cow;
use std::ops::Range;

use rayon::prelude::*;

/// A mark carried by more stories than this no longer pairs each with each.
pub(super) const CAP: usize = 64;
/// Stories that the others are paired with where a mark or a band is carried by too many: the fullest.
pub(super) const HUBS: usize = 3;
/// The most that one mark says.
pub(super) const MOST_SAID: u32 = 6;

/// The stories that carry each mark that several carry.
pub(super) struct Postings {
    /// Their ranks, ascending, list behind list; the first of each list with [`FIRST`].
    ranks: Vec<u32>,
    /// The lists that stories are met in by fuller ones, for each [`Postings::block`] of stories.
    blocks: Vec<Vec<Meeting>>,
    /// Stories in a block, as a power of two.
    block_bits: u32,
    /// Marks of many stories: the mark, and where its list starts.
    many: Vec<(u32, u32)>,
}

/// The fuller stories that share a mark with a story.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Meeting {
    /// Where they are in [`Block::ranks`].
    pub(super) start: u32,
    /// The story within its block.
    pub(super) story: u16,
    /// How many: all of them, or the fullest few where the list is too long for its stories to be paired each with each.
    pub(super) count: u8,
    /// What the mark says, as [`rarity`] has it.
    pub(super) weight: u8,
}

/// Bit of a rank that starts a list.
const FIRST: u32 = 1 << 31;
/// Entries that are sorted at once, eight bytes each.
const AT_ONCE: usize = 1 << 23;
/// Marks are sorted by their first byte first.
const PARTS: usize = 256;

impl Postings {
    /// Of the marks of each story. Marks of `many` stories are remembered for [`Postings::common`].
    pub(super) fn of(sketches: &[&[u32]], many: usize) -> Self {
        let n = sketches.len();
        // Some 256 blocks, unless those would be tiny or a story within one took more than 16 bits to name.
        let block_bits = n.max(1).ilog2().saturating_sub(7).clamp(8, 16);
        let marks = |sketches: &[&[u32]]| sketches.iter().map(|marks| marks.len()).sum();
        // Room for all at once, though not all may be needed: growing would move it time and again.
        let blocks = sketches.chunks(1 << block_bits).map(|block| Vec::with_capacity(marks(block)));
        let (blocks, all) = (blocks.collect(), marks(sketches));
        let mut postings = Self { ranks: Vec::with_capacity(all), blocks, block_bits, many: Vec::new() };
        let rounds = all.div_ceil(AT_ONCE).next_power_of_two().min(PARTS);
        let mut parts: Vec<_> =
            (0..PARTS / rounds).map(|_| Vec::with_capacity(all / PARTS + all / PARTS / 4)).collect();
        // Of each story the marks that are done.
        let mut done = vec![0_u32; n];
        for round in 0..rounds {
            sort(sketches, round * parts.len()..(round + 1) * parts.len(), &mut done, &mut parts);
            for part in &parts {
                for list in part.chunk_by(|x, y| x >> 32 == y >> 32).filter(|list| list.len() > 1) {
                    postings.list(list, many);
                }
            }
        }
        postings.ranks.shrink_to_fit();
        postings
    }

    /// Takes up the list of a mark.
    fn list(&mut self, list: &[u64], many: usize) {
        let start = self.ranks.len() as u32;
        if list.len() >= many {
            self.many.push(((list[0] >> 32) as u32, start));
        }
        let weight = rarity(list.len());
        self.ranks.push(list[0] as u32 | FIRST);
        for (before, &entry) in list.iter().enumerate().skip(1) {
            let rank = entry as u32;
            self.ranks.push(rank);
            let count = if list.len() > CAP { before.min(HUBS) } else { before } as u8;
            let story = (rank & ((1 << self.block_bits) - 1)) as u16;
            self.blocks[(rank >> self.block_bits) as usize].push(Meeting { start, story, count, weight });
        }
    }

    /// How many blocks of neighbouring stories there are.
    pub(super) fn blocks(&self) -> usize {
        self.blocks.len()
    }

    /// The stories of a block, by rank, and in what lists they are met.
    pub(super) fn block(&self, block: usize) -> Block<'_> {
        let (first, stories) = (block << self.block_bits, 1 << self.block_bits);
        Block::new(first, stories, &self.blocks[block], Cow::Borrowed(&self.ranks))
    }

    /// Marks that many unrelated stories carry, sorted: outlet boilerplate, set phrases. `family` names each story's kin.
    pub(super) fn common(&self, family: &[u32], unrelated: usize) -> Vec<u32> {
        let mut kin = Vec::new();
        let common = self.many.iter().filter(|&&(_, start)| {
            let list = self.ranks[start as usize..].iter().enumerate();
            let list = list.take_while(|&(at, rank)| at == 0 || rank & FIRST == 0);
            let mut families = list.map(|(_, rank)| family[(rank & !FIRST) as usize]);
            kin.clear();
            families.any(|family| enough_kin(&mut kin, family, unrelated))
        });
        common.map(|&(mark, _)| mark).collect()
    }
}

/// Adds a family to `kin`, if it is not among them; gives whether it makes them as many as `unrelated`. More are not added.
pub(super) fn enough_kin(kin: &mut Vec<u32>, family: u32, unrelated: usize) -> bool {
    let is_new = kin.len() < unrelated && !kin.contains(&family);
    if is_new {
        kin.push(family);
    }
    is_new && kin.len() == unrelated
}

/// A block of neighbouring stories.
pub(super) struct Block<'p> {
    /// Rank of the first.
    pub(super) first: usize,
    /// A list a mark, story behind story.
    meetings: Vec<Meeting>,
    /// Where those of each story end.
    ends: Vec<u32>,
    /// Where lists lie.
    ranks: Cow<'p, [u32]>,
}

impl<'p> Block<'p> {
    /// Of `stories` stories from rank `first` on, whose lists lie in `ranks`.
    pub(super) fn new(first: usize, stories: usize, all: &[Meeting], ranks: Cow<'p, [u32]>) -> Self {
        let mut ends = vec![0_u32; stories + 1];
        all.iter().for_each(|meeting| ends[usize::from(meeting.story) + 1] += 1);
        for at in 1..ends.len() {
            ends[at] += ends[at - 1];
        }
        let mut meetings = vec![Meeting::default(); all.len()];
        for &meeting in all {
            let slot = &mut ends[usize::from(meeting.story)];
            meetings[*slot as usize] = meeting;
            *slot += 1;
        }
        Self { first, meetings, ends, ranks }
    }

    /// How many stories it has room for.
    pub(super) fn stories(&self) -> usize {
        self.ends.len() - 1
    }

    /// In what lists the `nth` of its stories is met: whoever is in a list of thousands must not walk them all.
    pub(super) fn meetings(&self, nth: usize) -> &[Meeting] {
        let start = if nth == 0 { 0 } else { self.ends[nth - 1] as usize };
        &self.meetings[start..self.ends[nth] as usize]
    }

    /// The fuller stories of a meeting, ascending by rank.
    pub(super) fn met(&self, meeting: Meeting) -> impl Iterator<Item = u32> {
        let start = meeting.start as usize;
        self.ranks[start..start + usize::from(meeting.count)].iter().map(|&rank| rank & !FIRST)
    }

    /// Brings the lists of the meetings into the cache.
    pub(super) fn fetch(&self, meetings: &[Meeting]) {
        let ends = meetings.iter().map(|meeting| self.ranks[meeting.start as usize]);
        std::hint::black_box(ends.fold(0, |all, rank| all | rank));
    }
}

/// Fills `parts` with `mark << 32 | rank` of all marks of each first byte in `bytes`, sorted. All below are `done`.
fn sort(sketches: &[&[u32]], bytes: Range<usize>, done: &mut [u32], parts: &mut [Vec<u64>]) {
    parts.iter_mut().for_each(Vec::clear);
    for ((rank, marks), done) in (0_u64..).zip(sketches).zip(done) {
        let byte = |mark: &u32| (mark >> 24) as usize;
        for mark in marks[*done as usize..].iter().take_while(|mark| byte(mark) < bytes.end) {
            parts[byte(mark) - bytes.start].push(u64::from(*mark) << 32 | rank);
            *done += 1;
        }
    }
    parts.par_iter_mut().for_each_init(Vec::new, |scratch, part| sort_by_mark(part, scratch));
}

/// Sorts entries of one first byte, which come by rank: by the other bits, twelve at a time, the last first.
fn sort_by_mark(entries: &mut Vec<u64>, scratch: &mut Vec<u64>) {
    const DIGITS: usize = 1 << 12;
    scratch.resize(entries.len(), 0);
    for shift in [32, 44] {
        let digit = |entry: u64| (entry >> shift) as usize % DIGITS;
        let mut ends = [0_u32; DIGITS];
        entries.iter().for_each(|&entry| ends[digit(entry)] += 1);
        let mut sum = 0;
        for end in &mut ends {
            sum += std::mem::replace(end, sum);
        }
        for &entry in entries.iter() {
            let slot = &mut ends[digit(entry)];
            scratch[*slot as usize] = entry;
            *slot += 1;
        }
        std::mem::swap(entries, scratch);
    }
}

/// What a shared mark says that `n` stories carry.
pub(super) fn rarity(n: usize) -> u8 {
    match n {
        ..=4 => MOST_SAID as u8,
        5..=12 => 4,
        13..=32 => 2,
        _ => 1,
    }
}
