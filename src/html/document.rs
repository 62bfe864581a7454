//! One document: the page it was on with what was cut, its text, its metadata with the evidence, its relations.

use super::markup::Html;
use super::plot::{bytes, counted, grouped};
use super::shell::Links;
use super::story::numbers;
use crate::emit::{Article, EvidenceRow, RemovedRow};
use crate::model::written;
use crate::review::{Account, Piece};

/// Reasons told of a cut block.
const REASONS: usize = 6;
/// The score below which a kept block is marked as unsure.
const UNSURE: f64 = 0.65;

/// A document's main part; `around` are the ids before and behind it in the list.
pub fn document(account: &Account, around: [Option<String>; 2], links: &Links) -> Html {
    let mut html = Html::default();
    let article = &account.article;
    html.raw("<article class=\"document\">");
    head(&mut html, article, links);
    if links.is_served() {
        html.raw("<p class=\"turn\">");
        for (id, label, key, rel) in
            [(&around[0], "Previous document", "[", "prev"), (&around[1], "Next document", "]", "next")]
        {
            if let Some(link) = id.as_ref().and_then(|id| links.document(id)) {
                html.open("a", &[("href", &link), ("rel", rel)]).text(label).raw(" ").element(
                    "kbd",
                    &[],
                    key,
                );
                html.close("a").raw(" ");
            }
        }
        html.raw("</p>");
    }
    body(&mut html, account);
    evidence(&mut html, &account.evidence);
    relations(&mut html, account, links);
    provenance(&mut html, article);
    html.raw("</article>");
    html
}

fn head(html: &mut Html, article: &Article, links: &Links) {
    html.raw("<header class=\"headline\"><p class=\"over\">");
    let date = article.date_published.map(|date| date.to_string()).unwrap_or_default();
    let words = counted(article.word_count, "word", "words");
    for part in [&article.host, &date, &article.lang, &words].into_iter().filter(|part| !part.is_empty()) {
        html.element("bdi", &[], part).raw(" ");
    }
    html.raw("</p>").element("h1", &[("dir", "auto"), ("lang", &article.lang)], titled(&article.title));
    if !article.subtitle.is_empty() {
        html.element("p", &[("class", "standfirst"), ("dir", "auto")], &article.subtitle);
    }
    html.raw("<p class=\"badges\">").element("code", &[], &article.id.to_string()).raw(" ");
    let story = article.cluster_id.to_string();
    match (article.cluster_size, article.is_canonical) {
        (0 | 1, _) => html.raw("<span class=\"badge\">the only copy</span>"),
        (size, canonical) => {
            let said = if canonical {
                format!("stands for {size} copies ({})", article.canonical_reason)
            } else {
                format!("{}, one of {size} copies", article.duplicate_kind)
            };
            let class = if canonical { "badge good" } else { "badge" };
            match links.story(&story) {
                Some(link) => html.element("a", &[("class", class), ("href", &link)], &said),
                None => html.element("span", &[("class", class)], &said),
            }
        }
    };
    if !article.agency.is_empty() {
        let role = written(&article.agency_role);
        html.raw(" ").element("span", &[("class", "badge")], &format!("{} ({role})", article.agency));
    }
    for flag in article.flags.split("; ").filter(|flag| !flag.is_empty()) {
        html.raw(" ").element("span", &[("class", "badge warn")], flag);
    }
    html.raw("</p></header>");
}

