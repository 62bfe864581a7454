//! Parts the lines of a plain text at days that ran together with their neighbours.
//!
//! Takes the blocks of a plain text, gives them with more joints, or nothing where none is needed. A renderer that writes no space
//! between two elements leaves "…, says the mayorBy Jane ExampleHarbour desk4 May 2021, 9.30 amThe ferry…": the day stood in
//! an element of its own, and so did what touches it. Blocks without such a day stay as they are.

use super::dates;
use super::lines::weekday_before;
use super::{Facts, Told, credited};
use crate::content::Knowledge;
use crate::content::flat::{Block, Flat};
use crate::model::Span;

/// Blocks that are looked at.
const MOST_BLOCKS: usize = 4_000;
/// Joints that are made, and bytes of a block that are looked at: a page's days stand at its head.
const MOST_JOINTS: usize = 2_000;
const HEAD: usize = 50_000;
/// Bytes that days are looked for in, of all blocks together.
const MOST_BYTES: usize = 100_000;
/// Bytes before and behind a day in which other elements that met are told apart.
const BEFORE: usize = 250;
const BEHIND: usize = 120;
/// Small letters before a capital that make it a new word: fewer stand in names.
const TAIL: usize = 3;

/// A plain text whose blocks are parted.
pub(super) struct Parted<'p> {
    pub flat: Flat<'p>,
    /// The block that each of its blocks is a part of, and whether it is the whole of it.
    pub of: Vec<(usize, bool)>,
}

impl Parted<'_> {
    /// What was read of the parts, told of the blocks of the text itself, `flat`: a block is metadata where the whole of it is.
    pub(super) fn of_whole(&self, facts: Facts, flat: &Flat<'_>, known: &Knowledge) -> Facts {
        let whole = |part: usize| self.of.get(part).map(|(block, _)| *block);
        let told = |told: Told| {
            let (block, whole) = *self.of.get(told.block)?;
            whole.then_some(Told { block, ..told })
        };
        Facts {
            lines: facts.lines.into_iter().filter_map(told).collect(),
            credited: credited(flat, known),
            headline: facts.headline.and_then(whole),
            last_prose_above: facts.last_prose_above.and_then(whole),
            metadata: facts.metadata,
        }
    }
}

/// The text with its blocks parted, if any of them holds a day that ran together with something.
pub(super) fn part<'p>(flat: &Flat<'p>) -> Option<Parted<'p>> {
    if flat.is_html() {
        return None;
    }
    let mut cuts: Vec<(usize, Vec<usize>)> = Vec::new();
    let (mut left, mut bytes) = (MOST_JOINTS, MOST_BYTES);
    for (at, block) in flat.blocks.iter().enumerate().take(MOST_BLOCKS) {
        if left == 0 || bytes == 0 {
            break;
        }
        let text = flat.text_of(block);
        let gaps = gaps(block.source.of(flat.page), text);
        let head = &text[..text.floor_char_boundary(HEAD)];
        if !gaps.is_empty() || may_run_on(head) {
            bytes = bytes.saturating_sub(head.len());
            let mut joints = joints(head, &gaps);
            joints.truncate(left);
            left -= joints.len();
            if !joints.is_empty() {
                cuts.push((at, joints));
            }
        }
    }
    if cuts.is_empty() {
        return None;
    }
    let mut parted = flat.clone();
    parted.blocks.clear();
    let mut of = Vec::with_capacity(flat.blocks.len());
    let mut cuts = cuts.into_iter().peekable();
    for (at, block) in flat.blocks.iter().enumerate() {
        let Some((_, joints)) = cuts.next_if(|(cut, _)| *cut == at) else {
            parted.blocks.push(*block);
            of.push((at, true));
            continue;
        };
        let start = block.span.start as usize;
        let lead = block.span.of(&flat.text).len() - block.span.of(&flat.text).trim_start().len();
        let mut from = start;
        let ends = joints.iter().map(|joint| start + lead + joint);
        for to in ends.chain(std::iter::once(block.span.end as usize)) {
            parted.blocks.push(Block {
                span: Span::new(from, to),
                line: block.line || from > start,
                ..*block
            });
            of.push((at, false));
            from = to;
        }
    }
    Some(Parted { flat: parted, of })
}

/// Whether four figures stand in a text, and a letter and a figure or two letters of which the second alone is a capital next
/// to each other.
fn may_run_on(text: &str) -> bool {
    let bytes = text.as_bytes();
    let touches = |pair: &[u8]| match pair {
        [a, b] if b.is_ascii_digit() => !a.is_ascii_digit() && !a.is_ascii_whitespace(),
        [a, b] if a.is_ascii_digit() => b.is_ascii_alphabetic() || !b.is_ascii(),
        [a, b] => a.is_ascii_lowercase() && b.is_ascii_uppercase(),
        _ => false,
    };
    bytes.iter().filter(|byte| byte.is_ascii_digit()).count() >= 4 && bytes.windows(2).any(touches)
}

