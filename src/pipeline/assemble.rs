//! The second map: documents and what dedup found become the files of the dataset, in the order of ids.

use std::borrow::Borrow;
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::atomic::Ordering;

use rayon::prelude::*;

use super::Progress;
use super::clean::Cleaned;
use super::spool::Shelved;
use crate::config::Settings;
use crate::dedup::Findings;
use crate::emit::{self, Article, Counts, Finished, Publisher, Sighting, Sink, Takes};
use crate::error::{Error, Result};
use crate::model::Document;

/// Documents that are serialized in parallel before they are written in order.
const BATCH: usize = 256;

/// A dataset that is written but not yet published.
pub(super) struct Written {
    pub(super) finished: Finished,
    pub(super) counts: Counts,
}

pub(super) fn write(
    cleaned: &Cleaned,
    shelf: &Shelved<'_>,
    findings: &Findings<'_>,
    settings: &Settings,
    out: &Path,
    progress: &Progress,
) -> Result<Written> {
    let mut publisher = Publisher::new(out, &settings.config.emit)?;
    let sinks: Vec<&'static Sink> = publisher.sinks().collect();
    let indices: Vec<usize> = (0..shelf.len()).collect();
    let mut kept = 0;
    for batch in indices.chunks(BATCH) {
        if progress.stopped() {
            return Err(Error::Interrupted);
        }
        let texts = settings.config.emit.text_tree;
        let rows = batch.par_iter().map(|&index| serialize(index, shelf, findings, &sinks, texts));
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
            Takes::Row(_) | Takes::Sighting(_) => {}
        }
    }
    let counts = counts(cleaned, shelf, kept);
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

fn serialize(
    index: usize,
    shelf: &Shelved<'_>,
    findings: &Findings<'_>,
    sinks: &[&'static Sink],
    texts: bool,
) -> Result<Rows> {
    let document = shelf.document(index)?;
    let mut sightings = vec![sighting(&document, true)];
    for repeat in shelf.repeats(index) {
        sightings.push(sighting(&repeat?, false));
    }
    let row = document.filed(findings.memberships[index].clone());
    let of_sinks = sinks.iter().map(|sink| {
        let mut bytes = Vec::new();
        let count = match sink.takes {
            Takes::Row(rows) => rows(&row, &mut bytes),
            Takes::Sighting(rows) => sightings.iter().map(|sighting| rows(sighting, &mut bytes)).sum(),
            Takes::Edge(_) | Takes::Rejection(_) | Takes::Input(_) => 0,
        };
        (bytes, count)
    });
    let text = texts.then(|| emit::text::file(&Article::of(&row)));
    Ok(Rows { is_canonical: row.is_canonical(), of_sinks: of_sinks.collect(), text })
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

fn counts(cleaned: &Cleaned, shelf: &Shelved<'_>, kept: u64) -> Counts {
    let documents = shelf.len() as u64;
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
