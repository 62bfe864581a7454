//! What ends a run: everything else is a [`Rejection`](crate::model::Rejection) and the run goes on.

use std::path::{Path, PathBuf};

/// Why a run could not be started or finished.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A file or folder could not be read or written.
    #[error("{}: {doing}: {source}", path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// What was tried.
        doing: &'static str,
        /// What the system said.
        source: std::io::Error,
    },
    /// A configuration file that cannot be taken.
    #[error("{}:{line}:{column}: {problem}", path.display())]
    Config {
        /// The file.
        path: PathBuf,
        /// Line, from 1.
        line: usize,
        /// Column, from 1.
        column: usize,
        /// What is wrong and, where it can be told, the remedy.
        problem: String,
    },
    /// The call itself is wrong.
    #[error("{0}")]
    Usage(String),
    /// The output does not hold what it promises.
    #[error("{0}")]
    Integrity(String),
    /// The run was asked to stop.
    #[error("interrupted; run the same command again")]
    Interrupted,
}

impl Error {
    /// Wraps what the system said of `path`; fits `map_err`.
    pub fn io(path: &Path, doing: &'static str) -> impl FnOnce(std::io::Error) -> Self {
        let path = path.to_path_buf();
        move |source| Self::Io { path, doing, source }
    }
}

/// A result whose error ends the run.
pub type Result<T, E = Error> = std::result::Result<T, E>;
