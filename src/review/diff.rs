//! What changed between two datasets, grouped by cause.
//!
//! Takes two [`Side`]s, gives a [`Diff`]. Documents are joined by id, both sides being sorted by it, so that work is
//! linear and memory holds no more than the groups and their samples. A document whose rows are the same bytes on both
//! sides is passed over unread.

use serde::Serialize;

use super::changed::Changed;
use super::groups::{Groups, Version};
use super::rows::{Side, parsed};
use crate::emit::{Article, RemovedRow};
use crate::error::Result;
use crate::model::{DocId, Sha256Hex};
use crate::text::figures::{counted, grouped};

/// What two datasets differ in.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Diff {
    /// Documents on the old side.
    pub old_documents: u64,
    /// Documents on the new side.
    pub new_documents: u64,
    /// Documents that are the same on both.
    pub unchanged: u64,
    /// What changed, the group with the most documents first.
    pub groups: Vec<Group>,
}

/// Changes with one cause.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Group {
    /// The cause.
    #[serde(flatten)]
    pub cause: Cause,
    /// Digest of the documents it touches and of what changed in them: the same change has the same digest.
    pub digest: String,
    /// Documents it touches.
    pub documents: u64,
    /// Blocks it touches.
    pub blocks: u64,
    /// Bytes of text that came (more than 0) or went (less).
    pub bytes: i64,
    /// The first few documents, by id.
    pub samples: Vec<Sample>,
    /// The documents that lose the largest share of their text, over 30 % of it.
    pub outliers: Vec<Outlier>,
}

/// Why documents differ.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(tag = "cause", rename_all = "kebab-case")]
pub enum Cause {
    /// A rule cuts blocks that it did not cut.
    RuleFires {
        /// The rule.
        rule: String,
    },
    /// A rule no longer cuts blocks that it cut.
    RuleSilent {
        /// The rule.
        rule: String,
    },
    /// Another rule signs for the same blocks.
    RuleChanged {
        /// It signed.
        from: String,
        /// It signs.
        to: String,
    },
    /// The text differs, and no rule's cuts do.
    Text,
    /// A column differs.
    Field {
        /// The column.
        field: String,
    },
    /// Another copy stands for the story.
    CanonicalSwitched,
    /// A story lost copies to others.
    ClusterSplit,
    /// A story gained copies of others.
    ClusterMerged,
    /// A document that was not there.
    Added,
    /// A document that is there no more.
    Gone,
    /// A record is turned away that was not, or for another reason; `""` for not at all.
    Rejected {
        /// The old reason's code.
        from: String,
        /// The new reason's code.
        to: String,
    },
}

/// A change, as an example of its group.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Sample {
    /// The document, or the place of a rejected record.
    pub id: String,
    /// Its headline.
    pub title: String,
    /// What it was, as far as the cause has it.
    pub old: String,
    /// What it is.
    pub new: String,
    /// How its text changed, paragraph by paragraph; empty where it did not.
    pub passages: Vec<Changed>,
    /// Where its record lies; a rejected record has none.
    #[serde(skip)]
    pub place: Option<Place>,
}

/// Where a document's record lies.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// Host of its address.
    pub host: String,
    /// File, relative to the input folder.
    pub path: String,
    /// Entry within that file.
    pub entry: String,
    /// Digest of its text as it was, where the text is what changed.
    pub text_before: Option<Sha256Hex>,
}

/// A document that loses much of its text.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Outlier {
    /// Percent of its text that went.
    pub lost_percent: u64,
    /// The document.
    pub id: String,
    /// Its headline.
    pub title: String,
}

