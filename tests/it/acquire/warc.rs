//! WARC, with right lengths and wrong ones.

use super::*;

/// A record with a right length.
pub(crate) fn warc_record(kind: &str, headers: &str, block: &str) -> Vec<u8> {
    let length = block.len();
    format!("WARC/1.0\r\nWARC-Type: {kind}\r\n{headers}Content-Length: {length}\r\n\r\n{block}\r\n\r\n")
        .into_bytes()
}

/// A page answered over HTTP.
pub(crate) fn response(n: u32, text: &str) -> Vec<u8> {
    let headers = format!(
        "WARC-Record-ID: <urn:uuid:{n}>\r\nWARC-Target-URI: http://example.com/{n}\r\n\
         WARC-Date: 2024-05-0{n}T10:00:00Z\r\nWARC-Payload-Digest: sha1:A{n}\r\n\
         Content-Type: application/http; msgtype=response\r\n"
    );
    let block = format!("HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=gbk\r\n\r\n<p>{text}</p>");
    warc_record("response", &headers, &block)
}

#[test]
fn a_response_keeps_its_header() {
    let outcomes = read_as("a.warc", &response(1, "Rain."), &Options::default());
    let [record] = &records(&outcomes)[..] else { panic!("{outcomes:?}") };
    assert_eq!(record.bytes(), b"<p>Rain.</p>");
    assert_eq!(record.content_type(), "text/html; charset=gbk");
    assert_eq!(record.markup(), Markup::Html);
    let origin = record.origin();
    assert_eq!(origin.url(), "http://example.com/1");
    assert_eq!(origin.fetched(), "2024-05-01T10:00:00Z");
    assert_eq!(origin.record_id(), "urn:uuid:1");
    assert_eq!(origin.payload_digest(), "sha1:A1");
    assert_eq!(origin.length() + 4, response(1, "Rain.").len() as u64);
}

/// The texts of the records that `bytes` hold, and the codes of the rejections with `!`.
#[track_caller]
fn check_texts(bytes: &[u8], expected: &str) {
    let outcomes = read_as("a.warc", bytes, &Options::default());
    let told: Vec<String> = outcomes
        .iter()
        .map(|outcome| match outcome {
            Ok(record) => String::from_utf8_lossy(record.bytes()).replace("<p>", "").replace("</p>", ""),
            Err(rejection) => format!("!{}", rejection.reason().code()),
        })
        .collect();
    assert_eq!(told.join(" "), expected, "{outcomes:?}");
}

/// `response` with another Content-Length.
fn with_length(n: u32, text: &str, length: &str) -> Vec<u8> {
    let record = String::from_utf8(response(n, text)).unwrap();
    let (before, rest) = record.split_once("Content-Length: ").unwrap();
    let (_, after) = rest.split_once("\r\n").unwrap();
    format!("{before}Content-Length: {length}\r\n{after}").into_bytes()
}

#[test]
fn records_that_are_no_reports_are_passed_by() {
    let bytes = [
        warc_record("warcinfo", "", "software: invented\r\n"),
        warc_record("request", "", "GET / HTTP/1.1\r\n\r\n"),
        response(1, "Rain."),
        warc_record("metadata", "", "fetchTimeMs: 3"),
        warc_record("revisit", "", "HTTP/1.1 200 OK\r\n\r\n"),
        warc_record("response", "WARC-Target-URI: dns:example.com\r\nContent-Type: text/dns\r\n", "20240501"),
        response(2, "Sun."),
    ]
    .concat();
    check_texts(&bytes, "Rain. Sun.");
}

#[test]
fn a_conversion_and_a_resource_are_their_blocks() {
    let bytes = [
        warc_record("conversion", "Content-Type: text/plain\r\n", "Rain."),
        warc_record("resource", "Content-Type: text/html\r\n", "<p>Sun.</p>"),
    ]
    .concat();
    let outcomes = read_as("a.wet", &bytes, &Options::default());
    let markups: Vec<Markup> = records(&outcomes).iter().map(|record| record.markup()).collect();
    assert_eq!(markups, [Markup::Text, Markup::Html]);
}

