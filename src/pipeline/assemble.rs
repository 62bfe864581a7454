//! The second map: documents and what dedup found become the files of the dataset, in the order of ids.

use std::borrow::Borrow;
use std::collections::{BTreeMap, HashSet};
use std::path::Path;
use std::sync::atomic::Ordering;

use rayon::prelude::*;

use super::Progress;
use super::clean::Cleaned;
use super::spool::Shelved;
use crate::config::Settings;
use crate::dedup::{Findings, Shelf};
use crate::emit::{self, Article, Counts, Finished, Publisher, Sighting, Sink, Takes};
use crate::error::{Error, Result};
use crate::index::{Earlier, Entry};
use crate::model::{DocId, Document, Membership};

/// Documents that are serialized in parallel before they are written in order.
const BATCH: usize = 256;

/// A dataset that is written but not yet published.
pub(super) struct Written {
    pub(super) finished: Finished,
    pub(super) counts: Counts,
}

/// What a dataset is made of.
pub(super) struct Sorted<'a> {
    pub(super) cleaned: &'a Cleaned,
    /// Documents that the index has already: they are repeats.
    pub(super) again: &'a Shelved<'a>,
    /// Documents that get a row.
    pub(super) fresh: &'a Shelved<'a>,
    /// What the index has.
    pub(super) earlier: &'a Earlier,
    /// About what the index has, then about what is fresh.
    pub(super) findings: &'a Findings<'a>,
}

impl Sorted<'_> {
    fn membership(&self, row: usize) -> Membership {
        self.findings.membership(self.earlier.len() + row)
    }

    /// What an index is told of the run.
    pub(super) fn entries(&self) -> impl Iterator<Item = Result<Entry>> {
        (0..self.fresh.len()).map(|row| {
            let story = self.fresh.story(row as u32)?;
            Ok(Entry { kept: self.membership(row).canonical == story.id, story })
        })
    }

    /// The reports of earlier runs that share a story or a passage with a fresh one.
    fn referred_to(&self) -> Result<impl Iterator<Item = Result<emit::Earlier>>> {
        let memberships = || self.findings.memberships();
        let stories: HashSet<DocId> =
            memberships().skip(self.earlier.len()).map(|membership| membership.cluster).collect();
        let mut related: HashSet<DocId> = HashSet::new();
        if !self.earlier.is_empty() {
            for pair in self.findings.pairs() {
                related.extend(pair?);
            }
        }
        let earlier = (0..).zip(self.earlier.ids()).zip(memberships());
        let referred = earlier.filter(move |((_, id), membership)| {
            stories.contains(&membership.cluster) || related.contains(id)
        });
        Ok(referred.map(|((at, id), membership)| {
            let story = self.earlier.story(at)?;
            Ok(emit::Earlier {
                id: *id,
                cluster_id: membership.cluster,
                canonical_id: membership.canonical,
                title: story.title,
                date_published: story.published,
                outlet: story.outlet,
                agency: story.agency,
            })
        }))
    }
}

