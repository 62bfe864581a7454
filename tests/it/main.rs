//! One test crate; one module a stage.
mod content;
mod dedup;
mod sample;
