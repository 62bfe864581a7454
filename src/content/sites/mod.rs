//! What is known of single sites: which part of a page is the report, which never is.
//!
//! Takes the texts of `config/sites/<host>.toml`, gives [`Sites`] to look a page's site up in. Opens no files. A site's
//! [`Layout`]s are dated by when a page was fetched; a layout says what to keep, what to strip, which lines go, and where
//! metadata stands. `docs/site-rules.md` explains the files.

mod check;
mod file;
mod select;

pub use check::Failure;
pub use select::{Selectable, Selector};

use std::collections::BTreeMap;
use std::ops::Range;
use std::path::Path;

use regex::Regex;

use super::claim::{Claim, Verdict};
use super::flat::{Block, Flat};
use super::html::attr::AttrName;
use crate::error::Error;
use crate::model::{CutKind, Date, Field, Page, Pass, RuleId};
use crate::text::url;

/// The sites known, by host.
#[derive(Debug, Clone, Default)]
pub struct Sites {
    by_host: BTreeMap<String, Site>,
}

/// What is known of one site.
#[derive(Debug, Clone)]
pub struct Site {
    host: String,
    layouts: Vec<Layout>,
    exceptions: Vec<file::Except>,
    tests: Vec<file::Test>,
}

/// How a site's pages look for some time.
#[derive(Debug, Clone, Default)]
pub struct Layout {
    /// The first day on which pages fetched look so; none for ever.
    valid_from: Option<Date>,
    /// The last such day; none for ever.
    valid_until: Option<Date>,
    keep: Vec<Selector>,
    strip: Vec<(Selector, CutKind)>,
    lines: Vec<(Regex, CutKind)>,
    metadata: Vec<(Field, Selector, AttrName)>,
}

/// What a layout says a metadata field is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    /// The field.
    pub field: Field,
    /// Its value as it stands on the page.
    pub value: String,
    /// The selector that found it.
    pub selector: String,
    /// The blocks that hold it and nothing else.
    pub blocks: Range<usize>,
}

const STRIP: RuleId = RuleId::new("site-strip");
const LINE: RuleId = RuleId::new("site-line");
const KEEP: RuleId = RuleId::new("site-keep");
const EXCEPT: RuleId = RuleId::new("site-except");
/// The rules of site files that cut.
pub(super) const RULES: [RuleId; 3] = [STRIP, LINE, KEEP];
/// Where nothing is claimed, this rule decides.
const JUDGE: &str = "judge";

impl Sites {
    /// Adds a site; one of the same host gives way.
    pub fn add(&mut self, site: Site) {
        self.by_host.insert(site.host.clone(), site);
    }

    /// The sites, in the order of their hosts.
    pub fn iter(&self) -> impl Iterator<Item = &Site> {
        self.by_host.values()
    }

    /// The site of a host: its own file, or else that of the nearest domain above it.
    pub fn site(&self, host: &str) -> Option<&Site> {
        let mut name = host.strip_prefix("www.").unwrap_or(host);
        while !self.by_host.is_empty() && name.contains('.') {
            if let Some(site) = self.by_host.get(name) {
                return Some(site);
            }
            name = name.split_once('.').map_or("", |(_, parent)| parent);
        }
        None
    }

    /// The layout of a host on a day.
    pub fn for_host(&self, host: &str, date: Option<Date>) -> Option<&Layout> {
        let mut valid =
            self.site(host)?.layouts.iter().filter(|layout| date.is_none_or(|date| layout.is_valid(date)));
        valid.next_back()
    }

    /// The layout of a page: its site's on the day it was fetched. Where that day is unknown, the newest layout that
    /// finds something to keep.
    pub fn of_page(&self, page: &Page, flat: &Flat<'_>) -> Option<&Layout> {
        if self.by_host.is_empty() || !flat.is_html() {
            return None;
        }
        let host = host(page, flat);
        let fetched = page.past().origin().fetched().get(..10).and_then(Date::parse);
        if fetched.is_some() {
            return self.for_host(&host, fetched);
        }
        let layouts = &self.site(&host)?.layouts;
        let selectable = Selectable::new(flat);
        let fits = |layout: &&Layout| layout.keep.iter().any(|keep| !selectable.select(keep).is_empty());
        layouts.iter().rev().find(fits).or(layouts.last())
    }
}

/// The host of a page's address, or of the one it gives itself.
pub(super) fn host(page: &Page, flat: &Flat<'_>) -> String {
    let own = || flat.head.meta("og:url").map(url::host).unwrap_or_default();
    Some(url::host(page.past().origin().url())).filter(|host| !host.is_empty()).unwrap_or_else(own)
}

