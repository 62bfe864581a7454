//! What the characters of a block tell, read in one pass.
//!
//! Takes a block's text, gives counts. Knows no language: letters, marks and digits are counted, and words are looked
//! up once, in the [`lexicon`](super::lexicon) and in what is learnt of words ([`diction`](super::diction)).

use super::diction::{Diction, Groups, Said};
use super::lexicon;
use crate::text::character::Remembered;
use crate::text::words::is_unspaced;

/// Counts over one block.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Wording {
    pub(super) bytes: u32,
    pub(super) chars: u32,
    pub(super) words: u32,
    pub(super) letters: u32,
    pub(super) upper: u32,
    pub(super) unspaced: u32,
    pub(super) digits: u32,
    pub(super) spaces: u32,
    pub(super) capitalised: u32,
    pub(super) short_lower: u32,
    pub(super) commas: u32,
    pub(super) stops: u32,
    pub(super) questions: u32,
    pub(super) colons: u32,
    pub(super) quotes: u32,
    pub(super) dashes: u32,
    pub(super) brackets: u32,
    pub(super) bars: u32,
    pub(super) slashes: u32,
    pub(super) ats: u32,
    pub(super) symbols: u32,
    pub(super) years: u32,
    pub(super) times: u32,
    pub(super) first: Edge,
    pub(super) last: Edge,
    pub(super) groups: Groups,
    /// Hash of the text in lower case, every digit taken for 0.
    pub(super) shape: u32,
    /// Hash of the first word.
    pub(super) first_word: u32,
    /// How surely the block is body by its words, in hundredths of log-odds.
    pub(super) diction: i16,
}

/// What stands at an end of a block.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub(super) enum Edge {
    /// Nothing at all.
    #[default]
    None,
    /// A lower-case letter.
    Lower,
    /// An upper-case letter.
    Upper,
    /// A letter of a script without cases.
    Letter,
    /// A digit.
    Digit,
    /// A quotation mark or a bracket.
    Quote,
    /// A comma or semicolon.
    Comma,
    /// A colon.
    Colon,
    /// A full stop, question or exclamation mark, closing quotes behind it looked through.
    Stop,
    /// An ellipsis.
    Ellipsis,
    /// A dash or bullet.
    Dash,
    /// Anything else.
    Symbol,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Class {
    Lower,
    Upper,
    Letter,
    /// A letter of a script that sets no spaces.
    Unspaced,
    Digit,
    Space,
    Comma,
    Colon,
    Stop,
    Question,
    Quote,
    Bracket,
    Dash,
    Bar,
    Slash,
    At,
    Apostrophe,
    Ellipsis,
    /// Anything else; the last of them.
    Symbol,
}

const CLASSES: usize = Class::Symbol as usize + 1;

#[inline]
fn class(c: char) -> Class {
    static TABLE: Remembered<Class> = Remembered::new(classify);
    static ASCII: [Class; 128] = {
        let mut classes = [Class::Symbol; 128];
        let mut byte = 0_u8;
        while byte < 128 {
            if let Some(class) = marked(byte as char) {
                classes[byte as usize] = class;
            }
            byte += 1;
        }
        classes
    };
    ASCII.get(c as usize).copied().unwrap_or_else(|| TABLE.of(c))
}

/// The class of ASCII letters and digits, and of what is listed; every other character of ASCII is a symbol.
const fn marked(c: char) -> Option<Class> {
    Some(match c {
        'a'..='z' => Class::Lower,
        'A'..='Z' => Class::Upper,
        '0'..='9' => Class::Digit,
        ' ' | '\t' | '\n' | '\r' | '\u{A0}' => Class::Space,
        ',' | ';' | '、' | '，' | '；' | '،' | '؛' => Class::Comma,
        ':' | '：' => Class::Colon,
        '.' | '!' | '。' | '！' | '．' | '।' | '۔' => Class::Stop,
        '?' | '？' | '؟' => Class::Question,
        '\'' | '’' | '‘' => Class::Apostrophe,
        '"' | '“' | '”' | '„' | '«' | '»' | '‹' | '›' | '「' | '」' | '『' | '』' => {
            Class::Quote
        }
        '(' | ')' | '[' | ']' | '{' | '}' | '（' | '）' | '【' | '】' | '《' | '》' => Class::Bracket,
        '-' | '–' | '—' | '―' | '•' | '·' | '*' | '●' | '▪' | '・' => Class::Dash,
        '/' => Class::Slash,
        '|' | '¦' => Class::Bar,
        '@' | '#' => Class::At,
        '…' => Class::Ellipsis,
        _ => return None,
    })
}

