//! Makes names of people out of bylines.
//!
//! Takes a byline as printed, or the author that structured data declares, gives the names in it, normalised: no "By",
//! no job, no place, no address, capitals only where names have them. Organisations stand apart, since they are authors
//! only where nobody else is.

mod person;

use std::collections::HashSet;
use std::sync::LazyLock;

use super::byline_words::{by_words, is_and, is_before_date, is_comments};
use super::dates;
use super::labels::is_weekday;
use crate::content::agencies::Agencies;
use crate::text::seek::position;
use person::{is_job_word, is_mark, person};

pub(super) use person::is_organisation;

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
    /// A field that is there to hold the author: one word will do, and a user's name.
    Declared,
}

/// Reads a byline.
pub(super) fn read(byline: &str, trust: Trust, agencies: &Agencies) -> Named {
    let mut end = byline.len().min(MAX_BYTES);
    while !byline.is_char_boundary(end) {
        end -= 1;
    }
    let line = without_dates(&without_brackets(byline.get(..end).unwrap_or("")));
    let segments: Vec<&str> = line.split(HARD).map(str::trim).filter(|piece| !piece.is_empty()).collect();
    // Where one says "by", the others are section, date and count of comments.
    let said: Vec<&str> = segments.iter().filter_map(|piece| behind_by_word(piece)).collect();
    let mut named = Named::default();
    for piece in if said.is_empty() { &segments } else { &said } {
        if named.people.is_empty() || !said.is_empty() {
            names_of(piece, trust, agencies, &mut named);
        } else if is_nothing_else(piece, agencies) {
            names_of(piece, Trust::Printed, agencies, &mut named);
        }
    }
    named
}

/// Whether a name begins with a given name that many people bear: what tells a name that stands alone in its line from
/// any other few words in capitals. Most names do not; where a by-word or a field says who wrote, none need to.
pub(super) fn is_common(name: &str) -> bool {
    static GIVEN: LazyLock<HashSet<&str>> =
        LazyLock::new(|| include_str!("names/given.txt").split_whitespace().collect());
    let first = name.split([' ', '-', '.']).find(|word| !word.is_empty()).unwrap_or("");
    first.len() < name.len() && GIVEN.contains(first.to_lowercase().as_str())
}

/// The people of a line that holds such names and nothing else.
pub(super) fn alone(line: &str, agencies: &Agencies) -> Option<Named> {
    const LONGEST: usize = 90;
    if line.len() > LONGEST || line.ends_with(['.', '?', '!', ':', '…']) || !is_common(line) {
        return None;
    }
    let named = read(line, Trust::Printed, agencies);
    let known = !named.people.is_empty() && named.people.iter().all(|name| is_common(name));
    (known && is_nothing_else(line, agencies)).then_some(named)
}

/// Whether a piece behind a name is names again, not a job, a place, an address.
pub(super) fn is_nothing_else(piece: &str, agencies: &Agencies) -> bool {
    let mut named = Named::default();
    names_of(piece, Trust::Printed, agencies, &mut named);
    let letters = |text: &str| text.chars().filter(|c| c.is_alphabetic()).count();
    letters(piece) <= named.people.iter().map(|name| letters(name)).sum::<usize>() + 3
}

/// Marks that part a byline from what else stands in its line.
const HARD: &[char] = &['|', '\n', '•', '·', '｜', '»', '›', '→', '\t'];

/// The piece behind its by-word, be it the first word of the piece or, as in "Opinion By Jane Example", a later one.
fn behind_by_word(piece: &str) -> Option<&str> {
    if by_word(piece).is_some() {
        return Some(after_by_word(piece));
    }
    [" By ", " Von ", " Par ", " Por ", " by: ", " von: ", " Door "]
        .iter()
        .find_map(|by| position(piece, by).map(|at| &piece[at + by.len()..]))
}

