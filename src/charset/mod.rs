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
    Decoding, EncodingSource, Markup, OffsetMap, Page, Reason, Record, Rejection, Repair, Segment, Span,
    Witness,
};
use crate::text::edit::Edited;
use crate::text::{clean, entities, markup};
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
    let valid = std::str::from_utf8(bytes).ok();
    let verdict = decide::decide(bytes, valid.is_some(), content_type)?;
    let mut read = Read::default();
    let mut segments = Vec::new();
    let is_utf8 =
        verdict.encoding == Encoding::Ascii || verdict.encoding == Encoding::Web(encoding_rs::UTF_8);
    if let Some(text) = valid.filter(|_| is_utf8).and_then(|text| text.get(verdict.mark..)) {
        // As it stands: by far the commonest page is valid UTF-8, and is read once.
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
        let Some(decoded) = decoded else {
            let because = "controls, and bytes that are letters in no encoding".into();
            return Err(record.rejected(Reason::Undecodable { because }));
        };
        let markup = match record.markup() {
            Markup::Unknown if markup::looks_like_html(&decoded.text) => Markup::Html,
            Markup::Unknown => Markup::Text,
            known => known,
        };
        let record = record.marked(markup);
        let Decoded { text, offsets, decoding } = settled(decoded, markup);
        Ok(record.decoded(text, offsets, decoding))
    }
}

/// The text with mojibake undone and, where it is plain, references decoded and Unicode cleaned. In markup both belong to
/// the text between tags, which `content` finds.
fn settled(mut decoded: Decoded, markup: Markup) -> Decoded {
    let is_plain = markup != Markup::Html;
    if is_plain {
        for edited in entities::decode_fully(&decoded.text) {
            decoded.decoding.cleaned += edited.edits.len() as u32;
            decoded.change(edited);
        }
    }
    for round in mojibake::rounds(&decoded.text) {
        let undone = round.undone();
        decoded.change(round.edited);
        decoded.decoding.repairs.extend(undone.into_iter().map(|(range, name)| Repair {
            span: Span::new(range.start, range.end),
            undone: format!("utf-8 as {name}"),
        }));
    }
    if is_plain {
        for edited in clean::edited(&decoded.text) {
            decoded.decoding.cleaned += edited.edits.len() as u32;
            decoded.change(edited);
        }
    }
    decoded.decoding.repairs.sort_by_key(|repair| repair.span);
    decoded
}

impl Decoded {
    /// Takes the text that was made of this one's, and carries along all that points into it.
    fn change(&mut self, edited: Edited) {
        self.offsets = self.offsets.edited(&edited.edits);
        // In order of their starts, so that each end is carried on its own.
        let repairs = &mut self.decoding.repairs;
        repairs.sort_by_key(|repair| repair.span.start);
        let mut starts: Vec<usize> = repairs.iter().map(|repair| repair.span.start as usize).collect();
        edited.carry(&mut starts);
        let mut by_end: Vec<usize> = (0..repairs.len()).collect();
        by_end.sort_by_key(|at| repairs.get(*at).map(|repair| repair.span.end));
        let mut ends: Vec<usize> =
            by_end.iter().filter_map(|at| repairs.get(*at)).map(|repair| repair.span.end as usize).collect();
        edited.carry(&mut ends);
        for (repair, start) in repairs.iter_mut().zip(starts) {
            repair.span.start = start as u32;
        }
        for (at, end) in by_end.into_iter().zip(ends) {
            if let Some(repair) = repairs.get_mut(at) {
                repair.span.end = (end as u32).max(repair.span.start);
            }
        }
        self.text = edited.text;
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
