//! Reads a dataset and says what happened in it.
//!
//! Takes the files that `emit` wrote, gives what a person asks of them. Never changes them.

pub mod aligned;
mod dataset;
mod diff;
mod rows;
mod verify;

pub use dataset::{Account, Dataset};
pub use diff::{Cause, Diff, Group, Outlier, Sample, diff};
pub use rows::Side;
pub use verify::{Proof, verify};
