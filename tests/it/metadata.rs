//! What pages say of themselves, on invented fixtures and, where they are there, on the seeds.

use std::path::Path;

use copydesk::charset::{self, Decoder};
use copydesk::content::{Extractor, Knowledge, Options};
use copydesk::model::{AgencyRole, Document, Field, Markup, Origin, Record};

fn document(path: &Path) -> Document {
    let name = path.file_name().unwrap().to_str().unwrap();
    let bytes = std::fs::read(path).unwrap();
    let markup = if name.ends_with(".html") { Markup::Html } else { Markup::Text };
    let record = Record::new(Origin::file(name, bytes.len() as u64), bytes).marked(markup);
    let page = Decoder::new(&charset::Options::default()).unwrap().apply(record).unwrap();
    Extractor::new(&Options::default(), &Knowledge::default()).apply(page).unwrap()
}

fn fixture(name: &str) -> Document {
    document(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/content/metadata").join(name))
}

/// Title, day published, day posted, agency, authors joined.
fn check(document: &Document, title: &str, published: &str, posted: &str, agency: &str, authors: &str) {
    let metadata = &document.extraction().metadata;
    assert_eq!(metadata.title, title);
    let day = |date: Option<copydesk::model::Date>| date.map(|date| date.to_string()).unwrap_or_default();
    assert_eq!(day(metadata.published.map(|when| when.date)), published, "{title}");
    assert_eq!(day(metadata.posted), posted, "{title}");
    let named = if metadata.agency_role == AgencyRole::Credited { "" } else { metadata.agency.as_str() };
    assert_eq!(named, agency, "{title}");
    assert_eq!(metadata.authors.join("; "), authors, "{title}");
}

fn lacks(document: &Document, lines: &[&str]) {
    for line in lines {
        assert!(!document.text().contains(line), "{line:?} is left in:\n{}", document.text());
    }
}

#[test]
fn a_wire_report_names_agency_day_and_place() {
    let wire = fixture("wire.txt");
    check(&wire, "Mayor says all ferries must share the new pier", "2016-03-08", "", "Xinhua", "");
    assert_eq!(wire.extraction().metadata.dateline_place, "HARBOUR TOWN");
    lacks(
        &wire,
        &[
            "中文",
            "Home /",
            "Updated:",
            "Editor's",
            "Copyright",
            "License",
            "Registration",
            "FOLLOW",
            "Mayor says all",
        ],
    );
    assert!(wire.text().starts_with("HARBOUR TOWN - The mayor said"));
    assert!(wire.text().ends_with("repairs in the summer."));
}

#[test]
fn a_byline_names_its_author_and_a_standfirst_is_no_body() {
    let byline = fixture("byline.txt");
    check(&byline, "Mayor pledges to help rebuild the ferries", "2016-03-09", "", "", "Jo Example");
    let metadata = &byline.extraction().metadata;
    assert_eq!(metadata.byline, "By JO EXAMPLE (Harbour Daily)");
    assert_eq!(metadata.subtitle, "Help will include a new crane and better lamps, she says");
    assert_eq!((metadata.agency.as_str(), metadata.agency_role), ("Xinhua", AgencyRole::Credited));
    assert_eq!(metadata.captions.len(), 1);
    lacks(&byline, &["By JO", "Updated", "[Photo", "Help will include", "©"]);
    assert!(byline.text().starts_with("The mayor vowed on Tuesday"));
}

#[test]
fn a_bare_report_has_a_title_and_no_day() {
    let broken = fixture("broken.txt");
    check(&broken, "The council's plan to widen the quay", "", "", "", "");
    assert!(broken.text().contains("in nine villages, including"));
    assert!(broken.text().starts_with("As the harbour"));
}

#[test]
fn the_source_s_day_goes_before_the_site_s_own() {
    let sourced = fixture("sourced.txt");
    check(
        &sourced,
        "What the new pier means for the harbour",
        "2016-03-10",
        "2016-04-21",
        "Harbour People's Paper",
        "",
    );
    lacks(&sourced, &["feedback", "Submit", "Zoom", "Author", "Related", "\u{a0}"]);
    assert!(sourced.text().contains("know the sea.\n\n"));
}

#[test]
fn a_widget_leaves_nothing_behind() {
    let disqus = fixture("disqus.txt");
    check(&disqus, "Harbour stresses safety of ferries in fighting the fog", "2016-02-11", "", "Xinhua", "");
    lacks(&disqus, &["Disqus", "Source:"]);
}

#[test]
fn a_page_is_read_from_all_it_says() {
    let page = fixture("page.html");
    check(&page, "Ferries return to the island", "2016-03-08", "", "Associated Press", "Jo Example");
    let metadata = &page.extraction().metadata;
    assert_eq!(metadata.agency_role, AgencyRole::Syndicated);
    assert_eq!(metadata.dateline, "HARBOUR TOWN (AP)");
    assert_eq!((metadata.language.as_str(), metadata.section.as_str()), ("en", "Harbour"));
    assert_eq!(metadata.robots, "noindex; noai");
    assert_eq!(metadata.canonical_url, "https://www.harbourtimes.example/2016/03/08/ferries-return");
    assert_eq!(metadata.modified.unwrap().date.to_string(), "2016-03-09");
    let title = metadata.evidence.iter().find(|evidence| evidence.field == Field::Title).unwrap();
    assert_eq!(title.method, "heading");
    let date = metadata.evidence.iter().find(|evidence| evidence.field == Field::DatePublished).unwrap();
    assert_eq!((date.method.as_str(), date.selector.as_str()), ("json-ld", "Article.datePublished"));
    assert!(date.rejected.is_empty(), "the address and the article agree: {:?}", date.rejected);
}

/// A page that says one thing in one way, and what is read of it; see the head of the file.
#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    name: String,
    html: Option<String>,
    text: Option<String>,
    title: Option<String>,
    published: Option<String>,
    authors: Option<String>,
    agency: Option<String>,
}

