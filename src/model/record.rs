use serde::{Deserialize, Serialize};

use super::{Field, Origin};

/// What `acquire` gives: bytes, and where they came from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record {
    pub(super) origin: Origin,
    pub(super) bytes: Vec<u8>,
    pub(super) markup: Markup,
    pub(super) content_type: String,
    pub(super) declared: Declared,
}

/// Whether a record is marked up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Markup {
    /// Nobody said; the decoded text will tell.
    #[default]
    Unknown,
    /// HTML or XHTML.
    Html,
    /// Plain text.
    Text,
}

/// What the container says of a record beside its text: a JSON object's other fields, an export's header block.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Declared(Vec<(Field, String)>);

impl Declared {
    /// Adds what the container says of `field`; empty values say nothing.
    pub fn say(&mut self, field: Field, value: impl Into<String>) {
        let value = value.into();
        if !value.trim().is_empty() {
            self.0.push((field, value));
        }
    }

    /// The first value declared for `field`.
    pub fn get(&self, field: Field) -> Option<&str> {
        self.0.iter().find(|(declared, _)| *declared == field).map(|(_, value)| value.as_str())
    }

    /// Everything declared, in the container's order.
    pub fn iter(&self) -> impl Iterator<Item = (Field, &str)> {
        self.0.iter().map(|(field, value)| (*field, value.as_str()))
    }
}

impl Record {
    /// The bytes found at `origin`.
    pub fn new(origin: Origin, bytes: Vec<u8>) -> Self {
        Self {
            origin,
            bytes,
            markup: Markup::Unknown,
            content_type: String::new(),
            declared: Declared::default(),
        }
    }

    /// Says what kind of text it is, where the container knows.
    #[must_use]
    pub fn marked(mut self, markup: Markup) -> Self {
        self.markup = markup;
        self
    }

    /// Keeps the HTTP `Content-Type` header it came with.
    #[must_use]
    pub fn served_as(mut self, content_type: impl Into<String>) -> Self {
        self.content_type = content_type.into();
        self
    }

    /// Keeps what the container declares of it.
    #[must_use]
    pub fn declaring(mut self, declared: Declared) -> Self {
        self.declared = declared;
        self
    }

    /// Where it came from.
    pub fn origin(&self) -> &Origin {
        &self.origin
    }
    /// Its bytes, as found.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }
    /// What kind of text the container says it is.
    pub fn markup(&self) -> Markup {
        self.markup
    }
    /// The HTTP `Content-Type` header, `""` where there was none.
    pub fn content_type(&self) -> &str {
        &self.content_type
    }
    /// What the container declares of it.
    pub fn declared(&self) -> &Declared {
        &self.declared
    }
}
