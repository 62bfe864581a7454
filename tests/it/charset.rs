//! What bytes spell, through the stage's public face.

use copydesk::charset::{self, Decoder, Options};
use copydesk::model::{Markup, Origin, Page, Record, Span};
use proptest::prelude::*;

/// `tests/fixtures/charset/sentences.tsv`: a language, the encodings it was written in, a sentence of ours.
fn sentences() -> Vec<(&'static str, Vec<&'static str>, &'static str)> {
    let mut sentences = Vec::new();
    for line in
        include_str!("../fixtures/charset/sentences.tsv").lines().filter(|line| !line.starts_with('#'))
    {
        let mut columns = line.split('\t');
        let (Some(language), Some(encodings), Some(text)) = (columns.next(), columns.next(), columns.next())
        else {
            panic!("three columns: {line}");
        };
        sentences.push((language, encodings.split(' ').collect(), text));
    }
    sentences
}

fn encoded(label: &str, text: &str) -> Vec<u8> {
    match label {
        "utf-16le" => text.encode_utf16().flat_map(u16::to_le_bytes).collect(),
        "utf-16be" => text.encode_utf16().flat_map(u16::to_be_bytes).collect(),
        _ => {
            let encoding = encoding_rs::Encoding::for_label(label.as_bytes()).expect(label);
            let (bytes, _, lossy) = encoding.encode(text);
            assert!(!lossy, "{label} cannot spell {text}");
            bytes.into_owned()
        }
    }
}

fn check(bytes: &[u8], content_type: &str, expected: &str) {
    let decoded = charset::decode(bytes, content_type).expect("text");
    assert_eq!(
        decoded.text, expected,
        "read as {} on {:?}",
        decoded.decoding.encoding, decoded.decoding.evidence
    );
}

fn page(bytes: &[u8], markup: Markup) -> Page {
    let origin = Origin::file("a.txt", 0);
    let decoder = Decoder::new(&Options::default()).expect("no encoding is forced");
    decoder.apply(Record::new(origin, bytes.to_vec()).marked(markup)).expect("text")
}

#[test]
fn a_sentence_reads_right_in_every_encoding_of_its_language() {
    let (mut wrong, mut n) = (Vec::new(), 0);
    for (language, encodings, text) in sentences() {
        for label in encodings.into_iter().chain(["utf-8", "utf-16le", "utf-16be"]) {
            n += 1;
            let bytes = encoded(label, text);
            let read = charset::decode(&bytes, "");
            if read.as_ref().is_none_or(|read| read.text != text) {
                let heard = read.map(|read| read.decoding.encoding).unwrap_or_default();
                wrong.push(format!("{language} in {label}, read as {heard}: {text}"));
            }
        }
    }
    eprintln!("{n} readings, {} wrong: {wrong:#?}", wrong.len());
    // Single sentences of rare pairs may fall; what fell once must not grow.
    assert!(wrong.len() * 100 <= n, "{wrong:#?}");
}

#[test]
fn a_few_words_read_right_too() {
    let (mut wrong, mut n) = (Vec::new(), 0);
    for (language, encodings, text) in sentences() {
        let words: Vec<&str> = text.split(' ').collect();
        for words in words.chunks_exact(5).map(|words| words.join(" ")).filter(|words| !words.is_ascii()) {
            for label in &encodings {
                n += 1;
                let bytes = encoded(label, &words);
                let read = charset::decode(&bytes, "").expect("text");
                if read.text != words {
                    wrong.push(format!("{language} in {label}, read as {}: {words}", read.decoding.encoding));
                }
            }
        }
    }
    eprintln!("{n} readings, {} wrong: {wrong:#?}", wrong.len());
    // One accented letter fits many alphabets; what fell once must not grow.
    assert!(wrong.len() * 100 <= 3 * n, "{wrong:#?}");
}

#[test]
fn a_tail_that_was_cut_is_no_other_encoding() {
    for (_, encodings, text) in sentences() {
        for label in encodings.into_iter().chain(["utf-8"]).filter(|label| !label.starts_with("iso-2022")) {
            let whole = encoded(label, text);
            let read = charset::decode(&whole, "").expect("text").decoding.encoding;
            let cut = charset::decode(&whole[..whole.len() - 1], "").expect("text");
            let kept = cut.text.trim_end_matches('\u{FFFD}');
            assert!(text.starts_with(kept) || cut.decoding.encoding == read, "{label}: {}", cut.text);
        }
    }
}

#[test]
fn capitals_that_begin_a_sentence_are_no_lost_bytes() {
    // В and Г are the leads of the upper half of Latin-1 in windows-1251, Β and Γ in windows-1253.
    for text in
        ["В порту тихо. В городе дождь. Г лавный", "Β και Γ κατηγορίας. Β ομάδα, Γ ομάδα", "CASĂ MARĂ ŢARĂ "]
    {
        assert_eq!(charset::repair(text), text);
    }
}

#[test]
fn a_word_of_thai_is_no_broken_utf8() {
    check(&encoded("windows-874", "ตลาดปลาปิดวันจันทร์"), "", "ตลาดปลาปิดวันจันทร์");
}

