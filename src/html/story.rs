//! A story: its copies, and two of them side by side with what they share.

use std::collections::BTreeSet;

use super::document::{figure, titled};
use super::glance::relation;
use super::markup::Html;
use super::plot::{counted, grouped};
use super::shell::Links;
use crate::emit::{Article, DuplicateRow};
use crate::model::{Span, written};
use crate::review::aligned::{self, How};
use crate::text::fold::{self, Word};

/// Copies listed of a story.
const COPIES: usize = 200;
/// Colours of passages; the next one begins with the first again.
const COLOURS: usize = 6;

/// Two documents side by side.
#[derive(Debug)]
pub struct Pair {
    /// The one with the smaller id, as in the relation.
    pub a: Article,
    /// The other.
    pub b: Article,
    /// What they share.
    pub relation: DuplicateRow,
    /// The dataset has the relation; else it was made for this page.
    pub recorded: bool,
}

/// A copy of a story as its list shows it.
#[derive(Debug)]
pub struct Copy {
    /// Its row.
    pub article: Article,
    /// How it relates to the canonical copy, where that is recorded.
    pub relation: Option<DuplicateRow>,
}

/// A story's main part: its copies, the canonical one first, a pair of them, and every relation between them.
pub fn story(copies: &[Copy], pair: Option<&Pair>, edges: &[DuplicateRow], links: &Links) -> Html {
    let mut html = Html::default();
    if let Some(first) = copies.first() {
        let article = &first.article;
        html.raw("<header class=\"headline\"><p class=\"over\">A story in ");
        html.text(&counted(article.cluster_size.into(), "copy", "copies")).raw("</p>");
        html.element("h1", &[("dir", "auto"), ("lang", &article.lang)], titled(&article.title))
            .raw("</header>");
        members(&mut html, copies, pair, links);
    }
    if let Some(pair) = pair {
        beside(&mut html, pair, links);
    }
    if edges.len() > 1 {
        between(&mut html, edges, links);
    }
    html
}

/// Every recorded relation between the copies, with its numbers.
fn between(html: &mut Html, edges: &[DuplicateRow], links: &Links) {
    html.raw("<section><h2>Every relation between these copies</h2><ul class=\"relations\">");
    for edge in edges {
        let (a, b) = (edge.a.to_string(), edge.b.to_string());
        let short = |id: &str| id.get(..9).unwrap_or(id).to_owned();
        html.open("li", &[]).open("a", &[("href", &links.to(&format!("pair/{a}/{b}"))), ("data-step", "")]);
        html.element("code", &[], &format!("{} {}", short(&a), short(&b))).close("a").raw(" ");
        numbers(html, edge);
        html.raw("</li>");
    }
    html.raw("</ul></section>");
}

