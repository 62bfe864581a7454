//! Decides which documents are copies of one report, and which merely share passages.
//!
//! Takes [`Story`]s, gives [`Membership`]s and [`Edge`]s: shingle → signature → band → candidates → alignment →
//! judgement → clusters → canonical copy. The answer depends neither on the order of the stories nor on threads.

mod align;
mod candidates;
mod canonical;
mod chosen;
mod cluster;
mod common;
mod folded;
mod groups;
mod guess;
mod judge;
mod ledger;
mod memberships;
mod memory;
mod portrait;
mod postings;
mod prepared;
mod ready;
mod relate;
mod relation;
mod relations;
mod rounds;
mod row;
mod runs;
mod sketch;
mod sketches;
mod spilled;
mod story;

use serde::{Deserialize, Serialize};

pub use folded::Folded;
pub use judge::Numbers;
pub use ledger::{Ledger, Link};
pub use memory::Memory;
pub use sketch::{Sketch, fold, sketch};
pub use sketches::Sketches;
pub use story::Story;

use crate::error::Result;
use crate::model::{DocId, Edge, Membership};

/// How copies are found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Options {
    /// Words in a shingle. Fewer finds looser rewrites; more finds only copies.
    pub shingle_words: usize,
    /// Seed of every hash.
    pub seed: u64,
    /// Tell how each two stories are related, with the passages they share. Without, only clusters are found, up to
    /// twice as fast: pairs that cannot change a cluster are not compared, and most others are told by what is held of both.
    pub relations: bool,
    /// What marks, the lists of them, pairs and relations may take in memory, with [`HELD`] bytes for each story; what is more waits on
    /// disk, sorted. Changes no result.
    pub memory: Memory,
}

/// Bytes that are held of each story however little [`Options::memory`] allows, before pairs are compared.
pub const HELD: u64 = 200;

impl Default for Options {
    fn default() -> Self {
        Self { shingle_words: 3, seed: 0, relations: true, memory: Memory::of(2 << 30) }
    }
}

impl Options {
    /// Whether the same is found with the other options.
    pub fn find_as(&self, other: &Self) -> bool {
        *self == Self { memory: self.memory, ..other.clone() }
    }
}

/// Gives a story again when two are to be compared; called from many threads.
pub trait Shelf: Sync {
    /// The story that was sketched `index`-th.
    ///
    /// # Errors
    /// The spool cannot be read.
    fn story(&self, index: u32) -> Result<Story>;

    /// The text of that story alone.
    ///
    /// # Errors
    /// The spool cannot be read.
    fn text(&self, index: u32) -> Result<String> {
        Ok(self.story(index)?.text)
    }

    /// Makes `folded` the words of that story; made anew by a shelf that does not keep them.
    ///
    /// # Errors
    /// The spool cannot be read.
    fn folded(&self, index: u32, options: &Options, folded: &mut Folded) -> Result<()> {
        *folded = Folded::of(&self.story(index)?, options);
        Ok(())
    }
}

/// What was found out; the details of relations still lie in the ledger.
pub struct Findings<'l> {
    memberships: memberships::Memberships,
    /// Of each sketch.
    ids: Vec<DocId>,
    relations: relations::Relations,
    ledger: &'l dyn Ledger,
}

impl Findings<'_> {
    /// The place of the story that was sketched `index`-th among its copies.
    pub fn membership(&self, index: usize) -> Membership {
        self.memberships.get(index, &self.ids)
    }

    /// One for each sketch, in the order of the sketches.
    pub fn memberships(&self) -> impl ExactSizeIterator<Item = Membership> {
        (0..self.memberships.len()).map(|index| self.membership(index))
    }

    /// What clusters were made by, beside what was known: to be known next time.
    ///
    /// # Errors
    /// Those of the ledger.
    pub fn links(&self) -> impl Iterator<Item = Result<Link>> {
        self.relations.links(&self.ids, self.ledger)
    }

    /// The ids of the two stories of each verified relation.
    ///
    /// # Errors
    /// Those of the ledger.
    pub fn pairs(&self) -> impl Iterator<Item = Result<[DocId; 2]>> {
        self.relations.pairs(&self.memberships, &self.ids)
    }

    /// Every verified relation, sorted by `(a, b)`; those that were known are not told again.
    ///
    /// # Errors
    /// Those of the ledger.
    pub fn edges(&self) -> impl Iterator<Item = Result<Edge>> {
        self.relations.edges(&self.memberships, &self.ids, self.ledger)
    }
}

/// What was found out before about the first of the stories.
#[derive(Debug, Clone, Copy, Default)]
pub struct Known<'l> {
    /// So many of the first were related to each other before.
    pub stories: usize,
    /// For each of those whether it stood for its story.
    pub kept: &'l [bool],
    /// All that was found out about those.
    pub links: &'l [Link],
}

/// Relates all stories to each other, those that are `known` only to the others. Ids are unique.
///
/// # Errors
/// Those of `shelf` and `ledger`.
pub fn relate<'l>(
    sketches: &Sketches,
    known: Known<'_>,
    shelf: &dyn Shelf,
    ledger: &'l dyn Ledger,
    options: &Options,
) -> Result<Findings<'l>> {
    let (memberships, relations) = relate::relate(sketches, known, shelf, ledger, options)?;
    let ids = sketches.ids().collect();
    Ok(Findings { memberships, ids, relations, ledger })
}

/// What two stories share and whether they are one, whether or not a run would bring them together; `a` is the one
/// with the smaller id.
pub fn compare(a: &Story, b: &Story, options: &Options) -> Edge {
    let (a, b) = if a.id <= b.id { (a, b) } else { (b, a) };
    relate::compare(a, b, options)
}
