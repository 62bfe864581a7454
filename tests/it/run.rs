//! The whole road: what a run promises of its output.

use std::fs;
use std::path::{Path, PathBuf};

use copydesk::emit::Manifest;
use copydesk::review::verify;
use copydesk::{Job, Progress, Settings, Summary, run};
use tempfile::TempDir;

fn repository() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn settings() -> Settings {
    Settings::load(Some(&repository().join("config/copydesk.toml")), std::iter::empty(), &[]).unwrap()
}

fn job(inputs: &[&Path], out: &Path, threads: usize) -> Job {
    Job { threads, ..Job::new(inputs.iter().copied(), out) }
}

fn check(job: &Job) -> Summary {
    run(job, &settings(), &Progress::default()).unwrap()
}

/// Every file of a dataset but the volatile one, by name.
fn files(folder: &Path) -> Vec<(String, String)> {
    let mut files: Vec<_> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.is_file())
        .map(|path| (path.file_name().unwrap().to_string_lossy().into_owned(), path))
        .filter(|(name, _)| name != "run.json" && !name.starts_with('.'))
        .map(|(name, path)| (name, fs::read_to_string(path).unwrap()))
        .collect();
    files.sort();
    files
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let target = to.join(path.file_name().unwrap());
        if path.is_dir() {
            copy(&path, &target);
        } else {
            fs::copy(&path, &target).unwrap();
        }
    }
}

fn sample() -> PathBuf {
    repository().join("raw/sample")
}

#[test]
fn the_committed_sample_is_what_the_program_makes_of_it() {
    let out = TempDir::new().unwrap();
    check(&job(&[&sample()], out.path(), 2));
    let (made, committed) = (files(out.path()), files(&repository().join("cleaned/sample")));
    let names = |files: &[(String, String)]| files.iter().map(|(name, _)| name.clone()).collect::<Vec<_>>();
    assert_eq!(names(&made), names(&committed));
    for ((name, made), (_, committed)) in made.iter().zip(&committed) {
        assert!(
            made == committed,
            "{name} changed; look at `git diff` after `copydesk run raw/sample -o cleaned/sample`"
        );
    }
}

#[test]
fn threads_change_no_byte() {
    let (one, many) = (TempDir::new().unwrap(), TempDir::new().unwrap());
    check(&job(&[&sample()], one.path(), 1));
    check(&job(&[&sample()], many.path(), 5));
    assert_eq!(files(one.path()), files(many.path()));
}

#[test]
fn a_renamed_folder_and_another_order_change_only_the_paths() {
    let (raw, plain, moved) = (TempDir::new().unwrap(), TempDir::new().unwrap(), TempDir::new().unwrap());
    let renamed = raw.path().join("zz-renamed");
    copy(&sample(), &renamed);
    let mut inputs: Vec<PathBuf> =
        fs::read_dir(&renamed).unwrap().map(|entry| entry.unwrap().path()).collect();
    check(&job(&[&renamed], plain.path(), 2));
    // Each of the folder's entries as an input of its own, last one first: names in the origins are other ones now.
    inputs.sort();
    inputs.reverse();
    let inputs: Vec<&Path> = inputs.iter().map(PathBuf::as_path).collect();
    check(&job(&inputs, moved.path(), 3));
    let without_paths = |folder: &Path| {
        let text = fs::read_to_string(folder.join("documents.jsonl")).unwrap();
        let rows = text.lines().map(|line| {
            let mut row: serde_json::Value = serde_json::from_str(line).unwrap();
            row["source_path"] = "".into();
            row.to_string()
        });
        rows.collect::<Vec<_>>()
    };
    assert_eq!(without_paths(plain.path()), without_paths(moved.path()));
    let same = |name: &str| {
        let read = |folder: &TempDir| fs::read_to_string(folder.path().join(name)).unwrap();
        assert_eq!(read(&plain), read(&moved), "{name}");
    };
    ["removed.jsonl", "kept.jsonl", "duplicates.jsonl", "evidence.jsonl"].into_iter().for_each(same);
}

#[test]
fn what_a_run_writes_verifies() {
    let out = TempDir::new().unwrap();
    let summary = check(&job(&[&sample()], out.path(), 2));
    assert!(summary.counts.conserve());
    let proof = verify(out.path(), &[]).unwrap();
    assert_eq!(proof.failures, Vec::<String>::new());
    assert_eq!(proof.documents, summary.counts.kept + summary.counts.copies);
}

