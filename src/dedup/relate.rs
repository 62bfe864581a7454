//! The barrier of the run: candidates → alignment → judgement → clusters → canonical copies.

use std::borrow::Cow;
use std::collections::HashMap;

use rayon::prelude::*;

use super::align::{Alignment, Run, Stretch, align};
use super::candidates::{Candidate, Postings, candidates};
use super::canonical::canonical;
use super::cluster::{Judged, cluster};
use super::judge::{Numbers, measure};
use super::prepared::Prepared;
use super::{Findings, Options, Shelf, Sketch, Story};
use crate::error::Result;
use crate::model::{CopyKind, DocId, Edge, EdgeKind, Membership, Passage, Span};

/// Exact copies of one text that are still paired each with each and with every partner; more are told by their
/// first alone.
const TWINS: usize = 8;
/// Pairs that one task compares.
const TASK: usize = 4096;
/// A mark that this many unrelated stories carry is boilerplate.
const UNRELATED: usize = 12;

pub(super) fn relate(sketches: &[Sketch], shelf: &dyn Shelf, options: &Options) -> Result<Findings> {
    let groups = Groups::of(sketches);
    let reps: Vec<&Sketch> = groups.list.iter().map(|group| &sketches[group[0] as usize]).collect();
    let postings = Postings::of(&reps);
    let pairs = candidates(&reps, &postings, LEAST_RARITY);
    let common = postings.common(&kin(&reps, &pairs), UNRELATED);
    drop(postings);

    let tasks = tasks(reps.len(), pairs, &groups);
    let compared: Vec<Vec<Compared>> = tasks
        .par_iter()
        .map(|task| compare_all(task, sketches, shelf, &common, options))
        .collect::<Result<_>>()?;
    let mut compared: Vec<Compared> = compared.into_iter().flatten().collect();
    compared.sort_unstable_by_key(|pair| (pair.judged.a, pair.judged.b, pair.edge.a, pair.edge.b));

    let taken = |pair: &mut Compared| {
        let reach = std::mem::take(&mut pair.judged.reach);
        Judged { reach, ..pair.judged.clone() }
    };
    let mut judged: Vec<Judged> = compared.iter_mut().map(taken).collect();
    judged.retain(|pair| pair.a != pair.b);
    judged.dedup_by_key(|pair| (pair.a, pair.b));
    let (clusters, compound) = cluster(reps.len(), &judged);

    let mut edges: Vec<Edge> = Vec::with_capacity(compared.len());
    for Compared { judged, mut edge } in compared {
        edge.same_story = clusters[judged.a as usize] == clusters[judged.b as usize];
        let compound = compound.binary_search(&judged.a).is_ok() || compound.binary_search(&judged.b).is_ok();
        edge.kind = kind(&edge, &judged, compound);
        edges.push(edge);
    }
    edges.sort_unstable_by_key(|edge| (edge.a, edge.b));
    let memberships = memberships(sketches, &groups, &clusters, &edges);
    // Two stories overlap in what both say word for word; a stretch of look-alike words is none.
    edges.retain(|edge| edge.kind != EdgeKind::Overlap || edge.same_story || !edge.passages.is_empty());
    Ok(Findings { memberships, edges })
}

/// Rarity of shared marks that makes two stories worth comparing.
const LEAST_RARITY: u32 = 10;

pub(super) fn compare(a: &Story, b: &Story, options: &Options) -> Edge {
    let (sketch_a, sketch_b) = (super::sketch(a, options), super::sketch(b, options));
    let met = super::sketch::shared(&sketch_a.marks, &sketch_b.marks) as u32;
    let candidate = Candidate { a: 0, b: 1, met };
    let (prepared_a, prepared_b) =
        (Prepared::new(a.clone(), &[], options), Prepared::new(b.clone(), &[], options));
    let Compared { judged, mut edge } =
        compare_two(candidate, (&sketch_a, &prepared_a), (&sketch_b, &prepared_b));
    edge.same_story = judged.score > 0;
    edge.kind = kind(&edge, &judged, false);
    edge
}

/// Stories of equal text, told by one of them; the others are its twins.
struct Groups {
    /// Indexes of sketches, the smallest id first; groups in rank order: the fullest first.
    list: Vec<Vec<u32>>,
}