/// The page on the left, the text on the right.
fn body(html: &mut Html, account: &Account) {
    let article = &account.article;
    let lang = [("lang", article.lang.as_str()), ("dir", "auto")];
    html.raw("<div class=\"beside\"><section class=\"page\" aria-labelledby=\"page-title\"><h2 id=\"page-title\">The page</h2>");
    if account.kept.is_empty() {
        html.raw("<p class=\"note\">This dataset was written without the account of cuts (<code>emit.account</code>).</p>");
    }
    let cut: u64 = account.removed.len() as u64;
    if cut > 0 {
        html.open("p", &[("class", "note")]);
        html.text(&format!(
            "{} cut, {} kept. ",
            counted(cut, "block", "blocks"),
            grouped(account.kept.len() as u64)
        ));
        html.raw("<label class=\"toggle\"><input type=\"checkbox\" id=\"hide-cut\"> only what was kept</label></p>");
    }
    html.open("div", &[("class", "flat"), lang[0]]);
    let mut last: Option<&RemovedRow> = None;
    let mut number = 0;
    for piece in account.pieces() {
        match piece {
            Piece::Kept { row, text } => {
                let (sure, id) = (format!("kept, {:.2} sure", row.score), number.to_string());
                let class = if row.score < UNSURE { "kept unsure" } else { "kept" };
                html.element(
                    "p",
                    &[("class", class), ("dir", "auto"), ("title", &sure), ("data-kept", &id)],
                    text,
                );
                number += 1;
                last = None;
            }
            Piece::Cut(row) => {
                let goes_on = last.is_some_and(|last| last.rule_id == row.rule_id && last.kind == row.kind);
                block(html, row, goes_on);
                last = Some(row);
            }
        }
    }
    html.raw("</div></section><section class=\"clean\" aria-labelledby=\"text-title\"><h2 id=\"text-title\">The text</h2>");
    html.open("p", &[("class", "note")]).text(&counted(article.word_count, "word", "words"));
    html.raw(", as it stands in the dataset.</p>").open("div", &[("class", "flat"), lang[0]]);
    let texts = account.kept_texts();
    if texts.is_empty() {
        for paragraph in article.text.split("\n\n") {
            html.element("p", &[("dir", "auto")], paragraph);
        }
    }
    // Pieces that make one paragraph stand in one.
    for (at, (text, row)) in texts.iter().zip(&account.kept).enumerate() {
        let lead = row.lead.text();
        match lead {
            _ if at == 0 => html.raw("<p dir=\"auto\">"),
            "\n\n" => html.raw("</p><p dir=\"auto\">"),
            "\n" => html.raw("<br>"),
            _ => html.raw(" "),
        };
        html.element("span", &[("data-kept", &at.to_string())], text);
    }
    if !texts.is_empty() {
        html.raw("</p>");
    }
    html.raw("</div></section></div>");
}

fn block(html: &mut Html, row: &RemovedRow, goes_on: bool) {
    let (kind, rule, pass) = (written(&row.kind), row.rule_id.to_string(), written(&row.pass));
    let class = if goes_on { "cut more" } else { "cut" };
    let why = format!("why-{}", row.seq);
    html.open(
        "div",
        &[
            ("class", class),
            ("data-kind", &kind),
            ("data-rule", &rule),
            ("tabindex", "0"),
            ("role", "group"),
            ("aria-label", &format!("Cut as {kind} by {rule}")),
            ("aria-describedby", &why),
            ("data-step", ""),
        ],
    );
    if !goes_on {
        html.raw("<p class=\"tag\">").element("b", &[], &kind).raw(" ");
        html.element("span", &[], &rule).raw("</p>");
    }
    html.open("p", &[("dir", "auto")]).raw("<del>").text(&row.text).raw("</del></p>");
    html.open("div", &[("class", "why"), ("id", &why), ("role", "tooltip")]);
    html.raw("<dl><dt>Cut as</dt>").element("dd", &[], &kind);
    html.raw("<dt>by rule</dt>").element("dd", &[], &rule);
    html.raw("<dt>in pass</dt>").element("dd", &[], &pass);
    if pass == "judge" {
        html.raw("<dt>sure to be body</dt>").element("dd", &[], &format!("{:.1} %", row.score * 100.0));
    }
    html.raw("<dt>raw bytes</dt>");
    html.element("dd", &[], &format!("{}–{}", grouped(row.raw_start.into()), grouped(row.raw_end.into())));
    let mut reasons: Vec<(&String, &f64)> = row.reasons.iter().collect();
    reasons.sort_by(|(a, x), (b, y)| y.abs().total_cmp(&x.abs()).then_with(|| a.cmp(b)));
    for (reason, weight) in reasons.into_iter().take(REASONS) {
        html.element("dt", &[], &reason.replace('-', " ")).element("dd", &[], &figure(*weight));
    }
    html.raw("</dl></div></div>");
}

