//! Cuts a page: what is kept becomes the body, what is not is recorded with its reason.
//!
//! Takes blocks, claims and scores; gives the body's text and the [`Extraction`]. A claim goes before a score, and what a
//! page says twice is kept once. Kept and cut pieces are the blocks themselves, so they tile the flat text as the blocks do.

use std::borrow::Cow;

use super::claim::{Claim, Verdict};
use super::flat::{Block, Flat};
use super::metadata::Facts;
use super::repeats::repeats;
use super::tables::tables;
use crate::model::{BlockKind, Cut, CutKind, Extraction, Kept, Lead, Page, Pass, RuleId};
use crate::text::words;

/// The score from which a block is body.
const KEEP: u16 = 470;

/// The score from which a block may be body, where little surely is.
const MAY_BE: u16 = 150;

/// Bytes of what is surely body on a page that is not short of any.
const ENOUGH: usize = 250;

/// Names and their weights, in thousandths.
type Reasons = Vec<(Cow<'static, str>, i32)>;

/// The rule that signs where the learnt judgement alone decides.
const JUDGE: RuleId = RuleId::new("judge");

/// The rule that signs for what the page says twice.
const REPEATED: RuleId = RuleId::new("repeated");

/// The rule that signs for rows that their table takes along.
const TORN_TABLE: RuleId = RuleId::new("torn-table");

/// The body's text and the account of how it was cut.
pub(super) fn cut(
    page: &Page,
    flat: &Flat<'_>,
    facts: Facts,
    claims: &[Option<Claim>],
    scores: &[u16],
    reasons: &[Reasons],
) -> (String, Extraction) {
    let mut last = None;
    let decisions = decisions(flat, claims, scores);
    let n_kept = decisions.iter().filter(|decision| decision.is_ok()).count();
    let (mut kept, mut cut) = (Vec::with_capacity(n_kept), Vec::with_capacity(decisions.len() - n_kept));
    for (at, (block, decided)) in flat.blocks.iter().zip(decisions).enumerate() {
        let raw = page.raw(block.source);
        match decided {
            Ok(score) => {
                let lead = lead(flat, last.replace(block), block);
                kept.push(Kept { span: block.span, raw, kind: block.kind, lead, score });
            }
            Err((pass, rule, kind, score)) => {
                let text = flat.text_of(block).to_owned();
                let reasons =
                    if pass == Pass::Judge { told(block, &text, reasons.get(at)) } else { Vec::new() };
                cut.push(Cut { span: block.span, raw, pass, rule, kind, text, score, reasons });
            }
        }
    }
    let mut flags = Vec::new();
    if flat.coarse {
        flags.push(Cow::Borrowed("coarse-blocks"));
    }
    if flat.capped {
        flags.push(Cow::Borrowed("html-budget"));
    }
    if kept.iter().any(|kept| kept.score < KEEP) {
        flags.push(Cow::Borrowed("unsure-body"));
    }
    let extraction =
        Extraction { flat_bytes: flat.text.len() as u32, kept, cut, metadata: facts.metadata, flags };
    (body(&flat.text, &extraction.kept), extraction)
}

/// A kept block's score, or what cuts a block: the pass, the rule, what it is, its score.
type Decision = Result<u16, (Pass, RuleId, CutKind, u16)>;

/// What becomes of each block: claims before scores, a table as a whole, and nothing is kept twice.
fn decisions(flat: &Flat<'_>, claims: &[Option<Claim>], scores: &[u16]) -> Vec<Decision> {
    let keep = threshold(flat, claims, scores);
    let decide = |at: usize| {
        let score = scores.get(at).copied().unwrap_or(0);
        match claims.get(at).and_then(Option::as_ref) {
            None if score >= keep => Ok(score),
            None => Err((Pass::Judge, JUDGE, CutKind::Template, score)),
            Some(Claim { verdict: Verdict::Keep, .. }) => Ok(1000),
            Some(Claim { verdict: Verdict::Cut(kind), pass, rule }) => Err((*pass, rule.clone(), *kind, 0)),
        }
    };
    let mut decisions: Vec<Decision> = (0..flat.blocks.len()).map(decide).collect();
    for rows in tables(flat, claims) {
        let sum: usize = rows.clone().map(|at| usize::from(scores.get(at).copied().unwrap_or(0))).sum();
        let mean = (sum / rows.len()) as u16;
        for decision in &mut decisions[rows] {
            match decision {
                Ok(score) if mean < keep => {
                    *decision = Err((Pass::Rules, TORN_TABLE, CutKind::Template, *score));
                }
                Err(_) if mean >= keep => *decision = Ok(mean),
                _ => {}
            }
        }
    }
    let kept: Vec<bool> = decisions.iter().map(Result::is_ok).collect();
    for at in repeats(flat, &kept) {
        if claims.get(at).is_some_and(Option::is_none) {
            decisions[at] = Err((Pass::Rules, REPEATED, CutKind::Template, 0));
        }
    }
    decisions
}

/// The score from which this page's blocks are body: where little surely is, two fifths of the best score are enough.
fn threshold(flat: &Flat<'_>, claims: &[Option<Claim>], scores: &[u16]) -> u16 {
    let (mut sure, mut best) = (0, 0);
    for ((block, claim), score) in flat.blocks.iter().zip(claims).zip(scores) {
        match claim {
            None => best = best.max(*score),
            Some(claim) if claim.verdict == Verdict::Keep => best = 1000,
            Some(_) => continue,
        }
        if claim.is_some() || *score >= KEEP {
            sure += block.span.len();
        }
    }
    if sure < ENOUGH && best >= MAY_BE { KEEP.min(best * 2 / 5) } else { KEEP }
}

/// What is measured of a block that the judgement cut, and the features that decided, where they are told.
fn told(block: &Block, text: &str, features: Option<&Reasons>) -> Reasons {
    let share = u64::from(block.link_bytes) * 1000 / (text.len() as u64).max(1);
    let mut told: Reasons = vec![
        (Cow::Borrowed("words"), 1000 * words::count(text).min(1_000_000) as i32),
        (Cow::Borrowed("link-density"), share.min(1000) as i32),
    ];
    told.extend(features.into_iter().flatten().map(|(name, part)| (name.clone(), part / 10)));
    told
}

/// The body that kept pieces of a flat text make.
pub fn body(flat: &str, kept: &[Kept]) -> String {
    let mut text = String::with_capacity(kept.iter().map(|kept| kept.span.len() + 2).sum());
    for (at, kept) in kept.iter().enumerate() {
        if at > 0 {
            text.push_str(kept.lead.text());
        }
        text.push_str(kept.span.of(flat).trim());
    }
    text
}

/// What parts a kept block from the kept one before it.
fn lead(flat: &Flat<'_>, last: Option<&Block>, block: &Block) -> Lead {
    let Some(last) = last else { return Lead::Paragraph };
    let adjacent = last.span.end == block.span.start;
    let listed = |kind| kind == BlockKind::Item || kind == BlockKind::Row;
    match () {
        () if adjacent && on_one_line(flat, last, block) => Lead::Sentence,
        () if goes_on(last, flat.text_of(last), block, flat.text_of(block)) => Lead::Sentence,
        () if adjacent && block.line && flat.is_html() => Lead::Line,
        () if block.kind == last.kind && listed(block.kind) => Lead::Line,
        () => Lead::Paragraph,
    }
}

/// Whether plain text has both on one line with a space between: parts of a line too long to be one paragraph.
fn on_one_line(flat: &Flat<'_>, last: &Block, block: &Block) -> bool {
    let between = flat.page.get(last.source.end as usize..block.source.start as usize).unwrap_or("");
    !flat.is_html() && !between.is_empty() && !between.contains('\n')
}

/// Whether a break stands in mid-sentence: the text before it stops without a stop, the text behind it begins with a
/// small letter. Headings, items and rows are whole as they are.
fn goes_on(before: &Block, before_text: &str, block: &Block, text: &str) -> bool {
    let prose = |kind| matches!(kind, BlockKind::Paragraph | BlockKind::Quote | BlockKind::Pre);
    let open = |c: char| c.is_alphanumeric() || matches!(c, ',' | '-' | '–' | '—' | '(' | '&' | '%');
    // `a)` and `ii.` number items; no word is so short before such a mark.
    let numbered = text.char_indices().take(4).any(|(at, c)| at > 0 && matches!(c, ')' | '.'));
    prose(before.kind)
        && prose(block.kind)
        && before_text.len() >= SHORTEST_BROKEN
        && before_text.ends_with(open)
        && text.starts_with(char::is_lowercase)
        && !numbered
}

/// Bytes of a line that may be a sentence's first half; a shorter one is a label.
const SHORTEST_BROKEN: usize = 30;
