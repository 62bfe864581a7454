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
        let mut named = names::read(&offer.value, Voice::of(offer).trust(), &known.agencies);
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
        Voice::of(other).may_be_fuller()
            && more.people.len() > named.people.len()
            && named.people.iter().all(|name| more.people.contains(name))
    });
    if fuller.is_some() && !Voice::of(offer).is_line() {
        return fuller;
    }
    if let Some(short) = short
        && short.0.score > offer.score
        && Voice::of(offer).is_element()
        && voices(read, &short.1.people)
    {
        return Some(short);
    }
    full
}

/// Whether the page both declares and prints just these people.
fn voices(read: &[(&Offer, Named)], people: &[String]) -> bool {
    let mut told = read.iter().filter(|(_, named)| named.people == people).map(|(offer, _)| Voice::of(offer));
    let Some(first) = told.next() else { return false };
    told.any(|voice| voice.is_printed() != first.is_printed())
}

/// Two words, or a name in a script that sets no spaces.
fn is_full(name: &str) -> bool {
    name.contains(' ')
        || name.chars().any(|c| crate::text::words::is_unspaced(c) || ('\u{ac00}'..'\u{d7b0}').contains(&c))
}

/// Where an author is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Voice {
    /// A field for machines.
    Declared,
    /// A link to an author.
    Link,
    /// An element whose class says that it holds a name and nothing else.
    Holder,
    /// Another element that speaks of the author.
    Element,
    /// A line with a by-word.
    Byline,
    /// Another line: a bare name, a signature, an editor.
    Line,
}

impl Voice {
    fn of(offer: &Offer) -> Self {
        match (offer.method, offer.selector.as_ref()) {
            ("line", "byline") => Self::Byline,
            ("line", _) => Self::Line,
            ("microformat", REL) => Self::Link,
            ("microformat", class) if class.strip_prefix('.').is_some_and(holds_name) => Self::Holder,
            ("microformat", _) => Self::Element,
            _ => Self::Declared,
        }
    }

    /// How much of a name to expect.
    fn trust(self) -> Trust {
        match self {
            Self::Declared | Self::Link | Self::Holder => Trust::Declared,
            Self::Element | Self::Byline | Self::Line => Trust::Printed,
        }
    }

    /// It may name more people than a field that names some of them.
    fn may_be_fuller(self) -> bool {
        matches!(self, Self::Link | Self::Byline)
    }

    fn is_line(self) -> bool {
        matches!(self, Self::Byline | Self::Line)
    }

    fn is_element(self) -> bool {
        matches!(self, Self::Link | Self::Holder | Self::Element)
    }

    fn is_printed(self) -> bool {
        self != Self::Declared
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(said: &[(&str, &'static str, &'static str, u16)], expected: &str) {
        let mut offers = Offers::default();
        for (value, method, selector, score) in said {
            offers.add(Field::Authors, Offer::new(*value, method, *selector, *score));
        }
        let mut metadata = Metadata::default();
        choose(&offers, &Knowledge::default(), &["harbourtimes".to_owned()], &mut metadata);
        assert_eq!(metadata.authors.join("; "), expected, "{said:?}");
    }

    #[test]
    fn a_person_goes_before_the_site_that_is_believed_more() {
        check(
            &[("Harbour Times", "json-ld", "a", 900), ("By Jane Example", "line", "byline", 700)],
            "Jane Example",
        );
        check(&[("Harbour Times", "json-ld", "a", 900)], "Harbour Times");
    }

    #[test]
    fn a_user_s_name_waits_for_a_full_one() {
        check(&[("jo", "meta", "author", 800), ("By Jane Example", "line", "byline", 700)], "Jane Example");
        check(&[("jo", "meta", "author", 800)], "jo");
    }

    #[test]
    fn a_link_may_be_fuller_and_an_element_not() {
        let field = ("Jane Example", "json-ld", "Article.author", 900);
        check(&[field, ("Jane Example; John Sample", "microformat", REL, 740)], "Jane Example; John Sample");
        check(&[field, ("Jane Example; John Sample", "microformat", ".author-box", 700)], "Jane Example");
        check(&[field, ("Jane Example; John Sample", "line", "signature", 540)], "Jane Example");
    }

    #[test]
    fn a_sign_and_its_agency_are_one_signature() {
        check(&[("ab/dpa", "meta", "author", 800)], "ab; dpa");
        check(&[("Jane Example/dpa", "meta", "author", 800)], "Jane Example");
    }

    #[test]
    fn sections_are_nobody() {
        check(&[("Weather; Boats; Piers", "microformat", ".author", 740)], "");
    }
}
