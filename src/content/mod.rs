//! Decides what of a page is the report.
//!
//! Takes a [`Page`], gives a [`Document`]: flatten → rules and judgement → cut, with the metadata read on the way. HTML
//! and plain text go the same road. Opens no files; what it knows of the world it is given. The only home of `scraper`.

pub mod agencies;
pub mod claim;
mod coarse;
mod cut;
pub mod flat;
pub mod html;
pub mod judge;
pub mod language;
pub mod learn;
mod link_list;
pub mod metadata;
pub mod plain;
mod repeats;
pub mod rules;
pub mod sites;
mod spaces;
mod tables;

use serde::{Deserialize, Serialize};

pub use cut::body;
pub use flat::flatten;

use self::claim::Claim;
use self::flat::Flat;
use self::judge::Certain;
use self::metadata::Facts;

use crate::model::{Document, Page, Reason, Rejection, Span};
use crate::text::words;

/// How pages are read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Options {
    /// Words a report must have; a shorter one is rejected as `too-short`.
    pub min_words: usize,
    /// Features told for each block that the learnt judgement cut, the weightiest first. Telling them walks
    /// every tree once more; `explain` and `inspect --reasons` tell them of one page whatever stands here.
    pub reasons: usize,
}

impl Default for Options {
    fn default() -> Self {
        Self { min_words: 1, reasons: 0 }
    }
}

/// What the stage knows of the world: sites and agencies, read from `config/`.
#[derive(Debug, Clone, Default)]
pub struct Knowledge {
    /// News agencies: names, codes, signatures.
    pub agencies: agencies::Agencies,
    /// Sites: what to keep and to strip on their pages.
    pub sites: sites::Sites,
}

/// The stage: built once, applied to every page, from any thread.
#[derive(Debug)]
pub struct Extractor {
    options: Options,
    knowledge: Knowledge,
}

impl Extractor {
    /// The stage with these options and this knowledge.
    pub fn new(options: &Options, knowledge: &Knowledge) -> Self {
        Self { options: options.clone(), knowledge: knowledge.clone() }
    }

    /// What decided the learnt judgement of each of a page's blocks, by its place in the flat text, in the order of
    /// [`flatten`]; `n` of each kind of reason.
    pub fn reasons(&self, page: &Page, n: usize) -> Vec<(Span, judge::Reasons)> {
        let flat = flat::flatten(page);
        let facts = metadata::read(&flat, page, &self.knowledge);
        let claims = self.claims(page, &flat, &facts);
        let reasons = judge::reasons(&flat, &Certain { facts: &facts, claims: &claims }, n);
        flat.blocks.iter().map(|block| block.span).zip(reasons).collect()
    }

    /// The report on `page`.
    ///
    /// # Errors
    /// [`Reason::Empty`], [`Reason::NoContent`] or [`Reason::TooShort`].
    pub fn apply(&self, page: Page) -> Result<Document, Rejection> {
        let flat = flat::flatten(&page);
        let blocks = flat.blocks.len();
        if blocks == 0 {
            return Err(page.rejected(Reason::Empty));
        }
        let facts = metadata::read(&flat, &page, &self.knowledge);
        let claims = self.claims(&page, &flat, &facts);
        let certain = Certain { facts: &facts, claims: &claims };
        let scores = judge::scores(&flat, &certain);
        let reasons = match self.options.reasons {
            0 => Vec::new(),
            n => judge::explain(&flat, &certain, n),
        };
        let (text, extraction) = cut::cut(&page, &flat, facts, &claims, &scores, &reasons);
        if extraction.kept.is_empty() {
            return Err(page.rejected(Reason::NoContent { blocks: blocks as u32 }));
        }
        if let Some(words) = words::fewer_than(self.options.min_words, &text) {
            let least = self.options.min_words as u32;
            return Err(page.rejected(Reason::TooShort { words: words as u32, least }));
        }
        Ok(page.extracted(text, extraction))
    }

    /// What is certain of each block: the site's file first, then lines of metadata and the rules.
    fn claims(&self, page: &Page, flat: &Flat<'_>, facts: &Facts) -> Vec<Option<Claim>> {
        let mut claims = rules::claims(flat, facts);
        if let Some(layout) = self.knowledge.sites.of_page(page, flat) {
            layout.claim(flat, &mut claims);
        }
        self.knowledge.sites.except(page, flat, &mut claims);
        claims
    }
}
