//! `copydesk inspect`: one record through every pass.

use std::collections::HashMap;
use std::io::{self, Write};
use std::path::PathBuf;

use copydesk::content::judge::Reasons;
use copydesk::model::{Document, Pass, Record, Span, written};
use copydesk::pipeline::Stages;
use copydesk::text::inert;
use copydesk::{Error, Settings};

use super::args::{Inspect, Reading};
use super::blocks::{self, Line};
use super::decode::explained;
use super::log::Log;
use super::paint::{Ink, Paint};
use super::{Failure, Outcome, reading};

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
    let reasons = if call.reasons { stages.extractor.reasons(&page, blocks::TOLD) } else { Vec::new() };
    let reasons: HashMap<Span, Reasons> = reasons.into_iter().collect();
    let flat = copydesk::content::flatten(&page).text;
    let document = stages.extractor.apply(page).map_err(turned_away)?;
    writeln!(out, "\n{}", paint.ink(Ink::Strong, "content"))?;
    for line in lines(&document, &flat, &reasons, paint) {
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

/// Every block in the order of the page.
fn lines(document: &Document, flat: &str, reasons: &HashMap<Span, Reasons>, paint: Paint) -> Vec<String> {
    let extraction = document.extraction();
    let score = |score: u16| f64::from(score) / 1000.0;
    let why = |span: Span| reasons.get(&span).map(blocks::told).unwrap_or_default();
    let kept = extraction.kept.iter().map(|kept| {
        let what = blocks::kept(kept.kind, kept.lead);
        let text = kept.span.of(flat);
        (kept.span, Line { kept: true, score: score(kept.score), what, text, why: why(kept.span) })
    });
    let cut = extraction.cut.iter().map(|cut| {
        let what = format!("{} {}", written(&cut.kind), cut.rule);
        let why = if cut.pass == Pass::Judge { why(cut.span) } else { Vec::new() };
        (cut.span, Line { kept: false, score: score(cut.score), what, text: &cut.text, why })
    });
    let mut lines: Vec<_> = kept.chain(cut).collect();
    lines.sort_by_key(|(span, _)| *span);
    lines.into_iter().map(|(_, line)| line.printed(paint)).collect()
}
