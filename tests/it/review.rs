//! Two datasets held against each other: what changed, and why.

use std::fs;
use std::path::Path;

use copydesk::review::{Cause, Dataset, Side, diff};
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
    let job = Job {
        inputs: vec![raw.path().to_path_buf()],
        out: out.path().to_path_buf(),
        threads: 1,
        limit: None,
        sample: None,
        dry_run: false,
    };
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
