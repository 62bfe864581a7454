//! What the alignment of two stories says: copies of one report, reports that share passages, or look-alikes.
//!
//! Takes two stories laid side by side, gives a handful of named numbers (in thousandths) and the verdict they add up
//! to.

use super::Folded;
use super::align::Alignment;
use super::prepared::Prepared;
use super::sketch::Outline;
use crate::text::fold::Word;

/// The numbers that decide, in thousandths.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Numbers {
    /// Share of the shorter story's own words that the fuller tells too; common words left out.
    pub contained: i32,
    /// How far `contained` falls short of half.
    pub apart: i32,
    /// Share of the names in and beside shared stretches that the other story has too; of the side that has less.
    pub names: i32,
    /// Names both have there: ten or more make 1000.
    pub names_kept: i32,
    /// Share of the figures in and beside shared stretches that the other story has too; of the side that has less.
    pub figures: i32,
    /// Edits that put another name in place of a name: one in twenty shared words makes 1000.
    pub name_swaps: i32,
    /// Edits that put another figure in place of a figure: one in twenty shared words makes 1000.
    pub figure_swaps: i32,
    /// Share of the shorter headline's words that the other headline has; 400 where there is none.
    pub headlines: i32,
    /// Share of one headline's words that the other story has in headline or body; of the side that has more; 600
    /// where there is none.
    pub headline: i32,
    /// Share of the first words of one story that the other has; of the side that has more.
    pub lead: i32,
    /// Names and figures at the start of one story that the other lacks: eight make 1000; of the side that has fewer.
    pub lead_lost: i32,
    /// 1000 where headline and start of each story have a name that the other has nowhere: they are of two subjects.
    pub subject: i32,
    /// Days between the two: three or more make 1000; 0 where a date is unknown.
    pub days: i32,
    /// Days beyond the third, when a report of a series is likelier than a copy: five more make 1000.
    pub later: i32,
    /// Share of the words told by both that many unrelated stories carry: the frame of a template.
    pub frame: i32,
    /// What of `lead_lost` is lost within a frame: names and figures in the slots of a template are what its stories tell.
    pub slots: i32,
    /// Words told by likeness only, of the words shared.
    pub damaged: i32,
    /// How short the shorter story is: 0 for 64 own words or more, 250 more for each halving.
    pub brief: i32,
}

/// What each number weighs, in thousandths of a logit. Learnt by `benches/dedup_learn.py` from labelled pairs; numbers
/// that speak for one story may not weigh against it, nor the other way round.
const WEIGHTS: Numbers = Numbers {
    contained: 0,
    apart: -11_000,
    names: 0,
    names_kept: 1_348,
    figures: 896,
    name_swaps: -2_500,
    figure_swaps: -3_306,
    headlines: 3_461,
    headline: 695,
    lead: 0,
    lead_lost: -3_200,
    subject: -6_000,
    days: -1_000,
    later: -5_073,
    frame: -3_500,
    slots: -8_000,
    damaged: 1_031,
    brief: -500,
};
/// What two stories start with: the learnt 902, and 300 more against one story, since a wrong merge costs an analyst
/// more than a missed copy.
const BIAS: i32 = 902 - 300;

impl Numbers {
    /// How many there are.
    pub(super) const COUNT: usize = 18;

