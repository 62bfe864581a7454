//! `copydesk inspect`: one record through every pass.

use std::borrow::Cow;
use std::collections::HashMap;
use std::io::{self, Write};
use std::path::PathBuf;

use copydesk::model::{Document, Lead, Record, Span, written};
use copydesk::pipeline::Stages;
use copydesk::text::excerpt::excerpt;
use copydesk::text::inert;
use copydesk::{Error, Settings};

use super::args::{Inspect, Reading};
use super::decode::explained;
use super::log::Log;
use super::paint::{Ink, Paint};
use super::{Failure, Outcome, reading};

/// Features by name, with their part in a block's log-odds.
type Reasons = Vec<(Cow<'static, str>, i32)>;

pub(crate) fn inspect(call: &Inspect, settings: &Settings, paint: Paint, log: &Log) -> Outcome {
    let (file, number) = match call.record.rsplit_once('#') {
        Some((file, number)) if !std::path::Path::new(&call.record).exists() => {
            let number = number.parse::<usize>().ok().filter(|number| *number > 0);
            (
                file,
                number.ok_or_else(|| {
                    Error::Usage(format!("`{}`: after # stands the record's number, from 1", call.record))
                })?,
            )
        }
        _ => (call.record.as_str(), 1),
    };
    let stages = Stages::new(settings)?;
    let (mut met, mut wanted) = (0, None);
    let reading = Reading { inputs: vec![PathBuf::from(file)], format: None };
    reading::each(&reading, settings, log, |record| {
        met += 1;
        if met == number {
            wanted = Some(record);
        }
        Ok(Ok(()))
    })?;
    let record =
        wanted.ok_or_else(|| Error::Usage(format!("{file} has {met} records, none with number {number}")))?;
    show(call, &stages, record, paint, log)
}

fn show(call: &Inspect, stages: &Stages, record: Record, paint: Paint, log: &Log) -> Outcome {
    let mut out = io::stdout().lock();
    writeln!(
        out,
        "record     {} ({} bytes)",
        inert::line(&record.origin().to_string()),
        record.bytes().len()
    )?;
    if !record.origin().url().is_empty() {
        writeln!(out, "url        {}", inert::line(record.origin().url()))?;
    }
    let turned_away = |rejection: copydesk::model::Rejection| {
        log.error(&inert::line(&format!("{} {}", rejection.origin(), rejection.reason())));
        Failure::Found
    };
    let page = stages.decoder.apply(record).map_err(turned_away)?;
    writeln!(out, "\ncharset    {}", inert::lines(&explained(&page)))?;
    let flat = copydesk::content::flatten(&page);
    let spans: Vec<Span> = flat.blocks.iter().map(|block| block.span).collect();
    let reasons = if call.reasons { stages.extractor.reasons(&page, 8) } else { Vec::new() };
    let reasons: HashMap<Span, Reasons> = spans.into_iter().zip(reasons).collect();
    let flat = flat.text;
    let document = stages.extractor.apply(page).map_err(turned_away)?;
    writeln!(out, "\n{}", paint.ink(Ink::Strong, "content"))?;
    for line in blocks(&document, &flat, &reasons, paint) {
        writeln!(out, "{line}")?;
    }
    writeln!(out, "\n{}", paint.ink(Ink::Strong, "metadata"))?;
    for found in &document.extraction().metadata.evidence {
        writeln!(
            out,
            "  {:<14} {}  ({} {})",
            written(&found.field),
            inert::line(&found.value),
            found.method,
            inert::line(&found.selector)
        )?;
    }
    writeln!(out, "\n{}", paint.ink(Ink::Strong, "text"))?;
    write!(out, "{}", paint.wrapped(&inert::lines(document.text()), ""))?;
    Ok(())
}

/// Every block in the order of the page: `+` kept, `-` cut.
fn blocks(document: &Document, flat: &str, reasons: &HashMap<Span, Reasons>, paint: Paint) -> Vec<String> {
    let extraction = document.extraction();
    let line = |ink: Ink, sign: char, score: u16, what: &str, text: &str| {
        let head = format!("  {sign} {score:>5}  {what:<30} ");
        let text = paint.fit(&inert::line(&excerpt(text, paint.width)), head.len());
        format!("{}{text}", paint.ink(ink, &head))
    };
    let kept = extraction.kept.iter().map(|kept| {
        let what = if kept.lead == Lead::Sentence {
            format!("{} (goes on)", written(&kept.kind))
        } else {
            written(&kept.kind)
        };
        (kept.span, line(Ink::Green, '+', kept.score, &what, kept.span.of(flat)))
    });
    let cut = extraction.cut.iter().map(|cut| {
        let what = format!("{} {}", written(&cut.kind), cut.rule);
        (cut.span, line(Ink::Red, '-', cut.score, &what, &cut.text))
    });
    let mut lines: Vec<_> = kept.chain(cut).collect();
    lines.sort_by_key(|(span, _)| *span);
    let told = |(span, mut line): (Span, String)| {
        for (name, part) in reasons.get(&span).into_iter().flatten() {
            line.push_str(&format!("\n           {:+.3} {name}", f64::from(*part) / 10_000.0));
        }
        line
    };
    lines.into_iter().map(told).collect()
}
