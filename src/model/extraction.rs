use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use super::{Metadata, Span};

/// How a page became a document: every piece of its flat text, kept or cut, and why.
///
/// The spans of `kept` and `cut` together tile the flat text exactly: sorted, each starts where the last ended.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Extraction {
    /// Bytes of the flat text.
    pub flat_bytes: u32,
    /// Pieces that make the body, in order.
    pub kept: Vec<Kept>,
    /// Pieces cut, in order.
    pub cut: Vec<Cut>,
    /// What the page says of itself.
    pub metadata: Metadata,
    /// Stable names for what a reader should know, such as `unsure-body`; sorted.
    pub flags: Vec<Cow<'static, str>>,
}

/// What a block is, as far as its markup or its looks tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum BlockKind {
    /// A paragraph, or a line of one.
    #[default]
    Paragraph,
    /// A heading.
    Heading,
    /// An item of a list.
    Item,
    /// A quotation set apart.
    Quote,
    /// A row of a table.
    Row,
    /// Preformatted text.
    Pre,
    /// A picture's caption or credit.
    Caption,
}

/// What parts a kept piece from the one before it in the body; the first piece of a body has nothing before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Lead {
    /// A blank line.
    #[default]
    Paragraph,
    /// A line end: items of a list, rows of a table, lines of a verse.
    Line,
    /// A space: it goes on with a sentence that a blank line had broken.
    Sentence,
}

impl Lead {
    /// The white space itself.
    pub fn text(self) -> &'static str {
        match self {
            Self::Paragraph => "\n\n",
            Self::Line => "\n",
            Self::Sentence => " ",
        }
    }
}

/// A piece of the flat text that is part of the body.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Kept {
    /// Bytes of the flat text.
    pub span: Span,
    /// The bytes of the raw record they were read from.
    pub raw: Span,
    /// What it is.
    pub kind: BlockKind,
    /// What parts it from the piece before it in the body.
    pub lead: Lead,
    /// How sure the judgement is, in thousandths; 1000 where a rule or site file says so.
    pub score: u16,
}

/// A piece of the flat text that is not part of the body.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Cut {
    /// Bytes of the flat text.
    pub span: Span,
    /// The bytes of the raw record they were read from.
    pub raw: Span,
    /// The pass that cut it.
    pub pass: Pass,
    /// The rule that signs for it.
    pub rule: RuleId,
    /// What it is.
    pub kind: CutKind,
    /// Its text.
    pub text: String,
    /// How sure the judgement is that it is body, in thousandths; 0 where a rule or site file says it is not.
    pub score: u16,
    /// What was measured of it or decided, by name, in thousandths; empty where the rule's name says it all.
    pub reasons: Vec<(Cow<'static, str>, i32)>,
}

/// A rule's stable name, such as `footer-copyright`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct RuleId(pub Cow<'static, str>);

impl RuleId {
    /// A rule of the program's own.
    pub const fn new(name: &'static str) -> Self {
        Self(Cow::Borrowed(name))
    }
}

impl std::fmt::Display for RuleId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

/// The passes over a page, in order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Pass {
    /// What the markup hides or a site file strips.
    Site,
    /// Lines that became metadata: headline, byline, dates, captions.
    Metadata,
    /// Legible rules for what is certain.
    Rules,
    /// The learnt judgement of blocks.
    Judge,
}

/// What a cut block is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum CutKind {
    /// Menus, breadcrumbs, language switchers, pagers.
    Nav,
    /// Copyright, licence, registration numbers, imprint.
    Footer,
    /// Readers' comments and what their widgets leave.
    Comment,
    /// Share, follow, newsletter, donation, subscription.
    Promo,
    /// Lists of other reports.
    Related,
    /// Cookie and privacy notices.
    Notice,
    /// Advertising.
    Ad,
    /// Print, zoom, submit-time and other tools of the page.
    Tool,
    /// The headline, kept as metadata.
    Title,
    /// Subtitle or teaser, kept as metadata.
    Subtitle,
    /// Who wrote it and when, kept as metadata.
    Byline,
    /// Captions and picture credits, kept as data.
    Caption,
    /// Boilerplate of no kind of its own.
    Template,
}
