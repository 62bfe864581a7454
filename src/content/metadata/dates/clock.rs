//! Finds the time of day behind or before a date.
//!
//! Takes the tokens beside a date, gives how precise the time is and how many tokens it takes. The hour itself is not
//! kept: a report has a day.

use super::super::months::{is_filler, leads_to_time};
use super::tokens::{Kind, Token};
use crate::model::Precision;

/// What of a time of day follows a date, whether a zone is named, and how many tokens that takes.
pub(super) fn time_of_day(parts: &[Token<'_>]) -> (Precision, bool, usize) {
    let mut at = 0;
    while at < 4 {
        match parts.get(at).map(|t| t.kind) {
            Some(Kind::Number(..)) | None => break,
            Some(Kind::Mark(
                ',' | '-' | '|' | '–' | '—' | '(' | '/' | '·' | '•' | '.' | '@' | '،' | ':' | '日',
            )) => at += 1,
            Some(Kind::Word(word)) => {
                let word = word.to_lowercase();
                if !leads_to_time(&word) && !is_filler(&word) {
                    return (Precision::None, false, 0);
                }
                at += 1;
            }
            Some(Kind::Mark(_)) => return (Precision::None, false, 0),
        }
    }
    let Some((precision, mut at)) = clock(parts, at) else { return (Precision::None, false, 0) };
    for _ in 0..4 {
        match parts.get(at).map(|t| t.kind) {
            Some(Kind::Word(word)) if is_zone(word) => {
                return (precision, true, at + 1 + offset_tokens(&parts[at + 1..]));
            }
            Some(Kind::Word(word)) if is_half_day(word) => at += 1,
            Some(Kind::Mark('.'))
                if parts.get(at + 1).is_some_and(|t| matches!(t.kind, Kind::Word("m" | "M"))) =>
            {
                at += 2
            }
            Some(Kind::Mark('+' | '-' | '−')) => {
                let n = offset_tokens(&parts[at..]);
                if n > 0 {
                    return (precision, true, at + n);
                }
                break;
            }
            Some(Kind::Mark('('))
                if parts.get(at + 1).is_some_and(|t| matches!(t.kind, Kind::Word(w) if is_zone(w))) =>
            {
                at += 1;
            }
            _ => break,
        }
    }
    (precision, false, at)
}

/// A time that ends just before a date: its precision and first token.
pub(super) fn time_before(parts: &[Token<'_>]) -> Option<(Precision, usize)> {
    let from = parts.len().saturating_sub(9);
    (from..parts.len()).find_map(|at| {
        let (precision, mut end) = clock(parts, at)?;
        while end < parts.len() {
            match parts[end].kind {
                Kind::Mark(',' | '.' | '|' | '-' | '–' | '—' | '·' | ')') => end += 1,
                Kind::Word(word)
                    if is_zone(word)
                        || is_half_day(word)
                        || is_filler(word)
                        || leads_to_time(&word.to_lowercase()) =>
                {
                    end += 1
                }
                Kind::Word(word) if word.chars().count() > 1 && end + 2 >= parts.len() => end += 1, // a weekday
                _ => return None,
            }
        }
        Some((precision, at))
    })
}

/// `16:09`, `20:42:07.123`, `9h05`, `14.30`, `4 pm` from token `at`: its precision and the token behind it.
fn clock(parts: &[Token<'_>], at: usize) -> Option<(Precision, usize)> {
    let (hour, width) = parts.get(at)?.number()?;
    if hour > 24 || width > 2 {
        return None;
    }
    let two = |i: usize| parts.get(i).and_then(Token::number).filter(|(n, w)| *n < 60 && *w == 2);
    match parts.get(at + 1)?.kind {
        Kind::Mark(':' | '：' | '時' | '时' | '點' | '点' | '시') | Kind::Word("h" | "H")
            if two(at + 2).is_some() =>
        {
            if matches!(parts.get(at + 3).map(|t| t.kind), Some(Kind::Mark(':'))) && two(at + 4).is_some() {
                let fraction = matches!(parts.get(at + 5).map(|t| t.kind), Some(Kind::Mark('.' | ',')))
                    && parts.get(at + 6).is_some_and(|t| t.number().is_some_and(|(_, w)| w >= 3));
                return Some((Precision::Second, at + 5 + 2 * usize::from(fraction)));
            }
            Some((Precision::Minute, at + 3))
        }
        Kind::Mark('.')
            if two(at + 2).is_some() && parts.get(at + 3).is_none_or(|t| t.kind != Kind::Mark('.')) =>
        {
            Some((Precision::Minute, at + 3))
        }
        Kind::Word(word) if is_half_day(word) || word.eq_ignore_ascii_case("uhr") => {
            Some((Precision::Minute, at + 2))
        }
        _ => None,
    }
}

fn is_half_day(word: &str) -> bool {
    ["am", "pm", "uhr", "hrs", "h", "a", "p"].iter().any(|half| word.eq_ignore_ascii_case(half))
}

fn is_zone(word: &str) -> bool {
    const ZONES: &[&str] = &[
        "Z", "GMT", "UTC", "UT", "EST", "EDT", "ET", "CST", "CDT", "CT", "MST", "MDT", "MT", "PST", "PDT",
        "PT", "AKST", "BST", "WET", "WEST", "CET", "CEST", "MEZ", "MESZ", "EET", "EEST", "MSK", "TRT", "IST",
        "PKT", "NPT", "BJT", "HKT", "SGT", "JST", "KST", "WIB", "WITA", "WIT", "AEST", "AEDT", "ACST",
        "AWST", "NZST", "NZDT", "SAST", "EAT", "WAT", "CAT", "BRT", "ART", "CLT", "COT", "МСК",
    ];
    ZONES.contains(&word)
}

/// Tokens of an offset such as `+08:00`, `-0500`, `+1`.
fn offset_tokens(parts: &[Token<'_>]) -> usize {
    match parts {
        [sign, hours, ..] if matches!(sign.kind, Kind::Mark('+' | '-' | '−')) => match hours.number() {
            Some((_, 4)) => 2,
            Some((n, 1 | 2)) if n <= 14 => {
                let minutes = parts.get(2).is_some_and(|t| t.kind == Kind::Mark(':'))
                    && parts.get(3).is_some_and(|t| t.number().is_some_and(|(_, w)| w == 2));
                if minutes { 4 } else { 2 }
            }
            _ => 0,
        },
        _ => 0,
    }
}
