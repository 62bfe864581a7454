use serde::{Deserialize, Serialize};

use super::{DocId, Extraction, Membership, Past, Row};

/// What `content` gives: a report's body and metadata, with the account of every cut.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Document {
    past: Past,
    text: String,
    extraction: Extraction,
}

impl Document {
    pub(super) fn new(past: Past, text: String, extraction: Extraction) -> Self {
        Self { past, text, extraction }
    }

    /// Names the document.
    pub fn id(&self) -> DocId {
        self.past.id()
    }
    /// The body: paragraphs, headings, items, one a line, with blank lines between paragraphs.
    pub fn text(&self) -> &str {
        &self.text
    }
    /// Who it is, where it came from, how it was read.
    pub fn past(&self) -> &Past {
        &self.past
    }
    /// What was kept and cut, and the metadata.
    pub fn extraction(&self) -> &Extraction {
        &self.extraction
    }

    /// The only way to a [`Row`]: the document and its place among the others.
    pub fn filed(self, membership: Membership) -> Row {
        Row::new(self, membership)
    }
}
