//! Reads the lines around a headline: who wrote it, when, after whom.
//!
//! Takes a line such as `Source:Xinhua Published: 2017/5/25 20:42:07`, gives what it says, part by part. A line is
//! claimed as metadata only where its parts leave nothing over.

use std::ops::Range;

use super::byline_words::is_before_date;
use super::dates::{self, Reading};
use super::labels::{Label, is_weekday, labels_like};
use super::names::{self, REPORTER};
use crate::content::agencies::Agencies;
use crate::text::character::{Kind, kind, lowercase};
use crate::text::seek::position;

/// Bytes of a line that may be one.
const LONGEST: usize = 260;

/// Bytes of a byline with the addresses of those whom it names.
const LONGEST_BYLINE: usize = 160;

/// What a line says.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Line {
    /// Dates with what they are said to be.
    pub dates: Vec<(Option<Label>, Reading)>,
    /// The byline, by-word and all.
    pub byline: Option<Range<usize>>,
    /// One word is name enough: a label or a day stands beside it.
    pub told_author: bool,
    /// The byline is all that stands between two bars.
    pub apart: bool,
    /// The byline closes a line, behind a mark that closes a sentence or a bracket, or stands between a day and a mark.
    pub closing: bool,
    /// The medium named as the source.
    pub source: Option<Range<usize>>,
    /// An agency named as a part of its own.
    pub agency: Option<Range<usize>>,
    /// A print, zoom or share tool stands in it.
    pub tools: bool,
    /// Bytes that none of this explains.
    pub rest: usize,
    /// It has a label.
    pub labelled: bool,
}

impl Line {
    /// Nothing else stands in the line.
    pub(super) fn is_whole(&self) -> bool {
        let says =
            !self.dates.is_empty() || self.byline.is_some() || self.source.is_some() || self.agency.is_some();
        self.rest <= 2 && (says || self.labelled)
    }
}

/// Reads a line. A by-word counts only where names follow it.
pub(super) fn read(line: &str, agencies: &Agencies) -> Line {
    let mut read = Line::default();
    if line.is_empty() || line.len() > LONGEST {
        read.rest = line.len();
        return read;
    }
    let labels = labels(line);
    let mut used: Vec<Range<usize>> = labels.iter().map(|label| label.at.clone()).collect();
    let label_of = |at: usize| {
        labels
            .iter()
            .rev()
            .find(|label| label.at.end <= at && !closed(&line[label.at.end..at]))
            .map(|label| label.label)
    };
    for reading in dates::find(line) {
        let at = reading.at.clone();
        used.push(weekday_before(line, at.clone())..at.end);
        read.dates.push((label_of(at.start), reading));
    }
    for label in &labels {
        read.labelled = true;
        let end =
            labels.iter().map(|l| l.at.start).find(|start| *start >= label.at.end).unwrap_or(line.len());
        let end = read
            .dates
            .iter()
            .map(|(_, d)| d.at.start)
            .filter(|start| *start >= label.at.end)
            .min()
            .map_or(end, |start| start.min(end));
        let value = trimmed(line, label.at.end..end);
        let value =
            value.start..line[value.clone()].find(['|', '｜']).map_or(value.end, |bar| value.start + bar);
        let value = trimmed(line, value);
        match label.label {
            Label::Source if !value.is_empty() && value.len() <= 60 => {
                used.push(value.clone());
                read.source = Some(value);
            }
            Label::Author if names_somebody(&line[value.clone()], agencies) => {
                used.push(value.clone());
                read.told_author = line[value.clone()].split(' ').count() <= 3;
                read.byline = Some(value);
            }
            Label::Section if value.len() <= 40 => used.push(value),
            Label::Tool => read.tools = true,
            _ => {}
        }
    }
    if read.byline.is_none()
        && let Some((part, short)) = byline(line, &read.dates, &labels, agencies)
    {
        let next_to_day = read.dates.iter().any(|(_, day)| {
            is_next(line, day.at.end, part.start)
                || is_next(line, part.end, weekday_before(line, day.at.clone()))
        });
        (read.told_author, read.apart) = (short, next_to_day || stands_apart(line, &part));
        read.closing = next_to_day && is_closed_off(&line[part.end..]);
        used.push(part.start..part.end + lead(&line[part.end..]));
        read.byline = Some(part);
    }
    if read.byline.is_none()
        && let Some(at) =
            closing_byline(line, read.dates.first().map_or(line.len(), |(_, date)| date.at.start), agencies)
    {
        used.push(at.clone());
        (read.byline, read.closing) = (Some(at), true);
    }
    if let Some((_, at)) = agencies.mentioned(line) {
        used.push(at.clone());
        read.agency = Some(at);
    }
    let is_left = |at: usize| !used.iter().any(|used| used.contains(&at));
    read.rest = line.char_indices().filter(|(at, c)| kind(*c).is(Kind::ALPHANUMERIC) && is_left(*at)).count();
    read
}

