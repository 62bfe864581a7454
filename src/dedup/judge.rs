//! What the alignment of two stories says: copies of one report, reports that share passages, or look-alikes.
//!
//! Takes two stories laid side by side, gives a handful of named numbers (in thousandths) and the verdict they add up
//! to.

use super::align::Alignment;
use super::prepared::Prepared;
use crate::text::fold::Word;

/// The numbers that decide, in thousandths unless said otherwise.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Numbers {
    /// Share of the shorter story's words that stand in shared stretches.
    pub contained: u32,
    /// The same of the fuller story.
    pub covered: u32,
    /// Share of the shorter story's shingles found in the fuller, stretch or not.
    pub shingles: u32,
    /// Of the shorter story's names beside or inside shared stretches, how many the fuller has; 1000 where it has none.
    pub names: u32,
    /// The same the other way round.
    pub names_back: u32,
    /// The same of numbers.
    pub figures: u32,
    /// The same the other way round.
    pub figures_back: u32,
    /// Share of the shorter story's headline words that the fuller has in headline or body.
    pub title: u32,
    /// The same the other way round.
    pub title_back: u32,
    /// Share of the headlines' words in common, of the shorter headline.
    pub titles: u32,
    /// Share of the words of the shorter story's first sentence or so that the fuller has.
    pub lead: u32,
    /// The same the other way round.
    pub lead_back: u32,
    /// Words of the shorter story, at most 1000.
    pub words: u32,
    /// Longest run as a share of the shorter story.
    pub longest: u32,
    /// Days between the two, at most 30; 0 where a date is unknown.
    pub days: u32,
    /// How many names disagreed, at most 100.
    pub names_lost: u32,
    /// How many figures disagreed, at most 100.
    pub figures_lost: u32,
    /// How many names agreed, at most 100.
    pub names_kept: u32,
    /// How many figures agreed, at most 100.
    pub figures_kept: u32,
}

