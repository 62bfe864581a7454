//! Proves a dataset from the raw bytes.
//!
//! Four promises are put to the test: no byte of an output was changed (hashes), no record was lost (conservation), the
//! raw files are the ones it was made from, and the kept and cut spans of every document tile its page's flat text,
//! which is made anew from the raw bytes, with the body as what the kept ones say.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufRead, BufReader, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicU64;

use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::{dataset, raw};
use crate::acquire;
use crate::charset::Decoder;
use crate::content;
use crate::emit::{self, Article, Input, KeptRow, Manifest, RemovedRow, Sealed};
use crate::error::{Error, Result};
use crate::model::{DocId, Kept, Record, Sha256Hex, Span};

/// Failures that are told one by one; the rest is counted.
const TOLD: usize = 50;

/// What was proven, and what was not.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Proof {
    /// Files whose bytes are the ones written.
    pub files: u64,
    /// Documents whose spans tile their page.
    pub documents: u64,
    /// Records that are accounted for.
    pub records: u64,
    /// What does not hold, in words.
    pub failures: Vec<String>,
}

/// Proves the dataset in `folder`. `raw` is what it was made from; empty for what its `run.json` names.
///
/// # Errors
/// A file of the dataset cannot be read at all; what reads but does not hold is a failure in the proof.
pub fn verify(folder: &Path, raw: &[PathBuf]) -> Result<Proof> {
    let mut proof = Proof::default();
    let Some(manifest) = proof.sealed::<Manifest>(folder, "manifest.json")? else { return Ok(proof) };
    // A dataset in a version control system leaves the volatile file behind.
    let run =
        if folder.join("run.json").exists() { proof.sealed::<RunNote>(folder, "run.json")? } else { None };
    proof.outputs(folder, &manifest)?;
    proof.conservation(folder, &manifest)?;
    if !proof.failures.is_empty() {
        // What follows reads rows; it would only say the same again.
        return Ok(proof);
    }
    let inputs = if raw.is_empty() { run.map(|run| run.inputs).unwrap_or_default() } else { raw.to_vec() };
    proof.tiling(folder, &manifest, &inputs)?;
    Ok(proof)
}

#[derive(Deserialize)]
struct RunNote {
    inputs: Vec<PathBuf>,
}

impl Proof {
    fn fail(&mut self, failure: impl Into<String>) {
        match self.failures.len() {
            told if told < TOLD => self.failures.push(failure.into()),
            TOLD => self.failures.push("and more".into()),
            _ => {}
        }
    }

    fn sealed<T: DeserializeOwned>(&mut self, folder: &Path, name: &str) -> Result<Option<T>> {
        let path = folder.join(name);
        let bytes = std::fs::read(&path).map_err(Error::io(&path, "reading"))?;
        if !Sealed::holds(&bytes) {
            self.fail(format!("{name}: was changed, its seal is broken"));
            return Ok(None);
        }
        self.files += 1;
        match serde_json::from_slice(&bytes) {
            Ok(value) => Ok(Some(value)),
            Err(error) => {
                self.fail(format!("{name}: {error}"));
                Ok(None)
            }
        }
    }

    fn outputs(&mut self, folder: &Path, manifest: &Manifest) -> Result<()> {
        for output in &manifest.outputs {
            let path = folder.join(&output.path);
            let Ok(file) = File::open(&path) else {
                self.fail(format!("{}: is missing", output.path));
                continue;
            };
            let digest = Sha256Hex::of_reader(file).map_err(Error::io(&path, "reading"))?;
            if digest.to_string() == output.sha256 {
                self.files += 1;
            } else {
                self.fail(format!("{}: was changed, its SHA-256 is {digest}", output.path));
            }
        }
        let listing: String =
            manifest.outputs.iter().map(|output| format!("{} {}\n", output.path, output.sha256)).collect();
        if Sha256Hex::of(listing.as_bytes()).to_string() != manifest.dataset_sha256 {
            self.fail("manifest.json: the dataset's digest is not that of its files");
        }
        Ok(())
    }

    fn conservation(&mut self, folder: &Path, manifest: &Manifest) -> Result<()> {
        let counts = &manifest.counts;
        if !counts.conserve() {
            self.fail(format!("manifest.json: records were lost: {counts:?}"));
        }
        let documents = counts.kept + counts.copies;
        let law = [
            ("articles.jsonl", counts.kept),
            ("documents.jsonl", documents),
            ("origins.jsonl", documents + counts.repeats),
            ("rejected.jsonl", counts.rejected),
        ];
        for (name, wanted) in law {
            let rows = lines(&folder.join(name))?;
            let said = manifest.outputs.iter().find(|output| output.path == name).map(|output| output.rows);
            if rows != wanted || said != Some(wanted) {
                self.fail(format!("{name}: has {rows} rows where the manifest counts {wanted}"));
            }
        }
        self.records = counts.records;
        Ok(())
    }

