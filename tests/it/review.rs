//! Two datasets held against each other: what changed, and why.

use std::fs;
use std::path::Path;

use copydesk::model::Pass;
use copydesk::review::decisions::{self, Decision, Decisions, Verdict};
use copydesk::review::{Catalogue, Cause, Dataset, Side, Sort, Wanted, diff};
use copydesk::{Job, Progress, Settings, run};
use tempfile::TempDir;

const REPORTS: [(&str, &str); 3] = [
    (
        "harbour.txt",
        "Harbour reopens\n\nThe harbour of Northaven reopened on Monday after a storm that had closed it for a week, the port master said.\n\nCopyright 2025 Northaven Ledger. All rights reserved.\n",
    ),
    (
        "tram.txt",
        "Council votes on tram\n\nThe council of Eastmere voted on Wednesday to build a tram line, ending a dispute that had lasted nine years.\n\nCopyright 2025 Eastmere Post. All rights reserved.\n",
    ),
    (
        "herring.txt",
        "Herring season opens\n\nFishing crews landed some 340 tonnes of herring on the first day of the season, according to the harbour office.\n",
    ),
];

/// A dataset made of the reports, each changed by `edit`.
fn dataset(edit: impl Fn(&str, &str) -> Option<String>) -> TempDir {
    let (raw, out) = (TempDir::new().unwrap(), TempDir::new().unwrap());
    for (name, text) in REPORTS {
        if let Some(text) = edit(name, text) {
            fs::write(raw.path().join(name), text).unwrap();
        }
    }
    let job = Job::new([raw.path()], out.path());
    run(&job, &Settings::default(), &Progress::default()).unwrap();
    out
}

fn as_it_is(_: &str, text: &str) -> Option<String> {
    Some(text.to_owned())
}

fn side(folder: &Path) -> Side {
    Side::parse(folder.to_str().unwrap()).unwrap()
}

/// Rewrites each line of one file of a dataset, as another version of the program would have written it.
fn rewritten(from: &Path, file: &str, line: impl Fn(&str) -> Option<String>) -> TempDir {
    let to = TempDir::new().unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let mut text = fs::read_to_string(&path).unwrap();
        let name = path.file_name().unwrap();
        if name == file {
            text = text.lines().filter_map(&line).map(|line| line + "\n").collect();
        }
        fs::write(to.path().join(name), text).unwrap();
    }
    to
}

#[test]
fn a_dataset_does_not_differ_from_itself() {
    let (one, other) = (dataset(as_it_is), dataset(as_it_is));
    let found = diff(&side(one.path()), &side(other.path())).unwrap();
    assert!(found.is_empty(), "{found:?}");
    assert_eq!((found.old_documents, found.unchanged), (3, 3));
}

#[test]
fn a_record_that_went_and_one_that_came_are_told() {
    let before = dataset(|name, text| (name != "tram.txt").then(|| text.to_owned()));
    let after = dataset(|name, text| (name != "herring.txt").then(|| text.to_owned()));
    let causes: Vec<Cause> = diff(&side(before.path()), &side(after.path()))
        .unwrap()
        .groups
        .into_iter()
        .map(|group| group.cause)
        .collect();
    assert_eq!(causes, [Cause::Added, Cause::Gone]);
}

#[test]
fn a_changed_rule_is_the_cause_and_not_each_document() {
    let after = dataset(as_it_is);
    let rows = fs::read_to_string(after.path().join("removed.jsonl")).unwrap();
    let first: serde_json::Value = serde_json::from_str(rows.lines().next().unwrap()).unwrap();
    let rule = first["rule_id"].as_str().unwrap();
    let is_first = |line: &str| line.contains(&format!("\"rule_id\":\"{rule}\""));
    let before = rewritten(after.path(), "removed.jsonl", |line| (!is_first(line)).then(|| line.to_owned()));
    let found = diff(&side(before.path()), &side(after.path())).unwrap();
    let [group] = &found.groups[..] else { panic!("{found:?}") };
    assert_eq!(group.cause, Cause::RuleFires { rule: rule.to_owned() });
    assert_eq!(group.blocks, rows.lines().filter(|line| is_first(line)).count() as u64);
    assert!(group.bytes < 0 && !group.samples.is_empty(), "{group:?}");

    let renamed =
        |line: &str| Some(line.replace(&format!("\"rule_id\":\"{rule}\""), "\"rule_id\":\"older-rule\""));
    let before = rewritten(after.path(), "removed.jsonl", renamed);
    let found = diff(&side(before.path()), &side(after.path())).unwrap();
    assert_eq!(found.groups[0].cause, Cause::RuleChanged { from: "older-rule".into(), to: rule.to_owned() });
}