/// The label that a text ends with, where a day goes on behind it: "Jane Example, updated:", "Published on".
pub(super) fn label_of_end(text: &str) -> Option<Label> {
    const LONGEST_END: usize = 60;
    let from = text.ceil_char_boundary(text.len().saturating_sub(LONGEST_END));
    closing_label(&text[from..]).map(|label| label.label)
}

/// The label that a line is and nothing else, where a day may stand in the next one.
pub(super) fn label_alone(line: &str) -> Option<Label> {
    const LONGEST_LABEL: usize = 40;
    let label = if line.len() <= LONGEST_LABEL { closing_label(line)? } else { return None };
    (label.at.start == 0 && matches!(label.label, Label::Published | Label::Updated | Label::Posted))
        .then_some(label.label)
}

/// The label at the end of a text; one without a colon counts before a number.
fn closing_label(text: &str) -> Option<Labelled> {
    let end = text.trim();
    if !end.ends_with(|c: char| c.is_alphabetic() || matches!(c, ':' | '：')) {
        return None;
    }
    let line = format!("{end} 1");
    labels(&line).pop().filter(|label| label.at.end + " 1".len() >= line.len())
}

/// The first part of a line, and whether one word is name enough there: between its dates, labels and bars, that begins with a by-word and names somebody, or, in
/// a line with a day, is the name of somebody and nothing else.
fn byline(
    line: &str,
    dates: &[(Option<Label>, Reading)],
    labels: &[Labelled],
    agencies: &Agencies,
) -> Option<(Range<usize>, bool)> {
    let mut told: Vec<Range<usize>> = dates
        .iter()
        .map(|(_, date)| weekday_before(line, date.at.clone())..date.at.end)
        .chain(labels.iter().map(|label| label.at.clone()))
        .collect();
    told.sort_unstable_by_key(|at| at.start);
    let mut from = 0;
    for next in told.into_iter().chain(std::iter::once(line.len()..line.len())) {
        let mut start = from;
        for piece in line.get(from..next.start).unwrap_or("").split_inclusive(['|', '｜', '•', '·']) {
            let bar = piece.trim_end_matches(['|', '｜', '•', '·']).len();
            let part = without_lead(line, trimmed(line, start..start + bar));
            start += piece.len();
            let text = &line[part.clone()];
            if !dates.is_empty()
                && let Some(name) = name_in(text, agencies)
            {
                return Some((part.start + name.start..part.start + name.end, false));
            }
            if part.len() > LONGEST_BYLINE
                || is_closed(text)
                || !(names::by_word(text).is_some() || is_reporter(text))
            {
                continue;
            }
            // One word is a name where the rest of the line is a date.
            let short = !dates.is_empty() && names::is_short(text);
            let trust = if short { names::Trust::Declared } else { names::Trust::Printed };
            if !names::read(text, trust, agencies).authors().is_empty() {
                return Some((part, short));
            }
        }
        from = from.max(next.end);
    }
    None
}

