//! Reads dates as people and machines print them.
//!
//! Takes a short text (a meta value, a line), gives the dates in it. Knows no clock and no place: whether `3/4/2017` is
//! in March or April is told by an [`Order`] that the caller has evidence for, or stays open.

use std::ops::Range;

use crate::model::{Date, Precision, When};
use crate::text::character::{self, kind};

use super::months::{is_filler, leads_to_time, month, month_of_two};

/// A text longer than this is no line of a date; only so much of it is read.
const MAX_BYTES: usize = 2_000;
/// The first year a newspaper can have.
const FIRST_YEAR: u32 = 1600;
/// No report is of this year or later.
const LAST_YEAR: u32 = 2100;

/// A date as printed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Reading {
    /// What it says; where day and month could change places, with the day first.
    pub when: When,
    /// The other reading where day and month could change places.
    pub swapped: Option<Date>,
    /// The bytes it stands in, the time of day included.
    pub at: Range<usize>,
    /// The year has but two digits: believe it only where a date is expected.
    pub short_year: bool,
}

/// Which of day and month comes first in all-digit dates.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Order {
    DayFirst,
    MonthFirst,
    /// Nobody knows: an ambiguous date stays unread.
    Unknown,
}

impl Reading {
    /// The date under this order, or `None` where the order is needed and unknown.
    pub(super) fn resolved(&self, order: Order) -> Option<When> {
        match (self.swapped, order) {
            (None, _) | (Some(_), Order::DayFirst) => Some(self.when),
            (Some(date), Order::MonthFirst) => Some(When { date, ..self.when }),
            (Some(_), Order::Unknown) => None,
        }
    }
}

/// The date that `text` as a whole gives: a meta value, a `datetime` attribute, a declared field. Unlike in running
/// text, `20170926`, a Unix time, a month or a year alone count too.
pub(super) fn value(text: &str) -> Option<Reading> {
    let text = text.trim();
    if let Some(first) = find(text).into_iter().next() {
        return Some(first);
    }
    let parts = tokens(text);
    let at = 0..text.len();
    let reading = |date, precision, tz_known| Reading {
        when: When { date, precision, tz_known },
        swapped: None,
        at: at.clone(),
        short_year: false,
    };
    match parts.as_slice() {
        [one] => match one.number()? {
            (n, 8) => Some(reading(day_of(n / 10_000, n / 100 % 100, n % 100)?, Precision::Day, false)),
            (n, 4) => Some(reading(day_of(n, 1, 1)?, Precision::Year, false)),
            (_, 14) => {
                let date = day_of(digits(text, 0..4)?, digits(text, 4..6)?, digits(text, 6..8)?)?;
                Some(reading(date, Precision::Second, false))
            }
            (_, 10 | 13) => {
                let seconds: i64 = text.get(..10)?.parse().ok()?;
                Some(reading(from_days(seconds.div_euclid(86_400))?, Precision::Second, true))
            }
            _ => None,
        },
        [head, rest @ ..] if head.number().is_some_and(|(_, n)| n == 8) => {
            let (n, _) = head.number()?;
            let date = day_of(n / 10_000, n / 100 % 100, n % 100)?;
            let (precision, tz_known, _) = time_of_day(rest);
            Some(reading(date, precision, tz_known))
        }
        [a, sep, b] if matches!(sep.kind, Kind::Mark('-' | '/' | '.')) => match (a.number()?, b.number()?) {
            ((year, 4), (month, 2)) | ((month, 2), (year, 4)) => {
                Some(reading(day_of(year, month, 1)?, Precision::Month, false))
            }
            _ => None,
        },
        [name, .., year] | [year, .., name] if parts.len() <= 3 && name.month().is_some() => {
            let (year, width) = year.number()?;
            (width == 4).then_some(())?;
            Some(reading(day_of(year, name.month()?, 1)?, Precision::Month, false))
        }
        _ => None,
    }
}

