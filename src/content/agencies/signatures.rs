//! The forms agencies sign in, and how they are found.
//!
//! Takes patterns of literal text with gaps, tells whether a text begins or ends with one. Knows no agency.

use serde::Deserialize;

use crate::text::grams::Grams;

/// Literal text with gaps, written `{}`. A gap takes up to [`GAP`] bytes of one line.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub struct Pattern {
    pub(super) pieces: Vec<String>,
}

/// A gap holds a place, a date, a list of names: no paragraph.
const GAP: usize = 200;

/// The patterns of one kind of all agencies, found by their longest pieces in one pass over a text: hardly any line has
/// one, and none that has none is looked at again.
#[derive(Debug, Clone, Default)]
pub(super) struct Signatures {
    pieces: Grams,
    /// For each piece, the agency and its pattern, by their places in the lists.
    owners: Vec<(u32, u32)>,
    /// Bytes that a match may take at most.
    pub(super) reach: usize,
    /// What the patterns begin with; empty pieces where one begins with a gap.
    heads: Edges,
    /// What the patterns end with, those left out that end with a gap.
    tails: Edges,
    /// Longest pieces of those.
    open_ended: Grams,
}

/// What stands at one edge of some patterns.
#[derive(Debug, Clone, Default)]
struct Edges {
    /// By the byte at the very edge.
    pieces: Vec<Vec<String>>,
    /// A pattern has a gap there.
    open: bool,
}

impl Edges {
    fn add(&mut self, piece: &str, byte: Option<&u8>) {
        let Some(&byte) = byte else {
            self.open = true;
            return;
        };
        self.pieces.resize(256, Vec::new());
        let pieces = &mut self.pieces[usize::from(byte)];
        if !pieces.iter().any(|known| known == piece) {
            pieces.push(piece.to_owned());
        }
    }

    /// Whether a text that has `byte` at its edge may have one of the pieces there, if `has` says which it has.
    fn may_be(&self, byte: Option<&u8>, has: impl Fn(&str) -> bool) -> bool {
        let Some(&byte) = byte else { return self.open };
        self.open
            || self.pieces.get(usize::from(byte)).is_some_and(|pieces| pieces.iter().any(|piece| has(piece)))
    }
}

impl Signatures {
    /// The patterns of each agency, in the order of the table.
    pub(super) fn of<'a>(agencies: impl Iterator<Item = &'a [Pattern]>) -> Self {
        let mut signatures = Self::default();
        let (mut pieces, mut open_ended) = (Vec::new(), Vec::new());
        for (agency, patterns) in agencies.enumerate() {
            for (number, pattern) in patterns.iter().enumerate() {
                let Some(longest) = pattern.pieces.iter().max_by_key(|piece| piece.len()) else { continue };
                pieces.push(longest.as_str());
                let (first, last) = (pattern.pieces.first(), pattern.pieces.last());
                if let Some(piece) = first {
                    signatures.heads.add(piece, piece.as_bytes().first());
                }
                match last.filter(|piece| !piece.is_empty()) {
                    Some(piece) => signatures.tails.add(piece, piece.as_bytes().last()),
                    None => open_ended.push(longest.as_str()),
                }
                signatures.owners.push((agency as u32, number as u32));
                let reach = pattern.pieces.iter().map(|piece| piece.len() + GAP).sum();
                signatures.reach = signatures.reach.max(reach);
            }
        }
        signatures.pieces = Grams::of(&pieces);
        signatures.open_ended = Grams::of(&open_ended);
        signatures
    }

    /// Whether a pattern may begin where `text` begins.
    pub(super) fn may_begin(&self, text: &str) -> bool {
        self.heads.may_be(text.as_bytes().first(), |piece| text.starts_with(piece))
    }

    /// Whether a pattern may end where `text` ends.
    pub(super) fn may_end(&self, text: &str) -> bool {
        self.tails.may_be(text.as_bytes().last(), |piece| text.ends_with(piece))
            || self.open_ended.may_be_in(text)
    }

    /// The patterns whose longest piece is in `text`, in the order of the table.
    pub(super) fn may_be_in(&self, text: &str) -> Vec<(u32, u32)> {
        let mut owners: Vec<(u32, u32)> = Vec::new();
        self.pieces.find_in(text, |piece| owners.extend(self.owners.get(piece)));
        owners.sort_unstable();
        owners.dedup();
        owners
    }
}

impl TryFrom<String> for Pattern {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        let pieces: Vec<String> = text.split("{}").map(str::to_owned).collect();
        if pieces.iter().all(|piece| piece.chars().filter(|c| c.is_alphanumeric()).count() < 2) {
            return Err(format!("`{text}` says too little to be a signature"));
        }
        Ok(Self { pieces })
    }
}

impl Pattern {
    /// The byte behind the match at the start of `text`, the text behind a closing gap included.
    pub(super) fn at_start(&self, text: &str) -> Option<usize> {
        let (first, rest) = self.pieces.split_first()?;
        if !text.starts_with(first.as_str()) {
            return None;
        }
        let mut at = first.len();
        for (i, piece) in rest.iter().enumerate() {
            let line = text.get(at..)?.split('\n').next()?;
            if piece.is_empty() {
                // A closing gap runs to the end of a line.
                return (i + 1 == rest.len() && line.len() <= GAP).then_some(at + line.len());
            }
            let gap = line.find(piece.as_str()).filter(|gap| (1..=GAP).contains(gap))?;
            // A place and a day hold no clause: "路透社报道，港口开始用电" is no "路透社{}电".
            if line[..gap].contains(['，', '。']) {
                return None;
            }
            at += gap + piece.len();
        }
        Some(at)
    }

    /// Whether `line` ends with the match.
    pub(super) fn at_end(&self, line: &str) -> bool {
        let Some(first) = self.pieces.iter().find(|piece| !piece.is_empty()) else { return false };
        let open = self.pieces.first().is_some_and(String::is_empty);
        let Some(at) = line.rfind(first.as_str()) else { return false };
        let joined = line[..at].chars().next_back().is_some_and(|c| c.is_alphanumeric() || c == '-');
        if joined && !open && first.starts_with(char::is_alphanumeric) {
            return false;
        }
        let closed = Self { pieces: self.pieces.iter().skip(usize::from(open)).cloned().collect() };
        closed.at_start(&line[at..]).is_some_and(|end| at + end == line.len())
    }
}
