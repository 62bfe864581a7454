//! What is held of a story so that most pairs are judged without laying them side by side.
//!
//! Takes the words of a story, gives its *portrait*: which words it knows (a Bloom filter with one hash, Bloom 1970), its names
//! and figures, the words of its headline, and where its marks stand; two bytes a word or so. Made only where clusters alone are
//! wanted.

use super::Folded;
use super::judge::{self, LEAD_WORDS, Lost};
use super::sketch::Outline;
use crate::text::fold::Word;

/// A story with more words has no portrait.
const MOST_WORDS: usize = 1 << 16;
/// Bits of the filter for each word, at least: half of them are free and more.
const BITS: usize = 4;

/// A name or a figure in one number: the last bits of its hash, what it is, and where.
#[derive(Debug, Clone, Copy)]
struct Identity(u32);

impl Identity {
    /// How many bits of the hash.
    const HASH: u32 = 17;
    /// The bits of the hash.
    const WORD: u32 = (1 << Self::HASH) - 1;
    /// A figure; else a name.
    const FIGURE: u32 = 1 << Self::HASH;
    /// At the start of the story.
    const LEAD: u32 = 1 << (Self::HASH + 1);
    /// Before the bits of the place.
    const PLACE: u32 = Self::HASH + 2;

    fn new(word: u32, figure: bool, lead: bool, place: u32) -> Self {
        let is = if figure { Self::FIGURE } else { 0 } | if lead { Self::LEAD } else { 0 };
        Self(word & Self::WORD | is | place << Self::PLACE)
    }
}

/// By how many bits places are told more coarsely than by words.
fn shift(words: u32) -> u32 {
    (words >> (u32::BITS - Identity::PLACE)).checked_ilog2().map_or(0, |bits| bits + 1)
}

/// Appends the portrait of a story to `out`. Its `marks` are in their order, each above the place where it stands.
pub(super) fn paint(folded: &Folded, marks: &[u64], out: &mut Vec<u32>) {
    let words = folded.words.len();
    if words >= MOST_WORDS || marks.is_empty() {
        return;
    }
    let begin = out.len();
    let bits = ((words + folded.title.len()) * BITS).next_power_of_two().clamp(32, 1 << Identity::HASH);
    out.extend([words as u32, 0]);
    out.resize(out.len() + bits / 32, 0);
    let known = &mut out[begin + 2..];
    for words in [&folded.words, &folded.title] {
        for &word in words {
            let bit = word as usize & (bits - 1);
            known[bit / 32] |= 1 << (bit % 32);
        }
    }
    let (shift, first) = (shift(words as u32), out.len());
    let lead = if folded.any_kind() & Folded::MASKED == 0 {
        words.min(2 * LEAD_WORDS)
    } else {
        let mut shown = folded.kinds.iter().enumerate().filter(|(_, kind)| *kind & Folded::MASKED == 0);
        shown.nth(2 * LEAD_WORDS).map_or(words, |(at, _)| at)
    };
    // Eight kinds at a time: one word in six or so is meant.
    let (eights, rest) = folded.kinds.as_chunks::<8>();
    let mut last = [0; 8];
    last[..rest.len()].copy_from_slice(rest);
    for (eighth, kinds) in eights.iter().chain([&last]).enumerate() {
        let mut left = u64::from_le_bytes(*kinds) & u64::from_le_bytes([Word::NUMBER | Word::CAPITAL; 8]);
        while left != 0 {
            let within = left.trailing_zeros() as usize / 8;
            left &= !(0xff << (8 * within));
            let (kind, at) = (kinds[within], 8 * eighth + within);
            let figure = kind & Word::NUMBER != 0;
            if kind & Folded::MASKED == 0 && (figure || kind & Word::SENTENCE == 0) {
                let word = folded.words.get(at).copied().unwrap_or(0);
                out.push(Identity::new(word, figure, at < lead, at as u32 >> shift).0);
            }
        }
    }
    let identity = (out.len() - first) as u32;
    let headline = folded.headline().get(..MOST_HEADLINE).unwrap_or(folded.headline());
    out.extend(headline);
    out[begin + 1] = bits.ilog2() | (headline.len() as u32) << 8 | identity << 16;
    let (twos, rest) = marks.as_chunks::<2>();
    out.extend(twos.iter().map(|&[one, two]| one as u32 | (two as u32) << 16));
    out.extend(rest.iter().map(|&one| one as u32));
}

/// Words of a headline that are held.
const MOST_HEADLINE: usize = 255;

/// A story as its portrait and its marks show it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Face<'f> {
    pub(super) outline: &'f Outline,
    pub(super) marks: &'f [u32],
    /// Marks that are no boilerplate.
    own: u32,
    /// How many.
    pub(super) words: u32,
    known: &'f [u32],
    identity: &'f [u32],
    headline: &'f [u32],
    /// Two in one.
    places: &'f [u32],
}

impl<'f> Face<'f> {
    /// Of a story's marks, of which `own` are no boilerplate, and its portrait, if it has one.
    pub(super) fn of(outline: &'f Outline, marks: &'f [u32], own: u32, portrait: &'f [u32]) -> Option<Self> {
        let (&[words, counts], rest) = portrait.split_first_chunk()?;
        let (known, rest) = rest.split_at_checked((1 << (counts & 31)) / 32)?;
        let (identity, rest) = rest.split_at_checked((counts >> 16) as usize)?;
        let (headline, places) = rest.split_at_checked((counts >> 8 & 255) as usize)?;
        let is_whole = places.len() == marks.len().div_ceil(2) && !known.is_empty();
        is_whole.then_some(Self { outline, marks, own, words, known, identity, headline, places })
    }

