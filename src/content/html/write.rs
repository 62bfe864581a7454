//! Writes the flat text of a page, block by block.
//!
//! Takes pieces of text and the breaks between them in document order; gives the text with white space collapsed and
//! the blocks that tile it.

use super::reference::reference;
use super::tree::{Node, Shown};
use crate::content::coarse::Blocks;
use crate::content::flat::Block;
use crate::content::spaces::{CLASS, PLAIN, REFERENCE, SPACE, blank, plain_run};
use crate::model::{BlockKind, Span};

/// Where a piece of text stands.
#[derive(Debug, Clone, Copy)]
pub(super) struct Place {
    /// The innermost block-level element.
    pub(super) node: u32,
    pub(super) kind: BlockKind,
    pub(super) in_link: bool,
    pub(super) shown: Shown,
}

/// The text so far and the block being written.
#[derive(Debug)]
pub(super) struct Writer {
    pub(super) text: String,
    pub(super) blocks: Blocks,
    /// Where the block being written begins; nothing of it is written while `text` ends there.
    start: usize,
    source: Span,
    place: Place,
    link_bytes: u32,
    /// White space was met since the last character written.
    space: bool,
    /// The next block goes on in the paragraph of the last one, on a new line.
    line: bool,
}

impl Writer {
    /// Nothing yet, of a page of so many bytes.
    pub(super) fn new(bytes: usize) -> Self {
        let place =
            Place { node: Node::NONE, kind: BlockKind::Paragraph, in_link: false, shown: Shown::Plainly };
        Self {
            text: String::with_capacity(bytes / 8 + 64),
            blocks: Blocks::of_page(bytes),
            start: 0,
            source: Span::default(),
            place,
            link_bytes: 0,
            space: false,
            line: false,
        }
    }

    /// Appends a piece of the page, read from byte `at` on. With `references`, `&amp;` and its like are decoded.
    pub(super) fn piece(&mut self, piece: &str, at: usize, place: Place, references: bool) {
        let bytes = piece.as_bytes();
        let mut i = 0;
        while i < bytes.len() {
            match CLASS[bytes[i] as usize] {
                SPACE => {
                    self.space = true;
                    i += blank(&bytes[i..]);
                }
                PLAIN => {
                    let run = plain_run(&bytes[i..]);
                    self.put(&piece[i..i + run], at + i, at + i + run, place);
                    i += run;
                }
                REFERENCE if references => {
                    let (meant, length) = reference(&piece[i..], false);
                    for c in meant {
                        self.character(c, at + i, at + i + length, place);
                    }
                    i += length;
                }
                REFERENCE => {
                    self.put("&", at + i, at + i + 1, place);
                    i += 1;
                }
                // A character that may be a space of some kind: these begin with C2, E2, E3 or EF in UTF-8.
                _ => {
                    let length = piece[i..].chars().next().map_or(1, char::len_utf8);
                    self.odd(&piece[i..i + length], at + i, at + i + length, place);
                    i += length;
                }
            }
        }
    }

    /// Appends the character that bytes `from..to` of the page stand for.
    pub(super) fn character(&mut self, c: char, from: usize, to: usize, place: Place) {
        if c != '\0' {
            self.odd(c.encode_utf8(&mut [0; 4]), from, to, place);
        }
    }

    /// Ends the block, and with it the paragraph.
    pub(super) fn end_block(&mut self) {
        self.close();
        self.line = false;
    }

    /// Ends the block after a line; a second break with nothing between ends the paragraph too.
    pub(super) fn end_line(&mut self) {
        self.line = self.close();
    }

    /// A word may not run on over this point.
    pub(super) fn part(&mut self) {
        self.space = true;
    }

    /// Joins the blocks from number `from` on into one row, if they are short: `\n` between them becomes a tab.
    pub(super) fn join_row(&mut self, from: usize) {
        self.close();
        let Some(cells) = self.blocks.list.get(from..).filter(|cells| cells.len() > 1) else { return };
        let short = |cell: &Block| cell.kind == BlockKind::Row && cell.span.len() <= LONGEST_CELL;
        if !cells.iter().all(short) {
            return;
        }
        let (first, last) = (cells[0], cells[cells.len() - 1]);
        for cell in &cells[..cells.len() - 1] {
            let end = cell.span.end as usize;
            self.text.replace_range(end - 1..end, "\t");
        }
        let row = Block {
            span: Span { start: first.span.start, end: last.span.end },
            source: Span { start: first.source.start, end: last.source.end },
            link_bytes: cells.iter().map(|cell| cell.link_bytes).sum(),
            ..first
        };
        self.blocks.list.truncate(from);
        self.blocks.push(row);
    }

    /// Ends the block if it has any text; whether it had.
    fn close(&mut self) -> bool {
        self.space = false;
        if self.text.len() == self.start {
            return false;
        }
        self.text.push('\n');
        self.blocks.push(Block {
            span: Span::new(self.start, self.text.len()),
            source: self.source,
            kind: self.place.kind,
            node: self.place.node,
            link_bytes: self.link_bytes,
            line: self.line,
            shown: self.place.shown,
            listed: false,
        });
        self.start = self.text.len();
        self.link_bytes = 0;
        true
    }

    /// Appends what may be a space, or nothing that is seen.
    fn odd(&mut self, text: &str, from: usize, to: usize, place: Place) {
        match text.chars().next() {
            Some(c) if c.is_whitespace() || c.is_control() => self.space = true,
            // Zero-width space, joiners at a word's edge, byte-order mark, soft hyphen: no part of the text.
            Some('\u{200B}' | '\u{2060}' | '\u{FEFF}' | '\u{AD}') | None => {}
            Some(_) => self.put(text, from, to, place),
        }
    }

    fn put(&mut self, text: &str, from: usize, to: usize, place: Place) {
        if self.text.len() == self.start {
            self.place = place;
            self.source = Span::new(from, to);
        } else {
            if self.space {
                self.text.push(' ');
                self.link_bytes += u32::from(place.in_link);
            }
            self.source.end = Span::new(from, to).end;
        }
        self.space = false;
        self.text.push_str(text);
        if place.in_link {
            self.link_bytes += text.len() as u32;
        }
    }
}

/// Bytes of a table cell that is data rather than layout.
const LONGEST_CELL: usize = 80;
