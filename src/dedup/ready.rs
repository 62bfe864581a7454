//! Stories that a thread holds ready to be compared: those of one lot are asked for again and again.
//!
//! Takes indexes of sketches, gives [`Prepared`] stories. What a story was made ready in is used again for another: to ask for memory
//! anew takes as long as to fold a tenth of a story.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::hash::{BuildHasherDefault, Hasher};

use super::prepared::{Common, Prepared, Room, Source};
use super::{Options, Shelf};
use crate::error::Result;

/// Bytes that a word takes in a story that is ready.
const WORD: usize = 32;

/// The stories that a thread holds ready, by index of sketch.
pub(super) struct Ready<'s> {
    stories: HashMap<u32, Prepared<'s>, BuildHasherDefault<Spread>>,
    /// Words that they have.
    words: usize,
    /// What others have left.
    left: Vec<Room>,
    shelf: &'s dyn Shelf,
    common: &'s Common,
    options: &'s Options,
    /// Bytes that stories may take.
    most: usize,
}

impl<'s> Ready<'s> {
    /// None yet; they may take `most` bytes. `common` are marks of boilerplate.
    pub(super) fn new(shelf: &'s dyn Shelf, common: &'s Common, options: &'s Options, most: usize) -> Self {
        Self { stories: HashMap::default(), words: 0, left: Vec::new(), shelf, common, options, most }
    }

    /// Makes both stories ready; when there is no room left, all others go.
    pub(super) fn make(&mut self, pair: [u32; 2]) -> Result<()> {
        if self.words > self.most / WORD {
            self.leave();
        }
        for index in pair {
            if let Entry::Vacant(entry) = self.stories.entry(index) {
                let mut room = self.left.pop().unwrap_or_default();
                self.shelf.folded(index, self.options, &mut room.folded)?;
                let source = Source::Shelf(self.shelf, index);
                let story = Prepared::new(room, source, self.common, self.options);
                self.words += story.words.len();
                entry.insert(story);
            }
        }
        Ok(())
    }

    /// Makes room. Of rooms that a long story has been in no more are kept than fit.
    fn leave(&mut self) {
        self.words = 0;
        self.left.extend(self.stories.drain().map(|(_, story)| story.left()));
        let (mut bytes, most) = (0, self.most);
        self.left.retain(|room| {
            bytes += room.bytes();
            bytes <= most
        });
    }

    /// One that has been made ready.
    pub(super) fn get(&self, index: u32) -> Option<&Prepared<'s>> {
        self.stories.get(&index)
    }

    /// Why a text that was asked for could not be read.
    pub(super) fn read(&mut self) -> Result<()> {
        self.stories.values_mut().try_for_each(Prepared::read)
    }
}

/// Spreads indexes over a table; nobody chooses them.
#[derive(Debug, Default)]
struct Spread(u64);

impl Hasher for Spread {
    fn write(&mut self, bytes: &[u8]) {
        bytes.iter().for_each(|&byte| self.write_u32(u32::from(byte)));
    }

    fn write_u32(&mut self, index: u32) {
        self.0 = (self.0 ^ u64::from(index)).wrapping_mul(0x9e37_79b9_7f4a_7c15).rotate_left(26);
    }

    fn finish(&self) -> u64 {
        self.0
    }
}
