//! Every document of a dataset, small enough to hold: what a list is filtered, sorted and searched by.
//!
//! Takes a [`Dataset`], gives a [`Catalogue`] of about a hundred bytes a document; texts stay on disk. A search of texts
//! reads them from the first to the last, which needs no index to be built, kept or trusted.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufReader, Read};

use regex::bytes::Regex;
use serde::Deserialize;

use super::dataset::Dataset;
use super::names::{Name, Names};
use super::overview::{Overview, Tally};
use super::search::{EXCERPT, column, excerpt, patterns};
use crate::emit::{Article, DuplicateRow};
use crate::error::{Error, Result};
use crate::model::{Date, DocId};

/// Bytes of text that one search reads; what lies behind is told to be unread.
const SEARCH_BYTES: u64 = 4 << 30;

/// A document as lists know it.
#[derive(Debug, Clone, Copy)]
pub struct Entry {
    /// Names it.
    pub id: DocId,
    /// Names its story.
    pub cluster: DocId,
    /// Copies of the story.
    pub size: u32,
    /// Whether it stands for the story.
    pub canonical: bool,
    /// How it relates to the canonical copy.
    pub kind: Name,
    /// Its host.
    pub host: Name,
    /// Its language.
    pub lang: Name,
    /// Its agency.
    pub agency: Name,
    /// The rules that cut something of it, joined as in the column.
    pub rules: Name,
    /// When it was published.
    pub published: Option<Date>,
    /// Words of its text.
    pub words: u32,
    /// Blocks cut.
    pub cut: u32,
    /// Characters cut.
    pub cut_chars: u32,
    at: u64,
    len: u32,
}

/// Every document of a dataset.
#[derive(Debug)]
pub struct Catalogue {
    dataset: Dataset,
    entries: Vec<Entry>,
    names: Names,
    /// Relations by the documents they relate: both ends, and where the row stands.
    relations: Vec<(DocId, u64, u32)>,
}

/// What a list of documents is asked for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Wanted {
    /// Words and "phrases" that the headline or the text has, whatever their case.
    pub query: String,
    /// Only this host.
    pub host: String,
    /// Only this language.
    pub lang: String,
    /// Only this agency.
    pub agency: String,
    /// Only documents that this rule cut something of.
    pub rule: String,
    /// Only documents published on days that begin so, as in `2025-03`; `none` for undated ones.
    pub date: String,
    /// `canonical`, `copy`, or a kind of copy.
    pub fate: String,
    /// The order.
    pub sort: Sort,
}

/// The order of a list.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Sort {
    /// By id.
    #[default]
    Id,
    /// The newest first.
    Newest,
    /// The longest first.
    Longest,
    /// The shortest first.
    Shortest,
    /// Those that lost the most characters first.
    MostCut,
    /// Those with the most copies first.
    Copies,
}

/// A page of a list.
#[derive(Debug, Clone, Default)]
pub struct Found {
    /// The documents, as numbers of [`Catalogue::entry`], with what the search found.
    pub rows: Vec<Hit>,
    /// How many there are in all.
    pub total: u64,
    /// The search stopped before the end.
    pub unread: bool,
}

/// A document of a list.
#[derive(Debug, Clone)]
pub struct Hit {
    /// Its number.
    pub number: usize,
    /// Its headline.
    pub title: String,
    /// The text around what was searched for, in pieces; the second of each pair says whether the piece was found.
    pub excerpt: Vec<(String, bool)>,
}

/// The columns that are held; the others, the text among them, are passed over.
#[derive(Deserialize)]
struct Columns<'a> {
    id: DocId,
    cluster_id: DocId,
    cluster_size: u32,
    is_canonical: bool,
    #[serde(borrow)]
    duplicate_kind: std::borrow::Cow<'a, str>,
    #[serde(borrow)]
    host: std::borrow::Cow<'a, str>,
    #[serde(borrow)]
    lang: std::borrow::Cow<'a, str>,
    #[serde(borrow)]
    agency: std::borrow::Cow<'a, str>,
    #[serde(borrow)]
    rules_fired: std::borrow::Cow<'a, str>,
    #[serde(borrow)]
    encoding: std::borrow::Cow<'a, str>,
    date_published: Option<Date>,
    word_count: u64,
    removed_blocks: u64,
    removed_chars: u64,
}

#[derive(Deserialize)]
struct Shown {
    title: String,
    text: String,
}

