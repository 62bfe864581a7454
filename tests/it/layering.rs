//! The rooms of the house: who may import whom, and which crate lives where. ARCHITECTURE.md says why.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// What each room may see of the library, besides itself.
const MAY_SEE: &[(&str, &[&str])] = &[
    ("text", &[]),
    ("error", &[]),
    ("model", &["text"]),
    ("acquire", &["model", "text", "error"]),
    ("charset", &["model", "text", "error"]),
    ("content", &["model", "text", "error"]),
    ("dedup", &["model", "text", "error"]),
    ("emit", &["model", "text", "error"]),
    ("config", &["acquire", "charset", "content", "dedup", "emit", "model", "text", "error"]),
    ("index", &["dedup", "emit", "model", "text", "error"]),
    (
        "pipeline",
        &["index", "config", "acquire", "charset", "content", "dedup", "emit", "model", "text", "error"],
    ),
    ("review", &["config", "acquire", "charset", "content", "dedup", "emit", "model", "text", "error"]),
    ("html", &["review", "emit", "model", "text"]),
    ("serve", &["html", "review", "config", "dedup", "emit", "model", "text", "error"]),
    ("ui", &[]),
];

/// Words that may stand in these rooms only.
const ONLY_HOME: &[(&str, &[&str])] = &[
    ("encoding_rs", &["charset"]),
    ("scraper::", &["content"]),
    ("xxhash_rust", &["text"]),
    ("clap", &["ui"]),
    ("indicatif", &["ui"]),
    ("std::fs", &["acquire", "emit", "config", "index", "review", "pipeline", "ui"]),
    ("rayon", &["pipeline", "dedup"]),
    ("thread::", &["pipeline", "ui", "serve"]),
    ("std::net", &["serve"]),
    ("httparse", &["serve"]),
    ("println!", &["ui"]),
    ("SystemTime", &["pipeline", "serve"]),
    ("Instant", &["pipeline", "ui"]),
];

#[test]
fn lower_never_sees_higher_and_neighbours_never_see_each_other() {
    let may_see: BTreeMap<_, _> = MAY_SEE.iter().copied().collect();
    let mut wrong = Vec::new();
    for (path, room, code) in sources() {
        let Some(seen) = may_see.get(room.as_str()) else {
            wrong.push(format!("{}: a room that nobody planned", path.display()));
            continue;
        };
        for other in imports(&code) {
            if other != room && !seen.contains(&other.as_str()) {
                wrong.push(format!("{}: {room} sees {other}", path.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn each_crate_has_one_home() {
    let mut wrong = Vec::new();
    for (path, room, code) in sources() {
        for (word, homes) in ONLY_HOME {
            if !homes.contains(&room.as_str()) && code.contains(word) {
                wrong.push(format!("{}: `{word}` lives in {}", path.display(), homes.join(", ")));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_rooms_are_all_there() {
    let rooms: std::collections::BTreeSet<String> = sources().into_iter().map(|(_, room, _)| room).collect();
    let planned: std::collections::BTreeSet<String> =
        MAY_SEE.iter().map(|(room, _)| (*room).to_owned()).collect();
    assert_eq!(rooms, planned);
}

/// Every source file but the roots, its room, and its code without comments and unit tests.
fn sources() -> Vec<(PathBuf, String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut found = Vec::new();
    let mut folders = vec![root.clone()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let below = path.strip_prefix(&root).unwrap();
                let room =
                    below.components().next().unwrap().as_os_str().to_string_lossy().replace(".rs", "");
                if room != "lib" && room != "main" {
                    found.push((path.clone(), room, code(&fs::read_to_string(&path).unwrap())));
                }
            }
        }
    }
    found
}

fn code(text: &str) -> String {
    let before_tests = text.split("#[cfg(test)]").next().unwrap_or("");
    let lines = before_tests.lines().map(|line| line.split("//").next().unwrap_or(""));
    lines.collect::<Vec<_>>().join("\n")
}

/// The rooms that `crate::…` paths lead to, `crate::{a, b::c}` included.
fn imports(code: &str) -> Vec<String> {
    let mut rooms = Vec::new();
    for rest in code.split("crate::").skip(1) {
        let name = |text: &str| {
            let end = text.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(text.len());
            text[..end].to_owned()
        };
        match rest.strip_prefix('{') {
            None => rooms.push(name(rest)),
            Some(list) => {
                let (mut depth, mut start) = (0, true);
                for (at, c) in list.char_indices() {
                    match c {
                        '{' => depth += 1,
                        '}' if depth == 0 => break,
                        '}' => depth -= 1,
                        ',' if depth == 0 => start = true,
                        c if c.is_whitespace() => {}
                        _ if start && depth == 0 => {
                            rooms.push(name(&list[at..]));
                            start = false;
                        }
                        _ => {}
                    }
                }
            }
        }
    }
    rooms
}

#[test]
fn a_braced_import_is_seen_through() {
    assert_eq!(
        imports("use crate::{emit::{Row, Sink}, dedup};\nuse crate::text;"),
        ["emit", "dedup", "text"]
    );
}
