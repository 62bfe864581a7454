//! Any text, as HTML, as plain text and as nobody knows what, becomes a document or a rejection, and nothing vanishes:
//! kept and cut pieces tile the flat text. Run with `-timeout=1` to find inputs that cost more than their bytes.
#![no_main]

use std::sync::LazyLock;

use copydesk::content::{Extractor, Knowledge, Options};
use copydesk::model::{Decoding, Markup, OffsetMap, Origin, Record, Span};
use libfuzzer_sys::fuzz_target;

static EXTRACTOR: LazyLock<Extractor> =
    LazyLock::new(|| Extractor::new(&Options::default(), &Knowledge::default()));

fuzz_target!(|text: &str| {
    for markup in [Markup::Html, Markup::Text, Markup::Unknown] {
        let record = Record::new(Origin::file("page", 0), text.as_bytes().to_vec()).marked(markup);
        let page = record.decoded(text.to_owned(), OffsetMap::shifted(0), Decoding::default());
        let Ok(document) = EXTRACTOR.apply(page) else { continue };
        let extraction = document.extraction();
        let mut spans: Vec<Span> = extraction.kept.iter().map(|kept| kept.span).collect();
        spans.extend(extraction.cut.iter().map(|cut| cut.span));
        spans.sort_unstable();
        let mut end = 0;
        for span in spans {
            assert_eq!(span.start, end, "kept and cut pieces tile the flat text");
            end = span.end;
        }
        assert_eq!(end, extraction.flat_bytes);
    }
});