impl Catalogue {
    /// Reads a dataset; `watch` is told how many bytes were read, and of how many.
    ///
    /// # Errors
    /// A file does not read.
    pub fn read(dataset: &Dataset, watch: &dyn Fn(u64, u64)) -> Result<(Self, Overview)> {
        let size = |file: &str| std::fs::metadata(dataset.folder().join(file)).map_or(0, |file| file.len());
        let all: u64 = ["documents.jsonl", "duplicates.jsonl", "removed.jsonl"].into_iter().map(size).sum();
        let mut read = 0;
        let mut told = |bytes: usize| {
            let before = read >> 22;
            read += bytes as u64 + 1;
            if read >> 22 != before {
                watch(read, all);
            }
        };
        let mut tally = Tally::new(dataset.manifest()?);
        let mut catalogue = Self {
            dataset: dataset.clone(),
            entries: Vec::new(),
            names: Names::default(),
            relations: Vec::new(),
        };
        dataset.each_line("documents.jsonl", &mut |at, line| {
            let row: Columns<'_> = serde_json::from_slice(line)
                .map_err(|error| Error::Integrity(format!("documents.jsonl: {error}")))?;
            let entry = catalogue.entry_of(&row, at, line.len());
            tally.document(&entry, &row.encoding);
            catalogue.entries.push(entry);
            told(line.len());
            Ok(true)
        })?;
        dataset.each_line("duplicates.jsonl", &mut |at, line| {
            // {"a":"a…","b":"a…": both stand in front.
            let id = |range: std::ops::Range<usize>| {
                line.get(range).and_then(|id| std::str::from_utf8(id).ok()).and_then(DocId::parse)
            };
            if let (Some(a), Some(b)) = (id(6..31), id(38..63)) {
                catalogue.relations.extend([a, b].map(|id| (id, at, line.len() as u32)));
            }
            tally.relation(line);
            told(line.len());
            Ok(true)
        })?;
        catalogue.relations.sort_unstable();
        dataset.each_line("removed.jsonl", &mut |_, line| {
            tally.cut(line);
            told(line.len());
            Ok(true)
        })?;
        dataset.each_line("rejected.jsonl", &mut |_, line| {
            tally.rejection(line);
            Ok(true)
        })?;
        let overview = tally.finished(&catalogue);
        Ok((catalogue, overview))
    }

    fn entry_of(&mut self, row: &Columns<'_>, at: u64, len: usize) -> Entry {
        let pin = |n: u64| u32::try_from(n).unwrap_or(u32::MAX);
        Entry {
            id: row.id,
            cluster: row.cluster_id,
            size: row.cluster_size,
            canonical: row.is_canonical,
            kind: self.names.of(&row.duplicate_kind),
            host: self.names.of(&row.host),
            lang: self.names.of(&row.lang),
            agency: self.names.of(&row.agency),
            rules: self.names.of(&row.rules_fired),
            published: row.date_published,
            words: pin(row.word_count),
            cut: pin(row.removed_blocks),
            cut_chars: pin(row.removed_chars),
            at,
            len: pin(len as u64),
        }
    }

    /// The dataset.
    pub fn dataset(&self) -> &Dataset {
        &self.dataset
    }

    /// Every document, in the order of ids.
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// What a name says.
    pub fn name(&self, name: Name) -> &str {
        self.names.text(name)
    }

    /// The number of a document.
    pub fn number(&self, id: DocId) -> Option<usize> {
        self.entries.binary_search_by_key(&id, |entry| entry.id).ok()
    }

    /// The row of a document.
    ///
    /// # Errors
    /// The file does not read.
    pub fn article(&self, entry: &Entry) -> Result<Article> {
        self.dataset.row_at("documents.jsonl", entry.at, entry.len.into())
    }

    /// The relations of a document, in the order of the file.
    ///
    /// # Errors
    /// The file does not read.
    pub fn relations(&self, id: DocId) -> Result<Vec<DuplicateRow>> {
        let from = self.relations.partition_point(|(other, ..)| *other < id);
        let of_it = self.relations.iter().skip(from).take_while(|(other, ..)| *other == id);
        of_it.map(|(_, at, len)| self.dataset.row_at("duplicates.jsonl", *at, (*len).into())).collect()
    }

    /// The copies of a story, the canonical one first.
    pub fn story(&self, cluster: DocId) -> Vec<&Entry> {
        let mut copies: Vec<&Entry> = self.entries.iter().filter(|entry| entry.cluster == cluster).collect();
        copies.sort_by_key(|entry| (!entry.canonical, entry.published, entry.id));
        copies
    }

    /// The stories with more than one copy, the largest first: the number of their canonical copy.
    pub fn stories(&self) -> Vec<usize> {
        let mut stories: Vec<usize> = (0..self.entries.len())
            .filter(|at| self.entries[*at].canonical && self.entries[*at].size > 1)
            .collect();
        stories.sort_by_key(|at| std::cmp::Reverse(self.entries[*at].size));
        stories
    }

