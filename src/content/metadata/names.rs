//! Makes names of people out of bylines.
//!
//! Takes a byline as printed, or the author that structured data declares, gives the names in it, normalised: no "By",
//! no job, no place, no address, capitals only where names have them. Organisations stand apart, since they are authors
//! only where nobody else is.

mod by_word;
mod given;
mod parts;
mod person;

use std::borrow::Cow;

use super::byline_words::{is_before_date, is_button, is_job};
use super::dates;
use crate::content::agencies::Agencies;
use crate::text::seek::position;
pub(super) use parts::REPORTER;
pub(super) use parts::without_comments;
use parts::{clean, split, without_brackets, without_house};
use person::{is_desk, person};

pub(super) use by_word::{after_by_word, behind_by_word, by_word, is_by_word};
pub(super) use given::{alone, is_common, is_given};
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
    let line = &byline[..byline.floor_char_boundary(MAX_BYTES)];
    let line = line.get(..edited(line)).unwrap_or(line);
    let line = without_dates(&parted(&without_brackets(line)));
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

/// Whether a piece behind a name is names again, not a job, a place, an address.
pub(super) fn is_nothing_else(piece: &str, agencies: &Agencies) -> bool {
    let mut named = Named::default();
    names_of(piece, Trust::Printed, agencies, &mut named);
    let letters = |text: &str| text.chars().filter(|c| c.is_alphabetic()).count();
    letters(piece) <= named.people.iter().map(|name| letters(name)).sum::<usize>() + 3
}

/// A byline without the job, the house, the place, the button behind its name.
pub(super) fn cleaned<'b>(byline: &'b str, agencies: &Agencies) -> &'b str {
    without_house(clean(byline), agencies)
}

/// Whether a byline is two words at most behind its by-word and before a count of comments: a user's name has one.
pub(super) fn is_short(byline: &str) -> bool {
    clean(after_by_word(byline)).split(' ').count() <= 2
}

/// Bytes of a byline before those who did not write: "Jane Example; **Editing by** John Sample".
fn edited(line: &str) -> usize {
    others(line).filter(|at| *at > 0).unwrap_or(line.len())
}

/// Whether a byline is that of somebody who did not write.
pub(super) fn is_by_other(line: &str) -> bool {
    others(line) == Some(0)
}

/// Whether a text ends with words that lead to somebody who did not write.
pub(super) fn leads_to_other(text: &str) -> bool {
    let text = text.trim_end_matches([':', ' ', '\n']);
    OTHERS.iter().any(|by| text.ends_with(by))
}

/// Where a line begins to name those who did not write.
fn others(line: &str) -> Option<usize> {
    let found = OTHERS.iter().filter_map(|by| position(line, by)).min();
    found.and_then(|at| line.get(..at)?.char_indices().next_back()).map(|(at, _)| at)
}

/// What leads to those who did not write, without the first letter, which may be a capital.
const OTHERS: &[&str] = &[
    "diting by",
    "dited by",
    "dición de",
    "ompiled by",
    "ranslated by",
    "bersetzt von",
    "bersetzung von",
    "raduit par",
    "raducido por",
    "radotto da",
    "raduzido por",
    "ertaald door",
    "edically reviewed by",
    "act checked by",
    "act-checked by",
    "eviewed by",
];

/// The line with a space where two elements ran together: "Jane Example**Reporter**", "Jane Example**@jane**".
fn parted(line: &str) -> Cow<'_, str> {
    let mut out = String::new();
    let (mut from, mut before) = (0, ' ');
    for (at, c) in line.char_indices() {
        if parts_words(before, c, &line[at..]) {
            out.push_str(&line[from..at]);
            out.push_str(if c.is_lowercase() { " | " } else { " " });
            from = at;
        }
        before = c;
    }
    if from == 0 {
        return Cow::Borrowed(line);
    }
    out.push_str(&line[from..]);
    Cow::Owned(out)
}

/// Whether what begins with `c` behind the letter `before` is a word of its own: a job or a button, or a user's name
/// behind a person's.
fn parts_words(before: char, c: char, rest: &str) -> bool {
    if c == '@' {
        let user = rest.split(' ').next().unwrap_or("");
        return before.is_alphanumeric() && !user.contains('.');
    }
    if !before.is_lowercase() {
        return false;
    }
    if c.is_lowercase() {
        return matches!(c, 'f' | 't' | 'w' | 'i' | 'l')
            && SHARED.iter().any(|place| rest.starts_with(place));
    }
    if !c.is_uppercase() {
        return false;
    }
    let word = rest.split(|c: char| !c.is_alphabetic()).next().unwrap_or("").to_lowercase();
    is_before_date(&word) || (word.len() >= 3 && (is_job(&word) || is_button(&word)))
}

/// Where readers share a report: words of buttons, which stand in no name.
const SHARED: &[&str] = &["facebook", "twitter", "whatsapp", "instagram", "linkedin"];

/// Marks that part a byline from what else stands in its line.
const HARD: &[char] = &['|', '\n', '•', '·', '｜', '»', '›', '→', '\t'];

/// The byline with a bar in the place of each date, and of the words that only lead to one.
fn without_dates(line: &str) -> String {
    let words = |text: &str| {
        let kept = text.split(' ').filter(|word| !is_address(word) && !word.is_empty());
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

/// An address of the web or of mail: `https://…`, `jane@example.org`, `example.com/jane`.
fn is_address(word: &str) -> bool {
    let host = word.split_once('/').map_or("", |(host, _)| host);
    let top = host.rsplit_once('.').map_or("", |(_, top)| top);
    word.contains("://")
        || word.contains('@')
        || ((2..=4).contains(&top.len()) && top.bytes().all(|b| b.is_ascii_lowercase()))
}

fn names_of(piece: &str, trust: Trust, agencies: &Agencies, named: &mut Named) {
    for part in split(piece) {
        let part = cleaned(part, agencies);
        // "／台北報導": whence it was reported.
        if part.is_empty() || part.ends_with("報導") || part.ends_with("报导") {
            continue;
        }
        if agencies.named(part).is_some() {
            push(&mut named.organisations, part.to_owned());
        } else if let Some(name) = person(part, trust) {
            push(&mut named.people, name);
        } else if (is_organisation(part) || is_desk(part)) && part.chars().count() <= 60 {
            push(&mut named.organisations, part.to_owned());
        }
    }
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
    fn elements_that_ran_together_are_parted() {
        check("Von Anna BeispielRedakteurin", &["Anna Beispiel"]);
        check("By Jane Example@jane", &["Jane Example"]);
        check("Jane Example Jane Example", &["Jane Example"]);
        check("Jane ExamplePublished May 3, 2021", &["Jane Example"]);
        check("By Jane McExample", &["Jane McExample"]);
    }

    #[test]
    fn buttons_and_kinds_of_jobs_are_no_names() {
        check("By Jane Example Follow", &["Jane Example"]);
        check("By Jane Example Parliamentary editor", &["Jane Example"]);
        check("Von Anna Beispiel Landespolitische Korrespondentin", &["Anna Beispiel"]);
        check("Written by Jane Example Reviewed by John Sample", &["Jane Example"]);
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
