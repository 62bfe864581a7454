//! `origins.jsonl`: every place a document was met at. The same bytes met twice at one address are one document.

use serde::{Deserialize, Serialize};

use super::{Sink, Takes, always, json, no_head};
use crate::model::{DocId, Origin};

pub(super) const SINK: Sink = Sink {
    file: "origins.jsonl",
    holds: "every record that became a document or repeats one: where its bytes lie",
    wanted: always,
    head: no_head,
    takes: Takes::Sighting(|sighting, out| {
        let (id, origin) = (sighting.id, &sighting.origin);
        json::line(
            &OriginRow {
                id,
                is_source: sighting.is_source,
                path: origin.path(),
                entry: origin.entry(),
                offset: origin.offset(),
                length: origin.length(),
                url: origin.url(),
                captured_at: origin.fetched(),
                record_id: origin.record_id(),
            },
            out,
        )
    }),
};

/// A document met at a place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sighting {
    /// The document.
    pub id: DocId,
    /// The place.
    pub origin: Origin,
    /// Whether the document's row was made from this record; the others repeat it.
    pub is_source: bool,
}

#[derive(Serialize)]
struct OriginRow<'a> {
    id: DocId,
    is_source: bool,
    path: &'a str,
    entry: &'a str,
    offset: u64,
    length: u64,
    url: &'a str,
    captured_at: &'a str,
    record_id: &'a str,
}
