//! Relations of stories, from when they are found until they are told: what decides nothing about clusters waits with their details.
//!
//! They are found in any order and are told by the ids of their stories, once clusters are known.

use super::ledger::{Details, Ledger, Link, Slot};
use super::memberships::Memberships;
use super::relation::{self, Verdict};
use super::row::Row;
use super::runs::Entry;
use super::sketch::Outline;
use crate::error::Result;
use crate::model::{DocId, Edge, EdgeKind};

/// A relation before clusters are known. Sorted by the ids of its stories.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Relation {
    /// Places of the two stories in the order of ids.
    pub(super) places: [u32; 2],
    pub(super) verdict: Verdict,
    pub(super) slot: Slot,
}

impl Entry for Relation {
    const BYTES: usize = 28;

    fn write(self, out: &mut Vec<u8>) {
        let Self { places: [a, b], verdict: Verdict { equal, covered, updated, quotes }, slot } = self;
        let equal = EQUAL.iter().position(|&kind| kind == equal).unwrap_or(0) as u32;
        let bits = equal | u32::from(updated) << 8 | u32::from(quotes) << 9;
        let covered = u32::from(covered[0]) | u32::from(covered[1]) << 16;
        [a, b, bits, covered, slot.length].into_iter().for_each(|number| number.write(out));
        slot.place.write(out);
    }

    fn read_all(bytes: &[u8], out: &mut Vec<Self>) {
        out.extend(bytes.as_chunks::<{ Self::BYTES }>().0.iter().map(|bytes| {
            let mut numbers = bytes.as_chunks::<4>().0.iter().map(|number| u32::from_le_bytes(*number));
            let mut next = || numbers.next().unwrap_or(0);
            let (places, bits, covered, length) = ([next(), next()], next(), next(), next());
            let verdict = Verdict {
                equal: EQUAL.get((bits & 0xff) as usize).copied().unwrap_or(EdgeKind::Overlap),
                covered: [covered as u16, (covered >> 16) as u16],
                updated: bits >> 8 & 1 == 1,
                quotes: bits >> 9 & 1 == 1,
            };
            let place = u64::from(next()) | u64::from(next()) << 32;
            Self { places, verdict, slot: Slot { place, length } }
        }));
    }
}

/// What equal digests may make of two stories.
const EQUAL: [EdgeKind; 4] = [EdgeKind::Overlap, EdgeKind::Near, EdgeKind::ExactText, EdgeKind::ExactRaw];

/// Stories in the order of their ids.
pub(super) struct ById {
    /// Indexes of sketches.
    stories: Vec<u32>,
    /// Of each story the place among them.
    places: Vec<u32>,
}

impl ById {
    /// None, if they are not `wanted`.
    pub(super) fn of(sketches: &[Outline], wanted: bool) -> Self {
        let n = if wanted { sketches.len() as u32 } else { 0 };
        let mut stories: Vec<u32> = (0..n).collect();
        stories.sort_unstable_by_key(|&story| sketches[story as usize].id);
        let mut places = vec![0; stories.len()];
        (0..).zip(&stories).for_each(|(place, &story)| places[story as usize] = place);
        Self { stories, places }
    }

    pub(super) fn places(&self, stories: [u32; 2]) -> [u32; 2] {
        stories.map(|story| self.places[story as usize])
    }
}

/// Relations sorted by the ids of their stories, and what they are told by.
pub(super) struct Relations {
    row: Row<Relation>,
    by_id: ById,
    /// Stories that are pages of several, sorted.
    compound: Vec<u32>,
}

impl Relations {
    /// None yet, in `room` bytes.
    pub(super) fn new(
        by_id: ById,
        compound: impl Iterator<Item = u32>,
        room: usize,
        ledger: &dyn Ledger,
    ) -> Result<Self> {
        let mut compound: Vec<u32> = compound.collect();
        compound.sort_unstable();
        Ok(Self { row: Row::new(room, ledger.another()?), by_id, compound })
    }

    /// Adds one behind the others, and tells `memberships` what a copy is to the canonical one.
    pub(super) fn push(&mut self, relation: Relation, memberships: &mut Memberships) -> Result<()> {
        memberships.tell(self.stories(relation), self.kind(relation, memberships).0);
        self.row.push(relation)
    }

    /// Indexes of sketches, the smaller id first.
    fn stories(&self, relation: Relation) -> [u32; 2] {
        relation.places.map(|place| self.by_id.stories[place as usize])
    }

    /// What the two are to each other, and whether they are one story.
    fn kind(&self, relation: Relation, memberships: &Memberships) -> (EdgeKind, bool) {
        let stories = self.stories(relation);
        let same_story = memberships.are_one(stories);
        let compound = stories.iter().any(|story| self.compound.binary_search(story).is_ok());
        (relation.verdict.kind(same_story, compound), same_story)
    }

    /// Two stories overlap in what both say word for word; a stretch of look-alike words is no relation to tell.
    fn is_told(&self, relation: Relation, memberships: &Memberships) -> bool {
        let (kind, same_story) = self.kind(relation, memberships);
        kind != EdgeKind::Overlap || same_story || relation.verdict.quotes
    }

    /// Those that are told.
    fn told(&self, memberships: &Memberships) -> impl Iterator<Item = Result<Relation>> {
        let is_told = |relation: &Relation| self.is_told(*relation, memberships);
        self.row.iter().filter(move |relation| relation.as_ref().map_or(true, is_told))
    }

    /// The ids of the stories of each that is told; `ids` are those of all.
    pub(super) fn pairs(
        &self,
        memberships: &Memberships,
        ids: &[DocId],
    ) -> impl Iterator<Item = Result<[DocId; 2]>> {
        let pair = |relation| self.stories(relation).map(|story| ids[story as usize]);
        self.told(memberships).map(move |relation| relation.map(pair))
    }

    /// Each that is told, its details read from `ledger`.
    pub(super) fn edges(
        &self,
        memberships: &Memberships,
        ids: &[DocId],
        ledger: &dyn Ledger,
    ) -> impl Iterator<Item = Result<Edge>> {
        self.told(memberships).map(move |relation| {
            let relation = relation?;
            let details = Details::read(ledger, relation.slot)?;
            let (kind, same_story) = self.kind(relation, memberships);
            let pair = self.stories(relation).map(|story| ids[story as usize]);
            Ok(relation::edge(pair, kind, same_story, relation.verdict, details))
        })
    }

    /// What clusters are made by.
    pub(super) fn links(&self, ids: &[DocId], ledger: &dyn Ledger) -> impl Iterator<Item = Result<Link>> {
        self.row.iter().map(move |relation| {
            let relation = relation?;
            let [a, b] = self.stories(relation).map(|story| ids[story as usize]);
            let details = Details::read(ledger, relation.slot)?;
            Ok(Link { a, b, score: details.score, reach: details.reach, told: details.told })
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn relations_read_back_as_they_were_written() {
        let of = |equal, updated, quotes| Relation {
            places: [7, u32::MAX],
            verdict: Verdict { equal, covered: [10_000, 3], updated, quotes },
            slot: Slot { place: u64::MAX - 5, length: 120 },
        };
        let all: Vec<Relation> = EQUAL
            .into_iter()
            .flat_map(|equal| [of(equal, true, false), of(equal, false, true), of(equal, true, true)])
            .collect();
        let (mut bytes, mut read) = (Vec::new(), Vec::new());
        all.iter().for_each(|relation| relation.write(&mut bytes));
        assert_eq!(bytes.len(), all.len() * Relation::BYTES);
        Relation::read_all(&bytes, &mut read);
        assert_eq!(read, all);
    }
}
