//! Undoes mojibake: UTF-8 that was read in a single-byte encoding, once or several times over.
//!
//! Takes text, gives it with the misreading undone line by line, and says which. A line is changed only when its odd
//! characters are sequences of UTF-8 in one misreading and odd enough that no writer put them side by side; all else is
//! left alone. What a misreading lost for good (U+FFFD, `?`) stays lost, as one U+FFFD a character.

use std::ops::Range;

use crate::text::ascii;
use crate::text::edit::{Edited, Editor};
use crate::text::entities::windows_1252;

use super::garble::{self, Codec, NAMES};
use super::suspicion::{self, LATIN_LEADS, Misreadings};

/// Misreadings on top of each other; more were never met.
const TIMES_MISREAD: usize = 4;

/// Evidence that a line was misread: a letter with a sign behind it that no writing puts there weighs some 30.
const CERTAIN: i32 = 30;
/// The same where the line has other characters that do not fit: then it takes more than one sequence.
const CERTAIN_AMONG_OTHERS: i32 = 60;

/// A round of repair: what was undone where, in the new text.
#[derive(Debug)]
pub(crate) struct Round {
    pub(crate) edited: Edited,
    /// For each line, how many of the edits are its, and the misreading that was undone.
    pub(crate) lines: Vec<(usize, &'static str)>,
}

/// The repair, round by round, each on the text the one before left; empty where nothing was certain.
pub(crate) fn rounds(text: &str) -> Vec<Round> {
    let mut rounds: Vec<Round> = Vec::new();
    while rounds.len() < TIMES_MISREAD {
        let now = rounds.last().map_or(text, |round| round.edited.text.as_str());
        let Some(round) = round(now) else { break };
        rounds.push(round);
    }
    rounds
}

impl Round {
    /// What was undone: by line, the stretch from its first edit to its last as it now reads, and the misreading.
    pub(crate) fn undone(&self) -> Vec<(Range<usize>, &'static str)> {
        let mut edits = self.edited.edits.iter();
        let (mut grown, mut shrunk) = (0, 0);
        let mut undone = Vec::with_capacity(self.lines.len());
        for &(n_edits, name) in &self.lines {
            let mut stretch: Option<Range<usize>> = None;
            for edit in edits.by_ref().take(n_edits) {
                let start = edit.start + grown - shrunk;
                grown += edit.len;
                shrunk += edit.end - edit.start;
                stretch = Some(stretch.map_or(start, |stretch| stretch.start)..start + edit.len);
            }
            undone.extend(stretch.map(|stretch| (stretch, name)));
        }
        undone
    }
}

/// One round over all lines that could be misread at all.
fn round(text: &str) -> Option<Round> {
    let mut editor = Editor::new(text);
    let mut lines = Vec::new();
    for (range, misreadings) in suspicion::lines(text) {
        let line = text.get(range.clone())?;
        let Some(repair) = repair_line(line, misreadings) else { continue };
        lines.push((repair.edits.len(), repair.undone));
        for (span, new) in repair.edits {
            editor.replace(range.start + span.0..range.start + span.1, &new);
        }
    }
    Some(Round { edited: editor.finish()?, lines })
}

struct LineRepair {
    edits: Vec<((usize, usize), String)>,
    undone: &'static str,
}

fn repair_line(line: &str, misreadings: Misreadings) -> Option<LineRepair> {
    let mut best: Option<(i32, Codec, Parsed)> = None;
    let (mut chars, rows) = around_what_is_odd(line);
    for codec in (0..NAMES.len()).filter(|codec| misreadings >> codec & 1 == 1) {
        for ((_, _, byte), row) in chars.iter_mut().zip(&rows) {
            *byte = row.map_or(0, |row| row[codec]);
        }
        let parsed = parse(&chars, codec);
        if !parsed.is_certain() {
            continue;
        }
        let score = parsed.weight - 40 * i32::try_from(parsed.n_others).unwrap_or(i32::MAX / 80);
        if best.as_ref().is_none_or(|(least, _, _)| score > *least) {
            best = Some((score, codec, parsed));
        }
    }
    if let Some((_, codec, parsed)) = best {
        let edits = parsed.accepted().map(|sequence| (sequence.span, sequence.means())).collect();
        return Some(LineRepair { edits, undone: NAMES[codec] });
    }
    read_c1_as_windows_1252(line)
}

/// C1 controls that are no part of a sequence were windows-1252 read as Latin-1.
fn read_c1_as_windows_1252(line: &str) -> Option<LineRepair> {
    let edits: Vec<_> = line
        .char_indices()
        .filter(|(_, c)| ('\u{80}'..='\u{9F}').contains(c))
        .map(|(at, c)| ((at, at + c.len_utf8()), windows_1252(u32::from(c))))
        .collect();
    // An ellipsis by itself may be NEL, which ends lines: it must stand between a letter and a space.
    let is_ellipsis = |at: usize| {
        let behind = line.get(..at).and_then(|head| head.chars().next_back());
        let before = line.get(at..).and_then(|tail| tail.chars().nth(1));
        behind.is_some_and(char::is_alphanumeric) && before == Some(' ')
    };
    let is_text = edits.iter().all(|(_, c)| !c.is_control())
        && edits.iter().any(|((at, _), c)| *c != '…' || is_ellipsis(*at));
    (is_text && !edits.is_empty()).then(|| LineRepair {
        edits: edits.into_iter().map(|(span, c)| (span, c.to_string())).collect(),
        undone: "iso-8859-1",
    })
}

/// A line under one misreading: its sequences, and what fits none.
struct Parsed {
    sequences: Vec<Sequence>,
    weight: i32,
    /// Sequences that count as evidence by themselves.
    n_strong: usize,
    /// Characters above ASCII in no sequence.
    n_others: usize,
}

struct Sequence {
    span: (usize, usize),
    means: Option<char>,
    weight: i32,
    /// Where a space was lost that belongs behind.
    then_space: bool,
}

impl Sequence {
    fn means(&self) -> String {
        let mut text = String::from(self.means.unwrap_or(char::REPLACEMENT_CHARACTER));
        if self.then_space {
            text.push(' ');
        }
        text
    }
}

impl Parsed {
    fn is_certain(&self) -> bool {
        if self.n_others == 0 {
            self.weight >= CERTAIN
        } else {
            self.weight >= CERTAIN_AMONG_OTHERS && self.n_strong >= 2
        }
    }

