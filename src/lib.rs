//! copydesk turns raw dumps of scraped news into a clean, deduplicated dataset in which every character that was kept
//! or cut can be traced.
//!
//! ```text
//! raw/ ─acquire─▶ Record ─charset─▶ Page ─content─▶ Document ─dedup─▶ Row ─emit─▶ cleaned/
//! ```

pub mod acquire;
pub mod charset;
pub mod config;
pub mod content;
pub mod dedup;
pub mod emit;
pub mod error;
pub mod html;
pub mod index;
pub mod model;
pub mod pipeline;
pub mod review;
pub mod serve;
pub mod text;

pub use config::{Config, Settings};
pub use error::{Error, Result};
pub use pipeline::{Job, Progress, Summary, run};
