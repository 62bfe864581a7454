//! Reads HTML into a flat tree and flat text, in one linear pass.
//!
//! Takes a page's text, gives a [`Flat`]. Judges nothing: hidden text, menus and comments are all there. The steps:
//! [`tokenize`] (tags as spans) → `build` (open elements, implied ends) → [`tree`] and the text of `write`.

pub mod attr;
mod build;
mod declared;
pub mod head;
#[cfg(test)]
mod hostile;
mod name;
pub mod reference;
pub mod tag;
pub mod tokenize;
pub mod tree;
mod write;

use super::flat::Flat;

/// The blocks, the tree and the head of an HTML page.
pub fn flatten(page: &str) -> Flat<'_> {
    build::build(page)
}
