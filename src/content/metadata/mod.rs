//! What a page says of itself.

#[allow(dead_code)] // The readers that call it come next.
mod dates;
mod months;

use super::Knowledge;
use super::flat::Flat;
use crate::model::{Metadata, Page};

/// What was read of a page beside its text.
#[derive(Debug, Clone, Default)]
pub struct Facts {
    /// The metadata, with evidence.
    pub metadata: Metadata,
}

/// Reads the metadata of a page.
pub fn read(flat: &Flat<'_>, page: &Page, known: &Knowledge) -> Facts {
    let _ = (page, known);
    let metadata = Metadata { title: flat.head.title.clone(), ..Metadata::default() };
    Facts { metadata }
}
