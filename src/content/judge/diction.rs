//! What the words of a block speak for, as learnt: body text, or what stands around it.
//!
//! Takes a block's tokens as [`Wording`](super::wording::Wording) comes to them, gives one integer. Words, figures and marks have
//! weights, and pairs of them that stand side by side; most have none. It is a logistic regression with an absolute penalty, which
//! leaves some two thousand of all wordings a weight (Tibshirani 1996); one for pages with markup, one for plain text.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use super::columns::clip;
use super::lexicon::{FUNCTION, GROUPS, SEED, hash, step};
use super::reasons;
use super::vocabulary::{Guess, Vocabulary};
use super::wording;

/// Tokens that are read of a block.
const READ: usize = 200;

/// What is learnt of words, beside what the lexicon knows of them. Weights are in thousandths of log-odds.
#[derive(Debug, Default)]
pub(super) struct Diction {
    bias: i32,
    vocabulary: Vocabulary,
}

/// That of pages with markup, or of plain text.
pub(super) fn diction(html: bool) -> &'static Diction {
    // A test reads the models; one that fails it is never shipped, and an empty one says nothing.
    static HTML: LazyLock<Diction> =
        LazyLock::new(|| Diction::read(include_str!("html-diction.model")).unwrap_or_default());
    static TEXT: LazyLock<Diction> =
        LazyLock::new(|| Diction::read(include_str!("text-diction.model")).unwrap_or_default());
    if html { &HTML } else { &TEXT }
}

/// A weight or bias is smaller.
const MOST: i32 = 2_000_000;

impl Diction {
    /// A model's text: `WEIGHT WORD` or `WEIGHT WORD WORD` a line, the bias a weight alone, `#` before what is for the reader. The
    /// line that does not read, or is one too many.
    fn read(text: &str) -> Result<Self, &str> {
        let mut model = Self::default();
        for line in text.lines().filter(|line| !line.starts_with('#')) {
            let mut parts = line.split(' ');
            let weight = parts.next().and_then(|weight| weight.parse().ok());
            let weight = weight.filter(|weight| (-MOST..MOST).contains(weight)).ok_or(line)?;
            let room = match (parts.next(), parts.next(), parts.next()) {
                (None, ..) => {
                    model.bias = weight;
                    true
                }
                (Some(word), None, _) => model.vocabulary.weigh(hash(word), weight),
                (Some(word), Some(next), None) => model.vocabulary.weigh_pair(hash(word), hash(next), weight),
                _ => false,
            };
            if !room {
                return Err(line);
            }
        }
        Ok(model)
    }

    /// What a wording weighs, as [`wordings`] gives them.
    fn weight(&self, wording: &str) -> i32 {
        let Some((token, next)) = wording.split_once(' ') else {
            return self.vocabulary.token(hash(wording)).weight();
        };
        let (token, next) = (hash(token), hash(next));
        let is_pair = self.vocabulary.token(token).leads() && self.vocabulary.token(next).follows();
        self.vocabulary.pair(is_pair, token, next)
    }

    /// What is said by a block of which nothing is read, in hundredths.
    pub(super) fn silence(&self) -> i16 {
        clip(self.bias / 10)
    }
}

/// What the tokens of a block say. They are looked up some at a time, for a page's first look at most of them must wait for slow memory,
/// and so they wait together.
pub(super) struct Said<'d> {
    /// None if nothing is asked of the tokens.
    diction: Option<&'d Diction>,
    /// Tokens that are not looked up yet, and how many; a bit for each that is a word.
    heard: [u32; AT_ONCE],
    waiting: usize,
    words: u32,
    sum: i32,
    /// Tokens that are still read.
    left: usize,
    /// The last token, if a pair may begin with it; else 0.
    last: u32,
    groups: Groups,
    /// All bits as long as no word was looked up; else none.
    unopened: u32,
}

/// Tokens that are looked up at a time.
const AT_ONCE: usize = 32;

/// The groups of the lexicon that the words of a block stand in.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Groups {
    /// Words a group.
    pub(super) counts: [u8; GROUPS],
    /// Groups of the first word, as a mask.
    pub(super) opening: u32,
    /// Groups met at all, as a mask.
    pub(super) mask: u32,
}

