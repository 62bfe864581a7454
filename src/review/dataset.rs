use std::fs::File;
use std::io::{BufRead, BufReader, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};

use serde::de::DeserializeOwned;

use crate::config::Config;
use crate::dedup::Story;
use crate::emit::{Article, DuplicateRow, EvidenceRow, KeptRow, Manifest, RejectedRow, RemovedRow, Sealed};
use crate::error::{Error, Result};
use crate::model::DocId;

/// A dataset on disk.
#[derive(Debug, Clone)]
pub struct Dataset {
    folder: PathBuf,
}

/// Everything a dataset says of one document.
#[derive(Debug, Clone, PartialEq)]
pub struct Account {
    /// Its row.
    pub article: Article,
    /// Where its metadata came from.
    pub evidence: Vec<EvidenceRow>,
    /// What was kept, in order.
    pub kept: Vec<KeptRow>,
    /// What was cut, in order.
    pub removed: Vec<RemovedRow>,
    /// Its relations.
    pub relations: Vec<DuplicateRow>,
}

impl Dataset {
    /// The dataset in `folder`.
    ///
    /// # Errors
    /// There is none, or its run was interrupted.
    pub fn open(folder: &Path) -> Result<Self> {
        if folder.join("manifest.json").is_file() {
            return Ok(Self { folder: folder.to_path_buf() });
        }
        Err(Error::Usage(format!(
            "{} holds no finished dataset (no manifest.json); make one with `copydesk run --out {0}`",
            folder.display()
        )))
    }

    /// Its folder.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Its manifest.
    ///
    /// # Errors
    /// [`Error::Integrity`]: it does not read, or its seal is broken.
    pub fn manifest(&self) -> Result<Manifest> {
        let path = self.folder.join("manifest.json");
        let bytes = std::fs::read(&path).map_err(Error::io(&path, "reading"))?;
        let broken = |why: String| Error::Integrity(format!("{}: {why}", path.display()));
        if !Sealed::holds(&bytes) {
            return Err(broken("was changed: its seal is broken".into()));
        }
        serde_json::from_slice(&bytes).map_err(|error| broken(error.to_string()))
    }

    /// The configuration it was made with.
    ///
    /// # Errors
    /// As [`Dataset::manifest`].
    pub fn config(&self) -> Result<Config> {
        config(&self.manifest()?)
    }

    /// The document whose id begins with `prefix`.
    ///
    /// # Errors
    /// There is none, or more than one.
    pub fn find(&self, prefix: &str) -> Result<Article> {
        let mut found: Vec<Article> = self.rows_at("documents.jsonl", prefix, 2)?;
        match (found.len(), found.pop()) {
            (1, Some(only)) => Ok(only),
            (0, _) => Err(Error::Usage(format!("no document `{prefix}` in {}", self.folder.display()))),
            _ => {
                Err(Error::Usage(format!("more than one document begins with `{prefix}`; give more digits")))
            }
        }
    }

    /// Everything said of the document whose id begins with `prefix`.
    ///
    /// # Errors
    /// As [`Dataset::find`].
    pub fn account(&self, prefix: &str) -> Result<Account> {
        let article = self.find(prefix)?;
        let id = article.id;
        Ok(Account { relations: self.relations(id)?, ..self.alone(article)? })
    }

    /// Everything said of a document but its relations, which take a walk over all of them.
    ///
    /// # Errors
    /// A file does not read.
    pub fn alone(&self, article: Article) -> Result<Account> {
        let id = article.id.to_string();
        Ok(Account {
            evidence: self.rows_at("evidence.jsonl", &id, usize::MAX)?,
            kept: self.rows_at("kept.jsonl", &id, usize::MAX)?,
            removed: self.rows_at("removed.jsonl", &id, usize::MAX)?,
            relations: Vec::new(),
            article,
        })
    }

    /// Every verified relation of a document.
    ///
    /// # Errors
    /// The file does not read.
    pub fn relations(&self, id: DocId) -> Result<Vec<DuplicateRow>> {
        let (mut rows, name) = (Vec::new(), id.to_string());
        self.each_line("duplicates.jsonl", &mut |_, line| {
            let ids = line.get(..80).unwrap_or(line);
            if memchr::memmem::find(ids, name.as_bytes()).is_some() {
                rows.push(parse::<DuplicateRow>("duplicates.jsonl", line)?);
            }
            Ok(true)
        })?;
        Ok(rows)
    }

    /// Every record turned away.
    ///
    /// # Errors
    /// The file does not read.
    pub fn rejected(&self) -> Result<Vec<RejectedRow>> {
        let mut rows = Vec::new();
        self.each_line("rejected.jsonl", &mut |_, line| {
            rows.push(parse("rejected.jsonl", line)?);
            Ok(true)
        })?;
        Ok(rows)
    }

