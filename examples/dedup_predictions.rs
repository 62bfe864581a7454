//! Which reports of a JSONL file are copies of one story: `dedup_predictions DOCS.jsonl[.gz] [--reasons | --clusters-only]
//! [--memory=SIZE]`.
//!
//! Reads `{id, outlet, published, title, text}` a line. Prints `{id, cluster, canonical}` for each report and
//! `{a, b, relation, spans}` for each pair that shares text, spans counted in Unicode code points; with `--reasons`
//! also the numbers that decided. The last line on stderr is the CPU time of the work alone.

use std::collections::HashMap;
use std::io::{BufRead, BufReader, BufWriter, Read, Write};
use std::time::Duration;

use anyhow::{Context, Result};
use copydesk::dedup::{self, Known, Options, Shelf, Sketches, Story};
use copydesk::model::{AgencyRole, Date, DocId, Edge, EdgeKind, Passage, Sha256Hex, Span};
use copydesk::pipeline::{Scratch, Stories};
use cpu_time::ThreadTime;
use serde_json::{Value, json};

/// Outlets that are news agencies: a report of theirs is the agency's own copy.
const AGENCIES: &[&str] =
    &["Reuters", "AP", "AFP", "Xinhua", "UPI", "PA", "DPA", "Kyodo", "TASS", "EFE", "ANSA"];

fn main() -> Result<()> {
    let mut args = std::env::args().skip(1);
    let path =
        args.next().context("usage: dedup_predictions DOCS.jsonl[.gz] [--reasons | --clusters-only]")?;
    let flags: Vec<String> = args.collect();
    let given = |flag: &str| flags.iter().any(|arg| arg == flag);
    let with_reasons = given("--reasons");
    let mut options = Options { relations: !given("--clusters-only"), ..Options::default() };
    if let Some(size) = flags.iter().find_map(|arg| arg.strip_prefix("--memory=")) {
        options.memory = size.parse().map_err(anyhow::Error::msg)?;
    }
    let mut stories = Stories::new(&std::env::temp_dir())?;
    let mut sketches = Sketches::new(&options, Box::new(Scratch::new(&std::env::temp_dir())?));
    let (mut names, mut bytes) = (Vec::new(), 0);
    let mut sketching = Duration::ZERO;
    // Some at a time: asking for the time costs as much as a tenth of a sketch.
    let mut waiting: Vec<Story> = Vec::new();
    let mut take = |waiting: &mut Vec<Story>| -> Result<()> {
        let start = ThreadTime::now();
        let folded: Vec<_> = waiting.iter().map(|story| dedup::fold(story, &options)).collect();
        sketching += start.elapsed();
        for (story, (sketch, folded)) in waiting.drain(..).zip(folded) {
            sketches.push(sketch)?;
            stories.push(&story, &folded)?;
        }
        Ok(())
    };
    read(&path, |name, story| {
        bytes += story.text.len();
        names.push(name);
        waiting.push(story);
        if waiting.len() < 64 { Ok(()) } else { take(&mut waiting) }
    })?;
    take(&mut waiting)?;
    let relations = Scratch::new(&std::env::temp_dir())?;
    let alone = rayon::ThreadPoolBuilder::new().num_threads(1).build()?;
    let (findings, spent) = alone.install(|| {
        let start = ThreadTime::now();
        let findings = dedup::relate(&sketches, Known::default(), &stories, &relations, &options);
        (findings, sketching + start.elapsed())
    });
    let findings = findings?;

    let index: HashMap<DocId, u32> = (0..).zip(sketches.ids()).map(|(at, id)| (id, at)).collect();
    let mut out = BufWriter::new(std::io::stdout().lock());
    for (name, membership) in names.iter().zip(findings.memberships()) {
        let canonical = &names[index[&membership.canonical] as usize];
        let line = json!({"id": name, "cluster": membership.cluster.to_string(), "canonical": canonical});
        writeln!(out, "{line}")?;
    }
    for edge in findings.edges() {
        let edge = edge?;
        let (a, b) = (index[&edge.a], index[&edge.b]);
        let (points_a, points_b) = (Points::of(&stories.story(a)?.text), Points::of(&stories.story(b)?.text));
        let spans: Vec<[usize; 4]> = edge
            .stretches
            .iter()
            .map(|Passage { a, b, .. }| {
                let ([a0, a1], [b0, b1]) = (points_a.span(*a), points_b.span(*b));
                [a0, a1, b0, b1]
            })
            .collect();
        let mut line = json!({"a": names[a as usize], "b": names[b as usize], "relation": relation(&edge), "spans": spans});
        if with_reasons {
            line["runs"] = edge.passages.len().into();
            line["reasons"] =
                edge.reasons.iter().map(|(name, value)| (name.to_string(), json!(value))).collect();
        }
        writeln!(out, "{line}")?;
    }
    out.flush()?;
    let seconds = spent.as_secs_f64();
    writeln!(std::io::stderr(), "cpu_seconds={seconds:.3} bytes={bytes} items={}", names.len())?;
    Ok(())
}

/// The benchmark's names: how much of the two texts is shared, whatever it means.
fn relation(edge: &Edge) -> &'static str {
    let [a, b] = edge.covered;
    match edge.kind {
        EdgeKind::ExactRaw | EdgeKind::ExactText => "exact",
        _ if a.min(b) >= 6000 => "near",
        _ if a.max(b) >= 7500 => "contained",
        _ => "partial",
    }
}

fn read(path: &str, mut take: impl FnMut(String, Story) -> Result<()>) -> Result<()> {
    let file = std::fs::File::open(path).with_context(|| path.to_owned())?;
    let plain: Box<dyn Read> = if path.ends_with(".gz") {
        Box::new(flate2::read::MultiGzDecoder::new(file))
    } else {
        Box::new(file)
    };
    for line in BufReader::new(plain).lines() {
        let record: Value = serde_json::from_str(&line?)?;
        let text_of = |field: &str| record[field].as_str().unwrap_or("").to_owned();
        let (name, outlet, text) = (text_of("id"), text_of("outlet"), text_of("text"));
        let sha256 = Sha256Hex::of(text.as_bytes());
        let role = if AGENCIES.contains(&outlet.as_str()) { AgencyRole::Original } else { AgencyRole::None };
        let story = Story {
            id: DocId::of(&name, &sha256),
            title: text_of("title"),
            published: Date::parse(&text_of("published")),
            agency: if role == AgencyRole::Original { outlet.clone() } else { String::new() },
            agency_role: role,
            outlet,
            text,
            sha256,
        };
        take(name, story)?;
    }
    Ok(())
}

/// Where each code point of a text starts.
struct Points {
    starts: Vec<u32>,
}

impl Points {
    fn of(text: &str) -> Self {
        Self { starts: text.char_indices().map(|(at, _)| at as u32).collect() }
    }
    fn span(&self, span: Span) -> [usize; 2] {
        [span.start, span.end].map(|byte| self.starts.partition_point(|&start| start < byte))
    }
}
