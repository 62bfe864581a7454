//! Runs the tests that a site's file carries.

use std::fmt;

use super::file::{Test, day};
use super::{Site, Sites};
use crate::content::{Extractor, Knowledge, Options};
use crate::model::{Decoding, Document, Markup, OffsetMap, Origin, Record};

/// A test that does not hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    /// The site.
    pub host: String,
    /// The test's name.
    pub test: String,
    /// What is not as it should be.
    pub problem: String,
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}: {}", self.host, self.test, self.problem)
    }
}

/// What each test of a site's file gives that it should not.
pub(super) fn check(site: &Site) -> Vec<Failure> {
    let mut sites = Sites::default();
    sites.add(site.clone());
    let knowledge = Knowledge { sites, ..Knowledge::default() };
    let extractor = Extractor::new(&Options::default(), &knowledge);
    let failure =
        |test: &Test, problem| Failure { host: site.host.clone(), test: test.name.clone(), problem };
    let run = |test: &Test| {
        problems(site, test, &extractor).into_iter().map(|problem| failure(test, problem)).collect()
    };
    site.tests.iter().flat_map(|test| -> Vec<Failure> { run(test) }).collect()
}

fn problems(site: &Site, test: &Test, extractor: &Extractor) -> Vec<String> {
    let document = match document(site, test, extractor) {
        Ok(document) => document,
        Err(problem) => return vec![problem],
    };
    let mut problems = Vec::new();
    let text = document.text();
    if let Some(expected) = test.text.as_deref().map(str::trim).filter(|expected| *expected != text) {
        problems.push(format!("the body is\n{text}\nand should be\n{expected}"));
    }
    problems.extend(
        test.with.iter().filter(|phrase| !text.contains(*phrase)).map(|phrase| format!("`{phrase}` is cut")),
    );
    let kept = test.without.iter().filter(|phrase| text.contains(*phrase));
    problems.extend(kept.map(|phrase| format!("`{phrase}` is kept")));
    let title = &document.extraction().metadata.title;
    if let Some(expected) = test.title.as_ref().filter(|expected| *expected != title) {
        problems.push(format!("the title is `{title}` and should be `{expected}`"));
    }
    problems
}

fn document(site: &Site, test: &Test, extractor: &Extractor) -> Result<Document, String> {
    let url = format!("https://{}/", site.host);
    let mut origin = Origin::file("test.html", test.html.len() as u64).from_url(url);
    if let Some(fetched) = test.fetched.as_ref().and_then(day) {
        origin = origin.fetched_at(format!("{fetched}T00:00:00Z"));
    }
    let record = Record::new(origin, test.html.clone().into_bytes()).marked(Markup::Html);
    let page = record.decoded(test.html.clone(), OffsetMap::shifted(0), Decoding::default());
    extractor.apply(page).map_err(|rejection| format!("the page {}", rejection.reason()))
}
