//! What is compared with what: stories of equal text are told by one of them, and pairs
//! are put in an order in which a story's partners lie close together.

use super::candidates::Candidate;
use super::cluster::Judged;
use super::row::Row;
use super::runs::{Sorted, Sorter, sort};
use super::sketch::Outline;
use crate::error::Result;

/// Exact copies of one text that are still paired each with each and with every partner; more are told by their
/// first alone.
const TWINS: usize = 8;

/// Stories whose pairs are compared in one go, at most.
const LOT: u16 = 256;

/// Stories of equal text, told by one of them; the others are its twins. Groups in rank order: the fullest first.
pub(super) struct Groups {
    /// Indexes of sketches, group behind group, the smallest id first.
    stories: Vec<u32>,
    /// Where each group starts, and where the last one ends.
    starts: Vec<u32>,
}

impl Groups {
    pub(super) fn of(outlines: &[Outline]) -> Self {
        // Keys beside each other, and no longer than they must be: ids only part what is equal else.
        let mut order: Vec<u128> = (0_u32..)
            .zip(outlines)
            .map(|(at, outline)| {
                u128::from(!outline.words) << 96 | u128::from(outline.canonical) << 32 | u128::from(at)
            })
            .collect();
        sort(&mut order);
        let id = |key: u128| outlines[key as u32 as usize].id;
        let mut groups = Self { stories: Vec::with_capacity(order.len()), starts: vec![0] };
        let mut alike: Vec<&[u128]> = Vec::new();
        for long in order.chunk_by_mut(|x, y| x >> 96 == y >> 96) {
            let is_empty = long.first().is_some_and(|key| !(key >> 96) as u32 == 0);
            let are_twins = |x: &u128, y: &u128| !is_empty && x >> 32 == y >> 32;
            let twins = long.chunk_by_mut(are_twins).filter(|twins| twins.len() > 1);
            twins.for_each(|twins| twins.sort_unstable_by_key(|&key| (id(key), key)));
            alike.clear();
            alike.extend(long.chunk_by(are_twins));
            alike.sort_unstable_by_key(|twins| (id(twins[0]), twins[0]));
            for twins in alike.drain(..) {
                groups.stories.extend(twins.iter().map(|&key| key as u32));
                groups.starts.push(groups.stories.len() as u32);
            }
        }
        groups
    }

    /// How many there are.
    pub(super) fn len(&self) -> usize {
        self.starts.len() - 1
    }

    /// The stories of the group of a rank, as indexes of sketches.
    pub(super) fn group(&self, rank: u32) -> &[u32] {
        &self.stories[self.starts[rank as usize] as usize..self.starts[rank as usize + 1] as usize]
    }

    /// The first story of each group.
    pub(super) fn firsts(&self) -> impl Iterator<Item = u32> {
        self.starts[..self.len()].iter().map(|&start| self.stories[start as usize])
    }

    fn iter(&self) -> impl Iterator<Item = &[u32]> {
        (0..self.len() as u32).map(|rank| self.group(rank))
    }

    /// For each rank whether any of its stories is not among the first `known`, which were compared before.
    pub(super) fn fresh(&self, known: usize) -> Vec<bool> {
        self.iter().map(|group| group.iter().any(|&story| story as usize >= known)).collect()
    }

    /// The rank of each story's group, by index of sketch.
    pub(super) fn ranks(&self, stories: usize) -> Vec<u32> {
        let mut ranks = vec![0; stories];
        for (rank, group) in (0..).zip(self.iter()) {
            group.iter().for_each(|&story| ranks[story as usize] = rank);
        }
        ranks
    }
}

/// A guess at each story's family before anything is compared: stories that share over half of their marks, and
/// those `known` to be one. `marks` tells how many marks two of so many `stories` have to share.
pub(super) fn kin(
    stories: usize,
    marks: impl Fn(Candidate) -> [u32; 2],
    pairs: impl Iterator<Item = Result<Candidate>>,
    known: &[Judged],
) -> Result<Vec<u32>> {
    let mut parent: Vec<u32> = (0..stories as u32).collect();
    for pair in pairs {
        let pair = pair?;
        let [a, b] = marks(pair);
        if 2 * pair.met >= a.min(b) {
            union(&mut parent, pair.a, pair.b);
        }
    }
    for pair in known.iter().filter(|pair| pair.score > 0) {
        union(&mut parent, pair.a, pair.b);
    }
    Ok((0..stories as u32).map(|rank| find(&mut parent, rank)).collect())
}

