//! Two texts side by side: paragraphs first, moves as moves, then words.
//!
//! Takes two texts, gives [`Row`]s: a paragraph of the one beside what became of it in the other. Paragraphs that are
//! equal are found first, then those alike between them, then those that stand elsewhere; words are compared only within
//! two paragraphs that belong together. Work is linear in the texts: see [`lcs`].

use std::collections::HashMap;

use serde::Serialize;

use crate::model::Span;
use crate::text::words::is_unspaced;
use crate::text::{hash, lcs};

/// Pairs of paragraphs that are held against each other by their words; beyond, paragraphs are paired only if equal.
const PAIRS: usize = 10_000;
/// Share of words, in hundredths, from which two paragraphs between the same neighbours are one.
const ALIKE: u64 = 40;
/// The same for paragraphs that stand elsewhere.
const ALIKE_ELSEWHERE: u64 = 60;
/// Bytes of a paragraph that is worth the name: a shorter one that turns up elsewhere has not moved.
const WORTH_MOVING: usize = 40;

/// What became of a paragraph.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum How {
    /// It is the same.
    Same,
    /// Its words differ.
    Edited,
    /// It stands elsewhere, whatever became of its words.
    Moved,
    /// It is there no more.
    Gone,
    /// It was not there.
    Came,
}

/// A paragraph of the old text, one of the new, or both.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// What became of it.
    pub how: How,
    /// Bytes of the old text; none where it came.
    pub old: Option<Span>,
    /// Bytes of the new text; none where it is gone.
    pub new: Option<Span>,
}

/// A stretch of two paragraphs that belong together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Words {
    /// Both have it.
    pub same: bool,
    /// Bytes of the old paragraph, empty where nothing stood.
    pub old: Span,
    /// Bytes of the new one, empty where nothing stands.
    pub new: Span,
}

/// The paragraphs of both texts, in the order of the new one; what is gone stands where it stood among its neighbours. A
/// paragraph that moved stands where it is now.
pub fn paragraphs(old: &str, new: &str) -> Vec<Row> {
    let (a, b) = (lines(old), lines(new));
    let hashes = |text: &str, spans: &[Span]| -> Vec<u64> {
        spans.iter().map(|span| hash::hash64(span.of(text).as_bytes())).collect()
    };
    let (of_a, of_b) = (hashes(old, &a), hashes(new, &b));
    let mut partner: Vec<Option<(usize, How)>> = vec![None; b.len()];
    let mut taken = vec![false; a.len()];
    let mut last = (0, 0);
    let equal = lcs::common(&of_a, &of_b);
    let ends = [(a.len(), b.len())];
    let bags = Bags {
        old: a.iter().map(|span| bag(span.of(old))).collect(),
        new: b.iter().map(|span| bag(span.of(new))).collect(),
    };
    for (i, j) in equal.iter().copied().chain(ends) {
        for (x, y) in alike(&bags, (last.0, i), (last.1, j)) {
            (taken[x], partner[y]) = (true, Some((x, How::Edited)));
        }
        if let (Some(seat), Some(mark)) = (partner.get_mut(j), taken.get_mut(i)) {
            (*mark, *seat) = (true, Some((i, How::Same)));
        }
        last = (i + 1, j + 1);
    }
    moves(&bags, (&of_a, &of_b), (&a, &b), &mut taken, &mut partner);
    in_order(&a, &b, &taken, &partner)
}

/// The words of two paragraphs, in order: what both have, and what only one has.
pub fn words(old: &str, new: &str) -> Vec<Words> {
    let (a, b) = (tokens(old), tokens(new));
    let hashes = |text: &str, spans: &[Span]| -> Vec<u64> {
        spans.iter().map(|span| hash::hash64(span.of(text).as_bytes())).collect()
    };
    let mut out: Vec<Words> = Vec::new();
    let mut at = (0, 0);
    let start =
        |spans: &[Span], i: usize, text: &str| spans.get(i).map_or(text.len() as u32, |span| span.start);
    let pairs = lcs::common(&hashes(old, &a), &hashes(new, &b));
    for (i, j) in pairs.into_iter().chain([(a.len(), b.len())]) {
        let edge = (start(&a, i, old), start(&b, j, new));
        if at.0 < edge.0 || at.1 < edge.1 {
            let (old, new) = (Span { start: at.0, end: edge.0 }, Span { start: at.1, end: edge.1 });
            out.push(Words { same: false, old, new });
        }
        let (Some(x), Some(y)) = (a.get(i), b.get(j)) else { break };
        match out.last_mut() {
            Some(last) if last.same => (last.old.end, last.new.end) = (x.end, y.end),
            _ => out.push(Words { same: true, old: *x, new: *y }),
        }
        at = (x.end, y.end);
    }
    out
}

