//! `copydesk decode`.

use std::io::{self, Write};

use copydesk::charset::Decoder;
use copydesk::model::{Page, written};
use copydesk::text::excerpt::excerpt;
use copydesk::text::inert;
use copydesk::{Error, Settings};

use super::args::Decode;
use super::log::Log;
use super::{Failure, Outcome, reading};

pub(crate) fn decode(call: &Decode, settings: &Settings, log: &Log) -> Outcome {
    let settings = match &call.encoding {
        Some(name) => &Settings {
            config: settings.config.set(&format!("charset.encoding={name}"))?,
            ..settings.clone()
        },
        None => settings,
    };
    let decoder = Decoder::new(&settings.config.charset).map_err(|error| Error::Usage(error.to_string()))?;
    let mut out = io::stdout().lock();
    reading::each(&call.reading, settings, log, |record| match decoder.apply(record) {
        Ok(page) => {
            if call.explain {
                log.info(&explained(&page));
            }
            out.write_all(page.text().as_bytes())?;
            if !page.text().ends_with('\n') {
                out.write_all(b"\n")?;
            }
            Ok(Ok(()))
        }
        Err(rejection) => Ok(Err(rejection)),
    })
    .and_then(|rejected| if rejected == 0 { Ok(()) } else { Err(Failure::Found) })
}

/// What decided the encoding, and what was mended, in words.
pub(crate) fn explained(page: &Page) -> String {
    let (origin, decoding) = (page.past().origin(), page.past().decoding());
    let mut lines = vec![format!(
        "{}: {}, by {}",
        inert::line(&origin.to_string()),
        decoding.encoding,
        written(&decoding.source)
    )];
    for witness in &decoding.evidence {
        let says = if witness.says.is_empty() { "nothing" } else { &witness.says };
        lines.push(format!("  {:<10} says {says}: {}", witness.by, witness.because));
    }
    for segment in &decoding.segments {
        lines.push(format!("  bytes {}..{} are {}", segment.raw.start, segment.raw.end, segment.encoding));
    }
    for repair in &decoding.repairs {
        let text = repair.span.of(page.text());
        lines.push(format!("  mojibake undone ({}): {}", repair.undone, excerpt(text, 60)));
    }
    lines.push(format!(
        "  {} bytes spell nothing, {} characters cleaned up",
        decoding.replacements, decoding.cleaned
    ));
    lines.join("\n")
}
