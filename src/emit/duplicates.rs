//! `duplicates.jsonl`: every verified relation of two documents, with its numbers and the passages.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Sink, Takes, always, json, no_head};
use crate::model::{DocId, Edge, EdgeKind};

pub(super) const SINK: Sink = Sink {
    file: "duplicates.jsonl",
    holds: "every verified relation of two documents: kind, resemblance, both containments, shared passages",
    wanted: always,
    head: no_head,
    takes: Takes::Edge(|edge, out| json::line(&DuplicateRow::of(edge), out)),
};

/// A row of `duplicates.jsonl`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DuplicateRow {
    /// The smaller id.
    pub a: DocId,
    /// The greater id.
    pub b: DocId,
    /// What they share.
    pub kind: EdgeKind,
    /// Whether the two belong to one story.
    pub same_story: bool,
    /// Shared shingles ÷ all shingles.
    pub resemblance: f64,
    /// Share of `a`'s shingles found in `b`.
    pub containment_a: f64,
    /// Share of `b`'s shingles found in `a`.
    pub containment_b: f64,
    /// Shingles found in both.
    pub shared_shingles: u32,
    /// Candidate keys that brought the two together.
    pub met: u32,
    /// Words of the longest shared run.
    pub longest_run_words: u32,
    /// What decided, by name.
    pub reasons: BTreeMap<String, f64>,
    /// What both texts carry, in the order of `a`.
    pub passages: Vec<PassageRow>,
}

/// The same words in two texts, as ranges of bytes of the column `text`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PassageRow {
    /// First byte of `a`'s text.
    pub a_start: u32,
    /// First byte behind.
    pub a_end: u32,
    /// First byte of `b`'s text.
    pub b_start: u32,
    /// First byte behind.
    pub b_end: u32,
    /// Words shared.
    pub words: u32,
}

impl DuplicateRow {
    /// The row of the table for a relation.
    pub fn of(edge: &Edge) -> Self {
        let share = |ten_thousandths: u32| f64::from(ten_thousandths) / 10_000.0;
        Self {
            a: edge.a,
            b: edge.b,
            kind: edge.kind,
            same_story: edge.same_story,
            resemblance: share(edge.resemblance()),
            containment_a: share(edge.containment_a()),
            containment_b: share(edge.containment_b()),
            shared_shingles: edge.shingles[2],
            met: edge.met,
            longest_run_words: edge.longest_run,
            reasons: edge
                .reasons
                .iter()
                .map(|(name, value)| (name.to_string(), f64::from(*value) / 1000.0))
                .collect(),
            passages: edge
                .passages
                .iter()
                .map(|passage| PassageRow {
                    a_start: passage.a.start,
                    a_end: passage.a.end,
                    b_start: passage.b.start,
                    b_end: passage.b.end,
                    words: passage.words,
                })
                .collect(),
        }
    }
}
