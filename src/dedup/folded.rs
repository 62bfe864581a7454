//! Story → [`Folded`]: its words, what is no part of its identity, and where its marks stand.
//!
//! Folding a story costs more than anything else that is done to it, so it is done once: a shelf keeps the folded words
//! beside the story and gives them back when two stories are compared; the text itself is hardly ever asked for then.

use super::sketch::{shingles, winnow};
use super::{Options, Story};
use crate::text::fold::{self, Word};

/// The words of a story, and where its marks stand. Pure function of the story and the options.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Folded {
    /// Days since 1970.
    pub(super) day: Option<i32>,
    /// One hash a word.
    pub(super) words: Vec<u32>,
    /// One a word: the bits of [`Word`] and [`Folded::MASKED`].
    pub(super) kinds: Vec<u8>,
    /// For each word the bytes since the last one's end and its own, see [`Folded::places`].
    gaps: Vec<u8>,
    /// The hashes of the headline's words: first those that tell something, then the others, each sorted.
    pub(super) title: Vec<u32>,
    pub(super) telling: u32,
    /// The shingles that are marks.
    pub(super) marks: Vec<u32>,
}

/// Room for what a story is folded by, used again for the next.
#[derive(Debug, Default)]
pub(super) struct Room {
    pub(super) words: Vec<Word>,
    title: Vec<Word>,
    /// The hash of each shingle, by its first word.
    pub(super) shingles: Vec<u32>,
    /// Places of marks.
    pub(super) marks: Vec<u32>,
    /// Marks with their places.
    pub(super) keys: Vec<u64>,
    pub(super) portrait: Vec<u32>,
}

impl Folded {
    /// Outside the story's identity, as a dateline is; never laid beside anything.
    pub(super) const MASKED: u8 = 32;

    /// Of a story that is compared at once.
    pub(super) fn of(story: &Story, options: &Options) -> Self {
        Self::new(story, options, &mut Room::default())
    }

    /// Leaves in `room` its words and shingles, for a sketch to be made of.
    pub(super) fn new(story: &Story, options: &Options, room: &mut Room) -> Self {
        let Room { words, title, shingles: hashed, marks, .. } = room;
        fold::words_into(&story.text, words);
        let hashes: Vec<u32> = words.iter().map(|word| word.hash).collect();
        let mut kinds: Vec<u8> = words.iter().map(|word| word.kind).collect();
        shingles(&hashes, &kinds, options, hashed);
        winnow(hashed, marks);
        mask_datelines(&story.text, words, &mut kinds);
        fold::words_into(&story.title, title);
        title.sort_unstable_by_key(|word| (!tells(word), word.hash));
        Self {
            day: story.published.map(crate::model::Date::days),
            words: hashes,
            kinds,
            gaps: gaps(words),
            telling: title.partition_point(tells) as u32,
            title: title.iter().map(|word| word.hash).collect(),
            marks: marks.clone(),
        }
    }

    /// What any of the words is.
    pub(super) fn any_kind(&self) -> u8 {
        self.kinds.iter().fold(0, |any, kind| any | kind)
    }

    /// The words of the headline that tell something, sorted.
    pub(super) fn headline(&self) -> &[u32] {
        self.title.get(..self.telling as usize).unwrap_or(&[])
    }

    /// First byte of each word and first behind.
    pub(super) fn places(&self) -> Vec<(u32, u32)> {
        let mut places = Vec::with_capacity(self.words.len());
        let (mut bytes, mut end) = (self.gaps.iter(), 0_u32);
        while let (Some(gap), Some(length)) = (short(&mut bytes), short(&mut bytes)) {
            let start = end.wrapping_add(gap);
            end = start.wrapping_add(length);
            places.push((start, end));
        }
        places
    }

    /// Appends the words to `out`. Read by this program alone.
    pub fn write(&self, out: &mut Vec<u8>) {
        let day = self.day.map_or(i64::MIN, i64::from);
        out.extend_from_slice(&day.to_le_bytes());
        let counts =
            [self.words.len(), self.gaps.len(), self.title.len(), self.telling as usize, self.marks.len()];
        out.reserve(20 + 4 * (counts[0] + counts[2]) + counts[0] + counts[1] + counts[4]);
        counts.iter().for_each(|&count| out.extend_from_slice(&(count as u32).to_le_bytes()));
        for numbers in [&self.words, &self.title] {
            numbers.iter().for_each(|number| out.extend_from_slice(&number.to_le_bytes()));
        }
        out.extend_from_slice(&self.kinds);
        out.extend_from_slice(&self.gaps);
        // Each stands a few words behind the last.
        let mut last = 0;
        out.extend(self.marks.iter().map(|&mark| (mark - std::mem::replace(&mut last, mark)) as u8));
    }

    /// Reads what [`Folded::write`] wrote, in the room of what it was before. Gives whether the bytes are those of a folded story; if
    /// not, it is of no use.
    #[must_use]
    pub fn read(&mut self, bytes: &[u8]) -> bool {
        self.read_all(bytes).is_some()
    }

