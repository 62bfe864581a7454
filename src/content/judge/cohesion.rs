//! Columns of what a block shares with the head of the report and with the rest of the page.
//!
//! Takes the blocks' telling words, gives one row a block. What follows a report is about something else, or says again what stood
//! before: teasers, pull quotes, the summary.

use super::columns::{columns, share};
use super::page::Standing;

struct Shared {
    on_lead: i32,
    pairs_before: i32,
    pairs_behind: i32,
    on_previous: i32,
    on_next: i32,
}

columns! {
    fn fill as COHESION(s: &Shared) {
        "on-lead" => s.on_lead;
        "pairs-before" => s.pairs_before;
        "pairs-behind" => s.pairs_behind;
        "on-previous" => s.on_previous;
        "on-next" => s.on_next;
    }
}

/// Telling words that make up the head of a report.
const LEAD: usize = 160;

/// Blocks behind the headline in which the head of a report is looked for.
const NEAR: usize = 60;

/// Fills in the columns of [`COHESION`], one of `rows` a block. `telling[ends[i - 1]..ends[i]]` are the telling words of block
/// `i`; the head of the report is `title` and the first prose from block `start` on.
pub(super) fn fill_cohesion<'m>(
    standings: &[Standing],
    telling: &[u16],
    ends: &[u32],
    title: &[u16],
    start: usize,
    rows: impl Iterator<Item = Option<&'m mut [i16]>>,
) {
    let words = |at: usize| {
        let start = if at == 0 { 0 } else { ends[at - 1] as usize };
        telling.get(start..ends[at] as usize).unwrap_or(&[])
    };
    let n = ends.len();
    let mut lead = Words::default();
    title.iter().for_each(|&word| lead.add(word));
    let mut left = LEAD;
    for at in (start..n.min(start + NEAR)).filter(|&at| standings[at].prose > 0) {
        words(at).iter().take(left).for_each(|&word| lead.add(word));
        left = left.saturating_sub(words(at).len());
    }
    let mut behind = vec![0i32; n];
    let mut pairs = Pairs::default();
    for at in (0..n).rev() {
        behind[at] = pairs.share(words(at));
        pairs.add(words(at));
    }
    let prose = |at: &usize| standings[*at].prose > 0;
    let mut next = vec![None; n];
    let mut following = None;
    for at in (0..n).rev() {
        next[at] = following;
        if prose(&at) {
            following = Some(at);
        }
    }
    let mut pairs = Pairs::default();
    let mut previous: Option<usize> = None;
    let (mut words_previous, mut words_next, mut of_next) = (Words::default(), Words::default(), None);
    for (at, row) in (0..n).zip(rows) {
        let own = words(at);
        if let Some(row) = row {
            if next[at] != of_next {
                of_next = next[at];
                words_next = Words::of(of_next.map_or(&[][..], words));
            }
            let shared = Shared {
                on_lead: lead.share(own),
                pairs_before: pairs.share(own),
                pairs_behind: behind[at],
                on_previous: if previous.is_some() { words_previous.share(own) } else { -2 },
                on_next: if of_next.is_some() { words_next.share(own) } else { -2 },
            };
            fill(row, &shared);
        }
        pairs.add(own);
        if prose(&at) {
            previous = Some(at);
            words_previous = Words::of(own);
        }
    }
}

/// A set of telling words, which have twelve bits.
#[derive(Debug, Clone)]
struct Words {
    bits: [u64; 64],
}

impl Default for Words {
    fn default() -> Self {
        Self { bits: [0; 64] }
    }
}

impl Words {
    fn of(words: &[u16]) -> Self {
        let mut set = Self::default();
        words.iter().for_each(|&word| set.add(word));
        set
    }

    fn add(&mut self, word: u16) {
        self.bits[usize::from(word) / 64 % 64] |= 1 << (word % 64);
    }

    fn share(&self, words: &[u16]) -> i32 {
        let met = |word: &&u16| self.bits[usize::from(**word) / 64 % 64] >> (**word % 64) & 1 == 1;
        share(words.iter().filter(met).count() as u32, words.len() as u32)
    }
}

/// A set of pairs of telling words; a stranger is taken for one of it once in some hundred times.
struct Pairs {
    bits: Vec<u64>,
}

impl Default for Pairs {
    fn default() -> Self {
        Self { bits: vec![0; BITS / 64] }
    }
}

const BITS: usize = 1 << 16;

impl Pairs {
    fn add(&mut self, words: &[u16]) {
        for pair in words.windows(2) {
            let (word, bit) = place(pair);
            self.bits[word] |= bit;
        }
    }

    fn share(&self, words: &[u16]) -> i32 {
        let met = |pair: &&[u16]| {
            let (word, bit) = place(pair);
            self.bits[word] & bit != 0
        };
        share(words.windows(2).filter(met).count() as u32, words.len().saturating_sub(1) as u32)
    }
}

fn place(pair: &[u16]) -> (usize, u64) {
    let (first, second) = (u32::from(pair[0]), u32::from(pair[1]));
    let mixed = (first << 12 | second).wrapping_mul(0x9E37_79B9) >> 16;
    (mixed as usize / 64, 1 << (mixed % 64))
}
