//! Is the line a tool of the page: print, zoom, font size, listen, reading time?

use super::{Found, Line, Rule};
use crate::model::{CutKind, RuleId};

/// The whole line is a button's label; a row of tools is known by its parts.
pub(super) struct Tools;

impl Rule for Tools {
    fn id(&self) -> RuleId {
        RuleId::new("tools")
    }

    fn kind(&self) -> CutKind {
        CutKind::Tool
    }

    fn phrases(&self) -> &'static str {
        PHRASES
    }

    fn strips(&self, line: &Line<'_>, found: Found) -> bool {
        match found {
            Found::Whole => true,
            Found::Label | Found::Start => only_tools(line.text),
            Found::Inside | Found::Nothing => false,
        }
    }
}

/// Every part between bars or brackets is a tool's label, or begins with one and is as short: "E-mail to a friend".
fn only_tools(text: &str) -> bool {
    let lower = text.to_lowercase();
    let mut parts =
        lower.split(['|', '•', '·', '/', '[', ']']).map(str::trim).filter(|part| !part.is_empty());
    let labels = || PHRASES.lines().filter_map(|phrase| phrase.trim().strip_prefix('='));
    let is_tool = |part: &str| {
        labels().any(|label| match part.strip_prefix(label) {
            Some(rest) => rest.is_empty() || (part.len() <= LABEL && rest.starts_with([' ', ':'])),
            None => false,
        })
    };
    parts.clone().count() >= 2 && parts.all(is_tool)
}

/// Bytes of a tool's label.
const LABEL: usize = 30;

const PHRASES: &str = include_str!("wordings/tools.txt");
