//! `kept.jsonl`: the spans that make each body. With `removed.jsonl` they tile the page's flat text.

use serde::{Deserialize, Serialize};

use super::{Sink, Takes, account, json, no_head};
use crate::model::{BlockKind, DocId, Lead, Row};

pub(super) const SINK: Sink = Sink {
    file: "kept.jsonl",
    holds: "the spans that make each body; together with removed.jsonl they tile each page's flat text",
    wanted: account,
    head: no_head,
    takes: Takes::Row(rows),
};

/// A row of `kept.jsonl`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct KeptRow {
    /// The document.
    pub id: DocId,
    /// Number of the block among the document's kept ones, from 0.
    pub seq: u64,
    /// What it is.
    pub kind: BlockKind,
    /// First byte of the page's flat text.
    pub start: u32,
    /// First byte behind.
    pub end: u32,
    /// First byte of the raw record.
    pub raw_start: u32,
    /// First byte behind in the raw record.
    pub raw_end: u32,
    /// What parts it from the block before it in the body: `paragraph`, `line`, `sentence`.
    pub lead: Lead,
    /// How sure the judgement is, 0 to 1.
    pub score: f64,
}

fn rows(row: &Row, out: &mut Vec<u8>) -> u64 {
    let document = row.document();
    let kept = document.extraction().kept.iter().enumerate();
    kept.map(|(seq, kept)| {
        let row = KeptRow {
            id: document.id(),
            seq: seq as u64,
            kind: kept.kind,
            start: kept.span.start,
            end: kept.span.end,
            raw_start: kept.raw.start,
            raw_end: kept.raw.end,
            lead: kept.lead,
            score: f64::from(kept.score) / 1000.0,
        };
        json::line(&row, out)
    })
    .sum()
}
