//! Does the line only name languages and regions, to switch to?

use std::collections::HashSet;
use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, AhoCorasickKind, Anchored, Input, MatchKind, StartKind};

use super::{Found, Line, Rule};
use crate::model::{CutKind, RuleId};
use crate::text::character::{Kind, kind};
use crate::text::hash::Quick;

/// Two languages at least, each in its own spelling, and nothing beside them but regions and marks.
pub(super) struct LanguageBar;

impl Rule for LanguageBar {
    fn id(&self) -> RuleId {
        RuleId::new("language-bar")
    }

    fn kind(&self) -> CutKind {
        CutKind::Nav
    }

    fn strips(&self, line: &Line<'_>, _: Found) -> bool {
        line.text.len() <= 400 && !line.is_sentence() && only_languages(line.text)
    }
}

fn only_languages(text: &str) -> bool {
    let (mut languages, mut regions) = (0, 0);
    let mut rest = without_marks(text);
    while !rest.is_empty() {
        // Names begin with a letter, so one stands at the first letter or the line says something else.
        if !rest.as_bytes().first_chunk().is_some_and(|head| HEADS.contains(head)) {
            return false;
        }
        let Some(hit) = NAMES.find(Input::new(rest).anchored(Anchored::Yes)) else { return false };
        if hit.pattern().as_usize() < N_LANGUAGES {
            languages += 1
        } else {
            regions += 1
        }
        rest = without_marks(&rest[hit.end()..]);
    }
    languages >= 2 && languages + regions >= 2 && !text.contains(" and ")
}

/// What begins with the first letter or digit.
fn without_marks(text: &str) -> &str {
    text.trim_start_matches(|c: char| !kind(c).is(Kind::ALPHANUMERIC))
}

/// What the names begin with, for most lines begin as none does.
static HEADS: LazyLock<HashSet<[u8; 2], Quick>> = LazyLock::new(|| {
    LANGUAGES.iter().chain(REGIONS).filter_map(|name| name.as_bytes().first_chunk()).copied().collect()
});

static NAMES: LazyLock<AhoCorasick> = LazyLock::new(|| {
    AhoCorasick::builder()
        .match_kind(MatchKind::LeftmostLongest)
        .start_kind(StartKind::Anchored)
        // A table of transitions is large, and few lines get here: each would wait for its places in it.
        .kind(Some(AhoCorasickKind::ContiguousNFA))
        .build(LANGUAGES.iter().chain(REGIONS))
        .expect("few short names")
});

const N_LANGUAGES: usize = LANGUAGES.len();

/// Languages as their own speakers spell them, as bars print them.
const LANGUAGES: &[&str] = &[
    "English",
    "ENGLISH",
    "EN",
    "Deutsch",
    "DEUTSCH",
    "DE",
    "Français",
    "FRANÇAIS",
    "FR",
    "Español",
    "ESPAÑOL",
    "ES",
    "Português",
    "PT",
    "Italiano",
    "IT",
    "Nederlands",
    "NL",
    "Svenska",
    "Norsk",
    "Dansk",
    "Suomi",
    "Íslenska",
    "Polski",
    "PL",
    "Čeština",
    "Slovenčina",
    "Slovenščina",
    "Magyar",
    "Română",
    "Български",
    "Русский",
    "РУССКИЙ",
    "RU",
    "Українська",
    "Беларуская",
    "Српски",
    "Srpski",
    "Hrvatski",
    "Bosanski",
    "Македонски",
    "Shqip",
    "Ελληνικά",
    "Türkçe",
    "TR",
    "العربية",
    "عربي",
    "AR",
    "فارسی",
    "עברית",
    "اردو",
    "हिन्दी",
    "हिंदी",
    "বাংলা",
    "தமிழ்",
    "తెలుగు",
    "മലയാളം",
    "ಕನ್ನಡ",
    "ગુજરાતી",
    "मराठी",
    "ਪੰਜਾਬੀ",
    "සිංහල",
    "ไทย",
    "Tiếng Việt",
    "Bahasa Indonesia",
    "Bahasa Melayu",
    "Bahasa",
    "Filipino",
    "中文",
    "中文版",
    "双语",
    "简体中文",
    "繁體中文",
    "简体",
    "繁體",
    "繁体中文",
    "简",
    "繁",
    "日本語",
    "日语",
    "한국어",
    "ქართული",
    "Հայերեն",
    "Azərbaycan",
    "Қазақ",
    "O'zbek",
    "Монгол",
    "Kiswahili",
    "Hausa",
    "Afrikaans",
    "Català",
    "Euskara",
    "Galego",
    "Gaeilge",
    "Cymraeg",
    "Eesti",
    "Latviešu",
    "Lietuvių",
    "Malti",
    "Esperanto",
    "Latina",
];

/// Editions that stand in the same bars.
const REGIONS: &[&str] = &[
    "US",
    "USA",
    "UK",
    "EUROPE",
    "Europe",
    "AFRICA",
    "Africa",
    "ASIA",
    "Asia",
    "AMERICAS",
    "Americas",
    "GLOBAL",
    "Global",
    "International",
    "INTERNATIONAL",
    "World",
    "CHINA",
    "China",
    "Hong Kong",
    "HK",
    "India",
    "Australia",
    "Canada",
    "Edition",
    "Edition:",
    "Language",
    "Languages",
    "Language:",
    "Sprache",
    "Langue",
    "Idioma",
    "Select language",
];
