//! The whole road, from dumps to dataset.
//!
//! Takes inputs and a configuration, gives a dataset and a [`Summary`]. Decides nothing about text: it wires the stages,
//! knows the threads, and keeps count. Memory is bounded by the spool: only sketches and places are held.

mod assemble;
mod clean;
mod pile;
mod progress;
mod sample;
mod spool;
mod stages;
mod stories;

use std::path::PathBuf;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Instant;

use crate::config::Settings;
use crate::dedup::Known;
use crate::emit::{Counts, Manifest, Output, SCHEMA_VERSION, Totals};
use crate::error::{Error, Result};
use crate::index::Index;
use crate::model::Sha256Hex;
use crate::{acquire, dedup, emit};
use assemble::Sorted;
use spool::Shelves;

pub use progress::{Phase, Progress};
pub use stages::{Stages, story};
pub use stories::{Scratch, Stories};

/// What a run is asked to do.
#[derive(Debug, Clone)]
pub struct Job {
    /// Folders, files, globs, or `-` for the standard input.
    pub inputs: Vec<PathBuf>,
    /// The folder the dataset is published in.
    pub out: PathBuf,
    /// The corpus index: what it holds is known, and the run is added to it.
    pub index: Option<PathBuf>,
    /// Threads to work with.
    pub threads: usize,
    /// Stops after so many records, in the order of the sorted files.
    pub limit: Option<u64>,
    /// Takes only so many records, chosen by their ids: the same ones in every run.
    pub sample: Option<usize>,
    /// Does all the work and publishes nothing.
    pub dry_run: bool,
}

impl Job {
    /// A run over all of `inputs` that is published in `out`, on one thread and without an index.
    pub fn new(inputs: impl IntoIterator<Item = impl Into<PathBuf>>, out: impl Into<PathBuf>) -> Self {
        Self {
            inputs: inputs.into_iter().map(Into::into).collect(),
            out: out.into(),
            index: None,
            threads: 1,
            limit: None,
            sample: None,
            dry_run: false,
        }
    }
}

/// What a run did.
#[derive(Debug, Clone, PartialEq)]
pub struct Summary {
    /// Where every record went.
    pub counts: Counts,
    /// Files read, and their bytes as stored.
    pub inputs: Totals,
    /// Files written.
    pub outputs: Vec<Output>,
    /// One digest for the whole dataset.
    pub dataset_sha256: String,
    /// Wall time.
    pub seconds: f64,
}

/// Cleans, deduplicates and publishes what `job` names.
///
/// # Errors
/// What ends a run; a record that cannot be read is a row of `rejected.jsonl` instead.
pub fn run(job: &Job, settings: &Settings, progress: &Progress) -> Result<Summary> {
    let begun = Instant::now();
    settings.config.check()?;
    let stages = Stages::new(settings)?;
    let sources = acquire::sources(&job.inputs)?;
    if job.sample.is_some() && sources.iter().any(|source| source.file.is_none()) {
        return Err(Error::Usage(
            "a sample is chosen before it is taken, and the standard input passes once".into(),
        ));
    }
    if job.index.is_some() && !settings.config.dedup.relations {
        return Err(Error::Usage(
            "an index keeps how reports are related: dedup.relations must be true".into(),
        ));
    }
    let _lock = emit::lock(&job.out)?;
    let mut index =
        job.index.as_ref().map(|folder| Index::open(folder, &settings.config.dedup)).transpose()?;
    let pool = clean::pool(job.threads)?;

    progress.enter(Phase::Clean, sources.iter().map(|source| source.bytes).sum());
    let mut cleaned = clean::clean(&sources, &stages, settings, job, progress)?;

    let mut sketches = cleaned.put_in_order()?;
    let earlier = index.as_ref().map(|index| index.load(&mut sketches)).transpose()?.unwrap_or_default();
    let (again, shelf) = cleaned.shelf().parted(|id| earlier.has(id));

    progress.enter(Phase::Dedup, shelf.len() as u64);
    let relations = Scratch::new(&job.out)?;
    let (known, shelves) = (
        Known { stories: earlier.len(), kept: &earlier.kept, links: &earlier.links },
        Shelves { earlier: &earlier, fresh: &shelf },
    );
    let findings =
        pool.install(|| dedup::relate(&sketches, known, &shelves, &relations, &settings.config.dedup))?;
    drop(sketches);

    progress.enter(Phase::Write, shelf.len() as u64);
    let sorted =
        Sorted { cleaned: &cleaned, again: &again, fresh: &shelf, earlier: &earlier, findings: &findings };
    let written = pool.install(|| assemble::write(&sorted, settings, &job.out, progress))?;

    let inputs = cleaned.totals();
    let mut manifest = manifest(settings, inputs, &written.counts, written.finished.outputs());
    manifest.knowledge.extend(index.as_ref().map(|index| ("index".to_owned(), index.digest())));
    let summary = Summary {
        counts: written.counts,
        inputs,
        outputs: manifest.outputs.clone(),
        dataset_sha256: manifest.dataset_sha256.clone(),
        seconds: begun.elapsed().as_secs_f64(),
    };
    if job.dry_run {
        written.finished.discard()?;
    } else {
        written.finished.publish(&manifest.to_bytes(), &progress::run_report(job, &summary))?;
        // Last: a run that dies before is made again whole, one that is in the index has its dataset.
        if let Some(index) = &mut index {
            index.append(sorted.entries(), findings.links())?;
        }
    }
    Ok(summary)
}

/// A lock whose holder cannot have died half-way: nothing done under one panics.
fn held<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn manifest(settings: &Settings, inputs: Totals, counts: &Counts, outputs: &[Output]) -> Manifest {
    let config = settings.config.deciding();
    let listing: String =
        outputs.iter().map(|output| format!("{} {}\n", output.path, output.sha256)).collect();
    Manifest {
        tool: "copydesk".into(),
        version: env!("CARGO_PKG_VERSION").into(),
        schema_version: SCHEMA_VERSION,
        config_sha256: Sha256Hex::of(config.to_string().as_bytes()).to_string(),
        config,
        knowledge: settings.digests.clone(),
        inputs,
        counts: counts.clone(),
        outputs: outputs.to_vec(),
        dataset_sha256: Sha256Hex::of(listing.as_bytes()).to_string(),
        seal: String::new(),
    }
}
