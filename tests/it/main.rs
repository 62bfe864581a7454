//! One test crate; one module a stage.
mod dedup;
mod sample;
