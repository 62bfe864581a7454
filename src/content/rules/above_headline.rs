//! Is the line a label that stands above the headline?

use super::{Found, Line, Rule};
use crate::model::{CutKind, RuleId};

/// A few words without a stop, just above the headline: a section's name, a kicker, a menu.
pub(super) struct AboveHeadline;

/// Blocks above the headline that are asked about.
const REACH: usize = 400;
const MOST_WORDS: usize = 8;

impl Rule for AboveHeadline {
    fn id(&self) -> RuleId {
        RuleId::new("above-headline")
    }

    fn kind(&self) -> CutKind {
        CutKind::Nav
    }

    fn strips(&self, line: &Line<'_>, _: Found) -> bool {
        let above =
            line.facts.headline.is_some_and(|headline| line.at < headline && headline - line.at <= REACH);
        above && line.text.len() <= 120 && !line.is_sentence() && line.words() <= MOST_WORDS
    }
}
