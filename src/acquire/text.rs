//! Plain text: one report a file, or several with separators between them.
//!
//! Takes whatever no other format recognises and is not binary. Splits only where [`separators`](super::separators)
//! says so; decodes nothing, so a file in UTF-16 or UTF-32 is never split.

use super::desk::{Desk, Place};
use super::sections::{self, Border};
use super::separators::{self, Separator};
use super::sniff::{self, Head};
use super::{Format, Input};
use crate::model::{Markup, Reason, Record};

pub(super) const FORMAT: Format = Format { name: "text", wraps: false, recognises, read };

fn recognises(head: &Head<'_>) -> bool {
    !head.is_binary()
}

fn read(desk: &mut Desk<'_>, mut input: Input<'_>, place: &Place) {
    let limit = desk.record_limit();
    // The decision looks at as much as one record may have, which is all of most files.
    let window = input.fill(limit.saturating_add(1));
    let separator = match sniff::is_wide(&window[..window.len().min(super::desk::HEAD)]) {
        true => None,
        false => separators::find(window, desk.separator()),
    };
    match separator {
        None => whole(desk, input, place, Markup::Unknown),
        Some(Separator::FormFeed) => {
            sections::read(desk, input, place, b'\x0C', &|_| Some(Border::Ends), &plain);
        }
        Some(Separator::Ruler(ruler)) => {
            let border = |line: &[u8]| (line.trim_ascii() == ruler).then_some(Border::Between);
            sections::read(desk, input, place, b'\n', &border, &plain);
        }
        Some(Separator::Pattern(pattern)) => {
            let border =
                |line: &[u8]| pattern.is_match(separators::without_end(line)).then_some(Border::Between);
            sections::read(desk, input, place, b'\n', &border, &plain);
        }
    }
}

/// A section as it stands, without the white space around it.
fn plain(place: &Place, offset: u64, bytes: &[u8]) -> Option<Record> {
    let bytes = bytes.strip_suffix(b"\x0C").unwrap_or(bytes);
    let lead = bytes.len() - bytes.trim_ascii_start().len();
    let bytes = bytes.trim_ascii();
    (!bytes.is_empty())
        .then(|| Record::new(place.at(offset + lead as u64, bytes.len() as u64), bytes.to_vec()))
}

/// The whole stream as one record; where it has gaps, one for each stretch that arrived whole.
pub(super) fn whole(desk: &mut Desk<'_>, mut input: Input<'_>, place: &Place, markup: Markup) {
    let limit = desk.record_limit();
    let mut nothing_yet = true;
    while !desk.stopped() && (nothing_yet || !input.at_end()) {
        let offset = input.position();
        let length = input.fill(limit.saturating_add(1)).len();
        if length > limit {
            let known = if offset == 0 { place.origin.length() } else { 0 };
            let origin = place.at(offset, known.max(length as u64));
            return desk.turn_away(origin, Reason::TooLarge { limit: desk.options.max_record_bytes });
        }
        let broken = input.gap_ahead().is_some_and(|gap| !gap.whole);
        let origin = place.at(offset, length as u64);
        if broken {
            input.consume(length);
            if let Some(gap) = input.take_gap() {
                desk.turn_away(origin, gap.reason);
            }
        } else {
            if length > 0 {
                desk.give(Record::new(origin, input.take_bytes(length)).marked(markup));
            } else if nothing_yet && input.gap_ahead().is_none() {
                desk.turn_away(origin, Reason::Empty);
            }
            if let Some(gap) = input.take_gap() {
                desk.turn_away(place.at(offset + length as u64, 0), gap.reason);
            }
        }
        nothing_yet = false;
    }
}
