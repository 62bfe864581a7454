//! Judged pairs → clusters: a story joins the family it agrees with on the whole, never by one chain of weak links.
//!
//! Pairs are taken surest first. Two families become one if the pairs known between them say so on balance, those
//! against counting as much as those for. A compound page (a roundup, a live page) links nothing: its neighbours
//! are unrelated and cover different parts of it.

use super::candidates::Candidate;
use super::ledger::Link;
use super::runs::Entry;

/// A judged pair of stories, by rank, `a < b`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Judged {
    pub(super) a: u32,
    pub(super) b: u32,
    /// Above 0: one story.
    pub(super) score: i32,
    /// Where the bulk of what they share lies in `a` and in `b`: first and last word.
    pub(super) reach: [(u32, u32); 2],
    /// Share of `a` and of `b` that the other tells, in thousandths.
    pub(super) told: [u32; 2],
    /// Whether the two are the first of their groups.
    pub(super) leads: bool,
}

/// Of a story told to this share, in thousandths, a page has a part, whatever speaks against their being one.
const MOST: u32 = 600;

/// A score that speaks as loudly against one story as any can.
pub(super) const AGAINST: i32 = -500;

impl Judged {
    /// Two stories that are surely not one.
    pub(super) fn against(ranks: Candidate, leads: bool) -> Self {
        Self { a: ranks.a, b: ranks.b, score: AGAINST, reach: [(0, 0); 2], told: [0; 2], leads }
    }

    /// Whether it can bring two stories together, or show that one is a page of several: others only count within what these tie.
    pub(super) fn ties(&self) -> bool {
        self.score > 0 || self.told.iter().any(|&told| told >= MOST)
    }

    /// A link between two stories whose ranks are `ranks`, in the order of the link.
    pub(super) fn of(link: &Link, ranks: [u32; 2], leads: bool) -> Self {
        let [a, b] = ranks;
        let Link { score, mut reach, mut told, .. } = *link;
        if a > b {
            reach.swap(0, 1);
            told.swap(0, 1);
        }
        Self { a: a.min(b), b: a.max(b), score, reach, told, leads }
    }
}

impl Entry for Judged {
    const BYTES: usize = 40;

    fn write(self, out: &mut Vec<u8>) {
        let Self { a, b, score, reach: [in_a, in_b], told: [of_a, of_b], leads } = self;
        [a, b, score.cast_unsigned(), in_a.0, in_a.1, in_b.0, in_b.1, of_a, of_b, u32::from(leads)]
            .into_iter()
            .for_each(|number| number.write(out));
    }

    fn read_all(bytes: &[u8], out: &mut Vec<Self>) {
        out.extend(bytes.as_chunks::<{ Self::BYTES }>().0.iter().map(|bytes| {
            let mut numbers = bytes.as_chunks::<4>().0.iter().map(|number| u32::from_le_bytes(*number));
            let mut next = || numbers.next().unwrap_or(0);
            let (a, b, score) = (next(), next(), next().cast_signed());
            let reach = [(next(), next()), (next(), next())];
            Self { a, b, score, reach, told: [next(), next()], leads: next() != 0 }
        }));
    }
}

/// The cluster of each story, named by its smallest rank; gives up the compound pages too, sorted. Pairs are sorted by `(a, b)`.
pub(super) fn cluster(n: usize, judged: &[Judged]) -> (Vec<u32>, Vec<u32>) {
    let neighbours = Neighbours::of(n, judged);
    let compound: Vec<u32> = (0..n as u32).filter(|&page| is_compound(page, &neighbours, judged)).collect();
    let links =
        |pair: &Judged| compound.binary_search(&pair.a).is_err() && compound.binary_search(&pair.b).is_err();
    let mut order: Vec<&Judged> = judged.iter().filter(|pair| pair.score > 0 && links(pair)).collect();
    order.sort_by_key(|pair| (std::cmp::Reverse(pair.score), pair.a, pair.b));

    let mut families = Families::new(n);
    for pair in order {
        let (x, y) = (families.find(pair.a), families.find(pair.b));
        if x == y {
            continue;
        }
        let (few, many) =
            if families.size[x as usize] <= families.size[y as usize] { (x, y) } else { (y, x) };
        let (mut balance, mut member) = (0_i64, few);
        loop {
            for &edge in neighbours.of_story(member) {
                let edge = &judged[edge as usize];
                let other = if edge.a == member { edge.b } else { edge.a };
                if families.find(other) == many && links(edge) {
                    balance += i64::from(edge.score.clamp(AGAINST, -AGAINST));
                }
            }
            member = families.behind[member as usize];
            if member == few {
                break;
            }
        }
        if balance > 0 {
            families.join(few, many);
        }
    }
    let mut names = vec![u32::MAX; n];
    let mut cluster = vec![0; n];
    for story in 0..n as u32 {
        let root = families.find(story) as usize;
        names[root] = names[root].min(story);
        cluster[story as usize] = names[root];
    }
    (cluster, compound)
}

