//! Decides what bytes ARE, whatever their labels say.
//!
//! Takes bytes and the HTTP `Content-Type`, gives an encoding for each stretch of them, and every witness heard. Order of
//! certainty: a byte-order mark, validity as UTF-8, the NULs of UTF-16, and for the rest the likelihood of the letters
//! under each encoding, in which a label counts for some letters' worth of evidence and no more.

use std::ops::Range;

use encoding_rs::{Encoding as Web, GB18030, GBK, UTF_8, WINDOWS_1252};

use crate::model::{EncodingSource, Witness};

use super::encoding::Encoding;
use super::letters::{self, Cost, Pairs};
use super::pieces::{Piece, Spelling, cost_as_utf8, pieces};
use super::{ideographs, sample, sniff, stateful, unicode};

/// What was decided, and on whose word.
#[derive(Debug)]
pub(crate) struct Verdict {
    pub(crate) encoding: Encoding,
    pub(crate) source: EncodingSource,
    pub(crate) witnesses: Vec<Witness>,
    /// Bytes of the mark in front.
    pub(crate) mark: usize,
    /// The whole record behind the mark, stretch by stretch.
    pub(crate) stretches: Vec<(Range<usize>, Encoding)>,
}

impl Verdict {
    /// Whether bytes that are valid UTF-8 are to be read as just that.
    pub(crate) fn is_utf8(&self) -> bool {
        matches!(self.encoding, Encoding::Ascii) || self.encoding == Encoding::Web(UTF_8)
    }
}

/// What a label weighs against the letters: one that nobody writes by default, one that servers add unasked.
const LABEL: Cost = 96;
const DEFAULT_LABEL: Cost = 16;

/// The verdict on `bytes`; `None` where they are no text. `is_utf8` says whether they are valid UTF-8.
pub(crate) fn decide(bytes: &[u8], is_utf8: bool, content_type: &str) -> Option<Verdict> {
    if let Some((encoding, mark)) = mark_of(bytes) {
        let witness = Witness {
            by: "bom".into(),
            says: encoding.name(),
            because: format!("{mark} bytes of byte-order mark"),
        };
        let rest = mark..bytes.len();
        let mut verdict = Verdict {
            encoding,
            source: EncodingSource::Bom,
            witnesses: vec![witness],
            mark,
            stretches: vec![(rest.clone(), encoding)],
        };
        if encoding == Encoding::Web(UTF_8) && !is_utf8 {
            mixed(bytes, mark, &Labels::default(), &mut verdict);
        }
        return Some(verdict);
    }
    let labels = Labels::of(bytes, content_type);
    let certain = |encoding: Encoding, by: &str, because: &str| {
        let mut witnesses = vec![Witness { by: by.into(), says: encoding.name(), because: because.into() }];
        witnesses.extend(labels.witnesses());
        Verdict {
            encoding,
            source: labels.source_of(encoding),
            witnesses,
            mark: 0,
            stretches: vec![(0..bytes.len(), encoding)],
        }
    };
    let has_nul = memchr::memchr(0, bytes).is_some();
    if is_utf8 && !has_nul {
        return Some(match first_high(bytes) {
            Some(_) => certain(Encoding::Web(UTF_8), "utf8", "valid UTF-8 with bytes above ASCII"),
            None => match stateful::switches_of(bytes) {
                Some(encoding) => certain(encoding, "escapes", "ASCII that switches character sets"),
                None => certain(Encoding::Ascii, "ascii", "no byte above 127"),
            },
        });
    }
    let sample = bytes.get(..bytes.len().min(8192)).unwrap_or(bytes);
    if has_nul || unicode::n_controls(sample) * 100 > sample.len() {
        if let Some(encoding) = unicode::wide(bytes) {
            return Some(certain(encoding, "utf16", "units keep to few blocks in this byte order"));
        }
        if unicode::is_binary(bytes) {
            return None;
        }
        if is_utf8 {
            return Some(certain(Encoding::Web(UTF_8), "utf8", "valid UTF-8"));
        }
    }
    let mut verdict = certain(Encoding::Web(UTF_8), "utf8", "");
    verdict.witnesses.remove(0);
    mixed(bytes, 0, &labels, &mut verdict);
    Some(verdict)
}

/// The mark that `bytes` begin with; UTF-32's little-endian one begins as UTF-16's does.
fn mark_of(bytes: &[u8]) -> Option<(Encoding, usize)> {
    if bytes.starts_with(b"\xFF\xFE\0\0") && bytes.len().is_multiple_of(4) {
        return Some((Encoding::Utf32 { big_endian: false }, 4));
    }
    if bytes.starts_with(b"\0\0\xFE\xFF") {
        return Some((Encoding::Utf32 { big_endian: true }, 4));
    }
    Web::for_bom(bytes).map(|(web, length)| (Encoding::Web(web), length))
}

