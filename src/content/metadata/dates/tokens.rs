//! Parts a line into numbers, words and marks, in any script.

use std::ops::Range;

use super::super::months::month;
use crate::text::character::{self, kind, lowercase};

/// A text longer than this is no line of a date; only so much of it is read.
const MAX_BYTES: usize = 2_000;

/// Bytes of a word that may name a month.
const LONGEST_MONTH: usize = 40;

#[derive(Debug, Clone, PartialEq)]
pub(super) struct Token<'a> {
    pub kind: Kind<'a>,
    pub at: Range<usize>,
}

#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Kind<'a> {
    /// Value and number of digits.
    Number(u32, u8),
    Word(&'a str),
    /// Punctuation, and the ideographs and syllables that stand for year, month and day.
    Mark(char),
}

impl Token<'_> {
    pub(super) fn number(&self) -> Option<(u32, u8)> {
        match self.kind {
            Kind::Number(n, width) => Some((n, width)),
            _ => None,
        }
    }

    pub(super) fn month(&self) -> Option<u32> {
        let Kind::Word(word) = self.kind else { return None };
        if word.len() > LONGEST_MONTH {
            return None;
        }
        let mut room = [0; LONGEST_MONTH];
        let mut lower = lowercase(word, &mut room);
        if !lower.is_ascii() && lower.contains('\u{307}') {
            // A capital dotted I folds to an i with a dot of its own.
            lower = lower.replace('\u{307}', "").into();
        }
        month(&lower).map(u32::from)
    }
}

/// Whether a digit of any script stands in `text`; without one it has no date.
pub(super) fn has_digit(text: &str) -> bool {
    let bytes = text.as_bytes();
    // Digits of other scripts begin with D9 in UTF-8, or higher.
    bytes.iter().any(u8::is_ascii_digit)
        || (bytes.iter().any(|&byte| byte >= 0xD9) && text.chars().any(|c| decimal(c).is_some()))
}

/// Numbers, words and marks; white space parts them and is dropped.
pub(super) fn tokens(text: &str) -> Vec<Token<'_>> {
    let mut parts = Vec::with_capacity(16);
    let mut chars = text.char_indices().peekable();
    while let Some((start, c)) = chars.next() {
        if start > MAX_BYTES {
            break;
        }
        if c.is_whitespace() || c == '\u{200e}' || c == '\u{200f}' {
            continue;
        }
        let mut end = start + c.len_utf8();
        let kind = if let Some(digit) = decimal(c) {
            let (mut n, mut width) = (digit, 1_u8);
            while let Some((at, d)) = chars.peek().and_then(|&(at, c)| Some((at + c.len_utf8(), decimal(c)?)))
            {
                (n, width, end) = (n.saturating_mul(10).saturating_add(d), width.saturating_add(1), at);
                chars.next();
            }
            Kind::Number(n, width)
        } else if let Some(mark) = calendar_mark(c) {
            Kind::Mark(mark)
        } else if is_word(c) {
            let thai = ('\u{e00}'..'\u{e80}').contains(&c);
            if !crate::text::words::is_unspaced(c) || thai {
                while let Some(&(at, c)) = chars.peek() {
                    let goes_on =
                        is_word(c) && (thai || !crate::text::words::is_unspaced(c)) || (thai && c == '.');
                    if !goes_on || calendar_mark(c).is_some() {
                        break;
                    }
                    end = at + c.len_utf8();
                    chars.next();
                }
            }
            let word = &text[start..end];
            Kind::Word(if thai { word.trim_end_matches('.') } else { word })
        } else {
            Kind::Mark(if c == '：' { ':' } else { c })
        };
        let from = match kind {
            Kind::Word(word)
                if matches!(parts.last(), Some(Token { kind: Kind::Number(..), .. })) && word.len() > 1 =>
            {
                start + behind_hour(word)
            }
            _ => start,
        };
        if from > start {
            parts.push(Token { kind: Kind::Word(&text[start..from]), at: start..from });
            parts.push(Token { kind: Kind::Word(&text[from..end]), at: from..end });
            continue;
        }
        if matches!(kind, Kind::Number(..)) {
            part_month(text, &mut parts);
        }
        parts.push(Token { kind, at: start..end });
        part_run_on(&mut parts);
        part_year(&mut parts);
    }
    parts
}

/// Parts the name of a month before a number from the word it ran together with: "writer**August** 30".
fn part_month<'t>(text: &'t str, parts: &mut Vec<Token<'t>>) {
    const SHORTEST: usize = 3;
    let at = match parts.as_slice() {
        [.., Token { kind: Kind::Word(_), .. }] => parts.len() - 1,
        [.., Token { kind: Kind::Word(_), .. }, Token { kind: Kind::Mark('.'), .. }] => parts.len() - 2,
        _ => return,
    };
    let Token { kind: Kind::Word(word), at: place } = parts[at].clone() else { return };
    let inner = |&(at, byte): &(usize, &u8)| byte.is_ascii_uppercase() && at > 0;
    let Some((capital, _)) = word.as_bytes().iter().enumerate().rfind(inner) else { return };
    let middle = place.start + capital;
    let joined = word[..capital].ends_with(char::is_lowercase) && word.len() - capital >= SHORTEST;
    let name = Token { kind: Kind::Word(&text[middle..place.end]), at: middle..place.end };
    if joined && name.month().is_some() {
        parts[at] = Token { kind: Kind::Word(&word[..capital]), at: place.start..middle };
        parts.insert(at + 1, name);
    }
}

