//! zip: the members as they come, by their local headers, without the directory at the end.
//!
//! So a zip is read from a pipe, within another archive, or without its end. Stored and deflated members are read,
//! also where their length only follows them; each is checked by its CRC. Encrypted members and other methods are
//! turned away. Folders hold no bytes and are passed by. Nothing is ever put on the disk: `../../x` is but a name.

use std::cell::Cell;
use std::io::{self, Read};
use std::rc::Rc;

use flate2::Crc;
use flate2::bufread::DeflateDecoder;

use super::archive::{MemberNames, Part};
use super::desk::{Desk, Place};
use super::input::Gap;
use super::members::Limits;
use super::sniff::Head;
use super::{Format, Input};
use crate::model::Reason;

pub(super) const FORMAT: Format = Format { name: "zip", wraps: true, recognises, read };

const LOCAL: &[u8] = b"PK\x03\x04";
const CENTRAL: &[u8] = b"PK\x01\x02";
const END: &[u8] = b"PK\x05\x06";
const DESCRIPTOR: &[u8] = b"PK\x07\x08";
/// Bytes of a local header before its name.
const HEADER: usize = 30;

fn recognises(head: &Head<'_>) -> bool {
    let spanned = head.bytes.strip_prefix(DESCRIPTOR).unwrap_or(head.bytes);
    spanned.starts_with(LOCAL) || head.bytes.starts_with(END)
}

fn read(desk: &mut Desk<'_>, mut input: Input<'_>, place: &Place) {
    if let Some(what) = document(input.fill(HEADER + 64)) {
        return desk
            .turn_away(place.at(0, place.origin.length()), Reason::Unsupported { what: what.to_owned() });
    }
    let mut names = MemberNames::default();
    // Behind damage, what is no header is part of it.
    let (mut excused, mut ended) = (false, false);
    while !desk.stopped() {
        let start = input.position();
        let have = input.fill(2 * HEADER);
        if have.is_empty() {
            match input.take_gap() {
                Some(gap) => desk.turn_away(place.at(start, 0), gap.reason),
                None => break,
            }
            (excused, ended) = (true, true);
        } else if have.starts_with(LOCAL) {
            (excused, ended) = (!member(desk, &mut input, place, &mut names), false);
            // The rejection of a cut member accounts for the missing end.
            ended |= excused && input.at_end();
        } else if have.starts_with(END) {
            let comment = number(have, 20, 2);
            input.skip(22 + comment);
            // A comment that is cut costs no report.
            ended = input.position() - start >= 22;
        } else if let Some(length) = directory_record(have) {
            input.skip(length);
        } else if have.starts_with(DESCRIPTOR) {
            input.skip(4);
        } else {
            let padding = have.iter().all(|byte| *byte == 0);
            let length = seek(&mut input);
            // At the end of a zip without its end, they are a cut header.
            let cut = !ended && input.at_end();
            if !padding && !excused && !cut {
                let error = "bytes that belong to no member".to_owned();
                desk.turn_away(
                    place.at(start, length),
                    Reason::BadFormat { format: "zip".to_owned(), error },
                );
            }
            excused = false;
        }
    }
    if !ended && !desk.stopped() {
        let found = input.position();
        desk.turn_away(place.at(found, 0), Reason::Truncated { expected: None, found });
    }
}

/// Documents that are zips of XML.
fn document(head: &[u8]) -> Option<&'static str> {
    let name = head.get(HEADER..)?;
    let known = [
        (&b"[Content_Types].xml"[..], "an Office document"),
        (b"mimetypeapplication/vnd.oasis", "an OpenDocument file"),
        (b"mimetypeapplication/epub+zip", "an e-book"),
        (b"META-INF/MANIFEST.MF", "a Java archive"),
    ];
    known.into_iter().find(|(start, _)| name.starts_with(start)).map(|(_, what)| what)
}

/// What a local header says.
struct Local {
    name: Vec<u8>,
    encrypted: bool,
    method: u64,
    crc: u32,
    /// Compressed bytes, where they are known before.
    stored: Option<u64>,
    length: u64,
    described: bool,
}