impl Groups {
    /// A word that stands in these.
    #[inline]
    fn add(&mut self, mask: u32) {
        self.mask |= mask;
        // Whether a word is one without meaning of its own, no branch guesses; hardly any stands in another group.
        let function = &mut self.counts[FUNCTION.trailing_zeros() as usize];
        *function = function.saturating_add(u8::from(mask & FUNCTION != 0));
        let mut mask = mask & !FUNCTION;
        while mask != 0 {
            let count = &mut self.counts[mask.trailing_zeros() as usize];
            *count = count.saturating_add(1);
            mask &= mask - 1;
        }
    }
}

impl<'d> Said<'d> {
    /// Before the first token; without a diction, whatever is said means nothing.
    pub(super) fn nothing(diction: Option<&'d Diction>) -> Self {
        Self {
            diction,
            heard: [0; AT_ONCE],
            waiting: 0,
            words: 0,
            sum: 0,
            left: READ,
            last: START_HASH,
            groups: Groups::default(),
            unopened: u32::MAX,
        }
    }

    /// The next token.
    #[inline]
    pub(super) fn token(&mut self, hash: u32, is_word: bool) {
        if self.waiting == AT_ONCE {
            self.look_up();
        }
        self.heard[self.waiting] = hash;
        self.words |= u32::from(is_word) << self.waiting;
        self.waiting += 1;
    }

    /// A pair of letters of a script that sets no spaces; behind a word, and no token.
    #[inline]
    pub(super) fn pair_of_letters(&mut self, hash: u32) {
        if let Some(diction) = self.diction {
            self.groups.add(diction.vocabulary.token(hash).groups());
        }
    }

    #[inline(never)]
    fn look_up(&mut self) {
        let waiting = std::mem::take(&mut self.waiting);
        let mut words = std::mem::take(&mut self.words);
        let Some(diction) = self.diction else { return };
        let mut guesses = [Guess::default(); AT_ONCE];
        for (guess, &hash) in guesses.iter_mut().zip(&self.heard).take(waiting) {
            *guess = diction.vocabulary.guess(hash);
        }
        for (&guess, &hash) in guesses.iter().zip(&self.heard).take(waiting) {
            let token = diction.vocabulary.after(guess, hash);
            if self.left > 0 {
                self.left -= 1;
                self.sum += token.weight();
                let may_pair = (self.last != 0) & token.follows();
                self.sum += diction.vocabulary.pair(may_pair, self.last, hash);
                self.last = if token.leads() { hash } else { 0 };
            }
            let is_word = (words & 1).wrapping_neg();
            let groups = token.groups() & is_word;
            self.groups.opening |= groups & self.unopened;
            self.unopened &= !is_word;
            self.groups.add(groups);
            words >>= 1;
        }
    }

    /// The groups that words of these tokens stand in, and how surely a block of them is body, in hundredths of log-odds.
    pub(super) fn all(mut self) -> (Groups, i16) {
        self.look_up();
        let Some(diction) = self.diction else { return Default::default() };
        let end = diction.vocabulary.pair(self.left > 0, self.last, END_HASH);
        let sum = i64::from(self.sum + end) * 100 / i64::from(ROOTS[READ - self.left]);
        (self.groups, clip(i32::try_from((sum + i64::from(diction.bias)) / 10).unwrap_or(0)))
    }
}

/// A hundred times the root of each number of tokens, of 1 for none; integers, so that every platform has the same.
static ROOTS: [u32; READ + 1] = {
    let mut roots = [100; READ + 1];
    let mut tokens = 1;
    while tokens <= READ {
        roots[tokens] = (tokens as u32 * 10_000).isqrt();
        tokens += 1;
    }
    roots
};

/// The wordings of a block as a model may name them: its tokens, and pairs of tokens that stand side by side. For who learns a model.
pub fn wordings(text: &str) -> Vec<String> {
    let mut tokens = wording::tokens(text, READ);
    let mut ends = vec![START.to_owned()];
    ends.extend(tokens.iter().cloned());
    if tokens.len() < READ {
        ends.push(END.to_owned());
    }
    tokens.extend(ends.windows(2).map(|pair| pair.join(" ")));
    tokens
}

