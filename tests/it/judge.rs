//! What the learnt judgement is told of a block: its columns by name, on one invented page with a report, a thread of comments
//! and teasers.

use copydesk::charset::{self, Decoder};
use copydesk::content::judge::{Certain, features};
use copydesk::content::{Knowledge, flat, metadata, rules};
use copydesk::model::{Markup, Origin, Page, Record};

const REPORT: &str = "<html><head><title>Ferry Waits For The Tuba</title></head><body><nav><a href='/'>Home</a></nav><article>\
    <h1>Ferry waits for the tuba</h1><p class=by>By Imelda Frost</p>\
    <p>The last ferry to Saltholm left forty minutes late on Friday since the brass band had mislaid its tuba on the far side.</p>\
    <p>Captain Orla Penhallow kept the ferry at the landing, and the band played a waltz for the passengers without the tuba.</p>\
    <blockquote>The band played a waltz for the passengers without the tuba.</blockquote></article>";

const THREAD: &str = "<div><h3>3 Comments</h3>\
    <div class=c><b>Ada Wren</b><p>3 May 2025, 10:15</p><p>My uncle once lost a cello in exactly that place, and nobody waited for him at all.</p><p>Reply</p></div>\
    <div class=c><b>Bo Hale</b><p>3 May 2025, 10:40</p><p>They should sell tickets for the delays and give the timetable away as wrapping paper.</p><p>Reply</p></div>\
    <div class=c><b>Cy Moor</b><p>3 May 2025, 11:02</p><p>I was on board and would have danced for another hour if the soup had lasted longer.</p><p>Reply</p></div></div>";

const TEASER: &str = "<aside><p>Umbrellas can now be borrowed from the reading room in Salt Street for as long as the rain lasts.</p></aside></body></html>";

fn page(html: &str) -> Page {
    let record =
        Record::new(Origin::file("a.html", html.len() as u64), html.as_bytes().to_vec()).marked(Markup::Html);
    Decoder::new(&charset::Options::default()).unwrap().apply(record).unwrap()
}

/// The value of a column for the `n`th block (from 0) that begins with `text`.
struct Told {
    columns: Vec<String>,
    blocks: Vec<String>,
    rows: Vec<Vec<i16>>,
}

impl Told {
    fn of(html: &str, scores: impl Fn(&str) -> Option<u16>) -> Self {
        let page = page(html);
        let flat = flat::flatten(&page);
        let knowledge = Knowledge::default();
        let facts = metadata::read(&flat, &page, &knowledge);
        let claims = rules::claims(&flat, &facts);
        let mut told = features::of(&flat, &Certain { facts: &facts, claims: &claims });
        let blocks: Vec<String> = flat.blocks.iter().map(|block| flat.text_of(block).to_owned()).collect();
        let first: Option<Vec<u16>> = blocks.iter().map(|block| scores(block)).collect();
        if let Some(first) = first {
            told.look_again(&first);
        }
        let rows = (0..told.rows()).map(|at| told.row(at).to_vec()).collect();
        Self { columns: features::columns(true), blocks, rows }
    }

    fn all() -> Self {
        Self::of(&format!("{REPORT}{THREAD}{TEASER}"), |_| None)
    }

    fn at(&self, text: &str, n: usize) -> usize {
        let mut found = (0..self.blocks.len()).filter(|at| self.blocks[*at].starts_with(text));
        found.nth(n).unwrap_or_else(|| panic!("no block {text:?} in {:#?}", self.blocks))
    }

    fn of_block(&self, column: &str, text: &str, n: usize) -> i16 {
        let column = self
            .columns
            .iter()
            .position(|name| name == column)
            .unwrap_or_else(|| panic!("no column {column}"));
        self.rows[self.at(text, n)][column]
    }

    fn get(&self, column: &str, text: &str) -> i16 {
        self.of_block(column, text, 0)
    }
}

#[test]
fn what_rules_have_claimed_is_told_with_its_distance() {
    let told = Told::all();
    assert_ne!(told.get("claim", "3 Comments"), 0, "a rule knows the thread's heading");
    assert_eq!(told.get("claim", "Captain"), 0);
    assert_eq!(told.get("known-comments", "Captain"), 0);
    assert!(told.get("known-comments", "They should") >= 1);
    assert!(told.get("since-known-comment", "Ada Wren") < told.get("since-known-comment", "Umbrellas"));
    assert!(told.get("until-known-comment", "The band") < told.get("until-known-comment", "The last ferry"));
    assert!(told.get("to-headline", "Home") < 0 && told.get("to-headline", "Captain") > 0);
}

#[test]
fn names_times_and_buttons_tell_a_thread() {
    let told = Told::all();
    assert_eq!((told.get("stamp", "3 May 2025"), told.get("stamp", "My uncle")), (1, 0));
    assert_eq!((told.get("name", "Ada Wren"), told.get("name", "My uncle")), (1, 0));
    assert_eq!((told.get("reply", "Reply"), told.get("reply", "Captain")), (1, 0));
    assert!(told.get("stamps-before", "I was on board") > told.get("stamps-before", "My uncle"));
    assert!(told.get("field-replies", "They should") > 0);
    assert!(told.get("page-stamps", "Captain") > 0, "known of the page, wherever the block stands");
    let alone = Told::of(&format!("{REPORT}{TEASER}"), |_| None);
    assert_eq!(alone.get("page-stamps", "Captain"), 0);
}

#[test]
fn the_entries_of_a_thread_are_records_and_paragraphs_are_not() {
    let told = Told::all();
    assert!(told.get("records", "They should") > 0 && told.get("records-stamped", "They should") > 0);
    assert_eq!(told.get("records", "Captain"), 0);
}

#[test]
fn what_follows_the_subject_is_told_from_what_changes_it() {
    let told = Told::all();
    assert!(told.get("on-previous", "Captain") > told.get("on-previous", "Umbrellas"));
    // A pull quote says again what stood before, pair by pair of words.
    assert!(told.get("pairs-before", "The band") > told.get("pairs-before", "Captain"));
    assert!(told.get("pairs-behind", "Captain") > told.get("pairs-behind", "My uncle"));
}

#[test]
fn the_second_look_sees_the_firsts_scores_around_a_block() {
    let prose = |text: &str| if text.contains("ferry") || text.contains("waltz") { 950 } else { 50 };
    let told = Told::of(&format!("{REPORT}{THREAD}{TEASER}"), |text| Some(prose(text)));
    assert!(told.get("p", "Captain") > told.get("p", "Umbrellas"));
    assert!(told.get("p-mean3", "Captain") > told.get("p-mean3", "They should"));
    assert!(told.get("p-before3", "3 Comments") > told.get("p-before3", "I was on board"));
    let before = Told::all();
    assert_eq!(before.get("p", "Captain"), before.get("p", "Umbrellas"), "nothing before the first look");
}
