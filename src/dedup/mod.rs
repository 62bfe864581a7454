//! Decides which documents are copies of one report, and which merely share passages.
//!
//! Takes [`Story`]s, gives [`Membership`]s and [`Edge`]s: shingle → signature → band → candidates → alignment →
//! judgement → clusters → canonical copy. The answer depends neither on the order of the stories nor on threads.

mod align;
mod candidates;
mod canonical;
mod cluster;
mod judge;
mod prepared;
mod relate;
mod sketch;

use serde::{Deserialize, Serialize};

pub use judge::Numbers;
pub use sketch::{Sketch, sketch};

use crate::error::Result;
use crate::model::{AgencyRole, Date, DocId, Edge, Membership};

/// How copies are found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Options {
    /// Words in a shingle. Fewer finds looser rewrites; more finds only copies.
    pub shingle_words: usize,
    /// Seed of every hash.
    pub seed: u64,
}

impl Default for Options {
    fn default() -> Self {
        Self { shingle_words: 3, seed: 0 }
    }
}

/// What dedup sees of a document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Story {
    /// Names it.
    pub id: DocId,
    /// Headline.
    pub title: String,
    /// Body.
    pub text: String,
    /// Day of publication.
    pub published: Option<Date>,
    /// The outlet's host or name, `""` where unknown.
    pub outlet: String,
    /// The agency it comes from.
    pub agency: String,
    /// What the agency has to do with it.
    pub agency_role: AgencyRole,
    /// Digest of the raw bytes, to know the same bytes from another address.
    pub sha256: crate::model::Sha256Hex,
}

/// Gives a story again when two are to be compared; called from many threads.
pub trait Shelf: Sync {
    /// The story that was sketched `index`-th.
    ///
    /// # Errors
    /// The spool cannot be read.
    fn story(&self, index: u32) -> Result<Story>;
}

/// What was found out.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Findings {
    /// One for each sketch, in the order of the sketches.
    pub memberships: Vec<Membership>,
    /// Every verified relation, sorted by `(a, b)`.
    pub edges: Vec<Edge>,
}

/// Relates all stories to each other. Ids are unique.
///
/// # Errors
/// Those of `shelf`.
pub fn relate(sketches: &[Sketch], shelf: &dyn Shelf, options: &Options) -> Result<Findings> {
    relate::relate(sketches, shelf, options)
}

/// What two stories share and whether they are one, whether or not a run would bring them together; `a` is the one
/// with the smaller id.
pub fn compare(a: &Story, b: &Story, options: &Options) -> Edge {
    let (a, b) = if a.id <= b.id { (a, b) } else { (b, a) };
    relate::compare(a, b, options)
}
