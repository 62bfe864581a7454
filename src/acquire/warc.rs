//! WARC 1.0 and 1.1 (ISO 28500): the response, resource and conversion records of a web archive.
//!
//! Requests, metadata, warcinfo, revisits, continuations and DNS answers are no reports and are passed by without a
//! word; everything else is a record or a rejection. The reader is our own so that it can go on behind any damage: it
//! believes a `Content-Length` only if the next record (or the end) stands where the length says, and otherwise looks
//! for the next line that starts `WARC/1.`. The decision record 0002 says more.

use super::desk::{Desk, Place};
use super::sniff::Head;
use super::{Format, Input, http};
use crate::model::{Markup, Reason, Record};

pub(super) const FORMAT: Format = Format { name: "warc", wraps: false, recognises, read };

/// Bytes a record's header may have.
const MAX_HEADER: usize = 64 << 10;
/// Bytes looked at behind a block to see whether it ended where its length says.
const BEHIND: usize = 16;

fn recognises(head: &Head<'_>) -> bool {
    starts_record(head.unmarked().trim_ascii_start())
}

fn read(desk: &mut Desk<'_>, mut input: Input<'_>, place: &Place) {
    let mut reader = Reader { desk, input: &mut input, place };
    // Behind a gap or a broken record, what belongs to no record is part of the damage that was reported.
    let mut excused = false;
    while !reader.desk.stopped() {
        reader.skip_padding();
        if let Some(gap) = reader.input.take_gap() {
            let origin = place.at(reader.input.position(), 0);
            reader.desk.turn_away(origin, gap.reason);
            excused = true;
        } else if reader.input.at_end() {
            break;
        } else if may_start_record(reader.input.fill(BEHIND)) {
            excused = !reader.record();
        } else {
            let (start, length) = (reader.input.position(), reader.seek_record(0));
            if !excused {
                reader.refuse(start, length, "bytes that belong to no record".to_owned());
            }
            excused = false;
        }
    }
}

/// What a record's header says, as far as it is of use.
#[derive(Debug, Default)]
struct Header {
    kind: String,
    length: Option<u64>,
    length_as_written: String,
    content_type: String,
    url: String,
    date: String,
    id: String,
    digest: String,
    segmented: bool,
}

struct Reader<'r, 'd, 'i> {
    desk: &'r mut Desk<'d>,
    input: &'r mut Input<'i>,
    place: &'r Place,
}

