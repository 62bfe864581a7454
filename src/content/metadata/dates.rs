//! Reads dates as people and machines print them.
//!
//! Takes a short text (a meta value, a line), gives the dates in it. Knows no clock and no place: whether `3/4/2017` is
//! in March or April is told by an [`Order`] that the caller has evidence for, or stays open.

use std::ops::Range;

use crate::model::{Date, Precision, When};

mod calendar;
mod clock;
mod tokens;

use calendar::{calendar_day, day_of, from_days};
use clock::{time_before, time_of_day};
use tokens::{Kind, Token, has_digit, tokens};

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
                let (mut date, mut swapped) = (day.date, day.swapped);
                if let Some(other) = swapped
                    && let Some((weekday, from)) = weekday_before(&parts[..at])
                    && (weekday_of(date) == weekday) != (weekday_of(other) == weekday)
                {
                    // "Mon, 05/03/2021": only one order of day and month makes it a Monday.
                    date = if weekday_of(date) == weekday { date } else { other };
                    (swapped, start) = (None, start.min(parts[from].at.start));
                }
                found.push(Reading {
                    when: When { date, precision, tz_known },
                    swapped,
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

/// The day of the week that is named in English before a date, Monday as 0, and its place among the parts.
fn weekday_before(parts: &[Token<'_>]) -> Option<(i32, usize)> {
    const DAYS: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
    let at = parts.iter().rposition(|part| !matches!(part.kind, Kind::Mark(',' | '.')))?;
    let Kind::Word(word) = parts[at].kind else { return None };
    let named = |day: &str| {
        day.get(..word.len()).is_some_and(|head| word.len() >= 3 && head.eq_ignore_ascii_case(word))
    };
    Some((DAYS.into_iter().position(named)? as i32, at))
}

/// The day of the week, Monday as 0.
fn weekday_of(date: Date) -> i32 {
    (date.days() + 3).rem_euclid(7)
}

fn digits(text: &str, at: Range<usize>) -> Option<u32> {
    text.get(at)?.parse().ok()
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
    fn days_that_ran_together_with_words_and_figures_are_read() {
        check(
            "harbour writerAugust 30, 2023 1:55 am(Updated 4:30 am)",
            "2023-08-30",
            Precision::Minute,
            false,
        );
        check("29. September 2024, 17:27 UhrLesezeit: 3 Min.", "2024-09-29", Precision::Minute, false);
        check("March 2, 2024 12:01 amThe ferry", "2024-03-02", Precision::Minute, false);
        check("April 10, 20233 years ago", "2023-04-10", Precision::Day, false);
        check("miércoles, 4 de mayo de 202200:00 hs", "2022-05-04", Precision::Minute, false);
        check("a prize in 2015.March 2, 2024 6:00 am", "2024-03-02", Precision::Minute, false);
        assert_eq!(find("the YouTube 30, 2023"), []);
    }

    #[test]
    fn an_ambiguous_order_stays_open() {
        let found = find("3/4/2017");
        assert_eq!(found[0].resolved(Order::Unknown), None);
        assert_eq!(found[0].resolved(Order::DayFirst).unwrap().date.to_string(), "2017-04-03");
        assert_eq!(found[0].resolved(Order::MonthFirst).unwrap().date.to_string(), "2017-03-04");
        assert_eq!(
            find("Mon, 05/03/2021")[0].resolved(Order::Unknown).unwrap().date.to_string(),
            "2021-05-03"
        );
        assert_eq!(find("Wednesday 05/03/2021")[0].resolved(Order::Unknown), None, "no order makes it one");
        assert_eq!(value("Mon, 05/03/2021 - 10:00").unwrap().when.date.to_string(), "2021-05-03");
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
