//! Which stories are worth comparing: those that share marks, the rare ones counting most.
//!
//! Takes sketches in rank order, gives pairs of ranks with the number of marks that brought them together. Work is
//! bounded whatever the input: a mark carried by more than [`CAP`] stories pairs each with a few of them only, and so
//! does a band.

use rayon::prelude::*;

use super::Sketch;
use super::postings::{Block, HUBS, MOST_SAID, Meeting, Postings};
use super::sketch::BANDS;

/// Partners a story is compared with at most, the likeliest first.
const PARTNERS: usize = 96;

/// Two stories by rank, `a < b`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Candidate {
    pub(super) a: u32,
    pub(super) b: u32,
    /// Marks shared.
    pub(super) met: u32,
}

impl Candidate {
    /// Orders candidates as they are ordered, in one number.
    pub(super) fn key(self) -> u128 {
        u128::from(self.a) << 64 | u128::from(self.b) << 32 | u128::from(self.met)
    }
}

/// Every pair worth comparing, sorted; at least one of the two is `fresh`.
pub(super) fn candidates(
    sketches: &[&Sketch],
    postings: &Postings,
    least: u32,
    fresh: &[bool],
) -> Vec<Candidate> {
    let mut found: Vec<Candidate> = (0..postings.blocks())
        .into_par_iter()
        .map_init(
            || Tally::new(sketches.len()),
            |tally, block| tally.block(&postings.block(block), sketches, postings, least, fresh),
        )
        .flatten_iter()
        .collect();
    found.extend(
        share_a_band(sketches).into_iter().filter(|pair| fresh[pair.a as usize] || fresh[pair.b as usize]),
    );
    found.par_sort_unstable_by_key(|pair| Candidate { met: !pair.met, ..*pair }.key());
    found.dedup_by_key(|pair| (pair.a, pair.b));
    found
}

/// Counts shared marks for one story at a time.
struct Tally {
    /// Of each rank the marks met and, in the lowest twelve bits, what they say in all; neither grows beyond its bits.
    met: Vec<u32>,
    touched: Vec<u32>,
    /// What the marks say in all of the ranks that fall into each place: what fits the innermost cache.
    sieve: Box<[u8; SIEVE]>,
}

const SIEVE: usize = 1 << 13;
/// The bits of a tally that hold what the marks say.
const SAID: u32 = (1 << 12) - 1;

impl Tally {
    fn new(n: usize) -> Self {
        Self { met: vec![0; n], touched: Vec::new(), sieve: Box::new([0; SIEVE]) }
    }

    /// The partners of all stories of a block among the fuller stories before each.
    fn block(
        &mut self,
        block: &Block,
        sketches: &[&Sketch],
        postings: &Postings,
        least: u32,
        fresh: &[bool],
    ) -> Vec<Candidate> {
        let (mut found, mut partners) = (Vec::new(), Vec::new());
        for (nth, (b, sketch)) in (0..).zip(sketches).skip(block.first).take(block.stories()).enumerate() {
            let marks = sketch.marks.len() as u32;
            self.partners(b, marks, block.meetings(nth), postings, least, &mut partners);
            partners.retain(|(_, pair)| fresh[pair.a as usize] || fresh[b as usize]);
            partners.sort_unstable_by_key(|&(weight, pair)| (std::cmp::Reverse(weight), pair));
            found.extend(partners.iter().take(PARTNERS).map(|&(_, pair)| pair));
        }
        found
    }

