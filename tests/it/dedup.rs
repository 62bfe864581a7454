//! Dedup through its public face: stories in, memberships and edges out.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};

use copydesk::dedup::{self, Known, Ledger, Link, Memory, Options, Shelf, Sketches, Story};
use copydesk::model::{AgencyRole, Date, DocId, Edge, EdgeKind, Membership, Sha256Hex};
use copydesk::text::fold;
use proptest::prelude::*;

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

#[derive(Debug, PartialEq)]
struct Related {
    memberships: Vec<Membership>,
    edges: Vec<Edge>,
    links: Vec<Link>,
}

fn related(stories: &[Story]) -> Related {
    related_with(stories, &Options::default())
}

/// Sketches whose marks go to the ledger's kind where memory is short.
fn sketches(stories: &[Story], options: &Options, ledger: &dyn Ledger) -> Sketches {
    let mut sketches = Sketches::new(options, ledger.another().expect("ledgers can be made"));
    let all = stories.iter().map(|story| dedup::sketch(story, options));
    all.for_each(|sketch| sketches.push(sketch).expect("the ledger takes all"));
    sketches
}

fn related_with(stories: &[Story], options: &Options) -> Related {
    related_on(stories, options, &Mutex::new(Vec::new()))
}

fn related_on(stories: &[Story], options: &Options, ledger: &dyn Ledger) -> Related {
    let sketches = sketches(stories, options, ledger);
    let findings = dedup::relate(&sketches, Known::default(), &Held(stories.to_vec()), ledger, options)
        .expect("the shelf is in memory");
    let edges: Vec<Edge> = findings.edges().collect::<Result<_, _>>().expect("the ledger is in memory");
    let links = findings.links().collect::<Result<_, _>>().expect("the ledger is in memory");
    let pairs: Vec<[DocId; 2]> = findings.pairs().collect::<Result<_, _>>().expect("the ledger is in memory");
    assert_eq!(pairs, edges.iter().map(|edge| [edge.a, edge.b]).collect::<Vec<_>>());
    Related { memberships: findings.memberships().collect(), edges, links }
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

/// The clusters of `parts`, each part related to what is known of the ones before.
fn related_in_parts(parts: &[&[Story]], options: &Options) -> BTreeMap<DocId, DocId> {
    let (mut all, mut links, mut clusters): (Vec<Story>, Vec<Link>, _) = Default::default();
    for part in parts {
        let known = Known { stories: all.len(), kept: &[], links: &links };
        all.extend_from_slice(part);
        let ledger = Mutex::default();
        let sketches = sketches(&all, options, &ledger);
        let findings = dedup::relate(&sketches, known, &Held(all.clone()), &ledger, options).unwrap();
        clusters = std::iter::zip(&all, findings.memberships())
            .map(|(story, membership)| (story.id, membership.cluster))
            .collect();
        links.extend(findings.links().map(Result::unwrap).collect::<Vec<_>>());
    }
    clusters
}

/// The invented reports, each with the name of the story it tells.
fn fixtures() -> Vec<(String, String, Story)> {
    include_str!("../fixtures/dedup/stories.jsonl")
        .lines()
        .map(|line| {
            let record: serde_json::Value = serde_json::from_str(line).expect("the fixtures are JSON");
            let field = |name: &str| record[name].as_str().unwrap_or("").to_owned();
            let mut story = story(&field("id"), &field("title"), &field("text"));
            story.published = Date::parse(&field("published"));
            story.outlet = field("outlet");
            if record["own"] == true {
                story.agency = field("outlet");
                story.agency_role = AgencyRole::Original;
            }
            (field("id"), field("story"), story)
        })
        .collect()
}

#[test]
fn each_invented_story_is_one_cluster_and_its_agency_stands_for_it() {
    let fixtures = fixtures();
    let stories: Vec<Story> = fixtures.iter().map(|(.., story)| story.clone()).collect();
    let findings = related(&stories);
    let name = |id: DocId| fixtures.iter().find(|(.., story)| story.id == id).map_or("", |(name, ..)| name);
    let mut told: BTreeMap<DocId, BTreeSet<&str>> = BTreeMap::new();
    let mut wanted: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for ((id, story, _), membership) in fixtures.iter().zip(&findings.memberships) {
        told.entry(membership.cluster).or_default().insert(id);
        wanted.entry(story).or_default().insert(id);
        if wanted.contains_key("ferry") && story == "ferry" {
            assert_eq!(name(membership.canonical), "ferry-original");
            assert_eq!(membership.reason, "agency-original");
        }
    }
    let told: BTreeSet<_> = told.into_values().collect();
    assert_eq!(told, wanted.into_values().collect());
}

/// Each story's cluster and the copy that stands for it, where only those are asked for.
fn clusters_only(stories: &[Story]) -> Vec<(DocId, DocId)> {
    let findings = related_with(stories, &Options { relations: false, ..Options::default() });
    assert!(findings.edges.is_empty());
    clusters(&findings)
}

fn clusters(findings: &Related) -> Vec<(DocId, DocId)> {
    let of = |membership: &Membership| (membership.cluster, membership.canonical);
    findings.memberships.iter().map(of).collect()
}

#[test]
fn clusters_alone_are_those_found_with_relations() {
    let stories: Vec<Story> = fixtures().into_iter().map(|(.., story)| story).collect();
    assert_eq!(clusters_only(&stories), clusters(&related(&stories)));
}

/// Reports told in one form, of two towns each, and a copy of each with another headline and its paper's own line.
fn in_one_form(form: impl Fn(&str, usize) -> (String, String)) -> Vec<Story> {
    const TOWNS: [&str; 16] = [
        "Aldmoor",
        "Brackwell",
        "Carrowby",
        "Dunsley",
        "Eldham",
        "Farnley",
        "Glaston",
        "Hexwick",
        "Ivelock",
        "Jarnwood",
        "Kelbrook",
        "Lanmere",
        "Morwick",
        "Nettleby",
        "Ossington",
        "Pelham",
    ];
    let reports = TOWNS.iter().enumerate().flat_map(|(nth, town)| {
        let (title, text) = form(town, nth);
        let copy = format!("{text}\n\nThe Evening Lantern is printed in six towns along the river.");
        let swapped = title.split_once(' ').map_or(title.clone(), |(first, rest)| format!("{rest}: {first}"));
        [story(town, &title, &text), story(&format!("{town}, copied"), &swapped, &copy)]
    });
    reports.collect()
}

/// Each two are one report, and no others.
fn assert_twos(stories: &[Story]) {
    for found in [clusters(&related(stories)), clusters_only(stories)] {
        let names: Vec<DocId> = found.chunks(2).map(|two| two[0].0).collect();
        assert!(found.chunks(2).all(|two| two[0].0 == two[1].0), "a copy was missed");
        assert_eq!(
            names.iter().collect::<BTreeSet<_>>().len(),
            names.len(),
            "two reports were taken for one"
        );
    }
}

#[test]
fn notices_that_differ_in_the_town_alone_are_of_two_subjects() {
    assert_twos(&in_one_form(|town, nth| {
        let text = format!(
            "{}, May 1 - Drivers are asked to keep away from the {town} bridge, where inspectors found {} cracked \
             bolts, the roads office said.\n\nThe bridge stays closed until the bolts have been replaced and a lorry \
             of forty tonnes has crossed it twice under the eyes of an engineer. Buses turn at the last stop before \
             the river, and passengers may walk across on the footway, which hangs from cables of its own. Barges \
             pass under the middle arch only, one after the other, and wait for the lamp of the bridge keeper.\n\nThe \
             office will tell when the road opens again. Whoever must cross by car is asked to take the ferry, which \
             runs every half hour from six in the morning until ten at night and is free of charge meanwhile.",
            town.to_uppercase(),
            3 + nth,
        );
        (format!("Bridge closed at {town}"), text)
    }));
}

#[test]
fn clusters_alone_depend_neither_on_order_nor_on_threads() {
    let mut stories: Vec<Story> = fixtures().into_iter().map(|(.., story)| story).collect();
    let mut wanted = clusters_only(&stories);
    stories.reverse();
    stories.rotate_left(7);
    let one = rayon::ThreadPoolBuilder::new().num_threads(1).build().unwrap();
    let mut found = one.install(|| clusters_only(&stories));
    wanted.sort_unstable();
    found.sort_unstable();
    assert_eq!(found, wanted);
}

#[test]
fn clusters_alone_hardly_differ_on_thousands_of_reports() {
    let path = "../shared/data/neardup/dev/docs.jsonl.gz";
    let Ok(file) = std::fs::File::open(path) else {
        eprintln!("not run: {path} is absent");
        return;
    };
    let lines = std::io::BufReader::new(flate2::read::MultiGzDecoder::new(file));
    let stories: Vec<Story> = std::io::BufRead::lines(lines)
        .step_by(5)
        .map(|line| {
            let record: serde_json::Value = serde_json::from_str(&line.unwrap()).unwrap();
            let field = |name: &str| record[name].as_str().unwrap_or("").to_owned();
            story(&field("id"), &field("title"), &field("text"))
        })
        .collect();
    let (with, alone) = (clusters(&related(&stories)), clusters_only(&stories));
    let differ = std::iter::zip(with, alone).filter(|(with, alone)| with != alone).count();
    assert!(100 * differ <= stories.len(), "{differ} of {}", stories.len());
}

#[test]
fn reports_that_come_in_three_dumps_end_in_the_clusters_of_one() {
    let stories: Vec<Story> = fixtures().into_iter().map(|(.., story)| story).collect();
    let options = Options::default();
    let whole = related_in_parts(&[&stories], &options);
    for cuts in [(1, 2), (stories.len() / 3, 2 * stories.len() / 3), (stories.len() - 2, stories.len() - 1)] {
        let (first, rest) = stories.split_at(cuts.0);
        let (second, third) = rest.split_at(cuts.1 - cuts.0);
        assert_eq!(related_in_parts(&[first, second, third], &options), whole);
        assert_eq!(related_in_parts(&[third, second, first], &options), whole);
    }
}

#[test]
fn a_quote_in_another_story_is_an_overlap_with_its_passage() {
    let fixtures = fixtures();
    let of = |name: &str| fixtures.iter().find(|(id, ..)| id == name).expect("a fixture").2.clone();
    let edge = dedup::compare(&of("ferry-original"), &of("host"), &Options::default());
    assert_eq!(edge.kind, EdgeKind::Overlap);
    assert_eq!(edge.passages.len(), 1);
    let host = of("host");
    let span = if edge.a == host.id { edge.passages[0].a } else { edge.passages[0].b };
    assert!(span.of(&host.text).starts_with("We would rather answer"));
}

#[test]
fn an_equal_text_is_exact_and_needs_no_bytes_in_common() {
    let stories = [
        story("one", "Rain", "The rain fell on the roof of the old town hall all day."),
        story("two", "Rain", "the rain FELL on the roof of the old town hall, all day"),
    ];
    let findings = related(&stories);
    assert_eq!(findings.edges[0].kind, EdgeKind::ExactText);
    assert_eq!(findings.memberships[0].cluster, findings.memberships[1].cluster);
}

#[test]
fn empty_stories_are_no_copies_of_each_other() {
    let findings = related(&[story("one", "", ""), story("two", "", ""), story("three", "", "...")]);
    assert!(findings.edges.is_empty());
    assert!(findings.memberships.iter().all(|membership| membership.size == 1));
}

#[test]
fn threads_change_nothing() {
    let stories: Vec<Story> = fixtures().into_iter().map(|(.., story)| story).collect();
    let with = |threads| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("threads");
        pool.install(|| related(&stories))
    };
    assert_eq!(with(1), with(4));
}

