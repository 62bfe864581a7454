//! Tells names of people from other words, and writes them as names are written.
//!
//! Takes one part of a byline. Knows no list of names: a name is what looks like one and is no job, no paper, no address.

use super::super::byline_words::{is_empty, is_furniture, is_job, is_of_organisation};
use super::Trust;

pub(super) fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{900}'..='\u{dff}' | '\u{e31}'..='\u{e4e}')
}

/// The name, normalised, if `part` looks like a person's.
pub(super) fn person(part: &str, trust: Trust) -> Option<String> {
    let words: Vec<&str> = part.split(' ').filter(|w| !w.is_empty()).collect();
    let unspaced = part
        .chars()
        .all(|c| crate::text::words::is_unspaced(c) || ('\u{ac00}'..'\u{d7b0}').contains(&c) || c == ' ');
    if words.is_empty()
        || words.len() > 6
        || part.chars().count() > 60
        || (part.chars().any(|c| c.is_ascii_digit()) && (trust == Trust::Printed || !is_user(part)))
    {
        return None;
    }
    if part.contains(['@', '?', '!', '"', '“', '„', '#', '=', '<', '{', '…', ':'])
        || part.contains("://")
        || part.contains("www.")
    {
        return None;
    }
    if is_organisation(part)
        || is_desk(part)
        || is_place(part)
        || words.iter().all(|w| is_job_word(w) || is_empty(&w.to_lowercase()))
    {
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
        if words.iter().any(|word| is_furniture(&word.to_lowercase())) {
            return None;
        }
        let capital = |w: &&&str| w.chars().find(|c| c.is_alphabetic()).is_some_and(|c| !c.is_lowercase());
        let capitals = words.iter().filter(capital).count();
        let lower = words.iter().filter(|w| w.chars().all(char::is_lowercase) && !is_particle(w)).count();
        if !(unspaced && (2..=4).contains(&letters))
            && (words.len() < 2 || capitals < 2 || lower > 0 || words.len() > 5)
        {
            return None;
        }
    }
    Some(normalised(once(&words)))
}

/// A name that two elements print, one for the eye and one for the ear, once.
fn once<'w, 's>(words: &'w [&'s str]) -> &'w [&'s str] {
    let (first, second) = words.split_at(words.len() / 2);
    if words.len() >= 4 && first == second { first } else { words }
}

/// Whether words name a desk or a column rather than a person: they end with what somebody does ("HT Correspondent"),
/// or have an article in them ("Letters to the Editor", "Das Hafenkabinett").
pub(super) fn is_desk(part: &str) -> bool {
    let lower = part.to_lowercase();
    let Some((before, last)) = lower.rsplit_once(' ') else { return false };
    let first = before.split(' ').next().unwrap_or("");
    is_job(last.trim_matches(|c: char| !c.is_alphabetic()))
        || ["das", "die", "les"].contains(&first)
        || lower.split(' ').any(|word| word == "the")
}

/// Whether words say where something was written: "Em São Paulo", "aus Berlin".
fn is_place(part: &str) -> bool {
    let first = part.split(' ').next().unwrap_or("");
    first.len() < part.len() && ["in", "em", "aus", "from"].contains(&first.to_lowercase().as_str())
}

/// A user's name may have digits in it: one word that begins with a letter and has three.
fn is_user(part: &str) -> bool {
    part.starts_with(char::is_alphabetic)
        && part.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '.'))
        && part.chars().filter(|c| c.is_alphabetic()).count() >= 3
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
pub(super) fn is_job_word(word: &str) -> bool {
    is_job(&word.trim_matches(|c: char| !c.is_alphabetic()).to_lowercase())
}

/// Whether a part names a paper, a desk, a company, by a word that only those have.
pub(in crate::content::metadata) fn is_organisation(part: &str) -> bool {
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
