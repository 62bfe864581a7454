//! As [`Postings`](super::postings::Postings), where marks are more than memory holds.
//!
//! Marks are put down in sorted runs and merged; the list of each mark goes by at once, and is put down for each of its stories
//! with those before it, in blocks of neighbouring stories. Whoever reads a block has all lists of its stories in memory,
//! and no other.

use std::ops::Range;

use super::common::{Carried, Carriers, UNRELATED};
use super::groups::Groups;
use super::ledger::{Ledger, torn};
use super::postings::{Asked, CAP, STRIDE, THIN, behind, head, is_aside, met_by};
use super::runs::{Entry, Reader, Sorted, Sorter, Tape, Writer};
use super::sketch::BANDS;
use super::sketches::Sketches;
use crate::error::Result;

/// Blocks that lists are put down in, at most, unless stories are more than a block's numbers can name.
const BLOCKS: usize = 1 << 10;

/// Pieces of a ledger: place and bytes.
type Pieces = Vec<(u64, u32)>;

/// The stories that carry each mark that several carry, on a ledger.
pub(super) struct Spilled {
    ledger: Box<dyn Ledger>,
    blocks: Vec<Pieces>,
    stories: usize,
    /// Stories in a block, as a power of two.
    block_bits: u32,
    /// Marks of many stories: `mark << 32 | rank`, sorted.
    many: Tape,
    asked: Asked,
    /// Bytes that a block may take in memory.
    room: usize,
}

/// For each band `band << 32 | rank`, sorted.
pub(super) type Bands = Vec<Sorter<u64>>;

impl Spilled {
    /// In `room` bytes, what is held of each story left out; so many of the fullest stories are `thinned`.
    pub(super) fn of(
        sketches: &Sketches,
        groups: &Groups,
        rank_of: &[u32],
        thinned: usize,
        room: usize,
        ledger: &dyn Ledger,
    ) -> Result<(Self, Bands)> {
        let mut marks = Sorter::new(room / 2, ledger.another()?);
        let mut bands = Bands::new();
        for _ in 0..BANDS {
            bands.push(Sorter::new(room / 16, ledger.another()?));
        }
        sketches.each(|story, of_bands, of_story| {
            let rank = rank_of[story as usize];
            if groups.group(rank)[0] != story || of_story.is_empty() {
                return Ok(());
            }
            for (sorter, &band) in bands.iter_mut().zip(of_bands) {
                sorter.push(u64::from(band) << 32 | u64::from(rank))?;
            }
            of_story.iter().try_for_each(|&mark| marks.push(u64::from(mark) << 32 | u64::from(rank)))
        })?;
        let lists = Lists::new(groups.len(), thinned, room / 4, ledger.another()?);
        Ok((lists.of(marks.sorted()?, room)?, bands))
    }

    /// How many blocks of neighbouring stories there are.
    pub(super) fn blocks(&self) -> usize {
        self.blocks.len()
    }

    /// Gives a block as [`Postings::each_block`](super::postings::Postings::each_block) does, in as many parts as there is room for.
    pub(super) fn block(
        &self,
        block: usize,
        room: &mut Vec<u32>,
        mut take: impl FnMut(usize, usize, &[u32]) -> Result<()>,
    ) -> Result<()> {
        let bytes: usize = self.blocks[block].iter().map(|&(_, bytes)| bytes as usize).sum();
        let (first, all) = (block << self.block_bits, 1 << self.block_bits);
        let stories = (self.stories - first).min(all);
        let at_once = all / bytes.div_ceil(self.room).clamp(1, all);
        for begin in (0..stories).step_by(at_once) {
            let part = begin..stories.min(begin + at_once);
            self.part(block, &part, room)?;
            take(first + begin, part.len(), room)?;
        }
        Ok(())
    }

    fn part(&self, block: usize, stories: &Range<usize>, out: &mut Vec<u32>) -> Result<()> {
        let (mut bytes, mut words) = (Vec::new(), Vec::new());
        out.clear();
        for &(place, length) in &self.blocks[block] {
            bytes.resize(length as usize, 0);
            self.ledger.recall(place, &mut bytes)?;
            words.clear();
            u32::read_all(&bytes, &mut words);
            let mut rest = &words[..];
            while let Some((&head, others)) = rest.split_first() {
                let (story, count) = behind(head);
                let (ranks, others) = others.split_at_checked(count).ok_or_else(torn)?;
                rest = others;
                if stories.contains(&(story as usize)) {
                    out.push(head - stories.start as u32);
                    out.extend_from_slice(ranks);
                }
            }
        }
        out.extend([0; STRIDE]);
        Ok(())
    }

    /// As [`Postings::asked`](super::postings::Postings::asked).
    pub(super) fn asked(&self) -> &Asked {
        &self.asked
    }

