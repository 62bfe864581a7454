//! The stages of one document, in order, with a net below them.

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};

use crate::charset::Decoder;
use crate::config::Settings;
use crate::content::Extractor;
use crate::dedup::{self, Story};
use crate::error::{Error, Result};
use crate::model::{Document, Origin, Reason, Record, Rejection};
use crate::text::url;

/// Everything a document goes through before it meets the others: a pure function of the record and the settings.
#[derive(Debug)]
pub struct Stages {
    /// Record to Page.
    pub decoder: Decoder,
    /// Page to Document.
    pub extractor: Extractor,
    dedup: dedup::Options,
}

impl Stages {
    /// The stages with these settings.
    ///
    /// # Errors
    /// An option that a stage refuses.
    pub fn new(settings: &Settings) -> Result<Self> {
        let config = &settings.config;
        let decoder = Decoder::new(&config.charset).map_err(|error| Error::Usage(error.to_string()))?;
        let extractor = Extractor::new(&config.content, &settings.knowledge);
        Ok(Self { decoder, extractor, dedup: config.dedup.clone() })
    }

    /// The document that `record` holds.
    ///
    /// # Errors
    /// The rejection that a stage gives, or that a defect in one is turned into.
    pub fn clean(&self, record: Record) -> Result<Document, Rejection> {
        let origin = record.origin().clone();
        let page = guarded(&origin, "charset", || self.decoder.apply(record))?;
        guarded(&origin, "content", || self.extractor.apply(page))
    }

    /// What dedup sees of a document, and what it keeps in memory of it.
    ///
    /// # Errors
    /// A defect in dedup, as a rejection.
    pub fn sketch(&self, document: &Document) -> Result<(Story, dedup::Sketch, dedup::Folded), Rejection> {
        guarded(document.past().origin(), "dedup", || {
            let story = story(document);
            let (sketch, folded) = dedup::fold(&story, &self.dedup);
            Ok((story, sketch, folded))
        })
    }
}

/// What dedup sees of a document.
pub fn story(document: &Document) -> Story {
    let (origin, found) = (document.past().origin(), &document.extraction().metadata);
    let host = [origin.url(), &found.canonical_url].map(url::host).into_iter().find(|host| !host.is_empty());
    Story {
        id: document.id(),
        title: found.title.clone(),
        text: document.text().to_owned(),
        published: found.published.map(|when| when.date),
        outlet: host.unwrap_or_else(|| found.site.clone()),
        agency: found.agency.clone(),
        agency_role: found.agency_role,
        sha256: document.past().sha256(),
    }
}

/// Runs one stage; a panic in it turns the record away instead of ending the run.
fn guarded<T>(
    origin: &Origin,
    stage: &str,
    work: impl FnOnce() -> Result<T, Rejection>,
) -> Result<T, Rejection> {
    // Nothing that the closure could leave half-changed outlives it: stages are immutable, nouns are consumed.
    catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|panic| {
        let reason = Reason::Panic { stage: stage.to_owned(), message: last_words(&*panic) };
        Err(Rejection::new(origin.clone(), reason))
    })
}

fn last_words(panic: &(dyn Any + Send)) -> String {
    let words = panic.downcast_ref::<&str>().map(|words| (*words).to_owned());
    words.or_else(|| panic.downcast_ref::<String>().cloned()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_in_a_stage_is_a_rejection() {
        let origin = Origin::file("a.txt", 3);
        let rejection = guarded::<()>(&origin, "content", || panic!("out of {}", "ink")).unwrap_err();
        assert_eq!(rejection.reason().to_string(), "met a defect in content: out of ink");
        assert_eq!(rejection.origin(), &origin);
    }
}
