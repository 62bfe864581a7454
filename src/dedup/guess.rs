//! What two portraits say: copies of one report, two reports, or that the two must be laid side by side.
//!
//! Takes the marks and the portraits of two stories, gives a [`Guess`]. The marks that both have are chained as an aligner of
//! sequences chains its seeds (minimap, Li 2016); what lies between two links of a chain counts as shared. From that come the same
//! numbers that an alignment gives, by the same weights the same score, up to a logit or so: what is further from the line than
//! that is decided here, and nothing else.

use super::cluster::AGAINST;
use super::judge::{self, Numbers};
use super::portrait::Face;
use super::prepared::Common;

/// A score from which a guess is believed, in thousandths of a logit.
pub(super) const SURE: i32 = 3000;
/// The same for two stories that are in one family already: there it only shows what is a page of several stories.
pub(super) const SURE_IN_FAMILY: i32 = 1500;
/// What is shared of either, from which a score is believed sooner if a frame lowers it, and by how much for a frame that is all there is:
/// how much of what is shared is a frame marks tell for certain, so that it takes from the score and adds no doubt.
const OF_EITHER: i32 = 400;
const FRAME_GIVES: i32 = 1500;
/// Marks that two stories share, for a guess to be made.
const LEAST_ANCHORS: usize = 4;
/// Words from one shared mark to the next in a chain, at most, and by how much the two sides may differ.
const GAP: u32 = 24;
const SKEW: u32 = 5;
/// Words from one mark to the next where nothing was changed between them, at most.
const UNCHANGED: u32 = 6;
/// Words of a mark.
const MARK: u32 = 3;
/// Words beside what is shared in which names and figures are looked at.
const BESIDE: u32 = 6;
/// By how much the share of a frame may be guessed too high.
const FRAME: i32 = 100;

/// What two portraits say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Guess {
    /// Surely copies, as [`Judged`](super::cluster::Judged) tells it.
    Copies { score: i32, reach: [(u32, u32); 2], told: [u32; 2] },
    /// Surely two reports.
    Against,
    /// Nobody knows.
    Unsure,
}

/// Room for what is guessed by, used again.
#[derive(Debug, Default)]
pub(super) struct Room {
    /// In the order of the first story.
    anchors: Vec<u64>,
    /// The place of each in the second, and which it is.
    in_b: Vec<u64>,
    /// What was changed between each and the next.
    edits: Vec<Option<Edit>>,
    by_place: ByPlace,
}

/// Room to sort numbers of which no two have the same first half, a place in a story.
#[derive(Debug, Default)]
struct ByPlace {
    /// A bit for each place that one has.
    taken: Vec<u64>,
    /// Those that have one, others long gone.
    standing: Vec<u64>,
}

impl ByPlace {
    /// Sorts numbers whose places are below `words`.
    fn sort(&mut self, words: u32, numbers: &mut [u64]) {
        let Self { taken, standing } = self;
        taken.clear();
        taken.resize(words as usize / 64 + 1, 0);
        if standing.len() < 64 * taken.len() {
            standing.resize(64 * taken.len(), 0);
        }
        for &number in &*numbers {
            let place = (number >> 32) as usize;
            taken[place / 64] |= 1 << (place % 64);
            standing[place] = number;
        }
        let mut sorted = numbers.iter_mut();
        for (&taken, standing) in taken.iter().zip(standing.as_chunks::<64>().0) {
            let mut left = taken;
            while left != 0
                && let Some(number) = sorted.next()
            {
                *number = standing[left.trailing_zeros() as usize % 64];
                left &= left - 1;
            }
        }
    }
}

/// Words between two links of a chain that are not the same in both.
#[derive(Debug, Clone, Copy, Default)]
struct Edit {
    /// Names and figures, of either story, that the other lacks.
    lost: [[u32; 2]; 2],
}

/// A mark that both have: where in each, and whether many unrelated stories have it.
#[derive(Clone, Copy)]
struct Anchor(u64);

