//! Plots: rows of bars and rows of columns, as SVG between words.
//!
//! The numbers stand beside every bar, and below a row of columns as a table: a plot says nothing that cannot be read.

use super::markup::Html;
pub(super) use crate::text::figures::{bytes, counted, grouped, percent};

/// A bar: a name, a number, and how much of it is of the first colour.
pub(super) struct Bar {
    pub(super) label: String,
    pub(super) link: Option<String>,
    pub(super) value: u64,
    /// The part in the strong colour; all of it where there are no parts.
    pub(super) part: u64,
    /// What stands behind the number.
    pub(super) note: String,
}

/// Bars below each other, the longest filling the width.
pub(super) fn bars(html: &mut Html, head: [&str; 3], bars: &[Bar]) {
    let longest = bars.iter().map(|bar| bar.value).max().unwrap_or(0).max(1);
    html.raw("<table class=\"bars\"><thead class=\"vh\"><tr>");
    for (at, head) in head.iter().enumerate() {
        html.element("th", &[("scope", "col")], head);
        if at == 0 {
            html.raw("<td></td>");
        }
    }
    html.raw("</tr></thead><tbody>");
    for bar in bars {
        html.raw("<tr><th scope=\"row\">");
        match &bar.link {
            Some(link) => html.open("a", &[("href", link)]).element("bdi", &[], &bar.label).close("a"),
            None => html.element("bdi", &[], &bar.label),
        };
        html.raw("</th><td class=\"bar\"><svg width=\"100%\" height=\"12\" aria-hidden=\"true\">");
        let percent = |value: u64| format!("{:.2}%", 100.0 * value as f64 / longest as f64);
        html.open(
            "rect",
            &[("class", "weak"), ("height", "12"), ("rx", "2"), ("width", &percent(bar.value))],
        );
        html.raw("</rect>");
        html.open(
            "rect",
            &[("class", "strong"), ("height", "12"), ("rx", "2"), ("width", &percent(bar.part))],
        );
        html.raw("</rect></svg></td>");
        html.element("td", &[("class", "number")], &grouped(bar.value));
        html.element("td", &[("class", "note")], &bar.note).raw("</tr>");
    }
    html.raw("</tbody></table>");
}

/// Columns beside each other, with the first and last of their names, and all of them as a table on demand.
pub(super) fn columns(
    html: &mut Html,
    of: &str,
    head: [&str; 2],
    columns: &[(String, u64)],
    link: &dyn Fn(&str) -> Option<String>,
) {
    let highest = columns.iter().map(|(_, value)| *value).max().unwrap_or(0).max(1);
    let peak = columns.iter().find(|(_, value)| *value == highest).map_or("", |(label, _)| label);
    let said = format!("{of}: {} columns, the highest {} at {peak}", columns.len(), grouped(highest));
    html.raw("<div class=\"columns\"><div class=\"scale\" aria-hidden=\"true\">");
    html.element("span", &[], &grouped(highest)).raw("<span>0</span></div>");
    let width = (columns.len() * 10).max(10);
    html.open(
        "svg",
        &[
            ("viewBox", &format!("0 0 {width} 100")),
            ("preserveAspectRatio", "none"),
            ("role", "img"),
            ("aria-label", &said),
        ],
    );
    for (at, (label, value)) in columns.iter().enumerate() {
        let height = 100.0 * *value as f64 / highest as f64;
        let height = if *value > 0 { height.max(1.0) } else { 0.0 };
        html.open(
            "rect",
            &[
                ("class", "strong"),
                ("x", &format!("{:.1}", at as f64 * 10.0 + 1.0)),
                ("y", &format!("{:.2}", 100.0 - height)),
                ("width", "8"),
                ("height", &format!("{height:.2}")),
            ],
        );
        html.element("title", &[], &format!("{label}: {}", grouped(*value))).close("rect");
    }
    html.raw("</svg><div class=\"axis\" aria-hidden=\"true\">");
    let shown: Vec<usize> = match columns.len() {
        0 => Vec::new(),
        few if few <= 10 => (0..few).collect(),
        many => vec![0, many / 2, many - 1],
    };
    for at in shown {
        html.element("span", &[], columns.get(at).map_or("", |(label, _)| label));
    }
    html.raw("</div></div><details class=\"table\"><summary>As a table</summary><table><thead><tr>");
    for head in head {
        html.element("th", &[("scope", "col")], head);
    }
    html.raw("</tr></thead><tbody>");
    for (label, value) in columns.iter().filter(|(_, value)| *value > 0) {
        html.raw("<tr><th scope=\"row\">");
        match link(label) {
            Some(link) => html.element("a", &[("href", &link)], label),
            None => html.text(label),
        };
        html.raw("</th>").element("td", &[("class", "number")], &grouped(*value)).raw("</tr>");
    }
    html.raw("</tbody></table></details>");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_bar_fills_the_width_and_a_hostile_name_is_a_name() {
        let mut html = Html::default();
        let bar = |label: &str, value| Bar {
            label: label.into(),
            link: None,
            value,
            part: value,
            note: String::new(),
        };
        bars(&mut html, ["Host", "Documents", ""], &[bar("a", 4), bar("<script>", 1)]);
        let html = html.into_string();
        assert!(html.contains("width=\"100.00%\"") && html.contains("width=\"25.00%\""));
        assert!(html.contains("&lt;script&gt;") && !html.contains("<script>"));
    }

    #[test]
    fn no_columns_are_no_plot_of_nothing() {
        let mut html = Html::default();
        columns(&mut html, "Days", ["Day", "Documents"], &[], &|_| None);
        assert!(html.into_string().contains("0 columns"));
    }
}
