//! Chooses the authors.
//!
//! Takes the offers, gives [`Metadata::authors`] with evidence: people where any are named, or else the organisation
//! that the page gives as its author. The site itself is an organisation.

use memchr::memmem;

use super::byline_words::is_of_picture;
use super::bylines::{INSIDE, LINKED, REL, holds_name};
use super::headline::{is_site, squeezed};
use super::names::{self, Named, Trust};
use super::offers::{Offer, Offers, evidence};
use super::surroundings::TOLD;
use crate::content::Knowledge;
use crate::content::flat::Flat;
use crate::model::{Field, Metadata};

/// Fills the authors.
pub(super) fn choose(
    offers: &Offers,
    flat: &Flat<'_>,
    known: &Knowledge,
    site: &[String],
    metadata: &mut Metadata,
) {
    let mut ranked: Vec<&Offer> =
        offers.of(Field::Authors).iter().filter(|offer| !is_of_picture(&offer.value)).collect();
    ranked.sort_by_key(|offer| std::cmp::Reverse(offer.score));
    let mut read: Vec<Told<'_>> = Vec::new();
    for offer in ranked {
        let mut named = names::read(&offer.value, Voice::of(offer).trust(), &known.agencies);
        let (own, persons) = named.people.drain(..).partition::<Vec<_>, _>(|name| is_own(name, site));
        named.people = persons;
        named.organisations.extend(own);
        // Single words between bars are sections, not people.
        if named.people.len() >= SECTIONS && named.people.iter().all(|name| !is_full(name)) {
            named.people.clear();
        }
        // An agency that signs in print is whence the report came, if a line or a dateline tells it so too.
        let voice = Voice::of(offer);
        let agency = |name: &String| known.agencies.named(name);
        if voice.is_printed()
            && named.people.is_empty()
            && named.organisations.iter().all(|name| {
                agency(name).is_some_and(|signed| voice.is_line() || is_told(&signed.name, offers, known))
            })
        {
            continue;
        }
        if !named.authors().is_empty() {
            let is_site =
                named.people.is_empty() && named.organisations.iter().all(|name| is_own(name, site));
            read.push(Told { offer, voice: Voice::of(offer), named, is_site });
        }
    }
    let Some(Told { offer, named, .. }) = taken(&read, flat) else { return };
    metadata.authors = signed(named);
    let taken = Offer { value: metadata.authors.join("; "), raw: offer.value.clone(), ..(*offer).clone() };
    metadata.evidence.push(evidence(Field::Authors, &taken, offers.of(Field::Authors)));
}

/// Whether a source line, a dateline or a sign-off names an agency.
fn is_told(agency: &str, offers: &Offers, known: &Knowledge) -> bool {
    offers.of(Field::Agency).iter().any(|offer| {
        let told = known.agencies.named(&offer.value);
        offer.method == "line" && told.is_some_and(|told| told.name == agency)
    })
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

/// An offer as read.
struct Told<'o> {
    offer: &'o Offer,
    voice: Voice,
    named: Named,
    /// It names the site and nobody else.
    is_site: bool,
}

impl Told<'_> {
    fn is_full(&self) -> bool {
        self.named.people.iter().any(|name| is_full(name))
    }

    /// Another kind of voice names one of the same people.
    fn is_backed(&self, all: &[Told<'_>]) -> bool {
        let shared =
            |other: &&Told<'_>| self.named.people.iter().any(|name| other.named.people.contains(name));
        all.iter()
            .filter(|other| other.voice.kind(other.offer) != self.voice.kind(self.offer))
            .any(|other| shared(&other))
    }

    /// It says nothing but its names.
    fn is_all(&self) -> bool {
        let letters = |text: &str| text.chars().filter(|c| c.is_alphabetic()).count();
        let said = names::after_by_word(&self.offer.value);
        let told = self.named.people.iter().chain(&self.named.organisations);
        letters(said) <= told.map(|name| letters(name)).sum::<usize>() + 3
    }

    /// It begins with a given name that many bear.
    fn is_common(&self) -> bool {
        self.named.people.iter().any(|name| names::is_common(name))
    }

    /// It signs with a by-word or leads to its author, where `other` is a name in a line of its own and no more.
    fn is_signed_over(&self, other: &Self) -> bool {
        self.voice.signs() && other.voice == Voice::Line
    }

    /// The text of the page names one of its people.
    fn is_in_print(&self, flat: &Flat<'_>) -> bool {
        let stands = |name: &str| memmem::find(flat.text.as_bytes(), name.as_bytes()).is_some();
        self.named.people.iter().any(|name| stands(name) || stands(&name.to_uppercase()))
    }
}