    /// Each number with its name and its weight.
    pub fn weighed(&self) -> [(&'static str, i32, i32); Self::COUNT] {
        [
            ("contained", self.contained, WEIGHTS.contained),
            ("apart", self.apart, WEIGHTS.apart),
            ("names", self.names, WEIGHTS.names),
            ("names_kept", self.names_kept, WEIGHTS.names_kept),
            ("figures", self.figures, WEIGHTS.figures),
            ("name_swaps", self.name_swaps, WEIGHTS.name_swaps),
            ("figure_swaps", self.figure_swaps, WEIGHTS.figure_swaps),
            ("headlines", self.headlines, WEIGHTS.headlines),
            ("headline", self.headline, WEIGHTS.headline),
            ("lead", self.lead, WEIGHTS.lead),
            ("lead_lost", self.lead_lost, WEIGHTS.lead_lost),
            ("subject", self.subject, WEIGHTS.subject),
            ("days", self.days, WEIGHTS.days),
            ("later", self.later, WEIGHTS.later),
            ("frame", self.frame, WEIGHTS.frame),
            ("slots", self.slots, WEIGHTS.slots),
            ("damaged", self.damaged, WEIGHTS.damaged),
            ("brief", self.brief, WEIGHTS.brief),
        ]
    }

    /// The numbers' names, in the order of [`Self::weighed`].
    pub(super) fn names() -> [&'static str; Self::COUNT] {
        Self::default().weighed().map(|(name, ..)| name)
    }

    /// The numbers where so much of what both tell is a frame, in thousandths.
    pub(super) fn framed(self, frame: i32) -> Self {
        Self { frame, slots: frame * self.lead_lost / 1000, ..self }
    }

    /// Above 0: copies of one report. In thousandths of a logit; the greater the surer.
    pub fn same_story(&self) -> i32 {
        self.weighed().iter().fold(BIAS, |sum, (_, value, weight)| sum + value * weight / 1000)
    }
}

/// Words at the start of a story that tell what it is about.
pub(super) const LEAD_WORDS: usize = 30;

/// Measures `a` against `b`, of which all was known that is `before`.
pub(super) fn measure(before: Before, a: &Prepared, b: &Prepared, alignment: &Alignment) -> Numbers {
    let (short, full) = by_length(a, b);
    let a_is_shorter = std::ptr::eq(a, short);
    let [in_a, in_b] = alignment.own;
    let in_short = if a_is_shorter { in_a } else { in_b };
    let side = |short_side: bool| -> Vec<(usize, usize)> {
        let of_a = short_side == a_is_shorter;
        alignment.stretches.iter().map(|stretch| if of_a { stretch.a } else { stretch.b }).collect()
    };
    let (told_short, told_full) = {
        let [of_a, of_b] = &alignment.told;
        if a_is_shorter { (of_a, of_b) } else { (of_b, of_a) }
    };
    let (names, figures) = agreement(short, full, told_short, side(true));
    let (names_back, figures_back) = agreement(full, short, told_full, side(false));
    let swaps = |kind: fn(&Prepared, usize) -> bool| {
        let lone = |story: &Prepared, other: &Prepared, told: &[bool], (from, to): (usize, usize)| {
            (from..to).any(|at| !told[at] && kind(story, at) && !other.knows(story.words[at]))
        };
        let swapped = alignment
            .edits
            .iter()
            .filter(|edit| lone(a, b, &alignment.told[0], edit.a) && lone(b, a, &alignment.told[1], edit.b));
        (swapped.count() as u32).min(100)
    };
    let lost = Lost::of(short, full, told_short).on_both_sides(Lost::of(full, short, told_full));
    let contained = share(in_short, short.own);
    Numbers {
        contained,
        apart: apart(contained),
        names: names.share().min(names_back.share()),
        names_kept: names.kept.min(10) as i32 * 100,
        figures: figures.share().min(figures_back.share()),
        name_swaps: per_twenty(swaps(is_name), alignment.covered[0] / 2),
        figure_swaps: per_twenty(swaps(is_figure), alignment.covered[0] / 2),
        damaged: share(alignment.damaged * 2, alignment.covered[0]),
        ..lost.numbers(before.numbers(short))
    }
    .framed(share(alignment.covered[0] - alignment.own[0], alignment.covered[0]))
}

/// How far the share that is contained falls short of half.
pub(super) fn apart(contained: i32) -> i32 {
    2 * (500 - contained).max(0)
}

/// Swaps for twenty of the shared words.
pub(super) fn per_twenty(swaps: u32, words: u32) -> i32 {
    (swaps.saturating_mul(20_000) / words.max(8)).min(1000) as i32
}

/// What is known of two stories before they are laid side by side.
#[derive(Debug, Clone, Copy)]
pub(super) struct Before {
    headlines: i32,
    headline: i32,
    lead: i32,
    days: u32,
}

impl Before {
    pub(super) fn of(a: &Prepared, b: &Prepared) -> Self {
        Self {
            headlines: headlines(a.headline(), b.headline()),
            headline: headline(a, b).max(headline(b, a)),
            lead: lead(a, b).max(lead(b, a)),
            days: days_apart(a.day, b.day),
        }
    }

    /// The numbers it makes, the others nothing.
    fn numbers(self, short: &Prepared) -> Numbers {
        let Self { headlines, headline, lead, days } = self;
        Numbers {
            headlines,
            headline,
            lead,
            days: days.min(3) as i32 * 1000 / 3,
            later: days.saturating_sub(3) as i32 * 200,
            brief: brief(short.own / 2),
            ..Numbers::default()
        }
    }

