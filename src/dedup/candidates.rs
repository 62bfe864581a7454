//! Which stories are worth comparing: those that share marks, the rare ones counting most.
//!
//! Takes sketches in rank order, gives pairs of ranks with the number of marks that brought them together. Work is
//! bounded whatever the input: a mark carried by more than [`CAP`] stories pairs each with a few of them only, and so
//! does a band.

use std::ops::Range;

use rayon::prelude::*;

use super::Sketch;
use super::sketch::BANDS;

/// A mark carried by more stories than this no longer pairs each with each.
const CAP: usize = 64;
/// Stories that the others are paired with where a mark or a band is carried by too many: the fullest.
const HUBS: usize = 3;
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

/// The stories that carry each mark that several carry.
pub(super) struct Postings {
    /// Their ranks, ascending, list behind list; the first of each list with [`FIRST`].
    ranks: Vec<u32>,
    /// The lists a story is met in by fuller ones, by the story's rank: from `offsets[rank]` on.
    meetings: Vec<Meeting>,
    offsets: Vec<u32>,
    /// Marks of many stories: the mark, and where its list starts.
    many: Vec<(u32, u32)>,
}

/// The fuller stories that share a mark with a story.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Meeting {
    /// Where they are in [`Postings::ranks`].
    start: u32,
    /// How many: all of them, or the fullest few where the list is too long for its stories to be paired each with each.
    count: u8,
    /// As [`rarity`] has it.
    weight: u8,
}

/// Bit of a rank that starts a list.
const FIRST: u32 = 1 << 31;
/// Entries that are sorted at once, eight bytes each.
const AT_ONCE: usize = 1 << 24;
/// Marks are sorted by their first byte first.
const PARTS: usize = 256;

impl Postings {
    /// Marks of `many` stories are remembered for [`Postings::common`].
    pub(super) fn of(sketches: &[&Sketch], many: usize) -> Self {
        let mut postings =
            Self { ranks: Vec::new(), meetings: Vec::new(), offsets: Vec::new(), many: Vec::new() };
        let all: usize = sketches.iter().map(|sketch| sketch.marks.len()).sum();
        let rounds = all.div_ceil(AT_ONCE).next_power_of_two().min(PARTS);
        for round in 0..rounds {
            let parts = round * PARTS / rounds..(round + 1) * PARTS / rounds;
            for part in sorted(sketches, parts, all / PARTS) {
                postings.list(&part, many);
            }
            if round == 0 {
                // Hashes fall evenly: to grow by doubling would take twice the room in the end.
                let one = postings.ranks.len();
                postings.ranks.reserve_exact((rounds - 1) * one + one / 4);
            }
        }
        postings.ranks.shrink_to_fit();
        postings.meet(sketches.len());
        postings
    }

    /// Takes up the lists of two stories or more.
    fn list(&mut self, entries: &[u64], many: usize) {
        for list in entries.chunk_by(|x, y| x >> 32 == y >> 32).filter(|list| list.len() > 1) {
            let start = self.ranks.len();
            if list.len() >= many {
                self.many.push(((list[0] >> 32) as u32, start as u32));
            }
            self.ranks.extend(list.iter().map(|&entry| entry as u32));
            self.ranks[start] |= FIRST;
        }
    }

    /// Tells each story of the lists it is in.
    fn meet(&mut self, stories: usize) {
        let mut offsets = vec![0_u32; stories + 1];
        self.ranks
            .iter()
            .filter(|&&rank| rank & FIRST == 0)
            .for_each(|&rank| offsets[rank as usize + 1] += 1);
        for at in 1..offsets.len() {
            offsets[at] += offsets[at - 1];
        }
        let mut next = offsets.clone();
        self.meetings = vec![Meeting::default(); offsets[stories] as usize];
        let mut start = 0;
        for list in self.ranks.chunk_by(|_, next| next & FIRST == 0) {
            let weight = rarity(list.len());
            for (before, &rank) in list.iter().enumerate().skip(1) {
                let count = if list.len() > CAP { before.min(HUBS) } else { before } as u8;
                let slot = &mut next[rank as usize];
                self.meetings[*slot as usize] = Meeting { start, count, weight };
                *slot += 1;
            }
            start += list.len() as u32;
        }
        self.offsets = offsets;
    }

    /// The fuller stories that share a mark with the story at `rank`, a list a mark, and what each mark says: whoever is
    /// in a list of thousands must not walk them all.
    fn lists(&self, rank: usize) -> impl Iterator<Item = (&[u32], u8)> {
        let (from, to) = (self.offsets[rank] as usize, self.offsets[rank + 1] as usize);
        self.meetings[from..to].iter().map(|&Meeting { start, count, weight }| {
            (&self.ranks[start as usize..start as usize + usize::from(count)], weight)
        })
    }

    /// Marks that many unrelated stories carry, sorted: outlet boilerplate, set phrases. `family` names each story's kin.
    pub(super) fn common(&self, family: &[u32], unrelated: usize) -> Vec<u32> {
        let mut kin = Vec::new();
        let common = self.many.iter().filter(|&&(_, start)| {
            let list = self.ranks[start as usize..].iter().enumerate();
            let list = list.take_while(|&(at, rank)| at == 0 || rank & FIRST == 0);
            kin.clear();
            kin.extend(list.map(|(_, rank)| family[(rank & !FIRST) as usize]));
            kin.sort_unstable();
            kin.dedup();
            kin.len() >= unrelated
        });
        common.map(|&(mark, _)| mark).collect()
    }
}

