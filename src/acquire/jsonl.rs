//! JSON: an object a line, or objects in an array, or one after another over many lines.
//!
//! The first lines decide. Where an object fills a line, each line is read for itself, so that a broken one costs no
//! other. Otherwise objects are told apart by their braces; a broken one then ends where the next line starts with a
//! brace.

use super::desk::{Desk, Place};
use super::fields::Names;
use super::input::{Gap, LineEnd};
use super::sections::skip_line;
use super::sniff::Head;
use super::{Format, Input, json};
use crate::model::Reason;

pub(super) const FORMAT: Format = Format { name: "jsonl", wraps: false, recognises, read };

/// Bytes looked at to tell lines from arrays.
const OPENING: usize = 64 << 10;
/// Bytes that may be looked at twice beyond twice those read, where objects never close.
const RESCAN: u64 = 1 << 20;

fn recognises(head: &Head<'_>) -> bool {
    let text = head.unmarked().trim_ascii_start();
    let text = text.strip_prefix(b"\x1E").unwrap_or(text);
    let object = |text: &[u8]| {
        text.strip_prefix(b"{").is_some_and(|rest| {
            let rest = rest.trim_ascii_start();
            rest.starts_with(b"\"") || rest.starts_with(b"}")
        })
    };
    object(text) || text.strip_prefix(b"[").is_some_and(|rest| object(rest.trim_ascii_start()))
}

fn read(desk: &mut Desk<'_>, mut input: Input<'_>, place: &Place) {
    if input.fill(3).starts_with(b"\xEF\xBB\xBF") {
        input.consume(3);
    }
    let names = Names::new(&desk.options.fields);
    if an_object_a_line(input.fill(OPENING)) {
        lines(desk, &mut input, place, &names);
    } else {
        objects(desk, &mut input, place, &names);
    }
}

/// Whether an object starts and ends on a line of its own, or the first does not end at all within sight.
fn an_object_a_line(opening: &[u8]) -> bool {
    let mut lines =
        opening.split(|byte| *byte == b'\n').map(<[u8]>::trim_ascii).filter(|line| !line.is_empty());
    let whole = |line: &[u8]| line.starts_with(b"{") && line.ends_with(b"}");
    let long = opening.len() >= OPENING && memchr::memchr(b'\n', opening).is_none();
    let array = opening.trim_ascii_start().starts_with(b"[");
    !array && (long || lines.any(whole))
}

fn lines(desk: &mut Desk<'_>, input: &mut Input<'_>, place: &Place, names: &Names) {
    let limit = desk.record_limit();
    // Behind a gap, what is left of a torn line is part of the damage.
    let mut excused = false;
    while !desk.stopped() {
        let start = input.position();
        let length = match input.line_end(b'\n', 0, limit) {
            LineEnd::At(end) => end,
            LineEnd::Stretch(length) => {
                if let Some(gap) = input.gap_ahead().filter(|gap| !gap.whole).map(|gap| gap.reason.clone()) {
                    desk.turn_away(place.at(start, length as u64), gap);
                    input.consume(length);
                    input.take_gap();
                    excused = true;
                    continue;
                }
                if length == 0 {
                    match input.take_gap() {
                        Some(gap) => desk.turn_away(place.at(start, 0), gap.reason),
                        None => break,
                    }
                    continue;
                }
                length
            }
            LineEnd::TooLong => {
                skip_line(input, b'\n');
                let origin = place.at(start, input.position() - start);
                desk.turn_away(origin, Reason::TooLarge { limit: desk.options.max_record_bytes });
                continue;
            }
        };
        let line = &input.seen()[..length];
        let lead = line.len() - line.trim_ascii_start().len();
        let line = line.trim_ascii();
        let line = line.strip_prefix(b"\x1E").unwrap_or(line);
        if !line.is_empty() {
            let origin = place.at(start + lead as u64, line.len() as u64);
            match json::record(line, names, origin) {
                Ok(record) => desk.give(record),
                Err(rejection) if excused && rejection.reason().code() == "bad-format" => {}
                Err(rejection) => desk.refuse(rejection),
            }
            excused = false;
        }
        input.consume(length);
    }
}

