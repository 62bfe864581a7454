//! Says what language a report is in.
//!
//! Takes a page's blocks and what it declares (`<html lang>`, `og:locale`, JSON-LD), gives an ISO 639-1 code and how
//! sure it is. The text goes before the label where it is sure, for templates carry stale labels.

mod common_words;

use whatlang::{Lang, detect};

use self::common_words::Heard;
use super::flat::Flat;
use super::html::tree::Shown;

/// Bytes of prose that are looked at: enough for trigrams to tell languages apart, little enough to cost nothing.
const SAMPLE: usize = 480;

/// A language and who says so.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Told {
    /// ISO 639-1, or 639-3 where there is none; `""` where unsure.
    pub code: String,
    /// How sure, in thousandths.
    pub score: u16,
    /// As in [`Evidence::method`](crate::model::Evidence::method).
    pub method: &'static str,
    /// The place that declares it, or how much text was looked at.
    pub selector: String,
}

/// The language of a page; `declared` holds what it declares and where, the most believed first.
pub fn of(flat: &Flat<'_>, declared: &[(String, String)]) -> Told {
    let label = declared.iter().find_map(|(value, place)| Some((code(value)?, place)));
    let sample = sample(flat);
    let meta = |code, score, place: &String| Told { code, score, method: "meta", selector: place.clone() };
    let detected = |code: &str, score: u16| Told {
        code: code.to_owned(),
        score,
        method: "detected",
        selector: format!("{} bytes of text", sample.len()),
    };
    // A text goes before a label that the detector could have told apart from it.
    let stale = |label: &str| sample.len() >= LONG && knows(label);
    let heard = Heard::in_text(&sample);
    match (heard.spoken(), &label) {
        (_, Some((label, place))) if heard.bear_out(label) => return meta(label.clone(), 990, place),
        (Some(spoken), Some((label, _))) if spoken.alone && stale(label) => {
            return detected(spoken.code, 850);
        }
        (Some(spoken), None) if spoken.alone => return detected(spoken.code, 900),
        _ => {}
    }
    match (detect(&sample), label) {
        (Some(found), Some((label, place))) if short(found.lang()) == label => meta(label, 990, place),
        (Some(found), Some((label, _)))
            if found.is_reliable() && found.confidence() > 0.9 && stale(&label) =>
        {
            detected(short(found.lang()), 850)
        }
        (Some(_), Some((label, place))) => meta(label, 700, place),
        (Some(found), None) if sample.len() >= 60 && (found.is_reliable() || found.confidence() > 0.5) => {
            detected(short(found.lang()), (found.confidence() * 900.0) as u16)
        }
        (None, Some((label, place))) => meta(label, 600, place),
        _ => Told::default(),
    }
}

/// Bytes of prose from which on a detector goes before a label.
const LONG: usize = 200;

/// The longest blocks' beginnings, in the page's order.
fn sample(flat: &Flat<'_>) -> String {
    let mut sample = String::with_capacity(SAMPLE + 8);
    for least in [140, 40, 1] {
        for block in &flat.blocks {
            let text = flat.text_of(block);
            if text.len() < least || block.shown == Shown::Not || block.link_bytes as usize * 3 > text.len() {
                continue;
            }
            let end = (SAMPLE - sample.len()).min(SAMPLE / 2);
            sample.push_str(&text[..text.floor_char_boundary(end)]);
            sample.push(' ');
            if sample.len() + 8 >= SAMPLE {
                return sample;
            }
        }
        if sample.len() >= 100 {
            break;
        }
        sample.clear();
    }
    sample
}

/// `de_DE`, `de-AT`, `DE` → `de`; `None` for what is no language.
fn code(label: &str) -> Option<String> {
    let label = label.trim().split(['-', '_', ',', ' ', ';']).next()?.to_ascii_lowercase();
    let fits = matches!(label.len(), 2 | 3) && label.bytes().all(|b| b.is_ascii_lowercase());
    let code = match label.as_str() {
        "nb" | "nn" => "no",
        "iw" => "he",
        "in" => "id",
        "eng" => "en",
        "deu" | "ger" => "de",
        "fra" | "fre" => "fr",
        "spa" => "es",
        "und" | "zxx" | "mul" | "xx" => return None,
        other => other,
    };
    fits.then(|| code.to_owned())
}

