//! What is certain of a block.

use crate::model::{CutKind, Pass, RuleId};

/// A rule's word on a block, which no judgement overrules.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claim {
    /// The pass the rule belongs to.
    pub pass: Pass,
    /// The rule that signs for it.
    pub rule: RuleId,
    /// What is to be done.
    pub verdict: Verdict,
}

/// What a rule decides.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Verdict {
    /// It is part of the body.
    Keep,
    /// It is not, but this.
    Cut(CutKind),
}
