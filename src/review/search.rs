//! Words and phrases in the rows of a file, looked for without reading the rows as JSON.
//!
//! Takes a query and a row's bytes, gives whether it fits and the text around what was found.

use memchr::memmem;
use regex::bytes::{Regex, RegexBuilder};

/// Characters of an excerpt.
pub(super) const EXCERPT: usize = 180;

/// The value of a text column as it stands in the row. Inside a value a quote is always escaped, so that `,"text":"` can be
/// nothing but a key.
pub(super) fn column<'l>(line: &'l [u8], key: &[u8]) -> &'l [u8] {
    let Some(start) = memmem::find(line, key).map(|at| at + key.len()) else { return &[] };
    let value = &line[start..];
    let mut at = 0;
    while let Some(next) = memchr::memchr2(b'"', b'\\', value.get(at..).unwrap_or(&[])) {
        match value.get(at + next) {
            Some(b'\\') => at += next + 2,
            _ => return &value[..at + next],
        }
    }
    value
}

/// The words and phrases of a query, as patterns for rows: quotes and backslashes stand escaped there.
pub(super) fn patterns(query: &str) -> Vec<Regex> {
    let mut terms = Vec::new();
    for (at, piece) in query.split('"').enumerate() {
        if at % 2 == 1 {
            terms.push(piece.split_whitespace().collect::<Vec<_>>());
        } else {
            terms.extend(piece.split_whitespace().map(|word| vec![word]));
        }
    }
    let pattern = |words: Vec<&str>| {
        let escaped: Vec<String> = words
            .iter()
            .map(|word| {
                let json = serde_json::to_string(word).unwrap_or_default();
                regex::escape(json.get(1..json.len().saturating_sub(1)).unwrap_or_default())
            })
            .collect();
        let pattern = escaped.join(r"(?:\s|\\n)+");
        RegexBuilder::new(&pattern).case_insensitive(true).build().ok()
    };
    terms.into_iter().filter(|words| !words.is_empty()).take(MOST_TERMS).filter_map(pattern).collect()
}

/// Words and phrases of a query that are looked for.
const MOST_TERMS: usize = 12;

/// The text around the first match, with every match in it told apart.
pub(super) fn excerpt(text: &str, patterns: &[Regex]) -> Vec<(String, bool)> {
    let first =
        patterns.iter().filter_map(|pattern| pattern.find(text.as_bytes())).map(|found| found.start()).min();
    let first = first.unwrap_or(0);
    let before =
        text.get(..first).unwrap_or("").chars().rev().take(EXCERPT / 3).map(char::len_utf8).sum::<usize>();
    // Not in the middle of a word, where there is a word's end to begin behind.
    let start = match text.get(first - before..first).and_then(|lead| lead.find(' ')) {
        Some(space) if first > before => first - before + space + 1,
        _ => first - before,
    };
    let rest = text.get(start..).unwrap_or("");
    let end = rest.char_indices().nth(EXCERPT).map_or(rest.len(), |(end, _)| end);
    let shown = &rest[..end];
    let mut spans: Vec<(usize, usize)> = patterns
        .iter()
        .flat_map(|pattern| pattern.find_iter(shown.as_bytes()).map(|found| (found.start(), found.end())))
        .collect();
    spans.sort_unstable();
    let (mut pieces, mut at) = (Vec::new(), 0);
    if start > 0 {
        pieces.push(("…".to_owned(), false));
    }
    for (from, to) in spans {
        if let (Some(before), Some(found)) = (shown.get(at..from), shown.get(from..to)) {
            pieces.push((before.to_owned(), false));
            pieces.push((found.to_owned(), true));
            at = to;
        }
    }
    pieces.push((shown.get(at..).unwrap_or("").to_owned(), false));
    if end < rest.len() {
        pieces.push(("…".to_owned(), false));
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_ends_at_its_quote_and_at_no_other() {
        let line = br#"{"id":"a","title":"a \"b\" \\","text":"x\",\"text\":\"y","z":""}"#;
        assert_eq!(column(line, b",\"title\":\""), br#"a \"b\" \\"#);
        assert_eq!(column(line, b",\"text\":\""), br#"x\",\"text\":\"y"#);
        assert_eq!(column(line, b",\"none\":\""), b"");
        assert_eq!(column(br#"{,"text":"cut\"#, b",\"text\":\""), br"cut\");
    }

    #[test]
    fn a_query_is_words_and_phrases_whatever_their_case() {
        let found =
            |query: &str, row: &str| patterns(query).iter().all(|pattern| pattern.is_match(row.as_bytes()));
        assert!(found("HARBOUR möwe", "the Harbour of MÖWE"));
        assert!(
            found("\"the  harbour\"", r"over the\nHarbour wall")
                && !found("\"the harbour\"", "the old harbour")
        );
        assert!(found("a.c", "A.C") && !found("a.c", "abc"));
        assert!(patterns("  \" ").is_empty());
    }

    #[test]
    fn an_excerpt_surrounds_what_was_found() {
        let text = format!("{} Harbour wall", "one two ".repeat(60));
        let pieces = excerpt(&text, &patterns("harbour"));
        assert_eq!(
            pieces.iter().filter(|(_, found)| *found).map(|(text, _)| text.as_str()).collect::<Vec<_>>(),
            ["Harbour"]
        );
        assert!(pieces[0].0 == "…");
    }
}
