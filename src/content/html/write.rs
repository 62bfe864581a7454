//! Writes the flat text of a page, block by block.
//!
//! Takes pieces of text and the breaks between them in document order; gives the text with white space collapsed and
//! the blocks that tile it.

use super::reference::reference;
use super::tree::{Node, Shown};
use crate::content::coarse::Blocks;
use crate::content::flat::Block;
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

/// Bytes at the head of `bytes` that are white space or controls, which the first one is. Indents are long: eight bytes
/// are looked at together.
fn blank(bytes: &[u8]) -> usize {
    const HIGH: u64 = 0x8080_8080_8080_8080;
    // Added to a byte up to 20, which a space has, it leaves the highest bit clear.
    const LIFT: u64 = 0x5F5F_5F5F_5F5F_5F5F;
    let mut at = 1;
    while let Some(eight) = bytes.get(at..).and_then(|rest| rest.first_chunk()) {
        let eight = u64::from_le_bytes(*eight);
        if (eight | ((eight & !HIGH) + LIFT)) & HIGH != 0 {
            break;
        }
        at += 8;
    }
    while bytes.get(at).is_some_and(|&byte| CLASS[byte as usize] == SPACE) {
        at += 1;
    }
    at
}

/// Bytes at the head of `bytes` that are copied as they are: plain ones, spaces that stand alone between such, and
/// characters that might be a space and are none. The first byte is plain.
fn plain_run(bytes: &[u8]) -> usize {
    let mut at = 1;
    loop {
        if let Some(eight) = bytes.get(at..).and_then(|rest| rest.first_chunk()) {
            let length = plain_of_eight(u64::from_le_bytes(*eight));
            if length > 0 {
                at += length;
                continue;
            }
        }
        let Some(&byte) = bytes.get(at) else { return at };
        match CLASS[byte as usize] {
            PLAIN => at += 1,
            SPACE if byte == b' ' && bytes.get(at + 1).is_some_and(|&next| CLASS[next as usize] == PLAIN) => {
                at += 2;
            }
            ODD => match shown(&bytes[at..]) {
                0 => return at,
                length => at += length,
            },
            _ => return at,
        }
    }
}

/// How many of eight bytes, the lowest first, are copied as they are: all if they are plain ASCII with no two spaces
/// together, seven if the last one is a space, of which what follows decides, else none.
fn plain_of_eight(eight: u64) -> usize {
    const ONES: u64 = 0x0101_0101_0101_0101;
    const HIGH: u64 = ONES * 0x80;
    if eight & HIGH != 0 {
        return 0;
    }
    // The highest bit of each byte, which is free now, tells where a byte is none of these.
    let no_control = eight + ONES * 0x60;
    let no_delete = !(eight + ONES);
    let no_reference = (eight ^ (ONES * u64::from(b'&'))) + ONES * 0x7F;
    let spaces = !((eight ^ (ONES * u64::from(b' '))) + ONES * 0x7F) & HIGH;
    if no_control & no_delete & no_reference & HIGH != HIGH || spaces & (spaces << 8) != 0 {
        return 0;
    }
    8 - (spaces >> 63) as usize
}

/// Bytes of the character at the head of `bytes`, of which the first is [`ODD`], if it is surely shown; else 0.
fn shown(bytes: &[u8]) -> usize {
    match *bytes {
        // No control, no-break space or soft hyphen.
        [0xC2, 0xA1..=0xAC | 0xAE..=0xBF, ..] => 2,
        // Dashes, quotation marks, bullets, ellipses, permille signs, but no spaces and nothing invisible.
        [0xE2, 0x80, 0x90..=0xA7 | 0xB0..=0xBF, ..] | [0xE2, 0x82..=0xBF, _, ..] => 3,
        // All but the ideographic space.
        [0xE3, 0x80, 0x81..=0xBF, ..] | [0xE3, 0x81..=0xBF, _, ..] => 3,
        // All but the byte-order mark, the blocks around it left out.
        [0xEF, 0xBC..=0xBF, _, ..] => 3,
        _ => 0,
    }
}

/// Bytes of a table cell that is data rather than layout.
const LONGEST_CELL: usize = 80;

const PLAIN: u8 = 0;
const SPACE: u8 = 1;
const REFERENCE: u8 = 2;
const ODD: u8 = 3;

const CLASS: [u8; 256] = {
    let mut class = [PLAIN; 256];
    let mut i = 0;
    while i <= 0x20 {
        class[i] = SPACE;
        i += 1;
    }
    class[0x7F] = SPACE;
    class[b'&' as usize] = REFERENCE;
    class[0xC2] = ODD;
    class[0xE2] = ODD;
    class[0xE3] = ODD;
    class[0xEF] = ODD;
    class
};

#[cfg(test)]
mod tests {
    use super::*;

    proptest::proptest! {
        #[test]
        fn eight_bytes_together_are_told_as_each_alone(text in "[ -~é\\x7F\n&]{8}") {
            let eight = text.as_bytes().first_chunk().copied().unwrap_or_default();
            let length = plain_of_eight(u64::from_le_bytes(eight));
            let plain = |&byte: &u8| CLASS[byte as usize] == PLAIN || byte == b' ';
            let twice = text.as_bytes()[..8].windows(2).any(|pair| pair == b"  ");
            let whole = text.as_bytes()[..8].iter().all(|byte| byte.is_ascii() && plain(byte)) && !twice;
            let last = usize::from(eight[7] == b' ');
            proptest::prop_assert_eq!(length, if whole { 8 - last } else { 0 });
        }
    }
}
