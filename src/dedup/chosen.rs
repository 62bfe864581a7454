//! Which pairs are compared where only clusters are wanted: those that can still change one.
//!
//! Most candidates share too little to be one story, or are copies in a family that other pairs have already told.
//! So pairs are compared in rounds, the likeliest first: round one compares as many as would tie all copies together,
//! each later round those whose stories the rounds before have left apart, a few for any two families.

use super::candidates::Candidate;
use crate::error::Result;

/// Share of the marks of the story that has fewer, in thousandths, below which two are not compared: less than half of
/// their words can be the same then, and the judgement takes no such pair for one story.
const LEAST: u32 = 100;
/// As `LEAST`, from which two are taken for copies until they have been compared.
const COPIES: u32 = 500;
/// Share of the marks of both that only one has, in ten-thousandths, from which two are compared though they are in one
/// family.
const UNLIKE: u16 = 7000;
/// Pairs compared for two families that are still apart.
const OF_TWO_FAMILIES: usize = 3;

/// Rounds after the first, at most. Two or three are the rule; only families that fall apart again and again take more.
const ROUNDS: usize = 16;

/// Pairs that wait to be compared.
pub(super) struct Chosen {
    /// The likeliest first, see [`Waiting::key`].
    waiting: Vec<u128>,
    rounds: usize,
}

struct Waiting {
    /// Marks that only one has, of those that either has, in ten-thousandths.
    unlike: u16,
    /// Taken for copies.
    copies: bool,
    pair: Candidate,
}

impl Waiting {
    /// The likeliest first, in one number.
    fn key(self) -> u128 {
        u128::from(self.unlike) << 97 | u128::from(self.copies) << 96 | self.pair.key()
    }

    /// Whose [`Waiting::key`] it is.
    fn of(key: u128) -> Self {
        Self { unlike: (key >> 97) as u16, copies: key >> 96 & 1 == 1, pair: Candidate::of(key) }
    }
}

impl Chosen {
    /// Of `pairs` of stories that meet by so many `marks` of either: where many stories are alike in places, most of what two share
    /// is not told by what they met by, and copies would not be known for such. What brought two together may have been a
    /// band: `shared` tells how many marks they share.
    pub(super) fn new(
        marks: impl Fn(Candidate) -> [u32; 2],
        pairs: impl Iterator<Item = Result<Candidate>>,
        shared: impl Fn(Candidate) -> Result<u32>,
    ) -> Result<Self> {
        let mut waiting = Vec::new();
        for pair in pairs {
            let pair = pair?;
            let [a, b] = marks(pair);
            let met = if pair.met > 1 { pair.met } else { shared(pair)? };
            let of_fewer = (1000 * u64::from(met) / u64::from(a.min(b).max(1))) as u32;
            let all = u64::from(a) + u64::from(b) - u64::from(met.min(a).min(b));
            let unlike = 10_000 - (10_000 * u64::from(met) / all.max(1)).min(10_000);
            if of_fewer >= LEAST {
                waiting.push(Waiting { unlike: unlike as u16, copies: of_fewer >= COPIES, pair }.key());
            }
        }
        waiting.sort_unstable();
        Ok(Self { waiting, rounds: 0 })
    }

    /// As many pairs as tie all that are taken for copies to each other.
    pub(super) fn first(&mut self, stories: usize) -> Vec<Candidate> {
        let mut families: Vec<u32> = (0..stories as u32).collect();
        let mut chosen = Vec::new();
        self.waiting.retain(|&waiting| {
            let Waiting { copies, pair, .. } = Waiting::of(waiting);
            let ties = copies && super::groups::union(&mut families, pair.a, pair.b);
            if ties {
                chosen.push(pair);
            }
            !ties
        });
        chosen
    }

    /// The likeliest pairs of any two families that are still apart, and all pairs of one family that are unlike: a page of
    /// several stories shows by its parts. None of these is asked for again.
    pub(super) fn next(&mut self, families: &[u32]) -> Vec<Candidate> {
        let (mut chosen, mut apart) = (Vec::new(), Vec::new());
        self.rounds += 1;
        if self.rounds > ROUNDS {
            return chosen;
        }
        self.waiting.retain(|&key| {
            let Waiting { unlike, pair, .. } = Waiting::of(key);
            let [x, y] = [pair.a, pair.b].map(|rank| families[rank as usize]);
            if x != y {
                apart.push((u64::from(x.min(y)) << 32 | u64::from(x.max(y)), key));
            } else if unlike >= UNLIKE {
                chosen.push(pair);
            }
            x == y && unlike < UNLIKE
        });
        apart.sort_unstable();
        for both in apart.chunk_by(|x, y| x.0 == y.0) {
            chosen.extend(both.iter().take(OF_TWO_FAMILIES).map(|&(_, key)| Waiting::of(key).pair));
        }
        chosen
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dedup::sketch::shared;
    use crate::dedup::{Options, Sketch, Story, sketch};

    fn told(words: std::ops::Range<usize>) -> Sketch {
        let text: String = words.map(|word| format!("w{} ", word * word % 7919)).collect();
        sketch(&Story::saying("", text), &Options::default())
    }

    #[test]
    fn a_family_is_tied_once_and_only_its_unlike_pairs_are_compared_again() {
        // Nine stories that are nearly whole, and a piece of one.
        let stories: Vec<Sketch> = (0..10).map(|nth| told(nth..if nth == 9 { 70 } else { 300 })).collect();
        let pairs: Vec<Candidate> =
            (1..10).flat_map(|b| (0..b).map(move |a| Candidate { a, b, met: 1 })).collect();
        let marks: Vec<u32> = stories.iter().map(|sketch| sketch.marks.len() as u32).collect();
        let shared = |pair: Candidate| {
            let [a, b] = [pair.a, pair.b].map(|rank| stories[rank as usize].marks());
            Ok(shared(a, b) as u32)
        };
        let mut chosen = Chosen::new(
            |pair| [pair.a, pair.b].map(|rank| marks[rank as usize]),
            pairs.into_iter().map(Ok),
            shared,
        )
        .unwrap();
        assert_eq!(chosen.first(10).len(), 9);
        assert_eq!(chosen.next(&[0; 10]).len(), 8, "the excerpt with the eight it was not tied to");
        assert!(chosen.next(&[0; 10]).is_empty());
        let apart: Vec<u32> = (0..10).map(|nth| nth % 2).collect();
        assert_eq!(chosen.next(&apart).len(), OF_TWO_FAMILIES);
        assert!(chosen.next(&apart).is_empty());
    }
}
