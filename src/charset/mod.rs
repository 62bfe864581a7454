//! Decides what a record's bytes spell.
//!
//! Takes a [`Record`], gives a [`Page`]. Opens no files, guesses no language of the report, reads no markup but the
//! declarations of an encoding. The only home of `encoding_rs`.
//!
//! Two questions are kept apart: [`sniff`] answers what a browser takes a page to be, [`decode`] what its bytes are.

mod code_pages;
mod decide;
mod encoding;
mod garble;
mod ideographs;
mod letters;
mod mojibake;
mod pieces;
mod sample;
mod sniff;
mod stateful;
mod unicode;

pub use sniff::sniff;

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use crate::model::{
    Decoding, EncodingSource, OffsetMap, Page, Reason, Record, Rejection, Segment, Span, Witness,
};
use crate::text::{clean, entities};
use encoding::{Encoding, Read};

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
    forced: Option<Encoding>,
}

/// Text of some bytes, before any repair or clean-up.
#[derive(Debug, Clone)]
pub struct Decoded {
    /// The text; U+FFFD for bytes that spell nothing. A byte-order mark is no part of it.
    pub text: String,
    /// Where each byte of the text came from.
    pub offsets: OffsetMap,
    /// The encoding, and who said so.
    pub decoding: Decoding,
}

/// What `bytes` spell: the encoding decided from all evidence (mark, validity, HTTP `content_type`, declarations, letters),
/// and the text by it. `None` where they are no text.
pub fn decode(bytes: &[u8], content_type: &str) -> Option<Decoded> {
    let verdict = decide::decide(bytes, content_type)?;
    let mut read = Read::default();
    let mut segments = Vec::new();
    let is_utf8 =
        |encoding: Encoding| encoding == Encoding::Ascii || encoding == Encoding::Web(encoding_rs::UTF_8);
    if let [(range, encoding)] = verdict.stretches.as_slice()
        && is_utf8(*encoding)
        && let Ok(text) = std::str::from_utf8(bytes.get(range.clone()).unwrap_or(&[]))
    {
        read = Read { text: text.to_owned(), offsets: OffsetMap::shifted(verdict.mark), replacements: 0 };
    } else {
        for (range, encoding) in &verdict.stretches {
            encoding.read(bytes.get(range.clone()).unwrap_or(&[]), range.start, &mut read);
            if *encoding != verdict.encoding {
                segments.push(Segment { raw: Span::new(range.start, range.end), encoding: encoding.name() });
            }
        }
    }
    let decoding = Decoding {
        encoding: verdict.encoding.name(),
        source: verdict.source,
        evidence: verdict.witnesses,
        replacements: u32::try_from(read.replacements).unwrap_or(u32::MAX),
        segments,
        ..Decoding::default()
    };
    Some(Decoded { text: read.text, offsets: read.offsets, decoding })
}

/// `text` with its mojibake undone where that is certain, all else left alone.
pub fn repair(text: &str) -> Cow<'_, str> {
    match mojibake::rounds(text).pop() {
        Some(last) => Cow::Owned(last.edited.text),
        None => Cow::Borrowed(text),
    }
}

/// `text` by the whole clean-up of plain text: references decoded, what they spelt repaired, Unicode cleaned.
pub fn clean(text: &str) -> Cow<'_, str> {
    let decoded = entities::decode_fully(text).pop();
    let decoded = decoded.as_ref().map_or(text, |edited| edited.text.as_str());
    match (repair(decoded), decoded == text) {
        (Cow::Borrowed(_), true) => clean::clean(text),
        (repaired, _) => Cow::Owned(clean::clean(&repaired).into_owned()),
    }
}

impl Decoder {
    /// # Errors
    /// An `encoding` that has no such name.
    pub fn new(options: &Options) -> Result<Self, String> {
        let forced = match options.encoding.as_str() {
            "" => None,
            label => {
                Some(Encoding::for_label(label).ok_or_else(|| format!("`{label}` is no encoding we know"))?)
            }
        };
        Ok(Self { forced })
    }

    /// The page that `record` spells.
    ///
    /// # Errors
    /// [`Reason::Undecodable`] for bytes that are no text, [`Reason::Empty`] for none.
    pub fn apply(&self, record: Record) -> Result<Page, Rejection> {
        if record.bytes().is_empty() {
            return Err(record.rejected(Reason::Empty));
        }
        let decoded = match self.forced {
            Some(encoding) => Some(decode_as(record.bytes(), encoding)),
            None => decode(record.bytes(), record.content_type()),
        };
        let Some(Decoded { text, offsets, decoding }) = decoded else {
            return Err(
                record.rejected(Reason::Undecodable { because: "controls and bytes of no encoding".into() })
            );
        };
        Ok(record.decoded(text, offsets, decoding))
    }
}

/// `bytes` in the encoding that the caller names.
fn decode_as(bytes: &[u8], encoding: Encoding) -> Decoded {
    let mut read = Read::default();
    encoding.read(bytes, 0, &mut read);
    let witness =
        Witness { by: "options".into(), says: encoding.name(), because: "named by the configuration".into() };
    let decoding = Decoding {
        encoding: encoding.name(),
        source: EncodingSource::Override,
        evidence: vec![witness],
        replacements: u32::try_from(read.replacements).unwrap_or(u32::MAX),
        ..Decoding::default()
    };
    Decoded { text: read.text, offsets: read.offsets, decoding }
}