/// Where in a block's text its source has a gap, of two spaces or more: an element ended there. Such text is looked at
/// only where it has four figures and more gaps than typists leave between sentences.
fn gaps(source: &str, text: &str) -> Vec<usize> {
    const LEAST: usize = 2;
    let mut gaps = Vec::new();
    // Each white space of the text is a run of them in the source.
    if source.len() < text.len() + LEAST || !has_year(text) {
        return gaps;
    }
    let is_space = |c: char| c.is_whitespace() || c.is_control();
    let (mut at, mut run) = (0, 0);
    for c in source.trim_matches(is_space).chars() {
        if is_space(c) {
            run += 1;
            continue;
        }
        if run > 0 {
            at += 1;
            if run > 1 && !text.get(..at).is_some_and(|before| before.trim_end().ends_with(['.', '!', '?'])) {
                gaps.push(at);
            }
        }
        run = 0;
        at += c.len_utf8();
    }
    if at != text.len() || gaps.len() < LEAST {
        gaps.clear();
    }
    gaps
}

/// Whether four figures stand together in a text.
fn has_year(text: &str) -> bool {
    text.as_bytes().windows(4).any(|four| four.iter().all(u8::is_ascii_digit))
}

/// Where a block is parted: at both ends of each day that touches a word, and where words met near it.
fn joints(text: &str, gaps: &[usize]) -> Vec<usize> {
    let mut cuts: Vec<usize> = Vec::new();
    for reading in dates::find(text) {
        let start = weekday_before(text, reading.at.clone());
        let end = reading.at.end;
        let (before, behind) = (&text[..start], &text[end..]);
        let joined = before
            .ends_with(|c: char| c.is_alphabetic() || matches!(c, '.' | '!' | '?' | ')' | '”' | '"' | '»'))
            && !before.ends_with(" .");
        let goes_on =
            behind.strip_prefix('.').unwrap_or(behind).starts_with(|c: char| c.is_uppercase() || c == '(');
        let is_gap = |at: usize| gaps.binary_search(&at).is_ok();
        let spaces = behind.len() - behind.trim_start().len();
        let apart = is_gap(start) || (spaces > 0 && is_gap(end + spaces));
        if !(joined || goes_on || apart) || reading.short_year {
            continue;
        }
        let from = text.floor_char_boundary(start.saturating_sub(BEFORE));
        let to = text.floor_char_boundary(end + BEHIND);
        cuts.extend(met(text, from, start));
        cuts.extend([start, end]);
        let near = gaps.partition_point(|gap| *gap < from)..gaps.partition_point(|gap| *gap < to);
        cuts.extend(&gaps[near]);
        cuts.extend(met(text, end, to));
    }
    // White space belongs to what stands before it.
    for cut in &mut cuts {
        let rest = &text[*cut..];
        *cut += rest.len() - rest.trim_start().len();
    }
    cuts.sort_unstable();
    cuts.dedup();
    cuts.retain(|cut| *cut > 0 && *cut < text.len());
    cuts
}

/// Where a capital touches the small letters of a word, or a closing mark, between two places.
fn met(text: &str, from: usize, to: usize) -> Vec<usize> {
    let mut cuts = Vec::new();
    let (mut small, mut last) = (0, ' ');
    for (at, c) in text.get(from..to).unwrap_or("").char_indices() {
        if c.is_uppercase() && (small >= TAIL || matches!(last, ')' | '”' | '»' | '!' | '?')) {
            cuts.push(from + at);
        }
        small = if c.is_lowercase() { small + 1 } else { 0 };
        last = c;
    }
    cuts
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn check(text: &str, blocks: &[&str]) {
        let flat = crate::content::plain::flatten(text);
        let parted = part(&flat).map(|parted| parted.flat);
        let flat = parted.as_ref().unwrap_or(&flat);
        let found: Vec<&str> = flat.blocks.iter().map(|block| flat.text_of(block)).collect();
        assert_eq!(found, blocks);
    }

    #[test]
    fn a_day_that_touches_words_is_a_block_and_so_is_what_touched_it() {
        check(
            "boats sail at night (Photo: Harbour Daily)By Jane ExampleHarbour reporterMay 4, 2021 1:55 amThe council",
            &[
                "boats sail at night (Photo: Harbour Daily)",
                "By Jane Example",
                "Harbour reporter",
                "May 4, 2021 1:55 am",
                "The council",
            ],
        );
    }

    #[test]
    fn a_day_in_a_sentence_parts_nothing() {
        for text in
            ["It opened on May 4, 2021, said YouTube.", "WordPress 5.2 of 2021", "no figures hereAnd there"]
        {
            check(text, &[text]);
        }
    }

    #[test]
    fn gaps_part_a_line_around_its_day() {
        check(
            "Home   Harbour  Anna Beispiel  4. Mai 2021  0  The council met.",
            &["Home", "Harbour", "Anna Beispiel", "4. Mai 2021", "0", "The council met."],
        );
    }

    proptest! {
        #[test]
        fn parts_tile_the_text(text in "([A-Za-zäÄ. )\\n]{0,9}(May 4, 2021|04.05.2021)?[A-Za-z\t ]{0,9}){0,6}") {
            let flat = crate::content::plain::flatten(&text);
            if let Some(parted) = part(&flat) {
                let mut end = 0;
                for block in &parted.flat.blocks {
                    prop_assert_eq!(block.span.start, end);
                    end = block.span.end;
                }
                prop_assert_eq!(end as usize, flat.text.len());
                prop_assert_eq!(parted.of.len(), parted.flat.blocks.len());
            }
        }
    }
}