/// Whether `page` is made of two stories or more: at some place it can be cut so that its copies lie before the cut or
/// behind it, and none before knows one behind.
///
/// Copies that lie wholly within the page on both sides are no proof: they may be excerpts of one long story.
fn is_compound(page: u32, neighbours: &Neighbours, judged: &[Judged]) -> bool {
    /// Copies looked at, the surest first, so that the work stays bounded.
    const LOOKED_AT: usize = 24;
    /// Words by which a copy may cross the cut.
    const SLACK: u32 = 4;
    /// Told to this share, in thousandths, a copy lies wholly within the page.
    const WITHIN: u32 = 850;
    let pairs = neighbours.of_story(page);
    if pairs.len() < 2 {
        return false;
    }
    let mut copies: Vec<Copy> = pairs
        .iter()
        .map(|&edge| &judged[edge as usize])
        .map(|edge| {
            let (mine, story) = if edge.a == page { (0, edge.b) } else { (1, edge.a) };
            Copy { story, score: edge.score, reach: edge.reach[mine], told: edge.told[1 - mine] }
        })
        .filter(|copy| copy.score > 0 || copy.told >= MOST)
        .collect();
    copies.sort_unstable_by_key(|copy| (std::cmp::Reverse(copy.score), copy.story));
    copies.truncate(LOOKED_AT);
    copies.iter().any(|at| {
        let cut = at.reach.1;
        let before = || copies.iter().filter(|copy| copy.reach.1 <= cut + SLACK);
        let behind = || copies.iter().filter(|copy| copy.reach.0 + SLACK >= cut);
        let counts = [before().count(), behind().count()];
        let sided = counts[0] + counts[1];
        let across = copies.len().saturating_sub(sided);
        if counts.contains(&0) || 3 * across > sided {
            return false;
        }
        let more = before().chain(behind()).any(|copy| copy.told < WITHIN);
        let related = |x: &Copy, y: &Copy| {
            neighbours.between(x.story, y.story, judged).is_some_and(|edge| edge.score > 0)
        };
        let ties = || before().map(|x| behind().filter(|y| related(x, y)).count()).sum::<usize>();
        more && 8 * ties() <= counts[0] * counts[1]
    })
}

/// A copy of a page, as the page sees it.
struct Copy {
    story: u32,
    score: i32,
    reach: (u32, u32),
    told: u32,
}

/// The judged pairs of each story.
struct Neighbours {
    edges: Vec<u32>,
    offsets: Vec<usize>,
    /// Where the pairs start of which each story is the first, and where the last of them end.
    firsts: Vec<usize>,
}

impl Neighbours {
    fn of(n: usize, judged: &[Judged]) -> Self {
        let (mut offsets, mut firsts) = (vec![0; n + 1], vec![0; n + 1]);
        for pair in judged {
            offsets[pair.a as usize + 1] += 1;
            offsets[pair.b as usize + 1] += 1;
            firsts[pair.a as usize + 1] += 1;
        }
        for at in 1..offsets.len() {
            offsets[at] += offsets[at - 1];
            firsts[at] += firsts[at - 1];
        }
        let mut next = offsets.clone();
        let mut edges = vec![0; judged.len() * 2];
        for (at, pair) in judged.iter().enumerate() {
            for story in [pair.a, pair.b] {
                edges[next[story as usize]] = at as u32;
                next[story as usize] += 1;
            }
        }
        Self { edges, offsets, firsts }
    }

    fn of_story(&self, story: u32) -> &[u32] {
        &self.edges[self.offsets[story as usize]..self.offsets[story as usize + 1]]
    }

    fn between<'j>(&self, x: u32, y: u32, judged: &'j [Judged]) -> Option<&'j Judged> {
        let (a, b) = (x.min(y), x.max(y));
        let pairs = &judged[self.firsts[a as usize]..self.firsts[a as usize + 1]];
        pairs.binary_search_by_key(&b, |edge| edge.b).ok().and_then(|at| pairs.get(at))
    }
}

struct Families {
    parent: Vec<u32>,
    /// Members of one family form a ring: for each the one behind it.
    behind: Vec<u32>,
    /// Of each family's root.
    size: Vec<u32>,
}

impl Families {
    fn new(n: usize) -> Self {
        let alone: Vec<u32> = (0..n as u32).collect();
        Self { parent: alone.clone(), behind: alone, size: vec![1; n] }
    }

    fn find(&mut self, mut story: u32) -> u32 {
        while self.parent[story as usize] != story {
            let up = self.parent[self.parent[story as usize] as usize];
            self.parent[story as usize] = up;
            story = up;
        }
        story
    }

    fn join(&mut self, few: u32, many: u32) {
        self.parent[few as usize] = many;
        self.behind.swap(few as usize, many as usize);
        self.size[many as usize] += self.size[few as usize];
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn judged(a: u32, b: u32, score: i32, in_a: (u32, u32), told_of_b: u32) -> Judged {
        Judged { a, b, score, reach: [in_a, (0, 90)], told: [400, told_of_b], leads: true }
    }

    #[test]
    fn a_page_with_most_of_another_story_behind_a_copy_is_compound_whatever_speaks_against_that_story() {
        // Two copies of one story at the start of page 0; of story 3, told behind them, only the date disagrees.
        let part = |told| {
            [
                judged(0, 1, 2000, (0, 100), 600),
                judged(0, 2, 1500, (0, 100), 700),
                judged(0, 3, -3000, (110, 200), told),
                judged(1, 2, 3000, (0, 90), 950),
            ]
        };
        assert_eq!(cluster(4, &part(650)), (vec![0, 1, 1, 3], vec![0]));
        // A quote of it is no part of it.
        assert_eq!(cluster(4, &part(300)), (vec![0, 0, 0, 3], vec![]));
    }
}
