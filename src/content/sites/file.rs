//! A site's file: its keys, and how they become a [`Site`].

use std::path::Path;

use regex::{Regex, RegexBuilder};
use serde::Deserialize;
use toml::Spanned;

use super::select::Selector;
use super::{Layout, Site};
use crate::content::html::attr::AttrName;
use crate::error::{Error, explain};
use crate::model::{CutKind, Date, Field};

/// Bytes that a compiled pattern may take; one that needs more repeats too much.
const PATTERN_BYTES: usize = 1 << 20;
/// Selectors and patterns in a layout: each is tried on every block or element of a page.
const MAX_RULES: usize = 500;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    layout: Vec<LayoutTable>,
    #[serde(default)]
    except: Vec<Except>,
    #[serde(default)]
    test: Vec<Test>,
}

/// A block that a rule must leave alone on this site.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Except {
    /// The rule; any where none is named.
    #[serde(default)]
    pub(super) rule: String,
    /// The whole text of the block.
    pub(super) text: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct LayoutTable {
    valid_from: Option<Spanned<toml::value::Datetime>>,
    valid_until: Option<Spanned<toml::value::Datetime>>,
    #[serde(default)]
    keep: Vec<Spanned<String>>,
    #[serde(default)]
    strip: Vec<Spanned<String>>,
    #[serde(default)]
    part: Vec<Part>,
    #[serde(default)]
    line: Vec<Line>,
    #[serde(default)]
    metadata: MetadataTable,
}

/// Strips what a selector finds, and says what it is.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Part {
    select: Spanned<String>,
    kind: CutKind,
}

/// Cuts the blocks that a pattern finds, and says what they are.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Line {
    pattern: Spanned<String>,
    kind: CutKind,
}

/// Where each field stands: a selector, and `@attribute` behind it where the value is one.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct MetadataTable {
    title: Option<Spanned<String>>,
    subtitle: Option<Spanned<String>>,
    byline: Option<Spanned<String>>,
    authors: Option<Spanned<String>>,
    date_published: Option<Spanned<String>>,
    date_modified: Option<Spanned<String>>,
    agency: Option<Spanned<String>>,
    section: Option<Spanned<String>>,
}

/// A page and what should come of it.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Test {
    /// What it shows.
    pub(super) name: String,
    /// When the page was fetched.
    pub(super) fetched: Option<toml::value::Datetime>,
    /// The page.
    pub(super) html: String,
    /// The whole body, where it is to be compared.
    pub(super) text: Option<String>,
    /// Phrases that the body has.
    #[serde(default)]
    pub(super) with: Vec<String>,
    /// Phrases that it has not.
    #[serde(default)]
    pub(super) without: Vec<String>,
    /// The title, where it is to be compared.
    pub(super) title: Option<String>,
}

/// Reads a site's file.
pub(super) fn parse(host: &str, text: &str, path: &Path) -> Result<Site, Error> {
    let file: File = toml::from_str(text).map_err(|error| explain(&error, text, path))?;
    let place = Place { text, path };
    let layouts = file.layout.into_iter().map(|table| layout(table, &place)).collect::<Result<_, _>>()?;
    let host = host.strip_prefix("www.").unwrap_or(host).to_ascii_lowercase();
    Ok(Site { host, layouts, exceptions: file.except, tests: file.test })
}

fn layout(table: LayoutTable, place: &Place<'_>) -> Result<Layout, Error> {
    let day = |date: Option<Spanned<toml::value::Datetime>>| match date {
        None => Ok(None),
        Some(date) => match self::day(date.get_ref()) {
            Some(day) => Ok(Some(day)),
            None => Err(place.error(date.span().start, "a day such as 2025-03-01 is wanted".into())),
        },
    };
    let selector = |text: &Spanned<String>| place.selector(text, text.get_ref());
    let mut strip = Vec::new();
    for text in &table.strip {
        strip.push((selector(text)?, CutKind::Template));
    }
    for part in &table.part {
        strip.push((selector(&part.select)?, part.kind));
    }
    let keep: Vec<Selector> = table.keep.iter().map(selector).collect::<Result<_, _>>()?;
    let mut lines = Vec::new();
    for line in &table.line {
        lines.push((place.pattern(&line.pattern)?, line.kind));
    }
    let rules = keep.len() + strip.len() + lines.len();
    if rules > MAX_RULES {
        let at = table.keep.first().or(table.strip.first()).map_or(0, |first| first.span().start);
        return Err(place.error(at, format!("{rules} rules in a layout; {MAX_RULES} are allowed")));
    }
    Ok(Layout {
        valid_from: day(table.valid_from)?,
        valid_until: day(table.valid_until)?,
        keep,
        strip,
        lines,
        metadata: metadata(&table.metadata, place)?,
    })
}

fn metadata(table: &MetadataTable, place: &Place<'_>) -> Result<Vec<(Field, Selector, AttrName)>, Error> {
    let fields = [
        (Field::Title, &table.title),
        (Field::Subtitle, &table.subtitle),
        (Field::Byline, &table.byline),
        (Field::Authors, &table.authors),
        (Field::DatePublished, &table.date_published),
        (Field::DateModified, &table.date_modified),
        (Field::Agency, &table.agency),
        (Field::Section, &table.section),
    ];
    let mut out = Vec::new();
    for (field, text) in fields {
        let Some(text) = text else { continue };
        let (selector, attr) = match text.get_ref().rsplit_once('@') {
            Some((selector, name)) => match AttrName::of(name.as_bytes()) {
                AttrName::Other => {
                    return Err(place.error(text.span().start, format!("no value is read from `{name}`")));
                }
                attr => (selector, attr),
            },
            None => (text.get_ref().as_str(), AttrName::Other),
        };
        out.push((field, place.selector(text, selector)?, attr));
    }
    Ok(out)
}

/// The file being read, for what errors say.
struct Place<'t> {
    text: &'t str,
    path: &'t Path,
}

impl Place<'_> {
    fn error(&self, at: usize, problem: String) -> Error {
        Error::at(self.path, self.text, at, problem)
    }

    fn selector(&self, whole: &Spanned<String>, selector: &str) -> Result<Selector, Error> {
        Selector::parse(selector).map_err(|problem| self.error(whole.span().start, problem))
    }

    fn pattern(&self, pattern: &Spanned<String>) -> Result<Regex, Error> {
        let built = RegexBuilder::new(pattern.get_ref()).size_limit(PATTERN_BYTES).build();
        built.map_err(|error| {
            // The first line of a pattern's error repeats the pattern; the last says what is wrong.
            let message = error.to_string();
            let last = message.lines().last().unwrap_or("").trim_start_matches("error: ");
            self.error(pattern.span().start, format!("`{}`: {last}", pattern.get_ref()))
        })
    }
}

/// The day of a TOML date.
pub(super) fn day(date: &toml::value::Datetime) -> Option<Date> {
    let date = date.date?;
    Date::new(date.year as i16, date.month, date.day)
}