/// The root of a story's tree.
pub(super) fn find(parent: &mut [u32], mut story: u32) -> u32 {
    while parent[story as usize] != story {
        let up = parent[parent[story as usize] as usize];
        parent[story as usize] = up;
        story = up;
    }
    story
}

/// Gives whether the two were apart. The smaller root wins, so that the result does not depend on the order of pairs.
pub(super) fn union(parent: &mut [u32], x: u32, y: u32) -> bool {
    let (x, y) = (find(parent, x), find(parent, y));
    parent[x.max(y) as usize] = x.min(y);
    x != y
}

/// A pair to compare: ranks of the groups, and the two stories as indexes of sketches.
#[derive(Debug, Clone, Copy)]
pub(super) struct Pair {
    pub(super) ranks: Candidate,
    pub(super) stories: [u32; 2],
    /// Whether they are the first of two groups: clusters are made by those.
    pub(super) leads: bool,
}

impl Groups {
    /// Adds each group of several with itself.
    pub(super) fn with_twins(&self, pairs: &mut Row<Candidate>) -> Result<()> {
        let mut twins = (0..).zip(self.iter()).filter(|(_, group)| group.len() > 1);
        twins.try_for_each(|(rank, _)| pairs.push(Candidate { a: rank, b: rank, met: 0 }))
    }

    /// Puts pairs in such an order that a story's partners lie close together: what is tied most is, in lots of no more than
    /// [`LOT`]. They are sorted by `sorter`, and given as [`Candidate::of`] reads them.
    pub(super) fn in_order<P: Iterator<Item = Result<Candidate>>>(
        &self,
        pairs: impl Fn() -> P,
        sorter: impl Fn() -> Result<Sorter<u128>>,
    ) -> Result<Sorted<u128>> {
        let mut likeliest = sorter()?;
        for pair in pairs() {
            let pair = pair?;
            likeliest.push(u128::from(!pair.met) << 96 | pair.key())?;
        }
        let n = self.len() as u32;
        let (mut parent, mut size): (Vec<u32>, _) = ((0..n).collect(), vec![1_u16; n as usize]);
        for key in likeliest.sorted()? {
            let pair = Candidate::of(key?);
            let (x, y) = (find(&mut parent, pair.a), find(&mut parent, pair.b));
            let both = size[x as usize] + size[y as usize];
            if x != y && both <= LOT {
                parent[x.max(y) as usize] = x.min(y);
                size[x.min(y) as usize] = both;
            }
        }
        // Lots in the order of their first stories, for stories are read from where they were put, one behind the other.
        let mut first = vec![u32::MAX; n as usize];
        let lots: Vec<u32> = (0..n).map(|rank| find(&mut parent, rank)).collect();
        for (story, &lot) in self.firsts().zip(&lots) {
            first[lot as usize] = first[lot as usize].min(story);
        }
        let mut ordered = sorter()?;
        for pair in pairs() {
            let pair = pair?;
            ordered.push(u128::from(first[lots[pair.a as usize] as usize]) << 96 | pair.key())?;
        }
        ordered.sorted()
    }

    /// The stories to compare for two groups, or for one with itself.
    pub(super) fn pairs(&self, ranks: Candidate) -> impl Iterator<Item = Pair> {
        let (a, b) = (self.group(ranks.a), self.group(ranks.b));
        let (told_a, told_b) = (told(a), if ranks.a == ranks.b { b } else { told(b) });
        told_a.iter().enumerate().flat_map(move |(at, &x)| {
            let partners = if ranks.a == ranks.b { &told_b[at + 1..] } else { told_b };
            let leads = ranks.a != ranks.b && at == 0;
            (0..).zip(partners).map(move |(nth, &y)| Pair {
                ranks,
                stories: [x, y],
                leads: leads && nth == 0,
            })
        })
    }
}

/// The stories of a group that stand for it.
fn told(group: &[u32]) -> &[u32] {
    if group.len() <= TWINS { group } else { &group[..1] }
}