impl Reader<'_, '_, '_> {
    /// Reads the record that starts here. `false` if it was broken, so that what follows may be its remains.
    fn record(&mut self) -> bool {
        let start = self.input.position();
        let Some(header_length) = self.find_header_end() else {
            return self.headless(start);
        };
        let header = Header::parse(&self.input.seen()[..header_length]);
        let Some(length) = header.length else {
            // The blank line that ended the header may have been the one behind the block, which the next record follows.
            let total = self.seek_record(header_length - 1);
            let error = format!("Content-Length is `{}`", header.length_as_written);
            self.refuse(start, total, error);
            return false;
        };
        let limit = self.desk.record_limit();
        match usize::try_from(length) {
            Ok(length) if length <= limit => self.sized(start, header_length, length, &header),
            _ => self.oversize(start, header_length, length, &header),
        }
    }

    /// A record whose block can be held.
    fn sized(&mut self, start: u64, header_length: usize, length: usize, header: &Header) -> bool {
        let total = header_length + length;
        let have = self.input.fill(total + BEHIND);
        let whole = have.len() >= total;
        let behind = have.get(total..).unwrap_or_default();
        if whole && ends_well(behind) {
            // What lies between the block and the next record, and whether damage does.
            let ends = behind.iter().take_while(|byte| b"\r\n".contains(byte)).count();
            let followed = behind.get(ends..).is_some_and(starts_record);
            if !followed && self.torn_behind(total) {
                // The compressed member that held the record failed its check.
                return self.lost_to_gap(start);
            }
            self.payload(start, header_length, total, header);
            self.input.consume(total);
            return true;
        }
        // The blank line that ended the header may have been the one behind the block.
        if let Some(next) = next_record(have, header_length - 1) {
            let error =
                format!("Content-Length is {length}, but a record starts after {}", next - header_length);
            self.refuse(start, next as u64, error);
            self.input.consume(next);
            return false;
        }
        if whole {
            let total = self.seek_record(total);
            self.refuse(
                start,
                total,
                format!("Content-Length is {length}, but the block does not end there"),
            );
            return false;
        }
        if self.input.gap_ahead().is_some() {
            return self.lost_to_gap(start);
        }
        let found = self.input.seen().len();
        self.input.consume(found);
        let reason = Reason::Truncated { expected: Some(total as u64), found: found as u64 };
        self.desk.turn_away(self.place.at(start, found as u64), reason);
        false
    }

    /// Whether the stretch is torn behind `total` bytes, before another record begins, and by damage to the member that
    /// those bytes came from.
    fn torn_behind(&mut self, total: usize) -> bool {
        let have = self.input.fill(total + MAX_HEADER);
        let another = next_record(have, total).is_some();
        let end = self.input.position() + total as u64;
        !another && self.input.gap_ahead().is_some_and(|gap| !gap.whole && gap.since < end)
    }

    /// A record over the limit. Its block is let go as it comes; a record that starts within ends it, since lengths
    /// beyond the limit are more often wrong than right.
    fn oversize(&mut self, start: u64, header_length: usize, length: u64, header: &Header) -> bool {
        let total = (header_length as u64).saturating_add(length);
        self.input.consume(header_length);
        let mut left = length;
        while left > 0 {
            let have = self.input.fill(MAX_HEADER);
            let block = &have[..have.len().min(usize::try_from(left).unwrap_or(usize::MAX))];
            if let Some(next) = next_record(block, 0) {
                self.input.consume(next);
                break;
            }
            // A record's start may straddle the edge.
            let kept = if have.len() < MAX_HEADER { 0 } else { BEHIND.min(block.len() / 2) };
            let step = block.len() - kept;
            if step == 0 {
                break;
            }
            self.input.consume(step);
            left -= step as u64;
        }
        let found = self.input.position() - start;
        let at_gap = self.input.take_gap();
        let origin = header.origin(self.place.at(start, found));
        match at_gap {
            Some(gap) => self.desk.turn_away(origin, gap.reason),
            None if found < total && self.input.at_end() => {
                let reason = Reason::Truncated { expected: Some(total), found };
                self.desk.turn_away(origin, reason);
            }
            None if header.is_report() || found < total => {
                let limit = self.desk.options.max_record_bytes;
                self.desk.turn_away(origin, Reason::TooLarge { limit });
            }
            None => {}
        }
        found == total
    }

    /// A header without an end.
    fn headless(&mut self, start: u64) -> bool {
        let seen = self.input.seen();
        let within = &seen[..seen.len().min(MAX_HEADER)];
        // A version line that is the next one's stands behind the first line end.
        let another = next_record(within, 0).is_some();
        if !another && seen.len() < MAX_HEADER {
            if self.input.gap_ahead().is_some() {
                return self.lost_to_gap(start);
            }
            let found = seen.len();
            self.input.consume(found);
            let reason = Reason::Truncated { expected: None, found: found as u64 };
            self.desk.turn_away(self.place.at(start, found as u64), reason);
            return false;
        }
        let total = self.seek_record(1);
        self.refuse(start, total, "the header has no end".to_owned());
        false
    }

    /// Gives the record away for what ended its stretch.
    fn lost_to_gap(&mut self, start: u64) -> bool {
        let length = self.input.seen().len();
        self.input.consume(length);
        if let Some(gap) = self.input.take_gap() {
            self.desk.turn_away(self.place.at(start, length as u64), gap.reason);
        }
        false
    }

    /// Makes a record of a block that has been seen whole.
    fn payload(&mut self, start: u64, header_length: usize, total: usize, header: &Header) {
        let block = &self.input.seen()[header_length..total];
        let origin = header.origin(self.place.at(start, total as u64));
        if header.kind.is_empty() {
            let reason = bad("WARC-Type is missing".to_owned());
            return self.desk.turn_away(origin, reason);
        }
        if !header.is_report() {
            const KNOWN: [&str; 5] = ["warcinfo", "request", "metadata", "revisit", "continuation"];
            if !KNOWN.contains(&header.kind.as_str()) && header.kind != "response" {
                let what = format!("a WARC record of type `{}`", header.kind);
                self.desk.turn_away(origin, Reason::Unsupported { what });
            }
            return;
        }
        if header.segmented {
            let what = "a WARC record in segments".to_owned();
            return self.desk.turn_away(origin, Reason::Unsupported { what });
        }
        let limits = super::members::Limits::of(self.desk);
        let answer = if header.kind == "response" || http::is_answer(block) {
            http::answer(block, &limits)
        } else {
            http::resource(block, &header.content_type)
        };
        match answer {
            Ok(payload) => self.desk.give(
                Record::new(origin, payload.bytes).marked(payload.markup).served_as(payload.content_type),
            ),
            Err(reason) => self.desk.turn_away(origin, reason),
        }
    }

    /// Goes to the next line that starts a record, from `from` bytes on, or to the end of the stretch; says how many
    /// bytes that was.
    fn seek_record(&mut self, from: usize) -> u64 {
        let start = self.input.position();
        self.input.consume(from);
        loop {
            let have = self.input.fill(MAX_HEADER);
            let (step, found) = match next_record(have, 0) {
                Some(next) => (next, true),
                None if have.len() < MAX_HEADER => (have.len(), true),
                None => (have.len() - BEHIND, false),
            };
            self.input.consume(step);
            if found {
                return self.input.position() - start;
            }
        }
    }

    /// The length of the header that starts here, with its blank line.
    fn find_header_end(&mut self) -> Option<usize> {
        let mut want = 2 << 10;
        loop {
            let have = self.input.fill(want);
            let window = &have[..have.len().min(MAX_HEADER)];
            match header_end(window) {
                Some(HeaderEnd::Blank(end)) => return Some(end),
                Some(HeaderEnd::Record) => return None,
                None => {}
            }
            if have.len() < want || want >= MAX_HEADER {
                return None;
            }
            want *= 4;
        }
    }

    /// Line ends, spaces and NULs between records say nothing.
    fn skip_padding(&mut self) {
        loop {
            let have = self.input.fill(1);
            let n = have.iter().take_while(|byte| b"\r\n \t\0".contains(byte)).count();
            let (all, none) = (n == have.len(), have.is_empty());
            self.input.consume(n);
            if none || !all {
                return;
            }
        }
    }

    fn refuse(&mut self, start: u64, length: u64, error: String) {
        self.desk.turn_away(self.place.at(start, length), bad(error));
    }
}

