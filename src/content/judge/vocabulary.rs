//! What is known of words: the groups they stand in, what they speak for, and what pairs of them do.
//!
//! Takes hashes of tokens, gives masks and weights. One look tells all of a token: whoever reads a text asks once a word, and of most
//! pairs of words nothing, for only words that begin a pair and words that end one are looked up together.

use super::lexicon;

/// A table of tokens and one of pairs, both by open addressing in rooms whose size the compiler knows, so that a place costs no
/// division.
pub(super) struct Vocabulary {
    tokens: Box<[Token; TOKENS]>,
    pairs: Box<[(u32, i32); PAIRS]>,
    /// How many of each there are.
    held: (usize, usize),
}

const TOKENS: usize = 1 << 13;
const PAIRS: usize = 1 << 12;

/// What is known of a token; of most, nothing.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Token {
    /// 0 where there is none.
    hash: u32,
    /// The groups of the lexicon, [`LEADS`] and [`FOLLOWS`].
    mask: u32,
    weight: i32,
}

/// Of a token's mask: it begins a pair, it ends one.
const LEADS: u32 = 1 << 31;
const FOLLOWS: u32 = 1 << 30;

impl Token {
    /// Its groups of the lexicon.
    #[inline]
    pub(super) fn groups(self) -> u32 {
        self.mask & !(LEADS | FOLLOWS)
    }

    /// What it weighs, alone.
    #[inline]
    pub(super) fn weight(self) -> i32 {
        self.weight
    }

    /// Whether a pair begins with it.
    #[inline]
    pub(super) fn leads(self) -> bool {
        self.mask & LEADS != 0
    }

    /// Whether a pair ends with it.
    #[inline]
    pub(super) fn follows(self) -> bool {
        self.mask & FOLLOWS != 0
    }
}

impl Default for Vocabulary {
    /// The words of the lexicon, and no weights.
    fn default() -> Self {
        let mut words = Self {
            tokens: Box::new([Token::default(); TOKENS]),
            pairs: Box::new([(0, 0); PAIRS]),
            held: (0, 0),
        };
        for (hash, mask) in lexicon::words() {
            words.add(hash, mask, 0);
        }
        words
    }
}

impl Vocabulary {
    /// What is known of the token of this hash.
    #[inline]
    pub(super) fn token(&self, hash: u32) -> Token {
        let mut at = home(hash);
        loop {
            let token = self.tokens[at];
            if token.hash == hash || token.hash == 0 {
                return token;
            }
            at = (at + 1) % TOKENS;
        }
    }

    /// What two tokens weigh that stand side by side.
    #[inline]
    pub(super) fn pair(&self, token: u32, next: u32) -> i32 {
        let key = key(token, next);
        let mut at = pair_home(key);
        loop {
            let (held, weight) = self.pairs[at];
            if held == key || weight == 0 {
                return weight;
            }
            at = (at + 1) % PAIRS;
        }
    }

    /// Gives a token its weight; whether there is room.
    #[must_use]
    pub(super) fn weigh(&mut self, token: u32, weight: i32) -> bool {
        self.add(token, 0, weight)
    }

    /// Gives a pair its weight; whether there is room.
    #[must_use]
    pub(super) fn weigh_pair(&mut self, token: u32, next: u32, weight: i32) -> bool {
        let room = self.held.1 < PAIRS / 4 * 3;
        if room && weight != 0 {
            let key = key(token, next);
            let mut at = pair_home(key);
            while self.pairs[at].1 != 0 && self.pairs[at].0 != key {
                at = (at + 1) % PAIRS;
            }
            self.pairs[at] = (key, weight);
            self.held.1 += 1;
        }
        room && self.add(token, LEADS, 0) && self.add(next, FOLLOWS, 0)
    }

    /// Tokens and pairs.
    #[cfg(test)]
    pub(super) fn size(&self) -> (usize, usize) {
        self.held
    }

    fn add(&mut self, hash: u32, mask: u32, weight: i32) -> bool {
        let mut at = home(hash);
        while self.tokens[at].hash != 0 && self.tokens[at].hash != hash {
            at = (at + 1) % TOKENS;
        }
        let token = &mut self.tokens[at];
        if token.hash == 0 {
            if self.held.0 >= TOKENS / 4 * 3 {
                return false;
            }
            self.held.0 += 1;
        }
        *token =
            Token { hash, mask: token.mask | mask, weight: if weight == 0 { token.weight } else { weight } };
        true
    }
}

#[inline]
fn home(hash: u32) -> usize {
    (hash ^ (hash >> 15)) as usize % TOKENS
}

/// One number for two hashes.
#[inline]
fn key(token: u32, next: u32) -> u32 {
    (token.wrapping_mul(0x9E37_79B1).rotate_left(15) ^ next).wrapping_mul(0x85EB_CA6B)
}

#[inline]
fn pair_home(key: u32) -> usize {
    (key >> 20) as usize % PAIRS
}

impl std::fmt::Debug for Vocabulary {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Vocabulary").field("held", &self.held).finish_non_exhaustive()
    }
}
