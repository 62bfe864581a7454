//! Parts a line that holds many paragraphs, as a page whose markup has no line ends leaves it.
//!
//! Takes one line, gives the spans of its parts. Where elements met, no space stands between a word and the next, or between
//! a stop and the next sentence: there the line is parted. What is long still is parted between sentences; the body
//! joins those parts with a space, so nothing is lost where both are kept.

/// Bytes of a line that may hold more than a paragraph.
const LONG: usize = 1_500;

/// Bytes of a part from which on it is parted between sentences.
const SENTENCES: usize = 600;

/// Small letters before a capital that make it a new word: fewer stand in names such as `YouTube`.
const TAIL: usize = 3;

/// Where elements met so often, in bytes a joint, the line is taken for a run-on.
const RARE: usize = 800;

/// A byte range of the line, without white space at either end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Part {
    pub(super) start: usize,
    pub(super) end: usize,
}

/// Adds the parts of `line` to `parts`; of most lines, the line itself.
pub(super) fn part(line: &str, parts: &mut Vec<Part>) {
    if line.len() < LONG {
        parts.push(Part { start: 0, end: line.len() });
        return;
    }
    let cuts = joints(line);
    let many = cuts.len() * RARE >= line.len();
    let mut from = 0;
    for to in cuts.into_iter().filter(|_| many).chain(std::iter::once(line.len())) {
        if to - from >= SENTENCES {
            sentences(line, from, to, parts);
        } else {
            add(line, from, to, parts);
        }
        from = to;
    }
}

/// Byte offsets at which elements met.
fn joints(line: &str) -> Vec<usize> {
    let mut cuts = Vec::new();
    let (mut small, mut last, mut before) = (0, ' ', ' ');
    for (at, c) in line.char_indices() {
        let opens = c.is_uppercase() || matches!(c, '“' | '„' | '«' | '‘');
        let met = match last {
            _ if !opens => false,
            '.' | '!' | '?' | '…' => before.is_lowercase() || matches!(before, '”' | '"' | '’' | ')' | '»'),
            '”' | '"' | '’' | ')' | '»' => matches!(before, '.' | '!' | '?' | '…' | ','),
            _ => small >= TAIL,
        };
        if met {
            cuts.push(at);
        }
        small = if c.is_lowercase() { small + 1 } else { 0 };
        (before, last) = (last, c);
    }
    cuts
}

/// Parts `line[from..to]` between sentences: behind a stop and a space, before a capital.
fn sentences(line: &str, from: usize, to: usize, parts: &mut Vec<Part>) {
    let Some(text) = line.get(from..to) else { return };
    let (mut start, mut stopped, mut spaced, mut small) = (0, false, false, 0);
    for (at, c) in text.char_indices() {
        if stopped && spaced && (c.is_uppercase() || matches!(c, '“' | '„' | '«' | '"')) {
            add(line, from + start, from + at, parts);
            start = at;
        }
        match c {
            // An initial or a short title such as `Mr.` closes no sentence.
            '.' => (stopped, spaced) = (small >= TAIL, false),
            '!' | '?' | '…' => (stopped, spaced) = (true, false),
            '”' | '"' | '’' | ')' | '»' => {}
            c if c.is_whitespace() => spaced = stopped,
            _ => (stopped, spaced) = (false, false),
        }
        small = if c.is_lowercase() || c.is_numeric() { small + 1 } else { 0 };
    }
    add(line, from + start, to, parts);
}

fn add(line: &str, from: usize, to: usize, parts: &mut Vec<Part>) {
    let Some(text) = line.get(from..to) else { return };
    let start = from + (text.len() - text.trim_start().len());
    let end = start + text.trim().len();
    if start < end {
        parts.push(Part { start, end });
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::check;

    #[test]
    fn a_short_line_is_left_whole() {
        check("Log inNewsSport. He won.The end", &["Log inNewsSport. He won.The end"]);
    }

    #[test]
    fn a_run_on_line_is_parted_where_elements_met_and_between_sentences() {
        let prose = "The harbour bridge reopened on Monday after nine months. Traffic was light, said Mr. Lund of YouTube. ".repeat(16);
        let line = format!(
            "Log inNewsSportWeatherHarbour bridge reopens{prose}Read more.Terms of usePrivacyContact"
        );
        let flat = super::super::flatten(&line);
        let found: Vec<&str> = flat.blocks.iter().map(|block| flat.text_of(block)).collect();
        assert_eq!(found[..4], ["Log inNews", "Sport", "Weather", "Harbour bridge reopens"]);
        assert!(found.contains(&"Traffic was light, said Mr. Lund of YouTube."));
        assert_eq!(found.last(), Some(&"Contact"));
    }
}
