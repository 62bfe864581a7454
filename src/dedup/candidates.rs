//! Which stories are worth comparing: those that share marks, the rare ones counting most.
//!
//! Takes sketches in rank order, gives pairs of ranks with the number of marks that brought them together. Work is
//! bounded whatever the input: a mark carried by more than [`CAP`] stories pairs each with a few of them only, and so
//! does a band.

use rayon::prelude::*;

use super::postings::{Block, HUBS, MOST_SAID, Postings};
use super::runs::Sorted;
use super::spilled::Spilled;
use crate::error::Result;

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

/// Where it is known which stories carry which mark.
pub(super) enum Lists {
    Held(Postings),
    Spilled(Spilled),
}

impl Lists {
    fn blocks(&self) -> usize {
        match self {
            Self::Held(postings) => postings.blocks(),
            Self::Spilled(spilled) => spilled.blocks(),
        }
    }

    fn block(&self, block: usize, mut take: impl FnMut(&Block)) -> Result<()> {
        match self {
            Self::Held(postings) => {
                take(&postings.block(block));
                Ok(())
            }
            Self::Spilled(spilled) => spilled.block(block, take),
        }
    }

    /// Marks that many unrelated stories carry, sorted: outlet boilerplate, set phrases. `family` names each story's kin.
    pub(super) fn common(&self, family: &[u32], unrelated: usize) -> Result<Vec<u32>> {
        match self {
            Self::Held(postings) => Ok(postings.common(family, unrelated)),
            Self::Spilled(spilled) => spilled.common(family, unrelated),
        }
    }
}

/// Every pair of stories that share marks worth comparing, in no order; at least one of the two is `fresh`. The stories have
/// so many `marks`.
pub(super) fn share_marks(
    marks: &[u32],
    lists: &Lists,
    least: u32,
    fresh: &[bool],
) -> Result<Vec<Candidate>> {
    let found = (0..lists.blocks()).into_par_iter().map_init(
        || Tally::new(marks.len()),
        |tally, block| {
            let mut found = Vec::new();
            lists.block(block, |block| tally.block(block, marks, least, fresh, &mut found))?;
            Ok(found)
        },
    );
    Ok(found.collect::<Result<Vec<_>>>()?.concat())
}

/// Sorted, the one that says most of each two stories.
pub(super) fn sorted(mut pairs: Vec<Candidate>) -> Vec<Candidate> {
    pairs.par_sort_unstable_by_key(|pair| Candidate { met: !pair.met, ..*pair }.key());
    pairs.dedup_by_key(|pair| (pair.a, pair.b));
    pairs
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
        marks: &[u32],
        least: u32,
        fresh: &[bool],
        found: &mut Vec<Candidate>,
    ) {
        let mut partners = Vec::new();
        for (nth, (b, &marks)) in (0..).zip(marks).skip(block.first).take(block.stories()).enumerate() {
            self.partners(b, marks, block, nth, least, &mut partners);
            partners.retain(|(_, pair)| fresh[pair.a as usize] || fresh[b as usize]);
            partners.sort_unstable_by_key(|&(weight, pair)| (std::cmp::Reverse(weight), pair));
            found.extend(partners.iter().take(PARTNERS).map(|&(_, pair)| pair));
        }
    }

    /// The partners of `b`, the `nth` of the block, which has so many `marks`, with what each pair's marks say.
    fn partners(
        &mut self,
        b: u32,
        marks: u32,
        block: &Block,
        nth: usize,
        least: u32,
        partners: &mut Vec<(u32, Candidate)>,
    ) {
        let meetings = block.meetings(nth);
        // Most stories are met by chance, in one list or two: only those are counted that may come to enough.
        let enough = least.min(marks.div_ceil(5)).min(u32::from(u8::MAX)) as u8;
        self.sieve.fill(0);
        // Lists lie all over memory: they are fetched side by side, not each when the last has been counted.
        block.fetch(meetings);
        for &meeting in meetings {
            for a in block.met(meeting) {
                let said = &mut self.sieve[a as usize % SIEVE];
                *said = said.saturating_add(meeting.weight);
            }
        }
        for &meeting in meetings {
            let weight = u32::from(meeting.weight);
            for a in block.met(meeting) {
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

/// Adds the stories with an equal band, `band << 32 | rank` each, with the fullest few of their bucket.
pub(super) fn share_a_band(
    bands: Sorted<u64>,
    fresh: &[bool],
    mut take: impl FnMut(Candidate) -> Result<()>,
) -> Result<()> {
    let (mut fullest, mut last) = (Vec::with_capacity(HUBS), None);
    for key in bands {
        let key = key?;
        let (band, b) = ((key >> 32) as u32, key as u32);
        if last.replace(band) != Some(band) {
            fullest.clear();
        }
        for &a in &fullest {
            if fresh[a as usize] || fresh[b as usize] {
                take(Candidate { a, b, met: 1 })?;
            }
        }
        if fullest.len() < HUBS {
            fullest.push(b);
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dedup::runs::Sorter;

    fn pairs(stories: &[Vec<u32>]) -> usize {
        let marks: Vec<&[u32]> = stories.iter().map(Vec::as_slice).collect();
        let counts: Vec<u32> = marks.iter().map(|marks| marks.len() as u32).collect();
        let lists = Lists::Held(Postings::of(&marks, 12));
        share_marks(&counts, &lists, 10, &vec![true; stories.len()]).unwrap().len()
    }

    #[test]
    fn stories_that_collide_in_every_band_or_mark_make_no_more_than_a_few_pairs_each() {
        const N: u32 = 5_000;
        let in_marks: Vec<Vec<u32>> = (0..N).map(|_| (0..40).collect()).collect();
        assert!(pairs(&in_marks) <= HUBS * N as usize);
        let all: Vec<&[u32]> = in_marks.iter().map(Vec::as_slice).collect();
        let postings = Postings::of(&all, 12);
        let last = postings.block(postings.blocks() - 1);
        let meetings = last.meetings(N as usize - 1 - last.first);
        assert_eq!(meetings.len(), 40);
        assert!(
            meetings.iter().all(|&meeting| last.met(meeting).count() == HUBS),
            "no list is walked to its end"
        );
        // Each mark in as many stories as still pair each with each, and no two marks with the same stories.
        let spread = |nth: u32| {
            let mut marks: Vec<u32> =
                (0..40).map(|at| (at << 20) | ((nth.wrapping_mul(2 * at + 1) % N) / 64)).collect();
            marks.sort_unstable();
            marks
        };
        assert!(pairs(&(0..N).map(spread).collect::<Vec<_>>()) <= PARTNERS * N as usize);

        let mut in_bands = Sorter::new(1 << 10, Box::new(std::sync::Mutex::new(Vec::new())));
        (0..N).for_each(|nth| in_bands.push(7 << 32 | u64::from(nth)).unwrap());
        let mut pairs = 0;
        let count = |_| {
            pairs += 1;
            Ok(())
        };
        share_a_band(in_bands.sorted().unwrap(), &vec![true; N as usize], count).unwrap();
        assert_eq!(pairs, HUBS * N as usize - 6);
    }
}
