//! The single file of `report`: the overview, and samples of what was done.

use super::document::titled;
use super::glance::overview;
use super::markup::Html;
use super::plot::{counted, grouped};
use super::shell::{Links, Shell};
use crate::model::written;
use crate::review::{Account, Overview, Piece};

/// What a report shows besides the overview.
#[derive(Debug)]
pub struct Report {
    /// The dataset, as it is called.
    pub dataset: String,
    /// The dataset at a glance.
    pub overview: Overview,
    /// Documents, each with the page it was on.
    pub documents: Vec<Account>,
    /// The largest stories.
    pub stories: Vec<Told>,
}

/// A story as a report tells it.
#[derive(Debug)]
pub struct Told {
    /// Copies it has.
    pub size: u64,
    /// Some of them, the canonical one first: headline, outlet, kind of copy.
    pub copies: Vec<[String; 3]>,
}

/// Pieces of a page that are shown; a report is read at one go.
const PIECES: usize = 60;

/// The whole file.
pub fn report(found: &Report) -> String {
    let links = Links::file();
    let mut html = Html::default();
    html.raw("<header class=\"headline\"><p class=\"over\">A dataset, cleaned and explained</p>");
    html.open("h1", &[]).element("bdi", &[], &found.dataset).raw("</h1><p class=\"badges\">");
    html.element("code", &[], &found.overview.dataset_sha256).raw("</p></header>");
    html.append(&overview(&found.overview, &links));
    rules(&mut html, found);
    stories(&mut html, found);
    documents(&mut html, found);
    rejected(&mut html, found);
    Shell { title: &found.dataset, dataset: &found.dataset, here: "", query: "", links: &links }.around(&html)
}

fn rules(html: &mut Html, found: &Report) {
    html.raw("<section><h2>What the rules cut</h2><div class=\"cards\">");
    for rule in found.overview.rules.iter().filter(|rule| !rule.samples.is_empty()) {
        html.raw("<article class=\"card\"><h3>")
            .element("code", &[], &rule.rule)
            .raw("</h3><p class=\"over\">");
        html.element("span", &[], &counted(rule.blocks, "block", "blocks")).raw(" ");
        html.element("span", &[], &counted(rule.documents, "document", "documents")).raw(" ");
        let kinds: Vec<&str> = rule.kinds.iter().take(3).map(|(kind, _)| kind.as_str()).collect();
        html.element("span", &[], &kinds.join(", ")).raw("</p><ul class=\"cuts\">");
        for sample in &rule.samples {
            html.open("li", &[("dir", "auto")]).element("del", &[], &sample.text).raw("</li>");
        }
        html.raw("</ul></article>");
    }
    html.raw("</div></section>");
}

fn stories(html: &mut Html, found: &Report) {
    if found.stories.is_empty() {
        return;
    }
    html.raw("<section><h2>The most copied stories</h2><div class=\"cards\">");
    for Told { size, copies } in &found.stories {
        html.raw("<article class=\"card\">");
        for (at, [title, outlet, kind]) in copies.iter().enumerate() {
            if at == 0 {
                html.element("h3", &[("dir", "auto")], titled(title)).raw("<p class=\"over\">");
                html.element("span", &[("class", "badge good")], &counted(*size, "copy", "copies")).raw(" ");
                html.element("bdi", &[], outlet).raw("</p><ul class=\"members\">");
                continue;
            }
            html.raw("<li>").element("span", &[("class", "badge")], kind).raw(" ").element(
                "bdi",
                &[],
                titled(title),
            );
            html.raw(" ").element("span", &[("class", "note")], outlet).raw("</li>");
        }
        if *size as usize > copies.len() {
            html.element(
                "li",
                &[("class", "note")],
                &format!("and {} more", grouped(size - copies.len() as u64)),
            );
        }
        html.raw("</ul></article>");
    }
    html.raw("</div></section>");
}

fn documents(html: &mut Html, found: &Report) {
    if found.documents.is_empty() {
        return;
    }
    html.raw("<section><h2>Pages, and what was kept of them</h2>");
    for account in &found.documents {
        let article = &account.article;
        html.raw("<details class=\"leaf\"><summary>");
        html.element("bdi", &[], titled(&article.title)).raw(" <span class=\"note\">");
        let source = if article.host.is_empty() { &article.source_path } else { &article.host };
        html.element("bdi", &[], source).raw(", ");
        html.text(&counted(account.removed.len() as u64, "block cut", "blocks cut")).raw("</span></summary>");
        html.open("div", &[("class", "flat"), ("lang", &article.lang)]);
        let pieces = account.pieces();
        for piece in pieces.iter().take(PIECES) {
            match piece {
                Piece::Kept { text, .. } => {
                    html.element("p", &[("class", "kept"), ("dir", "auto")], text);
                }
                Piece::Cut(row) => {
                    let kind = written(&row.kind);
                    html.open("div", &[("class", "cut"), ("data-kind", &kind)]).raw("<p class=\"tag\">");
                    html.element("b", &[], &kind).raw(" ").element("span", &[], &row.rule_id.to_string());
                    html.raw("</p>")
                        .open("p", &[("dir", "auto")])
                        .element("del", &[], &row.text)
                        .raw("</p></div>");
                }
            }
        }
        if pieces.len() > PIECES {
            html.element(
                "p",
                &[("class", "note")],
                &format!("and {} more blocks", grouped((pieces.len() - PIECES) as u64)),
            );
        }
        html.raw("</div></details>");
    }
    html.raw("</section>");
}

fn rejected(html: &mut Html, found: &Report) {
    if found.overview.rejected.is_empty() {
        return;
    }
    html.raw("<section><h2>Turned away</h2><div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Turned away\"><table><thead><tr><th scope=\"col\">Reason</th><th scope=\"col\" class=\"number\">Records</th><th scope=\"col\">For example</th></tr></thead><tbody>");
    for (code, count, rows) in &found.overview.rejected {
        html.raw("<tr>").element("th", &[("scope", "row")], code);
        html.element("td", &[("class", "number")], &grouped(*count)).raw("<td>");
        if let Some(row) = rows.first() {
            html.element("code", &[], &row.path).raw(" ").element("bdi", &[], &row.reason);
        }
        html.raw("</td></tr>");
    }
    html.raw("</tbody></table></div></section>");
}
