//! Plain-text exports of Nexis: any number of documents, each with a header block.
//!
//! Two shapes. The older starts each document with `3 of 25 DOCUMENTS`; then copyright, publication, date and title,
//! fields such as `BYLINE:` and `LENGTH:`, the text, and more fields from `LOAD-DATE:` or the like on. The newer starts
//! with the title, has `Length:`, `Byline:`, a line `Body`, and closes with `End of Document`. A record is the text;
//! the header goes into what is declared of it. Where the text cannot be told from the header, all of the document is
//! the record.

use super::desk::{Desk, Place};
use super::sections::{self, Border};
use super::sniff::Head;
use super::{Format, Input};
use crate::model::{Declared, Field, Record};

pub(super) const FORMAT: Format = Format { name: "nexis", wraps: false, recognises, read };

/// Bytes of a document that its header may have.
const MAX_HEADER: usize = 16 << 10;
/// Fields that stand behind a text.
const BEHIND: &[&str] = &[
    "LOAD-DATE",
    "LANGUAGE",
    "GRAPHIC",
    "PUBLICATION-TYPE",
    "SUBJECT",
    "DOCUMENT-TYPE",
    "JOURNAL-CODE",
    "CORRECTION-DATE",
    "CORRECTION",
    "URL",
    "COUNTRY",
    "CITY",
    "COMPANY",
    "ORGANIZATION",
    "PERSON",
    "TICKER",
    "INDUSTRY",
    "STATE",
    "GEOGRAPHIC",
    "ACC-NO",
    "CLASSIFICATION",
    "TYPE",
];
/// Fields that stand before it.
const BEFORE: &[&str] = &[
    "BYLINE",
    "SECTION",
    "LENGTH",
    "DATELINE",
    "HEADLINE",
    "HIGHLIGHT",
    "CREDIT",
    "SERIES",
    "SOURCE",
    "DISTRIBUTION",
    "ABSTRACT",
    "EDITION",
];

fn recognises(head: &Head<'_>) -> bool {
    let mut lines = head.bytes.split(|byte| *byte == b'\n').map(<[u8]>::trim_ascii);
    if lines.by_ref().any(counts_documents) {
        return true;
    }
    let has = |line: &[u8]| head.bytes.split(|byte| *byte == b'\n').any(|other| other.trim_ascii() == line);
    let field = |name: &[u8]| {
        head.bytes.split(|byte| *byte == b'\n').any(|line| line.to_ascii_lowercase().starts_with(name))
    };
    has(b"Body") && field(b"length:") && (has(b"End of Document") || field(b"copyright"))
}

fn read(desk: &mut Desk<'_>, input: Input<'_>, place: &Place) {
    let border = |line: &[u8]| {
        let line = line.trim_ascii();
        if counts_documents(line) {
            Some(Border::Starts)
        } else {
            (line == b"End of Document").then_some(Border::Ends)
        }
    };
    sections::read(desk, input, place, b'\n', &border, &document);
}

/// `3 of 25 DOCUMENTS`, `Document 3 of 25`.
fn counts_documents(line: &[u8]) -> bool {
    if line.len() > 60 || line.len() < 8 {
        return false;
    }
    let line = String::from_utf8_lossy(line).to_ascii_lowercase();
    let words: Vec<&str> = line.split_whitespace().collect();
    let number =
        |word: &str| !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_digit() || byte == b',');
    match words[..] {
        [n, "of", all, "document" | "documents"] | ["document", n, "of", all] => number(n) && number(all),
        _ => false,
    }
}

/// A paragraph of a document: where it lies in it, and its lines.
struct Paragraph<'d> {
    start: usize,
    text: &'d [u8],
}

impl Paragraph<'_> {
    fn is_centred(&self) -> bool {
        self.text.starts_with(b"      ")
    }

    fn lines(&self) -> impl Iterator<Item = String> {
        self.text.split(|byte| *byte == b'\n').map(unwrapped).filter(|line| !line.is_empty())
    }
}

/// The record of one document.
fn document(place: &Place, offset: u64, bytes: &[u8]) -> Option<Record> {
    if bytes.trim_ascii().is_empty() {
        return None;
    }
    let mut declared = Declared::default();
    let mut url = String::new();
    let (start, end) = match body(bytes, &mut declared, &mut url) {
        Some(range) => range,
        // A page before the first document: a list of what follows, or nothing but blanks.
        None if offset == 0
            && !bytes.split(|byte| *byte == b'\n').any(|line| counts_documents(line.trim_ascii())) =>
        {
            return None;
        }
        None => (0, bytes.len()),
    };
    let text = &bytes[start..end];
    let lead = text.len() - text.trim_ascii_start().len();
    let text = text.trim_ascii();
    let origin = place.at(offset + (start + lead) as u64, text.len() as u64).from_url(url);
    (!text.is_empty()).then(|| Record::new(origin, text.to_vec()).declaring(declared))
}