    /// The names a column has, with the documents of each, the most frequent first.
    pub fn values(&self, column: impl Fn(&Entry) -> Name) -> Vec<(&str, u64)> {
        let mut counts: BTreeMap<Name, u64> = BTreeMap::new();
        for entry in &self.entries {
            *counts.entry(column(entry)).or_insert(0) += 1;
        }
        let mut values: Vec<(&str, u64)> =
            counts.into_iter().map(|(name, count)| (self.name(name), count)).collect();
        values.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(b.0)));
        values
    }

    /// Documents `from..from + most` of those that `wanted` describes.
    ///
    /// # Errors
    /// The file does not read.
    pub fn find(&self, wanted: &Wanted, from: usize, most: usize) -> Result<Found> {
        let mut numbers = self.filtered(wanted);
        let patterns = patterns(&wanted.query);
        if !patterns.is_empty() {
            return self.search(&numbers, &patterns, from, most);
        }
        let entry = |at: &usize| &self.entries[*at];
        use std::cmp::Reverse;
        match wanted.sort {
            Sort::Id => {}
            Sort::Newest => numbers.sort_by_key(|at| Reverse(entry(at).published)),
            Sort::Longest => numbers.sort_by_key(|at| Reverse(entry(at).words)),
            Sort::Shortest => numbers.sort_by_key(|at| entry(at).words),
            Sort::MostCut => numbers.sort_by_key(|at| Reverse(entry(at).cut_chars)),
            Sort::Copies => numbers.sort_by_key(|at| Reverse(entry(at).size)),
        }
        let total = numbers.len() as u64;
        let rows = numbers.into_iter().skip(from).take(most).map(|number| {
            let entry = &self.entries[number];
            let shown: Shown = self.dataset.row_at("documents.jsonl", entry.at, entry.len.into())?;
            let opening: String = shown.text.chars().take(EXCERPT).collect();
            Ok(Hit { number, title: shown.title, excerpt: vec![(opening, false)] })
        });
        Ok(Found { rows: rows.collect::<Result<_>>()?, total, unread: false })
    }

    fn filtered(&self, wanted: &Wanted) -> Vec<usize> {
        let named = |text: &str| (!text.is_empty()).then(|| self.names.find(text));
        let (host, lang, agency) = (named(&wanted.host), named(&wanted.lang), named(&wanted.agency));
        let rules: Option<Vec<bool>> = (!wanted.rule.is_empty()).then(|| {
            let fires = |rules: &str| rules.split("; ").any(|rule| rule == wanted.rule);
            self.names.iter().map(fires).collect()
        });
        let is = |asked: Option<Option<Name>>, name: Name| asked.is_none_or(|asked| asked == Some(name));
        let fits = |entry: &Entry| {
            is(host, entry.host)
                && is(lang, entry.lang)
                && is(agency, entry.agency)
                && rules.as_ref().is_none_or(|fires| fires.get(entry.rules.number()) == Some(&true))
                && match wanted.fate.as_str() {
                    "" => true,
                    "canonical" => entry.canonical,
                    "copy" => !entry.canonical,
                    kind => !entry.canonical && self.name(entry.kind) == kind,
                }
                && match (wanted.date.as_str(), entry.published) {
                    ("", _) => true,
                    ("none", published) => published.is_none(),
                    (start, Some(published)) => published.to_string().starts_with(start),
                    (_, None) => false,
                }
        };
        (0..self.entries.len()).filter(|at| fits(&self.entries[*at])).collect()
    }

    /// Reads the texts of `numbers`, in their order in the file.
    fn search(&self, numbers: &[usize], patterns: &[Regex], from: usize, most: usize) -> Result<Found> {
        let path = self.dataset.folder().join("documents.jsonl");
        let file = File::open(&path).map_err(Error::io(&path, "reading"))?;
        let mut reader = BufReader::with_capacity(1 << 20, file);
        let (mut found, mut line, mut at, mut read) = (Found::default(), Vec::new(), 0u64, 0u64);
        for number in numbers {
            let entry = &self.entries[*number];
            if read > SEARCH_BYTES {
                found.unread = true;
                break;
            }
            let mut take = || {
                reader.seek_relative((entry.at - at) as i64)?;
                line.clear();
                (&mut reader).take(entry.len.into()).read_to_end(&mut line)
            };
            take().map_err(Error::io(&path, "reading"))?;
            at = entry.at + line.len() as u64;
            read += line.len() as u64;
            let (title, text) = (column(&line, b",\"title\":\""), column(&line, b",\"text\":\""));
            if !patterns.iter().all(|pattern| pattern.is_match(text) || pattern.is_match(title)) {
                continue;
            }
            let place = found.total as usize;
            found.total += 1;
            if (from..from + most).contains(&place) {
                let shown: Shown = serde_json::from_slice(&line)
                    .map_err(|error| Error::Integrity(format!("documents.jsonl: {error}")))?;
                found.rows.push(Hit {
                    number: *number,
                    title: shown.title,
                    excerpt: excerpt(&shown.text, patterns),
                });
            }
        }
        Ok(found)
    }
}
