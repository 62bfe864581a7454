//! Documents between the map and the barrier: on disk, in two files, found again by place.
//!
//! One file holds whole documents, the other only what dedup compares, so that comparing two stories reads no more than
//! their texts.

use std::fs::File;
use std::io::Write;
use std::path::Path;
use std::sync::Mutex;

use serde::de::DeserializeOwned;

use super::held;
use crate::dedup::{Ledger, Shelf, Story};
use crate::error::{Error, Result};
use crate::index::Earlier;
use crate::model::{DocId, Document};

/// Where a document lies in the spool.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Place {
    pub(super) id: DocId,
    document: Slot,
    story: Slot,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Slot {
    offset: u64,
    length: u32,
}

/// The two files; they go when the spool does.
pub(super) struct Spool {
    documents: Pile,
    stories: Pile,
}

/// An unnamed file, which the system removes when it is closed, however that comes about.
struct Pile {
    file: File,
    end: u64,
}

/// A batch of documents, serialized and waiting to be appended in one go.
#[derive(Default)]
pub(super) struct Batch {
    documents: Vec<u8>,
    stories: Vec<u8>,
    places: Vec<Place>,
}

impl Batch {
    pub(super) fn push(&mut self, document: &Document, story: &Story) {
        let place = Place {
            id: document.id(),
            document: append(&mut self.documents, document),
            story: append(&mut self.stories, story),
        };
        self.places.push(place);
    }

    pub(super) fn bytes(&self) -> usize {
        self.documents.len() + self.stories.len()
    }
}

fn append(pile: &mut Vec<u8>, value: &impl serde::Serialize) -> Slot {
    let offset = pile.len();
    // Plain structs written into memory; a defect here shows as a document that does not read back, which is an error.
    let _ = serde_json::to_writer(&mut *pile, value);
    Slot { offset: offset as u64, length: u32::try_from(pile.len() - offset).unwrap_or(u32::MAX) }
}

impl Spool {
    /// Two unnamed files in `folder`.
    pub(super) fn new(folder: &Path) -> Result<Self> {
        Ok(Self { documents: Pile::new(folder)?, stories: Pile::new(folder)? })
    }

    /// Appends a batch; its places in the spool, in its order.
    pub(super) fn append(&mut self, batch: Batch) -> Result<Vec<Place>> {
        let (documents, stories) =
            (self.documents.append(&batch.documents)?, self.stories.append(&batch.stories)?);
        let mut places = batch.places;
        for place in &mut places {
            place.document.offset += documents;
            place.story.offset += stories;
        }
        Ok(places)
    }

    pub(super) fn document(&self, place: &Place) -> Result<Document> {
        self.documents.value(place.document)
    }
}

impl Pile {
    fn new(folder: &Path) -> Result<Self> {
        let file = tempfile::tempfile_in(folder).map_err(Error::io(folder, "making the spool"))?;
        Ok(Self { file, end: 0 })
    }

    fn append(&mut self, bytes: &[u8]) -> Result<u64> {
        let begin = self.end;
        self.file.write_all(bytes).map_err(Error::io(Path::new("the spool"), "writing"))?;
        self.end += bytes.len() as u64;
        Ok(begin)
    }

    fn read(&self, offset: u64, bytes: &mut [u8]) -> Result<()> {
        read_at(&self.file, bytes, offset).map_err(Error::io(Path::new("the spool"), "reading"))
    }

    fn value<T: DeserializeOwned>(&self, slot: Slot) -> Result<T> {
        let mut bytes = vec![0; slot.length as usize];
        self.read(slot.offset, &mut bytes)?;
        serde_json::from_slice(&bytes)
            .map_err(|error| Error::Integrity(format!("the spool does not read back: {error}")))
    }
}

#[cfg(unix)]
fn read_at(file: &File, bytes: &mut [u8], offset: u64) -> std::io::Result<()> {
    std::os::unix::fs::FileExt::read_exact_at(file, bytes, offset)
}

#[cfg(windows)]
fn read_at(file: &File, mut bytes: &mut [u8], mut offset: u64) -> std::io::Result<()> {
    while !bytes.is_empty() {
        let read = std::os::windows::fs::FileExt::seek_read(file, bytes, offset)?;
        if read == 0 {
            return Err(std::io::ErrorKind::UnexpectedEof.into());
        }
        bytes = &mut bytes[read..];
        offset += read as u64;
    }
    Ok(())
}

/// The documents of a run, each once, sorted by id.
pub(super) struct Shelved<'a> {
    spool: &'a Spool,
    /// For each document the place its row is made from, then those that repeat it.
    groups: Vec<&'a [Place]>,
}

impl<'a> Shelved<'a> {
    pub(super) fn new(spool: &'a Spool, groups: Vec<&'a [Place]>) -> Self {
        Self { spool, groups }
    }

    pub(super) fn len(&self) -> usize {
        self.groups.len()
    }

    /// Those whose ids are `known`, and the others.
    pub(super) fn parted(self, known: impl Fn(DocId) -> bool) -> (Self, Self) {
        let (known, others) = self.groups.into_iter().partition(|group| known(group[0].id));
        (Self { spool: self.spool, groups: known }, Self { spool: self.spool, groups: others })
    }

    /// All documents that are filed under row `index`, the one its row is made from first.
    pub(super) fn all(&self, index: usize) -> impl Iterator<Item = Result<Document>> {
        self.groups[index].iter().map(|place| self.spool.document(place))
    }

    /// The document of row `index`.
    pub(super) fn document(&self, index: usize) -> Result<Document> {
        self.spool.document(&self.groups[index][0])
    }

    /// The documents that repeat it.
    pub(super) fn repeats(&self, index: usize) -> impl Iterator<Item = Result<Document>> {
        self.groups[index][1..].iter().map(|place| self.spool.document(place))
    }
}

/// The relations of a run: one more unnamed file.
pub(super) struct Relations(Mutex<Pile>);

impl Relations {
    /// In `folder`.
    pub(super) fn new(folder: &Path) -> Result<Self> {
        Ok(Self(Mutex::new(Pile::new(folder)?)))
    }
}

impl Ledger for Relations {
    fn keep(&self, entry: &[u8]) -> Result<u64> {
        held(&self.0).append(entry)
    }

    fn recall(&self, place: u64, entry: &mut [u8]) -> Result<()> {
        held(&self.0).read(place, entry)
    }
}

/// The stories of an index, and behind them those of the run.
pub(super) struct Shelves<'a> {
    pub(super) earlier: &'a Earlier,
    pub(super) fresh: &'a Shelved<'a>,
}

impl Shelf for Shelves<'_> {
    fn story(&self, index: u32) -> Result<Story> {
        match index.checked_sub(self.earlier.len() as u32) {
            None => self.earlier.story(index),
            Some(index) => self.fresh.story(index),
        }
    }
}

impl Shelf for Shelved<'_> {
    fn story(&self, index: u32) -> Result<Story> {
        self.spool.stories.value(self.groups[index as usize][0].story)
    }
}
