//! Which marks are common: outlet boilerplate, what a template says around its slots, set phrases.
//!
//! Many unrelated stories carry such a mark, and they are a fair share of all, or they are alike elsewhere, too. In a large set most marks
//! are carried by many that chance alone brought together; of these the carriers share little else.

use super::runs::sort;

/// Unrelated stories that carry a common mark, at least.
pub(super) const UNRELATED: usize = 12;
/// What one story in so many carries is a set phrase.
const SET_PHRASE: usize = 1600;
/// Of the unrelated stories that carry a mark so many are looked at, each with each.
const LOOKED_AT: usize = 4;
/// Marks of which the same two are looked at, if they are alike; and how many of the pairs are to be.
const ALIKE: usize = 3;
const PAIRS: u32 = 2;

/// A mark that many unrelated stories carry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Carried {
    mark: u32,
    /// How many carry it, related or not.
    stories: usize,
    /// Some of them, by rank.
    some: [u32; LOOKED_AT],
}

/// The stories that carry a mark: whether enough of them are unrelated, and a few of those, as a draw takes them that depends on no order.
#[derive(Debug)]
pub(super) struct Carriers {
    stories: usize,
    /// Different families, no more than are asked for.
    families: Vec<u32>,
    /// Lot, family, rank; the smallest lots, no two of one family.
    drawn: [(u32, u32, u32); LOOKED_AT],
}

/// Nothing drawn: of no family.
const NONE: (u32, u32, u32) = (u32::MAX, u32::MAX, 0);

impl Carriers {
    /// None yet.
    pub(super) fn new() -> Self {
        Self { stories: 0, families: Vec::with_capacity(UNRELATED), drawn: [NONE; LOOKED_AT] }
    }

    /// For another mark.
    pub(super) fn clear(&mut self) {
        self.stories = 0;
        self.families.clear();
        self.drawn = [NONE; LOOKED_AT];
    }

    /// Adds a carrier; `families` names each story's kin.
    pub(super) fn push(&mut self, rank: u32, families: &[u32]) {
        self.stories += 1;
        let lot = (rank ^ rank >> 15).wrapping_mul(0x9e37_79b9).rotate_left(15).wrapping_mul(0x85eb_ca6b);
        let are_enough = self.families.len() == UNRELATED;
        if are_enough && lot >= self.drawn[LOOKED_AT - 1].0 {
            return;
        }
        let family = families[rank as usize];
        if !are_enough && !self.families.contains(&family) {
            self.families.push(family);
        }
        // In the place of its kin, or of the largest lot, and before all that are larger.
        let mut place = self.drawn.iter().position(|drawn| drawn.1 == family).unwrap_or(LOOKED_AT - 1);
        let drawn = (lot, family, rank);
        if lot < self.drawn[place].0 {
            while place > 0 && drawn < self.drawn[place - 1] {
                self.drawn[place] = self.drawn[place - 1];
                place -= 1;
            }
            self.drawn[place] = drawn;
        }
    }

    /// What is known of the mark, if enough carry it.
    pub(super) fn of(&self, mark: u32) -> Option<Carried> {
        let some = self.drawn.map(|drawn| drawn.2);
        (self.families.len() == UNRELATED).then_some(Carried { mark, stories: self.stories, some })
    }
}

/// Of the marks that many carry those that are common in a set of so many stories, in their order.
pub(super) fn common(carried: &[Carried], stories: usize) -> Vec<u32> {
    let mut pairs: Vec<(u64, u32)> = Vec::with_capacity(carried.len() * LOOKED_AT * (LOOKED_AT - 1) / 2);
    for (nth, Carried { some, .. }) in (0..).zip(carried) {
        for (at, &a) in some.iter().enumerate() {
            let both = |b: u32| u64::from(a.min(b)) << 32 | u64::from(a.max(b));
            pairs.extend(some[at + 1..].iter().map(|&b| (both(b), nth)));
        }
    }
    sort(&mut pairs);
    let mut alike = vec![0; carried.len()];
    // Of a frame's marks the same few are drawn time and again.
    for marks in pairs.chunk_by(|x, y| x.0 == y.0).filter(|marks| marks.len() >= ALIKE) {
        marks.iter().for_each(|&(_, nth)| alike[nth as usize] += 1);
    }
    let is_common = |carried: &Carried, alike| SET_PHRASE * carried.stories >= stories || alike >= PAIRS;
    let common = carried.iter().zip(alike).filter(|&(carried, alike)| is_common(carried, alike));
    common.map(|(carried, _)| carried.mark).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const STORIES: u32 = 1_000_000;

    /// As every story is a family of its own.
    fn carried(mark: u32, ranks: impl IntoIterator<Item = u32>) -> Option<Carried> {
        let families: Vec<u32> = (0..STORIES).collect();
        let mut carriers = Carriers::new();
        ranks.into_iter().for_each(|rank| carriers.push(rank, &families));
        carriers.of(mark)
    }

    /// Stories that carry a mark by chance.
    fn any(mark: u32, count: u32) -> impl Iterator<Item = u32> {
        (0..count).map(move |nth| (nth * 7_919 + mark).wrapping_mul(0x9e37_79b1) % STORIES)
    }

    #[test]
    fn what_chance_brings_together_in_a_large_set_is_not_common_and_a_template_is() {
        let chance: Vec<Carried> = (0..40).filter_map(|mark| carried(mark, any(mark, 60))).collect();
        assert_eq!(chance.len(), 40);
        assert!(common(&chance, STORIES as usize).is_empty());
        // Forty reports of one form, each with most of what it says, among others that say so by chance.
        let said = |mark: u32| {
            (0..40).filter(move |nth| !(nth * 31 + mark).is_multiple_of(5)).map(|nth| nth * 24_989)
        };
        let template: Vec<Carried> =
            (0..40).filter_map(|mark| carried(mark, said(mark).chain(any(mark, 8)))).collect();
        assert!(common(&template, STORIES as usize).len() >= 30);
    }

    #[test]
    fn what_a_fair_share_of_all_carry_is_common() {
        let chance: Vec<Carried> = (0..40).filter_map(|mark| carried(mark, any(mark, 60))).collect();
        assert_eq!(common(&chance, 60 * SET_PHRASE).len(), 40);
        assert!(common(&chance, 60 * SET_PHRASE + 1).is_empty());
    }

    #[test]
    fn few_families_carry_nothing_common_and_no_order_changes_what_is_drawn() {
        assert_eq!(carried(7, 0..11), None);
        let mut carriers = Carriers::new();
        (0..50).for_each(|rank| carriers.push(rank, &[3; 50]));
        assert_eq!(carriers.of(7), None);
        let ranks: Vec<u32> = any(7, 60).collect();
        assert_eq!(carried(7, ranks.iter().copied()), carried(7, ranks.iter().rev().copied()));
    }
}
