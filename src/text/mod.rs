//! Pure helpers on text, each named for its subject.

pub mod hash;
pub mod url;
pub mod words;
