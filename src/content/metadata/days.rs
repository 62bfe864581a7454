//! Chooses the days of publication, of change and of posting.
//!
//! Takes the offers, gives [`Metadata::published`], `modified` and `posted` with evidence. A day that is printed beside
//! the headline stands against a declared one where it is the same moment in the reader's time zone, or where another
//! voice says the same. Knows no clock: a day in the future is one behind the day of the fetch.

use super::dates::{self, Order, Reading};
use super::offers::{Offer, Offers, evidence};
use crate::content::flat::Flat;
use crate::model::{Date, Field, Metadata, Page, Precision, When};

/// A day of publication below this score stands far from the headline, and gives way to one of change from [`CHANGED`] on.
const DOUBTFUL: u16 = 600;
const CHANGED: u16 = 700;

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
        self.when.precision >= Precision::Day && !self.is_declared()
    }

    /// It stands where machines read it.
    fn is_declared(&self) -> bool {
        !matches!(self.offer.method, "line" | "microformat" | "url")
    }
}

/// Fills the days.
pub(super) fn choose(offers: &Offers, flat: &Flat<'_>, page: &Page, host: &str, metadata: &mut Metadata) {
    let fetched = page.past().origin().fetched().get(..10).and_then(Date::parse);
    let order = order_of(offers, flat, host, &metadata.language);
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
    let changed = ranked(Field::DateModified);
    let published = first_of(&offered, &changed).map(|day| (day.when, day.taken()));
    let modified = changed.first().map(|day| (day.when, day.taken()));
    let posted = ranked(Field::DatePosted).first().map(|day| (day.when, day.taken()));
    let fallback = || {
        posted
            .clone()
            .or_else(|| modified.clone())
            .map(|(when, offer)| (when, Offer { score: offer.score / 2 + 100, ..offer }))
    };
    // The day of change beside the headline says more than any day far from it.
    let told_as_changed =
        || changed.first().is_some_and(|day| day.offer.method == "line" && day.offer.score >= CHANGED);
    let published = match published {
        Some(found)
            if found.0.precision >= Precision::Day && !(found.1.score < DOUBTFUL && told_as_changed()) =>
        {
            Some(found)
        }
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

/// The day of publication among what is offered, the most believed first; `changed` are the days of the last change.
fn first_of<'d, 'o>(offered: &'d [Day<'o>], changed: &'d [Day<'o>]) -> Option<&'d Day<'o>> {
    /// A printed day counts from here on: near the headline, or with a word that says what it is.
    const BELIEVED: u16 = 600;
    /// A declared day of this score has a name that means any day.
    const VAGUE: u16 = 690;
    /// A printed day counts from here on against a vague one.
    const BESIDE: u16 = 630;
    let top = offered.first()?;
    if top.is_printed() {
        return Some(top);
    }
    let printed = || offered.iter().filter(|day| day.is_printed() && day.offer.score >= BELIEVED);
    if printed().any(|day| day.when.date == top.when.date) {
        return Some(top);
    }
    // Another voice tells the same moment by the clock of the place.
    if let Some(local) = at_its_place(top, offered.iter().chain(changed)) {
        return Some(local);
    }
    // Machines tell the moment by Greenwich; the page prints the day its readers had.
    if let Some(hour) = hour_by_greenwich(top, offered)
        && let Some(local) = printed().find(|day| match day.when.date.days() - top.when.date.days() {
            1 => hour >= 10,
            -1 => hour < 12,
            _ => false,
        })
    {
        return Some(local);
    }
    // A field that is called "date" and no more may be that of anything.
    if top.offer.method == "meta"
        && top.offer.score <= VAGUE
        && let Some(near) = printed().find(|day| day.offer.score >= BESIDE)
    {
        return Some(near);
    }
    // The paper of the next day bears a report that its own clock says was out the evening before.
    let eve = |day: &Day<'_>| {
        day.when.date.days() - top.when.date.days() == 1
            && day.when.precision == Precision::Day
            && is_local_moment(&top.offer.value)
    };
    // Two voices that agree, one of them in print, against one.
    let declared = || offered.iter().filter(|day| day.is_declared());
    let voices = |date: Date| {
        let mut methods: Vec<&str> =
            declared().filter(|day| day.when.date == date).map(|day| day.offer.method).collect();
        methods.sort_unstable();
        methods.dedup();
        methods.len()
    };
    if voices(top.when.date) == 1
        && let Some(agreed) = offered
            .iter()
            .filter(|day| day.is_printed() && day.offer.score >= 560 && !eve(day))
            .find(|day| voices(day.when.date) >= 1)
    {
        return Some(agreed);
    }
    // A report that was taken up again days later bears its new day, and the old one nowhere.
    let taken_up = |day: &&Day<'_>| {
        day.offer.method != "url"
            && day.when.date.days() - top.when.date.days() >= 2
            && changed.iter().any(|last| last.is_declared() && last.when.date == day.when.date)
    };
    printed().find(taken_up).or(Some(top))
}

