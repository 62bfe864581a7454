//! `inputs.jsonl`: every file read, with its digest.

use serde::{Deserialize, Serialize};

use super::{Sink, Takes, always, json, no_head};

pub(super) const SINK: Sink = Sink {
    file: "inputs.jsonl",
    holds: "every file read: size, digest, records found in it and records turned away",
    wanted: always,
    head: no_head,
    takes: Takes::Input(json::line::<Input>),
};

/// A file that was read; a row of `inputs.jsonl`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Input {
    /// Its name, relative to the input folder.
    pub path: String,
    /// Its size.
    pub bytes: u64,
    /// SHA-256 of its bytes; `""` for the standard input and for a file that could not be read to its end.
    pub sha256: String,
    /// Records found in it, those turned away included.
    pub records: u64,
    /// Records turned away.
    pub rejected: u64,
}