#[test]
fn a_wrong_length_costs_one_record() {
    for wrong in ["3", "-7", "99999", "9223372036854775808", "99999999999999999999999", "many", ""] {
        let bytes = [response(1, "Rain."), with_length(2, "Lost.", wrong), response(3, "Sun.")].concat();
        let code = if wrong.len() > 15 { "!too-large" } else { "!bad-format" };
        check_texts(&bytes, &format!("Rain. {code} Sun."));
    }
}

#[test]
fn every_length_wrong_by_one_costs_its_record_only() {
    let right = response(2, "Lost.");
    let at = String::from_utf8(right.clone()).unwrap();
    let length: usize =
        at.split_once("Content-Length: ").unwrap().1.split_once("\r\n").unwrap().0.parse().unwrap();
    for wrong in [length - 1, length + 1, length + 30] {
        let bytes =
            [response(1, "Rain."), with_length(2, "Lost.", &wrong.to_string()), response(3, "Sun.")].concat();
        let outcomes = read_as("a.warc", &bytes, &Options::default());
        assert_eq!(records(&outcomes).len() + rejections(&outcomes).len(), 3, "{wrong}: {outcomes:?}");
        assert!(records(&outcomes).iter().any(|record| record.bytes() == b"<p>Sun.</p>"), "{wrong}");
    }
}

#[test]
fn line_feeds_alone_will_do() {
    let unix = String::from_utf8([response(1, "Rain."), response(2, "Sun.")].concat()).unwrap();
    // The block's own line ends count in its length, so they go with it.
    let unix =
        unix.replace("Content-Type: application/http; msgtype=response\r\n", "Content-Type: text/html\r\n");
    let mut bytes = Vec::new();
    for n in [1, 2] {
        bytes.extend(
            format!("WARC/1.0\nWARC-Type: resource\nContent-Type: text/html\nContent-Length: 2\n\n{n}.\n\n")
                .bytes(),
        );
    }
    check_texts(&bytes, "1. 2.");
    assert!(unix.contains("text/html"));
}

#[test]
fn junk_between_records_is_one_rejection_with_its_place() {
    let junk = b"some bytes\r\nthat are no record\r\n";
    let first = response(1, "Rain.");
    let bytes = [&first[..], junk, &response(2, "Sun.")].concat();
    check_texts(&bytes, "Rain. !bad-format Sun.");
    let outcomes = read_as("a.warc", &bytes, &Options::default());
    let origin = rejections(&outcomes)[0].origin();
    assert_eq!((origin.offset(), origin.length()), (first.len() as u64, junk.len() as u64));
}

#[test]
fn what_is_no_page_is_turned_away() {
    let http = "Content-Type: application/http\r\n";
    let answer =
        |head: &str, body: &str| warc_record("response", http, &format!("HTTP/1.1 {head}\r\n\r\n{body}"));
    let bytes = [
        answer("404 Not Found\r\nContent-Type: text/html", "<p>Gone.</p>"),
        answer("301 Moved\r\nLocation: /", ""),
        answer("200 OK\r\nContent-Type: image/png", "pixels"),
        answer("200 OK\r\nContent-Type: text/html", "%PDF-1.4 mislabelled"),
        answer("200 OK\r\nContent-Type: text/html\r\nContent-Encoding: rot13", "Enva."),
        answer("200 OK\r\nContent-Type: text/html", ""),
        warc_record("haiku", "", "no such type"),
        warc_record("response", "", "no status line"),
    ]
    .concat();
    check_texts(
        &bytes,
        "!unsupported !unsupported !unsupported !unsupported !unsupported !empty !unsupported !bad-format",
    );
}