/// The lines that say something: paragraphs, and items of lists.
fn lines(text: &str) -> Vec<Span> {
    let mut at = 0;
    let mut spans = Vec::new();
    for line in text.split('\n') {
        if !line.trim().is_empty() {
            spans.push(Span::new(at, at + line.len()));
        }
        at += line.len() + 1;
    }
    spans
}

/// Words, single characters of scripts without spaces, runs of white space, and every other character by itself.
fn tokens(text: &str) -> Vec<Span> {
    #[derive(PartialEq, Clone, Copy)]
    enum Kind {
        Word,
        Space,
        One,
    }
    let kind = |c: char| match c {
        c if is_unspaced(c) => Kind::One,
        c if c.is_alphanumeric() => Kind::Word,
        c if c.is_whitespace() => Kind::Space,
        _ => Kind::One,
    };
    let mut spans: Vec<Span> = Vec::new();
    let mut last = Kind::One;
    for (at, c) in text.char_indices() {
        let (this, end) = (kind(c), at + c.len_utf8());
        match spans.last_mut() {
            Some(span) if this == last && this != Kind::One => span.end = end as u32,
            _ => spans.push(Span::new(at, end)),
        }
        last = this;
    }
    spans
}

struct Bags {
    old: Vec<Vec<u64>>,
    new: Vec<Vec<u64>>,
}

/// The hashes of a paragraph's words, sorted.
fn bag(text: &str) -> Vec<u64> {
    let spans = tokens(text);
    let words = spans.iter().map(|span| span.of(text)).filter(|word| word.starts_with(char::is_alphanumeric));
    let mut bag: Vec<u64> = words.map(|word| hash::hash64(word.as_bytes())).collect();
    bag.sort_unstable();
    bag
}

/// Words shared, in hundredths of the mean of both.
fn likeness(a: &[u64], b: &[u64]) -> u64 {
    let (mut i, mut j, mut shared) = (0, 0, 0u64);
    while let (Some(x), Some(y)) = (a.get(i), b.get(j)) {
        shared += u64::from(x == y);
        (i, j) = (i + usize::from(x <= y), j + usize::from(y <= x));
    }
    200 * shared / (a.len() + b.len()).max(1) as u64
}

/// The best way to pair the paragraphs of a gap without crossing: a table of weights.
fn alike(bags: &Bags, (a0, a1): (usize, usize), (b0, b1): (usize, usize)) -> Vec<(usize, usize)> {
    let (n, m) = (a1.saturating_sub(a0), b1.saturating_sub(b0));
    if n == 0 || m == 0 || n.saturating_mul(m) > PAIRS {
        return Vec::new();
    }
    let width = m + 1;
    let mut weight = vec![0; n * m];
    let mut best = vec![0u64; (n + 1) * width];
    for i in (0..n).rev() {
        for j in (0..m).rev() {
            let like = likeness(&bags.old[a0 + i], &bags.new[b0 + j]);
            weight[i * m + j] = if like >= ALIKE { like } else { 0 };
            let at = i * width + j;
            let paired = best[at + width + 1] + weight[i * m + j];
            best[at] = paired.max(best[at + width]).max(best[at + 1]);
        }
    }
    let (mut i, mut j, mut pairs) = (0, 0, Vec::new());
    while i < n && j < m {
        let at = i * width + j;
        if weight[i * m + j] > 0 && best[at] == best[at + width + 1] + weight[i * m + j] {
            pairs.push((a0 + i, b0 + j));
            (i, j) = (i + 1, j + 1);
        } else if best[at] == best[at + width] {
            i += 1;
        } else {
            j += 1;
        }
    }
    pairs
}

/// Pairs what is left over on both sides, wherever it stands: first what is equal, then what is alike.
fn moves(
    bags: &Bags,
    (of_a, of_b): (&[u64], &[u64]),
    (a, b): (&[Span], &[Span]),
    taken: &mut [bool],
    partner: &mut [Option<(usize, How)>],
) {
    let worth = |span: &Span| span.len() >= WORTH_MOVING;
    let mut left: HashMap<u64, Vec<usize>> = HashMap::new();
    for i in (0..a.len()).rev().filter(|i| !taken[*i] && worth(&a[*i])) {
        left.entry(of_a[i]).or_default().push(i);
    }
    for j in 0..b.len() {
        if partner[j].is_none()
            && let Some(i) = left.get_mut(&of_b[j]).and_then(Vec::pop)
        {
            (taken[i], partner[j]) = (true, Some((i, How::Moved)));
        }
    }
    let old: Vec<usize> = (0..a.len()).filter(|i| !taken[*i] && worth(&a[*i])).collect();
    let new: Vec<usize> = (0..b.len()).filter(|j| partner[*j].is_none() && worth(&b[*j])).collect();
    if old.len().saturating_mul(new.len()) > PAIRS {
        return;
    }
    for j in new {
        let likest = old.iter().filter(|i| !taken[**i]).map(|i| (likeness(&bags.old[*i], &bags.new[j]), *i));
        // Of equals the first.
        if let Some((like, i)) = likest.max_by_key(|(like, i)| (*like, std::cmp::Reverse(*i)))
            && like >= ALIKE_ELSEWHERE
        {
            (taken[i], partner[j]) = (true, Some((i, How::Moved)));
        }
    }
}