impl Groups {
    fn of(sketches: &[Sketch]) -> Self {
        let mut order: Vec<u32> = (0..sketches.len() as u32).collect();
        let sketch = |at: &u32| &sketches[*at as usize];
        let text = |at: &u32| (std::cmp::Reverse(sketch(at).words), sketch(at).canonical);
        order.par_sort_unstable_by_key(|at| (text(at), sketch(at).id));
        let mut list: Vec<Vec<u32>> = Vec::new();
        for twins in order.chunk_by(|x, y| text(x) == text(y)) {
            if sketch(&twins[0]).words == 0 {
                list.extend(twins.iter().map(|&at| vec![at]));
            } else {
                list.push(twins.to_vec());
            }
        }
        list.sort_by_key(|group| (std::cmp::Reverse(sketch(&group[0]).words), sketch(&group[0]).id));
        Self { list }
    }
}

/// A guess at each story's family before anything is compared: stories that share over half of their marks.
fn kin(reps: &[&Sketch], pairs: &[Candidate]) -> Vec<u32> {
    let mut parent: Vec<u32> = (0..reps.len() as u32).collect();
    for pair in pairs {
        let marks = |rank: u32| reps[rank as usize].marks.len() as u32;
        if 2 * pair.met >= marks(pair.a).min(marks(pair.b)) {
            union(&mut parent, pair.a, pair.b);
        }
    }
    (0..reps.len() as u32).map(|rank| find(&mut parent, rank)).collect()
}

fn find(parent: &mut [u32], mut story: u32) -> u32 {
    while parent[story as usize] != story {
        let up = parent[parent[story as usize] as usize];
        parent[story as usize] = up;
        story = up;
    }
    story
}

/// The smaller root wins, so that the result does not depend on the order of pairs.
fn union(parent: &mut [u32], x: u32, y: u32) {
    let (x, y) = (find(parent, x), find(parent, y));
    parent[x.max(y) as usize] = x.min(y);
}

/// A pair to compare: ranks of the groups, and the two stories as indexes of sketches.
#[derive(Debug, Clone, Copy)]
struct Pair {
    ranks: Candidate,
    stories: [u32; 2],
}

/// Cuts the pairs into tasks so that a story is read in as few of them as possible.
fn tasks(n: usize, pairs: Vec<Candidate>, groups: &Groups) -> Vec<Vec<Pair>> {
    let mut parent: Vec<u32> = (0..n as u32).collect();
    for pair in &pairs {
        union(&mut parent, pair.a, pair.b);
    }
    let twins = (0..n as u32).filter(|&rank| groups.list[rank as usize].len() > 1);
    let mut all: Vec<Candidate> = twins.map(|rank| Candidate { a: rank, b: rank, met: 0 }).collect();
    all.extend(pairs);
    let mut all: Vec<(u32, Candidate)> =
        all.into_iter().map(|pair| (find(&mut parent, pair.a), pair)).collect();
    all.par_sort_unstable();

    let mut tasks: Vec<Vec<Pair>> = Vec::new();
    let mut task: Vec<Pair> = Vec::new();
    for connected in all.chunk_by(|x, y| x.0 == y.0) {
        if task.len() + connected.len() > TASK {
            tasks.push(std::mem::take(&mut task));
        }
        for &(_, pair) in connected {
            expand(pair, groups, &mut task);
            if task.len() >= TASK {
                tasks.push(std::mem::take(&mut task));
            }
        }
    }
    tasks.push(task);
    tasks
}

fn expand(pair: Candidate, groups: &Groups, out: &mut Vec<Pair>) {
    let (a, b) = (&groups.list[pair.a as usize], &groups.list[pair.b as usize]);
    let few = |group: &[u32]| group.len() <= TWINS;
    let mut push = |x: u32, y: u32| out.push(Pair { ranks: pair, stories: [x, y] });
    if pair.a == pair.b {
        for (at, &x) in a.iter().enumerate() {
            let others = if few(a) { &a[..at] } else { &a[..at.min(1)] };
            others.iter().for_each(|&y| push(y, x));
        }
        return;
    }
    for &x in if few(a) { &a[..] } else { &a[..1] } {
        for &y in if few(b) { &b[..] } else { &b[..1] } {
            push(x, y);
        }
    }
}

