//! Writes a dataset aside, fsyncs it and renames it into place, so that no reader ever sees half of one.

use std::fs::{self, File, TryLockError};
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use super::{Options, Output, SINKS, Sink, text};
use crate::error::{Error, Result};
use crate::model::Sha256Hex;

/// The folder that files are written to before they are published, inside the output folder so that a rename suffices.
const ASIDE: &str = ".copydesk-unpublished";

/// What makes a folder a dataset; it is taken away first and put back last, so that a folder without it is known to be
/// unfinished.
const MANIFEST: &str = "manifest.json";

/// Keeps a second run out of a folder, for as long as the file lives.
///
/// # Errors
/// Another run holds it, or the folder cannot be made.
pub fn lock(folder: &Path) -> Result<File> {
    fs::create_dir_all(folder).map_err(Error::io(folder, "making the folder"))?;
    let path = folder.join(".copydesk.lock");
    let file = File::create(&path).map_err(Error::io(&path, "locking the output folder"))?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(Error::Usage(format!(
            "another run writes to {}; wait for it or name another folder with --out",
            folder.display()
        ))),
        Err(TryLockError::Error(error)) => Err(Error::io(&path, "locking the output folder")(error)),
    }
}

/// The files of one dataset while they are written.
pub struct Publisher {
    folder: PathBuf,
    aside: PathBuf,
    files: Vec<Open>,
    /// The folder of the text tree that was written to last.
    leaf: PathBuf,
}

struct Open {
    sink: &'static Sink,
    to: BufWriter<File>,
    digest: Sha256,
    bytes: u64,
    rows: u64,
}

impl Publisher {
    /// Opens every file that `options` want, aside of `folder`.
    ///
    /// # Errors
    /// The folder cannot be made or written.
    pub fn new(folder: &Path, options: &Options) -> Result<Self> {
        let aside = folder.join(ASIDE);
        if aside.exists() {
            fs::remove_dir_all(&aside).map_err(Error::io(&aside, "removing what an interrupted run left"))?;
        }
        fs::create_dir_all(&aside).map_err(Error::io(&aside, "making the folder"))?;
        let mut publisher =
            Self { folder: folder.to_path_buf(), aside, files: Vec::new(), leaf: PathBuf::new() };
        if options.text_tree {
            let there = folder.join(text::FOLDER);
            if there.exists() && !there.join(text::ATTRIBUTES.0).is_file() {
                let there = there.display();
                return Err(Error::Usage(format!(
                    "{there} is not of an earlier run; move it, or name another --out"
                )));
            }
            let (name, attributes) = text::ATTRIBUTES;
            publisher.text(&format!("{}/{name}", text::FOLDER), attributes)?;
        }
        for sink in SINKS.iter().filter(|sink| (sink.wanted)(options)) {
            let path = publisher.aside.join(sink.file);
            let file = File::create(&path).map_err(Error::io(&path, "writing"))?;
            let to = BufWriter::with_capacity(1 << 17, file);
            publisher.files.push(Open { sink, to, digest: Sha256::new(), bytes: 0, rows: 0 });
            publisher.write(publisher.files.len() - 1, &(sink.head)(), 0)?;
        }
        Ok(publisher)
    }