    /// The partners of `b`, which has so many `marks`, with what each pair's marks say.
    fn partners(
        &mut self,
        b: u32,
        marks: u32,
        meetings: &[Meeting],
        postings: &Postings,
        least: u32,
        partners: &mut Vec<(u32, Candidate)>,
    ) {
        // Most stories are met by chance, in one list or two: only those are counted that may come to enough.
        let enough = least.min(marks.div_ceil(5)).min(u32::from(u8::MAX)) as u8;
        self.sieve.fill(0);
        // Lists lie all over memory: they are fetched side by side, not each when the last has been counted.
        postings.fetch(meetings);
        for &meeting in meetings {
            for a in postings.met(meeting) {
                let said = &mut self.sieve[a as usize % SIEVE];
                *said = said.saturating_add(meeting.weight);
            }
        }
        for &meeting in meetings {
            let weight = u32::from(meeting.weight);
            for a in postings.met(meeting) {
                if self.sieve[a as usize % SIEVE] < enough {
                    continue;
                }
                let met = &mut self.met[a as usize];
                if *met == 0 {
                    self.touched.push(a);
                }
                let weight = if *met & SAID < SAID - MOST_SAID { weight } else { 0 };
                *met = met.saturating_add(SAID + 1 + weight);
            }
        }
        partners.clear();
        for a in self.touched.drain(..) {
            let met = std::mem::take(&mut self.met[a as usize]);
            let (met, weight) = (met >> SAID.count_ones(), met & SAID);
            // Enough rare marks for a passage, or a fair share of the shorter story.
            if weight >= least || 5 * met >= marks {
                partners.push((weight, Candidate { a, b, met }));
            }
        }
    }
}

/// Stories with an equal band, each with the fullest few of its bucket.
fn share_a_band(sketches: &[&Sketch]) -> Vec<Candidate> {
    let mut pairs = Vec::new();
    let mut keys: Vec<(u32, u32)> = Vec::with_capacity(sketches.len());
    for band in 0..BANDS {
        keys.clear();
        keys.extend(
            sketches
                .iter()
                .enumerate()
                .filter(|(_, sketch)| !sketch.marks.is_empty())
                .map(|(rank, sketch)| (sketch.bands[band], rank as u32)),
        );
        keys.sort_unstable();
        for bucket in keys.chunk_by(|x, y| x.0 == y.0) {
            for (at, &(_, b)) in bucket.iter().enumerate() {
                pairs.extend(bucket[..at.min(HUBS)].iter().map(|&(_, a)| Candidate { a, b, met: 1 }));
            }
        }
    }
    pairs
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{AgencyRole, DocId, Sha256Hex};

    /// A story whose marks and bands somebody has chosen.
    fn crafted(nth: u32, marks: Vec<u32>, bands: [u32; BANDS]) -> Sketch {
        Sketch {
            id: DocId::of(&nth.to_string(), &Sha256Hex::of(b"")),
            raw: u64::from(nth),
            plain: u64::from(nth),
            canonical: u64::from(nth),
            words: 100,
            day: None,
            role: AgencyRole::None,
            headline: crate::dedup::sketch::Headline::default(),
            marks: marks.into_boxed_slice(),
            bands,
        }
    }

    fn pairs(stories: &[Sketch]) -> usize {
        let stories: Vec<&Sketch> = stories.iter().collect();
        candidates(&stories, &Postings::of(&stories, 12), 10, &vec![true; stories.len()]).len()
    }

    #[test]
    fn stories_that_collide_in_every_band_or_mark_make_no_more_than_a_few_pairs_each() {
        const N: u32 = 5_000;
        let own = |nth: u32| (0..40).map(|at| 1_000 + nth * 40 + at).collect::<Vec<_>>();
        let in_bands: Vec<Sketch> = (0..N).map(|nth| crafted(nth, own(nth), [7; BANDS])).collect();
        assert!(pairs(&in_bands) <= HUBS * N as usize);
        let in_marks: Vec<Sketch> = (0..N).map(|nth| crafted(nth, (0..40).collect(), [nth; BANDS])).collect();
        assert!(pairs(&in_marks) <= HUBS * N as usize);
        let all: Vec<&Sketch> = in_marks.iter().collect();
        let postings = Postings::of(&all, 12);
        let last = postings.block(postings.blocks() - 1);
        let meetings = last.meetings(N as usize - 1 - last.first);
        assert_eq!(meetings.len(), 40);
        assert!(
            meetings.iter().all(|&meeting| postings.met(meeting).count() == HUBS),
            "no list is walked to its end"
        );
        // Each mark in as many stories as still pair each with each, and no two marks with the same stories.
        let spread = |nth: u32| {
            let mut marks: Vec<u32> =
                (0..40).map(|at| (at << 20) | ((nth.wrapping_mul(2 * at + 1) % N) / 64)).collect();
            marks.sort_unstable();
            marks
        };
        let spread: Vec<Sketch> = (0..N).map(|nth| crafted(nth, spread(nth), [nth; BANDS])).collect();
        assert!(pairs(&spread) <= PARTNERS * N as usize);
    }
}
