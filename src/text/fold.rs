//! Words as a copy desk sees them: the same word whatever its case, accents, house spelling or the damage of a
//! wrong charset.
//!
//! Takes a text, gives its [`Word`]s with their byte ranges. Numerals, percent forms and wire abbreviations come out
//! as one word ("ten" and "10", "pct" and "per cent" and "%", "mln" and "million"), and so do British and American
//! spelling. Scripts without spaces give a word a character. Knows no language and keeps no state.

use std::sync::LazyLock;

use unicode_normalization::char::{decompose_canonical, is_combining_mark};

use super::words::is_unspaced;

/// A folded word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Word {
    /// Hash of its canonical form: equal for "organise" and "organize", "mln" and "million".
    pub hash: u32,
    /// Hash of its letters, only case and accents folded.
    pub plain: u32,
    /// First byte.
    pub start: u32,
    /// First byte behind.
    pub end: u32,
    /// What it is, as bits: [`Word::NUMBER`], [`Word::CAPITAL`], …
    pub kind: u8,
}

impl Word {
    /// Starts with a digit.
    pub const NUMBER: u8 = 1;
    /// Starts with a capital.
    pub const CAPITAL: u8 = 2;
    /// The first of a sentence.
    pub const SENTENCE: u8 = 4;
    /// The first of a line.
    pub const LINE: u8 = 8;
    /// A character of a script without spaces.
    pub const UNSPACED: u8 = 16;

    /// Whether any bit of `kind` is set.
    pub fn is(self, kind: u8) -> bool {
        self.kind & kind != 0
    }

    /// How much it counts in a run: a spaced word 2, an unspaced character 1, so that runs in both kinds of script
    /// are held to the same length of thought.
    pub fn weight(self) -> u32 {
        if self.is(Self::UNSPACED) { 1 } else { 2 }
    }
}

/// The words of `text`, in order.
pub fn words(text: &str) -> Vec<Word> {
    let mut words = Vec::with_capacity(text.len() / 5);
    words_into(text, &mut words);
    words
}

/// Like [`words()`], into a vector that is emptied first.
pub fn words_into(text: &str, words: &mut Vec<Word>) {
    words.clear();
    Folder::new(text, words, &CANON).run();
}

/// Hash of a word's letters, eight bytes at a time (the folded multiply of Wang Yi's wyhash).
#[derive(Debug, Clone, Copy)]
struct Letters {
    sum: u64,
    /// The last bytes, fewer than eight, from the lowest up.
    tail: u64,
    count: u32,
}

impl Letters {
    const NONE: Self = Self { sum: 0x9e37_79b9_7f4a_7c15, tail: 0, count: 0 };

    fn push(&mut self, byte: u8) {
        self.tail |= u64::from(byte) << (8 * self.count);
        self.count += 1;
        if self.count == 8 {
            self.sum = Self::mix(self.sum, self.tail);
            (self.tail, self.count) = (0, 0);
        }
    }

    /// The first `count` bytes of `chunk`, one to eight; the others are zero.
    fn of(chunk: u64, count: u32) -> Self {
        if count < 8 {
            Self { tail: chunk, count, ..Self::NONE }
        } else {
            Self { sum: Self::mix(Self::NONE.sum, chunk), ..Self::NONE }
        }
    }

    fn mix(sum: u64, chunk: u64) -> u64 {
        let product = u128::from(sum ^ chunk) * 0xa076_1d64_78bd_642f;
        (product as u64) ^ (product >> 64) as u64
    }

    fn finish(self) -> u32 {
        (Self::mix(self.sum, self.tail) >> 32) as u32
    }
}

/// Eight bytes at once, each lane of its own.
mod lanes {
    const LOW: u64 = 0x0101_0101_0101_0101;
    pub(super) const HIGH: u64 = 0x8080_8080_8080_8080;

    /// Eight times `byte`.
    pub(super) const fn all(byte: u8) -> u64 {
        byte as u64 * LOW
    }

