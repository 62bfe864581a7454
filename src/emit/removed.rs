//! `removed.jsonl`: every cut block, and what cut it.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Sink, Takes, account, json, no_head};
use crate::model::{CutKind, DocId, Pass, Row, RuleId, Sha256Hex};

pub(super) const SINK: Sink = Sink {
    file: "removed.jsonl",
    holds: "every cut block: the pass and rule that cut it, its span and text, and what decided",
    wanted: account,
    head: no_head,
    takes: Takes::Row(rows),
};

/// A row of `removed.jsonl`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RemovedRow {
    /// The document.
    pub id: DocId,
    /// Number of the block among the document's cut ones, from 0.
    pub seq: u64,
    /// The pass that cut it.
    pub pass: Pass,
    /// The rule that signs for it.
    pub rule_id: RuleId,
    /// What it is.
    pub kind: CutKind,
    /// First byte of the page's flat text.
    pub start: u32,
    /// First byte behind.
    pub end: u32,
    /// First byte of the raw record.
    pub raw_start: u32,
    /// First byte behind in the raw record.
    pub raw_end: u32,
    /// Characters of `text`.
    pub chars: u64,
    /// SHA-256 of `text` in UTF-8.
    pub text_sha256: Sha256Hex,
    /// How sure the judgement is that it is body, 0 to 1; 0 where a rule says it is not.
    pub score: f64,
    /// What was measured of it or decided, by name; empty where the rule's name says it all.
    pub reasons: BTreeMap<String, f64>,
    /// The block's text.
    pub text: String,
}

fn rows(row: &Row, out: &mut Vec<u8>) -> u64 {
    let document = row.document();
    let cut = document.extraction().cut.iter().enumerate();
    cut.map(|(seq, cut)| {
        let removed = RemovedRow {
            id: document.id(),
            seq: seq as u64,
            pass: cut.pass,
            rule_id: cut.rule.clone(),
            kind: cut.kind,
            start: cut.span.start,
            end: cut.span.end,
            raw_start: cut.raw.start,
            raw_end: cut.raw.end,
            chars: cut.text.chars().count() as u64,
            text_sha256: Sha256Hex::of(cut.text.as_bytes()),
            score: f64::from(cut.score) / 1000.0,
            reasons: cut
                .reasons
                .iter()
                .map(|(name, weight)| (name.to_string(), f64::from(*weight) / 1000.0))
                .collect(),
            text: cut.text.clone(),
        };
        json::line(&removed, out)
    })
    .sum()
}