/// Counts what is put down, on it and on all that it makes.
#[derive(Default, Clone)]
struct Counted {
    bytes: Arc<Mutex<Vec<u8>>>,
    put_down: Arc<AtomicU64>,
    made: Arc<AtomicU64>,
}

impl Ledger for Counted {
    fn keep(&self, entry: &[u8]) -> copydesk::error::Result<u64> {
        self.put_down.fetch_add(entry.len() as u64, Ordering::Relaxed);
        self.bytes.keep(entry)
    }

    fn recall(&self, place: u64, entry: &mut [u8]) -> copydesk::error::Result<()> {
        self.bytes.recall(place, entry)
    }

    fn another(&self) -> copydesk::error::Result<Box<dyn Ledger>> {
        self.made.fetch_add(1, Ordering::Relaxed);
        Ok(Box::new(Self { bytes: Arc::default(), ..self.clone() }))
    }
}

/// What is found of stories in so much memory, and the bytes that were put down for it.
fn related_in(stories: &[Story], relations: bool, memory: Memory) -> (Related, u64) {
    let ledger = Counted::default();
    let options = Options { relations, memory, ..Options::default() };
    (related_on(stories, &options, &ledger), ledger.put_down.load(Ordering::Relaxed))
}

#[test]
fn little_memory_finds_the_same_and_puts_the_rest_down() {
    let mut stories: Vec<Story> = fixtures().into_iter().map(|(.., story)| story).collect();
    // Lists longer than all pairs are made of or all marks are asked for, stories with marks to spare and others, and blocks that are read
    // in parts.
    let legal = "This material may not be published, broadcast, rewritten or redistributed without a letter.";
    stories.extend((0..400).map(|i| {
        let copied = invented(if i < 100 { i % 5 } else { i % 150 }, 90 + i % 70);
        story(&format!("{i}"), "", &format!("{copied}\n\n{legal} {}", invented(i, i % 40)))
    }));
    for relations in [true, false] {
        let (with_all, nothing) = related_in(&stories, relations, Options::default().memory);
        for bytes in [0, 50_000, 200_000] {
            let (with_little, put_down) = related_in(&stories, relations, Memory::of(bytes));
            assert_eq!(with_little, with_all);
            // Eight bytes and more for each of some thirty marks a story.
            assert!(put_down > nothing + 100_000, "{put_down} {nothing}");
        }
    }
}

