//! Finds which groups of words stand in a text, in one walk over its bytes.
//!
//! Takes words with a mask each, then texts; gives the union of the masks of all words that stand anywhere in a text,
//! inside of others or across them. Three bytes tell of most places that no word begins there, from a table that stays in the
//! nearest cache; where one may, the few words that begin so are compared eight bytes at a time. An automaton (Aho and
//! Corasick 1975) looks once at each byte, but in a large table, and each look must wait for the one before. Case of ASCII
//! letters does not count.

use std::collections::BTreeMap;

/// The words.
#[derive(Debug, Clone)]
pub struct Spotter {
    /// Which three bytes a word may begin with, by [`head`]: a bit each.
    heads: Box<[u64; HEADS / 64]>,
    /// How many bits are set before each of those numbers.
    before: Box<[u16; HEADS / 64]>,
    /// Where the words of each head that there is begin, and where the last ones end.
    starts: Vec<u16>,
    words: Vec<Word>,
}

#[derive(Debug, Clone)]
struct Word {
    /// Its first eight bytes, the first lowest, and the bits of them that count.
    eight: u64,
    counted: u64,
    mask: u64,
    /// The bytes behind the first eight.
    tail: Box<[u8]>,
}

/// Bits of a byte that tell the beginnings of words apart; they are the same of a small and a large letter.
const BYTE_BITS: u32 = 5;
const HEADS: usize = 1 << (3 * BYTE_BITS);

/// What the first three bytes are, where `byte` stands before those that `head` was made of.
#[inline]
fn head(head: usize, byte: u8) -> usize {
    ((head << BYTE_BITS) | (usize::from(byte) % (1 << BYTE_BITS))) % HEADS
}

impl Spotter {
    /// Of these words.
    pub fn of<'w>(words: impl Iterator<Item = (&'w str, u64)>) -> Self {
        let mut by_head: BTreeMap<usize, Vec<Word>> = BTreeMap::new();
        for (text, mask) in words {
            let word = Word::of(text, mask);
            let short = BYTE_BITS * 3_usize.saturating_sub(text.len()) as u32;
            let begun = text.bytes().take(3).rev().fold(0, head);
            // Behind a short word anything may stand.
            for rest in 0..1 << short {
                by_head.entry(begun | rest << (3 * BYTE_BITS - short)).or_default().push(word.clone());
            }
        }
        let mut spotter = Self {
            heads: Box::new([0; HEADS / 64]),
            before: Box::new([0; HEADS / 64]),
            starts: vec![0],
            words: Vec::new(),
        };
        for (head, words) in by_head {
            spotter.heads[head / 64] |= 1 << (head % 64);
            spotter.before[head / 64 + 1..].iter_mut().for_each(|before| *before += 1);
            spotter.words.extend(words);
            spotter.starts.push(spotter.words.len() as u16);
        }
        spotter
    }

    /// Of groups of words, each with its mask.
    pub fn of_groups(groups: &[(&[&str], u64)]) -> Self {
        Self::of(groups.iter().flat_map(|(words, mask)| words.iter().map(move |word| (*word, *mask))))
    }

    /// The union of the masks of all words that stand in `text`.
    #[inline]
    pub fn spot(&self, text: &str) -> u64 {
        let bytes = text.as_bytes();
        let (mut begun, mut eight, mut mask) = (0, 0, 0);
        // From the end on, so that what stands behind a place is known there.
        for (at, &byte) in bytes.iter().enumerate().rev() {
            begun = head(begun, byte);
            eight = eight << 8 | u64::from(byte);
            if self.heads[begun / 64] >> (begun % 64) & 1 == 1 {
                mask |= self.begun(begun, eight, bytes.get(at + 8..).unwrap_or(&[]));
            }
        }
        mask
    }

    /// The masks of all words of this head that begin a text of these eight bytes and that `tail`.
    #[inline(never)]
    fn begun(&self, head: usize, eight: u64, tail: &[u8]) -> u64 {
        let below = self.heads[head / 64] & ((1 << (head % 64)) - 1);
        let rank = usize::from(self.before[head / 64]) + below.count_ones() as usize;
        let Some(&[start, end]) = self.starts.get(rank..).and_then(<[u16]>::first_chunk) else { return 0 };
        let eight = lowercase(eight);
        let words = self.words.get(start.into()..end.into()).unwrap_or(&[]);
        words.iter().filter(|word| word.begins(eight, tail)).fold(0, |mask, word| mask | word.mask)
    }
}

impl Word {
    fn of(text: &str, mask: u64) -> Self {
        let (eight, tail) = text.as_bytes().split_at(text.len().min(8));
        let eight = eight.iter().rev().fold(0, |eight, &byte| eight << 8 | u64::from(byte));
        let counted = u64::MAX.checked_shr(64 - 8 * text.len().min(8) as u32).unwrap_or(0);
        Self { eight: lowercase(eight), counted, mask, tail: tail.into() }
    }

    #[inline]
    fn begins(&self, eight: u64, tail: &[u8]) -> bool {
        (eight ^ self.eight) & self.counted == 0
            && tail.get(..self.tail.len()).is_some_and(|tail| tail.eq_ignore_ascii_case(&self.tail))
    }
}

/// Eight bytes with the small letters of ASCII for the large ones.
#[inline]
fn lowercase(eight: u64) -> u64 {
    const ONES: u64 = u64::MAX / 0xFF;
    const HIGHS: u64 = ONES << 7;
    let low = eight & !HIGHS;
    let from_a = low + ONES * u64::from(0x80 - b'A');
    let behind_z = low + ONES * u64::from(0x7F - b'Z');
    let large = from_a & !behind_z & !eight & HIGHS;
    eight | large >> 2
}

#[cfg(test)]
mod tests {
    use super::*;

    proptest::proptest! {
        #[test]
        fn what_stands_there_is_found(words in proptest::collection::vec("[abé]{1,4}|[ab]{7,10}", 1..9), text in "[abABé ]{0,60}") {
            let with_masks = words.iter().enumerate().map(|(at, word)| (word.as_str(), 1 << at));
            let lower = text.to_ascii_lowercase();
            let expected = words.iter().enumerate().filter(|(_, word)| lower.contains(word.as_str()));
            proptest::prop_assert_eq!(Spotter::of(with_masks).spot(&text), expected.fold(0, |mask, (at, _)| mask | 1 << at));
        }

        #[test]
        fn eight_letters_are_made_small_as_one_is(bytes: [u8; 8]) {
            proptest::prop_assert_eq!(lowercase(u64::from_le_bytes(bytes)), u64::from_le_bytes(bytes.map(|byte| byte.to_ascii_lowercase())));
        }
    }
}
