//! Documents between the map and the barrier: on disk, in three files, found again by place.
//!
//! One file holds whole documents, the others only what dedup compares: the stories, and apart from those their words, for
//! comparing two stories hardly ever reads more.

use std::path::Path;

use super::pile::{Pile, Slot};
use crate::dedup::{Folded, Options, Shelf, Story};
use crate::error::{Error, Result};
use crate::index::Earlier;
use crate::model::{DocId, Document};

/// Where a document lies in the spool.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Place {
    pub(super) id: DocId,
    document: Slot,
    story: Slot,
    words: Slot,
}

/// The three files; they go when the spool does.
pub(super) struct Spool {
    documents: Pile,
    stories: Pile,
    words: Pile,
}

/// A batch of documents, serialized and waiting to be appended in one go.
#[derive(Default)]
pub(super) struct Batch {
    documents: Vec<u8>,
    stories: Vec<u8>,
    words: Vec<u8>,
    places: Vec<Place>,
}

impl Batch {
    pub(super) fn push(&mut self, document: &Document, story: &Story, folded: &Folded) {
        let (documents, stories, words) = (self.documents.len(), self.stories.len(), self.words.len());
        // A plain struct written into memory; a defect here shows as a document that does not read back: an error.
        let _ = serde_json::to_writer(&mut self.documents, document);
        story.write(&mut self.stories);
        folded.write(&mut self.words);
        self.places.push(Place {
            id: document.id(),
            document: Slot::since(documents, &self.documents),
            story: Slot::since(stories, &self.stories),
            words: Slot::since(words, &self.words),
        });
    }

    pub(super) fn bytes(&self) -> usize {
        self.documents.len() + self.stories.len() + self.words.len()
    }
}

impl Spool {
    /// Three unnamed files in `folder`.
    pub(super) fn new(folder: &Path) -> Result<Self> {
        Ok(Self { documents: Pile::new(folder)?, stories: Pile::new(folder)?, words: Pile::new(folder)? })
    }

    /// Appends a batch; its places in the spool, in its order.
    pub(super) fn append(&mut self, batch: Batch) -> Result<Vec<Place>> {
        let documents = self.documents.append(&batch.documents)?;
        let stories = self.stories.append(&batch.stories)?;
        let words = self.words.append(&batch.words)?;
        let mut places = batch.places;
        for place in &mut places {
            place.document.offset += documents;
            place.story.offset += stories;
            place.words.offset += words;
        }
        Ok(places)
    }

    pub(super) fn document(&self, place: &Place) -> Result<Document> {
        serde_json::from_slice(&self.documents.bytes(place.document)?)
            .map_err(|error| Error::Integrity(format!("the spool does not read back: {error}")))
    }
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

    fn folded(&self, index: u32, options: &Options, folded: &mut Folded) -> Result<()> {
        match index.checked_sub(self.earlier.len() as u32) {
            None => self.earlier.folded(index, options, folded),
            Some(index) => self.fresh.folded(index, options, folded),
        }
    }
}

impl Shelf for Shelved<'_> {
    fn story(&self, index: u32) -> Result<Story> {
        self.spool.stories.story(self.groups[index as usize][0].story)
    }

    fn folded(&self, index: u32, _: &Options, folded: &mut Folded) -> Result<()> {
        self.spool.words.folded(self.groups[index as usize][0].words, folded)
    }
}