    /// Reads every raw record again and holds its document against it.
    fn tiling(&mut self, folder: &Path, manifest: &Manifest, raw: &[PathBuf]) -> Result<()> {
        let config = dataset::config(manifest)?;
        let decoder = Decoder::new(&config.charset).map_err(|error| Error::Integrity(error.to_string()))?;
        let mut rows = Rows::open(folder)?;
        rows.texts = config.emit.text_tree.then(|| folder.to_path_buf());
        let sources = acquire::sources(raw)?;
        self.same_inputs(folder, &sources)?;
        for source in &sources {
            let mut trouble = None;
            acquire::read(source, &config.acquire, &AtomicU64::new(0), &mut |item| {
                if let Ok(record) = item {
                    trouble = self.record(&mut rows, &decoder, record).err();
                }
                trouble.is_none()
            });
            if let Some(error) = trouble {
                return Err(error);
            }
        }
        for (id, row) in &rows.documents {
            if !row.seen {
                self.fail(format!("{id}: its record is not in the raw files"));
            }
        }
        Ok(())
    }

    fn same_inputs(&mut self, folder: &Path, sources: &[acquire::Source]) -> Result<()> {
        let there: BTreeMap<&str, &acquire::Source> =
            sources.iter().map(|source| (source.name.as_str(), source)).collect();
        let path = folder.join("inputs.jsonl");
        for line in BufReader::new(File::open(&path).map_err(Error::io(&path, "reading"))?).lines() {
            let line = line.map_err(Error::io(&path, "reading"))?;
            let Ok(input) = serde_json::from_str::<Input>(&line) else {
                self.fail("inputs.jsonl: a row does not read");
                continue;
            };
            let digest = there.get(input.path.as_str()).and_then(|source| source.sha256());
            match digest {
                Some(digest) if digest.to_string() == input.sha256 => {}
                None if input.sha256.is_empty() => {}
                Some(_) => self.fail(format!("{}: the raw file was changed since", input.path)),
                None => self
                    .fail(format!("{}: the raw file is not there; name its folder with --raw", input.path)),
            }
        }
        Ok(())
    }

    fn record(&mut self, rows: &mut Rows, decoder: &Decoder, record: Record) -> Result<()> {
        let id = raw::id(&record);
        let Some(row) = rows.documents.get_mut(&id).filter(|row| !row.seen) else { return Ok(()) };
        let article: Article = read(&mut rows.document_file, row.document)?;
        if !raw::is_place(&article, &record) {
            // One of the places that repeat it; its own comes too.
            return Ok(());
        }
        row.seen = true;
        if let Some(folder) = &rows.texts {
            let (name, text) = emit::text::file(&article);
            if std::fs::read(folder.join(&name)).ok().as_deref() != Some(text.as_bytes()) {
                self.fail(format!("{name}: is not what its document says"));
            }
        }
        let kept: Vec<KeptRow> = read_rows(rows.kept_file.as_mut(), row.kept)?;
        let cut: Vec<RemovedRow> = read_rows(rows.cut_file.as_mut(), row.cut)?;
        let accounted = rows.kept_file.is_some() && rows.cut_file.is_some();
        let failure = match decoder.apply(record) {
            Err(rejection) => Some(format!("its record {}", rejection.reason())),
            Ok(_) if !accounted => None,
            Ok(page) => untiled(&article, &kept, &cut, &content::flatten(&page).text),
        };
        match failure {
            None => self.documents += 1,
            Some(failure) => self.fail(format!("{id}: {failure}")),
        }
        Ok(())
    }
}

/// Why the spans do not tile the flat text, or the body is not what they say.
fn untiled(article: &Article, kept: &[KeptRow], cut: &[RemovedRow], flat: &str) -> Option<String> {
    let mut spans: Vec<(u32, u32)> = kept.iter().map(|kept| (kept.start, kept.end)).collect();
    spans.extend(cut.iter().map(|cut| (cut.start, cut.end)));
    spans.sort_unstable();
    let mut at = 0;
    for (start, end) in spans {
        if start != at || end < start {
            return Some(format!("a span begins at {start} of its flat text where the last ended at {at}"));
        }
        at = end;
    }
    if at as usize != flat.len() {
        return Some(format!("its spans end at {at} of {} bytes of flat text", flat.len()));
    }
    for cut in cut {
        let there = Span { start: cut.start, end: cut.end }.of(flat).trim();
        if there != cut.text || Sha256Hex::of(cut.text.as_bytes()) != cut.text_sha256 {
            return Some(format!(
                "cut block {} does not say what stands at {}..{}",
                cut.seq, cut.start, cut.end
            ));
        }
    }
    let pieces: Vec<Kept> = kept
        .iter()
        .map(|kept| Kept {
            span: Span { start: kept.start, end: kept.end },
            raw: Span { start: kept.raw_start, end: kept.raw_end },
            kind: kept.kind,
            lead: kept.lead,
            score: 0,
        })
        .collect();
    let body = content::body(flat, &pieces);
    if body != article.text || Sha256Hex::of(body.as_bytes()) != article.text_sha256 {
        return Some("its text is not what its kept spans say".into());
    }
    None
}

