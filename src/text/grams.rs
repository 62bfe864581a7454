//! Finds which of many wordings stand in a text, and sees at a glance that none does.
//!
//! Takes wordings once, then texts. A wording of `n` bytes that stands in a text covers one of any `n - 7` successive places where
//! eight bytes are looked at, so only every so many places need a look (q-gram sampling, Sutinen and Tarhio 1996), and what
//! stands there says which wordings to compare. Short wordings would have every place looked at; they are told by a mark that
//! each of them has and few texts have, where there is one. Nearly no text gets so far that anything is compared.

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
    /// Of these wordings; an empty one stands nowhere.
    pub fn of(wordings: &[&str]) -> Self {
        let numbered = wordings.iter().copied().enumerate().filter(|(_, wording)| !wording.is_empty());
        let (long, short): (Vec<_>, Vec<_>) = numbered.partition(|(_, wording)| wording.len() >= LONG);
        let marks_of = |of: &[(usize, &str)]| marks(of.iter().map(|(_, wording)| *wording));
        let short_marks = marks_of(&short);
        let marks = marks_of(&[short.as_slice(), &long].concat());
        Self { long: Sample::of(&long), short: Sample::of(&short), marks, short_marks }
    }

    /// Whether any of the wordings may stand in `text`; never `false` where one does.
    #[inline]
    pub fn may_be_in(&self, text: &str) -> bool {
        self.look(text, |_, _, _| true)
    }

    /// Calls `found` with the number of each wording that stands in `text`, once for each place where it does.
    #[inline]
    pub fn find_in(&self, text: &str, mut found: impl FnMut(usize)) {
        self.look(text, |sample, at, gram| {
            sample.begun(text.as_bytes(), at, gram).for_each(&mut found);
            false
        });
    }

    /// Looks at the places of `text` where a wording may stand until `met` says that it is enough; whether it did.
    #[inline]
    fn look(&self, text: &str, mut met: impl FnMut(&Sample, usize, u64) -> bool) -> bool {
        let marked = |[a, b, c]: [u8; 3]| memchr::memchr3(a, b, c, text.as_bytes()).is_some();
        self.marks.is_none_or(marked)
            && (self.long.look(text, &mut met)
                || (self.short_marks.is_none_or(marked) && self.short.look(text, &mut met)))
    }
}

/// Three bytes of which each wording has one, if there are such that no word is made of.
fn marks<'w>(wordings: impl Iterator<Item = &'w str>) -> Option<[u8; 3]> {
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
    grams: Vec<Gram>,
    wordings: Vec<(usize, Box<[u8]>)>,
    /// Bytes looked at together.
    width: usize,
    /// Places from one look to the next.
    stride: usize,
}

/// Bytes of a wording.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Gram {
    number: u64,
    /// The wording's place in the list.
    of: u32,
    /// Bytes of it that stand before them.
    before: u32,
}

/// Bytes looked at together: of long wordings, for fewer are the beginnings of everyday words; and of shorter ones, unless
/// one is shorter still.
const WIDTHS: [usize; 2] = [8, 4];

/// Bits of the table, as a power of two; small, so that it stays in the nearest cache.
const BITS: u32 = 16;

/// Longest stride; a longer one would fill the table for no gain.
const FARTHEST: usize = 8;

impl Sample {
    fn of(numbered: &[(usize, &str)]) -> Self {
        let Some(shortest) = numbered.iter().map(|(_, wording)| wording.len()).min() else {
            return Self::default();
        };
        let width = WIDTHS.into_iter().find(|&width| width + 4 <= shortest).unwrap_or(shortest.min(4));
        let stride = (shortest + 1 - width).min(FARTHEST);
        let (mut bits, mut grams) = (vec![0; 1 << (BITS - 6)], Vec::new());
        for (of, (_, wording)) in (0..).zip(numbered) {
            for (before, gram) in (0..).zip(wording.as_bytes().windows(width).take(stride)) {
                let number = number(gram);
                let (word, bit) = place(number);
                bits[word] |= bit;
                grams.push(Gram { number, of, before });
            }
        }
        grams.sort_unstable();
        let wordings =
            numbered.iter().map(|(number, wording)| (*number, wording.as_bytes().into())).collect();
        Self { bits, grams, wordings, width, stride }
    }

    fn look(&self, text: &str, met: impl FnMut(&Self, usize, u64) -> bool) -> bool {
        match self.width {
            8 => self.look_at::<8>(text, met),
            4 => self.look_at::<4>(text, met),
            3 => self.look_at::<3>(text, met),
            2 => self.look_at::<2>(text, met),
            1 => self.look_at::<1>(text, met),
            _ => false,
        }
    }

    #[inline]
    fn look_at<const N: usize>(&self, text: &str, mut met: impl FnMut(&Self, usize, u64) -> bool) -> bool {
        let (bytes, mut at) = (text.as_bytes(), 0);
        while let Some(gram) = bytes.get(at..at + N) {
            let gram = number(gram);
            let (word, bit) = place(gram);
            if self.bits.get(word).is_some_and(|bits| bits & bit != 0)
                && self.grams.binary_search_by_key(&gram, |gram| gram.number).is_ok()
                && met(self, at, gram)
            {
                return true;
            }
            at += self.stride;
        }
        false
    }

    /// The numbers of the wordings that stand around a gram at byte `at`.
    fn begun(&self, text: &[u8], at: usize, gram: u64) -> impl Iterator<Item = usize> {
        let first = self.grams.partition_point(|known| known.number < gram);
        let same = self.grams[first..].iter().take_while(move |known| known.number == gram);
        same.filter_map(move |known| {
            let (number, wording) = self.wordings.get(known.of as usize)?;
            let start = at.checked_sub(known.before as usize)?;
            text[start..].starts_with(wording).then_some(*number)
        })
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
        fn a_wording_that_is_there_is_found_wherever_it_stands(
            wordings in proptest::collection::vec("[a-cé/]{1,16}|[ab]{1,4}", 1..5),
            before in "[a-c ]{0,20}",
            behind in "[a-c ]{0,20}",
            which in 0usize..5,
        ) {
            let all: Vec<&str> = wordings.iter().map(String::as_str).collect();
            let text = format!("{before}{}{behind}", all[which % all.len()]);
            let grams = Grams::of(&all);
            proptest::prop_assert!(grams.may_be_in(&text));
            let mut found = Vec::new();
            grams.find_in(&text, |number| found.push(number));
            found.sort_unstable();
            let places = |wording: &str| (0..text.len()).filter(|&at| text.as_bytes()[at..].starts_with(wording.as_bytes())).count();
            let expected: Vec<usize> =
                all.iter().enumerate().flat_map(|(number, wording)| vec![number; places(wording)]).collect();
            proptest::prop_assert_eq!(found, expected);
        }
    }

    #[test]
    fn most_texts_are_passed_over() {
        let grams = Grams::of(&["all rights reserved", "comments powered by"]);
        let texts = ["The harbour reopened on Monday.", "Rain", "", "The mayor has all of them."];
        assert!(!texts.iter().any(|text| grams.may_be_in(text)));
        assert!(!Grams::default().may_be_in("anything at all"));
        assert!(!Grams::of(&["abc", ""]).may_be_in("nothing is nowhere"));
    }
}