impl Anchor {
    fn new(in_a: u32, in_b: u32, common: bool) -> Self {
        Self(u64::from(in_a) << 32 | u64::from(in_b) << 8 | u64::from(common))
    }
    fn at(self) -> [u32; 2] {
        [(self.0 >> 32) as u32, (self.0 >> 8) as u32 & 0xff_ffff]
    }
    fn is_common(self) -> bool {
        self.0 & 1 == 1
    }
}

/// Guesses what two stories are to each other; `common` are marks of boilerplate. A score above `sure` is believed.
pub(super) fn guess(a: &Face, b: &Face, common: &Common, sure: i32, room: &mut Room) -> Guess {
    let days = judge::days_apart(a.outline.day, b.outline.day);
    let [lost, perhaps] = {
        let ([of_a, perhaps_of_a], [of_b, perhaps_of_b]) = (a.lost(b), b.lost(a));
        [of_a.on_both_sides(of_b), perhaps_of_a.on_both_sides(perhaps_of_b)]
    };
    // What can be told without the marks, all else taken for the best.
    let best = lost.numbers(Numbers {
        contained: 1000,
        names: 1000,
        names_kept: 1000,
        figures: 1000,
        headlines: a.headlines(b),
        headline: a.headline(b).max(b.headline(a)),
        lead: 1000,
        days: days.min(3) as i32 * 1000 / 3,
        later: days.saturating_sub(3) as i32 * 200,
        brief: judge::brief(a.outline.words.min(b.outline.words)),
        ..Numbers::default()
    });
    if best.same_story() <= AGAINST {
        return Guess::Against;
    }
    let shared_frame = room.find_anchors(a, b, common);
    if room.anchors.len() < LEAST_ANCHORS {
        return Guess::Unsure;
    }
    let own = [a, b].map(Face::own_words);
    let least = own[0].min(own[1]);
    let best = Numbers { brief: judge::brief(least), ..best };
    let shared_frame = judge::share(shared_frame, room.anchors.len() as u32);
    if best.framed((shared_frame - FRAME).max(0)).same_story() <= AGAINST {
        return Guess::Against;
    }
    room.put_in_order(a, b);
    let (covered, of_own) = room.chain();
    let frame = judge::share(covered - of_own, covered);
    let counts = [room.identity(0, a, b), room.identity(1, b, a)];
    let shorter = counts[usize::from(own[0] > own[1])];
    let figures =
        counts.map(|[_, [lost, kept]]| if lost + kept == 0 { 1000 } else { judge::share(kept, lost + kept) });
    let swaps = room.swaps();
    let contained = judge::share(of_own, least);
    let numbers = Numbers {
        contained,
        apart: judge::apart(contained),
        names_kept: shorter[0][1].min(10) as i32 * 100,
        figures: figures[0].min(figures[1]),
        name_swaps: judge::per_twenty(swaps[0], covered),
        figure_swaps: judge::per_twenty(swaps[1], covered),
        ..best
    }
    .framed(frame);
    // Little may be shared by marks and still much by words, and what was lost need not have been swapped.
    let generous = Numbers {
        apart: 0,
        name_swaps: numbers.name_swaps / 2,
        figure_swaps: numbers.figure_swaps / 2,
        ..numbers
    }
    .framed((frame - FRAME).max(0));
    if generous.same_story() <= 2 * AGAINST {
        return Guess::Against;
    }
    let score = perhaps.numbers(numbers).same_story();
    let told = own.map(|own| judge::share(of_own, own));
    let given = if told.iter().all(|&told| told >= OF_EITHER) { FRAME_GIVES * frame / 1000 } else { 0 };
    if score + given <= sure {
        return Guess::Unsure;
    }
    Guess::Copies { score, reach: room.reach(), told: told.map(|told| told as u32) }
}

