//! `rejected.jsonl`: every record turned away, and why.

use serde::{Deserialize, Serialize};

use super::{Sink, Takes, always, json, no_head};
use crate::model::Rejection;

pub(super) const SINK: Sink = Sink {
    file: "rejected.jsonl",
    holds: "every record turned away: the reason, and where its bytes lie",
    wanted: always,
    head: no_head,
    takes: Takes::Rejection(|rejection, out| json::line(&RejectedRow::of(rejection), out)),
};

/// A row of `rejected.jsonl`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RejectedRow {
    /// The reason's stable code.
    pub code: String,
    /// The reason in words, with its numbers.
    pub reason: String,
    /// File, relative to the input folder.
    pub path: String,
    /// Entry within that file.
    pub entry: String,
    /// First byte in the innermost stream.
    pub offset: u64,
    /// Bytes there, as far as they are known.
    pub length: u64,
    /// Address, where known.
    pub url: String,
    /// SHA-256 of the record's bytes, where they could be read.
    pub sha256: String,
}

impl RejectedRow {
    fn of(rejection: &Rejection) -> Self {
        let origin = rejection.origin();
        Self {
            code: rejection.reason().code().to_owned(),
            reason: rejection.reason().to_string(),
            path: origin.path().to_owned(),
            entry: origin.entry().to_owned(),
            offset: origin.offset(),
            length: origin.length(),
            url: origin.url().to_owned(),
            sha256: rejection.sha256().map(|digest| digest.to_string()).unwrap_or_default(),
        }
    }
}