/// The offer that tells the moment of `day`, which is told by Greenwich, with the offset of a place where another day was.
fn at_its_place<'d, 'o>(day: &Day<'_>, mut others: impl Iterator<Item = &'d Day<'o>>) -> Option<&'d Day<'o>> {
    hour_of_greenwich(&day.offer.value)?;
    let moment = minutes(day)?;
    others.find(|other| {
        other.when.date != day.when.date
            && is_local_moment(&other.offer.value)
            && minutes(other).is_some_and(|minutes| minutes.abs_diff(moment) <= 1)
    })
}

/// The hour of a day's moment, where that or a declared offer of the same hands of the clock is told by Greenwich: some
/// pages put the offset of their place behind Greenwich's time.
fn hour_by_greenwich(day: &Day<'_>, offered: &[Day<'_>]) -> Option<u32> {
    const HANDS: usize = "2017-09-26T22:09".len();
    let hands = || day.offer.value.get(..HANDS).filter(|_| is_local_moment(&day.offer.value));
    let same = |hands: &str| {
        let told = offered.iter().filter(|other| other.is_declared() && other.offer.value.starts_with(hands));
        told.filter_map(|other| hour_of_greenwich(&other.offer.value)).next()
    };
    hour_of_greenwich(&day.offer.value).or_else(|| same(hands()?))
}

/// The minutes from the first day of 1970 by Greenwich to a moment that is told with its offset.
fn minutes(day: &Day<'_>) -> Option<i32> {
    let value = day.offer.value.trim();
    let (_, clock) = value.split_once(['T', ' '])?;
    let two = |text: Option<&str>| text?.parse::<i32>().ok();
    let (hour, minute) = (two(clock.get(..2))?, two(clock.get(3..5))?);
    let offset = match clock.rfind(['+', '-']).and_then(|at| clock.get(at..)) {
        Some(zone) => {
            let minutes = two(zone.get(zone.len().saturating_sub(2)..)).filter(|_| zone.len() > 3);
            let size = two(zone.get(1..3))? * 60 + minutes.unwrap_or(0);
            if zone.starts_with('-') { -size } else { size }
        }
        None => 0,
    };
    Some(day.when.date.days() * 24 * 60 + hour * 60 + minute - offset)
}

/// The hour of a moment that is told by Greenwich: `2017-09-26T22:09:30Z`, `… GMT`, `+00:00`.
fn hour_of_greenwich(value: &str) -> Option<u32> {
    let value = value.trim();
    let zone = ["Z", "GMT", "UTC", "+00:00", "+0000", "+00"].iter().any(|zone| value.ends_with(zone));
    let colon = value.find(':').filter(|_| zone)?;
    value.get(colon.checked_sub(2)?..colon)?.trim().parse().ok()
}

/// Whether a value tells a moment with the offset of its place: `2017-09-26T19:30:00+02:00`.
fn is_local_moment(value: &str) -> bool {
    let value = value.trim();
    let Some((_, clock)) = value.split_once(['T', ' ']) else { return false };
    clock.contains(':') && clock.contains(['+', '-']) && hour_of_greenwich(value).is_none()
}

