//! The effective configuration: defaults, then `copydesk.toml`, then the environment, then `--set`.
//!
//! Takes files and overrides, gives a [`Config`] in which every key is known and every value fits, or an error that
//! names the file, the line, the column and the nearest key. Each stage's options live beside that stage.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::content::agencies::{self, Agencies, Fault};
use crate::content::sites::Site;
pub use crate::error::explain;
use crate::error::{Error, Result, nearest};
use crate::model::Sha256Hex;
use crate::{acquire, charset, content, dedup, emit};

/// Every option of every stage.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Config {
    /// How dumps are read.
    pub acquire: acquire::Options,
    /// How bytes are read.
    pub charset: charset::Options,
    /// How pages are read.
    pub content: content::Options,
    /// How copies are found.
    pub dedup: dedup::Options,
    /// What a dataset is written as.
    pub emit: emit::Options,
}

/// The configuration and what is known of the world.
#[derive(Debug, Clone, Default)]
pub struct Settings {
    /// Every option.
    pub config: Config,
    /// Agencies and sites.
    pub knowledge: content::Knowledge,
    /// SHA-256 of each file that knowledge was read from, by its name below `config/`.
    pub digests: BTreeMap<String, String>,
}

/// Where the configuration is looked for when none is named.
const DEFAULT_FILE: &str = "config/copydesk.toml";

impl Settings {
    /// Defaults, then the file (`config/copydesk.toml` where it is there and none is named), then the environment,
    /// then assignments such as `dedup.seed=7`; agencies and sites from the files beside the configuration.
    ///
    /// # Errors
    /// What [`Config::load`] and [`Config::set`] say, and the like for agencies and sites.
    pub fn load(
        file: Option<&Path>,
        environment: impl Iterator<Item = (String, String)>,
        assignments: &[String],
    ) -> Result<Self> {
        let default = Path::new(DEFAULT_FILE);
        let found = file.or_else(|| default.is_file().then_some(default));
        let config =
            found.map_or_else(|| Ok(Config::default()), Config::load)?.with_environment(environment)?;
        let config = assignments.iter().try_fold(config, |config, assignment| config.set(assignment))?;
        config.check()?;
        let folder = found.unwrap_or(default).parent().unwrap_or(Path::new(""));
        let (knowledge, digests) = knowledge(folder)?;
        Ok(Self { config, knowledge, digests })
    }
}

/// What is known of the world: from the files in `folder` that are there, else what the program was built with.
fn knowledge(folder: &Path) -> Result<(content::Knowledge, BTreeMap<String, String>)> {
    let mut knowledge = content::Knowledge::default();
    let mut digests = BTreeMap::new();
    let path = folder.join("agencies.toml");
    let agencies = if path.is_file() {
        let text = std::fs::read_to_string(&path).map_err(Error::io(&path, "reading the agencies"))?;
        knowledge.agencies = Agencies::parse(&text).map_err(|fault| {
            let Fault { line, column, problem } = fault;
            Error::Config { path: path.clone(), line, column, problem }
        })?;
        text
    } else {
        agencies::BUILT_IN.to_owned()
    };
    digests.insert("agencies.toml".to_owned(), Sha256Hex::of(agencies.as_bytes()).to_string());
    for path in site_files(&folder.join("sites"))? {
        let text = std::fs::read_to_string(&path).map_err(Error::io(&path, "reading a site's file"))?;
        let host = path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
        knowledge.sites.add(Site::parse(&host, &text, &path)?);
        digests.insert(format!("sites/{host}.toml"), Sha256Hex::of(text.as_bytes()).to_string());
    }
    Ok((knowledge, digests))
}

/// The files of a folder that end in `.toml`, in the order of their names; none where there is no such folder.
fn site_files(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    if folder.is_dir() {
        for entry in folder.read_dir().map_err(Error::io(folder, "reading the sites"))? {
            files.push(entry.map_err(Error::io(folder, "reading the sites"))?.path());
        }
    }
    files.retain(|file| file.extension().is_some_and(|kind| kind == "toml"));
    files.sort_unstable();
    Ok(files)
}

/// Prefix of environment variables that set an option, as in `COPYDESK_DEDUP__SEED=7`.
const ENVIRONMENT: &str = "COPYDESK_";

impl Config {
    /// Reads a configuration file.
    ///
    /// # Errors
    /// The file cannot be read, is no TOML, or has a key or value that no option takes.
    pub fn load(path: &Path) -> Result<Self> {
        let text = std::fs::read_to_string(path).map_err(Error::io(path, "reading the configuration"))?;
        Self::parse(&text, path)
    }

    /// Reads a configuration from `text`; `path` is only named in errors.
    ///
    /// # Errors
    /// As [`Config::load`].
    pub fn parse(text: &str, path: &Path) -> Result<Self> {
        toml::from_str(text).map_err(|error| explain(&error, text, path))
    }

