//! Lays two stories side by side: which runs of words they share, and where.
//!
//! One pass over the first story finds every maximal run of three words or more in the second; runs that follow each
//! other in both with small edits between them make a stretch. Paragraphs may stand in another order. Linear in the
//! words: a shingle is looked up once, a run is walked once.

use super::Folded;
use super::prepared::{Prepared, worth};
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
    /// Words' worth of each story told by the other too, common words left out.
    pub(super) own: [u32; 2],
    /// The same with the common words.
    pub(super) covered: [u32; 2],
    /// Shingles of `a`, of `b`, and of `a` that stand in `b`.
    pub(super) shingles: [u32; 3],
    /// The small edits inside stretches.
    pub(super) edits: Vec<Edit>,
    /// One a word of each story: it stands at the same place of the other, be it damaged.
    pub(super) told: [Vec<bool>; 2],
    /// Words told only by likeness.
    pub(super) damaged: u32,
}

/// What stands between two runs of a stretch, as ranges of words; either may be empty.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Edit {
    pub(super) a: (usize, usize),
    pub(super) b: (usize, usize),
}

/// Words that may stand between two runs of one stretch, on either side.
const GAP: usize = 8;
/// By how much the two sides of a gap may differ.
const SKEW: usize = 5;
/// Words' worth that make a stretch worth telling.
const STRETCH_WEIGHT: u32 = 16;

/// Lays `a` beside `b`. The shorter is walked and looked up in the fuller, whichever comes first. What `alignment` held is
/// gone, its room is used again.
pub(super) fn align(a: &Prepared, b: &Prepared, alignment: &mut Alignment) {
    alignment.clear();
    let turned = a.shingles.len() > b.shingles.len();
    let (short, full) = if turned { (b, a) } else { (a, b) };
    find_runs(short, full, alignment);
    join_runs(short, full, alignment);
    if turned {
        alignment.turn();
    }
}

impl Alignment {
    fn clear(&mut self) {
        self.runs.clear();
        self.stretches.clear();
        self.edits.clear();
        self.told.iter_mut().for_each(Vec::clear);
        (self.own, self.covered, self.shingles, self.damaged) = Default::default();
    }

    /// Makes the first story the second.
    fn turn(&mut self) {
        for run in &mut self.runs {
            (run.a, run.b) = (run.b, run.a);
        }
        self.runs.sort_unstable_by_key(|run| (run.a, run.b));
        for stretch in &mut self.stretches {
            (stretch.a, stretch.b) = (stretch.b, stretch.a);
        }
        self.stretches.sort_unstable_by_key(|stretch| (stretch.a, stretch.b));
        for edit in &mut self.edits {
            (edit.a, edit.b) = (edit.b, edit.a);
        }
        self.own.swap(0, 1);
        self.covered.swap(0, 1);
        self.shingles.swap(0, 1);
        self.told.swap(0, 1);
    }
}

