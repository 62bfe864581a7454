use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};

use serde::de::DeserializeOwned;

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

    /// The document whose id begins with `prefix`.
    ///
    /// # Errors
    /// There is none, or more than one.
    pub fn find(&self, prefix: &str) -> Result<Article> {
        let mut found = Vec::new();
        self.scan("documents.jsonl", &format!("{{\"id\":\"{prefix}"), |line| {
            found.push(parse::<Article>("documents.jsonl", line)?);
            Ok(())
        })?;
        match found.len() {
            0 => Err(Error::Usage(format!("no document `{prefix}` in {}", self.folder.display()))),
            1 => Ok(found.remove(0)),
            many => Err(Error::Usage(format!("{many} documents begin with `{prefix}`; give more digits"))),
        }
    }

    /// Everything said of the document whose id begins with `prefix`.
    ///
    /// # Errors
    /// As [`Dataset::find`].
    pub fn account(&self, prefix: &str) -> Result<Account> {
        let article = self.find(prefix)?;
        let id = article.id;
        Ok(Account {
            evidence: self.rows_of("evidence.jsonl", id)?,
            kept: self.rows_of("kept.jsonl", id)?,
            removed: self.rows_of("removed.jsonl", id)?,
            relations: self.relations(id)?,
            article,
        })
    }

    /// Every verified relation of a document.
    ///
    /// # Errors
    /// The file does not read.
    pub fn relations(&self, id: DocId) -> Result<Vec<DuplicateRow>> {
        let (mut rows, name) = (Vec::new(), id.to_string());
        self.scan("duplicates.jsonl", "{\"a\":", |line| {
            if memchr::memmem::find(&line.as_bytes()[..line.len().min(80)], name.as_bytes()).is_some() {
                rows.push(parse::<DuplicateRow>("duplicates.jsonl", line)?);
            }
            Ok(())
        })?;
        Ok(rows)
    }

    /// Every record turned away.
    ///
    /// # Errors
    /// The file does not read.
    pub fn rejected(&self) -> Result<Vec<RejectedRow>> {
        let mut rows = Vec::new();
        self.scan("rejected.jsonl", "{", |line| {
            rows.push(parse("rejected.jsonl", line)?);
            Ok(())
        })?;
        Ok(rows)
    }

    fn rows_of<T: DeserializeOwned>(&self, file: &str, id: DocId) -> Result<Vec<T>> {
        let mut rows = Vec::new();
        self.scan(file, &format!("{{\"id\":\"{id}\""), |line| {
            rows.push(parse(file, line)?);
            Ok(())
        })?;
        Ok(rows)
    }

    /// Hands on the lines of a file that begin with `start`; a file the dataset does not have has none.
    fn scan(&self, file: &str, start: &str, mut take: impl FnMut(&str) -> Result<()>) -> Result<()> {
        let path = self.folder.join(file);
        if !path.exists() {
            return Ok(());
        }
        let mut reader = BufReader::new(File::open(&path).map_err(Error::io(&path, "reading"))?);
        let mut line = String::new();
        while reader.read_line(&mut line).map_err(Error::io(&path, "reading"))? > 0 {
            if line.starts_with(start) {
                take(line.trim_end())?;
            }
            line.clear();
        }
        Ok(())
    }
}

fn parse<T: DeserializeOwned>(file: &str, line: &str) -> Result<T> {
    serde_json::from_str(line).map_err(|error| Error::Integrity(format!("{file}: {error}")))
}
