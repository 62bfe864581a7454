//! Stories and relations on disk, for whoever deduplicates more than fits in memory.

use std::path::{Path, PathBuf};
use std::sync::{PoisonError, RwLock};

use super::pile::{Pile, Slot};
use crate::dedup::{Folded, Ledger, Options, Shelf, Story};
use crate::error::Result;

/// Stories in two unnamed files, by the order they came in unless put into another.
pub struct Stories {
    texts: Pile,
    /// Apart from the texts: to compare two stories hardly ever needs those.
    words: Pile,
    slots: Vec<[Slot; 2]>,
}

impl Stories {
    /// None yet; the files lie in `folder` and go with the value, however that comes about.
    ///
    /// # Errors
    /// A file cannot be made.
    pub fn new(folder: &Path) -> Result<Self> {
        Ok(Self { texts: Pile::new(folder)?, words: Pile::new(folder)?, slots: Vec::new() })
    }

    /// Adds one with its words.
    ///
    /// # Errors
    /// It cannot be written.
    pub fn push(&mut self, story: &Story, folded: &Folded) -> Result<()> {
        let (mut text, mut words) = (Vec::new(), Vec::new());
        story.write(&mut text);
        folded.write(&mut words);
        self.slots.push([self.texts.put(&text)?, self.words.put(&words)?]);
        Ok(())
    }

    /// Keeps those that `order` names, in that order; each is a place in the order so far.
    #[must_use]
    pub fn in_order(self, order: impl IntoIterator<Item = usize>) -> Self {
        let slots = order.into_iter().filter_map(|at| self.slots.get(at).copied()).collect();
        Self { slots, ..self }
    }
}

impl Shelf for Stories {
    fn story(&self, index: u32) -> Result<Story> {
        self.texts.story(self.slots[index as usize][0])
    }

    fn text(&self, index: u32) -> Result<String> {
        self.texts.text(self.slots[index as usize][0])
    }

    fn folded(&self, index: u32, _: &Options, folded: &mut Folded) -> Result<()> {
        self.words.folded(self.slots[index as usize][1], folded)
    }
}

/// What dedup puts down, in an unnamed file: the details of relations, and what its memory has no room for.
pub struct Scratch {
    /// Read from many threads at once.
    pile: RwLock<Pile>,
    folder: PathBuf,
}

impl Scratch {
    /// Nothing yet; the file lies in `folder` and goes with the value, however that comes about.
    ///
    /// # Errors
    /// The file cannot be made.
    pub fn new(folder: &Path) -> Result<Self> {
        Ok(Self { pile: RwLock::new(Pile::new(folder)?), folder: folder.to_owned() })
    }
}

impl Ledger for Scratch {
    fn keep(&self, entry: &[u8]) -> Result<u64> {
        self.pile.write().unwrap_or_else(PoisonError::into_inner).append(entry)
    }

    fn recall(&self, place: u64, entry: &mut [u8]) -> Result<()> {
        self.pile.read().unwrap_or_else(PoisonError::into_inner).read(place, entry)
    }

    fn another(&self) -> Result<Box<dyn Ledger>> {
        Ok(Box::new(Self::new(&self.folder)?))
    }
}
