//! `articles.jsonl`, `articles.csv` and `documents.jsonl`: a document a row, flat, in one order of columns.
//!
//! Rules that make it load the first time in every reader: every key is always there and in the same order, no nulls
//! but in dates, no lists, `""` for unknown text, ids that start with a letter.

use serde::{Deserialize, Serialize};

use super::{Sink, Takes, always, json, no_head};
use crate::model::{AgencyRole, CopyKind, Date, DocId, EncodingSource, Precision, Row, Sha256Hex};
use crate::text::{url, words};

/// The version of the columns; it grows when one is added, renamed or means something else.
pub const SCHEMA_VERSION: u32 = 1;

pub(super) const JSONL: Sink = Sink {
    file: "articles.jsonl",
    holds: "the canonical copy of each story: what to load for analysis",
    wanted: always,
    head: no_head,
    takes: Takes::Row(|row, out| if row.is_canonical() { json::line(&Article::of(row), out) } else { 0 }),
};

pub(super) const CSV: Sink = Sink {
    file: "articles.csv",
    holds: "the same rows and columns as articles.jsonl, by RFC 4180",
    wanted: |options| options.csv,
    head: || csv_record(|writer| writer.write_record(Article::COLUMNS)),
    takes: Takes::Row(|row, out| {
        if !row.is_canonical() {
            return 0;
        }
        out.extend(csv_record(|writer| writer.serialize(Article::of(row))));
        1
    }),
};

pub(super) const DOCUMENTS: Sink = Sink {
    file: "documents.jsonl",
    holds: "every copy of every story, in the columns of articles.jsonl",
    wanted: always,
    head: no_head,
    takes: Takes::Row(|row, out| json::line(&Article::of(row), out)),
};

fn csv_record(write: impl FnOnce(&mut csv::Writer<Vec<u8>>) -> csv::Result<()>) -> Vec<u8> {
    let mut writer = csv::WriterBuilder::new()
        .has_headers(false)
        .terminator(csv::Terminator::CRLF)
        .from_writer(Vec::new());
    // Writing into memory fails for no row of flat fields; a defect there must not pass as an empty line.
    match write(&mut writer) {
        Ok(()) => writer.into_inner().unwrap_or_default(),
        Err(error) => unreachable!("a flat row is a CSV record: {error}"),
    }
}