struct Compared {
    judged: Judged,
    edge: Edge,
}

fn compare_all(
    task: &[Pair],
    sketches: &[Sketch],
    shelf: &dyn Shelf,
    common: &[u32],
    options: &Options,
) -> Result<Vec<Compared>> {
    let mut ready: HashMap<u32, Prepared> = HashMap::new();
    let mut compared = Vec::with_capacity(task.len());
    for pair in task {
        for index in pair.stories {
            if let std::collections::hash_map::Entry::Vacant(entry) = ready.entry(index) {
                entry.insert(Prepared::new(shelf.story(index)?, common, options));
            }
        }
        let [x, y] = pair.stories;
        let (Some(a), Some(b)) = (ready.get(&x), ready.get(&y)) else { continue };
        let found = compare_two(pair.ranks, (&sketches[x as usize], a), (&sketches[y as usize], b));
        if !found.edge.stretches.is_empty() || found.edge.kind != EdgeKind::Overlap {
            compared.push(found);
        }
    }
    Ok(compared)
}

/// Lays `x` beside `y`; the edge is turned so that its `a` is the smaller id.
fn compare_two(ranks: Candidate, x: (&Sketch, &Prepared), y: (&Sketch, &Prepared)) -> Compared {
    let turned = x.0.id > y.0.id;
    let ((a_sketch, a), (b_sketch, b)) = if turned { (y, x) } else { (x, y) };
    let alignment = align(a, b);
    let numbers = measure(a, b, &alignment);
    let equal =
        a_sketch.canonical == b_sketch.canonical && a_sketch.words == b_sketch.words && a_sketch.words > 0;
    let score = if equal { 1000 } else { numbers.same_story() };
    let told = |side: usize, own: u32| (u64::from(alignment.own[side]) * 1000 / u64::from(own.max(1))) as u32;
    let mut judged = Judged {
        a: ranks.a,
        b: ranks.b,
        score,
        figure_swaps: numbers.figure_swaps,
        reach: [reach(&alignment, |stretch| stretch.a), reach(&alignment, |stretch| stretch.b)],
        told: [told(0, a.own), told(1, b.own)],
    };
    if turned {
        judged.reach.swap(0, 1);
        judged.told.swap(0, 1);
    }
    let kind = if !equal {
        EdgeKind::Overlap
    } else if a_sketch.raw == b_sketch.raw {
        EdgeKind::ExactRaw
    } else if a_sketch.plain == b_sketch.plain {
        EdgeKind::ExactText
    } else {
        EdgeKind::Near
    };
    let reasons = reasons(&numbers, score);
    let part =
        |covered: u32, whole: u32| (u64::from(covered) * 10_000 / u64::from(whole.max(1))).min(10_000) as u32;
    let covered = if a.is_templated() && b.is_templated() {
        [part(alignment.covered[0], a.weight), part(alignment.covered[1], b.weight)]
    } else {
        [part(alignment.own[0], a.own), part(alignment.own[1], b.own)]
    };
    let edge = Edge {
        a: a_sketch.id,
        b: b_sketch.id,
        kind,
        same_story: false,
        shingles: alignment.shingles,
        met: ranks.met,
        longest_run: alignment.runs.iter().map(|run| run.len as u32).max().unwrap_or(0),
        reasons,
        covered,
        passages: alignment.runs.iter().filter_map(|run| passage(a, b, run)).collect(),
        stretches: alignment.stretches.iter().map(|stretch| whole(a, b, stretch)).collect(),
    };
    Compared { judged, edge }
}

/// Where the middle nine tenths of the shared words lie.
fn reach(alignment: &Alignment, side: fn(&Stretch) -> (usize, usize)) -> (u32, u32) {
    let mut sides: Vec<(usize, usize)> = alignment.stretches.iter().map(side).collect();
    sides.sort_unstable();
    let all: usize = sides.iter().map(|(from, to)| to - from).sum();
    let place = |nth: usize| {
        let mut left = nth;
        for (from, to) in &sides {
            if left <= to - from {
                return (from + left) as u32;
            }
            left -= to - from;
        }
        sides.last().map_or(0, |(_, to)| *to as u32)
    };
    (place(all / 20), place(all - all / 20))
}