/// Where the first byte above ASCII stands.
fn first_high(bytes: &[u8]) -> Option<usize> {
    let ascii = Web::ascii_valid_up_to(bytes);
    (ascii < bytes.len()).then_some(ascii)
}

/// Bytes that are no valid UTF-8 from `start` on: one legacy encoding, or UTF-8 with faults, or both by turns.
fn mixed(bytes: &[u8], start: usize, labels: &Labels, verdict: &mut Verdict) {
    let pieces = pieces(bytes, start);
    let good: usize = pieces.iter().map(|piece| piece.good).sum();
    let bad: usize = pieces.iter().map(|piece| piece.bad).sum();
    let is_bom = verdict.source == EncodingSource::Bom;
    let is_utf8 = is_bom || (good > bad && !is_utf8_by_chance(bytes, &pieces, (good, bad), labels));
    let is_foreign = |piece: &Piece, base: Option<Encoding>| {
        if is_utf8 {
            // A stray byte in UTF-8 is a fault; a passage without any UTF-8 is in another encoding.
            piece.spelling == Spelling::Broken && piece.bad > piece.good
        } else {
            let is_single = matches!(base, Some(Encoding::Web(web)) if web.is_single_byte());
            piece.spelling == Spelling::Utf8 && piece.is_surely_utf8(is_single)
        }
    };
    let legacy: Vec<&[u8]> = pieces
        .iter()
        .filter(|piece| piece.spelling != Spelling::Ascii && is_foreign(piece, None) == is_utf8)
        .filter_map(|piece| bytes.get(piece.range.clone()))
        .collect();
    let n_foreign_bytes: usize =
        pieces.iter().filter(|piece| is_foreign(piece, None)).map(|piece| piece.bad).sum();
    let found = (!is_utf8 || n_foreign_bytes > 1).then(|| legacy_encoding(&legacy, labels));
    let (base, foreign) = match found {
        Some(found) if is_utf8 => {
            verdict.witnesses.insert(0, utf8_witness(good, bad));
            verdict.witnesses.extend(found.witnesses);
            (Encoding::Web(UTF_8), Some(found.encoding))
        }
        Some(found) => {
            verdict.source = labels.source_of(found.encoding);
            let heard = std::mem::take(&mut verdict.witnesses);
            verdict.witnesses = found.witnesses;
            verdict.witnesses.extend(heard);
            verdict.witnesses.push(utf8_witness(good, bad));
            (found.encoding, Some(Encoding::Web(UTF_8)))
        }
        None => {
            verdict.witnesses.insert(0, utf8_witness(good, bad));
            (Encoding::Web(UTF_8), None)
        }
    };
    verdict.encoding = base;
    verdict.stretches.clear();
    for piece in &pieces {
        let encoding = match foreign {
            Some(foreign) if is_foreign(piece, Some(base)) => foreign,
            _ => base,
        };
        match verdict.stretches.last_mut() {
            Some((range, last)) if *last == encoding => range.end = piece.range.end,
            _ => verdict.stretches.push((piece.range.clone(), encoding)),
        }
    }
}

/// Whether the valid sequences among so many faults are two letters each of an alphabet, as Thai has many.
fn is_utf8_by_chance(bytes: &[u8], pieces: &[Piece], (good, bad): (usize, usize), labels: &Labels) -> bool {
    // A fault in thirty bytes is no other encoding; a line that is whole UTF-8 is no chance.
    let is_certain = |piece: &Piece| piece.spelling == Spelling::Utf8 && piece.is_surely_utf8(false);
    if bad < 2 || bad * 30 < good || pieces.iter().any(is_certain) {
        return false;
    }
    let broken: Vec<&[u8]> = pieces
        .iter()
        .filter(|piece| piece.spelling != Spelling::Ascii)
        .filter_map(|piece| bytes.get(piece.range.clone()))
        .collect();
    let windows = sample::windows(&broken, 4096);
    let found = weigh(&windows, &sample::present(&broken), labels).0;
    found.cost < windows.iter().map(|window| cost_as_utf8(window)).fold(0, Cost::saturating_add)
}

fn utf8_witness(good: usize, bad: usize) -> Witness {
    Witness {
        by: "utf8".into(),
        says: if good > bad { "utf-8".into() } else { String::new() },
        because: format!("{good} bytes of valid sequences, {bad} bytes that fit none"),
    }
}

struct Found {
    encoding: Encoding,
    cost: Cost,
    witnesses: Vec<Witness>,
}

/// The likeliest legacy encoding of some passages.
fn legacy_encoding(passages: &[&[u8]], labels: &Labels) -> Found {
    let present = sample::present(passages);
    // A small sample decides where it is clear; where two readings are close, more bytes are asked.
    let mut found = weigh(&sample::windows(passages, 4096), &present, labels);
    if found.1 < 160 && passages.iter().map(|passage| passage.len()).sum::<usize>() > 4096 {
        found = weigh(&sample::windows(passages, 65_536), &present, labels);
    }
    found.0
}