/// Compares two datasets.
///
/// # Errors
/// A file cannot be read or breaks its format.
pub fn diff(old: &Side, new: &Side) -> Result<Diff> {
    let mut groups = Groups::default();
    let mut totals = Diff::default();
    let mut documents = (old.by_id("documents.jsonl")?, new.by_id("documents.jsonl")?);
    let mut removed = (old.by_id("removed.jsonl")?, new.by_id("removed.jsonl")?);
    while let Some(id) = least(documents.0.peek()?, documents.1.peek()?) {
        let (before, after) = (documents.0.take(id)?.pop(), documents.1.take(id)?.pop());
        let cuts = (removed.0.take(id)?, removed.1.take(id)?);
        totals.old_documents += u64::from(before.is_some());
        totals.new_documents += u64::from(after.is_some());
        if before == after && cuts.0 == cuts.1 {
            totals.unchanged += 1;
            continue;
        }
        let article = |line: String| parsed::<Article>("documents.jsonl", &line);
        let rows = |lines: Vec<String>| -> Result<Vec<RemovedRow>> {
            lines.iter().map(|line| parsed("removed.jsonl", line)).collect()
        };
        match (before.map(article).transpose()?, after.map(article).transpose()?) {
            (Some(before), Some(after)) => {
                let cuts = (rows(cuts.0)?, rows(cuts.1)?);
                let before = Version { article: &before, cuts: &cuts.0 };
                if !groups.compare(before, Version { article: &after, cuts: &cuts.1 }) {
                    totals.unchanged += 1;
                }
            }
            (Some(gone), None) => groups.whole(Cause::Gone, &gone),
            (None, Some(added)) => groups.whole(Cause::Added, &added),
            (None, None) => break,
        }
    }
    groups.rejections(old.rows("rejected.jsonl")?, new.rows("rejected.jsonl")?);
    totals.groups = groups.sorted();
    Ok(totals)
}

impl Cause {
    /// Names the cause in one word or a few, such as `rule-fires related`.
    pub fn key(&self) -> String {
        match self {
            Self::RuleFires { rule } => format!("rule-fires {rule}"),
            Self::RuleSilent { rule } => format!("rule-silent {rule}"),
            Self::RuleChanged { from, to } => format!("rule-changed {from} {to}"),
            Self::Text => "text".into(),
            Self::Field { field } => format!("field {field}"),
            Self::CanonicalSwitched => "canonical-switched".into(),
            Self::ClusterSplit => "cluster-split".into(),
            Self::ClusterMerged => "cluster-merged".into(),
            Self::Added => "added".into(),
            Self::Gone => "gone".into(),
            Self::Rejected { from, to } => format!("rejected {from:?} {to:?}"),
        }
    }
}

impl std::fmt::Display for Group {
    /// The group in one line.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let documents = counted(self.documents, "document", "documents");
        let records = counted(self.documents, "record", "records");
        let blocks = match self.blocks {
            0 => String::new(),
            blocks => format!(" ({}, {} bytes)", counted(blocks, "block", "blocks"), signed(self.bytes)),
        };
        let bytes = signed(self.bytes);
        match &self.cause {
            Cause::RuleFires { rule } => write!(f, "rule `{rule}` now fires in {documents}{blocks}"),
            Cause::RuleSilent { rule } => write!(f, "rule `{rule}` no longer fires in {documents}{blocks}"),
            Cause::RuleChanged { from, to } => {
                write!(f, "rule `{to}` signs instead of `{from}` in {documents}{blocks}")
            }
            Cause::Text => write!(f, "the text of {documents} differs ({bytes} bytes)"),
            Cause::Field { field } => write!(f, "`{field}` differs in {documents}"),
            Cause::CanonicalSwitched => write!(f, "another copy is canonical for {documents}"),
            Cause::ClusterSplit => write!(f, "{documents} left a story, or copies of it"),
            Cause::ClusterMerged => write!(f, "{documents} joined a story, or copies did"),
            Cause::Added => write!(f, "{documents} came ({bytes} bytes)"),
            Cause::Gone => write!(f, "{documents} went ({bytes} bytes)"),
            Cause::Rejected { from, to } if from.is_empty() => write!(f, "{records} now rejected as {to}"),
            Cause::Rejected { from, to } if to.is_empty() => {
                write!(f, "{records} no longer rejected as {from}")
            }
            Cause::Rejected { from, to } => write!(f, "{records} rejected as {to} instead of {from}"),
        }
    }
}

/// `+1,234` or `−1,234`.
fn signed(n: i64) -> String {
    let sign = if n < 0 { '−' } else { '+' };
    format!("{sign}{}", grouped(n.unsigned_abs()))
}

impl Diff {
    /// Nothing differs.
    pub fn is_empty(&self) -> bool {
        self.groups.is_empty()
    }
}

fn least(a: Option<DocId>, b: Option<DocId>) -> Option<DocId> {
    a.into_iter().chain(b).min()
}
