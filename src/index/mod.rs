//! The corpus index: what earlier runs have seen, so that a new dump is deduplicated against it.
//!
//! A folder of immutable *runs*, each named by its content, and a sealed `index.json` that lists them with their
//! digests and is replaced in one rename: a crash leaves the old index or the new one. Holds stories, with their texts,
//! and links; sketches are made anew. Decides nothing about copies.

mod earlier;
mod run;

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::Write;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

pub use earlier::Earlier;
pub use run::Entry;
use run::Run;

use crate::dedup::{Link, Options, Sketches};
use crate::emit::{Sealed, lock};
use crate::error::{Error, Result};
use crate::model::{DocId, Sha256Hex};

const MANIFEST: &str = "index.json";
/// Of the files in the folder.
const VERSION: u32 = 1;
/// With more runs than this, an append ends in a compaction.
const RUNS: usize = 8;

/// An open index; no second process can open it meanwhile.
pub struct Index {
    folder: PathBuf,
    manifest: Manifest,
    _lock: File,
}

/// `index.json`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Manifest {
    version: u32,
    /// What links were found with; another choice would find others.
    dedup: Options,
    runs: Vec<Run>,
    seal: String,
}

/// What an index holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Info {
    /// Immutable runs.
    pub runs: usize,
    /// Stories in all.
    pub stories: u64,
    /// Links in all.
    pub links: u64,
    /// Bytes on disk.
    pub bytes: u64,
}

impl Index {
    /// Opens the index in `folder`, or begins one.
    ///
    /// # Errors
    /// Another process has it open, it was made with other options, or its manifest was changed.
    pub fn open(folder: &Path, options: &Options) -> Result<Self> {
        let lock = lock(folder)?;
        let path = folder.join(MANIFEST);
        let manifest = if path.exists() {
            let bytes = fs::read(&path).map_err(Error::io(&path, "reading the index"))?;
            let torn = |why: &str| Error::Integrity(format!("{}: {why}", path.display()));
            if !Sealed::holds(&bytes) {
                return Err(torn("was changed, its seal is broken"));
            }
            let manifest: Manifest =
                serde_json::from_slice(&bytes).map_err(|error| torn(&error.to_string()))?;
            if manifest.version != VERSION {
                return Err(torn(&format!(
                    "has version {} where this program writes {VERSION}",
                    manifest.version
                )));
            }
            if !manifest.dedup.find_as(options) {
                return Err(Error::Usage(format!(
                    "{} was made with dedup.shingle_words = {} and dedup.seed = {}; use the same, or begin another index",
                    folder.display(),
                    manifest.dedup.shingle_words,
                    manifest.dedup.seed
                )));
            }
            manifest
        } else {
            // An index is the same in however much memory it was made.
            let dedup = Options { memory: Options::default().memory, ..options.clone() };
            Manifest { version: VERSION, dedup, runs: Vec::new(), seal: String::new() }
        };
        let index = Self { folder: folder.to_owned(), manifest, _lock: lock };
        index.sweep()?;
        Ok(index)
    }

    /// Opens an index that is there, with whatever options it was made.
    ///
    /// # Errors
    /// There is none, and those of [`Index::open`].
    pub fn existing(folder: &Path) -> Result<Self> {
        let path = folder.join(MANIFEST);
        let bytes = fs::read(&path).map_err(Error::io(&path, "reading the index"))?;
        let options = serde_json::from_slice::<Manifest>(&bytes)
            .map(|manifest| manifest.dedup)
            .map_err(|error| Error::Integrity(format!("{}: {error}", path.display())))?;
        Self::open(folder, &options)
    }

    /// How much it holds.
    pub fn info(&self) -> Info {
        let runs = &self.manifest.runs;
        Info {
            runs: runs.len(),
            stories: runs.iter().map(|run| run.stories.rows).sum(),
            links: runs.iter().map(|run| run.links.rows).sum(),
            bytes: runs.iter().map(|run| run.stories.bytes + run.links.bytes).sum(),
        }
    }

    /// One digest for all it holds.
    pub fn digest(&self) -> String {
        let listing: String = self.manifest.runs.iter().map(|run| format!("{}\n", run.name)).collect();
        Sha256Hex::of(listing.as_bytes()).to_string()
    }

    /// Reads what clusters are made by, and puts a sketch of each story before the `sketches` that there are, of which those that
    /// the index has go; the texts stay on disk.
    ///
    /// # Errors
    /// A run cannot be read, or is not what the manifest says.
    pub fn load(&self, sketches: &mut Sketches) -> Result<Earlier> {
        Earlier::load(&self.folder, &self.manifest.runs, &self.manifest.dedup, sketches)
    }

