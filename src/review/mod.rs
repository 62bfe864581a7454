//! Reads a dataset and says what happened in it.
//!
//! Takes the files that `emit` wrote, gives what a person asks of them. Never changes them.

pub mod aligned;
mod catalogue;
mod changed;
mod dataset;
pub mod decisions;
mod diff;
mod groups;
mod names;
mod overview;
mod pieces;
mod raw;
mod rows;
mod search;
mod verify;

pub use catalogue::{Catalogue, Entry, Found, Hit, Sort, Wanted};
pub use changed::{Changed, Mark};
pub use dataset::{Account, Dataset, inputs, story};
pub use diff::{Cause, Diff, Group, Outlier, Place, Sample, diff};
pub use names::Name;
pub use overview::{Class, Overview, RuleShare, Sampled, Share};
pub use pieces::Piece;
pub use raw::record;
pub use rows::Side;
pub use verify::{Proof, verify};