pub(super) fn write(
    sorted: &Sorted<'_>,
    settings: &Settings,
    out: &Path,
    progress: &Progress,
) -> Result<Written> {
    let Sorted { cleaned, fresh, findings, .. } = sorted;
    let mut publisher = Publisher::new(out, &settings.config.emit)?;
    let sinks: Vec<&'static Sink> = publisher.sinks().collect();
    let indices: Vec<usize> = (0..fresh.len()).collect();
    let mut kept = 0;
    for batch in indices.chunks(BATCH) {
        if progress.stopped() {
            return Err(Error::Interrupted);
        }
        let texts = settings.config.emit.text_tree;
        let rows = batch.par_iter().map(|&index| serialize(index, sorted, &sinks, texts));
        for rows in rows.collect::<Result<Vec<Rows>>>()? {
            kept += u64::from(rows.is_canonical);
            if let Some((path, text)) = &rows.text {
                publisher.text(path, text)?;
            }
            for (sink, (bytes, count)) in rows.of_sinks.iter().enumerate() {
                publisher.write(sink, bytes, *count)?;
            }
        }
        progress.done.fetch_add(batch.len() as u64, Ordering::Relaxed);
    }
    for (at, sink) in sinks.iter().enumerate() {
        match sink.takes {
            Takes::Edge(row) => pour(&mut publisher, at, findings.edges(), row)?,
            Takes::Rejection(row) => pour(&mut publisher, at, cleaned.rejections.iter().map(Ok), row)?,
            Takes::Input(row) => pour(&mut publisher, at, cleaned.inputs.iter().map(Ok), row)?,
            Takes::Earlier(row) => pour(&mut publisher, at, sorted.referred_to()?, row)?,
            Takes::Sighting(row) => pour(&mut publisher, at, sightings_again(sorted.again), row)?,
            Takes::Row(_) => {}
        }
    }
    let counts = counts(cleaned, fresh, kept);
    if !counts.conserve() {
        return Err(Error::Integrity(format!("records were lost: {counts:?}")));
    }
    Ok(Written { finished: publisher.finish()?, counts })
}

struct Rows {
    is_canonical: bool,
    /// For each sink the bytes of this document's rows, and their number.
    of_sinks: Vec<(Vec<u8>, u64)>,
    /// Its file in the text tree, where one is wanted.
    text: Option<(String, String)>,
}

fn serialize(index: usize, sorted: &Sorted<'_>, sinks: &[&'static Sink], texts: bool) -> Result<Rows> {
    let document = sorted.fresh.document(index)?;
    let mut sightings = vec![sighting(&document, true)];
    for repeat in sorted.fresh.repeats(index) {
        sightings.push(sighting(&repeat?, false));
    }
    let row = document.filed(sorted.membership(index));
    let of_sinks = sinks.iter().map(|sink| {
        let mut bytes = Vec::new();
        let count = match sink.takes {
            Takes::Row(rows) => rows(&row, &mut bytes),
            Takes::Sighting(rows) => sightings.iter().map(|sighting| rows(sighting, &mut bytes)).sum(),
            Takes::Edge(_) | Takes::Earlier(_) | Takes::Rejection(_) | Takes::Input(_) => 0,
        };
        (bytes, count)
    });
    let text = texts.then(|| emit::text::file(&Article::of(&row)));
    Ok(Rows { is_canonical: row.is_canonical(), of_sinks: of_sinks.collect(), text })
}

/// Where documents were met that the index has already.
fn sightings_again(again: &Shelved<'_>) -> impl Iterator<Item = Result<Sighting>> {
    (0..again.len()).flat_map(|row| again.all(row)).map(|document| Ok(sighting(&document?, false)))
}

fn sighting(document: &Document, is_source: bool) -> Sighting {
    Sighting { id: document.id(), origin: document.past().origin().clone(), is_source }
}

fn pour<T>(
    publisher: &mut Publisher,
    sink: usize,
    items: impl Iterator<Item = Result<impl Borrow<T>>>,
    row: fn(&T, &mut Vec<u8>) -> u64,
) -> Result<()> {
    let mut bytes = Vec::new();
    for item in items {
        bytes.clear();
        let rows = row(item?.borrow(), &mut bytes);
        publisher.write(sink, &bytes, rows)?;
    }
    Ok(())
}

fn counts(cleaned: &Cleaned, fresh: &Shelved<'_>, kept: u64) -> Counts {
    let documents = fresh.len() as u64;
    let (copies, repeats) = (documents - kept, cleaned.documents() - documents);
    let mut rejected_by_code = BTreeMap::new();
    for rejection in &cleaned.rejections {
        *rejected_by_code.entry(rejection.reason().code().to_owned()).or_insert(0) += 1;
    }
    Counts {
        records: cleaned.records(),
        kept,
        duplicates: copies + repeats,
        copies,
        repeats,
        rejected: cleaned.rejections.len() as u64,
        rejected_by_code,
    }
}
