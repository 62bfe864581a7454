//! What is certain of a block.

use super::Knowledge;
use super::claim::Claim;
use super::flat::Flat;
use super::metadata::Facts;

/// The claim on each block, the first rule's that has one.
pub fn claims(flat: &Flat<'_>, facts: &Facts, known: &Knowledge) -> Vec<Option<Claim>> {
    let _ = (facts, known);
    vec![None; flat.blocks.len()]
}
