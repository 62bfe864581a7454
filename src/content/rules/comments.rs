//! Is the line part of a comment widget, or what one leaves behind?

use super::{Found, Line, Rule};
use crate::model::{CutKind, RuleId};

/// The whole line is a widget's heading, button or notice; longer notices are known by how they begin.
pub(super) struct Comments;

impl Rule for Comments {
    fn id(&self) -> RuleId {
        RuleId::new("comments")
    }

    fn kind(&self) -> CutKind {
        CutKind::Comment
    }

    fn phrases(&self) -> &'static str {
        include_str!("wordings/comments.txt")
    }

    fn strips(&self, line: &Line<'_>, found: Found) -> bool {
        match found {
            Found::Whole => true,
            Found::Label | Found::Start | Found::Inside => line.text.len() <= 300,
            Found::Nothing => false,
        }
    }
}