#[test]
fn a_false_utf8_label_is_not_believed() {
    for (_, encodings, text) in sentences() {
        if let Some(label) = encodings.iter().find(|label| label.starts_with("windows-125")) {
            check(&encoded(label, text), "text/plain; charset=utf-8", text);
        }
    }
}

#[test]
fn stale_labels_do_not_spoil_utf8() {
    for (_, encodings, text) in sentences() {
        let content_type = format!("text/html; charset={}", encodings.first().unwrap_or(&"big5"));
        check(text.as_bytes(), &content_type, text);
    }
}

#[test]
fn a_letter_to_the_editor_may_be_in_another_encoding_than_its_page() {
    let mut page = "<p>Füße über Öl – naß</p>\n<p>Größe “ähnlich”</p>\n".as_bytes().to_vec();
    page.extend(encoded("windows-1252", "<p>Käse für Jürgen, „sehr schön“</p>\n"));
    let decoded = charset::decode(&page, "").expect("text");
    assert!(decoded.text.ends_with("<p>Käse für Jürgen, „sehr schön“</p>\n"), "{}", decoded.text);
    assert_eq!(decoded.decoding.encoding, "utf-8");
    assert_eq!(decoded.decoding.segments.len(), 1);
    assert_eq!(decoded.decoding.segments[0].encoding, "windows-1252");
}

#[test]
fn one_bad_byte_in_utf8_is_one_replacement() {
    let mut bytes = "Größe, Füße, Öl".as_bytes().to_vec();
    bytes.insert(8, 0xFF);
    let decoded = charset::decode(&bytes, "").expect("text");
    assert_eq!((decoded.decoding.encoding.as_str(), decoded.decoding.replacements), ("utf-8", 1));
}

