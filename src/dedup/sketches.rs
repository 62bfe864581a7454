//! All sketches of a set: what every step asks for in memory, the marks in memory as long as there is room.
//!
//! Marks are most of a sketch, and are asked for once, in one go, and now and then for a pair: beyond their share of
//! [`Options::memory`] they wait on a ledger.

use rayon::prelude::*;

use super::ledger::{Ledger, torn};
use super::postings::{Starting, count_in};
use super::runs::Entry;
use super::sketch::{self, BANDS, Outline, Sketch};
use super::{Memory, Options};
use crate::error::Result;
use crate::model::DocId;

/// Words of 32 bits that are put down in one go, where there is room.
const CHUNK: usize = 1 << 18;
/// The share of the memory that marks may take: what candidates are found by takes four times as much again.
const SHARE: u64 = 6;

/// The sketches of a set, in an order of its own.
pub struct Sketches {
    pub(super) outlines: Vec<Outline>,
    /// Of the marks of each.
    places: Vec<Place>,
    chunks: Vec<Chunk>,
    /// Chunks before this one are on the ledger.
    kept: usize,
    ledger: Box<dyn Ledger>,
    memory: Memory,
    chunk: usize,
    /// Words in memory: of bands and marks, and of portraits.
    held: [u64; 2],
    /// Of the marks of all that were added: counted while they are near.
    starting: Starting,
}

/// Where the bands and marks of a sketch are: its chunk, the first word in it, and how many.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Place {
    chunk: u32,
    first: u32,
    marks: u32,
    portrait: u32,
}

/// Bands and marks, behind each other.
enum Chunk {
    Held(Vec<u32>),
    /// Where on the ledger.
    Kept(u64),
}

impl Sketches {
    /// None yet; `ledger` takes what is more than [`Options::memory`] has room for.
    pub fn new(options: &Options, ledger: Box<dyn Ledger>) -> Self {
        let memory = options.memory;
        let chunk = (memory.bytes() / SHARE / 8 / 4).clamp(64, CHUNK as u64) as usize;
        let (outlines, places, chunks) = (Vec::new(), Vec::new(), Vec::new());
        Self { outlines, places, chunks, kept: 0, ledger, memory, chunk, held: [0; 2], starting: [0; _] }
    }

    /// Adds one.
    ///
    /// # Errors
    /// Those of the ledger.
    pub fn push(&mut self, sketch: Sketch) -> Result<()> {
        let words = BANDS + sketch.marks.len() + sketch.portrait.len();
        let last = match self.chunks.last_mut() {
            Some(Chunk::Held(last)) if last.len() + words <= last.capacity() => last,
            _ => {
                self.make_room()?;
                self.chunks.push(Chunk::Held(Vec::with_capacity(self.chunk.max(words))));
                match self.chunks.last_mut() {
                    Some(Chunk::Held(last)) => last,
                    _ => return Err(torn()),
                }
            }
        };
        let first = last.len() as u32;
        last.extend_from_slice(&sketch.bands);
        last.extend_from_slice(&sketch.marks);
        last.extend_from_slice(&sketch.portrait);
        let [marks, portrait] = [&sketch.marks, &sketch.portrait].map(|words| words.len() as u32);
        count_in(&mut self.starting, &sketch.marks);
        self.held[0] += (BANDS + sketch.marks.len()) as u64;
        self.held[1] += u64::from(portrait);
        self.places.push(Place { chunk: self.chunks.len() as u32 - 1, first, marks, portrait });
        self.outlines.push(sketch.outline);
        Ok(())
    }

    /// Puts the chunks down, if they are more than there is room for.
    fn make_room(&mut self) -> Result<()> {
        // No lists are made of portraits.
        let [marks, portraits] = self.held;
        if 4 * (SHARE * marks + portraits) <= self.memory.bytes() && self.kept == 0 {
            return Ok(());
        }
        let mut bytes = Vec::new();
        for chunk in &mut self.chunks[self.kept..] {
            if let Chunk::Held(words) = chunk {
                bytes.clear();
                words.iter().for_each(|word| bytes.extend_from_slice(&word.to_le_bytes()));
                *chunk = Chunk::Kept(self.ledger.keep(&bytes)?);
            }
        }
        self.kept = self.chunks.len();
        Ok(())
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.outlines.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.outlines.is_empty()
    }

    /// The id of each, in their order.
    pub fn ids(&self) -> impl ExactSizeIterator<Item = DocId> {
        self.outlines.iter().map(|outline| outline.id)
    }

    /// Keeps those that `order` names, in that order; each is a place in the order so far.
    pub fn put_in_order(&mut self, order: &[u32]) {
        self.outlines = order.iter().filter_map(|&at| self.outlines.get(at as usize).copied()).collect();
        self.places = order.iter().filter_map(|&at| self.places.get(at as usize).copied()).collect();
    }

    /// Whether all marks are in memory.
    pub(super) fn are_held(&self) -> bool {
        self.kept == 0
    }