fn find_runs(a: &Prepared, b: &Prepared, out: &mut Alignment) {
    let mut i = 0;
    let mut shared = 0;
    let (mut end_a, mut end_b) = (0, 0);
    while i < a.shingles.len() {
        if a.is(i, Folded::MASKED) {
            i += 1;
            continue;
        }
        let mut best: Option<(bool, usize, usize)> = None;
        for j in b.standing(a.shingles[i]) {
            if b.is(j, Folded::MASKED) {
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
                let shingle = if a.is(i, Word::UNSPACED) { 6 } else { 3 };
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
    let kinds = a.kinds[i..].iter().zip(&b.kinds[j..]);
    words.zip(kinds).take_while(|((x, y), (p, q))| x == y && (*p | *q) & Folded::MASKED == 0).count()
}

fn join_runs(a: &Prepared, b: &Prepared, out: &mut Alignment) {
    let Alignment { runs, stretches, edits, .. } = out;
    let mut edits_of_last = 0;
    for (at, run) in runs.iter().enumerate() {
        let (end_a, end_b) = (run.a + run.len, run.b + run.len);
        match stretches.last_mut() {
            Some(last) if follows(last, run) => {
                edits.push(Edit { a: (last.a.1, run.a), b: (last.b.1, run.b) });
                last.a.1 = end_a;
                last.b.1 = end_b;
                last.runs.1 = at + 1;
                last.weight += a.worth(run.a, run.len);
            }
            last => {
                if last.is_some_and(|last| last.weight < STRETCH_WEIGHT) {
                    stretches.pop();
                    edits.truncate(edits_of_last);
                }
                edits_of_last = edits.len();
                stretches.push(Stretch {
                    a: (run.a, end_a),
                    b: (run.b, end_b),
                    weight: a.worth(run.a, run.len),
                    runs: (at, at + 1),
                });
            }
        }
    }
    if stretches.last().is_some_and(|last| last.weight < STRETCH_WEIGHT) {
        stretches.pop();
        edits.truncate(edits_of_last);
    }
    tell(a, b, out);
    if !(a.is_templated() && b.is_templated()) {
        drop_common(a, &mut out.stretches);
    }
}

/// Cuts boilerplate off the ends of stretches, and drops those that are little else.
fn drop_common(a: &Prepared, stretches: &mut Vec<Stretch>) {
    stretches.retain(|stretch| {
        let own = (stretch.a.0..stretch.a.1).filter(|&at| !a.is(at, Prepared::COMMON)).count();
        3 * own >= stretch.a.1 - stretch.a.0
    });
}

fn follows(last: &Stretch, run: &Run) -> bool {
    let (end_a, end_b) = (last.a.1, last.b.1);
    run.b >= end_b
        && run.a - end_a <= GAP
        && run.b - end_b <= GAP
        && (run.a - end_a).abs_diff(run.b - end_b) <= SKEW
}

/// Marks the words that both stories tell, and counts them.
fn tell(a: &Prepared, b: &Prepared, out: &mut Alignment) {
    let mut told = std::mem::take(&mut out.told);
    told[0].resize(a.words.len(), false);
    told[1].resize(b.words.len(), false);
    for stretch in &out.stretches {
        for run in &out.runs[stretch.runs.0..stretch.runs.1] {
            told[0][run.a..run.a + run.len].fill(true);
            told[1][run.b..run.b + run.len].fill(true);
        }
    }
    for edit in &out.edits {
        let mut from = edit.b.0;
        for i in edit.a.0..edit.a.1 {
            let found = (from..edit.b.1).find_map(|j| match alike(a, b, i, j) {
                Likeness::Other => None,
                likeness => Some((j, likeness)),
            });
            if let Some((j, likeness)) = found {
                told[0][i] = true;
                told[1][j] = true;
                out.damaged += u32::from(likeness == Likeness::Damaged);
                from = j + 1;
            }
        }
    }
    for (side, story) in [a, b].into_iter().enumerate() {
        for (&told, &kind) in told[side].iter().zip(&story.kinds) {
            let worth = worth(kind) * u32::from(told);
            out.covered[side] += worth;
            out.own[side] += worth * u32::from(kind & Prepared::COMMON == 0);
        }
    }
    out.told = told;
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Likeness {
    Same,
    Damaged,
    Other,
}

/// Whether two words are one, or one damaged by a scanner: letters lost, doubled or taken for others.
fn alike(a: &Prepared, b: &Prepared, i: usize, j: usize) -> Likeness {
    if a.words[i] == b.words[j] {
        return Likeness::Same;
    }
    if a.is(i, Word::NUMBER | Word::UNSPACED) && b.is(j, Word::NUMBER | Word::UNSPACED) {
        return Likeness::Other;
    }
    let (x, y) = (a.letters(i), b.letters(j));
    let least = x.len().min(y.len());
    let most = x.len().max(y.len());
    // One letter in a word of three, two in one of six, three from nine on.
    let allowed = (least / 3).min(3);
    if allowed == 0 || most - least > allowed || most > 24 {
        return Likeness::Other;
    }
    if distance(x, y) <= allowed { Likeness::Damaged } else { Likeness::Other }
}

/// Levenshtein distance of two short words, case ignored.
fn distance(x: &[u8], y: &[u8]) -> usize {
    let mut row = [0_u8; 25];
    for (at, cell) in row.iter_mut().enumerate() {
        *cell = at as u8;
    }
    for (i, p) in x.iter().enumerate() {
        let mut corner = row[0];
        row[0] = i as u8 + 1;
        for (j, q) in y.iter().enumerate() {
            let Some(up) = row.get(j + 1).copied() else { break };
            let swap = corner + u8::from(!p.eq_ignore_ascii_case(q));
            corner = up;
            row[j + 1] = swap.min(up + 1).min(row[j] + 1);
        }
    }
    usize::from(row[y.len().min(24)])
}
