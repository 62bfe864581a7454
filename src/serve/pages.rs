//! Which page an address names, and what goes into it.

use std::collections::BTreeMap;
use std::sync::PoisonError;

use super::http::{Answer, Request, pairs};
use super::{Compared, Desk, Ready};
use crate::config::Config;
use crate::dedup;
use crate::emit::{Article, DuplicateRow};
use crate::error::{Error, Result};
use crate::html::{self, Copy, Html, Judged, Links, Pair, Shell};
use crate::model::DocId;
use crate::review::decisions::{self, Decision, Verdict};
use crate::review::{self, Catalogue, Dataset, Diff, Wanted, inputs};

/// Documents on a page of a list.
const PAGE: usize = 50;
/// Copies of a story whose numbers are told.
const COPIES: usize = 200;

/// Relations between them that are told.
const EDGES: usize = 300;

/// Why there is no page.
enum Refused {
    /// There is nothing of that name.
    Unknown,
    /// What was sent cannot be taken.
    Wrong(&'static str),
    /// The dataset cannot be read.
    Trouble(Error),
    /// The other dataset cannot.
    Broken(String),
    /// The two are still being compared.
    Early,
}

impl From<Error> for Refused {
    fn from(error: Error) -> Self {
        Self::Trouble(error)
    }
}

impl Refused {
    fn answer(self, unknown: &str) -> Answer {
        match self {
            Self::Unknown => Answer::plain("404 Not Found", unknown),
            Self::Wrong(why) => Answer::plain("400 Bad Request", why),
            Self::Trouble(error) => Answer::plain("500 Internal Server Error", &error.to_string()),
            Self::Broken(why) => Answer::plain("500 Internal Server Error", &why),
            Self::Early => Answer::plain("503 Service Unavailable", "still being read"),
        }
    }
}

/// A page's place in the navigation, its title, and its main part.
type Made = (&'static str, String, Html);

impl Desk {
    pub(super) fn page(&self, parts: &[&str], query: &str, request: &Request) -> Answer {
        match parts {
            ["style.css"] => return Answer::of("text/css; charset=utf-8", html::STYLE_CSS),
            ["page.js"] => return Answer::of("text/javascript; charset=utf-8", html::PAGE_JS),
            _ => {}
        }
        let links = Links::served(&self.token, self.options.against.is_some());
        let dataset = self.options.dataset.display().to_string();
        let ready = match self.ready.get() {
            Some(Ok(ready)) => ready,
            Some(Err(why)) => return Answer::plain("500 Internal Server Error", why),
            None => {
                let percent = self.read.load(std::sync::atomic::Ordering::Relaxed);
                return Answer::page(html::waiting(&links, &dataset, percent)).with("Refresh", "1".into());
            }
        };
        let query = pairs(query);
        if request.post {
            return match parts {
                ["changes", digest] => self.decide(ready, digest, request),
                _ => Answer::plain("404 Not Found", "nothing is decided here"),
            };
        }
        let searched = value(&query, "q").to_owned();
        match self.made(ready, parts, &query, &links) {
            Ok((here, title, main)) => {
                let shell = Shell { title: &title, dataset: &dataset, here, query: &searched, links: &links };
                Answer::page(shell.around(&main))
            }
            Err(Refused::Early) => {
                Answer::page(html::waiting(&links, &dataset, 100)).with("Refresh", "1".into())
            }
            Err(refused) => refused.answer("there is no such page"),
        }
    }

    fn made(
        &self,
        ready: &Ready,
        parts: &[&str],
        query: &[(String, String)],
        links: &Links,
    ) -> Result<Made, Refused> {
        let catalogue = &ready.catalogue;
        let from: usize = value(query, "from").parse().unwrap_or(0);
        match parts {
            [""] | [] => Ok(("overview", "Overview".into(), html::overview(&ready.overview, links))),
            ["documents"] => {
                let wanted = wanted(query);
                let found = catalogue.find(&wanted, from, PAGE)?;
                let main = html::documents(catalogue, &ready.overview, &wanted, &found, (from, PAGE), links);
                Ok(("documents", "Documents".into(), main))
            }
            ["document", id] => {
                let number = catalogue.number(known(id)?).ok_or(Refused::Unknown)?;
                let entry = catalogue.entries().get(number).ok_or(Refused::Unknown)?;
                let mut account = catalogue.dataset().alone(catalogue.article(entry)?)?;
                account.relations = catalogue.relations(entry.id)?;
                let beside = |at: Option<usize>| Some(catalogue.entries().get(at?)?.id.to_string());
                let around = [beside(number.checked_sub(1)), beside(number.checked_add(1))];
                let title = account.article.title.clone();
                Ok(("documents", title, html::document(&account, around, links)))
            }
            ["stories"] => {
                let stories = catalogue.stories();
                let rows: Result<Vec<(usize, String)>> = stories
                    .iter()
                    .skip(from)
                    .take(PAGE)
                    .filter_map(|number| Some((*number, catalogue.entries().get(*number)?)))
                    .map(|(number, entry)| Ok((number, catalogue.article(entry)?.title)))
                    .collect();
                let main = html::stories(catalogue, &rows?, (from, PAGE, stories.len()), links);
                Ok(("stories", "Stories".into(), main))
            }
            ["story", id] => story(catalogue, known(id)?, value(query, "with"), links),
            ["pair", a, b] => {
                let pair = pair(catalogue, known(a)?, known(b)?)?;
                Ok(("stories", "Side by side".into(), html::story(&[], Some(&pair), &[], links)))
            }
            ["rejected"] => Ok(("rejected", "Turned away".into(), html::rejected(&ready.overview))),
            ["changes"] => {
                let compared = self.compared()?;
                Ok(("changes", "Changes".into(), self.changes(&compared.diff, links)))
            }
            ["change", id] => change(&self.compared()?.old, catalogue.dataset(), known(id)?, links),
            _ => Err(Refused::Unknown),
        }
    }

    /// What the dataset is held against, if it is.
    fn compared(&self) -> Result<&Compared, Refused> {
        match self.compared.get() {
            Some(Ok(compared)) => Ok(compared),
            Some(Err(why)) => Err(Refused::Broken(why.clone())),
            None if self.options.against.is_some() => Err(Refused::Early),
            None => Err(Refused::Unknown),
        }
    }

    fn changes(&self, diff: &Diff, links: &Links) -> Html {
        let decisions = self.decisions.lock().unwrap_or_else(PoisonError::into_inner);
        let groups: Vec<Judged<'_>> =
            diff.groups.iter().map(|group| Judged { group, decision: decisions.of(group) }).collect();
        let old = self.options.against.as_deref().unwrap_or("");
        html::changes(diff, &groups, (old, &self.options.dataset.display().to_string()), links)
    }

    /// Keeps what was decided about a group.
    fn decide(&self, ready: &Ready, digest: &str, request: &Request) -> Answer {
        let form = pairs(&request.body);
        match self.decided(ready, digest, value(&form, "decision")) {
            Ok((word, said)) if request.accept.contains("application/json") => {
                let body = serde_json::json!({"decision": word, "said": said}).to_string();
                Answer::of("application/json", &body)
            }
            Ok(_) => {
                let back = format!("/{}/changes#group-{digest}", self.token);
                Answer::plain("303 See Other", "decided").with("Location", back)
            }
            Err(refused) => refused.answer("there is no such group of changes"),
        }
    }

    fn decided(&self, ready: &Ready, digest: &str, word: &str) -> Result<(&'static str, String), Refused> {
        let compared = self.compared()?;
        let group =
            compared.diff.groups.iter().find(|group| group.digest == digest).ok_or(Refused::Unknown)?;
        let (verdict, word) = match word {
            "accept" => (Verdict::Accept, "accept"),
            "reject" | "except" => (Verdict::Reject, if word == "except" { "except" } else { "reject" }),
            "skip" => (Verdict::Skip, "skip"),
            _ => return Err(Refused::Wrong("accept, reject, except or skip")),
        };
        let date = Self::today().ok_or(Refused::Wrong("the clock of this machine tells no day"))?;
        let cases = if verdict == Verdict::Reject { decisions::cases(group) } else { Vec::new() };
        let mut said = match (verdict, cases.len()) {
            (Verdict::Accept, _) => format!("accepted {date}"),
            (Verdict::Skip, _) => format!("skipped {date}"),
            (Verdict::Reject, 0) => format!("rejected {date}; no single document can prove it"),
            (Verdict::Reject, 1) => format!("rejected {date}, 1 case"),
            (Verdict::Reject, many) => format!("rejected {date}, {many} cases"),
        };
        if word == "except" {
            let files = decisions::except(group, &self.options.config, date)?;
            said = format!("{said}; excepted in {} site files", files.len());
        }
        let decision = Decision {
            change: group.cause.key(),
            digest: group.digest.clone(),
            decided: verdict,
            date,
            by: self.options.by.clone(),
            said: group.to_string(),
            old: compared.old_digest.clone(),
            new: ready.overview.dataset_sha256.clone(),
            raw: inputs(&self.options.dataset),
            cases,
        };
        let mut decisions = self.decisions.lock().unwrap_or_else(PoisonError::into_inner);
        let mut next = decisions.clone();
        next.decide(decision);
        next.save(&self.options.config.join(decisions::FILE))?;
        *decisions = next;
        let word = if verdict == Verdict::Reject { "reject" } else { word };
        Ok((word, said))
    }
}

fn story(catalogue: &Catalogue, cluster: DocId, with: &str, links: &Links) -> Result<Made, Refused> {
    let entries = catalogue.story(cluster);
    let first = *entries.first().ok_or(Refused::Unknown)?;
    let edges: BTreeMap<DocId, DuplicateRow> = catalogue
        .relations(first.id)?
        .into_iter()
        .map(|row| (if row.a == first.id { row.b } else { row.a }, row))
        .collect();
    let copies: Result<Vec<Copy>> = entries
        .iter()
        .take(COPIES)
        .map(|entry| Ok(Copy { article: catalogue.article(entry)?, relation: edges.get(&entry.id).cloned() }))
        .collect();
    let other = match with {
        "" => entries.get(1).map(|entry| entry.id),
        id => Some(known(id)?),
    };
    let pair =
        other.filter(|other| *other != first.id).map(|other| pair(catalogue, first.id, other)).transpose()?;
    let mut between: Vec<DuplicateRow> = Vec::new();
    for entry in entries.iter().take(COPIES) {
        let inside = |id: DocId| entries.iter().any(|entry| entry.id == id);
        // Each is met at both its ends.
        let own = catalogue.relations(entry.id)?.into_iter().filter(|row| row.a == entry.id && inside(row.b));
        between.extend(own.take(EDGES - between.len()));
    }
    let title = format!("A story in {} copies", first.size);
    Ok(("stories", title, html::story(&copies?, pair.as_ref(), &between, links)))
}

/// Two documents with what the dataset records of them, or what is found by comparing them now.
fn pair(catalogue: &Catalogue, one: DocId, other: DocId) -> Result<Pair, Refused> {
    if one == other {
        return Err(Refused::Wrong("one document is no pair"));
    }
    let (a, b) = (one.min(other), one.max(other));
    let article = |id: DocId| -> Result<Article, Refused> {
        let number = catalogue.number(id).ok_or(Refused::Unknown)?;
        let entry = catalogue.entries().get(number).ok_or(Refused::Unknown)?;
        Ok(catalogue.article(entry)?)
    };
    let recorded = catalogue.relations(a)?.into_iter().find(|row| row.a == a && row.b == b);
    let (a, b) = (article(a)?, article(b)?);
    Ok(match recorded {
        Some(relation) => Pair { a, b, relation, recorded: true },
        None => {
            let manifest = catalogue.dataset().manifest()?;
            let config: Config = serde_json::from_value(manifest.config).unwrap_or_default();
            let relation =
                DuplicateRow::of(&dedup::compare(&review::story(&a), &review::story(&b), &config.dedup));
            Pair { a, b, relation, recorded: false }
        }
    })
}

/// A document before and after; one that came or went stands alone.
fn change(old: &Dataset, new: &Dataset, id: DocId, links: &Links) -> Result<Made, Refused> {
    let id = id.to_string();
    let account =
        |dataset: &Dataset| dataset.find(&id).ok().map(|article| dataset.alone(article)).transpose();
    let main = match (account(old)?, account(new)?) {
        (Some(old), Some(new)) => html::difference(&old, &new, links),
        (Some(only), None) | (None, Some(only)) => html::document(&only, [None, None], links),
        (None, None) => return Err(Refused::Unknown),
    };
    Ok(("changes", "Before and after".into(), main))
}

fn wanted(query: &[(String, String)]) -> Wanted {
    let text = |key: &str| value(query, key).to_owned();
    let sort = html::ORDERS.iter().find(|(_, name, _)| *name == value(query, "sort"));
    Wanted {
        query: text("q"),
        host: text("host"),
        lang: text("lang"),
        agency: text("agency"),
        rule: text("rule"),
        date: text("date"),
        fate: text("fate"),
        sort: sort.map(|(sort, ..)| *sort).unwrap_or_default(),
    }
}

fn value<'q>(query: &'q [(String, String)], key: &str) -> &'q str {
    query.iter().find(|(name, _)| name == key).map_or("", |(_, value)| value)
}

fn known(id: &str) -> Result<DocId, Refused> {
    DocId::parse(id).ok_or(Refused::Unknown)
}