    /// How many of the first bytes are ASCII letters.
    pub(super) fn letters(chunk: u64) -> u32 {
        let lower = chunk | all(0x20);
        let seven = lower & !HIGH;
        let letters = ((seven + all(0x80 - b'a')) ^ (seven + all(0x7f - b'z'))) & !lower & HIGH;
        (!letters & HIGH).trailing_zeros() / 8
    }

    /// Letters without their case.
    pub(super) fn small(chunk: u64) -> u64 {
        chunk | all(0x20)
    }

    /// -ise and -ize are one.
    pub(super) fn s_for_z(small: u64) -> u64 {
        small ^ ((equal(small, b'z') >> 7) * u64::from(b'z' ^ b's'))
    }

    /// Whether the byte behind the first `count` ends a word whatever stands around it; `before` is the byte before the chunk.
    pub(super) fn ends_words(chunk: u64, count: u32, before: u8) -> bool {
        let byte = (chunk >> (8 * count)) as u8;
        match byte {
            b'.' => (((chunk << 8) | u64::from(before)) >> (8 * count)) as u8 & 0x20 != 0,
            b'\'' | b'0'..=b'9' | 0x80.. => false,
            _ => true,
        }
    }

    /// Whether there is an l behind an l or a u behind an o among small letters; `before` are the eight before them.
    pub(super) fn may_be_silent(small: u64, before: u64) -> bool {
        let (l, u) = (equal(small, b'l'), equal(small, b'u'));
        let behind = |byte: u8| (equal(small, byte) << 8) | (equal(before, byte) >> 56);
        (l & behind(b'l')) | (u & behind(b'o')) != 0
    }

    /// The high bit of each lane that holds `byte`; all lanes are ASCII.
    fn equal(chunk: u64, byte: u8) -> u64 {
        !((chunk ^ all(byte)) + all(0x7f)) & HIGH
    }
}

struct Folder<'t> {
    text: &'t str,
    out: &'t mut Vec<Word>,
    canon: &'t Canon,
    /// Inside a word: its folded and plain hashes so far.
    hash: Letters,
    plain: Letters,
    start: usize,
    /// Letters taken, and the last two of them as folded.
    length: usize,
    last: u8,
    kind: u8,
    /// All letters so far were single capitals, as in `U.S`.
    initials: bool,
    /// What the next word will be the first of.
    opens: u8,
}

impl<'t> Folder<'t> {
    fn new(text: &'t str, out: &'t mut Vec<Word>, canon: &'t Canon) -> Self {
        Self {
            text,
            out,
            canon,
            hash: Letters::NONE,
            plain: Letters::NONE,
            start: 0,
            length: 0,
            last: 0,
            kind: 0,
            initials: true,
            opens: Word::SENTENCE | Word::LINE,
        }
    }

    fn run(mut self) {
        let bytes = self.text.as_bytes();
        let at = |i: usize| bytes.get(i).copied().unwrap_or(b' ');
        let mut i = 0;
        while let Some(&byte) = bytes.get(i) {
            match byte {
                b'a'..=b'z' | b'A'..=b'Z' => {
                    i = match self.whole(i) {
                        Some(behind) => behind,
                        None => self.letters(i),
                    }
                }
                b'0'..=b'9' => {
                    self.take(i, byte, Word::NUMBER);
                    i += 1;
                }
                b' ' => {
                    self.close(i);
                    i += 1;
                }
                b'\n' | b'\r' => {
                    self.close(i);
                    self.opens = Word::SENTENCE | Word::LINE;
                    i += 1;
                }
                b'\'' if self.length > 0 && at(i + 1).is_ascii_alphabetic() => i += 1,
                b'.' if self.length > 0 && self.last.is_ascii_digit() && at(i + 1).is_ascii_digit() => {
                    self.take(i, b'.', 0);
                    i += 1;
                }
                b',' if self.length > 0 && self.last.is_ascii_digit() && thousands(bytes, i + 1) => i += 1,
                b'.' if self.length > 0 && self.initials && at(i + 1).is_ascii_uppercase() => i += 1,
                b'.' | b'!' | b'?' => {
                    let initials = self.length > 0 && self.initials;
                    self.close(i);
                    if byte != b'.' || !initials {
                        self.opens |= Word::SENTENCE;
                    }
                    i += 1;
                }
                b'%' => {
                    self.close(i);
                    let word = Word {
                        hash: self.canon.percent,
                        plain: self.canon.percent,
                        start: i as u32,
                        end: (i + 1) as u32,
                        kind: 0,
                    };
                    self.out.push(word);
                    i += 1;
                }
                0x80.. => i = self.foreign(i),
                _ => {
                    self.close(i);
                    i += 1;
                }
            }
        }
        self.close(bytes.len());
    }