/// The likeliest encoding of `windows`, and its lead on the next.
fn weigh(windows: &[&[u8]], present: &[bool; 256], labels: &Labels) -> (Found, Cost) {
    let pairs = Pairs::of(windows);
    let single = letters::judge(&pairs, |encoding| labels.favour(encoding));
    let mut rivals: Vec<(Cost, Encoding, String)> = single
        .iter()
        .map(|judged| {
            let because = format!(
                "reads as {} at {:.2} a letter",
                judged.reading.language,
                per(judged.cost, pairs.n_pairs)
            );
            (judged.cost, judged.reading.encoding, because)
        })
        .take(4)
        .collect();
    for judged in ideographs::judge(windows) {
        let encoding = Encoding::Web(if judged.web == GB18030 { GBK } else { judged.web });
        let among = pairs.among_latin();
        let cost = judged.cost.saturating_add(among).saturating_sub(labels.favour(encoding));
        let because = format!(
            "reads as {} at {:.2} a character, {} sequences spell nothing",
            judged.language,
            per(judged.cost, judged.n_characters),
            judged.n_bad
        );
        rivals.push((cost, encoding, because));
    }
    rivals.sort_by_key(|(cost, _, _)| *cost);
    // Encodings that read these very bytes alike are no rivals.
    let best = rivals.first().map(|(cost, encoding, _)| (*cost, *encoding));
    let lead = best.map_or(Cost::MAX, |(least, best)| {
        let rival =
            rivals.iter().find(|(_, rival, _)| *rival != best && !letters::read_alike(present, best, *rival));
        rival.map_or(Cost::MAX, |(cost, _, _)| cost - least)
    });
    let encoding = rivals.first().map_or(Encoding::Web(WINDOWS_1252), |(_, encoding, _)| *encoding);
    let by = |encoding: &Encoding| match encoding {
        Encoding::Web(web) if !web.is_single_byte() => "ideographs",
        _ => "letters",
    };
    let witnesses = rivals
        .into_iter()
        .take(2)
        .map(|(_, encoding, because)| Witness { by: by(&encoding).into(), says: encoding.name(), because })
        .collect();
    (Found { encoding, cost: best.map_or(Cost::MAX, |(cost, _)| cost), witnesses }, lead)
}

/// Natural logarithms a letter.
fn per(cost: Cost, n: u32) -> f64 {
    f64::from(cost) / 8.0 / f64::from(n.max(1))
}

/// What the page's labels say: HTTP, `<meta>` or XML declaration.
#[derive(Debug, Default)]
struct Labels {
    http: Option<Label>,
    meta: Option<Label>,
}

#[derive(Debug)]
struct Label {
    written: String,
    encoding: Encoding,
}

impl Labels {
    fn of(bytes: &[u8], content_type: &str) -> Self {
        let label = |written: &str| {
            let encoding = Encoding::for_label(written)?;
            Some(Label { written: written.to_ascii_lowercase(), encoding })
        };
        let http = sniff::charset_of(content_type).and_then(label);
        // Beyond the standard's 1024 bytes: late declarations are declarations.
        let head = bytes.get(..8192).unwrap_or(bytes);
        let declares = sniff::may_declare(head);
        let meta =
            declares.then(|| sniff::prescan_label(head)).flatten().and_then(|(_, written)| label(&written));
        Self { http, meta }
    }

    fn each(&self) -> impl Iterator<Item = (&'static str, &Label)> {
        self.http.iter().map(|label| ("http", label)).chain(self.meta.iter().map(|label| ("meta", label)))
    }

    fn witnesses(&self) -> impl Iterator<Item = Witness> {
        self.each().map(|(by, label)| Witness {
            by: by.into(),
            says: label.encoding.name(),
            because: format!("declared as {}", label.written),
        })
    }

    /// How much the labels speak for `encoding`.
    fn favour(&self, encoding: Encoding) -> Cost {
        self.each().filter(|(_, label)| same(label.encoding, encoding)).map(|(_, label)| label.weight()).sum()
    }

    fn source_of(&self, encoding: Encoding) -> EncodingSource {
        let says = |label: &Option<Label>| label.as_ref().is_some_and(|label| same(label.encoding, encoding));
        if says(&self.http) {
            EncodingSource::Http
        } else if says(&self.meta) {
            EncodingSource::Meta
        } else {
            EncodingSource::Detect
        }
    }
}

impl Label {
    fn weight(&self) -> Cost {
        match self.written.as_str() {
            "iso-8859-1" | "latin1" | "us-ascii" | "ascii" => DEFAULT_LABEL,
            _ => LABEL,
        }
    }
}

fn same(a: Encoding, b: Encoding) -> bool {
    let is_gb = |encoding| encoding == Encoding::Web(GBK) || encoding == Encoding::Web(GB18030);
    a == b || (is_gb(a) && is_gb(b))
}