macro_rules! columns {
    ($($(#[doc = $doc:literal])+ $name:ident: $type:ty,)+) => {
        /// A row of `articles.*` and `documents.jsonl`; the documentation of each column is the data dictionary.
        #[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
        pub struct Article {
            $($(#[doc = $doc])+ pub $name: $type,)+
        }

        impl Article {
            /// Names of the columns, in order.
            pub const COLUMNS: &[&str] = &[$(stringify!($name)),+];
            /// Name, type and meaning of each column, in order.
            pub const DICTIONARY: &[(&str, &str, &str)] =
                &[$((stringify!($name), stringify!($type), concat!($($doc),+))),+];
        }
    };
}

columns! {
    /// Names the document: `a` and 24 hexadecimal digits, made of the URL and the raw bytes alone.
    id: DocId,
    /// Version of these columns.
    schema_version: u32,
    /// Names the story: the smallest id among its copies.
    cluster_id: DocId,
    /// Copies of the story in this dataset, this one included.
    cluster_size: u32,
    /// Whether this copy stands for the story; true in every row of `articles`.
    is_canonical: bool,
    /// The copy that stands for the story.
    canonical_id: DocId,
    /// Why that one: `agency-original`, `earliest`, `longest`, `fullest`, `smallest-id`, or `kept-earlier` where an index has it; empty for a story of one copy.
    canonical_reason: String,
    /// How this copy relates to the canonical one: `exact-raw`, `exact-text`, `near`, `contains`, `revision`; empty for the canonical one.
    duplicate_kind: String,
    /// Address it was fetched from.
    url: String,
    /// Address the page gives itself.
    url_canonical: String,
    /// Host of the address, without `www.`.
    host: String,
    /// The site's own name.
    site: String,
    /// Headline, without the site's name.
    title: String,
    /// Subtitle or standfirst.
    subtitle: String,
    /// Byline as printed.
    byline_raw: String,
    /// Who signed it: people, or where the page names none, the organisation it names; normalised, in order, joined by `; `.
    authors: String,
    /// Day of first publication, `YYYY-MM-DD`, or null.
    date_published: Option<Date>,
    /// Day of the last change, or null.
    date_modified: Option<Date>,
    /// Day this site put it up, where that is told apart from the original's publication, or null.
    date_posted: Option<Date>,
    /// How much of `date_published` the source tells: `none`, `year`, `month`, `day`, `minute`, `second`; what it does not tell stands at 01.
    date_precision: Precision,
    /// Whether the source of `date_published` names its time zone.
    tz_known: bool,
    /// Dateline as printed.
    dateline_raw: String,
    /// Place in the dateline.
    dateline_place: String,
    /// News agency or other medium it comes from.
    agency: String,
    /// What the agency has to do with it: `none`, `original`, `syndicated`, `credited`.
    agency_role: AgencyRole,
    /// Language, ISO 639-1 (639-3 where there is none); empty where unsure.
    lang: String,
    /// How sure the language is, 0 to 1.
    lang_score: f64,
    /// Section of the site.
    section: String,
    /// Words of `text`.
    word_count: u64,
    /// The body: paragraphs parted by a blank line.
    text: String,
    /// SHA-256 of `text` in UTF-8.
    text_sha256: Sha256Hex,
    /// File it was read from, relative to the input folder.
    source_path: String,
    /// Entry within that file, steps joined by `!`; empty for the file itself.
    source_entry: String,
    /// SHA-256 of the record's raw bytes.
    source_sha256: Sha256Hex,
    /// First byte of the record in the innermost stream, after decompression.
    source_offset: u64,
    /// Bytes of the record there.
    source_length: u64,
    /// The container's own name for the record: WARC-Record-ID, JSON `id`.
    source_record_id: String,
    /// The payload digest that the container declares.
    warc_payload_digest: String,
    /// When it was fetched, RFC 3339.
    captured_at: String,
    /// Encoding the bytes were read in.
    encoding: String,
    /// What decided the encoding: `bom`, `http`, `meta`, `detect`, `override`.
    encoding_source: EncodingSource,
    /// U+FFFD put in for bytes that spell nothing.
    replacement_chars: u32,
    /// Stretches of mojibake undone.
    mojibake_fixed: u64,
    /// Characters cut from the page's flat text.
    removed_chars: u64,
    /// Blocks cut.
    removed_blocks: u64,
    /// Rules that cut a block, sorted, joined by `; `.
    rules_fired: String,
    /// What a reader should know, such as `unsure-body`, sorted, joined by `; `.
    flags: String,
    /// What the page says of its licence.
    license_note: String,
    /// What the page says to robots.
    robots_note: String,
}

impl Article {
    /// The row of the table for a document and its place.
    pub fn of(row: &Row) -> Self {
        let (document, membership) = (row.document(), row.membership());
        let (past, extraction) = (document.past(), document.extraction());
        let (origin, decoding, found) = (past.origin(), past.decoding(), &extraction.metadata);
        let host =
            [origin.url(), &found.canonical_url].map(url::host).into_iter().find(|host| !host.is_empty());
        let mut rules: Vec<&str> = extraction.cut.iter().map(|cut| &*cut.rule.0).collect();
        rules.sort_unstable();
        rules.dedup();
        Self {
            id: document.id(),
            schema_version: SCHEMA_VERSION,
            cluster_id: membership.cluster,
            cluster_size: membership.size,
            is_canonical: row.is_canonical(),
            canonical_id: membership.canonical,
            canonical_reason: membership.reason.clone(),
            duplicate_kind: duplicate_kind(membership.kind).to_owned(),
            url: origin.url().to_owned(),
            url_canonical: found.canonical_url.clone(),
            host: host.unwrap_or_default(),
            site: found.site.clone(),
            title: found.title.clone(),
            subtitle: found.subtitle.clone(),
            byline_raw: found.byline.clone(),
            authors: found.authors.join("; "),
            date_published: found.published.map(|when| when.date),
            date_modified: found.modified.map(|when| when.date),
            date_posted: found.posted,
            date_precision: found.published.map_or(Precision::None, |when| when.precision),
            tz_known: found.published.is_some_and(|when| when.tz_known),
            dateline_raw: found.dateline.clone(),
            dateline_place: found.dateline_place.clone(),
            agency: found.agency.clone(),
            agency_role: found.agency_role,
            lang: found.language.clone(),
            lang_score: f64::from(found.language_score) / 1000.0,
            section: found.section.clone(),
            word_count: words::count(document.text()) as u64,
            text: document.text().to_owned(),
            text_sha256: Sha256Hex::of(document.text().as_bytes()),
            source_path: origin.path().to_owned(),
            source_entry: origin.entry().to_owned(),
            source_sha256: past.sha256(),
            source_offset: origin.offset(),
            source_length: origin.length(),
            source_record_id: origin.record_id().to_owned(),
            warc_payload_digest: origin.payload_digest().to_owned(),
            captured_at: origin.fetched().to_owned(),
            encoding: decoding.encoding.clone(),
            encoding_source: decoding.source,
            replacement_chars: decoding.replacements,
            mojibake_fixed: decoding.repairs.len() as u64,
            removed_chars: extraction.cut.iter().map(|cut| cut.text.chars().count() as u64).sum(),
            removed_blocks: extraction.cut.len() as u64,
            rules_fired: rules.join("; "),
            flags: extraction.flags.join("; "),
            license_note: found.license.clone(),
            robots_note: found.robots.clone(),
        }
    }
}

fn duplicate_kind(kind: CopyKind) -> &'static str {
    match kind {
        CopyKind::Canonical => "",
        CopyKind::ExactRaw => "exact-raw",
        CopyKind::ExactText => "exact-text",
        CopyKind::Near => "near",
        CopyKind::Contains => "contains",
        CopyKind::Revision => "revision",
    }
}
