//! What a block is among the blocks of its page: repetition, subject, runs of prose, marks that stand before it.
//!
//! Takes every block's [`Wording`] and link bytes, gives one [`Standing`] a block. Linear in blocks and words.

use super::lexicon::{self, FUNCTION};
use super::wording::{Edge, Wording};

/// A block among its page's blocks.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Standing {
    /// Bytes that read like prose.
    pub(super) prose: u32,
    /// Blocks of the same shape, itself included.
    pub(super) twins: u32,
    /// Blocks that begin with the same word.
    pub(super) same_start: u32,
    /// Telling words of the block.
    pub(super) telling: u32,
    /// Those of them that stand in the page's other prose.
    pub(super) on_subject: u32,
    /// Those of them that stand in the title.
    pub(super) in_title: u32,
    /// Words of the title the block has not.
    pub(super) title_words: u32,
    /// Where it stands to the page's longest run of prose: blocks before it (negative), 0 inside, blocks behind.
    pub(super) to_run: i32,
    /// Share of the run's bytes before the block, in two-hundredths.
    pub(super) run_before: u32,
    /// Bytes of prose before.
    pub(super) prose_before: u32,
    /// Blocks since the last prose, and to the next.
    pub(super) since_prose: u32,
    pub(super) until_prose: u32,
    /// Blocks since the last short block with a word of each of [`MARKS`], and to the next.
    pub(super) since: [u32; MARKS.len()],
    pub(super) until: [u32; MARKS.len()],
}

/// Groups of words whose short lines open or close parts of a page.
pub(super) const MARKS: [u32; 8] = [
    lexicon::group("comment"),
    lexicon::group("related") | lexicon::group("read-more"),
    lexicon::group("copyright") | lexicon::group("legal"),
    lexicon::group("subscribe") | lexicon::group("donate"),
    lexicon::group("share") | lexicon::group("social") | lexicon::group("follow"),
    lexicon::group("author") | lexicon::group("when") | lexicon::group("month"),
    lexicon::group("tags"),
    lexicon::group("menu") | lexicon::group("login"),
];

/// Farther than any mark can stand.
pub(super) const NEVER: u32 = 400;

/// Sums over a page.
#[derive(Debug, Default)]
pub(super) struct Totals {
    pub(super) bytes: u32,
    pub(super) prose: u32,
    pub(super) run_bytes: u32,
    pub(super) run_blocks: u32,
}

/// Slots of the page's word table, as many as [`Wording`]'s word hashes have values.
const SLOTS: usize = 1 << 12;

/// Places every block. `telling[ends[i - 1]..ends[i]]` are the telling words of block `i`; `title` are the title's.
pub(super) fn place(
    wordings: &[Wording],
    links: &[u32],
    telling: &[u16],
    ends: &[u32],
    title: &[u16],
) -> (Vec<Standing>, Totals) {
    let mut standings = vec![Standing::default(); wordings.len()];
    for (standing, (wording, &link)) in standings.iter_mut().zip(wordings.iter().zip(links)) {
        standing.prose = prose(wording, link);
    }
    count_twins(&mut standings, wordings);
    match_words(&mut standings, telling, ends, title);
    let mut totals = place_runs(&mut standings, wordings);
    totals.bytes = wordings.iter().fold(0, |sum, wording| sum.saturating_add(wording.bytes));
    measure_marks(&mut standings, wordings);
    (standings, totals)
}

/// Bytes of a block that read like prose: it is long, its words hang together, and it is no link.
fn prose(w: &Wording, link_bytes: u32) -> u32 {
    let long = w.words >= 8 || w.unspaced >= 15;
    let function = u32::from(w.groups.counts[FUNCTION.trailing_zeros() as usize]);
    let hangs_together = w.last == Edge::Stop || w.stops + w.commas >= 2 || function * 4 >= w.length();
    if long && hangs_together && link_bytes * 2 < w.bytes { w.bytes } else { 0 }
}

fn count_twins(standings: &mut [Standing], wordings: &[Wording]) {
    // Two small tables instead of maps: a collision makes two blocks look like twins once in some thousand pages.
    let (mut shapes, mut starts) = (vec![0u8; SLOTS * 4], vec![0u8; SLOTS]);
    let shape = |w: &Wording| ((w.shape ^ (w.shape >> 14)) as usize) % (SLOTS * 4);
    let start = |w: &Wording| ((w.first_word ^ (w.first_word >> 12)) as usize) % SLOTS;
    for w in wordings {
        shapes[shape(w)] = shapes[shape(w)].saturating_add(1);
        starts[start(w)] = starts[start(w)].saturating_add(1);
    }
    for (standing, w) in standings.iter_mut().zip(wordings) {
        standing.twins = u32::from(shapes[shape(w)]);
        standing.same_start = u32::from(starts[start(w)]);
    }
}

