//! `copydesk diff`: two datasets, grouped by why they differ.

use std::io::{self, Write};

use copydesk::html;
use copydesk::review::aligned::How;
use copydesk::review::{Cause, Changed, Diff, Group, Mark, Sample, Side, diff};
use copydesk::text::excerpt::excerpt;
use copydesk::text::inert;
use unicode_width::UnicodeWidthStr;

use super::args::{Diff as Call, DiffForm};
use super::paint::{Ink, Paint};
use super::{Failure, Outcome};
use copydesk::text::figures::{counted, grouped};

pub(crate) fn compare(call: &Call, paint: Paint) -> Outcome {
    let found = diff(&Side::parse(&call.old)?, &Side::parse(&call.new)?)?;
    let mut out = io::stdout().lock();
    match call.form() {
        DiffForm::Json => {
            let json = serde_json::to_string_pretty(&found).map_err(io::Error::from)?;
            writeln!(out, "{}", inert::json(&json))?;
        }
        DiffForm::Markdown => out.write_all(markdown(&found).as_bytes())?,
        DiffForm::Html => out.write_all(html::diff_file(&found, &call.old, &call.new).as_bytes())?,
        DiffForm::Text => out.write_all(text(&found, paint).as_bytes())?,
    }
    if found.is_empty() { Ok(()) } else { Err(Failure::Found) }
}

/// Paragraphs shown of a sample.
const PARAGRAPHS: usize = 3;

fn text(found: &Diff, paint: Paint) -> String {
    let mut out = paint.wrapped(&heading(found), "");
    for group in &found.groups {
        let said = paint.wrapped(&inert::line(&group.to_string()), "");
        out.push_str(&format!("\n{}\n", paint.ink(Ink::Strong, said.trim_end())));
        for sample in &group.samples {
            let id = inert::line(&sample.id).into_owned();
            let title = paint.fit(&inert::line(&sample.title), id.width() + 4);
            out.push_str(format!("  {}  {title}", paint.ink(Ink::Blue, &id)).trim_end());
            out.push('\n');
            for (sign, value) in signed(sample).filter(|_| !of_text(group)) {
                let ink = if sign == '-' { Ink::Red } else { Ink::Green };
                let value = paint.fit(&inert::line(&excerpt(value, paint.width)), 6);
                out.push_str(&format!("    {}\n", paint.ink(ink, &format!("{sign} {value}"))));
            }
            for passage in sample.passages.iter().filter(|passage| tells(group, passage)).take(PARAGRAPHS) {
                out.push_str(&paragraph(passage, paint));
            }
        }
        for outlier in &group.outliers {
            let said = format!("! {} loses {} % of its text: ", outlier.id, outlier.lost_percent);
            let title = paint.fit(&inert::line(&outlier.title), said.width() + 2);
            out.push_str(&format!("  {}{title}\n", paint.ink(Ink::Amber, &said)));
        }
    }
    out
}

/// Whether the text itself is what changed: then its paragraphs tell it, not the sample's own lines.
fn of_text(group: &Group) -> bool {
    group.cause == Cause::Text
}

/// Whether a paragraph says more than the sample's own lines: one that only went or came is what they show.
fn tells(group: &Group, passage: &Changed) -> bool {
    of_text(group) || matches!(passage.how, How::Edited | How::Moved)
}

/// A paragraph with its words as `git diff --word-diff` shows them.
fn paragraph(passage: &Changed, paint: Paint) -> String {
    let said = worded(passage);
    let sign = match passage.how {
        How::Moved => "> ",
        How::Gone => "- ",
        How::Came => "+ ",
        How::Edited | How::Same => "~ ",
    };
    let text = paint.wrapped(&format!("{sign}{}", inert::line(&said)), "    ");
    let coloured = text.replace("[-", "\u{1}[-").replace("-]", "-]\u{2}");
    let coloured = coloured.replace("{+", "\u{3}{+").replace("+}", "+}\u{2}");
    let (red, green) = (paint.ink(Ink::Red, "\u{2}"), paint.ink(Ink::Green, "\u{2}"));
    let before = |ink: &str| ink.split('\u{2}').next().unwrap_or("").to_owned();
    let behind = red.split('\u{2}').nth(1).unwrap_or("").to_owned();
    coloured.replace('\u{1}', &before(&red)).replace('\u{3}', &before(&green)).replace('\u{2}', &behind)
}