#[test]
fn each_way_to_say_it_is_read() {
    #[derive(serde::Deserialize)]
    struct File {
        case: Vec<Case>,
    }
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/content/metadata/cases.toml");
    let file: File = toml::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    let mut wrong = Vec::new();
    for case in &file.case {
        let (body, markup) = match (&case.html, &case.text) {
            (Some(html), None) => {
                (html.replace("{body}", &format!("<p>{}</p>", BODY.join("</p><p>"))), Markup::Html)
            }
            (None, Some(text)) => (text.trim_start().replace("{body}", &BODY.join("\n\n")), Markup::Text),
            _ => panic!("{}: html or text", case.name),
        };
        let bytes = body.into_bytes();
        let record = Record::new(Origin::file("case", bytes.len() as u64), bytes).marked(markup);
        let page = Decoder::new(&charset::Options::default()).unwrap().apply(record).unwrap();
        let read = Extractor::new(&Options::default(), &Knowledge::default()).apply(page).unwrap();
        let metadata = &read.extraction().metadata;
        let day = metadata.published.map(|when| when.date.to_string()).unwrap_or_default();
        for (field, expected, found) in [
            ("title", &case.title, metadata.title.clone()),
            ("published", &case.published, day),
            ("authors", &case.authors, metadata.authors.join("; ")),
            ("agency", &case.agency, metadata.agency.clone()),
        ] {
            if expected.as_ref().is_some_and(|expected| *expected != found) {
                wrong.push(format!("{}: {field} is {found:?}", case.name));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

const BODY: &[&str] = &[
    "The ferry between the old pier and the island will sail at night from next month on, the harbour council agreed on Monday after a debate of four hours in the town hall.",
    "\"People who work late have waited for this for years,\" said the chair of the council, who had asked for the night service since the bridge was closed for repairs in the spring.",
    "Two boats will sail every forty minutes until two in the morning. The council expects that some three hundred people will use them on a working day, and twice as many at the weekend.",
    "The harbour master warned that the lamps on the island pier are too weak. They will be replaced before the first boat sails, he told the council, and the fog horn will be heard again.",
];

#[test]
fn the_seeds_are_read_to_the_letter() {
    let seeds = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/seeds");
    let Ok(folder) = seeds.read_dir() else {
        eprintln!("not run: {} is absent", seeds.display());
        return;
    };
    let mut files: Vec<_> = folder.map(|entry| entry.unwrap().path()).collect();
    files.sort();
    // Titles are checked against the file itself: the headline is a line of it and no line of the body.
    let told = [
        ("2017-09-26", "", "Xinhua", ""),
        ("2017-09-27", "", "", "An Baijie"),
        ("", "", "", ""),
        ("2017-09-28", "2017-10-23", "People's Daily", ""),
        ("2017-05-25", "", "Xinhua", ""),
    ];
    assert_eq!(files.len(), told.len());
    let mut places = Vec::new();
    for (file, (published, posted, agency, authors)) in files.iter().zip(told) {
        let read = document(file);
        let title = read.extraction().metadata.title.clone();
        let raw = std::fs::read_to_string(file).unwrap();
        assert!(raw.lines().any(|line| line.trim() == title), "{title}");
        check(&read, &title, published, posted, agency, authors);
        lacks(
            &read,
            &[
                &title,
                "FOLLOW US",
                "Updated:",
                "[Photo",
                "Disqus",
                "Related Articles",
                "Submit Time",
                "Registration",
                "\u{a0}",
                "©",
                "Home /",
            ],
        );
        // Every paragraph of more than one line's length is there.
        for line in raw.lines().map(|line| line.trim_matches([' ', '\u{a0}'])).filter(|line| line.len() > 160)
        {
            let furniture = line.contains("All rights reserved") || line.contains("[Photo");
            assert!(furniture || read.text().contains(line), "{line}");
        }
        places.push(read.extraction().metadata.dateline_place.clone());
    }
    assert_eq!(places, ["BEIJING", "", "", "", ""]);
}
