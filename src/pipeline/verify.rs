//! Proves a dataset from the raw bytes.

use std::path::Path;

use crate::error::Result;

/// What was proven.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Proof {
    /// What does not hold, in words.
    pub failures: Vec<String>,
}

/// Proves the dataset in `folder`, made from `inputs`.
///
/// # Errors
/// A file cannot be read.
pub fn verify(folder: &Path) -> Result<Proof> {
    let _ = folder;
    Ok(Proof::default())
}