/// Every date in a line, in order.
pub(super) fn find(text: &str) -> Vec<Reading> {
    let mut found = Vec::new();
    if !has_digit(text) {
        return found;
    }
    let parts = tokens(text);
    let mut at = 0;
    while at < parts.len() {
        match calendar_day(&parts, at) {
            Some(day) => {
                let (mut precision, mut tz_known, used) = time_of_day(&parts[day.end..]);
                let mut end = day.end + used;
                let mut start = parts[at].at.start;
                if used == 0 {
                    // "09:09, 27 Sept 2017": the time may stand before.
                    if let Some((told, from)) = time_before(&parts[..at]) {
                        precision = told;
                        start = parts[from].at.start;
                    }
                }
                if precision == Precision::None {
                    (precision, tz_known) = (Precision::Day, false);
                }
                end = end.max(day.end);
                found.push(Reading {
                    when: When { date: day.date, precision, tz_known },
                    swapped: day.swapped,
                    at: start..parts[end - 1].at.end,
                    short_year: day.short_year,
                });
                at = end;
            }
            None => at += 1,
        }
    }
    found
}

struct Day {
    date: Date,
    swapped: Option<Date>,
    short_year: bool,
    end: usize,
}

/// A calendar day that starts at token `at`.
fn calendar_day(parts: &[Token<'_>], at: usize) -> Option<Day> {
    let first = &parts[at];
    match first.kind {
        Kind::Number(n, width) => {
            if width == 4 {
                year_first(parts, at, n)
            } else if width <= 2 {
                day_month_name(parts, at, n)
                    .or_else(|| three_numbers(parts, at, n))
                    .or_else(|| era(parts, at, n))
            } else {
                None
            }
        }
        Kind::Word(_) => month_name_day(parts, at),
        Kind::Mark(_) => None,
    }
}

/// `2017-09-26`, `2017/9/26`, `2017.9.26`, `2017年9月26日`, `2017. szeptember 26.`, `2017 m. rugsėjo 26 d.`, `2017 Sept 26`
fn year_first(parts: &[Token<'_>], at: usize, year: u32) -> Option<Day> {
    let year = match year {
        2400..=2699 => year - 543, // the Buddhist era of Thailand
        FIRST_YEAR..LAST_YEAR => year,
        _ => return None,
    };
    if digit_joined_before(parts, at) {
        return None;
    }
    let next = parts.get(at + 1)?;
    if let (Kind::Mark(a @ ('-' | '/' | '.' | '‐' | '–' | '年')), Some(month), Some(b), Some(day)) =
        (next.kind, parts.get(at + 2), parts.get(at + 3), parts.get(at + 4))
    {
        let (sep, m, d) = (b.kind, month.number().filter(|m| m.1 <= 2), day.number().filter(|d| d.1 <= 2));
        let fits = matches!((a, sep), ('年', Kind::Mark('月'))) || sep == Kind::Mark(a);
        if let (true, Some((m, _)), Some((d, _))) = (fits, m, d) {
            if a != '年'
                && parts.get(at + 5).is_some_and(|t| t.kind == Kind::Mark(a))
                && next_is_digit(parts, at + 6)
            {
                return None;
            }
            let end =
                at + 5 + usize::from(parts.get(at + 5).is_some_and(|t| matches!(t.kind, Kind::Mark('日'))));
            return Some(Day { date: day_of(year, m, d)?, swapped: None, short_year: false, end });
        }
    }
    // A month's name between year and day.
    let (name, month) = named_month(parts, skip_filler(parts, at + 1)?)?;
    let at_day = skip_filler(parts, name)?;
    let (d, width) = parts.get(at_day)?.number()?;
    (width <= 2).then_some(())?;
    Some(Day { date: day_of(year, month, d)?, swapped: None, short_year: false, end: at_day + 1 })
}

/// `26 September 2017`, `26. září 2017`, `26 de septiembre de 2017`, `26-Sep-17`, `9 tháng 9, 2017`
fn day_month_name(parts: &[Token<'_>], at: usize, day: u32) -> Option<Day> {
    let (after, month) = named_month(parts, skip_filler(parts, at + 1)?)?;
    let at_year = skip_filler(parts, after)?;
    let (year, short_year) = year_token(parts, at_year)?;
    Some(Day { date: day_of(year, month, day)?, swapped: None, short_year, end: at_year + 1 })
}

/// `September 26, 2017`, `Sept. 26th 2017`, `tháng 9 26, 2017`
fn month_name_day(parts: &[Token<'_>], at: usize) -> Option<Day> {
    let (after, month) = named_month(parts, at)?;
    let at_day = skip_filler(parts, after)?;
    let (day, width) = parts.get(at_day)?.number()?;
    (width <= 2).then_some(())?;
    let at_year = skip_filler(parts, at_day + 1)?;
    let (year, short_year) = year_token(parts, at_year)?;
    // "May 26 17:30": a time, not a year.
    if short_year && parts.get(at_year + 1).is_some_and(|t| t.kind == Kind::Mark(':')) {
        return None;
    }
    Some(Day { date: day_of(year, month, day)?, swapped: None, short_year, end: at_year + 1 })
}

/// `26/09/2017`, `26.9.2017`, `9-26-17`
fn three_numbers(parts: &[Token<'_>], at: usize, a: u32) -> Option<Day> {
    if digit_joined_before(parts, at) {
        return None;
    }
    let sep = parts.get(at + 1)?.kind;
    if !matches!(sep, Kind::Mark('/' | '.' | '-' | '–')) || parts.get(at + 3)?.kind != sep {
        return None;
    }
    let (b, b_width) = parts.get(at + 2)?.number()?;
    (b_width <= 2).then_some(())?;
    let (year, short_year) = year_token(parts, at + 4)?;
    if parts.get(at + 5).is_some_and(|t| t.kind == sep) && next_is_digit(parts, at + 6) {
        return None;
    }
    let (day_first, month_first) = (day_of(year, b, a), day_of(year, a, b));
    let (date, swapped) = match (day_first, month_first) {
        // Points between the numbers are a European habit, and Europe says the day first.
        (Some(date), _) if sep == Kind::Mark('.') => (date, None),
        (Some(date), Some(other)) if date != other => (date, Some(other)),
        (Some(date), _) | (None, Some(date)) => (date, None),
        (None, None) => return None,
    };
    Some(Day { date, swapped, short_year, end: at + 5 })
}

/// `令和5年9月26日`, `平成29年9月26日`, `民國106年9月26日`: the era's name stands just before the number.
fn era(parts: &[Token<'_>], at: usize, n: u32) -> Option<Day> {
    let name = parts.get(at.checked_sub(1)?)?;
    let first = match name.kind {
        Kind::Word("和") if parts.get(at.checked_sub(2)?)?.kind == Kind::Word("令") => 2018,
        Kind::Word("和") => 1925,
        Kind::Word("成") => 1988,
        Kind::Word("國" | "国") => 1911,
        _ => return None,
    };
    let (year, month, m, day) =
        (parts.get(at + 1)?, parts.get(at + 2)?, parts.get(at + 3)?, parts.get(at + 4)?);
    if year.kind != Kind::Mark('年') || m.kind != Kind::Mark('月') {
        return None;
    }
    let end = at + 5 + usize::from(parts.get(at + 5).is_some_and(|t| t.kind == Kind::Mark('日')));
    let date = day_of(first + n, month.number()?.0, day.number()?.0)?;
    Some(Day { date, swapped: None, short_year: false, end })
}

/// The token behind a month's name at `at`, and the month; Vietnamese numbers its months: `tháng 9`.
fn named_month(parts: &[Token<'_>], at: usize) -> Option<(usize, u32)> {
    let token = parts.get(at)?;
    let Kind::Word(word) = token.kind else { return None };
    if let Some(month) = token.month() {
        return Some((at + 1, month));
    }
    let next = parts.get(at + 1)?;
    if let Kind::Word(second) = next.kind
        && let Some(month) = month_of_two(word, second)
    {
        return Some((at + 2, u32::from(month)));
    }
    if word.eq_ignore_ascii_case("tháng") || word == "Tháng" {
        let (month, _) = next.number()?;
        return (1..=12).contains(&month).then_some((at + 2, month));
    }
    None
}

/// The first token from `at` on that is neither punctuation nor a small word, if it comes soon.
fn skip_filler(parts: &[Token<'_>], at: usize) -> Option<usize> {
    (at..at + 4).find(|&i| match parts.get(i).map(|t| t.kind) {
        Some(Kind::Mark(',' | '.' | '-' | '–' | '/' | '،' | '\'' | '’' | '年' | '‐')) => false,
        Some(Kind::Word(word)) => !is_filler(&word.to_lowercase()),
        _ => true,
    })
}

/// A year of four digits, or of two behind a day and month.
fn year_token(parts: &[Token<'_>], at: usize) -> Option<(u32, bool)> {
    match parts.get(at)?.number()? {
        (year @ 2400..=2699, 4) => Some((year - 543, false)),
        (year @ FIRST_YEAR..LAST_YEAR, 4) => Some((year, false)),
        (year @ 0..=49, 2) => Some((2000 + year, true)),
        (year @ 70..=99, 2) => Some((1900 + year, true)),
        _ => None,
    }
}

/// What of a time of day follows a date, whether a zone is named, and how many tokens that takes.
fn time_of_day(parts: &[Token<'_>]) -> (Precision, bool, usize) {
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
fn time_before(parts: &[Token<'_>]) -> Option<(Precision, usize)> {
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

/// `1.2.` before `2017` or `v` before it: the number is part of something longer.
fn digit_joined_before(parts: &[Token<'_>], at: usize) -> bool {
    let Some(before) = at.checked_sub(1).and_then(|i| parts.get(i)) else { return false };
    let touches = before.at.end == parts[at].at.start;
    touches
        && match before.kind {
            Kind::Mark('.' | '/' | '-') => at.checked_sub(2).is_some_and(|i| parts[i].number().is_some()),
            Kind::Mark('%' | '$' | '€' | '£' | '=' | '#') => true,
            _ => false,
        }
}

fn next_is_digit(parts: &[Token<'_>], at: usize) -> bool {
    parts
        .get(at)
        .is_some_and(|t| t.number().is_some() && parts.get(at - 1).is_some_and(|p| p.at.end == t.at.start))
}

fn day_of(year: u32, month: u32, day: u32) -> Option<Date> {
    if !(FIRST_YEAR..LAST_YEAR).contains(&year) {
        return None;
    }
    Date::new(i16::try_from(year).ok()?, u8::try_from(month).ok()?, u8::try_from(day).ok()?)
}

fn digits(text: &str, at: Range<usize>) -> Option<u32> {
    text.get(at)?.parse().ok()
}

/// The day that lies `days` after 1970-01-01 (H. Hinnant, "chrono-compatible low-level date algorithms").
fn from_days(days: i64) -> Option<Date> {
    let z = days + 719_468;
    let era = z.div_euclid(146_097);
    let doe = z.rem_euclid(146_097);
    let yoe = (doe - doe / 1460 + doe / 36_524 - doe / 146_096) / 365;
    let doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
    let mp = (5 * doy + 2) / 153;
    let (day, month) = (doy - (153 * mp + 2) / 5 + 1, if mp < 10 { mp + 3 } else { mp - 9 });
    let year = yoe + era * 400 + i64::from(month <= 2);
    day_of(u32::try_from(year).ok()?, u32::try_from(month).ok()?, u32::try_from(day).ok()?)
}

#[derive(Debug, Clone, PartialEq)]
struct Token<'a> {
    kind: Kind<'a>,
    at: Range<usize>,
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Kind<'a> {
    /// Value and number of digits.
    Number(u32, u8),
    Word(&'a str),
    /// Punctuation, and the ideographs and syllables that stand for year, month and day.
    Mark(char),
}

impl Token<'_> {
    fn number(&self) -> Option<(u32, u8)> {
        match self.kind {
            Kind::Number(n, width) => Some((n, width)),
            _ => None,
        }
    }

    fn month(&self) -> Option<u32> {
        let Kind::Word(word) = self.kind else { return None };
        if word.len() > 40 {
            return None;
        }
        // A capital dotted I folds to an i with a dot of its own.
        month(&word.to_lowercase().replace('\u{307}', "")).map(u32::from)
    }
}

/// Whether a digit of any script stands in `text`; without one it has no date.
fn has_digit(text: &str) -> bool {
    let bytes = text.as_bytes();
    // Digits of other scripts begin with D9 in UTF-8, or higher.
    bytes.iter().any(u8::is_ascii_digit)
        || (bytes.iter().any(|&byte| byte >= 0xD9) && text.chars().any(|c| decimal(c).is_some()))
}

/// Numbers, words and marks; white space parts them and is dropped.
fn tokens(text: &str) -> Vec<Token<'_>> {
    let mut parts = Vec::new();
    let mut chars = text.char_indices().peekable();
    while let Some((start, c)) = chars.next() {
        if start > MAX_BYTES {
            break;
        }
        if c.is_whitespace() || c == '\u{200e}' || c == '\u{200f}' {
            continue;
        }
        let mut end = start + c.len_utf8();
        let kind = if let Some(digit) = decimal(c) {
            let (mut n, mut width) = (digit, 1_u8);
            while let Some((at, d)) = chars.peek().and_then(|&(at, c)| Some((at + c.len_utf8(), decimal(c)?)))
            {
                (n, width, end) = (n.saturating_mul(10).saturating_add(d), width.saturating_add(1), at);
                chars.next();
            }
            Kind::Number(n, width)
        } else if let Some(mark) = calendar_mark(c) {
            Kind::Mark(mark)
        } else if is_word(c) {
            let thai = ('\u{e00}'..'\u{e80}').contains(&c);
            if !crate::text::words::is_unspaced(c) || thai {
                while let Some(&(at, c)) = chars.peek() {
                    let goes_on =
                        is_word(c) && (thai || !crate::text::words::is_unspaced(c)) || (thai && c == '.');
                    if !goes_on || calendar_mark(c).is_some() {
                        break;
                    }
                    end = at + c.len_utf8();
                    chars.next();
                }
            }
            let word = &text[start..end];
            Kind::Word(if thai { word.trim_end_matches('.') } else { word })
        } else {
            Kind::Mark(if c == '：' { ':' } else { c })
        };
        parts.push(Token { kind, at: start..end });
    }
    parts
}

/// Year, month and day marks of Chinese, Japanese and Korean, as the Chinese ones.
fn calendar_mark(c: char) -> Option<char> {
    match c {
        '年' | '년' => Some('年'),
        '月' | '월' => Some('月'),
        '日' | '일' | '号' | '號' => Some('日'),
        '時' | '时' | '點' | '点' | '시' => Some(':'),
        _ => None,
    }
}

fn is_word(c: char) -> bool {
    kind(c).is(character::Kind::ALPHABETIC)
        || matches!(c, '\u{300}'..='\u{36f}' | '\u{900}'..='\u{963}' | '\u{970}'..='\u{9e5}' | '\u{a00}'..='\u{a65}'
            | '\u{a80}'..='\u{ae5}' | '\u{b80}'..='\u{be5}' | '\u{c00}'..='\u{c65}' | '\u{c80}'..='\u{ce5}'
            | '\u{d00}'..='\u{d65}' | '\u{e31}'..='\u{e4e}' | '\u{200c}' | '\u{200d}' | 'º' | 'ª')
}

/// The value of a decimal digit of any script.
fn decimal(c: char) -> Option<u32> {
    if c.is_ascii() {
        return c.to_digit(10);
    }
    const ZEROS: [u32; 14] =
        [0x660, 0x6f0, 0x966, 0x9e6, 0xa66, 0xae6, 0xb66, 0xbe6, 0xc66, 0xce6, 0xd66, 0xe50, 0x1040, 0xff10];
    ZEROS.iter().find_map(|zero| (u32::from(c)).checked_sub(*zero).filter(|d| *d < 10))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn check(line: &str, date: &str, precision: Precision, tz_known: bool) {
        let found = find(line);
        let first = found.first().unwrap_or_else(|| panic!("no date in {line}"));
        assert_eq!(first.when.date.to_string(), date, "{line}");
        assert_eq!((first.when.precision, first.when.tz_known), (precision, tz_known), "{line}");
    }

    #[test]
    fn machines_print_the_year_first() {
        check("2017-09-26", "2017-09-26", Precision::Day, false);
        check("2017-09-26T16:09:30+08:00", "2017-09-26", Precision::Second, true);
        check("2017-09-26T16:09:30.123Z", "2017-09-26", Precision::Second, true);
        check("2017-09-26 16:09", "2017-09-26", Precision::Minute, false);
        check("2017/5/25 20:42:07", "2017-05-25", Precision::Second, false);
        check("Tue, 26 Sep 2017 16:09:30 GMT", "2017-09-26", Precision::Second, true);
        check("Tue, 26 Sep 2017 16:09:30 -0500", "2017-09-26", Precision::Second, true);
    }

    #[test]
    fn english_and_its_habits() {
        check("Updated: September 26th, 2017 at 4:09 pm EDT", "2017-09-26", Precision::Minute, true);
        check("Sept. 26, 2017", "2017-09-26", Precision::Day, false);
        check("26-Sep-17", "2017-09-26", Precision::Day, false);
        check("4:09 p.m. | Tuesday 26 September 2017", "2017-09-26", Precision::Minute, false);
        check("9/26/2017", "2017-09-26", Precision::Day, false);
    }

    #[test]
    fn many_languages_name_their_months() {
        for line in [
            "26. September 2017, 16.09 Uhr",
            "26 septembre 2017 à 16h09",
            "26 de septiembre de 2017, 16:09",
            "26 settembre 2017 - 16:09",
            "wtorek, 26 września 2017 16:09",
            "26. září 2017 16:09",
            "2017. szeptember 26. 16:09",
            "2017 m. rugsėjo 26 d. 16:09",
            "26 сентября 2017, 16:09",
            "26 вересня 2017 р., 16:09",
            "26 Σεπτεμβρίου 2017, 16:09",
            "26 Eylül 2017 16:09",
            "2017年9月26日 16:09",
            "2017년 9월 26일 16:09",
            "26 กันยายน 2560 16:09",
            "26 ก.ย. 2560 16:09",
            "Thứ Ba, ngày 26 tháng 9 năm 2017 16:09",
            "26 सितंबर 2017, 16:09",
            "২৬ সেপ্টেম্বর ২০১৭, ১৬:০৯",
            "26 أيلول 2017 16:09",
            "26 تشرين الثاني 2017 16:09",
            "26 בספטמבר 2017, 16:09",
            "平成29年9月26日 16:09",
        ] {
            let month = if line.contains("تشرين") { "2017-11-26" } else { "2017-09-26" };
            check(line, month, Precision::Minute, false);
        }
    }

    #[test]
    fn an_ambiguous_order_stays_open() {
        let found = find("3/4/2017");
        assert_eq!(found[0].resolved(Order::Unknown), None);
        assert_eq!(found[0].resolved(Order::DayFirst).unwrap().date.to_string(), "2017-04-03");
        assert_eq!(found[0].resolved(Order::MonthFirst).unwrap().date.to_string(), "2017-03-04");
        assert_eq!(find("3.4.2017")[0].resolved(Order::Unknown).unwrap().date.to_string(), "2017-04-03");
        assert_eq!(
            find("Submit Time:23-10-2017")[0].resolved(Order::Unknown).unwrap().date.to_string(),
            "2017-10-23"
        );
    }

    #[test]
    fn what_is_no_date_is_not_read() {
        for line in [
            "192.168.2017.1",
            "May 2017",
            "1024*768",
            "1995 - 2017",
            "31.02.2017",
            "v1.2.2017.3",
            "by May 12 17:30",
        ] {
            assert_eq!(find(line), [], "{line}");
        }
    }

    #[test]
    fn values_may_be_compact_or_coarse() {
        let of = |text| value(text).map(|r| (r.when.date.to_string(), r.when.precision));
        assert_eq!(of("20170926"), Some(("2017-09-26".into(), Precision::Day)));
        assert_eq!(of("20170926T1609Z").map(|(day, _)| day), Some("2017-09-26".into()));
        assert_eq!(of("1506413370"), Some(("2017-09-26".into(), Precision::Second)));
        assert_eq!(of("1506413370000"), Some(("2017-09-26".into(), Precision::Second)));
        assert_eq!(of("2017-09"), Some(("2017-09-01".into(), Precision::Month)));
        assert_eq!(of("September 2017"), Some(("2017-09-01".into(), Precision::Month)));
        assert_eq!(of("2017"), Some(("2017-01-01".into(), Precision::Year)));
        assert_eq!(of("yesterday"), None);
    }

    proptest! {
        #[test]
        fn any_text_is_read_without_a_panic(text in "[0-9./: ,年月日TZ+-]{0,24}|\\PC{0,60}") {
            for reading in find(&text) {
                prop_assert!(text.get(reading.at.clone()).is_some());
            }
            let _ = value(&text);
        }

        #[test]
        fn every_printed_day_reads_back(year in 1700_i16..2090, month in 1_u8..=12, day in 1_u8..=28) {
            let date = Date::new(year, month, day).unwrap();
            prop_assert_eq!(find(&date.to_string())[0].when.date, date);
            prop_assert_eq!(find(&format!("{day}.{month}.{year}"))[0].when.date, date);
        }
    }
}
