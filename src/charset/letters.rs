//! How likely bytes are as text of one language in one encoding: the single-byte model.
//!
//! Takes pairs of neighbouring bytes from words with a byte above ASCII, gives what each reading makes of them as a cost:
//! eight times the negative natural logarithm of their probability. Every reading explains the same bytes, so costs of
//! readings compare. The tables are counts of letters, made by `models/make.py`.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use super::encoding::{Encoding, Read};

/// Eighths of a natural logarithm.
pub(crate) type Cost = u32;

/// One way to read single bytes: an encoding, for a language.
pub(crate) struct Reading {
    pub(crate) encoding: Encoding,
    pub(crate) language: &'static str,
    /// What speaks against this reading before a byte is seen: some encodings and languages are rare.
    pub(crate) prior: Cost,
    /// The two-byte table of the language, 64 by 64 classes.
    follows: usize,
    class: [u8; 256],
    kind: [Kind; 256],
    alone: [u8; 256],
}

/// Pairs of neighbouring bytes and how often they were met.
#[derive(Debug, Default)]
pub(crate) struct Pairs {
    pub(crate) pairs: Vec<(u8, u8, u32)>,
    pub(crate) n_pairs: u32,
    /// How often a word with a byte above ASCII stands beside one without, a space between.
    pub(crate) n_ascii_neighbours: u32,
    /// Pairs of the ASCII words around, where those above ASCII are few: they tell the language, if not the encoding.
    context: Vec<(u8, u8, u32)>,
}

/// What it costs a reading in another script that a word stands beside a Latin one.
const LATIN_NEIGHBOUR: Cost = 16;
/// What it costs one, beside, that so many pairs stand in Latin words around few of its own.
const LATIN_PAIR_EIGHTHS: Cost = 4;

/// Words with a byte above ASCII speak for themselves where they have as many pairs.
const ENOUGH: usize = 48;
/// Pairs of words around that are asked where they have fewer.
const CONTEXT: usize = 96;
/// The words around weigh a part of their own: a name or two may be of another language.
const CONTEXT_PART: Cost = 2;

/// What a reading makes of some pairs.
#[derive(Clone, Copy)]
pub(crate) struct Judged {
    pub(crate) reading: &'static Reading,
    pub(crate) cost: Cost,
}

/// Whether two encodings make the same characters of every byte that is `present`.
pub(crate) fn read_alike(present: &[bool; 256], a: Encoding, b: Encoding) -> bool {
    let characters = |encoding: Encoding| MODEL.characters.iter().find(|(known, _)| *known == encoding);
    match (characters(a), characters(b)) {
        (Some((_, a)), Some((_, b))) => (0..256).all(|byte| !present[byte] || a[byte] == b[byte]),
        _ => false,
    }
}

