//! What people decided about changes: `config/reviews.toml`.
//!
//! Takes groups of changes and verdicts, gives a file that is kept under version control. A change is known again by its
//! digest. Rejecting one leaves golden cases behind: what a document must keep, cut or say, which [`replay`] holds against
//! what the program makes of the raw record now.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicU64;

use serde::{Deserialize, Serialize};

use super::diff::{Cause, Group, Place, Sample};
use crate::acquire;
use crate::charset::Decoder;
use crate::config::{Settings, explain};
use crate::content::Extractor;
use crate::content::sites::Site;
use crate::emit::Article;
use crate::error::{Error, Result};
use crate::model::{Date, DocId, Document, Membership, Record, Sha256Hex};

/// The file's name, below `config/`.
pub const FILE: &str = "reviews.toml";

const HEAD: &str = "# What was decided about changes, by `copydesk review`. `copydesk check` replays the cases of what was rejected.\n";

/// Everything decided so far.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Decisions {
    /// Decisions, the oldest first.
    #[serde(default, rename = "decision")]
    pub entries: Vec<Decision>,
}

/// What was decided about a group of changes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Decision {
    /// The cause, as [`Cause::key`] names it.
    pub change: String,
    /// The group's digest.
    pub digest: String,
    /// What was decided.
    pub decided: Verdict,
    /// When.
    pub date: Date,
    /// By whom, where they said so.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub by: String,
    /// The group in one line.
    pub said: String,
    /// Digest of the dataset before.
    pub old: String,
    /// Digest of the dataset after.
    pub new: String,
    /// What the dataset was made from, for replaying.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub raw: Vec<PathBuf>,
    /// What a document must be like; only what was rejected has some.
    #[serde(default, rename = "case", skip_serializing_if = "Vec::is_empty")]
    pub cases: Vec<Case>,
}

/// What may be decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Verdict {
    /// The change is right.
    Accept,
    /// The change is wrong.
    Reject,
    /// To be decided later.
    Skip,
}

/// A golden case: what one document must be like. `""` asks for nothing.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Case {
    /// The document.
    pub id: String,
    /// File it lies in, relative to the input folder.
    pub path: String,
    /// Entry within that file.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub entry: String,
    /// A block that must be body.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub keeps: String,
    /// A block that must be cut.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub cuts: String,
    /// The rule that must cut it.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub rule: String,
    /// A column, and what it must say.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub column: String,
    /// What the column must say.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub value: String,
    /// Digest of what its text must be.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub text_sha256: String,
}

/// How the cases fared.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Replay {
    /// Cases that hold.
    pub held: u64,
    /// Cases that do not, in words.
    pub failed: Vec<String>,
    /// Cases whose record is not there.
    pub absent: Vec<String>,
}

impl Decisions {
    /// Reads the file; there need not be one.
    ///
    /// # Errors
    /// It cannot be read, or has a key that is none.
    pub fn load(path: &Path) -> Result<Self> {
        match std::fs::read_to_string(path) {
            Ok(text) => toml::from_str(&text).map_err(|error| explain(&error, &text, path)),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(Self::default()),
            Err(error) => Err(Error::io(path, "reading what was decided")(error)),
        }
    }

    /// Writes the file, in one step.
    ///
    /// # Errors
    /// It cannot be written.
    pub fn save(&self, path: &Path) -> Result<()> {
        let text = toml::to_string(self).map_err(|error| Error::Integrity(format!("{FILE}: {error}")))?;
        replaced(path, &format!("{HEAD}\n{text}"))
    }

    /// What was decided about a group.
    pub fn of(&self, group: &Group) -> Option<&Decision> {
        let change = group.cause.key();
        self.entries.iter().find(|entry| entry.digest == group.digest && entry.change == change)
    }

    /// Takes a decision, in the place of an earlier one about the same change.
    pub fn decide(&mut self, decision: Decision) {
        let same = |entry: &&mut Decision| entry.digest == decision.digest && entry.change == decision.change;
        match self.entries.iter_mut().find(same) {
            Some(entry) => *entry = decision,
            None => self.entries.push(decision),
        }
    }
}

/// The golden cases of a rejected group: one for each sample, where one document can tell.
pub fn cases(group: &Group) -> Vec<Case> {
    group.samples.iter().filter_map(|sample| case(&group.cause, sample, sample.place.as_ref()?)).collect()
}

