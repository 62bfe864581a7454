//! Cuts a stream into sections at border lines, holding one section at a time.

use super::Input;
use super::desk::{Desk, Place};
use super::input::LineEnd;
use crate::model::{Reason, Record};

/// What a border line has to do with the sections beside it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Border {
    /// It is the first line of the next one.
    Starts,
    /// It is the last line of the one before.
    Ends,
    /// It belongs to neither.
    Between,
}

/// What a line, with its end, is to the sections around it; `None` for a line within one.
pub(super) type Judge<'f> = dyn Fn(&[u8]) -> Option<Border> + 'f;
/// The record of a section (its place, first byte, bytes), `None` where there is no report in it.
pub(super) type Make<'f> = dyn Fn(&Place, u64, &[u8]) -> Option<Record> + 'f;

/// Reads every section of `input`. One over the record limit is turned away as `too-large`, one with a gap in it for
/// the gap's reason; the next goes on.
pub(super) fn read(
    desk: &mut Desk<'_>,
    mut input: Input<'_>,
    place: &Place,
    terminator: u8,
    border: &Judge<'_>,
    make: &Make<'_>,
) {
    let limit = desk.record_limit();
    // Bytes of the section at hand, all of them still to be taken from `input`.
    let mut held = 0;
    // A section over the limit: where it began. Its bytes are let go as they come.
    let mut oversize: Option<u64> = None;
    let mut any = false;
    while !desk.stopped() {
        let end = match input.line_end(terminator, held, limit) {
            LineEnd::At(end) => end,
            LineEnd::TooLong => {
                let start = *oversize.get_or_insert(input.position());
                if held > 0 {
                    // The line that passes the limit may be a border: let go what stands before it and look again.
                    input.consume(held);
                    held = 0;
                } else {
                    skip_line(&mut input, terminator);
                    if terminator != b'\n' {
                        oversize = None;
                        too_large(desk, place, start, input.position());
                    }
                }
                continue;
            }
            LineEnd::Stretch(length) => {
                any |= length > 0;
                let gap = input.gap_ahead().cloned();
                let offset = input.position();
                let inside = match border(&input.seen()[held..length]) {
                    Some(Border::Between) => held,
                    Some(Border::Starts | Border::Ends) | None => length,
                };
                match (&gap, oversize.take()) {
                    (_, Some(start)) => too_large(desk, place, start, offset + inside as u64),
                    (Some(gap), None) if !gap.whole => {
                        desk.turn_away(place.at(offset, length as u64), gap.reason.clone());
                    }
                    _ => emit(desk, &mut input, place, inside, make),
                }
                let left = input.seen().len();
                input.consume(left);
                held = 0;
                match input.take_gap() {
                    Some(gap) if gap.whole => desk.turn_away(place.at(input.position(), 0), gap.reason),
                    Some(_) => {}
                    None => break,
                }
                continue;
            }
        };
        any = true;
        let Some(border) = border(&input.seen()[held..end]) else {
            held = end;
            if oversize.is_some() {
                input.consume(held);
                held = 0;
            }
            continue;
        };
        let inside = if border == Border::Ends { end } else { held };
        match oversize.take() {
            Some(start) => {
                input.consume(inside);
                let behind = input.position();
                too_large(desk, place, start, behind);
            }
            None => emit(desk, &mut input, place, inside, make),
        }
        let border_line = end - inside;
        held = match border {
            Border::Starts => border_line,
            Border::Ends | Border::Between => {
                input.consume(border_line);
                0
            }
        };
    }
    if !any && input.position() == 0 {
        desk.turn_away(place.at(0, 0), Reason::Empty);
    }
}

fn emit(desk: &mut Desk<'_>, input: &mut Input<'_>, place: &Place, length: usize, make: &Make<'_>) {
    if let Some(record) = make(place, input.position(), &input.seen()[..length]) {
        desk.give(record);
    }
    input.consume(length);
}

fn too_large(desk: &mut Desk<'_>, place: &Place, start: u64, end: u64) {
    let limit = desk.options.max_record_bytes;
    desk.turn_away(place.at(start, end - start), Reason::TooLarge { limit });
}

/// Goes behind the next line end, or to the end of the stretch.
pub(super) fn skip_line(input: &mut Input<'_>, terminator: u8) {
    loop {
        let seen = input.fill(1);
        let (n, found) = match memchr::memchr(terminator, seen) {
            Some(i) => (i + 1, true),
            None => (seen.len(), false),
        };
        if n == 0 {
            return;
        }
        input.consume(n);
        if found {
            return;
        }
    }
}
