//! Decoding beside bare validation, in one run: `cargo bench --bench charset [-- FOLDER of .html.gz]`.
//!
//! Prints MB per CPU second for validating UTF-8, for [`Decoder::apply`] on the same pages, and for the same pages in a
//! legacy encoding, with the ratios. Without a folder it makes its own pages.

#![allow(clippy::print_stdout, reason = "what it measures is what it prints")]

use std::io::Read;

use copydesk::charset::{Decoder, Options};
use copydesk::model::{Markup, Origin, Record};
use cpu_time::ThreadTime;

const PASSES: usize = 9;

fn main() {
    let folder = std::env::args().skip(1).find(|argument| !argument.starts_with('-'));
    let pages: Vec<Vec<u8>> = folder.map_or_else(invented, |folder| read(&folder));
    let utf8: Vec<Vec<u8>> = pages.into_iter().filter(|page| std::str::from_utf8(page).is_ok()).collect();
    let latin: Vec<Vec<u8>> = utf8.iter().filter_map(|page| in_windows_1252(page)).collect();
    let decoder = Decoder::new(&Options::default()).expect("the defaults hold");

    let validate = speed(&utf8, |page| std::str::from_utf8(&page).map_or(0, str::len));
    let decode = |page: Vec<u8>| {
        let record = Record::new(Origin::file("page", page.len() as u64), page).marked(Markup::Html);
        decoder.apply(record).map_or(0, |page| page.text().len())
    };
    let (read, legacy) = (speed(&utf8, decode), speed(&latin, decode));
    println!("pages          {:>8}   {} of them also in windows-1252", utf8.len(), latin.len());
    println!("validate UTF-8 {validate:>8.0} MB/s");
    println!("decode UTF-8   {read:>8.0} MB/s   {:.2} times the cost", validate / read);
    println!("decode legacy  {legacy:>8.0} MB/s");
}

/// MB per CPU second, the median of the passes; copying the page in is not counted.
fn speed(pages: &[Vec<u8>], work: impl Fn(Vec<u8>) -> usize) -> f64 {
    let bytes: usize = pages.iter().map(Vec::len).sum();
    let mut seconds: Vec<f64> = (0..PASSES)
        .map(|_| {
            let copies = pages.to_vec();
            let begun = ThreadTime::now();
            let read: usize = copies.into_iter().map(&work).sum();
            std::hint::black_box(read);
            begun.elapsed().as_secs_f64()
        })
        .collect();
    seconds.sort_by(f64::total_cmp);
    bytes as f64 / 1e6 / seconds[PASSES / 2].max(1e-9)
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
