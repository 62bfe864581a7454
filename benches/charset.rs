//! Decoding beside bare validation, in one run: `cargo bench --bench charset [-- FOLDER of .html.gz]`.
//!
//! Prints MB per CPU second, and for UTF-8 the cost as a multiple of validating it, for [`charset::decode`], for all of
//! the stage but the record's digest ([`Decoder::text_of`]), for the digest, and for the whole stage; the same pages in a
//! legacy encoding; and what a record of 280 bytes costs. Without a folder it makes its own pages.

#![allow(clippy::print_stdout, reason = "what it measures is what it prints")]

use std::io::Read;

use copydesk::charset::{self, Decoder, Options};
use copydesk::model::{Markup, Origin, Record, Sha256Hex};
use cpu_time::ThreadTime;

const PASSES: usize = 9;

fn main() {
    let folder = std::env::args().skip(1).find(|argument| !argument.starts_with('-'));
    let pages: Vec<Vec<u8>> = folder.map_or_else(invented, |folder| read(&folder));
    let utf8: Vec<Vec<u8>> = pages.into_iter().filter(|page| std::str::from_utf8(page).is_ok()).collect();
    let latin: Vec<Vec<u8>> = utf8.iter().filter_map(|page| in_windows_1252(page)).collect();
    println!("{} pages, {} of them also in windows-1252", utf8.len(), latin.len());

    compare("pages", &utf8, Markup::Html);
    compare("the same as plain text", &utf8, Markup::Text);
    compare("pieces of 280 bytes", &pieces(&utf8), Markup::Text);
    for (name, paragraph) in WRITTEN {
        compare(name, &[paragraph.repeat(400).into_bytes()], Markup::Text);
    }
    let decoder = decoder();
    let whole =
        |page: Vec<u8>| decoder.text_of(page, "", Markup::Html).map_or(0, |(read, _)| read.text.len());
    println!("legacy pages{:>50.0} MB/s", megabytes(&latin) / seconds(&latin, whole));
    let pieces = pieces(&latin);
    let each = seconds(&pieces, whole) / pieces.len() as f64 * 1e6;
    println!("legacy pieces of 280 bytes{each:>36.1} µs each");
}

/// One line of figures for valid UTF-8.
fn compare(name: &str, texts: &[Vec<u8>], markup: Markup) {
    let decoder = decoder();
    let validate = seconds(texts, |text| std::str::from_utf8(&text).map_or(0, str::len));
    let decode = seconds(texts, |text| charset::decode(&text, "").map_or(0, |read| read.text.len()));
    let settle =
        seconds(texts, |text| decoder.text_of(text, "", markup).map_or(0, |(read, _)| read.text.len()));
    let digest = seconds(texts, |text| Sha256Hex::of(&text).prefix() as usize);
    let apply = seconds(texts, |text| {
        let record = Record::new(Origin::file("page", text.len() as u64), text).marked(markup);
        decoder.apply(record).map_or(0, |page| page.text().len())
    });
    println!("{name}: {:.0} bytes on average", 1e6 * megabytes(texts) / texts.len() as f64);
    let line = |step: &str, seconds: f64| {
        let (speed, times) = (megabytes(texts) / seconds, seconds / validate);
        let each = seconds / texts.len() as f64 * 1e6;
        println!("  {step:<32}{speed:>8.0} MB/s {times:>8.2} × validation {each:>9.2} µs each");
    };
    line("validate", validate);
    line("decode", decode);
    line("decode, repair, clean plain text", settle);
    line("the record's digest", digest);
    line("the whole stage", apply);
}

fn decoder() -> Decoder {
    Decoder::new(&Options::default()).expect("the defaults hold")
}

fn megabytes(texts: &[Vec<u8>]) -> f64 {
    texts.iter().map(Vec::len).sum::<usize>() as f64 / 1e6
}

/// CPU seconds of one pass, the median of the passes; copying a text in is not counted, dropping what was made of it is.
fn seconds(texts: &[Vec<u8>], work: impl Fn(Vec<u8>) -> usize) -> f64 {
    let mut seconds: Vec<f64> = (0..PASSES)
        .map(|_| {
            let copies = texts.to_vec();
            let begun = ThreadTime::now();
            let read: usize = copies.into_iter().map(&work).sum();
            std::hint::black_box(read);
            begun.elapsed().as_secs_f64()
        })
        .collect();
    seconds.sort_by(f64::total_cmp);
    seconds[PASSES / 2].max(1e-9)
}

fn pieces(pages: &[Vec<u8>]) -> Vec<Vec<u8>> {
    let piece = |page: &Vec<u8>| {
        let text = String::from_utf8_lossy(page).into_owned();
        let high = text.find(|c: char| !c.is_ascii()).unwrap_or(0);
        let chars: String = text.get(high..)?.chars().take(270).collect();
        let utf8 = std::str::from_utf8(page).is_ok();
        Some(if utf8 { chars.into_bytes() } else { page.get(high..(high + 280).min(page.len()))?.to_vec() })
    };
    pages.iter().filter_map(piece).collect()
}

fn read(folder: &str) -> Vec<Vec<u8>> {
    let mut paths: Vec<_> =
        std::fs::read_dir(folder).expect("a folder").filter_map(|entry| Some(entry.ok()?.path())).collect();
    paths.sort();
    let page = |path: std::path::PathBuf| {
        let mut bytes = Vec::new();
        let file = std::fs::File::open(path).ok()?;
        flate2::read::MultiGzDecoder::new(file).read_to_end(&mut bytes).ok()?;
        Some(bytes)
    };
    paths.into_iter().filter_map(page).collect()
}

/// Texts with ever more above ASCII.
const WRITTEN: [(&str, &str); 5] = [
    (
        "English",
        "The ferry to Gull Head runs again from Monday, the harbour office said; the keeper of the café on the quay is glad.\n",
    ),
    (
        "French",
        "Le bac de l’île a repris sa traversée lundi, a indiqué la capitainerie ; le café du quai s’en réjouit déjà.\n",
    ),
    (
        "Russian",
        "Паром на остров снова ходит с понедельника, сообщила контора порта; хозяин кафе на набережной рад первым гостям.\n",
    ),
    ("Chinese", "从星期一起，渡轮重新开往海鸥岛，港务处表示；码头上咖啡馆的老板很高兴迎来第一批客人。\n"),
    ("Hindi", "सोमवार से नौका फिर द्वीप तक चलेगी, बंदरगाह कार्यालय ने बताया; घाट के चायवाले पहले मेहमानों से खुश हैं।\n"),
];

fn invented() -> Vec<Vec<u8>> {
    let paragraph = "<p class=\"body\">Die Fähre nach Möwengrund fährt ab Montag wieder, teilte das Hafenamt mit; \
                     der Café-Betreiber am Kai freut sich über die ersten Gäste.</p>\n";
    (0..40)
        .map(|n| format!("<html><body>{}</body></html>", paragraph.repeat(200 + 20 * n)).into_bytes())
        .collect()
}

/// The page in windows-1252, where it has nothing else; the upper half of Latin-1 is the same there.
fn in_windows_1252(page: &[u8]) -> Option<Vec<u8>> {
    let text = std::str::from_utf8(page).ok()?;
    let byte = |c: char| u8::try_from(c).ok().filter(|byte| !(0x80..0xA0).contains(byte));
    (!text.is_ascii()).then(|| text.chars().map(byte).collect())?
}
