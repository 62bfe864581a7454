//! Story → [`Sketch`]: shingles, and the few of them that are kept.
//!
//! Of all shingles a sketch keeps the *marks*: the smallest hash of every window of [`WINDOW`] shingles (winnowing,
//! Schleimer, Wilkerson and Aiken 2003). Two stories that share a run of 8 words share a mark, for certain; and the
//! share of marks in common estimates resemblance and containment (Broder 1997). Bands (MinHash over the marks) serve
//! where a mark is so common that its stories cannot all be paired.

use super::{Folded, Options, Story};
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

/// What is kept of a story in memory: all that candidates are found by. Pure function of the story and the options.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sketch {
    /// Names it.
    pub id: DocId,
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
    /// Sorted, no two equal.
    pub(super) marks: Box<[u32]>,
    pub(super) bands: [u32; BANDS],
}

impl Sketch {
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
    let (folded, words) = Folded::new(story, options);
    (sketched(story, &folded, &words), folded)
}

fn sketched(story: &Story, folded: &Folded, words: &[Word]) -> Sketch {
    let weight: u32 = words.iter().map(|word| word.weight()).sum();
    let digest = |of: fn(&Word) -> u32| {
        let short = if weight < LEAST_WEIGHT { hash::hash64(story.title.as_bytes()) } else { 0 };
        words
            .iter()
            .fold(short, |sum, word| (sum ^ u64::from(of(word))).wrapping_mul(MULTIPLIER).rotate_left(23))
    };
    let mut marks: Vec<u32> = if weight < LEAST_WEIGHT {
        Vec::new()
    } else {
        folded.marks.iter().filter_map(|&at| folded.shingles.get(at as usize)).copied().collect()
    };
    marks.sort_unstable();
    marks.dedup();
    Sketch {
        id: story.id,
        raw: story.sha256.prefix(),
        plain: digest(|word| word.plain),
        canonical: digest(|word| word.hash),
        words: weight.div_ceil(2),
        day: story.published.map(crate::model::Date::days),
        role: story.agency_role,
        bands: bands(&marks),
        marks: marks.into_boxed_slice(),
    }
}

const MULTIPLIER: u64 = 0x9e37_79b9_7f4a_7c15;

/// The hash of the shingle that starts at each word: [`Options::shingle_words`] words, or twice as many characters of
/// a script without spaces.
pub(super) fn shingles(words: &[Word], options: &Options) -> Vec<u32> {
    let mut out = Vec::with_capacity(words.len());
    let n = options.shingle_words.max(1);
    for (at, first) in words.iter().enumerate() {
        let n = if first.is(Word::UNSPACED) { 2 * n } else { n };
        let Some(shingle) = words.get(at..at + n) else { continue };
        let mut sum = options.seed ^ MULTIPLIER;
        for word in shingle {
            sum = (sum ^ u64::from(word.hash)).wrapping_mul(MULTIPLIER);
            sum ^= sum >> 32;
        }
        out.push(sum.wrapping_mul(MULTIPLIER).wrapping_shr(32) as u32);
    }
    out
}

/// The smallest shingle of every window, the last where several are: its hash and its place.
pub(super) fn winnow(shingles: &[u32]) -> Vec<(u32, usize)> {
    let mut marks: Vec<(u32, usize)> = Vec::with_capacity(shingles.len() / 3 + 1);
    let mut best = 0;
    for end in 1..=shingles.len() {
        let start = end.saturating_sub(WINDOW);
        let newest = end - 1;
        if best < start {
            best = start;
            for at in start..end {
                if shingles[at] <= shingles[best] {
                    best = at;
                }
            }
        } else if shingles[newest] <= shingles[best] {
            best = newest;
        }
        let full = end >= WINDOW || end == shingles.len();
        if full && marks.last().is_none_or(|&(_, at)| at != best) {
            marks.push((shingles[best], best));
        }
    }
    marks
}

fn bands(marks: &[u32]) -> [u32; BANDS] {
    let mut bands = [0; BANDS];
    for (b, band) in bands.iter_mut().enumerate() {
        let minimum = |salt: u32| {
            let salt = salt.wrapping_mul(0x9e37_79b9) | 1;
            marks.iter().map(|mark| (mark ^ (mark >> 15)).wrapping_mul(salt)).min().unwrap_or(0)
        };
        let (one, two) = (minimum(2 * b as u32 + 1), minimum(2 * b as u32 + 2));
        *band = one.rotate_left(7).wrapping_mul(0x85eb_ca6b) ^ two;
    }
    bands
}

/// How many numbers two sorted lists share.
pub(super) fn shared(a: &[u32], b: &[u32]) -> usize {
    let (mut i, mut j, mut n) = (0, 0, 0);
    while let (Some(x), Some(y)) = (a.get(i), b.get(j)) {
        i += usize::from(x <= y);
        j += usize::from(y <= x);
        n += usize::from(x == y);
    }
    n
}