/// The most believed offer that names a person in full; one word is a user's name more often than a person's, so it
/// waits, unless several voices say it. Organisations come last, the site itself behind others.
fn taken<'r, 'o>(read: &'r [Told<'o>], flat: &Flat<'_>) -> Option<&'r Told<'o>> {
    let short = read.iter().find(|told| !told.named.people.is_empty());
    let Some(full) = read.iter().find(|told| told.is_full()) else {
        return short.filter(|short| !is_slip(short, read)).or_else(|| organisation(read));
    };
    if full.offer.score >= CERTAIN {
        return Some(full);
    }
    // A byline that names more people than the field does is the fuller one.
    let fuller = read.iter().find(|more| {
        more.voice.may_be_fuller()
            && more.named.people.len() > full.named.people.len()
            && full.named.people.iter().all(|name| more.named.people.contains(name))
    });
    if fuller.is_some() && !full.voice.is_line() {
        return fuller;
    }
    if let Some(short) = short
        && short.offer.score > full.offer.score
    {
        let backed = full.voice != Voice::Declared && voices(read, &short.named.people);
        // Words that no other voice takes for a name, in an element that holds more than names or a line without a by-word.
        let open = matches!(full.voice, Voice::Element | Voice::Line);
        let doubtful = open && !full.is_backed(read) && (!full.is_common() || short.is_signed_over(full));
        if backed || doubtful {
            return Some(short);
        }
    }
    if full.voice == Voice::Element
        && !full.is_common()
        && !full.is_backed(read)
        && let Some(declared) = read.iter().find(|told| told.voice == Voice::Declared)
    {
        return Some(declared);
    }
    // A field that says whom the page shows nowhere holds who put it up; who wrote signs in print.
    if full.voice == Voice::Declared
        && !full.is_backed(read)
        && let Some(signed) = read.iter().find(|told| told.is_full() && told.voice.signs())
        && !full.is_in_print(flat)
    {
        return Some(signed);
    }
    Some(full)
}

/// Offers of this score are a person's doing: a site file.
const CERTAIN: u16 = 1000;

/// Whether a word that an element prints, and nobody else says, stands against a declared organisation: a sign, a place,
/// a section.
fn is_slip(short: &Told<'_>, read: &[Told<'_>]) -> bool {
    short.voice == Voice::Element
        && !short.is_backed(read)
        && read.iter().any(|told| told.voice == Voice::Declared && told.named.people.is_empty())
}

/// The organisation: one that is not the site, where a field or an element holds its name and nothing else.
fn organisation<'r, 'o>(read: &'r [Told<'o>]) -> Option<&'r Told<'o>> {
    let bare = || read.iter().filter(|told| told.named.people.is_empty());
    let other = |told: &&Told<'_>| !told.is_site && told.voice != Voice::Line && told.is_all();
    bare().find(other).or_else(|| bare().next())
}

/// Whether the page both declares and prints just these people.
fn voices(read: &[Told<'_>], people: &[String]) -> bool {
    let mut told = read.iter().filter(|told| told.named.people == people).map(|told| told.voice);
    let Some(first) = told.next() else { return false };
    told.any(|voice| voice.is_printed() != first.is_printed())
}

/// Whether a name is the site's, be it with an article or a preposition before it: "Do UOL", "The Harbour Times".
fn is_own(name: &str, site: &[String]) -> bool {
    let bare = || name.split_once(' ').filter(|(first, _)| first.chars().count() <= 3).map(|(_, rest)| rest);
    is_site(name, site) || bare().is_some_and(|rest| site.contains(&squeezed(rest)))
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
    /// A line with a by-word and little else: a label, a day.
    Told,
    /// A bare name, a signature, an editor, a link to somebody.
    Line,
}

impl Voice {
    fn of(offer: &Offer) -> Self {
        match (offer.method, offer.selector.as_ref()) {
            ("line", TOLD) => Self::Told,
            ("line", "byline") => Self::Byline,
            ("line", _) => Self::Line,
            ("microformat", REL | INSIDE) => Self::Link,
            ("microformat", LINKED) => Self::Line,
            ("microformat", class) if class.strip_prefix('.').is_some_and(holds_name) => Self::Holder,
            ("microformat", _) => Self::Element,
            _ => Self::Declared,
        }
    }

    /// Which machine or hand it comes from.
    fn kind(self, offer: &Offer) -> &'static str {
        match offer.method {
            "open-graph" | "meta" => "meta",
            "line" | "microformat" => "print",
            other => other,
        }
    }

    /// A signature in print: it says that these people wrote.
    fn signs(self) -> bool {
        matches!(self, Self::Link | Self::Holder | Self::Byline | Self::Told)
    }

    /// How much of a name to expect.
    fn trust(self) -> Trust {
        match self {
            Self::Declared | Self::Link | Self::Holder | Self::Told => Trust::Declared,
            Self::Element | Self::Byline | Self::Line => Trust::Printed,
        }
    }

    /// It may name more people than a field that names some of them.
    fn may_be_fuller(self) -> bool {
        matches!(self, Self::Link | Self::Byline | Self::Told)
    }

    fn is_line(self) -> bool {
        matches!(self, Self::Byline | Self::Told | Self::Line)
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
        let flat = crate::content::plain::flatten("Ferry runs at night\n\nBy John Sample");
        choose(&offers, &flat, &Knowledge::default(), &["harbourtimes".to_owned()], &mut metadata);
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
