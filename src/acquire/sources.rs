//! Finds the files to read.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Component, Path, PathBuf};

use globset::{GlobBuilder, GlobMatcher};

use super::Source;
use crate::error::{Error, Result};

/// What [`super::sources`] does.
pub(super) fn find(inputs: &[PathBuf]) -> Result<Vec<Source>> {
    let mut found = Found::default();
    for input in inputs {
        if input.as_os_str() == "-" {
            found.standard_input = true;
        } else if input.is_dir() {
            found.folder(input, None);
        } else if input.symlink_metadata().is_ok() {
            let name = input.file_name().map(|name| name.to_string_lossy().into_owned());
            found.file(input.clone(), name.unwrap_or_default());
        } else if let Some((base, glob)) = glob(input)? {
            let before = found.files.len();
            found.folder(&base, Some(&glob));
            if found.files.len() == before {
                return Err(Error::Usage(format!("{}: no file matches", input.display())));
            }
        } else {
            return Err(Error::Usage(format!("{}: there is no such file or folder", input.display())));
        }
    }
    Ok(found.finish())
}

#[derive(Default)]
struct Found {
    files: Vec<(PathBuf, String)>,
    standard_input: bool,
}

impl Found {
    fn file(&mut self, path: PathBuf, name: String) {
        self.files.push((path, name));
    }

    /// Every file below `base`, but for hidden ones and a README at the top. Links are followed after everything else
    /// has been met under its own name, and never into a folder that has been walked: a loop ends there, and a web of
    /// links costs no more than its folders.
    fn folder(&mut self, base: &Path, glob: Option<&GlobMatcher>) {
        let mut walked: BTreeSet<PathBuf> = BTreeSet::new();
        let mut folders = vec![base.to_path_buf()];
        let mut links: BTreeSet<PathBuf> = BTreeSet::new();
        loop {
            let Some(folder) = folders.pop() else {
                let Some(link) = links.pop_first() else { return };
                // A link to nowhere is a file that cannot be read.
                if link.is_dir() {
                    folders.push(link)
                } else {
                    self.offer(base, link, glob)
                }
                continue;
            };
            if !walked.insert(folder.canonicalize().unwrap_or_else(|_| folder.clone())) {
                continue;
            }
            let Ok(entries) = fs::read_dir(&folder) else {
                self.offer(base, folder, glob);
                continue;
            };
            for entry in entries {
                // An entry that cannot even be listed ends the listing; what it was is not known.
                let Ok(entry) = entry else { break };
                if entry.file_name().as_encoded_bytes().starts_with(b".") {
                    continue;
                }
                match entry.file_type() {
                    Ok(kind) if kind.is_symlink() => _ = links.insert(entry.path()),
                    Ok(kind) if kind.is_dir() => folders.push(entry.path()),
                    _ => self.offer(base, entry.path(), glob),
                }
            }
        }
    }

    fn offer(&mut self, base: &Path, path: PathBuf, glob: Option<&GlobMatcher>) {
        let name = name_below(base, &path);
        let wanted = match glob {
            Some(glob) => glob.is_match(&name),
            None => !is_readme(&name),
        };
        if wanted {
            self.file(path, name);
        }
    }

    /// Each file once, under the longest name that an input gives it, sorted by name. Files of one name in different
    /// inputs are told apart by their whole paths.
    fn finish(mut self) -> Vec<Source> {
        self.files.sort_by(|(a_path, a), (b_path, b)| {
            (std::cmp::Reverse(a.len()), a, a_path).cmp(&(std::cmp::Reverse(b.len()), b, b_path))
        });
        let mut known = BTreeSet::new();
        self.files.retain(|(path, _)| known.insert(path.canonicalize().unwrap_or_else(|_| path.clone())));
        let mut names = BTreeSet::new();
        let twice: BTreeSet<String> =
            self.files.iter().filter(|(_, name)| !names.insert(name)).map(|(_, name)| name.clone()).collect();
        let mut sources: Vec<Source> = self
            .files
            .into_iter()
            .map(|(path, name)| {
                let name = if twice.contains(&name) { slashed(&path) } else { name };
                let bytes = fs::metadata(&path).map_or(0, |metadata| metadata.len());
                Source { file: Some(path), name, bytes }
            })
            .collect();
        if self.standard_input {
            sources.push(Source { file: None, name: "-".to_owned(), bytes: 0 });
        }
        sources.sort_by(|a, b| (&a.name, &a.file).cmp(&(&b.name, &b.file)));
        sources
    }
}

fn is_readme(name: &str) -> bool {
    ["README.md", "README.txt", "README"].iter().any(|readme| readme.eq_ignore_ascii_case(name))
}

/// `path` relative to `base`; bytes that are no UTF-8 become U+FFFD.
fn name_below(base: &Path, path: &Path) -> String {
    slashed(path.strip_prefix(base).unwrap_or(path))
}

fn slashed(path: &Path) -> String {
    let parts = path.components().filter_map(|part| match part {
        Component::Normal(part) => Some(part.to_string_lossy()),
        Component::ParentDir => Some("..".into()),
        Component::RootDir | Component::CurDir | Component::Prefix(_) => None,
    });
    parts.collect::<Vec<_>>().join("/")
}

/// The folder that a pattern starts from, and the pattern for names below it; `None` for what is no pattern.
fn glob(input: &Path) -> Result<Option<(PathBuf, GlobMatcher)>> {
    let text = input.to_string_lossy();
    let Some(special) = text.find(['*', '?', '[', '{']) else { return Ok(None) };
    let split = text[..special].rfind('/').map_or(0, |slash| slash + 1);
    let (base, pattern) = text.split_at(split);
    let glob = GlobBuilder::new(pattern)
        .literal_separator(true)
        .build()
        .map_err(|error| Error::Usage(format!("{text}: {error}")))?;
    let base = if base.is_empty() { "." } else { base };
    Ok(Some((PathBuf::from(base), glob.compile_matcher())))
}