impl Numbers {
    /// Each number with its name.
    pub fn named(&self) -> [(&'static str, u32); 19] {
        [
            ("contained", self.contained),
            ("covered", self.covered),
            ("shingles", self.shingles),
            ("names", self.names),
            ("names_back", self.names_back),
            ("figures", self.figures),
            ("figures_back", self.figures_back),
            ("title", self.title),
            ("title_back", self.title_back),
            ("titles", self.titles),
            ("lead", self.lead),
            ("lead_back", self.lead_back),
            ("words", self.words),
            ("longest", self.longest),
            ("days", self.days),
            ("names_lost", self.names_lost),
            ("figures_lost", self.figures_lost),
            ("names_kept", self.names_kept),
            ("figures_kept", self.figures_kept),
        ]
    }

    /// Above 0: copies of one report. In thousandths; the greater the surer.
    pub fn same_story(&self) -> i32 {
        let mut score = self.contained.max(self.shingles) as i32 - 550;
        score += (self.names as i32 - 900).min(0) * 2;
        score += (self.names_back as i32 - 900).min(0);
        score += (self.title.max(self.titles) as i32 - 500).min(200);
        score += (self.lead as i32 - 700).min(100);
        score
    }
}

/// Words at the start of a story that tell what it is about.
const LEAD_WORDS: usize = 30;
/// Headline words shorter than this, in bytes, tell nothing.
const TITLE_WORD: u32 = 4;

/// Measures `a` against `b`.
pub(super) fn measure(a: &Prepared, b: &Prepared, alignment: &Alignment) -> Numbers {
    let a_is_shorter = (a.weight, a.words.len()) <= (b.weight, b.words.len());
    let (short, full) = if a_is_shorter { (a, b) } else { (b, a) };
    let [in_a, in_b] = alignment.covered;
    let (in_short, in_full) = if a_is_shorter { (in_a, in_b) } else { (in_b, in_a) };
    let side = |short_side: bool| -> Vec<(usize, usize)> {
        let of_a = short_side == a_is_shorter;
        alignment.stretches.iter().map(|stretch| if of_a { stretch.a } else { stretch.b }).collect()
    };
    let (names, figures) = agreement(short, full, &side(true));
    let (names_back, figures_back) = agreement(full, short, &side(false));
    let longest = alignment.runs.iter().map(|run| run.len).max().unwrap_or(0) as u32;
    let [_, _, shared] = alignment.shingles;
    Numbers {
        contained: share(in_short, short.weight),
        covered: share(in_full, full.weight),
        shingles: share(shared, short.shingles.len() as u32),
        names: names.share(),
        names_back: names_back.share(),
        figures: figures.share(),
        figures_back: figures_back.share(),
        title: headline(short, full),
        title_back: headline(full, short),
        titles: headlines(short, full),
        lead: lead(short, full),
        lead_back: lead(full, short),
        words: (short.weight / 2).min(1000),
        longest: share(longest * 2, short.weight),
        days: match (a.day, b.day) {
            (Some(x), Some(y)) => x.abs_diff(y).min(30),
            _ => 0,
        },
        names_lost: (names.lost + names_back.lost).min(100),
        figures_lost: (figures.lost + figures_back.lost).min(100),
        names_kept: names.kept.min(100),
        figures_kept: figures.kept.min(100),
    }
}

/// How many of a story's names or figures the other has too.
#[derive(Debug, Clone, Copy, Default)]
struct Agreement {
    kept: u32,
    lost: u32,
}

impl Agreement {
    fn share(self) -> u32 {
        if self.kept + self.lost == 0 { 1000 } else { share(self.kept, self.kept + self.lost) }
    }
    fn count(&mut self, kept: bool) {
        self.kept += u32::from(kept);
        self.lost += u32::from(!kept);
    }
}

/// Names and figures of `story` within a few words of what it shares.
fn agreement(story: &Prepared, other: &Prepared, shared: &[(usize, usize)]) -> (Agreement, Agreement) {
    const BESIDE: usize = 6;
    let (mut names, mut figures) = (Agreement::default(), Agreement::default());
    let mut done = 0;
    for &(from, to) in shared {
        let (from, to) = (from.saturating_sub(BESIDE).max(done), (to + BESIDE).min(story.words.len()));
        for at in from..to {
            let word = story.words[at];
            if story.masked[at] {
                continue;
            }
            if word.is(Word::NUMBER) {
                figures.count(other.knows(word.hash));
            } else if word.is(Word::CAPITAL) && !word.is(Word::SENTENCE) {
                names.count(other.knows(word.hash));
            }
        }
        done = done.max(to);
    }
    (names, figures)
}

fn headline(story: &Prepared, other: &Prepared) -> u32 {
    let mut agreement = Agreement::default();
    for word in story.title.iter().filter(|word| tells(word)) {
        agreement.count(other.knows(word.hash));
    }
    agreement.share()
}

fn headlines(short: &Prepared, full: &Prepared) -> u32 {
    let of = |story: &Prepared| {
        let mut words: Vec<u32> =
            story.title.iter().filter(|word| tells(word)).map(|word| word.hash).collect();
        words.sort_unstable();
        words.dedup();
        words
    };
    let (x, y) = (of(short), of(full));
    let least = x.len().min(y.len());
    if least == 0 { 500 } else { share(super::sketch::shared(&x, &y) as u32, least as u32) }
}

fn tells(word: &Word) -> bool {
    word.is(Word::UNSPACED | Word::NUMBER) || word.end - word.start >= TITLE_WORD
}

fn lead(story: &Prepared, other: &Prepared) -> u32 {
    let mut agreement = Agreement::default();
    let words = story.words.iter().zip(&story.masked).filter(|(_, masked)| !**masked).map(|(word, _)| word);
    for word in words.take(LEAD_WORDS) {
        agreement.count(other.knows(word.hash));
    }
    agreement.share()
}

fn share(part: u32, whole: u32) -> u32 {
    if whole == 0 { 0 } else { ((u64::from(part) * 1000 / u64::from(whole)) as u32).min(1000) }
}
