//! The corpus index: a new dump against everything seen before.

use std::fs;
use std::path::{Path, PathBuf};

use copydesk::dedup::{Options, Sketches};
use copydesk::emit::Counts;
use copydesk::index::Index;
use copydesk::review::verify;
use copydesk::{Job, Progress, Settings, run};
use serde_json::Value;
use tempfile::TempDir;

const HARBOUR: &str = "The ferry Morning Tide ran aground off Calder Point on Sunday night with 212 people aboard, the \
     harbour office said. Tugs pulled it free at high water shortly after four, and divers found two \
     plates of its hull bent but whole. Nobody was hurt. The line will run a smaller boat until Thursday.";
const BRIDGE: &str = "Engineers closed the Saltmarsh bridge to lorries on Tuesday after a survey found rust in eleven of \
     its hangers. Cars may still cross at thirty kilometres an hour. The county expects the repair to \
     take nine weeks and to cost four million crowns, half of it from the state.";

struct Desk {
    folder: TempDir,
}

impl Desk {
    fn new() -> Self {
        Self { folder: TempDir::new().unwrap() }
    }

    fn index(&self) -> PathBuf {
        self.folder.path().join("index")
    }

    /// Runs over reports of these outlets and texts; gives the counts.
    fn run(&self, name: &str, reports: &[(&str, &str)]) -> Counts {
        let dump = self.folder.path().join(format!("{name}.jsonl"));
        let lines = reports.iter().map(|(outlet, text)| {
            let url = format!("https://{outlet}.example/news/{}", text.len());
            let report = serde_json::json!({"url": url, "title": "News of the coast", "text": text});
            format!("{report}\n")
        });
        fs::write(&dump, lines.collect::<String>()).unwrap();
        let job = Job { index: Some(self.index()), threads: 2, ..Job::new([dump], self.out(name)) };
        let summary = run(&job, &Settings::default(), &Progress::default()).unwrap();
        let proof = verify(&job.out, &job.inputs).unwrap();
        assert_eq!(proof.failures, Vec::<String>::new());
        assert_eq!(Index::existing(&self.index()).unwrap().verify().unwrap(), Vec::<String>::new());
        summary.counts
    }

    fn out(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn rows(&self, name: &str, file: &str) -> Vec<Value> {
        let text = fs::read_to_string(self.out(name).join(file)).unwrap();
        text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    }
}

/// The texts of all files under `folder`.
fn everything(folder: &Path) -> String {
    let mut texts = String::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        texts += &if path.is_dir() { everything(&path) } else { fs::read_to_string(path).unwrap() };
    }
    texts
}

#[test]
fn a_copy_of_an_earlier_report_is_none_to_keep_and_names_it() {
    let desk = Desk::new();
    assert_eq!(desk.run("monday", &[("herald", HARBOUR)]).kept, 1);
    let later = format!("{HARBOUR} Our reporter was aboard.");
    let counts = desk.run("tuesday", &[("gazette", later.as_str()), ("gazette", BRIDGE)]);
    assert_eq!((counts.kept, counts.copies, counts.repeats), (1, 1, 0));
    let earlier = desk.rows("tuesday", "earlier.jsonl");
    assert_eq!(earlier.len(), 1);
    assert_eq!(earlier[0]["id"], desk.rows("monday", "articles.jsonl")[0]["id"]);
    assert_eq!(earlier[0]["outlet"], "herald.example");
    let edges = desk.rows("tuesday", "duplicates.jsonl");
    assert_eq!(edges.len(), 1);
    assert!([&edges[0]["a"], &edges[0]["b"]].contains(&&earlier[0]["id"]));
    assert_eq!(edges[0]["passages"].as_array().unwrap().len(), 1);
    let copies: Vec<Value> = desk.rows("tuesday", "documents.jsonl");
    assert!(copies.iter().any(|row| row["cluster_id"] == earlier[0]["cluster_id"]));
}

#[test]
fn the_same_dump_again_is_all_repeats() {
    let desk = Desk::new();
    desk.run("first", &[("herald", HARBOUR), ("herald", BRIDGE)]);
    let counts = desk.run("again", &[("herald", HARBOUR), ("herald", BRIDGE)]);
    assert_eq!((counts.records, counts.kept, counts.copies, counts.repeats), (2, 0, 0, 2));
    assert_eq!(Index::existing(&desk.index()).unwrap().info().stories, 2);
}

