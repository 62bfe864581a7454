//! Legible rules for what is certain of a block.
//!
//! Takes the blocks and what was read of the page, gives a [`Claim`] or nothing a block. HTML and plain text are asked
//! the same questions. A rule is silent where it is unsure: the judge decides there. Each rule's precision on real pages
//! stands in `docs/decisions/0021-rules.md`.

mod above_headline;
mod advertisement;
mod another_report;
mod betting;
mod breadcrumb;
mod captions;
mod comment_widget;
mod comments;
mod cookies;
mod copyright;
mod language_bar;
mod licence;
mod live_blog;
mod newsletter;
mod phrases;
mod related;
mod share_bar;
mod tools;

use super::claim::{Claim, Verdict};
use super::flat::{Block, Flat};
use super::html::tree::Shown;
use super::metadata::Facts;
use crate::model::{CutKind, Pass, RuleId, Span};
use phrases::{Found, Phrases};

/// Looks at a block and says that it is boilerplate, or nothing.
trait Rule: Send + Sync {
    /// Its stable name.
    fn id(&self) -> RuleId;

    /// What it cuts.
    fn kind(&self) -> CutKind;

    /// The wordings that call the rule: a line each, see [`phrases`]. A rule without wordings is asked of every block.
    fn phrases(&self) -> &'static str {
        ""
    }

    /// Whether the block is what the rule cuts; `found` tells which wording stands where.
    fn strips(&self, line: &Line<'_>, found: Found) -> bool;
}

/// Every rule, in the order in which they are asked. The first to claim a block signs for it.
fn all() -> Vec<Box<dyn Rule>> {
    vec![
        Box::new(captions::Captions),
        Box::new(language_bar::LanguageBar),
        Box::new(breadcrumb::Breadcrumb),
        Box::new(copyright::Copyright),
        Box::new(licence::Licence),
        Box::new(comments::Comments),
        Box::new(share_bar::ShareBar),
        Box::new(related::Related),
        Box::new(tools::Tools),
        Box::new(newsletter::Newsletter),
        Box::new(cookies::Cookies),
        Box::new(advertisement::Advertisement),
        Box::new(betting::Betting),
        Box::new(above_headline::AboveHeadline),
    ]
}

/// Keeps the report that a page declares and its markup does not show.
const DECLARED: RuleId = RuleId::new("declared-body");

/// Cuts what stands in a long list of links.
const LISTED: RuleId = RuleId::new("link-list");

/// A block longer than this is prose; no rule is asked.
const LONGEST: usize = 1_200;

/// A block as the rules see it.
struct Line<'a> {
    /// Its text, trimmed.
    text: &'a str,
    block: &'a Block,
    /// Its place among the blocks.
    at: usize,
    flat: &'a Flat<'a>,
    facts: &'a Facts,
}

impl Line<'_> {
    /// Words of the text; an ideograph is half a word.
    fn words(&self) -> usize {
        crate::text::words::count(self.text)
    }

    /// The text ends as a sentence does.
    fn is_sentence(&self) -> bool {
        let closing = ['"', '”', '“', '»', '’', '\'', ')', '」', '』', ' '];
        self.text.trim_end_matches(closing).ends_with(['.', '!', '?', '。', '！', '？', '।', '…', '؟', '۔'])
    }

    /// The text begins with one of `heads`, which are in lower case and short.
    fn opens_with(&self, heads: &[&str]) -> bool {
        let own: String = self.text.chars().take(24).flat_map(char::to_lowercase).collect();
        heads.iter().any(|head| own.starts_with(head))
    }

    /// Share of the text that stands inside links, in hundredths.
    fn linked(&self) -> usize {
        100 * self.block.link_bytes as usize / self.text.len().max(1)
    }
}

/// The rules, ready to be asked.
struct Book {
    rules: Vec<Box<dyn Rule>>,
    phrases: Phrases,
    /// Rules that are asked of every block.
    silent: Vec<usize>,
}