fn classify(c: char) -> Class {
    if let Some(class) = marked(c) {
        return class;
    }
    match c {
        c if c.is_ascii() => Class::Symbol,
        c if c.is_lowercase() => Class::Lower,
        c if c.is_uppercase() => Class::Upper,
        c if c.is_alphabetic() || is_mark(c) => {
            if is_unspaced(c) {
                Class::Unspaced
            } else {
                Class::Letter
            }
        }
        c if c.is_numeric() => Class::Digit,
        c if c.is_whitespace() => Class::Space,
        _ => Class::Symbol,
    }
}

/// Small letters for large ones, 0 for every digit.
#[inline]
fn leveled(c: char, class: Class) -> char {
    match class {
        Class::Upper => c.to_lowercase().next().unwrap_or(c),
        Class::Digit => '0',
        _ => c,
    }
}

/// What any apostrophe in a word is.
const APOSTROPHE: u32 = '\'' as u32;

/// The tokens of a text as [`Wording::read`] comes to them, `most` at most: words with the apostrophes in and behind them, runs of digits,
/// marks, each letter of a script that sets no spaces.
pub(super) fn tokens(text: &str, most: usize) -> Vec<String> {
    #[derive(Clone, Copy, PartialEq)]
    enum Sort {
        Word,
        Figures,
        Alone,
        Between,
    }
    let (mut tokens, mut before) = (Vec::<String>::new(), Sort::Between);
    for c in text.chars() {
        let class = class(c);
        let sort = match class {
            Class::Lower | Class::Upper | Class::Letter => Sort::Word,
            Class::Apostrophe if before == Sort::Word => Sort::Word,
            Class::Digit => Sort::Figures,
            Class::Space => Sort::Between,
            _ => Sort::Alone,
        };
        let c = if class == Class::Apostrophe { '\'' } else { leveled(c, class) };
        let full = tokens.len() == most;
        match tokens.last_mut() {
            _ if sort == Sort::Between => {}
            Some(token) if sort == before && sort != Sort::Alone => token.push(c),
            _ if full => break,
            _ => tokens.push(c.into()),
        }
        before = sort;
    }
    tokens
}

/// Vowel signs and the like, which stand inside words of Indic, Arabic and Thai text.
fn is_mark(c: char) -> bool {
    matches!(c, '\u{0300}'..='\u{036F}' | '\u{064B}'..='\u{065F}' | '\u{0900}'..='\u{0DFF}' | '\u{0E30}'..='\u{0E4E}')
}

/// A word's length from which on it may tell what a page is about.
const TELLING: u32 = 4;

impl Wording {
    /// Reads `text`; its tokens mean nothing without a diction. The hashes of words that may tell its subject are added to
    /// `telling`.
    pub(super) fn read(text: &str, diction: Option<&Diction>, telling: &mut Vec<u16>) -> Self {
        let mut w = Self { bytes: u32::try_from(text.len()).unwrap_or(u32::MAX), ..Self::default() };
        let mut counts = [0u32; CLASSES];
        let mut word = Word::default();
        let mut figures = Figures::default();
        let mut said = Said::nothing(diction);
        let (mut shape, mut earlier, mut last_unspaced) = (lexicon::SEED, Class::Space, 0u32);
        // Stops inside a word or number, which end no sentence; what follows them tells.
        let mut inner_stops = 0u32;
        let mut rest = text;
        loop {
            // Most characters are letters of words in ASCII, and nothing happens between two of them.
            let (length, large) = word.add_letters(rest.as_bytes(), &mut shape);
            if length > 0 {
                counts[Class::Lower as usize] += length as u32 - large;
                counts[Class::Upper as usize] += large;
                figures.close(Class::Lower, &mut w, &mut said);
                inner_stops += u32::from(earlier == Class::Stop);
                (earlier, last_unspaced) = (Class::Lower, 0);
                rest = rest.get(length..).unwrap_or("");
            }
            // Behind most words stands a space, of which nothing is asked but that it ends the word.
            if let Some(behind) = rest.strip_prefix(' ') {
                counts[Class::Space as usize] += 1;
                shape = lexicon::step(shape, u32::from(' '));
                figures.close(Class::Space, &mut w, &mut said);
                word.close(&mut w, &mut said, telling);
                (earlier, last_unspaced, rest) = (Class::Space, 0, behind);
                continue;
            }
            let mut chars = rest.chars();
            let Some(c) = chars.next() else { break };
            rest = chars.as_str();
            let class = class(c);
            counts[class as usize] += 1;
            let code = u32::from(leveled(c, class));
            shape = lexicon::step(shape, code);
            match class {
                Class::Digit => figures.add(c),
                _ => figures.close(class, &mut w, &mut said),
            }
            if class == Class::Unspaced {
                word.close(&mut w, &mut said, telling);
                w.unspaced += 1;
                said.token(lexicon::step(lexicon::SEED, code), true);
                if last_unspaced != 0 {
                    let pair = lexicon::step(lexicon::step(lexicon::SEED, last_unspaced), code);
                    said.pair_of_letters(pair);
                    telling.push(fold(pair));
                }
                last_unspaced = code;
            } else {
                last_unspaced = 0;
                match class {
                    Class::Lower | Class::Upper | Class::Letter => word.add(class, code),
                    Class::Apostrophe if word.chars > 0 => word.add(class, APOSTROPHE),
                    Class::Space | Class::Digit => word.close(&mut w, &mut said, telling),
                    _ => {
                        word.close(&mut w, &mut said, telling);
                        let code = if class == Class::Apostrophe { APOSTROPHE } else { code };
                        said.token(lexicon::step(lexicon::SEED, code), false);
                    }
                }
            }
            if earlier == Class::Stop
                && !matches!(class, Class::Space | Class::Quote | Class::Bracket)
                && c.is_ascii()
            {
                inner_stops += 1;
            }
            earlier = class;
        }
        word.close(&mut w, &mut said, telling);
        figures.close(Class::Space, &mut w, &mut said);
        (w.groups, w.diction) = said.all();
        w.count(&counts, inner_stops);
        w.shape = shape;
        w.first = text.chars().next().map_or(Edge::None, |c| edge(class(c)));
        w.last = last(text);
        w
    }

