//! Chooses each field's value among what was offered, and writes down why.

use super::headline::is_site;
use super::offers::{Offer, Offers, best, evidence};
use super::{Facts, days, names, people};
use crate::content::Knowledge;
use crate::content::flat::Flat;
use crate::content::language;
use crate::model::{AgencyRole, BlockKind, Field, Metadata, Page};

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
    people::choose(&offers, flat, known, site, &mut metadata);
    days::choose(&offers, flat, page, host, &mut metadata);
    agency(&offers, known, host, site, &mut metadata);
    captions(flat, known, &facts.credited, &mut metadata);
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
            let signed = || table.named(names::after_by_word(&offer.value));
            let agency = table.mentioned(&offer.value).map(|(agency, _)| agency).or_else(signed)?;
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
fn captions(flat: &Flat<'_>, known: &Knowledge, credited: &[usize], metadata: &mut Metadata) {
    const MOST: usize = 60;
    for (at, block) in flat.blocks.iter().enumerate() {
        let is_credited = credited.binary_search(&at).is_ok();
        if block.kind != BlockKind::Caption && !is_credited {
            continue;
        }
        let text = flat.text_of(block);
        if text.is_empty() || text.len() > 2_000 || metadata.captions.len() >= MOST {
            continue;
        }
        if !metadata.captions.iter().any(|known| known == text) {
            metadata.captions.push(text.to_owned());
            let signed = if is_credited { known.agencies.credits(text) } else { None };
            if let Some(agency) = signed.filter(|agency| !agency.pictures && metadata.agency.is_empty()) {
                (metadata.agency, metadata.agency_role) = (agency.name.clone(), AgencyRole::Credited);
                let taken = Offer::new(agency.name.clone(), "line", "credit", 600).printed(text);
                metadata.evidence.push(evidence(Field::Agency, &taken, &[]));
            }
        }
    }
}
