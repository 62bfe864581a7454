//! Finds what a page says twice: the report again for printing or for search engines, a sentence of it as a pull quote.
//!
//! Takes the flat text and which blocks are kept; gives those that say again what another says. Blocks are compared by
//! windows of letters and digits, of which one in eight is looked at, chosen by what it says (Manber 1994), so that
//! different line breaks, marks and a few words more do not hide a copy.

use super::flat::{Block, Flat};
use crate::model::BlockKind;
use crate::text::ascii;
use crate::text::character::{Kind, kind, mark};

/// Bits by which a byte is moved for each one behind it.
const SHIFT: u8 = 3;
/// Bytes of letters and digits in a window: what is moved farther is gone.
const WINDOW: usize = u64::BITS.div_ceil(SHIFT as u32) as usize;
/// One window in `1 << RARE` is looked at.
const RARE: u32 = 3;
/// A block with fewer bytes of letters and digits may say again what was said: a list's line, a chorus, a name.
const SHORT: usize = 60;
/// Hundredths of a block's windows that stand elsewhere, if it is a repeat.
const SAME: usize = 80;
/// Windows that are remembered of a page.
const MOST: usize = 1 << 18;

/// The blocks, of those that `keep` marks, that another one says: the later of two, but rather a quote, an item or a heading
/// than the paragraph it was taken from.
pub(super) fn repeats(flat: &Flat<'_>, keep: &[bool]) -> Vec<usize> {
    let kept = flat.blocks.iter().enumerate().filter(|(at, _)| keep.get(*at) == Some(&true));
    let bytes: usize = kept.clone().map(|(_, block)| block.span.len()).sum();
    let mut said = Said::of_at_most(bytes >> RARE);
    let mut windows = Windows::default();
    let (mut before, mut repeats) = (Vec::new(), Vec::new());
    for (at, block) in kept {
        let letters = windows.read(flat.text_of(block));
        before.clear();
        before.extend(windows.found.iter().filter_map(|&window| said.first(window, at as u32)));
        if letters >= SHORT && !before.is_empty() && before.len() * 100 >= windows.found.len() * SAME {
            let beside = said_beside(flat, &before, block);
            repeats.push(beside.unwrap_or(at));
            if beside.is_some() {
                // From here on it is this block that has said it.
                windows.found.iter().for_each(|&window| said.now(window, at as u32));
            }
        }
    }
    repeats
}

/// The one block that said most of a paragraph before and was no paragraph itself, nor longer.
fn said_beside(flat: &Flat<'_>, before: &[u32], block: &Block) -> Option<usize> {
    let first = *before.first()? as usize;
    let other = flat.blocks.get(first)?;
    let alone = before.iter().filter(|at| **at as usize == first).count() * 100 >= before.len() * SAME;
    let beside = block.kind == BlockKind::Paragraph && other.kind != BlockKind::Paragraph;
    (alone && beside && other.span.len() <= block.span.len() + block.span.len() / 4).then_some(first)
}

/// The windows of one block that are looked at.
#[derive(Default)]
struct Windows {
    found: Vec<u64>,
}

impl Windows {
    /// Reads a block's text; how many bytes of letters and digits it has.
    fn read(&mut self, text: &str) -> usize {
        self.found.clear();
        let mut window = Window::default();
        let mut rest = text;
        while let Some(c) = rest.chars().next() {
            if c.is_ascii() {
                // Words beyond ASCII have a single space between them.
                let alone = rest.as_bytes().get(1).is_some_and(|next| !next.is_ascii());
                let length = if alone { 1 } else { ascii::length(rest.as_bytes()) };
                let (ascii, behind) = rest.split_at(length);
                for byte in ascii.bytes() {
                    let byte = usize::from(byte & 0x7F);
                    window.add(SHIFTS[byte], ASCII_GEAR[byte], &mut self.found);
                }
                rest = behind;
                continue;
            }
            if let length @ 1.. = mark(rest.as_bytes()) {
                rest = &rest[length..];
                continue;
            }
            let kind = kind(c);
            if kind.is(Kind::FOLDS) {
                for c in c.to_lowercase() {
                    self.push(c.encode_utf8(&mut [0; 4]), &mut window);
                }
            } else if kind.is(Kind::ALPHANUMERIC) {
                self.push(&rest[..c.len_utf8()], &mut window);
            }
            rest = &rest[c.len_utf8()..];
        }
        window.letters
    }

    #[inline]
    fn push(&mut self, letter: &str, window: &mut Window) {
        for byte in letter.bytes() {
            window.add(SHIFT, GEAR[usize::from(byte)], &mut self.found);
        }
    }
}

/// A window that goes through the letters and digits of a text.
#[derive(Default)]
struct Window {
    /// Every letter moves out what came before; what stands highest is of as many letters as a window has.
    hash: u64,
    letters: usize,
    /// The last one that was looked at: of a letter that stands again and again, all windows are one.
    last: u64,
}

