use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use super::{DocId, Document, Span};

/// A document's place among the copies of its story.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Membership {
    /// The cluster's smallest member, so that the name does not depend on the canonical policy.
    pub cluster: DocId,
    /// The copy that stands for the story.
    pub canonical: DocId,
    /// Copies in the cluster, this one included.
    pub size: u32,
    /// How this copy relates to the canonical one.
    pub kind: CopyKind,
    /// Why the canonical copy is the canonical one, as in `agency-original` or `earliest`; `""` in a cluster of one.
    pub reason: String,
}

impl Membership {
    /// The only copy of its story.
    pub fn alone(id: DocId) -> Self {
        Self { cluster: id, canonical: id, size: 1, kind: CopyKind::Canonical, reason: String::new() }
    }
}

/// How a copy relates to the canonical copy of its cluster.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum CopyKind {
    /// It is the canonical copy, or alone.
    Canonical,
    /// The same raw bytes, from another address.
    ExactRaw,
    /// The same text.
    ExactText,
    /// A copy with small changes.
    Near,
    /// A part of the fuller copy.
    Contains,
    /// Another version of it: figures or wording were updated.
    Revision,
}

/// What two documents share.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum EdgeKind {
    /// The same raw bytes.
    ExactRaw,
    /// The same text.
    ExactText,
    /// Copies of one report with small changes.
    Near,
    /// One is a part of the other.
    Contains,
    /// Versions of one report.
    Revision,
    /// Different reports that share passages.
    Overlap,
    /// Look alike, but are different reports: a template, a series.
    LookAlike,
}

/// A verified relation of two documents; `a < b`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Edge {
    /// The smaller id.
    pub a: DocId,
    /// The greater id.
    pub b: DocId,
    /// What they share.
    pub kind: EdgeKind,
    /// Whether the two belong to one cluster.
    pub same_story: bool,
    /// Shingles in `a`, in `b`, and in both.
    pub shingles: [u32; 3],
    /// Candidate keys (bands, rare shingles) that brought the two together.
    pub met: u32,
    /// Words of the longest shared run.
    pub longest_run: u32,
    /// What decided, by name, with its value in thousandths.
    pub reasons: Vec<(Cow<'static, str>, i32)>,
    /// Share of each story's words that stand in `stretches`, in ten-thousandths; datelines and boilerplate left out.
    pub covered: [u32; 2],
    /// Runs of words that both texts carry, word for word after folding, in the order of `a`.
    pub passages: Vec<Passage>,
    /// What both texts carry with small edits inside, in the order of `a`; passages lie within them.
    pub stretches: Vec<Passage>,
}

/// The same words in two documents, as byte ranges of their texts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Passage {
    /// Bytes of `a`'s text.
    pub a: Span,
    /// Bytes of `b`'s text.
    pub b: Span,
    /// Words shared.
    pub words: u32,
}

impl Edge {
    /// Shared ÷ all shingles (Broder 1997), in ten-thousandths.
    pub fn resemblance(&self) -> u32 {
        let [a, b, shared] = self.shingles;
        share(shared, a + b - shared)
    }
    /// The share of `a`'s shingles found in `b`, in ten-thousandths.
    pub fn containment_a(&self) -> u32 {
        share(self.shingles[2], self.shingles[0])
    }
    /// The share of `b`'s shingles found in `a`, in ten-thousandths.
    pub fn containment_b(&self) -> u32 {
        share(self.shingles[2], self.shingles[1])
    }
}

fn share(part: u32, whole: u32) -> u32 {
    if whole == 0 { 0 } else { (u64::from(part) * 10_000 / u64::from(whole)) as u32 }
}

/// What `emit` takes: a document with its place in the dataset.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    document: Document,
    membership: Membership,
}

impl Row {
    pub(super) fn new(document: Document, membership: Membership) -> Self {
        Self { document, membership }
    }
    /// The document.
    pub fn document(&self) -> &Document {
        &self.document
    }
    /// Its place.
    pub fn membership(&self) -> &Membership {
        &self.membership
    }
    /// Whether it stands for its story.
    pub fn is_canonical(&self) -> bool {
        self.membership.canonical == self.document.id()
    }
}
