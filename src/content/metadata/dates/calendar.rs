//! Finds the day in the tokens of a line: year, month and day in the orders that people and machines write them.
//!
//! Takes tokens and a place among them, gives the day that starts there. Reads no time of day.

use super::super::months::{is_filler, month_of_two};
use super::tokens::{Kind, Token};
use crate::model::Date;
use crate::text::character::lowercase;

/// The first year a newspaper can have.
const FIRST_YEAR: u32 = 1600;
/// No report is of this year or later.
const LAST_YEAR: u32 = 2100;

pub(super) struct Day {
    pub date: Date,
    pub swapped: Option<Date>,
    pub short_year: bool,
    pub end: usize,
}

/// A calendar day that starts at token `at`.
pub(super) fn calendar_day(parts: &[Token<'_>], at: usize) -> Option<Day> {
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
    if let (
        Kind::Mark(a @ ('-' | '/' | '.' | '‐' | '–' | '•' | '·' | '年')),
        Some(month),
        Some(b),
        Some(day),
    ) = (next.kind, parts.get(at + 2), parts.get(at + 3), parts.get(at + 4))
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
    // "… in 2015. March 2, 2024": the year closes a sentence before the day.
    if let Some((Token { kind: Kind::Mark(','), .. }, next)) =
        parts.get(at_day + 1).zip(parts.get(at_day + 2))
        && next.number().is_some_and(|(_, width)| width == 4)
    {
        return None;
    }
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
        Some(Kind::Word(word)) => !is_filler(&lowercase(word, &mut [0; 16])),
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

pub(super) fn day_of(year: u32, month: u32, day: u32) -> Option<Date> {
    if !(FIRST_YEAR..LAST_YEAR).contains(&year) {
        return None;
    }
    Date::new(i16::try_from(year).ok()?, u8::try_from(month).ok()?, u8::try_from(day).ok()?)
}

/// The day that lies `days` after 1970-01-01 (H. Hinnant, "chrono-compatible low-level date algorithms").
pub(super) fn from_days(days: i64) -> Option<Date> {
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