/// The byline that closes the text before a line's first day, where the element before it ran together with it:
/// "… the last ferry (Photo: Harbour Daily)**By Jane Example**", "'It is late' **By Jane Example**, 5 May 2021".
fn closing_byline(line: &str, end: usize, agencies: &Agencies) -> Option<Range<usize>> {
    const LONGEST_NAMES: usize = 80;
    const BY: &[&str] = &["By ", "Von ", "Par ", "Por ", "Door ", "Autor: ", "Автор: "];
    let head = line.get(..end)?;
    let (at, by) = BY.iter().filter_map(|by| Some((position(head, by)?, by))).max()?;
    let before = head.get(..at)?.trim_end();
    let closed = before.ends_with(['.', '!', '?', '…', ')', ']', '”', '’', '"', '»', '“', '\'']);
    let names = trimmed(line, at + by.len()..end);
    let text = line.get(names.clone())?;
    let named = || names::read(text, names::Trust::Printed, agencies).people;
    (closed && text.len() <= LONGEST_NAMES && !named().is_empty() && names::is_nothing_else(text, agencies))
        .then_some(at..names.end)
}

/// What stands between a name and the rest of its line.
const DASHES: &[&str] = &[" - ", " – ", " — ", " / "];

/// Where a part of a line with a day holds a name and nothing else, or a name before a count of comments, a dash, a stroke.
fn name_in(text: &str, agencies: &Agencies) -> Option<Range<usize>> {
    if names::alone(text, agencies).is_some() {
        return Some(0..text.len());
    }
    let mut rest = text;
    loop {
        let dash = DASHES.iter().filter_map(|dash| Some((position(rest, dash)?, dash.len()))).min();
        let (end, next) = dash.map_or((rest.len(), rest.len()), |(at, dash)| (at, at + dash));
        let name = names::without_comments(rest.get(..end)?.trim());
        if names::alone(name, agencies).is_some() {
            let at = text.len() - rest.len() + position(rest, name)?;
            return Some(at..at + name.len());
        }
        rest = rest.get(next..).filter(|rest| !rest.is_empty())?;
    }
}

/// Whether a part is Korean names, each with the word for a reporter behind it: `홍길동 기자`, be it with an address of mail
/// behind that.
fn is_reporter(part: &str) -> bool {
    if part.is_ascii() {
        return false;
    }
    let is_name = |name: &str| {
        (2..=4).contains(&name.chars().count()) && name.chars().all(|c| ('가'..='힣').contains(&c))
    };
    let mut pieces = part.split(REPORTER.trim_end());
    let first = pieces.next().unwrap_or("").trim();
    // What stands between two of them is the address of the one and the name of the other.
    let mut rest = pieces
        .map(|piece| piece.trim_matches(|c: char| c.is_whitespace() || matches!(c, ',' | '·' | ';')))
        .peekable();
    let is_mail = |word: &str| word.contains('@');
    let mut named = is_name(first) && rest.peek().is_some();
    while let Some(piece) = rest.next() {
        let words: Vec<&str> = piece.split(' ').filter(|word| !word.is_empty() && !is_mail(word)).collect();
        let last = rest.peek().is_none();
        named &= if last { words.is_empty() } else { matches!(words.as_slice(), [name] if is_name(name)) };
    }
    named
}

/// Whether nothing but marks stands between two places of a line.
fn is_next(line: &str, from: usize, to: usize) -> bool {
    line.get(from..to).is_some_and(|between| !between.contains(char::is_alphanumeric))
}

/// Whether what stands behind a name parts it from the rest of the line.
fn is_closed_off(behind: &str) -> bool {
    DASHES.iter().any(|dash| behind.starts_with(dash))
        || behind.trim_start().starts_with(['|', '｜', '•', '·'])
}