/// The readings of `pairs`, likeliest first, an encoding once; `favour` is taken off the cost of an encoding.
///
/// A race: all readings on a tenth of the pairs, the better half of the field on all of them.
pub(crate) fn judge(pairs: &Pairs, favour: impl Fn(Encoding) -> Cost) -> Vec<Judged> {
    /// Pairs that tell the hopeless readings from the rest.
    const HEAT: usize = 48;
    const FINALISTS: usize = 24;
    let model = &*MODEL;
    let stride = pairs.pairs.len().div_ceil(HEAT).max(1);
    let heat: Vec<_> = pairs.pairs.iter().step_by(stride).copied().collect();
    let mut field: Vec<(Cost, &'static Reading)> =
        model.readings.iter().map(|reading| (model.cost(reading, &heat), reading)).collect();
    if stride > 1 {
        field.sort_by_key(|(cost, _)| *cost);
        let mut place = 0;
        field.retain(|(_, reading)| {
            place += 1;
            place <= FINALISTS || favour(reading.encoding) > 0
        });
    }
    let mut judged: Vec<Judged> = field
        .into_iter()
        .map(|(cost, reading)| {
            let cost = if stride > 1 { model.cost(reading, &pairs.pairs) } else { cost };
            let is_latin = model.languages.get(reading.follows).is_some_and(|language| language.is_latin);
            let among = if is_latin { 0 } else { pairs.among_latin() };
            let cost = cost.saturating_add(reading.prior + among);
            Judged { reading, cost: cost.saturating_sub(favour(reading.encoding)) }
        })
        .collect();
    // One accented letter fits many Latin alphabets, and the words around it one language.
    let context = |reading: &Reading| match model.languages.get(reading.follows) {
        Some(language) if language.is_latin => Some(model.cost(reading, &pairs.context)),
        _ => None,
    };
    if !pairs.context.is_empty() {
        let least = judged.iter().filter_map(|judged| context(judged.reading)).min().unwrap_or(0);
        for judged in &mut judged {
            let beyond = context(judged.reading).map_or(0, |cost| cost - least);
            judged.cost = judged.cost.saturating_add(beyond / CONTEXT_PART);
        }
    }
    // Stable: of equals the one listed first, which is the commoner encoding.
    judged.sort_by_key(|judged| judged.cost);
    let mut seen: Vec<Encoding> = Vec::new();
    judged.retain(|judged| {
        let is_new = !seen.contains(&judged.reading.encoding);
        if is_new {
            seen.push(judged.reading.encoding);
        }
        is_new
    });
    judged
}

impl Pairs {
    /// The pairs of the words of `windows` that have a byte above ASCII, the edges of the words with them.
    pub(crate) fn of(windows: &[&[u8]]) -> Self {
        let mut found: Vec<u16> = Vec::new();
        let mut n_ascii_neighbours = 0;
        for window in windows {
            n_ascii_neighbours += pairs_of_words(window, &mut found);
        }
        let mut around: Vec<u16> = Vec::new();
        if found.len() < ENOUGH {
            windows.iter().for_each(|window| pairs_around(window, &mut around));
        }
        let n_pairs = u32::try_from(found.len()).unwrap_or(u32::MAX);
        Self { pairs: counted(found), n_pairs, n_ascii_neighbours, context: counted(around) }
    }
}

fn counted(mut found: Vec<u16>) -> Vec<(u8, u8, u32)> {
    found.sort_unstable();
    found
        .chunk_by(|a, b| a == b)
        .filter_map(|same| {
            let [a, b] = same.first()?.to_be_bytes();
            Some((a, b, u32::try_from(same.len()).unwrap_or(u32::MAX)))
        })
        .collect()
}

/// Adds the pairs of a window's words of small ASCII letters, edges with them, to `found`, until there are enough. Words
/// in tags are no text, nor are those beside a byte above ASCII.
fn pairs_around(window: &[u8], found: &mut Vec<u16>) {
    let is_letter = |byte: &u8| byte.is_ascii_lowercase();
    let is_edge = |byte: Option<&u8>| byte.is_none_or(|byte| matches!(byte, b' ' | b',' | b'.' | b'\n'));
    let mut at = 0;
    let mut in_tag = false;
    while let Some(&byte) = window.get(at).filter(|_| found.len() < CONTEXT) {
        let length = window.get(at..).unwrap_or(&[]).iter().take_while(|byte| is_letter(byte)).count();
        if length == 0 {
            in_tag = byte == b'<' || (in_tag && byte != b'>');
            at += 1;
            continue;
        }
        let before = at.checked_sub(1).and_then(|before| window.get(before));
        if length >= 2 && !in_tag && is_edge(before) && is_edge(window.get(at + length)) {
            let mut last = b' ';
            for &byte in window.get(at..at + length).unwrap_or(&[]).iter().chain(b" ") {
                found.push(u16::from_be_bytes([last, byte]));
                last = byte;
            }
        }
        at += length;
    }
}

impl Pairs {
    /// What it costs a reading in another script that its words stand among Latin ones.
    pub(crate) fn among_latin(&self) -> Cost {
        let around: Cost = self.context.iter().map(|(_, _, n)| *n).sum();
        LATIN_NEIGHBOUR
            .saturating_mul(self.n_ascii_neighbours)
            .saturating_add(around * LATIN_PAIR_EIGHTHS / 8)
    }
}

/// Adds the pairs of a window's words to `found`; gives how often such a word stands beside one of ASCII.
fn pairs_of_words(window: &[u8], found: &mut Vec<u16>) -> u32 {
    let is_ascii_letter =
        |at: Option<usize>| at.and_then(|at| window.get(at)).is_some_and(u8::is_ascii_alphabetic);
    let mut n_ascii_neighbours = 0;
    let in_word = |byte: u8| byte >= 0x80 || byte.is_ascii_alphabetic();
    let mut at = 0;
    while let Some(high) = window.get(at..).and_then(|rest| rest.iter().position(|byte| *byte >= 0x80)) {
        let high = at + high;
        let head = window.get(at..high).unwrap_or(&[]);
        let start = head.iter().rposition(|byte| !in_word(*byte)).map_or(at, |before| at + before + 1);
        let tail = window.get(high..).unwrap_or(&[]);
        let end = tail.iter().position(|byte| !in_word(*byte)).map_or(window.len(), |length| high + length);
        let mut before = start.checked_sub(1).and_then(|edge| window.get(edge)).copied().unwrap_or(b' ');
        for &byte in window.get(start..end).unwrap_or(&[]) {
            found.push(u16::from_be_bytes([before, byte]));
            before = byte;
        }
        found.push(u16::from_be_bytes([before, window.get(end).copied().unwrap_or(b' ')]));
        let is_space = |at: Option<usize>| at.and_then(|at| window.get(at)) == Some(&b' ');
        n_ascii_neighbours +=
            u32::from(is_space(start.checked_sub(1)) && is_ascii_letter(start.checked_sub(2)));
        n_ascii_neighbours += u32::from(is_space(Some(end)) && is_ascii_letter(Some(end + 1)));
        at = end;
    }
    n_ascii_neighbours
}

/// What a byte is to its neighbours, beside its letter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Edge,
    Digit,
    Lower,
    Upper,
    Open,
    Close,
    Apostrophe,
    Dash,
    Sign,
}

