//! What a run makes of `raw/sample/`, against what its script says each record is (`tests/sample/truth.jsonl`).
//!
//! Fates, the number of records, encodings and clusters must be right; body text and metadata may miss as often as `AT_MOST`
//! says, and no oftener. The table of what missed is printed on failure.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

use copydesk::{Job, Progress, Settings, run};
use serde_json::Value;

/// How often a run may miss, by what it missed. A number may be lowered, never raised without a reason.
const AT_MOST: [(&str, usize); 13] = [
    ("fate", 1),
    ("encoding", 0),
    ("cluster", 6),
    ("text", 10),
    ("leak", 8),
    ("title", 4),
    ("date", 0),
    ("posted", 0),
    ("authors", 19),
    ("agency", 4),
    ("role", 3),
    ("place", 5),
    ("language", 0),
];

/// The words of a body that must be there, and no others, in thousandths of F1 over 4-word shingles.
const TEXT: usize = 950;

#[derive(Default)]
struct Misses {
    table: String,
    counts: BTreeMap<&'static str, usize>,
}

impl Misses {
    fn note(&mut self, what: &'static str, place: &str, why: &str) {
        *self.counts.entry(what).or_default() += 1;
        writeln!(self.table, "{what:<9} {place}: {why}").unwrap();
    }
}

#[test]
fn the_sample_comes_out_as_its_script_says() {
    let repository = Path::new(env!("CARGO_MANIFEST_DIR"));
    let out = tempfile::tempdir().unwrap();
    let job = Job { threads: 2, ..Job::new([repository.join("raw/sample")], out.path()) };
    run(&job, &Settings::load(None, std::iter::empty(), &[]).unwrap(), &Progress::default()).unwrap();
    let documents: BTreeMap<String, Value> = rows(&out.path().join("documents.jsonl"))
        .into_iter()
        .map(|row| (said(&row, "id").to_owned(), row))
        .collect();
    let (origins, rejected) =
        (rows(&out.path().join("origins.jsonl")), rows(&out.path().join("rejected.jsonl")));
    let truth = rows(&repository.join("tests/sample/truth.jsonl"));

    let mut misses = Misses::default();
    let mut filed: BTreeMap<&str, &Value> = BTreeMap::new();
    for expected in &truth {
        let place = place(expected);
        let Some(row) = outcome(expected, origins.iter().chain(&rejected)) else {
            misses.note("fate", &place, "no such record");
            continue;
        };
        let code = said(row, "code");
        if said(expected, "fate") == "rejected" {
            if !list(expected, "codes").contains(&code) {
                misses.note("fate", &place, &format!("`{code}`, not {:?}", list(expected, "codes")));
            }
        } else if !code.is_empty() {
            misses.note("fate", &place, &format!("rejected: {}", said(row, "reason")));
        } else {
            let id = said(row, "id");
            filed.insert(id, expected);
            compare(expected, &documents[id], &place, &mut misses);
        }
    }
    if origins.len() + rejected.len() != truth.len() {
        misses.note(
            "fate",
            "in all",
            &format!("{} records, not {}", origins.len() + rejected.len(), truth.len()),
        );
    }
    clusters(&filed, &documents, &mut misses);

    let Misses { table, counts } = misses;
    println!("{table}{counts:?}");
    for (what, most) in AT_MOST {
        let missed = counts.get(what).copied().unwrap_or(0);
        assert!(missed <= most, "{what} missed {missed} times, not {most}\n{table}{counts:?}");
    }
}

fn rows(file: &Path) -> Vec<Value> {
    let text = std::fs::read_to_string(file).unwrap();
    text.split('\n').filter(|line| !line.is_empty()).map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn said<'a>(row: &'a Value, key: &str) -> &'a str {
    row[key].as_str().unwrap_or("")
}

fn list<'a>(row: &'a Value, key: &str) -> Vec<&'a str> {
    row[key].as_array().into_iter().flatten().filter_map(Value::as_str).collect()
}

