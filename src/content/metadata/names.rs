//! Makes names of people out of bylines.
//!
//! Takes a byline as printed, or the author that structured data declares, gives the names in it, normalised: no "By",
//! no job, no place, no address, capitals only where names have them. Organisations stand apart, since they are authors
//! only where nobody else is.

use super::byline_words::{by_words, is_and, is_empty, is_job, is_of_organisation};
use super::labels::is_weekday;
use crate::content::agencies::Agencies;
use crate::text::seek::position;

/// Bytes of a byline that are read.
const MAX_BYTES: usize = 600;

/// Who a byline names.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Named {
    /// People, in the byline's order, each once.
    pub people: Vec<String>,
    /// Agencies, desks, papers.
    pub organisations: Vec<String>,
}

impl Named {
    /// The people, or the organisations where there are none.
    pub(super) fn authors(&self) -> &[String] {
        if self.people.is_empty() { &self.organisations } else { &self.people }
    }
}

/// How much of a name to expect.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Trust {
    /// Printed somewhere near the headline: two words at least make a person.
    Printed,
    /// A field that is there to hold the author: one word will do.
    Declared,
}

/// Reads a byline.
pub(super) fn read(byline: &str, trust: Trust, agencies: &Agencies) -> Named {
    let mut end = byline.len().min(MAX_BYTES);
    while !byline.is_char_boundary(end) {
        end -= 1;
    }
    let line = without_brackets(byline.get(..end).unwrap_or(""));
    let words = line.split_whitespace().filter(|word| !word.contains("://") && !word.contains('@'));
    let mut line = words.collect::<Vec<_>>().join(" ");
    if let Some(date) = super::dates::find(&line).first() {
        line.truncate(date.at.start);
        let small = line.trim_end_matches([' ', ',', '|', '-', '–', '—', ':']).len();
        line.truncate(small);
        for word in [" le", " am", " on", " el", " il", " op", " em", " den", " vom", " dne"] {
            if let Some(head) = line.strip_suffix(word) {
                line.truncate(head.len());
            }
        }
    }
    for by in [" By ", " Von ", " Par ", " Por "] {
        // "Opinion By Jane Example"
        if let Some(at) = position(&line, by) {
            line.drain(..=at);
        }
    }
    let mut named = Named::default();
    for part in split(after_by_word(&line)) {
        let part = clean(part);
        if part.is_empty() {
            continue;
        }
        if agencies.named(part).is_some() {
            push(&mut named.organisations, part.to_owned());
        } else if let Some(name) = person(part, trust) {
            push(&mut named.people, name);
        } else if is_organisation(part) && part.chars().count() <= 60 {
            push(&mut named.organisations, part.to_owned());
        }
    }
    named
}

/// The byline behind its "By", or the whole where there is none.
pub(super) fn after_by_word(line: &str) -> &str {
    let mut rest = line.trim();
    for _ in 0..3 {
        match by_word(rest) {
            Some(n) => {
                rest = rest[n..]
                    .trim_start_matches(|c: char| c.is_whitespace() || c == ':' || c == '：' || c == '/')
            }
            None => break,
        }
    }
    rest
}

/// Bytes of the by-word that `line` begins with, if a name can follow.
pub(super) fn by_word(line: &str) -> Option<usize> {
    let first = line.chars().next()?.to_lowercase().next()?;
    by_words(first).iter().find_map(|word| {
        let n = folded_prefix(line, word)?;
        let next = line[n..].chars().next()?;
        let unspaced = word.chars().next_back().is_some_and(crate::text::words::is_unspaced)
            || word.ends_with([':', '：', '/']);
        (unspaced || next.is_whitespace() || matches!(next, ':' | '：')).then_some(n)
    })
}

/// Bytes of `line` that spell `word`, which is in lower case.
fn folded_prefix(line: &str, word: &str) -> Option<usize> {
    let mut chars = line.char_indices();
    for w in word.chars() {
        let (_, c) = chars.next()?;
        let same = c == w
            || if c.is_ascii() {
                c.to_ascii_lowercase() == w
            } else {
                c.to_lowercase().eq(std::iter::once(w))
            };
        if !same {
            return None;
        }
    }
    Some(chars.next().map_or(line.len(), |(at, _)| at))
}

/// The parts of a byline between commas, bars, slashes and "and".
fn split(line: &str) -> Vec<&str> {
    let mark = |c: char| {
        matches!(
            c,
            ';' | ','
                | '|'
                | '/'
                | '&'
                | '、'
                | '，'
                | '•'
                | '·'
                | '\u{2013}'
                | '\u{2014}'
                | '+'
                | '／'
                | '；'
                | '،'
                | '»'
                | '›'
        )
    };
    let mut parts = Vec::new();
    for piece in line.split(mark).flat_map(|piece| piece.split(" - ")) {
        // "and" parts names; so does an ideographic space in scripts without spaces.
        let mut from = 0;
        let mut at = 0;
        for word in piece.split(' ') {
            if from < at && is_and(&word.to_lowercase()) && at + word.len() < piece.len() {
                parts.push(&piece[from..at]);
                from = at + word.len();
            }
            at = (at + word.len() + 1).min(piece.len());
        }
        parts.push(&piece[from.min(piece.len())..]);
    }
    parts
}