#[test]
fn one_changed_byte_of_any_output_fails_verification() {
    let out = TempDir::new().unwrap();
    check(&job(&[&sample()], out.path(), 2));
    let mut names: Vec<String> = files(out.path()).into_iter().map(|(name, _)| name).collect();
    names.push("run.json".into());
    for name in names {
        let path = out.path().join(&name);
        let bytes = fs::read(&path).unwrap();
        // One byte more, for the files that are empty, and one changed at several places.
        let mut wrong = vec![[&bytes[..], b"\n"].concat()];
        for at in [0, bytes.len() / 3, bytes.len() / 2, bytes.len().saturating_sub(1)] {
            let mut changed = bytes.clone();
            if let Some(byte) = changed.get_mut(at) {
                *byte ^= 1;
                wrong.push(changed);
            }
        }
        for changed in wrong {
            fs::write(&path, changed).unwrap();
            let failures = verify(out.path(), &[]).unwrap().failures;
            assert!(!failures.is_empty(), "{name} was changed and nobody saw it");
        }
        fs::write(&path, bytes).unwrap();
    }
    assert_eq!(verify(out.path(), &[]).unwrap().failures, Vec::<String>::new());
}

#[test]
fn a_changed_raw_file_fails_verification() {
    let (raw, out) = (TempDir::new().unwrap(), TempDir::new().unwrap());
    let file = raw.path().join("a.txt");
    let report = "Harbour reopens\n\nThe harbour of Northaven reopened on Monday after a storm that had closed it for a week, the port master said.\n";
    fs::write(&file, report).unwrap();
    check(&job(&[raw.path()], out.path(), 1));
    assert_eq!(verify(out.path(), &[]).unwrap().failures, Vec::<String>::new());
    fs::write(&file, report.replace("Monday", "Sunday")).unwrap();
    let failures = verify(out.path(), &[]).unwrap().failures;
    assert!(failures.iter().any(|failure| failure.contains("changed since")), "{failures:?}");
    assert!(failures.iter().any(|failure| failure.contains("not in the raw files")), "{failures:?}");
}

#[test]
fn a_dry_run_leaves_an_earlier_dataset_alone() {
    let out = TempDir::new().unwrap();
    check(&job(&[&sample()], out.path(), 2));
    let before = files(out.path());
    let (raw, mut dry) = (TempDir::new().unwrap(), job(&[&sample()], out.path(), 2));
    fs::write(raw.path().join("a.txt"), "A line of text that is a report of sorts, if a short one.\n")
        .unwrap();
    dry.inputs = vec![raw.path().to_path_buf()];
    dry.dry_run = true;
    assert_eq!(check(&dry).counts.records, 1);
    assert_eq!(files(out.path()), before);
}

#[test]
fn a_second_run_into_one_folder_is_refused() {
    let out = TempDir::new().unwrap();
    let _first = copydesk::emit::lock(out.path()).unwrap();
    let error = run(&job(&[&sample()], out.path(), 1), &settings(), &Progress::default()).unwrap_err();
    assert!(error.to_string().contains("another run writes to"), "{error}");
}

#[test]
fn a_sample_is_the_same_records_in_every_order() {
    let (one, many) = (TempDir::new().unwrap(), TempDir::new().unwrap());
    for (out, threads) in [(&one, 1), (&many, 4)] {
        let mut job = job(&[&sample()], out.path(), threads);
        job.sample = Some(12);
        let summary = check(&job);
        assert!(summary.counts.kept + summary.counts.duplicates <= 13, "{:?}", summary.counts);
    }
    let documents = |out: &TempDir| fs::read_to_string(out.path().join("documents.jsonl")).unwrap();
    assert_eq!(documents(&one), documents(&many));
}

#[test]
fn a_limit_takes_the_first_records() {
    let out = TempDir::new().unwrap();
    let mut job = job(&[&sample()], out.path(), 4);
    job.limit = Some(5);
    assert_eq!(check(&job).counts.records, 5);
}

