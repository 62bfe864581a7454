//! Chooses each field's value among what was offered, and writes down why.

use super::Facts;
use super::dates::{self, Order};
use super::headline::{is_site, squeezed};
use super::names::{self, Named, Trust};
use super::offers::{Offer, Offers, best, evidence};
use crate::content::Knowledge;
use crate::content::flat::Flat;
use crate::content::language;
use crate::model::{AgencyRole, BlockKind, Date, Field, Metadata, Page, Precision, When};

/// Fills the metadata.
pub(super) fn choose(
    flat: &Flat<'_>,
    page: &Page,
    known: &Knowledge,
    host: &str,
    site: &[String],
    offers: Offers,
    facts: &mut Facts,
) {
    let mut metadata = std::mem::take(&mut facts.metadata);
    for (field, slot) in plain(&mut metadata) {
        if let Some(taken) = best(offers.of(field)) {
            slot.clone_from(&taken.value);
        }
    }
    for field in PLAIN {
        if let Some(taken) = best(offers.of(field)) {
            metadata.evidence.push(evidence(field, taken, offers.of(field)));
        }
    }
    robots(&offers, &mut metadata);
    let told = language::of(flat, &offers_language(&offers));
    (metadata.language, metadata.language_score) = (told.code, told.score);
    if !metadata.language.is_empty() {
        let taken = Offer::new(metadata.language.clone(), told.method, told.selector, told.score);
        metadata.evidence.push(evidence(Field::Language, &taken, offers.of(Field::Language)));
    }
    authors(&offers, known, site, &mut metadata);
    dates(&offers, page, host, &mut metadata);
    agency(&offers, known, host, site, &mut metadata);
    captions(flat, known, &mut metadata);
    metadata.evidence.sort_by_key(|evidence| evidence.field);
    facts.metadata = metadata;
}

const PLAIN: [Field; 9] = [
    Field::Title,
    Field::Subtitle,
    Field::Byline,
    Field::Dateline,
    Field::DatelinePlace,
    Field::Section,
    Field::Site,
    Field::CanonicalUrl,
    Field::License,
];

fn plain(metadata: &mut Metadata) -> [(Field, &mut String); 9] {
    [
        (Field::Title, &mut metadata.title),
        (Field::Subtitle, &mut metadata.subtitle),
        (Field::Byline, &mut metadata.byline),
        (Field::Dateline, &mut metadata.dateline),
        (Field::DatelinePlace, &mut metadata.dateline_place),
        (Field::Section, &mut metadata.section),
        (Field::Site, &mut metadata.site),
        (Field::CanonicalUrl, &mut metadata.canonical_url),
        (Field::License, &mut metadata.license),
    ]
}

fn robots(offers: &Offers, metadata: &mut Metadata) {
    let mut said: Vec<&str> = Vec::new();
    for offer in offers.of(Field::Robots) {
        for word in offer.value.split(',').map(str::trim).filter(|word| !word.is_empty()) {
            if !said.contains(&word) && said.len() < 12 {
                said.push(word);
            }
        }
    }
    metadata.robots = said.join("; ");
    if let Some(first) = offers.of(Field::Robots).first() {
        let taken = Offer { value: metadata.robots.clone(), ..first.clone() };
        metadata.evidence.push(evidence(Field::Robots, &taken, &[]));
    }
}

fn offers_language(offers: &Offers) -> Vec<(String, String)> {
    let mut told: Vec<&Offer> = offers.of(Field::Language).iter().collect();
    told.sort_by_key(|offer| std::cmp::Reverse(offer.score));
    told.into_iter().map(|offer| (offer.value.clone(), offer.selector.clone().into_owned())).collect()
}

fn authors(offers: &Offers, known: &Knowledge, site: &[String], metadata: &mut Metadata) {
    let mut ranked: Vec<&Offer> = offers.of(Field::Authors).iter().collect();
    ranked.sort_by_key(|offer| std::cmp::Reverse(offer.score));
    let mut organisations: Option<(&Offer, Named)> = None;
    let mut people: Option<(&Offer, Named)> = None;
    let mut short: Option<(&Offer, Named)> = None;
    for offer in ranked {
        let trust =
            if matches!(offer.method, "line" | "microformat") { Trust::Printed } else { Trust::Declared };
        let mut named = names::read(&offer.value, trust, &known.agencies);
        let (own, persons) = named
            .people
            .drain(..)
            .partition::<Vec<_>, _>(|name| site.contains(&squeezed(name)) || is_site(name, site));
        named.people = persons;
        named.organisations.extend(own);
        if named.people.iter().any(|name| is_full(name)) {
            people = Some((offer, named));
            break;
        }
        // One word is a user's name more often than a person's: it waits for a better offer.
        if !named.people.is_empty() {
            short = short.or(Some((offer, named)));
            continue;
        }
        if organisations.is_none() && !named.organisations.is_empty() {
            organisations = Some((offer, named));
        }
    }
    let Some((offer, named)) = people.or(short).or(organisations) else { return };
    named.authors().clone_into(&mut metadata.authors);
    let taken = Offer { value: metadata.authors.join("; "), raw: offer.value.clone(), ..offer.clone() };
    metadata.evidence.push(evidence(Field::Authors, &taken, offers.of(Field::Authors)));
}