fn worded(passage: &Changed) -> String {
    let word = |(mark, text): &(Mark, String)| match mark {
        Mark::Same => text.clone(),
        Mark::Gone => format!("[-{text}-]"),
        Mark::Came => format!("{{+{text}+}}"),
    };
    passage.words.iter().map(word).collect()
}

fn markdown(found: &Diff) -> String {
    let mut out = format!("**{}**\n", heading(found));
    for group in &found.groups {
        out.push_str(&format!(
            "\n<details><summary>{}</summary>\n\n",
            summed(&inert::line(&group.to_string()))
        ));
        for sample in &group.samples {
            let title = escaped(&inert::line(&excerpt(&sample.title, 60)));
            out.push_str(format!("- {} {title}", code(&inert::line(&sample.id))).trim_end());
            out.push('\n');
            for (sign, value) in signed(sample).filter(|_| !of_text(group)) {
                let sign = if sign == '-' { "−" } else { "\\+" };
                out.push_str(&format!("  - {sign} {}\n", escaped(&inert::line(&excerpt(value, 90)))));
            }
            for passage in sample.passages.iter().filter(|passage| tells(group, passage)).take(PARAGRAPHS) {
                let word = |(mark, text): &(Mark, String)| {
                    let text = escaped(&inert::line(text));
                    match mark {
                        Mark::Same => text,
                        Mark::Gone => format!("<del>{text}</del>"),
                        Mark::Came => format!("<ins>{text}</ins>"),
                    }
                };
                let words: String = passage.words.iter().map(word).collect();
                let moved = if passage.how == How::Moved { "moved: " } else { "" };
                out.push_str(&format!("  - {moved}{words}\n"));
            }
        }
        for outlier in &group.outliers {
            out.push_str(&format!(
                "- **loses {} %** `{}` {}\n",
                outlier.lost_percent,
                outlier.id,
                escaped(&inert::line(&excerpt(&outlier.title, 50)))
            ));
        }
        out.push_str("\n</details>\n");
    }
    out
}

fn heading(found: &Diff) -> String {
    let changed = found.old_documents.min(found.new_documents).saturating_sub(found.unchanged);
    format!(
        "{} before, {} after: {} unchanged, {} changed, {}",
        counted(found.old_documents, "document", "documents"),
        grouped(found.new_documents),
        grouped(found.unchanged),
        grouped(changed),
        counted(found.groups.len() as u64, "group of changes", "groups of changes")
    )
}

fn signed(sample: &Sample) -> impl Iterator<Item = (char, &str)> {
    [('-', sample.old.as_str()), ('+', sample.new.as_str())]
        .into_iter()
        .filter(|(_, value)| !value.is_empty())
}

/// A report is a stranger's text: nothing in it is markup, a link, a mention or a place in code.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            '@' => out.push_str("&#64;"),
            '[' | ']' | '*' | '_' | '|' | '\\' | '#' | '!' | '`' | '~' | '(' | ')' | ':' => {
                out.push('\\');
                out.push(c);
            }
            c => out.push(c),
        }
    }
    out
}

/// A group's line inside HTML, where Markdown rests: what stands between backticks is code.
fn summed(line: &str) -> String {
    let plain = line.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('@', "&#64;");
    let piece = |(at, piece): (usize, &str)| {
        if at % 2 == 1 { format!("<code>{piece}</code>") } else { piece.to_owned() }
    };
    plain.split('`').enumerate().map(piece).collect()
}

/// Text as code: between as many backticks as it does not hold.
fn code(text: &str) -> String {
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest + 1);
    let gap = if longest > 0 { " " } else { "" };
    format!("{fence}{gap}{text}{gap}{fence}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_in_a_headline_is_shown_not_obeyed() {
        assert_eq!(escaped("<script>[x](y)"), "&lt;script&gt;\\[x\\]\\(y\\)");
        assert_eq!(escaped("@all `x` https://a"), "&#64;all \\`x\\` https\\://a");
        assert_eq!(code("a`b``c"), "``` a`b``c ```");
        assert_eq!(code("a.txt@0"), "`a.txt@0`");
    }
}
