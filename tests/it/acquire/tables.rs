//! JSON and CSV.

use super::*;
use copydesk::model::Field;

#[test]
fn an_object_a_line() {
    check(
        "a.jsonl",
        b"{\"text\": \"Rain.\"}\n\n{\"text\": \"Sun.\", \"n\": [1, {}]}\r\n{\"text\": \"Snow.\"}",
        "@0+17 Rain.\n@19+30 Sun.\n@51+17 Snow.\n",
    );
}

#[test]
fn a_broken_line_costs_no_other() {
    check(
        "a.jsonl",
        b"{\"text\": \"Rain.\"}\n{\"text\": \"torn\n{\"text\": \"Sun.\"}\nnone\n{\"x\": 1}\n{\"text\": \" \"}\n",
        "@0+17 Rain.\n@18+14 !bad-format\n@33+16 Sun.\n@50+4 !bad-format\n@55+8 !no-text\n@64+13 !empty\n",
    );
}

#[test]
fn objects_in_an_array_or_over_many_lines() {
    check("a.json", b"[{\"text\": \"Rain.\"}, {\"text\": \"Sun.\"}]", "@1+17 Rain.\n@20+16 Sun.\n");
    check("a.json", b"{\n \"text\": \"Rain }\"\n}\n", "@0+21 Rain }\n");
    check("a.json", b"{\n\"text\": \"Rain.\"\n}\n{\n\"text\": \"Sun.\"\n}", "@0+19 Rain.\n@20+18 Sun.\n");
}

#[test]
fn a_broken_object_in_an_array_costs_no_other_on_a_line_of_its_own() {
    check(
        "a.json",
        b"[\n{\"text\": \"Rain.\"},\n{\"text\": \"to\"rn\"},\n{\"text\": \"Sun.\"}\n]",
        "@2+17 Rain.\n@21+19 !bad-format\n@40+16 Sun.\n",
    );
    check("a.json", b"[\n{\"text\": \"Rain.\"},\n{\"text\": \"to", "@2+17 Rain.\n@21+12 !truncated\n");
}

#[test]
fn fields_become_what_is_declared() {
    let json =
        br#"{"url":"http://example.com/a","title":"Ferry returns","authors":["Ann Moor",{"name":"Bo Lee"}],
        "date_published":"2024-05-01","source":{"name":"Lakemouth Post"},"agency":"Inland Wire","id":7,
        "fetched_at":"2024-05-02T00:00:00Z","body_html":"<p>Rain.</p>","text":"Rain.","language":null}"#;
    let outcomes = read_as("a.json", json, &Options::default());
    let [record] = &records(&outcomes)[..] else { panic!("{outcomes:?}") };
    assert_eq!((record.bytes(), record.markup()), (&b"<p>Rain.</p>"[..], Markup::Html));
    let declared = record.declared();
    assert_eq!(declared.get(Field::Title), Some("Ferry returns"));
    assert_eq!(declared.get(Field::Byline), Some("Ann Moor; Bo Lee"));
    assert_eq!(declared.get(Field::DatePublished), Some("2024-05-01"));
    assert_eq!(declared.get(Field::Site), Some("Lakemouth Post"));
    assert_eq!(declared.get(Field::Agency), Some("Inland Wire"));
    assert_eq!(record.origin().url(), "http://example.com/a");
    assert_eq!(record.origin().record_id(), "7");
    assert_eq!(record.origin().fetched(), "2024-05-02T00:00:00Z");
}

#[test]
fn half_a_surrogate_pair_is_one_replacement_character() {
    check(
        "a.jsonl",
        br#"{"text": "Rain \ud83d and \ud83c\udf27 \\ud83d"}"#,
        "@0+48 Rain \u{FFFD} and \u{1F327} \\\\ud83d\n",
    );
}

#[test]
fn a_line_over_the_limit_is_let_go() {
    let options = Options { max_record_bytes: 100, ..Options::default() };
    let long = format!(
        "{{\"text\": \"Rain.\"}}\n{{\"text\": \"{}\"}}\n{{\"text\": \"Sun.\"}}\n",
        "x".repeat(300_000)
    );
    assert_eq!(
        tell(&read_as("a.jsonl", long.as_bytes(), &options)),
        "@0+17 Rain.\n@18+300013 !too-large\n@300031+16 Sun.\n"
    );
    let array = format!("[{}]", long.trim_end().replace('\n', ","));
    assert_eq!(
        tell(&read_as("a.json", array.as_bytes(), &options)).lines().count(),
        2,
        "the rest is one line"
    );
}

#[test]
fn csv_quotes_line_ends_and_separators() {
    check(
        "a.csv",
        b"title,text\r\nFerry,\"Rain, \"\"heavy\"\"\r\nall day.\"\r\nBread,Sun.\r\n",
        "@12+33 Rain, \\\"heavy\\\"\\r\\nall day.\n@47+10 Sun.\n",
    );
    check("no-extension", b"title;text\nFerry;Rain, all day.\n", "@11+20 Rain, all day.\n");
    check("a.tsv", b"\xEF\xBB\xBFtitle\ttext\nFerry\tRain.", "@14+11 Rain.\n");
}

#[test]
fn a_row_of_another_width_is_turned_away() {
    check(
        "a.csv",
        b"title,text\nFerry,Rain.\nOne,two,three\n\nBread,Sun.\n",
        "@11+11 Rain.\n@23+13 !bad-format\n@38+10 Sun.\n",
    );
}

#[test]
fn a_quote_that_is_never_closed_costs_its_line() {
    check(
        "a.csv",
        b"title,text\nFerry,\"Rain.\nBread,Sun.\nTide,Snow.\n",
        "@11+13 !bad-format\n@24+10 Sun.\n@35+10 Snow.\n",
    );
}

#[test]
fn a_table_without_a_text_column_says_what_it_has() {
    check("a.csv", b"city,population\nOldfield,12\n", "@0+28 !no-text\n");
    let outcomes = read_as("a.csv", b"city,population\nOldfield,12\n", &Options::default());
    assert!(rejections(&outcomes)[0].reason().to_string().contains("city, population"));
}

#[test]
fn names_of_fields_can_be_set() {
    let mut options = Options::default();
    options.fields.text = vec!["Story So Far".to_owned()];
    assert_eq!(tell(&read_as("a.jsonl", b"{\"story_so_far\": \"Rain.\"}", &options)), "@0+25 Rain.\n");
}
