//! What changed between two datasets, grouped by cause.
//!
//! Takes two [`Side`]s, gives a [`Diff`]. Documents are joined by id, both sides being sorted by it, so that work is
//! linear and memory holds no more than the groups and their samples.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::Value;

use super::rows::Side;
use crate::emit::{Article, RejectedRow, RemovedRow};
use crate::error::Result;
use crate::model::DocId;

/// Documents shown for a group.
const SAMPLES: usize = 5;

/// Documents shown that lose the most of their text.
const OUTLIERS: usize = 3;

/// Share of the text, in percent, from which a loss is an outlier.
const OUTLIER_LOSS: u64 = 30;

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

/// Columns that say where a document stands or what its text adds up to, not what it says; they follow from others.
const DERIVED: &[&str] = &[
    "text",
    "text_sha256",
    "word_count",
    "removed_chars",
    "removed_blocks",
    "rules_fired",
    "cluster_id",
    "cluster_size",
    "is_canonical",
    "canonical_id",
    "canonical_reason",
    "duplicate_kind",
];

/// Compares two datasets.
///
/// # Errors
/// A file cannot be read or breaks its format.
pub fn diff(old: &Side, new: &Side) -> Result<Diff> {
    let mut groups = Groups::default();
    let mut totals = Diff::default();
    let mut documents = (old.by_id::<Article>("documents.jsonl")?, new.by_id::<Article>("documents.jsonl")?);
    let mut removed = (old.by_id::<RemovedRow>("removed.jsonl")?, new.by_id::<RemovedRow>("removed.jsonl")?);
    while let Some(id) = least(documents.0.peek()?, documents.1.peek()?) {
        let (before, after) = (documents.0.take(id)?.pop(), documents.1.take(id)?.pop());
        let cuts = (removed.0.take(id)?, removed.1.take(id)?);
        totals.old_documents += u64::from(before.is_some());
        totals.new_documents += u64::from(after.is_some());
        match (before, after) {
            (Some(before), Some(after)) => {
                if !groups.compare(&before, &after, &cuts.0, &cuts.1) {
                    totals.unchanged += 1;
                }
            }
            (Some(gone), None) => groups.whole(Cause::Gone, &gone, -1),
            (None, Some(added)) => groups.whole(Cause::Added, &added, 1),
            (None, None) => break,
        }
    }
    groups.rejections(old.rows("rejected.jsonl")?, new.rows("rejected.jsonl")?);
    totals.groups = groups.sorted();
    Ok(totals)
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

#[derive(Default)]
struct Groups(BTreeMap<Cause, Group>);

impl Groups {
    fn add(&mut self, cause: Cause, blocks: u64, bytes: i64, sample: impl FnOnce() -> Sample) -> &mut Group {
        let empty = |cause| Group {
            cause,
            documents: 0,
            blocks: 0,
            bytes: 0,
            samples: Vec::new(),
            outliers: Vec::new(),
        };
        let group = self.0.entry(cause.clone()).or_insert_with(|| empty(cause));
        group.documents += 1;
        group.blocks += blocks;
        group.bytes += bytes;
        if group.samples.len() < SAMPLES {
            group.samples.push(sample());
        }
        group
    }

    fn whole(&mut self, cause: Cause, article: &Article, sign: i64) {
        self.add(cause, 0, sign * article.text.len() as i64, || sample(article, "", ""));
    }

    /// Files every difference of a document; whether there was one.
    fn compare(
        &mut self,
        old: &Article,
        new: &Article,
        old_cuts: &[RemovedRow],
        new_cuts: &[RemovedRow],
    ) -> bool {
        let mut differs = self.rules(old, new, old_cuts, new_cuts);
        if old.text != new.text && !differs {
            let bytes = new.text.len() as i64 - old.text.len() as i64;
            let group = self.add(Cause::Text, 0, bytes, || {
                let (before, after) = first_difference(&old.text, &new.text);
                sample(new, before, after)
            });
            group.note_loss(old, new);
            differs = true;
        }
        for (field, before, after) in changed_fields(old, new) {
            differs = true;
            self.add(Cause::Field { field }, 0, 0, || sample(new, &before, &after));
        }
        differs | self.standing(old, new)
    }

    fn rules(
        &mut self,
        old: &Article,
        new: &Article,
        old_cuts: &[RemovedRow],
        new_cuts: &[RemovedRow],
    ) -> bool {
        // A block is known by its span: the flat text comes from the raw bytes, which are the same on both sides.
        let key = |cut: &RemovedRow| (cut.start, cut.end);
        let by_span =
            |cuts: &[RemovedRow]| cuts.iter().map(|cut| (key(cut), cut.clone())).collect::<BTreeMap<_, _>>();
        let (before, after) = (by_span(old_cuts), by_span(new_cuts));
        let mut changes: BTreeMap<Cause, (u64, i64, String)> = BTreeMap::new();
        let mut note = |cause: Cause, bytes: i64, text: &str| {
            let change = changes.entry(cause).or_insert_with(|| (0, 0, text.to_owned()));
            change.0 += 1;
            change.1 += bytes;
        };
        for (span, cut) in &after {
            match before.get(span) {
                None => note(
                    Cause::RuleFires { rule: cut.rule_id.to_string() },
                    -(cut.text.len() as i64),
                    &cut.text,
                ),
                Some(was) if was.rule_id != cut.rule_id => {
                    let (from, to) = (was.rule_id.to_string(), cut.rule_id.to_string());
                    note(Cause::RuleChanged { from, to }, 0, &cut.text);
                }
                Some(_) => {}
            }
        }
        for (_, cut) in before.iter().filter(|(span, _)| !after.contains_key(span)) {
            note(Cause::RuleSilent { rule: cut.rule_id.to_string() }, cut.text.len() as i64, &cut.text);
        }
        let differs = !changes.is_empty();
        for (cause, (blocks, bytes, text)) in changes {
            let cuts = !matches!(cause, Cause::RuleSilent { .. });
            let group = self.add(cause, blocks, bytes, || {
                if cuts { sample(new, &text, "") } else { sample(new, "", &text) }
            });
            if bytes < 0 {
                group.note_loss(old, new);
            }
        }
        differs
    }

    fn standing(&mut self, old: &Article, new: &Article) -> bool {
        let mut differs = false;
        if old.cluster_id != new.cluster_id || old.cluster_size != new.cluster_size {
            let grew = new.cluster_size >= old.cluster_size;
            let cause = if grew { Cause::ClusterMerged } else { Cause::ClusterSplit };
            let of = |article: &Article| format!("{} of {}", article.cluster_id, article.cluster_size);
            self.add(cause, 0, 0, || sample(new, &of(old), &of(new)));
            differs = true;
        }
        if old.canonical_id != new.canonical_id {
            let of = |article: &Article| format!("{} ({})", article.canonical_id, article.canonical_reason);
            self.add(Cause::CanonicalSwitched, 0, 0, || sample(new, &of(old), &of(new)));
            differs = true;
        }
        differs
    }

    fn rejections(&mut self, old: Vec<RejectedRow>, new: Vec<RejectedRow>) {
        type Key = (String, String, u64);
        let by_place = |rows: Vec<RejectedRow>| {
            rows.into_iter()
                .map(|row| ((row.path.clone(), row.entry.clone(), row.offset), row))
                .collect::<BTreeMap<Key, _>>()
        };
        let (before, after) = (by_place(old), by_place(new));
        let places: std::collections::BTreeSet<&Key> = before.keys().chain(after.keys()).collect();
        for place in places {
            let code = |side: &BTreeMap<Key, RejectedRow>| {
                side.get(place).map(|row| row.code.clone()).unwrap_or_default()
            };
            let why = |side: &BTreeMap<Key, RejectedRow>| {
                side.get(place).map(|row| row.reason.clone()).unwrap_or_default()
            };
            let (from, to) = (code(&before), code(&after));
            if from != to {
                let (path, entry, offset) = place;
                let id = if entry.is_empty() {
                    format!("{path}@{offset}")
                } else {
                    format!("{path}!{entry}@{offset}")
                };
                let sample = || Sample { id, title: String::new(), old: why(&before), new: why(&after) };
                self.add(Cause::Rejected { from, to }, 0, 0, sample);
            }
        }
    }

    fn sorted(self) -> Vec<Group> {
        let mut groups: Vec<Group> = self.0.into_values().collect();
        groups.sort_by(|a, b| b.documents.cmp(&a.documents).then_with(|| a.cause.cmp(&b.cause)));
        groups
    }
}

impl Group {
    fn note_loss(&mut self, old: &Article, new: &Article) {
        let lost = old.text.len().saturating_sub(new.text.len()) as u64;
        let lost_percent = lost * 100 / (old.text.len() as u64).max(1);
        if lost_percent > OUTLIER_LOSS {
            self.outliers.push(Outlier { lost_percent, id: new.id.to_string(), title: new.title.clone() });
            self.outliers.sort_by(|a, b| b.lost_percent.cmp(&a.lost_percent).then_with(|| a.id.cmp(&b.id)));
            self.outliers.truncate(OUTLIERS);
        }
    }
}

fn sample(article: &Article, old: &str, new: &str) -> Sample {
    Sample {
        id: article.id.to_string(),
        title: article.title.clone(),
        old: old.to_owned(),
        new: new.to_owned(),
    }
}

/// The first paragraph that differs, on both sides.
fn first_difference<'a>(old: &'a str, new: &'a str) -> (&'a str, &'a str) {
    let (mut a, mut b) = (old.split("\n\n"), new.split("\n\n"));
    loop {
        match (a.next(), b.next()) {
            (Some(a), Some(b)) if a == b => {}
            (a, b) => return (a.unwrap_or(""), b.unwrap_or("")),
        }
    }
}

fn changed_fields(old: &Article, new: &Article) -> Vec<(String, String, String)> {
    let values = |article: &Article| match serde_json::to_value(article) {
        Ok(Value::Object(fields)) => fields,
        _ => serde_json::Map::new(),
    };
    let (before, after) = (values(old), values(new));
    let plain = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    let columns = Article::COLUMNS.iter().filter(|column| !DERIVED.contains(column));
    columns
        .filter_map(|column| {
            let (a, b) = (before.get(*column)?, after.get(*column)?);
            (a != b).then(|| ((*column).to_owned(), plain(a), plain(b)))
        })
        .collect()
}
