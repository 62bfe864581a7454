//! Joins lines that were broken at a width.
//!
//! Takes a page's lines, gives them with each wrapped paragraph as one line. A line was broken if the next line's first
//! word would not have fitted on it. A few such lines come about by chance, so a page is only taken for wrapped where
//! groups of lines agree; lists and menus are shorter than any width.

use super::{Line, is_item};

/// Widths at which text is broken, in characters.
const WIDTHS: std::ops::RangeInclusive<usize> = 45..=110;

/// Lines of a group that may tell a page's width alone, and all such lines a page must have.
const GROUP: usize = 4;
const TELLING: usize = 8;

/// Indent that a text's first line may have lost when it was taken out of its file.
const INDENT: usize = 4;

/// Breaks between two lines that tell a page's width together, and the share of them that must agree, in tenths.
const BREAKS: usize = 4;
const AGREE: usize = 9;

/// Lines from the first on that are asked for the width.
const LINES: usize = 10_000;

/// Calls `each` with the page's lines in order, broken paragraphs joined.
pub(super) fn each_joined(page: &str, mut lines: impl Iterator<Item = Line>, mut each: impl FnMut(Line)) {
    let head: Vec<Line> = lines.by_ref().take(LINES).collect();
    match width(page, &head) {
        Some(width) => paragraphs(page, head.into_iter().chain(lines), width).into_iter().for_each(each),
        None => {
            head.into_iter().for_each(&mut each);
            lines.for_each(each);
        }
    }
}

/// Lines that were broken at `width`, joined.
fn paragraphs(page: &str, lines: impl Iterator<Item = Line>, width: usize) -> Vec<Line> {
    let mut joined: Vec<Line> = Vec::new();
    let mut last: Option<Line> = None;
    for line in lines {
        let goes_on = last.is_some_and(|last| {
            same_paragraph(page, last, line)
                && is_full(page, last, line, width)
                && chars(page, last) <= width + 4
        });
        last = Some(line);
        match joined.last_mut() {
            Some(paragraph) if goes_on => paragraph.end = line.end,
            _ => joined.push(line),
        }
    }
    joined
}

/// The width at which the page's lines are broken, in characters, if they are: either all its paragraphs agree, or some
/// long ones do.
fn width(page: &str, lines: &[Line]) -> Option<usize> {
    let groups: Vec<&[Line]> = lines
        .chunk_by(|line, next| same_paragraph(page, *line, *next))
        .filter(|group| group.len() > 1)
        .collect();
    let widest = |group: &[Line]| group.iter().map(|line| chars(page, *line)).max().unwrap_or(0);
    let width = groups.iter().map(|group| widest(group)).max().unwrap_or(0);
    let breaks = || groups.iter().flat_map(|group| group.windows(2));
    let full = breaks().filter(|pair| is_full(page, pair[0], pair[1], width)).count();
    let open = breaks().filter(|pair| is_open(page, pair[0])).count();
    let all = breaks().count();
    if WIDTHS.contains(&width) && all >= BREAKS && full * 10 >= all * AGREE && open * 2 >= all {
        return Some(width);
    }
    let tells = |group: &&[Line]| {
        let width = widest(group);
        group.len() >= GROUP && WIDTHS.contains(&width) && is_wrapped(page, group, width)
    };
    let telling: Vec<&[Line]> = groups.iter().copied().filter(tells).collect();
    let mut widths: Vec<usize> = telling.iter().map(|group| widest(group)).collect();
    widths.sort_unstable();
    let lines: usize = telling.iter().map(|group| group.len()).sum();
    widths.get(widths.len() / 2).copied().filter(|_| lines >= TELLING)
}

/// Every line but the last is full, and most do not end where a sentence does.
fn is_wrapped(page: &str, group: &[Line], width: usize) -> bool {
    let open = group.iter().filter(|line| is_open(page, **line)).count();
    open * 2 >= group.len() && group.windows(2).all(|pair| is_full(page, pair[0], pair[1], width))
}

/// A sentence goes on behind the line.
fn is_open(page: &str, line: Line) -> bool {
    !line.of(page).ends_with(['.', '!', '?', ':', '。', '…', '”', '"'])
}

/// The next line's first word would not have fitted.
fn is_full(page: &str, line: Line, next: Line, width: usize) -> bool {
    let word = next.of(page).split(char::is_whitespace).next().unwrap_or("");
    let lost = if line.start == 0 { INDENT } else { 0 };
    lost + chars(page, line) + 1 + word.chars().take(width).count() > width
}

fn same_paragraph(page: &str, line: Line, next: Line) -> bool {
    !next.blank_before && next.indent <= line.indent && !is_item(next.of(page))
}

/// Characters of a line, those it is indented by included, as far as they matter.
fn chars(page: &str, line: Line) -> usize {
    line.indent + line.of(page).chars().take(WIDTHS.end() + 1).count()
}

#[cfg(test)]
mod tests {
    use super::super::tests::check;

    const WRAPPED: &str = "\
Harbour bridge reopens

The harbour bridge reopened on Monday after nine months of repairs,
the city said, and traffic was light in the first hours of the day.
Engineers had found cracks in two of its towers in March, and the
council of Northport voted to close it to all but walkers.

\"We are glad to have it back,\" said Mayor Anna Lindqvist, who crossed
it on a bicycle with some forty pupils of the school nearby. The next
inspection is due in April, and the towers will be painted before the
summer regatta.

Contact
Imprint
";

    #[test]
    fn a_paragraph_broken_at_a_width_is_one_block() {
        let flat = super::super::flatten(WRAPPED);
        assert_eq!(flat.blocks.len(), 5);
        assert!(
            flat.text_of(&flat.blocks[1])
                .ends_with("March, and the council of Northport voted to close it to all but walkers.")
        );
        assert_eq!(flat.text_of(&flat.blocks[3]), "Contact");
    }

    #[test]
    fn short_paragraphs_with_indented_first_lines_tell_a_width_together() {
        let text = "\
Patients moved into the new east wing of Saint Brannoc hospital on
Tuesday, four years after the trust decided to build it without
borrowing a single crown.

   The wing has 64 beds, each of them with a window, as matron Bridie
Okonjo put it, and a ward for children.

   Surgeons will start work in three new theatres next week. The trust
expects to cut the waiting time for a new hip to eight months.
";
        let flat = super::super::flatten(text);
        assert_eq!(flat.blocks.len(), 3);
        assert!(flat.text_of(&flat.blocks[1]).contains("matron Bridie Okonjo put it"));
    }

    #[test]
    fn a_list_of_headlines_stays_a_list() {
        check(
            "Port workers end their strike after eleven days\nSchool opens again\nWeather: rain until the end of the week\nMarkets",
            &[
                "Port workers end their strike after eleven days",
                "School opens again",
                "Weather: rain until the end of the week",
                "Markets",
            ],
        );
    }
}
