//! Differences of documents, filed under their causes.

use std::collections::BTreeMap;

use serde_json::Value;
use sha2::{Digest, Sha256};

use super::changed::{Changed, changed};
use super::diff::{Cause, Group, Outlier, Place, Sample};
use crate::emit::{Article, RejectedRow, RemovedRow};
use crate::model::Sha256Hex;

/// Documents shown for a group.
const SAMPLES: usize = 5;

/// Documents shown that lose the most of their text.
const OUTLIERS: usize = 3;

/// Share of the text, in percent, from which a loss is an outlier.
const OUTLIER_LOSS: u64 = 30;

/// Hexadecimal digits of a group's digest: enough to tell one project's changes apart.
const DIGEST: usize = 16;

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

/// A document as one side has it, and what was cut of it.
#[derive(Clone, Copy)]
pub(super) struct Version<'a> {
    pub(super) article: &'a Article,
    pub(super) cuts: &'a [RemovedRow],
}

#[derive(Default)]
pub(super) struct Groups(BTreeMap<Cause, (Group, Sha256)>);

/// Blocks of one document that changed for one cause.
#[derive(Default)]
struct Blocks {
    count: u64,
    bytes: i64,
    first: String,
    spans: Vec<u8>,
}

impl Groups {
    /// Files a document under a cause; `detail` is what changed, for the digest.
    fn add(
        &mut self,
        cause: Cause,
        (blocks, bytes): (u64, i64),
        (id, detail): (&str, &[u8]),
        sample: impl FnOnce() -> Sample,
    ) -> &mut Group {
        let empty = |cause| Group {
            cause,
            digest: String::new(),
            documents: 0,
            blocks: 0,
            bytes: 0,
            samples: Vec::new(),
            outliers: Vec::new(),
        };
        let (group, digest) = self.0.entry(cause.clone()).or_insert_with(|| (empty(cause), Sha256::new()));
        digest.update((id.len() as u64).to_le_bytes());
        digest.update(id);
        digest.update((detail.len() as u64).to_le_bytes());
        digest.update(detail);
        group.documents += 1;
        group.blocks += blocks;
        group.bytes += bytes;
        if group.samples.len() < SAMPLES {
            group.samples.push(sample());
        }
        group
    }

    /// Files a document that is only on one side.
    pub(super) fn whole(&mut self, cause: Cause, article: &Article) {
        let length = article.text.len() as i64;
        let bytes = if cause == Cause::Gone { -length } else { length };
        self.add(cause, (0, bytes), (&article.id.to_string(), b""), || sample(article, "", "", Vec::new()));
    }

    /// Files every difference of a document; whether there was one.
    pub(super) fn compare(&mut self, before: Version<'_>, after: Version<'_>) -> bool {
        let mut differs = self.rules(before, after);
        let (old, new) = (before.article, after.article);
        let id = new.id.to_string();
        if old.text != new.text && !differs {
            let bytes = new.text.len() as i64 - old.text.len() as i64;
            let detail = new.text_sha256.to_string();
            let group = self.add(Cause::Text, (0, bytes), (&id, detail.as_bytes()), || {
                let (from, to) = first_difference(&old.text, &new.text);
                let mut sample = sample(new, from, to, changed(&old.text, &new.text, &signers(after.cuts)));
                if let Some(place) = &mut sample.place {
                    place.text_before = Some(old.text_sha256);
                }
                sample
            });
            group.note_loss(old, new);
            differs = true;
        }
        for (field, before, after) in changed_fields(old, new) {
            differs = true;
            self.add(Cause::Field { field }, (0, 0), (&id, after.as_bytes()), || {
                sample(new, &before, &after, Vec::new())
            });
        }
        differs | self.standing(old, new)
    }