fn objects(desk: &mut Desk<'_>, input: &mut Input<'_>, place: &Place, names: &Names) {
    let limit = desk.record_limit();
    let mut rescanned = 0;
    while !desk.stopped() {
        input.skip_all(BETWEEN);
        let start = input.position();
        if let Some(gap) = input.take_gap() {
            desk.turn_away(place.at(start, 0), gap.reason);
            continue;
        }
        if input.at_end() {
            break;
        }
        if !input.fill(1).starts_with(b"{") {
            let length = skip_to_brace(input);
            let error = "something else than an object".to_owned();
            desk.turn_away(place.at(start, length), Reason::BadFormat { format: "json".to_owned(), error });
            continue;
        }
        match object_end(input, limit) {
            End::At(length) => {
                let bytes = &input.seen()[..length];
                match json::record(bytes, names, place.at(start, length as u64)) {
                    Ok(record) => {
                        desk.give(record);
                        input.consume(length);
                    }
                    Err(rejection) if rejection.reason().code() != "bad-format" => {
                        desk.refuse(rejection);
                        input.consume(length);
                    }
                    Err(rejection) => {
                        let next = next_line_with_brace(bytes).unwrap_or(length);
                        let origin = place.at(start, next as u64);
                        let reason = rejection.reason().clone();
                        desk.turn_away(origin, reason);
                        rescanned += (length - next) as u64;
                        input.consume(if rescanned > RESCAN + 2 * start { length } else { next });
                    }
                }
            }
            End::Over => {
                let reason = Reason::TooLarge { limit: desk.options.max_record_bytes };
                let held = input.seen().len();
                let next = next_line_with_brace(input.seen()).filter(|_| rescanned <= RESCAN + 2 * start);
                rescanned += (held - next.unwrap_or(held)) as u64;
                input.consume(next.unwrap_or(held));
                if next.is_none() {
                    skip_to_line_with_brace(input);
                }
                desk.turn_away(place.at(start, input.position() - start), reason);
            }
            End::Stretch(length) => {
                let next =
                    next_line_with_brace(&input.seen()[..length]).filter(|_| rescanned <= RESCAN + 2 * start);
                let reason = match (next, input.gap_ahead()) {
                    (None, Some(Gap { reason, .. })) => reason.clone(),
                    (None, None) => Reason::Truncated { expected: None, found: length as u64 },
                    (Some(_), _) => {
                        let error = "the object is never closed".to_owned();
                        Reason::BadFormat { format: "json".to_owned(), error }
                    }
                };
                let lost = next.unwrap_or(length);
                rescanned += (length - lost) as u64;
                desk.turn_away(place.at(start, lost as u64), reason);
                input.consume(lost);
                if next.is_none() {
                    input.take_gap();
                }
            }
        }
    }
}

/// Where the object that starts here ends.
enum End {
    /// Behind so many bytes.
    At(usize),
    /// Beyond the limit.
    Over,
    /// Not before the stretch does, which is so long.
    Stretch(usize),
}

fn object_end(input: &mut Input<'_>, limit: usize) -> End {
    let (mut at, mut depth, mut in_string) = (0, 0_u64, false);
    loop {
        let seen = input.seen();
        while let Some(byte) = seen.get(at) {
            match byte {
                b'"' => in_string = !in_string,
                b'\\' if in_string => at += 1,
                b'{' | b'[' if !in_string => depth += 1,
                b'}' | b']' if !in_string => {
                    depth = depth.saturating_sub(1);
                    if depth == 0 {
                        return End::At(at + 1);
                    }
                }
                _ => {}
            }
            at += 1;
        }
        let had = seen.len();
        if had > limit {
            return End::Over;
        }
        if input.fill(had.max(at) + 1).len() == had {
            return End::Stretch(had);
        }
    }
}

/// Brackets, commas and white space between objects.
const BETWEEN: &[u8] = b" \t\r\n,[]\x1E\0";

fn skip_to_brace(input: &mut Input<'_>) -> u64 {
    let start = input.position();
    loop {
        let have = input.fill(1);
        let (n, found) = match memchr::memchr(b'{', have) {
            Some(i) => (i, true),
            None => (have.len(), have.is_empty()),
        };
        input.consume(n);
        if found {
            return input.position() - start;
        }
    }
}

fn skip_to_line_with_brace(input: &mut Input<'_>) {
    loop {
        skip_line(input, b'\n');
        let have = input.fill(1);
        if have.is_empty() || have.starts_with(b"{") {
            return;
        }
    }
}

fn next_line_with_brace(bytes: &[u8]) -> Option<usize> {
    memchr::memmem::find(bytes.get(1..)?, b"\n{").map(|i| i + 2)
}
