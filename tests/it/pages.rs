//! The regression set of `content`: `tests/fixtures/content/pages/<case>/`, each a page and its truth.
//!
//! `truth.toml` says what the page is (title, authors, date, agency, lang, body, phrases that are no part of it; a field
//! it does not name is not judged) and what was reached last: `floor` (F1 over 4-word shingles, in thousandths), `leaks`
//! (unwanted phrases found in the body) and `right` (fields told rightly). A run may be better, never worse.
//! `BLESS=1` writes what this run reached into the truth files: look at the diff before it is committed.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use copydesk::Settings;
use copydesk::charset::{self, Decoder};
use copydesk::content::Extractor;
use copydesk::model::{Document, Markup, Origin, Record, Rejection};
use serde::Deserialize;

/// The mean F1 of all pages, in thousandths, below which the set as a whole may not fall.
const MEAN_FLOOR: u64 = 940;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Truth {
    title: Option<String>,
    subtitle: Option<String>,
    authors: Option<Vec<String>>,
    date: Option<String>,
    modified: Option<String>,
    agency: Option<String>,
    place: Option<String>,
    lang: Option<String>,
    floor: u64,
    leaks: usize,
    right: Vec<String>,
    body: Vec<String>,
    without: Vec<String>,
}

/// What a run made of a page.
struct Outcome {
    f1: u64,
    lost: usize,
    gained: usize,
    leaks: Vec<String>,
    right: Vec<String>,
    wrong: Vec<String>,
}

#[test]
fn no_page_is_read_worse_than_before() {
    let bless = std::env::var_os("BLESS").is_some();
    let extractor = extractor();
    let (mut table, mut worse, mut sum) = (String::new(), Vec::new(), 0);
    let cases = cases();
    assert!(cases.len() >= 60, "{} pages", cases.len());
    for case in &cases {
        let name = case.file_name().unwrap().to_string_lossy().into_owned();
        let written = std::fs::read_to_string(case.join("truth.toml")).unwrap();
        let truth: Truth = toml::from_str(&written).unwrap_or_else(|error| panic!("{name}: {error}"));
        let outcome = judge(&truth, &read(case, &extractor));
        sum += outcome.f1;
        let fell = outcome.f1 < truth.floor
            || outcome.leaks.len() > truth.leaks
            || truth.right.iter().any(|field| !outcome.right.contains(field));
        if fell {
            worse.push(name.clone());
        }
        let mark = if fell { "<" } else { " " };
        let Outcome { f1, lost, gained, leaks, wrong, .. } = &outcome;
        writeln!(
            table,
            "{mark} {f1:>4} (floor {:>4}) lost {lost:>3} gained {gained:>3}  {name:<24} {}{}",
            truth.floor,
            wrong.join("; "),
            leaks.iter().fold(String::new(), |said, phrase| said + "\n        leaked: " + phrase),
        )
        .unwrap();
        if bless {
            std::fs::write(case.join("truth.toml"), blessed(&written, &outcome)).unwrap();
        }
    }
    let mean = sum / cases.len() as u64;
    writeln!(table, "mean {mean} of {} pages", cases.len()).unwrap();
    println!("{table}");
    assert!(bless || worse.is_empty(), "worse than before: {worse:?}\n{table}");
    assert!(bless || mean >= MEAN_FLOOR, "mean {mean} is under {MEAN_FLOOR}\n{table}");
}

fn extractor() -> Extractor {
    // Tests run in the package's folder, where `config/` is.
    let settings = Settings::load(None, std::iter::empty(), &[]).unwrap();
    Extractor::new(&settings.config.content, &settings.knowledge)
}

fn cases() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/content/pages");
    let mut cases: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    cases.retain(|path| path.is_dir());
    cases.sort();
    cases
}

