//! Several reports in one text file.

use super::*;
use copydesk::model::Field;

fn fixture(name: &str) -> Vec<u8> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/acquire").join(name);
    std::fs::read(path).unwrap()
}

/// Every record's bytes are those that its origin names.
#[track_caller]
fn places_hold(file: &[u8], outcomes: &[Outcome]) {
    for record in records(outcomes) {
        let (start, length) = (record.origin().offset() as usize, record.origin().length() as usize);
        assert_eq!(&file[start..start + length], record.bytes());
    }
}

/// Title, byline, date and site of every record, its first and its last word.
fn heads(outcomes: &[Outcome]) -> Vec<String> {
    let said = |record: &Record, field| record.declared().get(field).unwrap_or("-").to_owned();
    records(outcomes)
        .iter()
        .map(|record| {
            let text = String::from_utf8_lossy(record.bytes()).into_owned();
            let fields = [Field::Title, Field::Byline, Field::DatePublished, Field::Site];
            let fields = fields.map(|field| said(record, field)).join(" | ");
            let (first, last) = (text.split_whitespace().next(), text.split_whitespace().last());
            format!("{fields} | {} … {}", first.unwrap_or_default(), last.unwrap_or_default())
        })
        .collect()
}

#[test]
fn an_older_nexis_export() {
    let file = fixture("nexis-older.txt");
    let outcomes = read_as("a.txt", &file, &Options::default());
    places_hold(&file, &outcomes);
    assert_eq!(
        heads(&outcomes),
        [
            "Ferry Returns To Lakemouth | By ANN MOOR | May 1, 2024 Wednesday | The Lakemouth Post | The … spring.",
            "Baker wins bread prize | - | May 2, 2024 Thursday | Inland Wire Service | OLDFIELD, … again.",
        ]
    );
    assert!(rejections(&outcomes).is_empty());
    let [first, second] = &records(&outcomes)[..] else { panic!() };
    assert_eq!(first.origin().url(), "http://example.com/ferry");
    assert_eq!(first.declared().get(Field::Section), Some("Section A; Column 0; Metropolitan Desk; Pg. 4"));
    assert_eq!(second.declared().get(Field::Dateline), Some("OLDFIELD, May 2"));
}

#[test]
fn a_newer_nexis_export() {
    let file = fixture("nexis-newer.txt");
    let outcomes = read_as("a.txt", &file, &Options::default());
    places_hold(&file, &outcomes);
    assert_eq!(
        heads(&outcomes),
        [
            "Ferry Returns To Lakemouth | Ann Moor | May 1, 2024 Wednesday | The Lakemouth Post | The … spring.",
            "Baker wins bread prize | - | May 2, 2024 Thursday | Inland Wire Service | OLDFIELD, … again.",
        ]
    );
}

#[test]
fn a_factiva_export() {
    let file = fixture("factiva.txt");
    let outcomes = read_as("a.txt", &file, &Options::default());
    assert_eq!(
        heads(&outcomes),
        [
            "Ferry returns to Lakemouth | By Ann Moor | 1 May 2024 | The Lakemouth Post | The … spring.",
            "Baker wins bread prize | - | 2 May 2024 | Inland Wire Service | OLDFIELD, … again.",
        ]
    );
    let [first, _] = &records(&outcomes)[..] else { panic!() };
    assert_eq!(first.origin().record_id(), "LKMPST0020240501ek510002b");
    let (start, length) = (first.origin().offset() as usize, first.origin().length() as usize);
    let there = &file[start..start + length];
    assert_eq!(there.len(), first.bytes().len());
    let blanked = there.iter().zip(first.bytes()).filter(|(there, here)| there != here).count();
    assert_eq!(blanked, 2, "the code TD alone is blanked");
}

#[test]
fn rulers_form_feeds_and_patterns_separate_reports() {
    let (a, b, c) = ("Ferry returns\n\nIt came back.", "Bread wins\n\nIt is good.", "Rain\n\nIt falls.");
    let rule = "==========";
    check(
        "a.txt",
        format!("{a}\n{rule}\n{b}\n{rule}\n{c}\n{rule}").as_bytes(),
        "@0+28 Ferry returns\\n\\nIt came back.\n@40+23 Bread wins\\n\\nIt is good.\n@75+15 Rain\\n\\nIt falls.\n",
    );
    check(
        "a.txt",
        format!("{a}\n\x0C{b}\n\x0C").as_bytes(),
        "@0+28 Ferry returns\\n\\nIt came back.\n@30+23 Bread wins\\n\\nIt is good.\n",
    );
    let options = Options { separator: "^<ART [0-9]+>$".to_owned(), ..Options::default() };
    let told = tell(&read_as("a.txt", b"<ART 1>\r\nRain.\r\n<ART 2>\r\nSun.\r\n", &options));
    assert_eq!(told, "@9+5 Rain.\n@25+4 Sun.\n");
    check(
        "a.txt",
        format!("{a}\n{rule}\n{b}").as_bytes(),
        &format!("@0+63 {}\n", format!("{a}\n{rule}\n{b}").escape_debug()),
    );
}

#[test]
fn a_text_in_utf_16_is_never_split() {
    let text: Vec<u8> = "Rain.\n\x0CSun.\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let outcomes = read_as("a.txt", &text, &Options::default());
    assert_eq!(records(&outcomes).len(), 1);
    assert_eq!(records(&outcomes)[0].bytes(), text);
}

#[test]
fn a_section_over_the_limit_is_let_go_and_the_next_read() {
    let rule = "==========";
    let long = "It went on. ".repeat(200);
    let text = format!(
        "Ferry\n\nIt came.\n{rule}\nLong\n\n{long}\n{rule}\nRain\n\nIt falls.\n{rule}\nSun\n\nIt shines.\n"
    );
    let options = Options { max_record_bytes: 1000, ..Options::default() };
    // The decision needs to see the rulers, so the first stretch must hold some.
    let head = format!("A\n\nB\n{rule}\nC\n\nD\n{rule}\nE\n\nF\n{rule}\n");
    let told = tell(&read_as("a.txt", format!("{head}{text}").as_bytes(), &options));
    assert_eq!(told.matches("!too-large").count(), 1, "{told}");
    assert_eq!(told.lines().count(), 7, "{told}");
}