    /// As [`Postings::carried_by_many`](super::postings::Postings::carried_by_many).
    pub(super) fn carried_by_many(&self, family: &[u32]) -> Result<Vec<Carried>> {
        let (mut carried, mut carriers) = (Vec::new(), Carriers::new());
        let mut entries = Reader::<u64>::new(self.many.clone());
        let mut last = None;
        while let Some(entry) = entries.next(&*self.ledger)? {
            let mark = (entry >> 32) as u32;
            if let Some(last) = last.replace(mark).filter(|&last| last != mark) {
                carried.extend(carriers.of(last));
                carriers.clear();
            }
            carriers.push(entry as u32, family);
        }
        carried.extend(last.and_then(|last| carriers.of(last)));
        Ok(carried)
    }
}

/// Puts lists down.
struct Lists {
    ledger: Box<dyn Ledger>,
    /// Of each block the bytes that wait, and the pieces that do not.
    blocks: Vec<(Vec<u8>, Pieces)>,
    stories: usize,
    block_bits: u32,
    many: Writer<u64>,
    asked: Asked,
    /// Bytes of a block that wait.
    at_once: usize,
}

impl Lists {
    fn new(stories: usize, thinned: usize, room: usize, ledger: Box<dyn Ledger>) -> Self {
        let block_bits = stories.max(1).div_ceil(BLOCKS).next_power_of_two().ilog2().clamp(8, 16);
        let blocks = vec![Default::default(); stories.div_ceil(1 << block_bits)];
        let at_once = (room / blocks.len().max(1)).clamp(64, 1 << 16);
        let asked = Asked::new(stories, thinned);
        Self { ledger, blocks, stories, block_bits, many: Writer::new(room), asked, at_once }
    }

    fn of(mut self, entries: Sorted<u64>, room: usize) -> Result<Spilled> {
        // No more of a list need be known than tells whether its stories are still paired each with each.
        let (mut list, mut length, mut last) = (Vec::with_capacity(CAP + 1), 0, None);
        for entry in entries {
            let (entry, mark) = entry.map(|entry| (entry, (entry >> 32) as u32))?;
            if last.replace(mark) != Some(mark) {
                self.short(&list, length)?;
                list.clear();
                length = 0;
            }
            length += 1;
            if length <= CAP + 1 {
                list.push(entry);
                if length == CAP + 1 {
                    self.long(&list)?;
                }
            } else {
                self.many.push(entry, &*self.ledger)?;
                self.put(entry, &list[..met_by(length, length - 1)], length)?;
            }
        }
        self.short(&list, length)?;
        for block in 0..self.blocks.len() {
            self.flush(block)?;
        }
        let Self { ledger, blocks, stories, block_bits, many, asked, .. } = self;
        let blocks = blocks.into_iter().map(|(_, pieces)| pieces).collect();
        // A block is in memory as bytes, as words and as meetings, one a thread.
        let room = room / 4 / rayon::current_num_threads();
        let many = many.finish(&*ledger)?;
        Ok(Spilled { ledger, blocks, stories, block_bits, many, asked, room: room.max(1 << 10) })
    }

    /// A list that has ended, unless it is too long.
    fn short(&mut self, list: &[u64], length: usize) -> Result<()> {
        if length > CAP {
            return Ok(());
        }
        if length >= UNRELATED {
            list.iter().try_for_each(|&entry| self.many.push(entry, &*self.ledger))?;
        }
        self.all(list)
    }

    /// The start of a list that is too long for its stories to be paired each with each.
    fn long(&mut self, list: &[u64]) -> Result<()> {
        list.iter().try_for_each(|&entry| self.many.push(entry, &*self.ledger))?;
        self.all(list)
    }

    fn all(&mut self, list: &[u64]) -> Result<()> {
        list.iter()
            .enumerate()
            .try_for_each(|(before, &entry)| self.put(entry, &list[..met_by(list.len(), before)], list.len()))
    }

    /// Tells a story of a list of so many that it is met by those in `met_by`, if it is asked.
    fn put(&mut self, entry: u64, met_by: &[u64], list: usize) -> Result<()> {
        let (mark, story) = ((entry >> 32) as u32, entry as u32);
        if list > THIN {
            self.asked.note(mark, list, story);
        }
        if met_by.is_empty() || ((story as usize) < self.asked.thinned && is_aside(mark, list)) {
            return Ok(());
        }
        let block = (story >> self.block_bits) as usize;
        let waiting = &mut self.blocks[block].0;
        let head = head(story & ((1 << self.block_bits) - 1), met_by.len(), list);
        waiting.extend_from_slice(&head.to_le_bytes());
        for &entry in met_by {
            waiting.extend_from_slice(&(entry as u32).to_le_bytes());
        }
        if waiting.len() < self.at_once { Ok(()) } else { self.flush(block) }
    }

    fn flush(&mut self, block: usize) -> Result<()> {
        let (waiting, pieces) = &mut self.blocks[block];
        if !waiting.is_empty() {
            pieces.push((self.ledger.keep(waiting)?, waiting.len() as u32));
            waiting.clear();
        }
        Ok(())
    }
}