fn members(html: &mut Html, copies: &[Copy], pair: Option<&Pair>, links: &Links) {
    html.raw("<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Copies\"><table class=\"copies\"><thead><tr><th scope=\"col\">Copy</th><th scope=\"col\">Date</th><th scope=\"col\">Relation</th><th scope=\"col\" class=\"number\">Resemblance</th><th scope=\"col\" class=\"number\">Contained</th><th scope=\"col\" class=\"number\">Longest run</th><th scope=\"col\" class=\"number\">Words</th></tr></thead><tbody>");
    let story = copies.first().map(|copy| copy.article.cluster_id.to_string()).unwrap_or_default();
    for copy in copies.iter().take(COPIES) {
        let article = &copy.article;
        let id = article.id.to_string();
        let shown =
            pair.is_some_and(|pair| !article.is_canonical && [pair.a.id, pair.b.id].contains(&article.id));
        html.open("tr", if shown { &[("class", "chosen")] } else { &[] });
        html.raw("<th scope=\"row\">");
        let label =
            [&article.host, &article.site, &article.source_path].into_iter().find(|text| !text.is_empty());
        let label = label.map_or(id.as_str(), String::as_str);
        let to = if article.is_canonical {
            links.document(&id)
        } else {
            links.is_served().then(|| links.to(&format!("story/{story}?with={id}#beside")))
        };
        match to {
            Some(to) if shown => {
                html.element("a", &[("href", &to), ("aria-current", "true"), ("data-step", "")], label)
            }
            Some(to) => html.element("a", &[("href", &to), ("data-step", "")], label),
            None => html.element("bdi", &[], label),
        };
        html.raw(" ").element("code", &[("class", "note")], id.get(..9).unwrap_or(&id)).raw("</th>");
        html.element("td", &[], &article.date_published.map(|date| date.to_string()).unwrap_or_default());
        match (&copy.relation, article.is_canonical) {
            (_, true) => {
                html.raw("<td colspan=\"4\"><span class=\"badge good\">stands for the story</span> ");
                html.element("span", &[("class", "note")], &article.canonical_reason).raw("</td>");
            }
            (Some(edge), _) => {
                let own = if edge.a == article.id { edge.containment_a } else { edge.containment_b };
                html.raw("<td>").element("span", &[("class", "badge")], &written(&edge.kind)).raw("</td>");
                html.element("td", &[("class", "number")], &format!("{:.3}", edge.resemblance));
                html.element("td", &[("class", "number")], &format!("{own:.3}"));
                html.element(
                    "td",
                    &[("class", "number")],
                    &counted(edge.longest_run_words.into(), "word", "words"),
                );
            }
            (None, _) => {
                html.raw("<td colspan=\"4\">").element(
                    "span",
                    &[("class", "badge")],
                    &article.duplicate_kind,
                );
                html.raw("</td>");
            }
        }
        html.element("td", &[("class", "number")], &grouped(article.word_count)).raw("</tr>");
    }
    html.raw("</tbody></table></div>");
    if copies.len() > COPIES {
        html.open("p", &[("class", "note")]);
        html.text(&format!("and {} more", grouped((copies.len() - COPIES) as u64))).raw("</p>");
    }
}

/// Two documents in rows of two cells: what became of each paragraph, shared passages coloured.
fn beside(html: &mut Html, pair: &Pair, links: &Links) {
    html.raw("<section id=\"beside\" class=\"pair\" aria-labelledby=\"beside-title\"><h2 id=\"beside-title\">Side by side</h2>");
    html.raw("<p class=\"numbers\">");
    numbers(html, &pair.relation);
    html.raw("</p>");
    if !pair.recorded {
        html.raw("<p class=\"note\">The dataset records no relation of these two; the numbers were made for this page.</p>");
    }
    reasons(html, &pair.relation);
    html.raw("<p class=\"note legend-line\"><mark class=\"p1\">shared passage</mark> <b class=\"fig\">figure</b> that the other has not</p>");
    // The canonical copy stands on the left.
    let flip = pair.b.is_canonical && !pair.a.is_canonical;
    let (left, right) = if flip { (&pair.b, &pair.a) } else { (&pair.a, &pair.b) };
    let spans = |other: bool| -> Vec<(Span, usize)> {
        let span = |(at, row): (usize, &crate::emit::PassageRow)| {
            let span = if other {
                Span { start: row.b_start, end: row.b_end }
            } else {
                Span { start: row.a_start, end: row.a_end }
            };
            (span, at)
        };
        let mut spans: Vec<(Span, usize)> = pair.relation.passages.iter().enumerate().map(span).collect();
        spans.sort_unstable();
        spans
    };
    let sides = [
        Side { article: left, passages: spans(flip), lonely: lonely(&left.text, &right.text) },
        Side { article: right, passages: spans(!flip), lonely: lonely(&right.text, &left.text) },
    ];
    html.raw("<div class=\"rows\" role=\"table\" aria-label=\"Two copies side by side\"><div class=\"heads\" role=\"row\">");
    for side in &sides {
        html.raw("<div role=\"columnheader\"><h3 dir=\"auto\">");
        match links.document(&side.article.id.to_string()) {
            Some(link) => html.element("a", &[("href", &link)], titled(&side.article.title)),
            None => html.element("span", &[], titled(&side.article.title)),
        };
        html.raw("</h3><p class=\"over\">");
        let date = side.article.date_published.map(|date| date.to_string()).unwrap_or_default();
        let source =
            if side.article.host.is_empty() { &side.article.source_path } else { &side.article.host };
        for part in [source, &date, &side.article.agency].into_iter().filter(|part| !part.is_empty()) {
            html.element("bdi", &[], part).raw(" ");
        }
        if side.article.is_canonical {
            html.raw("<span class=\"badge good\">canonical</span>");
        }
        html.raw("</p></div>");
    }
    html.raw("</div>");
    for row in aligned::paragraphs(&left.text, &right.text) {
        let how = written(&row.how);
        html.open("div", &[("class", "row"), ("data-how", &how), ("role", "row")]);
        for (at, span) in [row.old, row.new].into_iter().enumerate() {
            html.open("div", &[("role", "cell"), ("dir", "auto"), ("lang", &sides[at].article.lang)]);
            match span {
                Some(span) => {
                    if row.how == How::Moved {
                        html.raw("<span class=\"badge warn\">moved</span> ");
                    }
                    sides[at].paragraph(html, span);
                }
                None => {
                    html.raw("<span class=\"vh\">nothing</span>");
                }
            }
            html.raw("</div>");
        }
        html.raw("</div>");
    }
    html.raw("</div></section>");
}

