//! Tells at a glance which texts hold none of many wordings.
//!
//! Takes wordings once, then texts; says "no" or "perhaps". A wording of `n` bytes that stands in a text covers one of any
//! `n - 7` successive places where eight bytes are looked at, so only every so many places need a look (q-gram sampling,
//! Sutinen and Tarhio 1996). Short wordings would have every place looked at; they are told by a mark that each of them
//! has and few texts have, where there is one. What may be there is for a search to find out; nearly no text gets so far.

/// Some wordings.
#[derive(Debug, Clone, Default)]
pub struct Grams {
    long: Sample,
    short: Sample,
    /// Bytes of which each wording has one, and each short one; none where there are more than can be looked for at once.
    marks: Option<[u8; 3]>,
    short_marks: Option<[u8; 3]>,
}

/// Bytes of a wording that is long.
const LONG: usize = 12;

impl Grams {
    /// Of these wordings.
    pub fn of(wordings: &[&str]) -> Self {
        let (long, short): (Vec<&str>, Vec<&str>) =
            wordings.iter().copied().partition(|wording| wording.len() >= LONG);
        let (marks, short_marks) = (marks(wordings), marks(&short));
        Self { long: Sample::of(&long), short: Sample::of(&short), marks, short_marks }
    }

    /// Whether any of the wordings may stand in `text`; never `false` where one does.
    #[inline]
    pub fn may_be_in(&self, text: &str) -> bool {
        let marked = |[a, b, c]: [u8; 3]| memchr::memchr3(a, b, c, text.as_bytes()).is_some();
        self.marks.is_none_or(marked)
            && (self.long.may_be_in(text)
                || (self.short_marks.is_none_or(marked) && self.short.may_be_in(text)))
    }
}

/// Three bytes of which each wording has one, if there are such that no word is made of.
fn marks(wordings: &[&str]) -> Option<[u8; 3]> {
    let mut found: Vec<u8> = Vec::new();
    for wording in wordings {
        if !wording.bytes().any(|byte| found.contains(&byte)) {
            let is_mark =
                |byte: &u8| !byte.is_ascii_alphanumeric() && !matches!(byte, b' ' | b'-' | b'.' | b',');
            found.push(wording.bytes().find(is_mark)?);
        }
    }
    let first = *found.first()?;
    (found.len() <= 3).then(|| std::array::from_fn(|at| found.get(at).copied().unwrap_or(first)))
}

/// The bytes that begin near the start of each of some wordings.
#[derive(Debug, Clone, Default)]
struct Sample {
    /// Empty where there are no wordings.
    bits: Vec<u64>,
    /// The bytes themselves, sorted, for the few looks that the table does not settle.
    grams: Vec<u64>,
    /// Bytes looked at together; 0 where there is too little to look at.
    width: usize,
    /// Places from one look to the next.
    stride: usize,
}

/// Bytes looked at together: of long wordings, for fewer are the beginnings of everyday words; and of shorter ones, unless
/// one is shorter still.
const WIDTHS: [usize; 2] = [8, 4];

/// Bits of the table, as a power of two; small, so that it stays in the nearest cache.
const BITS: u32 = 16;

/// Longest stride; a longer one would fill the table for no gain.
const FARTHEST: usize = 8;

impl Sample {
    fn of(wordings: &[&str]) -> Self {
        let Some(shortest) = wordings.iter().map(|wording| wording.len()).min() else {
            return Self::default();
        };
        let width = WIDTHS.into_iter().find(|&width| width + 4 <= shortest).unwrap_or(shortest.min(4));
        let stride = (shortest + 1 - width).min(FARTHEST);
        let (mut bits, mut grams) = (vec![0; 1 << (BITS - 6)], Vec::new());
        for wording in wordings.iter().filter(|_| width > 0) {
            for gram in wording.as_bytes().windows(width).take(stride).map(number) {
                let (word, bit) = place(gram);
                bits[word] |= bit;
                grams.push(gram);
            }
        }
        grams.sort_unstable();
        grams.dedup();
        Self { bits, grams, width, stride }
    }

    fn may_be_in(&self, text: &str) -> bool {
        match self.width {
            _ if self.bits.is_empty() => false,
            8 => self.any::<8>(text),
            4 => self.any::<4>(text),
            3 => self.any::<3>(text),
            2 => self.any::<2>(text),
            1 => self.any::<1>(text),
            _ => true,
        }
    }

    fn any<const N: usize>(&self, text: &str) -> bool {
        let met = |gram: &[u8]| {
            let gram = number(gram);
            let (word, bit) = place(gram);
            self.bits.get(word).is_some_and(|bits| bits & bit != 0) && self.grams.binary_search(&gram).is_ok()
        };
        let (bytes, mut at) = (text.as_bytes(), 0);
        while let Some(gram) = bytes.get(at..at + N) {
            if met(gram) {
                return true;
            }
            at += self.stride;
        }
        false
    }
}

#[inline]
fn number(gram: &[u8]) -> u64 {
    match *gram {
        [a, b, c, d, e, f, g, h] => u64::from_le_bytes([a, b, c, d, e, f, g, h]),
        [a, b, c, d] => u64::from(u32::from_le_bytes([a, b, c, d])),
        [a, b, c] => u64::from(u32::from_le_bytes([a, b, c, 0])),
        [a, b] => u64::from(u16::from_le_bytes([a, b])),
        _ => gram.first().copied().map_or(0, u64::from),
    }
}

/// The word and the bit of the table.
#[inline]
fn place(gram: u64) -> (usize, u64) {
    let hash = gram.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> (64 - BITS);
    (hash as usize / 64, 1 << (hash % 64))
}

#[cfg(test)]
mod tests {
    use super::*;

    proptest::proptest! {
        #[test]
        fn a_wording_that_is_there_is_never_denied(
            wordings in proptest::collection::vec("[a-cé/]{1,16}", 1..5),
            before in "[a-c ]{0,20}",
            behind in "[a-c ]{0,20}",
            which in 0usize..5,
        ) {
            let all: Vec<&str> = wordings.iter().map(String::as_str).collect();
            let text = format!("{before}{}{behind}", all[which % all.len()]);
            proptest::prop_assert!(Grams::of(&all).may_be_in(&text));
        }
    }

    #[test]
    fn most_texts_are_passed_over() {
        let grams = Grams::of(&["all rights reserved", "comments powered by"]);
        let texts = ["The harbour reopened on Monday.", "Rain", "", "The mayor has all of them."];
        assert!(!texts.iter().any(|text| grams.may_be_in(text)));
        assert!(!Grams::default().may_be_in("anything at all"));
        assert!(Grams::of(&["abc", ""]).may_be_in("nothing is everywhere"));
    }
}
