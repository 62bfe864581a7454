//! Rows of a dataset's file, a document at a time, in the order of ids: what two datasets are joined by.

use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use serde::de::DeserializeOwned;

use crate::emit::Manifest;
use crate::error::{Error, Result};
use crate::model::DocId;

/// A dataset as it stands in a folder, or as it stood at a revision of a git repository.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Side {
    /// A folder.
    Folder(PathBuf),
    /// `REVISION:FOLDER`, as git writes it.
    Revision(String),
}

impl Side {
    /// Reads `name` as a folder if there is one, else as `REVISION:FOLDER`.
    ///
    /// # Errors
    /// It is neither, or no finished dataset lies there.
    pub fn parse(name: &str) -> Result<Self> {
        let path = Path::new(name);
        let side = match name.split_once(':') {
            _ if path.is_dir() => Self::Folder(path.to_path_buf()),
            Some((revision, _)) if !revision.is_empty() && !revision.starts_with('-') => {
                Self::Revision(name.to_owned())
            }
            _ => {
                return Err(Error::Usage(format!(
                    "`{name}` is no folder, and no revision such as HEAD~1:cleaned"
                )));
            }
        };
        match side.reader("manifest.json")? {
            Some(_) => Ok(side),
            None => Err(Error::Usage(format!("{name} holds no finished dataset (no manifest.json)"))),
        }
    }

    /// Its manifest, which need not be sealed.
    ///
    /// # Errors
    /// It cannot be read.
    pub fn manifest(&self) -> Result<Manifest> {
        let mut text = String::new();
        if let Some(mut reader) = self.reader("manifest.json")? {
            let read = reader.lines.read_to_string(&mut text);
            read.map_err(Error::io(Path::new("manifest.json"), "reading"))?;
        }
        parsed("manifest.json", &text)
    }

    /// The dataset in a folder: this one, or a copy of it below `within`.
    ///
    /// # Errors
    /// A file cannot be read or written.
    pub fn settled(&self, within: &Path) -> Result<PathBuf> {
        if let Self::Folder(folder) = self {
            return Ok(folder.clone());
        }
        let files = ["documents", "removed", "kept", "evidence", "duplicates", "rejected"];
        let names = files.iter().map(|file| format!("{file}.jsonl")).chain(["manifest.json".to_owned()]);
        for name in names {
            let Some(mut reader) = self.reader(&name)? else { continue };
            let path = within.join(&name);
            let copied = File::create(&path).and_then(|mut file| std::io::copy(&mut reader.lines, &mut file));
            copied.map_err(Error::io(&path, "writing"))?;
        }
        Ok(within.to_path_buf())
    }

    /// The lines of a file, `None` where there is no such file.
    fn reader(&self, file: &str) -> Result<Option<Reader>> {
        match self {
            Self::Folder(folder) => {
                let path = folder.join(file);
                match File::open(&path) {
                    Ok(open) => Ok(Some(Reader {
                        lines: Box::new(BufReader::with_capacity(1 << 17, open)),
                        git: None,
                    })),
                    Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
                    Err(error) => Err(Error::io(&path, "reading")(error)),
                }
            }
            Self::Revision(name) => {
                let object = format!("{}/{file}", name.trim_end_matches('/'));
                let git = |arguments: [&str; 3]| {
                    let mut command = Command::new("git");
                    command.args(arguments).stdin(Stdio::null()).stderr(Stdio::null());
                    command
                };
                let there = git(["cat-file", "-e", &object])
                    .status()
                    .map_err(Error::io(Path::new("git"), "running"))?;
                if !there.success() {
                    return Ok(None);
                }
                let mut show = git(["cat-file", "blob", &object]);
                let mut child =
                    show.stdout(Stdio::piped()).spawn().map_err(Error::io(Path::new("git"), "running"))?;
                Ok(child.stdout.take().map(|out| Reader {
                    lines: Box::new(BufReader::with_capacity(1 << 17, out)),
                    git: Some(child),
                }))
            }
        }
    }

    /// Every row of a file.
    pub(super) fn rows<T: DeserializeOwned>(&self, file: &'static str) -> Result<Vec<T>> {
        let mut rows = Vec::new();
        let Some(mut reader) = self.reader(file)? else { return Ok(rows) };
        let mut line = String::new();
        while reader.line(&mut line, file)? {
            rows.push(parsed(file, &line)?);
        }
        Ok(rows)
    }

    /// The rows of a file that is sorted by `id`, a document at a time, as they stand there.
    pub(super) fn by_id(&self, file: &'static str) -> Result<ById> {
        Ok(ById { file, reader: self.reader(file)?, ahead: None, last: None })
    }
}

impl std::fmt::Display for Side {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Folder(folder) => write!(f, "{}", folder.display()),
            Self::Revision(name) => f.write_str(name),
        }
    }
}

struct Reader {
    lines: Box<dyn BufRead>,
    git: Option<Child>,
}

impl Reader {
    fn line(&mut self, line: &mut String, file: &str) -> Result<bool> {
        line.clear();
        Ok(self.lines.read_line(line).map_err(Error::io(Path::new(file), "reading"))? > 0)
    }
}

impl Drop for Reader {
    fn drop(&mut self) {
        if let Some(git) = &mut self.git {
            // A reader that is dropped early has no more use for it; one that read to the end finds it gone.
            let _ = git.kill();
            let _ = git.wait();
        }
    }
}

/// Walks a file document by document; the ids asked for must grow.
pub(super) struct ById {
    file: &'static str,
    reader: Option<Reader>,
    ahead: Option<(DocId, String)>,
    last: Option<DocId>,
}

impl ById {
    /// The next document's id.
    pub(super) fn peek(&mut self) -> Result<Option<DocId>> {
        if self.ahead.is_none()
            && let Some(reader) = &mut self.reader
        {
            let mut line = String::new();
            if reader.line(&mut line, self.file)? {
                let id = line.get(7..32).and_then(DocId::parse);
                let id = id.ok_or_else(|| {
                    Error::Integrity(format!("{}: a row does not begin with its id", self.file))
                })?;
                if self.last.is_some_and(|last| id < last) {
                    return Err(Error::Integrity(format!(
                        "{}: rows are not sorted by id at {id}",
                        self.file
                    )));
                }
                (self.last, self.ahead) = (Some(id), Some((id, line)));
            }
        }
        Ok(self.ahead.as_ref().map(|(id, _)| *id))
    }

    /// The rows of document `id`; those of smaller ids are passed over.
    pub(super) fn take(&mut self, id: DocId) -> Result<Vec<String>> {
        let mut rows = Vec::new();
        while let Some(next) = self.peek()?.filter(|next| *next <= id) {
            if let Some((_, line)) = self.ahead.take()
                && next == id
            {
                rows.push(line);
            }
        }
        Ok(rows)
    }
}

/// Reads a row.
pub(super) fn parsed<T: DeserializeOwned>(file: &str, line: &str) -> Result<T> {
    serde_json::from_str(line).map_err(|error| Error::Integrity(format!("{file}: {error}")))
}