/// Whether the detector can tell this language at all.
fn knows(code: &str) -> bool {
    Lang::all().iter().any(|lang| short(*lang) == code)
}

/// ISO 639-1 of a language, where there is one.
fn short(lang: Lang) -> &'static str {
    match lang {
        Lang::Epo => "eo",
        Lang::Eng => "en",
        Lang::Rus => "ru",
        Lang::Cmn => "zh",
        Lang::Spa => "es",
        Lang::Por => "pt",
        Lang::Ita => "it",
        Lang::Ben => "bn",
        Lang::Fra => "fr",
        Lang::Deu => "de",
        Lang::Ukr => "uk",
        Lang::Kat => "ka",
        Lang::Ara => "ar",
        Lang::Hin => "hi",
        Lang::Jpn => "ja",
        Lang::Heb => "he",
        Lang::Yid => "yi",
        Lang::Pol => "pl",
        Lang::Amh => "am",
        Lang::Jav => "jv",
        Lang::Kor => "ko",
        Lang::Nob => "no",
        Lang::Dan => "da",
        Lang::Swe => "sv",
        Lang::Fin => "fi",
        Lang::Tur => "tr",
        Lang::Nld => "nl",
        Lang::Hun => "hu",
        Lang::Ces => "cs",
        Lang::Ell => "el",
        Lang::Bul => "bg",
        Lang::Bel => "be",
        Lang::Mar => "mr",
        Lang::Kan => "kn",
        Lang::Ron => "ro",
        Lang::Slv => "sl",
        Lang::Hrv => "hr",
        Lang::Srp => "sr",
        Lang::Mkd => "mk",
        Lang::Lit => "lt",
        Lang::Lav => "lv",
        Lang::Est => "et",
        Lang::Tam => "ta",
        Lang::Vie => "vi",
        Lang::Urd => "ur",
        Lang::Tha => "th",
        Lang::Guj => "gu",
        Lang::Uzb => "uz",
        Lang::Pan => "pa",
        Lang::Aze => "az",
        Lang::Ind => "id",
        Lang::Tel => "te",
        Lang::Pes => "fa",
        Lang::Mal => "ml",
        Lang::Ori => "or",
        Lang::Mya => "my",
        Lang::Nep => "ne",
        Lang::Sin => "si",
        Lang::Khm => "km",
        Lang::Tuk => "tk",
        Lang::Aka => "ak",
        Lang::Zul => "zu",
        Lang::Sna => "sn",
        Lang::Afr => "af",
        Lang::Lat => "la",
        Lang::Slk => "sk",
        Lang::Cat => "ca",
        Lang::Tgl => "tl",
        Lang::Hye => "hy",
        other => other.code(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::content::plain;

    #[test]
    fn the_text_goes_before_a_stale_label() {
        let text = "Der Hafen ist nach dem Sturm wieder geöffnet worden, teilte die Stadt am Dienstag mit. Die Fähren fahren seit dem Morgen nach Plan, doch auf der Insel fehlt noch immer der Strom, und viele Häuser sind beschädigt.";
        let flat = plain::flatten(text);
        assert_eq!(of(&flat, &[("en-US".into(), "html[lang]".into())]).code, "de");
        assert_eq!(of(&flat, &[("de-AT".into(), "html[lang]".into())]).method, "meta");
        assert_eq!(of(&flat, &[]).code, "de");
    }

    #[test]
    fn unsure_means_the_label_or_nothing() {
        let flat = plain::flatten("Ok.");
        assert_eq!(of(&flat, &[]).code, "");
        assert_eq!(of(&flat, &[("pt_BR".into(), "og:locale".into())]).code, "pt");
        assert_eq!(of(&flat, &[("und".into(), "html[lang]".into())]).code, "");
    }
}
