//! What the words of a line speak for, as learnt: body text, or what stands around it.
//!
//! Takes a block's text, gives one integer. Words, numbers and marks have weights, and pairs of them that stand side by side; most have
//! none. It is a logistic regression with an absolute penalty, which leaves some two thousand of all wordings a weight
//! (Tibshirani 1996). Only plain text asks it: there nothing else tells a menu from a sentence.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::columns::clip;
use super::lexicon::{SEED, step};
use crate::text::character::{Kind, kind};
use crate::text::hash::Quick;

/// Tokens that are read of a block.
const READ: usize = 200;

/// How surely a block is body by its words, in hundredths of log-odds.
pub(super) fn diction(text: &str) -> i16 {
    MODEL.of(text)
}

static MODEL: LazyLock<Diction> =
    // A test reads the model; one that fails it is never shipped, and an empty one says nothing.
    LazyLock::new(|| Diction::read(include_str!("text-diction.model")).unwrap_or_default());

/// Weights in thousandths.
#[derive(Debug, Default)]
struct Diction {
    bias: i32,
    weights: HashMap<u64, i32, Quick>,
}

impl Diction {
    /// A model's text: `WEIGHT WORD` or `WEIGHT WORD WORD` a line, the bias a weight alone, `#` before what is for the reader. The
    /// line that does not read, if one does not.
    fn read(text: &str) -> Result<Self, &str> {
        let mut model = Self::default();
        for line in text.lines().filter(|line| !line.starts_with('#')) {
            let mut parts = line.split(' ');
            let weight = parts.next().and_then(|weight| weight.parse().ok()).ok_or(line)?;
            match (parts.next(), parts.next(), parts.next()) {
                (None, ..) => model.bias = weight,
                (Some(word), None, _) => {
                    model.weights.insert(alone(hash(word)), weight);
                }
                (Some(word), Some(next), None) => {
                    model.weights.insert(pair(hash(word), hash(next)), weight);
                }
                _ => return Err(line),
            }
        }
        Ok(model)
    }

    fn of(&self, text: &str) -> i16 {
        let (mut sum, mut tokens, mut last) = (0_i64, 0_u32, hash(START));
        let weight = |wording: u64| self.weights.get(&wording).map_or(0, |&weight| i64::from(weight));
        for Token { hash, .. } in (Tokens { text, at: 0 }).take(READ) {
            sum += weight(alone(hash)) + weight(pair(last, hash));
            last = hash;
            tokens += 1;
        }
        if tokens < READ as u32 {
            sum += weight(pair(last, hash(END)));
        }
        // The root as an integer, so that every platform gives the same.
        let root = i64::from((tokens.max(1) * 10_000).isqrt());
        clip(i32::try_from((sum * 100 / root + i64::from(self.bias)) / 10).unwrap_or(0))
    }
}

/// The wordings of a block as a model may name them: its tokens, and pairs of tokens that stand side by side. For who learns a model.
pub fn wordings(text: &str) -> Vec<String> {
    let mut tokens: Vec<String> =
        (Tokens { text, at: 0 }).take(READ).map(|token| token.text.chars().map(level).collect()).collect();
    let mut ends = vec![START.to_owned()];
    ends.extend(tokens.iter().cloned());
    if tokens.len() < READ {
        ends.push(END.to_owned());
    }
    tokens.extend(ends.windows(2).map(|pair| pair.join(" ")));
    tokens
}

/// What stands before the first token; no token of a text is that.
const START: &str = "<s>";

/// What stands behind the last token.
const END: &str = "</s>";

/// Words, numbers and marks of a text; each letter of a script that sets no spaces.
struct Tokens<'t> {
    text: &'t str,
    at: usize,
}

struct Token<'t> {
    text: &'t str,
    /// As [`hash`] has it.
    hash: u32,
}

impl<'t> Iterator for Tokens<'t> {
    type Item = Token<'t>;

    fn next(&mut self) -> Option<Token<'t>> {
        let (sort, mut hash, start) = loop {
            let (sort, code, length) = read(self.text, self.at)?;
            self.at += length;
            if sort != Sort::Space {
                break (sort, step(SEED, code), self.at - length);
            }
        };
        while sort != Sort::Mark
            && let Some((_, code, length)) = read(self.text, self.at).filter(|(next, ..)| *next == sort)
        {
            hash = step(hash, code);
            self.at += length;
        }
        Some(Token { text: self.text.get(start..self.at)?, hash })
    }
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Sort {
    Letter,
    Digit,
    /// Stands alone.
    Mark,
    /// Parts tokens; so does an underscore.
    Space,
}

