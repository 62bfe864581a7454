//! Lists: documents with their filters, stories, records turned away.

use super::document::titled;
use super::markup::{Html, encoded};
use super::plot::{counted, grouped};
use super::shell::Links;
use crate::review::{Catalogue, Entry, Found, Overview, Sort, Wanted};

/// Values offered for a filter.
const VALUES: usize = 200;

/// The list of documents: `from` is the place of the first of `found`, `most` are on a page.
pub fn documents(
    catalogue: &Catalogue,
    overview: &Overview,
    wanted: &Wanted,
    found: &Found,
    (from, most): (usize, usize),
    links: &Links,
) -> Html {
    let mut html = Html::default();
    html.raw("<h1>Documents</h1>");
    filters(&mut html, overview, wanted, links);
    let total = grouped(found.total);
    html.raw("<p class=\"count\" role=\"status\">");
    match found.total {
        0 => html.raw("Nothing fits."),
        1 => html.raw("1 document"),
        _ => {
            let last = from + found.rows.len();
            html.text(&format!("{}–{} of {total} documents", grouped(from as u64 + 1), grouped(last as u64)))
        }
    };
    if found.unread {
        html.raw("; the search stopped before the end, narrow it with a filter");
    }
    html.raw("</p><ol class=\"list\">");
    for hit in &found.rows {
        let Some(entry) = catalogue.entries().get(hit.number) else { continue };
        row(&mut html, catalogue, entry, &hit.title, &hit.excerpt, links);
    }
    html.raw("</ol>");
    pages(&mut html, &query(wanted), (from, most, found.total as usize), links);
    html
}

fn row(
    html: &mut Html,
    catalogue: &Catalogue,
    entry: &Entry,
    title: &str,
    excerpt: &[(String, bool)],
    links: &Links,
) {
    let id = entry.id.to_string();
    html.raw("<li><h3 dir=\"auto\">");
    match links.document(&id) {
        Some(link) => html.element("a", &[("href", &link), ("data-step", "")], titled(title)),
        None => html.element("span", &[], titled(title)),
    };
    html.raw("</h3><p class=\"excerpt\" dir=\"auto\">");
    for (text, found) in excerpt {
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        if *found {
            html.raw(" ").element("mark", &[], &text).raw(" ");
        } else {
            html.text(&text);
        }
    }
    html.raw("</p><p class=\"over\">");
    let date = entry.published.map(|date| date.to_string()).unwrap_or_default();
    for part in [catalogue.name(entry.host), &date, catalogue.name(entry.lang), catalogue.name(entry.agency)]
    {
        if !part.is_empty() {
            html.element("bdi", &[], part).raw(" ");
        }
    }
    html.element("span", &[], &counted(entry.words.into(), "word", "words")).raw(" ");
    html.element("span", &[], &counted(entry.cut.into(), "block cut", "blocks cut")).raw(" ");
    if entry.size > 1 {
        let said = if entry.canonical {
            format!("stands for {} copies", entry.size)
        } else {
            format!("{} copy", catalogue.name(entry.kind))
        };
        html.element("span", &[("class", if entry.canonical { "badge good" } else { "badge" })], &said);
    }
    html.raw("</p></li>");
}

fn filters(html: &mut Html, overview: &Overview, wanted: &Wanted, links: &Links) {
    let action = links.to("documents");
    html.open("form", &[("class", "filters"), ("action", &action), ("aria-label", "Filters")]);
    html.raw("<label class=\"wide\">Text ");
    html.open(
        "input",
        &[
            ("type", "search"),
            ("name", "q"),
            ("value", &wanted.query),
            ("placeholder", "words and \"phrases\""),
        ],
    );
    html.raw("</label>");
    let named = |shares: &[crate::review::Share]| -> Vec<(String, u64)> {
        let named = shares.iter().filter(|share| !share.name.is_empty()).take(VALUES);
        named.map(|share| (share.name.clone(), share.documents)).collect()
    };
    let rules: Vec<(String, u64)> =
        overview.rules.iter().take(VALUES).map(|rule| (rule.rule.clone(), rule.documents)).collect();
    let mut years: Vec<(String, u64)> = Vec::new();
    for (day, count) in &overview.days {
        let year = format!("{:04}", day.year());
        match years.last_mut() {
            Some((last, sum)) if *last == year => *sum += count,
            _ => years.push((year, *count)),
        }
    }
    years.reverse();
    years.push(("none".into(), overview.undated));
    let counts = &overview.counts;
    let fates = vec![("canonical".to_owned(), counts.kept), ("copy".to_owned(), counts.copies)];
    choice(html, "Host", "host", &wanted.host, &named(&overview.hosts));
    choice(html, "Rule", "rule", &wanted.rule, &rules);
    choice(html, "Language", "lang", &wanted.lang, &named(&overview.languages));
    choice(html, "Agency", "agency", &wanted.agency, &named(&overview.agencies));
    choice(html, "Date", "date", &wanted.date, &years);
    choice(html, "Standing", "fate", &wanted.fate, &fates);
    html.raw("<label>Order <select name=\"sort\">");
    for (sort, value, label) in ORDERS {
        let mut attributes = vec![("value", *value)];
        if *sort == wanted.sort {
            attributes.push(("selected", ""));
        }
        html.element("option", &attributes, label);
    }
    html.raw("</select></label><button>Show</button> ");
    if *wanted != Wanted::default() {
        html.element("a", &[("href", &action), ("class", "clear")], "clear");
    }
    html.raw("</form>");
}