impl Header {
    fn parse(bytes: &[u8]) -> Self {
        let mut header = Self::default();
        for (name, value) in http::fields(bytes) {
            match name.to_ascii_lowercase().as_str() {
                "warc-type" => header.kind = value.to_ascii_lowercase(),
                "content-length" => {
                    let digits = !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_digit());
                    // More digits than a u64 has are still a length, and over every limit.
                    header.length = digits.then(|| value.parse().unwrap_or(u64::MAX));
                    header.length_as_written = value.chars().take(40).collect();
                }
                "content-type" => header.content_type = value,
                "warc-target-uri" => header.url = unbracketed(&value),
                "warc-date" => header.date = value,
                "warc-record-id" => header.id = unbracketed(&value),
                "warc-payload-digest" => header.digest = value,
                "warc-segment-number" => header.segmented = true,
                _ => {}
            }
        }
        header
    }

    /// Of a kind that can hold a report.
    fn is_report(&self) -> bool {
        let dns = self.url.starts_with("dns:") || self.content_type.starts_with("text/dns");
        matches!(self.kind.as_str(), "response" | "resource" | "conversion") && !dns
    }

    fn origin(&self, origin: crate::model::Origin) -> crate::model::Origin {
        origin.from_url(&self.url).fetched_at(&self.date).named(&self.id).digested(&self.digest)
    }
}

fn bad(error: String) -> Reason {
    Reason::BadFormat { format: "warc".to_owned(), error }
}

/// Early writers put addresses in `<>`, as the standard's grammar had it.
fn unbracketed(value: &str) -> String {
    value.strip_prefix('<').and_then(|value| value.strip_suffix('>')).unwrap_or(value).to_owned()
}

/// Whether `bytes` start with a version line.
fn starts_record(bytes: &[u8]) -> bool {
    matches!(bytes, [b'W', b'A', b'R', b'C', b'/', major, b'.', ..] if major.is_ascii_digit())
}

/// Whether `bytes` start with a version line, or end in the middle of one.
fn may_start_record(bytes: &[u8]) -> bool {
    starts_record(bytes) || (bytes.len() < 7 && b"WARC/".starts_with(&bytes[..bytes.len().min(5)]))
}

/// The place of the next line that starts a record, behind the first line end at or after `from`.
fn next_record(bytes: &[u8], from: usize) -> Option<usize> {
    let mut from = from;
    while let Some(i) = memchr::memmem::find(bytes.get(from..)?, b"\nWARC/") {
        let at = from + i + 1;
        if starts_record(&bytes[at..]) {
            return Some(at);
        }
        from = at;
    }
    None
}

/// Whether a block that ends before `behind` ends where a block should: before a blank line, the next record, or
/// nothing at all.
fn ends_well(behind: &[u8]) -> bool {
    let ends = behind.iter().take(4).take_while(|byte| b"\r\n".contains(byte)).count();
    let next = &behind[ends..];
    may_start_record(next) || behind.starts_with(b"\r\n\r\n") || behind.starts_with(b"\n\n")
}

/// What ends a header.
enum HeaderEnd {
    /// A blank line, which ends so many bytes from its start.
    Blank(usize),
    /// The next record, before any blank line.
    Record,
}

/// The end of the header that `bytes` start with.
fn header_end(bytes: &[u8]) -> Option<HeaderEnd> {
    memchr::memchr_iter(b'\n', bytes).find_map(|i| match &bytes[i + 1..] {
        [b'\n', ..] => Some(HeaderEnd::Blank(i + 2)),
        [b'\r', b'\n', ..] => Some(HeaderEnd::Blank(i + 3)),
        next if starts_record(next) => Some(HeaderEnd::Record),
        _ => None,
    })
}

/// Plain text if that is what a header says, HTML if that, unknown otherwise.
pub(super) fn markup_of(content_type: &str) -> Markup {
    let essence = content_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    match essence.as_str() {
        "text/plain" => Markup::Text,
        "text/html" | "application/xhtml+xml" | "application/vnd.wap.xhtml+xml" => Markup::Html,
        _ => Markup::Unknown,
    }
}
