//! Finds the wordings of all rules in a line at once.
//!
//! A wording is a line of a rule's list: `=` the whole line is it, `^` the line begins with it, `:` the line begins with it
//! and a colon or a bar, `~` it stands anywhere. Case and the marks around a line do not count; `#` stands for any number at
//! the end of a whole line.

use std::collections::HashMap;

use crate::text::character::{Kind, kind, mark, push_lowercase};
use crate::text::grams::Grams;
use crate::text::hash::Quick;

/// Where in the line a wording was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Found {
    /// It is the whole line.
    Whole,
    /// The line begins with it, and a colon or a bar stands right behind it.
    Label,
    /// The line begins with it.
    Start,
    /// It stands somewhere in the line.
    Inside,
    /// The rule has no wordings.
    Nothing,
}

/// Longest line that can be a wording as a whole.
const LONGEST_WHOLE: usize = 90;

/// The wordings of all rules; each knows its rule by its place in the list.
pub(super) struct Phrases {
    /// Those that are a line or begin it, by their first word, or their first character in scripts without spaces. Few
    /// lines begin as a wording does, so most are done with after one look.
    heads: HashMap<String, Heads, Quick>,
    inside: Grams,
    inside_rules: Vec<usize>,
}

/// Wordings with one first word, each with its rule.
#[derive(Default)]
struct Heads {
    whole: Vec<(String, usize)>,
    starts: Vec<(String, usize)>,
    labels: Vec<(String, usize)>,
}

impl Phrases {
    pub(super) fn new(lists: impl Iterator<Item = &'static str>) -> Self {
        let mut heads = HashMap::<String, Heads, _>::with_hasher(Quick::default());
        let (mut inside, mut inside_rules) = (Vec::new(), Vec::new());
        for (rule, list) in lists.enumerate() {
            for phrase in list.lines().map(str::trim).filter(|line| !line.is_empty()) {
                let text = phrase[1..].trim().to_lowercase();
                let head = first_word(&text).to_owned();
                match phrase.as_bytes()[0] {
                    b'=' => heads.entry(head).or_default().whole.push((text, rule)),
                    b'^' => heads.entry(head).or_default().starts.push((text, rule)),
                    b':' => heads.entry(head).or_default().labels.push((text, rule)),
                    b'~' => {
                        inside.push(text);
                        inside_rules.push(rule);
                    }
                    _ => unreachable!("a wording begins with =, ^, : or ~: {phrase}"),
                }
            }
        }
        let inside = Grams::of(&inside.iter().map(String::as_str).collect::<Vec<_>>());
        Self { heads, inside, inside_rules }
    }

    /// Adds the rules that a line calls. `folded` is room to work in.
    pub(super) fn find(&self, line: &str, folded: &mut String, found: &mut Vec<(usize, Found)>) {
        folded.clear();
        fold(line, folded);
        let text = core(folded);
        let heads = self.heads.get(first_word(text));
        if text.len() <= LONGEST_WHOLE {
            let numbered = || {
                let text = without_number(text)?;
                self.heads.get(first_word(&text))?.whole(&text)
            };
            let rule = heads.and_then(|heads| heads.whole(text)).or_else(numbered);
            found.extend(rule.map(|rule| (rule, Found::Whole)));
        }
        for (phrase, rule) in heads.iter().flat_map(|heads| &heads.starts) {
            if let Some(rest) = text.strip_prefix(phrase.as_str()).filter(|rest| ends_word(phrase, rest)) {
                found.push((*rule, if is_label(rest) { Found::Label } else { Found::Start }));
            }
        }
        for (phrase, rule) in heads.iter().flat_map(|heads| &heads.labels) {
            if text.strip_prefix(phrase.as_str()).is_some_and(is_label) {
                found.push((*rule, Found::Label));
            }
        }
        self.inside.find_in(folded, |wording| found.push((self.inside_rules[wording], Found::Inside)));
    }
}

impl Heads {
    /// The first rule that has `text` as a whole line.
    fn whole(&self, text: &str) -> Option<usize> {
        self.whole.iter().find(|(phrase, _)| phrase == text).map(|(_, rule)| *rule)
    }
}

/// Adds `line` in lower case to `out`, its apostrophes straight.
fn fold(line: &str, out: &mut String) {
    let mut from = 0;
    // Both begin with E2 80 in UTF-8 and end in a byte that few other characters have.
    if memchr::memchr(0xE2, line.as_bytes()).is_some() {
        for end in memchr::memchr2_iter(0x98, 0x99, line.as_bytes()) {
            let Some(piece) = line.get(from..end + 1).and_then(|piece| piece.strip_suffix(['’', '‘']))
            else {
                continue;
            };
            push_lowercase(piece, out);
            out.push('\'');
            from = end + 1;
        }
    }
    push_lowercase(&line[from..], out);
}

/// The line without the marks and spaces around it.
fn core(line: &str) -> &str {
    // Most begin with a letter of ASCII or behind a mark or two.
    let (bytes, mut at) = (line.as_bytes(), 0);
    while let Some(rest @ [first, ..]) = bytes.get(at..) {
        match if first.is_ascii() { usize::from(!first.is_ascii_alphanumeric()) } else { mark(rest) } {
            0 => break,
            length => at += length,
        }
    }
    line[at..].trim_matches(|c: char| {
        !kind(c).is(Kind::ALPHANUMERIC)
            && !matches!(c, '©' | '\u{300}'..='\u{36f}' | '\u{900}'..='\u{dff}' | '\u{e00}'..='\u{e7f}')
    })
}

/// "12 comments", "comments (12)" → "# comments", "comments #".
fn without_number(text: &str) -> Option<String> {
    let digit = |c: char| c.is_ascii_digit() || matches!(c, '.' | ',' | '(' | ')' | ' ' | ':');
    if text.starts_with(|c: char| c.is_ascii_digit()) {
        return Some(format!("# {}", text.trim_start_matches(digit)));
    }
    let head = text.trim_end_matches(digit);
    (head.len() < text.len() && text.ends_with(|c: char| c.is_ascii_digit())).then(|| format!("{head} #"))
}

fn first_word(text: &str) -> &str {
    let end = text
        .char_indices()
        .find(|(at, c)| !kind(*c).is(Kind::ALPHANUMERIC) || (*at > 0 && kind(*c).is(Kind::UNSPACED)))
        .map_or(text.len(), |(at, c)| if at == 0 { c.len_utf8() } else { at });
    &text[..end]
}

fn ends_word(phrase: &str, rest: &str) -> bool {
    let unspaced = phrase.chars().next_back().is_some_and(crate::text::words::is_unspaced);
    unspaced || rest.chars().next().is_none_or(|c| !c.is_alphanumeric())
}

fn is_label(rest: &str) -> bool {
    rest.trim_start().starts_with([':', '：', '|', '>', '»', '→'])
}
