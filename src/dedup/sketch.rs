//! Story → [`Sketch`]: shingles, and the few of them that are kept.
//!
//! Of all shingles a sketch keeps the *marks*: the smallest hash of every window of [`WINDOW`] shingles (winnowing,
//! Schleimer, Wilkerson and Aiken 2003). Two stories that share a run of 8 words share a mark, for certain; and the
//! share of marks in common estimates resemblance and containment (Broder 1997). Bands (MinHash over the marks) serve
//! where a mark is so common that its stories cannot all be paired.

use std::cell::RefCell;

use super::folded::{Folded, Room};
use super::{Options, Story, portrait};
use crate::model::{AgencyRole, DocId};
use crate::text::fold::Word;
use crate::text::hash;

/// Shingles in a window. With 3 words a shingle, every run of 3 + 6 - 1 = 8 words holds a mark; 2 in 7 shingles are
/// marks.
const WINDOW: usize = 6;
/// Bands of a sketch, two minima each: stories at 0.8 meet 98 times in 100, at 0.5 twice in 3.
pub(super) const BANDS: usize = 4;
/// A story with less than this many words' worth has no marks: it is compared as a whole only.
const LEAST_WEIGHT: u32 = 16;

/// All that candidates are found by. Pure function of the story and the options.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sketch {
    pub(super) outline: Outline,
    /// Sorted, no two equal.
    pub(super) marks: Box<[u32]>,
    pub(super) bands: [u32; BANDS],
    /// What pairs are guessed by, where only clusters are wanted.
    pub(super) portrait: Box<[u32]>,
}

/// What is held of a sketch in memory however many there are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Outline {
    /// Names it.
    pub(super) id: DocId,
    /// First bytes of the digest of the raw bytes.
    pub(super) raw: u64,
    /// The text with case, punctuation and accents folded.
    pub(super) plain: u64,
    /// The text in canonical words.
    pub(super) canonical: u64,
    /// Words; two characters of an unspaced script make one.
    pub(super) words: u32,
    /// Days since 1970.
    pub(super) day: Option<i32>,
    pub(super) role: AgencyRole,
    pub(super) headline: Headline,
}

/// The words of a headline that tell something, as far as a bound needs them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Headline {
    /// A bit a word; two words may have one.
    bits: u64,
    /// Different words.
    words: u32,
}

impl Headline {
    /// Of sorted words.
    fn of(words: &[u32]) -> Self {
        let mut headline = Self::default();
        for word in words.chunk_by(|x, y| x == y) {
            headline.bits |= 1 << (word[0] % 64);
            headline.words += 1;
        }
        headline
    }

    /// How many words the headline with fewer has, and how many of them the other has at most; where both have as many, of
    /// either.
    pub(super) fn shared(self, other: Self) -> (u32, u32) {
        let (short, full) = if self.words <= other.words { (self, other) } else { (other, self) };
        let alone = (short.bits & !full.bits).count_ones();
        (short.words, short.words - alone.min(short.words))
    }
}

impl Sketch {
    /// Of the story.
    pub fn id(&self) -> DocId {
        self.outline.id
    }

    /// The marks, sorted, no two equal.
    pub fn marks(&self) -> &[u32] {
        &self.marks
    }

    /// Estimates the share of marks in common, shared ÷ all, in ten-thousandths.
    pub fn resemblance(&self, other: &Self) -> u32 {
        let shared = shared(&self.marks, &other.marks);
        let all = self.marks.len() + other.marks.len() - shared;
        if all == 0 { 0 } else { (shared as u64 * 10_000 / all as u64) as u32 }
    }
}

/// The sketch of one story.
pub fn sketch(story: &Story, options: &Options) -> Sketch {
    fold(story, options).0
}

/// The sketch of one story and its words, which a shelf may keep for when it is compared.
pub fn fold(story: &Story, options: &Options) -> (Sketch, Folded) {
    thread_local! {
        static ROOM: RefCell<Room> = RefCell::default();
    }
    ROOM.with_borrow_mut(|room| {
        let folded = Folded::new(story, options, room);
        (sketched(story, &folded, options, room), folded)
    })
}

