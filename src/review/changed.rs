//! What became of a text, paragraph by paragraph, for a person to read.
//!
//! Takes both texts and what the rules cut, gives the paragraphs that differ: words that went, that came, and as many of
//! those around them as tell where.

use std::collections::BTreeMap;

use serde::Serialize;

use super::aligned::{self, How};

/// Paragraphs told of one document.
const PARAGRAPHS: usize = 12;
/// Characters of a stretch of equal words that are kept on each side of a change.
const AROUND: usize = 80;
/// Characters of a paragraph that went or came, or of a change in one.
const LONGEST: usize = 1_500;

/// A paragraph that differs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Changed {
    /// What became of it.
    pub how: How,
    /// The rule that cut it, where it is gone because of one.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub rule: String,
    /// Its words in order.
    pub words: Vec<(Mark, String)>,
}

/// What became of a stretch of words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub enum Mark {
    /// It is in both.
    #[serde(rename = "=")]
    Same,
    /// It went.
    #[serde(rename = "-")]
    Gone,
    /// It came.
    #[serde(rename = "+")]
    Came,
}

/// The first paragraphs of which something changed; `rules` names the rule that cuts a text.
pub(super) fn changed(old: &str, new: &str, rules: &BTreeMap<&str, &str>) -> Vec<Changed> {
    let rows = aligned::paragraphs(old, new).into_iter().filter(|row| row.how != How::Same);
    let told = rows.take(PARAGRAPHS).map(|row| {
        let before = row.old.map_or("", |span| span.of(old));
        let after = row.new.map_or("", |span| span.of(new));
        let rule = match row.how {
            How::Gone => rules.get(before.trim()).map(|rule| (*rule).to_owned()).unwrap_or_default(),
            _ => String::new(),
        };
        Changed { how: row.how, rule, words: marked(before, after) }
    });
    told.collect()
}

fn marked(before: &str, after: &str) -> Vec<(Mark, String)> {
    let words = aligned::words(before, after);
    let last = words.len().saturating_sub(1);
    let mut marked = Vec::new();
    for (at, words) in words.iter().enumerate() {
        if words.same {
            marked.push((Mark::Same, around(words.new.of(after), at > 0, at < last)));
            continue;
        }
        for (mark, text) in [(Mark::Gone, words.old.of(before)), (Mark::Came, words.new.of(after))] {
            if !text.is_empty() {
                marked.push((mark, clipped(text, LONGEST)));
            }
        }
    }
    marked
}

/// Equal words, without those far from any change.
fn around(text: &str, before: bool, behind: bool) -> String {
    let head = if before { clipped(text, AROUND) } else { String::new() };
    let from = text.char_indices().rev().take(AROUND).last().map_or(0, |(at, _)| at);
    match (before, behind) {
        (true, true) if text.chars().count() <= 2 * AROUND => text.to_owned(),
        (true, true) => format!("{head}{}", &text[from..]),
        (true, false) => head,
        (false, true) if from > 0 => format!("…{}", &text[from..]),
        (false, true) => text.to_owned(),
        (false, false) => clipped(text, 2 * AROUND),
    }
}

fn clipped(text: &str, most: usize) -> String {
    match text.char_indices().nth(most) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(old: &str, new: &str) -> String {
        let rules = BTreeMap::from([("Share this", "share-bar")]);
        let said = |changed: &Changed| {
            let words = changed.words.iter().map(|(mark, text)| match mark {
                Mark::Same => text.clone(),
                Mark::Gone => format!("[-{text}-]"),
                Mark::Came => format!("{{+{text}+}}"),
            });
            format!("{:?}{}: {}", changed.how, changed.rule, words.collect::<String>())
        };
        changed(old, new, &rules).iter().map(said).collect::<Vec<_>>().join(" | ")
    }

    #[test]
    fn only_what_differs_is_told() {
        assert_eq!(check("a\n\nb\n\nShare this", "a\n\nb"), "Goneshare-bar: [-Share this-]");
        assert_eq!(
            check("It took 340 tonnes of it.", "It took 412 tonnes of it."),
            "Edited: It took [-340-]{+412+} tonnes of it."
        );
    }

    #[test]
    fn equal_words_far_from_a_change_are_left_out() {
        let long = "again and ".repeat(60);
        let said = check(&format!("{long}one {long}"), &format!("{long}two {long}"));
        assert!(said.len() < 250 && said.contains("[-one-]{+two+}"), "{said}");
    }
}