fn evidence(html: &mut Html, rows: &[EvidenceRow]) {
    if rows.is_empty() {
        return;
    }
    html.raw("<section><h2>Metadata and its evidence</h2><div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Metadata\"><table class=\"evidence\"><thead><tr><th scope=\"col\">Field</th><th scope=\"col\">Value</th><th scope=\"col\">Read from</th><th scope=\"col\">As printed</th><th scope=\"col\" class=\"number\">Sure</th></tr></thead><tbody>");
    for row in rows {
        html.raw("<tr>").element("th", &[("scope", "row")], &written(&row.field).replace('_', " "));
        html.raw("<td>").element("bdi", &[], &row.value);
        if !row.rejected_alternatives.is_empty() {
            html.raw("<ul class=\"offered\">");
            for other in &row.rejected_alternatives {
                html.raw("<li>not ").element("bdi", &[], other).raw("</li>");
            }
            html.raw("</ul>");
        }
        html.raw("</td><td>").element("span", &[], &row.method).raw(" ");
        if !row.selector.is_empty() {
            html.element("code", &[], &row.selector);
        }
        html.raw("</td><td>").element("bdi", &[], if row.raw == row.value { "" } else { &row.raw });
        html.raw("</td>").element("td", &[("class", "number")], &format!("{:.2}", row.score)).raw("</tr>");
    }
    html.raw("</tbody></table></div></section>");
}

fn relations(html: &mut Html, account: &Account, links: &Links) {
    if account.relations.is_empty() {
        return;
    }
    html.raw("<section><h2>Relations</h2><ul class=\"relations\">");
    for relation in &account.relations {
        let own = account.article.id;
        let other = if relation.a == own { relation.b } else { relation.a }.to_string();
        html.raw("<li>");
        let pair = links.to(&format!("pair/{own}/{other}"));
        if links.is_served() {
            html.open("a", &[("href", &pair), ("data-step", "")]).element("code", &[], &other).close("a");
        } else {
            html.element("code", &[], &other);
        }
        html.raw(" ");
        numbers(html, relation);
        html.raw("</li>");
    }
    html.raw("</ul></section>");
}

fn provenance(html: &mut Html, article: &Article) {
    html.raw("<section><h2>Where it comes from</h2><dl class=\"facts\">");
    let place = if article.source_entry.is_empty() {
        article.source_path.clone()
    } else {
        format!("{}!{}", article.source_path, article.source_entry)
    };
    let length = format!("{} at byte {}", bytes(article.source_length), grouped(article.source_offset));
    let read = format!("{}, by {}", article.encoding, written(&article.encoding_source));
    let mended = match (article.replacement_chars, article.mojibake_fixed) {
        (0, 0) => String::new(),
        (lost, fixed) => format!("{lost} bytes spell nothing, {fixed} stretches of mojibake undone"),
    };
    let sha256 = article.source_sha256.to_string();
    for (label, value) in [
        ("File", &place),
        ("Record", &length),
        ("Address", &article.url),
        ("Fetched", &article.captured_at),
        ("Read as", &read),
        ("Mended", &mended),
        ("SHA-256", &sha256),
        ("Licence", &article.license_note),
        ("Robots", &article.robots_note),
    ] {
        if !value.is_empty() {
            html.element("dt", &[], label).raw("<dd>").element("bdi", &[], value).raw("</dd>");
        }
    }
    html.raw("</dl></section>");
}

pub(super) fn titled(title: &str) -> &str {
    if title.is_empty() { "(no headline)" } else { title }
}

/// A number as short as it can be said.
pub(super) fn figure(value: f64) -> String {
    let text = format!("{value:.3}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}