    /// Sets one option by its dotted name, as in `dedup.seed=7`. The value is TOML; what is no TOML is taken as text.
    ///
    /// # Errors
    /// [`Error::Usage`]: no such option, or it does not take this value.
    pub fn set(&self, assignment: &str) -> Result<Self> {
        let (key, value) = assignment
            .split_once('=')
            .ok_or_else(|| Error::Usage(format!("`{assignment}` sets nothing: write stage.option=value")))?;
        let table = toml::Table::try_from(self).map_err(|error| Error::Usage(error.to_string()))?;
        let value = parsed(value.trim()).unwrap_or_else(|| toml::Value::String(value.trim().to_owned()));
        let set = with(table, key.trim(), value)?;
        set.try_into().map_err(|error: toml::de::Error| Error::Usage(format!("{key}: {}", error.message())))
    }

    /// Tells what no stage would take, before any work is done.
    ///
    /// # Errors
    /// [`Error::Usage`], naming the stage.
    pub fn check(&self) -> Result<()> {
        let refused = |stage: &str, problem: String| Error::Usage(format!("{stage}: {problem}"));
        self.acquire.check().map_err(|problem| refused("acquire", problem))?;
        charset::Decoder::new(&self.charset).map_err(|problem| refused("charset", problem.to_string()))?;
        Ok(())
    }

    /// Applies the variables that begin with `COPYDESK_` and hold a `__` between stage and option.
    ///
    /// # Errors
    /// As [`Config::set`], naming the variable.
    pub fn with_environment(self, variables: impl Iterator<Item = (String, String)>) -> Result<Self> {
        let mut assignments: Vec<(String, String)> = variables
            .filter_map(|(name, value)| {
                let (stage, option) = name.strip_prefix(ENVIRONMENT)?.split_once("__")?;
                Some((name.clone(), format!("{}.{}={value}", stage.to_lowercase(), option.to_lowercase())))
            })
            .collect();
        assignments.sort();
        assignments.iter().try_fold(self, |config, (name, assignment)| {
            config.set(assignment).map_err(|error| Error::Usage(format!("{name}: {error}")))
        })
    }

    /// What a dataset was made with, as JSON: without what changes nothing in it.
    pub fn deciding(&self) -> serde_json::Value {
        let mut config = serde_json::to_value(self).unwrap_or_default();
        if let Some(dedup) = config.get_mut("dedup").and_then(serde_json::Value::as_object_mut) {
            dedup.remove("memory");
        }
        config
    }

    /// The configuration as TOML, defaults included.
    pub fn to_toml(&self) -> String {
        toml::to_string(self).unwrap_or_default()
    }
}

fn parsed(value: &str) -> Option<toml::Value> {
    format!("it = {value}").parse::<toml::Table>().ok()?.remove("it")
}

fn with(mut table: toml::Table, key: &str, value: toml::Value) -> Result<toml::Table> {
    let (mut at, mut path) = (&mut table, key.split('.').peekable());
    while let Some(part) = path.next() {
        if !at.contains_key(part) {
            let remedy = nearest(part, at.keys().map(String::as_str));
            return Err(Error::Usage(format!("no option `{key}`{remedy}")));
        }
        match (path.peek(), &mut at[part]) {
            (None, slot) => {
                *slot = value;
                return Ok(table);
            }
            (Some(_), toml::Value::Table(inner)) => at = inner,
            (Some(_), _) => break,
        }
    }
    Err(Error::Usage(format!("no option `{key}`")))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(text: &str) -> String {
        Config::parse(text, Path::new("copydesk.toml")).unwrap_err().to_string()
    }

    #[test]
    fn an_unknown_key_is_placed_and_the_nearest_named() {
        let text = "[dedup]\nsede = 3\n";
        assert_eq!(refused(text), "copydesk.toml:2:1: no option `sede` here; did you mean `seed`?");
    }

    #[test]
    fn a_value_of_the_wrong_kind_is_placed() {
        assert!(refused("[dedup]\nseed = \"x\"\n").starts_with("copydesk.toml:2:8: invalid type"));
    }

    #[test]
    fn set_reaches_an_option_and_names_the_nearest() {
        let config = Config::default().set("dedup.seed=7").unwrap();
        assert_eq!(config.dedup.seed, 7);
        let error = Config::default().set("dedup.sede=7").unwrap_err().to_string();
        assert_eq!(error, "no option `dedup.sede`; did you mean `seed`?");
        assert!(Config::default().set("dedup").is_err());
        assert!(Config::default().set("dedup.seed.x=1").is_err());
    }

    #[test]
    fn the_environment_sets_options_too() {
        let variables =
            [("COPYDESK_DEDUP__SEED".to_owned(), "9".to_owned()), ("PATH".to_owned(), "/".to_owned())];
        assert_eq!(Config::default().with_environment(variables.into_iter()).unwrap().dedup.seed, 9);
    }
}
