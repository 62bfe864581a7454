//! A dataset at a glance: where records went, and how documents are spread over hosts, days, languages, lengths, rules.
//!
//! Takes rows one by one, gives an [`Overview`]. Holds one number for each host, day, rule and the like.

use std::collections::BTreeMap;

use memchr::memmem;
use serde::Serialize;

use super::catalogue::{Catalogue, Entry};
use crate::emit::{Counts, Manifest, RejectedRow, RemovedRow, Totals};
use crate::model::{Date, DocId};

/// Cut blocks shown for a rule.
const SAMPLES: usize = 4;
/// Bytes of a cut block that is short enough to be shown.
const SAMPLE_BYTES: usize = 240;
/// Rejected records shown for a code.
const REJECTED: usize = 5;
/// Words at which the next class of lengths begins.
const LENGTHS: &[u32] =
    &[0, 50, 100, 150, 200, 300, 400, 500, 600, 800, 1_000, 1_500, 2_000, 3_000, 5_000, 10_000];
/// Copies at which the next class of stories begins.
const SIZES: &[u32] = &[1, 2, 3, 4, 5, 6, 10, 20, 50, 100];

/// A dataset at a glance.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Overview {
    /// Version of the program that made it.
    pub version: String,
    /// Digest of the dataset.
    pub dataset_sha256: String,
    /// Files read.
    pub inputs: Totals,
    /// Where every record went.
    pub counts: Counts,
    /// Words of all canonical texts.
    pub words: u64,
    /// Hosts, the one with the most documents first.
    pub hosts: Vec<Share>,
    /// Languages.
    pub languages: Vec<Share>,
    /// Agencies.
    pub agencies: Vec<Share>,
    /// Encodings.
    pub encodings: Vec<Share>,
    /// Documents by the day they were published on.
    pub days: Vec<(Date, u64)>,
    /// Documents without a date.
    pub undated: u64,
    /// Documents by words of their text.
    pub lengths: Vec<Class>,
    /// Stories by their copies.
    pub sizes: Vec<Class>,
    /// Rules, the one that cut the most blocks first.
    pub rules: Vec<RuleShare>,
    /// Relations by kind.
    pub relations: Vec<(String, u64)>,
    /// Records turned away, by code, with a few of each.
    pub rejected: Vec<(String, u64, Vec<RejectedRow>)>,
}

/// Documents that have something in common.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Share {
    /// What, `""` for those that have none.
    pub name: String,
    /// Documents.
    pub documents: u64,
    /// Those of them that stand for their story.
    pub canonical: u64,
}

/// A class of a distribution: `from` to `to`, both included.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Class {
    /// The smallest.
    pub from: u32,
    /// The greatest; none where there is no end.
    pub to: Option<u32>,
    /// How many.
    pub count: u64,
}

/// What a rule did.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RuleShare {
    /// The rule.
    pub rule: String,
    /// Documents it cut something of.
    pub documents: u64,
    /// Blocks it cut.
    pub blocks: u64,
    /// Bytes of page text it cut.
    pub bytes: u64,
    /// The kinds of what it cut, with the blocks of each, the most frequent first.
    pub kinds: Vec<(String, u64)>,
    /// Some of the blocks.
    pub samples: Vec<Sampled>,
}

/// A cut block as an example.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Sampled {
    /// The document.
    pub id: DocId,
    /// Its text.
    pub text: String,
}

#[derive(Default)]
struct OfRule {
    documents: u64,
    blocks: u64,
    bytes: u64,
    kinds: BTreeMap<String, u64>,
    samples: Vec<Sampled>,
}

/// An overview in the making.
pub(super) struct Tally {
    manifest: Manifest,
    words: u64,
    encodings: BTreeMap<String, (u64, u64)>,
    days: BTreeMap<Date, u64>,
    undated: u64,
    lengths: Vec<u64>,
    sizes: Vec<u64>,
    combinations: BTreeMap<super::names::Name, u64>,
    rules: BTreeMap<String, OfRule>,
    relations: BTreeMap<String, u64>,
    rejected: BTreeMap<String, (u64, Vec<RejectedRow>)>,
}