/// What one kind costs behind another, in the order of [`Kind`]; rows come first.
const BESIDE: [[u8; 9]; 9] = [
    // Edge Digit Lower Upper Open Close Apostrophe Dash Sign
    [0, 0, 2, 12, 4, 24, 10, 4, 4],     // Edge
    [0, 0, 16, 16, 24, 8, 12, 4, 4],    // Digit
    [0, 16, 0, 44, 28, 2, 2, 8, 16],    // Lower
    [0, 16, 2, 10, 28, 4, 4, 8, 16],    // Upper
    [28, 4, 2, 4, 8, 16, 12, 16, 12],   // Open
    [0, 24, 28, 28, 24, 8, 16, 6, 12],  // Close
    [4, 8, 0, 4, 16, 6, 16, 12, 16],    // Apostrophe
    [0, 4, 6, 6, 6, 8, 16, 8, 12],      // Dash
    [0, 4, 12, 12, 12, 12, 16, 12, 16], // Sign
];

struct Model {
    /// What each byte spells, by encoding.
    characters: Vec<(Encoding, [char; 256])>,
    languages: Vec<Language>,
    readings: Vec<Reading>,
}

struct Language {
    code: &'static str,
    alphabet: BTreeMap<char, u8>,
    is_latin: bool,
    follows: Box<[u8; 4096]>,
}

impl Model {
    fn cost(&self, reading: &Reading, pairs: &[(u8, u8, u32)]) -> Cost {
        let Some(language) = self.languages.get(reading.follows) else { return Cost::MAX };
        let mut cost: Cost = 0;
        for &(a, b, n) in pairs {
            let (a, b) = (usize::from(a), usize::from(b));
            let follows = language.follows
                [usize::from(reading.class[a] & 63) << 6 | usize::from(reading.class[b] & 63)];
            let beside = BESIDE[reading.kind[a] as usize][reading.kind[b] as usize];
            let one = Cost::from(follows) + Cost::from(beside) + Cost::from(reading.alone[b]);
            cost = cost.saturating_add(one.saturating_mul(n));
        }
        cost
    }
}

/// Which languages are written in which encodings, commonest encoding first; a prior for the rare ones.
const WRITTEN: &[(&str, Cost, &str)] = &[
    ("windows-1252", 0, "en fr de es pt it nl sv da nb fi is ca gl eu sq ga af fo id"),
    ("windows-1251", 0, "ru uk bg mk be sr"),
    ("windows-1250", 0, "cs pl hu sk sl hr ro"),
    ("iso-8859-2", 2, "cs pl hu sk sl hr ro"),
    ("windows-1254", 4, "tr"),
    ("windows-1253", 0, "el"),
    ("iso-8859-7", 2, "el"),
    ("windows-1255", 0, "he"),
    ("iso-8859-8", 8, "he"),
    ("windows-1256", 0, "ar fa ur"),
    ("iso-8859-6", 8, "ar"),
    ("windows-1257", 4, "lt lv et"),
    ("windows-1258", 4, "vi"),
    ("windows-874", 0, "th"),
    ("koi8-r", 0, "ru bg"),
    ("koi8-u", 2, "uk ru be"),
    ("iso-8859-5", 4, "ru uk bg mk be sr"),
    ("ibm866", 4, "ru bg be uk"),
    ("x-mac-cyrillic", 12, "ru uk bg mk be sr"),
    ("iso-8859-15", 12, "fr de es pt it nl fi sv da nb et ca en"),
    ("macintosh", 16, "en fr de es pt it nl sv da nb fi is ca"),
    ("iso-8859-13", 16, "lt lv et"),
    ("iso-8859-4", 24, "lt lv et"),
    ("iso-8859-3", 32, "eo tr"),
    ("iso-8859-14", 40, "cy"),
    ("iso-8859-16", 24, "ro"),
    ("ibm855", 24, "ru bg mk sr be"),
    ("ibm850", 40, "fr de es pt it nl sv da nb fi"),
    ("ibm852", 40, "cs pl hu sk hr sl"),
    ("ibm857", 48, "tr"),
    ("ibm437", 48, "fr de es it sv en"),
];