    /// How many marks start with each byte, at most.
    pub(super) fn starting(&self) -> &Starting {
        &self.starting
    }

    /// How many marks one has.
    pub(super) fn count(&self, story: u32) -> u32 {
        self.places[story as usize].marks
    }

    /// The bands and marks of one that is in memory.
    pub(super) fn held(&self, story: u32) -> Option<(&[u32; BANDS], &[u32])> {
        let place = self.places.get(story as usize)?;
        match self.chunks.get(place.chunk as usize)? {
            Chunk::Held(words) => place.of(words),
            Chunk::Kept(_) => None,
        }
    }

    /// How many marks two have in common, counted no further than to `enough`.
    pub(super) fn shared_up_to(&self, enough: u32, stories: [u32; 2]) -> Result<u32> {
        let mut read = [Vec::new(), Vec::new()];
        for (story, read) in stories.into_iter().zip(&mut read) {
            self.read(story, read)?;
        }
        let marks =
            |at: usize| -> &[u32] { self.held(stories[at]).map_or(&read[at][..], |(_, marks)| marks) };
        Ok(sketch::shared_up_to(enough as usize, marks(0), marks(1)) as u32)
    }

    /// Reads the marks of one that is not in memory.
    fn read(&self, story: u32, marks: &mut Vec<u32>) -> Result<()> {
        let place = self.places[story as usize];
        if let Chunk::Kept(at) = self.chunks[place.chunk as usize] {
            let mut bytes = vec![0; 4 * place.marks as usize];
            self.ledger.recall(at + 4 * (u64::from(place.first) + BANDS as u64), &mut bytes)?;
            u32::read_all(&bytes, marks);
        }
        Ok(())
    }

    /// The marks and the portrait of one; `room` takes what is not in memory.
    pub(super) fn face<'r>(&'r self, story: u32, room: &'r mut Vec<u32>) -> Result<(&'r [u32], &'r [u32])> {
        let place = self.places[story as usize];
        let begin = place.first as usize + BANDS;
        let words = match &self.chunks[place.chunk as usize] {
            Chunk::Held(words) => words.get(begin..),
            Chunk::Kept(at) => {
                let mut bytes = vec![0; 4 * (place.marks + place.portrait) as usize];
                self.ledger.recall(at + 4 * begin as u64, &mut bytes)?;
                room.clear();
                u32::read_all(&bytes, room);
                Some(&room[..])
            }
        };
        words.and_then(|words| place.face(words)).ok_or_else(torn)
    }

    /// Looks at one that is in memory, so that it is near when it is asked for.
    pub(super) fn fetch(&self, story: u32) -> u32 {
        /// Numbers in a line of a cache.
        const LINE: usize = 16;
        let place = self.places[story as usize];
        let Chunk::Held(words) = &self.chunks[place.chunk as usize] else { return 0 };
        let own = words.get(place.first as usize..place.end() as usize).unwrap_or(&[]);
        own.iter().step_by(LINE).fold(self.outlines[story as usize].words, |sum, word| sum ^ word)
    }

    /// Gives the bands and marks of each in the order in which they lie.
    pub(super) fn each(&self, mut take: impl FnMut(u32, &[u32; BANDS], &[u32]) -> Result<()>) -> Result<()> {
        let mut order: Vec<u32> = (0..self.len() as u32).collect();
        order.par_sort_unstable_by_key(|&story| self.places[story as usize]);
        let (mut bytes, mut read) = (Vec::new(), Vec::new());
        let place = |story: u32| self.places[story as usize];
        for stories in order.chunk_by(|&x, &y| place(x).chunk == place(y).chunk) {
            let first = place(stories[0]).first;
            let words = match &self.chunks[place(stories[0]).chunk as usize] {
                Chunk::Held(words) => words.get(first as usize..).unwrap_or(&[]),
                Chunk::Kept(at) => {
                    let end = stories.last().map_or(first, |&story| place(story).end());
                    bytes.resize(4 * (end - first) as usize, 0);
                    self.ledger.recall(at + 4 * u64::from(first), &mut bytes)?;
                    read.clear();
                    u32::read_all(&bytes, &mut read);
                    &read
                }
            };
            for &story in stories {
                let place = Place { first: place(story).first - first, ..place(story) };
                let (bands, marks) = place.of(words).ok_or_else(torn)?;
                take(story, bands, marks)?;
            }
        }
        Ok(())
    }
}

impl Place {
    /// The bands and marks in the words of the chunk.
    fn of(self, words: &[u32]) -> Option<(&[u32; BANDS], &[u32])> {
        words.get(self.first as usize..)?.get(..BANDS + self.marks as usize)?.split_first_chunk()
    }

    /// First word behind it in its chunk.
    fn end(self) -> u32 {
        self.first + BANDS as u32 + self.marks + self.portrait
    }

    /// The marks and the portrait in the words from the first mark on.
    fn face(self, words: &[u32]) -> Option<(&[u32], &[u32])> {
        words.get(..(self.marks + self.portrait) as usize)?.split_at_checked(self.marks as usize)
    }
}
