//! Is the line a licence or registration number of the site?

use super::{Found, Line, Rule};
use crate::model::{CutKind, RuleId};

/// It begins with the name of the licence and carries its number.
pub(super) struct Licence;

impl Rule for Licence {
    fn id(&self) -> RuleId {
        RuleId::new("licence")
    }

    fn kind(&self) -> CutKind {
        CutKind::Footer
    }

    fn phrases(&self) -> &'static str {
        include_str!("wordings/licence.txt")
    }

    fn strips(&self, line: &Line<'_>, found: Found) -> bool {
        let short = line.text.chars().count() <= 160 && !line.is_sentence();
        let number = line.text.bytes().filter(u8::is_ascii_digit).count() >= 4;
        match found {
            Found::Whole => true,
            Found::Label | Found::Start | Found::Inside => short && number,
            Found::Nothing => false,
        }
    }
}