    /// Hands on each line of a file with the place it begins at, until `take` says that it has enough; a file that the
    /// dataset does not have has none.
    pub(super) fn each_line(
        &self,
        file: &str,
        take: &mut dyn FnMut(u64, &[u8]) -> Result<bool>,
    ) -> Result<()> {
        let path = self.folder.join(file);
        if !path.exists() {
            return Ok(());
        }
        let open = File::open(&path).map_err(Error::io(&path, "reading"))?;
        let mut reader = BufReader::with_capacity(1 << 18, open);
        let (mut line, mut at) = (Vec::new(), 0);
        loop {
            line.clear();
            let read = reader.read_until(b'\n', &mut line).map_err(Error::io(&path, "reading"))?;
            if read == 0 || !take(at, line.strip_suffix(b"\n").unwrap_or(&line))? {
                return Ok(());
            }
            at += read as u64;
        }
    }

    /// The row that stands at a place of a file.
    pub(super) fn row_at<T: DeserializeOwned>(&self, file: &str, at: u64, len: u64) -> Result<T> {
        let path = self.folder.join(file);
        let mut open = File::open(&path).map_err(Error::io(&path, "reading"))?;
        let mut line = Vec::new();
        let read = open.seek(SeekFrom::Start(at)).and_then(|_| open.take(len).read_to_end(&mut line));
        read.map_err(Error::io(&path, "reading"))?;
        parse(file, line.strip_suffix(b"\n").unwrap_or(&line))
    }

    /// The first `most` rows whose id begins with `prefix`, found by halving the file: its rows are sorted by id.
    fn rows_at<T: DeserializeOwned>(&self, file: &str, prefix: &str, most: usize) -> Result<Vec<T>> {
        let path = self.folder.join(file);
        if !path.exists() {
            return Ok(Vec::new());
        }
        let open = File::open(&path).map_err(Error::io(&path, "reading"))?;
        let start = format!("{{\"id\":\"{prefix}").into_bytes();
        let rows = || -> std::io::Result<Vec<Vec<u8>>> {
            let end = open.metadata()?.len();
            let mut reader = BufReader::with_capacity(1 << 13, open);
            // Every row that begins before `low` has a smaller id; none that begins at `high` or behind has.
            let (mut low, mut high) = (0, end);
            let mut line = Vec::new();
            while low < high {
                let middle = low + (high - low) / 2;
                let at = row_behind(&mut reader, middle, &mut line)?;
                line.clear();
                if at < high {
                    reader.read_until(b'\n', &mut line)?;
                }
                if at < high && line.as_slice() < start.as_slice() {
                    low = at + line.len() as u64;
                } else {
                    high = middle;
                }
            }
            row_behind(&mut reader, low, &mut line)?;
            let mut rows = Vec::new();
            while rows.len() < most {
                let mut line = Vec::new();
                if reader.read_until(b'\n', &mut line)? == 0 || !line.starts_with(&start) {
                    break;
                }
                rows.push(line);
            }
            Ok(rows)
        };
        let rows = rows().map_err(Error::io(&path, "reading"))?;
        rows.iter().map(|line| parse(file, line)).collect()
    }
}

/// Goes to where the first row at `at` or behind begins, and says where that is.
fn row_behind(reader: &mut BufReader<File>, at: u64, line: &mut Vec<u8>) -> std::io::Result<u64> {
    line.clear();
    let Some(before) = at.checked_sub(1) else { return reader.seek(SeekFrom::Start(0)) };
    reader.seek(SeekFrom::Start(before))?;
    Ok(before + reader.read_until(b'\n', line)? as u64)
}

fn parse<T: DeserializeOwned>(file: &str, line: &[u8]) -> Result<T> {
    serde_json::from_slice(line).map_err(|error| Error::Integrity(format!("{file}: {error}")))
}

/// The configuration that a manifest tells.
pub(super) fn config(manifest: &Manifest) -> Result<Config> {
    serde_json::from_value(manifest.config.clone())
        .map_err(|error| Error::Integrity(format!("manifest.json: the configuration does not read: {error}")))
}

/// What the dataset in `folder` was made from, as far as its `run.json` tells.
pub fn inputs(folder: &Path) -> Vec<PathBuf> {
    #[derive(serde::Deserialize)]
    struct Run {
        inputs: Vec<PathBuf>,
    }
    let run = std::fs::read(folder.join("run.json")).ok();
    run.and_then(|bytes| serde_json::from_slice::<Run>(&bytes).ok()).map(|run| run.inputs).unwrap_or_default()
}

/// What dedup sees of a document of a dataset.
pub fn story(article: &Article) -> Story {
    Story {
        id: article.id,
        title: article.title.clone(),
        text: article.text.clone(),
        published: article.date_published,
        outlet: article.host.clone(),
        agency: article.agency.clone(),
        agency_role: article.agency_role,
        sha256: article.source_sha256,
    }
}
