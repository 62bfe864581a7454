//! Whether a line may be UTF-8 that was read in a single-byte encoding, at a glance.
//!
//! Takes text, gives its suspicious lines and the misreadings that could have made each: those in which every character
//! above ASCII is part of a sequence, and those in which one sequence is odd by itself. No line that
//! [`super::mojibake`] would change is missing; most text has no such line, and is looked at no further.

use std::ops::Range;

use crate::text::ascii;

use super::garble::{self, NAMES, Part};

/// Misreadings, a bit each.
pub(crate) type Misreadings = u16;

/// Every misreading.
pub(crate) const ALL: Misreadings = (1 << NAMES.len()) - 1;

/// The misreadings in which a lost byte A0 may show as a space: windows-125x and Latin.
pub(crate) const LATIN_LEADS: Misreadings = 0b0001_0011_1111;

/// The suspicious lines of `text`, without their ends.
pub(crate) fn lines(text: &str) -> impl Iterator<Item = (Range<usize>, Misreadings)> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let (line, misreadings) = next(text, at)?;
        at = line.end;
        Some((line, misreadings))
    })
}

/// The first suspicious line from `at` on, which is no place within one.
fn next(text: &str, mut at: usize) -> Option<(Range<usize>, Misreadings)> {
    let bytes = text.as_bytes();
    let mut glance = Glance::NONE;
    loop {
        if !glance.is_within() {
            // ASCII matters here only where it ends a line that something was met on.
            let rest = bytes.get(at..)?;
            let ascii = if glance.is_fresh { ascii::length(rest) } else { ascii::length_of_line(rest) };
            if ascii > 0 {
                at += ascii;
                glance.is_behind_lower = bytes.get(at - 1).is_some_and(u8::is_ascii_lowercase);
            }
        }
        let c = text.get(at..)?.chars().next();
        if matches!(c, None | Some('\n')) {
            glance.ascii('\n');
            let misreadings = glance.misreadings();
            if misreadings != 0 {
                let head = bytes.get(..at)?;
                return Some((memchr::memrchr(b'\n', head).map_or(0, |end| end + 1)..at, misreadings));
            }
            c?;
            (glance, at) = (Glance::NONE, at + 1);
            continue;
        }
        let c = c?;
        if c.is_ascii() {
            glance.ascii(c);
            at += 1;
            continue;
        }
        let part = garble::part_of(c);
        if glance.whole == 0 && !glance.goes_on_with(part) {
            let passed = dull(bytes.get(at..)?);
            if passed > 0 {
                glance.forget();
                let (passed, behind) = text.get(at..)?.split_at_checked(passed)?;
                glance.look_back(passed, behind.chars().next());
                at += passed.len();
                continue;
            }
        }
        glance.step(c, part);
        at += c.len_utf8();
    }
}

/// Bytes at the head of `text` that make no sequence odd and end no line. It is whole characters.
fn dull(text: &[u8]) -> usize {
    let mut at = 0;
    let dull = garble::dull();
    while let Some(&lead) = text.get(at) {
        at += match (lead, text.get(at + 1)) {
            (0..=0x7F, _) => match text.get(at..).map_or(0, ascii::length_of_line) {
                0 => break,
                length => length,
            },
            (0xC0..=0xDF, Some(&tail)) => match dull.has(lead, tail) {
                true => 2,
                false => break,
            },
            // Scripts of India and Asia: no misreading makes their letters.
            (0xE0 | 0xE1 | 0xE3..=0xED, _) => 3,
            _ => break,
        };
    }
    at
}

/// What is known of a line so far.
#[derive(Debug, Clone, Copy)]
struct Glance {
    /// Nothing above ASCII was met yet.
    is_fresh: bool,
    /// The misreadings that are within a sequence of two bytes or three and want one or two more.
    wanted: [Misreadings; 2],
    /// Those that are within one of four and want one, two, three more.
    wanted_of_four: [Misreadings; 3],
    /// Those whose sequences take in every character so far, and those that have one at all.
    whole: Misreadings,
    found: Misreadings,
    /// Those of which a sequence may be odd by itself, and those of which two may.
    odd: Misreadings,
    odd_twice: Misreadings,
    /// Those in which the character before was C2 or C3, or E2, or F0.
    latin_1: Misreadings,
    sign: Misreadings,
    emoji: Misreadings,
    /// Those in which ED stands one, two, three characters before and what followed fits.
    surrogate: [Misreadings; 3],
    /// Those whose sequence so far has nothing odd about it.
    ordinary: Misreadings,
    /// Those whose sequence so far lost a byte: no evidence by itself.
    lossy: Misreadings,
    is_behind_lower: bool,
}

impl Glance {
    const NONE: Self = Self {
        is_fresh: true,
        wanted: [0; 2],
        wanted_of_four: [0; 3],
        whole: ALL,
        found: 0,
        odd: 0,
        odd_twice: 0,
        latin_1: 0,
        sign: 0,
        emoji: 0,
        surrogate: [0; 3],
        ordinary: 0,
        lossy: 0,
        is_behind_lower: false,
    };

    /// The misreadings worth a closer look.
    fn misreadings(&self) -> Misreadings {
        self.whole & self.found | self.odd_twice
    }

    fn is_within(&self) -> bool {
        let [one, two, three] = self.surrogate;
        self.pending() | one | two | three != 0
    }

    fn pending(&self) -> Misreadings {
        let ([one, two], [one_of_four, two_of_four, three_of_four]) = (self.wanted, self.wanted_of_four);
        one | two | one_of_four | two_of_four | three_of_four
    }

