use serde::{Deserialize, Serialize};

use super::{Date, Span, When};

/// What a page says of itself. Unsure means empty.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Metadata {
    /// Headline, without the site's name.
    pub title: String,
    /// Subtitle or standfirst.
    pub subtitle: String,
    /// The byline as printed.
    pub byline: String,
    /// Names in the byline, normalised, in its order.
    pub authors: Vec<String>,
    /// When the report was first published.
    pub published: Option<When>,
    /// When it was last changed.
    pub modified: Option<When>,
    /// When this site put it up, where that is told apart from the original's publication.
    pub posted: Option<Date>,
    /// The dateline as printed, such as `BEIJING, Sept. 26 (Xinhua)`.
    pub dateline: String,
    /// The place in it, such as `BEIJING`.
    pub dateline_place: String,
    /// The news agency (or other medium) it comes from, by its name in `config/agencies.toml` or as printed.
    pub agency: String,
    /// What the agency has to do with it.
    pub agency_role: AgencyRole,
    /// ISO 639-1 code (639-3 where there is none), `""` where unsure.
    pub language: String,
    /// How sure the language is, in thousandths.
    pub language_score: u16,
    /// Section of the site.
    pub section: String,
    /// The site's own name.
    pub site: String,
    /// The address the page gives itself.
    pub canonical_url: String,
    /// Captions and credits of pictures.
    pub captions: Vec<String>,
    /// What the page says of its licence.
    pub license: String,
    /// What the page says to robots, as in `noindex; noai`.
    pub robots: String,
    /// Where each field came from.
    pub evidence: Vec<Evidence>,
}

/// What an agency has to do with a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum AgencyRole {
    /// No agency named.
    #[default]
    None,
    /// The agency's own site.
    Original,
    /// Another outlet runs its copy.
    Syndicated,
    /// Named as a source of part of it (a picture, some reporting).
    Credited,
}

/// A metadata field.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the names are those of the columns, explained at `Metadata`")]
pub enum Field {
    Title,
    Subtitle,
    Byline,
    Authors,
    DatePublished,
    DateModified,
    DatePosted,
    Dateline,
    DatelinePlace,
    Agency,
    AgencyRole,
    Language,
    Section,
    Site,
    CanonicalUrl,
    License,
    Robots,
}

/// Where a field's value came from.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Evidence {
    /// The field.
    pub field: Field,
    /// The value taken.
    pub value: String,
    /// How it was found: `meta`, `json-ld`, `open-graph`, `microdata`, `time`, `url`, `line`, `heading`, `declared`,
    /// `site-file`, `detected`.
    pub method: String,
    /// The place: a meta name, a JSON-LD path, a CSS selector, a pattern's name.
    pub selector: String,
    /// The value as printed.
    pub raw: String,
    /// Bytes of the flat text it was read from, where it stands there.
    pub span: Option<Span>,
    /// How sure, in thousandths.
    pub score: u16,
    /// What else was offered and not taken, as `method selector: value`.
    pub rejected: Vec<String>,
}
