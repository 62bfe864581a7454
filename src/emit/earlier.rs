//! `earlier.jsonl`: the reports of earlier runs that reports of this dataset copy or share passages with, where the run
//! was given an index; empty without.

use serde::{Deserialize, Serialize};

use super::{Sink, Takes, always, json, no_head};
use crate::model::{Date, DocId};

pub(super) const SINK: Sink = Sink {
    file: "earlier.jsonl",
    holds: "reports of earlier runs, from the index, that reports of this dataset copy or share passages with",
    wanted: always,
    head: no_head,
    takes: Takes::Earlier(json::line::<Earlier>),
};

/// A report of an earlier run; a row of `earlier.jsonl`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Earlier {
    /// The document, as it was named when it was met.
    pub id: DocId,
    /// The story it belongs to.
    pub cluster_id: DocId,
    /// The copy that stands for the story now.
    pub canonical_id: DocId,
    /// Headline.
    pub title: String,
    /// Day of publication.
    pub date_published: Option<Date>,
    /// The outlet's host or name.
    pub outlet: String,
    /// The agency it comes from.
    pub agency: String,
}
