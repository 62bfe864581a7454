//! Any bytes, any label: the charset stage neither panics nor maps a span outside the record, and repair settles.
#![no_main]

use copydesk::charset::{self, Decoder, Options};
use copydesk::model::{Markup, Origin, Record, Span};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let (label, bytes) = match bytes.split_first() {
        Some((first, rest)) => (LABELS[usize::from(*first) % LABELS.len()], rest),
        None => return,
    };
    let _ = charset::sniff(bytes, label);
    let decoder = Decoder::new(&Options::default()).expect("no encoding is forced");
    let record = Record::new(Origin::file("fuzz", bytes.len() as u64), bytes.to_vec()).served_as(label);
    let Ok(page) = decoder.apply(record.marked(Markup::Text)) else { return };
    let mut last = 0;
    for (at, c) in page.text().char_indices() {
        let raw = page.raw(Span::new(at, at + c.len_utf8()));
        assert!(raw.start >= last && raw.end as usize <= bytes.len());
        last = raw.start;
    }
    let once = charset::repair(page.text()).into_owned();
    assert_eq!(charset::repair(&once), once);
});

const LABELS: [&str; 6] = [
    "",
    "text/html; charset=utf-8",
    "text/html; charset=windows-1251",
    "text/html; charset=gb18030",
    "text/html; charset=iso-2022-jp",
    "text/html; charset=utf-16le",
];