fn in_order(a: &[Span], b: &[Span], taken: &[bool], partner: &[Option<(usize, How)>]) -> Vec<Row> {
    let mut rows = Vec::with_capacity(b.len() + 4);
    let mut next = 0;
    let gone = |rows: &mut Vec<Row>, until: usize, next: &mut usize| {
        while *next < until {
            if !taken[*next] {
                rows.push(Row { how: How::Gone, old: Some(a[*next]), new: None });
            }
            *next += 1;
        }
    };
    for (j, span) in b.iter().enumerate() {
        match partner[j] {
            Some((i, how)) => {
                if how != How::Moved {
                    gone(&mut rows, i, &mut next);
                    next = next.max(i + 1);
                }
                rows.push(Row { how, old: Some(a[i]), new: Some(*span) });
            }
            None => rows.push(Row { how: How::Came, old: None, new: Some(*span) }),
        }
    }
    gone(&mut rows, a.len(), &mut next);
    rows
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn check(old: &str, new: &str) -> String {
        let said = |row: Row| {
            let old = row.old.map_or("", |span| span.of(old));
            let new = row.new.map_or("", |span| span.of(new));
            format!("{:?} {old} > {new}", row.how).to_lowercase()
        };
        paragraphs(old, new).into_iter().map(said).collect::<Vec<_>>().join(" | ")
    }

    #[test]
    fn a_paragraph_that_went_stands_where_it_stood() {
        assert_eq!(
            check("one\n\ntwo\n\nthree", "one\n\nthree"),
            "same one > one | gone two >  | same three > three"
        );
    }

    #[test]
    fn an_edited_paragraph_is_one_paragraph() {
        assert_eq!(
            check("x\n\nThe port took 340 tonnes.\n\ny", "x\n\nThe port took 412 tonnes.\n\ny"),
            "same x > x | edited the port took 340 tonnes. > the port took 412 tonnes. | same y > y"
        );
    }

    #[test]
    fn a_move_is_a_move() {
        let quote = "The tide took the pier before the morning came.";
        let (old, new) = (format!("{quote}\n\nsecond\n\nthird"), format!("second\n\nthird\n\n{quote}"));
        assert!(
            check(&old, &new).ends_with(&format!("moved {0} > {0}", quote.to_lowercase())),
            "{}",
            check(&old, &new)
        );
        // What was reworded on its way has moved too.
        let reworded = new.replace("pier", "quay");
        assert!(
            check(&old, &reworded).contains("moved the tide took the pier"),
            "{}",
            check(&old, &reworded)
        );
    }

    #[test]
    fn words_are_parted_from_figures_and_ideographs() {
        let said = |old: &str, new: &str| {
            let of = |words: &Words| match words.same {
                true => words.old.of(old).to_owned(),
                false => format!("[{}>{}]", words.old.of(old), words.new.of(new)),
            };
            words(old, new).iter().map(of).collect::<String>()
        };
        assert_eq!(said("took 340 tonnes", "took 412 tonnes"), "took [340>412] tonnes");
        assert_eq!(said("大桥今天开放", "大桥明天开放"), "大桥[今>明]天开放");
        assert_eq!(said("", "new"), "[>new]");
    }

    proptest! {
        #[test]
        fn every_paragraph_stands_in_one_row(old in "([abc ]{0,9}\n){0,12}", new in "([abc ]{0,9}\n){0,12}") {
            let rows = paragraphs(&old, &new);
            let mut olds: Vec<Span> = rows.iter().filter_map(|row| row.old).collect();
            let news: Vec<Span> = rows.iter().filter_map(|row| row.new).collect();
            olds.sort_unstable();
            prop_assert_eq!(olds, lines(&old));
            prop_assert_eq!(news, lines(&new));
        }

        #[test]
        fn words_give_both_texts_back(old in "[ab 1,大小]{0,40}", new in "[ab 1,大小]{0,40}") {
            let words = words(&old, &new);
            prop_assert_eq!(words.iter().map(|words| words.old.of(&old)).collect::<String>(), old.clone());
            prop_assert_eq!(words.iter().map(|words| words.new.of(&new)).collect::<String>(), new);
            prop_assert!(words.iter().all(|words| !words.same || words.old.len() == words.new.len()));
        }
    }
}
