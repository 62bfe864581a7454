//! The map: every record read, decoded, extracted and sketched, on all threads, into the spool.
//!
//! Readers take files one by one and hand their records over in parcels; workers clean them. What is in flight is
//! bounded by the channel, so memory does not grow with the dump.

use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

use crossbeam_channel::{Receiver, Sender, bounded};

use super::sample::Chosen;
use super::spool::{Batch, Place, Shelved, Spool};
use super::stories::Scratch;
use super::{Job, Progress, Stages, held};
use crate::acquire::{self, Source};
use crate::config::Settings;
use crate::dedup::{Sketch, Sketches};
use crate::emit::{Input, Totals};
use crate::error::{Error, Result};
use crate::model::{Origin, Record, Rejection};

/// Records or bytes, whichever comes first, that travel together.
const PARCEL_RECORDS: usize = 64;
const PARCEL_BYTES: usize = 1 << 20;

/// What the map leaves behind.
pub(super) struct Cleaned {
    spool: Spool,
    places: Vec<Place>,
    /// One for each place, until put in order.
    sketches: Option<Sketches>,
    /// Sorted.
    pub(super) rejections: Vec<Rejection>,
    /// Sorted.
    pub(super) inputs: Vec<Input>,
}

/// A pool of `threads` threads for the parallel parts behind the map.
pub(super) fn pool(threads: usize) -> Result<rayon::ThreadPool> {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build();
    pool.map_err(|error| Error::Usage(format!("cannot start {threads} threads: {error}")))
}

/// Runs every record of `sources` through the stages.
pub(super) fn clean(
    sources: &[Source],
    stages: &Stages,
    settings: &Settings,
    job: &Job,
    progress: &Progress,
) -> Result<Cleaned> {
    let options = &settings.config.acquire;
    let floor = Floor {
        sources,
        options,
        stages,
        progress,
        chosen: job.sample.map(|count| Chosen::among(sources, options, count, progress)),
        left: AtomicU64::new(job.limit.unwrap_or(u64::MAX)),
        next: AtomicUsize::new(0),
        tallies: sources.iter().map(|_| Tally::default()).collect(),
        harvest: Mutex::new(Harvest {
            spool: Spool::new(&job.out)?,
            places: Vec::new(),
            sketches: Sketches::new(&settings.config.dedup, Box::new(Scratch::new(&job.out)?)),
            rejections: Vec::new(),
        }),
    };
    // Taking the first N records means taking them in order.
    let readers = if job.limit.is_some() { 1 } else { job.threads.min(sources.len()).max(1) };
    let (desk, parcels) = bounded(2 * job.threads);
    std::thread::scope(|scope| {
        for _ in 0..readers {
            let desk = desk.clone();
            scope.spawn(|| floor.read(desk));
        }
        drop(desk);
        let workers: Vec<_> = (0..job.threads.max(1))
            .map(|_| {
                let parcels = parcels.clone();
                scope.spawn(|| floor.work(parcels))
            })
            .collect();
        drop(parcels);
        let died = |_| Err(Error::Integrity("a worker thread died".into()));
        workers.into_iter().try_for_each(|worker| worker.join().unwrap_or_else(died))
    })?;
    if progress.stopped() {
        return Err(Error::Interrupted);
    }
    Ok(floor.swept())
}

/// Where readers and workers meet.
struct Floor<'a> {
    sources: &'a [Source],
    options: &'a acquire::Options,
    stages: &'a Stages,
    progress: &'a Progress,
    chosen: Option<Chosen>,
    left: AtomicU64,
    next: AtomicUsize,
    tallies: Vec<Tally>,
    harvest: Mutex<Harvest>,
}

#[derive(Default)]
struct Tally {
    records: AtomicU64,
    rejected: AtomicU64,
    sha256: Mutex<String>,
}

struct Harvest {
    spool: Spool,
    places: Vec<Place>,
    sketches: Sketches,
    rejections: Vec<Rejection>,
}

struct Parcel {
    source: usize,
    records: Vec<Record>,
}