    /// Takes the word at `i` in one go: ASCII letters, fewer than sixteen, none silent, and behind them what ends a word for
    /// certain. Gives where to go on; most words of most texts are such.
    #[inline]
    fn whole(&mut self, i: usize) -> Option<usize> {
        if self.length > 0 {
            return None;
        }
        let chunk = |at: usize| {
            let chunk: Option<&[u8; 8]> = self.text.as_bytes().get(at..)?.first_chunk();
            chunk.map(|chunk| u64::from_le_bytes(*chunk))
        };
        let first = chunk(i)?;
        let mut count = lanes::letters(first);
        let (plain, hash) = if count < 8 {
            let taken = !(u64::MAX << (8 * count));
            if count == 0 || !lanes::ends_words(first, count, 0) {
                return None;
            }
            let plain = lanes::small(first) & taken;
            if lanes::may_be_silent(plain, 0) {
                return None;
            }
            let folded = lanes::s_for_z(plain);
            let as_is = Letters::of(plain, count).finish();
            (as_is, if folded == plain { as_is } else { Letters::of(folded, count).finish() })
        } else {
            let second = chunk(i + 8)?;
            let more = lanes::letters(second);
            if more == 8 || !lanes::ends_words(second, more, (first >> 56) as u8) {
                return None;
            }
            count += more;
            let plain = [lanes::small(first), lanes::small(second) & !(u64::MAX << (8 * more))];
            if lanes::may_be_silent(plain[0], 0) || lanes::may_be_silent(plain[1], plain[0]) {
                return None;
            }
            let folded = plain.map(lanes::s_for_z);
            let finish = |[first, second]: [u64; 2]| {
                let start = Letters::of(first, 8);
                Letters { tail: second, count: more, ..start }.finish()
            };
            let as_is = finish(plain);
            (as_is, if folded == plain { as_is } else { finish(folded) })
        };
        let capital = if first & 0x20 == 0 { Word::CAPITAL } else { 0 };
        let end = i + count as usize;
        let opens = std::mem::take(&mut self.opens);
        self.put(hash, plain, i, end, capital | opens);
        Some(end + usize::from(self.text.as_bytes().get(end) == Some(&b' ')))
    }

    /// Takes the ASCII letters from `i` on; gives where to go on.
    fn letters(&mut self, i: usize) -> usize {
        let mut i = if self.length == 0 { self.head(i) } else { i };
        let bytes = self.text.as_bytes();
        while let Some(&byte) = bytes.get(i).filter(|byte| byte.is_ascii_alphabetic()) {
            self.open(i, if byte.is_ascii_uppercase() { Word::CAPITAL } else { 0 });
            self.initials &= byte.is_ascii_uppercase();
            let lower = byte | 0x20;
            self.plain.push(lower);
            let folded = if lower == b'z' { b's' } else { lower };
            // British and American spelling: colour, travelled; -ise and -ize by the line above.
            let silent = match (self.last, folded) {
                (b'o', b'u') => self.length >= 3 && bytes.get(i + 1).is_some_and(|next| next | 0x20 == b'r'),
                (last, folded) => folded == b'l' && last == b'l',
            };
            if !silent {
                self.hash.push(folded);
            }
            self.last = folded;
            self.length += 1;
            i += 1;
        }
        i
    }

