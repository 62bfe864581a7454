//! Words as a copy desk sees them: the same word whatever its case, accents, house spelling or the damage of a
//! wrong charset.
//!
//! Takes a text, gives its [`Word`]s with their byte ranges. Numerals, percent forms and wire abbreviations come out
//! as one word ("ten" and "10", "pct" and "per cent" and "%", "mln" and "million"), and so do British and American
//! spelling. Scripts without spaces give a word a character. Knows no language and keeps no state.

mod canon;
mod letters;

use unicode_normalization::char::{decompose_canonical, is_combining_mark};

use canon::{CANON, Canon};
use letters::{Letters, Plain, Window};

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
    Folder::new(text, words, &CANON).run(&Plain::of(text.as_bytes()));
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

    fn run(mut self, plain: &Plain) {
        let bytes = self.text.as_bytes();
        let at = |i: usize| bytes.get(i).copied().unwrap_or(b' ');
        let (mut i, mut window) = (0, Window::first(plain));
        while let Some(&byte) = bytes.get(i) {
            match byte {
                b'a'..=b'z' | b'A'..=b'Z' => {
                    let behind = if self.length == 0 { self.plain(i, plain, &mut window) } else { i };
                    i = if behind == i { self.letters(i) } else { behind };
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

    /// Takes the words from `i` on that can be taken in one go each, as most can, and what stands between them. Gives where to
    /// go on.
    fn plain(&mut self, mut i: usize, letters: &Plain, window: &mut Window) -> usize {
        let bytes = self.text.as_bytes();
        let mut opens = self.opens;
        while let Some(chunk) = bytes.get(i..).and_then(<[u8]>::first_chunk::<16>) {
            let (end, hash, plain, kind);
            if let Some((count, as_they_are)) = window.word(letters, i) {
                end = i + count;
                if chunk[count] != b' ' && !letters::end_words(chunk[count], chunk[count - 1]) {
                    break;
                }
                let small = letters::small(*chunk, count);
                plain = Letters::whole(small, count);
                hash = if as_they_are { plain } else { letters::counted(small, count) };
                kind = (!chunk[0] & 0x20) >> 4 | opens;
            } else if let Some(count) = letters::figure(*chunk) {
                end = i + count;
                plain = Letters::whole(letters::small(*chunk, count), count);
                (hash, kind) = (plain, Word::NUMBER | opens);
            } else {
                break;
            }
            if self.canon.may_have(hash) {
                self.put(hash, plain, i, end, kind);
            } else {
                self.out.push(Word { hash, plain, start: i as u32, end: end as u32, kind });
            }
            i = end;
            opens = 0;
            while let Some(between) = bytes.get(i).and_then(|&byte| letters::between_words(byte)) {
                opens |= between;
                i += 1;
            }
        }
        self.opens = opens;
        i
    }

    /// Takes the ASCII letters from `i` on; gives where to go on.
    fn letters(&mut self, mut i: usize) -> usize {
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
        if self.canon.may_have(hash) {
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

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

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

    proptest! {
        #[test]
        fn a_word_taken_in_one_go_is_the_word_taken_letter_by_letter(
            text in r#"([a-z]{1,18}|[A-Z][a-z]{0,9}|[A-Z]\.|colour|travelled|zoning|per cent|mln|86th|1\.5|[0-9]{1,6}|[.,'%!\n -]{1,3}|é|港| ){0,60}"#
        ) {
            let mut by_letter = Vec::new();
            Folder::new(&text, &mut by_letter, &CANON).run(&Plain::of(b""));
            prop_assert_eq!(words(&text), by_letter);
        }
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
