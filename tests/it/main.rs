//! One test crate; one module a stage.

#![allow(clippy::unwrap_used, reason = "a test fails by it")]

mod acquire;
mod charset;
mod commands;
mod content;
mod dedup;
mod documentation;
mod index;
mod judge;
mod layering;
mod learn;
mod metadata;
mod pages;
mod review;
mod rules;
mod run;
mod sample;
mod serve;
mod truth;
