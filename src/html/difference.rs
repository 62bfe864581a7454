//! One document in two datasets: its text paragraph by paragraph, and what the rules cut then and now.

use std::collections::BTreeMap;

use super::document::titled;
use super::markup::Html;
use super::shell::Links;
use crate::emit::RemovedRow;
use crate::model::written;
use crate::review::Account;
use crate::review::aligned::{self, How};

/// The main part for a document in two datasets.
pub fn difference(old: &Account, new: &Account, links: &Links) -> Html {
    let mut html = Html::default();
    let article = &new.article;
    let id = article.id.to_string();
    html.raw("<header class=\"headline\"><p class=\"over\">Before and after</p>");
    html.element("h1", &[("dir", "auto"), ("lang", &article.lang)], titled(&article.title));
    html.raw("<p class=\"badges\">").element("code", &[], &id).raw(" ");
    if let Some(link) = links.document(&id) {
        html.element("a", &[("class", "badge"), ("href", &link)], "the document, after");
    }
    html.raw("</p></header>");
    cuts(&mut html, old, new);
    text(&mut html, old, new);
    html
}

fn cuts(html: &mut Html, old: &Account, new: &Account) {
    let by_span = |account: &'_ Account| -> BTreeMap<(u32, u32), RemovedRow> {
        account.removed.iter().map(|row| ((row.start, row.end), row.clone())).collect()
    };
    let (before, after) = (by_span(old), by_span(new));
    let spans: std::collections::BTreeSet<_> = before.keys().chain(after.keys()).collect();
    let rows: Vec<_> = spans
        .into_iter()
        .map(|span| (before.get(span), after.get(span)))
        .filter(|(before, after)| before.map(|row| &row.rule_id) != after.map(|row| &row.rule_id))
        .collect();
    if rows.is_empty() {
        return;
    }
    html.raw("<section><h2>Blocks</h2><ul class=\"blocks\">");
    for (before, after) in rows {
        let Some(row) = after.or(before) else { continue };
        let said = |row: Option<&RemovedRow>| {
            row.map_or("kept".to_owned(), |row| format!("cut as {} by {}", written(&row.kind), row.rule_id))
        };
        html.open("li", &[("tabindex", "0"), ("data-step", "")])
            .raw("<p class=\"tag\"><b>")
            .text(&said(before));
        html.raw("</b> → <b>").text(&said(after)).raw("</b></p>");
        html.element(
            "p",
            &[("class", if after.is_some() { "gone" } else { "came" }), ("dir", "auto")],
            &row.text,
        );
        html.raw("</li>");
    }
    html.raw("</ul></section>");
}

fn text(html: &mut Html, old: &Account, new: &Account) {
    let (before, after) = (&old.article.text, &new.article.text);
    html.raw("<section class=\"pair before-after\"><h2>Text</h2>");
    if before == after {
        html.raw("<p class=\"note\">The text is the same.</p></section>");
        return;
    }
    let rules: BTreeMap<&str, &str> =
        new.removed.iter().map(|row| (row.text.as_str(), &*row.rule_id.0)).collect();
    html.raw("<div class=\"rows\" role=\"table\" aria-label=\"Before and after\"><div class=\"heads\" role=\"row\"><div role=\"columnheader\"><h3>Before</h3></div><div role=\"columnheader\"><h3>After</h3></div></div>");
    for row in aligned::paragraphs(before, after) {
        let how = written(&row.how);
        html.open("div", &[("class", "row"), ("data-how", &how), ("role", "row")]);
        let (a, b) = (row.old.map_or("", |span| span.of(before)), row.new.map_or("", |span| span.of(after)));
        let words = aligned::words(a, b);
        for (here, text, tag) in [(row.old, a, "del"), (row.new, b, "ins")] {
            html.open("div", &[("role", "cell"), ("dir", "auto"), ("lang", &new.article.lang)]);
            if here.is_none() {
                html.raw("<span class=\"vh\">nothing</span>");
            }
            if row.how == How::Moved && here.is_some() {
                html.raw("<span class=\"badge warn\">moved</span> ");
            }
            if row.how == How::Gone
                && here.is_some()
                && let Some(rule) = rules.get(text.trim())
            {
                html.element("span", &[("class", "badge")], &format!("cut by {rule}")).raw(" ");
            }
            for words in words.iter().filter(|_| here.is_some()) {
                let span = if tag == "del" { words.old } else { words.new };
                match span.of(text) {
                    "" => {}
                    same if words.same => {
                        html.text(same);
                    }
                    other => {
                        html.element(tag, &[], other);
                    }
                }
            }
            html.raw("</div>");
        }
        html.raw("</div>");
    }
    html.raw("</div></section>");
}
