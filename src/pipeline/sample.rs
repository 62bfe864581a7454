//! A sample by id: the same records in every run and on every machine.

use std::collections::BinaryHeap;
use std::sync::atomic::AtomicU64;

use super::Progress;
use crate::acquire::{self, Source};
use crate::model::{DocId, Record, Sha256Hex};
use crate::text::hash;

/// The records whose ids hash lowest.
pub(super) struct Chosen {
    below: u64,
}

impl Chosen {
    /// Reads all sources once to find the `count` lowest; holds no more than that many numbers.
    pub(super) fn among(
        sources: &[Source],
        options: &acquire::Options,
        count: usize,
        progress: &Progress,
    ) -> Self {
        // One more than wanted: the greatest of them is the first that is out.
        let mut lowest = BinaryHeap::new();
        let unwatched = AtomicU64::new(0);
        for source in sources {
            acquire::read(source, options, &unwatched, &mut |item| {
                if let Ok(record) = item {
                    lowest.push(rank(&record));
                    if lowest.len() > count + 1 {
                        lowest.pop();
                    }
                }
                !progress.stopped()
            });
        }
        let full = lowest.len() > count;
        Self { below: lowest.peek().copied().filter(|_| full).unwrap_or(u64::MAX) }
    }

    pub(super) fn takes(&self, record: &Record) -> bool {
        rank(record) < self.below
    }
}

fn rank(record: &Record) -> u64 {
    let id = DocId::of(record.origin().url(), &Sha256Hex::of(record.bytes()));
    hash::hash64(id.to_string().as_bytes())
}