    /// Whether [`Numbers::same_story`] comes to no more than `least`, whatever is found when the two are laid side by side: all
    /// that only that would tell is taken for the best, but for the frame, which is taken to be as shared as a few of its marks
    /// are.
    pub(super) fn is_at_most(self, least: i32, a: &Prepared, b: &Prepared) -> bool {
        let (short, full) = by_length(a, b);
        let best =
            Numbers { contained: 1000, names: 1000, names_kept: 1000, figures: 1000, ..self.numbers(short) };
        let at_most = |lost: Lost, frame: u32| {
            let common = u64::from(short.weight - short.own) * u64::from(frame) / 1000;
            let frame = share(common as u32, common as u32 + short.own);
            lost.numbers(best).framed(frame).same_story() <= least
        };
        // What is lost and a frame only speak against: they are looked up where they decide.
        if !at_most(Lost::MOST, 1000) {
            return false;
        }
        let lost = Lost::of(short, full, &[]).on_both_sides(Lost::of(full, short, &[]));
        at_most(lost, 0) || at_most(lost, 1000) && at_most(lost, frame_shared(short, full))
    }
}

/// Names and figures at the start of a story that another lacks.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Lost {
    /// How many.
    pub(super) all: u32,
    /// Whether the story's headline has one of the names, too. Figures of headlines change from one version of a report to the next.
    pub(super) titled: bool,
}

impl Lost {
    /// Beyond these no more are counted.
    const MOST: Self = Self { all: 8, titled: true };

    /// What `other` lacks of `story`; nothing need be known to be told.
    fn of(story: &Prepared, other: &Prepared, told: &[bool]) -> Self {
        let shown = (0..story.words.len()).filter(|&at| !story.is(at, Folded::MASKED));
        let mut lost = Self::default();
        for at in shown.take(2 * LEAD_WORDS).filter(|&at| story.is(at, Word::CAPITAL | Word::NUMBER)) {
            let (word, is_name) = (story.words[at], is_name(story, at));
            if !is_name && !is_figure(story, at) {
                continue;
            }
            let is_known = other.knows(word);
            lost.all += u32::from(!is_known && !told.get(at).is_some_and(|told| *told));
            // Of the few that a headline has it must be certain: no likeness will do.
            lost.titled |=
                is_name && story.headline().binary_search(&word).is_ok() && !(is_known && other.has(word));
        }
        lost
    }

    /// What is lost of either.
    pub(super) fn on_both_sides(self, other: Self) -> Self {
        Self { all: self.all.min(other.all), titled: self.titled && other.titled }
    }

    /// The numbers with those it makes.
    pub(super) fn numbers(self, others: Numbers) -> Numbers {
        let lead_lost = self.all.min(Self::MOST.all) as i32 * 125;
        Numbers { lead_lost, subject: 1000 * i32::from(self.titled), ..others }
    }
}

/// The shorter and the fuller of two.
fn by_length<'p, 's>(a: &'p Prepared<'s>, b: &'p Prepared<'s>) -> (&'p Prepared<'s>, &'p Prepared<'s>) {
    if (a.own, a.weight) <= (b.own, b.weight) { (a, b) } else { (b, a) }
}

/// What [`Numbers::same_story`] can come to at most, told by sketches alone.
pub(super) fn at_most_by_sketch(a: &Outline, b: &Outline) -> i32 {
    let days = days_apart(a.day, b.day);
    let (words, shared) = a.headline.shared(b.headline);
    let best = Numbers {
        contained: 1000,
        names: 1000,
        names_kept: 1000,
        figures: 1000,
        headlines: if words == 0 { NO_HEADLINES } else { share(shared, words) },
        headline: 1000,
        lead: 1000,
        days: days.min(3) as i32 * 1000 / 3,
        later: days.saturating_sub(3) as i32 * 200,
        brief: brief(a.words.min(b.words)),
        ..Numbers::default()
    };
    best.same_story()
}

/// How many of the common marks of `story` stand in `other`, in thousandths, by the first few.
fn frame_shared(story: &Prepared, other: &Prepared) -> u32 {
    const LOOKED_AT: usize = 16;
    let marks = story.marks.iter().filter(|&&at| story.is(at as usize, Prepared::COMMON)).take(LOOKED_AT);
    let (mut all, mut shared) = (0, 0);
    for &at in marks {
        all += 1;
        shared += u32::from(
            story.shingles.get(at as usize).is_some_and(|&shingle| other.standing(shingle).next().is_some()),
        );
    }
    (shared * 1000_u32).checked_div(all).unwrap_or(0)
}

