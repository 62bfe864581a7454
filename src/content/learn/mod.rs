//! Learns what repeats across a site's pages, and proposes site rules for it.
//!
//! Takes pages, gives a [`Proposal`] a site: what stands on many of its pages, word for word but for numbers, is no part
//! of any one report. A document depends on itself and the configuration alone, so what is learnt here is written down as
//! `config/sites/<host>.toml`, which a person reads before it counts. The pages' order changes nothing.

mod choose;
mod page;
mod write;

use std::collections::{BTreeMap, BTreeSet};

use crate::model::{CutKind, DocId, Page, Rejection};
use crate::text::hash;

use super::{Extractor, flat, sites};
use page::Seen;

/// What is proposed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Options {
    /// Hosts that are looked at; all, if none is named.
    pub sites: BTreeSet<String>,
    /// Different reports that a block must stand on; and a fifth of those that are looked at, if that is more.
    pub min_pages: usize,
    /// Proposes also what is cut on every page without a rule of the site's.
    pub all: bool,
}

/// Pages of one site that are looked at: those of the lowest ids, which are as good as chance.
const PAGES_OF_A_SITE: usize = 64;
/// Pages that are held at once. Beyond, whole sites are left out, chosen by chance.
const PAGES: usize = 8192;

/// Remembers pages by site.
#[derive(Debug)]
pub struct Learner {
    options: Options,
    sites: BTreeMap<String, BTreeMap<DocId, Seen>>,
    pages: usize,
    /// Sites are looked at whose hash lies below this.
    below: u64,
    left_out: BTreeSet<String>,
}

/// Rules for one site, and what they were seen to find.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proposal {
    /// The site.
    pub host: String,
    /// The different reports that were looked at.
    pub pages: usize,
    /// The rules, those that would change most pages first.
    pub rules: Vec<Rule>,
    /// A report's own words, which no rule may cut.
    body: String,
}

/// One rule, with its evidence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rule {
    /// What it finds.
    pub find: Find,
    /// What that is.
    pub kind: CutKind,
    /// Pages on which it finds something.
    pub on: usize,
    /// Pages on which some of that is body as things are.
    pub kept_on: usize,
    /// What it finds on the page of the lowest id.
    pub sample: String,
}

/// How a rule finds blocks.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Find {
    /// By an element: `.class` or `#id`.
    Element(String),
    /// By the whole text of a block, numbers aside: a regular expression.
    Line(String),
}

impl Learner {
    /// Nothing seen yet.
    pub fn new(options: Options) -> Self {
        let (sites, left_out) = (BTreeMap::new(), BTreeSet::new());
        Self { options, sites, pages: 0, below: u64::MAX, left_out }
    }

    /// Remembers a page, as far as `extractor` finds a report on it. Plain text, and pages of no known site, teach nothing.
    ///
    /// # Errors
    /// The rejection that the extractor gives.
    pub fn add(&mut self, page: Page, extractor: &Extractor) -> Result<(), Rejection> {
        let flat = flat::flatten(&page);
        let host = sites::host(&page, &flat);
        if !flat.is_html() || !is_name(&host) || !self.takes(&host) {
            return Ok(());
        }
        let mut seen = Seen::of(&flat);
        let document = extractor.apply(page)?;
        seen.judged(document.extraction());
        let site = self.sites.entry(host).or_default();
        let before = site.len();
        site.insert(document.id(), seen);
        if site.len() > PAGES_OF_A_SITE {
            site.pop_last();
        }
        self.pages += site.len() - before;
        while self.pages > PAGES && self.sites.len() > 1 {
            self.narrow();
        }
        Ok(())
    }

    /// The sites that repeat something worth a rule, in the order of their hosts.
    pub fn proposals(&self) -> Vec<Proposal> {
        self.sites.iter().filter_map(|(host, pages)| choose::proposal(host, pages, &self.options)).collect()
    }

    /// Sites that were left out since there were too many pages.
    pub fn left_out(&self) -> &BTreeSet<String> {
        &self.left_out
    }

    fn takes(&mut self, host: &str) -> bool {
        if !self.options.sites.is_empty() {
            return self.options.sites.contains(host);
        }
        let takes = hash::hash64(host.as_bytes()) <= self.below;
        if !takes && !self.left_out.contains(host) {
            self.left_out.insert(host.to_owned());
        }
        takes
    }

    /// Leaves out half of the sites.
    fn narrow(&mut self) {
        self.below /= 2;
        let below = self.below;
        let (kept, out) = std::mem::take(&mut self.sites)
            .into_iter()
            .partition(|(host, _)| hash::hash64(host.as_bytes()) <= below);
        self.sites = kept;
        let out: BTreeMap<String, BTreeMap<DocId, Seen>> = out;
        self.left_out.extend(out.into_keys());
        self.pages = self.sites.values().map(BTreeMap::len).sum();
    }
}

/// Whether a host may be the name of a file, and stand in a line of a diff: pages say theirs as they please.
fn is_name(host: &str) -> bool {
    host.starts_with(char::is_alphanumeric)
        && host.len() <= 253
        && host.chars().all(|c| c.is_alphanumeric() || matches!(c, '.' | '-' | '_'))
}