/// A part without what is no name: outer marks, job, place, address.
fn clean(part: &str) -> &str {
    let trim = |s: &str| -> usize {
        s.trim_end_matches(|c: char| !c.is_alphanumeric() && c != '.' && c != ')' && !is_mark(c)).len()
    };
    let mut part = part.trim_matches(|c: char| !c.is_alphanumeric() && !is_mark(c) && c != '.');
    part = part.trim_start_matches('.').trim();
    for stop in [
        " in ",
        " aus ",
        " for ",
        " für ",
        " at ",
        " of ",
        " @",
        " http",
        " | ",
        " Updated",
        " Published",
        " Posted",
        " Last ",
        " on ",
    ] {
        if let Some(at) = position(part, stop)
            && at > 0
        {
            part = &part[..at];
        }
    }
    part = &part[..trim(part)];
    if let Some(n) = by_word(part) {
        part = part[n..].trim_start_matches([' ', ':']);
    }
    // "Jane Doe Staff Writer", "Reporter Jane Doe"
    loop {
        let last = part.rsplit(' ').next().unwrap_or("");
        if last.len() < part.len() && (is_job_word(last) || is_weekday(&last.to_lowercase())) {
            part = part[..part.len() - last.len()].trim_end();
            continue;
        }
        let first = part.split(' ').next().unwrap_or("");
        if first.len() < part.len() && is_job_word(first) {
            part = part[first.len()..].trim_start();
            continue;
        }
        break;
    }
    for tail in ["记者", "報道", "报道", "記者", "기자", "특파원", "摄", "撰", "編集委員"]
    {
        part = part.strip_suffix(tail).unwrap_or(part).trim();
    }
    part
}

fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{900}'..='\u{dff}' | '\u{e31}'..='\u{e4e}')
}

/// The name, normalised, if `part` looks like a person's.
fn person(part: &str, trust: Trust) -> Option<String> {
    let words: Vec<&str> = part.split(' ').filter(|w| !w.is_empty()).collect();
    let unspaced = part
        .chars()
        .all(|c| crate::text::words::is_unspaced(c) || ('\u{ac00}'..'\u{d7b0}').contains(&c) || c == ' ');
    if words.is_empty()
        || words.len() > 6
        || part.chars().count() > 60
        || part.chars().any(|c| c.is_ascii_digit())
    {
        return None;
    }
    if part.contains(['@', '?', '!', '"', '“', '„', '#', '=', '<', '{', '…', ':'])
        || part.contains("://")
        || part.contains("www.")
    {
        return None;
    }
    if is_organisation(part) || words.iter().all(|w| is_job_word(w) || is_empty(&w.to_lowercase())) {
        return None;
    }
    let small = |w: &str| w.chars().all(char::is_lowercase) && !is_particle(w);
    if words.len() > 1 && words.first().is_some_and(|w| small(w)) {
        return None;
    }
    let letters = part.chars().filter(|c| c.is_alphabetic()).count();
    if letters < 2 || (unspaced && letters > 12) {
        return None;
    }
    if trust == Trust::Printed {
        let capital = |w: &&&str| w.chars().find(|c| c.is_alphabetic()).is_some_and(|c| !c.is_lowercase());
        let capitals = words.iter().filter(capital).count();
        let lower = words.iter().filter(|w| w.chars().all(char::is_lowercase) && !is_particle(w)).count();
        if !(unspaced && (2..=4).contains(&letters))
            && (words.len() < 2 || capitals < 2 || lower > 0 || words.len() > 5)
        {
            return None;
        }
    }
    Some(normalised(&words))
}

/// "AN BAIJIE" → "An Baijie", "JAN VAN DER BERG" → "Jan van der Berg", "SEAN O'BRIEN-MCKAY" → "Sean O'Brien-McKay".
/// Names that are not all in capitals stay as they are.
fn normalised(words: &[&str]) -> String {
    let shouted = words.len() > 1
        && words.iter().all(|w| !w.chars().any(char::is_lowercase))
        && words.iter().any(|w| w.chars().filter(|c| c.is_alphabetic()).count() > 2);
    if !shouted {
        return words.join(" ");
    }
    let mut out = String::new();
    for (i, word) in words.iter().enumerate() {
        if i > 0 {
            out.push(' ');
        }
        let lower = word.to_lowercase();
        if i > 0 && i + 1 < words.len() && is_particle(&lower) {
            out.push_str(&lower);
        } else if word.contains('.') {
            out.push_str(word); // initials
        } else {
            capitalise(word, &mut out);
        }
    }
    out
}

fn capitalise(word: &str, out: &mut String) {
    let (mut start, mut piece) = (true, String::new());
    for c in word.chars() {
        if start {
            out.push(c);
        } else {
            out.extend(c.to_lowercase());
        }
        piece.extend(c.to_lowercase());
        let part_ends = matches!(c, '-' | '\'' | '’' | '‘');
        start = part_ends || piece == "mc";
        if part_ends {
            piece.clear();
        }
    }
}

