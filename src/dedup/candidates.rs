//! Which stories are worth comparing: those that share marks, the rare ones counting most.
//!
//! Takes sketches in rank order, gives pairs of ranks with the number of marks that brought them together. Work is
//! bounded whatever the input: a mark carried by more than [`CAP`] stories pairs each with a few of them only, and so
//! does a band.

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

/// The stories that carry each mark.
pub(super) struct Postings {
    /// `mark << 32 | rank`, sorted; marks of one story alone are left out.
    entries: Vec<u64>,
    /// For each rank, where the lists of its marks start in `entries`.
    lists: Vec<u32>,
    offsets: Vec<u32>,
}

impl Postings {
    pub(super) fn of(sketches: &[&Sketch]) -> Self {
        let mut entries: Vec<u64> =
            Vec::with_capacity(sketches.iter().map(|sketch| sketch.marks.len()).sum());
        for (rank, sketch) in sketches.iter().enumerate() {
            entries.extend(sketch.marks.iter().map(|&mark| u64::from(mark) << 32 | rank as u64));
        }
        entries.par_sort_unstable();
        let (mut kept, mut at) = (0, 0);
        while at < entries.len() {
            let n = run(&entries, at);
            if n > 1 {
                entries.copy_within(at..at + n, kept);
                kept += n;
            }
            at += n;
        }
        entries.truncate(kept);
        entries.shrink_to_fit();

        let mut offsets = vec![0_u32; sketches.len() + 1];
        for entry in &entries {
            offsets[rank(*entry) as usize + 1] += 1;
        }
        for at in 1..offsets.len() {
            offsets[at] += offsets[at - 1];
        }
        let mut next = offsets.clone();
        let mut lists = vec![0; entries.len()];
        let mut at = 0;
        while at < entries.len() {
            let n = run(&entries, at);
            for entry in &entries[at..at + n] {
                let slot = &mut next[rank(*entry) as usize];
                lists[*slot as usize] = at as u32;
                *slot += 1;
            }
            at += n;
        }
        Self { entries, lists, offsets }
    }

    /// The lists of stories that share a mark with the story at `rank`, each as far as it can matter: whoever is in a
    /// list of thousands must not walk them all.
    fn lists(&self, rank: usize) -> impl Iterator<Item = &[u64]> {
        let (from, to) = (self.offsets[rank] as usize, self.offsets[rank + 1] as usize);
        self.lists[from..to].iter().map(|&at| {
            let at = at as usize;
            &self.entries[at..at + run(&self.entries[..self.entries.len().min(at + CAP + 1)], at)]
        })
    }

    /// Marks that many unrelated stories carry: outlet boilerplate, set phrases. `family` names each story's kin.
    pub(super) fn common(&self, family: &[u32], unrelated: usize) -> Vec<u32> {
        let mut common = Vec::new();
        let (mut at, mut kin) = (0, Vec::new());
        while at < self.entries.len() {
            let n = run(&self.entries, at);
            if n >= unrelated {
                kin.clear();
                kin.extend(self.entries[at..at + n].iter().map(|&entry| family[rank(entry) as usize]));
                kin.sort_unstable();
                kin.dedup();
                if kin.len() >= unrelated {
                    common.push((self.entries[at] >> 32) as u32);
                }
            }
            at += n;
        }
        common
    }
}

fn rank(entry: u64) -> u32 {
    entry as u32
}

/// Length of the list that starts at `at`.
fn run(entries: &[u64], at: usize) -> usize {
    let mark = entries[at] >> 32;
    entries[at..].iter().take_while(|&&entry| entry >> 32 == mark).count()
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
    met: Vec<u32>,
    weight: Vec<u32>,
    touched: Vec<u32>,
}

impl Tally {
    fn new(n: usize) -> Self {
        Self { met: vec![0; n], weight: vec![0; n], touched: Vec::new() }
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
        for list in postings.lists(b) {
            let weight = rarity(list.len());
            let list = if list.len() > CAP { &list[..HUBS] } else { list };
            for &entry in list {
                let a = rank(entry);
                if a as usize >= b {
                    break;
                }
                if self.met[a as usize] == 0 {
                    self.touched.push(a);
                }
                self.met[a as usize] += 1;
                self.weight[a as usize] += weight;
            }
        }
        let marks = sketches[b].marks.len() as u32;
        let mut partners: Vec<(u32, Candidate)> = Vec::new();
        for a in self.touched.drain(..) {
            let met = std::mem::take(&mut self.met[a as usize]);
            let weight = std::mem::take(&mut self.weight[a as usize]);
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

/// What a shared mark says that `n` stories carry.
fn rarity(n: usize) -> u32 {
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
        candidates(&stories, &Postings::of(&stories), 10, &vec![true; stories.len()]).len()
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
            Postings::of(&all).lists(0).all(|list| list.len() == CAP + 1),
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