#[test]
fn a_changed_field_is_told_with_both_values() {
    let after = dataset(as_it_is);
    let before = rewritten(after.path(), "documents.jsonl", |line| {
        Some(line.replace("\"section\":\"\"", "\"section\":\"Region\""))
    });
    let found = diff(&side(before.path()), &side(after.path())).unwrap();
    assert_eq!(found.groups[0].cause, Cause::Field { field: "section".into() });
    assert_eq!(
        (found.groups[0].samples[0].old.as_str(), found.groups[0].samples[0].new.as_str()),
        ("Region", "")
    );
}

#[test]
fn a_folder_without_a_dataset_is_refused() {
    let empty = TempDir::new().unwrap();
    assert!(Side::parse(empty.path().to_str().unwrap()).is_err());
    assert!(Side::parse("neither-a-folder-nor-a-revision").is_err());
    assert!(Dataset::open(empty.path()).is_err());
}

#[test]
fn the_account_of_a_document_is_found_by_the_first_digits_of_its_id() {
    let out = dataset(as_it_is);
    let dataset = Dataset::open(out.path()).unwrap();
    let first = fs::read_to_string(out.path().join("documents.jsonl")).unwrap();
    let id = &first[7..32];
    let account = dataset.account(&id[..10]).unwrap();
    assert_eq!(account.article.id.to_string(), id);
    assert!(!account.kept.is_empty());
    assert!(dataset.find("a").unwrap_err().to_string().contains("give more digits"));
    assert!(dataset.find("affffffff").is_err());
}

/// Two runs over one dump; the second knows a site whose pages end in a pledge.
fn before_and_after() -> (TempDir, TempDir) {
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/review");
    let made = |config: &str| {
        let out = TempDir::new().unwrap();
        let config = fixtures.join(config).join("copydesk.toml");
        let settings = Settings::load(Some(&config), std::iter::empty(), &[]).unwrap();
        let job = Job::new([fixtures.join("dump")], out.path());
        run(&job, &settings, &Progress::default()).unwrap();
        out
    };
    (made("plain"), made("strict"))
}

/// What the program prints; 0 and 1 are answers, all else is trouble.
fn printed(arguments: &[&str]) -> String {
    let mut program = std::process::Command::new(env!("CARGO_BIN_EXE_copydesk"));
    let said = program.args(arguments).env("COLUMNS", "100").output().unwrap();
    let trouble = String::from_utf8_lossy(&said.stderr);
    assert!(matches!(said.status.code(), Some(0 | 1)), "{trouble}");
    String::from_utf8(said.stdout).unwrap()
}

fn golden(name: &str, text: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/review").join(name);
    if std::env::var_os("BLESS").is_some() {
        fs::write(&path, text).unwrap();
    }
    assert_eq!(fs::read_to_string(&path).unwrap_or_default(), text, "{name}; BLESS=1 takes it over");
}

#[test]
fn a_difference_reads_as_it_did() {
    let (before, after) = before_and_after();
    let (old, new) = (before.path().to_str().unwrap(), after.path().to_str().unwrap());
    golden("diff.txt", &printed(&["diff", old, new]));
    golden("diff.md", &printed(&["diff", old, new, "--md"]));
    golden("diff.json", &printed(&["diff", old, new, "--json"]));
    let coloured = printed(&["diff", old, new, "--color", "always"]);
    assert!(coloured.contains("\x1b[1mrule `site-strip`"), "{coloured}");
}

