//! Page → Document.

mod agreement;
mod tokenizer;
