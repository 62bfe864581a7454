//! Does the block ask to subscribe, to donate, to install an app?

use super::{Found, Line, Rule};
use crate::model::{CutKind, RuleId};

/// It begins with such an appeal and is no longer than one, or says one of the fixed phrases.
pub(super) struct Newsletter;

impl Rule for Newsletter {
    fn id(&self) -> RuleId {
        RuleId::new("newsletter")
    }

    fn kind(&self) -> CutKind {
        CutKind::Promo
    }

    fn phrases(&self) -> &'static str {
        include_str!("wordings/newsletter.txt")
    }

    fn strips(&self, line: &Line<'_>, found: Found) -> bool {
        match found {
            Found::Whole => true,
            Found::Label | Found::Start => {
                line.text.len() <= 260 && !line.text.starts_with(['"', '“', '„', '«'])
            }
            Found::Inside => line.text.len() <= 400 && !line.text.starts_with(['"', '“', '„', '«']),
            Found::Nothing => false,
        }
    }
}
