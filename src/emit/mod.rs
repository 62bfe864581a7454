//! Turns rows into the files of a dataset.
//!
//! Takes [`Row`]s, [`Edge`]s, [`Sighting`]s and [`Rejection`]s, gives bytes: every sink is a pure function, so that any
//! engine that calls it writes the same file. [`Publisher`] is the only part that touches the disk: it writes aside,
//! fsyncs and renames.

mod article;
mod duplicates;
mod earlier;
mod evidence;
mod inputs;
mod json;
mod kept;
mod manifest;
mod origins;
mod publish;
mod rejected;
mod removed;
pub mod schema;
pub mod text;

use serde::{Deserialize, Serialize};

use crate::model::{Edge, Rejection, Row};

pub use article::{Article, SCHEMA_VERSION};
pub use duplicates::{DuplicateRow, PassageRow};
pub use earlier::Earlier;
pub use evidence::EvidenceRow;
pub use inputs::Input;
pub use json::Sealed;
pub use kept::KeptRow;
pub use manifest::{Counts, Manifest, Output, Totals};
pub use origins::Sighting;
pub use publish::{Finished, Publisher, lock};
pub use rejected::RejectedRow;
pub use removed::RemovedRow;

/// What a dataset is written as.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Options {
    /// Writes `articles.csv` beside `articles.jsonl`.
    pub csv: bool,
    /// Writes `removed.jsonl`, `kept.jsonl` and `evidence.jsonl`: the account of every cut. Without them a dataset is
    /// smaller, and `verify` can prove less.
    pub account: bool,
    /// Writes `text/<host>/<id>.txt` too, a paragraph a line, so that a plain `git diff` is a review.
    pub text_tree: bool,
}

impl Default for Options {
    fn default() -> Self {
        Self { csv: true, account: true, text_tree: false }
    }
}

/// A file of the dataset: its name, and what makes its bytes.
pub struct Sink {
    /// The file's name.
    pub file: &'static str,
    /// One line on what it holds, for `schema` and the documentation.
    pub holds: &'static str,
    /// Whether these options want it.
    pub wanted: fn(&Options) -> bool,
    /// The bytes before the first row.
    pub head: fn() -> Vec<u8>,
    /// What its rows are made of.
    pub takes: Takes,
}

/// What a sink is fed with: appends the bytes of its rows to the buffer and returns how many rows that were.
pub enum Takes {
    /// Each document, in the order of ids.
    Row(fn(&Row, &mut Vec<u8>) -> u64),
    /// Each relation, in the order of `(a, b)`.
    Edge(fn(&Edge, &mut Vec<u8>) -> u64),
    /// Each report of an earlier run that is referred to, in the order of ids.
    Earlier(fn(&Earlier, &mut Vec<u8>) -> u64),
    /// Each place a document was met at.
    Sighting(fn(&Sighting, &mut Vec<u8>) -> u64),
    /// Each record turned away.
    Rejection(fn(&Rejection, &mut Vec<u8>) -> u64),
    /// Each file read.
    Input(fn(&Input, &mut Vec<u8>) -> u64),
}

/// Every file of a dataset but the manifest. A new output is one file of this folder and its line here.
pub const SINKS: &[Sink] = &[
    article::JSONL,
    article::CSV,
    article::DOCUMENTS,
    removed::SINK,
    kept::SINK,
    evidence::SINK,
    duplicates::SINK,
    earlier::SINK,
    origins::SINK,
    rejected::SINK,
    inputs::SINK,
];

fn always(_: &Options) -> bool {
    true
}

fn account(options: &Options) -> bool {
    options.account
}

fn no_head() -> Vec<u8> {
    Vec::new()
}
