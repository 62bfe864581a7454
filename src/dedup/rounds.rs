//! Clusters of pairs that are judged in rounds and may be more than memory holds.
//!
//! Stories that no pair ties, see [`Judged::ties`], one to another have nothing to do with each other's clusters: pairs are sorted by what
//! they lie in, and clusters are made of a few such components at a time, and only of those that a new pair belongs to.

use super::cluster::{Judged, cluster};
use super::groups::{find, union};
use super::row::Row;
use super::runs::{Entry, Sorter};
use crate::error::Result;

/// Pairs of whole components that clusters are made of at once, if no component has more.
const AT_ONCE: usize = 1 << 12;

/// Clusters so far: of stories that no new pair leads to, what was found stays.
pub(super) struct Rounds {
    /// The cluster of each story, named by its smallest rank.
    pub(super) clusters: Vec<u32>,
    /// Compound pages, sorted.
    pub(super) compound: Vec<u32>,
    /// Stories that pairs tie one to another: a forest.
    tied: Vec<u32>,
    /// Pairs that it was made of.
    done: usize,
}

impl Rounds {
    /// Of so many stories, each alone.
    pub(super) fn new(stories: usize) -> Self {
        let alone: Vec<u32> = (0..stories as u32).collect();
        Self { clusters: alone.clone(), compound: Vec::new(), tied: alone, done: 0 }
    }

    /// With all pairs that are `judged`, of which those at the end are new. They are sorted by `sorter`.
    pub(super) fn renew(&mut self, judged: &Row<Judged>, mut sorter: Sorter<Tied>) -> Result<()> {
        for pair in judged.iter().skip(self.done) {
            let pair = pair?;
            if pair.ties() {
                union(&mut self.tied, pair.a, pair.b);
            }
        }
        let mut touched = vec![false; self.tied.len()];
        for pair in judged.iter().skip(self.done) {
            let pair = pair?;
            let component = find(&mut self.tied, pair.a);
            touched[component as usize] |= find(&mut self.tied, pair.b) == component;
        }
        self.done = judged.len();
        for pair in judged.iter() {
            let pair = pair?;
            let component = find(&mut self.tied, pair.a);
            if touched[component as usize] && find(&mut self.tied, pair.b) == component {
                sorter.push(Tied { component, pair })?;
            }
        }
        let tied = &mut self.tied;
        self.compound.retain(|&page| !touched[find(tied, page) as usize]);
        let (mut few, mut last) = (Few::default(), None);
        for tied in sorter.sorted()? {
            let Tied { component, pair } = tied?;
            if last.replace(component) != Some(component) {
                few.number();
                if few.pairs.len() >= AT_ONCE {
                    self.settle(&mut few);
                }
            }
            // Groups are judged by their first; where that one was removed or came later, by what is known of the others.
            if few.fresh().last().is_none_or(|last| (last.a, last.b) != (pair.a, pair.b)) {
                few.pairs.push(pair);
            }
        }
        few.number();
        self.settle(&mut few);
        self.compound.sort_unstable();
        Ok(())
    }

    /// Makes clusters of some components, which are gone then.
    fn settle(&mut self, Few { pairs, ranks, numbered, .. }: &mut Few) {
        let (clusters, compound) = cluster(ranks.len(), pairs);
        for (&rank, cluster) in ranks.iter().zip(clusters) {
            self.clusters[rank as usize] = ranks[cluster as usize];
        }
        self.compound.extend(compound.into_iter().map(|page| ranks[page as usize]));
        pairs.clear();
        ranks.clear();
        *numbered = 0;
    }
}

/// Some components, one behind the other: their pairs and, in the order of ranks within each, their stories.
#[derive(Default)]
struct Few {
    pairs: Vec<Judged>,
    ranks: Vec<u32>,
    /// The pairs before this one tell stories by their places in `ranks`.
    numbered: usize,
    /// Room for the stories of one component.
    own: Vec<u32>,
}

impl Few {
    /// The pairs of the component that is not numbered yet.
    fn fresh(&self) -> &[Judged] {
        &self.pairs[self.numbered..]
    }

    /// Numbers the stories of that component.
    fn number(&mut self) {
        let Self { pairs, ranks, numbered, own } = self;
        let (fresh, begin) = (&mut pairs[*numbered..], ranks.len());
        own.clear();
        own.extend(fresh.iter().flat_map(|pair| [pair.a, pair.b]));
        own.sort_unstable();
        own.dedup();
        for pair in fresh {
            let place = |rank: u32| (begin + own.partition_point(|&other| other < rank)) as u32;
            (pair.a, pair.b) = (place(pair.a), place(pair.b));
        }
        ranks.extend_from_slice(own);
        self.numbered = self.pairs.len();
    }
}

/// A pair, and the smallest rank of what it is tied to. Sorted by both; of two that judge the same groups, the one of their first
/// stories comes before the other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Tied {
    component: u32,
    pair: Judged,
}

impl Ord for Tied {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        let place = |tied: &Self| {
            u128::from(tied.component) << 64 | u128::from(tied.pair.a) << 32 | u128::from(tied.pair.b)
        };
        let pair = |tied: &Self| {
            let Judged { score, reach, told, leads, .. } = tied.pair;
            (!leads, score, reach, told)
        };
        place(self).cmp(&place(other)).then_with(|| pair(self).cmp(&pair(other)))
    }
}

impl PartialOrd for Tied {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Entry for Tied {
    const BYTES: usize = 4 + Judged::BYTES;

    fn write(self, out: &mut Vec<u8>) {
        self.component.write(out);
        self.pair.write(out);
    }

    fn read_all(bytes: &[u8], out: &mut Vec<Self>) {
        let mut pair = Vec::with_capacity(1);
        for bytes in bytes.as_chunks::<{ Self::BYTES }>().0 {
            let (component, rest) = bytes.split_at(4);
            Judged::read_all(rest, &mut pair);
            let component = component.first_chunk().map_or(0, |number| u32::from_le_bytes(*number));
            out.extend(pair.drain(..).map(|pair| Self { component, pair }));
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Mutex;

    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn rounds_end_in_the_clusters_of_all_pairs_at_once_in_however_little_room(
            pairs in prop::collection::vec((0_u32..40, 1_u32..12, -900_i32..1_500, 0_u32..150, 0_u32..1_000), 1..120),
            rounds in 1_usize..6,
            room in prop_oneof![Just(0), Just(usize::MAX), 0_usize..4_000],
        ) {
            let mut all: Vec<Judged> = pairs
                .iter()
                .map(|&(a, more, score, from, told)| Judged {
                    a, b: a + more, score, reach: [(from, from + 60), (0, 90)], told: [400, told], leads: true,
                })
                .collect();
            all.sort_by_key(|pair| (pair.a, pair.b));
            all.dedup_by_key(|pair| (pair.a, pair.b));
            let (mut found, mut judged) = (Rounds::new(60), Row::new(room, Box::new(Mutex::new(Vec::new()))));
            for round in 1..=rounds {
                let in_round = |pair: &Judged| (pair.a + 7 * pair.b) as usize % rounds + 1;
                let so_far: Vec<Judged> = all.iter().filter(|pair| in_round(pair) <= round).copied().collect();
                let fresh = all.iter().filter(|pair| in_round(pair) == round);
                fresh.for_each(|&pair| judged.push(pair).unwrap());
                found.renew(&judged, Sorter::new(room, Box::new(Mutex::new(Vec::new())))).unwrap();
                prop_assert_eq!((found.clusters.clone(), found.compound.clone()), cluster(60, &so_far));
            }
        }
    }
}