/// Reads the member that starts here. `false` if where it ends is not known.
fn member(desk: &mut Desk<'_>, input: &mut Input<'_>, place: &Place, names: &mut MemberNames) -> bool {
    let start = input.position();
    let Some(local) = local(input) else {
        let found = input.seen().len();
        input.consume(found);
        let gap = input.take_gap().map(|gap| gap.reason);
        let reason = gap.unwrap_or(Reason::Truncated { expected: None, found: found as u64 });
        desk.turn_away(place.at(start, found as u64), reason);
        return false;
    };
    let data = input.position();
    let gaps = input.gaps();
    let name = names.unique(String::from_utf8_lossy(&local.name).into_owned());
    let within = place.member(&name, if local.described { 0 } else { local.length });
    let folder = name.ends_with('/') && local.stored.is_none_or(|stored| stored <= 2);
    let finished = Rc::new(Cell::new(false));
    let what = match local.method {
        _ if local.encrypted => Some("an encrypted zip member".to_owned()),
        0 | 8 => None,
        9 => Some("a zip member compressed by Deflate64".to_owned()),
        method => Some(format!("a zip member compressed by method {method}")),
    };
    if folder {
    } else if let Some(what) = what {
        desk.turn_away(within.origin.clone(), Reason::Unsupported { what });
    } else {
        let limits = Limits::of(desk);
        let source = match (local.method, local.stored) {
            (8, _) => Source::Deflated(DeflateDecoder::new(&mut *input)),
            (_, Some(stored)) => Source::Stored(Part::new(&mut *input, stored)),
            (_, None) => Source::Unmeasured(&mut *input),
        };
        let finished = Rc::clone(&finished);
        let member = Member { source, crc: Crc::new(), given: 0, data, limits, local: &local, finished };
        desk.open(Input::new(Box::new(member)), &within);
    }
    if desk.stopped() || input.gaps() != gaps {
        return input.gaps() == gaps;
    }
    if finished.get() {
        return true;
    }
    let Some(stored) = local.stored else {
        return false;
    };
    let done = input.position() - data;
    if done > stored {
        input.rewind(done - stored);
        true
    } else {
        input.skip(stored - done) == stored - done
    }
}

/// The local header here, and goes behind it; `None` where the stretch ends first.
fn local(input: &mut Input<'_>) -> Option<Local> {
    let head = input.fill(HEADER).get(..HEADER)?;
    let (n_name, n_extra) = (number(head, 26, 2) as usize, number(head, 28, 2) as usize);
    let whole = input.fill(HEADER + n_name + n_extra).get(..HEADER + n_name + n_extra)?;
    let (flags, described) = (number(whole, 6, 2), number(whole, 6, 2) & 8 != 0);
    let (mut stored, mut length) = (number(whole, 18, 4), number(whole, 22, 4));
    let extra = &whole[HEADER + n_name..];
    if let Some(large) = zip64(extra) {
        let mut values = large.chunks_exact(8).map(|value| number(value, 0, 8));
        for size in [&mut length, &mut stored] {
            if *size == u64::from(u32::MAX) {
                *size = values.next().unwrap_or(*size);
            }
        }
    }
    let local = Local {
        name: whole[HEADER..HEADER + n_name].to_vec(),
        encrypted: flags & (1 | 1 << 13) != 0,
        method: number(whole, 8, 2),
        crc: number(whole, 14, 4) as u32,
        stored: (!described || stored > 0).then_some(stored),
        length,
        described,
    };
    input.consume(HEADER + n_name + n_extra);
    Some(local)
}

/// The sizes that do not fit in 32 bits.
fn zip64(extra: &[u8]) -> Option<&[u8]> {
    let mut rest = extra;
    while rest.len() >= 4 {
        let (id, length) = (number(rest, 0, 2), number(rest, 2, 2) as usize);
        let value = rest.get(4..4 + length)?;
        if id == 1 {
            return Some(value);
        }
        rest = &rest[4 + length..];
    }
    None
}

/// A little-endian number of `n` bytes; 0 where there are none.
fn number(bytes: &[u8], at: usize, n: usize) -> u64 {
    bytes
        .get(at..at + n)
        .unwrap_or_default()
        .iter()
        .rev()
        .fold(0, |value, byte| value << 8 | u64::from(*byte))
}

/// Bytes of a record of the directory, but for its end.
fn directory_record(bytes: &[u8]) -> Option<u64> {
    if bytes.starts_with(CENTRAL) {
        return Some(46 + number(bytes, 28, 2) + number(bytes, 30, 2) + number(bytes, 32, 2));
    }
    match bytes.get(..4)? {
        b"PK\x06\x06" => Some(number(bytes, 4, 8).saturating_add(12)),
        b"PK\x06\x07" => Some(20),
        b"PK\x05\x05" => Some(6 + number(bytes, 4, 2)),
        _ => None,
    }
}

/// Goes to the next signature, or to the end of the stretch; says how many bytes that was.
fn seek(input: &mut Input<'_>) -> u64 {
    const SIGHT: usize = 16 << 10;
    let start = input.position();
    input.skip(1);
    loop {
        let have = input.fill(SIGHT);
        let known =
            |at: &usize| [LOCAL, CENTRAL, END].iter().any(|signature| have[*at..].starts_with(signature));
        let found = memchr::memmem::find_iter(have, b"PK").find(known);
        let (step, done) = match found {
            Some(at) => (at, true),
            None if have.len() < SIGHT => (have.len(), true),
            None => (have.len() - LOCAL.len(), false),
        };
        input.consume(step);
        if done {
            return input.position() - start;
        }
    }
}

enum Source<'m, 'i> {
    Deflated(DeflateDecoder<&'m mut Input<'i>>),
    Stored(Part<'m, 'i>),
    /// Stored, and as long as a descriptor behind it will say.
    Unmeasured(&'m mut Input<'i>),
}