static BOOK: std::sync::LazyLock<Book> = std::sync::LazyLock::new(|| {
    let rules = all();
    let phrases = Phrases::new(rules.iter().map(|rule| rule.phrases()));
    let silent =
        rules.iter().enumerate().filter(|(_, rule)| rule.phrases().is_empty()).map(|(i, _)| i).collect();
    Book { rules, phrases, silent }
});

/// The claim on each block, the first rule's that has one: lines that are metadata, threads of comments, other reports, then [`all`] in order.
pub fn claims(flat: &Flat<'_>, facts: &Facts) -> Vec<Option<Claim>> {
    let book = &*BOOK;
    let mut claims = vec![None; flat.blocks.len()];
    for told in &facts.lines {
        if let Some(claim) = claims.get_mut(told.block) {
            let verdict = Verdict::Cut(told.kind);
            *claim = Some(Claim { pass: Pass::Metadata, rule: told.rule.clone(), verdict });
        }
    }
    let threads = comment_widget::spans(flat, facts.headline);
    let others = another_report::spans(flat, facts.headline);
    sign(&mut claims, flat, &threads, comment_widget::ID, comment_widget::KIND);
    sign(&mut claims, flat, &others, another_report::ID, another_report::KIND);
    for (claim, block) in claims.iter_mut().zip(&flat.blocks) {
        if block.shown == Shown::Declared {
            *claim = Some(Claim { pass: Pass::Rules, rule: DECLARED, verdict: Verdict::Keep });
        } else if block.listed && claim.is_none() {
            let verdict = Verdict::Cut(CutKind::Nav);
            *claim = Some(Claim { pass: Pass::Rules, rule: LISTED, verdict });
        }
    }
    for at in live_blog::posts(flat) {
        if let Some(claim) = claims.get_mut(at).filter(|claim| claim.is_none()) {
            *claim = Some(Claim { pass: Pass::Rules, rule: live_blog::ID, verdict: Verdict::Keep });
        }
    }
    let mut asked: Vec<(usize, Found)> = Vec::new();
    let mut folded = String::new();
    for (at, block) in flat.blocks.iter().enumerate() {
        if claims[at].is_some() || block.shown == Shown::Not {
            continue;
        }
        let text = flat.text_of(block);
        if text.is_empty() || text.len() > LONGEST {
            continue;
        }
        asked.clear();
        asked.extend(book.silent.iter().map(|rule| (*rule, Found::Nothing)));
        book.phrases.find(text, &mut folded, &mut asked);
        asked.sort_unstable();
        let line = Line { text, block, at, flat, facts };
        claims[at] = asked
            .iter()
            .map(|(rule, found)| (&book.rules[*rule], *found))
            .find(|(rule, found)| rule.strips(&line, *found))
            .map(|(rule, _)| Claim {
                pass: Pass::Rules,
                rule: rule.id(),
                verdict: Verdict::Cut(rule.kind()),
            });
    }
    claims
}