#[test]
fn hostile_texts_make_small_sketches_and_few_pairs() {
    let options = Options::default();
    let lines = story("lines", "", &"the same line\n".repeat(200_000));
    let word = story("word", "", &"again ".repeat(200_000));
    assert!(dedup::sketch(&lines, &options).marks().len() < 8);
    assert!(dedup::sketch(&word, &options).marks().len() < 8);
    assert!(related(&[lines, word]).memberships.iter().all(|membership| membership.size == 1));

    // Twins are told by one of them; a shared paragraph alone pairs each story with a few others.
    let n = 600;
    let twins: Vec<Story> = (0..n)
        .map(|i| {
            story(&format!("twin {i}"), "", "A press release that everybody prints as it is, word for word.")
        })
        .collect();
    assert!(related(&twins).edges.len() < n);
    let legal =
        "This material may not be published, broadcast, rewritten or redistributed without a letter from us.";
    let lonely: Vec<Story> = (0..n)
        .map(|i| story(&format!("lonely {i}"), "", &format!("{}\n\n{legal}", invented(i, 60))))
        .collect();
    let findings = related(&lonely);
    assert!(findings.edges.len() < 4 * n, "{}", findings.edges.len());
    assert!(findings.memberships.iter().all(|membership| membership.size == 1));
}