/// Days between the two, as far as it matters; 0 where a date is unknown.
pub(super) fn days_apart(a: Option<i32>, b: Option<i32>) -> u32 {
    match (a, b) {
        (Some(x), Some(y)) => x.abs_diff(y).min(8),
        _ => 0,
    }
}

/// `250 * log2(64 / words)`, straight between powers of two.
pub(super) fn brief(words: u32) -> i32 {
    let words = words.clamp(8, 64);
    let power = words.ilog2();
    let beyond = (words - (1 << power)) * 250 / (1 << power);
    1500 - (power * 250 + beyond) as i32
}

fn is_name(story: &Prepared, at: usize) -> bool {
    story.is(at, Word::CAPITAL) && !story.is(at, Word::SENTENCE | Word::NUMBER)
}

fn is_figure(story: &Prepared, at: usize) -> bool {
    story.is(at, Word::NUMBER)
}

/// How many of a story's names or figures the other has too.
#[derive(Debug, Clone, Copy, Default)]
struct Agreement {
    kept: u32,
    lost: u32,
}

impl Agreement {
    fn share(self) -> i32 {
        if self.kept + self.lost == 0 { 1000 } else { share(self.kept, self.kept + self.lost) }
    }
    fn count(&mut self, kept: bool) {
        self.kept += u32::from(kept);
        self.lost += u32::from(!kept);
    }
}

/// Names and figures of `story` within a few words of what it shares.
fn agreement(
    story: &Prepared,
    other: &Prepared,
    told: &[bool],
    mut shared: Vec<(usize, usize)>,
) -> (Agreement, Agreement) {
    const BESIDE: usize = 6;
    let (mut names, mut figures) = (Agreement::default(), Agreement::default());
    shared.sort_unstable();
    let mut done = 0;
    for (from, to) in shared {
        let (from, to) = (from.saturating_sub(BESIDE).max(done), (to + BESIDE).min(story.words.len()));
        for (at, told) in told.iter().enumerate().take(to).skip(from) {
            // Few words are names or figures.
            let kind = story.kinds[at];
            if kind & (Word::CAPITAL | Word::NUMBER) == 0 || kind & Folded::MASKED != 0 {
                continue;
            }
            let kept = *told || other.knows(story.words[at]);
            if is_figure(story, at) {
                figures.count(kept);
            } else if is_name(story, at) {
                names.count(kept);
            }
        }
        done = done.max(to);
    }
    (names, figures)
}

/// What a headline says that is not there: little for, little against.
pub(super) const NO_HEADLINE: i32 = 600;
const NO_HEADLINES: i32 = 400;

fn headline(story: &Prepared, other: &Prepared) -> i32 {
    let mut agreement = Agreement::default();
    for &word in story.headline() {
        agreement.count(other.knows(word));
    }
    if agreement.kept + agreement.lost == 0 { NO_HEADLINE } else { agreement.share() }
}

/// Of the words of two headlines that tell something, sorted.
pub(super) fn headlines(a: &[u32], b: &[u32]) -> i32 {
    let words = |headline: &[u32]| headline.chunk_by(|x, y| x == y).count() as u32;
    let least = words(a).min(words(b));
    let both = a.chunk_by(|x, y| x == y).filter(|x| b.binary_search(&x[0]).is_ok());
    if least == 0 { NO_HEADLINES } else { share(both.count() as u32, least) }
}

fn lead(story: &Prepared, other: &Prepared) -> i32 {
    let mut agreement = Agreement::default();
    let words = story.words.iter().zip(&story.kinds).filter(|(_, kind)| **kind & Folded::MASKED == 0);
    for (&word, _) in words.take(LEAD_WORDS) {
        agreement.count(other.knows(word));
    }
    agreement.share()
}

pub(super) fn share(part: u32, whole: u32) -> i32 {
    if whole == 0 { 0 } else { (u64::from(part) * 1000 / u64::from(whole)).min(1000) as i32 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_lost_in_the_slots_of_a_frame_weighs_more_than_the_frame_and_the_loss() {
        let draw = Numbers {
            names_kept: 1000,
            figures: 500,
            figure_swaps: 300,
            headlines: 1000,
            headline: 1000,
            lead_lost: 500,
            ..Numbers::default()
        };
        assert!(draw.same_story() > 0);
        assert!(Numbers { frame: 600, ..draw }.same_story() > 0);
        assert!(draw.framed(600).same_story() < 0);
        // A copy loses nothing, whatever its frame.
        assert!(Numbers { lead_lost: 0, figure_swaps: 0, ..draw }.framed(900).same_story() > 0);
    }
}