#[test]
fn a_report_taken_down_leaves_no_word_behind() {
    let desk = Desk::new();
    desk.run("first", &[("herald", HARBOUR), ("gazette", HARBOUR), ("herald", BRIDGE)]);
    let ids = desk.rows("first", "documents.jsonl");
    let ferry = ids.iter().filter(|row| row["text"].as_str().unwrap().contains("Morning Tide"));
    let ferry =
        ferry.map(|row| copydesk::model::DocId::parse(row["id"].as_str().unwrap()).unwrap()).collect();
    let mut index = Index::existing(&desk.index()).unwrap();
    assert_eq!(index.remove(&ferry).unwrap(), 2);
    assert_eq!((index.info().stories, index.info().links), (1, 0));
    assert_eq!(index.verify().unwrap(), Vec::<String>::new());
    drop(index);
    let left = everything(&desk.index());
    assert!(left.contains("Saltmarsh") && !left.contains("Morning Tide"));
    assert_eq!(desk.run("second", &[("courier", HARBOUR)]).kept, 1);
}

#[test]
fn a_story_whose_kept_report_was_taken_down_is_kept_again() {
    let desk = Desk::new();
    desk.run("first", &[("herald", HARBOUR)]);
    let shorter = HARBOUR.replace(" Nobody was hurt.", "");
    assert_eq!(desk.run("second", &[("gazette", shorter.as_str())]).kept, 0);
    let kept = desk.rows("first", "articles.jsonl")[0]["id"].clone();
    let kept = copydesk::model::DocId::parse(kept.as_str().unwrap()).unwrap();
    assert_eq!(Index::existing(&desk.index()).unwrap().remove(&[kept].into()).unwrap(), 1);
    // The copy that is left was never kept, so it stands for nothing that anybody has.
    let later = HARBOUR.replace("212 people", "212 people and a dog");
    assert_eq!(desk.run("third", &[("courier", later.as_str())]).kept, 1);
    assert_eq!(
        desk.run("fourth", &[("tribune", &later.replace(" Tugs pulled", " Tugs then pulled"))]).kept,
        0
    );
}

#[test]
fn a_locked_index_is_refused_before_anything_is_read() {
    let desk = Desk::new();
    desk.run("first", &[("herald", HARBOUR)]);
    let _held = Index::existing(&desk.index()).unwrap();
    let inputs = [desk.folder.path().join("first.jsonl")];
    let job = Job { index: Some(desk.index()), ..Job::new(inputs, desk.out("second")) };
    let progress = Progress::default();
    assert!(run(&job, &Settings::default(), &progress).is_err());
    assert_eq!(progress.records.load(std::sync::atomic::Ordering::Relaxed), 0);
}

#[test]
fn many_runs_become_one_and_say_the_same() {
    let desk = Desk::new();
    for day in 0..10 {
        let text = format!("{BRIDGE} This is the report of day {day}, when {day} lorries were turned back.");
        desk.run(&format!("day{day}"), &[("herald", text.as_str())]);
    }
    let mut index = Index::existing(&desk.index()).unwrap();
    assert!(index.info().runs <= 8, "{:?}", index.info());
    let before = (index.info().stories, index.info().links);
    index.compact().unwrap();
    assert_eq!((index.info().runs, index.info().stories, index.info().links), (1, before.0, before.1));
    assert_eq!(before.0, 10);
}

#[test]
fn what_a_crash_leaves_is_swept_away_and_a_changed_byte_is_found() {
    let desk = Desk::new();
    desk.run("first", &[("herald", HARBOUR), ("herald", BRIDGE)]);
    let leftover = desk.index().join("run-unfinished-x");
    fs::create_dir(&leftover).unwrap();
    fs::write(leftover.join("stories.jsonl"), "half a li").unwrap();
    let index = Index::existing(&desk.index()).unwrap();
    assert!(!leftover.exists());
    let story = fs::read_dir(desk.index()).unwrap().map(|entry| entry.unwrap().path());
    let story = story.map(|path| path.join("stories.jsonl")).find(|path| path.exists()).unwrap();
    let text = fs::read_to_string(&story).unwrap();
    fs::write(&story, text.replace("divers", "rivers")).unwrap();
    assert_eq!(index.verify().unwrap().len(), 1);
    let options = Options::default();
    let mut sketches = Sketches::new(&options, Box::new(std::sync::Mutex::new(Vec::new())));
    assert!(index.load(&mut sketches).is_err());
    fs::write(&story, text).unwrap();
    assert_eq!(index.verify().unwrap(), Vec::<String>::new());
    let manifest = desk.index().join("index.json");
    drop(index);
    fs::write(&manifest, fs::read_to_string(&manifest).unwrap().replace("\"seed\": 0", "\"seed\": 1"))
        .unwrap();
    assert!(Index::existing(&desk.index()).is_err());
}

#[test]
fn two_processes_cannot_open_one_index() {
    let desk = Desk::new();
    desk.run("first", &[("herald", HARBOUR)]);
    let _held = Index::existing(&desk.index()).unwrap();
    assert!(Index::existing(&desk.index()).is_err());
}
