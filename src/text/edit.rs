//! A text made from another by replacing stretches of it, with the account of what was replaced.
//!
//! Takes a text and replacements in order, gives the new text and where it differs. Leaves alone what nobody replaced.

use std::ops::Range;

/// A new text, and how it came from the old one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edited {
    /// The text as it now reads.
    pub text: String,
    /// The replacements, in order, none overlapping.
    pub edits: Vec<Edit>,
}

/// One stretch of the old text that reads differently in the new one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Edit {
    /// First byte of the old text that was replaced.
    pub start: usize,
    /// First byte behind it.
    pub end: usize,
    /// Bytes that stand there now.
    pub len: usize,
}

impl Edited {
    /// Carries `offsets` of the old text, in order, to the new one; a byte that was replaced, to where its replacement
    /// begins.
    pub fn carry<'o>(&self, offsets: impl IntoIterator<Item = &'o mut usize>) {
        let mut edits = self.edits.iter().peekable();
        let (mut grown, mut shrunk) = (0, 0);
        for offset in offsets {
            while let Some(edit) = edits.next_if(|edit| edit.end <= *offset) {
                grown += edit.len;
                shrunk += edit.end - edit.start;
            }
            let stays = edits.peek().map_or(*offset, |edit| edit.start.min(*offset));
            *offset = stays + grown - shrunk;
        }
    }
}

/// Writes an [`Edited`] from left to right.
#[derive(Debug)]
pub struct Editor<'t> {
    old: &'t str,
    copied: usize,
    edited: Edited,
}

impl<'t> Editor<'t> {
    /// Nothing replaced yet.
    pub fn new(old: &'t str) -> Self {
        Self { old, copied: 0, edited: Edited { text: String::new(), edits: Vec::new() } }
    }

    /// Puts `new` in the place of bytes `old` of the old text; nothing happens where they are equal already, overlap an
    /// earlier replacement or cut a character.
    pub fn replace(&mut self, old: Range<usize>, new: &str) {
        let Some(before) = self.old.get(self.copied..old.start) else { return };
        if self.old.get(old.clone()).is_none_or(|stretch| stretch == new) {
            return;
        }
        let text = &mut self.edited.text;
        if text.capacity() == 0 {
            text.reserve(self.old.len());
        }
        text.push_str(before);
        text.push_str(new);
        self.copied = old.end;
        self.edited.edits.push(Edit { start: old.start, end: old.end, len: new.len() });
    }

    /// The new text, or none if nothing was replaced.
    pub fn finish(mut self) -> Option<Edited> {
        if self.edited.edits.is_empty() {
            return None;
        }
        self.edited.text.push_str(self.old.get(self.copied..).unwrap_or(""));
        Some(self.edited)
    }
}
