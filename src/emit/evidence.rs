//! `evidence.jsonl`: where each metadata field came from.

use serde::{Deserialize, Serialize};

use super::{Sink, Takes, account, json, no_head};
use crate::model::{DocId, Field, Row};

pub(super) const SINK: Sink = Sink {
    file: "evidence.jsonl",
    holds: "where each metadata field came from, and what else was offered",
    wanted: account,
    head: no_head,
    takes: Takes::Row(rows),
};

/// A row of `evidence.jsonl`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct EvidenceRow {
    /// The document.
    pub id: DocId,
    /// The field.
    pub field: Field,
    /// The value taken.
    pub value: String,
    /// How it was found.
    pub method: String,
    /// The place it was found at.
    pub selector: String,
    /// The value as printed.
    pub raw: String,
    /// First byte of the page's flat text it was read from, or -1.
    pub start: i64,
    /// First byte behind, or -1.
    pub end: i64,
    /// How sure, 0 to 1.
    pub score: f64,
    /// What else was offered and not taken.
    pub rejected_alternatives: Vec<String>,
}

fn rows(row: &Row, out: &mut Vec<u8>) -> u64 {
    let document = row.document();
    let evidence = document.extraction().metadata.evidence.iter();
    evidence
        .map(|found| {
            let row = EvidenceRow {
                id: document.id(),
                field: found.field,
                value: found.value.clone(),
                method: found.method.clone(),
                selector: found.selector.clone(),
                raw: found.raw.clone(),
                start: found.span.map_or(-1, |span| span.start.into()),
                end: found.span.map_or(-1, |span| span.end.into()),
                score: f64::from(found.score) / 1000.0,
                rejected_alternatives: found.rejected.clone(),
            };
            json::line(&row, out)
        })
        .sum()
}