/// A response whose block is `head`, a blank line and `body`.
fn answered(head: &str, body: &[u8]) -> Vec<u8> {
    let block = [b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n", head.as_bytes(), b"\r\n", body].concat();
    let head = format!("WARC/1.1\r\nWARC-Type: response\r\nContent-Length: {}\r\n\r\n", block.len());
    [head.as_bytes(), &block, b"\r\n\r\n"].concat()
}

#[test]
fn codings_are_undone_and_false_claims_of_them_ignored() {
    let page = b"<p>Rain.</p>";
    let mut zlib = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::default());
    zlib.write_all(page).unwrap();
    let mut raw = flate2::write::DeflateEncoder::new(Vec::new(), flate2::Compression::default());
    raw.write_all(page).unwrap();
    // "<p>Rain.</p>" as one uncompressed Brotli meta-block (RFC 7932, 9.2), then the empty last one.
    let brotli = [&[0xB0, 0x00, 0x10][..], page, &[0x03]].concat();
    let chunked: Vec<u8> = b"5\r\n<p>Ra\r\n7;x=y\r\nin.</p>\r\n0\r\n\r\n".to_vec();
    let cases: [(&str, Vec<u8>); 9] = [
        ("Content-Encoding: gzip\r\n", gz(page)),
        ("Content-Encoding: deflate\r\n", zlib.finish().unwrap()),
        ("Content-Encoding: deflate\r\n", raw.finish().unwrap()),
        ("Content-Encoding: zstd\r\n", zst(page)),
        ("Content-Encoding: br\r\n", brotli),
        ("Transfer-Encoding: chunked\r\n", chunked),
        ("Transfer-Encoding: chunked\r\n", page.to_vec()),
        ("Content-Encoding: gzip\r\n", page.to_vec()),
        ("Content-Encoding: br\r\n", page.to_vec()),
    ];
    for (head, body) in cases {
        let outcomes = read_as("a.warc", &answered(head, &body), &Options::default());
        assert_eq!(
            records(&outcomes).first().map(|record| record.bytes()),
            Some(&page[..]),
            "{head}: {outcomes:?}"
        );
    }
    let bomb = answered("Content-Encoding: gzip\r\n", &gz(&vec![b' '; 8 << 20]));
    let options = Options { max_record_bytes: 1 << 20, ..Options::default() };
    assert_eq!(rejections(&read_as("a.warc", &bomb, &options))[0].reason().code(), "bomb");
}

#[test]
fn a_member_for_each_record_and_one_for_all_are_the_same() {
    let (one, two) = (response(1, "Rain."), response(2, "Sun."));
    let each = [gz(&one), gz(&two)].concat();
    let all = gz(&[one, two].concat());
    let options = Options::default();
    assert_eq!(tell(&read_as("a.warc.gz", &each, &options)), tell(&read_as("a.warc.gz", &all, &options)));
}

#[test]
fn a_broken_member_costs_its_own_record() {
    let texts = ["Rain. ".repeat(80), "Lost. ".repeat(80), "Sun. ".repeat(80)];
    let members: Vec<Vec<u8>> = (1..).zip(&texts).map(|(n, text)| gz(&response(n, text))).collect();
    for at in 12..members[1].len() {
        let mut torn = members.clone();
        torn[1][at] ^= 0x10;
        let outcomes = read_as("a.warc.gz", &torn.concat(), &Options::default());
        // Two where the member still decompresses (what it says is wrong, and so is its checksum), none where the bit
        // meant nothing.
        assert!(rejections(&outcomes).len() <= 2 && outcomes.len() >= 3, "{at}: {outcomes:?}");
        // Of the torn record nothing passes, unless it arrived unchanged before the damage.
        for record in records(&outcomes) {
            let text = texts.iter().any(|text| record.bytes() == format!("<p>{text}</p>").as_bytes());
            assert!(text, "{at}: {record:?}");
        }
        let told = tell(&outcomes);
        assert!(told.contains("Rain.") && told.contains("Sun."), "{at}: {told}");
    }
}

#[test]
fn an_oversize_record_is_let_go_and_the_next_read() {
    let options = Options { max_record_bytes: 1 << 10, ..Options::default() };
    let bytes = [response(1, "Rain."), response(2, &"long ".repeat(100_000)), response(3, "Sun.")].concat();
    let told = tell(&read_as("a.warc", &bytes, &options));
    assert_eq!(told.lines().count(), 3, "{told}");
    assert!(told.lines().nth(1).unwrap().ends_with("!too-large"), "{told}");
}
