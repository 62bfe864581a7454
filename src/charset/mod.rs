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
mod suspicion;
mod unicode;

pub use sniff::sniff;

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use crate::error::nearest;
use crate::model::{
    Decoding, EncodingSource, Markup, OffsetMap, Page, Reason, Record, Rejection, Repair, Segment, Span,
    Witness,
};
use crate::text::edit::Edited;
use crate::text::{clean, entities, markup};
use decide::Verdict;
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
pub struct Decoded<'b> {
    /// The text; U+FFFD for bytes that spell nothing. A byte-order mark is no part of it. Borrowed where it is the bytes
    /// as they stand.
    pub text: Cow<'b, str>,
    /// Where each byte of the text came from.
    pub offsets: OffsetMap,
    /// The encoding, and who said so.
    pub decoding: Decoding,
}

/// What `bytes` spell: the encoding decided from all evidence (mark, validity, HTTP `content_type`, declarations, letters),
/// and the text by it. `None` where they are no text.
pub fn decode<'b>(bytes: &'b [u8], content_type: &str) -> Option<Decoded<'b>> {
    let valid = std::str::from_utf8(bytes).ok();
    let verdict = decide::decide(bytes, valid.is_some(), content_type)?;
    Some(match valid.filter(|_| verdict.is_utf8()).and_then(|text| text.get(verdict.mark..)) {
        Some(text) => as_it_stands(text.into(), verdict),
        None => spelt(bytes, verdict),
    })
}

/// [`decode`], for bytes that nobody needs any more.
fn decode_owned(bytes: Vec<u8>, content_type: &str) -> Option<Decoded<'static>> {
    let mut text = match String::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) => {
            let bytes = error.as_bytes();
            return Some(spelt(bytes, decide::decide(bytes, false, content_type)?));
        }
    };
    let verdict = decide::decide(text.as_bytes(), true, content_type)?;
    if !verdict.is_utf8() || !text.is_char_boundary(verdict.mark) {
        return Some(spelt(text.as_bytes(), verdict));
    }
    text.drain(..verdict.mark);
    Some(as_it_stands(text.into(), verdict))
}

/// Valid UTF-8, by far the commonest page: nothing to read but what is there.
fn as_it_stands(text: Cow<'_, str>, verdict: Verdict) -> Decoded<'_> {
    let decoding = Decoding {
        encoding: verdict.encoding.name(),
        source: verdict.source,
        evidence: verdict.witnesses,
        ..Decoding::default()
    };
    Decoded { text, offsets: OffsetMap::shifted(verdict.mark), decoding }
}

fn spelt(bytes: &[u8], verdict: Verdict) -> Decoded<'static> {
    let mut read = Read::default();
    let mut segments = Vec::new();
    for (range, encoding) in &verdict.stretches {
        encoding.read(bytes.get(range.clone()).unwrap_or(&[]), range.start, &mut read);
        if *encoding != verdict.encoding {
            segments.push(Segment { raw: Span::new(range.start, range.end), encoding: encoding.name() });
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
    Decoded { text: read.text.into(), offsets: read.offsets, decoding }
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
            label => Some(Encoding::for_label(label).ok_or_else(|| {
                let known = encoding::NAMES.iter().copied();
                format!("`{label}` is no encoding{}", nearest(&label.to_ascii_lowercase(), known))
            })?),
        };
        Ok(Self { forced })
    }

    /// The page that `record` spells.
    ///
    /// # Errors
    /// [`Reason::Undecodable`] for bytes that are no text, [`Reason::Empty`] for none.
    pub fn apply(&self, record: Record) -> Result<Page, Rejection> {
        let (record, bytes) = record.opened();
        if bytes.is_empty() {
            return Err(record.rejected(Reason::Empty));
        }
        let Some((decoded, markup)) = self.text_of(bytes, record.content_type(), record.markup()) else {
            let because = "controls, and bytes that are letters in no encoding".into();
            return Err(record.rejected(Reason::Undecodable { because }));
        };
        Ok(record.marked(markup).decoded(decoded.text.into_owned(), decoded.offsets, decoded.decoding))
    }

    /// All that [`Decoder::apply`] does but to name the page: the text of `bytes`, repaired and, where it is plain,
    /// cleaned, and which of the two it is. `None` where they are no text.
    pub fn text_of(
        &self,
        bytes: Vec<u8>,
        content_type: &str,
        markup: Markup,
    ) -> Option<(Decoded<'static>, Markup)> {
        let decoded = match self.forced {
            Some(encoding) => decode_as(&bytes, encoding),
            None => decode_owned(bytes, content_type)?,
        };
        let markup = match markup {
            Markup::Unknown if markup::looks_like_html(&decoded.text) => Markup::Html,
            Markup::Unknown => Markup::Text,
            known => known,
        };
        Some((settled(decoded, markup), markup))
    }
}

/// The text with mojibake undone and, where it is plain, references decoded and Unicode cleaned. In markup both belong to
/// the text between tags, which `content` finds.
fn settled(mut decoded: Decoded<'static>, markup: Markup) -> Decoded<'static> {
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

impl Decoded<'_> {
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
        self.text = edited.text.into();
    }
}

/// `bytes` in the encoding that the caller names.
fn decode_as(bytes: &[u8], encoding: Encoding) -> Decoded<'static> {
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
    Decoded { text: read.text.into(), offsets: read.offsets, decoding }
}
