//! Reads a list of byte and text samples and prints what the charset stage makes of each, one JSON object a line.
//!
//! ```text
//! cargo run --release --example charset_predictions -- inputs.jsonl [--passes N] > predictions.jsonl
//! ```
//!
//! A line of the list has `id`, `task` and either `path` (bytes, beside an optional `http_content_type`) or `text`:
//! `decode` and `sniff` take bytes, `repair` and `clean` text. The last line on stderr counts the work alone, on one
//! thread: `cpu_seconds=… bytes=… items=…`, the median of N passes.

use std::borrow::Cow;
use std::io::{BufRead, BufReader, BufWriter, Write};
use std::path::PathBuf;

use anyhow::{Context, bail};
use copydesk::charset;
use cpu_time::ThreadTime;
use serde::{Deserialize, Serialize};

#[derive(Deserialize)]
struct Input {
    id: String,
    task: String,
    path: Option<PathBuf>,
    text: Option<String>,
    #[serde(default)]
    http_content_type: String,
}

#[derive(Serialize)]
struct Prediction<'i> {
    id: &'i str,
    encoding: Option<String>,
    text: Option<Cow<'i, str>>,
}

fn main() -> anyhow::Result<()> {
    let (list, passes) = arguments()?;
    let folder = list.parent().unwrap_or(std::path::Path::new("")).to_owned();
    let mut items = Vec::new();
    for line in BufReader::new(std::fs::File::open(&list).context("the list of inputs")?).lines() {
        let input: Input = serde_json::from_str(&line?)?;
        let bytes = match (&input.path, &input.text) {
            (Some(path), _) => {
                std::fs::read(folder.join(path)).with_context(|| path.display().to_string())?
            }
            (None, Some(text)) => text.clone().into_bytes(),
            (None, None) => bail!("{}: neither path nor text", input.id),
        };
        items.push((input, bytes));
    }

    let mut seconds = Vec::new();
    let mut predictions = Vec::new();
    for _ in 0..passes {
        predictions.clear();
        let start = ThreadTime::now();
        predictions.extend(items.iter().map(|(input, bytes)| predict(input, bytes)));
        seconds.push(start.elapsed().as_secs_f64());
    }
    seconds.sort_by(f64::total_cmp);

    let mut out = BufWriter::new(std::io::stdout().lock());
    for prediction in &predictions {
        serde_json::to_writer(&mut out, prediction)?;
        out.write_all(b"\n")?;
    }
    out.flush()?;
    let n_bytes: usize = items.iter().map(|(_, bytes)| bytes.len()).sum();
    let mut log = std::io::stderr();
    writeln!(log, "cpu_seconds={:.6} bytes={n_bytes} items={}", seconds[seconds.len() / 2], items.len())?;
    Ok(())
}

fn predict<'i>(input: &'i Input, bytes: &'i [u8]) -> Prediction<'i> {
    let text = input.text.as_deref().unwrap_or("");
    let (encoding, text) = match input.task.as_str() {
        "decode" => match charset::decode(bytes, &input.http_content_type) {
            Some(decoded) => (Some(decoded.decoding.encoding), Some(decoded.text)),
            None => (None, None),
        },
        "sniff" => (Some(charset::sniff(bytes, &input.http_content_type).0), None),
        "repair" => (None, Some(charset::repair(text))),
        "clean" => (None, Some(charset::clean(text))),
        _ => (None, None),
    };
    Prediction { id: &input.id, encoding, text }
}

fn arguments() -> anyhow::Result<(PathBuf, usize)> {
    let (mut list, mut passes) = (None, 1);
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--passes" => {
                passes = arguments.next().context("--passes needs a number")?.parse::<usize>()?.max(1)
            }
            _ => list = Some(PathBuf::from(argument)),
        }
    }
    Ok((list.context("usage: charset_predictions INPUTS.jsonl [--passes N]")?, passes))
}