/// Small languages, whose tables are more forgiving: they must not win by a hair.
const RARE: &[&str] = &["eo", "cy", "fo", "af", "ga", "sq", "eu", "gl", "id"];

static MODEL: LazyLock<Model> = LazyLock::new(|| {
    let languages = languages();
    let (mut readings, mut spelt) = (Vec::new(), Vec::new());
    for &(label, prior, codes) in WRITTEN {
        let Some(encoding) = Encoding::for_label(label) else { continue };
        let characters: [char; 256] = std::array::from_fn(|byte| character(encoding, byte as u8));
        spelt.push((encoding, characters));
        for code in codes.split(' ') {
            let Some(at) = languages.iter().position(|language| language.code == code) else { continue };
            let prior = prior + if RARE.contains(&code) { 12 } else { 0 };
            readings.push(reading(encoding, &characters, prior, at, &languages[at]));
        }
    }
    Model { characters: spelt, languages, readings }
});

fn character(encoding: Encoding, byte: u8) -> char {
    let mut read = Read::default();
    encoding.read(&[byte], 0, &mut read);
    read.text.chars().next().unwrap_or(char::REPLACEMENT_CHARACTER)
}

fn reading(encoding: Encoding, characters: &[char], prior: Cost, at: usize, language: &Language) -> Reading {
    let mut reading = Reading {
        encoding,
        language: language.code,
        prior,
        follows: at,
        class: [0; 256],
        kind: [Kind::Edge; 256],
        alone: [0; 256],
    };
    for (byte, &c) in characters.iter().enumerate() {
        let (class, kind, alone) = place(c, language);
        reading.class[byte] = class;
        reading.kind[byte] = kind;
        reading.alone[byte] = alone;
    }
    reading
}

/// A character's class in a language, its kind, and what it costs by itself.
fn place(c: char, language: &Language) -> (u8, Kind, u8) {
    if c.is_ascii() {
        return match c {
            'a'..='z' | 'A'..='Z' => {
                let kind = if c.is_ascii_lowercase() { Kind::Lower } else { Kind::Upper };
                (language.alphabet.get(&c.to_ascii_lowercase()).copied().unwrap_or(1), kind, 0)
            }
            '0'..='9' => (0, Kind::Digit, 0),
            _ => (0, Kind::Edge, 0),
        };
    }
    if c.is_alphabetic() || is_mark(c) {
        let mut folded = c.to_lowercase();
        let lower = match (folded.next(), folded.next()) {
            (Some(lower), None) => lower,
            _ if c == '\u{130}' => 'i',
            _ => c,
        };
        let kind = if lower == c { Kind::Lower } else { Kind::Upper };
        if let Some(&class) = language.alphabet.get(&lower) {
            return (class, kind, 0);
        }
        let own_script = u32::from(lower) < 0x250 && language.is_latin;
        return match c {
            // Vowel points that few texts write: they end no word, but no table knows what follows them.
            _ if is_mark(c) && !language.is_latin => (0, Kind::Lower, 32),
            'ª' | 'º' => (0, Kind::Sign, 48),
            'µ' | 'ƒ' => (0, Kind::Sign, 72),
            _ => (1, kind, if own_script { 52 } else { 80 }),
        };
    }
    let (kind, alone) = match c {
        '\u{A0}' => (Kind::Edge, 40),
        // Cyrillic has capitals there in x-mac-cyrillic and windows-1251, and hardly a use for these.
        '‘' | '‚' if language.alphabet.contains_key(&'о') => (Kind::Open, 76),
        '“' | '„' | '‘' | '‚' => (Kind::Open, 40),
        '”' => (Kind::Close, 40),
        '’' => (Kind::Apostrophe, 36),
        '«' | '»' => (Kind::Edge, 44),
        '‹' | '›' => (Kind::Edge, 68),
        '–' | '—' => (Kind::Dash, 40),
        '…' => (Kind::Close, 48),
        '\u{200C}' | '\u{200D}' => (Kind::Lower, if language.code == "fa" { 24 } else { 80 }),
        '\u{200E}' | '\u{200F}' => {
            (Kind::Edge, if matches!(language.code, "he" | "ar" | "fa") { 48 } else { 88 })
        }
        '،' | '؛' | '؟' => (Kind::Close, 16),
        '¿' | '¡' => (Kind::Open, if matches!(language.code, "es" | "ca" | "gl") { 24 } else { 72 }),
        '€' | '£' | '°' => (Kind::Sign, 44),
        '•' | '·' | '№' | '®' | '©' | '™' | '§' | '\u{AD}' => (Kind::Sign, 56),
        '²' | '³' | '½' | '¼' | '¾' | '×' | '±' | '´' | '¢' | '¥' | '₪' => (Kind::Sign, 64),
        '¨' | '¦' | '¬' | '¶' | '¸' | '¹' | '¤' | '÷' | '†' | '‡' | '‰' | '¯' | '΄' | '˝' | '˛' | 'ˇ'
        | '˘' | '˙' => (Kind::Sign, 84),
        _ => (Kind::Sign, 104),
    };
    (0, kind, alone)
}