/// The character that stands at `at`: its sort, what it counts as, its bytes.
#[inline(always)]
fn read(text: &str, at: usize) -> Option<(Sort, u32, usize)> {
    let byte = *text.as_bytes().get(at)?;
    if let Some(&(sort, code)) = ASCII.get(usize::from(byte)) {
        return Some((sort, u32::from(code), 1));
    }
    let c = text.get(at..)?.chars().next()?;
    Some((sort(c), u32::from(level(c)), c.len_utf8()))
}

/// What [`sort`] and [`level`] say of ASCII.
static ASCII: [(Sort, u8); 128] = {
    let mut ascii = [(Sort::Mark, 0); 128];
    let mut byte = 0_u8;
    while byte < 128 {
        ascii[byte as usize] = match byte {
            b'a'..=b'z' | b'A'..=b'Z' => (Sort::Letter, byte | 32),
            b'0'..=b'9' => (Sort::Digit, b'0'),
            b'\t'..=b'\r' | b' ' | b'_' => (Sort::Space, byte),
            _ => (Sort::Mark, byte),
        };
        byte += 1;
    }
    ascii
};

fn sort(c: char) -> Sort {
    let kind = kind(c);
    if kind.is(Kind::WHITESPACE) || c == '_' {
        Sort::Space
    } else if kind.is(Kind::UNSPACED) || !kind.is(Kind::ALPHANUMERIC) {
        Sort::Mark
    } else if kind.is(Kind::ALPHABETIC) {
        Sort::Letter
    } else {
        Sort::Digit
    }
}

/// Small letters for large ones, 0 for every digit.
fn level(c: char) -> char {
    match sort(c) {
        Sort::Digit => '0',
        _ if kind(c).is(Kind::FOLDS) => c.to_lowercase().next().unwrap_or(c),
        _ => c,
    }
}

/// The hash of a token of a model, which says it as it counts.
fn hash(token: &str) -> u32 {
    token.chars().fold(SEED, |hash, c| step(hash, u32::from(c)))
}

fn alone(token: u32) -> u64 {
    u64::from(token)
}

fn pair(token: u32, next: u32) -> u64 {
    u64::from(token) << 32 | u64::from(next)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(model: &str, text: &str, said: i16) {
        assert_eq!(Diction::read(model).expect("a model that reads").of(text), said, "{text}");
    }

    #[test]
    fn the_model_is_whole() {
        let model = Diction::read(include_str!("text-diction.model")).expect("a model that reads");
        assert!(model.weights.len() > 500, "{} wordings", model.weights.len());
    }

    #[test]
    fn weights_are_summed_over_the_root_of_the_tokens() {
        let model = "-300\n2000 said\n-1000 0000\n4000 <s> photo\n500 . </s>";
        check(model, "", -30);
        check(model, "harbour", -30);
        check(model, "SAID", 170);
        check(model, "he said in 2021.", 37);
        check(model, "Photo: said", 316);
        check(model, "said said said said", 370);
    }

    #[test]
    fn a_long_block_is_read_to_its_two_hundredth_token() {
        let (model, long) = ("0\n1000 said\n1000 said </s>", "x ".repeat(READ - 1));
        check(model, &(long.clone() + "said"), 7);
        check(model, &(long + "x said"), 0);
    }

    #[test]
    fn the_table_says_what_unicode_says() {
        for byte in 0..128_u8 {
            let c = char::from(byte);
            assert_eq!(ASCII[usize::from(byte)], (sort(c), level(c) as u8), "{c:?}");
        }
    }

    #[test]
    fn what_a_model_may_name_is_what_is_asked() {
        let said = wordings("Ärger im Hafen: 12 Boote");
        assert_eq!(said[..6], ["ärger", "im", "hafen", ":", "00", "boote"]);
        assert_eq!(said[6..8], ["<s> ärger", "ärger im"]);
        assert_eq!(said[12..], ["boote </s>"]);
        assert_eq!(
            wordings("港口今天"),
            ["港", "口", "今", "天", "<s> 港", "港 口", "口 今", "今 天", "天 </s>"]
        );
    }

    proptest::proptest! {
        #[test]
        fn every_wording_of_a_text_is_met_when_a_model_names_it(text in "[\\p{L}\\p{N} .,_'\u{301}港ß]{0,40}") {
            for wording in wordings(&text) {
                let model = Diction::read(&format!("0\n1000000 {wording}")).expect("one wording").of(&text);
                proptest::prop_assert!(model > 0, "{wording:?} of {text:?}");
            }
        }
    }
}
