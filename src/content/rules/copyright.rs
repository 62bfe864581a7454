//! Is the block a notice of rights, or of the print edition that reprints are ordered from?

use super::{Found, Line, Rule};
use crate::model::{CutKind, RuleId};

/// It begins with the sign or the word and a year or owner, or says that all rights are reserved.
pub(super) struct Copyright;

impl Rule for Copyright {
    fn id(&self) -> RuleId {
        RuleId::new("copyright")
    }

    fn kind(&self) -> CutKind {
        CutKind::Footer
    }

    fn phrases(&self) -> &'static str {
        include_str!("wordings/copyright.txt")
    }

    fn strips(&self, line: &Line<'_>, found: Found) -> bool {
        match found {
            Found::Whole => true,
            Found::Label | Found::Start => {
                line.text.len() <= 500
                    && (line.text.contains('©') || line.text.len() <= 300 && has_year(line.text))
            }
            Found::Inside => line.text.len() <= 900,
            Found::Nothing => false,
        }
    }
}

fn has_year(text: &str) -> bool {
    let bytes = text.as_bytes();
    bytes
        .windows(4)
        .any(|w| (w.starts_with(b"19") || w.starts_with(b"20")) && w.iter().all(u8::is_ascii_digit))
}
