//! Lays two stories side by side: which runs of words they share, and where.
//!
//! One pass over the first story finds every maximal run of three words or more in the second; runs that follow each
//! other in both with small edits between them make a stretch. Paragraphs may stand in another order. Linear in the
//! words: a shingle is looked up once, a run is walked once.

use super::prepared::Prepared;
use crate::text::fold::Word;

/// Words that stand in both stories, one behind the other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Run {
    pub(super) a: usize,
    pub(super) b: usize,
    pub(super) len: usize,
}

/// Runs with small edits between them, as ranges of words: it starts and ends with words both share.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Stretch {
    pub(super) a: (usize, usize),
    pub(super) b: (usize, usize),
    /// Words' worth shared.
    pub(super) weight: u32,
    /// Its runs, as a range of [`Alignment::runs`].
    pub(super) runs: (usize, usize),
}

/// What two stories share.
#[derive(Debug, Default)]
pub(super) struct Alignment {
    pub(super) runs: Vec<Run>,
    pub(super) stretches: Vec<Stretch>,
    /// Words' worth of each story inside stretches.
    pub(super) covered: [u32; 2],
    /// Shingles of `a`, of `b`, and of `a` that stand in `b`.
    pub(super) shingles: [u32; 3],
}

/// Words that may stand between two runs of one stretch, on either side.
const GAP: usize = 8;
/// By how much the two sides of a gap may differ.
const SKEW: usize = 5;
/// Words' worth that make a stretch worth telling.
const STRETCH_WEIGHT: u32 = 16;

/// Lays `a` beside `b`.
pub(super) fn align(a: &Prepared, b: &Prepared) -> Alignment {
    let mut alignment = Alignment::default();
    find_runs(a, b, &mut alignment);
    join_runs(a, b, &mut alignment);
    alignment
}

fn find_runs(a: &Prepared, b: &Prepared, out: &mut Alignment) {
    let mut i = 0;
    let mut shared = 0;
    let (mut end_a, mut end_b) = (0, 0);
    while i < a.shingles.len() {
        if a.masked[i] {
            i += 1;
            continue;
        }
        let mut best: Option<(bool, usize, usize)> = None;
        for j in b.places(a.shingles[i]) {
            if b.masked[j] {
                continue;
            }
            let len = common_run(a, b, i, j);
            let near = !out.runs.is_empty()
                && j >= end_b
                && j - end_b <= GAP
                && (j - end_b).abs_diff(i - end_a) <= SKEW
                && i - end_a <= GAP;
            if len > 0 && best.is_none_or(|(was_near, longest, _)| (near, len) > (was_near, longest)) {
                best = Some((near, len, j));
            }
        }
        match best {
            Some((_, len, j)) => {
                out.runs.push(Run { a: i, b: j, len });
                let shingle = if a.words[i].is(Word::UNSPACED) { 6 } else { 3 };
                shared += (len + 1).saturating_sub(shingle).max(1);
                (end_a, end_b) = (i + len, j + len);
                i += len;
            }
            None => i += 1,
        }
    }
    let count = |story: &Prepared| story.shingles.len() as u32;
    out.shingles = [count(a), count(b), shared as u32];
}

fn common_run(a: &Prepared, b: &Prepared, i: usize, j: usize) -> usize {
    let words = a.words[i..].iter().zip(&b.words[j..]);
    let masks = a.masked[i..].iter().zip(&b.masked[j..]);
    words.zip(masks).take_while(|((x, y), (p, q))| x.hash == y.hash && !**p && !**q).count()
}

fn join_runs(a: &Prepared, b: &Prepared, out: &mut Alignment) {
    let mut stretches: Vec<Stretch> = Vec::new();
    for (at, run) in out.runs.iter().enumerate() {
        let weight: u32 = a.words[run.a..run.a + run.len].iter().map(|word| word.weight()).sum();
        let (end_a, end_b) = (run.a + run.len, run.b + run.len);
        match stretches.last_mut() {
            Some(last)
                if run.b >= last.b.1
                    && run.a - last.a.1 <= GAP
                    && run.b - last.b.1 <= GAP
                    && (run.a - last.a.1).abs_diff(run.b - last.b.1) <= SKEW =>
            {
                last.weight += weight + between(a, b, (last.a.1, run.a), (last.b.1, run.b));
                last.a.1 = end_a;
                last.b.1 = end_b;
                last.runs.1 = at + 1;
            }
            _ => stretches.push(Stretch { a: (run.a, end_a), b: (run.b, end_b), weight, runs: (at, at + 1) }),
        }
    }
    stretches.retain(|stretch| stretch.weight >= STRETCH_WEIGHT);
    out.covered[0] = stretches.iter().map(|stretch| stretch.weight).sum();
    out.covered[1] = covered_b(&stretches);
    out.stretches = stretches;
}

/// Words' worth of `b` inside stretches, where several stretches of `a` may lie on one place of `b`.
fn covered_b(stretches: &[Stretch]) -> u32 {
    let mut sides: Vec<(usize, usize, u32)> =
        stretches.iter().map(|stretch| (stretch.b.0, stretch.b.1, stretch.weight)).collect();
    sides.sort_unstable();
    let (mut covered, mut end) = (0, 0);
    for (from, to, weight) in sides {
        let fresh = to.saturating_sub(from.max(end));
        covered += (u64::from(weight) * fresh as u64 / (to - from).max(1) as u64) as u32;
        end = end.max(to);
    }
    covered
}

/// Words' worth shared in the gap between two runs: words equal in the same order.
fn between(a: &Prepared, b: &Prepared, gap_a: (usize, usize), gap_b: (usize, usize)) -> u32 {
    let (mut shared, mut from) = (0, gap_b.0);
    for word in &a.words[gap_a.0..gap_a.1] {
        let found = b.words[from..gap_b.1].iter().position(|other| other.hash == word.hash);
        if let Some(step) = found {
            shared += word.weight();
            from += step + 1;
        }
    }
    shared
}