/// Whether a part stands between bars or the ends of its line.
fn stands_apart(line: &str, part: &Range<usize>) -> bool {
    let bar = |c: char| matches!(c, '|' | '｜' | '•' | '·');
    let before = line[..part.start].trim_end();
    let behind = line[part.end..].trim_start();
    (before.is_empty() || before.ends_with(bar)) && (behind.is_empty() || behind.starts_with(bar))
}

/// The part without the word at its end that only leads to a date: "Von Anna Beispiel **am**".
fn without_lead(line: &str, part: Range<usize>) -> Range<usize> {
    match line[part.clone()].rsplit_once(' ') {
        Some((head, last)) if is_before_date(&lowercase(last, &mut [0; 16])) => {
            part.start..part.start + head.len()
        }
        _ => part,
    }
}

/// Bytes of the word that leads from a byline to a date.
fn lead(behind: &str) -> usize {
    let word = behind.trim_start().split(' ').next().unwrap_or("");
    let spaces = behind.len() - behind.trim_start().len();
    if is_before_date(&lowercase(word, &mut [0; 16])) { spaces + word.len() } else { 0 }
}

/// Whether a part ends as a sentence or a label does, not with an initial.
fn is_closed(part: &str) -> bool {
    let last = part.rsplit(' ').next().unwrap_or("");
    let initial = last.chars().count() == 2 && last.starts_with(char::is_uppercase);
    part.ends_with(['.', '?', '!', ':']) && !initial
}

fn names_somebody(text: &str, agencies: &Agencies) -> bool {
    !names::read(text, names::Trust::Declared, agencies).authors().is_empty()
}

/// A bar or a closing bracket between a label and what follows.
fn closed(between: &str) -> bool {
    between.contains(['|', '｜', '•', '·']) || between.len() > 60
}

fn trimmed(line: &str, at: Range<usize>) -> Range<usize> {
    let text = &line[at.clone()];
    let outer = |c: char| {
        c.is_whitespace()
            || matches!(
                c,
                '|' | '｜'
                    | ','
                    | ';'
                    | '-'
                    | '–'
                    | '—'
                    | '('
                    | '（'
                    | '['
                    | ']'
                    | '【'
                    | '】'
                    | '·'
                    | '•'
                    | '/'
            )
    };
    let start = at.start + (text.len() - text.trim_start_matches(outer).len());
    let end = (at.start + text.trim_end_matches(outer).len()).max(start);
    start..end
}

/// Takes a weekday and a comma before a date into it.
pub(super) fn weekday_before(line: &str, at: Range<usize>) -> usize {
    let head = line[..at.start].trim_end_matches([' ', ',', '.', '(']);
    let word = head.rsplit([' ', '|', ':', ',', '(', '-']).next().unwrap_or("");
    if is_weekday(&lowercase(word, &mut [0; 16])) { head.len() - word.len() } else { at.start }
}

struct Labelled {
    label: Label,
    at: Range<usize>,
}

/// The labels of a line, with the colon behind them.
fn labels(line: &str) -> Vec<Labelled> {
    let mut found: Vec<Labelled> = Vec::new();
    let lower = line.to_lowercase();
    if lower.len() != line.len() {
        return found; // the rare letters that change their length; no label is spelt with one
    }
    // Labels begin where a word does; `from` is where the last one ended.
    let (mut from, mut before) = (0, None);
    for (at, c) in lower.char_indices() {
        let starts_word = before.replace(c).is_none_or(|before| {
            let before = kind(before);
            !before.is(Kind::ALPHANUMERIC) || before.is(Kind::UNSPACED)
        });
        if at < from || !starts_word || c == ' ' {
            continue;
        }
        let rest = &lower[at..];
        let hit = labels_like(rest).find_map(|(label, word)| {
            Some((label, word, ends_label(rest.strip_prefix(word)?, &line[at + word.len()..], word, label)?))
        });
        if let Some((label, word, tail)) = hit {
            from = at + word.len() + tail;
            found.push(Labelled { label, at: at..from });
        }
    }
    found
}

