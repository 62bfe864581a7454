//! Finds the records in raw dumps.
//!
//! Takes files, folders, globs or a stream, gives [`Record`]s and [`Rejection`]s with their [`Origin`]s. Reads every
//! archive as a stream, never as a whole; writes nothing; decodes no text; judges no content.
//!
//! What a record's `offset` and `length` count, always in the innermost stream after decompression (a `.warc.gz` is
//! one stream, all its members together):
//!
//! | From | offset, length | bytes |
//! |---|---|---|
//! | a text or HTML file, an archive's member | the whole file or member | the same |
//! | a text file of several reports, an export | the report's part of the file | the same (field codes within it blanked) |
//! | WARC | the record, from its `WARC/1.x` line to the end of its block | the payload, transfer and content codings undone |
//! | JSON, CSV | the object or row | the value of its text field, in UTF-8 |
//!
//! Compression adds nothing to the entry; a member of an archive adds its name, and `#2` if the archive has that name
//! for the second time. A gap in a stream (damage, a cut, a bomb) is one rejection at its place, and reading goes on
//! with the next member or record.

use std::fs::File;
use std::io::{self, Read};
use std::path::{Component, Path, PathBuf};
use std::rc::Rc;
use std::sync::atomic::{AtomicU64, Ordering};

use crate::error::{Error, Result};
use crate::model::{Origin, Reason, Record, Rejection, Sha256Hex};

mod archive;
mod bzip2;
mod csv;
mod desk;
mod factiva;
mod fields;
mod gzip;
mod html;
mod http;
mod input;
mod json;
mod jsonl;
mod members;
mod nexis;
mod options;
mod sections;
mod separators;
mod sniff;
mod sources;
mod tar;
mod text;
mod warc;
mod xz;
mod zip;
mod zstd;

pub use options::{FieldNames, Options};

use desk::{Desk, Place, Spent};
use input::Input;
use sniff::Head;

/// A way of storing reports.
#[derive(Debug)]
pub struct Format {
    /// What `--as` calls it.
    pub name: &'static str,
    /// A compression or an archive: peeled even where another format is forced.
    wraps: bool,
    /// Whether a stream looks like it.
    recognises: fn(&Head<'_>) -> bool,
    /// Reads the stream.
    read: fn(&mut Desk<'_>, Input<'_>, &Place),
}

/// Every format. The first to recognise a stream reads it, so the certain ones stand first and plain text, which takes
/// all that could be text, last.
pub const FORMATS: &[Format] = &[
    gzip::FORMAT,
    zstd::FORMAT,
    bzip2::FORMAT,
    xz::FORMAT,
    zip::FORMAT,
    tar::FORMAT,
    warc::FORMAT,
    jsonl::FORMAT,
    html::FORMAT,
    nexis::FORMAT,
    factiva::FORMAT,
    csv::FORMAT,
    text::FORMAT,
];

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
        Sha256Hex::of_reader(open_file(self.file.as_ref()?).ok()?).ok()
    }
}

/// The files below `inputs` (folders, files, globs, or `-`), sorted by name, each once. Hidden files and a README at
/// the top of a folder are left out; what cannot be listed or read becomes a source that [`read`] turns away.
///
/// # Errors
/// An input that does not exist, a glob that matches nothing.
pub fn sources(inputs: &[PathBuf]) -> Result<Vec<Source>> {
    sources::find(inputs)
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
    let origin = Origin::file(source.name.clone(), source.bytes);
    let unreadable = |error: String| Err(Rejection::new(origin.clone(), Reason::Unreadable { error }));
    let bytes = match open(source) {
        Ok(bytes) => bytes,
        Err(error) => {
            progress.fetch_add(source.bytes, Ordering::Relaxed);
            sink(unreadable(error.to_string()));
            return;
        }
    };
    if let Err(error) = options.check() {
        sink(unreadable(error));
        return;
    }
    let mut desk = Desk::new(options, sink);
    let spent = Rc::clone(&desk.spent);
    let metered = Metered { bytes, spent: Rc::clone(&spent), progress };
    let place = Place { origin: origin.clone(), name: source.name.clone(), depth: 0 };
    desk.open(Input::new(Box::new(metered)), &place);
    // What need not be read (behind a limit, behind an archive's end) is done as well.
    progress.fetch_add(source.bytes.saturating_sub(spent.stored.get()), Ordering::Relaxed);
}

/// Finds one record again: the one at `origin`'s entry and offset in the file of its name, below `root` or `root`
/// itself. `options` are those it was read with.
///
/// # Errors
/// No such file or no such record; [`Error::Integrity`] where something else stands in its place now.
pub fn find(root: &Path, origin: &Origin, options: &Options) -> Result<Record> {
    let source = locate(root, origin.path())?;
    let mut found = None;
    read(&source, options, &AtomicU64::new(0), &mut |outcome| {
        let here = match &outcome {
            Ok(record) => record.origin(),
            Err(rejection) => rejection.origin(),
        };
        if (here.entry(), here.offset()) == (origin.entry(), origin.offset()) {
            found = Some(outcome);
        }
        found.is_none()
    });
    match found {
        Some(Ok(record)) => Ok(record),
        Some(Err(rejection)) => {
            Err(Error::Integrity(format!("{origin}: the record now {}", rejection.reason())))
        }
        None => Err(Error::Integrity(format!("{origin}: there is no such record below {}", root.display()))),
    }
}

/// The source called `name` below `root`.
fn locate(root: &Path, name: &str) -> Result<Source> {
    let inside = Path::new(name).components().all(|part| matches!(part, Component::Normal(_)));
    let file = if root.is_file() { root.to_path_buf() } else { root.join(name) };
    if inside && file.is_file() {
        let bytes = file.metadata().map_or(0, |metadata| metadata.len());
        return Ok(Source { file: Some(file), name: name.to_owned(), bytes });
    }
    // A name that is no UTF-8 on disk is only found by looking.
    sources(&[root.to_path_buf()])?
        .into_iter()
        .find(|source| source.name == name)
        .ok_or_else(|| Error::Usage(format!("{}: there is no `{name}`", root.display())))
}

fn open(source: &Source) -> io::Result<Box<dyn Read>> {
    match &source.file {
        Some(path) => Ok(Box::new(open_file(path)?)),
        None => Ok(Box::new(io::stdin().lock())),
    }
}

/// Opens regular files only: a pipe or a device in a folder may never end, or never begin.
fn open_file(path: &Path) -> io::Result<File> {
    let metadata = path.metadata()?;
    if metadata.is_dir() {
        std::fs::read_dir(path)?;
    }
    if !metadata.is_file() {
        return Err(io::Error::other("not a regular file; pipe it to `-` if it is a stream"));
    }
    File::open(path)
}

/// Counts what is read.
struct Metered<'p> {
    bytes: Box<dyn Read>,
    spent: Rc<Spent>,
    progress: &'p AtomicU64,
}

impl Read for Metered<'_> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let n = self.bytes.read(out)?;
        self.spent.stored.set(self.spent.stored.get() + n as u64);
        self.progress.fetch_add(n as u64, Ordering::Relaxed);
        Ok(n)
    }
}
