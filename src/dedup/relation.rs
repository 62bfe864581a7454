//! Two stories laid side by side and judged: what clusters are made by, and what is told of the relation.

use std::borrow::Cow;

use super::align::{Alignment, Run, Stretch, align};
use super::judge::{Before, Numbers, measure};
use super::ledger::Details;
use super::prepared::Prepared;
use super::sketch::Outline;
use crate::model::{DocId, Edge, EdgeKind, Passage, Span};

/// What two stories are to each other, before clusters are known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Verdict {
    /// What equal digests make them; `Overlap` where none are equal.
    pub(super) equal: EdgeKind,
    /// Share of each story's words that stand in stretches, in ten-thousandths, the smaller id first.
    pub(super) covered: [u16; 2],
    /// Figures were changed.
    pub(super) updated: bool,
    /// Both say something word for word.
    pub(super) quotes: bool,
}

impl Verdict {
    /// The kind of the relation; `compound` where either is a page of several stories.
    pub(super) fn kind(self, same_story: bool, compound: bool) -> EdgeKind {
        let [a, b] = self.covered;
        match self.equal {
            EdgeKind::Overlap if same_story => {
                if a.min(b) >= 6000 {
                    if self.updated { EdgeKind::Revision } else { EdgeKind::Near }
                } else if a.max(b) >= 7500 {
                    EdgeKind::Contains
                } else {
                    EdgeKind::Revision
                }
            }
            EdgeKind::Overlap if a.max(b) >= 5000 && !compound => EdgeKind::LookAlike,
            kind => kind,
        }
    }
}

/// Two stories laid side by side, the smaller id first.
pub(super) struct Comparison {
    /// There is no stretch.
    nothing: bool,
    pub(super) verdict: Verdict,
    pub(super) details: Details,
}

impl Comparison {
    /// They share nothing worth telling.
    pub(super) fn is_empty(&self) -> bool {
        self.nothing && self.verdict.equal == EdgeKind::Overlap
    }
}

/// The relation as it is told.
pub(super) fn edge(
    ids: [DocId; 2],
    kind: EdgeKind,
    same_story: bool,
    verdict: Verdict,
    details: Details,
) -> Edge {
    let [a, b] = ids;
    Edge {
        a,
        b,
        kind,
        same_story,
        shingles: details.shingles,
        met: details.met,
        longest_run: details.longest_run,
        reasons: reasons(&details),
        covered: verdict.covered.map(u32::from),
        passages: details.passages,
        stretches: details.stretches,
    }
}

/// The score and the numbers that made it; those that are nothing decide nothing.
fn reasons(details: &Details) -> Vec<(Cow<'static, str>, i32)> {
    let numbers = std::iter::zip(Numbers::names(), details.numbers).filter(|(_, value)| *value != 0);
    std::iter::once(("same_story", details.score))
        .chain(numbers)
        .map(|(name, value)| (Cow::Borrowed(name), value))
        .collect()
}

/// Lays `x` beside `y`, which `met` candidate keys brought together, in the room of `alignment`. Without `passages`, nothing is said of where they
/// are.
pub(super) fn lay(
    met: u32,
    before: Before,
    x: (&Outline, &Prepared),
    y: (&Outline, &Prepared),
    passages: bool,
    alignment: &mut Alignment,
) -> Comparison {
    let ((a_sketch, a), (b_sketch, b)) = if x.0.id < y.0.id { (x, y) } else { (y, x) };
    align(a, b, alignment);
    let alignment = &*alignment;
    let numbers = measure(before, a, b, alignment);
    let equal = equality(a_sketch, b_sketch);
    let score = if equal == EdgeKind::Overlap { numbers.same_story() } else { 1000 };
    let told = |side: usize, own: u32| (u64::from(alignment.own[side]) * 1000 / u64::from(own.max(1))) as u32;
    let part =
        |covered: u32, whole: u32| (u64::from(covered) * 10_000 / u64::from(whole.max(1))).min(10_000) as u16;
    let covered = if a.is_templated() && b.is_templated() {
        [part(alignment.covered[0], a.weight), part(alignment.covered[1], b.weight)]
    } else {
        [part(alignment.own[0], a.own), part(alignment.own[1], b.own)]
    };
    let details = Details {
        shingles: alignment.shingles,
        met,
        longest_run: alignment.runs.iter().map(|run| run.len as u32).max().unwrap_or(0),
        score,
        reach: [reach(alignment, |stretch| stretch.a), reach(alignment, |stretch| stretch.b)],
        told: [told(0, a.own), told(1, b.own)],
        numbers: numbers.weighed().map(|(_, value, _)| value),
        passages: if passages {
            alignment.runs.iter().filter_map(|run| passage(a, b, run)).collect()
        } else {
            Vec::new()
        },
        stretches: if passages {
            alignment.stretches.iter().map(|stretch| whole(a, b, stretch)).collect()
        } else {
            Vec::new()
        },
    };
    let verdict =
        Verdict { equal, covered, updated: numbers.figure_swaps > 0, quotes: !details.passages.is_empty() };
    Comparison { nothing: alignment.stretches.is_empty(), verdict, details }
}

fn equality(a: &Outline, b: &Outline) -> EdgeKind {
    if a.words == 0 || a.words != b.words || a.canonical != b.canonical {
        EdgeKind::Overlap
    } else if a.raw == b.raw {
        EdgeKind::ExactRaw
    } else if a.plain == b.plain {
        EdgeKind::ExactText
    } else {
        EdgeKind::Near
    }
}

/// Where the middle nine tenths of the shared words lie.
fn reach(alignment: &Alignment, side: fn(&Stretch) -> (usize, usize)) -> (u32, u32) {
    let mut sides: Vec<(usize, usize)> = alignment.stretches.iter().map(side).collect();
    sides.sort_unstable();
    let all: usize = sides.iter().map(|(from, to)| to - from).sum();
    let place = |nth: usize| {
        let mut left = nth;
        for (from, to) in &sides {
            if left <= to - from {
                return (from + left) as u32;
            }
            left -= to - from;
        }
        sides.last().map_or(0, |(_, to)| *to as u32)
    };
    (place(all / 20), place(all - all / 20))
}

/// A run long enough to be told: eight words, or sixteen characters of a script without spaces.
fn passage(a: &Prepared, b: &Prepared, run: &Run) -> Option<Passage> {
    let weight = a.worth(run.a, run.len);
    (weight >= 16).then(|| Passage {
        a: span(a, (run.a, run.a + run.len)),
        b: span(b, (run.b, run.b + run.len)),
        words: weight / 2,
    })
}

fn whole(a: &Prepared, b: &Prepared, stretch: &Stretch) -> Passage {
    Passage { a: span(a, stretch.a), b: span(b, stretch.b), words: stretch.weight / 2 }
}

fn span(story: &Prepared, (from, to): (usize, usize)) -> Span {
    Span { start: story.place(from).0, end: story.place(to.max(1) - 1).1 }
}
