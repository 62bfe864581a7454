//! One test crate; one module a stage.
#![allow(clippy::unwrap_used, reason = "a test fails by it")]

mod content;
mod dedup;
mod sample;