/// Two words, or a name in a script that sets no spaces.
fn is_full(name: &str) -> bool {
    name.contains(' ')
        || name.chars().any(|c| crate::text::words::is_unspaced(c) || ('\u{ac00}'..'\u{d7b0}').contains(&c))
}

fn dates(offers: &Offers, page: &Page, host: &str, metadata: &mut Metadata) {
    let fetched = page.past().origin().fetched().get(..10).and_then(Date::parse);
    let order = order_of(offers, host, &metadata.language);
    let choose = |field: Field| -> Option<(When, Offer)> {
        let mut ranked: Vec<&Offer> = offers.of(field).iter().collect();
        ranked.sort_by_key(|offer| std::cmp::Reverse(offer.score));
        ranked.into_iter().find_map(|offer| {
            let when = dates::value(&offer.value)?.resolved(order)?;
            let sane =
                fetched.is_none_or(|fetched| when.date.days() <= fetched.days() + 1) && when.date.days() != 0;
            sane.then(|| {
                (when, Offer { value: when.date.to_string(), raw: offer.value.clone(), ..offer.clone() })
            })
        })
    };
    let coarse = |when: &When| when.precision < Precision::Day;
    let published = choose(Field::DatePublished);
    let modified = choose(Field::DateModified);
    let posted = choose(Field::DatePosted);
    let fallback = || {
        posted
            .clone()
            .or_else(|| modified.clone())
            .map(|(when, offer)| (when, Offer { score: offer.score / 2 + 100, ..offer }))
    };
    let published = match published {
        Some(found) if !coarse(&found.0) => Some(found),
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

fn agency(offers: &Offers, known: &Knowledge, host: &str, site: &[String], metadata: &mut Metadata) {
    let table = &known.agencies;
    if let Some(own) = table.of_host(host) {
        (metadata.agency, metadata.agency_role) = (own.name.clone(), AgencyRole::Original);
        let taken = Offer::new(own.name.clone(), "url", "host", 950).printed(host);
        metadata.evidence.push(evidence(Field::Agency, &taken, offers.of(Field::Agency)));
        return;
    }
    let mut ranked: Vec<&Offer> = offers.of(Field::Agency).iter().collect();
    ranked.sort_by_key(|offer| std::cmp::Reverse(offer.score));
    let found = ranked.into_iter().find_map(|offer| {
        let agency =
            table.named(&offer.value).or_else(|| table.mentioned(&offer.value).map(|(agency, _)| agency));
        match agency {
            Some(agency) if agency.pictures => None,
            Some(agency) => Some((agency.name.clone(), offer.clone())),
            // A medium outside the table counts where a line names it as the source, unless it is the site itself.
            None if offer.method == "line" && offer.selector == "source" && !is_site(&offer.value, site) => {
                Some((offer.value.clone(), offer.clone()))
            }
            None => None,
        }
    });
    let by_author = || {
        offers.of(Field::Authors).iter().find_map(|offer| {
            let agency = table.mentioned(&offer.value).map(|(agency, _)| agency)?;
            Some((agency.name.clone(), Offer { score: offer.score.min(740), ..offer.clone() }))
        })
    };
    if let Some((name, offer)) = found.or_else(by_author) {
        (metadata.agency, metadata.agency_role) = (name.clone(), AgencyRole::Syndicated);
        let raw = if offer.raw.is_empty() { offer.value.clone() } else { offer.raw.clone() };
        let taken = Offer { value: name, raw, ..offer };
        metadata.evidence.push(evidence(Field::Agency, &taken, offers.of(Field::Agency)));
    }
}

/// Captions: what the markup says is one, and what an agency signs as a picture. An agency that signs only pictures is
/// credited.
fn captions(flat: &Flat<'_>, known: &Knowledge, metadata: &mut Metadata) {
    const MOST: usize = 60;
    for block in &flat.blocks {
        let text = flat.text_of(block);
        if text.is_empty() || text.len() > 2_000 || metadata.captions.len() >= MOST {
            continue;
        }
        let signed = if text.len() <= 600 { known.agencies.credits(text) } else { None };
        if (block.kind == BlockKind::Caption || signed.is_some())
            && !metadata.captions.iter().any(|known| known == text)
        {
            metadata.captions.push(text.to_owned());
            if let Some(agency) = signed.filter(|agency| !agency.pictures && metadata.agency.is_empty()) {
                (metadata.agency, metadata.agency_role) = (agency.name.clone(), AgencyRole::Credited);
                let taken = Offer::new(agency.name.clone(), "line", "credit", 600).printed(text);
                metadata.evidence.push(evidence(Field::Agency, &taken, &[]));
            }
        }
    }
}