#[test]
fn a_document_and_a_file_explained_read_as_they_did() {
    let (_, after) = before_and_after();
    let dataset = after.path().to_str().unwrap();
    let hostile = "a480531f26";
    // What decided is another matter than how it is told: it stands under the blocks, farther in.
    let config = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/review/strict/copydesk.toml");
    let explained = printed(&["explain", hostile, "--dataset", dataset, "--config", config]);
    let (why, rest): (Vec<&str>, Vec<&str>) = explained
        .split_inclusive('\n')
        .partition(|line| line.starts_with("           ") && !line.starts_with("            "));
    golden("explain.txt", &rest.concat());
    assert_eq!(
        why.iter().filter(|line| line.trim().starts_with("by: ")).count(),
        2,
        "of each kept block: {why:?}"
    );
    let told = |text: String| text.replace(|c: char| c.is_ascii_digit(), "9");
    golden("why.txt", &told(printed(&["why", hostile, "a1a84403ac", "--dataset", dataset])));
    let file = "tests/fixtures/review/dump/hostile.html";
    golden("inspect.txt", &told(printed(&["inspect", file])));
}

#[test]
fn what_decided_is_told_of_every_judged_block_where_the_raw_record_is() {
    let (before, _) = before_and_after();
    let dataset = Dataset::open(before.path()).unwrap();
    let (catalogue, _) = Catalogue::read(&dataset, &|_, _| {}).unwrap();
    let of = |id: &str, raw: &[&str]| {
        let explain = ["explain", id, "--dataset", before.path().to_str().unwrap()];
        printed(&[&explain[..], raw].concat())
    };
    for entry in catalogue.entries() {
        let account = dataset.alone(catalogue.article(entry).unwrap()).unwrap();
        let judged = account.removed.iter().filter(|row| row.pass == Pass::Judge).count();
        let told = of(&account.article.id.to_string(), &[]);
        assert!(!told.contains("--raw") && !told.contains("another body"), "{told}");
        let lines = |kind| told.lines().filter(|line| line.trim().starts_with(kind)).count();
        assert_eq!(lines("by: "), judged + account.kept.len(), "{told}");
        assert!(lines("words: ") >= account.kept.len() && lines("names: ") > 0, "{told}");
    }
    fs::remove_file(before.path().join("run.json")).unwrap();
    let id = catalogue.entries()[0].id.to_string();
    let untold = of(&id, &[]);
    assert!(untold.contains("name the dump with --raw") && !untold.contains("by: "), "{untold}");
    let dump = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/review/dump");
    assert!(of(&id, &["--raw", dump]).contains("by: "));
}

#[test]
fn a_single_file_asks_for_nothing_and_obeys_no_page() {
    let (before, after) = before_and_after();
    let (old, new) = (before.path().to_str().unwrap(), after.path().to_str().unwrap());
    for html in [printed(&["diff", old, new, "--html"]), printed(&["report", new])] {
        assert!(html.contains("Content-Security-Policy") && html.contains("default-src &#39;none&#39;"));
        assert_eq!(html.matches("<script").count(), 1, "its own");
        assert!(html.contains("Tariffs &lt;script&gt;alert(1)&lt;/script&gt; \\u{202e}rise"));
        for asks in ["src=\"", "<link", "@import", "url(", "<img", "<iframe", "href=\"http"] {
            assert!(!html.contains(asks), "{asks}");
        }
        assert!(!html.contains(['\u{202E}', '\x1b']));
    }
}

#[test]
fn every_page_is_put_together_again_from_what_was_kept_and_cut() {
    let dataset = Dataset::open(&Path::new(env!("CARGO_MANIFEST_DIR")).join("cleaned/sample")).unwrap();
    let (catalogue, overview) = Catalogue::read(&dataset, &|_, _| {}).unwrap();
    assert_eq!(catalogue.entries().len() as u64, overview.counts.kept + overview.counts.copies);
    for entry in catalogue.entries() {
        let account = dataset.alone(catalogue.article(entry).unwrap()).unwrap();
        let texts = account.kept_texts();
        assert_eq!(texts.len(), account.kept.len());
        for (text, row) in texts.iter().zip(&account.kept) {
            let span = (row.end - row.start) as usize;
            assert!(text.len() <= span && text.len() + 2 >= span, "{}: {text}", entry.id);
        }
        assert_eq!(account.pieces().len(), account.kept.len() + account.removed.len());
    }
}

