use std::fmt;

use serde::{Deserialize, Serialize};

use super::{Opened, Origin, Past, Record, Sha256Hex};

/// A record turned away, and why. It is a row of the output like any other.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rejection {
    origin: Box<Origin>,
    sha256: Option<Sha256Hex>,
    reason: Reason,
}

/// Why a record was turned away. [`Reason::code`] is stable; the text around it may improve.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "code", rename_all = "kebab-case")]
pub enum Reason {
    /// The file could not be opened or read.
    Unreadable {
        /// What the system said.
        error: String,
    },
    /// Compressed data that does not decompress.
    BadCompression {
        /// What the decompressor said.
        error: String,
    },
    /// An archive, WARC, JSON or CSV that breaks its format's rules here.
    BadFormat {
        /// The format.
        format: String,
        /// What is wrong.
        error: String,
    },
    /// The stream ends in the middle of a record.
    Truncated {
        /// Bytes announced, where the format announces them.
        expected: Option<u64>,
        /// Bytes found.
        found: u64,
    },
    /// More bytes than a record may have.
    TooLarge {
        /// The limit in bytes.
        limit: u64,
    },
    /// Expands by more than compressed text does: a decompression bomb.
    Bomb {
        /// The limit, output bytes a compressed byte.
        ratio: u64,
    },
    /// Archives nested too deep.
    TooDeep {
        /// The limit.
        limit: u32,
    },
    /// A kind of data that copydesk does not read.
    Unsupported {
        /// What it looks like.
        what: String,
    },
    /// A record without the text field.
    NoText {
        /// The fields it has.
        fields: String,
    },
    /// The bytes are no text in any encoding.
    Undecodable {
        /// What gave it away.
        because: String,
    },
    /// No text at all.
    Empty,
    /// Nothing left but boilerplate.
    NoContent {
        /// Blocks on the page.
        blocks: u32,
    },
    /// Fewer words than a report has.
    TooShort {
        /// Words left.
        words: u32,
        /// Words wanted.
        least: u32,
    },
    /// A defect in copydesk itself.
    Panic {
        /// The stage.
        stage: String,
        /// Its last words.
        message: String,
    },
}

impl Reason {
    /// The stable code, as it stands in `rejected.jsonl`.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Unreadable { .. } => "unreadable",
            Self::BadCompression { .. } => "bad-compression",
            Self::BadFormat { .. } => "bad-format",
            Self::Truncated { .. } => "truncated",
            Self::TooLarge { .. } => "too-large",
            Self::Bomb { .. } => "bomb",
            Self::TooDeep { .. } => "too-deep",
            Self::Unsupported { .. } => "unsupported",
            Self::NoText { .. } => "no-text",
            Self::Undecodable { .. } => "undecodable",
            Self::Empty => "empty",
            Self::NoContent { .. } => "no-content",
            Self::TooShort { .. } => "too-short",
            Self::Panic { .. } => "panic",
        }
    }
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unreadable { error } => write!(f, "cannot be read: {error}"),
            Self::BadCompression { error } => write!(f, "does not decompress: {error}"),
            Self::BadFormat { format, error } => write!(f, "is not valid {format}: {error}"),
            Self::Truncated { expected: Some(expected), found } => {
                write!(f, "ends after {found} of {expected} bytes")
            }
            Self::Truncated { expected: None, found } => {
                write!(f, "ends in the middle of a record, after {found} bytes")
            }
            Self::TooLarge { limit } => write!(f, "is larger than the {limit} bytes a record may have"),
            Self::Bomb { ratio } => write!(f, "expands more than {ratio} times"),
            Self::TooDeep { limit } => write!(f, "lies deeper than {limit} archives"),
            Self::Unsupported { what } => write!(f, "is {what}, which is not read"),
            Self::NoText { fields } => write!(f, "has no text field, only: {fields}"),
            Self::Undecodable { because } => write!(f, "is no text: {because}"),
            Self::Empty => write!(f, "is empty"),
            Self::NoContent { blocks } => write!(f, "has {blocks} blocks, all of them boilerplate"),
            Self::TooShort { words, least } => write!(f, "has {words} words, fewer than {least}"),
            Self::Panic { stage, message } => write!(f, "met a defect in {stage}: {message}"),
        }
    }
}

impl Rejection {
    /// Turns away what was not even a record yet.
    pub fn new(origin: Origin, reason: Reason) -> Self {
        Self { origin: Box::new(origin), sha256: None, reason }
    }

    pub(super) fn of_page(past: Past, reason: Reason) -> Self {
        Self { sha256: Some(past.sha256), origin: Box::new(past.origin), reason }
    }

    /// Where it came from.
    pub fn origin(&self) -> &Origin {
        &self.origin
    }
    /// Digest of the record's bytes, where they could be read.
    pub fn sha256(&self) -> Option<Sha256Hex> {
        self.sha256
    }
    /// Why.
    pub fn reason(&self) -> &Reason {
        &self.reason
    }
}

impl Record {
    /// Turns the record away.
    pub fn rejected(self, reason: Reason) -> Rejection {
        self.opened().0.rejected(reason)
    }
}

impl Opened {
    /// Turns the record away.
    pub fn rejected(self, reason: Reason) -> Rejection {
        Rejection { sha256: Some(self.sha256), origin: Box::new(self.origin), reason }
    }
}
