//! Does the line only say that an advertisement stands here?

use super::{Found, Line, Rule};
use crate::model::{CutKind, RuleId};

/// The whole line is the label of an advertisement.
pub(super) struct Advertisement;

impl Rule for Advertisement {
    fn id(&self) -> RuleId {
        RuleId::new("advertisement")
    }

    fn kind(&self) -> CutKind {
        CutKind::Ad
    }

    fn phrases(&self) -> &'static str {
        include_str!("wordings/advertisement.txt")
    }

    fn strips(&self, _: &Line<'_>, found: Found) -> bool {
        found == Found::Whole
    }
}
