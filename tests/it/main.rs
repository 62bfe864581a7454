//! One test crate; one module a stage.
mod sample;
