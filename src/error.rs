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

    /// A configuration file's `problem` at byte `at` of its `text`.
    pub fn at(path: &Path, text: &str, at: usize, problem: String) -> Self {
        let before = text.get(..at.min(text.len())).unwrap_or("");
        let line = before.matches('\n').count() + 1;
        let column = before.rsplit('\n').next().unwrap_or("").chars().count() + 1;
        Self::Config { path: path.to_path_buf(), line, column, problem }
    }
}

/// A result whose error ends the run.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// Turns a TOML error into one that names the place and, for an unknown key, the nearest one there is.
///
/// Any file of `config/` may use it; `text` is what was parsed.
pub fn explain(error: &toml::de::Error, text: &str, path: &Path) -> Error {
    let message = error.message();
    // serde says "unknown field `x`, expected one of `a`, `b`": every second piece between backticks is a name.
    let mut names = message.split('`').skip(1).step_by(2);
    let problem = match names.next() {
        Some(unknown) if message.starts_with("unknown field") => {
            format!("no option `{unknown}` here{}", nearest(unknown, names))
        }
        _ => message.to_owned(),
    };
    Error::at(path, text, error.span().map_or(0, |span| span.start), problem)
}

/// `; did you mean …?` where a known name is near, all of them where none is.
pub(crate) fn nearest<'a>(unknown: &str, known: impl Iterator<Item = &'a str>) -> String {
    let known: Vec<&str> = known.collect();
    let best = known.iter().map(|name| (strsim::levenshtein(unknown, name), *name)).min();
    match best {
        Some((steps, name)) if steps <= 2 + unknown.len() / 4 => format!("; did you mean `{name}`?"),
        _ if known.is_empty() => String::new(),
        _ => format!("; there are: {}", known.join(", ")),
    }
}
