//! A page's flat text, put together again from what was kept and what was cut.
//!
//! Takes an [`Account`], gives its [`Piece`]s in the order of the page. Reads no raw file: the dataset has all of it, since
//! kept and cut pieces tile the flat text and the body is the kept ones.

use super::dataset::Account;
use crate::emit::{KeptRow, RemovedRow};

/// A piece of a page.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Piece<'a> {
    /// It is part of the body.
    Kept {
        /// Its row.
        row: &'a KeptRow,
        /// What it says.
        text: &'a str,
    },
    /// It is not.
    Cut(&'a RemovedRow),
}

impl Account {
    /// The pieces of the page, in order.
    pub fn pieces(&self) -> Vec<Piece<'_>> {
        let kept = self.kept.iter().zip(self.kept_texts());
        let mut pieces: Vec<(u32, Piece<'_>)> = kept
            .map(|(row, text)| (row.start, Piece::Kept { row, text }))
            .chain(self.removed.iter().map(|row| (row.start, Piece::Cut(row))))
            .collect();
        pieces.sort_by_key(|(start, _)| *start);
        pieces.into_iter().map(|(_, piece)| piece).collect()
    }

    /// What each kept piece says: the body, parted where one piece ends and the next begins.
    pub fn kept_texts(&self) -> Vec<&str> {
        let mut rest = self.article.text.as_str();
        let mut texts = Vec::with_capacity(self.kept.len());
        for (at, row) in self.kept.iter().enumerate() {
            let part = self.kept.get(at + 1).map(|next| next.lead.text());
            let longest = (row.end.saturating_sub(row.start) as usize).min(rest.len());
            // A piece is as long as its span but for the white space at its ends.
            let end = match part {
                None => rest.len(),
                Some(part) => (0..=longest)
                    .rev()
                    .find(|end| rest.get(*end..).is_some_and(|rest| rest.starts_with(part)))
                    .unwrap_or(rest.len()),
            };
            let (text, behind) = rest.split_at(end);
            texts.push(text);
            rest = behind.get(part.map_or(0, str::len)..).unwrap_or("");
        }
        texts
    }
}