    /// Words that are no boilerplate, by the share of the marks that are none.
    pub(super) fn own_words(&self) -> u32 {
        (u64::from(self.words) * u64::from(self.own) / self.marks.len().max(1) as u64) as u32
    }

    /// First word of the `nth` mark.
    pub(super) fn place(&self, nth: usize) -> u32 {
        self.places[nth / 2] >> (16 * (nth % 2)) & 0xffff
    }

    /// Whether the story or its headline has the word; wrong for one other word in eight.
    fn knows(&self, word: u32) -> bool {
        let bit = word as usize & (32 * self.known.len() - 1);
        self.known[bit / 32] >> (bit % 32) & 1 == 1
    }

    /// Names and figures at the start that the other lacks: surely, and perhaps, where it knows the word of one that the headline has,
    /// but as no name or figure and not in its headline.
    pub(super) fn lost(&self, other: &Face) -> [Lost; 2] {
        let (mut surely, mut perhaps) = (Lost::default(), false);
        for &identity in self.identity.iter().take_while(|&identity| identity & Identity::LEAD != 0) {
            let (is_name, is_known) = (identity & Identity::FIGURE == 0, other.knows(identity));
            surely.all += u32::from(!is_known);
            if is_name && (!is_known || !other.has(identity)) && self.is_in_headline(identity) {
                surely.titled |= !is_known;
                perhaps = true;
            }
        }
        [surely, Lost { titled: perhaps, ..surely }]
    }

    /// Whether a name or a figure is one of its own, or in its headline.
    fn has(&self, identity: u32) -> bool {
        let same = |own: &u32| (own ^ identity) & Identity::WORD == 0;
        self.identity.iter().any(same) || self.is_in_headline(identity)
    }

    fn is_in_headline(&self, identity: u32) -> bool {
        self.headline.iter().any(|word| (word ^ identity) & Identity::WORD == 0)
    }

    /// Names and figures from word `from` to word `to`: the place of each, whether it is a figure, and whether the other has it.
    pub(super) fn identity(
        &self,
        from: u32,
        to: u32,
        other: &Face,
    ) -> impl Iterator<Item = (u32, bool, bool)> {
        let shift = shift(self.words);
        let (from, to) = (from >> shift, to >> shift);
        let places = move |identity: &u32| (from..=to).contains(&(identity >> Identity::PLACE));
        let there = self.identity.iter().copied().filter(places);
        there.map(move |identity| {
            (identity >> Identity::PLACE << shift, identity & Identity::FIGURE != 0, other.knows(identity))
        })
    }

    /// Share of the headline's words that the other has in headline or body.
    pub(super) fn headline(&self, other: &Face) -> i32 {
        let kept = self.headline.iter().filter(|&&word| other.knows(word)).count();
        if self.headline.is_empty() {
            judge::NO_HEADLINE
        } else {
            judge::share(kept as u32, self.headline.len() as u32)
        }
    }

    /// Share of the shorter headline's words that the other headline has.
    pub(super) fn headlines(&self, other: &Face) -> i32 {
        judge::headlines(self.headline, other.headline)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dedup::sketch::shingles;
    use crate::dedup::{Options, Story, fold};

    #[test]
    fn a_portrait_tells_where_marks_stand_which_words_are_known_and_what_is_a_name_or_a_figure() {
        let options = Options { relations: false, ..Options::default() };
        for words in [60, 5_000] {
            let text: String = (0..words)
                .map(|nth| match nth % 10 {
                    3 => format!("Name{} ", nth * nth % 7919),
                    7 => format!("{nth} "),
                    _ => format!("w{} ", nth * nth % 7919),
                })
                .collect();
            let (sketch, folded) = fold(&Story::saying("harbour closed", text), &options);
            let face = Face::of(&sketch.outline, &sketch.marks, 1, &sketch.portrait).unwrap();
            let mut hashes = Vec::new();
            shingles(&folded.words, &folded.kinds, &options, &mut hashes);
            for (nth, &mark) in sketch.marks.iter().enumerate() {
                assert_eq!(hashes[face.place(nth) as usize], mark);
            }
            assert!(folded.words.iter().all(|&word| face.knows(word)));
            assert_eq!(
                (face.headline(&face), face.headlines(&face), face.lost(&face)[1].all),
                (1000, 1000, 0)
            );
            let told: Vec<_> = face.identity(0, words, &face).collect();
            assert_eq!(told.len() as u32, words / 5);
            let coarse = 1 << shift(words);
            for (nth, (place, is_figure, kept)) in (0..).zip(told) {
                let at = 10 * (nth / 2) + if nth % 2 == 0 { 3 } else { 7 };
                assert_eq!((place, is_figure, kept), (at / coarse * coarse, nth % 2 == 1, true));
            }
        }
        let story = Story::saying("harbour closed", "one two three ".repeat(30));
        assert!(fold(&story, &Options::default()).0.portrait.is_empty());
    }
}
