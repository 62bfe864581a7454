//! The barrier of the run: candidates → alignment → judgement → clusters → canonical copies.

use std::collections::HashMap;
use std::sync::atomic::{AtomicU32, Ordering};

use rayon::prelude::*;

use super::align::Alignment;
use super::candidates::{self, Candidate, Found, Lists};
use super::chosen::Chosen;
use super::cluster::{AGAINST, Judged};
use super::common::common;
use super::groups::{Groups, kin};
use super::guess::{self, Guess, SURE, SURE_IN_FAMILY, guess};
use super::judge::{Before, at_most_by_sketch};
use super::ledger::{Ledger, Link, torn};
use super::memberships::Memberships;
use super::portrait::Face;
use super::postings::Postings;
use super::prepared::{Common, Prepared, Room, Source};
use super::ready::Ready;
use super::relation::{self, Comparison};
use super::relations::{ById, Relation, Relations};
use super::rounds::Rounds;
use super::row::Row;
use super::runs::{Sorter, sort};
use super::sketch::{BANDS, Outline};
use super::sketches::Sketches;
use super::spilled::Spilled;
use super::{Folded, HELD, Known, Options, Shelf, Story};
use crate::error::Result;
use crate::model::{DocId, Edge};

/// Rarity of shared marks that makes two stories worth comparing.
const LEAST_RARITY: u32 = 10;
/// Words of a story that has marks to spare: some thirty, by a few of which it is paired with its copies just as well.
const FULL: u32 = 128;
/// Pairs that one task compares, and that are compared before what was found is taken.
const TASK: usize = 256;
const AT_ONCE: usize = 1 << 16;
/// Pairs whose portraits are fetched side by side: they lie all over memory.
const SIDE_BY_SIDE: usize = 16;
/// So many marks no story has: those that are no boilerplate are counted when they are first asked for.
const UNCOUNTED: u32 = u32::MAX;
/// The share of the room that each may take: pairs while they are sorted and when they are, what is judged of them, relations.
const SHARE: usize = 6;
/// Bytes of the stories that a thread holds ready, where there is room.
const MOST_READY: u64 = 1 << 22;

/// Memberships in the order of the sketches, and relations.
pub(super) fn relate(
    all: &Sketches,
    known: Known<'_>,
    shelf: &dyn Shelf,
    ledger: &dyn Ledger,
    options: &Options,
) -> Result<(Memberships, Relations)> {
    let sketches = &all.outlines[..];
    let groups = Groups::of(sketches);
    let rank_of = groups.ranks(sketches.len());
    let links = earlier(sketches, known.links, &groups, &rank_of);
    // Beside each other: sketches lie all over memory.
    let marks: Vec<u32> = groups.firsts().map(|story| all.count(story)).collect();
    let room = room(all.len(), options);
    let (mut pairs, common, met_by) = {
        let fresh = groups.fresh(known.stories);
        let mut found = Found::new(room / SHARE, ledger)?;
        let lists = find(all, &groups, &rank_of, &fresh, ledger, options, &mut found)?;
        let met_by = lists.met_by(&marks);
        candidates::share_marks(&met_by, &lists, LEAST_RARITY, &fresh, &mut found)?;
        let pairs = found.sorted()?;
        let kin = kin(groups.len(), |pair| met_by.of(pair), pairs.iter(), &links)?;
        let common = common(&lists.carried_by_many(&kin)?, groups.len());
        (pairs, Common::new(&common), met_by.halved(&lists))
    };
    let threads = rayon::current_num_threads() as u64;
    let by_id = ById::of(sketches, options.relations);
    let desk = Desk {
        all,
        sketches,
        by_id: &by_id,
        known: known.stories,
        groups: &groups,
        shelf,
        ledger,
        common: &common,
        most_ready: (options.memory.bytes() / 8 / threads).min(MOST_READY) as usize,
        room,
        options,
    };
    let mut relations = Sorter::new(room / SHARE, ledger.another()?);
    let mut judged = Row::new(room / SHARE, ledger.another()?);
    links.into_iter().try_for_each(|pair| judged.push(pair))?;
    let sorter = || Ok(Sorter::new(room / SHARE, ledger.another()?));
    let mut found = Rounds::new(groups.len());
    if options.relations {
        groups.with_twins(&mut pairs)?;
        desk.compare_all(|| pairs.iter(), &mut judged, &mut relations)?;
        drop(pairs);
        found.renew(&judged, sorter()?)?;
    } else {
        let shared = |pair: Candidate| {
            let stories = [pair.a, pair.b].map(|rank| groups.group(rank)[0]);
            all.shared_up_to(u32::MAX, stories)
        };
        let mut chosen = Chosen::new(|pair| met_by.of(pair), pairs.iter(), shared)?;
        drop(pairs);
        let own: Vec<AtomicU32> = sketches.iter().map(|_| AtomicU32::new(UNCOUNTED)).collect();
        let mut round = chosen.first(marks.len());
        loop {
            round = desk.guess_all(round, &own, &found.clusters, &mut judged)?;
            desk.compare_all(|| round.iter().copied().map(Ok), &mut judged, &mut relations)?;
            found.renew(&judged, sorter()?)?;
            round = chosen.next(&found.clusters);
            if round.is_empty() {
                break;
            }
        }
    }
    let Rounds { clusters, compound, .. } = found;

    drop(judged);
    let mut memberships = Memberships::of(all, known.kept, &groups, &clusters, !options.relations)?;
    let compound = compound.iter().flat_map(|&page| groups.group(page).iter().copied());
    let mut told = Relations::new(by_id, compound, room / SHARE, ledger)?;
    for relation in relations.sorted()? {
        told.push(relation?, &mut memberships)?;
    }
    Ok((memberships, told))
}