/// The byline with a bar in the place of each date, and of the words that only lead to one.
fn without_dates(line: &str) -> String {
    let words = |text: &str| {
        let kept =
            text.split(' ').filter(|word| !word.contains("://") && !word.contains('@') && !word.is_empty());
        kept.collect::<Vec<_>>().join(" ")
    };
    let mut out = String::with_capacity(line.len());
    let mut from = 0;
    for date in dates::find(line) {
        let before = words(line.get(from..date.at.start).unwrap_or(""));
        let mut head = before.trim_end_matches([' ', ',', '-', '–', '—', ':', '(']);
        while let Some(word) =
            head.rsplit([' ', '|', '\n']).next().filter(|word| is_before_date(&word.to_lowercase()))
            && !word.is_empty()
        {
            head = head[..head.len() - word.len()].trim_end_matches([' ', ',', '-', '–', '—', ':', '(', '.']);
        }
        out.push_str(head);
        out.push('|');
        from = date.at.end;
    }
    out.push_str(&words(line.get(from..).unwrap_or("")));
    out
}

fn names_of(piece: &str, trust: Trust, agencies: &Agencies, named: &mut Named) {
    for part in split(piece) {
        let part = clean(part);
        // "／台北報導": whence it was reported.
        if part.is_empty() || part.ends_with("報導") || part.ends_with("报导") {
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
            || word.ends_with([':', '：', '/', '՝']);
        // "Veröffentlicht vonJane Example": the space stands between two elements.
        let run_on = || {
            next.is_uppercase()
                && (word.len() >= 3 || *word == "by")
                && *word != "door"
                && line[..n].ends_with(char::is_lowercase)
        };
        (unspaced || next.is_whitespace() || matches!(next, ':' | '：') || run_on()).then_some(n)
    })
}