fn is_particle(word: &str) -> bool {
    matches!(
        word,
        "von"
            | "van"
            | "de"
            | "der"
            | "den"
            | "del"
            | "della"
            | "di"
            | "da"
            | "dos"
            | "das"
            | "do"
            | "du"
            | "des"
            | "la"
            | "le"
            | "el"
            | "al"
            | "bin"
            | "ibn"
            | "zu"
            | "zur"
            | "zum"
            | "ter"
            | "ten"
            | "te"
            | "af"
            | "av"
            | "y"
            | "e"
            | "i"
            | "und"
            | "ul"
            | "st."
            | "vom"
            | "van't"
            | "'t"
            | "bint"
            | "ben"
            | "dela"
            | "los"
            | "las"
            | "d'"
            | "san"
            | "abu"
            | "dr."
            | "prof."
    )
}

/// A word that says what somebody does, not who he is.
fn is_job_word(word: &str) -> bool {
    is_job(&word.trim_matches(|c: char| !c.is_alphabetic()).to_lowercase())
}

/// Whether a part names a paper, a desk, a company, by a word that only those have.
pub(super) fn is_organisation(part: &str) -> bool {
    let lower = part.to_lowercase();
    lower.split(|c: char| !c.is_alphanumeric()).any(is_of_organisation)
        || [
            "редакц",
            "редакці",
            "编辑部",
            "編輯部",
            "通讯社",
            "通信社",
            "新闻网",
            "新聞網",
            "日报",
            "日報",
            "新聞社",
            "편집부",
            "뉴스",
            "신문",
            "σύνταξη",
            "newsroom",
            ".com",
            ".de",
            ".net",
            ".org",
            ".co",
            ".at",
            ".ch",
            ".it",
            ".fr",
        ]
        .iter()
        .any(|stem| lower.contains(stem))
}

/// The line without what stands between brackets.
fn without_brackets(line: &str) -> String {
    let (mut out, mut depth) = (String::with_capacity(line.len()), 0_u32);
    for c in line.chars() {
        match c {
            '(' | '[' | '（' | '【' | '<' => depth += 1,
            ')' | ']' | '）' | '】' | '>' => depth = depth.saturating_sub(1),
            _ if depth == 0 => out.push(c),
            _ => {}
        }
    }
    out
}

fn push(names: &mut Vec<String>, name: String) {
    if names.len() < 12 && !names.iter().any(|known| known.to_lowercase() == name.to_lowercase()) {
        names.push(name);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(byline: &str, people: &[&str]) {
        let named = read(byline, Trust::Printed, &Agencies::default());
        assert_eq!(named.people, people, "{byline}");
    }

    #[test]
    fn the_by_word_is_no_name() {
        check("By AN BAIJIE (China Daily)", &["An Baijie"]);
        check("Von Anna Beispiel und Bernd von der Muster", &["Anna Beispiel", "Bernd von der Muster"]);
        check("Par Jeanne Exemple et Paul Modèle", &["Jeanne Exemple", "Paul Modèle"]);
        check("Por: Juana Ejemplo", &["Juana Ejemplo"]);
        check("Автор: Иван Примеров", &["Иван Примеров"]);
        check("Written by: Jane Example", &["Jane Example"]);
        check("作者：张三丰", &["张三丰"]);
    }

    #[test]
    fn jobs_places_and_papers_are_no_names() {
        check("By Jane Example and John Sample, Staff Writer", &["Jane Example", "John Sample"]);
        check("By Jane Example, Senior Political Correspondent", &["Jane Example"]);
        check("By JANE EXAMPLE in Berlin", &["Jane Example"]);
        check("By Jane Example | The Harbour Times", &["Jane Example"]);
        check("By Jane Example for Reuters", &["Jane Example"]);
    }

    #[test]
    fn capitals_are_set_as_names_have_them() {
        check("By SEAN O'BRIEN-MCKAY", &["Sean O'Brien-McKay"]);
        check("By JAN VAN DER BERG", &["Jan van der Berg"]);
        check("By J. R. SAMPLE", &["J. R. Sample"]);
    }

    #[test]
    fn organisations_are_authors_only_alone() {
        let named = read("By Associated Press", Trust::Declared, &Agencies::default());
        assert_eq!(named.authors(), ["Associated Press"]);
        let named = read("Jane Example, Associated Press", Trust::Declared, &Agencies::default());
        assert_eq!(named.authors(), ["Jane Example"]);
        let named = read("dpa", Trust::Declared, &Agencies::default());
        assert_eq!(named.authors(), ["dpa"]);
    }

    #[test]
    fn what_is_no_byline_names_nobody() {
        check("By continuing you accept our terms of use", &[]);
        check("By the river", &[]);
        check("Von wegen: das war nichts", &[]);
        check("By 2030", &[]);
    }
}