fn place(expected: &Value) -> String {
    let index = expected["index"].as_u64().map_or(String::new(), |index| format!("#{index}"));
    format!("{} {}{index}", said(expected, "path"), said(expected, "entry"))
}

/// The row of `origins.jsonl` or `rejected.jsonl` that tells what became of a record: by its name, its address, its entry, or
/// its number within the file.
fn outcome<'a>(expected: &Value, rows: impl Iterator<Item = &'a Value>) -> Option<&'a Value> {
    let mut here: Vec<&Value> = rows.filter(|row| row["path"] == expected["path"]).collect();
    here.sort_by_key(|row| row["offset"].as_u64());
    let name = said(expected, "record_id").trim_matches(['<', '>']);
    let (url, entry) = (said(expected, "url"), said(expected, "entry"));
    let named = |row: &&&Value| match () {
        () if !name.is_empty() => said(row, "record_id").contains(name),
        () if !url.is_empty() => said(row, "url") == url,
        () => entry.is_empty() || said(row, "entry").starts_with(entry),
    };
    match expected["index"].as_u64() {
        Some(index) if name.is_empty() && url.is_empty() => here.get(index as usize).copied(),
        _ => here.iter().find(named).copied(),
    }
}

fn compare(expected: &Value, document: &Value, place: &str, misses: &mut Misses) {
    let told = said(document, "text");
    let (shared, lost, gained) = crate::pages::compare(&list(expected, "body").join("\n\n"), told);
    let f1 = 2000 * shared / (2 * shared + lost + gained).max(1);
    if expected["strict"] == true && f1 < TEXT {
        misses.note("text", place, &format!("F1 .{f1:03}, {lost} lost, {gained} gained"));
    }
    let spaced = told.split_whitespace().collect::<Vec<_>>().join(" ");
    for phrase in list(expected, "without").into_iter().filter(|phrase| spaced.contains(phrase)) {
        misses.note("leak", place, phrase);
    }
    let role = Some(said(expected, "agency_role")).filter(|role| !role.is_empty()).unwrap_or("none");
    for (what, wanted, found) in [
        ("title", said(expected, "title").to_owned(), "title"),
        ("date", said(expected, "date_published").to_owned(), "date_published"),
        ("posted", said(expected, "date_posted").to_owned(), "date_posted"),
        ("authors", list(expected, "authors").join("; "), "authors"),
        ("agency", said(expected, "agency").to_owned(), "agency"),
        ("role", role.to_owned(), "agency_role"),
        ("place", said(expected, "dateline_place").to_owned(), "dateline_place"),
        ("language", said(expected, "language").to_owned(), "lang"),
    ] {
        let found = said(document, found);
        if found != wanted && wanted != "?" {
            misses.note(what, place, &format!("`{found}`, not `{wanted}`"));
        }
    }
    // GBK is the part of GB18030 that these pages use, ASCII a part of UTF-8.
    let encoding = match said(document, "encoding") {
        "gbk" => "gb18030",
        "us-ascii" => "utf-8",
        other => other,
    };
    if encoding != said(expected, "encoding") {
        misses.note("encoding", place, &format!("{encoding}, not {}", said(expected, "encoding")));
    }
}

/// Two documents are filed together exactly where they tell one story; a roundup tells none of those it is made of.
fn clusters(filed: &BTreeMap<&str, &Value>, documents: &BTreeMap<String, Value>, misses: &mut Misses) {
    for (a, one) in filed {
        for (b, other) in filed.range(*a..).skip(1) {
            let same = one["story"] == other["story"];
            let together = documents[*a]["cluster_id"] == documents[*b]["cluster_id"];
            if same != together {
                let why = if same { "not filed with" } else { "filed with" };
                misses.note("cluster", &place(one), &format!("{why} {}", place(other)));
            }
        }
    }
}
