//! A story made ready to be compared: which of its words many others carry, where its shingles stand, which words it knows.

use std::cell::{Cell, OnceCell};
use std::ops::Deref;

use super::{Folded, Options, Shelf};
use crate::error::Result;
use crate::text::fold::Word;

/// A story ready to be compared.
pub(super) struct Prepared<'s> {
    folded: Folded,
    /// The hash of each shingle, by its first word.
    pub(super) shingles: Vec<u32>,
    /// Read when the letters of a word are first asked for.
    text: OnceCell<Result<String>>,
    source: Source<'s>,
    /// Words' worth that is neither masked nor common.
    pub(super) own: u32,
    /// Words' worth that is not masked.
    pub(super) weight: u32,
    /// Made when the story is first looked up in, in the room of `slots`.
    index: OnceCell<Index>,
    slots: Cell<Vec<u32>>,
    /// Made when a place is first asked for.
    places: OnceCell<Vec<(u32, u32)>>,
    known: Known,
}

/// What a story was made ready in, to be used again for another.
#[derive(Default)]
pub(super) struct Room {
    /// The words of the story that is to be made ready.
    pub(super) folded: Folded,
    shingles: Vec<u32>,
    slots: Vec<u32>,
    bits: Vec<u64>,
}

impl Room {
    /// Of a story that is compared once.
    pub(super) fn of(folded: Folded) -> Self {
        Self { folded, ..Self::default() }
    }

    /// Bytes that it takes.
    pub(super) fn bytes(&self) -> usize {
        let numbers = self.shingles.capacity() + self.slots.capacity() + 2 * self.bits.capacity();
        self.folded.room() + 4 * numbers
    }
}

impl Deref for Prepared<'_> {
    type Target = Folded;

    fn deref(&self) -> &Folded {
        &self.folded
    }
}