impl Window {
    /// Adds a byte, or by no shift and no gear nothing: words are short, so that asking whether a byte is of one would
    /// often be guessed wrong.
    #[inline(always)]
    fn add(&mut self, shift: u8, gear: u64, found: &mut Vec<u64>) {
        self.hash = (self.hash << (u32::from(shift) % u64::BITS)).wrapping_add(gear);
        self.letters += usize::from(shift != 0);
        if self.hash >> (u64::BITS - RARE) == 0 && self.letters >= WINDOW && self.hash != self.last {
            self.last = self.hash;
            // Mixed, so that all of it tells where it is remembered.
            found.push((self.hash ^ (self.hash >> 32)).wrapping_mul(0xD6E8_FEB8_6659_FD93));
        }
    }
}

/// What each byte adds to the hash of its window (a gear hash, Xia and others 2014): numbers without a pattern (SplitMix64,
/// Steele and others 2014).
static GEAR: [u64; 256] = {
    let (mut numbers, mut state, mut byte) = ([0; 256], 0_u64, 0);
    while byte < 256 {
        state = state.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (state ^ (state >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        numbers[byte] = mixed ^ (mixed >> 31);
        byte += 1;
    }
    numbers
};

/// The same of ASCII: 0 for what is no letter and no digit, and one number for a letter of either case.
static ASCII_GEAR: [u64; 128] = {
    let (mut gear, mut byte) = ([0; 128], 0_u8);
    while byte < 128 {
        if byte.is_ascii_alphanumeric() {
            gear[byte as usize] = GEAR[byte.to_ascii_lowercase() as usize];
        }
        byte += 1;
    }
    gear
};

/// By how many bits a byte of ASCII moves those before it.
static SHIFTS: [u8; 128] = {
    let (mut shifts, mut byte) = ([0; 128], 0_u8);
    while byte < 128 {
        if byte.is_ascii_alphanumeric() {
            shifts[byte as usize] = SHIFT;
        }
        byte += 1;
    }
    shifts
};

/// Which block said a window first: a table with open addressing. A window that finds no place near its own is not
/// remembered, so that none costs more than a few looks, whatever a page says.
struct Said {
    /// Windows and blocks; 0 where there is none.
    places: Vec<(u64, u32)>,
}

impl Said {
    /// Places looked at for one window.
    const NEAR: usize = 8;

    fn of_at_most(windows: usize) -> Self {
        let places = (windows.min(MOST) * 2).next_power_of_two();
        Self { places: vec![(0, 0); places + Self::NEAR] }
    }

    /// The places where `window` may stand.
    fn near(&mut self, window: u64) -> impl Iterator<Item = &mut (u64, u32)> {
        let own = window as usize & (self.places.len() - Self::NEAR - 1);
        self.places[own..own + Self::NEAR].iter_mut()
    }

    /// The block before number `at` that said it first; from now on one has.
    fn first(&mut self, window: u64, at: u32) -> Option<u32> {
        let place = self.near(window).find(|(known, _)| *known == window || *known == 0)?;
        if place.0 == 0 {
            *place = (window, at);
        }
        (place.1 != at).then_some(place.1)
    }

    /// It is block number `at` that said it first.
    fn now(&mut self, window: u64, at: u32) {
        if let Some(place) = self.near(window).find(|(known, _)| *known == window) {
            place.1 = at;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::content::html::flatten;

    /// The blocks that say again what another says, where all are kept.
    fn check(html: &str, expected: &[usize]) {
        let flat = flatten(html);
        assert_eq!(repeats(&flat, &vec![true; flat.blocks.len()]), expected, "{html}");
    }

    const A: &str =
        "The ferry to the island ran aground on a sandbank on Tuesday morning, and all aboard were safe.";
    const B: &str =
        "Two lifeboats brought the passengers to Northaven, where soup was served in the fish hall.";

    #[test]
    fn a_report_that_stands_twice_is_told_once() {
        check(&format!("<p>{A}<p>{B}<p>{A}<p>{B}"), &[2, 3]);
        // In other case, with other marks.
        let again = format!("{A} {B}").to_uppercase().replace(',', " –");
        check(&format!("<p>{A} {B}<div>{again}</div>"), &[1]);
    }

    #[test]
    fn a_pull_quote_goes_and_the_paragraph_it_was_taken_from_stays() {
        check(&format!("<blockquote>{A}</blockquote><p>{B}<p>{A}"), &[0]);
        check(&format!("<p>{A}<p>{B}<blockquote>{A}</blockquote>"), &[2]);
        check(&format!("<blockquote>{A}</blockquote><p>{A}<p>{B}<p>{A}"), &[0, 3]);
    }

    #[test]
    fn what_says_more_or_is_short_is_no_repeat() {
        check(&format!("<p>{A}<p>{A} {B}"), &[]);
        check("<p>Row, row, row your boat.<p>Gently down the stream.<p>Row, row, row your boat.", &[]);
        check("", &[]);
    }

    #[test]
    fn scripts_without_case_or_spaces_are_compared_alike() {
        let news =
            "山あいの無人駅の待合室に毎月第三日曜だけ開く図書館が、開館から一年を迎えたと町の広報が伝えた。";
        check(&format!("<p>{news}<p>{B}<p>{}", news.replace('、', "")), &[2]);
    }
}
