//! `manifest.json`: what was made of what, by what, and the proof that nothing was lost. Deterministic: the same input
//! and configuration give the same bytes.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::Sealed;

/// The manifest of a dataset.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    /// `copydesk`.
    pub tool: String,
    /// The program's version.
    pub version: String,
    /// Version of the columns.
    pub schema_version: u32,
    /// The effective configuration, defaults included.
    pub config: serde_json::Value,
    /// SHA-256 of the effective configuration.
    pub config_sha256: String,
    /// SHA-256 of what was known of the world (agencies, site files), by name.
    pub knowledge: BTreeMap<String, String>,
    /// Files read and their bytes in all; `inputs.jsonl` has them one by one.
    pub inputs: Totals,
    /// The conservation law.
    pub counts: Counts,
    /// Every file of the dataset but this one and `run.json`.
    pub outputs: Vec<Output>,
    /// One digest for the whole dataset: SHA-256 of the outputs' names and digests.
    pub dataset_sha256: String,
    /// Seals this file; see [`Sealed`].
    pub seal: String,
}

/// Files and their bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Totals {
    /// Files.
    pub files: u64,
    /// Bytes.
    pub bytes: u64,
}

/// Where every record went: `records = kept + duplicates + rejected`.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Counts {
    /// Records found.
    pub records: u64,
    /// Stories kept: rows of `articles.jsonl`.
    pub kept: u64,
    /// Copies of a kept story: `copies` + `repeats`.
    pub duplicates: u64,
    /// Documents that are not the canonical copy of their story.
    pub copies: u64,
    /// Records with the bytes and the address of another one.
    pub repeats: u64,
    /// Records turned away.
    pub rejected: u64,
    /// Records turned away, by the code of the reason.
    pub rejected_by_code: BTreeMap<String, u64>,
}

impl Counts {
    /// Whether nothing was lost: the law, and the sums it is made of.
    pub fn conserve(&self) -> bool {
        self.records == self.kept + self.duplicates + self.rejected
            && self.duplicates == self.copies + self.repeats
            && self.rejected == self.rejected_by_code.values().sum::<u64>()
    }
}

/// A file of the dataset.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Output {
    /// Its name.
    pub path: String,
    /// Its size.
    pub bytes: u64,
    /// Its rows, a CSV's header not counted.
    pub rows: u64,
    /// SHA-256 of its bytes.
    pub sha256: String,
}

impl Manifest {
    /// The file's bytes, sealed.
    pub fn to_bytes(&self) -> Vec<u8> {
        Sealed::write(&Self { seal: String::new(), ..self.clone() })
    }
}