/// Whether a line is a by-word and nothing else: the name stands in the next one.
pub(super) fn is_by_word(line: &str) -> bool {
    let line = line.trim_end_matches([':', '：', ' ']);
    let Some(first) = line.chars().next().and_then(|c| c.to_lowercase().next()) else { return false };
    line.len() <= 40
        && by_words(first).iter().any(|word| {
            folded_prefix(line, word.trim_end_matches([':', '：', ' '])).is_some_and(|n| n == line.len())
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
            ';' | ',' | '|' | '/' | '&' | '、' | '，' | '\u{2013}' | '\u{2014}' | '+' | '／' | '；' | '،'
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
        " For ",
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
        " is ",
        " ist ",
        " covers ",
        " writes ",
        " schreibt ",
        " Foto",
        " Photo",
        " Bild",
        " Illustration",
        " Video",
    ] {
        if let Some(at) = position(part, stop)
            && at > 0
        {
            part = &part[..at];
        }
    }
    part = without_comments(part);
    part = &part[..trim(part)];
    if let Some(n) = by_word(part) {
        part = part[n..].trim_start_matches([' ', ':']);
    }
    // "Jane Doe Staff Writer", "Reporter Jane Doe"
    loop {
        let last = part.rsplit(' ').next().unwrap_or("");
        if is_desk(part, last) {
            break;
        }
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
    for tail in
        ["记者", "報道", "报道", "記者", "기자", "특파원", "摄", "撰", "編集委員", "द्वारा", "tarafından"]
    {
        part = part.strip_suffix(tail).unwrap_or(part).trim();
    }
    part
}

/// Whether two words are the name of a desk, not a name and a job: "Harbour Staff".
fn is_desk(part: &str, last: &str) -> bool {
    part.split(' ').count() == 2 && ["staff", "reporters", "editors"].contains(&last.to_lowercase().as_str())
}

/// The part before a count of comments: "Jane Example 2 Comments", "Jane Example Leave a comment".
fn without_comments(part: &str) -> &str {
    let mut at = 0;
    for word in part.split(' ') {
        if at > 0 && is_comments(&word.to_lowercase()) {
            let head = part[..at].trim_end();
            let count = head.rsplit(' ').next().unwrap_or("");
            let counts = count.chars().all(|c| c.is_ascii_digit())
                || matches!(&*count.to_lowercase(), "ein" | "keine" | "no" | "un" | "aucun" | "sin");
            return if counts { head[..head.len() - count.len()].trim_end() } else { head };
        }
        at += word.len() + 1;
    }
    part
}

/// The line without what stands between brackets, but for a name that goes on behind them: "Jane (Jo) Example".
fn without_brackets(line: &str) -> String {
    let (mut out, mut depth, mut open) = (String::with_capacity(line.len()), 0_u32, 0);
    for (at, c) in line.char_indices() {
        match c {
            '(' | '[' | '（' | '【' | '<' => {
                if depth == 0 {
                    open = at;
                }
                depth += 1;
            }
            ')' | ']' | '）' | '】' | '>' => {
                depth = depth.saturating_sub(1);
                let (inside, behind) = (line.get(open..at).unwrap_or(""), &line[at + c.len_utf8()..]);
                if depth == 0 && c == ')' && is_middle_name(inside, behind) && out.ends_with(' ') {
                    out.push_str(inside);
                    out.push(')');
                }
            }
            _ if depth == 0 => out.push(c),
            _ => {}
        }
    }
    out
}

/// Whether what stands in brackets before `behind` is part of a name: words in small letters but for the first, and a
/// family name follows.
fn is_middle_name(inside: &str, behind: &str) -> bool {
    let inside = inside.trim_start_matches('(');
    let follows =
        behind.strip_prefix(' ').and_then(|rest| rest.chars().next()).is_some_and(char::is_uppercase);
    let name = |word: &str| {
        let mut letters = word.chars();
        letters.next().is_some_and(char::is_uppercase)
            && word.chars().count() > 2
            && letters.all(|c| c.is_lowercase() || c == '-')
    };
    follows && inside.split(' ').count() <= 2 && inside.split(' ').all(name)
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
    fn a_by_word_stands_before_a_name_in_many_languages() {
        check("Skrevet av: Kari Eksempel", &["Kari Eksempel"]);
        check("Nga Arben Shembulli", &["Arben Shembulli"]);
        check("от Иван Примеров", &["Иван Примеров"]);
        check("Deur Jan van der Voorbeeld", &["Jan van der Voorbeeld"]);
        check("Oleh: Budi Contoh", &["Budi Contoh"]);
        check("Eftir Jón Dæmisson", &["Jón Dæmisson"]);
        check("Müəllif: Əli Nümunə", &["Əli Nümunə"]);
        check("लेखक: राम उदाहरण", &["राम उदाहरण"]);
        check("राम उदाहरण द्वारा", &["राम उदाहरण"]);
        check("نویسنده: علی نمونه", &["علی نمونه"]);
        check("מאת: דנה דוגמה", &["דנה דוגמה"]);
        check("홍길동 기자", &["홍길동"]);
        check("記者王小明／台北報導", &["王小明"]);
    }

    #[test]
    fn a_byline_ends_where_something_else_begins() {
        check("Anna Beispiel Stand: 05. Februar 2020", &["Anna Beispiel"]);
        check("5 May 2021 · by Jane Example · in Harbour · Leave a comment", &["Jane Example"]);
        check("By Jane Example 2 Comments", &["Jane Example"]);
        check("Text von Anna Beispiel Illustration von Bernd Muster", &["Anna Beispiel"]);
        check("Von Hafen-Experte Bernd Muster", &["Bernd Muster"]);
        check("Jane (Joanna) Example", &["Jane (Joanna) Example"]);
        check("Jane Example (AP) and John Sample", &["Jane Example", "John Sample"]);
        check("Veröffentlicht vonJane Example", &["Jane Example"]);
        check("Alle Beiträge von Anna Beispiel", &["Anna Beispiel"]);
    }

    #[test]
    fn a_field_may_hold_the_name_of_a_user() {
        let read = |byline| read(byline, Trust::Declared, &Agencies::default()).people;
        assert_eq!(read("knot77"), ["knot77"]);
        assert_eq!(read("KnotFan"), ["KnotFan"]);
        assert_eq!(read("2 Comments"), Vec::<String>::new());
        assert_eq!(read("wordpressadmin"), Vec::<String>::new());
    }

    #[test]
    fn a_by_word_may_stand_alone() {
        for line in ["Von", "By:", "Written by", "Autor", "作者："] {
            assert!(is_by_word(line), "{line}");
        }
        for line in ["", "Bye", "By the river", "Autorennen"] {
            assert!(!is_by_word(line), "{line}");
        }
    }

    #[test]
    fn what_is_no_byline_names_nobody() {
        check("By continuing you accept our terms of use", &[]);
        check("By the river", &[]);
        check("Von wegen: das war nichts", &[]);
        check("By 2030", &[]);
    }
}