/// Which of day and month the page's all-digit dates have first: what another date of the page settles, or else the
/// habit of its country or language.
fn order_of(offers: &Offers, flat: &Flat<'_>, host: &str, language: &str) -> Order {
    let all = [Field::DatePublished, Field::DateModified, Field::DatePosted];
    let readings: Vec<_> = all
        .iter()
        .flat_map(|field| offers.of(*field))
        .take(40)
        .filter_map(|offer| dates::value(&offer.value))
        .collect();
    let open: Vec<&Reading> = readings.iter().filter(|reading| reading.swapped.is_some()).collect();
    for open in &open {
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
    if let Some(order) = open.first().and_then(|open| order_in_print(flat, open)) {
        return order;
    }
    let country = host.rsplit('.').next().unwrap_or("");
    match (country, language) {
        ("us" | "gov" | "mil" | "ph", _) => Order::MonthFirst,
        ("com" | "org" | "net" | "edu" | "info" | "tv" | "news" | "", "en") | ("ca", _) => Order::Unknown,
        (_, "") if country.len() != 2 => Order::Unknown,
        _ => Order::DayFirst,
    }
}

/// The order that the lines of the page settle: the same day in another form, or all-digit days between strokes that
/// can be read in one order only, and all in the same.
fn order_in_print(flat: &Flat<'_>, open: &Reading) -> Option<Order> {
    const MOST_BLOCKS: usize = 2_000;
    const LONGEST: usize = 300;
    let mut habit = None;
    let mut mixed = false;
    for block in flat.blocks.iter().take(MOST_BLOCKS) {
        let text = flat.text_of(block);
        if text.len() > LONGEST {
            continue;
        }
        for reading in dates::find(text).iter().filter(|reading| reading.swapped.is_none()) {
            if reading.when.date == open.when.date {
                return Some(Order::DayFirst);
            }
            if Some(reading.when.date) == open.swapped {
                return Some(Order::MonthFirst);
            }
            if let Some(order) = text.get(reading.at.clone()).and_then(order_shown) {
                mixed |= habit.is_some_and(|habit| habit != order);
                habit = Some(order);
            }
        }
    }
    habit.filter(|_| !mixed)
}

/// The order of `25/10/2017` and `10/25/2017`.
fn order_shown(day: &str) -> Option<Order> {
    let mut numbers = day.splitn(3, '/').map(|number| number.parse::<u32>().ok());
    let (first, second) = (numbers.next()??, numbers.next()??);
    match (first, second) {
        (13..=31, 1..=12) => Some(Order::DayFirst),
        (1..=12, 13..=31) => Some(Order::MonthFirst),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    type Said<'s> = (&'s str, &'static str, u16);

    fn offers(said: &[Said<'_>]) -> Vec<Offer> {
        said.iter().map(|(value, method, score)| Offer::new(*value, method, "here", *score)).collect()
    }

    fn days(offers: &[Offer]) -> Vec<Day<'_>> {
        offers
            .iter()
            .filter_map(|offer| Some(Day { when: dates::value(&offer.value)?.when, offer }))
            .collect()
    }

    fn check(published: &[Said<'_>], changed: &[Said<'_>], expected: &str) {
        let (published, changed) = (offers(published), offers(changed));
        let (published, changed) = (days(&published), days(&changed));
        let found = first_of(&published, &changed).map(|day| day.when.date.to_string());
        assert_eq!(found.as_deref(), Some(expected), "{expected}");
    }

    #[test]
    fn greenwich_gives_way_to_the_printed_day_and_the_place_s_own_clock_does_not() {
        check(&[("2021-05-04T02:41:00Z", "json-ld", 950), ("3 May 2021", "line", 680)], &[], "2021-05-03");
        check(
            &[("2021-05-03T19:30:00+02:00", "json-ld", 950), ("4 May 2021", "line", 680)],
            &[],
            "2021-05-03",
        );
    }

    #[test]
    fn a_moment_of_greenwich_gives_way_to_the_same_moment_at_its_place() {
        let greenwich = ("2019-11-20T05:57:50Z", "open-graph", 930);
        check(&[greenwich, ("2019-11-19 21:57:00 -0800", "meta", 860)], &[], "2019-11-19");
        check(&[greenwich], &[("2019-11-19T21:57:50-08:00", "time", 600)], "2019-11-19");
        check(&[greenwich, ("2019-11-19 20:57:00 -0800", "meta", 860)], &[], "2019-11-20");
    }

    #[test]
    fn a_wrong_offset_behind_the_hands_of_greenwich_is_seen_where_another_voice_has_the_same_hands() {
        let wrong = ("2019-11-20T04:31:13-06:00", "json-ld", 950);
        let right = ("2019-11-20T04:31:13+00:00", "open-graph", 930);
        let printed = ("Nov 19, 2019, 10:31 pm", "line", 700);
        check(&[wrong, right, printed], &[], "2019-11-19");
        check(&[wrong, printed], &[], "2019-11-20");
    }

    #[test]
    fn the_eve_stands_against_the_paper_of_the_next_day_and_its_own_field() {
        let evening = ("2021-05-03T19:30:00+02:00", "json-ld", 950);
        check(&[evening, ("2021-05-04", "meta", 690), ("4 May 2021", "line", 680)], &[], "2021-05-03");
        check(&[evening, ("2021-05-09", "meta", 690), ("9 May 2021", "line", 680)], &[], "2021-05-09");
    }

    #[test]
    fn a_report_taken_up_again_bears_its_new_day() {
        let first = ("2021-05-03T12:30:00+02:00", "json-ld", 950);
        let last = ("2021-06-24T12:30:00+02:00", "json-ld", 950);
        check(&[first, ("24 June 2021", "line", 680)], &[last], "2021-06-24");
        check(&[first, ("24 June 2021", "line", 680)], &[], "2021-05-03");
        check(&[first, ("3 May 2021", "line", 680), ("24 June 2021", "line", 680)], &[last], "2021-05-03");
    }

    #[test]
    fn a_field_called_date_gives_way_to_print() {
        check(&[("2021-05-12", "meta", 690), ("5 May 2021", "line", 680)], &[], "2021-05-05");
        check(&[("2021-05-12", "meta", 860), ("5 May 2021", "line", 680)], &[], "2021-05-12");
    }

    #[test]
    fn the_hour_of_greenwich_is_read_only_where_it_is_told() {
        assert_eq!(hour_of_greenwich("2017-09-26T22:09:30Z"), Some(22));
        assert_eq!(hour_of_greenwich("Tue, 26 Sep 2017 16:09:30 GMT"), Some(16));
        assert_eq!(hour_of_greenwich("2017-09-26T22:09:30+02:00"), None);
        assert!(is_local_moment("2017-09-26T22:09:30+02:00"));
        assert!(!is_local_moment("2017-09-26T22:09:30Z") && !is_local_moment("2017-09-26"));
    }

    #[test]
    fn a_number_above_twelve_shows_the_order() {
        assert_eq!(order_shown("25/10/2017"), Some(Order::DayFirst));
        assert_eq!(order_shown("10/25/2017"), Some(Order::MonthFirst));
        assert_eq!(order_shown("10/11/2017"), None);
        assert_eq!(order_shown("2017-10-25"), None);
    }
}