    /// Among characters that do not fit, only what is odd by itself is undone.
    fn accepted(&self) -> impl Iterator<Item = &Sequence> {
        let alone = self.n_others == 0;
        self.sequences.iter().filter(move |sequence| alone || sequence.weight >= 20)
    }
}

/// A line's characters above ASCII with what stands around them, each with its place and room for its byte, and the rows
/// that the bytes are taken from. What no sequence can reach is left out: a page may be one line.
#[expect(clippy::type_complexity, reason = "two columns of one table")]
fn around_what_is_odd(line: &str) -> (Vec<(usize, char, u8)>, Vec<Option<&'static [u8; 12]>>) {
    /// Characters that may matter behind a character above ASCII: a sequence, and the word that goes on.
    const REACH: usize = 12;
    let (mut chars, mut rows) = (Vec::new(), Vec::new());
    let (mut at, mut reach) = (0, 0usize);
    while let Some(c) = line.get(at..).and_then(|rest| rest.chars().next()) {
        if c.is_ascii() && reach == 0 {
            let ascii = ascii::length(line.as_bytes().get(at..).unwrap_or_default());
            // The last one stays: what stands before an odd character tells whether it may stand there.
            if ascii > 1 {
                at += ascii - 1;
                continue;
            }
        }
        reach = if c.is_ascii() { reach.saturating_sub(1) } else { REACH };
        chars.push((at, c, 0));
        rows.push(if c.is_ascii() { None } else { garble::bytes_of(c) });
        at += c.len_utf8();
    }
    (chars, rows)
}

fn parse(chars: &[(usize, char, u8)], codec: Codec) -> Parsed {
    let end_of = |index: usize| chars.get(index).map_or(0, |(at, c, _)| at + c.len_utf8());
    let mut parsed = Parsed { sequences: Vec::new(), weight: 0, n_strong: 0, n_others: 0 };
    let mut index = 0;
    while let Some(&(at, c, _)) = chars.get(index) {
        let rest = chars.get(index..).unwrap_or(&[]);
        let before = index.checked_sub(1).and_then(|before| chars.get(before)).map(|(_, c, _)| *c);
        match sequence(rest, before, codec, at == 0) {
            Some((length, mut sequence)) => {
                sequence.span = (at, end_of(index + length - 1));
                parsed.weight += sequence.weight;
                parsed.n_strong += usize::from(sequence.weight >= 20);
                parsed.sequences.push(sequence);
                index += length;
            }
            None => {
                // A lone C1 control is as garbled as any sequence, if not by UTF-8.
                parsed.n_others += usize::from(!c.is_ascii() && !('\u{80}'..='\u{9F}').contains(&c));
                index += 1;
            }
        }
    }
    parsed
}

/// The sequence at the head of `rest`, and how many characters it takes.
fn sequence(
    rest: &[(usize, char, u8)],
    before: Option<char>,
    codec: Codec,
    first: bool,
) -> Option<(usize, Sequence)> {
    let (_, lead, byte) = *rest.first()?;
    let length = match byte {
        0xC2..=0xDF => 2,
        0xE0..=0xEF => 3,
        0xF0..=0xF4 => 4,
        _ if lead == char::REPLACEMENT_CHARACTER => {
            // A byte lost where nothing else tells what it was; it fits any misreading.
            return Some((1, Sequence { span: (0, 0), means: None, weight: 0, then_space: false }));
        }
        _ => return None,
    };
    if let Some(found) = surrogates(rest) {
        return Some(found);
    }
    let after = |at: usize| rest.get(at).map(|(_, c, _)| *c);
    let strict: Option<Vec<u8>> = rest.get(..length).and_then(|taken| {
        taken.iter().skip(1).map(|(_, _, byte)| (0x80..0xC0).contains(byte).then_some(*byte)).collect()
    });
    if let Some(tail) = strict {
        let mut bytes = vec![byte];
        bytes.extend(tail);
        let means = std::str::from_utf8(&bytes).ok()?.chars().next()?;
        let taken: Vec<char> = rest.get(..length)?.iter().map(|(_, c, _)| *c).collect();
        let mut weight = weigh(&taken, byte, means, before, after(length));
        if codec != 0 {
            // A control passed through stands for a byte without a character; where there is one, another misreading fits.
            weight -= 10 * taken.iter().filter(|c| is_passed_for_nothing(**c, codec)).count() as i32;
        }
        return Some((length, Sequence { span: (0, 0), means: Some(means), weight, then_space: false }));
    }
    lossy(rest, byte, length, before, codec, first)
}

/// A C1 control, in a misreading that has a character for its byte.
fn is_passed_for_nothing(c: char, codec: Codec) -> bool {
    ('\u{80}'..='\u{9F}').contains(&c) && garble::has_character(u32::from(c) as u8, codec)
}

/// A sequence of which the misreading lost bytes: A0 became a space, others U+FFFD or `?`.
fn lossy(
    rest: &[(usize, char, u8)],
    byte: u8,
    length: usize,
    before: Option<char>,
    codec: Codec,
    first: bool,
) -> Option<(usize, Sequence)> {
    let is_latin = LATIN_LEADS >> codec & 1 == 1;
    let after = |at: usize| rest.get(at).map(|(_, c, _)| *c);
    let mut bytes = vec![byte];
    let (mut n_spaces, mut n_lost) = (0, 0);
    for &(_, c, byte) in rest.get(1..length)? {
        match c {
            ' ' if is_latin => {
                n_spaces += 1;
                bytes.push(0xA0);
            }
            char::REPLACEMENT_CHARACTER => n_lost += 1,
            '?' if matches!(bytes[0], 0xC2 | 0xC3 | 0xE0..=0xEF) => n_lost += 1,
            _ if (0x80..0xC0).contains(&byte) => bytes.push(byte),
            _ => return None,
        }
    }
    let none = Sequence { span: (0, 0), means: None, weight: 0, then_space: false };
    if n_lost > 0 {
        // "Ã?" at the end of a question is a question.
        let is_question =
            rest.get(1).is_some_and(|(_, c, _)| *c == '?') && after(length).is_none_or(|c| c == ' ');
        return (n_spaces == 0 && !(is_question && length == 2)).then_some((length, none));
    }
    let fits = match (length, bytes[0]) {
        (2, 0xC2 | 0xC3 | 0xC5 | 0xCE | 0xD0 | 0xD9) => true,
        (3, 0xE0..=0xE3) => n_spaces == 1,
        (4, 0xF0) => n_spaces == 1,
        _ => false,
    };
    if !fits {
        return None;
    }
    let means = std::str::from_utf8(&bytes).ok()?.chars().next()?;
    let mut found = Sequence { means: Some(means), ..none };
    if matches!(bytes[0], 0xC2 | 0xC3) && length == 2 {
        // Behind a small letter, or alone between two words or before the first: no Latin capital stands there. The
        // Cyrillic and the Greek ones do, as in "В Москве".
        let stands_odd = before.map_or(first, |before| before == ' ' || before.is_lowercase());
        let is_odd = rest.first().is_some_and(|(_, lead, _)| u32::from(*lead) < 0x250) && stands_odd;
        found.weight = match before {
            _ if is_odd => CERTAIN,
            Some(before) if before.is_alphabetic() => 0,
            _ => 4,
        };
        let word_goes_on = matches!(after(2), Some(' ') | None)
            || rest.get(2).is_some_and(|(_, c, _)| *c == 's') && after(3).is_none_or(|c| c == ' ')
            || starts_with(rest, 2, "quel")
            || starts_with(rest, 2, "quilo");
        found.then_space = bytes[0] == 0xC3 && !word_goes_on;
    }
    Some((length, found))
}

fn starts_with(rest: &[(usize, char, u8)], at: usize, word: &str) -> bool {
    rest.get(at..).is_some_and(|tail| word.chars().zip(tail).all(|(want, (_, c, _))| want == *c))
        && rest.len() >= at + word.len()
}

/// An emoji as two surrogates of three bytes each, the byte A0 perhaps a space.
fn surrogates(rest: &[(usize, char, u8)]) -> Option<(usize, Sequence)> {
    let byte = |at: usize| {
        let (_, c, byte) = *rest.get(at)?;
        Some(if c == ' ' { 0xA0 } else { byte })
    };
    let high = match (byte(0)?, byte(1)?, byte(2)?) {
        (0xED, b @ 0xA0..=0xAF, c @ 0x80..=0xBF) => u32::from(b & 0x0F) << 6 | u32::from(c & 0x3F),
        _ => return None,
    };
    let low = match (byte(3)?, byte(4)?, byte(5)?) {
        (0xED, b @ 0xB0..=0xBF, c @ 0x80..=0xBF) => u32::from(b & 0x0F) << 6 | u32::from(c & 0x3F),
        _ => return None,
    };
    let means = char::from_u32(0x10000 + (high << 10 | low))?;
    Some((6, Sequence { span: (0, 0), means: Some(means), weight: 60, then_space: false }))
}

/// How odd `taken` is as text, less how odd `means` would be.
fn weigh(taken: &[char], lead_byte: u8, means: char, before: Option<char>, after: Option<char>) -> i32 {
    let lead = taken.first().copied().unwrap_or(' ');
    let mut weight = 0;
    // U+0080 to U+00FF, by far the commonest in Latin text.
    let is_latin_1 = matches!(lead_byte, 0xC2 | 0xC3);
    if is_latin_1 {
        weight += 8;
    }
    if lead.is_uppercase() && before.is_some_and(char::is_lowercase) {
        weight += 20;
    }
    let next = taken.get(1).copied().unwrap_or(' ');
    if garble::is_frame(lead) && (lead != 'Γ' || u32::from(next) < 0x250) {
        weight += 12;
    }
    if means.is_uppercase() && before.is_some_and(char::is_lowercase) {
        weight -= 20;
    }
    if means == 'à' && before.is_none_or(|before| before == ' ') && after == Some(' ') {
        weight += 16;
    }
    let mut last_oddness = 0;
    for (at, &c) in taken.iter().enumerate().skip(1) {
        last_oddness = oddness(c, is_latin_1);
        weight += last_oddness;
        let follower = taken.get(at + 1).copied().or(after).unwrap_or(' ');
        if matches!(c, 'œ' | 'Œ') && !follower.is_ascii_alphabetic() {
            weight += 24;
        }
        if last_oddness >= 24 && !c.is_alphabetic() && at + 1 < taken.len() && follower.is_alphabetic() {
            weight += 8;
        }
    }
    // A sign or a dash inside a word.
    let last = taken.last().copied().unwrap_or(' ');
    if after.is_some_and(char::is_lowercase) && !last.is_alphabetic() && last != '’' && last != '\u{AD}' {
        weight += if last_oddness >= 10 || matches!(last, '–' | '—' | '”' | '\u{A0}') { 16 } else { 8 };
    }
    weight - rarity(means, before)
}

/// How seldom a writer puts the character behind a letter above ASCII.
fn oddness(c: char, behind_latin_1_lead: bool) -> i32 {
    match c {
        '\u{80}'..='\u{9F}' => 40,
        '’' => 8,
        '–' | '—' | '―' | '…' | '·' | '´' | '\u{A0}' | '\u{AD}' | '”' | '»' => 6,
        '›' | '‹' => 12,
        'і' | 'ї' | 'є' | 'ґ' | 'ё' | 'ў' | 'І' | 'Ї' | 'Є' | 'Ґ' | 'Ё' | 'Ў' => 6,
        'ª' | 'º' | 'ˆ' | 'ˇ' | 'ƒ' => 32,
        _ if c.is_alphabetic() => {
            if behind_latin_1_lead {
                24
            } else {
                10
            }
        }
        '¦'
        | '¤'
        | '¨'
        | '¬'
        | '¯'
        | '¸'
        | '˘'
        | '˛'
        | '˜'
        | '†'
        | '‡'
        | '‰'
        | '¶'
        | '\u{2500}'..='\u{259F}' => 32,
        _ => 24,
    }
}

/// How seldom text has the character, given its neighbour's script.
fn rarity(c: char, before: Option<char>) -> i32 {
    let among_latin = before.is_some_and(|before| before.is_ascii_alphabetic());
    match c {
        '\u{80}'..='\u{9F}' => 12,
        char::REPLACEMENT_CHARACTER => 4,
        '¸' | '¨' | '¯' | '¬' | '¦' | '¤' => 16,
        '\u{A0}'..='\u{FF}' | '\u{2010}'..='\u{203A}' | '€' | '™' | '\u{2060}' | '\u{FEFF}' => 0,
        '\u{100}'..='\u{17F}' | '\u{218}'..='\u{21B}' => 4,
        '\u{386}'..='\u{3CE}' | '\u{400}'..='\u{45F}' | '\u{490}' | '\u{491}' => 4,
        '\u{5D0}'..='\u{5EA}' | '\u{600}'..='\u{6FF}' if !among_latin => 6,
        '\u{900}'..='\u{DFF}' | '\u{E01}'..='\u{E5B}' | '\u{1E00}'..='\u{1EFF}' => 8,
        '\u{2070}'..='\u{27BF}' | '\u{2800}' | '\u{FB00}'..='\u{FB06}' | '\u{FE0F}' => 8,
        '\u{300}'..='\u{36F}' => 8,
        '\u{3000}'..='\u{30FF}'
        | '\u{4E00}'..='\u{9FFF}'
        | '\u{AC00}'..='\u{D7A3}'
        | '\u{FF01}'..='\u{FF5E}'
            if !among_latin || !c.is_alphabetic() =>
        {
            8
        }
        '\u{1F000}'..='\u{1FAFF}' => 4,
        _ => 34,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::charset::encoding::{Encoding, Read};

    /// Lines of odd letters, some of them in UTF-8 as one misreading shows it.
    fn lines() -> impl Strategy<Value = String> {
        let words = "é – “ю” Ж à \u{A0} ’s € 港 हि \u{1F600} ß» À œ ё";
        let word = proptest::sample::select(words.split(' ').collect::<Vec<_>>());
        let sound = "a,  ,B,é,–,”,В ,Ã ,Â,Œ,r,т,\u{A0},А,?,н,\u{FFFD},º,стол,рёбер,нўін,эда,été,कल,を,\u{93}";
        let sound = proptest::sample::select(sound.split(',').collect::<Vec<_>>());
        let piece = (word, sound, 0..NAMES.len() + 4).prop_map(|(word, sound, codec)| {
            let Some(encoding) = NAMES.get(codec).and_then(|name| Encoding::for_label(name)) else {
                return sound.to_string();
            };
            let mut read = Read::default();
            encoding.read(word.as_bytes(), 0, &mut read);
            read.text
        });
        proptest::collection::vec(piece, 1..8).prop_map(|pieces| pieces.concat())
    }

    /// What the glance leads to is what the full look leads to.
    fn check(line: &str) {
        let glance = suspicion::lines(line).next().map_or(0, |(_, misreadings)| misreadings);
        let repaired =
            |misreadings| repair_line(line, misreadings).map(|repair| (repair.edits, repair.undone));
        assert_eq!(repaired(glance), repaired(suspicion::ALL), "{line:?}");
    }

    #[test]
    fn a_line_misread_in_two_ways_is_seen_at_a_glance() {
        check("ÔÇ£ÐÄÔÇØÃ©");
    }

    proptest! {
        #[test]
        fn a_glance_passes_over_no_line_that_is_repaired(line in lines()) {
            check(&line);
        }
    }
}
