//! Pure helpers on text, each named for its subject.

pub mod ascii;
pub mod character;
pub mod clean;
pub mod edit;
pub mod entities;
pub mod excerpt;
pub mod figures;
pub mod fold;
pub mod grams;
pub mod hash;
pub mod inert;
pub mod lcs;
pub mod markup;
pub mod seek;
pub mod spot;
pub mod url;
pub mod words;