    /// Takes up to eight letters at once from the start of a word, if none of them is silent; gives where to go on.
    fn head(&mut self, i: usize) -> usize {
        let Some(chunk) = self.text.as_bytes().get(i..).and_then(<[u8]>::first_chunk) else { return i };
        let chunk = u64::from_le_bytes(*chunk);
        let count = lanes::letters(chunk);
        if count == 0 {
            return i;
        }
        let taken = u64::MAX >> (64 - 8 * count);
        let plain = lanes::small(chunk) & taken;
        if lanes::may_be_silent(plain, 0) {
            return i;
        }
        let folded = lanes::s_for_z(plain);
        let small = chunk & lanes::all(0x20) & taken;
        self.open(i, if small & 0x20 == 0 { Word::CAPITAL } else { 0 });
        self.initials = small == 0;
        self.plain = Letters::of(plain, count);
        self.hash = Letters::of(folded, count);
        self.last = (folded >> (8 * (count - 1))) as u8;
        self.length = count as usize;
        i + count as usize
    }

    fn take(&mut self, i: usize, byte: u8, kind: u8) {
        self.open(i, kind);
        self.initials = false;
        self.hash.push(byte);
        self.plain.push(byte);
        self.last = byte;
        self.length += 1;
    }

    fn open(&mut self, i: usize, kind: u8) {
        if self.length == 0 {
            self.start = i;
            self.hash = Letters::NONE;
            self.plain = Letters::NONE;
            self.kind = kind | self.opens;
            self.last = 0;
            self.initials = true;
            self.opens = 0;
        }
    }

    fn close(&mut self, end: usize) {
        if self.length == 0 {
            return;
        }
        self.length = 0;
        self.put(self.hash.finish(), self.plain.finish(), self.start, end, self.kind);
    }

    /// Adds a word whose letters have been hashed.
    #[inline]
    fn put(&mut self, mut hash: u32, plain: u32, mut start: usize, end: usize, mut kind: u8) {
        if let Some(canonical) = self.canon.get(hash) {
            hash = canonical;
        }
        if hash == self.canon.cent
            && let Some(per) = self.out.pop_if(|word| word.hash == self.canon.per)
        {
            start = per.start as usize;
            kind = per.kind;
            hash = self.canon.percent;
        }
        self.out.push(Word { hash, plain, start: start as u32, end: end as u32, kind });
    }

    /// Takes the character at `i`, which is not ASCII, and what belongs to it; gives where to go on.
    fn foreign(&mut self, i: usize) -> usize {
        let mut chars = self.text.get(i..).unwrap_or("").chars();
        let Some(c) = chars.next() else { return self.text.len() };
        let after = i + c.len_utf8();
        // UTF-8 that was read as windows-1252: `Ã©` is é, `â€™` an apostrophe.
        match c {
            'Ã' | 'Â' => {
                if let Some((next, low)) = chars.next().and_then(|next| Some((next, windows_1252(next)?))) {
                    let high = if c == 'Ã' { 0xC0 } else { 0x80 };
                    let meant = char::from(high | (low & 0x3F));
                    self.character(i, meant);
                    return after + next.len_utf8();
                }
            }
            'â' => {
                if chars.next() == Some('€')
                    && let Some((third, low)) =
                        chars.next().and_then(|next| Some((next, windows_1252(next)?)))
                {
                    let meant = char::from_u32(0x2000 | u32::from(low & 0x3F)).unwrap_or(' ');
                    let end = after + '€'.len_utf8() + third.len_utf8();
                    self.mark(i, end, meant);
                    return end;
                }
            }
            _ => {}
        }
        if c.is_alphanumeric() || is_combining_mark(c) {
            self.character(i, c);
        } else {
            self.mark(i, after, c);
        }
        after
    }