impl Room {
    /// Finds the marks that both have, in no order; gives how many of them are common.
    fn find_anchors(&mut self, a: &Face, b: &Face, common: &Common) -> u32 {
        let Self { anchors, .. } = self;
        let (mut i, mut j, mut n) = (0, 0, 0);
        anchors.clear();
        anchors.resize(a.marks.len().min(b.marks.len()) + 1, 0);
        // Without a branch: nobody can tell which mark is smaller.
        while let (Some(&x), Some(&y)) = (a.marks.get(i), b.marks.get(j)) {
            anchors[n] = (i as u64) << 32 | j as u64;
            n += usize::from(x == y);
            i += usize::from(x <= y);
            j += usize::from(y <= x);
        }
        anchors.truncate(n);
        let mut in_common = 0;
        for anchor in &mut *anchors {
            let (i, j) = ((*anchor >> 32) as usize, *anchor as u32 as usize);
            let is_common = common.has(a.marks[i]);
            in_common += u32::from(is_common);
            *anchor = Anchor::new(a.place(i), b.place(j), is_common).0;
        }
        in_common
    }

    fn put_in_order(&mut self, a: &Face, b: &Face) {
        let Self { anchors, in_b, by_place, .. } = self;
        by_place.sort(a.words, anchors);
        in_b.clear();
        in_b.extend(
            (0_u64..).zip(&*anchors).map(|(nth, &anchor)| u64::from(Anchor(anchor).at()[1]) << 32 | nth),
        );
        by_place.sort(b.words, in_b);
    }

    /// Words that both tell, and how many of them are no boilerplate.
    fn chain(&mut self) -> (u32, u32) {
        let Self { anchors, edits, .. } = self;
        let (mut covered, mut own) = (0, 0);
        edits.clear();
        for (at, &anchor) in anchors.iter().enumerate() {
            let anchor = Anchor(anchor);
            let [in_a, in_b] = anchor.at();
            let behind = anchors.get(at + 1).and_then(|&next| {
                let [next_a, next_b] = Anchor(next).at();
                let (behind_a, behind_b) = (next_a - in_a, next_b.checked_sub(in_b)?);
                let chained = behind_a <= GAP && behind_b <= GAP && behind_a.abs_diff(behind_b) <= SKEW;
                chained.then_some([behind_a, behind_b])
            });
            let (words, edited) = match behind {
                Some([a, b]) if a == b && a <= UNCHANGED => (a, false),
                // One of them was changed, or more.
                Some([a, b]) => (a.min(b).saturating_sub(1), true),
                None => (MARK, false),
            };
            covered += words;
            own += if anchor.is_common() { 0 } else { words };
            edits.push(edited.then(Edit::default));
        }
        (covered, own)
    }

    /// Names and figures of one story in and beside what is shared: of either how many the other lacks, and how many it has.
    fn identity(&mut self, side: usize, face: &Face, other: &Face) -> [[u32; 2]; 2] {
        let Self { anchors, in_b, edits, .. } = self;
        let mut counts = [[0; 2]; 2];
        let ends = [0, anchors.len() - 1];
        let [from, to] = if side == 0 {
            ends.map(|at| Anchor(anchors[at]).at()[0])
        } else {
            ends.map(|at| (in_b[at] >> 32) as u32)
        };
        for (place, is_figure, kept) in face.identity(from.saturating_sub(BESIDE), to + MARK + BESIDE, other)
        {
            let kind = usize::from(is_figure);
            counts[kind][usize::from(kept)] += 1;
            if kept {
                continue;
            }
            let before = if side == 0 {
                anchors.partition_point(|&anchor| Anchor(anchor).at()[0] <= place).checked_sub(1)
            } else {
                let nth = in_b.partition_point(|&anchor| (anchor >> 32) as u32 <= place).checked_sub(1);
                nth.map(|nth| in_b[nth] as u32 as usize)
            };
            if let Some(Some(edit)) = before.and_then(|before| edits.get_mut(before)) {
                edit.lost[kind][side] += 1;
            }
        }
        counts
    }

    /// Names and figures that another stands in place of.
    fn swaps(&self) -> [u32; 2] {
        let swaps = |kind: usize| {
            self.edits.iter().flatten().map(|edit| edit.lost[kind][0].min(edit.lost[kind][1]).min(2)).sum()
        };
        [swaps(0), swaps(1)]
    }