fn sketched(story: &Story, folded: &Folded, options: &Options, room: &mut Room) -> Sketch {
    let Room { words, shingles, marks, keys, portrait, .. } = room;
    let unspaced = match folded.any_kind() & Word::UNSPACED {
        0 => 0,
        _ => folded.kinds.iter().filter(|&kind| kind & Word::UNSPACED != 0).count(),
    };
    let weight = (2 * words.len() - unspaced) as u32;
    let short = if weight < LEAST_WEIGHT { hash::hash64(story.title.as_bytes()) } else { 0 };
    // Two words at a time: each step waits for the last.
    let add = |sum: u64, one: u32, two: u32| {
        (sum ^ (u64::from(one) << 32 | u64::from(two))).wrapping_mul(MULTIPLIER).rotate_left(23)
    };
    let (mut plain, mut canonical) = (short ^ words.len() as u64, short ^ words.len() as u64);
    for pair in words.chunks(2) {
        let (one, two) = (&pair[0], pair.last().unwrap_or(&pair[0]));
        plain = add(plain, one.plain, two.plain);
        canonical = add(canonical, one.hash, two.hash);
    }
    // What was a place is now its shingle.
    keys.clear();
    if weight >= LEAST_WEIGHT {
        let shingle = |place: u32| shingles.get(place as usize).copied().unwrap_or(0);
        keys.extend(marks.iter().map(|&place| u64::from(shingle(place)) << 32 | u64::from(place)));
    }
    sort_marks(keys);
    keys.dedup_by_key(|key| *key >> 32);
    marks.clear();
    marks.extend(keys.iter().map(|&key| (key >> 32) as u32));
    portrait.clear();
    if !options.relations {
        portrait::paint(folded, keys, portrait);
    }
    let outline = Outline {
        id: story.id,
        raw: story.sha256.prefix(),
        plain,
        canonical,
        words: weight.div_ceil(2),
        day: story.published.map(crate::model::Date::days),
        role: story.agency_role,
        headline: Headline::of(folded.headline()),
    };
    Sketch {
        outline,
        bands: if options.relations { bands(marks) } else { [0; BANDS] },
        marks: marks.as_slice().into(),
        portrait: portrait.as_slice().into(),
    }
}

const MULTIPLIER: u64 = 0x9e37_79b9_7f4a_7c15;

/// The hash of the shingle that starts at each word: [`Options::shingle_words`] words, or twice as many characters of
/// a script without spaces. A hash and a kind a word. What `out` held is gone.
pub(super) fn shingles(words: &[u32], kinds: &[u8], options: &Options, out: &mut Vec<u32>) {
    out.clear();
    let n = options.shingle_words.max(1);
    let of = |shingle: &[u32]| {
        let sum = shingle.iter().fold(options.seed ^ MULTIPLIER, |sum, &word| {
            let sum = (sum ^ u64::from(word)).wrapping_mul(MULTIPLIER);
            sum ^ (sum >> 32)
        });
        sum.wrapping_mul(MULTIPLIER).wrapping_shr(32) as u32
    };
    if n == 3 && kinds.iter().fold(0, |all, kind| all | kind) & Word::UNSPACED == 0 {
        // What nearly every text is, in a loop without surprises.
        out.extend(words.windows(3).map(|shingle| of(&[shingle[0], shingle[1], shingle[2]])));
        return;
    }
    out.reserve(words.len());
    for (at, kind) in kinds.iter().enumerate() {
        let n = if kind & Word::UNSPACED != 0 { 2 * n } else { n };
        out.extend(words.get(at..at + n).map(of));
    }
}

/// Fills `marks` with the places of the marks: of the smallest shingle of every window, the last where several are.
pub(super) fn winnow(shingles: &[u32], marks: &mut Vec<u32>) {
    marks.clear();
    // By hash, then from the last to the first.
    let mut keys = (0_u32..).zip(shingles).map(|(at, &shingle)| u64::from(shingle) << 32 | u64::from(!at));
    if shingles.len() < WINDOW {
        marks.extend(keys.min().map(|key| !(key as u32)));
        return;
    }
    marks.resize(shingles.len(), 0);
    // The smaller of each two neighbours, so that three of those make a window; no branch depends on the hashes.
    let mut last = keys.next().unwrap_or(u64::MAX);
    let mut paired = |key: u64| std::mem::replace(&mut last, key).min(key);
    let mut pairs = [u64::MAX; WINDOW - 1];
    for (pair, key) in pairs[1..].iter_mut().zip(keys.by_ref()) {
        *pair = paired(key);
    }
    let (mut best, mut count) = (u64::MAX, 0);
    for key in keys {
        pairs = [pairs[1], pairs[2], pairs[3], pairs[4], paired(key)];
        let smallest = pairs[0].min(pairs[2]).min(pairs[4]);
        if let Some(mark) = marks.get_mut(count) {
            *mark = !(smallest as u32);
        }
        count += usize::from(smallest != best);
        best = smallest;
    }
    marks.truncate(count);
}

