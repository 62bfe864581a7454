//! `copydesk inspect`: one record through every pass.

use std::borrow::Cow;
use std::collections::HashMap;
use std::io::{self, Write};
use std::path::PathBuf;

use copydesk::model::{Document, Lead, Record, Span};
use copydesk::pipeline::Stages;
use copydesk::text::inert;
use copydesk::{Error, Settings};

use super::args::{Inspect, Reading};
use super::decode::{clipped, explained, name};
use super::log::Log;
use super::{Failure, Outcome, reading};

/// Features by name, with their part in a block's log-odds.
type Reasons = Vec<(Cow<'static, str>, i32)>;

pub(crate) fn inspect(call: &Inspect, settings: &Settings, log: &Log) -> Outcome {
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
    show(call, &stages, record, log)
}

fn show(call: &Inspect, stages: &Stages, record: Record, log: &Log) -> Outcome {
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
        log.error(&format!("{} {}", rejection.origin(), rejection.reason()));
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
    writeln!(out, "\ncontent")?;
    for line in blocks(&document, &flat, &reasons) {
        writeln!(out, "{line}")?;
    }
    writeln!(out, "\nmetadata")?;
    for found in &document.extraction().metadata.evidence {
        writeln!(
            out,
            "  {:<14} {}  ({} {})",
            name(&found.field),
            inert::line(&found.value),
            found.method,
            inert::line(&found.selector)
        )?;
    }
    writeln!(out, "\ntext\n{}", inert::lines(document.text()))?;
    Ok(())
}

/// Every block in the order of the page: `+` kept, `-` cut.
fn blocks(document: &Document, flat: &str, reasons: &HashMap<Span, Reasons>) -> Vec<String> {
    let extraction = document.extraction();
    let kept = extraction.kept.iter().map(|kept| {
        let what = if kept.lead == Lead::Sentence {
            format!("{} (goes on)", name(&kept.kind))
        } else {
            name(&kept.kind)
        };
        (
            kept.span,
            format!("  + {:>5}  {what:<30} {}", kept.score, inert::line(&clipped(kept.span.of(flat), 60))),
        )
    });
    let cut = extraction.cut.iter().map(|cut| {
        let what = format!("{} {}", name(&cut.kind), cut.rule);
        (cut.span, format!("  - {:>5}  {what:<30} {}", cut.score, inert::line(&clipped(&cut.text, 60))))
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
