//! Finds the records in raw dumps.
//!
//! Takes files, folders, globs or a stream, gives [`Record`]s and [`Rejection`]s with their [`Origin`]s. Reads every
//! archive as a stream, never as a whole; writes nothing; decodes no text; judges no content.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicU64;

use serde::{Deserialize, Serialize};

use crate::error::Result;
use crate::model::{Record, Rejection, Sha256Hex};

/// How dumps are read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Options {
    /// Bytes a record may have; a larger one is rejected as `too-large`.
    pub max_record_bytes: u64,
}

impl Default for Options {
    fn default() -> Self {
        Self { max_record_bytes: 64 << 20 }
    }
}

/// A file (or the standard input) that records are read from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// The file on disk; `None` for the standard input.
    pub file: Option<PathBuf>,
    /// Its name in every [`Origin`](crate::model::Origin): relative to the input folder, `/` between parts.
    pub name: String,
    /// Its size in bytes, 0 where unknown.
    pub bytes: u64,
}

impl Source {
    /// The digest of the file as it lies on the disk; `None` where it can't be read.
    pub fn sha256(&self) -> Option<Sha256Hex> {
        Sha256Hex::of_reader(File::open(self.file.as_ref()?).ok()?).ok()
    }
}

/// The files below `inputs` (folders, files, globs, or `-`), sorted by name, each once.
///
/// # Errors
/// An input that does not exist.
pub fn sources(inputs: &[PathBuf]) -> Result<Vec<Source>> {
    let _ = inputs;
    Ok(Vec::new())
}

/// Reads every record of `source` and hands it on, in the order of the file. What cannot be read is handed on as a
/// [`Rejection`] and reading goes on behind it. `progress` grows by the bytes of the source (as stored) that are done.
/// Stops early when `sink` returns `false`.
pub fn read(
    source: &Source,
    options: &Options,
    progress: &AtomicU64,
    sink: &mut dyn FnMut(Result<Record, Rejection>) -> bool,
) {
    let _ = (source, options, progress, sink, Path::new(""));
}