/// Parts of about as many marks each, by their first bytes.
const PARTS: usize = 64;

/// The part of the marks that start with each byte: a mark is the smallest of so many hashes as make a window, so that most start with
/// small bytes.
const PART: [u8; 256] = {
    let (mut parts, mut byte) = ([0; 256], 0);
    while byte < 256 {
        let larger = (256 - byte as u64).pow(WINDOW as u32);
        parts[byte] = ((256_u64.pow(WINDOW as u32) - larger) / 256_u64.pow(WINDOW as u32 - 1) * PARTS as u64
            / 256) as u8;
        byte += 1;
    }
    parts
};

/// Sorts a story's marks.
fn sort_marks(marks: &mut [u64]) {
    /// Beyond so many, more than a few are in one part.
    const FEW: usize = 256;
    if marks.len() > FEW {
        return marks.sort_unstable();
    }
    let mut ends = [0_u16; PARTS];
    let first = |mark: u64| usize::from(PART[(mark >> 56) as usize]) % PARTS;
    marks.iter().for_each(|&mark| ends[first(mark)] += 1);
    let mut sum = 0;
    for end in &mut ends {
        sum += std::mem::replace(end, sum);
    }
    let mut room = [0; FEW];
    for &mark in &*marks {
        let slot = &mut ends[first(mark)];
        room[usize::from(*slot)] = mark;
        *slot += 1;
    }
    // Each is now within a few places of its own.
    for (at, &mark) in room.iter().take(marks.len()).enumerate() {
        let mut to = at;
        while to > 0 && marks[to - 1] > mark {
            marks[to] = marks[to - 1];
            to -= 1;
        }
        marks[to] = mark;
    }
}

fn bands(marks: &[u32]) -> [u32; BANDS] {
    let salts: [u32; 2 * BANDS] = std::array::from_fn(|nth| (nth as u32 + 1).wrapping_mul(0x9e37_79b9) | 1);
    let mut minima = [if marks.is_empty() { 0 } else { u32::MAX }; 2 * BANDS];
    for mark in marks {
        let mixed = mark ^ (mark >> 15);
        for (minimum, salt) in minima.iter_mut().zip(salts) {
            *minimum = mixed.wrapping_mul(salt).min(*minimum);
        }
    }
    let mut pairs = minima.as_chunks::<2>().0.iter();
    std::array::from_fn(|_| {
        let [one, two] = pairs.next().copied().unwrap_or_default();
        one.rotate_left(7).wrapping_mul(0x85eb_ca6b) ^ two
    })
}

/// How many numbers two sorted lists share.
pub(super) fn shared(a: &[u32], b: &[u32]) -> usize {
    shared_up_to(usize::MAX, a, b)
}

/// How many numbers two sorted lists share, counted no further than to `enough`.
pub(super) fn shared_up_to(enough: usize, a: &[u32], b: &[u32]) -> usize {
    let (mut i, mut j, mut n) = (0, 0, 0);
    while n < enough
        && let (Some(x), Some(y)) = (a.get(i), b.get(j))
    {
        i += usize::from(x <= y);
        j += usize::from(y <= x);
        n += usize::from(x == y);
    }
    n
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn marks_end_sorted_however_many_begin_alike(
            marks in prop::collection::vec(prop_oneof![any::<u64>(), 0_u64..300, 0xff00_0000_0000_0000..=u64::MAX], 0..300)
        ) {
            let (mut mine, mut sorted) = (marks.clone(), marks);
            sort_marks(&mut mine);
            sorted.sort_unstable();
            prop_assert_eq!(mine, sorted);
        }
    }
}