/// The wordings of a text that say most of what it says, the loudest `n` first: each with its part, in hundredths of log-odds.
pub(super) fn loudest(html: bool, text: &str, n: usize) -> Vec<(String, i32)> {
    let (diction, wordings) = (diction(html), wordings(text));
    let tokens = wordings.iter().filter(|wording| !wording.contains(' ')).count();
    let mut parts: BTreeMap<String, i32> = BTreeMap::new();
    for wording in wordings {
        let weight = diction.weight(&wording);
        *parts.entry(wording).or_default() += weight;
    }
    reasons::loudest(parts, n, |weight| (i64::from(weight) * 10 / i64::from(ROOTS[tokens.min(READ)])) as i32)
}

/// What stands before the first token; no token of a text is that.
pub const START: &str = "<s>";
const START_HASH: u32 = ascii_hash(START);

/// What stands behind the last token.
pub const END: &str = "</s>";
const END_HASH: u32 = ascii_hash(END);

const fn ascii_hash(token: &str) -> u32 {
    let (token, mut hash, mut at) = (token.as_bytes(), SEED, 0);
    while at < token.len() {
        hash = step(hash, token[at] as u32);
        at += 1;
    }
    hash
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::content::judge::wording::Wording;

    fn said(model: &str, text: &str) -> i16 {
        let model = Diction::read(model).expect("a model that reads");
        Wording::read(text, Some(&model), &mut Vec::new()).diction
    }

    fn check(model: &str, text: &str, expected: i16) {
        assert_eq!(said(model, text), expected, "{text}");
    }

    #[test]
    fn the_models_are_whole() {
        for model in [include_str!("html-diction.model"), include_str!("text-diction.model")] {
            let (tokens, pairs) = Diction::read(model).expect("a model that reads").vocabulary.size();
            assert!(tokens > 2_000 && pairs > 100, "{tokens} tokens, {pairs} pairs");
        }
    }

    #[test]
    fn a_model_that_does_not_read_says_where() {
        for line in ["said", "1 a b c", "2000000 said", "1.5 said"] {
            assert_eq!(Diction::read(&format!("-300\n20 photo\n{line}")).err(), Some(line));
        }
        let many: String = (0..9_000).map(|n| format!("\n1 x{n}")).collect();
        assert!(Diction::read(&format!("0{many}")).is_err(), "more than there is room for");
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
    fn the_loudest_wordings_add_up_to_what_is_said() {
        for text in
            ["Sign up for our newsletter", "The mayor said on Monday that the harbour had reopened.", ""]
        {
            let all = loudest(true, text, usize::MAX);
            assert!(all.is_sorted_by(|(_, a), (_, b)| a.abs() >= b.abs()), "{all:?}");
            let sum: i32 = all.iter().map(|(_, part)| part).sum();
            let said = Wording::read(text, Some(diction(true)), &mut Vec::new()).diction;
            let off = i32::from(said) - i32::from(diction(true).silence()) - sum;
            assert!(off.abs() <= all.len() as i32 + 1, "{text}: {said} is not {sum}");
        }
        assert!(loudest(true, "Sign up for our newsletter", 2).iter().all(|(_, part)| *part < 0));
    }

    #[test]
    fn a_long_block_is_read_to_its_two_hundredth_token() {
        let (model, long) = ("0\n1000 said\n1000 said </s>", "x ".repeat(READ - 1));
        check(model, &(long.clone() + "said"), 7);
        check(model, &(long + "x said"), 0);
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
        assert_eq!(wordings("‘Don’t’")[..2], ["'", "don't'"]);
    }

    proptest::proptest! {
        /// A model that names each wording a text may have finds all of them there, each as often as it stands there.
        #[test]
        fn what_is_read_of_a_text_is_what_a_model_may_name(text in "([\\p{L}\\p{N} .,_'’…|“\u{301}\u{94d}港ß\n]|said|12){0,90}") {
            let all = wordings(&text);
            for wording in &all {
                let alone = said(&format!("0\n1000000 {wording}"), &text);
                proptest::prop_assert!(alone > 0, "{wording:?} of {text:?}");
            }
            let mut names = all.clone();
            names.sort_unstable();
            names.dedup();
            let model: String = names.iter().map(|name| format!("\n1000 {name}")).collect();
            let tokens = all.iter().filter(|wording| !wording.contains(' ')).count();
            let expected = all.len() as i64 * 100_000 / i64::from(ROOTS[tokens]) / 10;
            proptest::prop_assert_eq!(i64::from(said(&format!("0{model}"), &text)), expected, "{:?}", text);
        }
    }
}
