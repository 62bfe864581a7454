//! Page → Document.

mod agreement;
mod sites;
mod tiling;
mod tokenizer;
