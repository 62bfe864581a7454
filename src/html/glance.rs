//! The overview: where records went, and how documents are spread.

use super::markup::Html;
use super::plot::{Bar, bars, bytes, columns, counted, grouped, percent};
use super::shell::Links;
use crate::review::{Class, Overview, Share};

/// Bars of a plot; what is left over is summed up in one more.
const MOST: usize = 12;
/// Columns that fit beside each other; more days than that are summed up by month, more months by year.
const MOST_COLUMNS: usize = 62;

/// The overview's main part.
pub fn overview(found: &Overview, links: &Links) -> Html {
    let mut html = Html::default();
    if links.is_served() {
        html.raw("<h1 class=\"vh\">Overview</h1>");
    }
    figures(&mut html, found);
    fates(&mut html, found, links);
    html.raw("<div class=\"plots\">");
    rules(&mut html, found, links);
    shares(
        &mut html,
        "Hosts",
        "Documents by host; the strong part stands for its story.",
        "host",
        &found.hosts,
        links,
    );
    days(&mut html, found, links);
    classes(&mut html, "Length", "Documents by words of their text.", ["Words", "Documents"], &found.lengths);
    shares(&mut html, "Languages", "Documents by language.", "lang", &found.languages, links);
    classes(
        &mut html,
        "Copies",
        "Stories by how many copies they have.",
        ["Copies", "Stories"],
        &found.sizes,
    );
    if found.agencies.iter().any(|share| !share.name.is_empty()) {
        shares(
            &mut html,
            "Agencies",
            "Documents by the agency they come from.",
            "agency",
            &found.agencies,
            links,
        );
    }
    relations(&mut html, found);
    shares(&mut html, "Encodings", "What the bytes were read as.", "", &found.encodings, links);
    html.raw("</div>");
    html
}

fn figures(html: &mut Html, found: &Overview) {
    let counts = &found.counts;
    let blocks: u64 = found.rules.iter().map(|rule| rule.blocks).sum();
    let cut: u64 = found.rules.iter().map(|rule| rule.bytes).sum();
    html.raw("<dl class=\"figures\">");
    let records =
        format!("{} of {}", counted(found.inputs.files, "file", "files"), bytes(found.inputs.bytes));
    for (value, label, note) in [
        (counts.kept, "stories", format!("{} words", grouped(found.words))),
        (counts.records, "records read", records),
        (counts.duplicates, "duplicates", percent(counts.duplicates, counts.records)),
        (blocks, "blocks cut", format!("{} of page text", bytes(cut))),
        (counts.rejected, "turned away", percent(counts.rejected, counts.records)),
    ] {
        html.raw("<div>").element("dt", &[], label).element("dd", &[], &grouped(value));
        html.element("dd", &[("class", "note")], &note).raw("</div>");
    }
    html.raw("</dl>");
}

/// One bar for all records, and its legend.
fn fates(html: &mut Html, found: &Overview, links: &Links) {
    let counts = &found.counts;
    let parts = [
        ("kept", "Kept", counts.kept, links.list("fate", "canonical")),
        ("copies", "Copies of a kept story", counts.copies, links.list("fate", "copy")),
        ("repeats", "Met again at the same address", counts.repeats, None),
        ("rejected", "Turned away", counts.rejected, links.is_served().then(|| links.to("rejected"))),
    ];
    html.raw("<figure class=\"plot wide\"><figcaption><h2>Where every record went</h2></figcaption>");
    html.raw("<svg class=\"stack\" width=\"100%\" height=\"28\" aria-hidden=\"true\">");
    let mut x = 0.0;
    for (class, label, value, _) in &parts {
        let width = 100.0 * *value as f64 / counts.records.max(1) as f64;
        html.open(
            "rect",
            &[
                ("class", class),
                ("x", &format!("{x:.3}%")),
                ("width", &format!("{width:.3}%")),
                ("height", "28"),
            ],
        );
        html.element("title", &[], &format!("{label}: {}", grouped(*value))).close("rect");
        x += width;
    }
    html.raw("</svg><ul class=\"legend\">");
    for (class, label, value, link) in &parts {
        html.open("li", &[("class", class)]);
        match link {
            Some(link) => html.element("a", &[("href", link)], label),
            None => html.element("span", &[], label),
        };
        html.raw(" ").element("b", &[], &grouped(*value)).raw(" ");
        html.element("span", &[("class", "note")], &percent(*value, counts.records)).raw("</li>");
    }
    html.raw("</ul>");
    if !found.rejected.is_empty() {
        html.raw("<p class=\"note\">Turned away: ");
        let codes: Vec<String> =
            found.rejected.iter().map(|(code, count, _)| format!("{code} {}", grouped(*count))).collect();
        html.text(&codes.join(", ")).raw(".</p>");
    }
    html.raw("</figure>");
}

fn begin(html: &mut Html, title: &str, note: &str) {
    html.raw("<figure class=\"plot\"><figcaption>").element("h2", &[], title);
    html.element("p", &[("class", "note")], note).raw("</figcaption>");
}

fn rules(html: &mut Html, found: &Overview, links: &Links) {
    begin(html, "Rules", "Blocks cut by each rule, and the documents it touches.");
    let bar = |rule: &crate::review::RuleShare| Bar {
        label: rule.rule.clone(),
        link: links.list("rule", &rule.rule),
        value: rule.blocks,
        part: rule.blocks,
        note: counted(rule.documents, "document", "documents"),
    };
    let rows: Vec<Bar> = found.rules.iter().map(bar).collect();
    bars(html, ["Rule", "Blocks", "Documents"], &rows);
    html.raw("</figure>");
}

