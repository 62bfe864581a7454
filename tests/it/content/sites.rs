//! Site files: what they cut and keep, and what is refused in them.

use std::path::Path;

use copydesk::content::sites::{Site, Sites};
use copydesk::content::{Extractor, Knowledge, Options};
use copydesk::model::{Date, Decoding, Document, Markup, OffsetMap, Origin, Page, Pass, Reason, Record};

const PAGE: &str = "<!doctype html><title>Bridge opens</title><body>\
    <div class=top><p>Weather: rain in the north and sun in the south of the province today.</p></div>\
    <article><h1>Bridge opens</h1><div class=story><p>The bridge over the Lune opened on Monday after two years of work.</p>\
    <p class=more>Read more about bridges in our long series of reports on the subject.</p>\
    <p>Traffic was light. <span class=ref>Sign up.</span></p><p>Photo desk: 4411</p></div></article>\
    <p>The mayor of another town said on Tuesday that he would not build any bridge at all.</p>";

#[test]
fn a_layout_keeps_strips_and_cuts_lines() {
    let site = "[[layout]]\nkeep = ['.story']\nstrip = ['.more', '.ref']\n\
        [[layout.line]]\npattern = '^Photo desk: \\d+$'\nkind = 'tool'\n";
    let document = extract(site, "").unwrap();
    assert_eq!(
        document.text(),
        "The bridge over the Lune opened on Monday after two years of work.\n\nTraffic was light. Sign up."
    );
    let by_site =
        document.extraction().cut.iter().filter(|cut| cut.pass == Pass::Site && cut.text != "Bridge opens");
    let rules: Vec<String> = by_site.map(|cut| format!("{} {:.9}", cut.rule, cut.text)).collect();
    assert_eq!(
        rules,
        ["site-keep Weather: ", "site-strip Read more", "site-line Photo des", "site-keep The mayor"]
    );
}

#[test]
fn a_layout_that_fits_nothing_keeps_silent() {
    let with = extract("[[layout]]\nkeep = ['.body-of-2019']\n", "").unwrap();
    assert_eq!(with.text(), extract("", "").unwrap().text());
}

#[test]
fn the_day_of_fetching_chooses_the_layout() {
    let file = "[[layout]]\nvalid_until = 2024-12-31\nkeep = ['.top']\n\n[[layout]]\nvalid_from = 2025-01-01\nkeep = ['.more']\n";
    assert!(extract(file, "2024-05-01T10:00:00Z").unwrap().text().starts_with("Weather"));
    assert!(extract(file, "2025-05-01T10:00:00Z").unwrap().text().starts_with("Read more"));
    let sites = sites(file);
    assert!(sites.for_host("news.lune.example", Date::new(2024, 1, 1)).is_some());
    assert!(sites.for_host("elune.example", None).is_none());
}

#[test]
fn a_layout_says_where_metadata_stands() {
    let site = "[[layout]]\n[layout.metadata]\nsection = 'div.top > p'\n";
    let document = extract(site, "").unwrap();
    let metadata = &document.extraction().metadata;
    assert!(metadata.section.starts_with("Weather: rain"), "{}", metadata.section);
    let evidence = metadata.evidence.iter().find(|evidence| evidence.method == "site-file");
    assert_eq!(evidence.map(|evidence| evidence.selector.as_str()), Some("div.top > p"));
}

#[test]
fn a_file_proves_itself() {
    let tests = "[[layout]]\nkeep = ['.story']\n[[test]]\nname = 'the story alone'\nhtml = '<p class=ad>Buy</p><p class=story>Rain fell.'\ntext = 'Rain fell.'\n";
    assert_eq!(site(tests).unwrap().check(), []);
    let failing = tests.replace("text = 'Rain fell.'", "with = ['Buy']\nwithout = ['Rain']");
    let failures: Vec<String> = site(&failing).unwrap().check().iter().map(ToString::to_string).collect();
    assert_eq!(
        failures,
        ["lune.example: the story alone: `Buy` is cut", "lune.example: the story alone: `Rain` is kept"]
    );
}

#[test]
fn what_is_wrong_in_a_file_is_named_with_its_place() {
    for (file, message) in [
        ("[[layout]]\nkep = ['p']\n", "lune.example.toml:2:1: no option `kep` here; did you mean `keep`?"),
        ("[[layout]]\nkeep = ['p >> a']\n", "lune.example.toml:2:9: `p >> a` is not a CSS selector"),
        ("[[layout]]\nvalid_from = 10:00:00\n", "lune.example.toml:2:14: a day such as 2025-03-01 is wanted"),
        (
            "[[layout]]\n[[layout.line]]\npattern = '(a'\nkind = 'ad'\n",
            "lune.example.toml:3:11: `(a`: unclosed group",
        ),
        (
            "[[layout]]\n[layout.metadata]\ntitle = 'h1@blink'\n",
            "lune.example.toml:3:9: no value is read from `blink`",
        ),
    ] {
        assert_eq!(site(file).unwrap_err().to_string(), message);
    }
    let huge = format!("[[layout]]\n[[layout.line]]\npattern = '{}'\nkind = 'ad'\n", r"\w{1000}");
    assert!(site(&huge).unwrap_err().to_string().contains("size limit"), "{}", site(&huge).unwrap_err());
}

fn site(file: &str) -> copydesk::error::Result<Site> {
    Site::parse("lune.example", file, Path::new("lune.example.toml"))
}

fn sites(file: &str) -> Sites {
    let mut sites = Sites::default();
    sites.add(site(file).unwrap());
    sites
}

fn extract(file: &str, fetched: &str) -> Result<Document, Reason> {
    let knowledge = Knowledge { sites: sites(file), ..Knowledge::default() };
    let origin = Origin::file("page.html", 0).from_url("https://www.lune.example/1").fetched_at(fetched);
    let record = Record::new(origin, PAGE.into()).marked(Markup::Html);
    let page: Page = record.decoded(PAGE.into(), OffsetMap::shifted(0), Decoding::default());
    Extractor::new(&Options::default(), &knowledge)
        .apply(page)
        .map_err(|rejection| rejection.reason().clone())
}
