//! What decided the score of a block, in words.
//!
//! Takes a page as the judge takes it, gives for each block the features that weighed most, and of the two that are sums themselves,
//! of words (`diction`) and of names (`named` and its like), what they are made of.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::{Certain, diction, naming};
use crate::content::flat::Flat;

/// What decided the score of a block.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Reasons {
    /// Features with their part in the block's log-odds, in ten-thousandths, the weightiest first.
    pub features: Vec<(Cow<'static, str>, i32)>,
    /// Words of its text, and pairs of them, with their part in `diction`: in hundredths of log-odds, the loudest first.
    pub words: Vec<(String, i32)>,
    /// Words of the names of the elements around it, each behind the place where it stands, with their part in `named`: as
    /// above.
    pub names: Vec<(String, i32)>,
}

/// What decided the score of each block, `n` of each kind of reason at most.
pub fn reasons(flat: &Flat<'_>, certain: &Certain<'_>, n: usize) -> Vec<Reasons> {
    let features = super::explain(flat, certain, n);
    let of = |(block, features): (&_, _)| Reasons {
        features,
        words: diction::loudest(flat.is_html(), flat.text_of(block), n),
        names: naming::loudest(flat, block.node, n),
    };
    flat.blocks.iter().zip(features).map(of).collect()
}

/// The loudest `n` of what is said, by what `part` makes of a sum of weights; nothing of what says nothing.
pub(super) fn loudest(
    said: BTreeMap<String, i32>,
    n: usize,
    part: impl Fn(i32) -> i32,
) -> Vec<(String, i32)> {
    let parts = said.into_iter().map(|(said, weight)| (said, part(weight)));
    let mut parts: Vec<(String, i32)> = parts.filter(|(_, part)| *part != 0).collect();
    parts.sort_by_key(|(_, part)| std::cmp::Reverse(part.abs()));
    parts.truncate(n);
    parts
}