    /// Of a text that nothing is asked of: its size, and some words of it.
    pub(super) fn unread(text: &str, diction: &Diction) -> Self {
        let bytes = u32::try_from(text.len()).unwrap_or(u32::MAX);
        let words = bytes.div_ceil(8);
        Self { bytes, chars: bytes, words, diction: diction.silence(), ..Self::default() }
    }

    fn count(&mut self, counts: &[u32; CLASSES], inner_stops: u32) {
        let of = |class: Class| counts[class as usize];
        self.chars = counts.iter().sum();
        self.letters = of(Class::Lower) + of(Class::Upper) + of(Class::Letter) + of(Class::Unspaced);
        self.upper = of(Class::Upper);
        self.digits = of(Class::Digit);
        self.spaces = of(Class::Space);
        self.commas = of(Class::Comma);
        self.colons = of(Class::Colon);
        self.stops = of(Class::Stop).saturating_sub(inner_stops);
        self.questions = of(Class::Question);
        self.quotes = of(Class::Quote);
        self.brackets = of(Class::Bracket);
        self.dashes = of(Class::Dash);
        self.bars = of(Class::Bar);
        self.slashes = of(Class::Slash);
        self.ats = of(Class::At);
        self.symbols = of(Class::Ellipsis) + of(Class::Symbol);
    }

    /// Words, ideographs counted by twos.
    pub(super) fn length(&self) -> u32 {
        self.words + self.unspaced / 2
    }
}

/// A run of digits that is being read.
#[derive(Default)]
struct Figures {
    number: u32,
    run: u32,
    /// Of as many noughts.
    hash: u32,
}

impl Figures {
    fn add(&mut self, c: char) {
        self.hash = lexicon::step(if self.run == 0 { lexicon::SEED } else { self.hash }, u32::from('0'));
        self.run += 1;
        self.number = self.number.wrapping_mul(10).wrapping_add(c.to_digit(10).unwrap_or(0));
    }

    /// Something of class `next` follows.
    #[inline]
    fn close(&mut self, next: Class, w: &mut Wording, said: &mut Said<'_>) {
        if self.run > 0 {
            said.token(self.hash, false);
            w.years += u32::from(self.run == 4 && (1900..2100).contains(&self.number));
            w.times += u32::from(next == Class::Colon && self.run <= 2);
            *self = Self::default();
        }
    }
}

#[derive(Default)]
struct Word {
    hash: u32,
    chars: u32,
    capital: bool,
}

impl Word {
    #[inline]
    fn add(&mut self, class: Class, code: u32) {
        if self.chars == 0 {
            self.hash = lexicon::SEED;
            self.capital = class == Class::Upper;
        }
        self.hash = lexicon::step(self.hash, code);
        self.chars += 1;
    }

