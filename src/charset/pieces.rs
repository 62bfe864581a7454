//! Bytes cut where one encoding may end and another begin: at line ends and at the ends of tags.
//!
//! Neither byte is part of a longer character in any encoding we read, so no character is cut.

use std::ops::Range;

use super::letters::Cost;

/// A stretch of bytes, and how it stands to UTF-8.
#[derive(Debug)]
pub(crate) struct Piece {
    pub(crate) range: Range<usize>,
    pub(crate) spelling: Spelling,
    /// Bytes in valid sequences of more than one.
    pub(crate) good: usize,
    /// Bytes above ASCII in none.
    pub(crate) bad: usize,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Spelling {
    Ascii,
    /// Valid, with bytes above ASCII.
    Utf8,
    /// Not valid.
    Broken,
}

impl Piece {
    /// Two bytes of EUC are a valid sequence of UTF-8 one time in ten; four such pairs in a row without a fault are no
    /// chance. Among single bytes of an alphabet one sequence of three bytes, or two of two, is none.
    pub(crate) fn is_surely_utf8(&self, among_single_bytes: bool) -> bool {
        self.good >= if among_single_bytes { 3 } else { 8 }
    }
}

/// The pieces of `bytes[start..]`, in order and without gaps.
pub(crate) fn pieces(bytes: &[u8], start: usize) -> Vec<Piece> {
    let mut pieces: Vec<Piece> = Vec::new();
    let mut at = start;
    while let Some(rest) = bytes.get(at..).filter(|rest| !rest.is_empty()) {
        let length = memchr::memchr2(b'\n', b'>', rest).map_or(rest.len(), |end| end + 1);
        let piece = piece(at, rest.get(..length).unwrap_or(rest));
        at += length;
        match pieces.last_mut() {
            Some(last) if last.spelling == Spelling::Ascii && piece.spelling == Spelling::Ascii => {
                last.range.end = at;
            }
            _ => pieces.push(piece),
        }
    }
    pieces
}

fn piece(at: usize, bytes: &[u8]) -> Piece {
    let mut piece = Piece { range: at..at + bytes.len(), spelling: Spelling::Ascii, good: 0, bad: 0 };
    if bytes.is_ascii() {
        return piece;
    }
    let mut here = 0;
    while let Some(&lead) = bytes.get(here) {
        let length = if lead < 0x80 { 1 } else { sequence_length(bytes.get(here..).unwrap_or(&[])) };
        match length {
            0 => piece.bad += 1,
            1 => {}
            _ => piece.good += length,
        }
        here += length.max(1);
    }
    // Surrogates written one by one are somebody's UTF-8, if not the standard's.
    let n_pairs =
        memchr::memmem::find_iter(bytes, b"\xED").filter(|at| is_surrogate_pair(bytes.get(*at..))).count();
    piece.good += 6 * n_pairs;
    piece.bad = piece.bad.saturating_sub(6 * n_pairs);
    piece.spelling = if piece.bad == 0 && n_pairs == 0 { Spelling::Utf8 } else { Spelling::Broken };
    piece
}

/// What words with bytes above ASCII cost as UTF-8 with faults, in the currency of [`super::letters`].
pub(crate) fn cost_as_utf8(window: &[u8]) -> Cost {
    /// By bytes of a sequence: a fault (0), a letter of ASCII in such a word (1), letters of the alphabets, ideographs.
    const COST: [Cost; 5] = [112, 22, 32, 48, 64];
    let is_in_word = |byte: &u8| *byte >= 0x80 || byte.is_ascii_alphabetic();
    let mut cost: Cost = 0;
    for word in window.split(|byte| !is_in_word(byte)).filter(|word| !word.is_ascii()) {
        let mut at = 0;
        while let Some(&lead) = word.get(at) {
            let length = if lead < 0x80 { 1 } else { sequence_length(word.get(at..).unwrap_or(&[])) };
            cost = cost.saturating_add(COST.get(length).copied().unwrap_or(0));
            at += length.max(1);
        }
    }
    cost
}

/// Bytes of the valid sequence of UTF-8 that `bytes` begin with, 0 where there is none. They begin above ASCII.
fn sequence_length(bytes: &[u8]) -> usize {
    match *bytes {
        [0xC2..=0xDF, 0x80..=0xBF, ..] => 2,
        [0xE0, 0xA0..=0xBF, 0x80..=0xBF, ..]
        | [0xE1..=0xEC | 0xEE..=0xEF, 0x80..=0xBF, 0x80..=0xBF, ..]
        | [0xED, 0x80..=0x9F, 0x80..=0xBF, ..] => 3,
        [0xF0, 0x90..=0xBF, 0x80..=0xBF, 0x80..=0xBF, ..]
        | [0xF1..=0xF3, 0x80..=0xBF, 0x80..=0xBF, 0x80..=0xBF, ..]
        | [0xF4, 0x80..=0x8F, 0x80..=0xBF, 0x80..=0xBF, ..] => 4,
        _ => 0,
    }
}

fn is_surrogate_pair(bytes: Option<&[u8]>) -> bool {
    matches!(bytes, Some([0xED, 0xA0..=0xAF, 0x80..=0xBF, 0xED, 0xB0..=0xBF, 0x80..=0xBF, ..]))
}
