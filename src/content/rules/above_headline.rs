//! Is the line a label that stands above the headline?

use super::{Found, Line, Rule};
use crate::model::{CutKind, RuleId};

/// A few words without a stop above the headline, with no prose between: a section's name, a kicker, a menu.
pub(super) struct AboveHeadline;

/// Blocks above the headline that are asked about.
const REACH: usize = 400;
const MOST_WORDS: usize = 8;
/// Plain text may be wrapped, and a wrapped line has as many words as a kicker.
const MOST_WORDS_OF_TEXT: usize = 5;

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
        let below_prose = line.facts.last_prose_above.is_none_or(|prose| line.at > prose);
        let most = if line.flat.is_html() { MOST_WORDS } else { MOST_WORDS_OF_TEXT };
        above && below_prose && line.text.len() <= 120 && !line.is_sentence() && line.words() <= most
    }
}
