//! Pages made to cost more than their bytes, a megabyte of each: `cargo bench --bench hostile`.
//!
//! Prints CPU milliseconds from the decoded page to its document, the least of a few runs, the worst shapes first. With a
//! part of names behind `--` it takes those shapes alone.

#![allow(clippy::print_stdout, reason = "what it measures is what it prints")]

#[path = "../src/content/html/hostile/shapes.rs"]
mod shapes;

use copydesk::charset::{self, Decoder};
use copydesk::content::{Extractor, Knowledge, Options};
use copydesk::model::{Markup, Origin, Page, Record};
use cpu_time::ThreadTime;
use shapes::{SHAPES, Shape};

const MEGABYTE: usize = 1_000_000;
const RUNS: usize = 3;

/// Shapes that cost by their many blocks and elements, not by how these nest.
const MANY: &[(&str, Shape)] = &[
    ("one-letter paragraphs", |n| "<p>a".repeat(n)),
    ("paragraphs of prose", |n| "<p>The harbour reopened on Monday, the city said. ".repeat(n)),
    ("links in items", |n| "<li><a href=/>port</a>".repeat(n)),
    ("spans in one paragraph", |n| "<span>a</span>".repeat(n)),
    ("elements without text", |n| "<i></i>".repeat(n)),
    ("teasers of the page itself", |n| {
        let teasers = "<a href=/c>The harbour reopened 12</a> ".repeat(20);
        let head = "<link rel=canonical href=https://gazette.example/c>";
        format!("{head}{}", format!("<div><div>{teasers}</div></div>").repeat(n / 20))
    }),
    ("authors", |n| "<meta name=author content=Bo>Mr. <section class=author>".repeat(n)),
];

/// Shapes of plain text.
const TEXT: &[(&str, Shape)] = &[
    ("one-letter lines", |n| "x\n".repeat(n)),
    ("one-letter paragraphs of text", |n| "x\n\n".repeat(n)),
    ("lines of prose", |n| "The harbour reopened on Monday, the city said.\n".repeat(n)),
    ("one line of prose", |n| "The harbour reopened on Monday, the city said. ".repeat(n)),
    ("days", |n| "4 May 2021 ".repeat(n)),
    ("days that ran together", |n| "4 May 2021By Anna Lund".repeat(n)),
    ("days that ran together, line by line", |n| "said.4 May 2021By Anna Lund\n".repeat(n)),
    ("days among words that ran together", |n| "harborPort 12 Jan. 99Ferry 2021 ".repeat(n)),
    ("ideographs", |n| "港".repeat(n)),
    ("words of Arabic", |n| "مر ".repeat(n)),
    ("lines of a mark", |n| "“\n".repeat(n)),
    ("datelines", |n| {
        "PORT BALE, May 4 (Xinhua) -- The harbour reopened, the city said. 2021-03-04 10:00 ".repeat(n)
    }),
    ("bylines", |n| "By Anna Lund\nShare 4 May 2021\nRead more:\n".repeat(n)),
];

fn main() {
    let decoder = Decoder::new(&charset::Options::default()).expect("the defaults hold");
    let extractor = Extractor::new(&Options::default(), &Knowledge::default());
    let html = SHAPES.iter().chain(MANY).map(|shape| (shape, Markup::Html));
    let text = TEXT.iter().map(|shape| (shape, Markup::Text));
    let wanted: Vec<String> = std::env::args().skip(1).filter(|part| !part.starts_with('-')).collect();
    let is_wanted = |name: &str| wanted.is_empty() || wanted.iter().any(|part| name.contains(part));
    let mut found: Vec<(f64, &str)> = Vec::new();
    for ((name, make), markup) in html.chain(text).filter(|((name, _), _)| is_wanted(name)) {
        let page = megabyte(*make).into_bytes();
        let record = Record::new(Origin::file(*name, page.len() as u64), page).marked(markup);
        let page = decoder.apply(record).expect("it has text");
        let times = (0..RUNS).map(|_| milliseconds(&extractor, page.clone()));
        found.push((times.fold(f64::INFINITY, f64::min), name));
    }
    found.sort_by(|one, other| other.0.total_cmp(&one.0));
    for (milliseconds, name) in found {
        println!("{name:<40}{milliseconds:>8.1} ms");
    }
}

/// A page of the shape, a megabyte long or hardly more.
fn megabyte(make: Shape) -> String {
    let mut n = 1_000;
    while make(n).len() < MEGABYTE {
        n += n / 8;
    }
    make(n)
}

/// CPU time from the page to its document, or to where none is found in it.
fn milliseconds(extractor: &Extractor, page: Page) -> f64 {
    let begun = ThreadTime::now();
    let document = extractor.apply(page);
    let spent = begun.elapsed();
    std::hint::black_box(document.is_ok());
    spent.as_secs_f64() * 1e3
}