    /// Where the bulk of what is shared lies in each.
    fn reach(&self) -> [(u32, u32); 2] {
        let (last, tail) = (self.anchors.len() - 1, self.anchors.len() / 20);
        let at = |nth: usize| [Anchor(self.anchors[nth]).at()[0], (self.in_b[nth] >> 32) as u32];
        let (low, high) = (at(tail), at(last - tail));
        [0, 1].map(|side| (low[side], high[side] + MARK))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dedup::{Options, Story, compare, sketch};
    use crate::model::Date;

    fn story(title: &str, day: u32, words: &[String]) -> Story {
        let published = Date::parse(&format!("2024-05-{day:02}"));
        Story { published, ..Story::saying(title, words.join(" ")) }
    }

    fn guessed(a: &Story, b: &Story, common: &Common, sure: i32) -> Guess {
        let options = Options { relations: false, ..Options::default() };
        let [a, b] = [a, b].map(|story| sketch(story, &options));
        let [a, b] = [&a, &b].map(|sketch| {
            Face::of(&sketch.outline, &sketch.marks, common.others(&sketch.marks), &sketch.portrait).unwrap()
        });
        guess(&a, &b, common, sure, &mut Room::default())
    }

    /// Of a report's words: names, figures, and others, in no language.
    fn words(report: u32, from: u32, to: u32) -> Vec<String> {
        let number = |nth: u32| (nth + 1).wrapping_mul(0x9e37_79b9) ^ report.wrapping_mul(0x85eb_ca6b);
        let word = |nth: u32| match nth % 9 {
            4 => format!("Name{}", number(nth) % 5_000),
            8 => format!("{}", number(nth) % 900),
            _ => format!("w{}", number(nth) % 5_000),
        };
        (from..to).map(word).collect()
    }

    #[test]
    fn what_portraits_are_sure_of_an_alignment_says_too() {
        let (common, mut counts) = (Common::new(&[]), [0; 3]);
        for nth in 0..240_u32 {
            let (report, length) = (nth / 8, 90 + 40 * (nth % 5));
            let whole =
                story(&format!("harbour number{report} closed"), 1 + nth % 3, &words(report, 0, length));
            // Cut, changed in one word of seven or more, or of another report altogether.
            let mut copy =
                words(if nth % 6 == 5 { report + 100 } else { report }, 0, length - nth % 4 * length / 6);
            for (at, word) in copy.iter_mut().enumerate() {
                if at as u32 % (7 + 4 * (nth % 8)) == 3 {
                    *word = format!("{}x{at}", if nth % 16 < 8 { "Other" } else { "other" });
                }
            }
            let title = if nth % 6 == 5 { "a bridge opens".to_owned() } else { whole.title.clone() };
            let copy = story(&title, 1 + nth % 9, &copy);
            let says = compare(&whole, &copy, &Options::default());
            match guessed(&whole, &copy, &common, SURE) {
                Guess::Copies { told, reach, .. } => {
                    counts[0] += 1;
                    assert!(says.same_story, "{nth}: {:?}", says.reasons);
                    assert!(told[1] > 500 && reach[0].1 > reach[0].0 && reach[0].1 <= length + MARK);
                }
                Guess::Against => {
                    counts[1] += 1;
                    assert!(!says.same_story, "{nth}: {:?}", says.reasons);
                }
                Guess::Unsure => counts[2] += 1,
            }
        }
        assert!(counts.iter().all(|&count| count >= 20), "{counts:?}");
    }

    #[test]
    fn a_shared_frame_is_no_copy() {
        // Two thirds are a frame with names and figures of their own in it.
        let frame = words(1, 0, 120);
        let report = |nth: u32| {
            let own = |at: usize| {
                if at % 15 == 4 {
                    format!("Name{}", 7_000 + 31 * nth + at as u32)
                } else {
                    format!("{}", 1_000 * nth + at as u32)
                }
            };
            let words = frame
                .iter()
                .enumerate()
                .map(|(at, word)| if at % 15 == 4 || at % 15 == 8 { own(at) } else { word.clone() });
            story(&format!("town{nth} result"), 3, &words.collect::<Vec<_>>())
        };
        let (a, b) = (report(1), report(2));
        let marks = sketch(&a, &Options::default()).marks;
        assert_eq!(guessed(&a, &b, &Common::new(&marks), SURE_IN_FAMILY), Guess::Against);
    }
}