/// Where in a word behind a number the next one begins that ran together with the word for an hour: "6 am**The**"; 0 in any
/// other.
fn behind_hour(word: &str) -> usize {
    let head =
        ["am", "pm", "AM", "PM", "Uhr", "hs", "hrs", "h"].into_iter().find(|hour| word.starts_with(hour));
    let Some(rest) = head.and_then(|head| word.strip_prefix(head)) else { return 0 };
    if rest.starts_with(char::is_uppercase) { word.len() - rest.len() } else { 0 }
}

/// Parts the year of a day from the figures behind it: "April 10, 2023**3** years ago", "4 de mayo de 2022**00**:00".
fn part_year(parts: &mut Vec<Token<'_>>) {
    const REACH: usize = 4;
    let Some((last, before)) = parts.split_last() else { return };
    let Token { kind: Kind::Number(n, width @ 5..=8), at: place } = last.clone() else { return };
    let tens = 10_u32.pow(u32::from(width - 4));
    let (year, rest) = (n / tens, n % tens);
    let near = before.get(before.len().saturating_sub(REACH)..).unwrap_or(&[]);
    let day = near.iter().any(|token| token.number().is_some_and(|(n, width)| width <= 2 && n <= 31));
    let ascii = place.len() == usize::from(width);
    if ascii && day && (1990..2100).contains(&year) && near.iter().any(|token| token.month().is_some()) {
        let middle = place.start + 4;
        parts.pop();
        parts.push(Token { kind: Kind::Number(year, 4), at: place.start..middle });
        parts.push(Token { kind: Kind::Number(rest, width - 4), at: middle..place.end });
    }
}

/// Parts the year from the day behind it where a word names the day's month: "4 May 20213 May 2021" is two days whose
/// elements ran together.
fn part_run_on(parts: &mut Vec<Token<'_>>) {
    let Some((month, before)) = parts.split_last().filter(|(last, _)| matches!(last.kind, Kind::Word(_)))
    else {
        return;
    };
    let at = match before {
        [.., Token { kind: Kind::Number(..), .. }] => before.len() - 1,
        [.., Token { kind: Kind::Number(..), .. }, Token { kind: Kind::Mark('.'), .. }] => before.len() - 2,
        _ => return,
    };
    let Token { kind: Kind::Number(n, width @ 5..=6), at: place } = before[at].clone() else { return };
    let tens = if width == 5 { 10 } else { 100 };
    let (year, day) = (n / tens, n % tens);
    let ascii = place.len() == usize::from(width);
    if ascii && (1900..2100).contains(&year) && (1..=31).contains(&day) && month.month().is_some() {
        let middle = place.start + 4;
        parts[at] = Token { kind: Kind::Number(year, 4), at: place.start..middle };
        parts.insert(at + 1, Token { kind: Kind::Number(day, width - 4), at: middle..place.end });
    }
}

/// Year, month and day marks of Chinese, Japanese and Korean, as the Chinese ones.
fn calendar_mark(c: char) -> Option<char> {
    match c {
        '年' | '년' => Some('年'),
        '月' | '월' => Some('月'),
        '日' | '일' | '号' | '號' => Some('日'),
        '時' | '时' | '點' | '点' | '시' => Some(':'),
        _ => None,
    }
}

fn is_word(c: char) -> bool {
    kind(c).is(character::Kind::ALPHABETIC)
        || matches!(c, '\u{300}'..='\u{36f}' | '\u{900}'..='\u{963}' | '\u{970}'..='\u{9e5}' | '\u{a00}'..='\u{a65}'
            | '\u{a80}'..='\u{ae5}' | '\u{b80}'..='\u{be5}' | '\u{c00}'..='\u{c65}' | '\u{c80}'..='\u{ce5}'
            | '\u{d00}'..='\u{d65}' | '\u{e31}'..='\u{e4e}' | '\u{200c}' | '\u{200d}' | 'º' | 'ª')
}

/// The value of a decimal digit of any script.
fn decimal(c: char) -> Option<u32> {
    if c.is_ascii() {
        return c.to_digit(10);
    }
    const ZEROS: [u32; 14] =
        [0x660, 0x6f0, 0x966, 0x9e6, 0xa66, 0xae6, 0xb66, 0xbe6, 0xc66, 0xce6, 0xd66, 0xe50, 0x1040, 0xff10];
    ZEROS.iter().find_map(|zero| (u32::from(c)).checked_sub(*zero).filter(|d| *d < 10))
}