#[test]
fn documents_are_found_by_what_they_say_and_by_what_was_done_to_them() {
    let dataset = Dataset::open(&Path::new(env!("CARGO_MANIFEST_DIR")).join("cleaned/sample")).unwrap();
    let (catalogue, overview) = Catalogue::read(&dataset, &|_, _| {}).unwrap();
    let found = |wanted: Wanted| catalogue.find(&wanted, 0, 1000).unwrap();
    let all = found(Wanted::default());
    assert_eq!(all.total, catalogue.entries().len() as u64);
    let titles: Vec<String> = all.rows.iter().map(|row| row.title.clone()).collect();
    let rows = fs::read_to_string(dataset.folder().join("documents.jsonl")).unwrap();
    let articles: Vec<copydesk::emit::Article> =
        rows.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(titles, articles.iter().map(|article| article.title.clone()).collect::<Vec<_>>());
    for (query, term) in [("FERRY", "ferry"), ("\"Cutler Bank\"", "cutler bank")] {
        let holds = |article: &&copydesk::emit::Article| {
            article.text.to_lowercase().contains(term) || article.title.to_lowercase().contains(term)
        };
        let expected = articles.iter().filter(holds).count() as u64;
        let hits = found(Wanted { query: query.into(), ..Wanted::default() });
        assert!(expected > 0 && hits.total == expected, "{query}: {} of {expected}", hits.total);
    }
    let rule = &overview.rules[0].rule;
    let of_rule = found(Wanted { rule: rule.clone(), ..Wanted::default() });
    assert_eq!(of_rule.total, overview.rules[0].documents);
    let canonical = found(Wanted { fate: "canonical".into(), ..Wanted::default() });
    assert_eq!(canonical.total, overview.counts.kept);
    assert_eq!(found(Wanted { host: "no.such.host".into(), ..Wanted::default() }).total, 0);
    let longest = found(Wanted { sort: Sort::Longest, ..Wanted::default() });
    let words = |hit: &copydesk::review::Hit| catalogue.entries()[hit.number].words;
    assert!(longest.rows.windows(2).all(|two| words(&two[0]) >= words(&two[1])));
}

#[test]
fn a_rejected_change_leaves_cases_that_fail_until_it_is_gone() {
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/review");
    let (before, after) = before_and_after();
    let found = diff(&side(before.path()), &side(after.path())).unwrap();
    let group = &found.groups[0];
    let mut decisions = Decisions::default();
    decisions.decide(Decision {
        change: group.cause.key(),
        digest: group.digest.clone(),
        decided: Verdict::Reject,
        date: copydesk::model::Date::parse("2025-03-04").unwrap(),
        by: String::new(),
        said: group.to_string(),
        old: String::new(),
        new: String::new(),
        raw: vec![fixtures.join("dump")],
        cases: decisions::cases(group),
    });
    // What is written reads back, and the same change is known again.
    let config = TempDir::new().unwrap();
    let path = config.path().join(decisions::FILE);
    decisions.save(&path).unwrap();
    let decisions = Decisions::load(&path).unwrap();
    let again = diff(&side(before.path()), &side(after.path())).unwrap();
    assert_eq!(decisions.of(&again.groups[0]).map(|decision| decision.decided), Some(Verdict::Reject));

    let settings =
        |folder: &Path| Settings::load(Some(&folder.join("copydesk.toml")), std::iter::empty(), &[]).unwrap();
    let held = decisions::replay(&decisions, &settings(&fixtures.join("plain")), &[]).unwrap();
    assert_eq!((held.held, held.failed.len(), held.absent.len()), (3, 0, 0));
    let failed = decisions::replay(&decisions, &settings(&fixtures.join("strict")), &[]).unwrap();
    assert_eq!((failed.held, failed.failed.len()), (0, 3));
    assert!(failed.failed[0].contains("is cut by `site-strip`"), "{:?}", failed.failed);
    let nowhere =
        decisions::replay(&decisions, &settings(&fixtures.join("plain")), &[before.path().into()]).unwrap();
    assert_eq!(nowhere.absent.len(), 3);

    // An exception in the site's file keeps the rule away from these blocks, and the cases hold.
    let strict = config.path().join("strict");
    fs::create_dir_all(strict.join("sites")).unwrap();
    for file in ["copydesk.toml", "sites/quay.example.toml"] {
        fs::copy(fixtures.join("strict").join(file), strict.join(file)).unwrap();
    }
    let date = copydesk::model::Date::parse("2025-03-04").unwrap();
    let written = decisions::except(group, &strict, date).unwrap();
    assert_eq!(written, [strict.join("sites/quay.example.toml")]);
    let held = decisions::replay(&decisions, &settings(&strict), &[]).unwrap();
    assert_eq!((held.held, held.failed), (3, Vec::new()));
    // To write it twice changes nothing.
    let text = fs::read_to_string(&written[0]).unwrap();
    decisions::except(group, &strict, date).unwrap();
    assert_eq!(fs::read_to_string(&written[0]).unwrap(), text);
}

