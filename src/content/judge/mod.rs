//! Says of each block how surely it is body text: the learnt part.
//!
//! Takes a [`Flat`], gives a score in `0..=1000` a block, and on request the features that made it. Two looks at a page:
//! the first judges each block by itself and its surroundings, the second knows what the first thought of the blocks
//! around. The models are data, made by `train/train.py`, one for pages with markup and one for plain text.

mod article;
mod certain;
mod cohesion;
mod columns;
mod context;
pub mod diction;
pub mod features;
mod forest;
mod labels;
mod lexicon;
mod markup;
pub mod naming;
mod page;
mod prose;
mod reasons;
mod records;
mod stamps;
mod vocabulary;
mod wording;

use std::borrow::Cow;
use std::sync::LazyLock;

pub use self::certain::Certain;
use self::features::Features;
use self::forest::{Forest, logistic};
pub use self::reasons::{Reasons, reasons};
use super::claim::Verdict;
use super::flat::Flat;

/// One score a block, in thousandths: how surely it is body text. Of a block that a rule has claimed it says little, for
/// none such was learnt from.
pub fn scores(flat: &Flat<'_>, certain: &Certain<'_>) -> Vec<u16> {
    let mut features = features::of_open(flat, certain);
    judged(model(flat), certain, &mut features)
}

/// What made each block's score: each feature's part in its log-odds, in ten-thousandths, the weightiest `n` first. Of a block
/// without hope it is what all trees would have said, not just those that were asked.
pub fn explain(flat: &Flat<'_>, certain: &Certain<'_>, n: usize) -> Vec<Vec<(Cow<'static, str>, i32)>> {
    let model = model(flat);
    let mut features = features::of(flat, certain);
    judged(model, certain, &mut features);
    let named =
        |(column, part): (u16, i32)| (Cow::Borrowed(model.columns[usize::from(column)].as_str()), part);
    (0..features.rows())
        .map(|block| {
            let looks = [&model.first, &model.second];
            Forest::contributions(&looks, &features.matrix, block, n).into_iter().map(named).collect()
        })
        .collect()
}

struct Model {
    columns: Vec<String>,
    first: Forest,
    second: Forest,
    /// Which columns either of them asks.
    asked: Vec<bool>,
}

impl Model {
    fn new(html: bool, first: &str, second: &str) -> Self {
        let columns = features::columns(html);
        // A test reads both models; a model that fails it is never shipped, and an empty one judges nothing.
        let read = |text| Forest::read(text, &columns).unwrap_or_default();
        let (first, second) = (read(first), read(second));
        let mut asked = vec![false; columns.len()];
        [&first, &second].into_iter().for_each(|forest| forest.flag(&mut asked));
        Self { first, second, asked, columns }
    }
}

static HTML: LazyLock<Model> =
    LazyLock::new(|| Model::new(true, include_str!("html-first.model"), include_str!("html-second.model")));

static TEXT: LazyLock<Model> =
    LazyLock::new(|| Model::new(false, include_str!("text-first.model"), include_str!("text-second.model")));

