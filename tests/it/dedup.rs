//! Dedup through its public face: stories in, memberships and edges out.

use copydesk::dedup::{self, Findings, Options, Shelf, Story};
use copydesk::model::{AgencyRole, Date, DocId, Sha256Hex};

struct Held(Vec<Story>);

impl Shelf for Held {
    fn story(&self, index: u32) -> copydesk::error::Result<Story> {
        Ok(self.0[index as usize].clone())
    }
}

fn story(name: &str, title: &str, text: &str) -> Story {
    let sha256 = Sha256Hex::of(text.as_bytes());
    Story {
        id: DocId::of(name, &sha256),
        title: title.to_owned(),
        text: text.to_owned(),
        published: Date::parse("2024-05-01"),
        outlet: String::new(),
        agency: String::new(),
        agency_role: AgencyRole::None,
        sha256,
    }
}

fn related(stories: &[Story]) -> Findings {
    let options = Options::default();
    let sketches: Vec<_> = stories.iter().map(|story| dedup::sketch(story, &options)).collect();
    dedup::relate(&sketches, &Held(stories.to_vec()), &options).expect("the shelf is in memory")
}

#[test]
fn the_seeds_stay_five_stories_with_their_passages() {
    let path = "../shared/data/neardup/seeds/docs.jsonl.gz";
    let Ok(file) = std::fs::File::open(path) else {
        eprintln!("not run: {path} is absent");
        return;
    };
    let lines = std::io::read_to_string(flate2::read::MultiGzDecoder::new(file)).unwrap();
    let stories: Vec<Story> = lines
        .lines()
        .map(|line| {
            let record: serde_json::Value = serde_json::from_str(line).unwrap();
            let field = |name: &str| record[name].as_str().unwrap_or("").to_owned();
            story(&field("id"), &field("title"), &field("text"))
        })
        .collect();
    let findings = related(&stories);
    let mut clusters: Vec<_> = findings.memberships.iter().map(|membership| membership.cluster).collect();
    clusters.sort_unstable();
    clusters.dedup();
    assert_eq!(clusters.len(), 5);
    let place = |id| stories.iter().position(|story| story.id == id).unwrap();
    let mut runs: Vec<_> = findings
        .edges
        .iter()
        .filter(|edge| !edge.passages.is_empty())
        .map(|edge| {
            let (a, b) = (place(edge.a), place(edge.b));
            (a.min(b), a.max(b), edge.passages.len())
        })
        .collect();
    runs.sort_unstable();
    assert_eq!(runs, [(0, 1, 9), (0, 2, 3), (1, 2, 1), (2, 3, 1)]);
}
