//! What repeats across a site's pages becomes a site file that cuts it.

use std::collections::BTreeSet;
use std::path::Path;

use copydesk::content::learn::{Find, Learner, Options, Proposal};
use copydesk::content::sites::{Site, Sites};
use copydesk::content::{Extractor, Knowledge};
use copydesk::model::{CutKind, Decoding, Markup, OffsetMap, Origin, Page, Record};

const APPEAL: &str = "Our reporters walk every pier of the coast so that you need not; a small sum a month keeps them in shoes.";

/// The reports of an invented site: each has words of its own, all have an appeal in the middle and a counter below.
fn reports(host: &str, n: usize) -> Vec<Page> {
    let places =
        ["harbour", "lighthouse", "ropewalk", "ferry landing", "fish hall", "old customs house", "tide mill"];
    let page = |at: usize| {
        let place = places[at % places.len()];
        let day = at + 3;
        format!(
            "<html><head><title>The {place} opens again</title></head><body><nav><a href=/>Home</a></nav><article>\
             <h1>The {place} opens again</h1>\
             <p>The {place} opened its doors on Monday, {day} years after the storm of number {at} had closed them for good.</p>\
             <p class=\"plea-{at}4711 plea\">{APPEAL}</p>\
             <p>“Nobody believed in it but the gulls,” said the keeper of the {place}, who had counted {day} of them.</p>\
             <p>Readers who came to the {place} by boat so far, as counted by hand and told without any warranty: {at}0</p>\
             </article></body></html>"
        )
    };
    (0..n).map(|at| of(host, &format!("/{at}"), &page(at))).collect()
}

fn of(host: &str, path: &str, html: &str) -> Page {
    let origin = Origin::file("page.html", html.len() as u64).from_url(format!("https://www.{host}{path}"));
    let record = Record::new(origin, html.as_bytes().to_vec()).marked(Markup::Html);
    record.decoded(html.to_owned(), OffsetMap::shifted(0), Decoding::default())
}

fn extractor(site: Option<Site>) -> Extractor {
    let mut sites = Sites::default();
    site.into_iter().for_each(|site| sites.add(site));
    Extractor::new(&Default::default(), &Knowledge { sites, ..Knowledge::default() })
}

fn learnt(pages: impl IntoIterator<Item = Page>, options: Options) -> Vec<Proposal> {
    let (mut learner, extractor) = (Learner::new(options), extractor(None));
    for page in pages {
        learner.add(page, &extractor).unwrap();
    }
    learner.proposals()
}

fn enough() -> Options {
    Options { min_pages: 4, ..Options::default() }
}

#[test]
fn what_repeats_is_proposed_with_its_counts_and_the_file_passes_its_own_test() {
    let proposals = learnt(reports("quay.example", 7), Options { all: true, ..enough() });
    let [proposal] = &proposals[..] else { panic!("{} proposals", proposals.len()) };
    assert_eq!((proposal.host.as_str(), proposal.pages), ("quay.example", 7));
    let plea = proposal.rules.iter().find(|rule| rule.sample == APPEAL).expect("a rule for the appeal");
    assert_eq!((&plea.find, plea.on), (&Find::Element(".plea".into()), 7));

    let text = proposal.to_toml(false);
    let site = Site::parse("quay.example", &text, Path::new("quay.example.toml")).unwrap();
    assert_eq!(site.check(), [], "{text}");
    let ruled = extractor(Some(site));
    for page in reports("quay.example", 7) {
        let document = ruled.apply(page).unwrap();
        assert!(!document.text().contains("shoes"), "{}", document.text());
        assert!(document.text().contains("opened its doors") && document.text().contains("the gulls"));
    }
}

#[test]
fn what_is_cut_already_is_proposed_on_request_only() {
    let pages = || reports("quay.example", 7);
    let found = |all| {
        let proposals = learnt(pages(), Options { all, ..enough() });
        proposals.into_iter().flat_map(|proposal| proposal.rules).collect::<Vec<_>>()
    };
    assert!(!found(false).iter().any(|rule| rule.sample == "Home"));
    assert!(found(true).iter().any(|rule| rule.sample == "Home" && rule.kept_on == 0));
}

#[test]
fn a_line_without_an_element_of_its_own_is_found_by_its_text_whatever_its_numbers() {
    let page = |at: usize| {
        of(
            "quay.example",
            &format!("/{at}"),
            &format!(
                "<article><h1>Report number {at}</h1><p>On pier {at} the {at}th crane fell silent, said {}.</p>\
                 <p>Call the night desk, 555 {at}{at}1, day or night, whenever a ship of yours is late.</p>\
                 <p>It had lifted {} crates since spring and will be sold, wrote the {} of pier {at}.</p></article>",
                ["Ada", "Bo", "Cy", "Di", "Ed"][at],
                ["ten", "two hundred", "no", "some", "nine"][at],
                ["warden", "owner", "clerk", "widow", "rival"][at],
            ),
        )
    };
    let proposals = learnt((0..5).map(page), Options { all: true, ..enough() });
    let rules: Vec<_> = proposals.iter().flat_map(|proposal| &proposal.rules).collect();
    let night = rules.iter().find(|rule| rule.sample.starts_with("Call the night desk")).expect("a rule");
    let Find::Line(pattern) = &night.find else { panic!("{:?}", night.find) };
    assert!(pattern.contains("desk, [0-9]+ [0-9]+, day"), "{pattern}");
    assert_eq!(night.kind, CutKind::Template);
}

#[test]
fn a_report_met_again_and_again_is_not_taken_for_boilerplate() {
    let report = reports("quay.example", 1).remove(0).text().to_owned();
    let pages = (0..9).map(|at| of("quay.example", &format!("/copy/{at}"), &report));
    assert_eq!(learnt(pages, Options { all: true, ..enough() }), []);
}

#[test]
fn few_pages_no_host_and_plain_text_teach_nothing() {
    let all = || Options { all: true, ..enough() };
    assert_eq!(learnt(reports("quay.example", 3), all()), []);
    let nowhere = reports("quay.example", 7).into_iter().map(|page| {
        let html = page.text().to_owned();
        let record = Record::new(Origin::file("a.html", 1), html.clone().into_bytes()).marked(Markup::Html);
        record.decoded(html, OffsetMap::shifted(0), Decoding::default())
    });
    assert_eq!(learnt(nowhere, all()), []);
    // A host becomes a file's name and a line of a diff.
    for host in ["quay\n+++ README.md", "quay example", "quay\tb.example"] {
        assert_eq!(learnt(reports(host, 7), all()), [], "{host}");
    }
}

#[test]
fn the_order_of_pages_changes_nothing_and_a_site_can_be_named() {
    let both = || reports("quay.example", 6).into_iter().chain(reports("pier.example", 6));
    let there = learnt(both(), enough());
    let mut back: Vec<Page> = both().collect();
    back.reverse();
    assert_eq!(there, learnt(back, enough()));
    let sites = BTreeSet::from(["pier.example".to_owned()]);
    let named = learnt(both(), Options { sites, all: true, ..enough() });
    assert_eq!(named.iter().map(|proposal| &*proposal.host).collect::<Vec<_>>(), ["pier.example"]);
}
