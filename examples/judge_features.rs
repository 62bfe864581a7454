//! Writes the features of pages' blocks for the trainer of the learnt judgement.
//!
//! `judge_features FOLDER OUT [SCORES]`; FOLDER holds `<id>.html.gz` or `<id>.txt.gz`, in one of the two forms. OUT gets `columns.txt`
//! (a name a line), `cells.i16` (a row a block, little-endian) and `blocks.jsonl` (the blocks' texts and their wordings, of
//! markup what their elements are called too; a page a line). With
//! SCORES, the first look's score of every block as little-endian `u16`, the columns of context are filled in.

use std::fs::{self, File};
use std::io::{BufWriter, Read, Write};
use std::path::Path;

use anyhow::{Context, Result};
use copydesk::charset::{self, Decoder};
use copydesk::content::claim::Verdict;
use copydesk::content::judge::{Certain, diction, features, naming};
use copydesk::content::{Knowledge, flat, metadata, rules};
use copydesk::model::{Markup, Origin, Record};
use serde_json::json;

fn main() -> Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [folder, out, scores @ ..] = &arguments[..] else {
        anyhow::bail!("usage: judge_features FOLDER OUT [SCORES]")
    };
    let out = Path::new(out);
    fs::create_dir_all(out)?;
    let scores: Vec<u16> = match scores.first() {
        Some(path) => fs::read(path)?.chunks_exact(2).map(|b| u16::from_le_bytes([b[0], b[1]])).collect(),
        None => Vec::new(),
    };
    let decoder = Decoder::new(&charset::Options::default()).map_err(anyhow::Error::msg)?;
    let mut cells = BufWriter::new(File::create(out.join("cells.i16"))?);
    let mut blocks = BufWriter::new(File::create(out.join("blocks.jsonl"))?);
    let mut names: Vec<String> = Vec::new();
    for entry in fs::read_dir(folder)? {
        names.extend(entry?.file_name().into_string().ok());
    }
    names.sort_unstable();
    let html = names.iter().any(|name| name.ends_with(".html.gz"));
    fs::write(out.join("columns.txt"), features::columns(html).join("\n"))?;
    let knowledge = Knowledge::default();
    let mut from = 0;
    for name in &names {
        let (end, markup) = if html { (".html.gz", Markup::Html) } else { (".txt.gz", Markup::Text) };
        let id = name.strip_suffix(end).with_context(|| format!("{name}: neither form"))?;
        let mut bytes = Vec::new();
        flate2::read::MultiGzDecoder::new(File::open(Path::new(folder).join(name))?)
            .read_to_end(&mut bytes)?;
        let record = Record::new(Origin::file(name, bytes.len() as u64), bytes).marked(markup);
        let Ok(page) = decoder.apply(record) else { continue };
        let flat = flat::flatten(&page);
        if html && !flat.is_html() {
            continue; // Nothing but text: it has the other model's columns.
        }
        let facts = metadata::read(&flat, &page, &knowledge);
        let claims = rules::claims(&flat, &facts);
        let mut features = features::of(&flat, &Certain { facts: &facts, claims: &claims });
        if let Some(scores) = scores.get(from..from + features.rows()) {
            features.look_again(scores);
        }
        from += features.rows();
        for at in 0..features.rows() {
            for cell in features.row(at) {
                cells.write_all(&cell.to_le_bytes())?;
            }
        }
        let claims: Vec<String> = claims
            .iter()
            .map(|claim| match claim {
                Some(claim) if claim.verdict == Verdict::Keep => "keep".to_owned(),
                Some(claim) => claim.rule.to_string(),
                None => String::new(),
            })
            .collect();
        let texts: Vec<&str> = flat.blocks.iter().map(|block| flat.text_of(block)).collect();
        let mut told = json!({ "id": id, "blocks": texts, "claims": claims });
        if html {
            told["elements"] = json!(naming::elements(&flat));
            told["element"] = flat.blocks.iter().map(|block| block.node).collect();
        }
        // Of lists of links nothing is read.
        let read = |(block, text): (&flat::Block, &&str)| match block.listed {
            true => Vec::new(),
            false => diction::wordings(text),
        };
        told["wordings"] = flat.blocks.iter().zip(&texts).map(read).collect();
        writeln!(blocks, "{told}")?;
    }
    cells.flush()?;
    blocks.flush()?;
    Ok(())
}