/// Cuts what stands in `spans` of the flat text and nobody has claimed.
fn sign(claims: &mut [Option<Claim>], flat: &Flat<'_>, spans: &[Span], rule: RuleId, kind: CutKind) {
    for span in spans {
        for claim in claims[flat.blocks_in(*span)].iter_mut().filter(|claim| claim.is_none()) {
            *claim = Some(Claim { pass: Pass::Rules, rule: rule.clone(), verdict: Verdict::Cut(kind) });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::content::{Knowledge, metadata, plain};

    /// The rule that claims the last line of `text`.
    pub(super) fn rule_on(text: &str) -> Option<String> {
        let flat = plain::flatten(text);
        let credited = metadata::credited(&flat, &Knowledge::default());
        let facts = Facts { credited, ..Facts::default() };
        claims(&flat, &facts).last().cloned().flatten().map(|claim| claim.rule.to_string())
    }

    #[test]
    fn names_of_rules_are_unique_and_all_are_listed() {
        let mut names: Vec<String> = all().iter().map(|rule| rule.id().to_string()).collect();
        let n = names.len();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), n);
        assert!(n >= 13);
    }

    #[test]
    fn certain_lines_are_claimed() {
        for (line, rule) in [
            ("USEUROPEAFRICAASIA 中文双语Français", "language-bar"),
            ("English | Deutsch | Français", "language-bar"),
            ("Home / China / National affairs", "breadcrumb"),
            ("Startseite > Politik > Inland", "breadcrumb"),
            ("© 2017 The Harbour Times", "copyright"),
            (
                "Copyright 1995 - . All rights reserved. The content published in this site belongs to us.",
                "copyright",
            ),
            ("License for publishing multimedia online 0108263", "licence"),
            ("Registration Number: 130349", "licence"),
            ("京ICP备12345678号", "licence"),
            ("comments and feedback", "comments"),
            ("blog comments powered by Disqus", "comments"),
            ("Schreiben Sie einen Kommentar", "comments"),
            ("FOLLOW US", "share-bar"),
            ("Share on Facebook", "share-bar"),
            ("Partager sur Twitter", "share-bar"),
            ("Editor's picks", "related"),
            ("Related Articles", "related"),
            ("Lesen Sie auch", "related"),
            ("Zoom In | Zoom Out", "tools"),
            ("Print this article", "tools"),
            ("Sign up for our newsletter", "newsletter"),
            ("This site uses cookies to improve your experience.", "cookies"),
            ("ADVERTISEMENT", "advertisement"),
            ("MIRA: Reabren el puerto tras la tormenta", "related"),
            ("PUEDES VER: ¿Cuándo vuelve el transbordador a la isla?", "related"),
            ("READ | Ferry line to buy two ships", "related"),
            ("Follow us on Facebook and Instagram for more news from the harbour.", "share-bar"),
            ("Got a tip? Write to desk@harbour.test", "newsletter"),
            ("Get the Harbour app: alerts that matter, none that do not", "newsletter"),
            ("The morning's headlines, delivered to your inbox by seven.", "newsletter"),
            ("Comments are moderated and may take an hour to appear.", "comments"),
            ("The mayor opens the port on Monday. [Photo/Xinhua]", "captions"),
            ("The mayor opens the port on Monday. Photo: Jane Example", "captions"),
            ("Der Hafen am Abend (Symbolbild). Foto: Erika Beispiel/dpa", "captions"),
        ] {
            assert_eq!(rule_on(line).as_deref(), Some(rule), "{line}");
        }
    }

    #[test]
    fn sentences_are_left_alone() {
        for line in [
            "The mayor said the comments and feedback of the public had been heard.",
            "He follows us on Facebook, she said.",
            "Home prices in China rose by 3 percent / 4 percent in the cities.",
            "The company holds the copyright on the song, the court said on Monday.",
            "The drawings are protected by copyright and may be shown for a fee, the court held.",
            "\"When the fun stops, stop\" was painted on the wall of the betting shop.",
            "The odds were long, but the boat came in.",
            "Cookies were served to the children after the parade.",
            "English and French are spoken in the harbour.",
            "Related articles of the law were struck down by the court on Tuesday.",
            "Advertisement sales fell by a third, the publisher said.",
            "\"Subscribe to our newsletter\" was the message on every wall of the town.",
            "The photo was sent to Xinhua.",
            "More: the ferry will sail again on Monday, the mayor said.",
            "Mira Okafor opened the harbour.",
            "She left one thing out of the picture. Credit: the keeper of the light who called the crew.",
            "MIRA: Did the ferry sail at all?",
            "Want to stay dry on the quay? Bring a coat, the harbour master says.",
            "Haben Sie Hinweise zu dem Boot? Die Polizei nimmt sie auf jeder Wache entgegen.",
            "Get the ferry right and the town will follow, the mayor said.",
            "The keeper would consider subscribing to the paper, she said.",
            "The guild lent the museum what it had left of the fund (credit: 500 crowns)",
            "He asked voters to follow us on Facebook, a habit the mayor deplored.",
        ] {
            assert_eq!(rule_on(line), None, "{line}");
        }
    }
}