/// Where the text of a story is.
#[derive(Clone, Copy)]
pub(super) enum Source<'s> {
    /// On a shelf, the story with this index.
    Shelf(&'s dyn Shelf, u32),
    Text(&'s str),
}

impl<'s> Prepared<'s> {
    /// Many unrelated stories carry the word, in boilerplate or a template: a bit beside those of [`Word`].
    pub(super) const COMMON: u8 = 64;

    /// The story whose words are in `room`; `common` are marks of boilerplate.
    pub(super) fn new(room: Room, source: Source<'s>, common: &Common, options: &Options) -> Self {
        let Room { mut folded, mut shingles, slots, bits } = room;
        super::sketch::shingles(&folded.words, &folded.kinds, options, &mut shingles);
        carried_by_many(&mut folded, &shingles, common, options);
        let (mut weight, mut own) = (0, 0);
        // As many at a time as their sum fits a byte: sixteen kinds are looked at at once.
        for kinds in folded.kinds.chunks(127) {
            let (mut all, mut uncommon) = (0_u8, 0_u8);
            for &kind in kinds {
                let worth = if kind & Folded::MASKED == 0 { worth(kind) as u8 } else { 0 };
                all += worth;
                uncommon += if kind & Self::COMMON == 0 { worth } else { 0 };
            }
            weight += u32::from(all);
            own += u32::from(uncommon);
        }
        Self {
            known: Known::new(bits, &folded.words, &folded.title),
            index: OnceCell::new(),
            slots: Cell::new(slots),
            places: OnceCell::new(),
            text: OnceCell::new(),
            source,
            shingles,
            folded,
            own,
            weight,
        }
    }

    /// What it was made ready in.
    pub(super) fn left(self) -> Room {
        let slots = self.index.into_inner().map_or_else(|| self.slots.into_inner(), |index| index.slots);
        Room { folded: self.folded, shingles: self.shingles, slots, bits: self.known.bits }
    }

    /// Places where a shingle with this hash may stand, the first [`SAME`] of them.
    pub(super) fn standing(&self, shingle: u32) -> impl Iterator<Item = usize> {
        let index = self.index.get_or_init(|| Index::new(self.slots.take(), &self.shingles));
        index.places(shingle, &self.shingles)
    }

    /// Most of it is carried by many: without the common words there is no story left to tell.
    pub(super) fn is_templated(&self) -> bool {
        2 * self.own < self.weight
    }

    /// Whether the word at `at` is of any of the kinds.
    pub(super) fn is(&self, at: usize, kind: u8) -> bool {
        self.kinds[at] & kind != 0
    }

    /// Words' worth of the `len` words from `from` on.
    pub(super) fn worth(&self, from: usize, len: usize) -> u32 {
        self.kinds[from..from + len].iter().map(|&kind| worth(kind)).sum()
    }

    /// First byte of the word at `at`, and first behind.
    pub(super) fn place(&self, at: usize) -> (u32, u32) {
        self.places.get_or_init(|| self.folded.places()).get(at).copied().unwrap_or_default()
    }

    /// The letters of a word, as they stand in the text.
    pub(super) fn letters(&self, at: usize) -> &[u8] {
        let (start, end) = self.place(at);
        let text = match self.source {
            Source::Text(text) => text,
            Source::Shelf(shelf, index) => match self.text.get_or_init(|| shelf.text(index)) {
                Ok(text) => text,
                Err(_) => "",
            },
        };
        text.as_bytes().get(start as usize..end as usize).unwrap_or(&[])
    }

    /// Whether its text was asked for and could not be read.
    pub(super) fn is_unreadable(&self) -> bool {
        matches!(self.text.get(), Some(Err(_)))
    }

    /// Why the text could not be read, if it was asked for.
    pub(super) fn read(&mut self) -> Result<()> {
        self.text.take().map_or(Ok(()), |text| text.map(drop))
    }

    /// Whether the story or its title has a word with this hash; wrong for a few words in a hundred.
    pub(super) fn knows(&self, word: u32) -> bool {
        self.known.has(word)
    }

    /// Whether it has one for certain, which takes a look at every word.
    pub(super) fn has(&self, word: u32) -> bool {
        self.words.contains(&word) || self.title.contains(&word)
    }
}

/// As [`Word::weight`], of a word of this kind.
pub(super) fn worth(kind: u8) -> u32 {
    2 - u32::from(kind & Word::UNSPACED != 0)
}

/// A set of marks that is asked far more often than it answers yes.
#[derive(Debug)]
pub(super) struct Common {
    /// One bit in eight or fewer is set.
    bits: Vec<u64>,
    /// Open-addressing table, half of it free: 0 is free.
    marks: Vec<u32>,
    /// Whether 0 is one of them.
    zero: bool,
    is_empty: bool,
}

impl Common {
    pub(super) fn new(marks: &[u32]) -> Self {
        let mut common = Self {
            bits: vec![0; (marks.len() / 4).next_power_of_two()],
            marks: vec![0; (2 * marks.len() + 1).next_power_of_two()],
            zero: marks.contains(&0),
            is_empty: marks.is_empty(),
        };
        for &mark in marks {
            let (word, bit) = common.bit(mark);
            common.bits[word] |= bit;
            let at = common.place(mark);
            common.marks[at] = mark;
        }
        common
    }

    fn is_empty(&self) -> bool {
        self.is_empty
    }

    #[inline]
    pub(super) fn has(&self, mark: u32) -> bool {
        let (word, bit) = self.bit(mark);
        if self.bits[word] & bit == 0 {
            return false;
        }
        if mark == 0 { self.zero } else { self.marks[self.place(mark)] == mark }
    }

    /// How many of the marks are none of these.
    pub(super) fn others(&self, marks: &[u32]) -> u32 {
        if self.is_empty() {
            marks.len() as u32
        } else {
            marks.iter().filter(|&&mark| !self.has(mark)).count() as u32
        }
    }

    fn bit(&self, mark: u32) -> (usize, u64) {
        ((mark >> 6) as usize & (self.bits.len() - 1), 1 << (mark % 64))
    }

    /// Where a mark is, or a free place.
    fn place(&self, mark: u32) -> usize {
        let mask = self.marks.len() - 1;
        let mut at = mark as usize & mask;
        while self.marks[at] != 0 && self.marks[at] != mark {
            at = (at + 1) & mask;
        }
        at
    }
}

/// Finds the words under marks that many unrelated stories carry, and those between two such marks of one line unless they
/// are names or figures: the slots of a template are a story's own.
fn carried_by_many(folded: &mut Folded, shingles: &[u32], common: &Common, options: &Options) {
    if common.is_empty() {
        return;
    }
    let Folded { kinds, marks, .. } = folded;
    let mut last = usize::MAX;
    for &at in &*marks {
        let at = at as usize;
        if !shingles.get(at).is_some_and(|&shingle| common.has(shingle)) {
            continue;
        }
        let n = options.shingle_words.max(1) * if kinds[at] & Word::UNSPACED != 0 { 2 } else { 1 };
        let end = kinds.len().min(at + n);
        if last < at && at - last <= BETWEEN && !kinds[last..=at].iter().any(|kind| kind & Word::LINE != 0) {
            for kind in &mut kinds[last..at] {
                *kind |= if *kind & (Word::NUMBER | Word::CAPITAL) == 0 { Prepared::COMMON } else { 0 };
            }
        }
        kinds[at..end].iter_mut().for_each(|kind| *kind |= Prepared::COMMON);
        last = end;
    }
}

/// Words between two common marks that are still common.
const BETWEEN: usize = 6;

/// Places kept of one shingle: more of them only repeat themselves.
const SAME: usize = 4;

/// Open-addressing table from shingle to its places.
#[derive(Debug)]
struct Index {
    /// Place + 1; 0 is free.
    slots: Vec<u32>,
    mask: usize,
}

impl Index {
    /// In the room of `slots`.
    fn new(mut slots: Vec<u32>, shingles: &[u32]) -> Self {
        let size = (shingles.len() * 2).next_power_of_two().max(8);
        let mask = size - 1;
        slots.clear();
        slots.resize(size, 0);
        for (place, &shingle) in (1..).zip(shingles) {
            let (mut at, mut same) = (shingle as usize & mask, 0);
            while slots[at] != 0 && same < SAME {
                same += usize::from(shingles[slots[at] as usize - 1] == shingle);
                at = (at + 1) & mask;
            }
            if same < SAME {
                slots[at] = place;
            }
        }
        Self { slots, mask }
    }

    /// `shingles` are those it was made of.
    fn places(&self, shingle: u32, shingles: &[u32]) -> impl Iterator<Item = usize> {
        let start = shingle as usize & self.mask;
        (0..self.slots.len())
            .map(move |step| self.slots[(start + step) & self.mask])
            .take_while(|&slot| slot != 0)
            .map(|slot| slot as usize - 1)
            .filter(move |&place| shingles[place] == shingle)
    }
}

/// A set of words as bits.
#[derive(Debug)]
struct Known {
    bits: Vec<u64>,
    mask: u32,
}

impl Known {
    /// In the room of `bits`.
    fn new(mut bits: Vec<u64>, words: &[u32], title: &[u32]) -> Self {
        let size = ((words.len() + title.len()) / 2 + 1).next_power_of_two();
        bits.clear();
        bits.resize(size, 0);
        let mask = (size * 64 - 1) as u32;
        for words in [words, title] {
            for word in words {
                let bit = word & mask;
                bits[bit as usize / 64] |= 1 << (bit % 64);
            }
        }
        Self { bits, mask }
    }

    fn has(&self, word: u32) -> bool {
        let bit = word & self.mask;
        self.bits.get(bit as usize / 64).is_some_and(|bits| bits >> (bit % 64) & 1 == 1)
    }
}