/// Who carries which mark; adds the pairs that share a band, where relations are wanted.
fn find(
    all: &Sketches,
    groups: &Groups,
    rank_of: &[u32],
    fresh: &[bool],
    ledger: &dyn Ledger,
    options: &Options,
    pairs: &mut Found,
) -> Result<Lists> {
    let (room, with_bands) = (room(all.len(), options), options.relations);
    // Where clusters alone are wanted, a full story has marks to spare.
    let is_full = |&story: &u32| all.outlines[story as usize].words >= FULL;
    let thinned = if options.relations { 0 } else { groups.firsts().take_while(is_full).count() };
    if all.are_held() {
        let held: Vec<_> =
            groups.firsts().map(|story| all.held(story)).collect::<Option<_>>().ok_or_else(torn)?;
        for band in 0..if with_bands { BANDS } else { 0 } {
            let mut keys = Sorter::new(usize::MAX, ledger.another()?);
            for (rank, (bands, _)) in (0_u64..).zip(&held).filter(|(_, (_, marks))| !marks.is_empty()) {
                keys.push(u64::from(bands[band]) << 32 | rank)?;
            }
            candidates::share_a_band(keys.sorted()?, fresh, pairs)?;
        }
        let marks = held.into_iter().map(|(_, marks)| marks).collect();
        Ok(Lists::Held(Postings::of(marks, all.starting(), thinned)))
    } else {
        let (spilled, bands) = Spilled::of(all, groups, rank_of, thinned, room, ledger)?;
        for keys in bands.into_iter().filter(|_| with_bands) {
            candidates::share_a_band(keys.sorted()?, fresh, pairs)?;
        }
        Ok(Lists::Spilled(spilled))
    }
}

/// Bytes there is room for, beside what is held of each story.
fn room(stories: usize, options: &Options) -> usize {
    let memory = options.memory.bytes();
    memory.saturating_sub(HELD * stories as u64).max(memory / 4).try_into().unwrap_or(usize::MAX)
}

/// What is known from before, by rank.
fn earlier(sketches: &[Outline], links: &[Link], groups: &Groups, rank_of: &[u32]) -> Vec<Judged> {
    if links.is_empty() {
        return Vec::new();
    }
    let place: HashMap<DocId, u32> = (0..).zip(sketches).map(|(at, sketch)| (sketch.id, at)).collect();
    let judged = links.iter().filter_map(|link| {
        let stories = [*place.get(&link.a)?, *place.get(&link.b)?];
        let ranks = stories.map(|story| rank_of[story as usize]);
        let leads = (0..2).all(|side| groups.group(ranks[side])[0] == stories[side]);
        (ranks[0] != ranks[1]).then(|| Judged::of(link, ranks, leads))
    });
    judged.collect()
}