/// Words that no two seeds share in order.
fn invented(seed: usize, words: usize) -> String {
    let mut state = seed as u64 + 1;
    let mut next = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        state >> 33
    };
    (0..words).map(|_| format!("w{} ", next() % 50_000)).collect()
}

fn shingle_sets(a: &str, b: &str) -> (usize, usize) {
    let set = |text: &str| -> BTreeSet<Vec<u32>> {
        let words: Vec<u32> = fold::words(text).iter().map(|word| word.hash).collect();
        words.windows(3).map(<[u32]>::to_vec).collect()
    };
    let (a, b) = (set(a), set(b));
    (a.intersection(&b).count(), a.union(&b).count())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn the_order_of_stories_changes_nothing(order in Just((0..17).collect::<Vec<usize>>()).prop_shuffle()) {
        let stories: Vec<Story> = fixtures().into_iter().map(|(.., story)| story).collect();
        let shuffled: Vec<Story> = order.iter().map(|&at| stories[at].clone()).collect();
        let (plain, mixed) = (related(&stories), related(&shuffled));
        prop_assert_eq!((plain.edges, plain.links), (mixed.edges, mixed.links));
        for (place, &at) in order.iter().enumerate() {
            prop_assert_eq!(&plain.memberships[at], &mixed.memberships[place]);
        }
    }

    #[test]
    fn memory_changes_nothing(
        seeds in prop::collection::vec((0_usize..12, 0_usize..160, 0_usize..40), 1..60), memory in 0_u64..40_000
    ) {
        let stories: Vec<Story> = seeds
            .iter()
            .enumerate()
            .map(|(nth, &(seed, words, more))| {
                story(&format!("{nth}"), "", &format!("{}{}", invented(seed, words), invented(100 + nth, more)))
            })
            .collect();
        for relations in [true, false] {
            let all = related_in(&stories, relations, Options::default().memory).0;
            prop_assert_eq!(related_in(&stories, relations, Memory::of(memory)).0, all);
        }
        let (earlier, fresh) = stories.split_at(stories.len() / 2);
        let in_parts = |memory| related_in_parts(&[earlier, fresh], &Options { memory, ..Options::default() });
        prop_assert_eq!(in_parts(Memory::of(memory)), in_parts(Options::default().memory));
    }

    #[test]
    fn passages_are_verbatim_after_folding(
        words in prop::collection::vec(0_usize..400, 40..160),
        edits in prop::collection::vec((0_usize..160, "[a-zé。港%]{0,4}"), 0..12),
    ) {
        let one = words.iter().map(|word| format!("Word{word}")).collect::<Vec<_>>();
        let mut other = one.clone();
        for (at, edit) in &edits {
            let at = at % other.len();
            other[at].clone_from(edit);
        }
        let (one, other) = (story("one", "", &one.join(" ")), story("other", "", &other.join(", ").to_uppercase()));
        let edge = dedup::compare(&one, &other, &Options::default());
        let text = |id| if id == one.id { &one.text } else { &other.text };
        let folded = |text: &str| fold::words(text).iter().map(|word| word.hash).collect::<Vec<_>>();
        for passage in &edge.passages {
            prop_assert_eq!(folded(passage.a.of(text(edge.a))), folded(passage.b.of(text(edge.b))));
        }
        prop_assert!(edits.len() > 2 || !edge.passages.is_empty());
    }

    #[test]
    fn the_estimated_resemblance_tracks_the_exact(seed in 0_usize..10_000, kept in 0_usize..=600) {
        let (start, end) = (invented(seed, kept), invented(seed + 20_000, 600 - kept));
        let (one, two) = (format!("{start}{}", invented(seed + 40_000, 600 - kept)), format!("{start}{end}"));
        let (shared, all) = shingle_sets(&one, &two);
        let options = Options::default();
        let sketch = |text: &str| dedup::sketch(&story("any", "", text), &options);
        let estimate = sketch(&one).resemblance(&sketch(&two));
        let exact = (shared * 10_000 / all) as u32;
        prop_assert!(estimate.abs_diff(exact) < 1_200, "{estimate} {exact}");
    }
}