fn case(cause: &Cause, sample: &Sample, place: &Place) -> Option<Case> {
    let case = Case {
        id: sample.id.clone(),
        path: place.path.clone(),
        entry: place.entry.clone(),
        ..Case::default()
    };
    let text = |text: &str| text.to_owned();
    match cause {
        Cause::RuleFires { .. } => Some(Case { keeps: text(&sample.old), ..case }),
        Cause::RuleSilent { rule } => Some(Case { cuts: text(&sample.new), rule: text(rule), ..case }),
        Cause::RuleChanged { from, .. } => Some(Case { cuts: text(&sample.old), rule: text(from), ..case }),
        Cause::Field { field } => Some(Case { column: text(field), value: text(&sample.old), ..case }),
        Cause::Text => Some(Case { text_sha256: place.text_before?.to_string(), ..case }),
        _ => None,
    }
}

/// Excepts the blocks of a rejected group's samples from its rule, in the files of their sites below `config`. Gives the
/// files written.
///
/// # Errors
/// A file cannot be read or written, or what stands in it is no site's file.
pub fn except(group: &Group, config: &Path, date: Date) -> Result<Vec<PathBuf>> {
    let Cause::RuleFires { rule } = &group.cause else { return Ok(Vec::new()) };
    let mut texts: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for sample in &group.samples {
        let Some(place) = sample.place.as_ref().filter(|place| is_host(&place.host)) else { continue };
        let of_host = texts.entry(&place.host).or_default();
        if !of_host.contains(&sample.old.as_str()) {
            of_host.push(&sample.old);
        }
    }
    let mut written = Vec::new();
    for (host, texts) in texts {
        let path = config.join("sites").join(format!("{host}.toml"));
        let mut file = match std::fs::read_to_string(&path) {
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => String::new(),
            read => read.map_err(Error::io(&path, "reading a site's file"))?,
        };
        for text in texts {
            let quoted = |text: &str| toml::Value::String(text.to_owned()).to_string();
            let entry = format!("[[except]]\nrule = {}\ntext = {}\n", quoted(rule), quoted(text));
            if !file.contains(&entry) {
                let gap = if file.is_empty() || file.ends_with("\n\n") { "" } else { "\n" };
                let _ = write!(file, "{gap}# A change was rejected on {date}.\n{entry}");
            }
        }
        // What would not be read again is not written.
        Site::parse(host, &file, &path)?;
        replaced(&path, &file)?;
        written.push(path);
    }
    Ok(written)
}

/// A host that can be a file's name.
fn is_host(host: &str) -> bool {
    let fits = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-' || c == '.';
    !host.is_empty()
        && host.len() < 200
        && host.chars().all(fits)
        && !host.starts_with('.')
        && !host.contains("..")
}

fn replaced(path: &Path, text: &str) -> Result<()> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let write = || -> std::io::Result<()> {
        std::fs::create_dir_all(folder)?;
        let mut aside = tempfile::Builder::new().prefix(".copydesk-").tempfile_in(folder)?;
        aside.write_all(text.as_bytes())?;
        aside.as_file().sync_all()?;
        aside.persist(path).map(|_| ()).map_err(|error| error.error)
    };
    write().map_err(Error::io(path, "writing"))
}