#[test]
fn an_image_is_no_text() {
    assert!(
        charset::decode(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\x01\xD4\0\0\x02\xE0\x08\x04\0\0\0", "image/png")
            .is_none()
    );
}

#[test]
fn each_misreading_is_undone() {
    let misreadings = [
        "windows-1250",
        "windows-1251",
        "windows-1252",
        "windows-1253",
        "windows-1254",
        "windows-1257",
        "macintosh",
        "ibm437",
        "iso-8859-1",
    ];
    for misreading in misreadings {
        let decoder = Decoder::new(&Options { encoding: misreading.into() }).expect("a label");
        let mut n = 0;
        for (language, _, text) in sentences() {
            let bytes = text.as_bytes();
            let Some((read, _)) = decoder.text_of(bytes.to_vec(), "", Markup::Html) else { panic!("text") };
            // What the misreading has no character for is lost, and another matter.
            if read.decoding.replacements == 0
                && matches!(
                    language,
                    "French" | "German" | "Spanish" | "Portuguese" | "Czech" | "Polish" | "Russian"
                )
            {
                n += 1;
                assert_eq!(read.text, text, "{misreading}");
            }
        }
        assert!(n >= 3, "{misreading}: {n}");
    }
}

#[test]
fn mojibake_is_undone_whatever_misread_it() {
    for (language, encodings, text) in sentences() {
        if !matches!(language, "French" | "German" | "Spanish" | "Polish" | "Turkish") {
            continue;
        }
        let label = if encodings.contains(&"windows-1252") { "windows-1252" } else { encodings[0] };
        let encoding = encoding_rs::Encoding::for_label(label.as_bytes()).expect(label);
        let (garbled, lossy) = encoding.decode_without_bom_handling(text.as_bytes());
        if !lossy {
            assert_eq!(charset::repair(&garbled), text, "{garbled}");
        }
    }
}

#[test]
fn twice_garbled_is_undone_twice() {
    let garble =
        |text: &str| encoding_rs::WINDOWS_1252.decode_without_bom_handling(text.as_bytes()).0.into_owned();
    assert_eq!(charset::repair(&garble(&garble("Übermäßig groß"))), "Übermäßig groß");
}

#[test]
fn sound_text_is_left_alone() {
    for (_, _, text) in sentences() {
        assert_eq!(charset::repair(text), text);
    }
    for text in
        ["SÃO TOMÉ…", "MÅ– og ÆØÅ", "«À la carte»", "CAFÉ’S", "fiancé…”", "Š–Ž", "Её", "Рівне", "10 × 12”"]
    {
        assert_eq!(charset::repair(text), text);
    }
}

#[test]
fn plain_text_is_cleaned_and_markup_is_left_to_its_reader() {
    let plain = page("Rain &amp;amp; wind\u{A0}–\r\ncaf\u{C3}\u{A9}\r\n".as_bytes(), Markup::Text);
    assert_eq!(plain.text(), "Rain & wind –\ncafé\n");
    let html = page("<p>Rain &amp; wind\u{A0}</p>\r\n".as_bytes(), Markup::Unknown);
    assert_eq!((html.text(), html.past().markup()), ("<p>Rain &amp; wind\u{A0}</p>\r\n", Markup::Html));
}

#[test]
fn repairs_and_spans_point_into_the_page_as_it_reads() {
    let raw = "a\u{200B}b &lt;\ncaf\u{C3}\u{A9} fin".as_bytes();
    let page = page(raw, Markup::Text);
    assert_eq!(page.text(), "ab <\ncafé fin");
    let repair = &page.past().decoding().repairs[0];
    assert_eq!((repair.span.of(page.text()), repair.undone.as_str()), ("é", "utf-8 as windows-1252"));
    let fin = page.text().find("fin").expect("there");
    assert_eq!(&raw[page.raw(Span::new(fin, fin + 3)).range()], b"fin");
    let less = page.text().find('<').expect("there");
    assert_eq!(&raw[page.raw(Span::new(less, less + 1)).range()], b"&lt;");
}

fn any_text() -> impl Strategy<Value = String> {
    let odd = proptest::sample::select(
        "aé–“\u{A0}Ã©â€™\u{93}\u{200B}e\u{301}ж港&;\r\n\u{FFFD} ".chars().collect::<Vec<_>>(),
    );
    let piece = prop_oneof![6 => odd.prop_map(String::from), 1 => any::<char>().prop_map(String::from), 1 => Just("&amp;".into())];
    proptest::collection::vec(piece, 0..60).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn any_bytes_decode_without_panic(bytes in proptest::collection::vec(any::<u8>(), 0..400), mark in 0..4usize) {
        let marks: [&[u8]; 4] = [b"", b"\xFF\xFE", b"\xEF\xBB\xBF", b"\x1B$B"];
        let bytes = [marks[mark], &bytes].concat();
        if let Some(decoded) = charset::decode(&bytes, "text/html; charset=shift_jis") {
            let last = decoded.offsets.raw(decoded.text.len() as u32);
            prop_assert!(last as usize <= bytes.len());
        }
    }

    #[test]
    fn an_encoding_reads_as_encoding_rs_reads_it(bytes in proptest::collection::vec(any::<u8>(), 1..200), which in 0..9usize) {
        let labels = ["gbk", "big5", "euc-jp", "shift_jis", "euc-kr", "windows-1252", "koi8-r", "utf-16le", "utf-16be"];
        let decoder = Decoder::new(&Options { encoding: labels[which].into() }).expect("a label");
        let page = decoder.apply(Record::new(Origin::file("a", 0), bytes.clone()).marked(Markup::Html)).expect("text");
        let encoding = encoding_rs::Encoding::for_label(labels[which].as_bytes()).expect("a label");
        let expected = encoding.decode_without_bom_handling(&bytes).0;
        prop_assert_eq!(page.text(), charset::repair(&expected));
    }

    #[test]
    fn valid_utf8_is_itself_before_any_repair(text in any_text()) {
        // A mark is no part of the text, NULs and a few controls among so few letters are no text.
        let text = format!("start {}", text.replace(|c: char| c.is_ascii_control() && !"\r\n".contains(c), ""));
        let decoded = charset::decode(text.as_bytes(), "text/html; charset=gb18030").expect("text");
        prop_assert_eq!(&decoded.text, &text);
        prop_assert!(matches!(decoded.text, std::borrow::Cow::Borrowed(_)));
        prop_assert_eq!(decoded.decoding.replacements, 0);
    }

    #[test]
    fn repair_is_idempotent(text in any_text()) {
        let once = charset::repair(&text).into_owned();
        prop_assert_eq!(charset::repair(&once), once.as_str());
    }

    #[test]
    fn spans_map_back_in_order_and_to_the_same_letters(text in any_text()) {
        // A few controls among so few letters are rightly no text.
        let text = format!("start {} end", text.replace(|c: char| c.is_ascii_control() && !"\r\n".contains(c), ""));
        let page = page(text.as_bytes(), Markup::Text);
        let mut last = 0;
        for (at, c) in page.text().char_indices() {
            let raw = page.raw(Span::new(at, at + c.len_utf8()));
            prop_assert!(raw.start >= last && raw.end >= raw.start && raw.end as usize <= text.len(), "{raw:?}");
            last = raw.start;
            // A letter that was neither decoded, repaired nor composed is its own source.
            if c.is_ascii_alphabetic() && raw.len() == 1 {
                prop_assert_eq!(text.as_bytes()[raw.start as usize], c as u8);
            }
        }
    }

    #[test]
    fn spans_of_legacy_text_map_back(which in 0..40usize) {
        let sentences = sentences();
        let (_, encodings, text) = &sentences[which % sentences.len()];
        let bytes = encoded(encodings[0], text);
        let decoder = Decoder::new(&Options { encoding: encodings[0].into() }).expect("a label");
        let page = decoder.apply(Record::new(Origin::file("a", 0), bytes.clone()).marked(Markup::Html)).expect("text");
        let middle = text.char_indices().nth(text.chars().count() / 2).map_or(0, |(at, _)| at);
        let raw = page.raw(Span::new(0, middle));
        prop_assert_eq!(encoded(encodings[0], &text[..middle]).len(), raw.len());
    }
}