fn model(flat: &Flat<'_>) -> &'static Model {
    if flat.is_html() { &HTML } else { &TEXT }
}

/// A block with a lower score after half of the first look's trees is asked no more: so are two in five of those that no
/// rule claims.
const HOPELESS: u16 = 20;

fn judged(model: &Model, certain: &Certain<'_>, features: &mut Features) -> Vec<u16> {
    let mut claimed = vec![true; features.asked.len()];
    certain.open(claimed.len()).for_each(|at| claimed[at] = false);
    // Of the blocks that have a row.
    let rows = features.asked.iter().zip(claimed).filter(|(asked, _)| **asked);
    let mut open: Vec<bool> = rows.map(|(_, claimed)| !claimed).collect();
    let mut margins = vec![0; features.rows()];
    let hopeful = |open: &mut [bool], margins: &[i32]| {
        for (open, &margin) in open.iter_mut().zip(margins) {
            *open &= logistic(margin) >= HOPELESS;
        }
    };
    features.turn(&model.asked);
    let (half, all) = (model.first.trees() / 2, model.first.trees());
    model.first.add(0..half, &features.columns, &open, &mut margins);
    hopeful(&mut open, &margins);
    model.first.add(half..all, &features.columns, &open, &mut margins);
    let first = scored(&margins, certain, features);
    features.look_again(&first);
    features.turn_context(&model.asked);
    hopeful(&mut open, &margins);
    model.second.add(0..model.second.trees(), &features.columns, &open, &mut margins);
    // The second look is surer of itself than it may be; the mean of both errs less than either.
    for (margin, _) in margins.iter_mut().zip(&open).filter(|(_, open)| **open) {
        *margin /= 2;
    }
    scored(&margins, certain, features)
}

/// The score of each block, from the margins of those that have a row; a claim goes before a score.
fn scored(margins: &[i32], certain: &Certain<'_>, features: &Features) -> Vec<u16> {
    let mut margins = margins.iter();
    let score = |&asked: &bool| if asked { margins.next().map_or(0, |&margin| logistic(margin)) } else { 0 };
    let mut scores: Vec<u16> = features.asked.iter().map(score).collect();
    overrule(&mut scores, certain);
    scores
}

/// A claim goes before a score.
fn overrule(scores: &mut [u16], certain: &Certain<'_>) {
    for (score, claim) in scores.iter_mut().zip(certain.claims) {
        match claim.as_ref().map(|claim| claim.verdict) {
            Some(Verdict::Keep) => *score = 1000,
            Some(Verdict::Cut(_)) => *score = 0,
            None => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::content::claim::Claim;
    use crate::content::metadata::Facts;
    use crate::model::{CutKind, Markup, Origin, Page, Pass, Record, RuleId};

    const PAGE: &str = "<title>Harbour bridge reopens</title><body><nav><ul><li><a href=/>Home</a><li><a href=/s>Sport</a></ul></nav>\
        <article><h1>Harbour bridge reopens</h1><p>The harbour bridge reopened on Monday after nine months of repairs, the city said, \
        and traffic was light in the first hours of the day.</p><p>Engineers had found cracks in two of its towers in March, and the \
        council voted to close it to all but walkers.</p><p>“We are glad to have it back,” said the mayor, who crossed it on a bicycle \
        with some forty pupils of the school nearby.</p></article><footer><p>© 2024 The Invented Gazette. All rights reserved.</p>\
        </footer>";

    fn page(text: &str, markup: Markup) -> Page {
        let record = Record::new(Origin::file("page", text.len() as u64), Vec::new()).marked(markup);
        record.decoded(text.to_owned(), Default::default(), Default::default())
    }

    fn check(text: &str, markup: Markup, body: &str, rest: &str) {
        let page = page(text, markup);
        let flat = super::super::flat::flatten(&page);
        let scores = scores(&flat, &Certain { facts: &Facts::default(), claims: &[] });
        assert_eq!(scores.len(), flat.blocks.len());
        let of = |text: &str| {
            let at = flat
                .blocks
                .iter()
                .position(|block| flat.text_of(block).contains(text))
                .expect("the text is there");
            scores[at]
        };
        assert!(of(body) >= 500, "{body}: {}", of(body));
        assert!(of(rest) < 500, "{rest}: {}", of(rest));
    }

    #[test]
    fn the_models_are_whole() {
        for (html, text) in [
            (true, include_str!("html-first.model")),
            (true, include_str!("html-second.model")),
            (false, include_str!("text-first.model")),
            (false, include_str!("text-second.model")),
        ] {
            Forest::read(text, &features::columns(html)).expect("a model that reads");
            assert!(text.lines().filter(|line| line.starts_with("tree ")).count() > 20);
        }
    }

    #[test]
    fn a_paragraph_is_body_and_a_footer_is_not() {
        check(PAGE, Markup::Html, "Engineers had found", "All rights");
    }

    #[test]
    fn a_line_of_prose_is_body_and_a_menu_line_is_not() {
        let text =
            PAGE.replace("<title>", "").replace("</p>", "\n\n").replace("<li>", "\n").replace("<h1>", "\n");
        let mut plain = String::new();
        let mut inside = false;
        for c in text.chars() {
            match c {
                '<' => inside = true,
                '>' => inside = false,
                _ if !inside => plain.push(c),
                _ => {}
            }
        }
        check(&plain, Markup::Text, "Engineers had found", "Sport");
    }

    #[test]
    fn reasons_name_features_and_come_weightiest_first() {
        let page = page(PAGE, Markup::Html);
        let flat = super::super::flat::flatten(&page);
        let reasons = explain(&flat, &Certain { facts: &Facts::default(), claims: &[] }, 3);
        assert_eq!(reasons.len(), flat.blocks.len());
        let columns = features::columns(true);
        for told in &reasons {
            assert!((1..=3).contains(&told.len()));
            assert!(told.windows(2).all(|pair| pair[0].1.abs() >= pair[1].1.abs()));
            assert!(told.iter().all(|(name, _)| columns.iter().any(|column| column == name)));
        }
    }

    proptest::proptest! {
        #[test]
        fn blocks_without_a_row_change_no_score(claimed in proptest::collection::vec(proptest::bool::weighted(0.8), 1..120)) {
            let blocks = "<p>The harbour reopened on Monday, the city said.<ul><li><a href=/>Sport</a></ul>";
            let page = page(&blocks.repeat(60), Markup::Html);
            let flat = super::super::flat::flatten(&page);
            let claim = Claim { pass: Pass::Rules, rule: RuleId::new("any"), verdict: Verdict::Cut(CutKind::Nav) };
            let claims: Vec<_> = claimed.into_iter().map(|claimed| claimed.then(|| claim.clone())).collect();
            let certain = Certain { facts: &Facts::default(), claims: &claims };
            let mut all = features::of(&flat, &certain);
            proptest::prop_assert_eq!(scores(&flat, &certain), judged(&HTML, &certain, &mut all));
        }

        #[test]
        fn any_page_has_a_score_a_block(text in "(<[a-z]{1,3}>|</[a-z]{1,3}>|<p class='x y'>|[\\p{L}\\p{N} .,!]{0,12}|\n){0,60}") {
            for markup in [Markup::Html, Markup::Text] {
                let page = page(&text, markup);
                let flat = super::super::flat::flatten(&page);
                let scores = scores(&flat, &Certain { facts: &Facts::default(), claims: &[] });
                proptest::prop_assert_eq!(scores.len(), flat.blocks.len());
                proptest::prop_assert!(scores.iter().all(|&score| score <= 1000));
            }
        }
    }
}