/// Holds every golden case against what the program makes of its record now. `raw` is where records are looked for, in
/// the place of what the decisions name.
///
/// # Errors
/// The raw files cannot be listed.
pub fn replay(decisions: &Decisions, settings: &Settings, raw: &[PathBuf]) -> Result<Replay> {
    let config = &settings.config;
    let decoder = Decoder::new(&config.charset).map_err(|error| Error::Usage(error.to_string()))?;
    let extractor = Extractor::new(&config.content, &settings.knowledge);
    let mut replay = Replay::default();
    let mut open: BTreeMap<Vec<PathBuf>, Vec<&Case>> = BTreeMap::new();
    for decision in decisions.entries.iter().filter(|entry| entry.decided == Verdict::Reject) {
        let inputs = if raw.is_empty() { decision.raw.clone() } else { raw.to_vec() };
        open.entry(inputs).or_default().extend(&decision.cases);
    }
    for (inputs, cases) in open {
        let there: Vec<PathBuf> = inputs.into_iter().filter(|path| path.exists()).collect();
        let sources = if there.is_empty() { Vec::new() } else { acquire::sources(&there)? };
        let mut met = vec![false; cases.len()];
        for source in &sources {
            if !cases.iter().any(|case| case.path == source.name) {
                continue;
            }
            acquire::read(source, &config.acquire, &AtomicU64::new(0), &mut |item| {
                let Ok(record) = item else { return true };
                let id = DocId::of(record.origin().url(), &Sha256Hex::of(record.bytes())).to_string();
                let mut made: Option<std::result::Result<Document, String>> = None;
                for (case, met) in cases.iter().zip(&mut met).filter(|(case, met)| !**met && case.id == id) {
                    *met = true;
                    let made = made.get_or_insert_with(|| cleaned(record.clone(), &decoder, &extractor));
                    match made.as_ref().map_err(Clone::clone).and_then(|document| case.holds(document)) {
                        Ok(()) => replay.held += 1,
                        Err(why) => replay.failed.push(format!("{}: {why}", case.id)),
                    }
                }
                met.iter().any(|met| !met)
            });
        }
        let absent = cases.iter().zip(met).filter(|(_, met)| !met);
        replay.absent.extend(absent.map(|(case, _)| format!("{} of {}", case.id, case.path)));
    }
    Ok(replay)
}

fn cleaned(
    record: Record,
    decoder: &Decoder,
    extractor: &Extractor,
) -> std::result::Result<Document, String> {
    let page = decoder.apply(record).map_err(|rejection| format!("its record {}", rejection.reason()))?;
    extractor.apply(page).map_err(|rejection| format!("its page {}", rejection.reason()))
}

impl Case {
    fn holds(&self, document: &Document) -> std::result::Result<(), String> {
        let cut = |text: &str| document.extraction().cut.iter().find(|cut| cut.text == text);
        if !self.keeps.is_empty() {
            if let Some(cut) = cut(&self.keeps) {
                return Err(format!("`{}` is cut by `{}`", first_words(&self.keeps), cut.rule));
            }
            if !document.text().contains(&self.keeps) {
                return Err(format!("`{}` is not in its text", first_words(&self.keeps)));
            }
        }
        if !self.cuts.is_empty() {
            match cut(&self.cuts) {
                None => return Err(format!("`{}` is not cut", first_words(&self.cuts))),
                Some(cut) if !self.rule.is_empty() && *cut.rule.0 != *self.rule => {
                    let (text, by) = (first_words(&self.cuts), &cut.rule);
                    return Err(format!("`{text}` is cut by `{by}`, not by `{}`", self.rule));
                }
                Some(_) => {}
            }
        }
        if !self.column.is_empty() {
            let article = Article::of(&document.clone().filed(Membership::alone(document.id())));
            let row = serde_json::to_value(&article).unwrap_or_default();
            let said = match row.get(&self.column) {
                Some(serde_json::Value::String(text)) => text.clone(),
                Some(value) => value.to_string(),
                None => return Err(format!("there is no column `{}`", self.column)),
            };
            if said != self.value {
                return Err(format!("{} is `{said}`, not `{}`", self.column, self.value));
            }
        }
        if !self.text_sha256.is_empty()
            && Sha256Hex::of(document.text().as_bytes()).to_string() != self.text_sha256
        {
            return Err("its text is another one".into());
        }
        Ok(())
    }
}

fn first_words(text: &str) -> String {
    let line = text.split_whitespace().take(10).collect::<Vec<_>>().join(" ");
    line.chars().take(80).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_host_is_a_name_and_no_path() {
        assert!(is_host("harbour-ledger.example"));
        for no in ["", "../etc", "a/b", ".hidden", "a..b", "Ü.example", "a\nb"] {
            assert!(!is_host(no), "{no}");
        }
    }

    #[test]
    fn an_unknown_key_is_refused_with_its_place() {
        let folder = tempfile::TempDir::new().unwrap();
        let path = folder.path().join(FILE);
        std::fs::write(&path, "[[decision]]\nchanged = 3\n").unwrap();
        let said = Decisions::load(&path).unwrap_err().to_string();
        assert!(said.contains("reviews.toml:2:1") && said.contains("did you mean `change`"), "{said}");
        assert_eq!(Decisions::load(&folder.path().join("none.toml")).unwrap(), Decisions::default());
    }
}