    /// Adds the ASCII letters at the head of `text`, to the hash of the whole text too; gives how many there are, and how
    /// many large ones.
    #[inline]
    fn add_letters(&mut self, text: &[u8], shape: &mut u32) -> (usize, u32) {
        let Some(first) = text.first().filter(|letter| letter.is_ascii_alphabetic()) else { return (0, 0) };
        if self.chars == 0 {
            self.hash = lexicon::SEED;
            self.capital = first.is_ascii_uppercase();
        }
        let (mut hash, mut all, mut large, mut length) = (self.hash, *shape, 0, 0);
        for &letter in text {
            let code = u32::from(letter | 32);
            if code.wrapping_sub(u32::from(b'a')) >= 26 {
                break;
            }
            hash = lexicon::step(hash, code);
            all = lexicon::step(all, code);
            large += u32::from(letter & 32 == 0);
            length += 1;
        }
        (self.hash, *shape) = (hash, all);
        self.chars += length as u32;
        (length, large)
    }

    #[inline]
    fn close(&mut self, w: &mut Wording, said: &mut Said<'_>, telling: &mut Vec<u16>) {
        if self.chars == 0 {
            return;
        }
        if w.words == 0 {
            w.first_word = self.hash;
        }
        w.words += 1;
        w.capitalised += u32::from(self.capital);
        w.short_lower += u32::from(!self.capital && self.chars <= 3);
        said.token(self.hash, true);
        // Taken back where it is too short: how long words are, no branch guesses.
        telling.push(fold(self.hash));
        telling.truncate(telling.len() - usize::from(self.chars < TELLING));
        self.chars = 0;
    }
}

/// A hash in the twelve bits of the page's word table.
fn fold(hash: u32) -> u16 {
    ((hash ^ (hash >> 12) ^ (hash >> 24)) & 0xFFF) as u16
}

fn edge(class: Class) -> Edge {
    match class {
        Class::Lower => Edge::Lower,
        Class::Upper => Edge::Upper,
        Class::Letter | Class::Unspaced => Edge::Letter,
        Class::Digit => Edge::Digit,
        Class::Quote | Class::Bracket | Class::Apostrophe => Edge::Quote,
        Class::Comma => Edge::Comma,
        Class::Colon => Edge::Colon,
        Class::Stop | Class::Question => Edge::Stop,
        Class::Ellipsis => Edge::Ellipsis,
        Class::Dash => Edge::Dash,
        Class::Space => Edge::None,
        Class::Bar | Class::Slash | Class::At | Class::Symbol => Edge::Symbol,
    }
}

/// How the text ends, quotes and brackets behind the last mark looked through.
fn last(text: &str) -> Edge {
    if text.ends_with("...") {
        return Edge::Ellipsis;
    }
    let mut closing = Edge::None;
    for c in text.chars().rev().take(4) {
        match edge(class(c)) {
            Edge::Quote => closing = Edge::Quote,
            Edge::Stop => return Edge::Stop,
            Edge::None => {}
            other if closing == Edge::None => return other,
            _ => return closing,
        }
    }
    closing
}

#[cfg(test)]
mod tests {
    use super::super::lexicon::group;
    use super::*;

    fn check(text: &str) -> Wording {
        Wording::read(text, Some(&Diction::default()), &mut Vec::new())
    }

    #[test]
    fn a_stop_inside_a_number_ends_no_sentence() {
        assert_eq!(check("It cost 3.5 million. He paid.").stops, 2);
    }

    #[test]
    fn a_closing_quote_does_not_hide_the_stop() {
        assert_eq!(check("He said: “We go home.”").last, Edge::Stop);
        assert_eq!(check("More stories").last, Edge::Lower);
        assert_eq!(check("Read on...").last, Edge::Ellipsis);
    }

    #[test]
    fn years_and_times_are_counted() {
        let w = check("Published 3 May 2021, 17:45");
        assert_eq!((w.years, w.times), (1, 1));
        assert_ne!(w.groups.mask & group("month"), 0);
    }

    #[test]
    fn ideographs_are_looked_up_by_pairs() {
        assert_ne!(check("版权所有").groups.mask & group("copyright"), 0);
        assert_eq!(check("版权所有").length(), 2);
    }

    #[test]
    fn texts_that_differ_in_digits_share_a_shape() {
        assert_eq!(check("12 Comments").shape, check("47 comments").shape);
        assert_ne!(check("12 Comments").shape, check("12 Shares").shape);
    }
}
