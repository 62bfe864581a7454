//! What is known of words: the groups they stand in, what they speak for, and what pairs of them do.
//!
//! Takes hashes of tokens, gives masks and weights. One look tells all of a token: whoever reads a text asks once a word, and of most
//! pairs of words nothing, for only words that begin a pair and words that end one are looked up together.

use super::lexicon;

/// A table of tokens and one of pairs, both by open addressing in rooms whose size the compiler knows, so that a place costs no
/// division.
pub(super) struct Vocabulary {
    tokens: Box<[Token; TOKENS]>,
    /// Of each place for a token the [`mark`] of what stands there, 0 where nothing does; the first come again behind the last.
    marks: Box<[u8; TOKENS + AT_ONCE]>,
    pairs: Box<[(u32, i32); PAIRS]>,
    /// A bit for each key of a pair, which other keys may share.
    paired: Box<[u64; PAIRED / 64]>,
    /// How many of each there are.
    held: (usize, usize),
}

const TOKENS: usize = 1 << 13;
const PAIRS: usize = 1 << 12;
const PAIRED: usize = 1 << 14;

/// Marks that are looked at together. They settle most unknown words, and stay in the nearest cache, as the tokens do not.
const AT_ONCE: usize = 8;

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

/// The token that most likely has some hash, and whether no other can have it.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Guess {
    token: Token,
    alone: bool,
}

impl Default for Vocabulary {
    /// The words of the lexicon, and no weights.
    fn default() -> Self {
        let mut words = Self {
            tokens: Box::new([Token::default(); TOKENS]),
            marks: Box::new([0; TOKENS + AT_ONCE]),
            pairs: Box::new([(0, 0); PAIRS]),
            paired: Box::new([0; PAIRED / 64]),
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

    /// A guess at the token of this hash. It asks nothing of what it finds, so that many guesses can wait for their tokens at once.
    #[inline]
    pub(super) fn guess(&self, hash: u32) -> Guess {
        const ONES: u64 = u64::MAX / 0xFF;
        const HIGHS: u64 = ONES << 7;
        let at = home(hash);
        let marks = self.marks[at..].first_chunk().map_or(0, |marks| u64::from_le_bytes(*marks));
        let others = marks ^ (ONES * u64::from(mark(hash)));
        let same = others.wrapping_sub(ONES) & !others & HIGHS;
        // Where no mark is the same, the token looked at is always one: it is at hand.
        let any = usize::from(same != 0).wrapping_neg();
        let token = self.tokens[(at + same.trailing_zeros() as usize / 8) & (any % TOKENS)];
        // No token stands behind a free place that it might have had.
        let alone = (same & same.wrapping_sub(1) == 0) & (marks & HIGHS != HIGHS);
        Guess { token, alone }
    }

    /// What is known of the token of this hash, of which this was guessed.
    #[inline]
    pub(super) fn after(&self, guess: Guess, hash: u32) -> Token {
        match guess {
            Guess { token, .. } if token.hash == hash => token,
            Guess { alone: true, .. } => Token::default(),
            _ => self.token(hash),
        }
    }

    /// What two tokens weigh that stand side by side, if they `may` be asked for.
    #[inline]
    pub(super) fn pair(&self, may: bool, token: u32, next: u32) -> i32 {
        let key = key(token, next);
        let (word, bit) = pair_bit(key);
        if !(may & (self.paired[word] & bit != 0)) {
            return 0;
        }
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
            let (word, bit) = pair_bit(key);
            self.paired[word] |= bit;
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
            self.marks[at] = mark(hash);
            if at < AT_ONCE {
                self.marks[at + TOKENS] = mark(hash);
            }
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

/// What tells most tokens from others that might stand in the same place; the highest bit is set.
#[inline]
fn mark(hash: u32) -> u8 {
    (hash >> 25) as u8 | 0x80
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

#[inline]
fn pair_bit(key: u32) -> (usize, u64) {
    let bit = (key >> 18) as usize % PAIRED;
    (bit / 64, 1 << (bit % 64))
}

impl std::fmt::Debug for Vocabulary {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Vocabulary").field("held", &self.held).finish_non_exhaustive()
    }
}