impl Tally {
    pub(super) fn new(manifest: Manifest) -> Self {
        Self {
            manifest,
            words: 0,
            encodings: BTreeMap::new(),
            days: BTreeMap::new(),
            undated: 0,
            lengths: vec![0; LENGTHS.len()],
            sizes: vec![0; SIZES.len()],
            combinations: BTreeMap::new(),
            rules: BTreeMap::new(),
            relations: BTreeMap::new(),
            rejected: BTreeMap::new(),
        }
    }

    pub(super) fn document(&mut self, entry: &Entry, encoding: &str) {
        let canonical = u64::from(entry.canonical);
        if !self.encodings.contains_key(encoding) {
            self.encodings.insert(encoding.to_owned(), (0, 0));
        }
        if let Some(count) = self.encodings.get_mut(encoding) {
            *count = (count.0 + 1, count.1 + canonical);
        }
        match entry.published {
            Some(day) => *self.days.entry(day).or_insert(0) += 1,
            None => self.undated += 1,
        }
        self.words += u64::from(entry.words) * canonical;
        count(&mut self.lengths, LENGTHS, entry.words, 1);
        count(&mut self.sizes, SIZES, entry.size, canonical);
        *self.combinations.entry(entry.rules).or_insert(0) += 1;
    }

    pub(super) fn relation(&mut self, line: &[u8]) {
        // The kind stands behind both ids.
        let kind = text_of(line.get(..120).unwrap_or(line), b"\"kind\":\"").to_owned();
        *self.relations.entry(kind).or_insert(0) += 1;
    }

    pub(super) fn cut(&mut self, line: &[u8]) {
        // The keys stand in a fixed order, these among the first; only a block that is shown is read whole.
        let head = line.get(..400).unwrap_or(line);
        let rule = text_of(head, b"\"rule_id\":\"");
        if !self.rules.contains_key(rule) {
            self.rules.insert(rule.to_owned(), OfRule::default());
        }
        let Some(of_rule) = self.rules.get_mut(rule) else { return };
        of_rule.blocks += 1;
        let number = |key: &[u8]| {
            let start = memmem::find(head, key).map_or(head.len(), |at| at + key.len());
            head[start..]
                .iter()
                .take_while(|c| c.is_ascii_digit())
                .fold(0u64, |n, c| n * 10 + u64::from(c - b'0'))
        };
        of_rule.bytes += number(b"\"end\":").saturating_sub(number(b"\"start\":"));
        let kind = text_of(head, b"\"kind\":\"");
        match of_rule.kinds.get_mut(kind) {
            Some(blocks) => *blocks += 1,
            None => {
                of_rule.kinds.insert(kind.to_owned(), 1);
            }
        }
        if of_rule.samples.len() < SAMPLES
            && let Ok(row) = serde_json::from_slice::<RemovedRow>(line)
            && row.text.len() <= SAMPLE_BYTES
            && of_rule.samples.iter().all(|other| other.text != row.text && other.id != row.id)
        {
            of_rule.samples.push(Sampled { id: row.id, text: row.text });
        }
    }

    pub(super) fn rejection(&mut self, line: &[u8]) {
        let Ok(row) = serde_json::from_slice::<RejectedRow>(line) else { return };
        let (count, rows) = self.rejected.entry(row.code.clone()).or_default();
        *count += 1;
        if rows.len() < REJECTED {
            rows.push(row);
        }
    }

