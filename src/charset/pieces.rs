//! Bytes cut where one encoding may end and another begin: at line ends and at the ends of tags.
//!
//! Neither byte is part of a longer character in any encoding we read, so no character is cut.

use std::ops::Range;

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
    for chunk in bytes.utf8_chunks() {
        piece.good += chunk.valid().bytes().filter(|byte| *byte >= 0x80).count();
        piece.bad += chunk.invalid().len();
    }
    // Surrogates written one by one are somebody's UTF-8, if not the standard's.
    let n_pairs =
        memchr::memmem::find_iter(bytes, b"\xED").filter(|at| is_surrogate_pair(bytes.get(*at..))).count();
    piece.good += 6 * n_pairs;
    piece.bad = piece.bad.saturating_sub(6 * n_pairs);
    piece.spelling = if piece.bad == 0 && n_pairs == 0 { Spelling::Utf8 } else { Spelling::Broken };
    piece
}

fn is_surrogate_pair(bytes: Option<&[u8]>) -> bool {
    matches!(bytes, Some([0xED, 0xA0..=0xAF, 0x80..=0xBF, 0xED, 0xB0..=0xBF, 0x80..=0xBF, ..]))
}
