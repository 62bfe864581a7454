//! Columns of what is certain around a block: the headline, lines of metadata, what rules have claimed.
//!
//! Takes the page's facts and claims, gives one row a block. A rule that knows a comment widget or the foot of a page tells much
//! of the blocks it is silent on.

use super::columns::{columns, log, signed_log};
use super::page::NEVER;
use crate::content::claim::{Claim, Verdict};
use crate::content::flat::Flat;
use crate::content::metadata::Facts;
use crate::model::CutKind;

/// What is certain of a page's blocks.
#[derive(Debug, Clone, Copy)]
pub struct Certain<'a> {
    /// What was read of the page.
    pub facts: &'a Facts,
    /// What rules say, one a block; none at all is as good as silence.
    pub claims: &'a [Option<Claim>],
}

impl Certain<'_> {
    /// Which of a page's `blocks` no rule has claimed.
    pub(super) fn open(&self, blocks: usize) -> impl Iterator<Item = usize> {
        (0..blocks).filter(|&at| self.claims.get(at).is_none_or(Option::is_none))
    }
}

/// Kinds of cuts that open or close parts of a page; the last is what the head of a report consists of.
const SORTS: usize = 7;

/// Bytes of a line that heads a list of other reports; a longer one points to one of them, in the midst of a report.
const HEADING: usize = 40;

fn sort_of(kind: CutKind, text: &str) -> Option<usize> {
    match kind {
        CutKind::Comment => Some(0),
        CutKind::Related if text.len() > HEADING || text.contains(": ") => Some(6),
        CutKind::Related => Some(1),
        CutKind::Footer | CutKind::Notice => Some(2),
        CutKind::Promo | CutKind::Ad | CutKind::Tool => Some(3),
        CutKind::Caption => Some(4),
        CutKind::Byline => Some(5),
        _ => None,
    }
}

struct Seen {
    claim: i32,
    to_headline: i32,
    bytes: i32,
    has_headline: bool,
    since: [u32; SORTS],
    until: [u32; SORTS],
    behind: [u32; SORTS],
}

columns! {
    fn fill as CERTAIN(s: &Seen) {
        "claim" => s.claim;
        "to-headline" => if s.has_headline { signed_log(s.to_headline) } else { -1_000 };
        "bytes-to-headline" => if s.has_headline { signed_log(s.bytes) } else { -1_000 };
        "since-known-comment" => log(s.since[0]);
        "since-known-related" => log(s.since[1]);
        "since-known-foot" => log(s.since[2]);
        "since-known-promo" => log(s.since[3]);
        "since-known-caption" => log(s.since[4]);
        "since-known-byline" => log(s.since[5]);
        "since-known-pointer" => log(s.since[6]);
        "until-known-comment" => log(s.until[0]);
        "until-known-related" => log(s.until[1]);
        "until-known-foot" => log(s.until[2]);
        "until-known-promo" => log(s.until[3]);
        "until-known-caption" => log(s.until[4]);
        "until-known-byline" => log(s.until[5]);
        "known-comments" => s.behind[0] as i32;
        "known-related" => s.behind[1] as i32;
        "known-feet" => s.behind[2] as i32;
        "known-promos" => s.behind[3] as i32;
    }
}

/// Fills in the columns of [`CERTAIN`], one of `rows` a block. Distances count blocks; `known-…` counts claims between the
/// headline and the block.
pub(super) fn fill_certain<'m>(
    flat: &Flat<'_>,
    certain: &Certain<'_>,
    rows: impl Iterator<Item = Option<&'m mut [i16]>>,
) {
    let kinds: Vec<Option<CutKind>> = (0..flat.blocks.len())
        .map(|at| match certain.claims.get(at).and_then(Option::as_ref)?.verdict {
            Verdict::Cut(kind) => Some(kind),
            Verdict::Keep => None,
        })
        .collect();
    let sort = |at: usize| kinds[at].and_then(|kind| sort_of(kind, flat.text_of(&flat.blocks[at])));
    let mut until = vec![[NEVER; SORTS]; kinds.len()];
    let mut far = [NEVER; SORTS];
    for at in (0..kinds.len()).rev() {
        until[at] = far;
        pass(&mut far, sort(at));
    }
    let headline = certain.facts.headline.filter(|&at| at < kinds.len());
    let start = headline.map_or(0, |at| flat.blocks[at].span.start);
    let (mut since, mut behind) = ([NEVER; SORTS], [0u32; SORTS]);
    for (at, row) in (0..kinds.len()).zip(rows) {
        if let Some(row) = row {
            let seen = Seen {
                claim: kinds[at].map_or(0, |kind| kind as i32 + 1),
                to_headline: at as i32 - headline.unwrap_or(0) as i32,
                bytes: (i64::from(flat.blocks[at].span.start) - i64::from(start)) as i32,
                has_headline: headline.is_some(),
                since,
                until: until[at],
                behind,
            };
            fill(row, &seen);
        }
        pass(&mut since, sort(at));
        if let Some(sort) = sort(at).filter(|_| headline.is_none_or(|headline| at > headline)) {
            behind[sort] = (behind[sort] + 1).min(20);
        }
    }
}

fn pass(far: &mut [u32; SORTS], met: Option<usize>) {
    for (sort, far) in far.iter_mut().enumerate() {
        *far = if met == Some(sort) { 0 } else { (*far + 1).min(NEVER) };
    }
}
