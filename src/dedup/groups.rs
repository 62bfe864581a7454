//! What is compared with what: stories of equal text are told by one of them, and pairs
//! are put in an order in which a story's partners lie close together.

use rayon::prelude::*;

use super::Sketch;
use super::candidates::Candidate;
use super::cluster::Judged;

/// Exact copies of one text that are still paired each with each and with every partner; more are told by their
/// first alone.
const TWINS: usize = 8;

/// Stories whose pairs are compared in one go, at most.
const LOT: u16 = 256;

/// Stories of equal text, told by one of them; the others are its twins.
pub(super) struct Groups {
    /// Indexes of sketches, the smallest id first; groups in rank order: the fullest first.
    pub(super) list: Vec<Vec<u32>>,
}

impl Groups {
    pub(super) fn of(sketches: &[Sketch]) -> Self {
        // Keys beside each other: sketches lie all over memory.
        let mut order: Vec<_> = (0..)
            .zip(sketches)
            .map(|(at, sketch)| (std::cmp::Reverse(sketch.words), sketch.canonical, sketch.id, at))
            .collect();
        order.par_sort_unstable();
        let mut list = Vec::new();
        for twins in order.chunk_by(|x, y| (x.0, x.1) == (y.0, y.1)) {
            let at = |twin: &(_, _, _, u32)| twin.3;
            let (words, _, first, _) = twins[0];
            if words.0 == 0 {
                list.extend(twins.iter().map(|twin| (words, twin.2, vec![at(twin)])));
            } else {
                list.push((words, first, twins.iter().map(at).collect()));
            }
        }
        drop(order);
        list.par_sort_unstable_by_key(|&(words, first, _)| (words, first));
        Self { list: list.into_iter().map(|(.., group)| group).collect() }
    }

    /// For each rank whether any of its stories is not among the first `known`, which were compared before.
    pub(super) fn fresh(&self, known: usize) -> Vec<bool> {
        self.list.iter().map(|group| group.iter().any(|&story| story as usize >= known)).collect()
    }

    /// The rank of each story's group, by index of sketch.
    pub(super) fn ranks(&self, stories: usize) -> Vec<u32> {
        let mut ranks = vec![0; stories];
        for (rank, group) in (0..).zip(&self.list) {
            group.iter().for_each(|&story| ranks[story as usize] = rank);
        }
        ranks
    }
}

/// A guess at each story's family before anything is compared: stories that share over half of their marks, and
/// those `known` to be one. `marks` tells how many each has.
pub(super) fn kin(marks: &[u32], pairs: &[Candidate], known: &[(Judged, bool)]) -> Vec<u32> {
    let mut parent: Vec<u32> = (0..marks.len() as u32).collect();
    for pair in pairs {
        let marks = |rank: u32| marks[rank as usize];
        if 2 * pair.met >= marks(pair.a).min(marks(pair.b)) {
            union(&mut parent, pair.a, pair.b);
        }
    }
    for (pair, _) in known.iter().filter(|(pair, _)| pair.score > 0) {
        union(&mut parent, pair.a, pair.b);
    }
    (0..marks.len() as u32).map(|rank| find(&mut parent, rank)).collect()
}

fn find(parent: &mut [u32], mut story: u32) -> u32 {
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
    pub(super) fn with_twins(&self, pairs: &mut Vec<Candidate>) {
        let twins = (0..).zip(&self.list).filter(|(_, group)| group.len() > 1);
        pairs.extend(twins.map(|(rank, _)| Candidate { a: rank, b: rank, met: 0 }));
    }

    /// Puts pairs in such an order that a story's partners lie close together: what is tied most is, in lots of no more than
    /// [`LOT`].
    pub(super) fn in_order(&self, pairs: &[Candidate]) -> Vec<Candidate> {
        // Keys are sorted, not pairs: what is compared is one number.
        let mut likeliest: Vec<u64> =
            (0_u64..).zip(pairs).map(|(at, pair)| u64::from(!pair.met) << 32 | at).collect();
        likeliest.par_sort_unstable();
        let n = self.list.len() as u32;
        let (mut parent, mut size): (Vec<u32>, _) = ((0..n).collect(), vec![1_u16; n as usize]);
        for key in likeliest {
            let pair = pairs[key as u32 as usize];
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
        for (group, &lot) in self.list.iter().zip(&lots) {
            first[lot as usize] = first[lot as usize].min(group[0]);
        }
        let mut ordered: Vec<(u32, Candidate)> =
            pairs.iter().map(|&pair| (first[lots[pair.a as usize] as usize], pair)).collect();
        ordered.par_sort_unstable_by_key(|&(first, pair)| u128::from(first) << 96 | pair.key());
        ordered.into_iter().map(|(_, pair)| pair).collect()
    }

    /// The stories to compare for two groups, or for one with itself.
    pub(super) fn pairs(&self, ranks: Candidate) -> impl Iterator<Item = Pair> {
        let (a, b) = (&self.list[ranks.a as usize][..], &self.list[ranks.b as usize][..]);
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