impl Floor<'_> {
    /// Takes files until none is left and hands their records over.
    fn read(&self, desk: Sender<Parcel>) {
        loop {
            let at = self.next.fetch_add(1, Ordering::Relaxed);
            let Some(source) = self.sources.get(at) else { return };
            let mut parcel = Parcel { source: at, records: Vec::new() };
            let mut bytes = 0;
            acquire::read(source, self.options, &self.progress.done, &mut |item| {
                if !self.wants(&item) {
                    return !self.is_over();
                }
                self.tallies[at].records.fetch_add(1, Ordering::Relaxed);
                self.progress.records.fetch_add(1, Ordering::Relaxed);
                match item {
                    Err(rejection) => self.reject(at, vec![rejection]),
                    Ok(record) => {
                        bytes += record.bytes().len();
                        parcel.records.push(record);
                    }
                }
                if parcel.records.len() < PARCEL_RECORDS && bytes < PARCEL_BYTES {
                    return true;
                }
                bytes = 0;
                let full = std::mem::replace(&mut parcel, Parcel { source: at, records: Vec::new() });
                desk.send(full).is_ok()
            });
            if !parcel.records.is_empty() && desk.send(parcel).is_err() {
                return;
            }
            *held(&self.tallies[at].sha256) =
                source.sha256().map(|digest| digest.to_string()).unwrap_or_default();
        }
    }

    fn is_over(&self) -> bool {
        self.progress.stopped() || self.left.load(Ordering::Relaxed) == 0
    }

    fn wants(&self, item: &Result<Record, Rejection>) -> bool {
        if self.is_over() {
            return false;
        }
        let outside = matches!((&self.chosen, item), (Some(chosen), Ok(record)) if !chosen.takes(record));
        if !outside {
            self.left.fetch_sub(1, Ordering::Relaxed);
        }
        !outside
    }

    /// Cleans parcels until no reader is left.
    fn work(&self, parcels: Receiver<Parcel>) -> Result<()> {
        for Parcel { source, records } in parcels {
            let (mut batch, mut sketches, mut rejections) = (Batch::default(), Vec::new(), Vec::new());
            for record in records {
                let cleaned = self.stages.clean(record).and_then(|document| {
                    let (story, sketch, folded) = self.stages.sketch(&document)?;
                    Ok((document, story, sketch, folded))
                });
                match cleaned {
                    Err(rejection) => rejections.push(rejection),
                    Ok((document, story, sketch, folded)) => {
                        batch.push(&document, &story, &folded);
                        sketches.push(sketch);
                    }
                }
                if batch.bytes() > 4 * PARCEL_BYTES {
                    self.file(std::mem::take(&mut batch), &mut sketches)?;
                }
            }
            self.reject(source, rejections);
            self.file(batch, &mut sketches)?;
        }
        Ok(())
    }

    fn reject(&self, source: usize, mut rejections: Vec<Rejection>) {
        let count = rejections.len() as u64;
        self.tallies[source].rejected.fetch_add(count, Ordering::Relaxed);
        self.progress.rejected.fetch_add(count, Ordering::Relaxed);
        held(&self.harvest).rejections.append(&mut rejections);
    }

    fn file(&self, batch: Batch, sketches: &mut Vec<Sketch>) -> Result<()> {
        let mut harvest = held(&self.harvest);
        let places = harvest.spool.append(batch)?;
        harvest.places.extend(places);
        sketches.drain(..).try_for_each(|sketch| harvest.sketches.push(sketch))
    }

    /// What lies on the floor when all have gone, in an order of its own: threads finish in any.
    fn swept(self) -> Cleaned {
        let harvest = self.harvest.into_inner().unwrap_or_else(PoisonError::into_inner);
        let Harvest { spool, places, sketches, mut rejections } = harvest;
        // The path comes late, so that a renamed folder changes no order where it can be helped.
        rejections.sort_by_cached_key(|rejection| {
            let origin = rejection.origin();
            let place =
                (origin.entry().to_owned(), origin.offset(), origin.length(), origin.path().to_owned());
            (rejection.sha256(), rejection.reason().code(), place, rejection.reason().to_string())
        });
        let mut inputs: Vec<Input> = std::iter::zip(self.sources, &self.tallies)
            .map(|(source, tally)| Input {
                path: source.name.clone(),
                bytes: source.bytes,
                sha256: held(&tally.sha256).clone(),
                records: tally.records.load(Ordering::Relaxed),
                rejected: tally.rejected.load(Ordering::Relaxed),
            })
            .collect();
        inputs.sort();
        Cleaned { spool, places, sketches: Some(sketches), rejections, inputs }
    }
}

impl Cleaned {
    /// Sorts the documents by id, those with one id by their origin, and gives a sketch for each id; once.
    pub(super) fn put_in_order(&mut self) -> Result<Sketches> {
        let died = || Error::Integrity("the documents were put in order twice".into());
        let mut sketches = self.sketches.take().ok_or_else(died)?;
        let places = std::mem::take(&mut self.places);
        let mut order: Vec<u32> = (0..places.len() as u32).collect();
        let place = |at: u32| places[at as usize];
        order.sort_by_key(|&at| place(at).id);
        let alike = |a: &u32, b: &u32| place(*a).id == place(*b).id;
        for group in order.chunk_by_mut(alike).filter(|group| group.len() > 1) {
            // Which of several places a row is made from must not depend on who came first.
            let mut ranked = Vec::with_capacity(group.len());
            for &at in group.iter() {
                ranked.push((precedence(self.spool.document(&place(at))?.past().origin()), at));
            }
            ranked.sort_by(|(a, _), (b, _)| a.cmp(b));
            group.iter_mut().zip(ranked).for_each(|(slot, (_, at))| *slot = at);
        }
        self.places = order.iter().map(|&at| place(at)).collect();
        order.dedup_by(|b, a| alike(a, b));
        sketches.put_in_order(&order);
        Ok(sketches)
    }

    /// The documents, once put in order.
    pub(super) fn shelf(&self) -> Shelved<'_> {
        Shelved::new(&self.spool, self.places.chunk_by(|a, b| a.id == b.id).collect())
    }

    /// Documents in the spool, repeats included.
    pub(super) fn documents(&self) -> u64 {
        self.places.len() as u64
    }

    /// Records met, those turned away included.
    pub(super) fn records(&self) -> u64 {
        self.inputs.iter().map(|input| input.records).sum()
    }

    /// Files read and their bytes.
    pub(super) fn totals(&self) -> Totals {
        Totals { files: self.inputs.len() as u64, bytes: self.inputs.iter().map(|input| input.bytes).sum() }
    }
}

/// The earliest capture first; the path last, so that a renamed folder changes as little as can be.
fn precedence(origin: &Origin) -> (String, String, u64, u64, String, String) {
    let (fetched, entry, path) =
        (origin.fetched().to_owned(), origin.entry().to_owned(), origin.path().to_owned());
    (fetched, entry, origin.offset(), origin.length(), origin.record_id().to_owned(), path)
}