    /// Punctuation: an apostrophe inside a word and a soft hyphen do not end it.
    fn mark(&mut self, i: usize, after: usize, c: char) {
        match c {
            '\u{AD}' | '\u{200B}'..='\u{200D}' => {}
            '\u{2019}' | '\u{2018}' if self.length > 0 => {
                let next = self.text.get(after..).and_then(|rest| rest.chars().next());
                if !next.is_some_and(char::is_alphabetic) {
                    self.close(i);
                }
            }
            '。' | '！' | '？' | '…' => {
                self.close(i);
                self.opens |= Word::SENTENCE;
            }
            '\u{2028}' | '\u{2029}' | '\u{85}' => {
                self.close(i);
                self.opens = Word::SENTENCE | Word::LINE;
            }
            _ => self.close(i),
        }
    }

    fn character(&mut self, i: usize, c: char) {
        if is_unspaced(c) {
            self.close(i);
            let mut bytes = [0; 4];
            let mut letters = Letters::NONE;
            c.encode_utf8(&mut bytes).bytes().for_each(|byte| letters.push(byte));
            let hash = letters.finish();
            let kind = Word::UNSPACED | self.opens;
            self.opens = 0;
            self.out.push(Word { hash, plain: hash, start: i as u32, end: (i + c.len_utf8()) as u32, kind });
            return;
        }
        if !c.is_alphanumeric() {
            if !is_combining_mark(c) {
                self.close(i);
            }
            return;
        }
        let capital = c.is_uppercase();
        self.open(i, if capital { Word::CAPITAL } else { 0 } | if c.is_numeric() { Word::NUMBER } else { 0 });
        self.initials = false;
        self.length += 1;
        decompose_canonical(c, |part| {
            if is_combining_mark(part) {
                return;
            }
            for lower in part.to_lowercase() {
                let mut bytes = [0; 4];
                for byte in lower.encode_utf8(&mut bytes).bytes() {
                    self.hash.push(if byte == b'z' { b's' } else { byte });
                    self.plain.push(byte);
                    self.last = byte;
                }
            }
        });
    }
}

/// Exactly three digits follow, or groups of them.
fn thousands(bytes: &[u8], from: usize) -> bool {
    let digit = |i: usize| bytes.get(i).is_some_and(u8::is_ascii_digit);
    digit(from) && digit(from + 1) && digit(from + 2) && !digit(from + 3)
}

/// The byte from 0x80 to 0xBF that windows-1252 shows as `c`.
fn windows_1252(c: char) -> Option<u8> {
    const HIGH: [char; 32] = [
        '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8D}', 'Ž', '\u{8F}',
        '\u{90}', '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9D}', 'ž', 'Ÿ',
    ];
    match c {
        '\u{80}'..='\u{BF}' => Some(c as u8),
        _ => HIGH.iter().position(|&high| high == c).map(|i| 0x80 + i as u8),
    }
}

/// Places in the table of canonical words: five times as many as words.
const SLOTS: usize = 1024;

/// Words that are written in more than one way, by the hash of each way.
struct Canon {
    slots: Vec<(u32, u32)>,
    percent: u32,
    per: u32,
    cent: u32,
}