/// Bytes of the colon that closes a label, if `rest`, which is in lower case and `printed` with its capitals, begins so
/// that the word before it is one.
fn ends_label(rest: &str, printed: &str, word: &str, label: Label) -> Option<usize> {
    let spaces = rest.len() - rest.trim_start_matches(' ').len();
    let after = &rest[spaces..];
    if let Some(colon) = [":", "："].iter().find(|colon| after.starts_with(*colon)) {
        return Some(spaces + colon.len());
    }
    let next = rest.chars().next();
    // "UpdatedJanuary 25, 2026": two elements met.
    let ends = next.is_none_or(|c| !c.is_alphanumeric())
        || printed.starts_with(char::is_uppercase)
        || word.chars().next_back().is_some_and(crate::text::words::is_unspaced);
    let digit = after.chars().next().is_some_and(|c| c.is_ascii_digit());
    let bare = match label {
        Label::Tool => ends,
        // "Updated 4 May 2017", "Published on 4 May 2017", "Published on Tuesday, …"
        Label::Published | Label::Updated | Label::Posted => {
            ends && (digit || dates::find(after).first().is_some_and(|d| d.at.start <= 24))
        }
        _ => false,
    };
    bare.then_some(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(line: &str) -> Line {
        read(line, &Agencies::default())
    }

    #[test]
    fn a_source_and_a_date_are_told_apart() {
        let line = "Source:Xinhua Published: 2017/5/25 20:42:07";
        let read = of(line);
        assert_eq!(read.source.clone().map(|at| &line[at]), Some("Xinhua"));
        assert_eq!(read.dates[0].0, Some(Label::Published));
        assert!(read.is_whole());
    }

    #[test]
    fn bars_part_an_agency_from_a_date() {
        let line = "Xinhua | Updated: 2017-09-26 16:09";
        let read = of(line);
        assert_eq!(read.agency.clone().map(|at| &line[at]), Some("Xinhua"));
        assert_eq!(read.dates[0].0, Some(Label::Updated));
        assert!(read.is_whole());
    }

    #[test]
    fn a_label_may_lead_to_a_day_in_another_element() {
        assert_eq!(label_of_end("Jane Example, updated:"), Some(Label::Updated));
        assert_eq!(label_of_end("Published on"), Some(Label::Published));
        assert_eq!(label_of_end("Published by Jane Example"), None);
        assert_eq!(label_of_end(""), None);
        assert_eq!(label_alone("입력 :"), Some(Label::Published));
        assert_eq!(label_alone("Jane Example, updated:"), None);
        assert_eq!(label_alone("Source:"), None);
        assert_eq!(of("UpdatedJanuary 25, 2026").dates[0].0, Some(Label::Updated));
    }

    #[test]
    fn tools_say_nothing() {
        let read = of("Submit Time:23-10-2017 | Zoom In | Zoom Out");
        assert_eq!(read.dates[0].0, Some(Label::Posted));
        assert!(read.is_whole() && read.tools);
    }

    #[test]
    fn an_empty_author_and_a_dated_source() {
        let line = "Author: | Source:Harbour Daily (September 28, 2017)";
        let read = of(line);
        assert_eq!(read.byline, None);
        assert_eq!(read.source.clone().map(|at| &line[at]), Some("Harbour Daily"));
        assert_eq!(read.dates[0].0, Some(Label::Source));
        assert!(read.is_whole(), "{read:?}");
    }

    #[test]
    fn a_byline_is_whole_and_a_sentence_is_not() {
        assert!(of("By JANE EXAMPLE (China Daily)").is_whole());
        assert!(of("Von Anna Beispiel | Veröffentlicht am 26.09.2017, 16:09 Uhr").is_whole());
        assert!(of("来源：新华社 2017年09月26日 16:09 作者：张三").is_whole());
        assert!(!of("By May 4, 2017, the port had been closed for a year and nobody knew why.").is_whole());
        assert!(!of("Updated rules of 4 May 2017 say that no ship may enter").is_whole());
        assert!(!of("The mayor opened it.").is_whole());
    }
}
