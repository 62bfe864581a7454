//! Chooses the authors.
//!
//! Takes the offers, gives [`Metadata::authors`] with evidence: people where any are named, or else the organisation
//! that the page gives as its author. The site itself is an organisation.

use super::headline::{is_site, squeezed};
use super::markup::{REL, holds_name};
use super::names::{self, Named, Trust};
use super::offers::{Offer, Offers, evidence};
use crate::content::Knowledge;
use crate::model::{Field, Metadata};

/// Fills the authors.
pub(super) fn choose(offers: &Offers, known: &Knowledge, site: &[String], metadata: &mut Metadata) {
    let mut ranked: Vec<&Offer> = offers.of(Field::Authors).iter().collect();
    ranked.sort_by_key(|offer| std::cmp::Reverse(offer.score));
    let mut read: Vec<(&Offer, Named)> = Vec::new();
    for offer in ranked {
        let mut named = names::read(&offer.value, trust_in(offer), &known.agencies);
        let (own, persons) = named
            .people
            .drain(..)
            .partition::<Vec<_>, _>(|name| site.contains(&squeezed(name)) || is_site(name, site));
        named.people = persons;
        named.organisations.extend(own);
        // Single words between bars are sections, not people.
        if named.people.len() >= SECTIONS && named.people.iter().all(|name| !is_full(name)) {
            named.people.clear();
        }
        if !named.authors().is_empty() {
            read.push((offer, named));
        }
    }
    let Some((offer, named)) = taken(&read) else { return };
    metadata.authors = signed(named);
    let taken = Offer { value: metadata.authors.join("; "), raw: offer.value.clone(), ..(*offer).clone() };
    metadata.evidence.push(evidence(Field::Authors, &taken, offers.of(Field::Authors)));
}

/// So many single words in a row name nobody.
const SECTIONS: usize = 3;

/// Who signed: the people, or the organisations; a desk's short sign and the agency it worked from, as in "ab/dpa", are
/// one signature.
fn signed(named: &Named) -> Vec<String> {
    let sign = |name: &String| name.len() <= 4 && name.chars().all(char::is_lowercase);
    let mut authors = named.authors().to_vec();
    if !named.people.is_empty() && named.people.iter().all(sign) {
        authors.extend(named.organisations.iter().cloned());
    }
    authors
}

/// The most believed offer that names a person in full; one word is a user's name more often than a person's, so it
/// waits, unless several voices say it. Organisations come last.
fn taken<'r, 'o>(read: &'r [(&'o Offer, Named)]) -> Option<&'r (&'o Offer, Named)> {
    let full = read.iter().find(|(_, named)| named.people.iter().any(|name| is_full(name)));
    let short = read.iter().find(|(_, named)| !named.people.is_empty());
    let Some((offer, named)) = full else { return short.or(read.first()) };
    // A byline that names more people than the field does is the fuller one.
    let fuller = read.iter().find(|(other, more)| {
        (other.method == "line" || other.selector == REL)
            && more.people.len() > named.people.len()
            && named.people.iter().all(|name| more.people.contains(name))
    });
    if fuller.is_some() && offer.method != "line" {
        return fuller;
    }
    if let Some(short) = short
        && short.0.score > offer.score
        && offer.method == "microformat"
        && voices(read, &short.1.people)
    {
        return Some(short);
    }
    full
}

/// Whether the page both declares and prints just these people.
fn voices(read: &[(&Offer, Named)], people: &[String]) -> bool {
    let printed = |method: &str| matches!(method, "line" | "microformat");
    let mut methods = read.iter().filter(|(_, named)| named.people == people).map(|(offer, _)| offer.method);
    let Some(first) = methods.next() else { return false };
    methods.any(|method| printed(method) != printed(first))
}

/// Two words, or a name in a script that sets no spaces.
fn is_full(name: &str) -> bool {
    name.contains(' ')
        || name.chars().any(|c| crate::text::words::is_unspaced(c) || ('\u{ac00}'..'\u{d7b0}').contains(&c))
}

/// How much of a name to expect of an offer.
fn trust_in(offer: &Offer) -> Trust {
    match offer.method {
        "line" => Trust::Printed,
        "microformat"
            if offer.selector != "a[rel=author]"
                && !offer.selector.strip_prefix('.').is_some_and(holds_name) =>
        {
            Trust::Printed
        }
        _ => Trust::Declared,
    }
}