/// The forms of a word, the one they count as first.
const FORMS: &[&str] = &[
    "0 zero",
    "1 one",
    "2 two",
    "3 three",
    "4 four",
    "5 five",
    "6 six",
    "7 seven",
    "8 eight",
    "9 nine",
    "10 ten",
    "11 eleven",
    "12 twelve",
    "13 thirteen",
    "14 fourteen",
    "15 fifteen",
    "16 sixteen",
    "17 seventeen",
    "18 eighteen",
    "19 nineteen",
    "20 twenty",
    "30 thirty",
    "40 forty",
    "50 fifty",
    "60 sixty",
    "70 seventy",
    "80 eighty",
    "90 ninety",
    "1st first",
    "2nd second",
    "3rd third",
    "percent pct",
    "million mln mn",
    "billion bln bn",
    "trillion tln trn",
    "dollars dlrs",
    "dollar dlr",
    "cents cts",
    "versus vs",
    "share shr",
    "shares shrs",
    "year yr",
    "years yrs",
    "quarter qtr",
    "months mths",
    "average avg",
    "revenues revs",
    "government govt",
    "international intl",
    "national natl",
    "company co",
    "companies cos",
    "corporation corp",
    "incorporated inc",
    "limited ltd",
    "department dept",
    "association assn",
    "january jan",
    "february feb",
    "august aug",
    "september sept sep",
    "october oct",
    "november nov",
    "december dec",
    "kilometers kilometres km kms",
    "kilometer kilometre",
    "meters metres",
    "meter metre",
    "center centre",
    "centers centres",
    "theater theatre",
    "theaters theatres",
    "liters litres",
    "liter litre",
    "fiber fibre",
    "maneuver manoeuvre",
    "defense defence",
    "offense offence",
    "license licence",
    "licenses licences",
    "program programme",
    "programs programmes",
    "tons tonnes",
    "ton tonne",
    "gray grey",
    "tire tyre",
    "tires tyres",
    "aluminum aluminium",
    "skeptical sceptical",
    "plow plough",
    "sulfur sulphur",
    "jewelry jewellery",
    "toward towards",
    "afterward afterwards",
    "among amongst",
    "while whilst",
    "check cheque",
    "checks cheques",
    "catalog catalogue",
    "dialog dialogue",
    "analyse analyze",
    "spokesperson spokesman spokeswoman",
];

static CANON: LazyLock<Canon> = LazyLock::new(|| {
    let bare = Canon { slots: vec![(0, 0); SLOTS], percent: 0, per: 0, cent: 0 };
    let hash = |form: &str| {
        let mut out = Vec::new();
        Folder::new(form, &mut out, &bare).run();
        out.first().map_or(0, |word| word.hash)
    };
    let mut slots = vec![(0, 0); SLOTS];
    for forms in FORMS {
        let mut forms = forms.split(' ').map(hash);
        let Some(canonical) = forms.next() else { continue };
        for form in forms {
            let mut at = form as usize % SLOTS;
            while slots[at] != (0, 0) {
                at = (at + 1) % SLOTS;
            }
            slots[at] = (form, canonical);
        }
    }
    Canon { slots, percent: hash("percent"), per: hash("per"), cent: hash("cent") }
});

impl Canon {
    fn get(&self, hash: u32) -> Option<u32> {
        let mut at = hash as usize % SLOTS;
        loop {
            match self.slots.get(at) {
                Some(&(form, canonical)) if form == hash => return Some(canonical),
                Some(&(0, 0)) | None => return None,
                _ => at = (at + 1) % SLOTS,
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(a: &str, b: &str) {
        let hashes = |text| words(text).iter().map(|word| word.hash).collect::<Vec<_>>();
        assert_eq!(hashes(a), hashes(b), "{a:?} {b:?}");
    }

    #[test]
    fn house_styles_read_alike() {
        check("Ten per cent of the labour centre's 12,500 tonnes", "10% of the LABOR Center’s 12500 tons");
        check("It cost 3.5 mln dlrs, up four pct", "it cost 3.5 million dollars up 4 percent");
        check("organised, travelled", "organized traveled");
        check("the U.S. envoy", "the US envoy");
    }

    #[test]
    fn a_wrong_charset_reads_alike() {
        check("“It’s José’s café — now”", "â€œItâ€™s JosÃ©â€™s cafÃ© â€” nowâ€\u{9d}");
        check("Müller", "Muller");
    }

    #[test]
    fn different_numbers_stay_different() {
        assert_ne!(words("1.5")[0].hash, words("15")[0].hash);
        assert_ne!(words("four")[0].hash, words("for")[0].hash);
    }

    #[test]
    fn spans_point_at_the_words() {
        let text = "Rain fell, 7 per cent more.\nÄrger 港口";
        let found: Vec<_> =
            words(text).iter().map(|word| &text[word.start as usize..word.end as usize]).collect();
        assert_eq!(found, ["Rain", "fell", "7", "per cent", "more", "Ärger", "港", "口"]);
    }
}