pub(super) fn compare(a: &Story, b: &Story, options: &Options) -> Edge {
    let (sketch_a, sketch_b) = (super::sketch(a, options), super::sketch(b, options));
    let met = super::sketch::shared(&sketch_a.marks, &sketch_b.marks) as u32;
    let (folded_a, folded_b, common) = (Folded::of(a, options), Folded::of(b, options), Common::new(&[]));
    let prepared_a = Prepared::new(Room::of(folded_a), Source::Text(&a.text), &common, options);
    let prepared_b = Prepared::new(Room::of(folded_b), Source::Text(&b.text), &common, options);
    let Comparison { verdict, details, .. } = relation::lay(
        met,
        Before::of(&prepared_a, &prepared_b),
        (&sketch_a.outline, &prepared_a),
        (&sketch_b.outline, &prepared_b),
        true,
        &mut Alignment::default(),
    );
    let same_story = details.score > 0;
    relation::edge([a.id, b.id], verdict.kind(same_story, false), same_story, verdict, details)
}

/// All that pairs are compared by.
struct Desk<'a> {
    all: &'a Sketches,
    sketches: &'a [Outline],
    by_id: &'a ById,
    /// So many of the first were compared before.
    known: usize,
    groups: &'a Groups,
    shelf: &'a dyn Shelf,
    ledger: &'a dyn Ledger,
    /// Marks of boilerplate.
    common: &'a Common,
    /// Bytes of the stories that a thread holds ready.
    most_ready: usize,
    /// Bytes there is room for in all.
    room: usize,
    options: &'a Options,
}

/// The first stories of two groups, by the order in which they were put down.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Leads {
    earlier: u32,
    later: u32,
    /// Whether the later one is of the first group.
    is_a_later: bool,
    ranks: Candidate,
}

impl Leads {
    /// In the order of the groups.
    fn stories(&self) -> [u32; 2] {
        if self.is_a_later { [self.later, self.earlier] } else { [self.earlier, self.later] }
    }
}

/// What one task found.
#[derive(Default)]
struct Compared {
    judged: Vec<Judged>,
    relations: Vec<Relation>,
}

impl<'s> Desk<'s> {
    /// Compares the pairs and adds what was found.
    fn compare_all<P: Iterator<Item = Result<Candidate>>>(
        &self,
        pairs: impl Fn() -> P,
        judged: &mut Row<Judged>,
        relations: &mut Sorter<Relation>,
    ) -> Result<()> {
        let sorter = || Ok(Sorter::new(self.room / SHARE, self.ledger.another()?));
        let mut pairs = self.groups.in_order(pairs, sorter)?;
        let mut some: Vec<Candidate> = Vec::new();
        loop {
            some.clear();
            for key in pairs.by_ref().take(AT_ONCE) {
                some.push(Candidate::of(key?));
            }
            if some.is_empty() {
                return Ok(());
            }
            let compared = some.par_chunks(TASK).map_init(
                || (Ready::new(self.shelf, self.common, self.options, self.most_ready), Alignment::default()),
                |ready, task| self.compare(task, ready),
            );
            for task in compared.collect::<Result<Vec<Compared>>>()? {
                task.judged.into_iter().try_for_each(|pair| judged.push(pair))?;
                task.relations.into_iter().try_for_each(|relation| relations.push(relation))?;
            }
        }
    }

    /// Adds what can be told of the pairs without reading their stories; gives those that must be compared.
    fn guess_all(
        &self,
        pairs: Vec<Candidate>,
        own: &[AtomicU32],
        families: &[u32],
        judged: &mut Row<Judged>,
    ) -> Result<Vec<Candidate>> {
        // As stories were put down: copies mostly came one soon after the other, and are near each other in memory.
        let ordered = |ranks: Candidate| {
            let [x, y] = [ranks.a, ranks.b].map(|rank| self.groups.group(rank)[0]);
            Leads { earlier: x.min(y), later: x.max(y), is_a_later: y < x, ranks }
        };
        let mut pairs: Vec<Leads> = pairs.into_iter().map(ordered).collect();
        sort(&mut pairs);
        let guess = |room: &mut _, task| self.guess(task, own, families, room);
        let guessed = pairs.par_chunks(TASK).map_init(Default::default, guess);
        let mut unsure = Vec::new();
        for (judgements, others) in guessed.collect::<Result<Vec<_>>>()? {
            judgements.into_iter().try_for_each(|pair| judged.push(pair))?;
            unsure.extend(others);
        }
        Ok(unsure)
    }