struct Side<'a> {
    article: &'a Article,
    /// Shared passages with their numbers, in order.
    passages: Vec<(Span, usize)>,
    /// Figures that the other text has not, in order.
    lonely: Vec<Span>,
}

impl Side<'_> {
    /// A paragraph with its passages and figures marked.
    fn paragraph(&self, html: &mut Html, paragraph: Span) {
        let mut at = paragraph.start;
        let inside =
            self.passages.iter().filter(|(span, _)| span.start < paragraph.end && span.end > paragraph.start);
        for (span, number) in inside {
            let (start, end) = (span.start.max(at), span.end.min(paragraph.end));
            if start >= end {
                continue;
            }
            self.figures(html, Span { start: at, end: start });
            let class = format!("p{}", number % COLOURS + 1);
            html.open(
                "mark",
                &[
                    ("class", &class),
                    ("data-passage", &number.to_string()),
                    ("tabindex", "0"),
                    ("title", &format!("passage {}", number + 1)),
                    ("data-step", ""),
                ],
            );
            self.figures(html, Span { start, end });
            html.close("mark");
            at = end;
        }
        self.figures(html, Span { start: at, end: paragraph.end });
    }

    fn figures(&self, html: &mut Html, stretch: Span) {
        let (text, mut at) = (&self.article.text, stretch.start);
        for figure in
            self.lonely.iter().filter(|figure| figure.start >= stretch.start && figure.end <= stretch.end)
        {
            html.text(Span { start: at, end: figure.start }.of(text));
            html.element(
                "b",
                &[("class", "fig"), ("title", "the other has not this figure")],
                figure.of(text),
            );
            at = figure.end;
        }
        html.text(Span { start: at, end: stretch.end }.of(text));
    }
}

/// The figures of a text that the other has not, however it writes them.
fn lonely(text: &str, other: &str) -> Vec<Span> {
    let there: BTreeSet<u32> = fold::words(other).into_iter().map(|word| word.hash).collect();
    let figures =
        fold::words(text).into_iter().filter(|word| word.is(Word::NUMBER) && !there.contains(&word.hash));
    figures.map(|word| Span { start: word.start, end: word.end }).collect()
}

/// The numbers of a relation in a line.
pub(super) fn numbers(html: &mut Html, edge: &DuplicateRow) {
    let kind = written(&edge.kind);
    html.element("span", &[("class", "badge")], &kind).raw(" ");
    html.element("span", &[], relation(&kind)).raw(" <span class=\"note\">");
    html.text(&format!(
        "{}; resemblance {:.3}, containment {:.3} and {:.3}, {}, longest {}",
        if edge.same_story { "one story" } else { "two stories" },
        edge.resemblance,
        edge.containment_a,
        edge.containment_b,
        counted(edge.passages.len() as u64, "shared passage", "shared passages"),
        counted(edge.longest_run_words.into(), "word", "words"),
    ));
    html.raw("</span>");
}

fn reasons(html: &mut Html, edge: &DuplicateRow) {
    html.raw("<details class=\"table\"><summary>What decided</summary><dl class=\"facts\">");
    for (reason, value) in &edge.reasons {
        html.element("dt", &[], &reason.replace(['-', '_'], " ")).element("dd", &[], &figure(*value));
    }
    html.raw("<dt>keys met</dt>").element("dd", &[], &grouped(edge.met.into()));
    html.raw("<dt>shared shingles</dt>").element("dd", &[], &grouped(edge.shared_shingles.into()));
    html.raw("</dl></details>");
}
