//! Blocks as `inspect` and `explain` print them: a line each, and under it what decided.

use copydesk::content::judge::{Reasons, diction};
use copydesk::model::{BlockKind, Lead, written};
use copydesk::text::excerpt::excerpt;
use copydesk::text::inert;

use super::paint::{Ink, Paint};

/// Reasons of a kind that are told of a block.
pub(crate) const TOLD: usize = 5;

/// A block of a page, kept or cut.
pub(crate) struct Line<'a> {
    pub(crate) kept: bool,
    /// How surely it is body, 0 to 1.
    pub(crate) score: f64,
    /// What it is, and which rule says so.
    pub(crate) what: String,
    pub(crate) text: &'a str,
    /// What decided, a kind of reason a line.
    pub(crate) why: Vec<String>,
}

impl Line<'_> {
    /// As it is printed: `+` where it is kept, `-` where it is cut.
    pub(crate) fn printed(&self, paint: Paint) -> String {
        let (ink, sign) = if self.kept { (Ink::Green, '+') } else { (Ink::Red, '-') };
        let head = format!("  {sign} {:.3}  {:<30} ", self.score, self.what);
        let text = paint.fit(&inert::line(&excerpt(self.text, paint.width)), head.len());
        let mut printed = format!("{}{text}", paint.ink(ink, &head));
        for why in &self.why {
            printed.push('\n');
            let why = paint.wrapped(&inert::line(why), "           ");
            printed.push_str(&paint.ink(Ink::Dim, why.trim_end()));
        }
        printed
    }
}

/// What a kept block is.
pub(crate) fn kept(kind: BlockKind, lead: Lead) -> String {
    let goes_on = if lead == Lead::Sentence { " (goes on)" } else { "" };
    format!("{}{goes_on}", written(&kind))
}

/// What decided, a kind of reason a line: log-odds by feature, then what words and names say for themselves.
pub(crate) fn told(reasons: &Reasons) -> Vec<String> {
    let features =
        reasons.features.iter().map(|(name, part)| (name.to_string(), f64::from(*part) / 10_000.0));
    let words = reasons.words.iter().map(|(word, part)| {
        let word = word.replace(diction::START, "(start)").replace(diction::END, "(end)");
        (format!("‘{word}’"), f64::from(*part) / 100.0)
    });
    let names = reasons.names.iter().map(|(name, part)| (name.clone(), f64::from(*part) / 100.0));
    [("by", features.collect()), ("words", words.collect()), ("names", names.collect())]
        .into_iter()
        .filter(|(_, parts): &(_, Vec<_>)| !parts.is_empty())
        .map(|(kind, parts)| {
            let parts: Vec<String> = parts.iter().map(|(name, part)| format!("{name} {part:+.2}")).collect();
            format!("{kind}: {}", parts.join(", "))
        })
        .collect()
}