/// The orders a list can have, by the name they have in an address.
pub const ORDERS: &[(Sort, &str, &str)] = &[
    (Sort::Id, "", "by id"),
    (Sort::Newest, "newest", "newest first"),
    (Sort::Longest, "longest", "longest first"),
    (Sort::Shortest, "shortest", "shortest first"),
    (Sort::MostCut, "most-cut", "most cut first"),
    (Sort::Copies, "copies", "most copies first"),
];

fn choice(html: &mut Html, label: &str, name: &str, chosen: &str, values: &[(String, u64)]) {
    let known = chosen.is_empty() || values.iter().any(|(value, _)| value == chosen);
    if values.is_empty() && known {
        return;
    }
    html.raw("<label>").text(label).raw(" ").open("select", &[("name", name)]);
    html.raw("<option value=\"\">all</option>");
    if !known {
        html.element("option", &[("value", chosen), ("selected", "")], chosen);
    }
    for (value, count) in values {
        let mut attributes = vec![("value", value.as_str())];
        if value == chosen {
            attributes.push(("selected", ""));
        }
        html.element("option", &attributes, &format!("{value} ({})", grouped(*count)));
    }
    html.raw("</select></label>");
}

/// A list's address without its page.
fn query(wanted: &Wanted) -> String {
    let sort = ORDERS.iter().find(|(sort, ..)| *sort == wanted.sort).map_or("", |(_, value, _)| value);
    let pairs = [
        ("q", wanted.query.as_str()),
        ("host", &wanted.host),
        ("rule", &wanted.rule),
        ("lang", &wanted.lang),
        ("agency", &wanted.agency),
        ("date", &wanted.date),
        ("fate", &wanted.fate),
        ("sort", sort),
    ];
    let set = pairs.iter().filter(|(_, value)| !value.is_empty());
    let said: Vec<String> = set.map(|(key, value)| format!("{key}={}", encoded(value))).collect();
    format!("documents?{}", said.join("&"))
}

fn pages(html: &mut Html, query: &str, (from, most, total): (usize, usize, usize), links: &Links) {
    if total <= most {
        return;
    }
    html.raw("<nav class=\"turn\" aria-label=\"Pages\">");
    let join = if query.ends_with('?') || !query.contains('?') { "" } else { "&" };
    let mark = if query.contains('?') { "" } else { "?" };
    let link = |at: usize| links.to(&format!("{query}{mark}{join}from={at}"));
    if from > 0 {
        html.open("a", &[("href", &link(from.saturating_sub(most))), ("rel", "prev")])
            .raw("Previous <kbd>[</kbd></a> ");
    }
    if from + most < total {
        html.open("a", &[("href", &link(from + most)), ("rel", "next")]).raw("Next <kbd>]</kbd></a>");
    }
    html.raw("</nav>");
}

/// The list of stories that have copies: their canonical copies with the headlines.
pub fn stories(
    catalogue: &Catalogue,
    rows: &[(usize, String)],
    (from, most, total): (usize, usize, usize),
    links: &Links,
) -> Html {
    let mut html = Html::default();
    html.raw("<h1>Stories</h1>");
    let said = counted(total as u64, "story has", "stories have");
    html.open("p", &[("class", "count")])
        .text(&said)
        .raw(" more than one copy, the largest first.</p><ol class=\"list\">");
    for (number, title) in rows {
        let Some(entry) = catalogue.entries().get(*number) else { continue };
        html.raw("<li><h3 dir=\"auto\">");
        match links.story(&entry.cluster.to_string()) {
            Some(link) => html.element("a", &[("href", &link), ("data-step", "")], titled(title)),
            None => html.element("span", &[], titled(title)),
        };
        html.raw("</h3><p class=\"over\">");
        html.element("span", &[("class", "badge good")], &counted(entry.size.into(), "copy", "copies"))
            .raw(" ");
        let date = entry.published.map(|date| date.to_string()).unwrap_or_default();
        for part in
            [catalogue.name(entry.host), &date, catalogue.name(entry.lang), catalogue.name(entry.agency)]
        {
            if !part.is_empty() {
                html.element("bdi", &[], part).raw(" ");
            }
        }
        html.raw("</p></li>");
    }
    html.raw("</ol>");
    pages(&mut html, "stories", (from, most, total), links);
    html
}

/// The records turned away, by reason.
pub fn rejected(overview: &Overview) -> Html {
    let mut html = Html::default();
    html.raw("<h1>Turned away</h1>");
    if overview.rejected.is_empty() {
        html.raw("<p class=\"count\">No record was.</p>");
    }
    for (code, count, rows) in &overview.rejected {
        html.raw("<section class=\"group\">").open("h2", &[]).text(code).raw(" ");
        html.element("span", &[("class", "badge")], &counted(*count, "record", "records")).close("h2");
        html.raw("<ul class=\"rejected\">");
        for row in rows {
            let place =
                if row.entry.is_empty() { row.path.clone() } else { format!("{}!{}", row.path, row.entry) };
            html.open("li", &[("tabindex", "0"), ("data-step", "")]).element("code", &[], &place).raw(" ");
            html.element(
                "span",
                &[("class", "note")],
                &format!("at byte {}, {} bytes", grouped(row.offset), grouped(row.length)),
            );
            html.element("p", &[], &row.reason).raw("</li>");
        }
        if *count > rows.len() as u64 {
            let more = format!("and {} more: see rejected.jsonl", grouped(count - rows.len() as u64));
            html.element("li", &[("class", "note")], &more);
        }
        html.raw("</ul></section>");
    }
    html
}
