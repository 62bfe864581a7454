//! `copydesk diff`: two datasets, grouped by why they differ.

use std::io::{self, Write};

use copydesk::html;
use copydesk::review::{Diff, Sample, Side, diff};
use copydesk::text::inert;

use super::args::{Diff as Call, DiffForm};
use super::decode::clipped;
use super::table::grouped;
use super::{Failure, Outcome};

pub(crate) fn compare(call: &Call) -> Outcome {
    let found = diff(&Side::parse(&call.old)?, &Side::parse(&call.new)?)?;
    let mut out = io::stdout().lock();
    match call.form() {
        DiffForm::Json => {
            serde_json::to_writer_pretty(&mut out, &found).map_err(io::Error::from)?;
            writeln!(out)?;
        }
        DiffForm::Markdown => out.write_all(markdown(&found).as_bytes())?,
        DiffForm::Html => out.write_all(html::diff_file(&found, &call.old, &call.new).as_bytes())?,
        DiffForm::Text => out.write_all(text(&found).as_bytes())?,
    }
    if found.is_empty() { Ok(()) } else { Err(Failure::Found) }
}

fn text(found: &Diff) -> String {
    let mut out = heading(found);
    out.push('\n');
    for group in &found.groups {
        out.push_str(&format!("\n{}\n", group));
        for sample in &group.samples {
            out.push_str(&format!(
                "  {}  {}\n",
                inert::line(&sample.id),
                inert::line(&clipped(&sample.title, 60))
            ));
            for (sign, value) in signed(sample) {
                out.push_str(&format!("    {sign} {}\n", inert::line(&clipped(value, 90))));
            }
        }
        for outlier in &group.outliers {
            out.push_str(&format!(
                "  ! {} loses {} % of its text: {}\n",
                outlier.id,
                outlier.lost_percent,
                inert::line(&clipped(&outlier.title, 50))
            ));
        }
    }
    out
}

fn markdown(found: &Diff) -> String {
    let mut out = format!("**{}**\n", heading(found));
    for group in &found.groups {
        out.push_str(&format!("\n<details><summary>{}</summary>\n\n", escaped(&group.to_string())));
        for sample in &group.samples {
            out.push_str(&format!(
                "- `{}` {}\n",
                escaped(&inert::line(&sample.id)),
                escaped(&inert::line(&clipped(&sample.title, 60)))
            ));
            for (sign, value) in signed(sample) {
                out.push_str(&format!("  - {sign} {}\n", escaped(&inert::line(&clipped(value, 90)))));
            }
        }
        for outlier in &group.outliers {
            out.push_str(&format!(
                "- **loses {} %** `{}` {}\n",
                outlier.lost_percent,
                outlier.id,
                escaped(&inert::line(&clipped(&outlier.title, 50)))
            ));
        }
        out.push_str("\n</details>\n");
    }
    out
}

fn heading(found: &Diff) -> String {
    let changed = found.old_documents.min(found.new_documents).saturating_sub(found.unchanged);
    format!(
        "{} documents before, {} after: {} unchanged, {} changed, {} groups of changes",
        grouped(found.old_documents),
        grouped(found.new_documents),
        grouped(found.unchanged),
        grouped(changed),
        found.groups.len()
    )
}

fn signed(sample: &Sample) -> impl Iterator<Item = (char, &str)> {
    [('-', sample.old.as_str()), ('+', sample.new.as_str())]
        .into_iter()
        .filter(|(_, value)| !value.is_empty())
}

/// A report is a stranger's text: nothing in it is markup.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            '[' | ']' | '*' | '_' | '|' | '\\' | '#' | '!' => {
                out.push('\\');
                out.push(c);
            }
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_in_a_headline_is_shown_not_obeyed() {
        assert_eq!(escaped("<script>[x](y)"), "&lt;script&gt;\\[x\\](y)");
    }
}
