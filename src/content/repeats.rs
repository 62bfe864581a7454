//! Finds what a page says twice: the report again for printing or for search engines, a sentence of it as a pull quote.
//!
//! Takes the flat text and which blocks are kept; gives those that say again what another says. Blocks are compared by
//! windows of letters and digits, of which one in eight is looked at, chosen by what it says (Manber 1994), so that
//! different line breaks, marks and a few words more do not hide a copy.

use std::collections::HashMap;

use super::flat::{Block, Flat};
use crate::model::BlockKind;
use crate::text::character::{Kind, kind};
use crate::text::hash::Seeded;

/// Bytes of letters and digits in a window.
const WINDOW: usize = 24;
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
    let kept = flat.blocks.iter().zip(keep).filter(|(_, keep)| **keep);
    let bytes: usize = kept.map(|(block, _)| block.span.len()).sum();
    let mut said: HashMap<u64, u32, Seeded> =
        HashMap::with_capacity_and_hasher((bytes >> RARE).min(MOST), Seeded::default());
    let mut windows = Windows::default();
    let mut repeats = Vec::new();
    for (at, block) in flat.blocks.iter().enumerate().filter(|(at, _)| keep.get(*at) == Some(&true)) {
        let letters = windows.read(flat.text_of(block));
        let before: Vec<u32> = windows.found.iter().filter_map(|window| said.get(window).copied()).collect();
        if letters >= SHORT && !before.is_empty() && before.len() * 100 >= windows.found.len() * SAME {
            let beside = said_beside(flat, &before, block);
            repeats.push(beside.unwrap_or(at));
            if beside.is_some() {
                // From here on it is this block that has said it.
                windows.found.iter().for_each(|window| _ = said.insert(*window, at as u32));
            }
        }
        if said.len() < MOST {
            windows.found.iter().for_each(|window| _ = said.entry(*window).or_insert(at as u32));
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
    letters: Vec<u8>,
    found: Vec<u64>,
}

impl Windows {
    /// Reads a block's text; how many bytes of letters and digits it has.
    fn read(&mut self, text: &str) -> usize {
        self.letters.clear();
        for c in text.chars() {
            match c {
                _ if c.is_ascii_alphanumeric() => self.letters.push(c.to_ascii_lowercase() as u8),
                _ if c.is_ascii() || !kind(c).is(Kind::ALPHANUMERIC) => {}
                _ => c.to_lowercase().for_each(|c| {
                    self.letters.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes());
                }),
            }
        }
        self.found.clear();
        // A rolling hash (Karp and Rabin 1987) modulo 2^64, mixed before it is asked.
        const BASE: u64 = 0x9E37_79B9_7F4A_7C15;
        const MIX: u64 = 0xD6E8_FEB8_6659_FD93;
        let oldest = (0..WINDOW).fold(1_u64, |power, _| power.wrapping_mul(BASE));
        let mut hash = 0_u64;
        for (at, &byte) in self.letters.iter().enumerate() {
            hash = hash.wrapping_mul(BASE).wrapping_add(u64::from(byte) + 1);
            if let Some(&gone) = at.checked_sub(WINDOW).and_then(|gone| self.letters.get(gone)) {
                hash = hash.wrapping_sub((u64::from(gone) + 1).wrapping_mul(oldest));
            }
            let mixed = (hash ^ (hash >> 32)).wrapping_mul(MIX);
            if at + 1 >= WINDOW && mixed >> (u64::BITS - RARE) == 0 {
                self.found.push(mixed);
            }
        }
        self.letters.len()
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