/// `mark << 32 | rank` of all marks whose first byte is in `parts`, a sorted list a byte; each is about `expected` long.
fn sorted(sketches: &[&Sketch], parts: Range<usize>, expected: usize) -> Vec<Vec<u64>> {
    let first = parts.start;
    let mut entries: Vec<Vec<u64>> =
        parts.clone().map(|_| Vec::with_capacity(expected + expected / 8)).collect();
    for (rank, sketch) in (0_u64..).zip(sketches) {
        let byte = |mark: &u32| (mark >> 24) as usize;
        let from = sketch.marks.partition_point(|mark| byte(mark) < parts.start);
        for mark in sketch.marks[from..].iter().take_while(|mark| byte(mark) < parts.end) {
            entries[byte(mark) - first].push(u64::from(*mark) << 32 | rank);
        }
    }
    entries.par_iter_mut().for_each_init(Vec::new, |scratch, part| sort_by_mark(part, scratch));
    entries
}

/// Sorts entries of one first byte, which come by rank: by the other three bytes, the last first.
fn sort_by_mark(entries: &mut Vec<u64>, scratch: &mut Vec<u64>) {
    for shift in [32, 40, 48] {
        let digit = |entry: u64| (entry >> shift) as usize & 255;
        let mut ends = [0_usize; 256];
        entries.iter().for_each(|&entry| ends[digit(entry)] += 1);
        let mut sum = 0;
        for end in &mut ends {
            sum += std::mem::replace(end, sum);
        }
        scratch.clear();
        scratch.resize(entries.len(), 0);
        for &entry in entries.iter() {
            let slot = &mut ends[digit(entry)];
            scratch[*slot] = entry;
            *slot += 1;
        }
        std::mem::swap(entries, scratch);
    }
}

/// Every pair worth comparing, sorted; at least one of the two is `fresh`.
pub(super) fn candidates(
    sketches: &[&Sketch],
    postings: &Postings,
    least: u32,
    fresh: &[bool],
) -> Vec<Candidate> {
    let n = sketches.len();
    let chunk = (n / 64).clamp(256, 1 << 16);
    let starts: Vec<usize> = (0..n).step_by(chunk).collect();
    let mut found: Vec<Candidate> = starts
        .par_iter()
        .flat_map_iter(|&start| {
            let mut tally = Tally::new(n);
            (start..n.min(start + chunk))
                .flat_map(move |b| tally.partners(b, sketches, postings, least, fresh))
                .collect::<Vec<_>>()
        })
        .collect();
    found.extend(
        share_a_band(sketches).into_iter().filter(|pair| fresh[pair.a as usize] || fresh[pair.b as usize]),
    );
    found.par_sort_unstable_by_key(|pair| (pair.a, pair.b, std::cmp::Reverse(pair.met)));
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

    /// The partners of `b` among the fuller stories before it.
    fn partners(
        &mut self,
        b: usize,
        sketches: &[&Sketch],
        postings: &Postings,
        least: u32,
        fresh: &[bool],
    ) -> Vec<Candidate> {
        let marks = sketches[b].marks.len() as u32;
        // Most stories are met by chance, in one list or two: only those are counted that may come to enough.
        let enough = least.min(marks.div_ceil(5)).min(u32::from(u8::MAX)) as u8;
        self.sieve.fill(0);
        for (list, weight) in postings.lists(b) {
            for &rank in list {
                let said = &mut self.sieve[(rank & !FIRST) as usize % SIEVE];
                *said = said.saturating_add(weight);
            }
        }
        for (list, weight) in postings.lists(b) {
            for &rank in list {
                let a = rank & !FIRST;
                if self.sieve[a as usize % SIEVE] < enough {
                    continue;
                }
                let met = &mut self.met[a as usize];
                if *met == 0 {
                    self.touched.push(a);
                }
                let weight = if *met & SAID < SAID - MOST_SAID { u32::from(weight) } else { 0 };
                *met = met.saturating_add(SAID + 1 + weight);
            }
        }
        let mut partners: Vec<(u32, Candidate)> = Vec::new();
        for a in self.touched.drain(..) {
            let met = std::mem::take(&mut self.met[a as usize]);
            let (met, weight) = (met >> SAID.count_ones(), met & SAID);
            // Enough rare marks for a passage, or a fair share of the shorter story.
            if (weight >= least || 5 * met >= marks) && (fresh[a as usize] || fresh[b]) {
                partners.push((weight, Candidate { a, b: b as u32, met }));
            }
        }
        partners.sort_unstable_by_key(|&(weight, pair)| (std::cmp::Reverse(weight), pair));
        partners.truncate(PARTNERS);
        partners.into_iter().map(|(_, pair)| pair).collect()
    }
}

/// The most that one mark says.
const MOST_SAID: u32 = 6;

/// What a shared mark says that `n` stories carry.
fn rarity(n: usize) -> u8 {
    match n {
        ..=4 => 6,
        5..=12 => 4,
        13..=32 => 2,
        _ => 1,
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
        assert!(
            Postings::of(&all, 12).lists(N as usize - 1).all(|(list, _)| list.len() == HUBS),
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
