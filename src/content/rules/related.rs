//! Does the line head a list of other reports, or point to one?

use super::{Found, Line, Rule};
use crate::model::{BlockKind, CutKind, RuleId};

/// The whole line is such a heading; or it begins with "Read also:" and is linked or short.
pub(super) struct Related;

impl Rule for Related {
    fn id(&self) -> RuleId {
        RuleId::new("related")
    }

    fn kind(&self) -> CutKind {
        CutKind::Related
    }

    fn phrases(&self) -> &'static str {
        include_str!("wordings/related.txt")
    }

    fn strips(&self, line: &Line<'_>, found: Found) -> bool {
        match found {
            Found::Whole => true,
            // "Read more: …" with a headline behind it.
            Found::Label => line.text.len() <= 260 && (!line.is_sentence() || asks_behind_words(line.text)),
            // "Read more about … | …" with a link, or a pointer and nothing behind it but a link.
            Found::Start => {
                let marked =
                    line.text.chars().take(60).any(|c| matches!(c, ':' | '：' | '|' | '>' | '»' | '→'));
                let unlinked = line.text.len().saturating_sub(line.block.link_bytes as usize);
                line.text.len() <= 260
                    && (marked || unlinked <= POINTER && line.linked() >= 50)
                    && (line.linked() >= 50
                        || line.block.kind != BlockKind::Paragraph
                        || !line.flat.is_html())
                    && !line.is_sentence()
            }
            Found::Inside | Found::Nothing => false,
        }
    }
}

/// Bytes of a pointer to another report.
const POINTER: usize = 48;

/// A question or a cry behind a pointer of several words; behind a single one somebody of that name may have said it.
fn asks_behind_words(text: &str) -> bool {
    let pointer = text.split([':', '：', '|', '>', '»', '→']).next().unwrap_or("");
    text.ends_with(['?', '!']) && pointer.trim().contains(' ')
}
