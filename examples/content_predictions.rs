//! Extracts every page of a folder and prints a prediction a line, for `bench/extract/score.py`.
//!
//! `content_predictions FOLDER [--passes N] > predictions.jsonl`; the folder holds `<id>.html.gz` or `<id>.txt.gz`. The
//! last line on stderr is the CPU time of the work alone, decoded page to document, the median of N passes.

use std::io::{BufWriter, Read, Write};
use std::path::Path;

use anyhow::{Context, Result};
use copydesk::charset::{self, Decoder};
use copydesk::content::{Extractor, Knowledge, Options};
use copydesk::model::{Document, Markup, Origin, Record};
use cpu_time::ThreadTime;
use serde_json::json;

fn main() -> Result<()> {
    let mut arguments = std::env::args().skip(1);
    let folder = arguments.next().context("usage: content_predictions FOLDER [--passes N]")?;
    let passes = match arguments.next().as_deref() {
        Some("--passes") => arguments.next().context("--passes needs a number")?.parse()?,
        _ => 1usize,
    };
    let pages = read(Path::new(&folder))?;
    let bytes: usize = pages.iter().map(|(_, record)| record.bytes().len()).sum();
    let decoder = Decoder::new(&charset::Options::default()).map_err(anyhow::Error::msg)?;
    let extractor = Extractor::new(&Options::default(), &Knowledge::default());

    let mut seconds = Vec::new();
    for pass in 0..passes.max(1) {
        let mut spent = 0.0;
        let mut out = BufWriter::new(std::io::stdout().lock());
        for (id, record) in &pages {
            let Ok(page) = decoder.apply(record.clone()) else { continue };
            let start = ThreadTime::now();
            let document = extractor.apply(page);
            spent += start.elapsed().as_secs_f64();
            if pass == 0 {
                writeln!(out, "{}", prediction(id, document.ok().as_ref()))?;
            }
        }
        out.flush()?;
        seconds.push(spent);
    }
    seconds.sort_by(f64::total_cmp);
    writeln!(
        std::io::stderr(),
        "cpu_seconds={:.4} bytes={bytes} items={}",
        seconds[seconds.len() / 2],
        pages.len()
    )?;
    Ok(())
}

fn prediction(id: &str, document: Option<&Document>) -> serde_json::Value {
    let Some(document) = document else { return json!({ "id": id, "text": "" }) };
    let metadata = &document.extraction().metadata;
    json!({
        "id": id,
        "text": document.text(),
        "title": metadata.title,
        "author": metadata.authors.join("; "),
        "date": metadata.published.map(|when| when.date.to_string()),
    })
}

/// The pages of a folder, in the order of their names.
fn read(folder: &Path) -> Result<Vec<(String, Record)>> {
    let mut names: Vec<String> = Vec::new();
    for entry in folder.read_dir().with_context(|| folder.display().to_string())? {
        names.extend(entry?.file_name().into_string().ok());
    }
    names.sort_unstable();
    let mut pages = Vec::new();
    for name in names {
        let (id, markup) = if let Some(id) = name.strip_suffix(".html.gz") {
            (id, Markup::Html)
        } else if let Some(id) = name.strip_suffix(".txt.gz") {
            (id, Markup::Text)
        } else {
            continue;
        };
        let mut bytes = Vec::new();
        flate2::read::MultiGzDecoder::new(std::fs::File::open(folder.join(&name))?)
            .read_to_end(&mut bytes)?;
        let record = Record::new(Origin::file(&name, bytes.len() as u64), bytes).marked(markup);
        pages.push((id.to_owned(), record));
    }
    Ok(pages)
}