    /// Adds a run.
    ///
    /// # Errors
    /// It cannot be written; the index is as it was then.
    pub fn append(
        &mut self,
        stories: impl Iterator<Item = Result<Entry>>,
        links: impl Iterator<Item = Result<Link>>,
    ) -> Result<()> {
        let run = Run::write(&self.folder, stories, links)?;
        if run.stories.rows > 0 {
            self.manifest.runs.push(run);
            self.replace()?;
        }
        if self.manifest.runs.len() > RUNS { self.compact() } else { Ok(()) }
    }

    /// Makes one run of all.
    ///
    /// # Errors
    /// A run cannot be read or written; the index is as it was then.
    pub fn compact(&mut self) -> Result<()> {
        self.rewrite(&BTreeSet::new()).map(drop)
    }

    /// Takes stories out for good: their texts and all links to them. Gives how many were there.
    ///
    /// # Errors
    /// A run cannot be read or written; the index is as it was then.
    pub fn remove(&mut self, ids: &BTreeSet<DocId>) -> Result<u64> {
        let before = self.info().stories;
        self.rewrite(ids)?;
        Ok(before - self.info().stories)
    }

    /// What does not hold, in words; nothing where all does.
    ///
    /// # Errors
    /// The folder cannot be read at all.
    pub fn verify(&self) -> Result<Vec<String>> {
        let mut failures = Vec::new();
        let mut seen = BTreeSet::new();
        for run in &self.manifest.runs {
            failures.extend(run.verify(&self.folder, &mut seen));
        }
        for run in &self.manifest.runs {
            let links = match run.links(&self.folder) {
                Ok(links) => links,
                Err(error) => {
                    failures.push(error.to_string());
                    continue;
                }
            };
            let lost = links
                .filter_map(Result::ok)
                .filter(|link| !(seen.contains(&link.a) && seen.contains(&link.b)));
            let lost = lost.count();
            if lost > 0 {
                failures.push(format!("{}: {lost} links lead to stories that are not there", run.name));
            }
        }
        Ok(failures)
    }

    fn rewrite(&mut self, without: &BTreeSet<DocId>) -> Result<()> {
        let runs = self.manifest.runs.clone();
        let stories = runs.iter().map(|run| run.stories(&self.folder)).collect::<Result<Vec<_>>>()?;
        let links = runs.iter().map(|run| run.links(&self.folder)).collect::<Result<Vec<_>>>()?;
        let stays = |id: &DocId| !without.contains(id);
        let stories = stories
            .into_iter()
            .flatten()
            .filter(|story| story.as_ref().map_or(true, |entry| stays(&entry.story.id)));
        let links = links.into_iter().flatten();
        let links = links.filter(|link| link.as_ref().map_or(true, |link| stays(&link.a) && stays(&link.b)));
        let run = Run::write(&self.folder, stories, links)?;
        self.manifest.runs = if run.stories.rows > 0 { vec![run] } else { Vec::new() };
        self.replace()
    }

    /// Puts the manifest in place, and then takes away what it no longer names.
    fn replace(&self) -> Result<()> {
        let path = self.folder.join(MANIFEST);
        let failed = |doing| Error::io(&path, doing);
        let mut aside = tempfile::NamedTempFile::new_in(&self.folder).map_err(failed("writing the index"))?;
        let bytes = Sealed::write(&Manifest { seal: String::new(), ..self.manifest.clone() });
        aside.write_all(&bytes).map_err(failed("writing the index"))?;
        aside.as_file().sync_all().map_err(failed("writing the index"))?;
        aside.persist(&path).map_err(|error| failed("replacing the index")(error.error))?;
        sync_folder(&self.folder)?;
        self.sweep()
    }

    /// Takes away the runs that the manifest does not name: left by a crash, compacted, or removed.
    fn sweep(&self) -> Result<()> {
        for entry in fs::read_dir(&self.folder).map_err(Error::io(&self.folder, "reading the index"))? {
            let path = entry.map_err(Error::io(&self.folder, "reading the index"))?.path();
            let name = path.file_name().and_then(|name| name.to_str()).unwrap_or("");
            let is_run = path.is_dir() && name.starts_with(run::PREFIX);
            if is_run && !self.manifest.runs.iter().any(|run| run.name == name) {
                fs::remove_dir_all(&path).map_err(Error::io(&path, "taking away an old run"))?;
            }
        }
        Ok(())
    }
}

/// Makes renames in `folder` outlive a power cut, where the system can.
fn sync_folder(folder: &Path) -> Result<()> {
    if cfg!(unix) {
        let file = File::open(folder).map_err(Error::io(folder, "syncing"))?;
        file.sync_all().map_err(Error::io(folder, "syncing"))?;
    }
    Ok(())
}
