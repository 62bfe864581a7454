//! Finds the raw record that a document was made of.

use std::path::PathBuf;
use std::sync::atomic::AtomicU64;

use crate::acquire;
use crate::emit::Article;
use crate::error::Result;
use crate::model::{DocId, Record, Sha256Hex};

/// The record that `article` was made of, if the files in `raw` still have it where it was.
///
/// # Errors
/// A file or folder of `raw` is not there.
pub fn record(article: &Article, raw: &[PathBuf], options: &acquire::Options) -> Result<Option<Record>> {
    let mut found = None;
    for source in acquire::sources(raw)?.iter().filter(|source| source.name == article.source_path) {
        acquire::read(source, options, &AtomicU64::new(0), &mut |item| {
            found = item.ok().filter(|record| is_place(article, record) && id(record) == article.id);
            found.is_none()
        });
        if found.is_some() {
            break;
        }
    }
    Ok(found)
}

/// The id of the document that `record` holds.
pub(super) fn id(record: &Record) -> DocId {
    DocId::of(record.origin().url(), &Sha256Hex::of(record.bytes()))
}

/// Whether `record` lies where `article` says it was read: what repeats it lies elsewhere.
pub(super) fn is_place(article: &Article, record: &Record) -> bool {
    let origin = record.origin();
    (origin.path(), origin.entry(), origin.offset())
        == (&article.source_path, &article.source_entry, article.source_offset)
}