/// Marks that spell: the tones of windows-1258, the vowels of Arabic, Hebrew and Thai.
fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36F}' | '\u{591}'..='\u{5C7}' | '\u{64B}'..='\u{65F}' | '\u{E31}' | '\u{E34}'..='\u{E3A}' | '\u{E47}'..='\u{E4E}')
}

/// The tables of `models/letters.txt`.
fn languages() -> Vec<Language> {
    let mut languages = Vec::new();
    for entry in include_str!("models/letters.txt").split("@ ").skip(1) {
        let mut lines = entry.lines();
        let (Some(code), Some(alphabet)) = (lines.next(), lines.next()) else { continue };
        let alphabet: BTreeMap<char, u8> = alphabet.chars().zip(2..64).collect();
        let is_latin = alphabet.contains_key(&'e');
        let mut follows = Box::new([93u8; 4096]);
        for (a, row) in lines.enumerate().take(64) {
            for (b, cost) in row.bytes().enumerate().take(64) {
                follows[a << 6 | b] = cost.saturating_sub(b'!');
            }
        }
        // Words are what was counted; between them stands one edge, and digits and signs make more.
        follows[0] = 4;
        if !is_latin {
            // Latin words among others: a class for all their letters.
            let classes = alphabet.len() + 2;
            for native in 2..classes.min(64) {
                follows[native << 6 | 1] = 64;
                follows[1 << 6 | native] = 64;
            }
            follows[1] = 40;
            follows[1 << 6] = 16;
            follows[1 << 6 | 1] = 24;
        }
        languages.push(Language { code, alphabet, is_latin, follows });
    }
    languages
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(encoding: &'static encoding_rs::Encoding, text: &str) {
        let (bytes, _, _) = encoding.encode(text);
        let judged = judge(&Pairs::of(&[&bytes]), |_| 0);
        assert_eq!(judged.first().map(|best| best.reading.encoding), Some(Encoding::Web(encoding)), "{text}");
    }

    #[test]
    fn a_sentence_tells_its_encoding() {
        check(encoding_rs::WINDOWS_1252, "Das Schiff lief später als üblich aus.");
        check(encoding_rs::MACINTOSH, "Das Schiff lief später als üblich aus.");
        check(encoding_rs::KOI8_R, "Паром вернулся в порт до рассвета.");
        check(encoding_rs::X_MAC_CYRILLIC, "Паром вернулся в порт до рассвета.");
        check(encoding_rs::WINDOWS_1250, "Kočár se vrátil až ráno, říká převozník; šel pěšky.");
        check(encoding_rs::ISO_8859_2, "Kočár se vrátil až ráno, říká převozník; šel pěšky.");
        check(encoding_rs::WINDOWS_1257, "Laivas grįžo į uostą prieš aušrą, sako žvejys.");
    }
}