    fn guess(
        &self,
        task: &[Leads],
        own: &[AtomicU32],
        families: &[u32],
        (guesses, read): &mut (guess::Room, [Vec<u32>; 2]),
    ) -> Result<(Vec<Judged>, Vec<Candidate>)> {
        let (mut judged, mut unsure) = (Vec::new(), Vec::new());
        // Two threads that count the same count as much.
        let own_marks = |story: u32, marks: &[u32]| {
            let counted = own[story as usize].load(Ordering::Relaxed);
            if counted != UNCOUNTED {
                return counted;
            }
            let count = self.common.others(marks);
            own[story as usize].store(count, Ordering::Relaxed);
            count
        };
        for (nth, leads) in task.iter().enumerate() {
            if nth % SIDE_BY_SIDE == 0 {
                // Nobody wants the sum; without the box nothing would be read for it.
                let next = task[nth..].iter().take(SIDE_BY_SIDE);
                std::hint::black_box(
                    next.flat_map(|leads| leads.stories())
                        .map(|story| self.all.fetch(story))
                        .fold(0, u32::wrapping_add),
                );
            }
            let (ranks, [x, y]) = (leads.ranks, leads.stories());
            let [sketch_x, sketch_y] = [x, y].map(|index| &self.sketches[index as usize]);
            let are_family = families[ranks.a as usize] == families[ranks.b as usize];
            let sure = if are_family { SURE_IN_FAMILY } else { SURE };
            let is_against = at_most_by_sketch(sketch_x, sketch_y) <= AGAINST;
            let guess = if is_against {
                Guess::Against
            } else {
                let [read_x, read_y] = &mut *read;
                let ((marks_x, portrait_x), (marks_y, portrait_y)) =
                    (self.all.face(x, read_x)?, self.all.face(y, read_y)?);
                match (
                    Face::of(sketch_x, marks_x, own_marks(x, marks_x), portrait_x),
                    Face::of(sketch_y, marks_y, own_marks(y, marks_y), portrait_y),
                ) {
                    (Some(x), Some(y)) => guess(&x, &y, self.common, sure, guesses),
                    _ => Guess::Unsure,
                }
            };
            match guess {
                Guess::Against => judged.push(Judged::against(ranks, true)),
                Guess::Copies { score, reach, told } => {
                    judged.push(Judged { a: ranks.a, b: ranks.b, score, reach, told, leads: true });
                }
                Guess::Unsure => unsure.push(ranks),
            }
        }
        Ok((judged, unsure))
    }

    fn compare(
        &self,
        task: &[Candidate],
        (ready, alignment): &mut (Ready<'s>, Alignment),
    ) -> Result<Compared> {
        let (mut compared, mut entries) = (Compared::default(), Vec::new());
        let told = self.options.relations;
        let pairs = task.iter().flat_map(|&ranks| self.groups.pairs(ranks)).filter(|pair| told || pair.leads);
        for pair in pairs.filter(|pair| pair.stories.iter().any(|&story| story as usize >= self.known)) {
            let [x, y] = pair.stories;
            let sketch = |index: u32| &self.sketches[index as usize];
            ready.make(pair.stories)?;
            let side = |index: u32| Some((sketch(index), ready.get(index)?));
            let (Some(a), Some(b)) = (side(x), side(y)) else { continue };
            let before = Before::of(a.1, b.1);
            if !told && before.is_at_most(AGAINST, a.1, b.1) {
                compared.judged.push(Judged::against(pair.ranks, pair.leads));
                continue;
            }
            let comparison = relation::lay(pair.ranks.met, before, a, b, told, alignment);
            let (in_order, is_unreadable) = (a.0.id < b.0.id, a.1.is_unreadable() || b.1.is_unreadable());
            if is_unreadable {
                ready.read()?;
            }
            if comparison.is_empty() {
                continue;
            }
            let Comparison { verdict, details, .. } = comparison;
            let Candidate { a: rank_a, b: rank_b, .. } = pair.ranks;
            let stories = if in_order { [x, y] } else { [y, x] };
            if rank_a != rank_b {
                let [a, b] = stories.map(|story| self.sketches[story as usize].id);
                let link = Link { a, b, score: details.score, reach: details.reach, told: details.told };
                let ranks = if in_order { [rank_a, rank_b] } else { [rank_b, rank_a] };
                compared.judged.push(Judged::of(&link, ranks, pair.leads));
            }
            if told {
                let (places, slot) = (self.by_id.places(stories), details.write(&mut entries));
                compared.relations.push(Relation { places, verdict, slot });
            }
        }
        if !told {
            return Ok(compared);
        }
        let begin = self.ledger.keep(&entries)?;
        compared.relations.iter_mut().for_each(|relation| relation.slot.place += begin);
        Ok(compared)
    }
}