fn match_words(standings: &mut [Standing], telling: &[u16], ends: &[u32], title: &[u16]) {
    let mut table = vec![0u8; SLOTS];
    let mut titled = vec![false; SLOTS];
    for &word in title {
        titled[usize::from(word) % SLOTS] = true;
    }
    let words = |at: usize| {
        let start = if at == 0 { 0 } else { ends[at - 1] as usize };
        telling.get(start..ends[at] as usize).unwrap_or(&[])
    };
    for (at, standing) in standings.iter().enumerate() {
        if standing.prose > 0 {
            for &word in words(at) {
                let slot = &mut table[usize::from(word) % SLOTS];
                *slot = slot.saturating_add(1);
            }
        }
    }
    for (at, standing) in standings.iter_mut().enumerate() {
        let own = u8::from(standing.prose > 0);
        let (mut on_subject, mut in_title) = (0, 0);
        for &word in words(at) {
            on_subject += u32::from(table[usize::from(word) % SLOTS] > own);
            in_title += u32::from(titled[usize::from(word) % SLOTS]);
        }
        standing.telling = words(at).len() as u32;
        (standing.on_subject, standing.in_title) = (on_subject, in_title);
        standing.title_words = title.len() as u32;
    }
}

/// What a block that is no prose takes from a run that goes on over it.
const GAP: i64 = 60;

fn place_runs(standings: &mut [Standing], wordings: &[Wording]) -> Totals {
    let run = longest_run(standings, wordings);
    let (mut before, mut in_run) = (0u32, 0u32);
    let run_bytes: u32 = standings[run.0..run.1].iter().map(|s| s.prose).fold(0, u32::saturating_add);
    let mut since = NEVER;
    for (at, standing) in standings.iter_mut().enumerate() {
        standing.to_run = if at < run.0 {
            at as i32 - run.0 as i32
        } else if at >= run.1 {
            (at + 1 - run.1) as i32
        } else {
            0
        };
        standing.prose_before = before;
        standing.run_before = (u64::from(in_run) * 200 / u64::from(run_bytes.max(1))) as u32;
        standing.since_prose = since;
        since = if standing.prose > 0 { 0 } else { (since + 1).min(NEVER) };
        before = before.saturating_add(standing.prose);
        if standing.to_run == 0 {
            in_run = in_run.saturating_add(standing.prose);
        }
    }
    let mut until = NEVER;
    for standing in standings.iter_mut().rev() {
        standing.until_prose = until;
        until = if standing.prose > 0 { 0 } else { (until + 1).min(NEVER) };
    }
    Totals { bytes: 0, prose: before, run_bytes, run_blocks: (run.1 - run.0) as u32 }
}

/// The stretch of blocks with the greatest sum, prose counting for and the rest against (Bentley 1984).
fn longest_run(standings: &[Standing], wordings: &[Wording]) -> (usize, usize) {
    let (mut best, mut best_at, mut sum, mut start) = (0i64, (0, 0), 0i64, 0);
    for (at, (standing, wording)) in standings.iter().zip(wordings).enumerate() {
        let worth = i64::from(standing.prose);
        sum += if worth > 0 { worth } else { -GAP - i64::from(wording.bytes.min(200)) / 2 };
        if sum <= 0 {
            (sum, start) = (0, at + 1);
        } else if sum > best {
            (best, best_at) = (sum, (start, at + 1));
        }
    }
    best_at
}

/// Words up to which a block is short enough to be a mark.
const SHORT: u32 = 8;

fn measure_marks(standings: &mut [Standing], wordings: &[Wording]) {
    let mut far = [NEVER; MARKS.len()];
    for (standing, wording) in standings.iter_mut().zip(wordings) {
        standing.since = far;
        pass(&mut far, wording);
    }
    let mut far = [NEVER; MARKS.len()];
    for (standing, wording) in standings.iter_mut().zip(wordings).rev() {
        standing.until = far;
        pass(&mut far, wording);
    }
}

fn pass(far: &mut [u32; MARKS.len()], wording: &Wording) {
    let short = wording.length() <= SHORT;
    for (far, mark) in far.iter_mut().zip(MARKS) {
        *far = if short && wording.groups.mask & mark != 0 { 0 } else { (*far + 1).min(NEVER) };
    }
}
