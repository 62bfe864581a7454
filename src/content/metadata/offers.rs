//! What a page offers for a field, and the choice among it.

use std::borrow::Cow;

use crate::model::{Evidence, Field, Span};

/// One thing a page says that may be a field's value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Offer {
    /// The value, cleaned.
    pub value: String,
    /// How it was found, as in [`Evidence::method`].
    pub method: &'static str,
    /// The place.
    pub selector: Cow<'static, str>,
    /// As printed; empty where that is the value.
    pub raw: String,
    /// Where it stands in the flat text.
    pub span: Option<Span>,
    /// How far to believe it, in thousandths.
    pub score: u16,
}

impl Offer {
    /// An offer whose value stands as printed.
    pub(super) fn new(
        value: impl Into<String>,
        method: &'static str,
        selector: impl Into<Cow<'static, str>>,
        score: u16,
    ) -> Self {
        let (value, selector) = (value.into(), selector.into());
        Self { value, method, selector, raw: String::new(), span: None, score }
    }

    /// Says where in the flat text it stands.
    pub(super) fn at(mut self, span: Span) -> Self {
        self.span = Some(span);
        self
    }

    /// Keeps what was printed.
    pub(super) fn printed(mut self, raw: &str) -> Self {
        raw.clone_into(&mut self.raw);
        self
    }
}

/// Everything offered, by field.
#[derive(Debug, Default)]
pub(super) struct Offers([Vec<Offer>; FIELDS]);

const FIELDS: usize = Field::Robots as usize + 1;

/// Offers that are heard for a field: real pages make some dozens, and each author's costs some microseconds.
const MOST: usize = 1_000;

impl Offers {
    /// Adds an offer, if it is one of the first [`MOST`]; an empty value is none.
    pub(super) fn add(&mut self, field: Field, offer: Offer) {
        let offers = &mut self.0[field as usize];
        if !offer.value.is_empty() && offers.len() < MOST {
            offers.push(offer);
        }
    }

    /// What was offered for a field, in the order it was met.
    pub(super) fn of(&self, field: Field) -> &[Offer] {
        &self.0[field as usize]
    }

    /// What was offered last for a field.
    pub(super) fn last(&mut self, field: Field) -> Option<&mut Offer> {
        self.0[field as usize].last_mut()
    }

    /// Takes a field's offers away.
    pub(super) fn take(&mut self, field: Field) -> Vec<Offer> {
        std::mem::take(&mut self.0[field as usize])
    }
}

/// The most believed offer, the first among equals.
pub(super) fn best(offers: &[Offer]) -> Option<&Offer> {
    offers.iter().filter(|offer| !offer.value.is_empty()).rev().max_by_key(|offer| offer.score)
}

/// The account of a choice: the offer taken, and what else was offered.
pub(super) fn evidence(field: Field, taken: &Offer, offers: &[Offer]) -> Evidence {
    const MOST_REJECTED: usize = 8;
    let rejected = offers
        .iter()
        .filter(|offer| !offer.value.is_empty() && offer.value != taken.value && offer.value != taken.raw)
        .take(MOST_REJECTED)
        .map(|offer| format!("{} {}: {}", offer.method, offer.selector, offer.value))
        .collect();
    Evidence {
        field,
        value: taken.value.clone(),
        method: taken.method.to_owned(),
        selector: taken.selector.clone().into_owned(),
        raw: if taken.raw.is_empty() { taken.value.clone() } else { taken.raw.clone() },
        span: taken.span,
        score: taken.score,
        rejected,
    }
}