    fn odd(&mut self, misreadings: Misreadings) {
        self.odd_twice |= self.odd & misreadings;
        self.odd |= misreadings;
    }

    fn ascii(&mut self, c: char) {
        // A space may be a lost A0, a question mark any lost byte.
        let may_be = match c {
            ' ' => LATIN_LEADS,
            '?' => ALL,
            _ => 0,
        };
        if c == ' ' {
            let lost = self.latin_1 & LATIN_LEADS;
            self.found |= lost;
            self.odd(lost);
        }
        self.lossy = ALL;
        self.tail(may_be);
        self.surrogate = [0, self.surrogate[0] & may_be, self.surrogate[1] & may_be];
        self.is_behind_lower = c.is_ascii_lowercase();
    }

    /// Whether a character goes on with anything that was begun.
    fn goes_on_with(&self, part: &Part) -> bool {
        let [_, two, three] = self.surrogate;
        (self.pending() & part.tail) | two | three != 0
    }

    /// Nothing is begun; what is known of the line stays.
    fn forget(&mut self) {
        let Self { whole, found, odd, odd_twice, .. } = *self;
        *self = Self { is_fresh: false, whole, found, odd, odd_twice, ..Self::NONE };
    }

    /// What was begun in dull text, as far as it matters to the character behind it.
    fn look_back(&mut self, passed: &str, behind: Option<char>) {
        /// The longest sequence that is odd for its last character alone.
        const REACH: usize = 4;
        let last = passed.chars().next_back();
        self.is_behind_lower =
            last.is_none_or(|last| garble::part_of(last).is_lower || last.is_ascii_lowercase());
        let Some(behind) = behind.filter(|behind| !behind.is_ascii()).map(garble::part_of) else { return };
        let goes_on = behind.tail != 0 && last.is_some_and(|last| !last.is_ascii());
        if goes_on || behind.surrogate != 0 {
            let start = passed.char_indices().rev().nth(REACH - 1).map_or(0, |(at, _)| at);
            for c in passed.get(start..).unwrap_or("").chars() {
                match c.is_ascii() {
                    true => self.ascii(c),
                    false => self.step(c, garble::part_of(c)),
                }
            }
        }
    }

    fn step(&mut self, c: char, part: &Part) {
        self.is_fresh = false;
        if ('\u{80}'..='\u{9F}').contains(&c) {
            // It may stand for anything.
            (self.odd, self.odd_twice) = (ALL, ALL);
        }
        if c == char::REPLACEMENT_CHARACTER {
            self.lossy = ALL;
            self.tail(ALL);
            self.surrogate = [0; 3];
            self.is_behind_lower = false;
            return;
        }
        let continued = self.pending() & part.tail;
        let mut odd = self.surrogate[2] & part.surrogate;
        self.surrogate = [part.surrogate, self.surrogate[0] & part.tail, self.surrogate[1] & part.tail];
        if continued != 0 {
            self.found |= continued;
            if part.is_odd {
                self.ordinary = 0;
            }
            let sign = (self.sign & part.behind_sign) | (self.emoji & part.behind_emoji);
            self.ordinary &= !(self.latin_1 | sign);
            odd |= (self.wanted[0] | self.wanted_of_four[0]) & part.tail & !(self.ordinary | self.lossy);
        }
        self.odd(odd);
        let [two, three, four] = part.leads;
        self.whole &= two | three | four | continued;
        self.lossy &= !(two | three | four);
        self.tail(part.tail);
        if part.is_frame || (part.is_upper && self.is_behind_lower) {
            self.ordinary &= !(two | three | four);
        } else {
            self.ordinary |= two | three | four;
        }
        self.wanted = [self.wanted[0] | two, self.wanted[1] | three];
        self.wanted_of_four[2] = four;
        (self.latin_1, self.sign, self.emoji) = (part.latin_1, part.sign, part.emoji);
        self.is_behind_lower = part.is_lower;
    }

    /// What can go on with a byte behind a lead goes on; what was within a sequence and cannot has a stray character.
    fn tail(&mut self, tail: Misreadings) {
        self.whole &= !(self.pending() & !tail);
        let ([_, two], [_, two_of_four, three_of_four]) = (self.wanted, self.wanted_of_four);
        self.wanted = [two & tail, 0];
        self.wanted_of_four = [two_of_four & tail, three_of_four & tail, 0];
        (self.latin_1, self.sign, self.emoji) = (0, 0, 0);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, suspicious: &[&str]) {
        let found: Vec<&str> = lines(text).map(|(line, _)| &text[line]).collect();
        assert_eq!(found, suspicious, "{text}");
    }

    #[test]
    fn text_as_people_write_it_is_passed_over() {
        check(
            "Rain, at last\n“Größe” – naß\nПорт открыт\n港は「静か」だった。\nfiancé\n\nL’île d’Oléron…",
            &[],
        );
        check("Он сказал — «нет». Стол, столб и хлеб; н – н – н", &[]);
    }

    #[test]
    fn what_may_be_a_sequence_is_looked_at_by_line() {
        check("one\na cafÃ© b\ntwo\nx \u{93}\nthÃ quel", &["a cafÃ© b", "x \u{93}", "thÃ quel"]);
        check("РџСЂРёРІРµС‚", &["РџСЂРёРІРµС‚"]);
        check("рдХ рдЦ", &["рдХ рдЦ"]);
    }
}