/// A run long enough to be told: eight words, or sixteen characters of a script without spaces.
fn passage(a: &Prepared, b: &Prepared, run: &Run) -> Option<Passage> {
    let weight: u32 = a.words[run.a..run.a + run.len].iter().map(|word| word.weight()).sum();
    (weight >= 16).then(|| Passage {
        a: span(a, (run.a, run.a + run.len)),
        b: span(b, (run.b, run.b + run.len)),
        words: weight / 2,
    })
}

/// The score and the numbers that made it; those that are nothing decide nothing. Edges are many and wait in memory, so
/// no room is left over.
fn reasons(numbers: &Numbers, score: i32) -> Vec<(Cow<'static, str>, i32)> {
    let told = numbers.weighed().into_iter().filter(|(_, value, _)| *value != 0);
    let told = told.map(|(name, value, _)| (Cow::Borrowed(name), value));
    let mut reasons: Vec<_> = std::iter::once((Cow::Borrowed("same_story"), score)).chain(told).collect();
    reasons.shrink_to_fit();
    reasons
}

fn whole(a: &Prepared, b: &Prepared, stretch: &Stretch) -> Passage {
    Passage { a: span(a, stretch.a), b: span(b, stretch.b), words: stretch.weight / 2 }
}

fn span(story: &Prepared, (from, to): (usize, usize)) -> Span {
    let (first, last) = (story.words[from], story.words[to.max(1) - 1]);
    Span { start: first.start, end: last.end }
}

fn kind(edge: &Edge, judged: &Judged, compound: bool) -> EdgeKind {
    let [a, b] = edge.covered;
    match edge.kind {
        EdgeKind::Overlap if edge.same_story => {
            if a.min(b) >= 6000 {
                if judged.figure_swaps > 0 { EdgeKind::Revision } else { EdgeKind::Near }
            } else if a.max(b) >= 7500 {
                EdgeKind::Contains
            } else {
                EdgeKind::Revision
            }
        }
        EdgeKind::Overlap if a.max(b) >= 5000 && !compound => EdgeKind::LookAlike,
        kind => kind,
    }
}

fn memberships(sketches: &[Sketch], groups: &Groups, clusters: &[u32], edges: &[Edge]) -> Vec<Membership> {
    let mut members: Vec<(u32, u32)> = Vec::with_capacity(sketches.len());
    for (rank, group) in groups.list.iter().enumerate() {
        members.extend(group.iter().map(|&at| (clusters[rank], at)));
    }
    members.sort_unstable_by_key(|&(cluster, at)| (cluster, sketches[at as usize].id));
    let mut out: Vec<Option<Membership>> = vec![None; sketches.len()];
    for cluster in members.chunk_by(|x, y| x.0 == y.0) {
        let copies: Vec<(usize, &Sketch)> =
            cluster.iter().map(|&(_, at)| (at as usize, &sketches[at as usize])).collect();
        let (canonical, reason) = canonical(&copies);
        let name = copies[0].1.id;
        for &(at, sketch) in &copies {
            out[at] = Some(Membership {
                cluster: name,
                canonical: sketches[canonical].id,
                size: copies.len() as u32,
                kind: copy_kind(sketch, &sketches[canonical], edges),
                reason: reason.to_owned(),
            });
        }
    }
    out.into_iter().flatten().collect()
}

fn copy_kind(copy: &Sketch, canonical: &Sketch, edges: &[Edge]) -> CopyKind {
    if copy.id == canonical.id {
        return CopyKind::Canonical;
    }
    let pair: (DocId, DocId) = (copy.id.min(canonical.id), copy.id.max(canonical.id));
    let edge = edges.binary_search_by_key(&pair, |edge| (edge.a, edge.b)).ok().and_then(|at| edges.get(at));
    match edge.map(|edge| edge.kind) {
        _ if copy.raw == canonical.raw => CopyKind::ExactRaw,
        _ if copy.plain == canonical.plain && copy.words == canonical.words => CopyKind::ExactText,
        Some(EdgeKind::Near) => CopyKind::Near,
        Some(EdgeKind::Contains) => CopyKind::Contains,
        _ => CopyKind::Revision,
    }
}
