//! Plain-text exports of Factiva: documents whose fields each start with a code of two or three capitals.
//!
//! `HD` headline, `BY` byline, `PD` date, `SN` publication, `LP` and `TD` the text, `AN` the accession number (`Document
//! …`), which closes the document. A record is the text from `LP` to the end of `TD`, the codes in it blanked, so that
//! every byte keeps its place; the other fields go into what is declared of it.

use super::desk::{Desk, Place};
use super::sections::{self, Border};
use super::sniff::Head;
use super::{Format, Input};
use crate::model::{Declared, Field, Record};

pub(super) const FORMAT: Format = Format { name: "factiva", wraps: false, recognises, read };

/// Every code that starts a field.
const CODES: &[&str] = &[
    "SE", "HD", "CR", "WC", "PD", "ET", "SN", "SC", "ED", "PG", "LA", "CY", "LP", "TD", "CT", "RF", "CO",
    "IN", "NS", "RE", "IPC", "IPD", "PUB", "AN", "BY", "CLM", "ART", "VOL", "DE", "RST",
];

fn recognises(head: &Head<'_>) -> bool {
    let codes: Vec<&str> =
        head.bytes.split(|byte| *byte == b'\n').filter_map(|line| Some(coded(line)?.0)).collect();
    ["HD", "PD"].iter().all(|code| codes.contains(code))
        && ["LP", "TD"].iter().any(|code| codes.contains(code))
        && ["WC", "SN", "SC", "AN"].iter().any(|code| codes.contains(code))
}

fn read(desk: &mut Desk<'_>, input: Input<'_>, place: &Place) {
    let border = |line: &[u8]| {
        let value = coded(line).filter(|(code, _)| *code == "AN").map_or(line, |(_, value)| value);
        is_accession(value.trim_ascii()).then_some(Border::Ends)
    };
    sections::read(desk, input, place, b'\n', &border, &document);
}

/// `Document XINHUA0020240506ek56000x1`.
fn is_accession(line: &[u8]) -> bool {
    line.strip_prefix(b"Document ").is_some_and(|name| {
        (16..=40).contains(&name.len())
            && name.iter().all(u8::is_ascii_alphanumeric)
            && name.iter().take(2).all(u8::is_ascii_uppercase)
            && name.iter().filter(|byte| byte.is_ascii_digit()).count() >= 8
    })
}

/// The code that `line` starts with, and what follows: nothing, or something behind a tab or two spaces (after two
/// letters and one space, a sentence may just begin).
fn coded(line: &[u8]) -> Option<(&'static str, &[u8])> {
    let line = super::separators::without_end(line);
    CODES.iter().find_map(|code| {
        let rest = line.strip_prefix(code.as_bytes())?;
        let ends = rest.trim_ascii().is_empty() || rest.starts_with(b"\t") || rest.starts_with(b"  ");
        ends.then(|| (*code, rest.trim_ascii()))
    })
}

/// The record of one document.
fn document(place: &Place, offset: u64, bytes: &[u8]) -> Option<Record> {
    if bytes.trim_ascii().is_empty() {
        return None;
    }
    let mut fields: Vec<(&str, String)> = Vec::new();
    let mut text: Option<(usize, usize)> = None;
    let mut codes_in_text: Vec<(usize, usize)> = Vec::new();
    let (mut at, mut in_text) = (0, false);
    for line in bytes.split_inclusive(|byte| *byte == b'\n') {
        if let Some((code, value)) = coded(line) {
            in_text = matches!(code, "LP" | "TD");
            if in_text {
                codes_in_text.push((at, at + code.len()));
            } else {
                fields.push((code, String::from_utf8_lossy(value).into_owned()));
            }
        } else if !in_text && let Some((_, value)) = fields.last_mut() {
            let more = String::from_utf8_lossy(line);
            if !more.trim().is_empty() && value.len() < 10_000 {
                value.push(' ');
                value.push_str(more.trim());
            }
        }
        if in_text {
            let start = text.map_or(at, |(start, _)| start);
            text = Some((start, at + line.len()));
        }
        at += line.len();
    }
    let Some((start, end)) = text else {
        // No text field: all of it, so that nothing is lost.
        let lead = bytes.len() - bytes.trim_ascii_start().len();
        let bytes = bytes.trim_ascii();
        return Some(Record::new(place.at(offset + lead as u64, bytes.len() as u64), bytes.to_vec()));
    };
    let mut body = bytes[start..end].to_vec();
    for (from, to) in codes_in_text {
        if let Some(code) = body.get_mut(from - start..to - start) {
            code.fill(b' ');
        }
    }
    let lead = body.len() - body.trim_ascii_start().len();
    let body = body.trim_ascii().to_vec();
    if body.is_empty() {
        return None;
    }
    let mut declared = Declared::default();
    let mut name = String::new();
    for (code, value) in fields {
        let value = value.trim();
        match code {
            "HD" => declared.say(Field::Title, value),
            "BY" | "AU" => declared.say(Field::Byline, value),
            "PD" => declared.say(Field::DatePublished, value),
            "SN" => declared.say(Field::Site, value),
            "SE" | "CLM" => declared.say(Field::Section, value),
            "LA" => declared.say(Field::Language, value),
            "AN" => name = value.strip_prefix("Document ").unwrap_or(value).to_owned(),
            _ => {}
        }
    }
    let origin = place.at(offset + (start + lead) as u64, body.len() as u64).named(name);
    Some(Record::new(origin, body).declaring(declared))
}