fn read(case: &Path, extractor: &Extractor) -> Result<Document, Rejection> {
    let (file, markup) = match std::fs::read(case.join("page.html")) {
        Ok(bytes) => (bytes, Markup::Html),
        Err(_) => (std::fs::read(case.join("page.txt")).unwrap(), Markup::Text),
    };
    let record = Record::new(Origin::file("page", file.len() as u64), file).marked(markup);
    let page = Decoder::new(&charset::Options::default()).unwrap().apply(record)?;
    extractor.apply(page)
}

fn judge(truth: &Truth, read: &Result<Document, Rejection>) -> Outcome {
    let text = read.as_ref().map_or("", |document| document.text());
    let (shared, lost, gained) = compare(&truth.body.join("\n\n"), text);
    let told = spaced(text);
    let leaks = truth.without.iter().filter(|phrase| told.contains(phrase.as_str())).cloned().collect();
    let mut outcome = Outcome {
        f1: (2000 * shared / (2 * shared + lost + gained).max(1)) as u64,
        lost,
        gained,
        leaks,
        right: Vec::new(),
        wrong: Vec::new(),
    };
    let Ok(document) = read else {
        outcome.wrong.push("rejected".into());
        return outcome;
    };
    let facts = &document.extraction().metadata;
    let day = |when: Option<copydesk::model::When>| when.map_or(String::new(), |when| when.date.to_string());
    for (field, wanted, found) in [
        ("title", truth.title.clone(), facts.title.clone()),
        ("subtitle", truth.subtitle.clone(), facts.subtitle.clone()),
        ("authors", truth.authors.as_ref().map(|names| names.join("; ")), facts.authors.join("; ")),
        ("date", truth.date.clone(), day(facts.published)),
        ("modified", truth.modified.clone(), day(facts.modified)),
        ("agency", truth.agency.clone(), facts.agency.clone()),
        ("place", truth.place.clone(), facts.dateline_place.clone()),
        ("lang", truth.lang.clone(), facts.language.clone()),
    ] {
        match wanted {
            Some(wanted) if wanted == found => outcome.right.push(field.into()),
            Some(_) => outcome.wrong.push(format!("{field}: `{found}`")),
            None => {}
        }
    }
    outcome
}

/// 4-word shingles shared, only wanted, only found; as multisets.
pub(crate) fn compare(wanted: &str, found: &str) -> (usize, usize, usize) {
    let (wanted, found) = (words(wanted), words(found));
    let mut counts: BTreeMap<&[&str], [usize; 2]> = BTreeMap::new();
    for (side, words) in [&wanted, &found].into_iter().enumerate() {
        for shingle in words.windows(words.len().clamp(1, 4)) {
            counts.entry(shingle).or_default()[side] += 1;
        }
    }
    counts.values().fold((0, 0, 0), |(shared, lost, gained), [a, b]| {
        let both = a.min(b);
        (shared + both, lost + a - both, gained + b - both)
    })
}

fn words(text: &str) -> Vec<&str> {
    text.split(|c: char| !c.is_alphanumeric() && c != '_').filter(|word| !word.is_empty()).collect()
}

fn spaced(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The truth file with this run's `floor`, `leaks` and `right`. The floor is the next lower multiple of 50, so that new
/// weights may shift a shingle or two.
fn blessed(written: &str, outcome: &Outcome) -> String {
    let line = |line: &str| match line.split(" = ").next() {
        Some("floor") => format!("floor = {}\n", outcome.f1.saturating_sub(1) / 50 * 50),
        Some("leaks") => format!("leaks = {}\n", outcome.leaks.len()),
        Some("right") => format!("right = {:?}\n", outcome.right),
        _ => format!("{line}\n"),
    };
    written.lines().map(line).collect()
}

#[test]
fn the_score_sees_what_is_lost_and_what_is_gained() {
    assert_eq!(compare("a b c d e", "a b c d e"), (2, 0, 0));
    assert_eq!(compare("a b c d e", "a b c d"), (1, 1, 0));
    assert_eq!(compare("a b c d", "a b c d e f"), (1, 0, 2));
    assert_eq!(compare("one two", ""), (0, 1, 0));
}