    fn read_all(&mut self, bytes: &[u8]) -> Option<()> {
        let (day, rest) = bytes.split_first_chunk()?;
        self.day = i32::try_from(i64::from_le_bytes(*day)).ok();
        let (counts, mut rest) = rest.split_first_chunk::<20>()?;
        let mut counts = counts.as_chunks::<4>().0.iter().map(|count| u32::from_le_bytes(*count));
        let mut count = || counts.next().map(|count| count as usize);
        let (words, gaps, title, telling) = (count()?, count()?, count()?, count()?);
        let marks = count()?;
        for (numbers, count) in [(&mut self.words, words), (&mut self.title, title)] {
            let (own, others) = rest.split_at_checked(4 * count)?;
            rest = others;
            numbers.clear();
            numbers.extend(own.as_chunks().0.iter().map(|number| u32::from_le_bytes(*number)));
        }
        for (bytes, count) in [(&mut self.kinds, words), (&mut self.gaps, gaps)] {
            let (own, others) = rest.split_at_checked(count)?;
            rest = others;
            bytes.clear();
            bytes.extend_from_slice(own);
        }
        let mut last = 0;
        self.marks.clear();
        self.marks.extend(rest.get(..marks)?.iter().map(|&behind| {
            last += u32::from(behind);
            last
        }));
        self.telling = telling as u32;
        let sound = telling <= title && self.marks.last().is_none_or(|&mark| (mark as usize) < words);
        sound.then_some(())
    }

    /// Bytes that its vectors take, as far as they hold numbers.
    pub(super) fn room(&self) -> usize {
        4 * (self.words.capacity() + self.marks.capacity()) + self.kinds.capacity() + self.gaps.capacity()
    }
}

/// Headline words shorter than this, in bytes, tell nothing.
const TITLE_WORD: u32 = 4;

fn tells(word: &Word) -> bool {
    word.is(Word::UNSPACED | Word::NUMBER) || word.end - word.start >= TITLE_WORD
}

/// For each word two numbers of seven bits a byte, the last byte below 128.
fn gaps(words: &[Word]) -> Vec<u8> {
    // Nearly always one byte each.
    let (mut out, mut all, mut end) = (vec![0; 2 * words.len()], 0, 0_u32);
    for (pair, word) in out.as_chunks_mut::<2>().0.iter_mut().zip(words) {
        let [gap, length] = [word.start.wrapping_sub(end), word.end - word.start];
        *pair = [gap as u8, length as u8];
        all |= gap | length;
        end = word.end;
    }
    if all >= 128 { long_gaps(words) } else { out }
}

fn long_gaps(words: &[Word]) -> Vec<u8> {
    let mut out = Vec::with_capacity(3 * words.len());
    let mut end = 0_u32;
    for word in words {
        for mut number in [word.start.wrapping_sub(end), word.end - word.start] {
            while number >= 128 {
                out.push(number as u8 | 128);
                number >>= 7;
            }
            out.push(number as u8);
        }
        end = word.end;
    }
    out
}

fn short<'b>(bytes: &mut impl Iterator<Item = &'b u8>) -> Option<u32> {
    let (mut number, mut shift) = (0_u32, 0);
    loop {
        let byte = *bytes.next()?;
        number |= u32::from(byte & 127).checked_shl(shift)?;
        shift += 7;
        if byte < 128 {
            return Some(number);
        }
    }
}

/// Words from the start of a line to the dash behind a dateline, at most.
const DATELINE_WORDS: usize = 14;
/// Lines in which a dateline is looked for.
const DATELINE_LINES: usize = 8;

/// `LONDON, Feb 9 (Agency) -` and the like: agencies refile one report under a new dateline, so it is no part of
/// the report's identity.
fn mask_datelines(text: &str, words: &[Word], kinds: &mut [u8]) {
    let starts = words.iter().enumerate().filter(|(_, word)| word.is(Word::LINE)).map(|(at, _)| at);
    for start in starts.take(DATELINE_LINES) {
        let near = &words[start..words.len().min(start + DATELINE_WORDS + 1)];
        for (at, two) in (start..).zip(near.windows(2)) {
            let (word, next) = (&two[0], &two[1]);
            if at > start && word.is(Word::LINE) {
                break;
            }
            // Between most words is a space, and nothing to be looked at.
            if next.start.saturating_sub(word.end) < DASH {
                continue;
            }
            let between = text.get(word.end as usize..next.start as usize).unwrap_or("");
            if !has_dash(between) {
                continue;
            }
            let head = text.get(words[start].start as usize..word.end as usize).unwrap_or("");
            let credit = between.contains(')') || head.contains('(');
            let shout = words[start..=at].first().is_some_and(|first| {
                let first = text.get(first.start as usize..first.end as usize).unwrap_or("");
                first.chars().count() > 1 && first.chars().all(char::is_uppercase)
            });
            if credit || shout {
                kinds[start..=at].iter_mut().for_each(|kind| *kind |= Folded::MASKED);
                break;
            }
        }
    }
}

/// Bytes between two words where a dash as behind a dateline stands, at least.
const DASH: u32 = 3;

/// Whether a dash as behind a dateline stands there.
fn has_dash(between: &str) -> bool {
    [" - ", " -- ", " – ", " — ", ") -", ")--", ")—", ")–"].iter().any(|dash| between.contains(dash))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Date;

    #[test]
    fn folded_words_read_back_as_they_were_written() {
        let long = "a".repeat(300);
        let text =
            format!("HARBOUR, May 3 (Wire) - Rain fell for ten days in May, {long}.\n\n港口也下雨。 Ärger.");
        let story = Story {
            published: Date::parse("2024-05-03"),
            ..Story::saying("Ten per cent more rain for 港口 in May", text)
        };
        let mut room = Room::default();
        let folded = Folded::new(&story, &Options::default(), &mut room);
        assert_eq!(folded.places(), room.words.iter().map(|word| (word.start, word.end)).collect::<Vec<_>>());
        assert!(folded.kinds[..4].iter().all(|kind| kind & Folded::MASKED != 0));
        let mut bytes = Vec::new();
        folded.write(&mut bytes);
        let mut read = Folded::of(&Story { text: "Sun".into(), ..story }, &Options::default());
        for end in 0..bytes.len() {
            assert!(!read.read(&bytes[..end]));
        }
        assert!(read.read(&bytes));
        assert_eq!(read, folded);
    }
}