/// Where the rows of each document stand in the files.
struct Rows {
    documents: BTreeMap<DocId, Row>,
    document_file: File,
    kept_file: Option<File>,
    cut_file: Option<File>,
    /// The dataset's folder, where it has a text tree.
    texts: Option<PathBuf>,
}

#[derive(Default)]
struct Row {
    seen: bool,
    document: (u64, u64),
    kept: (u64, u64),
    cut: (u64, u64),
}

impl Rows {
    fn open(folder: &Path) -> Result<Self> {
        let mut documents: BTreeMap<DocId, Row> = BTreeMap::new();
        let path = |name: &str| folder.join(name);
        stretches(&path("documents.jsonl"), |id, place| documents.entry(id).or_default().document = place)?;
        let open = |name: &str| File::open(path(name)).ok();
        let (kept_file, cut_file) = (open("kept.jsonl"), open("removed.jsonl"));
        if kept_file.is_some() && cut_file.is_some() {
            stretches(&path("kept.jsonl"), |id, place| documents.entry(id).or_default().kept = place)?;
            stretches(&path("removed.jsonl"), |id, place| documents.entry(id).or_default().cut = place)?;
        }
        let document_file =
            File::open(path("documents.jsonl")).map_err(Error::io(&path("documents.jsonl"), "reading"))?;
        Ok(Self { documents, document_file, kept_file, cut_file, texts: None })
    }
}

/// Tells for each document the stretch of the file that its rows take: rows of one document stand together.
fn stretches(path: &Path, mut tell: impl FnMut(DocId, (u64, u64))) -> Result<()> {
    const ID: std::ops::Range<usize> = 7..32; // {"id":"a…"
    let mut reader = BufReader::with_capacity(1 << 17, File::open(path).map_err(Error::io(path, "reading"))?);
    let (mut line, mut at) = (Vec::new(), 0);
    let mut current: Option<(DocId, u64)> = None;
    loop {
        line.clear();
        let read = reader.read_until(b'\n', &mut line).map_err(Error::io(path, "reading"))? as u64;
        let id = line.get(ID).and_then(|id| std::str::from_utf8(id).ok()).and_then(DocId::parse);
        match (current, id) {
            (Some((last, _)), Some(id)) if last == id => {}
            (last, _) => {
                if let Some((last, begin)) = last {
                    tell(last, (begin, at - begin));
                }
                current = id.map(|id| (id, at));
            }
        }
        if read == 0 {
            return Ok(());
        }
        at += read;
    }
}

fn stretch(file: &mut File, (offset, length): (u64, u64)) -> Result<String> {
    let mut text = String::new();
    let read = file.seek(SeekFrom::Start(offset)).and_then(|_| file.take(length).read_to_string(&mut text));
    read.map_err(Error::io(Path::new("the dataset"), "reading"))?;
    Ok(text)
}

fn read<T: DeserializeOwned>(file: &mut File, place: (u64, u64)) -> Result<T> {
    let text = stretch(file, place)?;
    serde_json::from_str(&text).map_err(|error| Error::Integrity(format!("a row does not read: {error}")))
}

fn read_rows<T: DeserializeOwned>(file: Option<&mut File>, place: (u64, u64)) -> Result<Vec<T>> {
    let Some(file) = file else { return Ok(Vec::new()) };
    let text = stretch(file, place)?;
    let rows = text.lines().map(serde_json::from_str).collect::<serde_json::Result<_>>();
    rows.map_err(|error| Error::Integrity(format!("a row does not read: {error}")))
}

/// Lines of a file.
fn lines(path: &Path) -> Result<u64> {
    let mut file = File::open(path).map_err(Error::io(path, "reading"))?;
    let (mut piece, mut lines) = (vec![0; 1 << 17], 0);
    loop {
        match file.read(&mut piece).map_err(Error::io(path, "reading"))? {
            0 => return Ok(lines),
            read => lines += memchr::memchr_iter(b'\n', &piece[..read]).count() as u64,
        }
    }
}
