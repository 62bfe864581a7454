//! Is the block a notice that those who print odds owe their readers?

use super::{Found, Line, Rule};
use crate::model::{CutKind, RuleId};

/// It says one of the fixed sentences on betting with care, or that odds may have changed, and quotes nobody.
pub(super) struct Betting;

impl Rule for Betting {
    fn id(&self) -> RuleId {
        RuleId::new("betting")
    }

    fn kind(&self) -> CutKind {
        CutKind::Ad
    }

    fn phrases(&self) -> &'static str {
        include_str!("wordings/betting.txt")
    }

    fn strips(&self, line: &Line<'_>, found: Found) -> bool {
        match found {
            Found::Whole => true,
            Found::Label | Found::Start | Found::Inside => {
                line.text.len() <= 400 && !line.text.contains(['"', '“', '„', '«'])
            }
            Found::Nothing => false,
        }
    }
}
