//! Groups of changes: what a person accepts, rejects or skips.

use super::markup::Html;
use super::plot::grouped;
use super::shell::Links;
use crate::model::written;
use crate::review::decisions::{Decision, Verdict};
use crate::review::{Cause, Changed, Diff, Group, Mark, Sample};

/// A group with what was decided about it.
#[derive(Debug)]
pub struct Judged<'a> {
    /// The group.
    pub group: &'a Group,
    /// The decision.
    pub decision: Option<&'a Decision>,
}

/// The main part of the changes between two datasets.
pub fn changes(diff: &Diff, groups: &[Judged<'_>], (old, new): (&str, &str), links: &Links) -> Html {
    let mut html = Html::default();
    html.raw("<header class=\"headline\"><p class=\"over\">").element("bdi", &[], old).raw(" → ");
    html.element("bdi", &[], new).raw("</p><h1>What changed</h1></header>");
    let both = diff.old_documents.min(diff.new_documents);
    html.raw("<dl class=\"figures\">");
    let open =
        groups.iter().filter(|judged| judged.decision.is_none_or(|it| it.decided == Verdict::Skip)).count();
    for (value, label, note) in [
        (
            groups.len() as u64,
            "groups of changes",
            if links.is_served() { format!("{open} to decide") } else { String::new() },
        ),
        (
            both.saturating_sub(diff.unchanged),
            "documents changed",
            format!("{} the same", grouped(diff.unchanged)),
        ),
        (diff.old_documents, "documents before", String::new()),
        (diff.new_documents, "documents after", String::new()),
    ] {
        html.raw("<div>").element("dt", &[], label).element("dd", &[], &grouped(value));
        html.element("dd", &[("class", "note")], &note).raw("</div>");
    }
    html.raw("</dl>");
    if groups.is_empty() {
        html.raw("<p class=\"count\">Nothing differs.</p>");
    }
    html.raw("<p class=\"vh\" id=\"said\" role=\"status\" aria-live=\"polite\"></p><div class=\"groups\">");
    for judged in groups {
        card(&mut html, judged, links);
    }
    html.raw("</div>");
    html
}

fn card(html: &mut Html, judged: &Judged<'_>, links: &Links) {
    let group = judged.group;
    let (anchor, said) = (format!("group-{}", group.digest), group.to_string());
    let decided = judged.decision.map_or("", |decision| verdict(decision.decided));
    html.open(
        "article",
        &[
            ("class", "group"),
            ("id", &anchor),
            ("tabindex", "0"),
            ("data-step", ""),
            ("data-change", &group.digest),
            ("data-decided", decided),
            ("aria-label", &said),
        ],
    );
    html.raw("<header><h2>");
    spoken(html, &said);
    html.raw("</h2>");
    if links.is_served() {
        html.raw("<p class=\"decided\">");
        if let Some(decision) = judged.decision {
            html.element(
                "span",
                &[("class", "badge")],
                &format!("{}ed {}", stem(decision.decided), decision.date),
            );
        }
        html.raw("</p>");
    }
    html.raw("</header>");
    html.raw("<div class=\"samples\">");
    for (at, sample) in group.samples.iter().enumerate() {
        show(html, group, sample, at, links);
    }
    html.raw("</div>");
    if !group.outliers.is_empty() {
        html.raw("<ul class=\"outliers\">");
        for outlier in &group.outliers {
            html.raw("<li><b>").text(&format!("loses {} % of its text", outlier.lost_percent)).raw("</b> ");
            linked(html, &outlier.id, &outlier.title, links);
            html.raw("</li>");
        }
        html.raw("</ul>");
    }
    if links.is_served() {
        buttons(html, group, links);
    }
    html.raw("</article>");
}

fn buttons(html: &mut Html, group: &Group, links: &Links) {
    let action = links.to(&format!("changes/{}", group.digest));
    html.open("form", &[("method", "post"), ("action", &action), ("class", "decide")]);
    html.raw("<button name=\"decision\" value=\"accept\">Accept <kbd>a</kbd></button> ");
    html.raw("<button name=\"decision\" value=\"reject\">Reject <kbd>r</kbd></button> ");
    let sites =
        group.samples.iter().any(|sample| sample.place.as_ref().is_some_and(|place| !place.host.is_empty()));
    if matches!(group.cause, Cause::RuleFires { .. }) && sites {
        html.raw("<button name=\"decision\" value=\"except\" title=\"Rejects it, and writes into the sites' files that the rule leaves these blocks alone\">Reject, except the sites <kbd>x</kbd></button> ");
    }
    html.raw("<button name=\"decision\" value=\"skip\">Skip <kbd>s</kbd></button>");
    if group.samples.len() > 1 {
        html.raw(" <button type=\"button\" class=\"plain\" data-next>Next sample <kbd>n</kbd></button>");
    }
    html.raw("</form>");
}

fn show(html: &mut Html, group: &Group, sample: &Sample, at: usize, links: &Links) {
    html.open("section", &[("class", if at == 0 { "sample" } else { "sample later" })]);
    html.raw("<h3>");
    linked(html, &sample.id, &sample.title, links);
    html.raw("</h3>");
    // Where the text itself is what changed, its paragraphs tell it.
    let of_text = group.cause == Cause::Text && !sample.passages.is_empty();
    for (class, sign, text) in [("gone", "−", &sample.old), ("came", "+", &sample.new)] {
        if !text.is_empty() && !of_text {
            html.open("p", &[("class", class), ("dir", "auto")]).element("span", &[("class", "sign")], sign);
            html.text(text).raw("</p>");
        }
    }
    if !sample.passages.is_empty() {
        html.open(
            "details",
            if of_text { &[("class", "table"), ("open", "")] } else { &[("class", "table")] },
        );
        html.raw("<summary>In its text</summary>");
        passages(html, &sample.passages);
        html.raw("</details>");
    }
    html.raw("</section>");
}

fn linked(html: &mut Html, id: &str, title: &str, links: &Links) {
    // A rejected record is named by its place; it has no page.
    let known = crate::model::DocId::parse(id).is_some();
    let title = if title.is_empty() { "" } else { title };
    if known && links.is_served() {
        html.open("a", &[("href", &links.to(&format!("change/{id}")))]);
        html.element("bdi", &[], super::document::titled(title)).close("a");
    } else {
        html.element("bdi", &[], title);
    }
    html.raw(" ").element("code", &[("class", "note")], if known { id.get(..9).unwrap_or(id) } else { id });
}

/// Paragraphs with the words that went and came.
pub(super) fn passages(html: &mut Html, passages: &[Changed]) {
    for passage in passages {
        let how = written(&passage.how);
        html.open("div", &[("class", "passage"), ("data-how", &how)]);
        html.raw("<p class=\"tag\">").element("b", &[], &how);
        if !passage.rule.is_empty() {
            html.raw(" ").element("span", &[], &format!("cut by {}", passage.rule));
        }
        html.raw("</p>").open("p", &[("dir", "auto")]);
        for (mark, text) in &passage.words {
            match mark {
                Mark::Same => html.text(text),
                Mark::Gone => html.element("del", &[], text),
                Mark::Came => html.element("ins", &[], text),
            };
        }
        html.raw("</p></div>");
    }
}

/// A line in which what stands between backticks is code.
fn spoken(html: &mut Html, said: &str) {
    for (at, piece) in said.split('`').enumerate() {
        if at % 2 == 1 {
            html.element("code", &[], piece);
        } else {
            html.text(piece);
        }
    }
}

/// A verdict as the forms of the page name it.
fn verdict(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Accept => "accept",
        Verdict::Reject => "reject",
        Verdict::Skip => "skip",
    }
}

fn stem(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Skip => "skipp",
        Verdict::Accept => "accept",
        Verdict::Reject => "reject",
    }
}