    /// The sinks being written, in the order of their indices.
    pub fn sinks(&self) -> impl Iterator<Item = &'static Sink> {
        self.files.iter().map(|open| open.sink)
    }

    /// Appends `rows` rows, already made by the sink with this index.
    ///
    /// # Errors
    /// The disk is full, or the like.
    pub fn write(&mut self, sink: usize, bytes: &[u8], rows: u64) -> Result<()> {
        let open = &mut self.files[sink];
        open.to.write_all(bytes).map_err(Error::io(&self.aside.join(open.sink.file), "writing"))?;
        open.digest.update(bytes);
        open.bytes += bytes.len() as u64;
        open.rows += rows;
        Ok(())
    }

    /// Writes a file of the text tree; `path` is below the dataset.
    ///
    /// # Errors
    /// The disk is full, or the like.
    pub fn text(&mut self, path: &str, text: &str) -> Result<()> {
        let path = self.aside.join(path);
        let folder = path.parent().unwrap_or(&self.aside);
        if *folder != *self.leaf {
            fs::create_dir_all(folder).map_err(Error::io(folder, "making the folder"))?;
            self.leaf = folder.to_path_buf();
        }
        fs::write(&path, text).map_err(Error::io(&path, "writing"))
    }

    /// Ends every file and tells what stands in it.
    ///
    /// # Errors
    /// A file cannot be flushed to the disk.
    pub fn finish(mut self) -> Result<Finished> {
        let mut outputs = Vec::new();
        for open in std::mem::take(&mut self.files) {
            let path = self.aside.join(open.sink.file);
            let file =
                open.to.into_inner().map_err(|error| Error::io(&path, "writing")(error.into_error()))?;
            file.sync_all().map_err(Error::io(&path, "flushing"))?;
            outputs.push(Output {
                path: open.sink.file.to_owned(),
                bytes: open.bytes,
                rows: open.rows,
                sha256: Sha256Hex::from_bytes(open.digest.finalize().into()).to_string(),
            });
        }
        Ok(Finished { folder: self.folder, aside: self.aside, outputs })
    }
}

/// A dataset that is written but not yet in place.
pub struct Finished {
    folder: PathBuf,
    aside: PathBuf,
    outputs: Vec<Output>,
}

impl Finished {
    /// The files written.
    pub fn outputs(&self) -> &[Output] {
        &self.outputs
    }

    /// Throws the written files away; what stood in the folder stays.
    ///
    /// # Errors
    /// They cannot be removed.
    pub fn discard(self) -> Result<()> {
        fs::remove_dir_all(&self.aside).map_err(Error::io(&self.aside, "removing"))
    }

    /// Puts every file in its place, the manifest last; files of an earlier dataset that this one does not have go.
    ///
    /// # Errors
    /// A file cannot be renamed.
    pub fn publish(self, manifest: &[u8], run: &[u8]) -> Result<()> {
        for (name, bytes) in [("run.json", run), (MANIFEST, manifest)] {
            let path = self.aside.join(name);
            let mut file = File::create(&path).map_err(Error::io(&path, "writing"))?;
            file.write_all(bytes).and_then(|()| file.sync_all()).map_err(Error::io(&path, "writing"))?;
        }
        remove(&self.folder.join(MANIFEST))?;
        sync(&self.folder);
        for sink in SINKS.iter().filter(|sink| self.outputs.iter().all(|output| output.path != sink.file)) {
            remove(&self.folder.join(sink.file))?;
        }
        self.publish_texts()?;
        let names = self.outputs.iter().map(|output| output.path.as_str()).chain(["run.json", MANIFEST]);
        for name in names {
            let (from, to) = (self.aside.join(name), self.folder.join(name));
            fs::rename(&from, &to).map_err(Error::io(&to, "publishing"))?;
        }
        fs::remove_dir_all(&self.aside).map_err(Error::io(&self.aside, "removing"))?;
        sync(&self.folder);
        Ok(())
    }

    /// Puts the text tree in the place of an earlier one. A folder of that name which is not ours stays as it is.
    fn publish_texts(&self) -> Result<()> {
        let (from, to) = (self.aside.join(text::FOLDER), self.folder.join(text::FOLDER));
        if to.join(text::ATTRIBUTES.0).is_file() {
            fs::remove_dir_all(&to).map_err(Error::io(&to, "removing"))?;
        }
        if from.is_dir() {
            fs::rename(&from, &to).map_err(Error::io(&to, "publishing"))?;
        }
        Ok(())
    }
}

fn remove(path: &Path) -> Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(Error::io(path, "removing")(error)),
        _ => Ok(()),
    }
}

/// Makes renames last through a power cut, where the system can flush a folder; where it can't there is no more to do.
fn sync(folder: &Path) {
    let _ = File::open(folder).and_then(|folder| folder.sync_all());
}
