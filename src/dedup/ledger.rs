//! Where the details of relations wait until the clusters are known: far more numbers than clustering needs, and far
//! more relations than fit in memory.

use std::sync::{Mutex, PoisonError};

use serde::{Deserialize, Serialize};

use super::judge::Numbers;
use crate::error::{Error, Result};
use crate::model::{DocId, Passage, Span};

/// Keeps bytes and gives them back; used from many threads.
///
/// A `Mutex<Vec<u8>>` is one in memory.
pub trait Ledger: Send + Sync {
    /// Keeps `entry`; gives the place of its first byte.
    ///
    /// # Errors
    /// There is no room left.
    fn keep(&self, entry: &[u8]) -> Result<u64>;

    /// Fills `entry` with what lies at `place`.
    ///
    /// # Errors
    /// It cannot be read, or nothing of that length lies there.
    fn recall(&self, place: u64, entry: &mut [u8]) -> Result<()>;

    /// An empty one of its kind, which is gone when it is dropped.
    ///
    /// # Errors
    /// It cannot be made.
    fn another(&self) -> Result<Box<dyn Ledger>>;
}

impl Ledger for Mutex<Vec<u8>> {
    fn keep(&self, entry: &[u8]) -> Result<u64> {
        let mut bytes = self.lock().unwrap_or_else(PoisonError::into_inner);
        let place = bytes.len() as u64;
        bytes.extend_from_slice(entry);
        Ok(place)
    }

    fn recall(&self, place: u64, entry: &mut [u8]) -> Result<()> {
        let bytes = self.lock().unwrap_or_else(PoisonError::into_inner);
        let kept = bytes.get(place as usize..).and_then(|rest| rest.get(..entry.len()));
        entry.copy_from_slice(kept.ok_or_else(torn)?);
        Ok(())
    }

    fn another(&self) -> Result<Box<dyn Ledger>> {
        Ok(Box::new(Self::default()))
    }
}

/// What was put down does not read back.
pub(super) fn torn() -> Error {
    Error::Integrity("a ledger of dedup does not read back".into())
}

/// An entry's place and length in bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Slot {
    pub(super) place: u64,
    pub(super) length: u32,
}

/// What clusters are made by: two stories, and how surely they are one. Kept from run to run where dumps are
/// deduplicated against earlier ones; `a < b`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Link {
    /// The smaller id.
    pub a: DocId,
    /// The greater id.
    pub b: DocId,
    /// Above 0: one story. In thousandths of a logit.
    pub score: i32,
    /// Where the bulk of what they share lies in `a` and in `b`: first and last word.
    pub reach: [(u32, u32); 2],
    /// Share of `a` and of `b` that the other tells, in thousandths.
    pub told: [u32; 2],
}

/// What is told of a relation but decides nothing about clusters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Details {
    /// Shingles in `a`, in `b`, and in both.
    pub(super) shingles: [u32; 3],
    /// Candidate keys that brought the two together.
    pub(super) met: u32,
    /// Words of the longest run.
    pub(super) longest_run: u32,
    /// Above 0: one story.
    pub(super) score: i32,
    /// As in [`Link`].
    pub(super) reach: [(u32, u32); 2],
    /// As in [`Link`].
    pub(super) told: [u32; 2],
    /// What made the score, in the order of [`Numbers::weighed`].
    pub(super) numbers: [i32; Numbers::COUNT],
    pub(super) passages: Vec<Passage>,
    pub(super) stretches: Vec<Passage>,
}

impl Details {
    /// Appends the entry to `out`: little-endian words of 32 bits, the passages behind their number, the stretches to
    /// the end.
    pub(super) fn write(&self, out: &mut Vec<u8>) -> Slot {
        let begin = out.len();
        let mut push = |word: u32| out.extend_from_slice(&word.to_le_bytes());
        self.shingles.into_iter().chain([self.met, self.longest_run]).for_each(&mut push);
        std::iter::once(self.score).chain(self.numbers).for_each(|number| push(number.cast_unsigned()));
        self.reach.into_iter().flat_map(|(from, to)| [from, to]).chain(self.told).for_each(&mut push);
        push(self.passages.len() as u32);
        for passage in self.passages.iter().chain(&self.stretches) {
            [passage.a.start, passage.a.end, passage.b.start, passage.b.end, passage.words]
                .into_iter()
                .for_each(&mut push);
        }
        Slot { place: begin as u64, length: (out.len() - begin) as u32 }
    }

    /// Reads the entry at `slot` back.
    pub(super) fn read(ledger: &dyn Ledger, slot: Slot) -> Result<Self> {
        let mut bytes = vec![0; slot.length as usize];
        ledger.recall(slot.place, &mut bytes)?;
        let mut words = bytes.as_chunks::<4>().0.iter().map(|word| u32::from_le_bytes(*word));
        Self::of(&mut words).ok_or_else(torn)
    }

    fn of(words: &mut impl Iterator<Item = u32>) -> Option<Self> {
        let shingles = [words.next()?, words.next()?, words.next()?];
        let (met, longest_run) = (words.next()?, words.next()?);
        let score = words.next()?.cast_signed();
        let mut numbers = [0; Numbers::COUNT];
        for number in &mut numbers {
            *number = words.next()?.cast_signed();
        }
        let reach = [(words.next()?, words.next()?), (words.next()?, words.next()?)];
        let told = [words.next()?, words.next()?];
        let count = words.next()? as usize;
        let mut passages: Vec<Passage> = Vec::new();
        while let Some(start) = words.next() {
            let a = Span { start, end: words.next()? };
            let b = Span { start: words.next()?, end: words.next()? };
            passages.push(Passage { a, b, words: words.next()? });
        }
        let stretches = (count <= passages.len()).then(|| passages.split_off(count))?;
        Some(Self { shingles, met, longest_run, score, reach, told, numbers, passages, stretches })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn details_read_back_as_they_were_written() {
        let passage = |start| Passage {
            a: Span { start, end: start + 9 },
            b: Span { start: start + 20, end: start + 30 },
            words: 2,
        };
        let details = Details {
            shingles: [7, 8, 5],
            met: 3,
            longest_run: 11,
            score: -412,
            reach: [(0, 90), (20, 110)],
            told: [1000, 850],
            numbers: std::array::from_fn(|at| at as i32 - 4),
            passages: vec![passage(0), passage(40)],
            stretches: vec![passage(0)],
        };
        let ledger = Mutex::new(b"before".to_vec());
        let mut bytes = Vec::new();
        let slot = details.write(&mut bytes);
        let slot = Slot { place: ledger.keep(&bytes).unwrap() + slot.place, ..slot };
        assert_eq!(Details::read(&ledger, slot).unwrap(), details);
        assert!(Details::read(&ledger, Slot { length: slot.length + 4, ..slot }).is_err());
    }
}