fn shares(html: &mut Html, title: &str, note: &str, key: &'static str, shares: &[Share], links: &Links) {
    begin(html, title, note);
    let all: u64 = shares.iter().map(|share| share.documents).sum();
    let (shown, rest) = shares.split_at(shares.len().min(MOST));
    let mut rows: Vec<Bar> = shown
        .iter()
        .map(|share| Bar {
            label: if share.name.is_empty() { "unknown".into() } else { share.name.clone() },
            link: (!share.name.is_empty() && !key.is_empty()).then(|| links.list(key, &share.name)).flatten(),
            value: share.documents,
            part: share.canonical,
            note: percent(share.documents, all),
        })
        .collect();
    if !rest.is_empty() {
        let sum = |of: fn(&Share) -> u64| rest.iter().map(of).sum();
        let value = sum(|share| share.documents);
        rows.push(Bar {
            label: format!("{} more", grouped(rest.len() as u64)),
            link: None,
            value,
            part: sum(|share| share.canonical),
            note: percent(value, all),
        });
    }
    bars(html, [title, "Documents", "Share"], &rows);
    html.raw("</figure>");
}

fn classes(html: &mut Html, title: &str, note: &str, head: [&str; 2], classes: &[Class]) {
    begin(html, title, note);
    let first = classes.iter().position(|class| class.count > 0).unwrap_or(0);
    let last = classes.iter().rposition(|class| class.count > 0).map_or(first, |last| last + 1);
    let label = |class: &Class| match class.to {
        Some(to) if to == class.from => grouped(to.into()),
        Some(to) => format!("{}–{}", grouped(class.from.into()), grouped(to.into())),
        None => format!("{}+", grouped(class.from.into())),
    };
    let shown = classes.get(first..last).unwrap_or(&[]);
    let rows: Vec<(String, u64)> = shown.iter().map(|class| (label(class), class.count)).collect();
    columns(html, title, head, &rows, &|_| None);
    html.raw("</figure>");
}

/// Days, months or years, whichever fit.
fn days(html: &mut Html, found: &Overview, links: &Links) {
    let mut unit = ("day", 10);
    let mut spans = by(found, 10);
    for wider in [("month", 7), ("year", 4)] {
        if spans.len() > MOST_COLUMNS {
            unit = wider;
            spans = by(found, wider.1);
        }
    }
    let earlier = spans.len().saturating_sub(MOST_COLUMNS);
    let note = match (found.undated, earlier) {
        (0, 0) => format!("Documents by the {} they were published.", unit.0),
        (undated, 0) => {
            format!("Documents by the {} they were published; {} without a date.", unit.0, grouped(undated))
        }
        (undated, _) => {
            let before: u64 = spans.iter().take(earlier).map(|(_, count)| count).sum();
            format!("Documents by year; {} earlier, {} without a date.", grouped(before), grouped(undated))
        }
    };
    begin(html, "Dates", &note);
    let shown = spans.get(earlier..).unwrap_or(&[]);
    columns(html, "Dates", ["Date", "Documents"], shown, &|date| links.list("date", date));
    html.raw("</figure>");
}

/// Documents by the first `letters` of their date, those between that have none included.
fn by(found: &Overview, letters: usize) -> Vec<(String, u64)> {
    let mut spans: Vec<(String, u64, i32)> = Vec::new();
    for (day, count) in &found.days {
        let name = day.to_string().get(..letters).unwrap_or_default().to_owned();
        let (year, month) = (i32::from(day.year()), i32::from(day.month()));
        let number = match letters {
            4 => year,
            7 => year * 12 + month,
            _ => day.days(),
        };
        match spans.last_mut() {
            Some((_, last, at)) if *at == number => *last += count,
            last => {
                // A gap shows as one; a long one would only push the rest together.
                let missing = last.map_or(0, |(_, _, at)| number - *at - 1).clamp(0, 12);
                spans.extend((0..missing).map(|_| ("–".to_owned(), 0, number)));
                spans.push((name, *count, number));
            }
        }
    }
    spans.into_iter().map(|(name, count, _)| (name, count)).collect()
}

fn relations(html: &mut Html, found: &Overview) {
    if found.relations.is_empty() {
        return;
    }
    begin(html, "Relations", "Pairs of documents that share text, by what they are to each other.");
    let bar = |(kind, count): &(String, u64)| Bar {
        label: kind.clone(),
        link: None,
        value: *count,
        part: *count,
        note: relation(kind).to_owned(),
    };
    let rows: Vec<Bar> = found.relations.iter().map(bar).collect();
    bars(html, ["Relation", "Pairs", ""], &rows);
    html.raw("</figure>");
}

/// What a kind of relation means.
pub(super) fn relation(kind: &str) -> &'static str {
    match kind {
        "exact-raw" => "the same bytes",
        "exact-text" => "the same text",
        "near" => "small changes",
        "contains" => "a part of the other",
        "revision" => "versions of one report",
        "overlap" => "different reports, shared passages",
        "look-alike" => "alike, but different reports",
        _ => "",
    }
}