impl Sites {
    /// Keeps the blocks that a page's site excepts from a rule, whatever `claims` say of them. Plain text has
    /// exceptions too.
    pub fn except(&self, page: &Page, flat: &Flat<'_>, claims: &mut [Option<Claim>]) {
        if self.by_host.is_empty() {
            return;
        }
        let Some(site) = self.site(&host(page, flat)).filter(|site| !site.exceptions.is_empty()) else {
            return;
        };
        for (claim, block) in claims.iter_mut().zip(&flat.blocks) {
            let rule = claim.as_ref().map_or(JUDGE, |claim| &*claim.rule.0);
            let text = flat.text_of(block);
            let excepted = |except: &file::Except| {
                (except.rule.is_empty() || except.rule == rule) && except.text.trim() == text
            };
            if site.exceptions.iter().any(excepted) {
                *claim = Some(Claim { pass: Pass::Site, rule: EXCEPT, verdict: Verdict::Keep });
            }
        }
    }
}

impl Site {
    /// Reads a site's file; `host` is its name without `.toml`, `path` is what errors say.
    ///
    /// # Errors
    /// [`Error::Config`], with the place: no TOML, an unknown key, a selector, pattern or field that is none.
    pub fn parse(host: &str, text: &str, path: &Path) -> Result<Self, Error> {
        file::parse(host, text, path)
    }

    /// The host, without `www.`.
    pub fn host(&self) -> &str {
        &self.host
    }

    /// Runs the file's own tests: what each gives that it should not.
    pub fn check(&self) -> Vec<Failure> {
        check::check(self)
    }
}

impl Layout {
    fn is_valid(&self, date: Date) -> bool {
        self.valid_from.is_none_or(|from| from <= date) && self.valid_until.is_none_or(|until| date <= until)
    }

    /// Overrules `claims` with what the layout says of each block. What it strips is cut whatever others claim; what
    /// lies outside of all it keeps is cut; inside, what nobody claims is kept. If nothing that it keeps is there, the
    /// site has changed and that part is silent: `false`.
    pub fn claim(&self, flat: &Flat<'_>, claims: &mut [Option<Claim>]) -> bool {
        let selectable = Selectable::new(flat);
        let mut say = |at: usize, rule: &RuleId, verdict: Verdict| {
            if let Some(claim) = claims.get_mut(at) {
                *claim = Some(Claim { pass: Pass::Site, rule: rule.clone(), verdict });
            }
        };
        for (at, block) in flat.blocks.iter().enumerate() {
            let text = flat.text_of(block);
            if let Some((_, kind)) = self.lines.iter().find(|(pattern, _)| pattern.is_match(text)) {
                say(at, &LINE, Verdict::Cut(*kind));
            }
        }
        for (selector, kind) in &self.strip {
            for node in selectable.select(selector) {
                for at in blocks_of(flat, node) {
                    say(at, &STRIP, Verdict::Cut(*kind));
                }
            }
        }
        let kept: Vec<u32> = self.keep.iter().flat_map(|keep| selectable.select(keep)).collect();
        if kept.is_empty() {
            return self.keep.is_empty();
        }
        let mut inside = vec![false; flat.blocks.len()];
        for node in kept {
            for at in blocks_of(flat, node) {
                inside[at] = true;
            }
        }
        for (at, claim) in claims.iter_mut().enumerate() {
            let verdict = match (inside.get(at), &claim) {
                (Some(true), None) => Verdict::Keep,
                (Some(false), None | Some(Claim { verdict: Verdict::Keep, .. })) => {
                    Verdict::Cut(CutKind::Template)
                }
                _ => continue,
            };
            *claim = Some(Claim { pass: Pass::Site, rule: KEEP, verdict });
        }
        true
    }

    /// The metadata that the layout finds, in the order of its file; the first match of each field.
    pub fn said(&self, flat: &Flat<'_>) -> Vec<Said> {
        let selectable = Selectable::new(flat);
        let mut said: Vec<Said> = Vec::new();
        for (field, selector, attr) in &self.metadata {
            if said.iter().any(|said| said.field == *field) {
                continue;
            }
            for at in selectable.select(selector) {
                let Some(node) = flat.tree.get(at) else { continue };
                let value = match attr {
                    AttrName::Other => flat.text_in(node).split_whitespace().collect::<Vec<_>>().join(" "),
                    attr => flat.attr_text(node, *attr).unwrap_or_default().trim().to_owned(),
                };
                if !value.is_empty() {
                    let blocks = if *attr == AttrName::Other { blocks_of(flat, at) } else { 0..0 };
                    said.push(Said { field: *field, value, selector: selector.text().to_owned(), blocks });
                    break;
                }
            }
        }
        said
    }
}

/// The blocks that lie wholly inside an element.
fn blocks_of(flat: &Flat<'_>, node: u32) -> Range<usize> {
    let Some(node) = flat.tree.get(node) else { return 0..0 };
    let mut blocks = flat.blocks_in(node.text);
    // An inline element may begin with a block and end within it; the block's line end lies behind the element's end.
    let whole = |block: &Block| block.span.end <= node.text.end + 1;
    if flat.blocks.get(blocks.end.wrapping_sub(1)).is_some_and(|last| !whole(last)) && !blocks.is_empty() {
        blocks.end -= 1;
    }
    blocks
}
