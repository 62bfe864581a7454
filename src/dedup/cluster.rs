//! Judged pairs → clusters: a story joins the family it agrees with on the whole, never by one chain of weak links.
//!
//! Pairs are taken surest first. Two families become one if the pairs known between them say so on balance, those
//! against counting as much as those for. A compound page (a roundup, a live page) links nothing: its neighbours
//! are unrelated and cover different parts of it.

use super::judge::Numbers;

/// A judged pair of stories, by rank, `a < b`.
#[derive(Debug, Clone)]
pub(super) struct Judged {
    pub(super) a: u32,
    pub(super) b: u32,
    /// Above 0: one story.
    pub(super) score: i32,
    pub(super) numbers: Numbers,
    /// Where the shared stretches lie in `a` and in `b`: first and last word.
    pub(super) reach: [(u32, u32); 2],
}

/// The cluster of each story, named by its smallest rank; gives up the compound pages too, sorted.
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
        let (few, many) = if families.members[x as usize].len() <= families.members[y as usize].len() {
            (x, y)
        } else {
            (y, x)
        };
        let mut balance = 0_i64;
        for member in families.members[few as usize].clone() {
            for &edge in neighbours.of_story(member) {
                let edge = &judged[edge as usize];
                let other = if edge.a == member { edge.b } else { edge.a };
                if families.find(other) == many && links(edge) {
                    balance += i64::from(edge.score.clamp(-500, 500));
                }
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

/// Whether the stories that `page` shares much with fall into groups that know nothing of each other and cover
/// different parts of the page.
fn is_compound(page: u32, neighbours: &Neighbours, judged: &[Judged]) -> bool {
    const LOOKED_AT: usize = 32;
    let mut parts: Vec<(u32, (u32, u32))> = Vec::new();
    for &edge in neighbours.of_story(page) {
        let edge = &judged[edge as usize];
        if edge.score > 0 || edge.numbers.contained >= 500 {
            let (other, reach) =
                if edge.a == page { (edge.b, edge.reach[0]) } else { (edge.a, edge.reach[1]) };
            parts.push((other, reach));
        }
    }
    if parts.len() < 2 {
        return false;
    }
    parts.truncate(LOOKED_AT);
    // Groups of neighbours that are related to each other.
    let mut group: Vec<usize> = (0..parts.len()).collect();
    for i in 0..parts.len() {
        for j in 0..i {
            let (x, y) = (parts[i].0, parts[j].0);
            let related = neighbours
                .between(x, y, judged)
                .is_some_and(|edge| edge.numbers.contained >= 250 || edge.score > 0);
            if related && group[i] != group[j] {
                let (old, new) = (group[i], group[j]);
                group.iter_mut().filter(|g| **g == old).for_each(|g| *g = new);
            }
        }
    }
    let mut reaches: Vec<(u32, u32)> = Vec::new();
    for g in 0..parts.len() {
        let mine = || parts.iter().zip(&group).filter(|(_, of)| **of == g).map(|(part, _)| part.1);
        if let (Some(from), Some(to)) = (mine().map(|reach| reach.0).min(), mine().map(|reach| reach.1).max())
        {
            reaches.push((from, to));
        }
    }
    reaches.sort_unstable();
    reaches.windows(2).any(|pair| {
        let ((from_x, to_x), (from_y, to_y)) = (pair[0], pair[1]);
        let overlap = to_x.min(to_y).saturating_sub(from_y);
        let least = (to_x - from_x).min(to_y - from_y);
        4 * overlap <= least
    })
}

/// The judged pairs of each story.
struct Neighbours {
    edges: Vec<u32>,
    offsets: Vec<usize>,
}

impl Neighbours {
    fn of(n: usize, judged: &[Judged]) -> Self {
        let mut offsets = vec![0; n + 1];
        for pair in judged {
            offsets[pair.a as usize + 1] += 1;
            offsets[pair.b as usize + 1] += 1;
        }
        for at in 1..offsets.len() {
            offsets[at] += offsets[at - 1];
        }
        let mut next = offsets.clone();
        let mut edges = vec![0; judged.len() * 2];
        for (at, pair) in judged.iter().enumerate() {
            for story in [pair.a, pair.b] {
                edges[next[story as usize]] = at as u32;
                next[story as usize] += 1;
            }
        }
        Self { edges, offsets }
    }

    fn of_story(&self, story: u32) -> &[u32] {
        &self.edges[self.offsets[story as usize]..self.offsets[story as usize + 1]]
    }

    fn between<'j>(&self, x: u32, y: u32, judged: &'j [Judged]) -> Option<&'j Judged> {
        let pair = (x.min(y), x.max(y));
        judged.binary_search_by_key(&pair, |edge| (edge.a, edge.b)).ok().and_then(|at| judged.get(at))
    }
}

struct Families {
    parent: Vec<u32>,
    members: Vec<Vec<u32>>,
}

impl Families {
    fn new(n: usize) -> Self {
        Self { parent: (0..n as u32).collect(), members: (0..n as u32).map(|story| vec![story]).collect() }
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
        let moved = std::mem::take(&mut self.members[few as usize]);
        self.members[many as usize].extend(moved);
    }
}