    fn rules(&mut self, old: Version<'_>, new: Version<'_>) -> bool {
        // A block is known by its span: the flat text comes from the raw bytes, which are the same on both sides.
        let by_span = |cuts: &'_ [RemovedRow]| -> BTreeMap<(u32, u32), usize> {
            cuts.iter().enumerate().map(|(at, cut)| ((cut.start, cut.end), at)).collect()
        };
        let (before, after) = (by_span(old.cuts), by_span(new.cuts));
        let mut changes: BTreeMap<Cause, Blocks> = BTreeMap::new();
        let mut note = |cause: Cause, bytes: i64, cut: &RemovedRow| {
            let blocks = changes.entry(cause).or_default();
            if blocks.count == 0 {
                blocks.first = cut.text.clone();
            }
            blocks.count += 1;
            blocks.bytes += bytes;
            blocks.spans.extend([cut.start, cut.end].iter().flat_map(|at| at.to_le_bytes()));
        };
        for (span, cut) in after.iter().map(|(span, at)| (span, &new.cuts[*at])) {
            match before.get(span).map(|at| &old.cuts[*at]) {
                None => {
                    note(Cause::RuleFires { rule: cut.rule_id.to_string() }, -(cut.text.len() as i64), cut)
                }
                Some(was) if was.rule_id != cut.rule_id => {
                    let (from, to) = (was.rule_id.to_string(), cut.rule_id.to_string());
                    note(Cause::RuleChanged { from, to }, 0, cut);
                }
                Some(_) => {}
            }
        }
        for (span, cut) in before.iter().map(|(span, at)| (span, &old.cuts[*at])) {
            if !after.contains_key(span) {
                note(Cause::RuleSilent { rule: cut.rule_id.to_string() }, cut.text.len() as i64, cut);
            }
        }
        let differs = !changes.is_empty();
        let (old, cuts, new) = (old.article, new.cuts, new.article);
        let id = new.id.to_string();
        for (cause, blocks) in changes {
            let silent = matches!(cause, Cause::RuleSilent { .. });
            let group = self.add(cause, (blocks.count, blocks.bytes), (&id, &blocks.spans), || {
                let passages = changed(&old.text, &new.text, &signers(cuts));
                let (before, after) = if silent { ("", &*blocks.first) } else { (&*blocks.first, "") };
                sample(new, before, after, passages)
            });
            if blocks.bytes < 0 {
                group.note_loss(old, new);
            }
        }
        differs
    }

    fn standing(&mut self, old: &Article, new: &Article) -> bool {
        let mut differs = false;
        let id = new.id.to_string();
        let mut note = |cause: Cause, of: &dyn Fn(&Article) -> String| {
            let (before, after) = (of(old), of(new));
            self.add(cause, (0, 0), (&id, after.as_bytes()), || sample(new, &before, &after, Vec::new()));
            differs = true;
        };
        if old.cluster_id != new.cluster_id || old.cluster_size != new.cluster_size {
            let grew = new.cluster_size >= old.cluster_size;
            let cause = if grew { Cause::ClusterMerged } else { Cause::ClusterSplit };
            note(cause, &|article| format!("{} of {}", article.cluster_id, article.cluster_size));
        }
        if old.canonical_id != new.canonical_id {
            note(Cause::CanonicalSwitched, &|article| {
                format!("{} ({})", article.canonical_id, article.canonical_reason)
            });
        }
        differs
    }

    pub(super) fn rejections(&mut self, old: Vec<RejectedRow>, new: Vec<RejectedRow>) {
        type Key = (String, String, u64);
        let by_place = |rows: Vec<RejectedRow>| {
            rows.into_iter()
                .map(|row| ((row.path.clone(), row.entry.clone(), row.offset), row))
                .collect::<BTreeMap<Key, _>>()
        };
        let (before, after) = (by_place(old), by_place(new));
        let places: std::collections::BTreeSet<&Key> = before.keys().chain(after.keys()).collect();
        for place in places {
            let of = |side: &BTreeMap<Key, RejectedRow>, column: fn(&RejectedRow) -> &String| {
                side.get(place).map(|row| column(row).clone()).unwrap_or_default()
            };
            let (from, to) = (of(&before, |row| &row.code), of(&after, |row| &row.code));
            if from != to {
                let (path, entry, offset) = place;
                let id = if entry.is_empty() {
                    format!("{path}@{offset}")
                } else {
                    format!("{path}!{entry}@{offset}")
                };
                let sample = || Sample {
                    id: id.clone(),
                    title: String::new(),
                    old: of(&before, |row| &row.reason),
                    new: of(&after, |row| &row.reason),
                    passages: Vec::new(),
                    place: None,
                };
                self.add(Cause::Rejected { from, to }, (0, 0), (&id, b""), sample);
            }
        }
    }

    /// The groups, the one with the most documents first.
    pub(super) fn sorted(self) -> Vec<Group> {
        let finished = |(mut group, digest): (Group, Sha256)| {
            let digest = Sha256Hex::from_bytes(digest.finalize().into()).to_string();
            group.digest = digest.get(..DIGEST).unwrap_or_default().to_owned();
            group
        };
        let mut groups: Vec<Group> = self.0.into_values().map(finished).collect();
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

fn sample(article: &Article, old: &str, new: &str, passages: Vec<Changed>) -> Sample {
    Sample {
        id: article.id.to_string(),
        title: article.title.clone(),
        old: old.to_owned(),
        new: new.to_owned(),
        passages,
        place: Some(Place {
            host: article.host.clone(),
            path: article.source_path.clone(),
            entry: article.source_entry.clone(),
            text_before: None,
        }),
    }
}

/// The rule that cut each text.
fn signers(cuts: &[RemovedRow]) -> BTreeMap<&str, &str> {
    cuts.iter().map(|cut| (cut.text.as_str(), &*cut.rule_id.0)).collect()
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