#[test]
fn a_text_that_cannot_be_read_fails_the_run_where_a_damaged_word_asks_for_it() {
    /// Words can be read, texts cannot.
    struct Torn(Vec<dedup::Folded>);
    impl Shelf for Torn {
        fn story(&self, _: u32) -> copydesk::error::Result<Story> {
            Err(copydesk::error::Error::Integrity("torn".into()))
        }
        fn folded(&self, index: u32, _: &Options, folded: &mut dedup::Folded) -> copydesk::error::Result<()> {
            *folded = self.0[index as usize].clone();
            Ok(())
        }
    }
    let text: String = (0..120).map(|nth| format!("{} ", word(nth))).collect();
    let related = |headline: &str, other: &str, relations: bool| {
        let stories = [story("a", "Rain over the harbour", &text), story("b", headline, other)];
        let options = Options { relations, ..Options::default() };
        let folded = stories.iter().map(|story| dedup::fold(story, &options).1).collect();
        let ledger = Mutex::new(Vec::new());
        let sketches = sketches(&stories, &options, &ledger);
        dedup::relate(&sketches, Known::default(), &Torn(folded), &ledger, &options)
            .map(|findings| findings.membership(0).size)
    };
    for relations in [true, false] {
        assert_eq!(related("Rain over the harbour", &format!("{text} more"), relations).ok(), Some(2));
        // Another headline, so that it takes the words to tell.
        let damaged = text.replacen(&word(60), &format!("{}x", word(60)), 1);
        assert!(related("Bridges closed until further notice", &damaged, relations).is_err());
    }
}

/// Words of letters, each far from all others.
fn word(nth: u32) -> String {
    let letter = |shift: u32| char::from(b'a' + (nth.wrapping_mul(2_654_435_761) >> shift) as u8 % 26);
    [3, 8, 13, 18, 22, 25].map(letter).iter().collect()
}