    pub(super) fn finished(mut self, catalogue: &Catalogue) -> Overview {
        for (rules, documents) in &self.combinations {
            for rule in catalogue.name(*rules).split("; ").filter(|rule| !rule.is_empty()) {
                self.rules.entry(rule.to_owned()).or_default().documents += documents;
            }
        }
        let mut rules: Vec<RuleShare> = self.rules.into_iter().map(|(rule, of)| of.share(rule)).collect();
        rules.sort_by(|a, b| {
            (b.blocks, b.documents).cmp(&(a.blocks, a.documents)).then_with(|| a.rule.cmp(&b.rule))
        });
        let mut relations: Vec<(String, u64)> = self.relations.into_iter().collect();
        relations.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        let mut rejected: Vec<_> =
            self.rejected.into_iter().map(|(code, (count, rows))| (code, count, rows)).collect();
        rejected.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        let shares = |column: &dyn Fn(&Entry) -> super::names::Name| {
            let mut counts: BTreeMap<super::names::Name, (u64, u64)> = BTreeMap::new();
            for entry in catalogue.entries() {
                let count = counts.entry(column(entry)).or_default();
                *count = (count.0 + 1, count.1 + u64::from(entry.canonical));
            }
            sorted(counts.into_iter().map(|(name, count)| (catalogue.name(name).to_owned(), count)))
        };
        Overview {
            version: self.manifest.version,
            dataset_sha256: self.manifest.dataset_sha256,
            inputs: self.manifest.inputs,
            counts: self.manifest.counts,
            words: self.words,
            hosts: shares(&|entry| entry.host),
            languages: shares(&|entry| entry.lang),
            agencies: shares(&|entry| entry.agency),
            encodings: sorted(self.encodings.into_iter()),
            days: self.days.into_iter().collect(),
            undated: self.undated,
            lengths: classes(LENGTHS, &self.lengths),
            sizes: classes(SIZES, &self.sizes),
            rules,
            relations,
            rejected,
        }
    }
}

impl OfRule {
    fn share(self, rule: String) -> RuleShare {
        let mut kinds: Vec<(String, u64)> = self.kinds.into_iter().collect();
        kinds.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        RuleShare {
            rule,
            documents: self.documents,
            blocks: self.blocks,
            bytes: self.bytes,
            kinds,
            samples: self.samples,
        }
    }
}

fn sorted(counts: impl Iterator<Item = (String, (u64, u64))>) -> Vec<Share> {
    let mut shares: Vec<Share> =
        counts.map(|(name, (documents, canonical))| Share { name, documents, canonical }).collect();
    shares.sort_by(|a, b| b.documents.cmp(&a.documents).then_with(|| a.name.cmp(&b.name)));
    shares
}

fn count(counts: &mut [u64], from: &[u32], value: u32, by: u64) {
    let class = from.partition_point(|start| *start <= value).saturating_sub(1);
    if let Some(count) = counts.get_mut(class) {
        *count += by;
    }
}

fn classes(from: &[u32], counts: &[u64]) -> Vec<Class> {
    let ends = from.iter().skip(1).map(|next| Some(next - 1)).chain([None]);
    from.iter()
        .zip(ends)
        .zip(counts)
        .map(|((from, to), count)| Class { from: *from, to, count: *count })
        .collect()
}

/// The plain text behind a key; names of rules and kinds hold nothing that JSON escapes.
fn text_of<'l>(line: &'l [u8], key: &[u8]) -> &'l str {
    let Some(start) = memmem::find(line, key).map(|at| at + key.len()) else { return "" };
    let value = &line[start..];
    let end = memchr::memchr(b'"', value).unwrap_or(value.len());
    std::str::from_utf8(&value[..end]).unwrap_or("")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_falls_into_one_class() {
        let mut counts = vec![0; SIZES.len()];
        for size in [1, 1, 6, 9, 10, 5000] {
            count(&mut counts, SIZES, size, 1);
        }
        let classes = classes(SIZES, &counts);
        assert_eq!(classes[0], Class { from: 1, to: Some(1), count: 2 });
        assert_eq!(classes[5], Class { from: 6, to: Some(9), count: 2 });
        assert_eq!(classes[9], Class { from: 100, to: None, count: 1 });
        assert_eq!(classes.iter().map(|class| class.count).sum::<u64>(), 6);
    }
}