#[test]
fn memory_changes_no_byte_of_a_dataset() {
    let with = |memory: &str| {
        let out = TempDir::new().unwrap();
        let mut settings = settings();
        settings.config.dedup.memory = memory.parse().unwrap();
        run(&job(&[&sample()], out.path(), 2), &settings, &Progress::default()).unwrap();
        // Nothing that was put down is left.
        let names: Vec<_> =
            fs::read_dir(out.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
        (files(out.path()), names.len())
    };
    assert_eq!(with("1k"), with("2GB"));
}

#[test]
fn an_interrupted_run_publishes_nothing() {
    let out = TempDir::new().unwrap();
    let progress = Progress::default();
    progress.stop.store(true, std::sync::atomic::Ordering::Relaxed);
    let error = run(&job(&[&sample()], out.path(), 2), &settings(), &progress).unwrap_err();
    assert!(matches!(error, copydesk::Error::Interrupted), "{error}");
    assert!(!out.path().join("manifest.json").exists());
}

#[test]
fn the_default_configuration_file_says_what_the_code_does() {
    let path = repository().join("config/copydesk.toml");
    let text = fs::read_to_string(&path).unwrap();
    assert_eq!(copydesk::Config::parse(&text, &path).unwrap(), copydesk::Config::default());
    let written: toml::Table = text.parse().unwrap();
    let all: toml::Table = copydesk::Config::default().to_toml().parse().unwrap();
    for (stage, options) in &all {
        for option in options.as_table().unwrap().keys() {
            assert!(
                written[stage].as_table().unwrap().contains_key(option),
                "{stage}.{option} is not in the file"
            );
        }
    }
}

#[test]
fn the_manifest_reads_back() {
    let bytes = fs::read(repository().join("cleaned/sample/manifest.json")).unwrap();
    let manifest: Manifest = serde_json::from_slice(&bytes).unwrap();
    assert!(manifest.counts.conserve());
    assert!(manifest.to_bytes() == bytes, "it reads back as another one");
}

#[test]
fn five_reports_of_one_conference_stay_five_stories_that_share_passages() {
    let seeds = repository().join("../shared/seeds");
    if !seeds.is_dir() {
        eprintln!("did not run: {} is not there", seeds.display());
        return;
    }
    let out = TempDir::new().unwrap();
    let summary = check(&job(&[&seeds], out.path(), 2));
    assert_eq!((summary.counts.kept, summary.counts.duplicates), (5, 0));
    let relations = fs::read_to_string(out.path().join("duplicates.jsonl")).unwrap();
    let mut passages: Vec<usize> = relations
        .lines()
        .map(|line| serde_json::from_str::<copydesk::emit::DuplicateRow>(line).unwrap().passages.len())
        .collect();
    passages.sort_unstable();
    assert_eq!(passages, [1, 1, 3, 9]);
}

#[test]
fn a_text_tree_is_a_paragraph_a_line_and_proven() {
    let out = TempDir::new().unwrap();
    let mut settings = settings();
    settings.config.emit.text_tree = true;
    let own = out.path().join("text");
    run(&job(&[&sample()], out.path(), 2), &settings, &Progress::default()).unwrap();
    let rows = fs::read_to_string(out.path().join("documents.jsonl")).unwrap();
    for line in rows.lines() {
        let article: copydesk::emit::Article = serde_json::from_str(line).unwrap();
        let (path, text) = copydesk::emit::text::file(&article);
        assert_eq!(fs::read_to_string(out.path().join(&path)).unwrap(), text, "{path}");
        let body: Vec<&str> = text.split_once("\n\n").unwrap().1.lines().collect();
        let lines: Vec<&str> = article.text.split('\n').filter(|line| !line.trim().is_empty()).collect();
        assert_eq!(body, lines);
        assert_eq!(text.lines().position(str::is_empty), Some(6));
    }
    assert!(verify(out.path(), &[sample()]).unwrap().failures.is_empty());
    let first = fs::read_dir(own.join("harbourledger.example")).unwrap().next().unwrap().unwrap().path();
    fs::write(&first, "another text\n").unwrap();
    assert_eq!(verify(out.path(), &[sample()]).unwrap().failures.len(), 1);
    // A run without one takes it away, and leaves a folder alone that it did not make.
    settings.config.emit.text_tree = false;
    run(&job(&[&sample()], out.path(), 2), &settings, &Progress::default()).unwrap();
    assert!(!own.exists());
    fs::create_dir(&own).unwrap();
    run(&job(&[&sample()], out.path(), 2), &settings, &Progress::default()).unwrap();
    assert!(own.exists());
}
