//! Chooses the days of publication, of change and of posting.
//!
//! Takes the offers, gives [`Metadata::published`], `modified` and `posted` with evidence. A day that is printed beside
//! the headline stands against a declared one where it is the same moment in the reader's time zone, or where another
//! voice says the same. Knows no clock: a day in the future is one behind the day of the fetch.

use super::dates::{self, Order};
use super::offers::{Offer, Offers, evidence};
use crate::model::{Date, Field, Metadata, Page, Precision, When};

/// One day that is offered.
struct Day<'o> {
    when: When,
    offer: &'o Offer,
}

impl Day<'_> {
    /// The evidence of having taken it.
    fn taken(&self) -> Offer {
        Offer { value: self.when.date.to_string(), raw: self.offer.value.clone(), ..self.offer.clone() }
    }

    /// It stands where readers see it, or in the address.
    fn is_printed(&self) -> bool {
        self.when.precision >= Precision::Day && matches!(self.offer.method, "line" | "microformat" | "url")
    }
}

/// Fills the days.
pub(super) fn choose(offers: &Offers, page: &Page, host: &str, metadata: &mut Metadata) {
    let fetched = page.past().origin().fetched().get(..10).and_then(Date::parse);
    let order = order_of(offers, host, &metadata.language);
    let ranked = |field: Field| {
        let sane = |when: &When| {
            fetched.is_none_or(|fetched| when.date.days() <= fetched.days() + 1) && when.date.days() != 0
        };
        let mut ranked: Vec<Day<'_>> = offers
            .of(field)
            .iter()
            .filter_map(|offer| {
                Some(Day { when: dates::value(&offer.value)?.resolved(order).filter(sane)?, offer })
            })
            .collect();
        ranked.sort_by_key(|day| std::cmp::Reverse(day.offer.score));
        ranked
    };
    let offered = ranked(Field::DatePublished);
    let published = first_of(&offered).map(|day| (day.when, day.taken()));
    let modified = ranked(Field::DateModified).first().map(|day| (day.when, day.taken()));
    let posted = ranked(Field::DatePosted).first().map(|day| (day.when, day.taken()));
    let fallback = || {
        posted
            .clone()
            .or_else(|| modified.clone())
            .map(|(when, offer)| (when, Offer { score: offer.score / 2 + 100, ..offer }))
    };
    let published = match published {
        Some(found) if found.0.precision >= Precision::Day => Some(found),
        found => fallback().or(found),
    };
    if let Some((when, taken)) = &published {
        metadata.published = Some(*when);
        metadata.evidence.push(evidence(Field::DatePublished, taken, offers.of(Field::DatePublished)));
    }
    if let Some((when, taken)) = &modified
        && published.as_ref().is_none_or(|(first, _)| first.date <= when.date)
    {
        metadata.modified = Some(*when);
        metadata.evidence.push(evidence(Field::DateModified, taken, offers.of(Field::DateModified)));
    }
    if let Some((when, taken)) = &posted
        && published.as_ref().is_some_and(|(first, _)| first.date != when.date)
    {
        metadata.posted = Some(when.date);
        metadata.evidence.push(evidence(Field::DatePosted, taken, offers.of(Field::DatePosted)));
    }
}

/// The day of publication among what is offered, the most believed first.
fn first_of<'d, 'o>(offered: &'d [Day<'o>]) -> Option<&'d Day<'o>> {
    /// A printed day counts from here on: near the headline, or with a word that says what it is.
    const BELIEVED: u16 = 600;
    let top = offered.first()?;
    if top.is_printed() {
        return Some(top);
    }
    let printed = || offered.iter().filter(|day| day.is_printed() && day.offer.score >= BELIEVED);
    if printed().any(|day| day.when.date == top.when.date) {
        return Some(top);
    }
    // Machines tell the moment by Greenwich; the page prints the day its readers had.
    if let Some(hour) = hour_of_greenwich(&top.offer.value)
        && let Some(local) = printed().find(|day| match day.when.date.days() - top.when.date.days() {
            1 => hour >= 10,
            -1 => hour < 12,
            _ => false,
        })
    {
        return Some(local);
    }
    // Two voices that agree, one of them in print, against one.
    let voices = |date: Date| {
        let mut methods: Vec<&str> =
            offered.iter().filter(|day| day.when.date == date).map(|day| day.offer.method).collect();
        methods.sort_unstable();
        methods.dedup();
        methods.iter().filter(|method| !matches!(**method, "line" | "microformat" | "url")).count()
    };
    if voices(top.when.date) == 1
        && let Some(agreed) = offered
            .iter()
            .filter(|day| day.is_printed() && day.offer.score >= 560)
            .find(|day| voices(day.when.date) >= 1)
    {
        return Some(agreed);
    }
    Some(top)
}

/// The hour of a moment that is told by Greenwich: `2017-09-26T22:09:30Z`, `… GMT`, `+00:00`.
fn hour_of_greenwich(value: &str) -> Option<u32> {
    let value = value.trim();
    let zone = ["Z", "GMT", "UTC", "+00:00", "+0000", "+00"].iter().any(|zone| value.ends_with(zone));
    let colon = value.find(':').filter(|_| zone)?;
    value.get(colon.checked_sub(2)?..colon)?.trim().parse().ok()
}

/// Which of day and month the page's all-digit dates have first: what another date of the page settles, or else the
/// habit of its country or language.
fn order_of(offers: &Offers, host: &str, language: &str) -> Order {
    let all = [Field::DatePublished, Field::DateModified, Field::DatePosted];
    let readings: Vec<_> = all
        .iter()
        .flat_map(|field| offers.of(*field))
        .take(40)
        .filter_map(|offer| dates::value(&offer.value))
        .collect();
    for open in readings.iter().filter(|reading| reading.swapped.is_some()) {
        let settled = readings.iter().filter(|r| r.swapped.is_none() && r.when.precision >= Precision::Day);
        for known in settled {
            if known.when.date == open.when.date {
                return Order::DayFirst;
            }
            if Some(known.when.date) == open.swapped {
                return Order::MonthFirst;
            }
        }
    }
    let country = host.rsplit('.').next().unwrap_or("");
    match (country, language) {
        ("us" | "gov" | "mil" | "ph", _) => Order::MonthFirst,
        ("com" | "org" | "net" | "edu" | "info" | "tv" | "news" | "", "en") | ("ca", _) => Order::Unknown,
        (_, "") if country.len() != 2 => Order::Unknown,
        _ => Order::DayFirst,
    }
}