#[test]
fn a_file_name_is_a_name_wherever_it_is_shown() {
    let (raw, folder) = (TempDir::new().unwrap(), TempDir::new().unwrap());
    let name = "a\n\x1b[31m<b>|`x`\u{202E}.txt";
    fs::write(raw.path().join(name), [0u8, 1, 2, 255, 254, 0, 3].repeat(40)).unwrap();
    let report = "The harbour of Northaven reopened on Monday after a storm that had closed it for a week.\n";
    fs::write(raw.path().join(format!("good {name}")), format!("Harbour reopens\n\n{report}")).unwrap();
    let (before, after) = (folder.path().join("before"), folder.path().join("after"));
    let run = |inputs: &Path, out: &Path, more: &[&str]| {
        let mut program = std::process::Command::new(env!("CARGO_BIN_EXE_copydesk"));
        let said =
            program.arg("run").arg(inputs).arg("-o").arg(out).args(["-v", "--progress", "none"]).args(more);
        String::from_utf8(said.output().unwrap().stderr).unwrap()
    };
    let empty = TempDir::new().unwrap();
    fs::write(empty.path().join("other.txt"), format!("Harbour opens\n\n{report}")).unwrap();
    run(empty.path(), &before, &[]);
    let inert = "a\\n\\x1b[31m<b>|`x`\\u{202e}.txt";
    let log = run(raw.path(), &after, &[]);
    assert!(log.contains(inert), "{log}");
    let json = run(raw.path(), &after, &["--log-format", "json"]);
    let (old, new) = (before.to_str().unwrap(), after.to_str().unwrap());
    let id = fs::read_to_string(after.join("documents.jsonl")).unwrap()[7..32].to_owned();
    let text = printed(&["diff", old, new]);
    assert!(text.contains(inert), "{text}");
    let markdown = printed(&["diff", old, new, "--md"]);
    assert!(markdown.contains("``` a\\n") || markdown.contains("`` a\\n"), "{markdown}");
    let (explained, html) = (printed(&["explain", &id, "--dataset", new]), printed(&["report", new]));
    assert!(html.contains("\\x1b[31m&lt;b&gt;|`x`\\u{202e}.txt"), "not in the report");
    let forms = [&text, &markdown, &explained, &html, &log, &json, &printed(&["diff", old, new, "--json"])];
    for (at, form) in forms.into_iter().enumerate() {
        assert!(!form.contains(['\x1b', '\u{202E}']), "form {at} obeys a name");
    }
}

#[test]
fn a_changed_text_reads_paragraph_by_paragraph() {
    let after = dataset(as_it_is);
    let before = rewritten(after.path(), "documents.jsonl", |line| {
        let moved = "Nets were mended on the mole until the evening bell.";
        let line = line.replace(" some 340 tonnes", " some 290 tonnes");
        let old = line.replace("Fishing crews", &format!("{moved}\\n\\nFishing crews"));
        Some(if line.contains("herring") {
            old.replace("season,", &format!("season, the <b>{moved}</b>"))
        } else {
            line
        })
    });
    let (old, new) = (before.path().to_str().unwrap(), after.path().to_str().unwrap());
    golden("edited.txt", &printed(&["diff", old, new]));
    golden("edited.md", &printed(&["diff", old, new, "--md"]));
}