/// A member's bytes, checked at their end.
struct Member<'m, 'i> {
    source: Source<'m, 'i>,
    crc: Crc,
    given: u64,
    data: u64,
    limits: Limits,
    local: &'m Local,
    finished: Rc<Cell<bool>>,
}

impl Member<'_, '_> {
    /// Reads the descriptor, if one follows, and compares.
    fn finish(&mut self) -> io::Result<usize> {
        let archive: &mut Input<'_> = match &mut self.source {
            Source::Deflated(decoder) => decoder.get_mut(),
            Source::Stored(part) => part.archive(),
            Source::Unmeasured(archive) => archive,
        };
        let taken = archive.position() - self.data;
        let stated = match self.local.described {
            false => Some(self.local.crc),
            true => descriptor(archive, taken, self.given),
        };
        let early = self.local.stored.is_some_and(|stored| taken < stored);
        self.finished.set(!early && stated.is_some());
        if stated.is_none() && archive.at_end() {
            let reason = Reason::Truncated { expected: None, found: self.given };
            return Err(Gap { reason, whole: false, last: true, since: 0 }.into_error());
        }
        if stated.is_some_and(|crc| crc != self.crc.sum()) {
            let error = "zip: the member's checksum is wrong".to_owned();
            let reason = Reason::BadCompression { error };
            return Err(Gap { reason, whole: false, last: true, since: 0 }.into_error());
        }
        Ok(0)
    }
}

/// The CRC that a data descriptor states, and goes behind it; `None` where none fits the sizes.
fn descriptor(archive: &mut Input<'_>, stored: u64, length: u64) -> Option<u32> {
    let have = archive.fill(24);
    let signed = if have.starts_with(DESCRIPTOR) { 4 } else { 0 };
    let crc = number(have, signed, 4) as u32;
    let small = number(have, signed + 4, 4) == stored & 0xFFFF_FFFF
        && number(have, signed + 8, 4) == length & 0xFFFF_FFFF;
    let large = number(have, signed + 4, 8) == stored && number(have, signed + 12, 8) == length;
    // An empty member fits both; the next signature tells.
    let length = if large && !(small && have.get(signed + 12..).is_some_and(|next| next.starts_with(b"PK"))) {
        signed + 20
    } else if small {
        signed + 12
    } else {
        return None;
    };
    (have.len() >= length).then(|| {
        archive.consume(length);
        crc
    })
}

impl Read for Member<'_, '_> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        if out.is_empty() || self.finished.get() {
            return Ok(0);
        }
        let read = match &mut self.source {
            Source::Deflated(decoder) => decoder.read(out),
            Source::Stored(part) => part.read(out),
            Source::Unmeasured(archive) => unmeasured(archive, self.given, &self.crc, out),
        };
        let n = match read {
            Ok(0) => return self.finish(),
            Ok(n) => n,
            Err(error) => {
                let gap = Gap::passed(error).unwrap_or_else(|error| {
                    let reason = if error.kind() == io::ErrorKind::UnexpectedEof {
                        Reason::Truncated { expected: None, found: self.given }
                    } else {
                        Reason::BadCompression { error: format!("zip: {error}") }
                    };
                    Gap { reason, whole: false, last: true, since: 0 }
                });
                return Err(Gap { whole: false, last: true, since: 0, ..gap }.into_error());
            }
        };
        self.crc.update(&out[..n]);
        self.given += n as u64;
        let position = match &self.source {
            Source::Deflated(decoder) => decoder.get_ref().position(),
            Source::Stored(_) | Source::Unmeasured(_) => self.data + self.given,
        };
        if let Err(reason) = self.limits.allow(n, self.given, position - self.data) {
            return Err(Gap { reason, whole: false, last: true, since: 0 }.into_error());
        }
        Ok(n)
    }
}

/// Stored bytes up to a descriptor that fits them.
fn unmeasured(archive: &mut Input<'_>, given: u64, crc: &Crc, out: &mut [u8]) -> io::Result<usize> {
    let have = archive.fill(out.len().clamp(64, 16 << 10));
    if have.starts_with(DESCRIPTOR) {
        let fits = number(have, 4, 4) == u64::from(crc.sum()) && number(have, 8, 4) == given & 0xFFFF_FFFF;
        if fits {
            return Ok(0);
        }
    }
    let next = memchr::memmem::find(have.get(1..).unwrap_or_default(), DESCRIPTOR).map(|i| i + 1);
    // A signature may straddle the edge, unless nothing follows.
    let most = next.unwrap_or_else(|| if have.len() < 64 { have.len() } else { have.len() - 3 });
    let n = most.min(out.len());
    if n == 0 {
        return match archive.take_gap() {
            Some(gap) => Err(gap.into_error()),
            None => Ok(0),
        };
    }
    out[..n].copy_from_slice(&have[..n]);
    archive.consume(n);
    Ok(n)
}