/// Where the text stands in a document, and what the fields around it say.
fn body(bytes: &[u8], declared: &mut Declared, url: &mut String) -> Option<(usize, usize)> {
    let paragraphs = paragraphs(bytes);
    let mut unlabelled: Vec<String> = Vec::new();
    let (mut start, mut headline, mut any_field) = (None, String::new(), false);
    for (i, paragraph) in paragraphs.iter().enumerate() {
        if paragraph.start > MAX_HEADER {
            break;
        }
        let text = unwrapped(paragraph.text);
        if text == "Body" {
            start = paragraphs.get(i + 1).map(|next| next.start);
            break;
        }
        match field(&text) {
            Some((name, value)) if BEFORE.contains(&name.as_str()) => {
                any_field |= name == "LENGTH";
                match name.as_str() {
                    "HEADLINE" => headline = value,
                    "HIGHLIGHT" => declared.say(Field::Subtitle, value),
                    "BYLINE" => declared.say(Field::Byline, value),
                    "SECTION" => declared.say(Field::Section, value),
                    "DATELINE" => declared.say(Field::Dateline, value),
                    _ => {}
                }
                // The newer shape says `Body` itself.
                start = paragraphs.get(i + 1).map(|next| next.start);
            }
            _ if any_field && !has_body_line(&paragraphs[i..]) => break,
            _ if any_field => {}
            // Publication, date and edition are centred, a line each; a title is not, and may go over several lines.
            _ if paragraph.is_centred() => unlabelled.extend(paragraph.lines().filter(|line| is_head(line))),
            _ if is_head(&text) => unlabelled.push(text),
            _ => {}
        }
    }
    let start = start.filter(|_| any_field)?;
    let (title, site, date) = heads(&unlabelled);
    declared.say(Field::Title, if headline.is_empty() { title } else { headline });
    declared.say(Field::Site, site);
    declared.say(Field::DatePublished, date);
    let mut end = bytes.len();
    for paragraph in paragraphs.iter().filter(|paragraph| paragraph.start >= start) {
        let text = unwrapped(paragraph.text);
        let (name, value) = field(&text).unwrap_or_default();
        let closes = BEHIND.contains(&name.as_str()) || text == "End of Document";
        if closes || (is_copyright(&text) && text.len() < 200) {
            end = end.min(paragraph.start);
        }
        match name.as_str() {
            "URL" if end < bytes.len() => *url = value,
            "LANGUAGE" if end < bytes.len() => declared.say(Field::Language, value),
            _ => {}
        }
    }
    Some((start.min(end), end))
}

/// Title, publication and date among the lines without a label. The date tells the shape: in the older one the title
/// stands last, in the newer one first.
fn heads(unlabelled: &[String]) -> (String, String, String) {
    let date_at = unlabelled.iter().position(|text| is_date(text));
    let get = |i: Option<usize>| i.and_then(|i| unlabelled.get(i)).cloned().unwrap_or_default();
    let date = get(date_at);
    let last = unlabelled.len().checked_sub(1);
    match date_at {
        None => (get(last), String::new(), date),
        Some(at) if Some(at) == last => (get(Some(0).filter(|_| at > 1)), get(at.checked_sub(1)), date),
        Some(at) => (get(last), get(at.checked_sub(1)), date),
    }
}

/// Neither a number among others nor a copyright.
fn is_head(line: &str) -> bool {
    !counts_documents(line.as_bytes()) && !is_copyright(line)
}

fn is_date(text: &str) -> bool {
    const MONTHS: [&str; 12] =
        ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    let lower = text.to_lowercase();
    let words = || lower.split(|c: char| !c.is_alphanumeric());
    let year = words().any(|word| word.len() == 4 && (word.starts_with("19") || word.starts_with("20")));
    text.len() <= 100 && year && words().any(|word| MONTHS.iter().any(|month| word.starts_with(month)))
}

fn is_copyright(text: &str) -> bool {
    let lower = text.get(..text.len().min(12)).unwrap_or(text).to_lowercase();
    lower.starts_with("copyright") || text.starts_with('©') || lower.starts_with("all rights")
}

fn has_body_line(paragraphs: &[Paragraph<'_>]) -> bool {
    paragraphs.iter().take(40).any(|paragraph| paragraph.text.trim_ascii() == b"Body")
}

/// `NAME: value` with a known name, in capitals.
fn field(text: &str) -> Option<(String, String)> {
    let (name, value) = text.split_once(':')?;
    let capitals = name.to_uppercase();
    let known = BEFORE.contains(&capitals.as_str()) || BEHIND.contains(&capitals.as_str());
    known.then(|| (capitals, value.trim().to_owned()))
}

/// Stretches between blank lines.
fn paragraphs(bytes: &[u8]) -> Vec<Paragraph<'_>> {
    let mut all: Vec<Paragraph<'_>> = Vec::new();
    let (mut at, mut open) = (0, None);
    for line in bytes.split_inclusive(|byte| *byte == b'\n') {
        let blank = line.trim_ascii().is_empty();
        match (blank, open) {
            (true, Some(start)) => {
                all.push(Paragraph { start, text: &bytes[start..at] });
                open = None;
            }
            (false, None) => open = Some(at),
            _ => {}
        }
        at += line.len();
    }
    if let Some(start) = open {
        all.push(Paragraph { start, text: &bytes[start..] });
    }
    all
}

/// The paragraph's lines as one.
fn unwrapped(text: &[u8]) -> String {
    String::from_utf8_lossy(text).split_whitespace().collect::<Vec<_>>().join(" ")
}
