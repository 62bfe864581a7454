//! Parts a byline into what may be one name each, and strips a part of what is no name.
//!
//! Takes a byline without its dates, gives parts of it; whether a part is a name is not asked here.

use super::super::byline_words::{is_and, is_before_date, is_button, is_comments, is_kind_of_job};
use super::super::labels::is_weekday;
use super::by_word::by_word;
use super::given::{is_common, is_given};
use super::person::{is_job_word, is_mark, is_organisation};
use crate::content::agencies::Agencies;
use crate::text::seek::{position, stands_in};

/// The parts of a byline between commas, bars, slashes and "and".
pub(in crate::content::metadata) fn split(line: &str) -> Vec<&str> {
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
    // Korean reporters stand in a row, each with his title.
    if !line.is_ascii() && stands_in(line, REPORTER) {
        parts = parts.into_iter().flat_map(|part| part.split(REPORTER)).collect();
    }
    parts
}

/// The word for a reporter between two Korean names.
pub(in crate::content::metadata) const REPORTER: &str = " 기자 ";

/// A part without what is no name: outer marks, job, place, address.
pub(in crate::content::metadata) fn clean(part: &str) -> &str {
    let trim = |s: &str| -> usize {
        s.trim_end_matches(|c: char| !c.is_alphanumeric() && c != '.' && c != ')' && !is_mark(c)).len()
    };
    let mut part = part.trim_matches(|c: char| !c.is_alphanumeric() && !is_mark(c) && c != '.');
    part = part.trim_start_matches('.').trim();
    for stop in [
        " in ",
        " IN ",
        " em ",
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
        " Special to ",
        " SPECIAL TO ",
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
        " Beeld ",
        " Kuva",
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
    part = without_about(part);
    // "Jane Doe Staff Writer", "Reporter Jane Doe"
    while let Some(name) = without_button(part).or_else(|| without_job(part)) {
        part = name;
    }
    for tail in
        ["记者", "報道", "报道", "記者", "기자", "특파원", "摄", "撰", "編集委員", "द्वारा", "tarafından"]
    {
        part = part.strip_suffix(tail).unwrap_or(part).trim();
    }
    part
}

/// The part without the word that leads to whom a box is about: "About Jane Example".
fn without_about(part: &str) -> &str {
    const ABOUT: &[&str] =
        &["About ", "Über ", "À propos de ", "Acerca de ", "Sobre ", "Over ", "Om ", "O autorze "];
    let rest = ABOUT.iter().find_map(|about| part.strip_prefix(about));
    rest.filter(|rest| is_common(rest)).unwrap_or(part)
}

/// The part without the house and the job, or the agency, that follow a name: "Jane Example Harbour Times Staff Writer",
/// "JANE EXAMPLE Associated Press". The given name must be one that many bear, for houses are called after people too.
pub(super) fn without_house<'p>(part: &'p str, agencies: &Agencies) -> &'p str {
    const LEAST: usize = 4;
    let Some(second) = part.match_indices(' ').map(|(at, _)| at).nth(1) else { return part };
    let name = &part[..second];
    let last = part.rsplit(' ').next().unwrap_or("");
    let is_agency = || agencies.named(part[second..].trim()).is_some();
    let works = || is_agency() || is_job_word(last) && part.split(' ').count() >= LEAST;
    let may = is_common(part) && works();
    if may && is_organisation(part) && !is_organisation(name) { name } else { part }
}

/// The part without the button behind it, where two words at least are left: "Jane Example Follow".
fn without_button(part: &str) -> Option<&str> {
    let (before, last) = part.rsplit_once(' ')?;
    let before = before.trim_end();
    let last = last.to_lowercase();
    let leads = || is_before_date(&last) && (last == "on" || last == "am" || last.len() > "stand".len());
    (before.contains(' ') && (is_button(&last) || leads())).then_some(before)
}

/// The part without the word at its end or its beginning that says what somebody does, where a name is left: "Harbour
/// Staff", "Letters to the Editor" and "Daily Post Reporter" stay, for they name desks.
fn without_job(part: &str) -> Option<&str> {
    let (before, last) = part.rsplit_once(' ')?;
    let before = before.trim_end();
    if is_weekday(&last.to_lowercase()) {
        return Some(before);
    }
    if is_job_word(last) && leaves_name(before) {
        let kind = before.rsplit_once(' ').filter(|(name, kind)| {
            is_kind_of_job(&kind.to_lowercase()) && name.contains(' ') && leaves_name(name)
        });
        return Some(kind.map_or(before, |(name, _)| name));
    }
    let (first, behind) = part.split_once(' ')?;
    let behind = behind.trim_start();
    (is_job_word(first) && leaves_name(behind)).then_some(behind)
}

/// Whether what is left beside a job can be a name: words that no desk, paper or phrase has, or a given name alone.
fn leaves_name(rest: &str) -> bool {
    match rest.rsplit_once(' ') {
        Some((_, last)) => {
            !["the", "to", "of"].contains(&last.to_lowercase().as_str()) && !is_organisation(rest)
        }
        None => is_given(rest),
    }
}

/// The part before a count of comments: "Jane Example 2 Comments", "Jane Example Leave a comment".
pub(in crate::content::metadata) fn without_comments(part: &str) -> &str {
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
pub(in crate::content::metadata) fn without_brackets(line: &str) -> String {
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
