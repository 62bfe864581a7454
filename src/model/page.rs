use serde::{Deserialize, Serialize};

use super::{
    Declared, DocId, Document, Extraction, Markup, OffsetMap, Origin, Reason, Record, Rejection, Sha256Hex,
    Span,
};

/// What `charset` gives: a record's text, and how it was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    past: Past,
    text: String,
    offsets: OffsetMap,
}

/// What a record leaves behind in all that is made of it: who it is, where it came from, how it was read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Past {
    pub(super) id: DocId,
    pub(super) sha256: Sha256Hex,
    pub(super) origin: Origin,
    pub(super) markup: Markup,
    pub(super) declared: Declared,
    pub(super) decoding: Decoding,
}

/// How bytes became text.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Decoding {
    /// The encoding's name in the WHATWG Encoding Standard, in lower case; `us-ascii`, `utf-32le`, `ibm855` and the like
    /// beside it.
    pub encoding: String,
    /// What decided.
    pub source: EncodingSource,
    /// Every witness heard, the deciding one first.
    pub evidence: Vec<Witness>,
    /// U+FFFD put in for bytes that spell nothing.
    pub replacements: u32,
    /// Stretches in other encodings than the page's, as byte ranges of the record.
    pub segments: Vec<Segment>,
    /// Mojibake undone, as byte ranges of the page's text.
    pub repairs: Vec<Repair>,
    /// Characters dropped or changed by the clean-up (controls, odd spaces, line ends, composition).
    pub cleaned: u32,
}

/// What decided a page's encoding.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum EncodingSource {
    /// A byte-order mark.
    Bom,
    /// The HTTP header.
    Http,
    /// A `<meta>` or XML declaration.
    Meta,
    /// The bytes themselves: they are valid in one encoding and hardly in another.
    #[default]
    Detect,
    /// The caller's word.
    Override,
}

/// One voice on what the encoding is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Witness {
    /// Who speaks: `bom`, `ascii`, `utf8`, `utf16`, `escapes`, `http`, `meta`, `letters`, `ideographs`, `options`
    pub by: String,
    /// The encoding it names, or `""`.
    pub says: String,
    /// Why, in a few words.
    pub because: String,
}

/// A stretch of the record in an encoding of its own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Segment {
    /// Bytes of the record.
    pub raw: Span,
    /// Their encoding.
    pub encoding: String,
}

/// A stretch of text whose mojibake was undone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Repair {
    /// Bytes of the page's text, as it now reads.
    pub span: Span,
    /// The chain that was undone, as in `utf-8 as windows-1252`.
    pub undone: String,
}

/// A record whose bytes were taken out to be read; it knows them by their digest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Opened {
    pub(super) sha256: Sha256Hex,
    pub(super) origin: Origin,
    markup: Markup,
    content_type: String,
    declared: Declared,
}

impl Record {
    /// Takes the bytes out, so that text which is them as they stand need not be copied.
    pub fn opened(self) -> (Opened, Vec<u8>) {
        let Self { origin, bytes, markup, content_type, declared } = self;
        (Opened { sha256: Sha256Hex::of(&bytes), origin, markup, content_type, declared }, bytes)
    }

    /// [`Opened::decoded`], for who need not have the bytes.
    pub fn decoded(self, text: String, offsets: OffsetMap, decoding: Decoding) -> Page {
        self.opened().0.decoded(text, offsets, decoding)
    }
}

impl Opened {
    /// What kind of text the container says it is.
    pub fn markup(&self) -> Markup {
        self.markup
    }
    /// The HTTP `Content-Type` header, `""` where there was none.
    pub fn content_type(&self) -> &str {
        &self.content_type
    }
    /// Says what kind of text it is, where the text shows.
    #[must_use]
    pub fn marked(mut self, markup: Markup) -> Self {
        self.markup = markup;
        self
    }

    /// The only way to a [`Page`]: the text, where each byte of it came from, and how it was read.
    pub fn decoded(self, text: String, offsets: OffsetMap, decoding: Decoding) -> Page {
        let Self { sha256, origin, markup, declared, .. } = self;
        let id = DocId::of(origin.url(), &sha256);
        Page { past: Past { id, sha256, origin, markup, declared, decoding }, text, offsets }
    }
}

impl Page {
    /// The whole text, markup and all.
    pub fn text(&self) -> &str {
        &self.text
    }
    /// Who it is, where it came from, how it was read.
    pub fn past(&self) -> &Past {
        &self.past
    }
    /// The bytes of the raw record that a span of [`Page::text`] was read from.
    pub fn raw(&self, span: Span) -> Span {
        self.offsets.raw_span(span)
    }

    /// The only way to a [`Document`]: the body, and what was done to get it.
    pub fn extracted(self, text: String, extraction: Extraction) -> Document {
        Document::new(self.past, text, extraction)
    }

    /// Turns the page away.
    pub fn rejected(self, reason: Reason) -> Rejection {
        Rejection::of_page(self.past, reason)
    }
}

impl Past {
    /// Names the document.
    pub fn id(&self) -> DocId {
        self.id
    }
    /// Digest of the record's bytes.
    pub fn sha256(&self) -> Sha256Hex {
        self.sha256
    }
    /// Where the record came from.
    pub fn origin(&self) -> &Origin {
        &self.origin
    }
    /// What kind of text it is, by the container's word or by its own look.
    pub fn markup(&self) -> Markup {
        self.markup
    }
    /// What the container declares of it.
    pub fn declared(&self) -> &Declared {
        &self.declared
    }
    /// How it was read.
    pub fn decoding(&self) -> &Decoding {
        &self.decoding
    }
}
