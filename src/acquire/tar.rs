//! tar: the regular files of an archive in the v7, ustar, pax and GNU formats.
//!
//! The crate `tar` reads the headers; the walk from one to the next is ours, so that a broken header costs its member
//! only and no name in an archive is longer than it should be. Folders, links and devices hold no bytes and are
//! passed by. Nothing is ever put on the disk: `../../x` is but a name.

use tar::{EntryType, Header, PaxExtensions};

use super::archive::{MemberNames, Part};
use super::desk::{Desk, Place};
use super::sniff::Head;
use super::{Format, Input};
use crate::model::Reason;

pub(super) const FORMAT: Format = Format { name: "tar", wraps: true, recognises, read };

const BLOCK: usize = 512;
/// Bytes a name or a set of pax extensions may have.
const MAX_EXTENSION: u64 = 1 << 20;

fn recognises(head: &Head<'_>) -> bool {
    let Some(block) = head.bytes.get(..BLOCK) else {
        return head.bytes.get(257..262) == Some(b"ustar");
    };
    is_header(block)
}

/// A block whose checksum is right, and not one of zeros.
fn is_header(block: &[u8]) -> bool {
    let Some(block) = block.get(..BLOCK).filter(|block| block[0] != 0) else { return false };
    let sum: u32 = block
        .iter()
        .enumerate()
        .map(|(i, byte)| u32::from(if (148..156).contains(&i) { b' ' } else { *byte }))
        .sum();
    Header::from_byte_slice(block).cksum().is_ok_and(|stated| stated == sum)
}

fn read(desk: &mut Desk<'_>, mut input: Input<'_>, place: &Place) {
    let mut names = MemberNames::default();
    let mut extended = Extended::default();
    // Behind a gap, what is not a header is part of the damage.
    let mut excused = false;
    while !desk.stopped() {
        let start = input.position();
        let have = input.fill(BLOCK);
        if have.is_empty() {
            match input.take_gap() {
                Some(gap) => desk.turn_away(place.at(start, 0), gap.reason),
                None => break,
            }
            excused = true;
            continue;
        }
        let zeros = have.iter().take(BLOCK).take_while(|byte| **byte == 0).count();
        if zeros == BLOCK.min(have.len()) {
            input.consume(zeros);
            continue;
        }
        if !is_header(have) {
            let cut = have.len() < BLOCK;
            let length = seek(&mut input);
            if !excused {
                let reason = if cut && input.gap_ahead().is_none() {
                    Reason::Truncated { expected: Some(BLOCK as u64), found: length }
                } else {
                    bad("bytes that belong to no member")
                };
                desk.turn_away(place.at(start, length), reason);
            }
            excused = false;
            continue;
        }
        let mut block = [0; BLOCK];
        block.copy_from_slice(&have[..BLOCK]);
        input.consume(BLOCK);
        let header = Header::from_byte_slice(&block);
        let Ok(size) = header.entry_size() else {
            desk.turn_away(place.at(start, BLOCK as u64), bad("the size is no number"));
            excused = true;
            continue;
        };
        let gaps = input.gaps();
        let kind = header.entry_type();
        let data = input.position();
        let size = match kind {
            EntryType::XHeader | EntryType::GNULongName => {
                if size > MAX_EXTENSION {
                    desk.turn_away(
                        place.at(start, BLOCK as u64),
                        bad("a member's name has over a million bytes"),
                    );
                } else if !extended.take(kind, &mut input, size) {
                    // Cut: what is missing is told below.
                    extended = Extended::default();
                }
                size
            }
            EntryType::Regular | EntryType::Continuous | EntryType::GNUSparse => {
                let known = std::mem::take(&mut extended);
                let name = known.name.unwrap_or_else(|| header.path_bytes().into_owned());
                let name = names.unique(String::from_utf8_lossy(&name).into_owned());
                let size = known.size.unwrap_or(size);
                let member = place.member(&name, size);
                if kind == EntryType::GNUSparse {
                    let what = "a sparse tar member".to_owned();
                    desk.turn_away(member.origin.clone(), Reason::Unsupported { what });
                } else {
                    desk.open(Input::new(Box::new(Part::new(&mut input, size))), &member);
                    excused = input.gaps() != gaps;
                }
                size
            }
            // A global header, a folder, a link, a device.
            _ => {
                if !matches!(kind, EntryType::GNULongLink | EntryType::XGlobalHeader) {
                    extended = Extended::default();
                }
                if kind.is_dir() || kind.is_symlink() || kind.is_hard_link() { 0 } else { size }
            }
        };
        if desk.stopped() || input.gaps() != gaps {
            continue;
        }
        // To the end of the member's last block, over what its reader did not want.
        let done = input.position() - data;
        let wanted = size.div_ceil(BLOCK as u64).saturating_mul(BLOCK as u64);
        let skipped = done + input.skip(wanted.saturating_sub(done));
        // A member's own reader tells what it misses; of an extension nobody has told yet.
        let unread = matches!(kind, EntryType::XHeader | EntryType::GNULongName | EntryType::GNUSparse);
        if unread && skipped < size {
            match input.take_gap() {
                Some(gap) => desk.turn_away(place.at(start, BLOCK as u64 + skipped), gap.reason),
                None => {
                    let reason = Reason::Truncated { expected: Some(size), found: skipped };
                    desk.turn_away(place.at(start, BLOCK as u64 + skipped), reason);
                }
            }
        }
    }
}

/// What stands before a header to say what does not fit in it.
#[derive(Default)]
struct Extended {
    name: Option<Vec<u8>>,
    size: Option<u64>,
}

impl Extended {
    /// Reads an extension of `size` bytes. `false` if there are fewer.
    fn take(&mut self, kind: EntryType, input: &mut Input<'_>, size: u64) -> bool {
        let size = usize::try_from(size).unwrap_or(usize::MAX);
        let have = input.fill(size);
        let Some(bytes) = have.get(..size) else { return false };
        if kind == EntryType::GNULongName {
            let end = bytes.iter().position(|byte| *byte == 0).unwrap_or(size);
            self.name = Some(bytes[..end].to_vec());
        } else {
            for extension in PaxExtensions::new(bytes).flatten() {
                match extension.key_bytes() {
                    b"path" => self.name = Some(extension.value_bytes().to_vec()),
                    b"size" => self.size = extension.value().ok().and_then(|size| size.parse().ok()),
                    _ => {}
                }
            }
        }
        input.consume(size);
        true
    }
}

/// Goes to the next header: at the next block, or behind a gap at any place. Says how many bytes that was.
fn seek(input: &mut Input<'_>) -> u64 {
    const MAGIC_AT: usize = 257;
    let start = input.position();
    input.skip(1);
    loop {
        let have = input.fill(16 * BLOCK);
        let mut from = MAGIC_AT;
        let mut found = None;
        while let Some(i) = have.get(from..).and_then(|rest| memchr::memmem::find(rest, b"ustar")) {
            let at = from + i - MAGIC_AT;
            if is_header(&have[at..]) {
                found = Some(at);
                break;
            }
            from += i + 1;
        }
        let (step, done) = match found {
            Some(at) => (at, true),
            None if have.len() < 16 * BLOCK => (have.len(), true),
            None => (have.len() - BLOCK, false),
        };
        input.consume(step);
        if done {
            return input.position() - start;
        }
    }
}

fn bad(error: &str) -> Reason {
    Reason::BadFormat { format: "tar".to_owned(), error: error.to_owned() }
}
