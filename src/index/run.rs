//! One immutable run of an index: a folder with `stories.jsonl` and `links.jsonl`.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{BufRead, BufReader, BufWriter, Write};
use std::path::{Path, PathBuf};

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::dedup::{Link, Story};
use crate::error::{Error, Result};
use crate::model::{DocId, Sha256Hex};

/// What names of runs start with; the rest is the digest of the stories.
pub(super) const PREFIX: &str = "run-";
const STORIES: &str = "stories.jsonl";
const LINKS: &str = "links.jsonl";

/// A line of `stories.jsonl`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Entry {
    /// Whether the run it came with kept it: it stands for its story.
    pub kept: bool,
    /// What dedup sees of it.
    pub story: Story,
}

/// A run as the manifest names it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Run {
    pub(super) name: String,
    pub(super) stories: Lines,
    pub(super) links: Lines,
}

/// A file of a run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Lines {
    pub(super) rows: u64,
    pub(super) bytes: u64,
    pub(super) sha256: String,
}

impl Run {
    /// Writes a run into the index at `folder`, which does not name it yet.
    pub(super) fn write(
        folder: &Path,
        stories: impl Iterator<Item = Result<Entry>>,
        links: impl Iterator<Item = Result<Link>>,
    ) -> Result<Self> {
        // Named like a run, so that one that a crash leaves half-written is swept away.
        let aside = tempfile::Builder::new().prefix(&format!("{PREFIX}unfinished-")).tempdir_in(folder);
        let aside = aside.map_err(Error::io(folder, "making a run"))?;
        let stories = Lines::write(&aside.path().join(STORIES), stories)?;
        let links = Lines::write(&aside.path().join(LINKS), links)?;
        super::sync_folder(aside.path())?;
        let both = format!("{}{}", stories.sha256, links.sha256);
        let name = format!("{PREFIX}{}", &Sha256Hex::of(both.as_bytes()).to_string()[..16]);
        let home = folder.join(&name);
        // The name is made of the content: what stands there already is the same.
        if !home.exists() {
            fs::rename(aside.path(), &home).map_err(Error::io(&home, "naming a run"))?;
        }
        super::sync_folder(folder)?;
        Ok(Self { name, stories, links })
    }

    pub(super) fn stories_path(&self, folder: &Path) -> PathBuf {
        folder.join(&self.name).join(STORIES)
    }

    /// The stories, one by one.
    pub(super) fn stories(&self, folder: &Path) -> Result<impl Iterator<Item = Result<Entry>> + use<>> {
        self.stories.read(&self.stories_path(folder))
    }

    /// The links, one by one.
    pub(super) fn links(&self, folder: &Path) -> Result<impl Iterator<Item = Result<Link>> + use<>> {
        self.links.read(&folder.join(&self.name).join(LINKS))
    }

    /// What does not hold; adds the ids it has to `seen`.
    pub(super) fn verify(&self, folder: &Path, seen: &mut BTreeSet<DocId>) -> Vec<String> {
        let mut failures = Vec::new();
        match self.stories(folder) {
            Err(error) => failures.push(error.to_string()),
            Ok(stories) => {
                for story in stories {
                    match story {
                        Ok(Entry { story, .. }) if !seen.insert(story.id) => {
                            failures.push(format!("{}: {} stands in two places", self.name, story.id));
                        }
                        Ok(_) => {}
                        Err(error) => failures.push(error.to_string()),
                    }
                }
            }
        }
        match self.links(folder) {
            Err(error) => failures.push(error.to_string()),
            Ok(links) => failures.extend(links.filter_map(Result::err).map(|error| error.to_string())),
        }
        failures
    }
}

impl Lines {
    fn write<T: Serialize>(path: &Path, items: impl Iterator<Item = Result<T>>) -> Result<Self> {
        let failed = || Error::io(path, "writing the index");
        let mut file = BufWriter::new(File::create(path).map_err(failed())?);
        let (mut digest, mut line) = (Sha256::new(), Vec::new());
        let (mut rows, mut bytes) = (0, 0);
        for item in items {
            line.clear();
            serde_json::to_writer(&mut line, &item?)
                .map_err(|error| Error::Integrity(format!("{}: {error}", path.display())))?;
            line.push(b'\n');
            digest.update(&line);
            file.write_all(&line).map_err(failed())?;
            rows += 1;
            bytes += line.len() as u64;
        }
        let file = file.into_inner().map_err(|error| failed()(error.into_error()))?;
        file.sync_all().map_err(failed())?;
        Ok(Self { rows, bytes, sha256: Sha256Hex::from_bytes(digest.finalize().into()).to_string() })
    }

    /// The rows; behind the last one an error, where the file is not what was written.
    fn read<T: DeserializeOwned>(&self, path: &Path) -> Result<impl Iterator<Item = Result<T>> + use<T>> {
        let file = File::open(path).map_err(Error::io(path, "reading the index"))?;
        let (mut reader, mut digest) = (BufReader::new(file), Some(Sha256::new()));
        let (path, wanted) = (path.to_owned(), self.sha256.clone());
        let mut line = Vec::new();
        Ok(std::iter::from_fn(move || {
            line.clear();
            let hasher = digest.as_mut()?;
            let torn = |why: String| Error::Integrity(format!("{}: {why}", path.display()));
            match reader.read_until(b'\n', &mut line) {
                Ok(0) => {
                    let found = Sha256Hex::from_bytes(digest.take()?.finalize().into()).to_string();
                    (found != wanted).then(|| Err(torn(format!("was changed, its SHA-256 is {found}"))))
                }
                Ok(_) => {
                    hasher.update(&line);
                    Some(serde_json::from_slice(&line).map_err(|error| torn(error.to_string())))
                }
                Err(error) => {
                    digest = None;
                    Some(Err(Error::io(&path, "reading the index")(error)))
                }
            }
        }))
    }
}
