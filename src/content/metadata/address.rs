//! Reads what an address says: the host, the day in the path.

use super::offers::{Offer, Offers};
use crate::model::{Date, Field};

/// Second-level names that stand for "company" and the like before a country: `example.co.uk`.
const SECOND_LEVELS: &[&str] =
    &["co", "com", "org", "net", "gov", "edu", "ac", "or", "ne", "gob", "gouv", "go"];

/// The host of an address, without `www.`, in lower case; `""` where there is none.
pub(super) fn host(url: &str) -> String {
    let rest = url.split_once("://").map_or("", |(_, rest)| rest);
    let host = rest.split(['/', '?', '#']).next().unwrap_or("");
    let host = host.rsplit('@').next().unwrap_or("").split(':').next().unwrap_or("").to_ascii_lowercase();
    host.strip_prefix("www.").map(str::to_owned).unwrap_or(host)
}

/// The name in a host that says whose it is: `harbourtimes` of `news.harbourtimes.co.uk`.
pub(super) fn owner(host: &str) -> &str {
    let labels: Vec<&str> = host.split('.').collect();
    let n = labels.len();
    let skip = if n >= 3 && SECOND_LEVELS.contains(&labels[n - 2]) { 3 } else { 2 };
    n.checked_sub(skip).and_then(|at| labels.get(at)).copied().unwrap_or(host)
}

/// Adds the day that the path of an address names: `/2017/09/26/`, `/2017-09-26-`, `/20170926/`, `/2017/sep/26/`.
pub(super) fn read(url: &str, offers: &mut Offers) {
    let Some((_, rest)) = url.split_once("://") else { return };
    let Some((_, path)) = rest.split_once('/') else { return };
    let path = path.split(['?', '#']).next().unwrap_or("");
    if let Some((date, raw)) = day(path) {
        offers.add(Field::DatePublished, Offer::new(date.to_string(), "url", "path", 740).printed(raw));
    }
}

fn day(path: &str) -> Option<(Date, &str)> {
    let bytes = path.as_bytes();
    let is_digit = |i: usize| bytes.get(i).is_some_and(u8::is_ascii_digit);
    let number = |from: usize, to: usize| path.get(from..to).and_then(|n| n.parse::<u16>().ok());
    for at in 0..bytes.len().saturating_sub(6).min(300) {
        if !is_digit(at) || at.checked_sub(1).is_some_and(is_digit) {
            continue;
        }
        let width = (at..at + 9).take_while(|&i| is_digit(i)).count();
        let year = number(at, at + 4).filter(|year| (1990..2100).contains(year));
        let Some(year) = year else { continue };
        if width == 4
            && bytes.get(at + 4).is_some_and(|b| matches!(b, b'/' | b'-'))
            && (5..9).all(|i| is_digit(at + i))
            && !is_digit(at + 9)
        {
            let day = Date::new(year as i16, number(at + 5, at + 7)? as u8, number(at + 7, at + 9)? as u8);
            if let Some(day) = day {
                return Some((day, path.get(at..at + 9)?));
            }
        }
        if width == 8 {
            let day = Date::new(year as i16, number(at + 4, at + 6)? as u8, number(at + 6, at + 8)? as u8);
            if let Some(day) = day {
                return Some((day, path.get(at..at + 8)?));
            }
        } else if width == 4 {
            let separator = *bytes.get(at + 4)?;
            if !matches!(separator, b'/' | b'-' | b'_' | b'.') {
                continue;
            }
            let month = at + 5;
            let month_end = (month..month + 3)
                .take_while(|&i| bytes.get(i).is_some_and(u8::is_ascii_alphanumeric))
                .count()
                + month;
            let Some(m) = month_number(path.get(month..month_end)?) else { continue };
            if !bytes.get(month_end).is_some_and(|b| matches!(b, b'/' | b'-' | b'_' | b'.')) {
                continue;
            }
            let day_end = (month_end + 1..month_end + 4).take_while(|&i| is_digit(i)).count() + month_end + 1;
            let joined = bytes.get(day_end).is_none_or(|b| !b.is_ascii_alphanumeric());
            let d = number(month_end + 1, day_end).filter(|_| joined && day_end - month_end <= 3);
            if let Some(day) = d.and_then(|d| Date::new(year as i16, m, u8::try_from(d).ok()?)) {
                return Some((day, path.get(at..day_end)?));
            }
        }
    }
    None
}

fn month_number(text: &str) -> Option<u8> {
    match text.parse::<u8>() {
        Ok(n) => (1..=12).contains(&n).then_some(n),
        Err(_) => super::months::month(&text.to_ascii_lowercase()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_name_days() {
        let of = |path| day(path).map(|(day, _)| day.to_string());
        assert_eq!(of("news/2017/09/26/port-reopens"), Some("2017-09-26".into()));
        assert_eq!(of("2017/sep/26/port-reopens"), Some("2017-09-26".into()));
        assert_eq!(of("content_20170926_port"), Some("2017-09-26".into()));
        assert_eq!(of("port-reopens-2017-09-26.html"), Some("2017-09-26".into()));
        assert_eq!(of("a/2017-09/26/content_32490000.htm"), Some("2017-09-26".into()));
        assert_eq!(of("2017/0926/c90000-9274000.html"), Some("2017-09-26".into()));
        assert_eq!(of("id/1234567890"), None);
        assert_eq!(of("2017/9/port"), None);
    }

    #[test]
    fn a_host_has_an_owner() {
        assert_eq!(owner(&host("https://www.harbourtimes.co.uk/x")), "harbourtimes");
        assert_eq!(owner(&host("http://news.harbourtimes.com:80/")), "harbourtimes");
        assert_eq!(host("no address"), "");
    }
}
